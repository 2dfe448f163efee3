//! A clock that somebody set, or that a flat battery did: what it stops, what it opens, and that
//! neither setting it nor confirming a date brings a day back.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::Form;
use shutterslip::acts::policy::Adopted;
use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::tag::NewTag;
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::domain::incident::IncidentKind;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::photo::Who;
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::time::{ClockStanding, LONGEST_REST};
use shutterslip::register::{Change, RegisterError, Stamp};

use super::school::*;

fn incidents(desk: &Desk, kind: IncidentKind) -> usize {
    let all = desk.incidents(&template().head).unwrap();
    all.iter().filter(|(one, _)| one.kind == kind).count()
}

fn release(desk: &mut Desk, school: &School, to: &str) -> Done<Vec<Outcome>> {
    let out = school.beside("out").display().to_string();
    let photos = [template().of_amira.clone()];
    let mut folder = outlet(OutletKind::Folder, &out);
    desk.release(&template().head, &photos, &channel(to), folder.as_mut())
}

fn nothing_is_out(school: &School) {
    assert!(files_under(&school.beside("out")).is_empty());
}

fn is_leapt<T: std::fmt::Debug>(told: &Done<T>) {
    assert!(
        matches!(told, Err(ActError::Register(RegisterError::Leapt { .. }))),
        "{told:?}"
    );
}

#[test]
fn a_clock_set_back_lets_nothing_out_and_is_one_incident_however_often_one_starts() {
    for back in [
        TimeDelta::hours(1),
        TimeDelta::days(1),
        TimeDelta::days(366),
    ] {
        let school = School::copy();
        school.clock.set(morning() - back);
        for _ in 0..3 {
            let mut desk = school.desk();
            let opening = desk.begin().unwrap();
            assert!(matches!(opening.clock, ClockStanding::Behind { .. }));
            let who = desk.sign_in(HEAD, PIN).unwrap();
            assert_eq!(incidents(&desk, IncidentKind::ClockBehind), 1);
            let told = format!("{:?}", release(&mut desk, &school, "journal").unwrap());
            assert!(told.contains("ClockBehind"), "{told}");
            desk.take_downs(&who).unwrap();
        }
        // Between two acts as well, without a start; and work goes on.
        let mut desk = school.desk();
        let who = desk.sign_in(OFFICE, PIN).unwrap();
        let kept = desk.keep(&who, &picture(77), &Circumstance::default());
        let TakenIn::Kept(id) = kept.unwrap() else {
            panic!("it was kept before");
        };
        let new = NewTag {
            who: Who::Person(template().amira.clone()),
            face: None,
            area: None,
        };
        desk.tag(&who, &id, new).unwrap();
        desk.finish_tagging(&who, &id).unwrap();
        nothing_is_out(&school);
        school.clock.set(morning() + TimeDelta::hours(1));
        release(&mut desk, &school, "journal").unwrap();
        assert_eq!(files_under(&school.beside("out")).len(), 2);
        // Set back once more: that is another time.
        school.clock.set(morning() - back);
        let told = format!("{:?}", release(&mut desk, &school, "journal").unwrap());
        assert!(told.contains("ClockBehind"), "{told}");
        assert_eq!(incidents(&desk, IncidentKind::ClockBehind), 2);
        assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
    }
}

#[test]
fn a_drift_of_a_minute_blocks_and_is_no_incident() {
    let school = School::copy();
    let mut desk = school.desk();
    school.clock.set(morning() + TimeDelta::minutes(1));
    desk.sign_in(HEAD, PIN).unwrap();
    school.clock.set(morning());
    desk.begin().unwrap();
    let told = format!("{:?}", release(&mut desk, &school, "journal").unwrap());
    assert!(told.contains("ClockBehind"), "{told}");
    assert_eq!(incidents(&desk, IncidentKind::ClockBehind), 0);
}

