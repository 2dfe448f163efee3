//! A new user in the office, with no help but the screen: from two blocked photos to a copy that is out,
//! a permission that is taken back, and the copy taken down. Every step is drawn into target/tmp.

use std::path::PathBuf;

use slint::platform::Key;

use super::review::{into_documents, the_photo_comes, with_photos};
use super::stage::*;

const OKAFOR: (&str, &str) = ("Mrs Okafor", "141421");

/// Draws what is on the screen, under the number of the step.
struct Steps<'a> {
    tablet: &'a Tablet,
    number: std::cell::Cell<u32>,
}

impl Steps<'_> {
    fn draw(&self, what: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("office-journey");
        std::fs::create_dir_all(&folder).unwrap();
        self.number.set(self.number.get() + 1);
        let file = folder.join(format!("{:02}-{what}.png", self.number.get()));
        image::DynamicImage::ImageRgba8(self.tablet.snapshot())
            .into_rgb8()
            .save(file)
            .unwrap();
    }
}

fn tick_all(tablet: &Tablet) {
    for item in [
        "Everyone suitably dressed",
        "Nothing embarrassing or unkind",
        "No names, badges or addresses in view",
    ] {
        tablet.tap(item);
    }
}

fn copies(tablet: &Tablet) -> usize {
    let folder = tablet.folder.path().join(HOME).join("Documents");
    let files = std::fs::read_dir(folder).unwrap();
    files
        .filter(|file| {
            let name = file.as_ref().unwrap().file_name();
            name.to_string_lossy().ends_with(".jpg")
        })
        .count()
}

#[test]
fn the_office_clears_two_photos_publishes_them_and_takes_one_down_again() {
    let tablet = with_photos(&[&["Amira K", "Ella P"], &["Femi A"]]);
    tablet.size(1440.0, 2600.0);
    let steps = Steps {
        tablet: &tablet,
        number: 0.into(),
    };

    // The head opens an account for the office.
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("New account");
    tablet.tap("Name, as on the lock screen (for example Ms Patel)");
    tablet.type_in(OKAFOR.0);
    tablet.tap("Office");
    for field in ["PIN, six digits or more", "The same PIN again"] {
        tablet.tap(field);
        tablet.type_in(OKAFOR.1);
    }
    tablet.tap("Open the account");
    steps.draw("account");
    tablet.tap("Lock");

    // The office signs in, and the agreement with it.
    tablet.sign_in(OKAFOR);
    tablet.must_show("To sign, Mrs Okafor, enter your PIN");
    tablet.enter_pin(OKAFOR.1);
    tablet.must_show("Mrs Okafor · Office");
    tablet.must_show("Blocked: 2");
    steps.draw("queue");

    // One is cleared by its caption.
    tablet.tap_beginning("Photo of Today");
    the_photo_comes(&tablet);
    tick_all(&tablet);
    tablet.tap("Caption");
    tablet.type_in("A den by Femi Adeyemi");
    tablet.must_show("× A child’s full name may not be published");
    steps.draw("caption-blocked");
    for _ in 0.." Adeyemi".len() {
        tablet.press(Key::Backspace);
    }
    tablet.tap("Keep the words");
    tablet.must_not_show("× A child’s full name may not be published");
    steps.draw("caption-mended");

    // The other by hiding.
    tablet.tap("The next photo");
    tablet.until("the other photo", |tablet| tablet.shows("photo 2 of 2"));
    the_photo_comes(&tablet);
    tablet.must_show("Ella P — no written permission for: School website.");
    steps.draw("blocked");
    tablet.tap("Hide Ella P and check again");
    tick_all(&tablet);
    tablet.must_show("Ella P — hidden in the copy");
    steps.draw("hidden");
    tablet.tap("Lock");

    // The head looks at each copy, and signs.
    tablet.sign_in(HEAD);
    tablet.tap("Sign off");
    tablet.tap_beginning("Photo of Today");
    tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
    steps.draw("to-sign");
    tablet.tap("Sign off for: School website");
    tablet.until("the next one", |tablet| tablet.shows("photo 2 of 2"));
    tablet.until("its copy", |tablet| tablet.shows("The copy that goes out"));
    tablet.tap("Sign off for: School website");
    tablet.must_show("Nothing waits for a signature.");
    steps.draw("signed");
    tablet.tap("Lock");

    // The office releases both into a folder.
    tablet.sign_in(OKAFOR);
    tablet.tap_beginning("Ready: 2");
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.must_show("All 2 photos are ready.");
    steps.draw("plan");
    into_documents(&tablet, "Release 2 to a folder or drive…");
    tablet.must_show("2 copies are out; nothing was left behind.");
    steps.draw("released");
    assert_eq!(copies(&tablet), 2);

    // A family takes a yes back, and the copy comes down.
    tablet.tap("Register");
    tablet.tap_beginning("Femi Adeyemi");
    tablet.tap("Take a yes back");
    tablet.tap("Take back: School website");
    tablet.tap("Take it back now");
    tablet.must_show("× School website: taken back");
    steps.draw("taken-back");
    tablet.tap("Take down: 1");
    tablet.must_show("Femi A: permission was taken back");
    steps.draw("to-take-down");
    tablet.tap_beginning("Delete the copy:");
    tablet.tap("Delete the copy");
    tablet.must_show("Nothing has to come down.");
    tablet.must_show("confirmed by Mrs Okafor, 20 Nov 2026");
    steps.draw("taken-down");
    assert_eq!(copies(&tablet), 1);
}
