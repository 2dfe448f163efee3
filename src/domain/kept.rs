//! A kept picture and all that people said about it. The pixels lie in the vault, not here.

mod face;

pub use face::{Face, Faces};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::channel::Channel;
use super::doubt::Doubt;
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
    /// Who set it; nothing in what is older than that this is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<StaffId>,
    /// It was there when somebody said that the tags are complete.
    #[serde(default, skip_serializing_if = "is_not")]
    pub stood: bool,
}

/// For what is left out of a record's JSON while it is not so.
pub(super) fn is_not(flag: &bool) -> bool {
    !*flag
}

/// An item of the checklist, ticked by a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tick {
    pub item: String,
    pub by: StaffId,
}

/// That nobody is in a picture, in so many words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NobodyHere {
    pub by: StaffId,
    pub at: DateTime<Utc>,
}

/// That somebody is not in a picture, though they are in one that looks alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotHere {
    pub person: PersonId,
    pub beside: PhotoId,
    pub by: StaffId,
    pub at: DateTime<Utc>,
}

/// All that people say about a picture, and may say anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    pub tags: Vec<Tag>,
    pub faces: Faces,
    /// Somebody said that the tags are complete; see [`Labels::is_tagging_complete`].
    pub tagging_complete: bool,
    /// Who said that nobody is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nobody: Option<NobodyHere>,
    /// Who said last that the tags are complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_by: Option<StaffId>,
    /// Who is in pictures that look alike and was said not to be in this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_here: Vec<NotHere>,
    /// What was ever in doubt about who is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    pub crop: Option<Area>,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub file_name: String,
    pub copyright: Copyright,
    pub checklist: Vec<Tick>,
}

impl Labels {
    /// Whether the tags say who is shown: somebody said that they are complete, and somebody is tagged,
    /// or somebody said that nobody is there.
    pub fn is_tagging_complete(&self) -> bool {
        self.tagging_complete && !(self.tags.is_empty() && self.nobody.is_none())
    }

    /// Whether it rests on somebody's word alone that nobody is shown.
    pub fn names_nobody(&self) -> bool {
        self.is_tagging_complete() && self.tags.is_empty()
    }

    /// Somebody is there, or may be: the tags are not complete, and nobody's word stands that there is
    /// nobody.
    pub fn reopen(&mut self) {
        self.tagging_complete = false;
        self.nobody = None;
    }

    /// Faces tied to a tag or dismissed by a person.
    pub fn faces_accounted(&self) -> usize {
        let accounted = self.faces.iter().filter(|face| self.is_accounted(face));
        accounted.count()
    }

    /// Faces that nobody named or dismissed; one more where the picture waits to be looked at.
    pub fn faces_open(&self) -> usize {
        let all = self.faces.to_account_for();
        all.saturating_sub(self.faces_accounted())
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

    /// Where a tag lies: its own area, and of each of its faces the box and where it was found.
    pub fn areas_of(&self, tag: &Tag) -> Vec<Area> {
        let mut areas: Vec<Area> = tag.area.into_iter().collect();
        for face in self.faces_of(tag) {
            areas.push(face.area);
            areas.extend(face.found_area().filter(|found| *found != face.area));
        }
        areas
    }

    /// Where the detector found the faces of a tag.
    pub fn found_of(&self, tag: &Tag) -> Vec<Area> {
        self.faces_of(tag).filter_map(Face::found_area).collect()
    }

    fn faces_of<'a>(&'a self, tag: &'a Tag) -> impl Iterator<Item = &'a Face> {
        let is_theirs = |face: &&Face| face.tag.as_deref() == Some(tag.id.as_str());
        self.faces.iter().filter(is_theirs)
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
/// The same, for a copy in which somebody is covered: covers have had room for hair and ears since.
pub const COVER_RULES: &str = "copy-2";

impl Photo {
    /// A fingerprint of what a sign-off is bound to: bytes, words, tags, crop and channel.
    /// SHA-256, lower-case hex, over the JSON of these fields in this order.
    pub fn edition(&self, channel: &Channel) -> String {
        let labels = &self.labels;
        let place_of = |tag: &Tag| {
            let mut areas = labels.areas_of(tag);
            if tag.hidden {
                areas.extend(labels.found_of(tag));
            }
            areas
        };
        let where_hidden: Vec<Vec<Area>> = labels.tags.iter().map(place_of).collect();
        let rules = match labels.tags.iter().any(|tag| tag.hidden) {
            true => COVER_RULES,
            false => COPY_RULES,
        };
        // Who set a tag is no part of it.
        let said: Vec<Tag> = labels
            .tags
            .iter()
            .map(|tag| Tag {
                set_by: None,
                stood: false,
                ..tag.clone()
            })
            .collect();
        fingerprint(&(
            rules,
            &self.sha256,
            said,
            where_hidden,
            labels.crop,
            (
                &labels.caption,
                &labels.alt,
                &labels.credit,
                &labels.file_name,
            ),
            labels.copyright,
            (&channel.id, self.longest_side_for_anybody(channel)),
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

/// The next free short id: a letter and a number.
pub fn next_id<'a>(letter: char, taken: impl Iterator<Item = &'a str>) -> String {
    let highest = taken
        .filter_map(|id| id.strip_prefix(letter)?.parse::<u32>().ok()) // house: an id of another form takes no number
        .max()
        .unwrap_or(0);
    format!("{letter}{}", highest.saturating_add(1))
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
