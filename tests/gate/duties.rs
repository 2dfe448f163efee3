//! Who may do what: every command of the school, as every role.

use std::collections::BTreeSet;

use super::school::{HEAD, OFFICE, PATEL, Person, School, TECHNICIAN, id, photo};

/// Everybody, or those named by their first letters: practitioner, office, head, technician.
struct Entry {
    typed: &'static str,
    may: &'static str,
}

const fn entry(typed: &'static str, may: &'static str) -> Entry {
    Entry { typed, may }
}

/// `PHOTO`, `CHILD`, `FILE` and `DIR` stand for one that is there. Those that end an account or a
/// device stand last, so that they disturb no other; `?` is done by those who may, or fails for
/// another reason than their role.
const TABLE: &[Entry] = &[
    entry("school show", "poht"),
    entry("device identity", "poht"),
    entry("device list", "poht"),
    entry("device move --why new", "h"),
    entry("camera list", "poht"),
    entry("clock show", "poht"),
    entry("clock confirm 2026-01-01", "h"),
    entry("staff list", "poht"),
    entry("staff sign-agreement", "poht"),
    entry("incident report seen", "poht"),
    entry("incident list", "oht"),
    entry("incident acknowledge INCIDENT seen", "h"),
    entry("incident close INCIDENT done", "h"),
    entry("incident export incidents.csv", "oht"),
    entry("audit list", "oht"),
    entry("audit export record.jsonl", "oht"),
    entry("audit verify", "oht"),
    entry("audit repair", "oht"),
    entry("audit repair person:nobody", "h"),
    entry("audit checkpoint", "oht"),
    entry("person list", "oh"),
    entry("person add child Test Entry --group Ladybirds", "oh"),
    entry("person never CHILD", "oh"),
    entry("person never NOBODY", "oh"),
    entry("person leaves CHILD 2030-01-01", "oh"),
    entry("person leaves NOBODY 2030-01-01", "oh"),
    entry("person show CHILD", "oh"),
    entry("person show NOBODY", "oh"),
    entry("person why CHILD", "h"),
    entry("person edit CHILD --group Ladybirds", "oh"),
    entry("person returns CHILD", "oh"),
    entry("person responsible CHILD Somebody", "oh"),
    entry("person responsible NOBODY Somebody", "oh"),
    entry("person responsible CHILD Somebody --off", "oh"),
    entry("person court-order NOBODY", "oh"),
    entry("person court-order CHILD --off", "oh"),
    entry("person no-last-day", "oh"),
    entry("person no-birth-date", "oh"),
    entry("person old-evidence", "oh"),
    entry("school changes", "oh"),
    entry("person unanswered", "oh"),
    entry("person ending", "oh"),
    entry("person lapsed", "oh"),
    entry("person refused --group Ladybirds", "oh"),
    entry("person wall Ladybirds", "oh"),
    entry("person import-mis CSV", "oh"),
    entry("slip print --child CHILD --out slip.pdf", "oh"),
    entry("slip read FILE", "oh"),
    entry(
        "slip confirm --child CHILD --by Parent --signed 2026-01-01 FILE",
        "oh",
    ),
    entry("slip printers", "oh"),
    entry("permission list CHILD", "oh"),
    entry("permission list NOBODY", "oh"),
    entry("permission add CHILD refused --for wall --by Parent", "oh"),
    entry("permission add NOBODY refused --for wall --by Parent", "oh"),
    entry(
        "permission form --person CHILD --no press --by Parent",
        "oh",
    ),
    entry("permission move NOBODY 00000000 --by Parent", "oh"),
    entry("permission agree-move NOBODY 00000000", "oh"),
    entry("permission withdraw CHILD --for press --by Parent", "oh"),
    entry("group list", "poh"),
    entry("group show Ladybirds", "poh"),
    entry("group away Ladybirds NOBODY", "poh"),
    entry("photo list", "poh"),
    entry("photo list --for wall --newest 3 --after PHOTO", "poh"),
    entry("photo queue --channel website", "poh"),
    entry("photo blocked", "poh"),
    entry("photo blocked --for website --after PHOTO", "poh"),
    entry("photo show PHOTO", "poh"),
    entry("photo check-file FILE", "poh"),
    entry("photo check PHOTO", "poh"),
    entry("photo check", "poh"),
    entry("photo take-in FILE", "poh"),
    entry("photo tag PHOTO --person CHILD", "poh"),
    entry("photo tag PHOTO --person NOBODY", "poh"),
    entry("photo tag PHOTO --unknown", "poh"),
    entry("photo name-occasion PHOTO Forest", "poh"),
    entry("photo hide PHOTO CHILD --area 1,1,50,50", "poh"),
    entry("photo hide PHOTO NOBODY", "poh"),
    entry("photo untag PHOTO CHILD", "poh"),
    entry("photo untag PHOTO NOBODY", "poh"),
    entry("photo face PHOTO 1,1,50,50", "poh"),
    entry("photo dismiss PHOTO f1", "poh"),
    entry("photo tie PHOTO f1 CHILD", "poh"),
    entry("photo tie PHOTO f1 NOBODY", "poh"),
    entry("photo look-again PHOTO", "poh"),
    entry("photo look-at-waiting", "poh"),
    entry("photo same-as-last PHOTO", "poh"),
    entry("photo finish PHOTO", "poh"),
    entry("photo crop PHOTO 0,0,900,900", "poh"),
    entry("photo words PHOTO --caption words", "poh"),
    entry("photo tick PHOTO dressed", "poh"),
    entry("photo sign-off PHOTO --for newsletter", "oh"),
    entry("photo sign-off PHOTO --for website", "h"),
    entry("photo beside PHOTO --not-here CHILD", "poh"),
    entry("photo beside PHOTO --here NOBODY", "poh"),
    entry("photo doubts", "oh"),
    entry("photo second-look PHOTO d1 --right", "oh"),
    entry("release to wall PHOTO --print Office", "poh"),
    entry("release to journal PHOTO --folder DIR", "poh"),
    entry("release to newsletter PHOTO --folder DIR", "oh"),
    entry("release to website PHOTO --folder DIR", "oh"),
    entry("release to press PHOTO --folder DIR", "oh"),
    entry("release list", "poh"),
    entry("release printers", "poh"),
    entry("take-down list", "poh"),
    entry("take-down confirm 00000000", "oh"),
    entry("call check CHILD", "poh"),
    entry("call check NOBODY", "poh"),
    entry("call release CHILD --occasion Visit", "oh"),
    entry("camera register Two --make A --model B --serial C", "ht"),
    entry("camera retire NOTHING", "ht"),
    entry("device enrol Other --id x --key y", "ht"),
    entry("device revoke NOTHING --why lost", "ht"),
    entry("school policy written-permission", "h"),
    entry("staff add Somebody --role office", "h"),
    entry("staff agreed Somebody 2020-01-01", "h"),
    entry("staff pin Somebody", "h"),
    entry("staff let-in Somebody", "oh"),
    entry("school proposal", "oh"),
    entry("school confirm-policy", "oh"),
    entry("staff close Nobody --last-day 2026-01-01", "h"),
    entry("photo discard PHOTO", "poh"),
    entry("photo erase PHOTO --why asked", "h"),
];

