//! What is asked before an answer is recorded, and what is told of it afterwards: who may record it, whose
//! no it takes back, whose form it rests on, and whether it speaks. Records nothing.

use super::super::sign_in::Session;
use super::super::{ActError, Desk, Done, channel_of};
use super::refused::NotRecorded;
use super::signed_form::SignedForm;
use crate::domain::channel::ChannelId;
use crate::domain::ids::PermissionId;
use crate::domain::permission::{Answer, Permission, Relation, hear};
use crate::domain::person::PersonId;
use crate::domain::policy::Policy;
use crate::domain::school::{FiledPermission, speaking};
use crate::domain::staff::Role;
use crate::domain::unheard::{Unheard, unheard};

impl Desk {
    /// A no is heard from everybody; a yes for a child about whom a court has spoken is recorded by the
    /// head alone.
    pub(crate) fn may_say(
        &self,
        who: &Session,
        person: &PersonId,
        says: &[(ChannelId, Answer)],
    ) -> Done<()> {
        let is_yes = says.iter().any(|(_, answer)| *answer == Answer::Granted);
        let entry = self.register.person(person)?;
        let has_court_order = entry.is_some_and(|entry| entry.court_order);
        if is_yes && has_court_order && who.role() != Role::Head {
            return Err(ActError::Answer(NotRecorded::HeadAlone));
        }
        Ok(())
    }

    /// A yes that takes back a no by a signatory of the same name: two parents may write theirs alike.
    /// Of somebody's own answer there is no doubt whose it is.
    pub(crate) fn may_take_back(&self, yes: &Permission) -> Done<()> {
        if yes.relation == Relation::Oneself || yes.answer != Answer::Granted {
            return Ok(());
        }
        let mut said: Vec<Permission> = speaking(self.register.permissions(&yes.person)?)
            .into_iter()
            .map(|filed| filed.permission)
            .collect();
        said.retain(|said| said.channel == yes.channel && said.is_by_signatory_of(yes));
        let no = hear(said.iter())
            .iter()
            .flat_map(|heard| &heard.noes)
            .filter(|no| no.signed <= yes.signed)
            .map(|no| no.signed)
            .max();
        match no {
            None => Ok(()),
            Some(no) => Err(ActError::Answer(NotRecorded::SamePerson {
                channel: yes.channel.clone(),
                no,
            })),
        }
    }

    pub(super) fn check_signatory(&self, form: &SignedForm) -> Done<()> {
        if form.same_person {
            return Ok(());
        }
        for person in form.people {
            for (channel, answer) in form.says {
                self.may_take_back(&Permission {
                    answer: *answer,
                    ..said_by(form, person, channel)
                })?;
            }
        }
        Ok(())
    }

    /// The same file under two people is refused unless it is one form that names them both.
    pub(super) fn check_file(&self, form: &SignedForm, sha256: &str) -> Done<()> {
        if form.one_form {
            return Ok(());
        }
        let mut others = self.register.people_under(sha256)?;
        others.retain(|other| !form.people.contains(other));
        match others.is_empty() {
            true => Ok(()),
            false => Err(ActError::Answer(NotRecorded::SameFile { others })),
        }
    }

    /// Why the newest answers do not speak, of those that do not.
    pub(crate) fn unheard_of(
        &self,
        policy: &Policy,
        ids: &[PermissionId],
        people: &[PersonId],
    ) -> Done<Vec<(PersonId, ChannelId, Unheard)>> {
        let today = self.latest_day()?;
        let mut found = Vec::new();
        let answers = self.register.lists().answers(people)?;
        for (person, answers) in people.iter().zip(answers) {
            let Some(entry) = self.register.person(person)? else {
                continue;
            };
            for filed in answers.iter().filter(|filed| ids.contains(&filed.id)) {
                let id = &filed.permission.channel;
                let of_channel: Vec<&FiledPermission> = answers
                    .iter()
                    .filter(|other| other.permission.channel == *id)
                    .collect();
                let said: Vec<Permission> = of_channel
                    .iter()
                    .map(|filed| filed.permission.clone())
                    .collect();
                let place = of_channel.iter().position(|other| other.id == filed.id);
                let channel = channel_of(policy, id)?;
                let why = place.and_then(|place| {
                    unheard(policy, &channel, today, &entry.person, &said, place)
                });
                found.extend(why.map(|why| (person.clone(), id.clone(), why)));
            }
        }
        Ok(found)
    }
}

/// A yes as a form gives it, for one person and channel.
pub(super) fn said_by(form: &SignedForm, person: &PersonId, channel: &ChannelId) -> Permission {
    Permission {
        person: person.clone(),
        channel: channel.clone(),
        answer: Answer::Granted,
        relation: form.relation,
        by: form.by.trim().to_owned(),
        signed: form.signed,
        from: form.from,
        until: form.until,
        evidence: form.evidence,
    }
}
