//! Chips: what the verdict of each channel comes to, and never more than it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use shutterslip::acts::outlook::{Chip, Outlook};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Unrecognisable, Who};
use shutterslip::domain::verdict::{Reason, Verdict};

use super::world::{Day, area};
use crate::school::{ITEMS, channel, template};

fn chip(outlook: &Outlook, id: &str) -> Chip {
    let found = outlook.channels.iter().find(|one| one.id.0 == id);
    found.unwrap().state.clone()
}

fn no(people: &[&PersonId]) -> Chip {
    Chip::No {
        because_of: people.iter().map(|one| (*one).clone()).collect(),
    }
}

#[test]
fn chips_change_as_a_photo_is_tagged() {
    let mut day = Day::new();
    day.finds(&[area(2, 2, 20, 20), area(40, 2, 20, 20)]);
    let photo = day.take_only(101);
    let look = |day: &Day| day.desk.outlook(&day.head, &photo).unwrap();
    let first = look(&day);
    assert!(first.is_waiting && !first.is_unseen && !first.is_complete);
    assert_eq!((first.faces, first.faces_open), (0, 0));
    assert_eq!(chip(&first, "wall"), Chip::AfterTagging);
    assert_eq!(chip(&first, "website"), Chip::AfterOffice);
    assert!(first.channels.iter().all(|one| one.id.0 != "video-call"));

    day.desk.look_at_kept(&day.head, &photo).unwrap();
    let seen = look(&day);
    assert!(!seen.is_waiting);
    assert_eq!((seen.faces, seen.faces_open), (2, 2));

    day.name(&photo, &template().amira, Some("f1"));
    assert_eq!(look(&day).faces_open, 1);
    assert_eq!(chip(&look(&day), "journal"), Chip::AfterTagging);
    day.name(&photo, &template().ben, Some("f2"));
    let both = look(&day);
    assert_eq!((both.faces, both.faces_open), (2, 0));
    assert_eq!(chip(&both, "journal"), no(&[&template().ben]));
    assert_eq!(chip(&both, "wall"), Chip::AfterTagging);

    day.desk.finish_tagging(&day.head, &photo).unwrap();
    let done = look(&day);
    assert!(done.is_complete);
    assert_eq!(chip(&done, "wall"), Chip::Now);
    assert_eq!(chip(&done, "journal"), no(&[&template().ben]));
}

#[test]
fn a_child_with_the_absolute_mark_is_named_by_every_chip() {
    let day = Day::new();
    let outlook = day.desk.outlook(&day.head, &template().of_cara).unwrap();
    for one in &outlook.channels {
        assert_eq!(one.state, no(&[&template().cara]), "{}", one.id);
    }
}

#[test]
fn somebody_whom_nobody_can_name_is_a_no_because_of_nobody() {
    let mut day = Day::new();
    let photo = day.take(102);
    day.tag(&photo, Who::Unknown, None);
    let outlook = day.desk.outlook(&day.head, &photo).unwrap();
    assert_eq!(chip(&outlook, "wall"), no(&[]));
    let child = Who::Unrecognisable(Unrecognisable::Child);
    let other = day.take(103);
    day.tag(&other, child, None);
    let outlook = day.desk.outlook(&day.head, &other).unwrap();
    assert_eq!(chip(&outlook, "wall"), Chip::AfterTagging);
}

#[test]
fn what_the_office_still_has_to_look_at_is_said_until_it_has() {
    let mut day = Day::new();
    let photo = day.take(104);
    day.name(&photo, &template().amira, None);
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    let website = |day: &Day| chip(&day.desk.outlook(&day.head, &photo).unwrap(), "website");
    assert_eq!(website(&day), Chip::AfterOffice);
    day.desk
        .tick(&day.office, &photo, &ITEMS.map(str::to_owned), true)
        .unwrap();
    assert_eq!(website(&day), Chip::AfterOffice);
    // Four eyes: the head took it, so the head's own look does not count.
    let of_amira = &template().of_amira;
    let outlook = day.desk.outlook(&day.head, of_amira).unwrap();
    assert_eq!(chip(&outlook, "website"), Chip::Now);
    // A box more makes another edition of it.
    day.desk
        .add_face(&day.head, of_amira, area(1, 1, 9, 9))
        .unwrap();
    let outlook = day.desk.outlook(&day.head, of_amira).unwrap();
    assert_eq!(chip(&outlook, "website"), Chip::AfterTagging);
    assert_eq!(outlook.faces_open, 1);
    let verdicts = day.desk.check(&day.head, of_amira).unwrap();
    for ((there, verdict), one) in verdicts.iter().zip(&outlook.channels) {
        assert_eq!(there.id, one.id);
        assert_eq!(one.state, Chip::of(verdict));
    }
    assert!(
        verdicts
            .iter()
            .any(|(there, _)| there.id == channel("wall"))
    );
}

fn any_reason() -> impl Strategy<Value = Reason> {
    let person = prop_oneof![Just("amira"), Just("ben"), Just("cara")]
        .prop_map(|id| PersonId(id.to_owned()));
    (0..29_usize, person).prop_map(|(place, person)| Reason::one_of_each(&person)[place].clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_chip_says_now_exactly_where_the_verdict_is_allowed(
        reasons in prop::collection::btree_set(any_reason(), 0..6)
    ) {
        let verdict = Verdict::from_reasons(reasons.clone());
        let chip = Chip::of(&verdict);
        prop_assert_eq!(chip == Chip::Now, verdict.is_allowed());
        // Tagging and the office are named only where each reason is theirs, by its code.
        let by_tagging = ["tagging-unfinished", "face-unaccounted"];
        let by_office = [
            "checklist", "copyright-unclear", "credit-missing", "not-signed-off",
            "sign-off-stale", "sign-off-own-photo", "second-look", "unwatched",
        ];
        let all_in = |codes: &[&str]| reasons.iter().all(|reason| codes.contains(&reason.code()));
        let either: Vec<&str> = by_tagging.iter().chain(&by_office).copied().collect();
        prop_assert_eq!(chip == Chip::AfterTagging, !reasons.is_empty() && all_in(&by_tagging));
        prop_assert_eq!(
            chip == Chip::AfterOffice,
            !reasons.is_empty() && all_in(&either) && !all_in(&by_tagging)
        );
        if let Chip::No { because_of } = chip {
            let named: BTreeSet<PersonId> =
                reasons.iter().filter_map(|reason| reason.person().cloned()).collect();
            prop_assert_eq!(because_of, named.into_iter().collect::<Vec<_>>());
        }
    }
}
