//! What the office does after a release: take down, look whether a found file is ours, prepare a video
//! call, answer for incidents, read and verify the record.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::Form;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::audit::Act;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::Who;
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::paper::{Paper, Part, Printer, PrinterError, Table};
use shutterslip::screens::{SayAfter, TakeDownAdapter};
use slint::{ComponentHandle, Model};

use super::stage::*;

fn person(desk: &Desk, given: &str) -> PersonId {
    let people = desk.people().unwrap();
    let found = people.iter().find(|entry| entry.person.given == given);
    found.unwrap().person.id.clone()
}

fn answer(desk: &mut Desk, head: &Session, given: &str, channel: &str, answer: Answer) {
    let person = person(desk, given);
    let family = desk.people().unwrap();
    let family = family.iter().find(|one| one.person.id == person).unwrap();
    let by = format!("S {}", family.person.family);
    let paper = forms::form(&format!("{given} {channel}"));
    let form = Form {
        person: &person,
        channels: &[ChannelId(channel.to_owned())],
        answer,
        relation: Relation::Parent,
        by: &by,
        signed: day("2026-11-20"),
        from: None,
        until: None,
        evidence: match answer {
            Answer::Granted => Evidence::Paper,
            _ => Evidence::Spoken,
        },
        file: (answer == Answer::Granted).then_some(paper.as_slice()),
    };
    desk.add_answers(head, &form).unwrap();
}

/// High enough that a whole page is seen.
fn on_a_high_screen(tablet: &Tablet) {
    tablet.size(1280.0, 3_000.0);
}

fn documents(root: &Path) -> PathBuf {
    root.join(HOME).join("Documents")
}

/// A photo of Amira, released to the journal's folder; gives the copy.
pub fn one_out(desk: &mut Desk, root: &Path) -> (Session, PathBuf) {
    let patel = desk.sign_in(PATEL.0, PATEL.1).unwrap();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let TakenIn::Kept(photo) = desk
        .keep(&patel, &picture(3), &Circumstance::default())
        .unwrap()
    else {
        panic!("kept before");
    };
    desk.look_at_kept(&patel, &photo).unwrap();
    let amira = NewTag {
        who: Who::Person(person(desk, "Amira")),
        face: None,
        area: None,
    };
    desk.tag(&patel, &photo, amira).unwrap();
    desk.finish_tagging(&patel, &photo).unwrap();
    let folder = documents(root).join("journal");
    std::fs::create_dir_all(&folder).unwrap();
    let mut outlet = FolderOutlet::new(&folder);
    let journal = ChannelId("journal".to_owned());
    let out = desk
        .release(&head, std::slice::from_ref(&photo), &journal, &mut outlet)
        .unwrap();
    let Outcome::Out { file, .. } = &out[0] else {
        panic!("{out:?}");
    };
    (head, folder.join(file))
}

/// The same, and then her parent takes the yes back.
pub fn one_to_take_down(desk: &mut Desk, root: &Path) -> PathBuf {
    let (head, copy) = one_out(desk, root);
    answer(desk, &head, "Amira", "journal", Answer::Withdrawn);
    copy
}

fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|one| one == ending));
    files
}

#[test]
fn a_copy_is_deleted_from_its_folder_and_who_did_it_stays_on_the_page() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    let journal = documents(tablet.folder.path()).join("journal");
    assert_eq!(files_in(&journal, "jpg").len(), 1);
    tablet.sign_in(HEAD);
    tablet.tap("Take down: 1");
    for words in [
        "1 copy to take down",
        "Amira K: permission was taken back",
        "By 27 Nov 2026: 7 days left",
        "The copy still lies there.",
    ] {
        tablet.must_show(words);
    }
    tablet.tap_beginning("Delete the copy:");
    tablet.must_show("Copies that others made of it are not reached");
    tablet.tap("Leave it as it is");
    assert_eq!(files_in(&journal, "jpg").len(), 1);
    tablet.tap_beginning("Delete the copy:");
    tablet.tap("Delete the copy");
    tablet.must_show("Nothing has to come down.");
    tablet.must_show("confirmed by Dr Shaw, 20 Nov 2026");
    assert_eq!(files_in(&journal, "jpg").len(), 0);
    assert!(
        tablet.find("Take down").is_some(),
        "the rail still counts one"
    );
}

