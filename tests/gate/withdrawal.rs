//! A no reaches what is out already, and nothing that was agreed before outlives it.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;

use super::school::{HEAD, OFFICE, PATEL, School, id, photo, reason, texts};

/// Today at the sample school.
fn today() -> NaiveDate {
    Utc::now()
        .with_timezone(&super::school::PLAN.timezone)
        .date_naive()
}

fn day(days: i64) -> String {
    let days_away = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        today() - days_away
    } else {
        today() + days_away
    };
    day.to_string()
}

#[track_caller]
fn withdraw(school: &School, child: &str, by: &str, channel: &str) -> super::school::Ran {
    let typed = [
        "permission",
        "add",
        id(child),
        "withdrawn",
        "--for",
        channel,
        "--by",
        by,
    ];
    school.run(OFFICE, &typed).done()
}

#[track_caller]
fn to_take_down(school: &School) -> Vec<Value> {
    let ran = school.run(OFFICE, &["--json", "take-down", "list"]);
    let tasks = ran.json().as_array().unwrap().clone();
    assert_eq!(ran.code, i32::from(!tasks.is_empty()), "{ran:?}");
    tasks
}

#[test]
fn a_withdrawal_names_what_must_come_down_and_by_when() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    assert!(to_take_down(&school).is_empty());
    let before = today();
    let said = withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    let release = copy.file_stem().unwrap().to_str().unwrap();
    assert!(
        said.out.contains("take down") && said.out.contains(release),
        "{said:?}"
    );
    let tasks = to_take_down(&school);
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0]["release"], release);
    assert_eq!(
        texts(&tasks[0]["reasons"]),
        [reason("withdrawn:ned-barraclough")]
    );
    // Two days for the website; the test may run over midnight.
    let due: NaiveDate = tasks[0]["due"].as_str().unwrap().parse().unwrap();
    assert!(
        [before, today()]
            .iter()
            .any(|day| *day + Days::new(2) == due),
        "{due}"
    );
    let plain = school.run(OFFICE, &["take-down", "list"]).refused();
    assert!(
        plain.out.contains(&release[..8]) && plain.out.contains("Ned B"),
        "{plain:?}"
    );
}

#[test]
fn a_take_down_is_confirmed_when_the_copy_is_gone_and_not_before() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    let release = copy.file_stem().unwrap().to_str().unwrap().to_owned();
    let confirm = ["take-down", "confirm", release.as_str()];
    school.run(PATEL, &confirm).refused();
    school.run(OFFICE, &confirm).refused().says("still lies");
    assert_eq!(to_take_down(&school).len(), 1);
    school
        .run(OFFICE, &["take-down", "confirm", &release, "--delete"])
        .done();
    assert!(!copy.exists());
    assert!(to_take_down(&school).is_empty());
    school.run(OFFICE, &confirm).refused().says("already");
    // Out is out: with the child in it, it does not go again.
    assert_eq!(
        school.stays("puddle-jumping", "website"),
        [reason("withdrawn:ned-barraclough")]
    );
    let listed = school
        .run(OFFICE, &["--json", "release", "list"])
        .done()
        .json();
    assert_eq!(listed[0]["state"]["state"], "down");
}

#[test]
fn a_copy_that_somebody_deleted_by_hand_is_confirmed_as_gone() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    fs::remove_file(&copy).unwrap();
    assert_eq!(
        to_take_down(&school).len(),
        1,
        "nobody has confirmed it yet"
    );
    let release = copy.file_stem().unwrap().to_str().unwrap();
    school.run(HEAD, &["take-down", "confirm", release]).done();
    assert!(to_take_down(&school).is_empty());
}

/// A copy in an archive is there for as long as the archive is, whole or broken.
#[test]
fn an_archive_comes_down_when_it_is_deleted_and_not_when_it_is_broken() {
    let school = School::new();
    let archive = school.beside("a.zip");
    let place = archive.to_str().unwrap();
    let id = photo("puddle-jumping");
    let out = school
        .run(
            OFFICE,
            &["--json", "release", "to", "website", &id, "--zip", place],
        )
        .done()
        .json();
    let release = out[0]["release"].as_str().unwrap();
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    assert_eq!(to_take_down(&school).len(), 1);
    school
        .run(OFFICE, &["take-down", "confirm", release])
        .refused()
        .says("still lies");
    let ran = school
        .run(OFFICE, &["take-down", "confirm", release, "--delete"])
        .refused()
        .says("delete the archive");
    assert!(!ran.said().contains("nothing went out"), "{ran:?}");
    // Without its last bytes no list of contents is found, but the picture is all in it.
    let mut bytes = Vec::new();
    File::open(&archive)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    fs::write(&archive, &bytes[..bytes.len() - 30]).unwrap();
    school
        .run(OFFICE, &["take-down", "confirm", release])
        .refused();
    assert_eq!(to_take_down(&school).len(), 1);
    fs::remove_file(&archive).unwrap();
    school
        .run(OFFICE, &["take-down", "confirm", release])
        .done();
    assert!(to_take_down(&school).is_empty());
}

