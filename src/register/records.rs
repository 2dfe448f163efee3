//! One file a kind of record: its rows, how it is read and written, and how it stands in the trail.

mod attendance;
mod device;
mod erasure;
mod evidence;
mod import;
mod incident;
mod mark_reason;
mod permission;
mod person;
pub mod photo;
mod policy;
pub mod release;
pub mod school;
pub mod sight;
mod sign_off;
mod slip;
pub mod staff;
