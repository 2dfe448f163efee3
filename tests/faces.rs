//! Everyone is accounted for: where faces are is found, whatever their size and however they lie,
//! and a photo with a face that nobody spoke of stays. Nothing here knows one face from another.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod faces {
    mod accounting;
    mod close_ups;
    mod desk;
    mod finding;
    mod landscape;
    mod portraits;
    mod waiting;
}
