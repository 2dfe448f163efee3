//! What Slint's compiler makes of the pages beside this file. Holds no code of our own.
#![allow(clippy::all, clippy::pedantic)]

slint::include_modules!();
