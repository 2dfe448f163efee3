//! Lists from the MIS, for whoever keeps the register. The list stays with the page that shows it; what
//! it would change is worked out here each time it is asked.

use serde::{Deserialize, Serialize};

use crate::acts::import::{Account, Confirmed, Preview, Progress, Proposal};
use crate::clerk::protocol::Ticket;
use crate::clerk::protocol::trouble::Came;
use crate::domain::channel::ChannelId;
use crate::domain::mis::Table;
use crate::domain::mis::plan::Terms;
use crate::places::PlaceId;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Read(PlaceId),
    /// Of the list that was read under this ticket.
    Preview(Ticket, Box<Terms>),
    Import(Ticket, Box<Terms>, Box<Confirmed>),
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    Read(Came<Box<ReadList>>),
    Progress(Progress),
    Preview(Came<Box<Preview>>),
    Done(Came<Account>),
}

/// A list, and how it may be understood.
#[derive(Serialize, Deserialize)]
pub struct ReadList {
    /// By which later asks name it.
    pub list: Ticket,
    pub table: Table,
    pub proposal: Proposal,
    /// Where an answer may count, with their names.
    pub channels: Vec<(ChannelId, String)>,
}
