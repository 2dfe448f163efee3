//! Who sits there, and how the program makes sure of it.

use super::school::{HEAD, OFFICE, PATEL, Person, ROLES, School, photo};

fn with_pin(who: Person, pin: &'static str) -> Person {
    Person { pin, ..who }
}

#[test]
fn a_wrong_pin_opens_nothing_and_after_three_one_waits() {
    let school = School::new();
    let wrong = with_pin(PATEL, "271829");
    for _ in 0..3 {
        school
            .run(wrong, &["photo", "list"])
            .refused()
            .says("not the PIN");
    }
    school
        .run(wrong, &["photo", "list"])
        .refused()
        .says("try again in");
    // Waiting is waiting, also with the right PIN; and nobody else waits.
    school
        .run(PATEL, &["photo", "list"])
        .refused()
        .says("try again in");
    school.run(OFFICE, &["photo", "list"]).done();
    // Everything is on the record, and the record is good.
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn two_slips_cost_nothing() {
    let school = School::new();
    let wrong = with_pin(PATEL, "000000");
    for _ in 0..2 {
        school.run(wrong, &["photo", "list"]).refused();
    }
    school.run(PATEL, &["photo", "list"]).done();
    for _ in 0..2 {
        school.run(wrong, &["photo", "list"]).refused();
    }
    school.run(PATEL, &["photo", "list"]).done();
}

#[test]
fn nobody_gets_in_without_a_name_and_the_whole_pin_of_it() {
    let school = School::new();
    for (name, pin) in [
        ("Somebody Else", "271828"),
        ("", "271828"),
        ("Ms Patel' OR '1'='1", "271828"),
        ("%", "271828"),
        ("Mrs Okafor", ""),
        ("Ms Lewis", " 577215"),
        ("Ms Patel", "27182"),
        ("Dr Shaw", "173205\0"),
    ] {
        school
            .typed(&["--as", name, "--pin-fd", "0", "photo", "list"], &[pin])
            .refused();
    }
    // The spelling of the lock screen, in whatever letters.
    school
        .run(
            Person {
                name: " mrs okafor ",
                ..OFFICE
            },
            &["photo", "list"],
        )
        .done();
    school
        .typed(&["photo", "list"], &[])
        .unusable()
        .says("--as");
    school
        .typed(&["--as", "Ms Patel", "photo", "list"], &[])
        .unusable()
        .says("--pin-fd");
    school
        .typed(
            &["--as", "Ms Patel", "--pin-fd", "99", "photo", "list"],
            &[],
        )
        .unusable();
}

#[test]
fn a_pin_is_never_an_argument() {
    let school = School::new();
    for typed in [
        vec!["--as", "Ms Patel", "--pin", "271828", "photo", "list"],
        vec!["--as", "Ms Patel", "--pin=271828", "photo", "list"],
        vec!["--as", "Ms Patel", "-p", "271828", "photo", "list"],
        vec!["--as", "Ms Patel", "photo", "list", "271828"],
        vec!["--as", "Ms Patel", "--pin-fd", "271828x", "photo", "list"],
    ] {
        // The message repeats what was typed, so it is not looked at for PINs here.
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_shutterslip"))
            .args(&typed)
            .env("SHUTTERSLIP_DATA", &school.data)
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(2), "{typed:?}");
    }
}

#[test]
fn a_closed_account_and_a_changed_pin_open_nothing() {
    let school = School::new();
    school
        .run(
            HEAD,
            &["staff", "close", "Ms Patel", "--last-day", "2026-11-30"],
        )
        .done();
    school
        .run(PATEL, &["photo", "list"])
        .refused()
        .says("closed");
    school
        .run(
            HEAD,
            &["staff", "close", "Dr Shaw", "--last-day", "2026-11-30"],
        )
        .refused()
        .says("one head");
    let change = [
        "--as",
        "Dr Shaw",
        "--pin-fd",
        "0",
        "staff",
        "pin",
        "Mrs Okafor",
    ];
    for (weak, why) in [
        ("123456", ""),
        ("111111", ""),
        ("1234", "6"),
        ("abcdef", ""),
        ("", ""),
    ] {
        let ran = school.typed(&change, &[HEAD.pin, weak]).unusable();
        assert!(ran.err.contains(why), "{weak}: {ran:?}");
    }
    school.typed(&change, &[HEAD.pin, "860417"]).done();
    school.run(OFFICE, &["photo", "list"]).refused();
    // It opens nothing but the choice of another.
    school
        .run(with_pin(OFFICE, "860417"), &["photo", "list"])
        .refused()
        .says("staff pin");
    // One's own, but nobody else's.
    let change = ["--as", "Mrs Okafor", "--pin-fd", "0", "staff", "pin"];
    let own: Vec<&str> = change.iter().copied().chain(["Mrs Okafor"]).collect();
    let heads: Vec<&str> = change.iter().copied().chain(["Dr Shaw"]).collect();
    school.typed(&heads, &["860417", "860418"]).refused();
    school.typed(&own, &["860417", "704816"]).done();
    school
        .run(with_pin(OFFICE, "704816"), &["photo", "list"])
        .done();
}

#[test]
fn a_new_account_may_what_its_role_may_and_its_name_is_its_own() {
    let school = School::new();
    let add = ["--as", "Dr Shaw", "--pin-fd", "0", "staff", "add"];
    let typed = |more: &[&'static str]| -> Vec<&str> { add.iter().chain(more).copied().collect() };
    school
        .typed(
            &typed(&["ms patel", "--role", "office"]),
            &[HEAD.pin, "860417"],
        )
        .unusable()
        .says("already");
    school
        .typed(
            &typed(&["Mr New", "--role", "practitioner"]),
            &[HEAD.pin, "860417"],
        )
        .done();
    let new = Person {
        name: "Mr New",
        pin: "860417",
    };
    school.run(new, &["photo", "list"]).done();
    school.run(new, &["person", "list"]).refused();
    // No agreement, no camera.
    let file = school.file("a.jpg", b"x");
    school
        .run(new, &["photo", "take-in", &file])
        .refused()
        .says("agreement");
}

/// Five wrong PINs in a row reach the head, without waiting out the delays in this test: two other
/// accounts show that each is counted by itself.
#[test]
fn whoever_is_waiting_is_told_how_long_and_roles_do_not_matter() {
    let school = School::new();
    for (_, who) in ROLES {
        let wrong = with_pin(who, "999999");
        for _ in 0..3 {
            school
                .run(wrong, &["school", "policy", "written-permission"])
                .refused();
        }
        let ran = school
            .run(who, &["photo", "check", &photo("our-hills")])
            .refused();
        assert!(ran.err.contains("seconds"), "{ran:?}");
    }
}
