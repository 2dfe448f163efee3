//! One thread that owns the desk, and those that look at pictures for it. A window asks at its counter
//! and goes on drawing; what came of it is told later, and a bell is rung. Whoever signed in is known
//! there and nowhere else, so a window can do nothing in anybody's name once it is locked. Draws
//! nothing, and names no engine.

mod areas;
mod context;
mod counter;
pub mod protocol;
mod run;
mod schools;

pub use counter::{Clerk, Counter, Stopped};
pub use protocol::trouble::{Came, Machine, Trouble};
pub use protocol::{
    Ask, Beside, Device, Edit, Heard, LITTLE, LockScreen, NewSchool, PhotoCard, SignedIn, Somebody,
    Ticket, Told, WaitingPhoto, Warning, Which, calls, doubts, downs, files, import, incidents,
    office, places, record, register, review, slips, staff,
};
pub use schools::{Bell, OnDesk, Outlets, Schools};
