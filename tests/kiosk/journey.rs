//! A new user opens the sample school as the office, with no help but the screen: which accounts there
//! are, what is to be done next, and what came of it is read from it. The school is the one that the
//! program draws, the window a tablet's. Every step is drawn into target/tmp.

use std::path::{Path, PathBuf};

use i_slint_backend_testing::ElementHandle;
use slint::platform::Key;

use super::review::the_photo_comes;
use super::stage::*;
use super::{import, sample, slips};

/// Draws what is on the screen, under the number of the step.
struct Album {
    folder: PathBuf,
    steps: std::cell::Cell<u32>,
}

impl Album {
    fn of(name: &str) -> Album {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        let steps = 0.into();
        Album { folder, steps }
    }

    fn draw(&self, tablet: &Tablet, what: &str) {
        super::review::pictures_come(tablet);
        self.steps.set(self.steps.get() + 1);
        let name = format!("{:02}-{what}.png", self.steps.get());
        let drawn = image::DynamicImage::ImageRgba8(tablet.snapshot());
        drawn.into_rgb8().save(self.folder.join(name)).unwrap();
    }
}

/// Who has that role, by the lock screen, with the PIN that it shows.
fn sign_in_as(tablet: &Tablet, role: &str) -> String {
    let has_role = |found: &ElementHandle| found.accessible_description().as_deref() == Some(role);
    let mut all = tablet.buttons().into_iter();
    let (name, tile) = all.find(|(_, found)| has_role(found)).unwrap();
    tablet.tap_on(&tile);
    let told = tablet
        .find_beginning("In the sample school it is ")
        .unwrap();
    let told = told.accessible_label().unwrap();
    let pin: String = told.chars().filter(char::is_ascii_digit).collect();
    tablet.enter_pin(&pin);
    name
}

/// The button of the photo with that time below it; another than the photo itself where it is named.
fn photo_at(tablet: &Tablet, time: &str, button: &str) -> Option<ElementHandle> {
    let is_it = |label: &str| label.starts_with(button) && label.contains(time);
    let mut all = tablet.buttons().into_iter();
    all.find(|(label, _)| is_it(label)).map(|(_, found)| found)
}

fn open_photo(tablet: &Tablet, time: &str) {
    let tile = tablet.bring(time, |tablet| photo_at(tablet, time, "Photo of "));
    tablet.tap_on(&tile);
}

fn copies(tablet: &Tablet) -> usize {
    let folder = tablet.folder.path().join(HOME).join("Documents");
    let files = std::fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name());
    let pictures = names.filter(|name| name.to_string_lossy().ends_with(".jpg"));
    pictures.count()
}

/// Signs the photo for the website, once its copy is there to be looked at.
fn sign(tablet: &Tablet, time: &str) {
    open_photo(tablet, time);
    tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
    tablet.reach("Sign off for: School website");
}

#[test]
fn the_office_clears_two_photos_publishes_them_and_takes_one_down_again() {
    let album = Album::of("office-journey");
    let tablet = Tablet::with_a_sample_beside(sample::made());
    tablet.look_at("Photos, with permission");
    album.draw(&tablet, "welcome");
    tablet.tap("Look at the sample school");
    tablet.look_at("sample school, nobody here is real");
    album.draw(&tablet, "lock");
    let office = sign_in_as(&tablet, "Office");
    tablet.look_at("School website");
    album.draw(&tablet, "queue");

    // One is cleared by hiding whoever's family said no.
    open_photo(&tablet, "10:42");
    the_photo_comes(&tablet);
    tablet.look_at("Leo M — permission was refused for: School website.");
    album.draw(&tablet, "blocked");
    tablet.reach("Hide Leo M and check again");
    tablet.look_at("Leo M — hidden in the copy");
    tablet.look_at("it was changed since it was signed off");
    album.draw(&tablet, "hidden");
    tablet.reach("Back to the queue");

    // The other by its caption.
    open_photo(&tablet, "10:10");
    the_photo_comes(&tablet);
    tablet.look_at("name Maya R in full; leave the family name out.");
    tablet.look_at("× A child’s full name may not be published: Maya R");
    album.draw(&tablet, "caption-blocked");
    tablet.reach("Change the words");
    album.draw(&tablet, "caption-typing");
    for _ in 0.." Rowntree paints a house.".len() {
        tablet.press(Key::Backspace);
    }
    tablet.type_in(" paints a house.");
    tablet.must_not_show("× A child’s full name may not be published: Maya R");
    tablet.reach("Keep the words");
    tablet.must_not_show("leave the family name out");
    album.draw(&tablet, "caption-mended");
    tablet.reach("Lock");

    // The head looks at each copy, and signs.
    sign_in_as(&tablet, "Head teacher");
    tablet.reach_beginning("Sign off");
    album.draw(&tablet, "to-sign");
    sign(&tablet, "10:42");
    tablet.look_at("Signed off. Any change to the photo or its words lapses it.");
    album.draw(&tablet, "signed");
    // Good news goes away by itself.
    tablet.nobody_for(9);
    tablet.must_not_show("Signed off. Any change");
    tablet.reach("Back to the queue");
    sign(&tablet, "10:10");
    tablet.reach("Lock");

    // The office releases both into a folder.
    sign_in_as(&tablet, "Office");
    tablet.reach_beginning("Ready: ");
    for time in ["10:42", "10:10"] {
        let box_of = |tablet: &Tablet| photo_at(tablet, time, "Choose the photo of ");
        let found = tablet.bring(time, box_of);
        tablet.tap_on(&found);
    }
    album.draw(&tablet, "chosen");
    tablet.reach("Release 2 photos…");
    tablet.look_at("All 2 photos are ready.");
    album.draw(&tablet, "plan");
    tablet.reach("Release 2 to a folder or drive…");
    album.draw(&tablet, "where-to");
    tablet.reach("Folder Documents");
    tablet.reach("Choose this folder");
    tablet.until("the account", |tablet| tablet.shows("Back to the queue"));
    tablet.look_at("2 copies are out; nothing was left behind.");
    album.draw(&tablet, "released");
    assert_eq!(copies(&tablet), 2);
    tablet.reach("Releases");
    tablet.look_at("School website");
    album.draw(&tablet, "releases");

    // A family takes a yes back, and the copy comes down.
    tablet.reach("Register");
    album.draw(&tablet, "register");
    tablet.reach("Search by name");
    tablet.type_in("Amira");
    tablet.reach_beginning("Amira Khan");
    album.draw(&tablet, "child");
    tablet.reach("Take a yes back");
    tablet.reach("Take back: School website");
    album.draw(&tablet, "take-back");
    tablet.reach("Take it back now");
    tablet.look_at("× School website: taken back");
    album.draw(&tablet, "taken-back");
    tablet.reach("Take down: 1");
    tablet.look_at("Amira K: permission was taken back");
    album.draw(&tablet, "to-take-down");
    tablet.reach_beginning("Delete the copy:");
    tablet.reach("Delete the copy");
    tablet.look_at("Nothing has to come down.");
    tablet.look_at(&format!("confirmed by {office}, "));
    album.draw(&tablet, "taken-down");
    assert_eq!(copies(&tablet), 1);
}

