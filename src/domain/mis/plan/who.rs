//! Whom a row is about. What cannot be told is never guessed: spelling makes nobody two, and what is only
//! alike is asked of a person.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::super::row::Said;
use super::super::upn::{Standing, standing};
use super::super::{NotImported, Unsure};
use super::{Pick, Unclear};
use crate::domain::alike::{Likeness, Names, may_be_of_one_age};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::Registered;

/// Everybody in the register, found by number and by name.
pub struct Index<'a> {
    people: &'a [Registered],
    by_upn: HashMap<&'a str, Vec<&'a Registered>>,
    by_name: HashMap<String, Vec<&'a Registered>>,
    marked: Vec<&'a Registered>,
    alike: OnceCell<Alike<'a>>,
}

/// Made only where somebody would join.
struct Alike<'a> {
    by_day: HashMap<chrono::NaiveDate, Vec<&'a Registered>>,
    by_hint: HashMap<String, Vec<&'a Registered>>,
}

/// What the register says of a row.
pub enum Verdict<'a> {
    Known(&'a Registered),
    /// Nobody here, by name and number.
    Nobody,
    Unclear(Box<Unclear>),
}

/// The names of a row.
pub fn names(said: &Said) -> Names {
    let called = &said.called;
    Names::from(
        std::iter::once(&called.given).chain(&called.known_as),
        std::iter::once(&called.family).chain(&called.known_families),
    )
}

impl<'a> Index<'a> {
    pub fn of(people: &'a [Registered]) -> Index<'a> {
        let mut index = Index {
            people,
            by_upn: HashMap::new(),
            by_name: HashMap::with_capacity(people.len()),
            marked: Vec::new(),
            alike: OnceCell::new(),
        };
        for entry in people {
            if let Some(upn) = &entry.upn {
                index.by_upn.entry(upn).or_default().push(entry);
            }
            for key in Names::of(&entry.person).keys() {
                index.by_name.entry(key).or_default().push(entry);
            }
            if entry.person.never {
                index.marked.push(entry);
            }
        }
        index
    }

    /// Whoever is called the same, in whichever spelling and order.
    fn namesakes(&self, names: &Names) -> Vec<&'a Registered> {
        let mut found: Vec<&Registered> = Vec::new();
        for key in names.keys() {
            for entry in self.by_name.get(&key).map_or(&[][..], Vec::as_slice) {
                let is_same = Names::of(&entry.person).likeness(names) == Some(Likeness::Same);
                if is_same && !found.iter().any(|other| other.person.id == entry.person.id) {
                    found.push(entry);
                }
            }
        }
        found
    }

