//! Shutterslip: a picture that lacks anyone's written permission cannot leave.
//! The rooms, in reading order; each says at its head what it does not know.

pub mod domain;

pub mod acts;

pub mod camera;
pub mod clock;
pub mod faces;
pub mod keyring;
pub mod outlet;
pub mod paper;
pub mod picture;
pub mod places;
pub mod register;
pub mod sheet;
pub mod slip;
pub mod vault;

pub mod clerk;
pub mod cli;
pub mod sample;
pub mod screens;