#[test]
fn a_copy_that_lies_elsewhere_is_confirmed_by_a_person() {
    let tablet = Tablet::after_work(|desk, root| {
        let copy = one_to_take_down(desk, root);
        std::fs::remove_dir_all(copy.parent().unwrap()).unwrap();
    });
    tablet.sign_in(HEAD);
    tablet.tap("Take down: 1");
    tablet.must_show("The place cannot be seen from here");
    tablet.tap_beginning("It is gone:");
    tablet.must_show("You say, as Dr Shaw");
    tablet.tap("Not yet");
    tablet.must_show("1 copy to take down");
    tablet.tap_beginning("It is gone:");
    tablet.tap("It is gone");
    tablet.must_show("Nothing has to come down.");
}

#[test]
fn a_practitioner_sees_that_something_must_come_down_and_never_why() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    tablet.at_the_camera(PATEL);
    tablet.tap("! Take down: 1");
    tablet.must_show("Learning journal");
    tablet.must_show("Why it comes down is known to the office.");
    tablet.must_not_show("taken back");
    assert!(tablet.find_beginning("Delete the copy").is_none());
    assert!(tablet.find("Record").is_none());
    tablet.tap("Camera");
    tablet.must_show("Take a photo");
}

#[test]
fn a_copy_that_is_late_is_an_incident_as_soon_as_somebody_signs_in() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    later(&tablet, TimeDelta::days(8));
    tablet.sign_in(HEAD);
    tablet.tap("Incidents: 1");
    tablet.must_show("A copy did not come down in time");
    tablet.tap("Take down: 1");
    tablet.must_show("Late: it was due on 27 Nov 2026");
}

#[test]
fn the_list_is_saved_where_somebody_chooses() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    tablet.sign_in(HEAD);
    tablet.tap("Take down: 1");
    tablet.tap("Print or save the list");
    tablet.tap("Folder Documents");
    tablet.tap("Choose this folder");
    tablet.must_show("Saved as");
    // The same words give the same bytes: what is saved is what the screen says.
    let rows = tablet
        .screens
        .app()
        .global::<TakeDownAdapter>()
        .get_state()
        .rows;
    let row = rows.row_data(0).unwrap();
    assert!(row.why.contains("Amira K: permission was taken back"));
    let heads = [
        ("Done", 1),
        ("Take down by", 3),
        ("Why", 3),
        ("Where", 4),
        ("When this was made", 2),
    ];
    let table = Table {
        columns: heads.map(|(head, share)| (head.to_owned(), share)).into(),
        rows: vec![vec![
            String::new(),
            format!("{} · {}", row.channel, row.due),
            row.why.to_string(),
            row.place.to_string(),
            row.seen.to_string(),
        ]],
    };
    let paper = Paper {
        title: "Copies to take down, 20 Nov 2026".to_owned(),
        subtitle: "Willow Nursery School".to_owned(),
        parts: vec![Part::Table(table)],
        ..Paper::default()
    };
    let saved = documents(tablet.folder.path()).join("take-down-list.pdf");
    assert!(std::fs::read(saved).unwrap() == paper.pdf().unwrap());
}

#[test]
fn a_found_file_is_told_as_ours_and_another_as_not_ours() {
    let tablet = Tablet::after_work(|desk, root| {
        let (_, copy) = one_out(desk, root);
        let found = documents(root).join("found");
        std::fs::create_dir(&found).unwrap();
        std::fs::copy(copy, found.join("from the web.jpg")).unwrap();
        std::fs::write(found.join("a letter.txt"), "Dear all").unwrap();
    });
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Check a file");
    tablet.must_show("Did you find a picture somewhere?");
    tablet.tap("Choose a file or a folder");
    tablet.tap("Folder Documents");
    tablet.tap("Folder found");
    tablet.tap("Choose this folder");
    for words in [
        "✓ Ours, and may be out",
        "from the web.jpg",
        "It rests on 1 answer.",
        "No picture that can be read",
        "2 files looked at",
    ] {
        tablet.must_show(words);
    }
    // Nothing of it stays behind the lock.
    tablet.tap("Lock");
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Check a file");
    tablet.must_not_show("from the web.jpg");
}

#[test]
fn a_found_copy_of_somebody_who_took_the_yes_back_is_told_as_one_that_may_not_be_out() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Check a file");
    tablet.tap("Choose a file or a folder");
    tablet.tap("Folder Documents");
    tablet.tap("Folder journal");
    tablet.tap("Choose this folder");
    tablet.must_show("× Ours, and may not be out");
    tablet.must_show("must come down by 27 Nov 2026");
}

/// A printer that takes everything.
struct Takes;

impl Printer for Takes {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        Ok(vec!["Office".to_owned()])
    }

    fn print(&self, _: &str, _: &str, _: &[u8]) -> Result<(), PrinterError> {
        Ok(())
    }
}

