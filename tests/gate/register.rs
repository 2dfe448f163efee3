//! The consent register as the office keeps it: forms, corrections, marks, leavers and lists.

use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;

use super::school::{HEAD, OFFICE, PATEL, School, forms, id, texts};

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
fn new_child(school: &School, given: &str) -> String {
    let typed = ["--json", "person", "add", "child", given, "Newcomer"];
    let typed = [&typed[..], &["--group", "Ladybirds"]].concat();
    let added = school.run(OFFICE, &typed).done().json();
    added["id"].as_str().unwrap().to_owned()
}

/// A written yes, or whatever else is typed after it.
#[track_caller]
fn says_yes(school: &School, child: &str, more: &[&str]) -> Value {
    let scan = school.file(
        &format!("scan-{}", more.len()),
        &forms::form(&format!("{child} {more:?}")),
    );
    let mut typed = vec!["--json", "permission", "add", child, "granted"];
    typed.extend(["--evidence", "paper", "--file", &scan]);
    typed.extend(more);
    school.run(OFFICE, &typed).done().json()
}

/// How a child stands on a channel, by their page.
#[track_caller]
fn stands(school: &School, child: &str, channel: &str) -> String {
    let page = school.run(OFFICE, &["--json", "person", "show", child]);
    let page = page.done().json();
    let lines = page["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["channel"] == channel);
    line.unwrap()["stands"].as_str().unwrap().to_owned()
}

#[track_caller]
fn answers(school: &School, child: &str) -> Vec<Value> {
    let list = school.run(OFFICE, &["--json", "permission", "list", child]);
    list.done().json().as_array().unwrap().clone()
}

/// The names on one of the office's lists.
#[track_caller]
fn listed(school: &School, list: &str) -> Vec<Value> {
    let ran = school.run(OFFICE, &["--json", "person", list]);
    ran.done().json().as_array().unwrap().clone()
}

fn is_listed(list: &[Value], child: &str) -> bool {
    list.iter().any(|row| row["person"] == child)
}

#[test]
fn siblings_and_places_come_from_one_form_in_one_step_or_not_at_all() {
    let school = School::new();
    let (one, other) = (new_child(&school, "Zoe"), new_child(&school, "Zac"));
    let scan = school.file("slip.pdf", &forms::form("a slip"));
    let form = |last: &str| {
        let typed = ["permission", "form", "--person", &one, "--person", &other];
        let typed = [&typed[..], &["--yes", "journal", "--no", "website"]].concat();
        let signed = ["--by", "Q Newcomer", "--evidence", "paper", "--file", &scan];
        let typed = [&typed[..], &signed, &["--no", last]].concat();
        school.run(OFFICE, &typed)
    };
    form("nowhere").unusable();
    assert!(answers(&school, &one).is_empty() && answers(&school, &other).is_empty());
    form("website").unusable().says("twice");
    assert!(answers(&school, &one).is_empty());
    form("press").done();
    let forms: Vec<Value> = [&one, &other]
        .into_iter()
        .flat_map(|child| answers(&school, child))
        .map(|answer| answer["form"].clone())
        .collect();
    assert_eq!(forms.len(), 6);
    assert!(forms[0].is_string() && forms.iter().all(|form| *form == forms[0]));
    for child in [&one, &other] {
        assert_eq!(stands(&school, child, "journal"), "yes");
        assert_eq!(stands(&school, child, "website"), "no");
        assert_eq!(stands(&school, child, "press"), "no");
        assert_eq!(stands(&school, child, "newsletter"), "not asked");
    }
    school.run(HEAD, &["audit", "verify", "--files"]).done();
}

#[test]
fn dates_that_cannot_be_are_refused_and_the_last_day_is_told() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let scan = school.file("slip.pdf", &forms::form("a slip"));
    let yes = |dates: &[&str]| {
        let typed = ["permission", "add", &child, "granted", "--for", "journal"];
        let signed = ["--by", "Q", "--evidence", "paper", "--file", &scan];
        school.run(OFFICE, &[&typed[..], &signed, dates].concat())
    };
    let (tomorrow, yesterday) = ((today() + Days::new(2)).to_string(), ago(2));
    yes(&["--signed", &tomorrow]).unusable().says("future");
    yes(&["--until", &yesterday])
        .unusable()
        .says("before it starts");
    yes(&["--from", &tomorrow, "--until", &ago(0)])
        .unusable()
        .says("before it starts");
    assert!(answers(&school, &child).is_empty());
    // Twelve months by the policy, whatever the form says; sooner where the form says so.
    let far = (today() + Days::new(900)).to_string();
    let told = says_yes(
        &school,
        &child,
        &["--for", "journal", "--by", "Q", "--until", &far],
    );
    let ends: NaiveDate = told["ends"][0][1].as_str().unwrap().parse().unwrap();
    assert!(ends < today() + Days::new(370), "{ends}");
    let near = (today() + Days::new(9)).to_string();
    let told = says_yes(
        &school,
        &child,
        &["--for", "press", "--by", "Q", "--until", &near],
    );
    assert_eq!(told["ends"][0][1], near.as_str());
}

