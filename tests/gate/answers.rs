//! What is said of an answer, and by whom: one that does not speak is not said to be recorded and done;
//! two parents may write their names alike; evidence is something that can be looked at; a no is moved
//! by two, and speaks all the while.

use std::io::Cursor;

use chrono::{Days, NaiveDate, Utc};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use serde_json::Value;
use shutterslip::clock::to_the_millisecond;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::{PermissionId, StaffId};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::school::FiledPermission;

use super::school::{HEAD, OFFICE, PATEL, Person, Ran, School, files_under, forms};

fn today() -> NaiveDate {
    Utc::now()
        .with_timezone(&super::school::PLAN.timezone)
        .date_naive()
}

fn ago(days: u64) -> String {
    (today() - Days::new(days)).to_string()
}

/// A child of whom nothing is known yet.
#[track_caller]
fn child(school: &School, given: &str) -> String {
    let typed = ["--json", "person", "add", "child", given, "Newcomer"];
    let typed = [&typed[..], &["--group", "Ladybirds"]].concat();
    let added = school.run(OFFICE, &typed).done().json();
    added["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn no(school: &School, child: &str, by: &str, more: &[&str]) -> Ran {
    let typed = ["permission", "add", child, "refused", "--for", "journal"];
    school.run(OFFICE, &[&typed[..], &["--by", by], more].concat())
}

/// A written yes for the learning journal, on a form of its own.
#[track_caller]
fn yes_by(who: Person, school: &School, child: &str, by: &str, more: &[&str]) -> Ran {
    let scan = school.file("yes.pdf", &forms::form(&format!("{child} {by} {more:?}")));
    let typed = ["permission", "add", child, "granted", "--for", "journal"];
    let form = ["--by", by, "--evidence", "paper", "--file", &scan];
    school.run(who, &[&typed[..], &form, more].concat())
}

#[track_caller]
fn yes(school: &School, child: &str, by: &str, more: &[&str]) -> Ran {
    yes_by(OFFICE, school, child, by, more)
}

#[track_caller]
fn stands(school: &School, child: &str) -> String {
    let page = school.run(OFFICE, &["--json", "person", "show", child]);
    let page = page.done().json();
    let lines = page["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["channel"] == "journal");
    line.unwrap()["stands"].as_str().unwrap().to_owned()
}

#[track_caller]
fn answers(school: &School, child: &str) -> Vec<Value> {
    let list = school.run(OFFICE, &["--json", "permission", "list", child]);
    list.done().json().as_array().unwrap().clone()
}

const RECORDED: &str = "Answer recorded.";

#[test]
fn an_answer_is_said_to_be_recorded_only_where_it_speaks_and_else_why_not() {
    let school = School::new();
    let silent = |ran: Ran, why: &str| {
        let said = ran.done().says("does not speak").says(why);
        assert!(!said.out.contains(RECORDED), "{}", said.out);
    };
    let of = |given: &str| child(&school, given);
    // Older than the same parent's no.
    let zoe = of("Zoe");
    no(&school, &zoe, "S Newcomer", &[]).done().says(RECORDED);
    silent(
        yes(&school, &zoe, "S Newcomer", &["--signed", &ago(30)]),
        "still speaks",
    );
    assert_eq!(stands(&school, &zoe), "no");
    // The other parent's no.
    silent(yes(&school, &zoe, "D Newcomer", &[]), "somebody else's no");
    // Older than the yes that speaks.
    let zac = of("Zac");
    yes(&school, &zac, "S Newcomer", &[]).done().says(RECORDED);
    silent(
        yes(&school, &zac, "S Newcomer", &["--signed", &ago(9)]),
        "newer",
    );
    // By somebody without a say; over; not begun; and the child's own, at no age to be asked.
    let other = ["--relation", "other"];
    silent(yes(&school, &of("Zed"), "G Newcomer", &other), "no say");
    silent(
        yes(&school, &of("Zia"), "S", &["--relation", "self"]),
        "own yes",
    );
    let over = ["--signed", &ago(500)];
    silent(yes(&school, &of("Zara"), "S Newcomer", &over), "it ended");
    let later = (today() + Days::new(3)).to_string();
    let later = ["--from", later.as_str()];
    silent(
        yes(&school, &of("Zola"), "S Newcomer", &later),
        "speaks from",
    );
    let spoken = of("Zuri");
    let typed = ["permission", "add", &spoken, "granted", "--for", "journal"];
    let said = school.run(OFFICE, &[&typed[..], &["--by", "S Newcomer"]].concat());
    silent(said, "spoken");
    // A no always speaks, whatever its day and whoever says it.
    let old = ["--signed", &ago(900), "--relation", "other"];
    no(&school, &zac, "An aunt", &old).done().says(RECORDED);
    assert_eq!(stands(&school, &zac), "no");
}

#[test]
fn a_yes_under_the_name_of_whoever_said_no_asks_whether_they_are_one() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    no(&school, &zoe, "S Khan", &[]).done();
    let told = yes(&school, &zoe, "S Khan", &[]).refused();
    told.says("same person").says("--same-person");
    // Nor by another spelling of the same letters.
    for by in ["s. khan", "S  KHAN", "S Khán"] {
        yes(&school, &zoe, by, &[]).refused().says("--same-person");
    }
    assert_eq!(answers(&school, &zoe).len(), 1);
    // Two people: both are kept, and the no goes on speaking.
    yes(&school, &zoe, "Mr S Khan", &[])
        .done()
        .says("somebody else's no");
    assert_eq!(answers(&school, &zoe).len(), 2);
    assert_eq!(stands(&school, &zoe), "no");
    // One person: the no is taken back.
    yes(&school, &zoe, "S Khan", &["--same-person"])
        .done()
        .says(RECORDED);
    assert_eq!(stands(&school, &zoe), "yes");
}

#[test]
fn a_yes_by_nobody_on_the_list_is_kept_and_does_not_count() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    let list = |name: &str, more: &[&str]| {
        let typed = ["person", "responsible", &zoe, name];
        school.run(OFFICE, &[&typed[..], more].concat())
    };
    list("Sana Khan", &[]).done();
    list("D Khan", &["--until", &ago(1)]).done().says("until");
    yes(&school, &zoe, "U Khan", &[])
        .done()
        .says("not on the list");
    assert_eq!(stands(&school, &zoe), "not by a parent");
    yes(&school, &zoe, "D Khan", &[]).done().says("until");
    assert_eq!(stands(&school, &zoe), "not by a parent");
    assert_eq!(answers(&school, &zoe).len(), 2);
    let page = school.run(OFFICE, &["person", "show", &zoe]).done();
    page.says("Parental responsibility: Sana Khan; D Khan until");
    yes(&school, &zoe, "sana khan", &[]).done().says(RECORDED);
    assert_eq!(stands(&school, &zoe), "yes");
    // Off the list, the yes is what it was and counts no more; whoever is not on it cannot go.
    list("Somebody", &["--off"]).unusable();
    list("SANA KHAN", &["--off"]).done();
    assert_eq!(stands(&school, &zoe), "not by a parent");
}

