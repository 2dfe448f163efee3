//! The consent register on the screen: found, read, answered, taken back, marked, scanned, listed.

use image::{Rgb, RgbImage};
use shutterslip::acts::permit::Form;
use shutterslip::camera::CameraTrouble;
use shutterslip::camera::scripted::Order;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::paper::{Paper, Part, Table};
use shutterslip::picture::{Darkroom, InProcess};

use super::stage::*;

/// Room for a whole page, so that nothing has to be scrolled to.
fn at_the_register() -> Tablet {
    let tablet = Tablet::on();
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet
}

#[track_caller]
fn open(tablet: &Tablet, name: &str) {
    tablet.tap_beginning(name);
    tablet.must_show("Every answer, newest first");
}

/// A sheet of paper, lying a little askew on something dark.
fn sheet(number: u8) -> Vec<u8> {
    let pixels = RgbImage::from_fn(1200, 900, |x, y| {
        let (x, y) = (i64::from(x), i64::from(y));
        let is_paper = (300 + y / 10..900 + y / 10).contains(&x) && (60..840).contains(&y);
        let is_ink = is_paper && y % 60 < 6 && x % 500 > 180;
        match (is_ink, is_paper) {
            (true, _) => Rgb([20, 20, number]),
            (_, true) => Rgb([240, 240, 236]),
            _ => Rgb([60, 48, 40]),
        }
    });
    let jpeg = turbojpeg::compress_image(&pixels, 92, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

#[track_caller]
fn take_page(tablet: &Tablet, page: usize, picture: Vec<u8>) {
    tablet.orders();
    tablet.tap(&format!("Take page {page}"));
    let numbers = tablet.asked_for();
    assert_eq!(numbers.len(), 1);
    tablet.still_comes(numbers[0], picture);
}

#[test]
fn a_child_is_found_by_a_few_letters_and_their_page_says_where_the_photo_may_go() {
    let tablet = at_the_register();
    tablet.must_show("Ella");
    tablet.tap("Search by name");
    tablet.type_in("ami");
    tablet.settle();
    tablet.must_not_show("Ella");
    open(&tablet, "Amira Khan");
    tablet.must_show("Where may Amira’s photo go?");
    tablet.must_show("School website");
    tablet.must_show("✓ Yes");
    tablet.must_show("? Not asked");
    tablet.must_show("S Khan, parent or carer, 3 Sep 2026");
    tablet.tap("← Back");
    tablet.must_show("Somebody new");
}

#[test]
fn a_no_is_added_from_the_childs_page_and_stands_there_at_once() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Change: School website");
    tablet.must_not_show("Yes: Local press");
    tablet.tap("No: School website");
    tablet.tap("Spoken");
    tablet.tap("Record it");
    tablet.must_show("× No");
    tablet.must_show("× School website: no");
}

#[test]
fn a_written_yes_without_its_form_is_refused_in_words_and_nothing_is_lost() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Change: External video call");
    tablet.tap("Yes: External video call");
    tablet.tap("Record it");
    tablet.must_show("A written yes needs its form");
    // What was filled in is still there.
    assert_eq!(tablet.written("Who says so (full name)"), "S Khan");
    tablet.must_show("A new answer for Amira Khan");
    tablet.tap("Cancel");
    tablet.must_not_show("✓ External video call: yes");
}

#[test]
fn a_yes_is_taken_back_in_one_act_and_the_page_shows_it() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Take a yes back");
    // Only what was granted can be taken back.
    assert!(tablet.find("Take back: External video call").is_none());
    tablet.tap("Take back: School website");
    tablet.tap("Take it back now");
    tablet.must_show("× Withdrawn");
    tablet.must_show("× School website: taken back");
}

#[test]
fn a_correction_names_what_it_corrects_and_both_stay_in_the_history() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap_beginning("Correct: ✓ School website");
    tablet.must_show("Instead of: ✓ School website: yes");
    tablet.tap("No: School website");
    tablet.tap("Spoken");
    tablet.tap("Record it");
    tablet.must_show("corrected later");
    tablet.must_show("× School website: no");
    tablet.must_show("✓ School website: yes");
    assert!(tablet.find_beginning("Correct: ✓ School website").is_none());
}