/// Amira's photo on the wall, and then her parent says no to that.
pub fn one_to_take_off_the_wall(desk: &mut Desk, root: &Path) {
    let (head, _) = one_out(desk, root);
    let photo = desk.releases(&head).unwrap()[0].0.photo().unwrap().clone();
    let mut outlet = PrintOutlet::new(Arc::new(Takes), "Office");
    let wall = ChannelId("wall".to_owned());
    desk.release(&head, &[photo], &wall, &mut outlet).unwrap();
    answer(desk, &head, "Amira", "wall", Answer::Refused);
}

#[test]
fn a_page_to_take_off_the_wall_is_named_by_its_mark_and_confirmed_by_a_person() {
    let tablet = Tablet::after_work(one_to_take_off_the_wall);
    tablet.sign_in(HEAD);
    tablet.tap("Take down: 1");
    tablet.must_show("The page marked");
    tablet.must_show("printed on Office");
    tablet.must_show("Take it off the wall, then confirm.");
    tablet.must_not_show("Delete the copy");
    tablet.tap_beginning("It is gone: Classroom wall");
    tablet.tap("It is gone");
    tablet.must_show("Nothing has to come down.");
    tablet.must_show("confirmed by Dr Shaw");
}

/// Lets files and folders go over the window.
fn dropped(tablet: &Tablet, paths: &[&str]) {
    let root = documents(tablet.folder.path());
    let catch = tablet.screens.catcher();
    catch(paths.iter().map(|path| root.join(path)).collect());
    tablet.settle();
}

/// A school with a copy out, the same copy in a folder of somebody's, and a letter.
fn with_found_files() -> Tablet {
    Tablet::after_work(|desk, root| {
        let (_, copy) = one_out(desk, root);
        let found = documents(root).join("found");
        std::fs::create_dir(&found).unwrap();
        std::fs::copy(copy, found.join("from the web.jpg")).unwrap();
        std::fs::write(documents(root).join("a letter.txt"), "Dear all").unwrap();
    })
}

#[test]
fn files_and_folders_that_are_dropped_are_checked_as_if_they_were_chosen() {
    let tablet = with_found_files();
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Check a file");
    tablet.must_not_show("can also be dropped");
    dropped(&tablet, &["found", "a letter.txt"]);
    for words in [
        "can also be dropped",
        "✓ Ours, and may be out",
        "from the web.jpg",
        "a letter.txt",
        "2 files looked at",
    ] {
        tablet.must_show(words);
    }
    // What is dropped next is looked at by itself.
    dropped(&tablet, &["a letter.txt"]);
    tablet.must_show("1 file looked at");
    tablet.must_not_show("from the web.jpg");
}

#[test]
fn what_is_dropped_anywhere_else_or_behind_the_lock_is_not_even_opened() {
    let tablet = with_found_files();
    let nothing_happens = |tablet: &Tablet| {
        let before = tablet.read();
        dropped(tablet, &["found", "a letter.txt"]);
        assert!(!tablet.screens.is_busy());
        assert_eq!(tablet.read(), before);
    };
    nothing_happens(&tablet);
    tablet.sign_in(HEAD);
    nothing_happens(&tablet);
    for page in ["Register", "Releases", "Check a file"] {
        tablet.tap(page);
        if page != "Check a file" {
            nothing_happens(&tablet);
        }
    }
    // Where somebody is choosing already, and behind the lock.
    tablet.tap("Choose a file or a folder");
    nothing_happens(&tablet);
    tablet.tap("Cancel");
    tablet.tap("Lock");
    nothing_happens(&tablet);
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Check a file");
    tablet.must_not_show("from the web.jpg");
    // Somebody who tags has no such page.
    tablet.tap("Lock");
    tablet.sign_in(PATEL);
    nothing_happens(&tablet);
}

fn asked_for_calls(desk: &mut Desk) {
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    for given in ["Amira", "Ben"] {
        answer(desk, &head, given, "video-call", Answer::Granted);
    }
    answer(desk, &head, "Chloe", "video-call", Answer::Refused);
}

#[test]
fn a_call_goes_on_record_once_those_who_may_not_are_left_out() {
    let tablet = Tablet::after_work(|desk, _| asked_for_calls(desk));
    on_a_high_screen(&tablet);
    tablet.sign_in(HEAD);
    tablet.tap("Releases");
    tablet.tap("Video call");
    tablet.tap("Ladybirds");
    for name in ["Amira K", "Ben O", "Chloe D"] {
        tablet.tap(name);
    }
    tablet.must_show("× 1 may not join");
    tablet.must_show("permission was refused");
    tablet.must_show("✓ 2 may join");
    tablet.must_not_show("Put the call on record");
    tablet.tap("Leave out those who may not");
    tablet.must_not_show("may not join");
    tablet.tap("What the call is (for example author visit, Year 2)");
    tablet.type_in("Author visit");
    tablet.tap("Put the call on record");
    tablet.must_show("The call is on record.");
    tablet.must_show("Author visit, 2 people, by Dr Shaw");
}

