//! Looking at pictures that were kept first: each is read whole, its faces are found, and they take
//! the place of the mark that keeps it here until then. The looking itself needs no desk, so that
//! staff go on while a worker does it; what they said meanwhile stays.

use std::sync::Arc;
use std::thread;

use zeroize::Zeroizing;

use super::{add_found, areas_in};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Face, Labels};
use crate::domain::photo::Area;
use crate::domain::staff::Duty;
use crate::faces::{Effort, FaceFinder, FacesError, longest_side};
use crate::picture::{Darkroom, PictureError};

/// A kept picture on its way to whoever looks at it.
pub struct ToLookAt {
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
    photo: PhotoId,
    areas: Result<Vec<Area>, NotSeen>,
    finder: String,
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
        let areas = self.areas();
        Seen {
            photo: self.photo,
            areas,
            finder: self.finder.version().to_owned(),
        }
    }

    fn areas(&self) -> Result<Vec<Area>, NotSeen> {
        let side = longest_side(Effort::Usual);
        let seen = self
            .darkroom
            .screen(&self.bytes, side)
            .map_err(NotSeen::Picture)?;
        let (finder, darkroom) = (&*self.finder, &*self.darkroom);
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
        if !photo.labels.faces.iter().any(Face::is_waiting) {
            return Ok(None);
        }
        Ok(Some(ToLookAt {
            size: (photo.width, photo.height),
            bytes: self.unseal(&id.0)?,
            photo: photo.id,
            darkroom: Arc::clone(&self.darkroom),
            finder: Arc::clone(&self.faces),
        }))
    }

    /// Records what was seen, beside what people said meanwhile: no tag, box or dismissal of theirs
    /// is touched, and a face that they drew is not added twice. Errors: no reader was to be had, so
    /// the photo goes on waiting; the photo was erased.
    pub fn looked_at(&mut self, who: &Session, seen: Seen) -> Done<Looked> {
        self.require(who, Duty::TakeAndTag)?;
        if let Err(NotSeen::Picture(error @ (PictureError::Busy | PictureError::NoReader))) =
            seen.areas
        {
            return Err(ActError::Picture(error));
        }
        let mut looked = Looked::NotWaiting;
        self.relabel(who, &seen.photo, |photo| {
            if photo.labels.faces.iter().any(Face::is_waiting) {
                looked = replace_mark(&mut photo.labels, seen.areas, &seen.finder);
            }
            Ok(())
        })?;
        Ok(looked)
    }

    /// Looks at a photo that waits, on a worker, and records what was seen.
    pub fn look_at_kept(&mut self, who: &Session, id: &PhotoId) -> Done<Looked> {
        let Some(waiting) = self.to_look_at(who, id)? else {
            return Ok(Looked::NotWaiting);
        };
        let stopped = Seen {
            photo: id.clone(),
            areas: Err(NotSeen::Faces(FacesError::Stopped)),
            finder: self.faces.version().to_owned(),
        };
        let seen = thread::Builder::new()
            .name("faces".to_owned())
            .spawn(move || waiting.look())
            .ok()
            .and_then(|worker| worker.join().ok());
        self.looked_at(who, seen.unwrap_or(stopped))
    }
}

/// The faces in place of the mark; or the mark with why there are none, which still blocks.
fn replace_mark(labels: &mut Labels, areas: Result<Vec<Area>, NotSeen>, finder: &str) -> Looked {
    let (looked, code) = match areas {
        Ok(areas) => {
            labels.faces.retain(|face| !face.is_waiting());
            return Looked::Found(add_found(labels, areas, finder));
        }
        Err(NotSeen::Picture(error)) => (Looked::TakeAgain(error), "unreadable"),
        Err(NotSeen::Faces(error)) => (Looked::LookAgain(error), error.code()),
    };
    for mark in labels.faces.iter_mut().filter(|face| face.is_waiting()) {
        let Area { width, height, .. } = mark.area;
        *mark = Face::not_looked(mark.id.clone(), code, width, height);
    }
    looked
}
