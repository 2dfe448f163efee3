//! What holds for every input, and the twin that agrees on each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use shutterslip::domain::channel::{ChannelKind, PermissionRule};
use shutterslip::domain::decision::{grants_relied_on, people_reasons, stands_until};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{PersonId, Responsible};
use shutterslip::domain::photo::{Shown, Who};
use shutterslip::domain::verdict::Reason;

use super::twin::twin;
use super::worlds::{World, record, world};

const CASES: u32 = 10_000;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// An answer, from anybody about anybody, of any day. Records are only ever added, so it comes last; where
/// a yes goes in between is for the test to say.
fn no(answer: Answer) -> impl Strategy<Value = (World, Permission, Index)> {
    world().prop_flat_map(move |world| {
        let record = record(world.today, world.channel.id.clone());
        (Just(world), record, any::<Index>())
            .prop_map(move |(world, record, at)| (world, Permission { answer, ..record }, at))
    })
}

/// A change after which nothing that was blocked may be allowed.
fn never_frees(world: &World, change: impl FnOnce(&mut World)) -> Result<(), TestCaseError> {
    let mut after = world.clone();
    change(&mut after);
    if !world.verdict().is_allowed() {
        prop_assert!(!after.verdict().is_allowed(), "freed {:?}", world.verdict());
    }
    Ok(())
}

