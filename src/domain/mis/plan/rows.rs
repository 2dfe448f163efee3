//! Which rows of a list are about the same child: two signatories, or a row for each question. Knows
//! nothing of the register.

use std::collections::HashMap;

use super::super::row::Said;
use super::super::upn::{Standing, standing};
use super::super::{Unsure, Worth};
use super::Unclear;
use super::who::{names, unclear};
use crate::domain::alike::{Likeness, Names, may_be_of_one_age};

/// The rows of a list, those of one child together; and those of which it cannot be told whether they
/// are.
pub fn together(rows: Vec<Said>) -> (Vec<Said>, Vec<Unclear>) {
    let mut children: Vec<(Said, Names)> = Vec::with_capacity(rows.len());
    let mut by_upn: HashMap<String, usize> = HashMap::with_capacity(rows.len());
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::with_capacity(rows.len());
    let mut doubted: HashMap<usize, Unsure> = HashMap::new();
    for said in rows {
        let names = names(&said);
        let place = children.len();
        let before = said.upn.as_ref().and_then(|upn| by_upn.get(upn).copied());
        if let Some(before) = before {
            let Some((child, known)) = children.get_mut(before) else {
                continue;
            };
            let is_same = said.called.given.is_empty()
                || child.called.given.is_empty()
                || known.likeness(&names).is_some();
            if is_same {
                join(child, said);
            } else {
                doubted.insert(before, Unsure::UpnTwice(said.line));
                doubted.insert(place, Unsure::UpnTwice(child.line));
                children.push((said, names));
            }
            continue;
        }
        let keys = match said.called.given.is_empty() {
            true => Vec::new(),
            false => names.keys(),
        };
        let same = keys
            .iter()
            .flat_map(|key| by_name.get(key).into_iter().flatten()); // house: what is not there is no error
        let same: Vec<usize> = same.copied().collect();
        let mut is_joined = false;
        for before in same {
            let Some((child, known)) = children.get_mut(before) else {
                continue;
            };
            let is_named_so = known.likeness(&names) == Some(Likeness::Same);
            let are_two = have_two_numbers(child, &said);
            if !is_named_so || are_two || !may_be_of_one_age(child.born, said.born) {
                continue;
            }
            if child.born == said.born || child.group == said.group && !said.group.is_empty() {
                if let Some(upn) = &said.upn {
                    by_upn.insert(upn.clone(), before);
                }
                join(child, said.clone());
                is_joined = true;
                break;
            }
            // The one without a birth date is the one that cannot be told.
            if child.born.is_none() {
                doubted.insert(before, Unsure::LikeLine(said.line));
            }
            if said.born.is_none() {
                doubted.insert(place, Unsure::LikeLine(child.line));
            }
        }
        if is_joined {
            doubted.remove(&place);
            continue;
        }
        if let Some(upn) = &said.upn {
            by_upn.insert(upn.clone(), place);
        }
        for key in keys {
            by_name.entry(key).or_default().push(place);
        }
        children.push((said, names));
    }
    let (mut clear, mut open) = (Vec::new(), Vec::new());
    for (place, (said, _)) in children.into_iter().enumerate() {
        match doubted.remove(&place) {
            Some(why) => open.push(unclear(&said, why, &[])),
            None => clear.push(said),
        }
    }
    (clear, open)
}

/// Of children who would join, those who are nearly alike, with whom: the later of the two is asked about.
pub fn nearly_alike(joining: &[&Said]) -> HashMap<u64, u64> {
    let mut alike = HashMap::new();
    let mut all: Vec<Names> = Vec::with_capacity(joining.len());
    let mut by_hint: HashMap<_, Vec<usize>> = HashMap::new();
    for said in joining {
        // Numbers tell children apart.
        let has_number = said
            .upn
            .as_deref()
            .is_some_and(|upn| standing(upn) == Standing::Good);
        let has_digits = said.name().contains(|sign: char| sign.is_ascii_digit());
        let names = names(said);
        let hints = match has_number || has_digits {
            true => Vec::new(),
            false => names.hints(),
        };
        let place = all.len();
        for hint in hints {
            let near = by_hint.entry((said.born, hint)).or_default();
            let like = near.iter().find(|other| {
                **other != place
                    && all
                        .get(**other)
                        .is_some_and(|other| other.likeness(&names).is_some())
            });
            if let Some(other) = like.and_then(|other| joining.get(*other)) {
                alike.insert(said.line, other.line);
            }
            near.push(place);
        }
        all.push(names);
    }
    alike
}

fn have_two_numbers(one: &Said, other: &Said) -> bool {
    let both = one.upn.as_deref().zip(other.upn.as_deref());
    both.is_some_and(|(one, other)| one != other)
}

/// Takes what another row says of the same child; where they disagree, the first counts, and that is told.
pub fn join(child: &mut Said, other: Said) {
    let differs = |one: &str, two: &str| !one.is_empty() && !two.is_empty() && one != two;
    let is_other = differs(&child.group, &other.group)
        || child
            .born
            .zip(other.born)
            .is_some_and(|(one, two)| one != two)
        || child
            .leaves
            .zip(other.leaves)
            .is_some_and(|(one, two)| one != two);
    if is_other {
        child
            .remarks
            .push((other.line, Worth::LinesDiffer(child.line)));
    }
    if child.called.given.is_empty() {
        child.called = other.called;
    } else {
        let called = &mut child.called;
        if called.family.is_empty() {
            called.family = other.called.family;
        }
        for known in other.called.known_as {
            if !called.known_as.contains(&known) {
                called.known_as.push(known);
            }
        }
        for known in other.called.known_families {
            if !called.known_families.contains(&known) {
                called.known_families.push(known);
            }
        }
    }
    child.upn = child.upn.take().or(other.upn);
    child.born = child.born.or(other.born);
    child.leaves = child.leaves.or(other.leaves);
    if child.group.is_empty() {
        child.group = other.group;
    }
    child.others.push(other.line);
    child.others.extend(other.others);
    child.remarks.extend(other.remarks);
    child.elsewhere.extend(other.elsewhere);
    for answered in other.answers {
        child.answer(answered);
    }
    for (channel, says) in other.unsaid {
        child.unsaid.entry(channel).or_insert(says);
    }
}
