//! A child's entry as a list would have it. What the list does not say stays; a name that changes stays
//! known, so that a text is still searched for it; a mark is never taken off.

use super::super::Unsure;
use super::super::row::Said;
use super::{Held, who};
use crate::domain::alike::{self, Likeness, Names};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::Registered;

/// The entry as it would stand. Errors: why it could not.
pub fn of(said: &Said, old: Option<&Registered>, held: &Held) -> Result<Registered, Unsure> {
    let entry = match old {
        None if said.group.is_empty() => return Err(Unsure::NoGroup),
        None => joining(said),
        Some(old) => changed(said, old),
    };
    // What stays as it was is in order.
    if old == Some(&entry) {
        return Ok(entry);
    }
    (held.fit)(entry).map_err(Unsure::Unfit)
}

fn joining(said: &Said) -> Registered {
    let called = &said.called;
    Registered {
        person: Person {
            known_as: called.known_as.clone(),
            known_families: called.known_families.clone(),
            born: said.born,
            leaves: said.leaves,
            ..Person::new(
                PersonId(String::new()),
                PersonKind::Child,
                &called.given,
                &called.family,
            )
        },
        class: said.group.clone(),
        upn: said.upn.clone(),
        court_order: false,
    }
}

fn changed(said: &Said, old: &Registered) -> Registered {
    let mut new = old.clone();
    let called = &said.called;
    let person = &mut new.person;
    // On a list of children, whoever was a visitor here is a child.
    person.kind = PersonKind::Child;
    let names = who::names(said);
    if !called.given.is_empty() {
        let is_same = Names::of(&old.person).likeness(&names) == Some(Likeness::Same);
        if !is_same {
            person.given.clone_from(&called.given);
            if !called.family.is_empty() {
                person.family.clone_from(&called.family);
            }
        } else {
            // An accent that the register lacks is worth having.
            accent(&mut person.given, &called.given);
            accent(&mut person.family, &called.family);
        }
    }
    let given = called.known_as.iter().chain([&old.person.given]);
    keep(&mut person.known_as, given, &person.given);
    let families = called.known_families.iter().chain([&old.person.family]);
    keep(&mut person.known_families, families, &person.family);
    person.born = said.born.or(person.born);
    person.leaves = said.leaves.or(person.leaves);
    if !said.group.is_empty() {
        new.class.clone_from(&said.group);
    }
    if said.upn.is_some() {
        new.upn.clone_from(&said.upn);
    }
    new
}

fn accent(kept: &mut String, listed: &str) {
    let is_richer = kept.is_ascii()
        && !listed.is_ascii()
        && listed
            .chars()
            .any(|sign| !sign.is_ascii() && sign.is_alphabetic());
    if is_richer && alike::letters(kept) == alike::letters(listed) {
        listed.clone_into(kept);
    }
}

/// Names that are not known yet, in whichever spelling.
fn keep<'a>(known: &mut Vec<String>, names: impl Iterator<Item = &'a String>, own: &str) {
    let before = known.len();
    for name in names {
        let letters = alike::letters(name);
        let is_known = letters.is_empty()
            || letters == alike::letters(own)
            || known.iter().any(|other| alike::letters(other) == letters);
        if !is_known {
            known.push(name.clone());
        }
    }
    if known.len() > before {
        known.sort();
    }
}