#[test]
fn a_corrected_yes_no_longer_counts_and_stays_in_the_history() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let told = says_yes(&school, &child, &["--for", "journal", "--by", "Q Mistyped"]);
    let first = told["answers"][0].as_str().unwrap();
    assert_eq!(stands(&school, &child, "journal"), "yes");
    // It was the grandmother who signed.
    let correct = [
        "--for",
        "journal",
        "--by",
        "G Newcomer",
        "--relation",
        "other",
    ];
    let told = says_yes(
        &school,
        &child,
        &[&correct[..], &["--corrects", first]].concat(),
    );
    let second = told["answers"][0].as_str().unwrap();
    assert_eq!(stands(&school, &child, "journal"), "not by a parent");
    let history = answers(&school, &child);
    assert_eq!(history.len(), 2);
    assert!(history[0].get("corrects").is_none());
    assert_eq!(history[1]["corrects"], first);
    let page = school.run(OFFICE, &["--json", "person", "show", &child]);
    let page = page.done().json();
    assert_eq!(page["history"][1]["corrected"], true);
    assert_eq!(page["history"][0]["corrected"], false);
    // Once is enough, and the newer one can be corrected in turn.
    let again = |which: &str, channel: &str| {
        let typed = ["permission", "add", &child, "refused", "--for", channel];
        school.run(
            OFFICE,
            &[&typed[..], &["--by", "Q", "--corrects", which]].concat(),
        )
    };
    again(first, "journal").refused().says("corrected already");
    again(second, "press").unusable().says("`journal`");
    again("00000000", "journal").unusable();
    again(second, "journal").done();
    assert_eq!(stands(&school, &child, "journal"), "no");
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_no_is_not_corrected_away_by_anybody_but_who_said_it() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let typed = ["--json", "permission", "add", &child, "refused"];
    let said = ["--for", "journal", "--by", "Q Newcomer"];
    let no = school.run(OFFICE, &[&typed[..], &said].concat()).done();
    let no = no.json()["answers"][0].as_str().unwrap().to_owned();
    let scan = school.file("slip.pdf", &forms::form("a slip"));
    let yes = |by: &str, day: &str| {
        let typed = ["permission", "add", &child, "granted", "--for", "journal"];
        let signed = ["--by", by, "--signed", day, "--corrects", &no];
        let form = ["--evidence", "paper", "--file", &scan];
        let sure = ["--same-person"];
        school.run(OFFICE, &[&typed[..], &signed, &form, &sure].concat())
    };
    yes("Somebody Else", &ago(0))
        .refused()
        .says("still be heard");
    yes("Q Newcomer", &ago(3)).refused().says("still be heard");
    assert_eq!(answers(&school, &child).len(), 1);
    yes("Q Newcomer", &ago(0)).done();
    assert_eq!(stands(&school, &child, "journal"), "yes");
}

