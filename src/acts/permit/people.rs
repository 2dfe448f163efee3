//! Who is in the register: somebody new, a name or group that changed, leaving, coming back, and the
//! absolute mark. Nobody is deleted here.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::set_up::named;
use super::super::sign_in::Session;
use super::super::{ActError, Alike, Desk, Done, new_id};
use super::checked;
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::alike::{Likeness, Names, may_be_of_one_age};
use crate::domain::ids::MarkReasonId;
use crate::domain::person::{PersonId, Responsible};
use crate::domain::school::{MarkReason, Registered};
use crate::domain::staff::Duty;
use crate::register::Change;

/// What changes about somebody; what is `None` stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Edits {
    pub given: Option<String>,
    pub family: Option<String>,
    pub known_as: Option<Vec<String>>,
    pub known_families: Option<Vec<String>>,
    pub group: Option<String>,
    pub born: Option<NaiveDate>,
    /// Who has parental responsibility, all of them; with nobody listed whoever says so is believed.
    pub responsible: Option<Vec<Responsible>>,
    /// A court has spoken about the child.
    pub court_order: Option<bool>,
}

impl Desk {
    /// Adds somebody who is new. `others` are people of a like name who were looked at, and are somebody
    /// else. Errors: as for [`Desk::record_person`]; somebody, child or not, is in the register under this
    /// name, in whichever spelling, or nearly, and was not looked at: a second entry would lack the first
    /// one's noes. Beside somebody of the very name, or like somebody with the mark, nobody is added but
    /// with the birth dates of both.
    pub fn add_person(
        &mut self,
        who: &Session,
        entry: Registered,
        others: &BTreeSet<PersonId>,
    ) -> Done<PersonId> {
        self.require(who, Duty::KeepRegister)?;
        let new = Names::of(&entry.person);
        let mut alike = Vec::new();
        for old in self.register.people()? {
            let (person, born) = (&old.person, entry.person.born);
            let likeness = Names::of(person).likeness(&new);
            let are_two_days = !may_be_of_one_age(person.born, born);
            let is_same_name = likeness == Some(Likeness::Same);
            let is_alike = likeness.is_some() && (!are_two_days || person.never);
            let needs_birth_dates = !are_two_days && (is_same_name || person.never);
            if is_alike && (needs_birth_dates || !others.contains(&person.id)) {
                alike.push(Alike {
                    is_same_name,
                    needs_birth_dates,
                    entry: old,
                });
            }
        }
        match alike.is_empty() {
            true => self.record_person(who, entry),
            false => Err(ActError::Alike(alike)),
        }
    }

    /// Changes names, group, birth date or who answers for a child. Errors: no such person; as for
    /// [`Desk::record_person`].
    pub fn edit_person(&mut self, who: &Session, id: &PersonId, edits: Edits) -> Done<()> {
        let mut entry = self.entry_for(who, id)?;
        let person = &mut entry.person;
        person.given = edits.given.unwrap_or_else(|| person.given.clone());
        person.family = edits.family.unwrap_or_else(|| person.family.clone());
        if let Some(known_as) = edits.known_as {
            person.known_as = known_as;
        }
        if let Some(known_families) = edits.known_families {
            person.known_families = known_families;
        }
        person.born = edits.born.or(person.born);
        if let Some(responsible) = edits.responsible {
            person.responsible = responsible;
        }
        entry.class = edits.group.unwrap_or(entry.class);
        entry.court_order = edits.court_order.unwrap_or(entry.court_order);
        self.record_person(who, entry)?;
        Ok(())
    }

    /// Sets somebody's last day, a whole day; with none they have come back, or never left. Errors:
    /// no such person; before they were born.
    pub fn set_last_day(
        &mut self,
        who: &Session,
        id: &PersonId,
        last: Option<NaiveDate>,
    ) -> Done<()> {
        let mut entry = self.entry_for(who, id)?;
        entry.person.leaves = last;
        self.record_person(who, entry)?;
        Ok(())
    }

    /// Sets the absolute mark, with the reason where one is given. Errors: no such person.
    pub fn mark_never(&mut self, who: &Session, id: &PersonId, why: &str) -> Done<()> {
        let mut entry = self.entry_for(who, id)?;
        entry.person.never = true;
        // An entry that was changed past the register counts as marked, and is set right with the mark on.
        let is_marked_anyway = entry.person.changed_outside;
        let mut changes = match is_marked_anyway {
            true => Vec::new(),
            false => vec![Change::Person(checked(entry)?)],
        };
        if !why.trim().is_empty() {
            changes.push(Change::MarkReason(MarkReason {
                id: MarkReasonId(new_id()),
                person: id.clone(),
                why: named_reason(why)?,
                at: self.now(),
                by: who.id().clone(),
            }));
        }
        self.record(who, &changes)?;
        self.remember()
    }

    /// Takes the absolute mark off. Errors: not the head; no such person.
    pub fn unmark(&mut self, who: &Session, id: &PersonId) -> Done<()> {
        let mut entry = self.entry_for(who, id)?;
        entry.person.never = false;
        self.record_person(who, entry)?;
        Ok(())
    }

    /// Why somebody carries the mark, as was said each time, oldest first. Errors: not the head.
    pub fn why_marked(&self, who: &Session, id: &PersonId) -> Done<Vec<MarkReason>> {
        self.require(who, Duty::Govern)?;
        Ok(self.register.mark_reasons(id)?)
    }

    /// Somebody's entry, for those who keep the register. Errors: no such person.
    pub(crate) fn entry_for(&self, who: &Session, id: &PersonId) -> Done<Registered> {
        self.require(who, Duty::KeepRegister)?;
        self.register.person(id)?.ok_or_else(|| {
            ActError::Refused(Refusal::NoSuch {
                thing: Thing::Person,
                id: id.to_string(),
            })
        })
    }
}

/// Reasons are sentences, not names, and stay short enough to be read.
fn named_reason(why: &str) -> Done<String> {
    const LONGEST: usize = 500;
    if why.chars().count() > LONGEST {
        return Err(ActError::Refused(Refusal::ReasonTooLong { most: LONGEST }));
    }
    match why.split_whitespace().collect::<Vec<_>>().join(" ") {
        said if said.is_empty() => named(&said, Named::Reason),
        said => Ok(said),
    }
}
