//! The number by which an ask and its answers belong together.

use serde::{Deserialize, Serialize};

/// The number of an ask at its counter, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ticket(pub u64);

impl Ticket {
    /// Of what nobody asked for.
    pub const NONE: Ticket = Ticket(0);
}
