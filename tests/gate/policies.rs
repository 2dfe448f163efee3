//! A school reads a policy, edits its copy, proves it and adopts it.

use std::path::Path;
use std::time::Instant;

use super::school::{HEAD, School};

#[test]
fn the_case_files_pass() {
    let school = School::none();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .filter(|file| file.ends_with(".json"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut typed = vec!["policy", "test"];
    typed.extend(files.iter().map(String::as_str));
    let ran = school.typed(&typed, &[]).done();
    let last = ran.out.lines().last().unwrap();
    assert!(
        last.ends_with(" passed, 0 failed") && !last.starts_with("0 "),
        "{ran:?}"
    );
}

#[test]
fn a_case_that_disagrees_ends_with_1_and_one_that_cannot_be_read_with_2() {
    let school = School::none();
    let case = |expect: &str| {
        format!(
            r#"[{{"name": "nobody asked", "policy": "written-permission", "today": "2026-03-02",
            "channel": "journal", "people": [{{"id": "a", "kind": "child", "given": "A", "family": "B"}}],
            "photo": {{"shown": [{{"person": "a"}}], "taken_by": "p"}}, "expect": {expect}}}]"#
        )
    };
    let right = r#"{"allowed": false, "reasons": ["no-permission:a"]}"#;
    let wrong = r#"{"allowed": true, "reasons": []}"#;
    let right = school.file("right.json", case(right).as_bytes());
    let wrong = school.file("wrong.json", case(wrong).as_bytes());
    let broken = school.file("broken.json", b"[{");
    school
        .typed(&["policy", "test", &right], &[])
        .done()
        .says("1 passed, 0 failed");
    let ran = school
        .typed(&["policy", "test", &right, &wrong], &[])
        .refused();
    assert!(
        ran.out.contains("nobody asked") && ran.out.contains("no-permission:a"),
        "{ran:?}"
    );
    assert!(ran.out.contains("1 passed, 1 failed"), "{ran:?}");
    school.typed(&["policy", "test", &broken], &[]).unusable();
    school
        .typed(&["policy", "test", "not-there.json"], &[])
        .unusable();
    let json = school
        .typed(&["--json", "policy", "test", &wrong], &[])
        .refused()
        .json();
    assert_eq!(json["failed"], 1);
}

/// Two thousand cases in under two seconds: a school may prove its policy as often as it likes.
#[test]
fn two_thousand_cases_take_under_two_seconds() {
    let school = School::none();
    let basic = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/basic.json");
    let basic: serde_json::Value = serde_json::from_slice(&std::fs::read(basic).unwrap()).unwrap();
    let many: Vec<_> = basic
        .as_array()
        .unwrap()
        .iter()
        .cycle()
        .take(2_000)
        .collect();
    let many = school.file(
        "many.json",
        serde_json::to_string(&many).unwrap().as_bytes(),
    );
    let start = Instant::now();
    school
        .typed(&["policy", "test", &many], &[])
        .done()
        .says("2000 passed");
    let took = start.elapsed();
    assert!(took.as_secs_f64() < 2.0, "{took:?}");
}

#[test]
fn a_shipped_policy_is_shown_checked_and_adopted_as_it_is() {
    let school = School::new();
    let listed = school
        .typed(&["--json", "policy", "show"], &[])
        .done()
        .json();
    let ids: Vec<&str> = listed["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["written-permission", "no-children-on-website"]);
    for id in ids {
        let text = school.typed(&["policy", "show", id], &[]).done().out;
        let file = school.file(&format!("{id}.toml"), text.as_bytes());
        let fine = school
            .typed(&["--json", "policy", "check", &file], &[])
            .done()
            .json();
        assert_eq!(fine["fine"], true);
        assert_eq!(fine["channels"].as_array().unwrap().len(), 7);
        school.run(HEAD, &["school", "policy", &file]).done();
    }
    school
        .typed(&["policy", "show", "no-such"], &[])
        .unusable()
        .says("written-permission");
}

/// An outside channel without written permission is no policy, to check or to adopt.
#[test]
fn a_policy_that_would_let_children_out_unasked_is_refused_with_its_line() {
    let school = School::new();
    let shipped = school
        .typed(&["policy", "show", "written-permission"], &[])
        .done()
        .out;
    for (from, to) in [
        ("permission = \"written\"", "permission = \"none\""),
        ("permission = \"written\"", "permission = \"any\""),
        ("four_eyes", "for_eyes"),
    ] {
        assert!(shipped.contains(from));
        let loose = shipped.replace(from, to);
        let mut lines = shipped.lines().zip(loose.lines());
        let line = 1 + lines.position(|(was, is)| was != is).unwrap();
        let file = school.file("loose.toml", loose.as_bytes());
        let ran = school.typed(&["policy", "check", &file], &[]).refused();
        assert!(
            ran.err.contains(&format!("line {line}:")),
            "{to}: line {line}: {ran:?}"
        );
        let ran = school.run(HEAD, &["school", "policy", &file]).unusable();
        assert!(ran.err.contains("line"), "{ran:?}");
    }
    let shown = school.typed(&["school", "show"], &[]).done();
    assert!(
        shown.out.contains("Written permission"),
        "the old one is still in force"
    );
}
