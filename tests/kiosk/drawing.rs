//! Every page in every state that matters, as it is drawn. `make screens` writes them all as PNG.

use std::path::PathBuf;

use shutterslip::camera::{CameraEvent, CameraTrouble};
use shutterslip::screens::{Keys, Theme};
use slint::ComponentHandle;

use super::doubts::{looked_at, one_called_nobody};
use super::nobody::one_of_nobody;
use super::slips::{a_slip_to_look_at, two_slips_scanned};
use super::stage::*;

/// A page in a state.
pub struct Scene {
    pub name: &'static str,
    pub show: fn() -> Tablet,
}

pub fn scenes() -> Vec<Scene> {
    let scene = |name, show| Scene { name, show };
    let mut all = vec![
        scene("welcome", || {
            Tablet::after(Before {
                is_new: true,
                ..Before::default()
            })
        }),
        scene("set-up", || {
            let tablet = Tablet::after(Before {
                is_new: true,
                ..Before::default()
            });
            tablet.tap("Set up our school");
            tablet
        }),
        scene("lock", || {
            let tablet = Tablet::on();
            tablet.tap("Ms Patel");
            for digit in ["2", "7", "1"] {
                tablet.tap(digit);
            }
            tablet
        }),
        scene("lock-sample", || {
            let tablet = Tablet::after(Before {
                is_new: true,
                ..Before::default()
            });
            tablet.tap("Look at the sample school");
            tablet.tap(HEAD.0);
            tablet
        }),
        scene("lock-wrong-pin", || {
            let tablet = Tablet::on();
            tablet.tap("Ms Patel");
            tablet.enter_pin("999998");
            tablet
        }),
        scene("lock-not-enrolled", || {
            Tablet::after(Before {
                is_enrolled: false,
                ..Before::default()
            })
        }),
        scene("enrol", || {
            let tablet = Tablet::after(Before {
                is_enrolled: false,
                ..Before::default()
            });
            tablet.sign_in(HEAD);
            tablet
        }),
        scene("tag-nobody", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&[]);
            tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
            tablet.tap("Done — next photo");
            tablet.must_show("Is nobody in this photo?");
            tablet
        }),
        scene("second-look", || {
            let tablet = one_called_nobody();
            looked_at(&tablet);
            tablet
        }),
        scene("second-look-beside", || {
            let tablet = super::doubts::one_who_is_beside();
            tablet.tap("Second look: 2");
            tablet.tap("Next");
            tablet.until("both photos", |tablet| {
                tablet.find("The photo").is_some()
                    && tablet.find("The photo that looks alike").is_some()
            });
            tablet
        }),
        scene("tag-beside", || {
            let tablet = super::doubts::a_burst(1);
            super::doubts::done(&tablet);
            tablet.must_show("Is Ben O in this photo too?");
            tablet
        }),
        scene("second-look-none", || {
            let tablet = one_called_nobody();
            looked_at(&tablet);
            tablet.tap("It is right");
            tablet.must_show("✓ Nothing is in doubt.");
            tablet
        }),
        scene("lock-choose-pin", || {
            let tablet = Tablet::after_work(|desk, _| {
                let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
                desk.change_pin(&head, PATEL.0, "864213").unwrap();
            });
            tablet.sign_in((PATEL.0, "864213"));
            tablet.must_show("Choose one that only you know.");
            tablet
        }),
        scene("office-staff-waits", || {
            let tablet = Tablet::on();
            tablet.tap(PATEL.0);
            for _ in 0..4 {
                tablet.enter_pin("999998");
            }
            tablet.sign_in(HEAD);
            tablet.tap("Staff and devices");
            tablet
        }),
        scene("review-nobody-queue", || {
            let tablet = one_of_nobody();
            tablet.tap_beginning("Ready: 2");
            tablet
        }),
        scene("review-nobody", || {
            let tablet = one_of_nobody();
            tablet.tap_beginning("Ready: 2");
            tablet.tap_beginning("Photo of Today");
            tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
            tablet.tap("The next photo");
            tablet.until("the other", |tablet| tablet.shows("photo 2 of 2"));
            tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
            tablet
        }),
        scene("release-by-name", || {
            let tablet = one_of_nobody();
            tablet.tap_beginning("Ready: 2");
            tablet.tap("Choose all of these");
            tablet.tap("Release 2 photos…");
            tablet
        }),
        scene("office-staff", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Staff and devices");
            tablet
        }),
        scene("office-staff-new", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Staff and devices");
            tablet.tap("New account");
            tablet
        }),
        scene("register", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet
        }),
        scene("register-full", || {
            let mut before = Before::default();
            for number in 0..90 {
                let family = format!("Ap Llywelyn-Fitzgerald{number}");
                let child = ("Oluwaseun-Christopher".to_owned(), family, Yes::Journal);
                before.others.push(child);
            }
            let tablet = Tablet::after(before);
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet
        }),
        scene("register-empty", || {
            let tablet = Tablet::after(Before {
                children: Vec::new(),
                ..Before::default()
            });
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Search by name");
            tablet.type_in("xyz");
            tablet
        }),
        scene("register-new", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.size(1280.0, 1600.0);
            tablet.tap("Somebody new");
            tablet.tap("Add to the register");
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("person", || person("Ella Price")),
        scene("person-marked", || person("Daniel Wright")),
        scene("person-answer", || {
            let tablet = person("Ella Price");
            tablet.tap("Change: School website");
            tablet
        }),
        scene("person-form", || {
            let tablet = person("Ella Price");
            tablet.tap("Add a signed form");
            tablet
        }),
        scene("person-withdraw", || {
            let tablet = person("Ella Price");
            tablet.tap("Take a yes back");
            tablet.tap("Take back: Learning journal");
            tablet
        }),
        scene("person-asks", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            for answer in ["No", "Yes"] {
                tablet.tap("Change: School website");
                tablet.tap(&format!("{answer}: School website"));
                tablet.tap("Spoken");
                tablet.tap("Record it");
            }
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("person-unheard", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            tablet.tap("Change: School website");
            tablet.tap("Yes: School website");
            tablet.tap("Spoken");
            tablet.tap("Record it");
            tablet.size(1280.0, 1400.0);
            tablet
        }),
        scene("person-responsible", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            for name in ["D Price", "A Price"] {
                tablet.tap("Change who has parental responsibility");
                tablet.tap("Full name, as they sign");
                tablet.type_in(name);
                tablet.tap("Record it");
            }
            tablet.tap("There is a court order");
            tablet.tap("There is one");
            tablet.tap("Change who has parental responsibility");
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("person-answered-for", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            tablet.tap("Change who has parental responsibility");
            tablet.tap("Full name, as they sign");
            tablet.type_in("D Price");
            tablet.tap("Record it");
            tablet.tap("There is a court order");
            tablet.tap("There is one");
            tablet.tap("Change: School website");
            tablet.tap("No: School website");
            tablet.tap("Spoken");
            tablet.tap("Record it");
            tablet.size(1280.0, 1400.0);
            tablet
        }),
        scene("person-move", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            tablet.tap("Change: School website");
            tablet.tap("No: School website");
            tablet.tap("Spoken");
            tablet.tap("Record it");
            tablet.tap_beginning("Belongs elsewhere: ");
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("lists-old-evidence", || {
            let tablet = super::answers::with_old_evidence();
            tablet.until("the list", |tablet| tablet.shows("cannot be looked at"));
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("office-staff-close", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Staff and devices");
            tablet.tap("Close the account of Mr Hughes");
            tablet
        }),
        scene("person-scan", || {
            let tablet = person("Ella Price");
            tablet.size(1440.0, 2400.0);
            tablet.tap("Add a signed form");
            tablet.tap("Scan with the camera");
            tablet.size(1280.0, 800.0);
            tablet.camera_runs();
            let frame = tablet.frame();
            tablet.camera.lay(frame);
            tablet.camera.tell(CameraEvent::Frame);
            tablet
        }),
        scene("person-look", || {
            let tablet = super::register::with_a_form_of_daniel(&super::register::list_of(90));
            super::register::look_at_the_form(&tablet);
            tablet.until("the form", |tablet| tablet.shows("Page 1 of the form"));
            tablet.size(1280.0, 800.0);
            tablet
        }),
        scene("lists", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Lists");
            tablet
        }),
        scene("lists-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Lists");
            tablet.tap("Has ended");
            tablet
        }),
        scene("lists-wall", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Lists");
            tablet.tap("For the wall");
            tablet
        }),
        scene("office-slips", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Permission slips");
            tablet
        }),
        scene("office-slips-none", || {
            let tablet = Tablet::after(Before {
                children: Vec::new(),
                ..Before::default()
            });
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Permission slips");
            tablet
        }),
        scene("office-slips-seen", || {
            let tablet = a_slip_to_look_at();
            tablet.size(1440.0, 900.0);
            tablet
        }),
        scene("office-slips-scan", || {
            let tablet = two_slips_scanned();
            tablet.size(1280.0, 800.0);
            let frame = tablet.frame();
            tablet.camera.lay(frame);
            tablet
        }),
        scene("office-slips-unread", || {
            let tablet = a_slip_to_look_at();
            tablet.tap("Lay aside");
            tablet.size(1440.0, 900.0);
            tablet
        }),
        scene("office-review-empty", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Review");
            tablet
        }),
        scene("office-review", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Ella P"], &["Femi A"]]);
            tablet.sign_in(HEAD);
            tablet.tap("Review");
            super::review::pictures_come(&tablet);
            tablet
        }),
        scene("office-review-narrow", || {
            let tablet = super::review::with_photos(&[&["Amira K"]]);
            tablet.sign_in(HEAD);
            tablet.tap("Review");
            tablet.tap("Narrow down");
            tablet
        }),
        scene("office-review-name", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Ella P"], &["Femi A"]]);
            tablet.sign_in(HEAD);
            tablet.tap("Review");
            super::review::pictures_come(&tablet);
            tablet.tap_beginning("Rename");
            tablet.type_in("Forest school");
            tablet
        }),
        scene("office-review-photo", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Femi A", "Ella P"]]);
            super::review::open_first(&tablet);
            tablet.tap("Caption");
            tablet.type_in("Our friends found Ella Price’s den!");
            tablet
        }),
        scene("office-review-copy", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Ella P"]]);
            super::review::open_first(&tablet);
            tablet.tap("Hide Ella P and check again");
            tablet.tap("Show the copy");
            tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
            tablet
        }),
        scene("office-review-crop", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Ella P"]]);
            super::review::open_first(&tablet);
            tablet.tap("Crop");
            tablet
        }),
        scene("office-review-plan", || {
            let tablet = super::review::with_photos(&[&["Amira K"], &["Ella P"]]);
            super::review::on_the_wall(&tablet);
            tablet.tap("Choose all of these");
            tablet.tap("Release 2 photos…");
            super::review::pictures_come(&tablet);
            tablet
        }),
        scene("office-review-account", || {
            let tablet = super::review::with_photos(&[&["Amira K"], &["Ella P"]]);
            super::review::at_the_queue(&tablet, "Learning journal");
            tablet.tap("Choose all of these");
            tablet.tap("Release 2 photos…");
            super::review::into_documents(&tablet, "Release 2 to a folder or drive…");
            tablet
        }),
        scene("office-review-print", || {
            let tablet = super::review::with_photos(&[&["Amira K"], &["Ella P"]]);
            super::review::a_printer(&tablet);
            super::review::on_the_wall(&tablet);
            tablet.tap("Choose all of these");
            tablet.tap("Release 2 photos…");
            super::review::pictures_come(&tablet);
            tablet.tap("Print 2 for the wall…");
            tablet
        }),
        scene("office-releases-wall", || {
            let tablet = super::review::with_photos(&[&["Amira K"], &["Ella P"]]);
            super::review::a_printer(&tablet);
            super::review::printed(&tablet);
            tablet.tap("Back to the queue");
            tablet.tap("Releases");
            tablet.tap_beginning("Receipt: ");
            super::review::pictures_come(&tablet);
            tablet
        }),
        scene("office-sign-off", || {
            let tablet = super::review::with_photos(&[&["Amira K", "Femi A"]]);
            super::review::tick_all(&tablet);
            tablet.size(1280.0, 800.0);
            tablet.tap("Back to the queue");
            tablet.tap("Sign off");
            tablet.tap_beginning("Photo of Today");
            tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
            tablet
        }),
        scene("office-releases", || {
            let tablet = super::review::with_photos(&[&["Amira K"], &["Ella P"]]);
            super::review::at_the_queue(&tablet, "Learning journal");
            tablet.tap("Choose all of these");
            tablet.tap("Release 2 photos…");
            super::review::into_documents(&tablet, "Release 2 to a folder or drive…");
            tablet.tap("Back to the queue");
            tablet.tap("Releases");
            tablet.tap_beginning("Receipt: ");
            super::review::pictures_come(&tablet);
            tablet
        }),
        scene("office-releases-empty", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Releases");
            tablet
        }),
        scene("import", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Register");
            tablet.tap("Import");
            tablet
        }),
        scene("import-broken", || {
            super::import::with_list("Forename,Surname\n\"Rowan,Ashby\n")
        }),
        scene("import-columns", || {
            super::import::with_list(super::import::LIST)
        }),
        scene("import-column-open", || {
            let tablet = super::import::with_list("Legal Forename,Photo consent\nRowan,Y\n");
            tablet.tap_beginning("Photo consent: An answer about photos");
            tablet
        }),
        scene("import-values", super::import::at_the_values),
        scene("import-preview", super::import::at_the_preview),
        scene("import-done", || {
            let tablet = super::import::at_the_preview();
            tablet.tap_beginning("Write ");
            tablet
        }),
        scene("office-to-tag-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet
        }),
        scene("agreement", || {
            let tablet = Tablet::after(Before {
                has_agreements: false,
                ..Before::default()
            });
            tablet.sign_in(PATEL);
            tablet
        }),
        scene("camera", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            let frame = tablet.frame();
            tablet.camera.lay(frame);
            tablet.shoot(&row_of(3));
            let frame = tablet.frame();
            tablet.camera.lay(frame);
            tablet.settle();
            tablet
        }),
        scene("camera-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(PATEL);
            tablet
                .camera
                .tell(CameraEvent::Stopped(CameraTrouble::None));
            tablet.settle();
            tablet
        }),
        scene("tag", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(3));
            tablet.tap("Amira K");
            tablet.tap("Femi A");
            tablet
        }),
        scene("tag-blocked", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(3));
            for name in ["Amira K", "Daniel W", "Ella P"] {
                tablet.tap(name);
            }
            tablet
        }),
        scene("tag-search", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(2));
            tablet.tap("Search");
            tablet.tap("A");
            tablet
        }),
        scene("tag-boxes", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(2));
            tablet.tap("Change boxes");
            tablet
        }),
        scene("tag-delete", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(2));
            tablet.tap("Delete this photo");
            tablet
        }),
        scene("tag-long-names", || {
            let long = ("Oluwaseun-Christopher", "Ap Llywelyn-Fitzgerald");
            let mut before = Before::default();
            for number in 0..48 {
                let given = ["Oluwaseun-Christopher", "Maximiliana", "Bo"][number % 3];
                let family = format!("{}{number}", long.1);
                before
                    .children
                    .push((given.to_owned(), family, Yes::Everywhere));
            }
            let tablet = Tablet::after(before);
            tablet.at_the_camera(PATEL);
            tablet.shoot_and_tag(&row_of(3));
            tablet.tap("Amira K");
            tablet
        }),
        scene("to-tag", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            for faces in 1..6 {
                tablet.shoot(&row_of(faces));
            }
            tablet.tap_beginning("Kept.");
            tablet.tap("Later");
            tablet
        }),
        scene("to-tag-empty", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.tap_beginning("0 photos to tag");
            tablet
        }),
        scene("rules", || {
            let tablet = Tablet::on();
            tablet.tap("The school’s rules for photos");
            tablet
        }),
        scene("about", || {
            let tablet = Tablet::on();
            tablet.tap("Text size, colours, about");
            tablet
        }),
        scene("locking", || {
            let tablet = Tablet::on();
            tablet.at_the_camera(PATEL);
            tablet.nobody_for(110);
            tablet
        }),
    ];
    all.extend(super::afterwards::scenes());
    all.extend(super::changed_outside::scenes());
    all
}

