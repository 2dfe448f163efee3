//! Saying who is in a picture and where, until somebody says that it is complete.

mod back;
mod boxes;
mod complete;
mod last;

pub use complete::NotComplete;

use super::sign_in::Session;
use super::{ActError, Desk, Done, look};
use crate::acts::refusal::{Refusal, Thing};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Face, Labels, Photo, Tag, next_id};
use crate::domain::person::PersonId;
use crate::domain::photo::{Area, Who};
use crate::domain::staff::Duty;

/// What is said about one who is shown.
#[derive(Clone, Debug)]
pub struct NewTag {
    pub who: Who,
    /// The face that it belongs to.
    pub face: Option<String>,
    /// Where, where no face says it.
    pub area: Option<Area>,
}

impl Desk {
    /// Tags somebody; tagging is no longer complete. Gives the tag's id. Errors: a person that the
    /// register does not hold, one who is tagged already, a box outside the picture.
    pub fn tag(&mut self, who: &Session, photo: &PhotoId, new: NewTag) -> Done<String> {
        self.require(who, Duty::TakeAndTag)?;
        if let Who::Person(person) = &new.who
            && self.register.person(person)?.is_none()
        {
            return Err(ActError::Refused(Refusal::NoSuch {
                thing: Thing::Person,
                id: person.to_string(),
            }));
        }
        let mut given = String::new();
        self.relabel(who, photo, |photo| {
            if let Some(area) = new.area {
                inside(photo, area)?;
            }
            let labels = &mut photo.labels;
            let is_twice = matches!(new.who, Who::Person(_))
                && labels.tags.iter().any(|tag| tag.who == new.who);
            if is_twice {
                return Err(ActError::Refused(Refusal::TaggedAlready));
            }
            given = next_id('t', labels.tags.iter().map(|tag| tag.id.as_str()));
            if let Some(face) = &new.face {
                let is_somebodys = labels.is_named(face);
                let face = nameable(labels, face)?;
                if is_somebodys {
                    return Err(somebody_elses());
                }
                face.tag = Some(given.clone());
                face.dismissed = None;
            }
            labels.tags.push(Tag {
                id: given.clone(),
                who: new.who,
                hidden: false,
                area: new.area,
                set_by: None,
                stood: false,
            });
            labels.reopen();
            Ok(())
        })?;
        Ok(given)
    }

