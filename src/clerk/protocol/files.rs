//! Files that somebody found: is one of them ours? Looked at one by one, so that nobody waits for
//! many; nothing of a file that is not ours is kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::acts::recognise::{Match, MayBeOut};
use crate::clerk::protocol::trouble::Trouble;
use crate::places::PlaceId;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    /// Files, and folders with all that is in them.
    Check(Vec<PlaceId>),
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    /// Looks of older photos are made first, so many are left.
    Preparing(usize),
    /// One file more.
    File {
        row: Box<Row>,
        /// How many were looked at, and of how many.
        done: usize,
        of: usize,
    },
    /// All were looked at, or somebody stopped it, so many are left.
    Done {
        left: usize,
    },
    Trouble(Trouble),
}

/// What one file is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub answer: Answer,
}

/// In words to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    Ours { photos: Vec<Ours> },
    LooksLike { photos: Vec<Ours> },
    NotOurs,
    NothingToSee,
    NoPicture,
    Unreadable(Trouble),
}

/// One of our photos.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ours {
    pub by: Match,
    pub taken: NaiveDate,
    pub occasion: String,
    pub is_original: bool,
    pub is_erased: bool,
    pub may_be_out: bool,
    pub copies: Vec<Copy>,
}

/// One copy of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Copy {
    pub channel: String,
    pub place: String,
    pub since: NaiveDate,
    /// So many answers it rests on.
    pub permissions: usize,
    pub may_be_out: MayBeOut,
}
