//! The office's review by what is written on the screen: what stands in a photo's way, what clears it, the
//! copy before it goes, the signature, the release and what is out.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shutterslip::acts::review::{Sought, Stage};
use shutterslip::clerk::review::{self, Account, Became, Change};
use shutterslip::clerk::{Ask, Clerk, Counter, Edit, Heard, Ticket, Told, Which};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::verdict::Reason;
use slint::platform::Key;
use zeroize::Zeroizing;

use super::stage::*;

/// Photos that Ms Patel took and finished, each showing these; the tablet is locked again.
pub fn with_photos(photos: &[&[&str]]) -> Tablet {
    let tablet = Tablet::on();
    tablet.sign_in(PATEL);
    for shown in photos {
        tablet.camera_runs();
        tablet.shoot_and_tag(&row_of(u32::try_from(shown.len()).unwrap()));
        for name in *shown {
            tablet.tap(name);
        }
        tablet.tap("Done — next photo");
        // No photo of the same moment.
        later(&tablet, chrono::TimeDelta::seconds(20));
    }
    tablet.tap_beginning("Ms Patel: lock");
    tablet
}

/// The head opens the newest photo that is blocked on the website.
pub fn open_first(tablet: &Tablet) {
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.tap_beginning("Photo of Today");
    the_photo_comes(tablet);
}

#[test]
fn a_caption_is_typed_on_a_tablet_where_the_keyboard_takes_the_room() {
    let tablet = with_photos(&[&["Amira K"]]);
    open_first(&tablet);
    tablet.size(1280.0, 800.0);
    tablet.tap("Caption");
    tablet.must_show("Hide the keyboard");
    for key in ["O", "u", "r"] {
        tablet.tap(key);
    }
    assert_eq!(tablet.written("Caption"), "Our");
}