    /// Takes a tag off again; its face is unaccounted for once more.
    pub fn untag(&mut self, who: &Session, photo: &PhotoId, tag: &str) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            let before = labels.tags.len();
            labels.tags.retain(|known| known.id != tag);
            if labels.tags.len() == before {
                return Err(ActError::Refused(Refusal::NoSuch {
                    thing: Thing::Tag,
                    id: tag.to_owned(),
                }));
            }
            for face in labels.faces.iter_mut() {
                if face.tag.as_deref() == Some(tag) {
                    face.tag = None;
                }
            }
            labels.tagging_complete = false;
            Ok(())
        })?;
        Ok(())
    }

    /// Says that a face belongs to somebody who is tagged already: a second box of the same child,
    /// or one found where they were drawn.
    pub fn tie_face(&mut self, who: &Session, photo: &PhotoId, face: &str, tag: &str) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            if !labels.tags.iter().any(|known| known.id == tag) {
                return Err(ActError::Refused(Refusal::NoSuch {
                    thing: Thing::Tag,
                    id: tag.to_owned(),
                }));
            }
            let face = nameable(labels, face)?;
            if face.tag.as_deref().is_some_and(|tied| tied != tag) {
                return Err(somebody_elses());
            }
            face.tag = Some(tag.to_owned());
            face.dismissed = None;
            Ok(())
        })?;
        Ok(())
    }

    /// Adds a face by hand; tagging is no longer complete. Gives the face's id: that of a box
    /// already there where nobody is tied to it and it is plainly the same face. The box then grows
    /// to hold both, so that a patch over it covers what either saw.
    pub fn add_face(&mut self, who: &Session, photo: &PhotoId, area: Area) -> Done<String> {
        self.require(who, Duty::TakeAndTag)?;
        let mut given = String::new();
        self.relabel(who, photo, |photo| {
            inside(photo, area)?;
            let labels = &mut photo.labels;
            labels.reopen();
            if let Some(known) = look::same_face(&mut labels.faces, &area) {
                known.stand_at(known.area.with(&area));
                // Somebody sees a face there, whoever said that it was nobody.
                known.dismissed = None;
                given.clone_from(&known.id);
                return Ok(());
            }
            given = labels.faces.next_id();
            labels.faces.push(Face {
                id: given.clone(),
                area,
                found_by: Face::DRAWN.to_owned(),
                found: None,
                tag: None,
                dismissed: None,
                score: None,
            });
            Ok(())
        })?;
        Ok(given)
    }

    /// Says that a box is nobody: a doll, a drawing, a poster. The box stays, with who said so.
    /// Errors: it says that the photo is still to be looked at, which is then done first.
    pub fn dismiss_face(&mut self, who: &Session, photo: &PhotoId, face: &str) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        let by = who.id().clone();
        self.relabel(who, photo, |photo| {
            if photo.labels.faces.waiting_id() == Some(face) {
                return Err(ActError::Refused(Refusal::NotLookedAt));
            }
            let face = face_mut(&mut photo.labels, face)?;
            if face.tag.is_some() {
                return Err(ActError::Refused(Refusal::FaceIsTagged));
            }
            face.dismissed = Some(by);
            Ok(())
        })?;
        Ok(())
    }

    /// The tag of a person on a photo, by the tag's id or the person.
    pub fn tag_of(&self, who: &Session, photo: &PhotoId, typed: &str) -> Done<String> {
        self.require(who, Duty::Look)?;
        let labels = self.photo(photo)?.labels;
        if labels.tags.iter().any(|tag| tag.id == typed) {
            return Ok(typed.to_owned());
        }
        let person: PersonId = self.find_person(typed)?.person.id;
        labels
            .tags
            .iter()
            .find(|tag| tag.who == Who::Person(person.clone()))
            .map(|tag| tag.id.clone())
            .ok_or_else(|| {
                ActError::Refused(Refusal::NotTagged {
                    typed: typed.to_owned(),
                })
            })
    }
}

/// Errors unless the box lies wholly inside the picture and covers something.
pub(crate) fn inside(photo: &Photo, area: Area) -> Done<()> {
    let fits = |start: u32, length: u32, side: u32| {
        length > 0 && start.checked_add(length).is_some_and(|end| end <= side)
    };
    if fits(area.x, area.width, photo.width) && fits(area.y, area.height, photo.height) {
        Ok(())
    } else {
        Err(ActError::Refused(Refusal::OutsidePicture {
            area,
            width: photo.width,
            height: photo.height,
        }))
    }
}

fn face_mut<'a>(labels: &'a mut Labels, id: &str) -> Done<&'a mut Face> {
    labels
        .faces
        .iter_mut()
        .find(|face| face.id == id)
        .ok_or_else(|| {
            ActError::Refused(Refusal::NoSuch {
                thing: Thing::Face,
                id: id.to_owned(),
            })
        })
}

/// A face that can be tied to a tag.
fn nameable<'a>(labels: &'a mut Labels, id: &str) -> Done<&'a mut Face> {
    let no_face = || ActError::Refused(Refusal::NoFace { id: id.to_owned() });
    if labels.faces.waiting_id() == Some(id) {
        return Err(no_face());
    }
    let face = face_mut(labels, id)?;
    match face.is_not_looked() {
        true => Err(no_face()),
        false => Ok(face),
    }
}

fn somebody_elses() -> ActError {
    ActError::Refused(Refusal::FaceIsTagged)
}