#[test]
fn where_a_court_has_spoken_the_head_alone_records_a_yes_and_anybody_a_no() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    let run = |who: Person, typed: &[&str]| school.run(who, typed);
    run(OFFICE, &["person", "court-order", &zoe]).done();
    // Whoever opens the page sees that it is so; why stands nowhere.
    for who in [OFFICE, HEAD] {
        run(who, &["person", "show", &zoe])
            .done()
            .says("court order: head only");
    }
    let alone = "the head teacher alone";
    yes(&school, &zoe, "S Khan", &[]).refused().says(alone);
    assert!(answers(&school, &zoe).is_empty());
    for typed in [
        vec!["person", "responsible", &zoe, "S Khan"],
        vec!["person", "court-order", &zoe, "--off"],
    ] {
        run(OFFICE, &typed).refused().says(alone);
    }
    // What changes neither stays the office's.
    run(OFFICE, &["person", "edit", &zoe, "--group", "Bees"]).done();
    yes_by(HEAD, &school, &zoe, "S Khan", &[])
        .done()
        .says(RECORDED);
    no(&school, &zoe, "D Khan", &[]).done().says(RECORDED);
    assert_eq!(stands(&school, &zoe), "no");
    run(HEAD, &["person", "responsible", &zoe, "S Khan"]).done();
    run(HEAD, &["person", "court-order", &zoe, "--off"]).done();
    run(OFFICE, &["person", "responsible", &zoe, "D Khan"]).done();
}

fn picture(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let drawn = GrayImage::from_fn(width, height, |x, y| Luma([grey(x, y)]));
    let mut file = Vec::new();
    DynamicImage::ImageLuma8(drawn)
        .write_to(&mut Cursor::new(&mut file), ImageFormat::Png)
        .unwrap();
    file
}