/// What ended does not begin again because a clock says that it has not ended yet.
#[test]
fn a_clock_set_back_revives_no_account_no_device_no_agreement_and_hides_no_take_down() {
    let school = School::copy();
    let (head, office) = (&template().head, &template().office);
    let mut desk = school.desk();
    release(&mut desk, &school, "journal").unwrap();
    let added = desk.add_staff(
        head,
        "Mr Gone",
        shutterslip::domain::staff::Role::Office,
        None,
        "860417",
    );
    added.unwrap();
    school.clock.forward(TimeDelta::days(1));
    desk.close_account(head, "Mr Gone", None).unwrap();
    desk.revoke_device(head, "Tablet 1", "lost").unwrap();
    // All that is given here ends on this day.
    school.clock.set(at("2026-09-04T12:00:00Z"));
    desk.confirm_date(HEAD, PIN, "2026-09-04".parse().unwrap())
        .unwrap();
    assert_eq!(desk.take_downs(head).unwrap().len(), 1);
    for back in [1, 200, 400] {
        school
            .clock
            .set(at("2026-09-04T12:00:00Z") - TimeDelta::days(back));
        assert_eq!(desk.take_downs(head).unwrap().len(), 1, "{back}");
        let told = desk.sign_in("Mr Gone", "860417");
        assert!(
            matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{told:?}"
        );
        let told = desk.keep(office, &picture(78), &Circumstance::default());
        let is_revoked = matches!(&told, Err(ActError::Refused(Refusal::DeviceRevoked)));
        assert!(is_revoked, "{back}: {told:?}");
    }
    let other = School::copy();
    let mut desk = other.desk();
    // Signed on 1 September 2025: it holds for a year.
    other.clock.set(at("2026-09-02T12:00:00Z"));
    desk.confirm_date(HEAD, PIN, "2026-09-02".parse().unwrap())
        .unwrap();
    for back in [0, 5, 100] {
        other
            .clock
            .set(at("2026-09-02T12:00:00Z") - TimeDelta::days(back));
        let told = desk.keep(office, &picture(79), &Circumstance::default());
        let is_due = matches!(&told, Err(ActError::Refused(Refusal::AgreementDue { .. })));
        assert!(is_due, "{back}: {told:?}");
    }
}

/// A flat battery: 2038. Believed once, it would block every day until then.
#[test]
fn a_clock_far_ahead_records_nothing_and_lets_nobody_in_until_it_is_right_again() {
    let school = School::copy();
    let (head, office) = (&template().head, &template().office);
    let mut desk = school.desk();
    school.clock.set(at("2038-01-19T03:14:07Z"));
    for _ in 0..3 {
        drop(desk);
        desk = school.desk();
        let opening = desk.begin().unwrap();
        assert!(matches!(opening.clock, ClockStanding::Leapt { .. }));
    }
    assert_eq!(incidents(&desk, IncidentKind::ClockLeapt), 1);
    is_leapt(&desk.sign_in(HEAD, PIN));
    // Somebody who signed in before it leapt.
    let told = desk.keep(office, &picture(80), &Circumstance::default());
    assert!(told.is_err(), "{told:?}");
    is_leapt(
        &desk
            .finish_tagging(office, &template().of_ben)
            .and_then(|()| {
                desk.word(
                    office,
                    &template().of_ben,
                    &shutterslip::acts::prepare::Words {
                        caption: Some("Spring"),
                        ..Default::default()
                    },
                )
            }),
    );
    is_leapt(&desk.adopt_policy(head, SHIPPED[1].1));
    is_leapt(&desk.close_account(head, OFFICE, None));
    is_leapt(&release(&mut desk, &school, "journal"));
    is_leapt(&desk.release_call(head, &[template().amira.clone()], "pen pals"));
    nothing_is_out(&school);
    let newest = school_newest(&desk);
    assert!(newest <= morning(), "{newest}");
    school.clock.set(morning());
    assert_eq!(desk.begin().unwrap().clock, ClockStanding::Good);
    desk.sign_in(OFFICE, PIN).unwrap();
    release(&mut desk, &school, "journal").unwrap();
    assert_eq!(files_under(&school.beside("out")).len(), 2);
    assert!(desk.verify_audit(head, &[]).unwrap().is_good());
}

fn school_newest(desk: &Desk) -> DateTime<Utc> {
    let (now, standing) = desk.clock_standing().unwrap();
    match standing {
        ClockStanding::Good => now,
        ClockStanding::Behind { newest } | ClockStanding::Leapt { newest } => newest,
    }
}

#[test]
fn a_summer_holiday_asks_for_no_confirmation_and_a_longer_rest_does() {
    let school = School::copy();
    school.clock.set(morning());
    let mut desk = school.desk();
    desk.sign_in(OFFICE, PIN).unwrap();
    school.clock.set(morning() + TimeDelta::weeks(9));
    desk.begin().unwrap();
    desk.sign_in(OFFICE, PIN).unwrap();
    school
        .clock
        .set(morning() + TimeDelta::weeks(9) + LONGEST_REST);
    desk.sign_in(OFFICE, PIN).unwrap();
    school
        .clock
        .forward(LONGEST_REST + TimeDelta::milliseconds(1));
    is_leapt(&desk.sign_in(OFFICE, PIN));
    assert_eq!(incidents(&desk, IncidentKind::ClockLeapt), 1);
}

