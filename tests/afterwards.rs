//! What comes after a photo has left: it is found again, it comes down, calls and incidents are on
//! record, and the record can be read. Every school here is made in a temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod afterwards {
    mod calls;
    mod coming_down;
    mod finding;
    mod incidents;
    mod pictures;
    #[allow(dead_code, reason = "other suites use the rest of it")]
    #[path = "../safekeeping/school.rs"]
    mod school;
    mod trail;
}
