//! The record of every step: read page by page, verified, and taken out of the house.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::acts::trail::TrailForm;
use crate::acts::verify::{Progress, Proof};
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::ids::StaffId;
use crate::places::PlaceId;

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub by: Option<StaffId>,
    /// How acts begin; all where there is none.
    pub acts: Vec<String>,
    pub about: String,
    /// The last so many days, today among them; all where there is none.
    pub days: Option<u64>,
}

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    /// The newest, or those before a number.
    List {
        filter: Filter,
        before: Option<u64>,
    },
    Verify,
    Save {
        folder: PlaceId,
        filter: Filter,
        form: TrailForm,
    },
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    List {
        /// They follow those that are shown.
        is_more: bool,
        page: Came<Box<Page>>,
    },
    Verifying(Progress),
    /// `None`: somebody stopped it.
    Verified(Came<Option<Proof>>),
    Saving(u64),
    /// `None`: somebody stopped it, and there is no file.
    Saved(Option<(PlaceId, u64)>),
    Trouble(Trouble),
}

/// One entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    pub number: u64,
    /// By the school's clock; as it is written where that is no time.
    pub at: Result<NaiveDateTime, String>,
    /// Empty where the app itself did it.
    pub by: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
}

/// Entries, and who there is to choose from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    pub lines: Vec<Line>,
    pub has_more: bool,
    pub staff: Vec<(StaffId, String)>,
    pub today: NaiveDate,
}
