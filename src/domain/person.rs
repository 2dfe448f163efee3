//! Who can be in a picture. Knows nothing of how a person is stored or found.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A person's identity in the register. Never a name, so that it may stand in an audit entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub String);

impl std::fmt::Display for PersonId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a person is to the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonKind {
    Child,
    Staff,
    Visitor,
}

/// Somebody who can be in a picture, with what the rules ask about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: PersonId,
    pub kind: PersonKind,
    pub given: String,
    pub family: String,
    #[serde(default)]
    pub known_as: Vec<String>,
    #[serde(default)]
    pub born: Option<NaiveDate>,
    /// Last day at this school.
    #[serde(default)]
    pub leaves: Option<NaiveDate>,
    /// The absolute mark: on no picture, in no channel, whatever is permitted.
    #[serde(default)]
    pub never: bool,
}

impl Person {
    /// The name as a school shows it on a tile: first name and initial.
    pub fn tile_name(&self) -> String {
        match self.family.chars().next() {
            Some(initial) => format!("{} {initial}", self.given),
            None => self.given.clone(),
        }
    }
}
