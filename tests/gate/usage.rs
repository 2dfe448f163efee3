//! How it ends, what it says and what help it gives, as whoever writes a script needs to know.

use super::school::{HEAD, OFFICE, PATEL, School, photo};

/// Every command that can be typed, groups included, as `--help` lists them.
pub fn every_command(school: &School) -> Vec<Vec<String>> {
    fn under(school: &School, path: &[String], found: &mut Vec<Vec<String>>) {
        let mut typed: Vec<&str> = path.iter().map(String::as_str).collect();
        typed.push("--help");
        let help = school.typed(&typed, &[]).done().out;
        let Some((_, after)) = help.split_once("\nCommands:\n") else {
            return;
        };
        for line in after.lines().take_while(|line| !line.is_empty()) {
            let Some(name) = line
                .strip_prefix("  ")
                .filter(|rest| !rest.starts_with(' '))
            else {
                continue;
            };
            let name = name.split(' ').next().unwrap();
            if name == "help" {
                continue;
            }
            let mut deeper = path.to_vec();
            deeper.push(name.to_owned());
            found.push(deeper.clone());
            under(school, &deeper, found);
        }
    }
    let mut found = Vec::new();
    under(school, &[], &mut found);
    assert!(found.len() > 50, "{found:?}");
    found
}

#[test]
fn every_command_has_help_in_words() {
    let school = School::none();
    for path in every_command(&school) {
        let mut typed: Vec<&str> = path.iter().map(String::as_str).collect();
        typed.push("--help");
        let help = school.typed(&typed, &[]).done();
        assert!(help.err.is_empty());
        let first = help.out.lines().next().unwrap();
        assert!(
            first.len() > 8 && !first.starts_with("Usage"),
            "{path:?} says nothing: {first}"
        );
        assert!(help.out.contains("Usage: shutterslip"), "{path:?}");
    }
    let help = school.typed(&["--help"], &[]).done();
    for word in ["Exit codes", "--json", "--as", "--pin-fd", "--data"] {
        assert!(help.out.contains(word), "{word}");
    }
    school.typed(&["--version"], &[]).done().says("shutterslip");
}

/// Without a school and without anybody's name, because it is what a technician asks first.
#[test]
fn about_says_what_this_program_is_and_what_confines_the_reading_of_pictures() {
    let school = School::none();
    let said = school.typed(&["about"], &[]).done();
    assert!(!school.data.exists());
    for words in [
        env!("CARGO_PKG_VERSION"),
        "GPL-3.0-only",
        "centerface-",
        "a process of its own",
        "memory, time",
        "system calls",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let json = school.typed(&["--json", "about"], &[]).done().json();
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["licence"], "GPL-3.0-only");
    assert!(json["face_finder"].as_str().unwrap().contains('/'));
    let decoding = &json["decoding"];
    assert_eq!(decoding["own_process"], true);
    assert_eq!(decoding["limits"], true);
    // Whatever this kernel has, a wall that is missing is told as such.
    for (wall, words) in [
        ("files_denied", "files denied"),
        ("network_denied", "network denied"),
        ("system_calls_limited", "system calls limited"),
    ] {
        let is_on = decoding[wall].as_bool().unwrap();
        let sign = if is_on { "✓" } else { "✕ MISSING:" };
        assert!(
            said.out.contains(&format!("{sign} {words}")),
            "{}",
            said.out
        );
    }
    assert_eq!(
        said.out.contains("WARNING"),
        decoding["is_open"].as_bool().unwrap()
    );
}