    /// Whom a row is about, by number and by name.
    pub fn told(&self, said: &Said) -> Verdict<'a> {
        let none = Vec::new();
        let upn = said.upn.as_deref();
        let numbered = upn.and_then(|upn| self.by_upn.get(upn)).unwrap_or(&none);
        let unclear =
            |why, like: &[&Registered]| Verdict::Unclear(Box::new(unclear(said, why, like)));
        if said.called.given.is_empty() {
            return match numbered.as_slice() {
                [one] => Verdict::Known(one),
                [] => unclear(Unsure::NoName, &[]),
                several => unclear(Unsure::SeveralOfUpn, several),
            };
        }
        let names = names(said);
        let (namesakes, adults): (Vec<&Registered>, Vec<&Registered>) = self
            .namesakes(&names)
            .into_iter()
            .partition(|entry| entry.person.kind == PersonKind::Child);
        let same_day = |entry: &&&Registered| said.born.is_some() && entry.person.born == said.born;
        let twins: Vec<&Registered> = namesakes.iter().filter(same_day).copied().collect();
        match (numbered.as_slice(), twins.as_slice()) {
            ([_, _, ..], _) => unclear(Unsure::SeveralOfUpn, numbered),
            ([one], []) => {
                let is_alike = Names::of(&one.person).likeness(&names).is_some();
                let is_other_day = !may_be_of_one_age(said.born, one.person.born);
                match !is_alike && is_other_day {
                    true => unclear(Unsure::UpnOfAnother, &[one]),
                    false => Verdict::Known(one),
                }
            }
            ([one], twins) if twins.iter().any(|twin| twin.person.id == one.person.id) => {
                Verdict::Known(one)
            }
            ([one], twins) => {
                let both: Vec<&Registered> =
                    [*one].into_iter().chain(twins.iter().copied()).collect();
                unclear(Unsure::UpnAndNameDiffer, &both)
            }
            ([], [one]) => match has_other_number(one, upn) {
                true => unclear(Unsure::OtherUpn, &[one]),
                false => Verdict::Known(one),
            },
            ([], [_, _, ..]) => unclear(Unsure::SeveralOfName, &twins),
            ([], []) if !namesakes.is_empty() => unclear(Unsure::OtherBirthDate, &namesakes),
            ([], []) => {
                let of_age = |entry: &&&Registered| may_be_of_one_age(entry.person.born, said.born);
                let adults: Vec<&Registered> = adults.iter().filter(of_age).copied().collect();
                if !adults.is_empty() {
                    return unclear(Unsure::NoChildHere, &adults);
                }
                // Whoever may never be photographed is not to come in a second time without the mark,
                // under a corrected name.
                let marked: Vec<&Registered> =
                    self.marked.iter().filter(same_day).copied().collect();
                match marked.is_empty() {
                    true => Verdict::Nobody,
                    false => unclear(Unsure::MarkedOfThatDay, &marked),
                }
            }
        }
    }

    /// Whether somebody here could be whom a row is about after all, where neither number nor name says
    /// so. `met` are those whom other rows are about.
    pub fn resembled(&self, said: &Said, met: &HashSet<&PersonId>) -> Option<Unclear> {
        let names = names(said);
        let alike = self.alike.get_or_init(|| Alike::of(self.people));
        let mut candidates: Vec<&Registered> = self.marked.clone();
        if let Some(born) = said.born {
            candidates.extend(alike.by_day.get(&born).into_iter().flatten()); // house: what is not there is no error
        }
        for hint in names.hints() {
            let found = alike.by_hint.get(&hint).into_iter().flatten(); // house: what is not there is no error
            candidates
                .extend(found.filter(|entry| may_be_of_one_age(entry.person.born, said.born)));
        }
        candidates.sort_by(|one, other| one.person.id.cmp(&other.person.id));
        candidates.dedup_by(|one, other| one.person.id == other.person.id);
        let (mut near, mut renamed) = (Vec::new(), Vec::new());
        for entry in candidates {
            let person = &entry.person;
            let theirs = Names::of(person);
            if !person.never && have_different_numbers(said, entry) {
                continue;
            }
            if theirs.likeness(&names).is_some() {
                near.push(entry);
            } else if said.born.is_some()
                && person.born == said.born
                && !met.contains(&person.id)
                && theirs.share_a_name(&names)
            {
                renamed.push(entry);
            }
        }
        if !near.is_empty() {
            return Some(unclear(said, Unsure::NearlyNamed, &near));
        }
        (!renamed.is_empty()).then(|| unclear(said, Unsure::PerhapsRenamed, &renamed))
    }

    /// Whom an unclear row is about as a person said; `None` for a new child. Errors: nobody said it, or
    /// somebody whom it cannot be.
    pub fn picked(
        &self,
        unclear: &Unclear,
        pick: Option<&Pick>,
    ) -> Result<Option<&'a Registered>, ()> {
        match pick {
            Some(Pick::New) if unclear.may_be_new => Ok(None),
            Some(Pick::Same(id)) if unclear.like.contains(id) => {
                let found = self.people.iter().find(|entry| entry.person.id == *id);
                found.map(Some).ok_or(())
            }
            _ => Err(()),
        }
    }
}

impl<'a> Alike<'a> {
    fn of(people: &'a [Registered]) -> Alike<'a> {
        let mut alike = Alike {
            by_day: HashMap::new(),
            by_hint: HashMap::new(),
        };
        for entry in people {
            if let Some(born) = entry.person.born {
                alike.by_day.entry(born).or_default().push(entry);
            }
            for hint in Names::of(&entry.person).hints() {
                alike.by_hint.entry(hint).or_default().push(entry);
            }
        }
        alike
    }
}

fn has_other_number(entry: &Registered, upn: Option<&str>) -> bool {
    let both = entry.upn.as_deref().zip(upn);
    both.is_some_and(|(here, there)| here != there)
}

/// Two good numbers are two children.
fn have_different_numbers(said: &Said, entry: &Registered) -> bool {
    let is_good = |upn: &str| standing(upn) == Standing::Good;
    let both = entry.upn.as_deref().zip(said.upn.as_deref());
    both.is_some_and(|(here, there)| here != there && is_good(here) && is_good(there))
}

/// A row that nothing is done about, and whom it may be about. That it is a new child may be said unless
/// one of them carries the mark: that child is added by hand.
pub fn unclear(said: &Said, why: Unsure, like: &[&Registered]) -> Unclear {
    let is_staff = |person: &Person| person.kind == PersonKind::Staff;
    let mut entries: Vec<Registered> = like.iter().map(|entry| (*entry).clone()).collect();
    entries.dedup_by(|one, other| one.person.id == other.person.id);
    Unclear {
        line: said.line,
        others: said.others.clone(),
        name: said.name(),
        why,
        may_be_new: !like.is_empty() && !like.iter().any(|entry| entry.person.never),
        // No child on a list is somebody who works here.
        like: entries
            .iter()
            .filter(|entry| !is_staff(&entry.person))
            .map(|entry| entry.person.id.clone())
            .collect(),
        entries,
        noes: said
            .noes()
            .into_iter()
            .map(|no| (no.channel.clone(), no.words.clone()))
            .collect(),
        holds_a_no: said.could_be_a_no(),
        is_left_out: false,
    }
}

/// Whether an import would be refused for what is still open.
pub fn refusal(gone: usize, unclear: usize) -> Option<NotImported> {
    (gone + unclear > 0).then_some(NotImported::Unsettled { gone, unclear })
}