#[test]
fn why_somebody_is_marked_is_told_to_the_head() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("No photos at all");
    tablet.tap("Why; only the head teacher sees it (may be left empty)");
    tablet.type_in("an aunt who writes");
    tablet.tap("No photos from now on");
    tablet.must_show("× No photos at all: an aunt who writes");
    tablet.tap("Take the mark off");
    tablet.must_show("stays on record");
    tablet.tap("Leave it as it is");
    tablet.tap("Take the mark off");
    tablet.must_show("May photos of Amira be taken again?");
    tablet.tap("Yes, take it off");
    tablet.must_not_show("an aunt who writes");
}

#[test]
fn who_leaves_is_no_longer_listed_and_comes_back_by_one_tap() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Leaves the school");
    tablet.tap("Last day here (for example 31/8/2027)");
    tablet.type_in("31/31/2026");
    tablet.tap("Record it");
    tablet.must_show("“31/31/2026” is not a date.");
    tablet.tap("Cancel");
    tablet.tap("Leaves the school");
    tablet.tap("Last day here (for example 31/8/2027)");
    tablet.type_in("1/11/2026");
    tablet.tap("Record it");
    tablet.must_show("Ladybirds · left 1 Nov 2026");
    tablet.must_show("! Left");
    tablet.tap("← Back");
    tablet.must_not_show("Amira Khan");
    tablet.tap_beginning("Have left");
    open(&tablet, "Amira Khan");
    tablet.tap("Has come back, or stays");
    tablet.must_show("Answers that were given before count again");
    tablet.tap("Take the last day off");
    tablet.must_not_show("left 1 Nov 2026");
}

#[test]
fn somebody_new_is_added_once() {
    let tablet = at_the_register();
    for again in [false, true] {
        tablet.tap("Somebody new");
        for (field, words) in [
            ("First name", "Zoe"),
            ("Family name", "Newcomer"),
            ("Group", "Wrens"),
        ] {
            tablet.tap(field);
            tablet.type_in(words);
        }
        tablet.tap("Add to the register");
        if again {
            tablet.must_show("Is it somebody who is here already?");
            tablet.must_show("Zoe Newcomer, Wrens");
            tablet.must_show("the birth dates of both have to be known");
        } else {
            tablet.must_show("Where may Zoe’s photo go?");
            tablet.must_show("Nobody has answered yet.");
            tablet.tap("← Back");
        }
    }
}

#[test]
fn a_form_is_scanned_page_by_page_filed_and_looked_at() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Change: External video call");
    tablet.tap("Yes: External video call");
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    take_page(&tablet, 1, sheet(1));
    tablet.until("the first page", |tablet| tablet.shows("Take page 2"));
    tablet.must_show("The page lies straight.");
    // A page that the camera could not take is told, and the first is still there.
    tablet.orders();
    tablet.tap("Take page 2");
    let numbers = tablet.asked_for();
    tablet.still_fails(numbers[0], CameraTrouble::Unplugged);
    tablet.must_show("The camera was unplugged");
    take_page(&tablet, 2, sheet(9));
    tablet.until("the second page", |tablet| tablet.shows("Take page 3"));
    tablet.tap("Use 2 pages");
    tablet.must_show("✓ 2 scanned pages");
    tablet.tap("Record it");
    tablet.must_show("✓ External video call: yes");
    tablet.tap_beginning("Look at the form: Form filed 20 Nov 2026");
    tablet.until("the form", |tablet| tablet.shows("Page 1 of 2"));
    tablet.tap("Next page →");
    tablet.until("its second page", |tablet| tablet.shows("Page 2 of 2"));
    tablet.tap("← Earlier page");
    tablet.until("its first page", |tablet| tablet.shows("Page 1 of 2"));
    // No photo came of it.
    tablet.tap("← Back");
    tablet.tap("Review");
    tablet.tap("To tag");
    tablet.must_not_show("photos to tag: 1");
}

