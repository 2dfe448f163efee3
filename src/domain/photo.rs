//! A picture as the rules see it: who is shown, in what words, from which device. No pixels here.

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
}

/// Everything about a picture that the decision asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFacts {
    pub device: DeviceStanding,
    /// Somebody said that the tags are complete.
    pub tagging_complete: bool,
    pub shown: Vec<Shown>,
    /// Faces found, by a detector or by hand.
    pub faces: u32,
    /// Faces tied to a tag, or dismissed by a person.
    pub faces_accounted: u32,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub file_name: String,
    pub copyright: Copyright,
    /// Items ticked.
    pub checklist: Vec<String>,
    /// A staff id.
    pub taken_by: String,
    pub sign_off: Option<SignOff>,
}
