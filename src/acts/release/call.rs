//! A video call: a release without a picture, decided by the same gate.

use sha2::{Digest, Sha256};

use crate::acts::check::{Leaving, rule};
use crate::acts::refusal::Refusal;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, channel_of, new_id};
use crate::domain::channel::ChannelId;
use crate::domain::ids::ReleaseId;
use crate::domain::person::PersonId;
use crate::domain::photo::Who;
use crate::domain::release::{Release, ReleaseOf, ReleaseState, Released};
use crate::domain::staff::Duty;
use crate::register::{Asked, Judgement};

impl Desk {
    /// Records that people join an external video call: a release without a picture. Errors:
    /// anybody of them may not.
    pub fn release_call(
        &mut self,
        who: &Session,
        people: &[PersonId],
        occasion: &str,
    ) -> Done<ReleaseId> {
        self.require(who, Duty::Release)?;
        self.require_no_leap()?;
        self.require_enrolled(who)?;
        if people.is_empty() {
            return Err(ActError::Refused(Refusal::NobodyInCall));
        }
        let policy = self.policy()?;
        let channel = channel_of(&policy, &ChannelId::video_call())?;
        let moment = self.moment()?;
        let stamp = self.stamp(who);
        let asked = Asked::Call(people.to_vec());
        let mut fault = None;
        let judgement = self
            .register
            .release(&stamp, &asked, &channel.id, &mut |facts| {
                let policy = match facts.policy.rules() {
                    Ok(policy) => policy,
                    Err(error) => {
                        fault = Some(ActError::from(error));
                        return Judgement::Stay(Vec::new());
                    }
                };
                let ruling = {
                    let leaving = Leaving {
                        call: people,
                        ..Leaving::default()
                    };
                    rule(facts, policy, &channel, &moment, leaving)
                };
                if !ruling.verdict.is_allowed() {
                    return Judgement::Stay(ruling.verdict.reasons().to_vec());
                }
                Judgement::Go(Box::new(Release {
                    id: ReleaseId(new_id()),
                    channel: channel.id.clone(),
                    what: ReleaseOf::Call {
                        occasion: occasion.trim().to_owned(),
                    },
                    policy: hex::encode(Sha256::digest(facts.policy.adopted.toml.as_bytes())),
                    decided_at: moment.now,
                    by: who.id().clone(),
                    stands_until: ruling.stands_until,
                    people: people
                        .iter()
                        .map(|person| Released {
                            who: Who::Person(person.clone()),
                            hidden: false,
                        })
                        .collect(),
                    permissions: ruling.grants,
                }))
            })?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        match judgement {
            Judgement::Go(release) => {
                self.note_state(&who.id().0, &release.id, ReleaseState::Out, "")?;
                Ok(release.id)
            }
            Judgement::Stay(reasons) => Err(ActError::Blocked(reasons)),
        }
    }
}
