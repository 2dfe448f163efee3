//! The consent register: people, and what is answered about them. Answers are added, never edited.

mod filing;
mod list;
mod people;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id, unique};
use crate::domain::ids::EvidenceId;
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::{EvidenceFile, FiledPermission, Registered};
use crate::domain::staff::{Duty, Role};
use crate::register::Change;

pub(crate) use filing::last_day;
pub use filing::{Filed, Form, SignedForm};
pub use list::read_children;
pub use people::Edits;

/// Forms above this are refused; a scanned page has a tenth of it.
pub const LARGEST_FORM: usize = 20 * 1024 * 1024;

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Desk {
    /// A person by id, by the beginning of it, or by full name where only one has it.
    pub fn find_person(&self, typed: &str) -> Done<Registered> {
        let people = self.register.people()?;
        let wanted = typed.trim().to_lowercase();
        let mut named: Vec<&Registered> = people
            .iter()
            .filter(|entry| {
                let person = &entry.person;
                format!("{} {}", person.given, person.family).to_lowercase() == wanted
            })
            .collect();
        match (named.pop(), named.is_empty()) {
            (Some(found), true) => return Ok(found.clone()),
            (Some(_), false) => {
                return Err(ActError::Input(format!(
                    "several people are called `{typed}`; give the id that `person list` shows"
                )));
            }
            (None, _) => {}
        }
        let ids = people.iter().map(|entry| entry.person.id.0.clone());
        let id = unique(typed.trim(), "person", ids)?;
        people
            .into_iter()
            .find(|entry| entry.person.id.0 == id)
            .ok_or_else(|| ActError::Input(format!("there is no person `{typed}`")))
    }

    /// Adds somebody, or changes their entry. Errors: no name; a mark taken off by another than
    /// the head; dates in the wrong order.
    pub fn record_person(&mut self, who: &Session, entry: Registered) -> Done<PersonId> {
        self.require(who, Duty::KeepRegister)?;
        let entry = checked(entry)?;
        let before = self.register.person(&entry.person.id)?;
        if let Some(before) = &before
            && before.person.never
            && !entry.person.never
            && who.role() != Role::Head
        {
            return Err(ActError::Refused(
                "only the head teacher may take a never-photograph mark off".to_owned(),
            ));
        }
        let id = entry.person.id.clone();
        let restricts = before.is_some() || entry.person.never;
        self.record(who, &[Change::Person(entry)])?;
        if restricts {
            self.remember()?;
        }
        Ok(id)
    }

    /// Adds or updates children from CSV with the columns `given`, `family`, `known_as` (parted by
    /// `;`), `born`, `leaves`, `group`. A child with the same name and birth date is the same child;
    /// what the list leaves empty stays as it was. Errors name the line; then nothing is written.
    /// Among them: a child who bears the name of one with a never-photograph mark and another birth
    /// date, since a corrected date would otherwise make a second child without the mark.
    pub fn import_children(&mut self, who: &Session, csv_bytes: &[u8]) -> Done<Imported> {
        self.require(who, Duty::KeepRegister)?;
        let existing = self.register.people()?;
        let mut changes = Vec::new();
        let mut imported = Imported::default();
        let marked: Vec<&Person> = existing
            .iter()
            .map(|old| &old.person)
            .filter(|old| old.never)
            .collect();
        let mut known: HashMap<(&str, &str, Option<NaiveDate>), &Registered> = HashMap::new();
        for old in existing
            .iter()
            .filter(|old| old.person.kind == PersonKind::Child)
        {
            let Person {
                given,
                family,
                born,
                ..
            } = &old.person;
            // Where two are recorded alike, the first is the one that a list speaks of.
            known.entry((given, family, *born)).or_insert(old);
        }
        for (line, mut entry) in read_children(csv_bytes)? {
            let is_named_alike = |old: &&Person| {
                let new = &entry.person;
                old.born != new.born
                    && old.given.to_lowercase() == new.given.to_lowercase()
                    && old.family.to_lowercase() == new.family.to_lowercase()
            };
            if marked.iter().any(is_named_alike) {
                return Err(ActError::Input(format!(
                    "line {line}: a child of this name with another birth date has a \
                     never-photograph mark; is it the same child? Correct the date here or in the \
                     list; nothing was imported"
                )));
            }
            let new = &entry.person;
            let same = known.get(&(new.given.as_str(), new.family.as_str(), new.born));
            match same.copied() {
                None => imported.added += 1,
                Some(old) => {
                    entry.person.id = old.person.id.clone();
                    // An import never takes a mark off, nor what the list does not say.
                    entry.person.never = old.person.never;
                    entry.person.leaves = entry.person.leaves.or(old.person.leaves);
                    for name in &old.person.known_as {
                        if !entry.person.known_as.contains(name) {
                            entry.person.known_as.push(name.clone());
                        }
                    }
                    entry.person.known_as.sort();
                    if *old == entry {
                        imported.unchanged += 1;
                        continue;
                    }
                    imported.changed += 1;
                }
            }
            changes.push(Change::Person(entry));
        }
        if !changes.is_empty() {
            self.record(who, &changes)?;
        }
        if imported.changed > 0 {
            self.remember()?;
        }
        Ok(imported)
    }

    /// Every answer about a person, in the order of recording.
    pub fn answers(&self, who: &Session, person: &PersonId) -> Done<Vec<FiledPermission>> {
        self.require(who, Duty::KeepRegister)?;
        Ok(self.register.permissions(person)?)
    }

    /// A sealed form, for looking at: its type and its bytes, in memory.
    pub fn form(
        &self,
        who: &Session,
        id: &EvidenceId,
    ) -> Done<(EvidenceFile, zeroize::Zeroizing<Vec<u8>>)> {
        self.require(who, Duty::KeepRegister)?;
        let file = self
            .register
            .evidence(id)?
            .ok_or_else(|| ActError::Input(format!("there is no form `{id}`")))?;
        let bytes = self.unseal(&id.0)?;
        Ok((file, bytes))
    }
}

/// A new entry for somebody.
pub fn new_person(kind: PersonKind, given: &str, family: &str, class: &str) -> Registered {
    Registered {
        person: Person::new(PersonId(new_id()), kind, given, family),
        class: class.to_owned(),
        upn: None,
        court_order: false,
    }
}

pub(super) fn checked(mut entry: Registered) -> Done<Registered> {
    let person = &mut entry.person;
    person.given = named(&person.given, "the person")?;
    person.family = named(&person.family, "the person's family")?;
    for name in person.known_as.iter_mut().chain(&mut person.known_families) {
        *name = named(name, "the other name")?;
    }
    for responsible in &mut person.responsible {
        responsible.by = named(&responsible.by, "who has parental responsibility")?;
    }
    if let (Some(born), Some(leaves)) = (person.born, person.leaves)
        && leaves < born
    {
        return Err(ActError::Input(format!(
            "they would leave on {leaves}, before they were born"
        )));
    }
    entry.class = entry.class.trim().to_owned();
    if !entry.class.is_empty() {
        entry.class = named(&entry.class, "the group")?;
    } else if person.kind == PersonKind::Child {
        return Err(ActError::Input("a child belongs to a group".to_owned()));
    }
    Ok(entry)
}