#[test]
fn what_nobody_can_look_at_is_no_evidence() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    let before = files_under(&school.data.join("vault")).len();
    let lines = picture(400, 600, |_, y| if y % 20 < 3 { 20 } else { 240 });
    let cut = lines[..lines.len() / 2].to_vec();
    let shadow = |x: u32, _: u32| u8::try_from(250 - x / 8).unwrap();
    let tried: Vec<(&str, &str, Vec<u8>)> = vec![
        ("empty", "empty", Vec::new()),
        ("five bytes", "cannot be drawn", b"%PDF-".to_vec()),
        (
            "a head alone",
            "cannot be drawn",
            b"%PDF-1.7\n%%EOF".to_vec(),
        ),
        (
            "words in a PDF's clothes",
            "cannot be drawn",
            b"%PDF-1.4 a scan, honestly".to_vec(),
        ),
        (
            "an empty page",
            "nothing is to be seen",
            forms::blank("nothing"),
        ),
        ("half a picture", "cannot be drawn", cut),
        (
            "a picture's head",
            "cannot be drawn",
            b"\x89PNG\r\n\x1a\n".to_vec(),
        ),
        (
            "white",
            "nothing is to be seen",
            picture(400, 600, |_, _| 255),
        ),
        (
            "black",
            "nothing is to be seen",
            picture(400, 600, |_, _| 0),
        ),
        (
            "grey",
            "nothing is to be seen",
            picture(400, 600, |_, _| 120),
        ),
        (
            "an empty page in the shade",
            "nothing is to be seen",
            picture(400, 600, shadow),
        ),
        ("a dot", "too small", picture(1, 1, |_, _| 0)),
        (
            "a stamp",
            "too small",
            picture(60, 40, |x, _| if x % 9 < 3 { 0 } else { 255 }),
        ),
    ];
    for (what, why, bytes) in &tried {
        let file = school.file("form", bytes);
        let typed = ["permission", "add", &zoe, "granted", "--for", "journal"];
        let form = ["--by", "S Newcomer", "--evidence", "paper", "--file", &file];
        let ran = school.run(OFFICE, &[&typed[..], &form].concat());
        let told = ran.unusable();
        assert!(told.said().contains(why), "{what}: {}", told.said());
    }
    // Neither an answer nor a sealed file is left of any.
    assert!(answers(&school, &zoe).is_empty());
    assert_eq!(files_under(&school.data.join("vault")).len(), before);
    for (number, bytes) in [lines, forms::form("a page")].iter().enumerate() {
        let file = school.file("form", bytes);
        let channel = ["journal", "press"][number];
        let typed = ["permission", "add", &zoe, "granted", "--for", channel];
        let form = ["--by", "S Newcomer", "--evidence", "paper", "--file", &file];
        let ran = school.run(OFFICE, &[&typed[..], &form].concat());
        ran.done().says(RECORDED);
    }
    school.run(HEAD, &["audit", "verify", "--files"]).done();
}

#[test]
fn typed_text_says_who_wrote_it_when_and_what() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    let email = |text: &str| {
        let file = school.file("mail.txt", text.as_bytes());
        let typed = ["permission", "add", &zoe, "granted", "--for", "journal"];
        let form = [
            "--by",
            "Ms Sana Newcomer",
            "--evidence",
            "email",
            "--file",
            &file,
        ];
        school.run(OFFICE, &[&typed[..], &form].concat())
    };
    let whole = "From: Sana Newcomer\nDate: 3 September 2026\nSubject: photos\n\n\
                 Yes, you may show Zoe in her journal.\n";
    email("ok").unusable().says("does not name");
    email(&whole.replace("Sana", "Sally"))
        .unusable()
        .says("does not name");
    email(&whole.replace("3 September 2026", ""))
        .unusable()
        .says("no day");
    email("From: Sana Newcomer\nDate: 3/9/26\nSubject: you may show Zoe everywhere\n\nyes\n")
        .unusable()
        .says("nobody says anything");
    assert!(answers(&school, &zoe).is_empty());
    email(whole).done().says(RECORDED);
}

#[test]
fn one_file_is_the_form_of_two_children_only_where_it_names_both() {
    let school = School::new();
    let (zoe, zac) = (child(&school, "Zoe"), child(&school, "Zac"));
    let scan = school.file("form.pdf", &forms::form("one form"));
    let file = |child: &str, channel: &str, more: &[&str]| {
        let typed = ["permission", "add", child, "granted", "--for", channel];
        let form = ["--by", "S Newcomer", "--evidence", "paper", "--file", &scan];
        school.run(OFFICE, &[&typed[..], &form, more].concat())
    };
    file(&zoe, "journal", &[]).done();
    file(&zac, "journal", &[]).refused().says("--one-form");
    assert!(answers(&school, &zac).is_empty());
    // Another answer for the same child may rest on it.
    file(&zoe, "press", &[]).done();
    file(&zac, "journal", &["--one-form"]).done().says(RECORDED);
    // One form for both at once needs no more words.
    let (una, ugo) = (child(&school, "Una"), child(&school, "Ugo"));
    let scan = school.file("both.pdf", &forms::form("both of them"));
    let typed = ["permission", "form", "--person", &una, "--person", &ugo];
    let said = [
        "--yes",
        "journal",
        "--by",
        "S Newcomer",
        "--evidence",
        "paper",
    ];
    let typed = [&typed[..], &said, &["--file", &scan]].concat();
    school.run(OFFICE, &typed).done().says("Answers recorded.");
}