#[test]
fn only_the_head_confirms_a_date_and_only_the_one_that_the_clock_shows() {
    let school = School::copy();
    let mut desk = school.desk();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let refused = |told: Done<()>| match told {
        Err(error @ (ActError::Refused(_) | ActError::WrongPin(_))) => {
            shutterslip::cli::act_words(&error)
        }
        other => panic!("{other:?}"),
    };
    // Nothing to confirm: it is no way to do anything with a clock that is good or behind.
    school.clock.set(morning());
    refused(desk.confirm_date(HEAD, PIN, day("2026-03-02")));
    school.clock.set(morning() - TimeDelta::days(3));
    let told = refused(desk.confirm_date(HEAD, PIN, day("2026-02-27")));
    assert!(told.contains("clock-behind"), "{told}");
    // Half past eleven at night in UTC is the next day in London's summer: the school's day counts.
    school.clock.set(at("2026-07-14T23:30:00Z"));
    refused(desk.confirm_date(OFFICE, PIN, day("2026-07-15")));
    refused(desk.confirm_date(HEAD, "999333", day("2026-07-15")));
    for other in ["2026-07-14", "2026-07-16", "2026-03-02", "2027-07-15"] {
        refused(desk.confirm_date(HEAD, PIN, day(other)));
    }
    is_leapt(&desk.sign_in(HEAD, PIN));
    desk.confirm_date(HEAD, PIN, day("2026-07-15")).unwrap();
    desk.sign_in(OFFICE, PIN).unwrap();
    // The same word again opens nothing.
    refused(desk.confirm_date(HEAD, PIN, day("2026-07-15")));
    let proof = desk.verify_audit(&template().head, &[]).unwrap();
    assert!(proof.is_good(), "{proof:?}");
}

#[test]
fn confirming_a_date_neither_prolongs_a_permission_nor_leads_back() {
    let school = School::copy();
    let mut desk = school.desk();
    // Amira's yes is of 3 September 2025 and holds for twelve months.
    school.clock.set(at("2026-09-04T10:00:00Z"));
    desk.confirm_date(HEAD, PIN, "2026-09-04".parse().unwrap())
        .unwrap();
    let told = format!("{:?}", release(&mut desk, &school, "journal").unwrap());
    assert!(told.contains("Expired"), "{told}");
    // Back to a day on which it stood: behind, and no word of the head's helps.
    school.clock.set(at("2026-09-03T10:00:00Z"));
    let told = format!("{:?}", release(&mut desk, &school, "journal").unwrap());
    assert!(told.contains("ClockBehind"), "{told}");
    for day in ["2026-09-03", "2026-09-04", "2026-03-02"] {
        let told = desk.confirm_date(HEAD, PIN, day.parse().unwrap());
        assert!(
            matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{told:?}"
        );
    }
    nothing_is_out(&school);
}

/// While nothing is recorded, guessing at the head's PIN is all the same, and waits grow.
#[test]
fn guesses_at_a_confirmation_are_counted_and_wait() {
    let school = School::copy();
    let mut desk = school.desk();
    let day = "2038-01-19".parse().unwrap();
    school.clock.set(at("2038-01-19T03:14:07Z"));
    for _ in 0..3 {
        let told = desk.confirm_date(HEAD, "999333", day);
        assert!(matches!(told, Err(ActError::WrongPin(_))), "{told:?}");
    }
    for moved in [0, 3600, -7200, 1_000_000] {
        school
            .clock
            .set(at("2038-01-19T03:14:07Z") + TimeDelta::seconds(moved));
        drop(desk);
        desk = school.desk();
        let told = desk.confirm_date(HEAD, PIN, day);
        let is_waiting = matches!(
            &told,
            Err(ActError::Refused(Refusal::Wait { seconds: 30, .. }))
        );
        assert!(is_waiting, "{told:?}");
    }
    assert!(school_newest(&desk) <= morning());
}

/// The promise is the register's own: whatever is recorded, by whichever act, a leap is refused.
#[test]
fn no_entry_leaps_into_the_trail_by_whatever_act() {
    let school = School::copy();
    let mut register = school.register();
    let stamp = Stamp {
        at: morning() + TimeDelta::weeks(11),
        by: template().head.id().0.clone(),
    };
    let before = register.newest_event().unwrap();
    let told = register.record(
        &stamp,
        &[Change::Incident(super::records::incident("late"))],
    );
    assert!(matches!(told, Err(RegisterError::Leapt { .. })), "{told:?}");
    let asked = shutterslip::register::Asked::Photo(template().of_amira.clone());
    let told = register.release(&stamp, &asked, &channel("journal"), &mut |_| {
        panic!("the judge was asked")
    });
    assert!(matches!(told, Err(RegisterError::Leapt { .. })), "{told:?}");
    assert_eq!(register.newest_event().unwrap(), before);
}