#[test]
fn every_copy_of_the_child_on_that_channel_comes_down_and_no_other() {
    let school = School::new();
    let copies = [
        school.goes_out("puddle-jumping", "website"),
        school.goes_out("six-friends", "website"),
    ];
    school.goes_out("puddle-jumping", "journal");
    school.goes_out("our-hills", "website");
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    withdraw(&school, "omar-el-sayed", "I El-Sayed", "website");
    let mut due: Vec<String> = to_take_down(&school)
        .iter()
        .map(|task| task["file"].as_str().unwrap().to_owned())
        .collect();
    let mut expected: Vec<String> = copies
        .iter()
        .map(|copy| copy.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    due.sort();
    expected.sort();
    assert_eq!(due, expected);
}

/// A no by anybody counts, also by one who never said yes, and is heard when it is only spoken.
#[test]
fn a_spoken_no_by_anybody_reaches_what_is_out() {
    let school = School::new();
    school.goes_out("six-friends", "journal");
    let typed = [
        "permission",
        "add",
        id("keziah-grant"),
        "refused",
        "--for",
        "journal",
        "--by",
        "Her Grandmother",
        "--relation",
        "other",
    ];
    school.run(OFFICE, &typed).done().says("take down");
    assert_eq!(
        texts(&to_take_down(&school)[0]["reasons"]),
        [reason("refused:keziah-grant")]
    );
    assert_eq!(
        school.stays("six-friends", "journal"),
        [reason("refused:keziah-grant")]
    );
}

#[test]
fn expiry_leaving_and_the_absolute_mark_reach_what_is_out() {
    let school = School::new();
    school.goes_out("six-friends", "website");
    let place = school.goes_out("six-friends", "journal");
    school.goes_out("puddle-jumping", "website");
    let leaves = ["person", "leaves", id("freddie-okonkwo"), &day(-1)];
    school.run(OFFICE, &leaves).done();
    let tasks = to_take_down(&school);
    assert_eq!(tasks.len(), 2, "on both channels");
    for task in &tasks {
        assert_eq!(
            texts(&task["reasons"]),
            [reason("left-school:freddie-okonkwo")]
        );
    }
    // Stays until the last day is over.
    school
        .run(
            OFFICE,
            &["person", "leaves", id("freddie-okonkwo"), &day(0)],
        )
        .done();
    assert!(to_take_down(&school).is_empty());
    school
        .run(OFFICE, &["person", "never", id("ned-barraclough")])
        .done();
    let tasks = to_take_down(&school);
    assert_eq!(
        texts(&tasks[0]["reasons"]),
        [reason("never-photograph:ned-barraclough")]
    );
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0]["due"], today().to_string(), "at once");
    // A form that has run out in the meantime: a new one says until yesterday.
    let form = school.file(
        "form.txt",
        b"D Grant, 28 November 2026: yes, you may use it until then.",
    );
    let typed = [
        "permission",
        "add",
        id("keziah-grant"),
        "granted",
        "--for",
        "journal",
        "--by",
        "D Grant",
        "--evidence",
        "email",
        "--file",
        &form,
        "--signed",
        &day(-2),
        "--until",
        &day(-1),
    ];
    school.run(OFFICE, &typed).done();
    let tasks = to_take_down(&school);
    let expired = tasks
        .iter()
        .find(|task| task["channel"] == "journal")
        .unwrap();
    assert_eq!(texts(&expired["reasons"]), [reason("expired:keziah-grant")]);
    assert_eq!(
        expired["file"],
        place.file_name().unwrap().to_str().unwrap()
    );
    assert_eq!(expired["due"], (today() + Days::new(7)).to_string());
}