#[test]
fn a_withdrawal_is_one_act_and_says_at_once_what_must_come_down() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    let release = copy.file_stem().unwrap().to_str().unwrap().to_owned();
    let child = id("ned-barraclough");
    let typed = ["permission", "withdraw", child, "--for", "website"];
    let by = ["--for", "journal", "--by", "B Barraclough"];
    school
        .run(OFFICE, &[&typed[..], &by].concat())
        .done()
        .says(&release);
    assert_eq!(stands(&school, child, "website"), "withdrawn");
    assert_eq!(stands(&school, child, "journal"), "withdrawn");
    let page = school.run(OFFICE, &["--json", "person", "show", child]);
    let page = page.done().json();
    assert_eq!(page["take_down"][0]["release"], release.as_str());
    assert_eq!(texts(&page["out"]), [release]);
}

#[test]
fn why_somebody_is_marked_is_for_the_head_alone() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let never = ["person", "never", &child, "--why", "a court order"];
    school.run(OFFICE, &never).done();
    let asked = |who, typed: &[&str]| school.run(who, typed);
    asked(HEAD, &["person", "why", &child])
        .done()
        .says("a court order");
    asked(OFFICE, &["person", "why", &child]).refused();
    for typed in [
        vec!["--json", "person", "show", &child],
        vec!["--json", "person", "list"],
        vec!["--json", "person", "wall", "Ladybirds"],
        vec!["--json", "permission", "list", &child],
        vec!["--json", "group", "show", "Ladybirds"],
        vec!["--json", "audit", "verify"],
    ] {
        let said = asked(OFFICE, &typed).said();
        assert!(!said.contains("court"), "{typed:?}");
    }
    asked(OFFICE, &["person", "never", &child, "--off"]).refused();
    assert_eq!(stands(&school, &child, "wall"), "no photos at all");
    asked(HEAD, &["person", "never", &child, "--off"]).done();
    // The reason stays, as everything that was said.
    asked(HEAD, &["person", "why", &child])
        .done()
        .says("a court order");
    assert_ne!(stands(&school, &child, "wall"), "no photos at all");
    asked(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_groups_wall_says_names_and_no_photos_and_nothing_more() {
    let school = School::new();
    let wall = school.run(OFFICE, &["--json", "person", "wall", "Ladybirds"]);
    let wall = wall.done().json();
    let keys: Vec<&String> = wall.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["group", "names"]);
    // Those whom the tablet shows with a cross, and nobody else.
    let group = school.run(PATEL, &["--json", "group", "show", "Ladybirds"]);
    let group = group.done().json();
    let tiles = group["tiles"].as_array().unwrap();
    let crossed: Vec<String> = tiles
        .iter()
        .filter(|tile| tile["standing"] == "no photos")
        .map(|tile| tile["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(!crossed.is_empty());
    assert_eq!(texts(&wall["names"]), crossed);
    let words = school.run(OFFICE, &["person", "wall", "Ladybirds"]).done();
    let lines: Vec<&str> = words.out.lines().skip(2).collect();
    assert!(lines.iter().all(|line| line.ends_with("✕ no photos")));
}

#[test]
fn the_lists_say_who_has_not_answered_whose_yes_ends_or_has_ended_and_who_said_no() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let find = |list: &str| {
        let rows = listed(&school, list);
        let row = rows.into_iter().find(|row| row["person"] == child.as_str());
        row.map_or(Vec::new(), |row| {
            let places = row["places"].as_array().unwrap().clone();
            let channel = |place: &Value| place["channel"].as_str().unwrap().to_owned();
            places.iter().map(channel).collect::<Vec<_>>()
        })
    };
    assert_eq!(find("unanswered").len(), 6);
    assert!(find("ending").is_empty() && find("lapsed").is_empty() && find("refused").is_empty());
    let (soon, later) = (today() + Days::new(29), today() + Days::new(33));
    let by = ["--by", "Q Newcomer"];
    let soon = ["--for", "journal", "--until", &soon.to_string()];
    says_yes(&school, &child, &[&by[..], &soon].concat());
    let later = ["--for", "social", "--until", &later.to_string()];
    says_yes(&school, &child, &[&by[..], &later].concat());
    let old = ["--for", "newsletter", "--signed", &ago(500)];
    says_yes(&school, &child, &[&by[..], &old].concat());
    let typed = ["permission", "add", &child, "refused", "--for", "press"];
    school.run(OFFICE, &[&typed[..], &by].concat()).done();
    assert_eq!(find("unanswered"), ["website", "video-call"]);
    assert_eq!(find("ending"), ["journal"]);
    assert_eq!(find("lapsed"), ["newsletter"]);
    assert_eq!(find("refused"), ["press"]);
    // Who has left is on no list.
    let leaves = ["person", "leaves", &child, &ago(1)];
    school.run(OFFICE, &leaves).done();
    for list in ["unanswered", "ending", "lapsed", "refused"] {
        assert!(!is_listed(&listed(&school, list), &child), "{list}");
    }
}

#[test]
fn who_leaves_stays_in_the_register_and_can_come_back() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    says_yes(&school, &child, &["--for", "journal", "--by", "Q"]);
    school
        .run(OFFICE, &["person", "leaves", &child, &ago(1)])
        .done();
    let list = |more: &[&str]| {
        let typed = [&["--json", "person", "list"], more].concat();
        let list = school.run(OFFICE, &typed).done().json();
        let list = list.as_array().unwrap();
        list.iter()
            .any(|entry| entry["person"]["id"] == child.as_str())
    };
    assert!(!list(&[]) && list(&["--left"]) && list(&["--find", "newc z"]));
    assert_eq!(stands(&school, &child, "journal"), "left the school");
    school.run(OFFICE, &["person", "returns", &child]).done();
    assert!(list(&[]) && !list(&["--left"]));
    assert_eq!(stands(&school, &child, "journal"), "yes");
}

