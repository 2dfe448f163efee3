//! Keeping pictures: from this device's camera, or from files of a registered school camera. A
//! picture from anywhere else is refused and becomes an incident.

use std::thread;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use sha2::{Digest, Sha256};

use super::review::occasion::LONGEST_OCCASION;
use super::sign_in::Session;
use super::{ActError, Desk, Done, look, new_id, school_day, showable};
use crate::acts::refusal::Refusal;
use crate::domain::device::Camera;
use crate::domain::ids::{PhotoId, short};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::kept::{Faces, Labels, Photo, Source};
use crate::domain::photo::DeviceStanding;
use crate::domain::staff::Duty;
use crate::faces::{Effort, longest_side};
use crate::picture::{CameraNote, Header, PictureError, sight_of};
use crate::register::{Change, SealKey};
use crate::vault;

/// What staff say about a picture when it is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstance<'a> {
    pub occasion: &'a str,
    pub group: &'a str,
    /// Name of the file that it comes from, if any.
    pub file_name: &'a str,
}

/// What became of a file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenIn {
    Kept(PhotoId),
    /// The same bytes are kept already.
    KeptBefore(PhotoId),
}

impl Desk {
    /// Keeps a picture that this device has just taken. When it returns, a power cut takes nothing
    /// back, and nothing but the picture's header was read: it carries a mark that keeps it from
    /// leaving until [`Desk::look_at_kept`] has read it whole and looked for faces.
    /// Errors: no current agreement, device not enrolled, not a picture by its header, disk full, an
    /// occasion that is too long or has signs that cannot be shown.
    pub fn keep(&mut self, who: &Session, bytes: &[u8], at: &Circumstance) -> Done<TakenIn> {
        self.may_take(who, at)?;
        let id = PhotoId(new_id());
        let key = vault::new_key()?;
        let darkroom = &*self.darkroom;
        // The header is read in a child while the bytes are hashed and sealed here.
        let (header, sealed) = thread::scope(|scope| {
            let reading = thread::Builder::new()
                .name("header".to_owned())
                .spawn_scoped(scope, || darkroom.inspect(bytes));
            let sealed = self.hashed_and_sealed(&id, &key, bytes);
            let header = match reading {
                Ok(worker) => worker.join().unwrap_or(Err(PictureError::ReaderStopped)),
                Err(_) => darkroom.inspect(bytes),
            };
            (header, sealed)
        });
        let (sha256, sealed) = match sealed? {
            Fresh::Sealed(sha256, sealed) => (sha256, sealed),
            Fresh::KeptBefore(id) => return Ok(TakenIn::KeptBefore(id)),
        };
        let header = header?;
        self.vault.receive(&id.0, &sealed)?;
        let taken = Taken {
            id,
            sha256,
            size: bytes.len(),
            header: &header,
            source: Source::Device(self.signer.device.clone()),
            at: self.now(),
        };
        let mut photo = self.new_photo(who, taken, at);
        photo.labels.faces = Faces::waiting("f1".to_owned(), header.width, header.height);
        self.record_kept(who, photo, key)
    }

    /// Takes in a picture from a file of a registered camera, known by make, model and serial
    /// number in the file. Errors as [`Desk::keep`], and: another camera, or one that was retired
    /// before the picture was taken, which opens an incident.
    pub fn take_in(&mut self, who: &Session, bytes: &[u8], at: &Circumstance) -> Done<TakenIn> {
        self.may_take(who, at)?;
        let note = self.darkroom.camera_note(bytes)?;
        let policy = self.policy()?;
        let taken_at = taken_at(&note, &policy.timezone).unwrap_or_else(|| self.now());
        let cameras = self.register.cameras()?;
        let of_this_body: Vec<&Camera> = cameras
            .iter()
            .filter(|camera| is_from(&note, camera))
            .collect();
        let in_use = of_this_body
            .iter()
            .find(|camera| camera.standing(taken_at) == DeviceStanding::Camera);
        match (in_use, of_this_body.is_empty()) {
            (Some(camera), _) => {
                let source = Source::Camera(camera.id.clone());
                self.keep_whole(who, bytes, at, source, taken_at)
            }
            (None, false) => {
                let seen = "a picture of a retired camera was offered".to_owned();
                let camera = of_this_body.first().map(|camera| camera.id.clone());
                let subject = camera.map(IncidentSubject::Camera);
                self.open_incident(IncidentKind::RevokedDevice, &who.id().0, subject, seen)?;
                Err(ActError::Refused(Refusal::CameraWasRetired))
            }
            (None, true) => {
                // One incident a picture, however often it is offered.
                let sha256 = hex::encode(Sha256::digest(bytes));
                let seen = format!(
                    "a picture from a camera that is not on the school’s list was offered; the sum \
                     of its file begins {}",
                    short(&sha256)
                );
                let (kind, by) = (IncidentKind::PersonalDevice, &who.id().0);
                self.open_incident_once(kind, by, IncidentSubject::OfferedFile(sha256), seen)?;
                Err(ActError::Refused(Refusal::NotASchoolCamera))
            }
        }
    }