#[test]
fn the_office_takes_a_list_over_sends_slips_home_reads_them_and_takes_an_answer_back() {
    let album = Album::of("register-journey");
    let tablet = Tablet::with_a_sample_beside(sample::made());
    let home = tablet.folder.path().join(HOME);
    let tray = tablet.folder.path().join(TRAY);
    std::fs::create_dir(&tray).unwrap();
    std::fs::write(home.join("Documents/mis.csv"), import::LIST).unwrap();
    tablet.tap("Look at the sample school");
    sign_in_as(&tablet, "Office");

    // A list with strange headers, from the school's own system.
    tablet.reach("Register");
    tablet.reach("Import");
    album.draw(&tablet, "import");
    tablet.reach("Choose the list");
    tablet.reach("Folder Documents");
    tablet.reach("mis.csv");
    tablet.look_at("What is in each column?");
    album.draw(&tablet, "columns");
    tablet.reach_beginning("Photo consent: An answer about photos");
    tablet.reach("Photo consent counts for School website");
    album.draw(&tablet, "column");
    tablet.reach("Go on");
    tablet.look_at("! “Press Consent Denied” seems to ask the other way round");
    album.draw(&tablet, "meanings");
    tablet.reach("Go on");
    tablet.look_at("3 join, 0 change");
    tablet.look_at("! Cannot be told, and are left out: 2");
    album.draw(&tablet, "preview");
    tablet.look_at("Join: 3");
    tablet.reach_beginning("Write ");
    tablet.look_at("3 joined, 0 changed, 0 leave today");
    album.draw(&tablet, "imported");

    // The new group's slips go home on paper.
    tablet.reach("Permission slips");
    tablet.reach("Larks");
    album.draw(&tablet, "slips");
    tablet.reach("Print on Staff-room");
    tablet.look_at("3 slips are waiting at Staff-room.");
    album.draw(&tablet, "slips-printed");

    // Three come back, signed: drawn on the very pages that the printer got.
    let mut printed = std::fs::read_dir(&tray).unwrap();
    let pdf = std::fs::read(printed.next().unwrap().unwrap().path()).unwrap();
    let scans: Vec<String> = (0..3)
        .map(|page| slips::signed(&pdf, page, &home))
        .collect();
    tablet.reach("Choose scans");
    tablet.reach("Folder My folders");
    for scan in &scans {
        tablet.reach(scan);
    }
    album.draw(&tablet, "scans");
    tablet.reach("Choose 3 files");
    let now = *tablet.clock.0.lock().unwrap();
    let now = now.with_timezone(&chrono_tz::Europe::London);
    let today = now.format("%d/%m/%Y").to_string();
    for (child, by) in [
        ("Mai Tran", "L Tran"),
        ("Rowan Ashby", "P Ashby"),
        ("Tomos Vale", "E Vale"),
    ] {
        tablet.until("the slip", |tablet| tablet.shows("Who signed?"));
        tablet.look_at(&format!("{child} · Larks"));
        album.draw(&tablet, "slip");
        for (field, words) in [
            ("Name of who signed", by),
            ("Day on the slip", today.as_str()),
        ] {
            tablet.reach(field);
            tablet.type_in(words);
        }
        album.draw(&tablet, "slip-filled");
        tablet.reach("Record, and on to the next");
    }
    tablet.until("the end of the pile", |tablet| tablet.shows("Recorded: 3."));
    album.draw(&tablet, "slips-recorded");

    // One family changes its mind.
    tablet.reach("Register");
    tablet.reach("Search by name");
    tablet.type_in("Rowan");
    tablet.reach_beginning("Rowan Ashby");
    tablet.look_at("✓ School website: yes");
    tablet.look_at("P Ashby");
    album.draw(&tablet, "child");
    tablet.reach("Take a yes back");
    tablet.reach("Take back: School website");
    tablet.reach("Take it back now");
    tablet.look_at("× School website: taken back");
    tablet.look_at("× Withdrawn");
    album.draw(&tablet, "taken-back");
}
