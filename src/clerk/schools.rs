//! What the clerk is given to work with: where schools are on this device, and how they are opened.
//! Names no engine: `main` does.

use std::sync::Arc;

use super::protocol::Which;
use crate::acts::about::About;
use crate::acts::{ActError, Desk};
use crate::domain::release::OutletKind;
use crate::outlet::Outlet;
use crate::places::Places;

/// Rung when something is told. Called from the clerk's threads; must be quick.
pub type Bell = Arc<dyn Fn() + Send + Sync>;

/// Something that is done on a desk.
pub type OnDesk<T> = Box<dyn FnMut(&mut Desk) -> Result<T, ActError> + Send>;

/// Makes the outlet of a kind, at a place.
pub type Outlets = Box<dyn Fn(OutletKind, &str) -> Box<dyn Outlet> + Send>;

/// Where schools are on this device, and how they are opened and made.
pub struct Schools {
    /// The school that is there; `None` where none is set up yet.
    pub open: Box<dyn FnMut(Which) -> Result<Option<Desk>, ActError> + Send>,
    /// A desk in a new folder.
    pub make: Box<dyn FnMut(Which) -> Result<Desk, ActError> + Send>,
    /// Fills a new desk with the sample school.
    pub fill_sample: OnDesk<()>,
    /// Settles what was on its way out at the last stop; gives how many could not be.
    pub settle: OnDesk<usize>,
    /// What this program is on this machine.
    pub about: Box<dyn FnMut() -> Result<About, ActError> + Send>,
    /// A place where copies land.
    pub outlets: Outlets,
    /// The folders and drives of this machine.
    pub places: Box<dyn Places>,
}
