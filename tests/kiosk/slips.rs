//! Slips on the screen: made for a group, taken back one by one, recorded by whoever looked at them.

use std::path::{Path, PathBuf};

use fastrand::Rng;
use shutterslip::domain::permission::Answer;
use shutterslip::picture::{Darkroom, InProcess};
use shutterslip::slip::places::{RELATION_BOXES, answer_boxes};

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

/// A signed slip of a page, as a scan in that folder: a yes to the website, a no to the press.
pub fn signed(pdf: &[u8], page: u32, folder: &Path) -> String {
    let mut paper = InProcess::default().page(pdf, page, 2200).unwrap().pixels;
    let mut rng = Rng::with_seed(page.into());
    pen::mark(&mut paper, answer_boxes(2)[0], Stroke::Tick, &mut rng);
    pen::mark(&mut paper, answer_boxes(4)[1], Stroke::Cross, &mut rng);
    pen::mark(&mut paper, RELATION_BOXES[0], Stroke::Tick, &mut rng);
    pen::signed(&mut paper, &mut rng);
    let name = format!("scan{page}.png");
    std::fs::write(folder.join(&name), pen::scanned(&paper)).unwrap();
    name
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
    tablet.must_show("No slip's code can be read on this page");
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