#[test]
fn a_second_entry_for_a_child_is_not_made_by_mistake() {
    let school = School::new();
    let add = |more: &[&str]| {
        let typed = [
            "person", "add", "child", "zoé", "newcomer", "--group", "Bees",
        ];
        school.run(OFFICE, &[&typed[..], more].concat())
    };
    new_child(&school, "Zoe");
    add(&[]).unusable().says("in Ladybirds");
    add(&["--born", "2022-03-04"]).unusable();
    let list = school.run(OFFICE, &["--json", "person", "list", "--find", "zoe newc"]);
    assert_eq!(list.done().json().as_array().unwrap().len(), 1);
    let typed = ["person", "edit", "Zoe Newcomer", "--born", "2022-03-05"];
    school.run(OFFICE, &typed).done();
    add(&["--born", "2022-03-04"]).done();
}

#[test]
fn names_and_groups_change_and_what_is_not_named_stays() {
    let school = School::new();
    let child = new_child(&school, "Zoe");
    let edit = |more: &[&str]| {
        let typed = [&["person", "edit", &child], more].concat();
        school.run(OFFICE, &typed)
    };
    edit(&["--group", "Bees", "--known-as", "Zo"]).done();
    edit(&["--given", "Zoë"]).done();
    edit(&["--given", " "]).unusable();
    edit(&["--group", ""]).unusable();
    let page = school.run(OFFICE, &["--json", "person", "show", &child]);
    let entry = page.done().json()["person"].clone();
    assert_eq!(entry["class"], "Bees");
    assert_eq!(entry["person"]["given"], "Zoë");
    assert_eq!(entry["person"]["family"], "Newcomer");
    assert_eq!(texts(&entry["person"]["known_as"]), ["Zo"]);
}