#[test]
fn evidence_from_before_is_a_list_to_work_through_and_frees_or_stops_nobody() {
    let school = School::new();
    let (zoe, zac) = (child(&school, "Zoe"), child(&school, "Zac"));
    let old = ["--json", "person", "old-evidence"];
    assert_eq!(
        school.run(OFFICE, &old).done().json(),
        serde_json::json!([])
    );
    for (who, bytes) in [
        (&zoe, b"%PDF-".to_vec()),
        (&zac, forms::form("an old form")),
    ] {
        let now = to_the_millisecond(Utc::now());
        let answer = FiledPermission {
            id: PermissionId(format!("of-{who}")),
            permission: Permission {
                person: PersonId(who.clone()),
                channel: ChannelId("journal".to_owned()),
                answer: Answer::Granted,
                relation: Relation::Parent,
                by: "S Newcomer".to_owned(),
                signed: today(),
                from: None,
                until: None,
                evidence: Evidence::Paper,
            },
            form: None,
            recorded_at: now,
            recorded_by: StaffId("somebody".to_owned()),
            import: None,
            corrects: None,
            belongs: None,
        };
        forms::file_unseen(&school.data, now, answer, &bytes);
    }
    let found = school.run(OFFICE, &old).done().json();
    let people: Vec<&Value> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["person"])
        .collect();
    assert_eq!(people, [&Value::from(zoe.as_str())]);
    assert_eq!(
        (stands(&school, &zoe), stands(&school, &zac)),
        ("yes".to_owned(), "yes".to_owned())
    );
    school.run(PATEL, &old).refused();
}

#[test]
fn a_no_is_moved_by_office_and_head_together_and_speaks_all_the_while() {
    let school = School::new();
    let (zoe, zac) = (child(&school, "Zoe"), child(&school, "Zac"));
    yes(&school, &zoe, "D Newcomer", &[]).done();
    yes(&school, &zac, "S Newcomer", &[]).done();
    // It was said of Zac, and written down for Zoe.
    no(&school, &zoe, "S Newcomer", &[]).done();
    let wrong = answers(&school, &zoe)[1]["id"].as_str().unwrap().to_owned();
    let correct = yes(&school, &zoe, "D Newcomer", &["--corrects", &wrong]);
    correct.refused().says("still be heard");
    let propose = |who: Person, more: &[&str]| {
        let typed = ["--json", "permission", "move", &zoe, &wrong];
        school.run(who, &[&typed[..], more].concat())
    };
    propose(OFFICE, &["--by", "S Newcomer"]).refused();
    let said = propose(OFFICE, &["--to", &zac, "--by", "S Newcomer"]).done();
    let proposal = said.json()["proposal"].as_str().unwrap().to_owned();
    let agree =
        |who: Person, which: &str| school.run(who, &["permission", "agree-move", &zoe, which]);
    // One alone moves nothing, by whatever way.
    assert_eq!(stands(&school, &zoe), "no");
    assert_eq!(stands(&school, &zac), "yes");
    agree(OFFICE, &proposal).refused().says("two accounts");
    agree(PATEL, &proposal).refused();
    agree(HEAD, &wrong).refused().says("nobody has said");
    assert_eq!(stands(&school, &zoe), "no");
    agree(HEAD, &proposal).done().says("Moved");
    assert_eq!(stands(&school, &zoe), "yes");
    assert_eq!(stands(&school, &zac), "no");
    agree(HEAD, &proposal).refused();
    // All of it stays in the history.
    assert_eq!(answers(&school, &zoe).len(), 4);
    let list = school.run(OFFICE, &["permission", "list", &zoe]).done();
    assert_eq!(list.out.matches("moved to where it belongs").count(), 3);
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn two_of_the_office_move_no_no_and_a_misspelt_signatory_is_mended() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    yes(&school, &zoe, "S Newcomer", &[]).done();
    no(&school, &zoe, "S Newcommer", &[]).done();
    let no_id = answers(&school, &zoe)[1]["id"].as_str().unwrap().to_owned();
    let second = Person {
        name: "Mrs Second",
        pin: "628318",
    };
    let typed = [
        "--as",
        HEAD.name,
        "--pin-fd",
        "0",
        "staff",
        "add",
        second.name,
    ];
    let agreed = ago(1);
    let typed = [&typed[..], &["--role", "office", "--agreed", &agreed]].concat();
    school
        .typed(&typed, &[HEAD.pin, second.pin, second.pin])
        .done();
    let typed = [
        "--json",
        "permission",
        "move",
        &zoe,
        &no_id,
        "--by",
        "S Newcomer",
    ];
    let said = school.run(OFFICE, &typed).done().json();
    let proposal = said["proposal"].as_str().unwrap();
    let agree = ["permission", "agree-move", &zoe, proposal];
    school.run(second, &agree).refused().says("head teacher");
    assert_eq!(stands(&school, &zoe), "no");
    school.run(HEAD, &agree).done();
    // It is hers now, and her own yes takes it back.
    assert_eq!(stands(&school, &zoe), "no");
    yes(&school, &zoe, "S Newcomer", &["--same-person"])
        .done()
        .says(RECORDED);
    assert_eq!(stands(&school, &zoe), "yes");
}