    fn may_take(&mut self, who: &Session, at: &Circumstance) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        showable(at.occasion.trim(), LONGEST_OCCASION)?;
        self.require_enrolled(who)?;
        let today = school_day(&self.policy()?, self.latest()?);
        let account = self.find_staff(&who.id().0)?;
        if account.has_current_agreement(today) {
            Ok(())
        } else {
            Err(ActError::Refused(Refusal::AgreementDue {
                name: who.name().to_owned(),
            }))
        }
    }

    /// A file that is in no hurry: read whole first, so that nothing is kept that can never be seen
    /// again, and looked at for faces from the same pixels.
    fn keep_whole(
        &mut self,
        who: &Session,
        bytes: &[u8],
        at: &Circumstance,
        source: Source,
        taken_at: DateTime<Utc>,
    ) -> Done<TakenIn> {
        let id = PhotoId(new_id());
        let key = vault::new_key()?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        if let Some(id) = self.register.photo_by_sha256(&sha256)? {
            return Ok(TakenIn::KeptBefore(id));
        }
        let seen = self.darkroom.screen(bytes, longest_side(Effort::Usual))?;
        let size = (seen.header.width, seen.header.height);
        let (finder, darkroom) = (&*self.faces, &*self.darkroom);
        let (received, looked) = look::beside(
            || {
                let sealed = vault::seal(&id.0, &key, bytes)?;
                Ok::<(), ActError>(self.vault.receive(&id.0, &sealed)?)
            },
            || look::areas_in(finder, darkroom, bytes, &seen.pixels, size),
        );
        received?;
        let taken = Taken {
            id,
            sha256,
            size: bytes.len(),
            header: &seen.header,
            source,
            at: taken_at,
        };
        let mut photo = self.new_photo(who, taken, at);
        photo.labels.faces = look::to_name(looked, self.faces.version(), size).into();
        let (id, sight) = (photo.id.clone(), sight_of(&seen.pixels));
        let kept = self.record_kept(who, photo, key)?;
        self.keep_look_of_photo(who, &id, sight);
        self.doubt_like_erased(who, &id)?;
        Ok(kept)
    }

    fn new_photo(&self, who: &Session, taken: Taken, at: &Circumstance) -> Photo {
        Photo {
            id: taken.id,
            sha256: taken.sha256,
            size: taken.size as u64,
            width: taken.header.width,
            height: taken.header.height,
            source: taken.source,
            taken_at: crate::clock::to_the_millisecond(taken.at),
            taken_by: who.id().clone(),
            kept_at: self.now(),
            occasion: at.occasion.trim().to_owned(),
            class: at.group.trim().to_owned(),
            version: 1,
            labels: Labels {
                file_name: at.file_name.to_owned(),
                ..Labels::default()
            },
        }
    }

    /// The picture's hash and its sealed bytes, unless it is kept already.
    fn hashed_and_sealed(&self, id: &PhotoId, key: &SealKey, bytes: &[u8]) -> Done<Fresh> {
        let sha256 = hex::encode(Sha256::digest(bytes));
        if let Some(known) = self.register.photo_by_sha256(&sha256)? {
            return Ok(Fresh::KeptBefore(known));
        }
        Ok(Fresh::Sealed(sha256, vault::seal(&id.0, key, bytes)?))
    }

    /// Records what the vault has received, and puts it in its place.
    fn record_kept(&mut self, who: &Session, photo: Photo, key: SealKey) -> Done<TakenIn> {
        let id = photo.id.clone();
        if let Err(error) = self.record(who, &[Change::KeepPhoto(Box::new(photo), key)]) {
            return Err(self.not_recorded(&id.0, error));
        }
        self.vault.settle(&id.0)?;
        Ok(TakenIn::Kept(id))
    }
}

/// Bytes that were sealed, or need not be.
enum Fresh {
    /// Their SHA-256, and what the vault keeps of them.
    Sealed(String, Vec<u8>),
    KeptBefore(PhotoId),
}

/// What is known of a picture before anybody says anything of it.
struct Taken<'a> {
    id: PhotoId,
    sha256: String,
    size: usize,
    header: &'a Header,
    source: Source,
    at: DateTime<Utc>,
}

fn is_from(note: &CameraNote, camera: &Camera) -> bool {
    note.make.as_deref() == Some(camera.make.as_str())
        && note.model.as_deref() == Some(camera.model.as_str())
        && note.serial.as_deref() == Some(camera.serial.as_str())
}

/// When the shutter fell, by the file: with the camera's offset where it wrote one, else by the
/// school's local time. `None` where the file does not say, or says a time that no clock showed.
fn taken_at(note: &CameraNote, zone: &chrono_tz::Tz) -> Option<DateTime<Utc>> {
    let local: NaiveDateTime = note.taken_at?;
    match note.offset {
        Some(offset) => offset
            .from_local_datetime(&local)
            .single()
            .map(|at| at.to_utc()),
        None => zone
            .from_local_datetime(&local)
            .earliest()
            .map(|at| at.to_utc()),
    }
}
