//! The clock, PINs and locks: waits grow, nobody locks a colleague out for good, a clock that was
//! set back stops releases, and a data folder has one user at a time.

use std::sync::Arc;

use chrono::TimeDelta;
use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::incident::IncidentKind;
use shutterslip::domain::release::OutletKind;
use shutterslip::register::RegisterError;
use shutterslip::register::store::sqlite;

use super::school::*;

/// What somebody is told who tries a PIN.
#[derive(Debug, PartialEq)]
enum Told {
    In,
    Wrong,
    Wait(String),
    Refused,
}

fn try_pin(desk: &mut Desk, name: &str, pin: &str) -> Told {
    match desk.sign_in(name, pin) {
        Ok(_) => Told::In,
        Err(error @ ActError::Refused(Refusal::Wait { .. })) => {
            let words = shutterslip::cli::act_words(&error);
            let (_, wait) = words.split_once("; try again in ").unwrap();
            let (wait, others) = wait.split_once(", ").unwrap();
            assert!(others.contains("let you in"), "{others}");
            Told::Wait(wait.to_owned())
        }
        Err(ActError::Refused(_)) => Told::Refused,
        Err(ActError::WrongPin(_)) => Told::Wrong,
        Err(other) => panic!("{other:?}"),
    }
}

fn wrong(desk: &mut Desk) -> Told {
    try_pin(desk, OFFICE, "999333")
}

fn pin_incidents(desk: &Desk) -> usize {
    let incidents = desk.incidents(&template().head).unwrap();
    let of_pins = incidents
        .iter()
        .filter(|(incident, _)| incident.kind == IncidentKind::PinTries);
    of_pins.count()
}

#[test]
fn waits_grow_with_wrong_pins_and_the_fifth_is_an_incident() {
    let school = School::copy();
    let mut desk = school.desk();
    let pause = |seconds: i64| school.clock.forward(TimeDelta::seconds(seconds));
    assert_eq!(
        [wrong(&mut desk), wrong(&mut desk)],
        [Told::Wrong, Told::Wrong]
    );
    assert_eq!(wrong(&mut desk), Told::Wrong, "two slips cost nothing");
    assert_eq!(wrong(&mut desk), Told::Wait("30 seconds".to_owned()));
    // The right PIN has to wait as well, or guessing would go on.
    assert_eq!(
        try_pin(&mut desk, OFFICE, PIN),
        Told::Wait("30 seconds".to_owned())
    );
    pause(29);
    // All these tries while waiting have not lengthened it.
    assert_eq!(wrong(&mut desk), Told::Wait("1 seconds".to_owned()));
    pause(1);
    assert_eq!(wrong(&mut desk), Told::Wrong);
    pause(119);
    assert_eq!(wrong(&mut desk), Told::Wait("1 seconds".to_owned()));
    pause(1);
    assert_eq!(pin_incidents(&desk), 0);
    assert_eq!(wrong(&mut desk), Told::Wrong);
    assert_eq!(pin_incidents(&desk), 1, "five in a row");
    assert_eq!(wrong(&mut desk), Told::Wait("15 minutes".to_owned()));
    // A colleague is not held up, and it never gets longer than that.
    assert_eq!(try_pin(&mut desk, HEAD, PIN), Told::In);
    for _ in 0..3 {
        pause(15 * 60);
        assert_eq!(wrong(&mut desk), Told::Wrong);
        assert_eq!(wrong(&mut desk), Told::Wait("15 minutes".to_owned()));
    }
    assert_eq!(pin_incidents(&desk), 1, "one row, one incident");
    pause(15 * 60);
    assert_eq!(try_pin(&mut desk, OFFICE, PIN), Told::In);
    assert_eq!(wrong(&mut desk), Told::Wrong, "the count begins anew");
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
}