#[test]
fn a_picture_without_edges_is_taken_whole_and_said_so() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Add a signed form");
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    let picture = tablet.picture();
    take_page(&tablet, 1, picture);
    tablet.until("the page", |tablet| tablet.shows("Take page 2"));
    tablet.must_show("The edges were not found");
    tablet.tap("Drop the last page");
    tablet.must_show("Take page 1");
    tablet.tap("Cancel");
    tablet.must_show("No form is chosen yet");
}

#[test]
fn a_page_that_comes_after_the_form_was_left_is_no_page_and_no_photo() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Add a signed form");
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    tablet.orders();
    tablet.tap("Take page 1");
    let late = tablet.asked_for();
    // Another child's form is begun from the rail; the camera was let go in between.
    tablet.tap("Register");
    assert!(tablet.orders().contains(&Order::Rest));
    open(&tablet, "Ella Price");
    tablet.must_not_show("Take page 1");
    tablet.tap("Add a signed form");
    tablet.tap("Scan with the camera");
    tablet.still_comes(late[0], sheet(1));
    tablet.camera_runs();
    take_page(&tablet, 1, sheet(2));
    tablet.until("the page", |tablet| tablet.shows("Take page 2"));
    tablet.tap("Cancel");
    tablet.tap("Review");
    tablet.tap("To tag");
    tablet.must_show("Every photo is tagged.");
}

/// A page of lines, as PDF.
pub fn list_of(rows: usize) -> Vec<u8> {
    Paper {
        title: "A form from elsewhere".to_owned(),
        parts: vec![Part::Table(Table {
            columns: vec![("Name".to_owned(), 1)],
            rows: vec![vec!["Given".to_owned()]; rows],
        })],
        ..Paper::default()
    }
    .pdf()
    .unwrap()
}

/// A tablet whose school has this PDF as Daniel's only form, for the video call.
pub fn with_a_form_of_daniel(pdf: &[u8]) -> Tablet {
    let tablet = Tablet::after_work(|desk, _| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        let daniel = desk.find_person("Daniel Wright").unwrap().person.id;
        let form = Form {
            person: &daniel,
            channels: &[ChannelId("video-call".to_owned())],
            answer: Answer::Granted,
            relation: Relation::Parent,
            by: "S Wright",
            signed: day("2026-11-20"),
            from: None,
            until: None,
            evidence: Evidence::Paper,
            file: Some(pdf),
        };
        desk.add_answers(&head, &form).unwrap();
    });
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    open(&tablet, "Daniel Wright");
    tablet
}

/// Looks at the newest form of the open page.
pub fn look_at_the_form(tablet: &Tablet) {
    tablet.tap_beginning("Look at the form: Form filed 20 Nov 2026");
}

#[test]
fn a_pdf_that_was_filed_as_it_came_is_looked_at_page_by_page() {
    let pdf = list_of(90);
    let pages = InProcess::default().page(&pdf, 0, 100).unwrap().pages;
    assert!(pages > 1);
    let tablet = with_a_form_of_daniel(&pdf);
    look_at_the_form(&tablet);
    let is_shown = |number: u32| {
        let words = format!("Page {number} of {pages}");
        tablet.until(&words, |tablet| tablet.shows(&words));
        tablet.must_show(&format!("Page {number} of the form"));
    };
    is_shown(1);
    for number in 2..=pages {
        tablet.tap("Next page →");
        is_shown(number);
    }
    // Behind the last page there is none.
    tablet.tap("Next page →");
    is_shown(pages);
    tablet.tap("Lock");
    tablet.must_not_show("of the form");
}

#[test]
fn nothing_of_the_register_or_a_scan_stays_behind_the_lock() {
    let tablet = at_the_register();
    open(&tablet, "Amira Khan");
    tablet.tap("Add a signed form");
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    take_page(&tablet, 1, sheet(1));
    tablet.nobody_for(600);
    tablet.must_not_show("Amira Khan");
    assert!(tablet.orders().contains(&Order::Rest));
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    open(&tablet, "Amira Khan");
    tablet.tap("Add a signed form");
    tablet.must_show("No form is chosen yet");
}

