//! The policy commands: what they print, and how they end.

use std::path::PathBuf;

use serde_json::Value;
use shutterslip::cli::policy::{PolicyCommand, run_with};

/// A command's exit code, its output and its errors.
fn ran(command: PolicyCommand, json: bool) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run_with(command, json, &mut out, &mut err).unwrap();
    (
        code,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn test(files: Vec<PathBuf>) -> PolicyCommand {
    PolicyCommand::Test { files }
}

const BASIC: &str = include_str!("../cases/basic.json");

#[test]
fn cases_that_agree_exit_with_0() {
    let folder = tempfile::tempdir().unwrap();
    let basic = file(&folder, "basic.json", BASIC);
    let (code, out, err) = ran(test(vec![basic]), false);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "49 passed, 0 failed\n");
}

#[test]
fn a_case_that_disagrees_is_one_line_and_exits_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = BASIC.replace("\"withdrawn:amira\"", "\"refused:amira\"");
    let basic = file(&folder, "basic.json", BASIC);
    let wrong = file(&folder, "wrong.json", &wrong);
    let (code, out, err) = ran(test(vec![basic.clone(), wrong.clone()]), false);
    assert_eq!((code, err.as_str()), (1, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    assert!(lines[0].contains(
        "`one parent withdrew, by word of mouth`: expected blocked (refused:amira), got blocked \
         (withdrawn:amira); not given: refused:amira; not expected: withdrawn:amira"
    ));
    assert_eq!(lines[2], "96 passed, 2 failed");

    let (code, out, _) = ran(test(vec![basic, wrong]), true);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &told["passed"], &told["failed"]),
        (1, &96.into(), &2.into())
    );
    assert_eq!(told["files"][1]["cases"][5]["passed"], false);
    assert_eq!(
        told["files"][1]["cases"][5]["got"]["reasons"][0],
        "withdrawn:amira"
    );
}

#[test]
fn a_file_that_cannot_be_read_exits_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.json");
    let broken = file(&folder, "broken.json", "[\n{\"name\": \"x\"}\n]");
    let latin = folder.path().join("latin.json");
    std::fs::write(&latin, [b'[', 0xe9, b']']).unwrap();
    let large = folder.path().join("large.json");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(17 << 20)
        .unwrap();
    let basic = file(&folder, "basic.json", BASIC);
    for (path, says) in [
        (missing, "cannot be read"),
        (broken, "line 2, case `x`, key `"),
        (latin, "UTF-8"),
        (large, "16 MB"),
        (folder.path().to_owned(), "cannot be read"),
    ] {
        let (code, out, err) = ran(test(vec![path.clone(), basic.clone()]), false);
        assert_eq!((code, out.as_str()), (2, "49 passed, 0 failed\n"));
        assert!(err.contains(says), "{err}");
        let (code, out, err) = ran(test(vec![path]), true);
        assert_eq!((code, err.as_str()), (2, ""));
        assert!(serde_json::from_str::<Value>(&out).unwrap()["files"][0]["errors"].is_array());
    }
}

#[test]
fn a_case_cannot_move_the_cursor_of_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let sly = BASIC
        .replace("one parent withdrew", "\\u001b[2Jone\\nparent")
        .replace("\"withdrawn:amira\"", "\"refused:amira\"");
    let (_, out, _) = ran(test(vec![file(&folder, "sly.json", &sly)]), false);
    assert_eq!(out.lines().count(), 3);
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn shipped_policies_are_listed_and_shown() {
    let (code, out, _) = ran(PolicyCommand::Show { name: None }, false);
    assert_eq!(code, 0);
    assert!(out.contains("written-permission") && out.contains("No children on the website"));
    for (id, text) in shutterslip::domain::policy::SHIPPED {
        let name = Some(id.to_owned());
        assert_eq!(
            ran(PolicyCommand::Show { name }, false),
            (0, text.to_owned(), String::new())
        );
    }
    let name = Some("other".to_owned());
    let (code, out, err) = ran(PolicyCommand::Show { name }, false);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("`other`") && err.contains("`written-permission`"),
        "{err}"
    );
}

#[test]
fn a_policy_is_checked_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let whole = shutterslip::domain::policy::SHIPPED[0].1;
    let good = file(&folder, "good.toml", whole);
    let (code, out, err) = ran(PolicyCommand::Check { file: good }, false);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out.lines().count(), 9, "{out}");
    assert!(out.contains("devices lock after 120 seconds"), "{out}");
    assert!(
        out.contains("website (School website): outside; written permission;"),
        "{out}"
    );

    let weak = whole.replace("permission = \"written\"", "permission = \"any\"");
    let first = 1 + weak
        .lines()
        .position(|line| line == "permission = \"any\"")
        .unwrap();
    let weak = file(&folder, "weak.toml", &weak);
    let (code, out, err) = ran(PolicyCommand::Check { file: weak.clone() }, false);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(err.lines().count(), 6, "{err}");
    assert!(
        err.contains(&format!("line {first}: `journal` is outside the school")),
        "{err}"
    );
    let (code, out, _) = ran(PolicyCommand::Check { file: weak }, true);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &told["fine"], &told["errors"][0]["line"]),
        (1, &false.into(), &first.into())
    );

    let missing = folder.path().join("missing.toml");
    assert_eq!(ran(PolicyCommand::Check { file: missing }, false).0, 2);
}
