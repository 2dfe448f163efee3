//! The one way by which what is said about a photo is changed: whatever takes a protection away comes by
//! here, and is in doubt from then on.

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Labels, Photo};
use crate::register::Change;

impl Desk {
    /// Changes a photo's labels; what that takes away from somebody's protection is in doubt. Errors:
    /// somebody changed them meanwhile, or the photo was erased.
    pub(crate) fn relabel(
        &mut self,
        who: &Session,
        id: &PhotoId,
        change: impl FnOnce(&mut Photo) -> Done<()>,
    ) -> Done<Photo> {
        self.relabel_as(who, id, change, Change::Label)
    }

    pub(super) fn relabel_as(
        &mut self,
        who: &Session,
        id: &PhotoId,
        change: impl FnOnce(&mut Photo) -> Done<()>,
        as_change: impl FnOnce(Box<Photo>) -> Change,
    ) -> Done<Photo> {
        let mut photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(Refusal::Erased));
        }
        let before = photo.labels.clone();
        change(&mut photo)?;
        still_coverable(&photo.labels)?;
        if photo.labels == before {
            return Ok(photo);
        }
        self.put_in_doubt(who, &before, &mut photo.labels)?;
        photo.version = photo.version.saturating_add(1);
        self.record(who, &[as_change(Box::new(photo.clone()))])?;
        Ok(photo)
    }
}

/// Whoever is to be hidden needs a place on the picture to cover.
fn still_coverable(labels: &Labels) -> Done<()> {
    match labels
        .tags
        .iter()
        .find(|tag| tag.hidden && labels.areas_of(tag).is_empty())
    {
        Some(tag) => Err(ActError::Refused(Refusal::NothingDrawn {
            tag: tag.id.clone(),
        })),
        None => Ok(()),
    }
}