#[test]
fn whose_account_is_closed_has_a_last_day_in_the_register() {
    let school = School::new();
    let hughes = super::school::PLAN
        .staff
        .iter()
        .find(|one| one.family == "Hughes")
        .unwrap();
    let entry = super::school::id(&hughes.id);
    let leaves = |id: &str| {
        let page = school.run(OFFICE, &["--json", "person", "show", id]);
        page.done().json()["person"]["person"]["leaves"].clone()
    };
    let close = |name: &str, more: &[&str]| {
        school.run(HEAD, &[&["staff", "close", name][..], more].concat())
    };
    close("Mr Hughes", &[]).unusable();
    close("Mr Hughes", &["--last-day", &ago(3)])
        .done()
        .says("last day");
    assert_eq!(leaves(entry), ago(3).as_str());
    // Where it could be two, somebody says which it is.
    let typed = ["--json", "person", "add", "staff", "Wen", "Patel"];
    let other = school.run(OFFICE, &typed).done().json();
    let other = other["id"].as_str().unwrap();
    let last = ["--last-day", &ago(0)];
    close("Ms Patel", &last).unusable().says("--person");
    close("Ms Patel", &[&last[..], &["--person", other]].concat()).done();
    assert_eq!(leaves(other), ago(0).as_str());
    // Nobody else's entry is touched.
    let child = child(&school, "Zoe");
    let of_child = [&last[..], &["--person", &child]].concat();
    close("Mrs Okafor", &of_child).unusable();
    school.run(OFFICE, &["person", "show", &child]).done();
}

#[test]
fn missing_last_days_and_birth_dates_are_lists_to_work_through() {
    let school = School::new();
    let zoe = child(&school, "Zoe");
    let is_on = |list: &str, id: &str| {
        let rows = school
            .run(OFFICE, &["--json", "person", list])
            .done()
            .json();
        rows.as_array()
            .unwrap()
            .iter()
            .any(|row| row["person"] == id)
    };
    assert!(is_on("no-last-day", &zoe) && is_on("no-birth-date", &zoe));
    let typed = ["person", "edit", &zoe, "--born", "2022-03-05"];
    school.run(OFFICE, &typed).done();
    let typed = ["person", "leaves", &zoe, "2030-07-31"];
    school.run(OFFICE, &typed).done();
    assert!(!is_on("no-last-day", &zoe) && !is_on("no-birth-date", &zoe));
    // Staff are there once their account was closed and nobody said when they left.
    let typed = ["--json", "person", "add", "staff", "Ivo", "Gone"];
    let ivo = school.run(OFFICE, &typed).done().json();
    let ivo = ivo["id"].as_str().unwrap();
    let typed = [
        "--as", HEAD.name, "--pin-fd", "0", "staff", "add", "Mr Gone",
    ];
    let typed = [&typed[..], &["--role", "practitioner"]].concat();
    school.typed(&typed, &[HEAD.pin, "628318", "628318"]).done();
    assert!(!is_on("no-last-day", ivo));
    let close = ["staff", "close", "Mr Gone", "--last-day", &ago(0)];
    let close = [&close[..], &["--not-in-register"]].concat();
    school.run(HEAD, &close).done();
    assert!(is_on("no-last-day", ivo));
}
