//! Saying that the tags are complete; and where nobody is tagged, that nobody is there, in so many words.

pub use super::super::not_done::NotComplete;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Labels, NobodyHere};
use crate::domain::staff::Duty;

impl Desk {
    /// Says that the tags are complete. Errors: [`NotComplete::NobodyNamed`]; [`ActError::AskedBeside`].
    pub fn finish_tagging(&mut self, who: &Session, photo: &PhotoId) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.require_none_asked(who, photo)?;
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            if labels.tags.is_empty() && labels.nobody.is_none() {
                return Err(ActError::NotComplete(NotComplete::NobodyNamed));
            }
            labels.tagging_complete = true;
            Ok(())
        })?;
        self.doubt_who_is_covered_beside(who, photo)
    }

    /// Says that nobody is in a photo, on the record, and so that its tags are complete. Errors: somebody
    /// is tagged, or a face is there that nobody dismissed.
    pub fn nobody_here(&mut self, who: &Session, photo: &PhotoId) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.require_none_asked(who, photo)?;
        let said = NobodyHere {
            by: who.id().clone(),
            at: self.now(),
        };
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            if !labels.tags.is_empty() {
                return Err(ActError::NotComplete(NotComplete::SomebodyTagged));
            }
            match open_faces(labels) {
                0 => {}
                open => return Err(ActError::NotComplete(NotComplete::FacesOpen(open))),
            }
            labels.nobody.get_or_insert(said);
            labels.tagging_complete = true;
            Ok(())
        })?;
        Ok(())
    }
}

/// Faces that nobody named or dismissed; that nobody looked is no face.
fn open_faces(labels: &Labels) -> usize {
    let faces = labels.faces.iter().filter(|face| !face.is_not_looked());
    faces.filter(|face| !labels.is_accounted(face)).count()
}