#[test]
fn waits_outlast_a_restart() {
    let school = School::copy();
    let mut desk = school.desk();
    for _ in 0..3 {
        wrong(&mut desk);
    }
    drop(desk);
    let told = try_pin(&mut school.desk(), OFFICE, PIN);
    assert_eq!(told, Told::Wait("30 seconds".to_owned()));
}

#[test]
fn a_closed_account_opens_no_more() {
    let school = School::copy();
    let mut desk = school.desk();
    desk.close_account(&template().head, OFFICE, None).unwrap();
    assert!(matches!(desk.sign_in(OFFICE, PIN), Err(ActError::Refused(why)) if !why.is_of_input()));
    assert!(matches!(
        desk.sign_in("Nobody", PIN),
        Err(ActError::WrongPin(_))
    ));
}

#[test]
fn a_clock_behind_the_newest_event_lets_nothing_out() {
    let school = School::copy();
    let out = school.beside("out");
    let mut desk = school.desk();
    school.clock.set(at("2026-03-02T08:00:00Z"));
    for (channel, verdict) in desk.check(&template().head, &template().of_amira).unwrap() {
        let codes: Vec<&str> = verdict
            .reasons()
            .iter()
            .map(|reason| reason.code())
            .collect();
        assert!(codes.contains(&"clock-behind"), "{}: {codes:?}", channel.id);
    }
    let photos = [template().of_amira.clone()];
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let outcomes = desk
        .release(
            &template().head,
            &photos,
            &channel("journal"),
            folder.as_mut(),
        )
        .unwrap();
    assert!(
        format!("{outcomes:?}").contains("ClockBehind"),
        "{outcomes:?}"
    );
    assert!(files_under(&out).is_empty());
    let call = [template().amira.clone()];
    let told = desk.release_call(&template().head, &call, "pen pals");
    assert!(matches!(told, Err(ActError::Blocked(_))), "{told:?}");
    // Set right, it goes.
    school.clock.set(morning());
    desk.release(
        &template().head,
        &photos,
        &channel("journal"),
        folder.as_mut(),
    )
    .unwrap();
    assert_eq!(files_under(&out).len(), 2);
}

#[test]
fn a_data_folder_has_one_user_at_a_time() {
    let school = School::copy();
    let first = school.desk();
    let keyring = school.keyring();
    let file = school.data.join("register.db");
    let identity = Arc::new(keyring.identity);
    let second = sqlite::open(&file, &keyring.register_key, identity);
    assert!(matches!(second.err(), Some(RegisterError::InUse)));
    drop(first);
    drop(school.register());
}

/// Setting the clock is no way around a wait, and neither is starting the program again.
#[test]
fn a_wait_is_no_shorter_for_a_clock_that_was_set_or_a_program_started_again() {
    let school = School::copy();
    let mut desk = school.desk();
    for _ in 0..3 {
        wrong(&mut desk);
    }
    school.clock.forward(TimeDelta::seconds(30));
    assert_eq!(wrong(&mut desk), Told::Wrong);
    for moved in [3_600, 86_400, -3_600, -86_400, 60, -60, 5_000_000] {
        school.clock.set(morning() + TimeDelta::seconds(moved));
        drop(desk);
        desk = school.desk();
        let told = try_pin(&mut desk, OFFICE, PIN);
        assert_eq!(told, Told::Wait("2 minutes".to_owned()), "{moved}");
    }
    school.clock.set(morning() - TimeDelta::days(1));
    school.clock.forward(TimeDelta::seconds(119));
    assert_eq!(
        try_pin(&mut desk, OFFICE, PIN),
        Told::Wait("1 seconds".to_owned())
    );
    // The machine started again, the clock still behind: one waits from the start on.
    school.clock.restart();
    assert_eq!(
        try_pin(&mut desk, OFFICE, PIN),
        Told::Wait("2 minutes".to_owned())
    );
    school.clock.forward(TimeDelta::seconds(120));
    assert_eq!(try_pin(&mut desk, OFFICE, PIN), Told::In);
}

