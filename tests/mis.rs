//! Lists from a school's MIS: every vocabulary read carefully, every broken file refused, nothing
//! written that was not confirmed, no child guessed, no no lost.

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

mod mis {
    mod broken;
    mod faults;
    mod hall;
    mod noes;
    mod planning;
    mod turning;
    mod vocabularies;
    mod workbooks;
}
