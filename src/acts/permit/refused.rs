//! Why an answer is not recorded as it is. Values; screens and the command line make the words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::acts::not_done::Ending;
use crate::domain::channel::ChannelId;
use crate::domain::person::PersonId;

/// Why an answer is not recorded as it is. Nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotRecorded {
    /// The yes would take back a no by a signatory whose name is written the same: is it one person?
    /// Recorded once somebody says so; where they are two, one of the names has to tell them apart.
    SamePerson {
        channel: ChannelId,
        no: NaiveDate,
    },
    /// The very same file was filed for these people: is it one form that names them all? Recorded once
    /// somebody says so.
    SameFile {
        others: Vec<PersonId>,
    },
    /// A court has spoken about the child: only the head records a yes, changes who has parental
    /// responsibility, or takes that flag off.
    HeadAlone,
    /// What was given as evidence is none.
    Unseen(Unseen),
    Move(NotMoved),
}

/// Why a file is no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unseen {
    Empty,
    TooLarge,
    /// A signed paper is filed as its scan.
    NoScan,
    /// Neither PDF, picture nor text.
    OtherKind,
    /// A PDF with a password.
    Locked,
    /// It cannot be drawn.
    NotDrawn,
    /// Nothing stands on it, or it is all dark.
    Blank,
    /// Too few pixels to read anything.
    TooSmall,
    /// Typed, and whoever is said to have written it is not named.
    NoSignatory,
    /// Typed, and no day stands in it.
    NoDay,
    /// Typed, and nobody says anything.
    NoSentence,
}

/// Why a no is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotMoved {
    /// It is a yes; that is corrected.
    IsYes,
    /// It speaks no more.
    SpeaksNoMore,
    /// It stands there already.
    StandsThere,
    /// Nobody proposed to move it.
    NotProposed,
    /// Whoever proposed it cannot agree to it; nor can two of whom none is the head.
    OfficeAndHead,
}

impl NotRecorded {
    /// How it ended, for whoever reports it.
    pub fn ending(&self) -> Ending {
        match self {
            NotRecorded::Unseen(_) => Ending::Unusable,
            NotRecorded::SamePerson { .. }
            | NotRecorded::SameFile { .. }
            | NotRecorded::HeadAlone
            | NotRecorded::Move(_) => Ending::Refused,
        }
    }
}
