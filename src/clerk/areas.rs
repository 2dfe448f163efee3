//! What the clerk does for each area of the screens: acts, by whoever signed in. Decides nothing that
//! the acts do not decide.

pub(super) mod calls;
pub(super) mod doubts;
pub(super) mod downs;
mod evidence;
pub(super) mod files;
mod going;
pub(super) mod import;
pub(super) mod incidents;
pub(super) mod lock_screen;
pub(super) mod office;
pub(super) mod opening;
pub(super) mod photos;
pub(super) mod places;
pub(super) mod record;
pub(super) mod register;
pub(super) mod review;
mod review_card;
pub(super) mod slips;
pub(super) mod staff;
pub(super) mod tiles;
