//! What the tablet shows and does while a photo is tagged: tiles, chips, boxes, undo, a photo like the
//! last one. Whatever a screen is told is what the rules say; nothing here opens a window.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

// Each binary uses a part of the school that all of them share.
#[allow(dead_code, reason = "other suites use the rest of it")]
#[path = "safekeeping/school.rs"]
mod school;

mod tagging {
    mod a_year;
    mod beside;
    mod chips;
    mod doubts;
    mod edits;
    mod here;
    mod nobody;
    mod one_to_one;
    mod queue;
    mod showing;
    mod staff;
    mod tiles;
    mod to_do;
    mod world;
}
