//! The clock, PINs and locks: waits grow, nobody locks a colleague out for good, a clock that was
//! set back stops releases, and a data folder has one user at a time.

use std::sync::Arc;

use chrono::TimeDelta;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::incident::IncidentKind;
use shutterslip::domain::release::OutletKind;
use shutterslip::register::RegisterError;
use shutterslip::register::sqlite::SqliteRegister;

use super::school::*;

/// What somebody is told who tries a PIN.
#[derive(Debug, PartialEq)]
enum Told {
    In,
    Wrong,
    Wait(String),
}

fn try_pin(desk: &mut Desk, name: &str, pin: &str) -> Told {
    match desk.sign_in(name, pin) {
        Ok(_) => Told::In,
        Err(ActError::Refused(words)) => match words.split_once("; try again in ") {
            Some((_, wait)) => Told::Wait(wait.to_owned()),
            None => Told::Wrong,
        },
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
    desk.close_account(&template().head, OFFICE).unwrap();
    assert!(matches!(
        desk.sign_in(OFFICE, PIN),
        Err(ActError::Refused(_))
    ));
    assert!(matches!(
        desk.sign_in("Nobody", PIN),
        Err(ActError::Refused(_))
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
    let second = SqliteRegister::open(&file, &keyring.register_key, identity);
    assert!(matches!(second.err(), Some(RegisterError::InUse)));
    drop(first);
    drop(school.register());
}
