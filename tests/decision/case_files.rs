//! Case files: what is wrong names the case, the key and the line, and fails the whole file.

use proptest::prelude::*;
use serde_json::Value;
use shutterslip::domain::cases::run;

const CASE: &str = r#"[
 {
  "name": "a den",
  "policy": "written-permission",
  "today": "2026-03-02",
  "channel": "website",
  "people": [
   {"id": "amira", "kind": "child", "given": "Amira", "family": "Khan"}
  ],
  "permissions": [
   {"person": "amira", "channel": "website", "answer": "granted", "by": "A",
    "signed": "2025-09-03", "evidence": "paper"}
  ],
  "photo": {
   "shown": [
    {"person": "amira"}
   ],
   "checklist": ["dressed", "dignity", "no-names-in-view"],
   "taken_by": "patel",
   "sign_off": {"by": "shaw", "role": "head", "current": true}
  },
  "expect": {"allowed": true, "reasons": []}
 }
]"#;

#[track_caller]
fn fails(from: &str, to: &str, line: usize, says: &[&str]) {
    assert!(CASE.contains(from), "{from:?}");
    let error = run(&CASE.replacen(from, to, 1)).expect_err("let through");
    let fault = &error.faults[0];
    let spelled = fault.to_string();
    assert_eq!(fault.line, line, "{spelled}");
    for said in says {
        assert!(spelled.contains(said), "{spelled}");
    }
    if fault.case.is_some() {
        assert!(spelled.contains(", key `"), "{spelled}");
    }
}

