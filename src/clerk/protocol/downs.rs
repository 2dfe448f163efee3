//! What must come down: the list, whether each copy is still there, and who confirmed that it is gone.
//! Why somebody's copy comes down is told to whoever keeps the register.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::acts::take_down::Whereabouts;
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::ids::ReleaseId;
use crate::domain::release::OutletKind;
use crate::domain::verdict::Reason;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    List,
    /// Confirms that a copy is gone; deletes it where it still lies in its folder and `delete` says so.
    Confirm {
        release: ReleaseId,
        delete: bool,
    },
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    List(Came<Box<Downs>>),
    /// One is done; a new list follows.
    Done,
    Trouble(Trouble),
}

/// A copy that must come down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Down {
    pub id: ReleaseId,
    pub channel: String,
    pub outlet: OutletKind,
    pub place: String,
    pub file: String,
    pub out_since: NaiveDate,
    pub due: NaiveDate,
    pub whereabouts: Whereabouts,
    /// Each with whom it is about, as tiles name them; empty for those who are not told why.
    pub why: Vec<(Reason, String)>,
    /// The policy no longer has the channel.
    pub has_no_channel: bool,
}

/// A copy that came down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gone {
    pub channel: String,
    pub file: String,
    pub by: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
}

/// All that the page shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Downs {
    pub today: NaiveDate,
    /// By the day on which each is due.
    pub to_do: Vec<Down>,
    /// Newest first.
    pub done: Vec<Gone>,
    pub may_confirm: bool,
    pub tells_why: bool,
}