#[test]
fn a_withdrawal_between_sign_off_and_release_wins() {
    let school = School::new();
    // Signed off by the head for the website when the sample was made.
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    assert_eq!(
        school.stays("puddle-jumping", "website"),
        [reason("withdrawn:ned-barraclough")]
    );
    school.sign_off(HEAD, "puddle-jumping", "website");
    assert_eq!(
        school.stays("puddle-jumping", "website"),
        [reason("withdrawn:ned-barraclough")]
    );
    assert!(to_take_down(&school).is_empty());
}

#[test]
fn every_change_after_the_sign_off_makes_it_stale() {
    let school = School::new();
    let story = photo("our-hills");
    let changes: [&[&str]; 5] = [
        &["photo", "words", &story, "--caption", "Other words."],
        &["photo", "words", &story, "--alt", "Other words."],
        &["photo", "words", &story, "--credit", "Somebody"],
        &["photo", "crop", &story, "0,0,1000,1000"],
        &["photo", "words", &story, "--copyright", "permission"],
    ];
    for change in changes {
        school.run(PATEL, change).done();
        assert_eq!(
            school.stays("our-hills", "website"),
            ["sign-off-stale"],
            "{change:?}"
        );
        school.sign_off(HEAD, "our-hills", "website");
        let yes = ["photo", "check", &story, "--for", "website"];
        school.run(PATEL, &yes).done();
    }
    // Somebody who cannot be recognised needs no permission, and is still another picture.
    school
        .run(
            PATEL,
            &["photo", "tag", &story, "--unrecognisable", "adult"],
        )
        .done();
    school.run(PATEL, &["photo", "finish", &story]).done();
    assert_eq!(school.stays("our-hills", "website"), ["sign-off-stale"]);
    // Another policy may ask for other things: the copy for a smaller side is another copy.
    school.sign_off(HEAD, "our-hills", "website");
    let policy = shutterslip::domain::policy::SHIPPED
        .iter()
        .find(|(id, _)| *id == "written-permission")
        .unwrap()
        .1
        .replace("longest_side = 1600", "longest_side = 800");
    let policy = school.file("policy.toml", policy.as_bytes());
    school.run(OFFICE, &["school", "policy", &policy]).refused();
    school.run(HEAD, &["school", "policy", &policy]).done();
    assert_eq!(school.stays("our-hills", "website"), ["sign-off-stale"]);
}

#[test]
fn a_policy_that_drops_or_closes_a_channel_reaches_what_is_out() {
    let school = School::new();
    school.goes_out("puddle-jumping", "website");
    school.goes_out("our-hills", "website");
    school
        .run(HEAD, &["school", "policy", "no-children-on-website"])
        .done();
    let tasks = to_take_down(&school);
    assert_eq!(tasks.len(), 1, "the hills have no children: {tasks:?}");
    assert_eq!(texts(&tasks[0]["reasons"]), ["child-free-channel"]);
    let reasons = school.stays("puddle-jumping", "website");
    assert!(
        reasons.contains(&"child-free-channel".to_owned()),
        "{reasons:?}"
    );
}

/// The folder was on a stick that is in somebody's pocket: a person answers for it, on the record.
#[test]
fn a_place_that_is_away_is_confirmed_by_a_person() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    let folder: &Path = copy.parent().unwrap();
    fs::rename(folder, school.beside("unplugged")).unwrap();
    let release = copy.file_stem().unwrap().to_str().unwrap();
    school
        .run(OFFICE, &["take-down", "confirm", release])
        .done();
    let listed = school
        .run(OFFICE, &["--json", "release", "list"])
        .done()
        .json();
    let note = listed[0]["state"]["note"].as_str().unwrap();
    assert!(note.contains("could not be looked at"), "{note}");
}

/// One parent's new yes does not take back the other's no.
#[test]
fn a_no_stands_beside_anothers_yes() {
    let school = School::new();
    school.goes_out("puddle-jumping", "website");
    withdraw(&school, "ned-barraclough", "B Barraclough", "website");
    let first = to_take_down(&school)[0]["due"].clone();
    let again = ["B Barraclough", "His Mother"];
    for by in again {
        withdraw(&school, "ned-barraclough", by, "website");
    }
    let form = school.file(
        "form.txt",
        b"His Mother, 30 November 2026: yes, you may use it.",
    );
    let typed = [
        "permission",
        "add",
        id("ned-barraclough"),
        "granted",
        "--for",
        "website",
        "--by",
        "His Mother",
        "--same-person",
        "--evidence",
        "email",
        "--file",
        &form,
    ];
    school.run(OFFICE, &typed).done();
    let tasks = to_take_down(&school);
    assert_eq!((tasks.len(), &tasks[0]["due"]), (1, &first));
}
