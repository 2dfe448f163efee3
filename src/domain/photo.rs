//! A picture as the rules see it: who is shown, in what words, from which device. No pixels here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::person::PersonId;

/// Whether the picture comes from equipment of the school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceStanding {
    #[default]
    Enrolled,
    /// A registered school camera.
    Camera,
    /// Revoked before the picture was taken.
    Revoked,
    Unknown,
}

/// Whose the picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Copyright {
    #[default]
    School,
    /// The holder permits the use, with attribution.
    Permission,
    Unknown,
}

/// Somebody who is in the picture and cannot be recognised: back turned, far away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unrecognisable {
    Child,
    Adult,
}

/// Who a tag says is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    Person(PersonId),
    /// Somebody whom nobody here can name.
    Unknown,
    Unrecognisable(Unrecognisable),
}

/// A rectangle in the upright picture, in its own pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    /// How much two boxes share of what they cover together: 0 apart, 1 the same.
    pub fn overlap(&self, other: &Area) -> f64 {
        let along = |start: u32, length: u32, other: u32, others: u32| {
            let end =
                (u64::from(start) + u64::from(length)).min(u64::from(other) + u64::from(others));
            end.saturating_sub(u64::from(start.max(other)))
        };
        let shared = along(self.x, self.width, other.x, other.width).saturating_mul(along(
            self.y,
            self.height,
            other.y,
            other.height,
        ));
        let covered = self
            .pixels()
            .saturating_add(other.pixels())
            .saturating_sub(shared);
        if covered == 0 {
            return 0.0;
        }
        shared as f64 / covered as f64
    }

    /// Whether the middle of another box lies in this one.
    pub fn holds_middle_of(&self, other: &Area) -> bool {
        let inside = |start: u32, length: u32, other: u32, others: u32| {
            let middle = u64::from(other) + u64::from(others / 2);
            middle >= u64::from(start) && middle < u64::from(start) + u64::from(length)
        };
        inside(self.x, self.width, other.x, other.width)
            && inside(self.y, self.height, other.y, other.height)
    }

    /// Whether another box lies in this one, all of it.
    pub fn holds(&self, other: &Area) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }

    /// Whether two boxes share a pixel.
    pub fn touches(&self, other: &Area) -> bool {
        self.overlap(other) > 0.0
    }

    /// The smallest box that holds both.
    pub fn with(&self, other: &Area) -> Area {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = self.right().max(other.right());
        let bottom = self.bottom().max(other.bottom());
        Area {
            x,
            y,
            width: right - x,
            height: bottom - y,
        }
    }

    /// How many pixels it covers.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    fn right(&self) -> u32 {
        self.x.saturating_add(self.width)
    }

    fn bottom(&self) -> u32 {
        self.y.saturating_add(self.height)
    }
}

/// One of those shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shown {
    pub who: Who,
    /// Covered by an opaque patch in the released copy.
    pub hidden: bool,
}

/// A role of somebody who works here, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Installs and enrols; sees no picture and signs nothing off.
    Technician,
    Practitioner,
    Office,
    Head,
}

/// That somebody looked at the very copy and agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// A staff id.
    pub by: String,
    pub role: Role,
    /// Whether bytes, words, tags and channel are still those that were signed.
    pub current: bool,
    /// The school's local day on which it was given.
    pub signed: NaiveDate,
}

/// What a video is asked beside what a photo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VideoFacts {
    /// Somebody watched this very copy to its end at normal speed, with its sound on where it has some.
    pub watched: bool,
    /// Its sound is kept.
    pub sound: bool,
}

/// The longest side, in pixels, of the smallest copy that a face may be shown in: a copy is made
/// smaller than this for nobody.
pub const SMALLEST_COPY: u32 = 400;

/// Everything about a picture that the decision asks. By default nothing has been said: such a picture
/// goes nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoFacts {
    pub device: DeviceStanding,
    /// Somebody said that the tags are complete.
    pub tagging_complete: bool,
    pub shown: Vec<Shown>,
    /// Faces found, by a detector or by hand.
    pub faces: u32,
    /// Faces tied to a tag, or dismissed by a person.
    pub faces_accounted: u32,
    /// Doubts about who is shown that are open.
    pub doubts: u32,
    /// Height of the tallest face that shows and is not tied to a known adult, in pixels of a copy whose
    /// longest side is [`SMALLEST_COPY`], rounded up.
    pub tallest_face: u32,
    /// Nothing for a photo.
    pub video: Option<VideoFacts>,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub file_name: String,
    /// The names of the folder and the archive that the copy goes into.
    pub goes_into: Vec<String>,
    pub copyright: Copyright,
    /// Items ticked.
    pub checklist: Vec<String>,
    /// A staff id.
    pub taken_by: String,
    pub sign_off: Option<SignOff>,
}

/// Everybody who is tagged by name, hidden or not.
pub fn tagged(shown: &[Shown]) -> impl Iterator<Item = &PersonId> {
    shown.iter().filter_map(|shown| match &shown.who {
        Who::Person(id) => Some(id),
        Who::Unknown | Who::Unrecognisable(_) => None,
    })
}
