//! Permission slips for whoever keeps the register: made, printed or saved, read page by page, and
//! confirmed by the person who looks at them.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::acts::Encoded;
use crate::acts::permit::Filed;
use crate::acts::slip::{Confirmed, Row};
use crate::clerk::protocol::Ticket;
use crate::clerk::protocol::trouble::Came;
use crate::domain::ids::SlipId;
use crate::domain::language::Language;
use crate::domain::permission::Relation;
use crate::domain::person::PersonId;
use crate::domain::slip::SlipReading;
use crate::places::PlaceId;

/// Where a document goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Onto {
    Printer(String),
    Folder(PlaceId),
}

/// Whose slips are made.
#[derive(Serialize, Deserialize)]
pub enum Whose {
    Group(String),
    Person(PersonId),
}

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Open,
    Make {
        whose: Whose,
        language: Language,
        onto: Onto,
    },
    /// One page of a file, from 0.
    Read {
        file: PlaceId,
        page: u32,
    },
    /// A slip that was held before the camera.
    ReadStill(Zeroizing<Vec<u8>>),
    Confirm {
        /// The slip that was told under this ticket.
        seen: Ticket,
        confirmed: Confirmed,
    },
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    Open(Came<Open>),
    Made(Came<Made>),
    Read {
        file: PlaceId,
        page: u32,
        /// How many pages the file has, and whose slip this one is.
        told: Came<Page>,
    },
    /// Whose slip is on the still.
    Still(Came<Box<Seen>>),
    Confirmed(Came<Filed>),
}

/// What the page begins with.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Open {
    pub groups: Vec<String>,
    pub printers: Vec<String>,
}

/// Slips that were made, and where they went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    pub slips: usize,
    pub onto: Onto,
}

/// A page that was read.
#[derive(Serialize, Deserialize)]
pub struct Page {
    pub of: u32,
    pub slip: Came<Box<Seen>>,
}

/// A slip that was recognised: whose it is, and what its boxes seem to hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// By which it is confirmed.
    pub ticket: Ticket,
    pub id: SlipId,
    /// Full name, and the group.
    pub name: String,
    pub group: String,
    pub rows: Vec<Row>,
    /// What the signatory seems to be; `None` where nobody can tell.
    pub relation: Option<Relation>,
    /// Whether something stands where the signature goes; `None` where nobody can tell.
    pub is_signed: Option<bool>,
    /// The paper lying straight.
    pub picture: Encoded,
    pub is_straight: bool,
    /// What was confirmed of this very slip before.
    pub before: Vec<SlipReading>,
}
