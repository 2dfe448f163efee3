//! The tablet's screens, tapped and typed at without a display: by what a screen reader reads, so
//! that what is found here is found by everybody. The school behind them is real: register, vault
//! and clerk; only the camera and the face finder say what they are told to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod kiosk {
    mod afterwards;
    mod answers;
    #[path = "../gate/behind.rs"]
    mod behind;
    mod changed_outside;
    mod doors;
    mod doubts;
    mod drawing;
    mod first_run;
    mod glass;
    mod golden;
    mod hand;
    mod import;
    mod journey;
    mod keyboard;
    mod keys;
    mod left_behind;
    mod look;
    mod made;
    mod nobody;
    mod office;
    #[path = "../slips/pen.rs"]
    #[allow(dead_code, reason = "other suites use the rest of it")]
    mod pen;
    mod protocol;
    mod register;
    mod review;
    mod sample;
    mod shooting;
    mod signing_in;
    mod slips;
    mod stage;
    mod tagging;
    mod two_counters;
    mod typing;
    mod window;
}
