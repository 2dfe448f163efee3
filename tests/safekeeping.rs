//! What the register, the audit trail and the vault promise, held against failures, kills and
//! people with the device's key in their hands. Every school here is made in a temporary folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod safekeeping {
    mod attacks_on_a_chain;
    mod attacks_on_a_register;
    mod chain_encoding;
    mod clocks;
    mod contract;
    mod disks_that_fail;
    mod dying;
    mod erasing;
    mod interleavings;
    mod judged_again;
    mod killed_at_each_step;
    mod laundering;
    mod lists;
    mod loud_rows;
    mod machines;
    mod older;
    mod outlets_that_fail;
    mod planted_outlets;
    mod plants;
    mod quarantined;
    mod records;
    mod remembered;
    mod roundtrips;
    mod school;
    mod sealed_files;
    mod signatures;
    mod signing_in;
    mod sqlite_file;
    mod sweeping;
    mod vouched;
    mod waiting;
}
