//! What the picture room promises: upright, bounded, whole or refused, and copies that carry
//! nothing but what was to be shown; and that a child process reads them as this one would, behind
//! walls. Every picture here is drawn in code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "hostile/mod.rs"]
mod hostile;

mod picture {
    mod anything;
    mod cameras;
    mod colours;
    mod copies;
    mod covers;
    mod engines;
    mod hostile;
    mod orientations;
    mod papers;
    mod readers;
    mod refusals;
    mod scenes;
    mod walls;
}
