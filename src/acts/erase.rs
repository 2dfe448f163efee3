//! Erasing a picture: its key is destroyed, and with it every copy of the sealed file, backups of
//! the vault included. The record that it was erased stays.

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::kept::Labels;
use crate::domain::school::Erasure;
use crate::domain::staff::Duty;
use crate::register::Change;

impl Desk {
    /// Destroys a photo's key, and clears what was said about it. Errors: a copy of it may still
    /// be out, which has to come down first; erased before; only the head may.
    pub fn erase(&mut self, who: &Session, id: &PhotoId, why: &str) -> Done<()> {
        self.require(who, Duty::Govern)?;
        let why = named(why, "the reason")?;
        let mut photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(
                "this photo was erased already".to_owned(),
            ));
        }
        let is_out =
            self.register.releases()?.iter().any(|(release, event)| {
                release.photo.as_ref() == Some(id) && event.state.may_be_out()
            });
        if is_out {
            return Err(ActError::Refused(
                "a copy of this photo is out; take it down first, then erase".to_owned(),
            ));
        }
        photo.labels = Labels::default();
        photo.occasion.clear();
        photo.version = photo.version.saturating_add(1);
        let erasure = Erasure {
            object: id.0.clone(),
            at: self.now(),
            by: who.id().clone(),
            why,
        };
        self.record(
            who,
            &[Change::Label(Box::new(photo)), Change::Erase(erasure)],
        )?;
        self.vault.discard(&id.0)?;
        Ok(())
    }
}
