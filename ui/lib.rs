//! What Slint's compiler makes of the pages beside this file. Holds no code of our own.
#![allow(clippy::all, clippy::pedantic, reason = "generated")]

slint::include_modules!();

include!(concat!(env!("OUT_DIR"), "/every_state.rs"));
