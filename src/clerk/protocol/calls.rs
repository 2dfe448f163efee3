//! Video calls: a group's children, who of those chosen may join, and what is on record.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::acts::call::Joining;
use crate::acts::group::{Group, Tile};
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::person::PersonId;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Begin,
    Group(String),
    /// Who of these may join.
    Check(Vec<PersonId>),
    Record {
        people: Vec<PersonId>,
        occasion: String,
    },
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    Begun(Came<Begun>),
    Group(Came<Vec<Tile>>),
    Joining(Came<Vec<Joining>>),
    /// It is on record; what the page begins with follows.
    Recorded,
    Trouble(Trouble),
}

/// What the page begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begun {
    pub groups: Vec<Group>,
    /// Newest first.
    pub calls: Vec<Call>,
    pub may_record: bool,
}

/// A call that was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    pub occasion: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
    pub by: String,
    pub people: usize,
}