#[test]
fn completions_are_there_for_every_usual_shell() {
    let school = School::none();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = school.typed(&["completions", shell], &[]).done().out;
        for word in ["shutterslip", "take-down", "sign-off"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    school.typed(&["completions", "tcsh"], &[]).unusable();
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_right() {
    let school = School::new();
    for typed in [
        vec!["--kiosk", "photo", "list"],
        vec!["nonsense"],
        vec!["photo"],
        vec!["photo", "nonsense"],
        vec!["release", "to"],
        vec!["release", "to", "website"],
        vec!["--pin-fd", "x", "photo", "list"],
    ] {
        let ran = school.typed(&typed, &[]).unusable();
        assert!(ran.err.contains("--help"), "{ran:?}");
        assert!(ran.out.is_empty());
    }
    for typed in [
        vec!["photo", "show", "no-such-photo"],
        vec!["photo", "tick", &photo("our-hills"), "no-such-item"],
        vec![
            "photo",
            "sign-off",
            &photo("our-hills"),
            "--for",
            "no-such-channel",
        ],
        vec!["permission", "list", "No Such Person"],
        vec!["incident", "close", "no-such", "done"],
        vec!["take-down", "confirm", "no-such"],
        vec!["staff", "close", "No Such", "--last-day", "2026-11-30"],
        vec!["call", "check"],
        vec!["photo", "crop", &photo("our-hills"), "0,0,99999,9"],
    ] {
        let ran = school.run(HEAD, &typed).unusable();
        assert!(ran.err.starts_with("shutterslip: "), "{ran:?}");
        assert!(
            !ran.err.contains("Error") && !ran.err.contains("::"),
            "a program speaks: {ran:?}"
        );
    }
}

#[test]
fn without_a_school_the_message_says_how_to_get_one() {
    let school = School::none();
    let ran = school.typed(&["school", "show"], &[]).unusable();
    assert!(
        ran.err.contains("shutterslip setup") && ran.err.contains("sample"),
        "{ran:?}"
    );
    assert!(!school.data.exists(), "looking makes nothing");
    let ran = school.typed(&["--json", "school", "show"], &[]).unusable();
    assert!(ran.json()["error"].as_str().unwrap().contains("setup"));
    assert!(ran.err.is_empty());
    // In the user's own place, where nothing else is said.
    let ran = school
        .typed(&["--data", "elsewhere", "school", "show"], &[])
        .unusable();
    assert!(ran.err.contains("setup"), "{ran:?}");
    school.left_nothing_lying_about();
}

#[test]
fn a_school_is_set_up_whole_or_not_at_all() {
    let school = School::none();
    let set_up = |head: &'static str, policy: &str, pin: &'static str| {
        let typed = [
            "--pin-fd",
            "0",
            "setup",
            "--school",
            "Elm School",
            "--head",
            head,
            "--policy",
            policy,
        ];
        school.typed(&typed, &[pin])
    };
    let bad = school
        .typed(&["policy", "show", "written-permission"], &[])
        .done()
        .out;
    let line = 1 + bad.lines().count();
    let bad = school.file("bad.toml", format!("{bad}nonsense = 1\n").as_bytes());
    set_up("Ms Elm", "written-permission", "12")
        .unusable()
        .says("6 to 12");
    set_up("", "written-permission", "860417").unusable();
    set_up("Ms Elm", "no-such-policy", "860417").unusable();
    set_up("Ms Elm", &bad, "860417")
        .unusable()
        .says(&format!("line {line}"));
    // A slip costs nothing: the same folder is still free.
    set_up("Ms Elm", "written-permission", "860417").done();
    let elm = super::school::Person {
        name: "Ms Elm",
        pin: "860417",
    };
    school.run(elm, &["photo", "list"]).done();
    school.run(elm, &["audit", "verify", "--files"]).done();
    school
        .typed(&["school", "show"], &[])
        .done()
        .says("Elm School");
    set_up("Ms Elm", "written-permission", "860417")
        .refused()
        .says("not empty");
    let dir = school.data.to_str().unwrap();
    school
        .typed(&["sample", dir], &[])
        .refused()
        .says("not empty");
    school
        .typed(&["school", "show"], &[])
        .done()
        .says("Elm School");
}

#[test]
fn a_sample_says_that_it_is_one() {
    let school = School::new();
    let shown = school
        .typed(&["--json", "school", "show"], &[])
        .done()
        .json();
    assert_eq!(shown["sample"], true);
    assert!(shown["school"].as_str().unwrap().contains("sample"));
}

/// Refusals and errors as well: the duties' table reads the answer of every command as JSON.
#[test]
fn with_json_a_refusal_is_json_on_the_standard_output_and_nothing_else_is_there() {
    let school = School::new();
    let target = school.folder("target");
    let (stays, goes) = (photo("forest-school"), photo("our-hills"));
    let typed = [
        "--json", "release", "to", "website", &stays, &goes, "--folder", &target,
    ];
    let ran = school.run(OFFICE, &typed).refused();
    assert_eq!(ran.json().as_array().unwrap().len(), 2);
    assert!(ran.err.is_empty(), "{ran:?}");
    for (who, typed) in [
        (PATEL, vec!["--json", "person", "list"]),
        (OFFICE, vec!["--json", "photo", "show", "zzzz"]),
        (
            PATEL,
            vec![
                "--json", "release", "to", "website", &goes, "--folder", &target,
            ],
        ),
    ] {
        let ran = school.run(who, &typed);
        assert!(ran.code == 1 || ran.code == 2);
        assert!(ran.json()["error"].is_string(), "{ran:?}");
        assert!(ran.err.is_empty(), "{ran:?}");
    }
    let call = super::school::id("jack-turner");
    let typed = ["--json", "call", "release", call, "--occasion", "x"];
    let json = school.run(OFFICE, &typed).refused().json();
    assert_eq!(json["reasons"][0], format!("refused:{call}"));
}

#[test]
fn tables_line_up_and_lists_of_nothing_say_so() {
    let school = School::new();
    let table = school
        .run(OFFICE, &["photo", "check", "--table"])
        .done()
        .out;
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), super::school::kept().count() + 2);
    let wall = rows[0].find("wall").unwrap();
    let column = rows[0][..wall].chars().count();
    for row in &rows[2..] {
        let sign = row.chars().nth(column).unwrap();
        assert!(['✓', '✕'].contains(&sign), "{row}");
    }
    school
        .run(OFFICE, &["take-down", "list"])
        .done()
        .says("Nothing has to come down");
}