#[test]
fn a_wrong_case_names_the_case_the_key_and_the_line() {
    assert!(run(CASE).unwrap()[0].agrees());
    let den = "case `a den`";
    fails(
        "\"channel\": \"website\",\n  \"people\"",
        "\"chanel\": \"website\",\n  \"people\"",
        2,
        &[den, "`channel`", "missing"],
    );
    fails(
        "\"name\": \"a den\",",
        "",
        2,
        &["case number 1", "`name`", "missing"],
    );
    fails(
        "\"name\": \"a den\"",
        "\"name\": \" \"",
        2,
        &["case number 1", "`name`", "empty"],
    );
    fails(
        "\"policy\": \"written-permission\"",
        "\"policy\": \"written\"",
        4,
        &[den, "`policy`", "`written`"],
    );
    fails(
        "\"channel\": \"website\",\n  \"people\"",
        "\"channel\": \"web\",\n  \"people\"",
        6,
        &[den, "`channel`", "`web`"],
    );
    fails(
        "\"today\": \"2026-03-02\",",
        "",
        2,
        &[den, "`today`", "missing"],
    );
    for day in [
        "2026-02-29",
        "2026-3-2",
        "02/03/2026",
        "",
        "2026-03-02T00:00",
        "+026-03-02",
        "2026-13-01",
    ] {
        fails(
            "\"today\": \"2026-03-02\"",
            &format!("\"today\": \"{day}\""),
            5,
            &[den, "`today`", "no day"],
        );
    }
    fails(
        "\"today\": \"2026-03-02\"",
        "\"today\": null",
        5,
        &[den, "`today`"],
    );
    fails(
        "\"signed\": \"2025-09-03\"",
        "\"signed\": \"soon\"",
        12,
        &[den, "`permissions[1].signed`", "`soon`"],
    );
    fails(
        "\"kind\": \"child\"",
        "\"kind\": \"pupil\"",
        8,
        &[den, "`people[1].kind`", "`pupil`"],
    );
    fails(
        "\"given\": \"Amira\"",
        "\"given_name\": \"Amira\"",
        8,
        &[den, "`people[1].given`", "missing"],
    );
    fails(
        "\"family\": \"Khan\"",
        "\"family\": \"Khan\", \"age\": 4",
        8,
        &[den, "`people[1].age`", "not a key"],
    );
    fails(
        "\"family\": \"Khan\"",
        "\"family\": \"Khan\", \"never\": 1",
        8,
        &[den, "`people[1].never`"],
    );
    fails(
        "\"answer\": \"granted\"",
        "\"answer\": \"yes\"",
        11,
        &[den, "`permissions[1].answer`", "`yes`"],
    );
    fails(
        "\"by\": \"A\"",
        "\"relation\": \"mother\", \"by\": \"A\"",
        11,
        &[den, "`permissions[1].relation`"],
    );
    fails(
        "\"by\": \"A\",",
        "",
        11,
        &[den, "`permissions[1].by`", "missing"],
    );
    fails(
        "\"evidence\": \"paper\"",
        "\"evidence\": \"letter\"",
        12,
        &[den, "`permissions[1].evidence`"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{}",
        16,
        &[den, "`photo.shown[1].person`", "missing"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{\"unknown\": false}",
        16,
        &[den, "`photo.shown[1].unknown`"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{\"person\": \"amira\", \"unknown\": true}",
        16,
        &[den, "exclude each other"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{\"unrecognisable\": \"dog\"}",
        16,
        &[den, "`dog`"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{\"person\": \"amira\", \"hiden\": true}",
        16,
        &[den, "`photo.shown[1].hiden`"],
    );
    fails(
        "{\"person\": \"amira\"}",
        "{\"person\": \"amira\", \"hidden\": \"yes\"}",
        16,
        &[den, "`photo.shown[1].hidden`"],
    );
    fails(
        "\"taken_by\": \"patel\"",
        "\"taken_by\": \"patel\", \"faces\": -1",
        19,
        &[den, "`photo.faces`"],
    );
    fails(
        "\"taken_by\": \"patel\"",
        "\"taken_by\": \"patel\", \"faces\": 1.5",
        19,
        &[den, "`photo.faces`"],
    );
    fails(
        "\"taken_by\": \"patel\"",
        "\"taken_by\": \"patel\", \"device\": \"phone\"",
        19,
        &[den, "`photo.device`"],
    );
    fails(
        "\"taken_by\": \"patel\"",
        "\"taken_by\": \"patel\", \"taken_by\": \"x\"",
        19,
        &[den, "`photo.taken_by`", "twice"],
    );
    fails(
        "\"role\": \"head\"",
        "\"role\": \"boss\"",
        20,
        &[den, "`photo.sign_off.role`", "`boss`"],
    );
    fails(
        ", \"current\": true",
        "",
        20,
        &[den, "`photo.sign_off.current`", "missing"],
    );
    fails(
        "\"reasons\": []",
        "\"reasons\": [\"no-permision:amira\"]",
        22,
        &[den, "`expect.reasons`", "`no-permision:amira`"],
    );
    fails(
        "\"reasons\": []",
        "\"reasons\": [\"clock-behind:amira\"]",
        22,
        &[den, "`expect.reasons`"],
    );
    fails(
        "\"reasons\": []",
        "\"reason\": []",
        22,
        &[den, "`expect.reasons`", "missing"],
    );
    fails(
        "\"allowed\": true",
        "\"allowed\": \"yes\"",
        22,
        &[den, "`expect.allowed`"],
    );
    fails(
        "\"expect\": {\"allowed\": true, \"reasons\": []}",
        "\"expects\": {}",
        2,
        &[den, "`expect`", "missing"],
    );
    fails(
        "\"reasons\": []}\n",
        "\"reasons\": []},\n \"note\": \"\"\n",
        23,
        &[den, "`note`", "not a key"],
    );
    fails(
        "\"policy\": \"written-permission\"",
        "\"policy\": {\n\"name\": \"x\", \"four_eyes\": true,\n\"ends_on_leaving\": true,\n\"channel\": [{\"id\": \"website\", \"name\": \"w\", \"outside\": true,\n\"permission\": \"any\", \"children\": true, \"hiding\": true, \"sign_off\": \"none\"}]}",
        8,
        &[den, "`policy.channel[1].permission`", "written permission"],
    );
    fails(
        "\"today\": \"2026-03-02\",",
        "\"today\": \"2026-03-02\"",
        6,
        &["line 6", "not JSON"],
    );
    fails("\"a den\"", "\"a\nden\"", 3, &["line 3", "not JSON"]);
}

#[test]
fn one_wrong_case_fails_the_whole_file() {
    let wrong = CASE
        .replace("a den", "a slide")
        .replace("2026-03-02", "today");
    let both = format!(
        "{},{}",
        CASE.trim_end_matches(']'),
        wrong.trim_start_matches('[')
    );
    let error = run(&both).unwrap_err();
    assert_eq!(error.faults.len(), 1);
    assert!(error.to_string().contains("`a slide`"), "{error}");
    for text in [
        "{}", "null", "", "[", "[1]", "[{}]", "[] []", "[,]", "nonsense",
    ] {
        assert!(run(text).is_err(), "{text:?}");
    }
    assert_eq!(run("[]").unwrap().len(), 0);
    assert!(run(&"[".repeat(100_000)).is_err());
}

#[test]
fn a_verdict_other_than_expected_is_told_reason_by_reason() {
    let case = CASE.replace(
        "true, \"reasons\": []",
        "false, \"reasons\": [\"expired:amira\", \"refused:amira\"]",
    );
    let case = case.replace("2025-09-03", "2024-09-03");
    let outcome = &run(&case).unwrap()[0];
    assert!(!outcome.agrees());
    assert_eq!(outcome.missing(), ["refused:amira"]);
    assert!(outcome.unexpected().is_empty());
    // The reasons alone do not make it agree.
    let case = CASE.replace("\"allowed\": true", "\"allowed\": false");
    assert!(!run(&case).unwrap()[0].agrees());
}

#[test]
fn two_thousand_cases_run() {
    let one = CASE
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .trim();
    let many = format!("[{}]", vec![one; 2000].join(","));
    let outcomes = run(&many).unwrap();
    assert_eq!(outcomes.len(), 2000);
    assert!(outcomes.iter().all(|outcome| outcome.agrees()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The reader that keeps lines takes what `serde_json` takes, and nothing else.
    #[test]
    fn json_is_read_as_the_standard_says(text in r#"([\[\]{},:" \\u]|\\u00e9|\\ud83d\\ude00|"a":|[0-9.eE+-]{1,4}|true|null|[a-zé]){0,12}"#) {
        let text = text.as_str();
        for text in [text.to_owned(), format!("[{text}]"), format!("[\"{text}\"]"), format!("[{{\"a\":{text}}}]")] {
            let standard = serde_json::from_str::<Value>(&text).is_ok();
            let ours = run(&text).map_or_else(|error| !error.to_string().contains("not JSON"), |_| true);
            prop_assert_eq!(ours, standard, "{}", text);
        }
    }
}
