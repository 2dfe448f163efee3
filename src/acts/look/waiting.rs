//! Looking at pictures that were kept first: each is read whole, its faces are found, and they take
//! the place of the mark that keeps it here until then. And looking again, harder, where somebody asks.
//! The looking itself needs no desk, so that staff go on while a worker does it; what they said
//! meanwhile stays.

use std::sync::Arc;
use std::thread;

use zeroize::Zeroizing;

use super::{add_found, areas_in, in_full};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Face, Labels, Photo};
use crate::domain::sight::Sight;
use crate::domain::staff::Duty;
use crate::faces::{Effort, FaceFinder, FacesError, FoundFace, longest_side};
use crate::picture::{Darkroom, PictureError, sight_of};

/// A kept picture on its way to whoever looks at it.
pub struct ToLookAt {
    effort: Effort,
    photo: PhotoId,
    /// Upright, in pixels.
    size: (u32, u32),
    bytes: Zeroizing<Vec<u8>>,
    darkroom: Arc<dyn Darkroom>,
    finder: Arc<dyn FaceFinder>,
}

/// What was seen in it.
#[derive(Debug)]
pub struct Seen {
    effort: Effort,
    photo: PhotoId,
    areas: Result<Vec<FoundFace>, NotSeen>,
    finder: String,
    /// What it looks like; `None` where it was not read.
    looks: Option<Option<Sight>>,
}

#[derive(Debug)]
enum NotSeen {
    Picture(PictureError),
    Faces(FacesError),
}

/// What became of a picture that waited to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// These faces are new and wait for a name. There may be none.
    Found(Vec<Face>),
    /// It is not a whole picture; it stays here, and is to be taken again.
    TakeAgain(PictureError),
    /// It could not be looked at for faces; it stays here until it can.
    LookAgain(FacesError),
    /// It does not wait: somebody has looked at it.
    NotWaiting,
}

impl ToLookAt {
    /// Reads it whole and looks for faces. Takes its time; for a thread that has it.
    pub fn look(self) -> Seen {
        let mut looks = None;
        let areas = self.areas(&mut looks);
        Seen {
            effort: self.effort,
            photo: self.photo,
            areas,
            looks,
            finder: self.finder.version().to_owned(),
        }
    }

    fn areas(&self, looks: &mut Option<Option<Sight>>) -> Result<Vec<FoundFace>, NotSeen> {
        let side = longest_side(self.effort);
        let seen = self
            .darkroom
            .screen(&self.bytes, side)
            .map_err(NotSeen::Picture)?;
        *looks = Some(sight_of(&seen.pixels));
        let (finder, darkroom) = (&*self.finder, &*self.darkroom);
        if self.effort == Effort::LookAgain {
            let found = finder.find(&seen.pixels, self.effort);
            let found = found.map_err(NotSeen::Faces)?;
            return Ok(in_full(&found, seen.pixels.dimensions(), self.size));
        }
        areas_in(finder, darkroom, &self.bytes, &seen.pixels, self.size).map_err(NotSeen::Faces)
    }
}

impl Seen {
    /// The photo that was looked at.
    pub fn photo(&self) -> &PhotoId {
        &self.photo
    }
}

impl Desk {
    /// Photos that were kept and not looked at yet, oldest first; erased ones are gone.
    pub fn waiting(&self, who: &Session) -> Done<Vec<PhotoId>> {
        self.require(who, Duty::TakeAndTag)?;
        Ok(self.register.photos_waiting()?)
    }

    /// A photo that waits, for whoever will look at it. `None`: it does not wait any more.
    pub fn to_look_at(&self, who: &Session, id: &PhotoId) -> Done<Option<ToLookAt>> {
        self.require(who, Duty::TakeAndTag)?;
        let photo = self.photo(id)?;
        if !photo.labels.faces.is_waiting() {
            return Ok(None);
        }
        self.to_look(&photo, Effort::Usual).map(Some)
    }

    /// A photo for whoever will look at it again, harder: part by part, lying down and upside down.
    pub fn to_look_at_again(&self, who: &Session, id: &PhotoId) -> Done<ToLookAt> {
        self.require(who, Duty::TakeAndTag)?;
        self.to_look(&self.photo(id)?, Effort::LookAgain)
    }

