//! What a person says that a slip holds: recorded with the picture of the paper, in one transaction.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use chrono::NaiveDate;

use super::Recognised;
use crate::acts::permit::{Filed, LARGEST_FORM};
use crate::acts::refusal::{Named, Refusal};
use crate::acts::set_up::named;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, channel_of, new_id, school_day};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::school::{EvidenceFile, FiledPermission};
use crate::domain::slip::SlipReading;
use crate::domain::staff::Duty;
use crate::register::Change;
use crate::vault;

/// What somebody saw on a slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Channels that the paper answers; one that is left out is not answered.
    pub answers: Vec<(ChannelId, Answer)>,
    pub relation: Relation,
    pub by: String,
    pub signed: NaiveDate,
    /// That it was confirmed before, and is to be once more.
    pub again: bool,
    /// That a no by a signatory of this name is taken back by whoever said it.
    pub same_person: bool,
}

impl Desk {
    /// Adds the answers of a slip with the picture of it as their evidence, all at once or not at
    /// all. Errors: nothing is answered; a channel that the slip does not ask about, or twice; a date
    /// in the future or before the slip was made; a slip that was confirmed before, unless that is
    /// said; as [`NotRecorded`](crate::acts::permit::NotRecorded) what is asked of a person first.
    pub fn confirm_slip(
        &mut self,
        who: &Session,
        seen: &Recognised,
        confirmed: &Confirmed,
    ) -> Done<Filed> {
        self.require(who, Duty::KeepRegister)?;
        let by = self.checked(seen, confirmed)?;
        self.may_say(who, seen.person(), &confirmed.answers)?;
        if !confirmed.same_person {
            for (channel, answer) in &confirmed.answers {
                self.may_take_back(&said_by(seen, confirmed, &by, channel, *answer))?;
            }
        }
        let bytes = seen.page();
        if bytes.len() > LARGEST_FORM {
            return Err(ActError::Refused(Refusal::PageTooLarge));
        }
        let now = self.now();
        let form = EvidenceId(new_id());
        let key = vault::new_key()?;
        let file = EvidenceFile {
            id: form.clone(),
            media_type: "image/jpeg".to_owned(),
            size: bytes.len() as u64,
            sha256: hex::encode(Sha256::digest(bytes)),
            kept_at: now,
            by: who.id().clone(),
            pages: Some(1),
        };
        let sealed = vault::seal(&form.0, &key, bytes)?;
        let mut changes = vec![
            Change::Evidence(file, key),
            Change::SlipRead(SlipReading {
                slip: seen.id().clone(),
                form: form.clone(),
                at: now,
                by: who.id().clone(),
            }),
        ];
        let mut ids = Vec::new();
        for (channel, answer) in &confirmed.answers {
            let id = PermissionId(new_id());
            ids.push(id.clone());
            changes.push(Change::Permission(FiledPermission {
                id,
                permission: said_by(seen, confirmed, &by, channel, *answer),
                form: Some(form.clone()),
                corrects: None,
                import: None,
                belongs: None,
                recorded_at: now,
                recorded_by: who.id().clone(),
            }));
        }
        self.vault.receive(&form.0, &sealed)?;
        match self.record(who, &changes) {
            Ok(()) => self.vault.settle(&form.0)?,
            Err(error) => return Err(self.not_recorded(&form.0, error)),
        }
        let is_a_no = |(_, answer): &(ChannelId, Answer)| *answer != Answer::Granted;
        if confirmed.answers.iter().any(is_a_no) {
            self.remember()?;
        }
        let policy = self.policy()?;
        Ok(Filed {
            unheard: self.unheard_of(&policy, &ids, std::slice::from_ref(seen.person()))?,
            answers: ids,
            form: Some(form),
            ends: Vec::new(),
        })
    }

    /// The signatory's name, where all that was confirmed can be so.
    fn checked(&self, seen: &Recognised, confirmed: &Confirmed) -> Done<String> {
        let policy = self.policy()?;
        if confirmed.answers.is_empty() {
            return Err(ActError::Refused(Refusal::NothingAnswered));
        }
        for (place, (channel, _)) in confirmed.answers.iter().enumerate() {
            channel_of(&policy, channel)?;
            if !seen.slip().channels.contains(channel) {
                return Err(ActError::Refused(Refusal::NotOnSlip {
                    channel: channel.to_string(),
                }));
            }
            let mut before = confirmed.answers.iter().take(place);
            if before.any(|(other, _)| other == channel) {
                return Err(ActError::Refused(Refusal::AnsweredTwice {
                    channel: channel.to_string(),
                }));
            }
        }
        if confirmed.signed > self.today()? {
            return Err(ActError::Refused(Refusal::SlipInFuture {
                day: confirmed.signed,
            }));
        }
        let made = school_day(&policy, seen.slip().made_at);
        if confirmed.signed < made {
            return Err(ActError::Refused(Refusal::SignedBeforePrinted {
                printed: made,
                signed: confirmed.signed,
            }));
        }
        // Asked of the register now: somebody else may have confirmed it meanwhile.
        let before = self.register.slip_readings(seen.id())?;
        if let (Some(last), false) = (before.last(), confirmed.again) {
            let day = school_day(&policy, last.at);
            return Err(ActError::Refused(Refusal::ConfirmedAlready { day }));
        }
        named(&confirmed.by, Named::Signatory)
    }
}

/// One answer of a slip.
fn said_by(
    seen: &Recognised,
    confirmed: &Confirmed,
    by: &str,
    channel: &ChannelId,
    answer: Answer,
) -> Permission {
    Permission {
        person: seen.person().clone(),
        channel: channel.clone(),
        answer,
        relation: confirmed.relation,
        by: by.to_owned(),
        signed: confirmed.signed,
        from: None,
        until: None,
        evidence: Evidence::Paper,
    }
}