#[test]
fn the_lists_say_who_has_not_answered_and_a_wall_gets_names_alone() {
    let tablet = at_the_register();
    tablet.tap("Register");
    tablet.tap("Lists");
    tablet.must_show("Nobody has answered for these places.");
    tablet.must_show("External video call");
    tablet.tap("Has ended");
    tablet.must_show("✓ No answer has ended");
    tablet.tap("For the wall");
    tablet.must_show("Daniel W: × no photos");
    tablet.must_not_show("Amira");
    tablet.must_not_show("Wright");
}

#[test]
fn a_wall_is_saved_as_paper_with_names_and_no_photos_and_nothing_more() {
    let tablet = at_the_register();
    tablet.tap("Lists");
    tablet.tap("For the wall");
    tablet.must_show("Daniel W");
    tablet.tap("Print or save the list");
    tablet.tap("Folder Documents");
    tablet.tap("Choose this folder");
    tablet.must_show("Saved as");
    let documents = tablet.folder.path().join(HOME).join("Documents");
    let saved = std::fs::read(documents.join("no-photos.pdf")).unwrap();
    assert!(saved == wall_of_the_ladybirds());
}

#[test]
fn the_same_wall_is_printed_where_there_is_a_printer_and_a_failure_is_told() {
    let tablet = at_the_register();
    let tray = tablet.folder.path().join(TRAY);
    std::fs::create_dir(&tray).unwrap();
    tablet.tap("Lists");
    tablet.tap("For the wall");
    tablet.tap("Print or save the list");
    tablet.tap("Print on Staff-room");
    tablet.must_show("✓ The list waits at the printer Staff-room");
    let printed = std::fs::read(tray.join("No photos: Ladybirds.pdf")).unwrap();
    assert!(printed == wall_of_the_ladybirds());
    // Good news lies over the page's head for a moment.
    tablet.nobody_for(9);
    // Gone between the choice and the list.
    tablet.tap("Print or save the list");
    std::fs::remove_dir_all(&tray).unwrap();
    tablet.tap("Print on Staff-room");
    tablet.must_show("The printer did not take it");
}

#[test]
fn one_childs_slip_is_printed_or_saved_from_their_own_page() {
    let tablet = at_the_register();
    let tray = tablet.folder.path().join(TRAY);
    std::fs::create_dir(&tray).unwrap();
    tablet.tap_beginning("Ella Price");
    tablet.tap("Print a slip for Ella");
    tablet.tap("Print on Staff-room");
    tablet.must_show("1 slip is waiting at Staff-room.");
    tablet.nobody_for(9);
    tablet.tap("Print a slip for Ella");
    tablet.tap("Folder Documents");
    tablet.tap("Choose this folder");
    tablet.must_show("1 slip is saved as");
    let documents = tablet.folder.path().join(HOME).join("Documents");
    let printed = std::fs::read(tray.join("Slip.pdf")).unwrap();
    let saved = std::fs::read(documents.join("Slip.pdf")).unwrap();
    // Whose it is says its code alone, and each slip has a code of its own.
    assert!(printed.starts_with(b"%PDF-") && saved.starts_with(b"%PDF-") && printed != saved);
    let (mut desk, _folder) = tablet.desk_afterwards();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    for pdf in [printed, saved] {
        let page = desk.page_of(&head, &pdf, 0).unwrap();
        let seen = desk.recognise_slip(&head, &page).unwrap();
        assert_eq!(seen.name, "Ella Price");
    }
}

/// Names and “no photos”, and nothing more.
fn wall_of_the_ladybirds() -> Vec<u8> {
    let row = |name: &str| vec![name.to_owned(), "× no photos".to_owned()];
    Paper {
        title: "No photos: Ladybirds".to_owned(),
        subtitle: "Willow Nursery School".to_owned(),
        parts: vec![Part::Table(Table {
            columns: vec![("Name".to_owned(), 1), (String::new(), 1)],
            rows: vec![row("Daniel W"), row("Jack T")],
        })],
        ..Paper::default()
    }
    .pdf()
    .unwrap()
}

#[test]
fn a_practitioner_has_no_register() {
    let tablet = Tablet::on();
    tablet.sign_in(PATEL);
    assert!(tablet.find("Register").is_none());
    assert!(tablet.find("Lists").is_none());
}
