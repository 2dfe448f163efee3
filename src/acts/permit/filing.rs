//! A signed form becomes answers: for one person or several, one channel or several, with its scan
//! sealed, all of it or nothing. Nothing is edited: a correction is an answer that names another.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;

use chrono::{Months, NaiveDate};
use sha2::{Digest, Sha256};

use super::super::set_up::named;
use super::super::sign_in::Session;
use super::super::take_down::TakeDown;
use super::super::{ActError, Desk, Done, channel_of, new_id};
use super::asked::said_by;
use super::evidence::look_at;
pub use super::signed_form::SignedForm;
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{EvidenceId, PermissionId, short};
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::person::PersonId;
use crate::domain::policy::Policy;
use crate::domain::school::{EvidenceFile, FiledPermission};
use crate::domain::staff::Duty;
use crate::domain::unheard::Unheard;
use crate::register::Change;
use crate::vault;

/// One form, answering for one person and one or more channels, the same for each.
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

/// What a form brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Person by person, for each the channels in the form's order.
    pub answers: Vec<PermissionId>,
    pub form: Option<EvidenceId>,
    /// The last day of each yes, where it has one: the form's, or that of the policy's longest term.
    pub ends: Vec<(ChannelId, NaiveDate)>,
    /// Those that are on record and do not speak, and why; a no always speaks.
    pub unheard: Vec<(PersonId, ChannelId, Unheard)>,
}

impl Desk {
    /// Adds the answers of one form for one person, as [`Desk::file_form`] does.
    pub fn add_answers(&mut self, who: &Session, form: &Form) -> Done<Vec<PermissionId>> {
        let says: Vec<(ChannelId, Answer)> = form
            .channels
            .iter()
            .map(|channel| (channel.clone(), form.answer))
            .collect();
        let filed = self.file_form(
            who,
            &SignedForm {
                people: std::slice::from_ref(form.person),
                says: &says,
                relation: form.relation,
                by: form.by,
                signed: form.signed,
                from: form.from,
                until: form.until,
                evidence: form.evidence,
                file: form.file,
                corrects: None,
                same_person: false,
                one_form: false,
            },
        )?;
        Ok(filed.answers)
    }

    /// Adds the answers of one form, with its evidence sealed, in one go. Nothing is replaced: for
    /// each signatory the latest answer speaks. Errors: no such person or channel, one of them
    /// twice, a date in the future, a last day before the first, a written yes without its form, a
    /// form that nobody can look at, a correction that would not be heard; as
    /// [`NotRecorded`](super::NotRecorded) what is asked of a person first.
    pub fn file_form(&mut self, who: &Session, form: &SignedForm) -> Done<Filed> {
        self.require(who, Duty::KeepRegister)?;
        let policy = self.policy()?;
        // No later than today; where the clock was set back, today is what it was.
        self.check_form(&policy, form, self.today()?)?;
        for person in form.people {
            self.may_say(who, person, form.says)?;
        }
        self.check_signatory(form)?;
        self.file(who, &policy, form)
    }

    /// Takes back every yes of these channels, as said today by the signatory, and gives the copies
    /// that must come down for it. Heard whatever the clock shows. Errors: as for a form.
    pub fn withdraw(
        &mut self,
        who: &Session,
        person: &PersonId,
        channels: &[ChannelId],
        relation: Relation,
        by: &str,
    ) -> Done<Vec<TakeDown>> {
        self.require(who, Duty::KeepRegister)?;
        let policy = self.policy()?;
        let says: Vec<(ChannelId, Answer)> = channels
            .iter()
            .map(|channel| (channel.clone(), Answer::Withdrawn))
            .collect();
        // A clock that was set back must not make a withdrawal older than the yes it takes back.
        let today = self.latest_day()?;
        let form = SignedForm {
            people: std::slice::from_ref(person),
            says: &says,
            relation,
            by,
            signed: today,
            from: None,
            until: None,
            evidence: Evidence::Spoken,
            file: None,
            corrects: None,
            same_person: false,
            one_form: false,
        };
        self.check_form(&policy, &form, today)?;
        self.file(who, &policy, &form)?;
        self.take_downs_of(who, person)
    }

