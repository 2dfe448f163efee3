//! The consent register: people, and what is answered about them. Answers are added, never edited.

mod asked;
mod evidence;
mod filing;
mod moving;
mod people;
mod refused;
mod signed_form;

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id, unique};
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::ids::EvidenceId;
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::{EvidenceFile, FiledPermission, Registered};
use crate::domain::staff::{Duty, Role};
use crate::register::Change;

pub use evidence::LARGEST_FORM;
pub(crate) use evidence::is_seen;
pub(crate) use filing::last_day;
pub use filing::{Filed, Form, SignedForm};
pub use people::Edits;
pub use refused::{NotMoved, NotRecorded, Unseen};

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
                return Err(ActError::Refused(Refusal::SeveralCalled {
                    typed: typed.to_owned(),
                }));
            }
            (None, _) => {}
        }
        let ids = people.iter().map(|entry| entry.person.id.0.clone());
        let id = unique(typed.trim(), Thing::Person, ids)?;
        people
            .into_iter()
            .find(|entry| entry.person.id.0 == id)
            .ok_or_else(|| {
                ActError::Refused(Refusal::NoSuch {
                    thing: Thing::Person,
                    id: typed.to_owned(),
                })
            })
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
            return Err(ActError::Refused(Refusal::MarkIsTheHeads));
        }
        if let Some(before) = &before {
            may_change_who_answers(who, before, &entry)?;
        }
        let id = entry.person.id.clone();
        let restricts = before.is_some() || entry.person.never;
        self.record(who, &[Change::Person(entry)])?;
        if restricts {
            self.remember()?;
        }
        Ok(id)
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
        let file = self.register.evidence(id)?.ok_or_else(|| {
            ActError::Refused(Refusal::NoSuch {
                thing: Thing::Form,
                id: id.to_string(),
            })
        })?;
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

/// Where a court has spoken about a child, the list of who has parental responsibility and the flag are
/// the head's alone. Errors: somebody else changes one of them.
fn may_change_who_answers(who: &Session, before: &Registered, after: &Registered) -> Done<()> {
    let stays = after.court_order && before.person.responsible == after.person.responsible;
    if before.court_order && !stays && who.role() != Role::Head {
        return Err(ActError::Answer(NotRecorded::HeadAlone));
    }
    Ok(())
}

pub(super) fn checked(mut entry: Registered) -> Done<Registered> {
    let person = &mut entry.person;
    person.given = named(&person.given, Named::Person)?;
    // One name is a name.
    person.family = match person.family.trim() {
        "" => String::new(),
        family => named(family, Named::Family)?,
    };
    for name in person.known_as.iter_mut().chain(&mut person.known_families) {
        *name = named(name, Named::OtherName)?;
    }
    for responsible in &mut person.responsible {
        responsible.by = named(&responsible.by, Named::Responsible)?;
    }
    if let (Some(born), Some(leaves)) = (person.born, person.leaves)
        && leaves < born
    {
        return Err(ActError::Refused(Refusal::LeavesBeforeBorn { leaves }));
    }
    entry.class = entry.class.trim().to_owned();
    if !entry.class.is_empty() {
        entry.class = named(&entry.class, Named::Group)?;
    } else if person.kind == PersonKind::Child {
        return Err(ActError::Refused(Refusal::ChildNeedsGroup));
    }
    Ok(entry)
}
