//! Paper: documents as PDF, printing them, and permission slips that go home and come back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "slips/documents.rs"]
mod documents;
#[path = "slips/printing.rs"]
mod printing;