/// Somebody's page.
fn person(name: &str) -> Tablet {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Search by name");
    tablet.type_in(name);
    tablet.tap_beginning(name);
    tablet
}

#[test]
fn a_screen_is_drawn_in_our_own_typeface() {
    let tablet = Tablet::on();
    let words = tablet.find("Tap your name");
    assert!(words.is_some() || tablet.shows("Who is taking photos?"));
    let shot = tablet.snapshot();
    assert_eq!(shot.dimensions(), (1280, 800));
    let colours: std::collections::HashSet<_> = shot.pixels().map(|pixel| pixel.0).collect();
    assert!(colours.len() > 50, "nothing is drawn");
}

/// Writes every scene as PNG into the folder named by SCREENS; run by `make screens`.
#[test]
#[ignore = "run by `make screens`, which says where the pictures go"]
fn draw_every_screen() {
    let folder = PathBuf::from(std::env::var("SCREENS").expect("SCREENS names a folder"));
    let only = std::env::var("ONLY").unwrap_or_default();
    std::fs::create_dir_all(&folder).unwrap();
    for Scene { name, show } in scenes() {
        if !only.is_empty() && !only.split(',').any(|one| one == name) {
            continue;
        }
        let tablet = show();
        let app = tablet.screens.app();
        let save = |form: &str| {
            tablet.settle();
            let file = folder.join(format!("{name}-{form}.png"));
            image::DynamicImage::ImageRgba8(tablet.snapshot())
                .into_rgb8()
                .save(file)
                .unwrap();
        };
        save("wide");
        tablet.size(800.0, 1280.0);
        save("tall");
        tablet.size(1280.0, 800.0);
        let theme = app.global::<Theme>();
        theme.set_dark(true);
        save("dark");
        theme.set_dark(false);
        theme.set_scale(2.0);
        save("large");
        theme.set_scale(1.0);
        slint::select_bundled_translation("cy").unwrap();
        save("welsh");
        slint::select_bundled_translation("").unwrap();
        app.global::<Keys>().set_wanted(false);
    }
}
