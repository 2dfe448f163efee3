//! What the register could not do, as a value.

use chrono::NaiveDate;

/// Why the register could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register cannot be reached: {0}; check the disk and start Shutterslip again")]
    Unreachable(String),
    #[error(
        "the register does not open: its key does not fit, or the file is damaged; restore the newest backup"
    )]
    WrongKey,
    #[error("Shutterslip is already open on this device; close it there first")]
    InUse,
    #[error("the disk is full; nothing was recorded; free some space and try again")]
    Full,
    #[error(
        "{what} in the register cannot be read ({why}); nothing is decided on it; restore the newest backup"
    )]
    Unreadable { what: String, why: String },
    #[error(
        "{what} was changed outside Shutterslip; nothing leaves that rests on it; tell the head teacher, and compare with the newest backup"
    )]
    Tampered { what: String },
    #[error("somebody else changed this photo a moment ago; look at it again")]
    Changed,
    #[error(
        "this device's clock shows {now}, and the newest entry is of {newest}: nothing is recorded until the head teacher says what day it is; set the clock if it is wrong, else confirm the date with `shutterslip clock confirm`"
    )]
    Leapt { newest: NaiveDate, now: NaiveDate },
    #[error("it was stopped; nothing was recorded; begin again when there is time")]
    Stopped,
    #[error("the register refuses this: {0}")]
    Refused(String),
}