#[test]
fn a_practitioner_sees_who_may_join_and_never_why_not() {
    let tablet = Tablet::after_work(|desk, _| asked_for_calls(desk));
    tablet.at_the_camera(PATEL);
    tablet.tap_beginning("0 photos to tag");
    on_a_high_screen(&tablet);
    tablet.tap("More: take down, check a file, incidents");
    tablet.tap("Releases");
    tablet.tap("Video call");
    tablet.tap("Ladybirds");
    tablet.tap("Everyone of this group");
    tablet.must_show("✓ 2 may join");
    tablet.must_show("Chloe D");
    tablet.must_not_show("refused");
    tablet.tap("Leave out those who may not");
    tablet.must_not_show("Put the call on record");
}

#[test]
fn an_incident_is_written_down_by_anybody_and_seen_and_closed_by_the_head() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.tap_beginning("0 photos to tag");
    tablet.tap("More: take down, check a file, incidents");
    tablet.tap("Incidents");
    tablet.tap("Write one down");
    tablet.type_in("A phone was out in the hall");
    tablet.tap("Write it down");
    tablet.must_not_show("A phone was out in the hall");
    tablet.tap("Lock");
    tablet.sign_in(HEAD);
    tablet.tap("Incidents: 1");
    tablet.must_show("By Ms Patel, 20 Nov 2026");
    tablet.tap("I have seen it: A phone was out in the hall");
    tablet.type_in("I talk to them today");
    tablet.tap("Seen");
    tablet.must_show("Seen by Dr Shaw, 20 Nov 2026, 10:24: I talk to them today");
    tablet.tap("Close it: A phone was out in the hall");
    tablet.tap("Close the incident");
    tablet.must_show("Say in a sentence what was done");
    tablet.type_in("Spoken to");
    tablet.tap("Close the incident");
    tablet.must_show("✓ Closed");
    assert!(
        tablet.find("Incidents: 1").is_none(),
        "the rail still counts it"
    );
    for (button, ending) in [
        ("Save as a spreadsheet", "csv"),
        ("Save for another program", "json"),
    ] {
        tablet.tap(button);
        tablet.tap("Folder Documents");
        tablet.tap("Choose this folder");
        let saved = files_in(&documents(tablet.folder.path()), ending);
        let text = std::fs::read_to_string(&saved[0]).unwrap();
        assert!(text.contains("Spoken to"), "{text}");
    }
}

#[test]
fn every_act_of_the_record_has_words_in_both_languages() {
    let tablet = Tablet::on();
    let say = tablet.screens.app().global::<SayAfter>();
    for language in ["cy", ""] {
        slint::select_bundled_translation(language).unwrap();
        let mut said = std::collections::BTreeSet::new();
        for act in Act::ALL {
            let words = say.invoke_act(act.word().into()).to_string();
            assert_ne!(words, act.word(), "{language}");
            assert!(said.insert(words), "{language}: `{}`", act.word());
        }
    }
}

#[test]
fn the_record_is_verified_read_and_saved() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    on_a_high_screen(&tablet);
    tablet.sign_in(HEAD);
    tablet.tap("Record");
    tablet.must_show("Signed in");
    tablet.tap("Verify the record");
    tablet.must_show("✓ Nothing was changed");
    tablet.tap("Look for something");
    tablet.tap("Releases");
    tablet.must_show("A copy is out");
    tablet.must_not_show("Kept a photo");
    tablet.tap("Everything");
    tablet.tap("Ms Patel");
    tablet.must_show("Ms Patel, 20 Nov 2026");
    tablet.must_not_show("A copy is out");
    tablet.tap("Save to be verified elsewhere");
    tablet.tap("Folder Documents");
    tablet.tap("Choose this folder");
    tablet.must_show("Saved as");
    let saved = documents(tablet.folder.path()).join("record.jsonl");
    let text = std::fs::read_to_string(saved).unwrap();
    assert!(text.lines().count() > 3 && text.contains("photo.kept"));
    assert!(!text.contains("release.decided"), "what was not looked for");
}

