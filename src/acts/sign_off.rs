//! Signing off: somebody looks at the very copy and agrees. Bound to its bytes, words, tags and
//! channel; any change lapses it.

use super::sign_in::Session;
use super::{ActError, Desk, Done, channel_of, new_id};
use crate::acts::refusal::Refusal;
use crate::domain::channel::{ChannelId, SignOffRule};
use crate::domain::ids::{PhotoId, SignOffId};
use crate::domain::kept::SignOffRecord;
use crate::domain::staff::Duty;
use crate::register::Change;

impl Desk {
    /// Signs a photo off for a channel. Errors: the channel asks for none, or for somebody of a
    /// higher role; under four eyes, one's own photo.
    pub fn sign_off(
        &mut self,
        who: &Session,
        id: &PhotoId,
        channel: &ChannelId,
    ) -> Done<SignOffId> {
        self.sign(who, id, channel, None)
    }

    /// The same, by somebody who was shown a copy: as its SHA-256 says, the very one that is signed.
    /// Errors, besides: the copy that would leave now is another one.
    pub fn sign_off_seen(
        &mut self,
        who: &Session,
        id: &PhotoId,
        channel: &ChannelId,
        seen: &str,
    ) -> Done<SignOffId> {
        self.sign(who, id, channel, Some(seen))
    }

    fn sign(
        &mut self,
        who: &Session,
        id: &PhotoId,
        channel: &ChannelId,
        seen: Option<&str>,
    ) -> Done<SignOffId> {
        self.require(who, Duty::SignOff)?;
        let policy = self.policy()?;
        let channel = channel_of(&policy, channel)?;
        match channel.sign_off() {
            SignOffRule::None => {
                return Err(ActError::Refused(Refusal::NoSignOffAsked {
                    channel: channel.id.to_string(),
                }));
            }
            rule if rule.is_met_by(who.role()) => {}
            SignOffRule::Office | SignOffRule::Head => {
                return Err(ActError::Refused(Refusal::NotToSignOff {
                    by_head: channel.sign_off() == SignOffRule::Head,
                    channel: channel.id.to_string(),
                }));
            }
        }
        let photo = self.photo(id)?;
        if policy.four_eyes && photo.taken_by == *who.id() {
            return Err(ActError::Refused(Refusal::OwnPhoto));
        }
        let copy = self.public_copy(&photo, &channel)?;
        if seen.is_some_and(|seen| seen != copy.sha256) {
            return Err(ActError::Refused(Refusal::ChangedSinceLooked));
        }
        let signed = SignOffRecord {
            id: SignOffId(new_id()),
            photo: photo.id.clone(),
            channel: channel.id.clone(),
            by: who.id().clone(),
            role: who.role(),
            at: self.now(),
            edition: photo.edition(&channel),
            copy: copy.sha256,
        };
        let id = signed.id.clone();
        self.record(who, &[Change::SignOff(signed)])?;
        Ok(id)
    }
}
