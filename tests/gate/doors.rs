//! Who is let in, and by whom: waits after wrong PINs, PINs that somebody else set, accounts and cameras
//! that the head has to hear of, and rules that allow more than before.

use super::school::{HEAD, HUGHES, OFFICE, PATEL, School, TECHNICIAN, photo};

const GIVEN: &str = "864213";

#[test]
fn whoever_is_locked_out_by_a_colleagues_guesses_is_let_in_by_somebody_else_on_the_record() {
    let school = School::new();
    // Two guesses cost nothing; the others have to be waited for.
    for _ in 0..3 {
        let typed = ["--as", PATEL.name, "--pin-fd", "0", "photo", "list"];
        school.typed(&typed, &["918273"]).refused();
    }
    school
        .run(PATEL, &["photo", "list"])
        .refused()
        .says("ask the office or the head teacher to let you in");
    // Not by somebody of any role, and by nobody for themselves.
    school
        .run(HUGHES, &["staff", "let-in", PATEL.name])
        .refused();
    school
        .run(TECHNICIAN, &["staff", "let-in", PATEL.name])
        .refused();
    school
        .run(OFFICE, &["staff", "let-in", OFFICE.name])
        .refused()
        .says("somebody else");
    school.run(OFFICE, &["staff", "let-in", PATEL.name]).done();
    school.run(PATEL, &["photo", "list"]).done();
    let told = school
        .run(HEAD, &["audit", "list", "--act", "sign-in.let-in"])
        .done();
    assert_eq!(
        told.out.matches("sign-in.let-in").count(),
        1,
        "{}",
        told.out
    );
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_head_who_is_locked_out_is_let_in_by_the_office() {
    let school = School::new();
    for _ in 0..3 {
        let typed = ["--as", HEAD.name, "--pin-fd", "0", "photo", "list"];
        school.typed(&typed, &["918273"]).refused();
    }
    school.run(HEAD, &["photo", "list"]).refused();
    school.run(OFFICE, &["staff", "let-in", HEAD.name]).done();
    school.run(HEAD, &["photo", "list"]).done();
}

fn sets_hughes_a_pin(school: &School) {
    let set = [
        "--as",
        HEAD.name,
        "--pin-fd",
        "0",
        "staff",
        "pin",
        HUGHES.name,
    ];
    school.typed(&set, &[HEAD.pin, GIVEN]).done();
}

#[test]
fn a_pin_that_the_head_set_does_nothing_before_another_is_chosen() {
    let school = School::new();
    sets_hughes_a_pin(&school);
    let as_hughes = |typed: &[&str], pins: &[&str]| {
        let mut all = vec!["--as", HUGHES.name, "--pin-fd", "0"];
        all.extend(typed);
        school.typed(&all, pins)
    };
    for typed in [
        vec!["photo", "list"],
        vec!["photo", "tag", &photo("our-hills"), "--unknown"],
        vec!["staff", "sign-agreement"],
    ] {
        as_hughes(&typed, &[GIVEN, GIVEN])
            .refused()
            .says("choose one that only you know");
    }
    let choose = ["staff", "pin", HUGHES.name];
    as_hughes(&choose, &[GIVEN, GIVEN]).refused();
    as_hughes(&["photo", "list"], &[GIVEN]).refused();
    as_hughes(&choose, &[GIVEN, "192837"]).done();
    as_hughes(&["photo", "list"], &["192837"]).done();
    // Nor does the head's own choice need a second one.
    let own = [
        "--as", HEAD.name, "--pin-fd", "0", "staff", "pin", HEAD.name,
    ];
    school.typed(&own, &[HEAD.pin, "746152"]).done();
    let list = ["--as", HEAD.name, "--pin-fd", "0", "photo", "list"];
    school.typed(&list, &["746152"]).done();
}

#[test]
fn the_head_hears_at_the_next_sign_in_who_let_somebody_in() {
    let school = School::new();
    school.run(HEAD, &["photo", "list"]).done();
    let camera = [
        "camera", "register", "Yard", "--make", "Canon", "--model", "A", "--serial", "7",
    ];
    school.run(TECHNICIAN, &camera).done();
    let told = school.run(HEAD, &["photo", "list"]).done();
    assert!(
        told.err.contains("put the camera `Yard` on the list"),
        "{}",
        told.err
    );
    let again = school.run(HEAD, &["photo", "list"]).done();
    assert!(!again.err.contains("Yard"), "{}", again.err);
    // One head opens another's account, and sets a PIN: the other hears of what was done since.
    let add = [
        "--as", HEAD.name, "--pin-fd", "0", "staff", "add", "Mr Rowe", "--role", "head",
    ];
    school.typed(&add, &[HEAD.pin, "746152"]).done();
    sets_hughes_a_pin(&school);
    let as_rowe = |typed: &[&str], pins: &[&str]| {
        let mut all = vec!["--as", "Mr Rowe", "--pin-fd", "0"];
        all.extend(typed);
        school.typed(&all, pins)
    };
    let told = as_rowe(&["staff", "list"], &["746152"]).done();
    assert!(
        told.err.contains("set a new PIN for Mr Hughes"),
        "{}",
        told.err
    );
    assert!(!told.err.contains("Yard"), "{}", told.err);
    let add = ["staff", "add", "Ms Vale", "--role", "head"];
    as_rowe(&add, &["746152", "519283"]).done();
    let told = school.run(HEAD, &["photo", "list"]).done();
    assert!(
        told.err
            .contains("Mr Rowe opened a head teacher's account for Ms Vale"),
        "{}",
        told.err
    );
}

/// The school's rules with the website open to faces of any size.
fn looser(school: &School) -> String {
    let text = include_str!("../../policies/written-permission.toml");
    assert!(text.contains("largest_face = 160\n"));
    school.file(
        "looser.toml",
        text.replace("largest_face = 160\n", "").as_bytes(),
    )
}

#[test]
fn rules_that_allow_more_take_two_people_and_open_an_incident() {
    let school = School::new();
    let file = looser(&school);
    let before = school.run(HEAD, &["--json", "incident", "list"]).json();
    school
        .run(HEAD, &["school", "policy", &file])
        .done()
        .says("stays in force")
        .says("`website` takes larger faces")
        .says("`social` takes larger faces");
    let in_force = || {
        school
            .typed(&["--json", "school", "show"], &[])
            .done()
            .json()["since"]
            .clone()
    };
    let since = in_force();
    // Whoever proposed them, and whoever is no head and not of the office, confirms nothing.
    school
        .run(HEAD, &["school", "confirm-policy"])
        .refused()
        .says("you proposed these rules yourself");
    school.run(PATEL, &["school", "confirm-policy"]).refused();
    school
        .run(TECHNICIAN, &["school", "confirm-policy"])
        .refused();
    assert_eq!(in_force(), since);
    school
        .run(OFFICE, &["school", "proposal"])
        .done()
        .says("`website` takes larger faces");
    school.run(OFFICE, &["school", "confirm-policy"]).done();
    assert_ne!(in_force(), since);
    let after = school.run(HEAD, &["--json", "incident", "list"]).json();
    let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
    assert_eq!(after.len(), before.len() + 1);
    let told = school.run(HEAD, &["incident", "list"]).done();
    assert!(told.out.contains("takes larger faces"), "{}", told.out);
    // It is done once.
    school
        .run(OFFICE, &["school", "confirm-policy"])
        .refused()
        .says("no looser rules wait");
    // Tightening is the head's alone.
    school
        .run(HEAD, &["school", "policy", "written-permission"])
        .done()
        .says("in force from now on");
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn while_there_is_nobody_else_nothing_is_loosened() {
    let own = School::none();
    let setup = [
        "setup", "--school", "Mine", "--head", "Dr Own", "--pin-fd", "0",
    ];
    own.typed(&setup, &["860417"]).done();
    let file = looser(&own);
    let change = ["--as", "Dr Own", "--pin-fd", "0", "school", "policy", &file];
    own.typed(&change, &["860417"])
        .refused()
        .says("add an account with `staff add`");
}