/// A last day ends at the school's midnight, on whatever day the clocks change there.
#[test]
fn a_last_day_is_a_whole_day_of_the_school_also_where_clocks_change_at_midnight() {
    // Zone, last day, and its last moment in UTC by the zone's own rules.
    let table = [
        ("Europe/London", "2026-03-28", "2026-03-28T23:59:59.999Z"),
        ("Europe/London", "2026-03-29", "2026-03-29T22:59:59.999Z"),
        ("Europe/London", "2026-10-24", "2026-10-24T22:59:59.999Z"),
        ("Europe/London", "2026-10-25", "2026-10-25T23:59:59.999Z"),
        ("Europe/London", "2026-07-01", "2026-07-01T22:59:59.999Z"),
        // At midnight the hour before is lived again, and the day has 25 hours.
        ("America/Santiago", "2026-04-04", "2026-04-05T03:59:59.999Z"),
        // Midnight itself is skipped, and the day after begins at one.
        ("America/Santiago", "2026-09-05", "2026-09-06T03:59:59.999Z"),
        ("Africa/Cairo", "2026-04-23", "2026-04-23T21:59:59.999Z"),
        ("Africa/Cairo", "2026-10-29", "2026-10-29T21:59:59.999Z"),
        ("Asia/Beirut", "2026-03-28", "2026-03-28T21:59:59.999Z"),
        ("Asia/Beirut", "2026-10-24", "2026-10-24T21:59:59.999Z"),
        (
            "Pacific/Kiritimati",
            "2026-06-30",
            "2026-06-30T09:59:59.999Z",
        ),
        (
            "Pacific/Pago_Pago",
            "2026-06-30",
            "2026-07-01T10:59:59.999Z",
        ),
    ];
    for (zone, last, moment) in table {
        let school = School::copy();
        let (head, office) = (&template().head, &template().office);
        let mut desk = school.desk();
        let policy = SHIPPED[0].1.replace("Europe/London", zone);
        // Days that end elsewhere may allow more: the office confirms it.
        if desk.adopt_policy(head, &policy).unwrap() != Adopted::InForce {
            desk.confirm_policy(office, |_| "another zone".to_owned())
                .unwrap();
        }
        let form = Form {
            person: &template().amira,
            channels: &[channel("journal")],
            answer: Answer::Granted,
            relation: Relation::Parent,
            by: "S Khan",
            signed: "2026-02-27".parse().unwrap(),
            from: None,
            until: Some(last.parse().unwrap()),
            evidence: Evidence::Paper,
            file: Some(&forms::form("a signed form")),
        };
        desk.add_answers(office, &form).unwrap();
        let allows = |at: DateTime<Utc>| {
            school.clock.set(at);
            let checked = desk.check(office, &template().of_amira).unwrap();
            let of = checked.iter().find(|(one, _)| one.id == channel("journal"));
            let verdict = &of.unwrap().1;
            let codes: Vec<&str> = verdict.reasons().iter().map(|one| one.code()).collect();
            assert!(codes.is_empty() || codes == ["expired"], "{codes:?}");
            verdict.is_allowed()
        };
        let end = at(moment);
        assert!(allows(end), "{zone} {last}");
        assert!(allows(end - TimeDelta::hours(26)), "{zone} {last}");
        assert!(!allows(end + TimeDelta::milliseconds(1)), "{zone} {last}");
        assert!(!allows(end + TimeDelta::hours(1)), "{zone} {last}");
        assert!(!allows(end + TimeDelta::hours(26)), "{zone} {last}");
    }
}

/// In no zone of the world does a day that is over come back, whatever its clocks do.
#[test]
fn the_schools_day_never_goes_back_as_time_goes_on() {
    let mut policy = Policy::parse(SHIPPED[0].1).unwrap();
    for zone in chrono_tz::TZ_VARIANTS {
        policy.timezone = zone;
        let mut now = at("2026-01-01T00:00:00Z");
        let mut before = policy.day(now);
        while now < at("2027-02-01T00:00:00Z") {
            now += TimeDelta::minutes(15);
            let today = policy.day(now);
            let step = (today - before).num_days();
            assert!(step == 0 || step == 1, "{zone} {now}: {before} to {today}");
            before = today;
        }
    }
}
