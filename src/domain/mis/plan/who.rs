//! Whom a row is about. What cannot be told is never guessed.

use std::collections::HashMap;

use super::super::row::Said;
use super::{Pick, Unclear, name};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::school::Registered;

/// The children of the register, found by number and by name.
pub struct Index<'a> {
    by_upn: HashMap<&'a str, Vec<&'a Registered>>,
    by_name: HashMap<(String, String), Vec<&'a Registered>>,
    marked: Vec<&'a Registered>,
}

fn key(given: &str, family: &str) -> (String, String) {
    (given.to_lowercase(), family.to_lowercase())
}

impl<'a> Index<'a> {
    pub fn of(people: &'a [Registered]) -> Index<'a> {
        let mut index = Index {
            by_upn: HashMap::new(),
            by_name: HashMap::new(),
            marked: Vec::new(),
        };
        for entry in people {
            let person = &entry.person;
            if person.kind != PersonKind::Child {
                continue;
            }
            if let Some(upn) = &entry.upn {
                index.by_upn.entry(upn).or_default().push(entry);
            }
            let named = key(&person.given, &person.family);
            index.by_name.entry(named).or_default().push(entry);
            for other in &person.known_as {
                let named = key(other, &person.family);
                let others = index.by_name.entry(named).or_default();
                if others.last().is_none_or(|last| last.person.id != person.id) {
                    others.push(entry);
                }
            }
            if person.never {
                index.marked.push(entry);
            }
        }
        index
    }

    /// The child that a row is about; `None` where it is one that the register does not hold.
    /// Errors: it cannot be told, and nobody has said it.
    pub fn whose(
        &self,
        said: &Said,
        pick: Option<&Pick>,
    ) -> Result<Option<&'a Registered>, Unclear> {
        let unclear = match self.told(said) {
            Ok(told) => return Ok(told),
            Err(unclear) => unclear,
        };
        match pick {
            Some(Pick::New) if unclear.may_be_new => Ok(None),
            Some(Pick::Same(id)) if unclear.like.contains(id) => {
                let mut all = self
                    .by_name
                    .values()
                    .chain(self.by_upn.values())
                    .flat_map(|found| found.iter());
                let found = all.find(|entry| entry.person.id == *id);
                found.copied().map(Some).ok_or(unclear)
            }
            _ => Err(unclear),
        }
    }

    fn told(&self, said: &Said) -> Result<Option<&'a Registered>, Unclear> {
        let none = Vec::new();
        let upn = said.upn.as_deref();
        let numbered = upn.and_then(|upn| self.by_upn.get(upn)).unwrap_or(&none);
        let namesakes = self
            .by_name
            .get(&key(&said.given, &said.family))
            .unwrap_or(&none);
        let same_day = |entry: &&&Registered| said.born.is_some() && entry.person.born == said.born;
        let twins: Vec<&Registered> = namesakes.iter().filter(same_day).copied().collect();
        let why = |text: &str, like: &[&Registered]| Err(unclear(said, text.to_owned(), like));
        match (numbered.as_slice(), twins.as_slice()) {
            ([_, _, ..], _) => why("several children here bear this UPN", numbered),
            ([one], []) => {
                let is_named_so = namesakes
                    .iter()
                    .any(|entry| entry.person.id == one.person.id);
                let is_other_day = said.born.is_some()
                    && one.person.born.is_some()
                    && said.born != one.person.born;
                if !is_named_so && is_other_day {
                    return why(
                        "the UPN is that of a child with another name and birth date",
                        &[one],
                    );
                }
                Ok(Some(one))
            }
            ([one], twins) if twins.iter().any(|twin| twin.person.id == one.person.id) => {
                Ok(Some(one))
            }
            ([one], twins) => {
                let both: Vec<&Registered> =
                    [*one].into_iter().chain(twins.iter().copied()).collect();
                why(
                    "the UPN is one child's, name and birth date are another's",
                    &both,
                )
            }
            ([], [one]) => {
                let is_other_number = one
                    .upn
                    .as_deref()
                    .zip(upn)
                    .is_some_and(|(here, there)| here != there);
                match is_other_number {
                    true => why(
                        "a child of this name and birth date has another UPN here",
                        &[one],
                    ),
                    false => Ok(Some(one)),
                }
            }
            ([], [_, _, ..]) => why(
                "several children here bear this name and birth date",
                &twins,
            ),
            ([], []) if !namesakes.is_empty() => why(
                "a child of this name is here with another birth date, or with none",
                namesakes,
            ),
            ([], []) => {
                // Whoever may never be photographed is not to come in a second time without the mark,
                // under a corrected name.
                let marked: Vec<&Registered> =
                    self.marked.iter().filter(same_day).copied().collect();
                match marked.is_empty() {
                    true => Ok(None),
                    false => why(
                        "somebody with a never-photograph mark has this birth date",
                        &marked,
                    ),
                }
            }
        }
    }
}

/// A row that nothing is done about, and whom it may be about. That it is a new child may be said unless
/// one of them carries the mark: that child is added by hand.
pub fn unclear(said: &Said, why: String, like: &[&Registered]) -> Unclear {
    let mut ids: Vec<PersonId> = like.iter().map(|entry| entry.person.id.clone()).collect();
    ids.dedup();
    Unclear {
        line: said.line,
        name: name(said),
        why,
        may_be_new: !like.is_empty() && !like.iter().any(|entry| entry.person.never),
        like: ids,
        entries: like.iter().map(|entry| (*entry).clone()).collect(),
    }
}

/// Lines that are about the same child as another line, with that other one. Two of one name are two
/// children where each has a UPN of its own.
pub fn twice(rows: &[Said]) -> HashMap<u64, u64> {
    let mut twice = HashMap::new();
    let mut numbers: HashMap<&str, u64> = HashMap::with_capacity(rows.len());
    let mut names: HashMap<_, (u64, Option<&str>)> = HashMap::with_capacity(rows.len());
    for said in rows {
        let number = said.upn.as_deref();
        let before = number.and_then(|upn| numbers.insert(upn, said.line));
        let (given, family) = key(&said.given, &said.family);
        let named = names.insert((given, family, said.born), (said.line, number));
        let named = named.filter(|(_, other)| other.is_none() || number.is_none());
        for other in before.into_iter().chain(named.map(|(line, _)| line)) {
            twice.insert(other, said.line);
            twice.insert(said.line, other);
        }
    }
    twice
}
