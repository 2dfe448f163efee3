//! Paper: documents as PDF, printing them, and permission slips that go home and come back.
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

#[allow(dead_code, reason = "other suites use the rest of it")]
#[path = "gate/school.rs"]
mod office;

mod slips {
    mod codes;
    mod command;
    mod confirming;
    mod documents;
    mod hostile;
    mod pen;
    mod pile;
    mod printing;
    mod reading;
    mod walls;
}
