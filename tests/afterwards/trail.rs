//! The record is read by who, what, when and about whom; taken out of the house whole; and verified
//! with an eye on how far it is.

use std::io::Write;

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::Config;
use shutterslip::acts::trail::TrailForm;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::audit::{Chain, Entry};
use shutterslip::domain::staff::Role;
use shutterslip::domain::trail::Sought;

use super::school::*;

fn everything(desk: &Desk) -> Vec<(u64, Entry)> {
    let all = Sought::default();
    desk.trail(&template().head, &all, None, usize::MAX)
        .unwrap()
}

#[test]
fn the_newest_comes_first_and_the_rest_page_by_page() {
    let school = School::copy();
    let desk = school.desk();
    let all = everything(&desk);
    assert!(all.len() > 20 && all.windows(2).all(|two| two[0].0 > two[1].0));
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = desk
            .trail(&template().head, &Sought::default(), before, 7)
            .unwrap();
        let Some((number, _)) = page.last() else {
            break;
        };
        before = Some(*number);
        paged.extend(page);
    }
    assert_eq!(paged, all);
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    /// The register finds what a slow look at every entry finds.
    #[test]
    fn what_is_sought_is_found_and_nothing_else(
        by in 0..4_usize,
        acts in proptest::collection::vec(0..5_usize, 0..3),
        about in 0..5_usize,
        from in 0..4_i64,
        before in 0..4_i64,
    ) {
        thread_local! {
            static SCHOOL: (School, Desk) = {
                let school = School::copy();
                let mut desk = school.desk();
                for day in 0..3 {
                    school.clock.forward(TimeDelta::hours(20));
                    desk.report(&template().office, &format!("note {day}")).unwrap();
                }
                (school, desk)
            };
        }
        SCHOOL.with(|(_, desk)| {
            let them = template();
            let hours = |part: i64| (part > 0).then(|| morning() + TimeDelta::hours(20 * (part - 1)));
            let sought = Sought {
                by: [None, Some(them.head.id().0.clone()), Some(them.office.id().0.clone()), Some("nobody".to_owned())][by].clone(),
                acts: acts.iter().map(|act| ["permission.", "photo.", "incident.", "photo.kept", "x"][*act].to_owned()).collect(),
                about: ["", "photo:", &them.of_amira.0, &them.amira.0, "'%_"][about].to_owned(),
                from: hours(from),
                before: hours(before),
            };
            let found = desk.trail(&them.head, &sought, None, usize::MAX).unwrap();
            let mut meant = everything(desk);
            meant.retain(|(_, entry)| sought.means(entry));
            prop_assert_eq!(found, meant);
            Ok(())
        })?;
    }
}

#[test]
fn a_copy_as_json_lines_is_the_chain_and_verifies_by_itself() {
    let school = School::copy();
    let desk = school.desk();
    let mut out = Vec::new();
    let count = desk
        .export_trail(
            &template().head,
            &Sought::default(),
            TrailForm::JsonLines,
            &mut out,
            &mut |_| true,
        )
        .unwrap();
    let entries: Vec<Entry> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(count, Some(entries.len() as u64));
    let mut chain = Chain::new(
        school.identity().device.clone(),
        school.identity().verifying_key(),
        &[],
    )
    .unwrap();
    for entry in &entries {
        chain.push(entry).unwrap();
    }
    chain.finish(&entries.last().unwrap().head()).unwrap();
}

#[test]
fn a_copy_as_csv_has_a_line_for_each_entry_that_is_sought() {
    let school = School::copy();
    let desk = school.desk();
    let sought = Sought {
        acts: vec!["permission.".to_owned()],
        ..Sought::default()
    };
    let mut out = Vec::new();
    let count = desk
        .export_trail(
            &template().head,
            &sought,
            TrailForm::Csv,
            &mut out,
            &mut |_| true,
        )
        .unwrap();
    let mut sheet = csv::Reader::from_reader(out.as_slice());
    let acts: Vec<String> = sheet
        .records()
        .map(|row| row.unwrap()[4].to_owned())
        .collect();
    assert_eq!(count, Some(acts.len() as u64));
    assert!(acts.len() > 5 && acts.iter().all(|act| act == "permission.added"));
}

#[test]
fn a_disk_that_takes_no_more_is_told_and_not_passed_over() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let school = School::copy();
    let desk = school.desk();
    for form in [TrailForm::Csv, TrailForm::JsonLines] {
        let told = desk.export_trail(
            &template().head,
            &Sought::default(),
            form,
            &mut Full(3_000),
            &mut |_| true,
        );
        assert!(
            matches!(&told, Err(ActError::Refused(why)) if why.is_of_input()),
            "{told:?}"
        );
    }
}

#[test]
fn verifying_tells_how_far_it_is_and_stops_when_told_to() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    for number in 0..600 {
        desk.report(&them.office, &format!("note {number}"))
            .unwrap();
    }
    let mut seen = Vec::new();
    let proof = desk
        .verify_audit_while(&them.head, &[], &mut |progress| {
            seen.push(progress);
            true
        })
        .unwrap()
        .unwrap();
    assert!(proof.is_good());
    assert!(seen.iter().any(|one| one.entries > 0 && one.records == 0));
    assert!(seen.iter().any(|one| one.records > 0 && one.records_of > 0));
    assert!(
        seen.iter()
            .all(|one| one.entries <= one.entries_of && one.entries_of == proof.entries)
    );
    // Stopped at whatever it asks: nothing is said then, good or bad.
    for stop in 0..seen.len() {
        let mut asked = 0;
        let stopped = desk
            .verify_audit_while(&them.head, &[], &mut |_| {
                asked += 1;
                asked <= stop
            })
            .unwrap();
        assert_eq!(stopped, None);
        assert_eq!(asked, stop + 1, "nobody is asked again");
    }
}

#[test]
fn a_practitioner_does_not_read_the_record() {
    let school = School::copy();
    let mut desk = school.desk();
    desk.add_staff(
        &template().head,
        "Mr Hughes",
        Role::Practitioner,
        None,
        "314159",
    )
    .unwrap();
    let hughes = desk.sign_in("Mr Hughes", "314159").unwrap();
    let sought = Sought::default();
    let read = desk.trail(&hughes, &sought, None, 5).map(drop);
    assert!(
        matches!(&read, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{read:?}"
    );
    let mut out = Vec::new();
    let taken = desk.export_trail(&hughes, &sought, TrailForm::Csv, &mut out, &mut |_| true);
    assert!(
        matches!(&taken, Err(ActError::Refused(why)) if !why.is_of_input()) && out.is_empty(),
        "{taken:?}"
    );
}

#[test]
fn a_day_begins_and_ends_by_the_schools_clock() {
    let school = School::copy();
    let desk = school.desk();
    let day = |text: &str| Some(text.parse().unwrap());
    // Summer time: an hour before midnight at Greenwich. The day on which it begins has 23 hours.
    for (from, until, begins, ends) in [
        (
            "2026-07-01",
            "2026-07-01",
            "2026-06-30T23:00:00Z",
            "2026-07-01T23:00:00Z",
        ),
        (
            "2026-01-01",
            "2026-01-02",
            "2026-01-01T00:00:00Z",
            "2026-01-03T00:00:00Z",
        ),
        (
            "2026-03-29",
            "2026-03-29",
            "2026-03-29T00:00:00Z",
            "2026-03-29T23:00:00Z",
        ),
    ] {
        let times = desk.days_as_times(day(from), day(until)).unwrap();
        assert_eq!(times, (Some(at(begins)), Some(at(ends))));
    }
}
