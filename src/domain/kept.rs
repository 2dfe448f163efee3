//! A kept picture and all that people said about it. The pixels lie in the vault, not here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::channel::Channel;
use super::ids::{CameraId, DeviceId, PhotoId, SignOffId, StaffId};
use super::person::PersonId;
use super::photo::{Area, Copyright, Role, Shown, Who};

/// Which of the school's equipment took a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Device(DeviceId),
    Camera(CameraId),
}

/// One who is shown, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Short, unique within the picture.
    pub id: String,
    pub who: Who,
    pub hidden: bool,
    /// Where, where somebody drew it; a face tied to the tag says it too.
    pub area: Option<Area>,
}

/// One face found, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Short, unique within the picture.
    pub id: String,
    pub area: Area,
    /// `hand`, the detector with its version, or that nobody looked: see [`Face::is_not_looked`].
    pub found_by: String,
    /// The tag it belongs to.
    pub tag: Option<String>,
    /// Who said that it is nobody: a drawing, a doll, a poster.
    pub dismissed: Option<StaffId>,
}

/// How `found_by` begins where the picture could not be looked at; a code follows.
const NOT_LOOKED: &str = "not looked: ";
/// The code of a picture that is looked at as soon as there is time.
const WAITING: &str = "waiting";

impl Face {
    /// What `found_by` says of a box that somebody drew.
    pub const DRAWN: &str = "hand";

    /// Whether somebody drew it, so that no finder vouches for it.
    pub fn is_drawn(&self) -> bool {
        self.found_by == Face::DRAWN
    }

    /// What a picture gets that could not be looked at: a box over the whole of it, which keeps the
    /// picture from leaving until it is looked at again or a person dismisses the box.
    pub fn not_looked(id: String, why: &str, width: u32, height: u32) -> Face {
        Face {
            id,
            area: Area {
                x: 0,
                y: 0,
                width,
                height,
            },
            found_by: format!("{NOT_LOOKED}{why}"),
            tag: None,
            dismissed: None,
        }
    }

    /// What a picture gets that is kept first and looked at afterwards.
    pub fn waiting(id: String, width: u32, height: u32) -> Face {
        Face::not_looked(id, WAITING, width, height)
    }

    /// Whether this is the mark that nobody has had the time to look yet.
    pub fn is_waiting(&self) -> bool {
        self.dismissed.is_none() && self.found_by.strip_prefix(NOT_LOOKED) == Some(WAITING)
    }

    /// Whether this is no face but the mark that nobody looked.
    pub fn is_not_looked(&self) -> bool {
        self.found_by.starts_with(NOT_LOOKED)
    }
}

/// An item of the checklist, ticked by a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tick {
    pub item: String,
    pub by: StaffId,
}

/// All that people say about a picture, and may say anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    pub tags: Vec<Tag>,
    pub faces: Vec<Face>,
    pub tagging_complete: bool,
    pub crop: Option<Area>,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub file_name: String,
    pub copyright: Copyright,
    pub checklist: Vec<Tick>,
}

impl Labels {
    /// Faces tied to a tag or dismissed by a person.
    pub fn faces_accounted(&self) -> usize {
        let accounted = self.faces.iter().filter(|face| self.is_accounted(face));
        accounted.count()
    }

    /// Whether this face is tied to a tag that is there, or dismissed by a person.
    pub fn is_accounted(&self, face: &Face) -> bool {
        face.dismissed.is_some() || self.is_tied(face)
    }

    fn is_tied(&self, face: &Face) -> bool {
        let is_there = |tag: &String| self.tags.iter().any(|known| known.id == *tag);
        face.tag.as_ref().is_some_and(is_there)
    }

    /// Whether a face of this id belongs to a tag that is there.
    pub fn is_named(&self, face: &str) -> bool {
        let mut faces = self.faces.iter();
        faces.any(|one| one.id == face && self.is_tied(one))
    }

    /// Whether a face of this id is there that nobody named or dismissed.
    pub fn is_open(&self, face: &str) -> bool {
        let mut faces = self.faces.iter();
        faces.any(|one| one.id == face && !self.is_accounted(one))
    }

    /// Where a tag lies: its own area and those of its faces.
    pub fn areas_of(&self, tag: &Tag) -> Vec<Area> {
        tag.area
            .into_iter()
            .chain(
                self.faces
                    .iter()
                    .filter(|face| face.tag.as_deref() == Some(tag.id.as_str()))
                    .map(|face| face.area),
            )
            .collect()
    }

    /// Those shown, as the decision asks.
    pub fn shown(&self) -> Vec<Shown> {
        self.tags
            .iter()
            .map(|tag| Shown {
                who: tag.who.clone(),
                hidden: tag.hidden,
            })
            .collect()
    }

    /// The people tagged, each once.
    pub fn people(&self) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = self
            .tags
            .iter()
            .filter_map(|tag| match &tag.who {
                Who::Person(person) => Some(person.clone()),
                Who::Unknown | Who::Unrecognisable(_) => None,
            })
            .collect();
        people.sort();
        people.dedup();
        people
    }
}

/// A kept picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub id: PhotoId,
    /// Of the bytes before sealing, lower-case hex.
    pub sha256: String,
    /// Bytes before sealing.
    pub size: u64,
    /// Upright, in pixels.
    pub width: u32,
    /// Upright, in pixels.
    pub height: u32,
    pub source: Source,
    pub taken_at: DateTime<Utc>,
    pub taken_by: StaffId,
    pub kept_at: DateTime<Utc>,
    pub occasion: String,
    /// The group that was chosen when it was taken.
    pub class: String,
    /// Raised by every change of the labels.
    pub version: u32,
    pub labels: Labels,
}

/// Name of the rules by which a public copy is made; a change of them lapses sign-offs.
pub const COPY_RULES: &str = "copy-1";

impl Photo {
    /// A fingerprint of what a sign-off is bound to: bytes, words, tags, crop and channel.
    /// SHA-256, lower-case hex, over the JSON of these fields in this order.
    pub fn edition(&self, channel: &Channel) -> String {
        let labels = &self.labels;
        let where_hidden: Vec<Vec<Area>> =
            labels.tags.iter().map(|tag| labels.areas_of(tag)).collect();
        fingerprint(&(
            COPY_RULES,
            &self.sha256,
            &labels.tags,
            where_hidden,
            labels.crop,
            (
                &labels.caption,
                &labels.alt,
                &labels.credit,
                &labels.file_name,
            ),
            labels.copyright,
            (&channel.id, channel.longest_side),
        ))
    }
}

/// That somebody looked at the very copy of a picture for a channel and agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOffRecord {
    pub id: SignOffId,
    pub photo: PhotoId,
    pub channel: super::channel::ChannelId,
    pub by: StaffId,
    pub role: Role,
    pub at: DateTime<Utc>,
    /// [`Photo::edition`] when it was signed.
    pub edition: String,
    /// SHA-256 of the copy that was looked at.
    pub copy: String,
}

/// SHA-256, lower-case hex, of a value's JSON. Field order is the struct's; a field that is added
/// later must be left out of the JSON while it holds its default, or old records lose their digest.
pub fn fingerprint(value: &impl Serialize) -> String {
    // Writing to a hasher cannot fail, and none of our records has a map with odd keys; should a
    // value refuse to be written all the same, its error text is the fingerprint and equals none.
    match serde_json::to_vec(value) {
        Ok(json) => hex::encode(Sha256::digest(json)),
        Err(error) => format!("unwritable: {error}"),
    }
}
