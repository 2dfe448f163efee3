//! Undo: tags and faces as they were. Puts nothing back over what somebody else did meanwhile, and
//! loses no face that was found meanwhile.

use super::inside;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Face, Labels};
use crate::domain::staff::Duty;
use crate::register::RegisterError;

impl Desk {
    /// Makes a photo's tags, faces, and whether they are complete or nobody is there, what they were. `from`: the version
    /// that is undone. Words, crop and checklist stay as they are. Errors: [`RegisterError::Changed`]
    /// where the photo is no longer at that version, or where a face was found since `labels`.
    pub fn put_back(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        from: u32,
        labels: &Labels,
    ) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.relabel(who, photo, |photo| {
            let is_same = |then: &Face, now: &Face| {
                then.id == now.id
                    && then.found_by == now.found_by
                    && then.found_area() == now.found_area()
            };
            let is_kept =
                |now: &Face| now.is_drawn() || labels.faces.iter().any(|then| is_same(then, now));
            if photo.version != from || !photo.labels.faces.iter().all(is_kept) {
                return Err(ActError::Register(RegisterError::Changed));
            }
            let of_tags = labels.tags.iter().filter_map(|tag| tag.area);
            for area in of_tags.chain(labels.faces.iter().map(|face| face.area)) {
                inside(photo, area)?;
            }
            photo.labels.tags.clone_from(&labels.tags);
            // Whether it waits to be looked at is not for an undo.
            Vec::clone_from(&mut photo.labels.faces, &labels.faces);
            photo.labels.tagging_complete = labels.tagging_complete;
            photo.labels.nobody.clone_from(&labels.nobody);
            Ok(())
        })?;
        Ok(())
    }
}