/// A name that nobody bears is refused in the same words, waits alike, and is on the record.
#[test]
fn an_unknown_name_and_a_wrong_pin_are_told_alike() {
    let school = School::copy();
    let mut desk = school.desk();
    let mut told = |name: &str| match desk.sign_in(name, "999333") {
        Err(error @ (ActError::Refused(_) | ActError::WrongPin(_))) => {
            shutterslip::cli::act_words(&error).replace(name, "NAME")
        }
        other => panic!("{other:?}"),
    };
    for _ in 0..5 {
        assert_eq!(told(OFFICE), told("Ms Nobody"));
    }
    assert!(told("Ms Nobody").contains("try again in 30 seconds"));
    // One wait for all of them, so that a list of names gets no further than one name does.
    assert!(told("Mr Other").contains("try again in 30 seconds"));
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
}

#[test]
fn two_guesses_on_each_account_in_turn_become_an_incident() {
    let school = School::copy();
    let mut desk = school.desk();
    let head = &template().head;
    for name in ["Mr One", "Mr Two", "Mr Three"] {
        let role = shutterslip::domain::staff::Role::Practitioner;
        desk.add_staff(head, name, role, None, "860417").unwrap();
    }
    for name in [OFFICE, HEAD, "Mr One", "Mr Two", "Mr Three"] {
        assert_eq!(pin_incidents(&desk), 0);
        for _ in 0..2 {
            assert_eq!(try_pin(&mut desk, name, "999333"), Told::Wrong);
        }
    }
    assert_eq!(pin_incidents(&desk), 1);
}

/// The list of tries can be emptied by whoever has the key; the trail beside it still tells.
#[test]
fn emptying_the_list_of_tries_gives_no_free_guess() {
    for sql in [
        "DELETE FROM pin_try",
        "UPDATE pin_try SET good = 1",
        "INSERT INTO pin_try (staff, at, good) SELECT id, '2026-03-02T09:00:00.000Z', 1 FROM staff",
    ] {
        let school = School::copy();
        let mut desk = school.desk();
        for _ in 0..3 {
            wrong(&mut desk);
        }
        drop(desk);
        school.tamper(sql);
        let mut desk = school.desk();
        let told = desk.sign_in(OFFICE, PIN);
        let is_noticed = matches!(
            told,
            Err(ActError::Register(RegisterError::Tampered { .. }))
        );
        assert!(is_noticed, "{sql}: {told:?}");
        let proof = desk.verify_audit(&template().head, &[]).unwrap();
        let names = proof.findings.iter().any(|one| one.starts_with("sign-in:"));
        assert!(names, "{sql}: {proof:?}");
    }
}

/// A session is not a key to keep: the account is looked at before every act.
#[test]
fn a_session_ends_with_its_account() {
    let school = School::copy();
    let mut desk = school.desk();
    let office = desk.sign_in(OFFICE, PIN).unwrap();
    desk.photos(&office).unwrap();
    desk.close_account(&template().head, OFFICE, None).unwrap();
    let out = school.beside("out");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [template().of_amira.clone()];
    let amira = &template().amira;
    let told = [
        desk.photos(&office).map(drop),
        desk.release(&office, &photos, &channel("journal"), folder.as_mut())
            .map(drop),
        desk.finish_tagging(&office, &template().of_ben),
        desk.sign_off(&office, &template().of_amira, &channel("newsletter"))
            .map(drop),
        desk.keep(&office, &picture(9), &Default::default())
            .map(drop),
        desk.answers(&office, amira).map(drop),
        desk.release_call(&office, std::slice::from_ref(amira), "pen pals")
            .map(drop),
        desk.incidents(&office).map(drop),
    ];
    for one in told {
        match one {
            Err(ActError::Refused(Refusal::AccountChanged { .. })) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(files_under(&out).is_empty());
}