    fn to_look(&self, photo: &Photo, effort: Effort) -> Done<ToLookAt> {
        Ok(ToLookAt {
            effort,
            size: (photo.width, photo.height),
            bytes: self.unseal(&photo.id.0)?,
            photo: photo.id.clone(),
            darkroom: Arc::clone(&self.darkroom),
            finder: Arc::clone(&self.faces),
        })
    }

    /// Records what was seen, beside what people said meanwhile: no tag, box or dismissal of theirs
    /// is touched, and a face that they drew is not added twice; each box of theirs is one face. Errors: no reader was to be had, so
    /// the photo goes on waiting; the photo was erased.
    pub fn looked_at(&mut self, who: &Session, seen: Seen) -> Done<Looked> {
        self.require(who, Duty::TakeAndTag)?;
        if seen.effort == Effort::LookAgain {
            return self.looked_again(who, seen).map(Looked::Found);
        }
        if let Err(NotSeen::Picture(error @ (PictureError::Busy | PictureError::NoReader))) =
            seen.areas
        {
            return Err(ActError::Picture(error));
        }
        let mut looked = Looked::NotWaiting;
        self.relabel(who, &seen.photo, |photo| {
            if photo.labels.faces.is_waiting() {
                looked = put_seen(&mut photo.labels, seen.areas, &seen.finder);
            }
            Ok(())
        })?;
        if let Some(sight) = seen.looks {
            self.keep_look_of_photo(who, &seen.photo, sight);
            self.doubt_like_erased(who, &seen.photo)?;
            self.reopen_where_asked(who, &seen.photo)?;
        }
        Ok(looked)
    }

    /// The faces that are new; if there are any, tagging is no longer complete. Boxes that are there
    /// stay as they are, but the mark that nobody looked goes. Errors: the picture could not be looked
    /// at; nothing is changed.
    fn looked_again(&mut self, who: &Session, seen: Seen) -> Done<Vec<Face>> {
        let areas = match seen.areas {
            Ok(areas) => areas,
            Err(NotSeen::Picture(error)) => return Err(error.into()),
            Err(NotSeen::Faces(error)) => return Err(error.into()),
        };
        let mut new = Vec::new();
        self.relabel(who, &seen.photo, |photo| {
            let labels = &mut photo.labels;
            new = add_found(labels, &areas, &seen.finder);
            labels.faces.looked();
            // Whoever dismissed the mark stays on the record.
            labels
                .faces
                .retain(|face| !face.is_not_looked() || face.dismissed.is_some());
            Ok(())
        })?;
        Ok(new)
    }

    /// Looks at a photo that waits, on a worker, and records what was seen.
    pub fn look_at_kept(&mut self, who: &Session, id: &PhotoId) -> Done<Looked> {
        let Some(waiting) = self.to_look_at(who, id)? else {
            return Ok(Looked::NotWaiting);
        };
        let seen = looked_beside(waiting);
        self.looked_at(who, seen)
    }

    /// Looks again on a worker, and gives the faces that are new. Errors: the picture cannot be
    /// looked at; nothing is changed.
    pub fn look_again(&mut self, who: &Session, id: &PhotoId) -> Done<Vec<Face>> {
        let again = self.to_look_at_again(who, id)?;
        self.looked_again(who, looked_beside(again))
    }
}

/// Looks on a worker. One that cannot be had, or that falls over, has seen nothing.
fn looked_beside(to_look_at: ToLookAt) -> Seen {
    let stopped = Seen {
        effort: to_look_at.effort,
        photo: to_look_at.photo.clone(),
        areas: Err(NotSeen::Faces(FacesError::Stopped)),
        looks: None,
        finder: to_look_at.finder.version().to_owned(),
    };
    let worker = thread::Builder::new()
        .name("faces".to_owned())
        .spawn(move || to_look_at.look());
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(seen)) => seen,
        Ok(Err(_)) | Err(_) => stopped,
    }
}

/// The faces, and it waits no more; or a mark that says why there are none, which still blocks.
fn put_seen(labels: &mut Labels, areas: Result<Vec<FoundFace>, NotSeen>, finder: &str) -> Looked {
    let (looked, code) = match areas {
        Ok(areas) => {
            labels.faces.looked();
            return Looked::Found(add_found(labels, &areas, finder));
        }
        Err(NotSeen::Picture(error)) => (Looked::TakeAgain(error), "unreadable"),
        Err(NotSeen::Faces(error)) => (Looked::LookAgain(error), error.code()),
    };
    labels.faces.not_looked(code);
    looked
}
