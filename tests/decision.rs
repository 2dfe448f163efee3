//! The decision's promises: what the rules say, case by case; an independent twin; the properties
//! that hold for every input; and files refused to the line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "decision/case_files.rs"]
mod case_files;
#[path = "decision/cases.rs"]
mod cases;
#[path = "decision/command.rs"]
mod command;
#[path = "decision/contacts.rs"]
mod contacts;
#[path = "decision/names.rs"]
mod names;
#[path = "decision/parts.rs"]
mod parts;
#[path = "decision/policies.rs"]
mod policies;
#[path = "decision/properties.rs"]
mod properties;
#[path = "decision/twin.rs"]
mod twin;
#[path = "decision/twin_names.rs"]
mod twin_names;
#[path = "decision/worlds.rs"]
mod worlds;