fn codes(world: &World) -> BTreeSet<String> {
    world
        .verdict()
        .reasons()
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn of_people(world: &World, today: NaiveDate) -> BTreeSet<Reason> {
    people_reasons(
        &world.policy,
        &world.channel,
        today,
        &world.photo.shown,
        &world.people,
        &world.permissions,
    )
}

/// Whether a grant begins after a day, so that its `not-yet-valid` can pass.
fn something_begins_after(world: &World, day: NaiveDate) -> bool {
    world
        .permissions
        .iter()
        .any(|record| record.signed > day || record.from.is_some_and(|from| from > day))
}

#[test]
fn worlds_are_often_allowed_and_often_blocked() {
    let mut runner = TestRunner::deterministic();
    let mut allowed = 0;
    let mut outside = 0;
    let mut seen = BTreeSet::new();
    for _ in 0..CASES {
        let world = world().new_tree(&mut runner).unwrap().current();
        let verdict = world.verdict();
        seen.extend(verdict.reasons().iter().map(Reason::code));
        if verdict.is_allowed() {
            allowed += 1;
            outside += u32::from(world.channel.outside && !world.photo.shown.is_empty());
        }
    }
    assert!(allowed * 5 > CASES, "{allowed} allowed");
    assert!(allowed * 5 < CASES * 4, "{allowed} allowed");
    assert!(
        outside * 10 > CASES,
        "{outside} allowed outside with somebody shown"
    );
    assert_eq!(seen.len(), 29, "{seen:?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_twin_agrees(world in world()) {
        prop_assert_eq!(codes(&world), twin(&world));
    }

    #[test]
    fn reasons_are_sorted_each_once_and_never_empty_when_blocked(world in world()) {
        let verdict = world.verdict();
        let spelled: Vec<(&str, Option<&str>)> =
            verdict.reasons().iter().map(|reason| (reason.code(), reason.subject())).collect();
        let mut sorted = spelled.clone();
        sorted.sort();
        sorted.dedup();
        prop_assert_eq!(&spelled, &sorted);
        prop_assert_eq!(verdict.is_allowed(), spelled.is_empty());
    }

    #[test]
    fn adding_a_refusal_never_frees((world, record, _) in no(Answer::Refused)) {
        never_frees(&world, |world| world.permissions.push(record))?;
    }

    #[test]
    fn adding_a_withdrawal_never_frees((world, record, _) in no(Answer::Withdrawn)) {
        never_frees(&world, |world| world.permissions.push(record))?;
    }

    #[test]
    fn a_no_that_is_recorded_last_never_allows((world, record, _) in no(Answer::Refused)) {
        let mut world = world;
        let who = Who::Person(record.person.clone());
        let is_seen = world.photo.shown.iter().any(|shown| {
            shown.who == who && !(shown.hidden && world.channel.hiding)
        });
        let is_asked = record.channel == world.channel.id && is_seen;
        world.permissions.push(record);
        prop_assert!(!is_asked || !world.verdict().is_allowed());
    }

    #[test]
    fn a_doubt_a_closer_face_and_a_restored_register_never_free(world in world(), more in 1_u32..400) {
        never_frees(&world, |world| world.photo.doubts += more)?;
        never_frees(&world, |world| world.photo.tallest_face += more)?;
        never_frees(&world, |world| world.register_restored = true)?;
        never_frees(&world, |world| {
            if let Some(video) = &mut world.photo.video {
                video.watched = false;
            }
        })?;
    }

    #[test]
    fn a_list_of_who_has_the_say_never_frees(world in world(), who: Index) {
        never_frees(&world, |world| {
            let who = who.index(world.people.len());
            if world.people[who].responsible.is_empty() {
                let listed = Responsible { by: "B".to_owned(), until: None };
                world.people[who].responsible.push(listed);
            }
        })?;
    }

    #[test]
    fn adding_someone_unknown_never_frees(world in world(), hidden: bool) {
        never_frees(&world, |world| {
            world.photo.shown.push(Shown { who: Who::Unknown, hidden });
        })?;
    }

    #[test]
    fn adding_a_face_never_frees(world in world()) {
        never_frees(&world, |world| world.photo.faces += 1)?;
    }

    #[test]
    fn adding_a_never_mark_never_frees(world in world(), who: Index) {
        never_frees(&world, |world| {
            let who = who.index(world.people.len());
            world.people[who].never = true;
        })?;
    }

    #[test]
    fn what_was_changed_past_the_register_never_frees(world in world(), who: Index, which: Index) {
        never_frees(&world, |world| {
            let who = who.index(world.people.len());
            world.people[who].changed_outside = true;
        })?;
        never_frees(&world, |world| {
            if !world.permissions.is_empty() {
                let which = which.index(world.permissions.len());
                world.permissions[which].answer = Answer::ChangedOutside;
            }
        })?;
    }

    /// Whoever it is, on whatever channel, seen or covered: nobody knows what stood there.
    #[test]
    fn whoever_was_changed_past_the_register_is_shown_nowhere((world, record, _) in no(Answer::ChangedOutside)) {
        let mut changed = world.clone();
        for person in &mut changed.people {
            person.changed_outside = true;
        }
        let shows_somebody = changed.photo.shown.iter().any(|shown| {
            changed.people.iter().any(|person| shown.who == Who::Person(person.id.clone()))
        });
        prop_assert!(!shows_somebody || !changed.verdict().is_allowed());
        // And an answer of theirs stays a no, whatever its signatory says after it.
        let mut answered = world;
        let (who, for_which) = (record.person.clone(), record.channel.clone());
        answered.permissions.push(record.clone());
        answered.permissions.push(Permission { answer: Answer::Granted, ..record });
        let is_seen = answered.photo.shown.iter().any(|shown| {
            shown.who == Who::Person(who.clone()) && !(shown.hidden && answered.channel.hiding)
        });
        let codes = codes(&answered);
        let is_seen = is_seen && for_which == answered.channel.id;
        prop_assert!(!is_seen || codes.contains(&format!("changed-outside:{who}")), "{codes:?}");
    }

    #[test]
    fn adding_an_unticked_item_never_frees(world in world(), which: Index) {
        never_frees(&world, |world| {
            if !world.photo.checklist.is_empty() {
                world.photo.checklist.remove(which.index(world.photo.checklist.len()));
            }
        })?;
        never_frees(&world, |world| {
            if let ChannelKind::Pictures(pictures) = &mut world.channel.kind {
                pictures.checklist.push("sun-cream".to_owned());
            }
        })?;
    }

    #[test]
    fn hiding_someone_never_adds_a_reason(world in world()) {
        let before = codes(&world);
        for index in 0..world.photo.shown.len() {
            let mut after = world.clone();
            after.photo.shown[index].hidden = true;
            let after = codes(&after);
            prop_assert!(after.is_subset(&before), "{:?} after {:?}", after, before);
        }
    }

    #[test]
    fn hiding_changes_nothing_where_hiding_is_off(world in world()) {
        let mut world = world;
        world.channel.hiding = false;
        let before = codes(&world);
        for shown in &mut world.photo.shown {
            shown.hidden = !shown.hidden;
        }
        prop_assert_eq!(codes(&world), before);
    }

    #[test]
    fn order_never_matters(
        (world, people, shown, records) in world().prop_flat_map(|world| {
            let people = Just(world.people.clone()).prop_shuffle();
            let shown = Just(world.photo.shown.clone()).prop_shuffle();
            let records = Just((0..world.permissions.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(world), people, shown, records)
        })
    ) {
        // What may meet keeps its order: a signatory's records where a no is among them, and else those
        // of one date. Who is who is told by the name's letters.
        let said_no = |person: &PersonId| {
            let records = world.permissions.iter();
            records.filter(|one| one.person == *person).any(|one| one.answer != Answer::Granted)
        };
        let meets = |record: &Permission| match said_no(&record.person) {
            true => (record.person.0.clone(), None),
            false => (record.person.0.clone(), Some(record.signed)),
        };
        let mut places: BTreeMap<(String, Option<NaiveDate>), Vec<usize>> = BTreeMap::new();
        for (place, index) in records.iter().enumerate() {
            places.entry(meets(&world.permissions[*index])).or_default().push(place);
        }
        let mut shuffled = world.permissions.clone();
        for (meeting, places) in places {
            let met = world.permissions.iter().filter(|record| meets(record) == meeting);
            for (place, record) in places.into_iter().zip(met) {
                shuffled[place] = record.clone();
            }
        }
        let mut other = world.clone();
        other.people = people;
        other.photo.shown = shown;
        other.permissions = shuffled;
        prop_assert_eq!(other.verdict(), world.verdict());
    }

    #[test]
    fn an_empty_register_blocks_whoever_is_seen_outside(world in world(), who: bool) {
        let mut world = world;
        world.people.clear();
        world.permissions.clear();
        let who = if who { Who::Unknown } else { Who::Person(PersonId("amira".to_owned())) };
        let picture = world.channel.takes_pictures();
        let someone = picture || who != Who::Unknown;
        world.photo.shown.push(Shown { who, hidden: false });
        if world.channel.outside && someone {
            prop_assert!(!world.verdict().is_allowed());
        }
    }

    #[test]
    fn time_only_blocks(world in world(), days in 1_u64..800) {
        let mut later = world.clone();
        later.today = world.today + Days::new(days);
        if !world.verdict().is_allowed() && !something_begins_after(&world, world.today) {
            prop_assert!(!later.verdict().is_allowed(), "freed {:?}", world.verdict());
        }
    }

    #[test]
    fn what_nobody_asked_about_changes_nothing((world, record, _) in no(Answer::Granted)) {
        let mut other = world.clone();
        let elsewhere = record.channel != world.channel.id;
        let stranger = !world
            .photo
            .shown
            .iter()
            .any(|shown| shown.who == Who::Person(record.person.clone()));
        other.permissions.push(record);
        if elsewhere || stranger {
            prop_assert_eq!(other.verdict(), world.verdict());
        }
    }

    #[test]
    fn a_spoken_or_foreign_yes_never_frees_outside((world, record, at) in no(Answer::Granted)) {
        // Another signatory's, so that it takes nobody's no back.
        let record = Permission { by: "C".to_owned(), evidence: Evidence::Spoken, ..record };
        if world.channel.outside {
            never_frees(&world, |world| {
                let at = at.index(world.permissions.len() + 1);
                world.permissions.insert(at, record.clone());
            })?;
            never_frees(&world, |world| {
                let (relation, evidence) = (Relation::Other, Evidence::Paper);
                world.permissions.push(Permission { relation, evidence, ..record });
            })?;
        }
    }

    #[test]
    fn an_outside_channel_asks_for_written_permission_whatever_it_says(world in world()) {
        let mut weak = world.clone();
        weak.channel.permission = PermissionRule::None;
        if world.channel.outside {
            prop_assert_eq!(weak.verdict(), world.verdict());
        }
    }

    #[test]
    fn the_grants_relied_on_are_enough_and_stand_to_the_day(world in world()) {
        let relied = grants_relied_on(&world.question());
        prop_assert!(relied.windows(2).all(|pair| pair[0] < pair[1]));
        if !of_people(&world, world.today).is_empty() {
            let yesterday = world.today - Days::new(1);
            prop_assert_eq!(stands_until(&world.question()), Some(yesterday));
            return Ok(());
        }
        let mut alone = world.clone();
        alone.permissions = relied.iter().map(|at| world.permissions[*at].clone()).collect();
        prop_assert!(of_people(&alone, world.today).is_empty());
        for without in 0..alone.permissions.len() {
            let mut fewer = alone.clone();
            fewer.permissions.remove(without);
            prop_assert!(!of_people(&fewer, world.today).is_empty(), "needless {without}");
        }
        let until = stands_until(&world.question());
        let last = until.unwrap_or(world.today + Days::new(4000));
        let mut day = world.today;
        while day <= last.min(world.today + Days::new(800)) {
            prop_assert_eq!(of_people(&world, day), BTreeSet::new());
            day = day + Days::new(1);
        }
        if let Some(until) = until {
            prop_assert!(until >= world.today);
            let own = stands_until(&alone.question()).unwrap();
            prop_assert!(!of_people(&alone, own + Days::new(1)).is_empty());
        }
    }
}
