//! Doubts about who is shown: one after the other, with what was said, and somebody else's look.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::acts::doubt::Looker;
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::doubt::{About, DoubtId, Found};
use crate::domain::ids::PhotoId;
use crate::domain::photo::Area;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    List,
    Settle {
        photo: PhotoId,
        doubt: DoubtId,
        found: Found,
    },
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    List(Came<Vec<One>>),
    /// Somebody looked; a new list follows.
    Settled(Found),
    Trouble(Trouble),
}

/// A doubt that waits for a look.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct One {
    pub photo: PhotoId,
    /// Upright, in pixels.
    pub size: (u32, u32),
    pub doubt: DoubtId,
    pub about: About,
    /// Where it is about, where that is known.
    pub place: Option<Area>,
    /// As a tile names whom it is about; empty where that is nobody by name.
    pub name: String,
    pub by: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
    pub today: NaiveDate,
    pub looker: Looker,
}
