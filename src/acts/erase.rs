//! Erasing a picture: its key is destroyed, and with it every copy of the sealed file, backups of
//! the vault included. The record that it was erased stays. Whoever took a picture may discard it on
//! the same day; after that only the head teacher erases.

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done, school_day};
use crate::acts::refusal::{Named, NotDiscarded, Refusal};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Labels, Photo};
use crate::domain::school::Erasure;
use crate::domain::staff::Duty;
use crate::register::Change;

/// What the record says of a photo that was deleted on the day it was taken.
const DISCARDED: &str = "discarded by whoever took it";

impl Desk {
    /// Destroys a photo's key, and clears what was said about it. Errors: a copy of it may still
    /// be out, which has to come down first; erased before; only the head may.
    pub fn erase(&mut self, who: &Session, id: &PhotoId, why: &str) -> Done<()> {
        self.require(who, Duty::Govern)?;
        let why = named(why, Named::Reason)?;
        let photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(Refusal::Erased));
        }
        let is_out = self
            .register
            .releases()?
            .iter()
            .any(|(release, event)| release.photo() == Some(id) && event.state.may_be_out());
        if is_out {
            return Err(ActError::Refused(Refusal::CopyIsOut));
        }
        self.destroy(who, photo, why)
    }

    /// Whether somebody of the school had it erased, and it was not only deleted by whoever took it.
    pub(super) fn was_erased_by_the_head(&self, id: &PhotoId) -> Done<bool> {
        let mut erasures = self.register.erasures()?.into_iter();
        Ok(erasures.any(|erasure| erasure.object == id.0 && erasure.why != DISCARDED))
    }

    /// Deletes a photo that one has just taken, as [`Desk::erase`] does. Errors: somebody else took it,
    /// or it was another day; it was signed off or released, ever; it is gone already.
    pub fn discard(&mut self, who: &Session, id: &PhotoId) -> Done<()> {
        self.require(who, Duty::Discard)?;
        let photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(Refusal::Erased));
        }
        let (policy, today) = (self.policy()?, self.latest_day()?);
        let is_of_today = [photo.taken_at, photo.kept_at]
            .into_iter()
            .all(|at| school_day(&policy, at) == today);
        let why = if photo.taken_by != *who.id() {
            NotDiscarded::SomebodyElses
        } else if !is_of_today {
            NotDiscarded::OfAnotherDay
        } else if self.register.lists().is_signed(id)? {
            NotDiscarded::SignedOff
        } else if self.was_released(id)? {
            NotDiscarded::Released
        } else {
            return self.destroy(who, photo, DISCARDED.to_owned());
        };
        Err(ActError::Refused(Refusal::NotDiscarded { why }))
    }

    fn was_released(&self, id: &PhotoId) -> Done<bool> {
        let releases = self.register.releases()?;
        Ok(releases
            .iter()
            .any(|(release, _)| release.photo() == Some(id)))
    }

    fn destroy(&mut self, who: &Session, mut photo: Photo, why: String) -> Done<()> {
        let id = photo.id.0.clone();
        photo.labels = Labels::default();
        photo.occasion.clear();
        photo.version = photo.version.saturating_add(1);
        let erasure = Erasure {
            object: id.clone(),
            at: self.now(),
            by: who.id().clone(),
            why,
        };
        self.record(
            who,
            &[Change::Label(Box::new(photo)), Change::Erase(erasure)],
        )?;
        self.vault.discard(&id)?;
        Ok(())
    }
}
