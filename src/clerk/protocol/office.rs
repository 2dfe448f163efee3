//! What the office's rail counts.

use serde::{Deserialize, Serialize};

use crate::clerk::protocol::trouble::Came;
use crate::domain::channel::ChannelId;

/// What the rail asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Counts,
    /// After everything else that was asked for, and a channel a step.
    ToSign,
}

/// What it is told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    Counts(Came<Counts>),
    /// Photos that wait for nothing but a signature, of each channel that whoever signed in signs for.
    ToSign(Vec<(ChannelId, usize)>),
}

/// How much there is to do, page by page; 0 where it is not for this role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub to_tag: usize,
    /// What waits for a second look.
    pub doubts: usize,
    /// Copies that must come down.
    pub take_down: usize,
    /// Incidents that nobody has closed.
    pub incidents: usize,
    /// Copies that may be out.
    pub out: usize,
    /// Children of the school today.
    pub children: usize,
}