fn tries(letter: char, who: Person) {
    let school = School::new();
    let target = school.folder("target");
    let csv = school.file("c.csv", b"given,family,known_as,born,leaves,group\n");
    let file = school.file("f.jpg", b"no picture");
    let photo = photo("our-hills");
    let nobody = "00000000-0000-4000-8000-000000000000";
    let listed = school
        .run(HEAD, &["--json", "incident", "list"])
        .done()
        .json();
    let incident = listed[0]["incident"]["id"].as_str().unwrap();
    for Entry { typed, may } in TABLE {
        let mut all = vec!["--json", "--as", who.name, "--pin-fd", "0"];
        all.extend(typed.split(' ').map(|word| match word {
            "PHOTO" => photo.as_str(),
            "CHILD" => id("amira-khan"),
            "NOBODY" => nobody,
            "FILE" => file.as_str(),
            "CSV" => csv.as_str(),
            "DIR" => target.as_str(),
            "INCIDENT" => incident,
            "Somebody" if !typed.starts_with("staff add") => "Mr Hughes",
            word => word,
        }));
        let ran = school.typed(&all, &[who.pin, "860417"]);
        let json = ran.json();
        // Taking in answers for each file.
        let error = json["error"].as_str().or(json[0]["error"].as_str());
        let error = error.unwrap_or_default();
        let is_for_others =
            error.contains("signed in as") || error.contains("only the head teacher signs off");
        if may.contains(letter) {
            assert!(!is_for_others, "{} may `{typed}`: {ran:#?}", who.name);
            assert!(ran.code < 3, "{ran:#?}");
        } else {
            assert!(is_for_others, "{} may not `{typed}`: {ran:#?}", who.name);
            ran.ends(1);
        }
    }
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_practitioner_takes_tags_and_prepares_and_releases_where_nobody_signs() {
    tries('p', PATEL);
}

#[test]
fn the_office_keeps_the_register_and_releases_and_does_not_govern() {
    tries('o', OFFICE);
}

#[test]
fn the_head_may_do_everything_but_overrule() {
    tries('h', HEAD);
}

#[test]
fn a_technician_sees_no_picture_and_no_child() {
    tries('t', TECHNICIAN);
}

/// A command that is not in the table has not been thought about.
#[test]
fn the_table_holds_every_command_there_is() {
    let listed: BTreeSet<String> = TABLE
        .iter()
        .map(|entry| entry.typed.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    let school = School::none();
    let signed_in: BTreeSet<String> = super::usage::every_command(&school)
        .into_iter()
        .filter(|path| path.len() == 2 && path[0] != "policy")
        .map(|path| path.join(" "))
        .collect();
    assert_eq!(listed, signed_in);
}

/// Being told that there is no such person tells as much as a list would.
#[test]
fn a_technician_cannot_learn_who_is_in_the_register_by_asking() {
    let school = School::new();
    let photo = photo("puddle-jumping");
    for typed in [
        vec!["photo", "untag", &photo],
        vec!["photo", "hide", &photo],
        vec!["permission", "list"],
        vec!["person", "show"],
        vec!["person", "why"],
        vec!["person", "never"],
        vec!["call", "check"],
        vec!["photo", "tag", &photo, "--person"],
    ] {
        let ask = |name: &'static str| {
            let mut typed = typed.clone();
            typed.push(name);
            let ran = school.run(TECHNICIAN, &typed).refused();
            ran.said()
        };
        let (there, elsewhere, nowhere) = (ask("Jack Turner"), ask("Amira Khan"), ask("No Such"));
        assert!(
            there == elsewhere && elsewhere == nowhere,
            "{typed:?}: {there} {nowhere}"
        );
    }
}
