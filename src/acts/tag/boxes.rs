//! Boxes moved and removed by hand. What a finder found stays on the record, where it was found: its box
//! is moved no further than to the same face, and goes by being dismissed. The mark that nobody looked cannot be removed.

use super::{face_mut, inside, nameable};
use crate::acts::refusal::Refusal;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, look};
use crate::domain::ids::PhotoId;
use crate::domain::photo::Area;
use crate::domain::staff::Duty;

impl Desk {
    /// Moves or resizes a face's box. Whoever moves one that was dismissed sees a face there: it is
    /// dismissed no longer, and tagging not complete. Where it was found is kept, and covered as well.
    /// Errors: outside the picture; a box that was found and would no longer be of the same face.
    pub fn move_face(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        face: &str,
        area: Area,
    ) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.relabel(who, photo, |photo| {
            inside(photo, area)?;
            let labels = &mut photo.labels;
            let face = nameable(labels, face)?;
            // By where it was found, so that no number of small moves leads away from there.
            let leaves = |found: Area| !look::is_of_face(&area, &found);
            if face.found_area().is_some_and(leaves) {
                return Err(ActError::Refused(Refusal::BoxStays));
            }
            face.stand_at(area);
            if face.dismissed.take().is_some() {
                labels.reopen();
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Takes a face's box away. One that somebody drew goes; one that was found is dismissed by
    /// whoever removes it. Somebody tied to it stays tagged, without it, and tagging is no longer
    /// complete. Errors: it says that nobody looked; it is all that says where somebody hidden is.
    pub fn remove_face(&mut self, who: &Session, photo: &PhotoId, face: &str) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        let by = who.id().clone();
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            if labels.faces.waiting_id() == Some(face) {
                return Err(ActError::Refused(Refusal::MarkStays));
            }
            let found = face_mut(labels, face)?;
            if found.is_not_looked() {
                return Err(ActError::Refused(Refusal::MarkStays));
            }
            let was_tied = found.tag.take().is_some();
            if found.is_drawn() {
                labels.faces.retain(|known| known.id != face);
            } else if found.dismissed.is_none() {
                found.dismissed = Some(by);
            }
            if was_tied {
                labels.reopen();
            }
            Ok(())
        })?;
        Ok(())
    }
}
