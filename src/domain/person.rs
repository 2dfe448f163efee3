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
    /// Other family names: the legal one, the everyday one, either parent's. Left out while there are
    /// none, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_families: Vec<String>,
    #[serde(default)]
    pub born: Option<NaiveDate>,
    /// Last day at this school.
    #[serde(default)]
    pub leaves: Option<NaiveDate>,
    /// The absolute mark: on no picture, in no channel, whatever is permitted.
    #[serde(default)]
    pub never: bool,
    /// Who has parental responsibility, where the school wrote it down: then nobody else's yes counts
    /// for a child. Left out while nobody is listed, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible: Vec<Responsible>,
    /// The entry was changed past the register, so that nothing in it can be believed: not even the name,
    /// by which captions are searched. It is found, never written.
    #[serde(skip)]
    pub changed_outside: bool,
}

/// Somebody with parental responsibility for a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// The signatory's name, as a form gives it.
    pub by: String,
    /// The last day of it, a whole one; nothing where no end is known.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

impl Person {
    /// Somebody of whom nothing but the name is known.
    pub fn new(id: PersonId, kind: PersonKind, given: &str, family: &str) -> Person {
        Person {
            id,
            kind,
            given: given.to_owned(),
            family: family.to_owned(),
            known_as: Vec::new(),
            known_families: Vec::new(),
            born: None,
            leaves: None,
            never: false,
            responsible: Vec::new(),
            changed_outside: false,
        }
    }

    /// The name as a school shows it on a tile: first name and initial.
    pub fn tile_name(&self) -> String {
        match self.family.chars().next() {
            Some(initial) => format!("{} {initial}", self.given),
            None => self.given.clone(),
        }
    }
}
