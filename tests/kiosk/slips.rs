//! Slips on the screen: made for a group, taken back one by one, recorded by whoever looked at them.

use std::path::{Path, PathBuf};

use fastrand::Rng;
use image::RgbImage;
use shutterslip::camera::CameraTrouble;
use shutterslip::camera::scripted::Order;
use shutterslip::domain::permission::Answer;
use shutterslip::picture::{Darkroom, InProcess};
use shutterslip::screens::Activity;
use shutterslip::slip::places::{RELATION_BOXES, answer_boxes};

use slint::ComponentHandle;

use super::pen::{self, Stroke};
use super::stage::*;

fn home(tablet: &Tablet) -> PathBuf {
    tablet.folder.path().join(HOME)
}

/// Makes the slips of the Ladybirds into the folder of whoever uses this machine.
fn made(tablet: &Tablet) -> Vec<u8> {
    // All of a slip's page at once.
    tablet.size(1440.0, 2200.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Permission slips");
    tablet.must_show("This device knows no printer");
    tablet.tap("Ladybirds");
    tablet.tap("Save as PDF");
    tablet.tap("Folder My folders");
    tablet.tap("Choose this folder");
    tablet.must_show("12 slips are saved as");
    std::fs::read(home(tablet).join("Slips Ladybirds.pdf")).unwrap()
}

/// A signed slip of a page, as paper: a yes to the website, a no to the press.
fn signed_paper(pdf: &[u8], page: u32) -> RgbImage {
    let mut paper = InProcess::default().page(pdf, page, 2200).unwrap().pixels;
    let mut rng = Rng::with_seed(page.into());
    pen::mark(&mut paper, answer_boxes(2)[0], Stroke::Tick, &mut rng);
    pen::mark(&mut paper, answer_boxes(4)[1], Stroke::Cross, &mut rng);
    pen::mark(&mut paper, RELATION_BOXES[0], Stroke::Tick, &mut rng);
    pen::signed(&mut paper, &mut rng);
    paper
}

/// The same as a scan in that folder.
pub fn signed(pdf: &[u8], page: u32, folder: &Path) -> String {
    let name = format!("scan{page}.png");
    let paper = signed_paper(pdf, page);
    std::fs::write(folder.join(&name), pen::scanned(&paper)).unwrap();
    name
}

/// A picture as the camera gives it.
fn still(pixels: &RgbImage) -> Vec<u8> {
    let jpeg = turbojpeg::compress_image(pixels, 85, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

/// Holds something before the camera, and lets it be read until these words are there.
#[track_caller]
fn take(tablet: &Tablet, picture: Vec<u8>, words: &str) {
    tablet.orders();
    tablet.tap("Take the slip");
    let numbers = tablet.asked_for();
    assert_eq!(numbers.len(), 1);
    tablet.still_comes(numbers[0], picture);
    tablet.until(words, |tablet| {
        // However long it takes here, somebody stands at the tablet.
        tablet.screens.app().global::<Activity>().invoke_seen();
        tablet.shows(words) && tablet.shows("Take the slip")
    });
}

/// The page with the camera on, and the slips that can be held before it.
fn before_the_camera() -> (Tablet, Vec<u8>) {
    let tablet = Tablet::on();
    let pdf = made(&tablet);
    tablet.orders();
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    (tablet, pdf)
}

/// A tablet whose camera has seen two slips, the newer one a moment ago.
pub fn two_slips_scanned() -> Tablet {
    let (tablet, pdf) = before_the_camera();
    take(
        &tablet,
        still(&signed_paper(&pdf, 1)),
        "✓ Ben Osei · Ladybirds.",
    );
    take(
        &tablet,
        still(&signed_paper(&pdf, 4)),
        "✓ Ella Price · Ladybirds.",
    );
    tablet
}

fn photos_to_tag(tablet: Tablet) -> usize {
    let (mut desk, _folder) = tablet.desk_afterwards();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    desk.photos(&head).unwrap().len()
}

/// A tablet on which a slip lies to be looked at; another that cannot be read comes after it.
pub fn a_slip_to_look_at() -> Tablet {
    let tablet = Tablet::on();
    let pdf = made(&tablet);
    let one = signed(&pdf, 1, &home(&tablet));
    let other = "zebra.png".to_owned();
    std::fs::write(
        home(&tablet).join(&other),
        pen::scanned(&image::RgbImage::new(90, 90)),
    )
    .unwrap();
    choose(&tablet, &[&one, &other]);
    tablet
}

fn choose(tablet: &Tablet, names: &[&str]) {
    tablet.tap("Choose scans");
    tablet.tap("Folder My folders");
    for name in names {
        tablet.tap(name);
    }
    let files = if names.len() == 1 { "file" } else { "files" };
    tablet.tap(&format!("Choose {} {files}", names.len()));
}

/// Types into a field that may hold something.
fn fill(tablet: &Tablet, field: &str, text: &str) {
    tablet.tap(field);
    for _ in 0..12 {
        tablet.press(slint::platform::Key::Backspace);
    }
    tablet.type_in(text);
}

#[test]
fn a_groups_slips_go_out_come_back_and_are_recorded_one_by_one() {
    let tablet = a_slip_to_look_at();
    tablet.must_show("Ben Osei · Ladybirds");
    tablet.must_show("scan1.png");
    // Nothing is recorded without who signed, and when.
    tablet.tap("Record, and on to the next");
    tablet.must_show("Type the day that stands on the slip");
    fill(&tablet, "Name of who signed", "R Osei");
    fill(&tablet, "Day on the slip", "31/12/2026");
    tablet.tap("Record, and on to the next");
    tablet.must_show("is in the future");
    fill(&tablet, "Day on the slip", "20/11/2026");
    // What the boxes seemed to say is put right by whoever looks.
    tablet.tap("Newsletter: No");
    tablet.tap("Record, and on to the next");
    tablet.must_show("No slip’s code can be read on this page");
    tablet.tap("On to the next");
    tablet.must_show("Recorded: 1. Laid aside or not read: 1");
    tablet.tap("Back to the slips");
    // The same slip once more is told.
    choose(&tablet, &["scan1.png"]);
    tablet.must_show("This very slip was recorded already, on 20 Nov 2026");
    tablet.tap("Lay aside");
    tablet.must_show("Recorded: 0.");
    let (mut desk, _folder) = tablet.desk_afterwards();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let ben = desk.find_person("Ben Osei").unwrap().person.id;
    let answers = desk.answers(&head, &ben).unwrap();
    let new: Vec<_> = answers
        .iter()
        .filter(|filed| filed.permission.by == "R Osei")
        .map(|filed| (filed.permission.channel.0.as_str(), filed.permission.answer))
        .collect();
    assert_eq!(
        new,
        [
            ("newsletter", Answer::Refused),
            ("website", Answer::Granted),
            ("press", Answer::Refused)
        ]
    );
}

#[test]
fn no_slip_stays_behind_the_lock() {
    let tablet = a_slip_to_look_at();
    tablet.must_show("Ben Osei · Ladybirds");
    tablet.tap("Lock");
    tablet.must_not_show("Ben Osei");
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Permission slips");
    tablet.must_not_show("Ben Osei");
    tablet.must_show("Choose scans");
}

#[test]
fn slips_are_scanned_by_the_camera_in_one_go_and_recorded_one_by_one() {
    let (tablet, pdf) = before_the_camera();
    let vault = tablet.folder.path().join("data").join("vault");
    let sealed = std::fs::read_dir(&vault).unwrap().count();
    let ben = signed_paper(&pdf, 1);
    // On a table, aslant, in bad light.
    let worn = pen::photographed(&ben, pen::HARD, &mut Rng::with_seed(3));
    take(&tablet, worn, "✓ Ben Osei · Ladybirds. Now the next one.");
    // What is no slip is told, and what was scanned is still there.
    let picture = tablet.picture();
    take(&tablet, picture, "No slip’s code can be read on this page");
    tablet.must_show("Look through 1 slip");
    tablet.orders();
    tablet.tap("Take the slip");
    tablet.still_fails(tablet.asked_for()[0], CameraTrouble::Unplugged);
    tablet.must_show("The camera was unplugged");
    // The same slip twice is told, and counts once.
    take(
        &tablet,
        still(&ben),
        "this very slip was taken a moment ago",
    );
    tablet.must_show("Look through 1 slip");
    take(&tablet, still(&signed_paper(&pdf, 4)), "✓ Ella Price");
    // Nothing of a still lies anywhere yet.
    assert_eq!(std::fs::read_dir(&vault).unwrap().count(), sealed);

    tablet.tap("Look through 2 slips");
    assert!(tablet.orders().contains(&Order::Rest));
    tablet.must_show("Slip 1 of 2");
    tablet.must_show("Ben Osei · Ladybirds");
    fill(&tablet, "Name of who signed", "R Osei");
    fill(&tablet, "Day on the slip", "20/11/2026");
    tablet.tap("Record, and on to the next");
    tablet.must_show("Slip 2 of 2");
    tablet.must_show("Ella Price · Ladybirds");
    tablet.tap("Lay aside");
    tablet.must_show("Recorded: 1. Laid aside or not read: 1");
    // Once it is recorded, that is told before the camera as well.
    tablet.tap("Back to the slips");
    tablet.tap("Scan with the camera");
    tablet.camera_runs();
    let known = "Ben Osei · Ladybirds: this very slip was recorded already, on 20 Nov 2026";
    take(&tablet, still(&ben), known);

    let (mut desk, _folder) = tablet.desk_afterwards();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let answers = |name: &str| {
        let person = desk.find_person(name).unwrap().person.id;
        let answers = desk.answers(&head, &person).unwrap();
        let new = answers
            .into_iter()
            .filter(|filed| filed.permission.by == "R Osei");
        new.map(|filed| (filed.permission.channel.0, filed.permission.answer))
            .collect::<Vec<_>>()
    };
    let said = [
        ("website".to_owned(), Answer::Granted),
        ("press".to_owned(), Answer::Refused),
    ];
    assert_eq!(answers("Ben Osei"), said);
    assert_eq!(answers("Ella Price"), []);
    // What was held up as paper is no photo.
    assert_eq!(desk.photos(&head).unwrap().len(), 0);
}

#[test]
fn whoever_stops_scanning_is_told_that_nothing_is_recorded_of_what_was_scanned() {
    let tablet = two_slips_scanned();
    tablet.orders();
    tablet.tap("Stop here");
    assert!(tablet.orders().contains(&Order::Rest));
    tablet.must_show("Recorded: 0. Laid aside or not read: 2");
    tablet.tap("Back to the slips");
    tablet.tap("Scan with the camera");
    tablet.must_not_show("Ben Osei");
    // With nothing scanned there is nothing to tell.
    tablet.tap("Stop here");
    tablet.must_show("Choose scans");
}

#[test]
fn whoever_looks_at_another_page_meanwhile_finds_what_they_had_scanned() {
    let tablet = two_slips_scanned();
    tablet.tap("Look through 2 slips");
    tablet.must_show("Ben Osei · Ladybirds");
    tablet.tap("Lists");
    tablet.orders();
    tablet.tap("Permission slips");
    assert!(matches!(tablet.orders()[..], [Order::Show(_)]));
    // The one that was looked at is still to be recorded.
    tablet.must_show("Look through 2 slips");
    tablet.must_show("Ella Price · Ladybirds");
    tablet.tap("Look through 2 slips");
    tablet.must_show("Slip 1 of 2");
    tablet.must_show("Ben Osei · Ladybirds");
    tablet.tap("Stop here");
    tablet.must_show("Recorded: 0. Laid aside or not read: 2");
    tablet.tap("Back to the slips");
    tablet.must_show("Choose scans");
}

#[test]
fn no_scanned_slip_stays_behind_the_lock_and_the_camera_is_let_go() {
    let tablet = two_slips_scanned();
    tablet.orders();
    tablet.nobody_for(600);
    assert!(tablet.orders().contains(&Order::Rest));
    tablet.must_not_show("Ben Osei");
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Permission slips");
    tablet.tap("Scan with the camera");
    tablet.must_not_show("Ben Osei");
    tablet.must_not_show("Look through");
}

#[test]
fn a_slip_that_comes_after_the_page_was_left_is_dropped_and_is_no_photo() {
    let (tablet, pdf) = before_the_camera();
    tablet.orders();
    tablet.tap("Take the slip");
    tablet.tap("Lists");
    let orders = tablet.orders();
    assert!(orders.contains(&Order::Rest));
    let taken = orders.into_iter().find_map(|order| match order {
        Order::Take(number) => Some(number),
        _ => None,
    });
    tablet.still_comes(taken.unwrap(), still(&signed_paper(&pdf, 1)));
    tablet.tap("Permission slips");
    tablet.tap("Scan with the camera");
    tablet.must_not_show("Ben Osei");
    tablet.must_not_show("Reading the slip…");
    assert_eq!(photos_to_tag(tablet), 0);
}

#[test]
fn slips_are_scanned_without_a_finger() {
    let (tablet, pdf) = before_the_camera();
    let taps = tablet.taps.get();
    tablet.orders();
    tablet.press_by_keys("Take the slip");
    let numbers = tablet.asked_for();
    tablet.still_comes(numbers[0], still(&signed_paper(&pdf, 1)));
    tablet.until("the slip", |tablet| {
        tablet.screens.app().global::<Activity>().invoke_seen();
        tablet.shows("✓ Ben Osei")
    });
    tablet.press_by_keys("Look through 1 slip");
    tablet.must_show("Slip 1 of 1");
    assert_eq!(tablet.taps.get(), taps, "a finger was needed");
}
