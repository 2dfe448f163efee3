//! One answer by one signatory for one person and one channel. Records are only ever added.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::channel::ChannelId;
use super::person::PersonId;

/// What the signatory said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    Granted,
    Refused,
    Withdrawn,
}

/// What the signatory is to the person shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Somebody with parental responsibility.
    #[default]
    Parent,
    /// The person shown.
    #[serde(rename = "self")]
    Oneself,
    /// Anybody else: heard when they say no, never enough for a yes.
    Other,
}

/// How the answer was given. A yes must be written; a no may be spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Evidence {
    #[serde(rename = "paper")]
    Paper,
    #[serde(rename = "e-form")]
    EForm,
    #[serde(rename = "email")]
    Email,
    /// Spoken.
    #[default]
    #[serde(rename = "none")]
    Spoken,
}

impl Evidence {
    /// Whether the answer can be read again by somebody who was not there.
    pub fn is_written(self) -> bool {
        match self {
            Evidence::Paper | Evidence::EForm | Evidence::Email => true,
            Evidence::Spoken => false,
        }
    }
}

/// One answer. Where a list of these is given, later in the list means recorded later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    pub person: PersonId,
    pub channel: ChannelId,
    pub answer: Answer,
    #[serde(default)]
    pub relation: Relation,
    /// The signatory's name.
    pub by: String,
    pub signed: NaiveDate,
    /// First day, where it is not the day of signing.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day; a whole day.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub evidence: Evidence,
}