#[test]
fn a_record_that_was_changed_past_the_app_is_told_loudly() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    let folder = tablet.folder.path().join("data/checkpoints");
    // A checkpoint of a longer chain than there is: the end of the record was cut off.
    let newest = files_in(&folder, "json").pop().unwrap();
    let text = std::fs::read_to_string(&newest).unwrap();
    let cut = text.replacen("\"count\": ", "\"count\": 9", 1);
    assert_ne!(text, cut);
    std::fs::write(&newest, cut).unwrap();
    tablet.sign_in(HEAD);
    tablet.tap("Record");
    tablet.tap("Verify the record");
    tablet.must_show("× Something was changed outside Shutterslip");
}

#[test]
fn a_copy_is_taken_down_by_keys_alone() {
    let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
    tablet.press_by_keys(HEAD.0);
    tablet.type_in(HEAD.1);
    tablet.press(slint::platform::Key::Return);
    tablet.press_by_keys("Take down: 1");
    tablet.press_by_keys_beginning("Delete the copy:");
    tablet.press_by_keys("Delete the copy");
    tablet.must_show("Nothing has to come down.");
    assert_eq!(tablet.taps.get(), 0, "a finger was needed");
}

/// Pages of this part, each in the states that matter.
pub fn scenes() -> Vec<super::drawing::Scene> {
    let scene = |name, show| super::drawing::Scene { name, show };
    vec![
        scene("take-down", || {
            let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
            tablet.sign_in(HEAD);
            tablet.tap("Take down: 1");
            tablet
        }),
        scene("take-down-late", || {
            let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
            later(&tablet, TimeDelta::days(9));
            tablet.sign_in(HEAD);
            tablet.tap("Take down: 1");
            tablet
        }),
        scene("take-down-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Take down");
            tablet
        }),
        scene("take-down-sure", || {
            let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
            tablet.sign_in(HEAD);
            tablet.tap("Take down: 1");
            tablet.tap_beginning("Delete the copy:");
            tablet
        }),
        scene("camera-take-down", || {
            let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
            tablet.at_the_camera(PATEL);
            tablet
        }),
        scene("check-file-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Releases");
            tablet.tap("Check a file");
            tablet
        }),
        scene("check-file", || {
            let tablet = Tablet::after_work(|desk, root| {
                let copy = one_to_take_down(desk, root);
                let folder = documents(root).join("found");
                std::fs::create_dir(&folder).unwrap();
                std::fs::copy(copy, folder.join("from the web.jpg")).unwrap();
                std::fs::write(folder.join("another.jpg"), super::stage::picture(200)).unwrap();
                std::fs::write(folder.join("letter.txt"), "Dear all").unwrap();
            });
            tablet.sign_in(HEAD);
            tablet.tap("Releases");
            tablet.tap("Check a file");
            tablet.tap("Choose a file or a folder");
            tablet.tap("Folder Documents");
            tablet.tap("Folder found");
            tablet.tap("Choose this folder");
            tablet
        }),
        scene("take-down-wall", || {
            let tablet = Tablet::after_work(one_to_take_off_the_wall);
            tablet.sign_in(HEAD);
            tablet.tap("Take down: 1");
            tablet
        }),
        scene("video-call", || {
            let tablet = Tablet::after_work(|desk, _| asked_for_calls(desk));
            tablet.sign_in(HEAD);
            tablet.tap("Releases");
            tablet.tap("Video call");
            tablet.tap("Ladybirds");
            for name in ["Amira K", "Ben O", "Chloe D"] {
                tablet.tap(name);
            }
            tablet
        }),
        scene("video-call-begin", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Releases");
            tablet.tap("Video call");
            tablet
        }),
        scene("incidents", || {
            let tablet = Tablet::after_work(|desk, root| {
                one_to_take_down(desk, root);
                let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
                desk.report(&head, "A phone was out in the hall").unwrap();
            });
            later(&tablet, TimeDelta::days(9));
            tablet.sign_in(HEAD);
            tablet.tap("Incidents: 2");
            tablet
        }),
        scene("incidents-none", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Incidents");
            tablet
        }),
        scene("incidents-write", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Incidents");
            tablet.tap("Write one down");
            tablet
        }),
        scene("record", || {
            let tablet = Tablet::after_work(|desk, root| drop(one_to_take_down(desk, root)));
            tablet.sign_in(HEAD);
            tablet.tap("Record");
            tablet.tap("Verify the record");
            tablet
        }),
        scene("record-filters", || {
            let tablet = Tablet::on();
            tablet.sign_in(HEAD);
            tablet.tap("Record");
            tablet.tap("Look for something");
            tablet
        }),
    ]
}