    fn check_form(&self, policy: &Policy, form: &SignedForm, today: NaiveDate) -> Done<()> {
        let mut seen = HashSet::new();
        for (channel, _) in form.says {
            channel_of(policy, channel)?;
            if !seen.insert(&channel.0) {
                return Err(ActError::Refused(Refusal::ChannelTwice {
                    channel: channel.to_string(),
                }));
            }
        }
        if form.says.is_empty() {
            return Err(ActError::Refused(Refusal::NoChannel));
        }
        let mut seen = HashSet::new();
        for person in form.people {
            if self.register.person(person)?.is_none() {
                return Err(ActError::Refused(Refusal::NoSuch {
                    thing: Thing::Person,
                    id: person.to_string(),
                }));
            }
            if !seen.insert(&person.0) {
                return Err(ActError::Refused(Refusal::PersonTwice));
            }
        }
        match (form.people, form.relation) {
            ([], _) => {
                return Err(ActError::Refused(Refusal::NobodyNamed));
            }
            ([_, _, ..], Relation::Oneself) => {
                return Err(ActError::Refused(Refusal::SelfForSeveral));
            }
            _ => {}
        }
        if form.signed > today {
            return Err(ActError::Refused(Refusal::SignedInFuture {
                day: form.signed,
            }));
        }
        let first = form.from.unwrap_or(form.signed);
        if let Some(until) = form.until
            && until < first
        {
            return Err(ActError::Refused(Refusal::EndsBeforeStart { until, first }));
        }
        let is_yes = |(_, answer): &(ChannelId, Answer)| *answer == Answer::Granted;
        if form.says.iter().any(is_yes) && form.evidence.is_written() && form.file.is_none() {
            return Err(ActError::Refused(Refusal::NoForm));
        }
        match form.corrects {
            Some(corrected) => self.check_correction(form, corrected),
            None => Ok(()),
        }
    }

    /// A correction is of an answer about the same person and channel, once, and one that is heard.
    fn check_correction(&self, form: &SignedForm, id: &PermissionId) -> Done<()> {
        let ([person], [(channel, answer)]) = (form.people, form.says) else {
            return Err(ActError::Refused(Refusal::CorrectOne));
        };
        let answers = self.register.permissions(person)?;
        let Some(old) = answers.iter().find(|filed| filed.id == *id) else {
            return Err(ActError::Refused(Refusal::NoSuch {
                thing: Thing::Answer,
                id: short(&id.0).to_owned(),
            }));
        };
        if answers
            .iter()
            .any(|filed| filed.corrects.as_ref() == Some(id))
        {
            return Err(ActError::Refused(Refusal::CorrectedAlready));
        }
        let said = &old.permission;
        if said.channel != *channel {
            return Err(ActError::Refused(Refusal::OtherChannel {
                said: said.channel.to_string(),
                channel: channel.to_string(),
            }));
        }
        // A no is heard until its own signatory says yes: anything else would only seem to correct.
        let is_heard = said.answer == Answer::Granted
            || *answer != Answer::Granted
            || (said.is_by_signatory_of(&said_by(form, person, channel))
                && said.signed <= form.signed);
        if !is_heard {
            return Err(ActError::Refused(Refusal::NoSpeaksOn {
                signed: said.signed,
            }));
        }
        Ok(())
    }

    fn file(&mut self, who: &Session, policy: &Policy, form: &SignedForm) -> Done<Filed> {
        let by = named(form.by, Named::Signatory)?;
        let now = self.now();
        let mut changes = Vec::new();
        let form_id = match form.file {
            None => None,
            Some(bytes) => {
                let looked = look_at(self.darkroom.as_ref(), bytes, form.evidence, &by)?;
                let sha256 = hex::encode(Sha256::digest(bytes));
                self.check_file(form, &sha256)?;
                let id = EvidenceId(new_id());
                let key = vault::new_key()?;
                let file = EvidenceFile {
                    id: id.clone(),
                    media_type: looked.media_type.to_owned(),
                    size: bytes.len() as u64,
                    sha256,
                    kept_at: now,
                    by: who.id().clone(),
                    pages: Some(looked.pages),
                };
                self.vault
                    .receive(&id.0, &vault::seal(&id.0, &key, bytes)?)?;
                changes.push(Change::Evidence(file, key));
                Some(id)
            }
        };
        let mut filed = Filed {
            answers: Vec::new(),
            form: form_id.clone(),
            ends: Vec::new(),
            unheard: Vec::new(),
        };
        for person in form.people {
            for (channel, answer) in form.says {
                let id = PermissionId(new_id());
                filed.answers.push(id.clone());
                changes.push(Change::Permission(FiledPermission {
                    id,
                    permission: Permission {
                        person: person.clone(),
                        channel: channel.clone(),
                        answer: *answer,
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
                    corrects: form.corrects.cloned(),
                    import: None,
                    belongs: None,
                }));
            }
        }
        for (id, answer) in form.says {
            let channel = channel_of(policy, id)?;
            if *answer == Answer::Granted
                && let Some(last) = last_day(policy, &channel, form.signed, form.until)
            {
                filed.ends.push((id.clone(), last));
            }
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
        let is_no = |(_, answer): &(ChannelId, Answer)| *answer != Answer::Granted;
        if form.corrects.is_some() || form.says.iter().any(is_no) {
            self.remember()?;
        }
        filed.unheard = self.unheard_of(policy, &filed.answers, form.people)?;
        Ok(filed)
    }
}

/// The last day of a yes: its own, or that of the policy's longest term, whichever comes first.
pub(crate) fn last_day(
    policy: &Policy,
    channel: &Channel,
    signed: NaiveDate,
    until: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let months = channel.longest_term_months.or(policy.longest_term_months);
    let term = months.and_then(|months| signed.checked_add_months(Months::new(months)));
    until.into_iter().chain(term).min()
}
