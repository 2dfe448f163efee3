//! A verdict is made of parts that can be asked apart: what a picture is by itself, and how everybody
//! shown stands. Lists of many pictures are made of the parts; together they are the verdict.

use std::collections::BTreeSet;

use proptest::prelude::*;
use shutterslip::domain::decision::{Question, decide, own_reasons, standing};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::Who;
use shutterslip::domain::roll::Roll;
use shutterslip::domain::verdict::Reason;

use super::worlds::{World, world};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Everybody tagged, and whether one tag at least shows them.
fn shown(world: &World) -> Vec<(PersonId, bool)> {
    let ids: BTreeSet<&PersonId> = world
        .photo
        .shown
        .iter()
        .filter_map(|shown| match &shown.who {
            Who::Person(id) => Some(id),
            Who::Unknown | Who::Unrecognisable(_) => None,
        })
        .collect();
    ids.into_iter()
        .map(|id| {
            let is_seen = world
                .photo
                .shown
                .iter()
                .any(|shown| shown.who == Who::Person(id.clone()) && !shown.hidden);
            (id.clone(), is_seen)
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_verdict_is_the_pictures_own_part_and_how_everybody_shown_stands(world in world()) {
        let question = world.question();
        let whole: BTreeSet<Reason> = decide(&question).reasons().iter().cloned().collect();
        // Words that name or reach somebody are judged with the whole picture.
        let of_words = |reason: &Reason| {
            matches!(reason, Reason::NameInText(_) | Reason::ContactInText)
        };
        let (words, whole): (BTreeSet<Reason>, BTreeSet<Reason>) =
            whole.into_iter().partition(of_words);
        let own: BTreeSet<Reason> = own_reasons(&question);
        let own_words: BTreeSet<Reason> = own.into_iter().filter(of_words).collect();
        prop_assert_eq!(words, own_words);
        // Asked without anybody tagged by name and without words: the picture's own part, as a list
        // keeps it.
        let mut nameless = world.clone();
        nameless.photo.shown.retain(|shown| !matches!(shown.who, Who::Person(_)));
        let is_credited = world.photo.credit.chars().any(char::is_alphanumeric);
        nameless.photo.credit = if is_credited { "1" } else { "" }.to_owned();
        for text in [&mut nameless.photo.caption, &mut nameless.photo.alt, &mut nameless.photo.file_name] {
            text.clear();
        }
        nameless.photo.goes_into.clear();
        let mut parts = own_reasons(&nameless.question());
        for (person, is_seen) in shown(&world) {
            let stands = standing(
                &world.policy,
                &world.channel,
                world.today,
                &person,
                &world.people,
                &world.permissions,
            );
            parts.extend(if is_seen { stands.seen } else { stands.covered });
        }
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn a_roll_answers_as_a_list_does(world in world()) {
        let roll = Roll::of(world.people.clone());
        let listed = world.question();
        let called = Question { people: (&roll).into(), ..listed };
        prop_assert_eq!(decide(&called), decide(&listed));
    }
}

#[test]
fn most_worlds_show_somebody_by_name() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut named = 0;
    for _ in 0..1_000 {
        let world = proptest::strategy::ValueTree::current(&world().new_tree(&mut runner).unwrap());
        named += usize::from(!shown(&world).is_empty());
    }
    assert!(named > 500, "{named}");
}
