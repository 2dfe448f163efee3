//! The cameras: each engine keeps the same promises, a cable that is pulled is told and answered,
//! a camera that falls silent is noticed, and no picture lies anywhere but in memory. What sends
//! pictures here is made up, but for one test through PipeWire. Nothing is timed: whatever is waited
//! for comes, or the test fails after a long while.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod camera {
    mod alone;
    mod contract;
    mod ear;
    mod engine;
    mod pipewire;
    mod pretend;
    mod scripted;
}
