//! Incidents: written down by anybody, seen and closed by the head teacher, taken out as a list.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{IncidentKind, IncidentState};
use crate::places::PlaceId;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    List,
    Report(String),
    FollowUp {
        id: IncidentId,
        state: IncidentState,
        note: String,
    },
    Save {
        folder: PlaceId,
        form: Form,
    },
}

/// How a list of incidents is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Csv,
    Json,
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    List(Came<Box<Incidents>>),
    /// It is written down, seen or closed; a new list follows.
    Changed,
    Saved(PlaceId),
    Trouble(Trouble),
}

/// One incident.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct One {
    pub id: IncidentId,
    pub kind: IncidentKind,
    /// By the school's clock.
    pub at: NaiveDateTime,
    /// Empty where the app itself opened it.
    pub by: String,
    pub note: String,
    pub done: Vec<FollowedUp>,
}

/// What was done about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FollowedUp {
    pub state: IncidentState,
    pub at: NaiveDateTime,
    pub by: String,
    pub note: String,
}

/// All that the page shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Incidents {
    /// Open ones first, the newest of each first; none for those who only write them down.
    pub list: Vec<One>,
    pub may_read: bool,
    pub may_follow_up: bool,
}