#[test]
fn a_full_name_in_a_caption_is_mended_in_one_tap() {
    let tablet = with_photos(&[&["Amira K"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.tap("Caption");
    tablet.type_in("Amira and Ben Khan’s den");
    tablet.look_at("× A child’s full name may not be published: Amira K");
    tablet.tap("Write “Amira and Ben”");
    assert_eq!(tablet.written("Caption"), "Amira and Ben’s den");
    tablet.must_not_show("× A child’s full name may not be published: Amira K");
    tablet.must_not_show("Write “Amira and Ben”");
    // Written in one it has no words to keep: the first name of the register is offered.
    tablet.tap("Caption");
    tablet.type_in(" #amirakhan");
    tablet.tap("Write “Amira”");
    assert_eq!(tablet.written("Caption"), "Amira and Ben’s den #Amira");
}

pub fn the_photo_comes(tablet: &Tablet) {
    tablet.until("the photo", |tablet| {
        tablet.find("The photo").is_some() && !tablet.shows("Fetching the photo")
    });
}

/// The page for tags, with the photo on it: before that nobody can call it done.
fn the_tags_come(tablet: &Tablet) {
    tablet.until("the tags", |tablet| {
        tablet.shows("Face 1: Amira K") && tablet.find("The photo").is_some()
    });
}

/// A window in which nothing of a page lies out of view.
fn all_in_view(tablet: &Tablet) {
    tablet.size(1440.0, 2000.0);
    tablet.settle();
}

pub fn tick_all(tablet: &Tablet) {
    all_in_view(tablet);
    open_first(tablet);
    for item in [
        "Everyone suitably dressed",
        "Nothing embarrassing or unkind",
        "No names, badges or addresses in view",
    ] {
        tablet.tap(item);
    }
}

/// The head at the queue of photos that may hang on the wall.
pub fn on_the_wall(tablet: &Tablet) {
    at_the_queue(tablet, "Classroom wall");
}

/// The head at the queue of photos that may go to a channel.
pub fn at_the_queue(tablet: &Tablet, channel: &str) {
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.tap(channel);
    tablet.tap_beginning("Ready: ");
}

/// Little pictures come by themselves: waits until none has come for a while.
pub fn pictures_come(tablet: &Tablet) {
    tablet.settle();
    let (mut before, mut quiet) = (tablet.snapshot(), 0);
    while quiet < 4 {
        for _ in 0..10 {
            std::thread::sleep(Duration::from_millis(10));
            tablet.screens.hear();
        }
        let now = tablet.snapshot();
        quiet = if now == before { quiet + 1 } else { 0 };
        before = now;
    }
}

/// Releases what is planned into the folder of documents.
pub fn into_documents(tablet: &Tablet, button: &str) {
    tablet.tap(button);
    tablet.tap("Folder Documents");
    tablet.tap("Choose this folder");
    tablet.until("the account", |tablet| tablet.shows("Back to the queue"));
}

fn documents(tablet: &Tablet) -> PathBuf {
    tablet.folder.path().join(HOME).join("Documents")
}

pub fn lying_in(folder: &std::path::Path, ending: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .filter(|file| {
            let name = file.as_ref().unwrap().file_name();
            name.to_string_lossy().ends_with(ending)
        })
        .count()
}

#[test]
fn a_blocked_photo_is_cleared_signed_published_and_listed_with_nothing_but_the_screen() {
    let tablet = with_photos(&[&["Amira K", "Ella P"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.must_show("× Cannot be published");
    tablet.must_show("Ella P — no written permission for: School website.");
    tablet.must_show("Amira K — permission on file");
    tablet.must_show("Taken on TAB-03 by Ms Patel, 10:24");
    tablet.tap("Hide Ella P and check again");
    tablet.must_not_show("no written permission");
    tablet.must_show("Ella P — hidden in the copy");
    for item in [
        "Everyone suitably dressed",
        "Nothing embarrassing or unkind",
        "No names, badges or addresses in view",
    ] {
        tablet.tap(item);
    }
    tablet.tap("Look at the copy, to sign it off");
    tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
    tablet.must_show("These are the very bytes that go out");
    tablet.tap("Sign off for: School website");
    tablet.must_show("✓ May be published");
    tablet.tap("Publish to: School website");
    tablet.must_show("1 photo is ready.");
    into_documents(&tablet, "Release 1 to a folder or drive…");
    tablet.must_show("1 copy is out; nothing was left behind.");
    assert_eq!(lying_in(&documents(&tablet), ".jpg"), 1);
    tablet.tap("Back to the queue");
    tablet.tap("Releases");
    tablet.must_show("School website");
    tablet.must_show("since 20 Nov 2026 · until 3 Sep 2027");
    tablet.tap_beginning("Receipt: ");
    tablet.must_show("Released by Dr Shaw to ");
}

#[test]
fn words_are_checked_as_they_are_typed_and_kept_when_one_goes_on() {
    let tablet = with_photos(&[&["Amira K"], &["Femi A"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.tap("Caption");
    tablet.type_in("A den with Amira Khan");
    tablet.must_show("× A child’s full name may not be published");
    for _ in 0.."Khan".len() + 1 {
        tablet.press(Key::Backspace);
    }
    tablet.must_not_show("× A child’s full name may not be published");
    tablet.tap("Credit: who holds the rights");
    tablet.type_in("ring 07700 900123");
    tablet.must_show("× Only the school’s own address and number may be published");
    tablet.must_show("07700");
    // To the next one, without a word about keeping.
    tablet.tap("The next photo");
    tablet.until("another photo", |tablet| tablet.shows("photo 2 of 2"));
    assert_eq!(tablet.written("Caption"), "");
    tablet.tap("The photo before");
    tablet.until("the first photo", |tablet| tablet.shows("photo 1 of 2"));
    assert_eq!(tablet.written("Caption"), "A den with Amira");
    tablet.must_show("Words — hold an address, a number or a postcode");
}

#[test]
fn a_photo_is_cropped_with_the_keys_alone_and_the_copy_is_the_part() {
    let tablet = with_photos(&[&["Amira K"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.tap("Crop");
    for _ in 0..5 {
        tablet.press(Key::RightArrow);
    }
    tablet.press(Key::Return);
    tablet.must_not_show("Publish this part");
    tablet.tap("Show the copy");
    tablet.until("the copy", |tablet| {
        tablet.shows("These are the very bytes")
    });
    tablet.must_show("961 × 721");
    tablet.tap("Crop");
    tablet.tap("The whole photo");
    tablet.until("the whole copy", |tablet| tablet.shows("1200 × 900"));
}

#[test]
fn tags_are_changed_from_the_review_and_one_comes_back_to_the_photo() {
    let tablet = with_photos(&[&["Amira K", "Ella P"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.tap("Change tags");
    the_tags_come(&tablet);
    tablet.tap("Done — next photo");
    tablet.must_show("× Cannot be published");
    tablet.tap("Change tags");
    the_tags_come(&tablet);
    tablet.tap("Later");
    tablet.must_show("× Cannot be published");
}

#[test]
fn the_head_signs_nothing_that_was_not_looked_at_and_the_next_one_comes() {
    let tablet = with_photos(&[&["Amira K"], &["Femi A"]]);
    tick_all(&tablet);
    // In review too the button waits for the copy.
    let button = tablet.find("Look at the copy first").unwrap();
    assert_eq!(button.accessible_enabled(), Some(false));
    tablet.tap("The next photo");
    tablet.until("another photo", |tablet| tablet.shows("photo 2 of 2"));
    for item in [
        "Everyone suitably dressed",
        "Nothing embarrassing or unkind",
        "No names, badges or addresses in view",
    ] {
        tablet.tap(item);
    }
    tablet.tap("Back to the queue");
    tablet.tap("Sign off");
    tablet.tap_beginning("Photo of Today");
    tablet.until("the copy", |tablet| tablet.shows("The copy that goes out"));
    tablet.tap("Sign off for: School website");
    tablet.until("the next one", |tablet| tablet.shows("photo 2 of 2"));
    tablet.until("its copy", |tablet| tablet.shows("The copy that goes out"));
    tablet.tap("Sign off for: School website");
    tablet.must_show("Nothing waits for a signature.");
}

#[test]
fn nobody_signs_off_their_own_photo() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Camera");
    tablet.camera_runs();
    tablet.shoot_and_tag(&row_of(1));
    tablet.tap("Amira K");
    tablet.tap("Done — next photo");
    tablet.tap("Office");
    all_in_view(&tablet);
    tablet.tap("Review");
    tablet.tap_beginning("Photo of Today");
    the_photo_comes(&tablet);
    tablet.must_show("You took this photo; somebody else signs it off.");
    assert!(tablet.find("Look at the copy, to sign it off").is_none());
    assert!(tablet.find("Look at the copy first").is_none());
}

#[test]
fn a_batch_says_which_are_ready_and_releases_those_as_one_archive() {
    let tablet = with_photos(&[&["Amira K"], &["Daniel W"], &["Femi A"]]);
    tablet.sign_in(HEAD);
    all_in_view(&tablet);
    tablet.tap("Review");
    tablet.tap("Learning journal");
    tablet.must_show("Ready: 2");
    tablet.must_show("Blocked: 1");
    tablet.tap_beginning("Ready: 2");
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.must_show("All 2 photos are ready.");
    into_documents(&tablet, "As one archive (ZIP)…");
    tablet.must_show("2 copies are out; nothing was left behind.");
    assert_eq!(lying_in(&documents(&tablet), ".zip"), 1);
    tablet.tap("Back to the queue");
    tablet.tap_beginning("Out: 2");
    // The one that is blocked says why, and cannot be released.
    tablet.tap_beginning("Blocked: 1");
    tablet.tap("Choose all of these");
    tablet.tap("Release 1 photo…");
    tablet.must_show("Ready: 0. Not ready: 1");
    tablet.must_show("may not be photographed at all.");
    let button = tablet.find("Release 0 to a folder or drive…").unwrap();
    assert_eq!(button.accessible_enabled(), Some(false));
}

/// The printer's tray; there is a printer from then on.
pub fn a_printer(tablet: &Tablet) -> PathBuf {
    let tray = tablet.folder.path().join(TRAY);
    std::fs::create_dir(&tray).unwrap();
    tray
}

/// Both photos of the queue for the wall, printed.
pub fn printed(tablet: &Tablet) {
    on_the_wall(tablet);
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.tap("Print 2 for the wall…");
    tablet.tap("Print on Staff-room");
    tablet.until("the account", |tablet| tablet.shows("Back to the queue"));
}

#[test]
fn photos_for_the_wall_are_printed_and_come_off_it_by_somebodys_word() {
    let tablet = with_photos(&[&["Amira K"], &["Ella P"]]);
    let tray = a_printer(&tablet);
    all_in_view(&tablet);
    printed(&tablet);
    tablet.must_show("2 copies are out; nothing was left behind.");
    tablet.must_show("✓ Waiting at the printer Staff-room; its page is marked");
    assert_eq!(lying_in(&tray, ".pdf"), 2);
    tablet.tap("Back to the queue");
    tablet.tap("Releases");
    tablet.must_show("A page from the printer Staff-room, marked");
    tablet.tap_beginning("Off the wall: Classroom wall");
    tablet.must_show("Is the page off the wall?");
    tablet.tap("It still hangs");
    tablet.tap_beginning("Off the wall: Classroom wall");
    tablet.tap("It hangs nowhere");
    tablet.must_show("A page from the printer Staff-room, marked");
    tablet.tap_beginning("Off the wall: Classroom wall");
    tablet.tap("It hangs nowhere");
    tablet.must_show("Nothing is out.");
}

#[test]
fn only_what_stays_in_the_school_is_printed_and_without_a_printer_that_is_said() {
    let tablet = with_photos(&[&["Amira K"], &["Ella P"]]);
    all_in_view(&tablet);
    on_the_wall(&tablet);
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.must_show("once the technician has set a printer up");
    tablet.must_not_show("Print 2");
    a_printer(&tablet);
    tablet.tap("← Back");
    tablet.tap("Learning journal");
    tablet.tap_beginning("Ready: ");
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.must_show("Release 2 to a folder or drive…");
    tablet.must_not_show("Print 2");
    tablet.must_not_show("set a printer up");
}

#[test]
fn a_printer_that_takes_nothing_leaves_nothing_out() {
    let tablet = with_photos(&[&["Amira K"], &["Ella P"]]);
    let tray = a_printer(&tablet);
    all_in_view(&tablet);
    on_the_wall(&tablet);
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.tap("Print 2 for the wall…");
    // It is gone when it is wanted.
    std::fs::remove_dir(&tray).unwrap();
    tablet.tap("Print on Staff-room");
    tablet.until("the account", |tablet| tablet.shows("Back to the queue"));
    tablet.must_show("Out: 0. Not out: 2.");
    tablet.must_show("This device knows no printer. Ask the technician to set one up.");
}

#[test]
fn what_photos_were_taken_at_is_named_for_all_of_them_at_once() {
    let tablet = with_photos(&[&["Amira K"], &["Femi A"]]);
    tablet.sign_in(HEAD);
    all_in_view(&tablet);
    tablet.tap("Review");
    tablet.tap_beginning("Rename");
    tablet.type_in("Forest school");
    tablet.tap("Leave it");
    assert!(tablet.find_beginning("Rename Forest school").is_none());
    tablet.tap_beginning("Rename");
    assert!(tablet.shows("Name them"));
    tablet.type_in("Forest school");
    tablet.tap("Name them");
    tablet.must_show("2 photos have their new name.");
    tablet.tap_beginning("Rename Forest school, ");
    // The name is there to be changed; a second one would not be.
    tablet.type_in(" and den");
    tablet.tap("Name them");
    assert!(
        tablet
            .find_beginning("Rename Forest school and den, ")
            .is_some()
    );
    tablet.tap_beginning("Rename Forest school and den, ");
    tablet.type_in(&"x".repeat(60));
    tablet.tap("Name them");
    tablet.must_show("That has more than 60 characters. Shorten it.");
    tablet.tap("Leave it");
    tablet.must_show("Blocked: 2");
}

#[test]
fn the_rail_says_how_much_there_is() {
    let tablet = with_photos(&[&["Amira K"], &["Femi A"]]);
    tablet.sign_in(HEAD);
    all_in_view(&tablet);
    tablet.tap("Review");
    let said = |tablet: &Tablet, page: &str| {
        let entry = tablet.find(page).unwrap();
        let words = entry.accessible_description().unwrap_or_default();
        words.to_string()
    };
    tablet.until("the counts", |tablet| said(tablet, "Review") == "2");
    assert_eq!(said(&tablet, "Releases"), "");
    let children = said(&tablet, "Register");
    assert!(
        children.parse::<usize>().is_ok_and(|count| count > 2),
        "{children}"
    );
}

#[test]
fn the_queue_is_narrowed_down_and_says_so() {
    let tablet = with_photos(&[&["Amira K"], &["Femi A"]]);
    tablet.sign_in(HEAD);
    all_in_view(&tablet);
    tablet.tap("Review");
    tablet.must_show("Blocked: 2");
    tablet.tap("Narrow down");
    tablet.tap("Who is in it");
    tablet.type_in("Fem");
    tablet.tap("Femi A");
    tablet.must_show("Blocked: 1");
    tablet.tap("Dr Shaw");
    tablet.must_show("Blocked: 0");
    tablet.must_show("Nothing is blocked.");
    tablet.tap("Show all");
    tablet.must_show("Blocked: 2");
}

#[test]
fn of_one_moment_the_best_is_kept_after_it_was_asked_once() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    for _ in 0..3 {
        tablet.shoot(&row_of(1));
        later(&tablet, chrono::TimeDelta::seconds(2));
    }
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    all_in_view(&tablet);
    tablet.tap("Review");
    tablet.tap_beginning("To tag: 3");
    tablet.tap_beginning("Photo of Today");
    the_photo_comes(&tablet);
    tablet.tap("Compare 3 of this moment");
    tablet.tap("Keep only the photo of 10:24:02");
    tablet.must_show("Keep this one and delete the others?");
    tablet.must_show("2 other photos of this moment and their tags are gone for good.");
    tablet.tap("Keep this, delete the others");
    tablet.must_show("2 others were deleted.");
    tablet.tap("2 others were deleted.");
    tablet.tap("Back to the queue");
    tablet.must_show("To tag: 1");
}

#[test]
fn nothing_of_the_review_stays_behind_the_lock() {
    let tablet = with_photos(&[&["Amira K"]]);
    all_in_view(&tablet);
    open_first(&tablet);
    tablet.tap("Caption");
    tablet.type_in("A den");
    tablet.tap("Lock");
    for words in ["Amira", "A den", "The photo", "School website"] {
        tablet.must_not_show(words);
    }
    // What was typed is not lost by it.
    open_first(&tablet);
    assert_eq!(tablet.written("Caption"), "A den");
}

#[test]
fn an_office_without_photos_is_told_what_to_do_next() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.must_show("Nothing is blocked.");
    tablet.tap("Releases");
    tablet.must_show("What is released under “Review” is listed here");
    tablet.tap("Sign off");
    tablet.must_show("Nothing waits for a signature.");
}

/// A clerk who is asked, and what they told.
struct Asker {
    clerk: Counter,
    /// As long as it is held, the clerk says nothing more.
    gate: Arc<Mutex<()>>,
    folder: Arc<tempfile::TempDir>,
}

impl Asker {
    fn at(tablet: Tablet) -> Asker {
        let gate = Arc::new(Mutex::new(()));
        let bell = {
            let gate = Arc::clone(&gate);
            move || drop(gate.lock().unwrap())
        };
        let (clerk, folder) = tablet.clerk_afterwards(Arc::new(bell));
        let asker = Asker {
            clerk,
            gate,
            folder,
        };
        asker.ask(Ask::Open(Which::Ours));
        asker
    }

    fn ask(&self, ask: Ask) -> Vec<Told> {
        self.clerk.ask(ask);
        self.told()
    }

    fn told(&self) -> Vec<Told> {
        let until = Instant::now() + Duration::from_secs(60);
        let mut told = Vec::new();
        while self.clerk.is_busy() {
            assert!(Instant::now() < until, "the clerk is still at work");
            match self.clerk.told().unwrap() {
                Some(Heard { told: one, .. }) => told.push(one),
                None => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        told
    }

    fn review(&self, ask: review::Ask) -> Vec<review::Told> {
        let told = self.ask(Ask::Review(ask)).into_iter();
        told.filter_map(|one| match one {
            Told::Review(told) => Some(told),
            _ => None,
        })
        .collect()
    }

    fn sign_in(&self, (name, pin): (&str, &str)) {
        self.ask(Ask::SignOut);
        self.ask(Ask::SignIn {
            name: name.to_owned(),
            pin: Zeroizing::new(pin.to_owned()),
        });
    }

    fn photos(&self, channel: &str) -> Vec<PhotoId> {
        let mut found = Vec::new();
        for stage in Stage::ALL {
            for told in self.review(review::Ask::Queue {
                channel: ChannelId(channel.to_owned()),
                stage,
                sought: Sought::default(),
                most: 100,
            }) {
                if let review::Told::Queue(Ok(queue)) = told {
                    found.extend(queue.rows.into_iter().map(|row| row.id));
                }
            }
        }
        found
    }

    fn plan(&self, photos: &[PhotoId], channel: &str) -> Option<Vec<review::Planned>> {
        let told = self.review(review::Ask::Plan {
            photos: photos.to_vec(),
            channel: ChannelId(channel.to_owned()),
        });
        told.into_iter().find_map(|one| match one {
            review::Told::Plan(plan) => Some(plan),
            _ => None,
        })
    }

    fn release(&self, photos: &[PhotoId], channel: &str, name: &str) -> Account {
        let place = self.folder.path().join(name);
        std::fs::create_dir_all(&place).unwrap();
        let place = place.display().to_string();
        self.release_by(OutletKind::Folder, photos, channel, place)
    }

    fn print(&self, photos: &[PhotoId], channel: &str) -> Account {
        let place = TRAY.to_owned();
        self.release_by(OutletKind::Print, photos, channel, place)
    }

    fn release_by(
        &self,
        kind: OutletKind,
        photos: &[PhotoId],
        channel: &str,
        place: String,
    ) -> Account {
        self.begin_release(kind, photos, channel, place);
        Asker::account(self.told())
    }

    fn begin_release(
        &self,
        kind: OutletKind,
        photos: &[PhotoId],
        channel: &str,
        place: String,
    ) -> Ticket {
        self.clerk.ask(Ask::Review(review::Ask::Release {
            photos: photos.to_vec(),
            by_name: Vec::new(),
            channel: ChannelId(channel.to_owned()),
            kind,
            place,
        }))
    }

    fn account(told: Vec<Told>) -> Account {
        let found = told.into_iter().find_map(|one| match one {
            Told::Review(review::Told::Released(account)) => Some(*account),
            _ => None,
        });
        found.unwrap()
    }
}

fn out_of(account: &Account) -> usize {
    let out = account.outcomes.iter();
    out.filter(|one| matches!(one, Became::Out { .. })).count()
}

#[test]
fn what_is_said_between_the_plan_and_the_release_wins() {
    let asker = Asker::at(with_photos(&[&["Amira K"], &["Femi A"]]));
    asker.sign_in(HEAD);
    let photos = asker.photos("journal");
    let plan = asker.plan(&photos, "journal").unwrap();
    assert!(plan.iter().all(|one| one.verdict.is_allowed()));
    asker.ask(Ask::Edit {
        photo: photos[0].clone(),
        edit: Edit::Tag {
            whom: Who::Unknown,
            face: None,
        },
    });
    let account = asker.release(&photos, "journal", "out");
    assert_eq!(out_of(&account), 1);
    assert!(account.outcomes.iter().any(|one| matches!(
        one,
        Became::Blocked { photo, reasons }
            if *photo == photos[0] && reasons.contains(&Reason::UnknownPerson)
    )));
    assert_eq!(lying_in(&asker.folder.path().join("out"), ".jpg"), 1);
}

#[test]
fn a_release_that_is_stopped_or_locked_out_of_tells_exactly_what_is_out() {
    let asker = Asker::at(with_photos(&[&["Amira K"], &["Femi A"]]));
    asker.sign_in(HEAD);
    let photos = asker.photos("journal");
    let place = asker.folder.path().join("out");
    std::fs::create_dir_all(&place).unwrap();
    // Stopped before the clerk comes to it.
    let held = asker.gate.lock().unwrap();
    asker.clerk.ask(Ask::Groups);
    let place = place.display().to_string();
    let ticket = asker.begin_release(OutletKind::Folder, &photos, "journal", place);
    asker.clerk.stop(ticket);
    drop(held);
    let account = Asker::account(asker.told());
    assert_eq!((out_of(&account), account.left.len()), (0, 2));
    assert_eq!(lying_in(&asker.folder.path().join("out"), ".jpg"), 0);
    // Whoever asked has gone before the first step: nobody releases in their name.
    let place = asker.folder.path().join("later");
    std::fs::create_dir_all(&place).unwrap();
    asker.clerk.ask(Ask::Review(review::Ask::Release {
        photos: photos.clone(),
        by_name: Vec::new(),
        channel: ChannelId("journal".to_owned()),
        kind: OutletKind::Folder,
        place: place.display().to_string(),
    }));
    asker.ask(Ask::SignOut);
    let lies_there = lying_in(&place, ".jpg");
    asker.sign_in(HEAD);
    let told = asker.review(review::Ask::Out);
    let out = told.into_iter().find_map(|one| match one {
        review::Told::Out(Ok(copies)) => Some(copies.len()),
        _ => None,
    });
    assert_eq!(out, Some(lies_there));
}

#[test]
fn whatever_is_asked_of_the_clerk_by_whatever_role_no_blocked_photo_leaves() {
    let tablet = with_photos(&[&["Amira K"], &["Ella P"], &["Daniel W"]]);
    let tray = a_printer(&tablet);
    let asker = Asker::at(tablet);
    let mut luck = fastrand::Rng::with_seed(5);
    asker.sign_in(HEAD);
    let photos = asker.photos("journal");
    assert_eq!(photos.len(), 3);
    let items = ["dressed", "dignity", "no-names-in-view"];
    let channels = ["journal", "website", "newsletter", "wall", "press"];
    let (mut out, mut printed) = (0, 0);
    for step in 0..25 {
        let who = *luck.choice(&[HEAD, PATEL, TECHNICIAN, HUGHES]).unwrap();
        asker.sign_in(who);
        let photo = luck.choice(&photos).unwrap().clone();
        let channel = *luck.choice(&channels).unwrap();
        let change = match luck.u8(0..5) {
            0 => Some(Change::Hide {
                tag: "t1".to_owned(),
                hidden: luck.bool(),
            }),
            1 => Some(Change::Crop(luck.bool().then_some(Area {
                x: 0,
                y: 0,
                width: 600,
                height: 600,
            }))),
            2 => Some(Change::Words(Box::new([
                luck.choice(&["", "Amira Khan", "A den"])
                    .unwrap()
                    .to_string(),
                String::new(),
                String::new(),
            ]))),
            3 => Some(Change::Tick {
                item: (*luck.choice(&items).unwrap()).to_owned(),
                on: luck.u8(0..4) > 0,
            }),
            _ => None,
        };
        match change {
            Some(change) => drop(asker.review(review::Ask::Change { photo, change })),
            None => drop(asker.review(review::Ask::Sign {
                photo,
                channel: ChannelId(channel.to_owned()),
                // Nobody was shown anything.
                seen: "0".repeat(64),
            })),
        }
        asker.sign_in(HEAD);
        let plan = asker.plan(&photos, channel).unwrap();
        asker.sign_in(who);
        let account = asker.release(&photos, channel, &format!("out-{step}"));
        for outcome in &account.outcomes {
            if let Became::Out { photo, .. } = outcome {
                let planned = plan.iter().find(|one| one.photo == *photo).unwrap();
                let verdict = &planned.verdict;
                assert!(verdict.is_allowed(), "{who:?}: {verdict:?}");
                out += 1;
            }
        }
        let on_paper = asker.print(&photos, channel);
        for outcome in &on_paper.outcomes {
            if let Became::Out { photo, .. } = outcome {
                let planned = plan.iter().find(|one| one.photo == *photo).unwrap();
                let verdict = &planned.verdict;
                assert!(verdict.is_allowed() && channel == "wall", "{who:?}");
                printed += 1;
            }
        }
        assert_eq!(lying_in(&tray, ".pdf"), printed);
        let allowed = plan.iter().filter(|one| one.verdict.is_allowed()).count();
        let lies_there = lying_in(&asker.folder.path().join(format!("out-{step}")), ".jpg");
        assert!(lies_there <= allowed);
        assert!(
            !["website", "press"].contains(&channel) || lies_there == 0,
            "went out without a signature on a copy that was seen"
        );
    }
    assert!(
        out > 0 && printed > 0,
        "nothing ever left: the test proves nothing"
    );
}
