//! The consent register: people, and what is answered about them. Answers are added, never edited.

mod list;

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done, channel_of, new_id, unique};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::{EvidenceFile, FiledPermission, Registered};
use crate::domain::staff::{Duty, Role};
use crate::register::Change;
use crate::vault;

pub use list::read_children;

/// Forms above this are refused; a scanned page has a tenth of it.
pub const LARGEST_FORM: usize = 20 * 1024 * 1024;

/// One form, answering for one person and one or more channels.
pub struct Form<'a> {
    pub person: &'a PersonId,
    pub channels: &'a [ChannelId],
    pub answer: Answer,
    pub relation: Relation,
    pub by: &'a str,
    pub signed: NaiveDate,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub evidence: Evidence,
    /// The scan or file; a written yes needs one.
    pub file: Option<&'a [u8]>,
}

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

    /// Adds the answers of one form, with its evidence sealed. Nothing is replaced: for each
    /// signatory the latest answer speaks. Errors: no such person or channel, a date in the future,
    /// a written yes without its form, a form that is neither PDF, picture nor text.
    pub fn add_answers(&mut self, who: &Session, form: &Form) -> Done<Vec<PermissionId>> {
        self.require(who, Duty::KeepRegister)?;
        let policy = self.policy()?;
        for channel in form.channels {
            channel_of(&policy, channel)?;
        }
        if form.channels.is_empty() {
            return Err(ActError::Input(
                "an answer is for at least one channel".to_owned(),
            ));
        }
        if self.register.person(form.person)?.is_none() {
            return Err(ActError::Input(format!(
                "there is no person `{}`",
                form.person
            )));
        }
        if form.signed > self.today()? {
            return Err(ActError::Input(format!(
                "{} is in the future; an answer counts from the day it was given",
                form.signed
            )));
        }
        if let (Some(from), Some(until)) = (form.from, form.until)
            && until < from
        {
            return Err(ActError::Input(format!(
                "it would end on {until}, before it starts"
            )));
        }
        let by = named(form.by, "the signatory")?;
        if form.answer == Answer::Granted && form.evidence.is_written() && form.file.is_none() {
            return Err(ActError::Input(
                "a written yes needs its form; give the scan, or say that it was spoken".to_owned(),
            ));
        }
        let now = self.now();
        let mut changes = Vec::new();
        let form_id = match form.file {
            None => None,
            Some(bytes) => {
                let id = EvidenceId(new_id());
                let key = vault::new_key()?;
                let file = EvidenceFile {
                    id: id.clone(),
                    media_type: media_type(bytes, form.evidence)?.to_owned(),
                    size: bytes.len() as u64,
                    sha256: hex::encode(Sha256::digest(bytes)),
                    kept_at: now,
                    by: who.id().clone(),
                };
                self.vault
                    .receive(&id.0, &vault::seal(&id.0, &key, bytes)?)?;
                changes.push(Change::Evidence(file, key));
                Some(id)
            }
        };
        let mut ids = Vec::new();
        for channel in form.channels {
            let id = PermissionId(new_id());
            ids.push(id.clone());
            changes.push(Change::Permission(FiledPermission {
                id,
                permission: Permission {
                    person: form.person.clone(),
                    channel: channel.clone(),
                    answer: form.answer,
                    relation: form.relation,
                    by: by.clone(),
                    signed: form.signed,
                    from: form.from,
                    until: form.until,
                    evidence: form.evidence,
                },
                form: form_id.clone(),
                recorded_at: now,
                recorded_by: who.id().clone(),
                import: None,
            }));
        }
        let recorded = self.record(who, &changes);
        if let Some(id) = form_id {
            match recorded {
                Ok(()) => self.vault.settle(&id.0)?,
                Err(error) => return Err(self.not_recorded(&id.0, error)),
            }
        } else {
            recorded?;
        }
        if form.answer != Answer::Granted {
            self.remember()?;
        }
        Ok(ids)
    }

    /// Shelves a checkpoint, so that an older copy of the register is known as one: a no, a mark or
    /// a leaving date that it has forgotten must not let anybody out again.
    pub(super) fn remember(&self) -> Done<()> {
        self.shelve(&self.make_checkpoint()?)
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
        person: Person {
            id: PersonId(new_id()),
            kind,
            given: given.to_owned(),
            family: family.to_owned(),
            known_as: Vec::new(),
            born: None,
            leaves: None,
            never: false,
        },
        class: class.to_owned(),
        upn: None,
    }
}

pub(super) fn checked(mut entry: Registered) -> Done<Registered> {
    let person = &mut entry.person;
    person.given = named(&person.given, "the person")?;
    person.family = named(&person.family, "the person's family")?;
    for name in &mut person.known_as {
        *name = named(name, "the other name")?;
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

fn media_type(bytes: &[u8], evidence: Evidence) -> Done<&'static str> {
    if bytes.is_empty() {
        return Err(ActError::Input("the form is an empty file".to_owned()));
    }
    if bytes.len() > LARGEST_FORM {
        return Err(ActError::Input(
            "the form is larger than 20 MB; scan it at a lower resolution".to_owned(),
        ));
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    if bytes.starts_with(b"%PDF-") {
        Ok("application/pdf")
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Ok("image/png")
    } else if is_webp {
        Ok("image/webp")
    } else if evidence == Evidence::Paper {
        Err(ActError::Input(
            "a signed paper is filed as its scan: PDF, JPEG, PNG or WebP".to_owned(),
        ))
    } else if !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        Ok("text/plain")
    } else {
        Err(ActError::Input(
            "the form is neither PDF, JPEG, PNG, WebP nor text; scan it as PDF".to_owned(),
        ))
    }
}
