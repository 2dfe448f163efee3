//! What the built program promises whoever sits before it: a blocked picture stays, whatever is
//! typed; what leaves carries nothing but what was chosen; a no reaches what is out. Drives the
//! binary as people do, on copies of one sample school, made once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "hostile/mod.rs"]
mod hostile;

mod gate {
    mod afterwards;
    mod answers;
    mod at_rest;
    mod behind;
    mod clearing;
    mod copies;
    mod damage;
    mod doors;
    mod doubts;
    mod duties;
    mod elsewhere;
    mod escapes;
    mod hostile_pictures;
    mod import;
    mod nobody;
    mod policies;
    mod register;
    mod school;
    mod sign_in;
    mod surroundings;
    mod tablet;
    mod take_in;
    mod tricks;
    mod usage;
    mod verdicts;
    mod waiting;
    mod withdrawal;
}
