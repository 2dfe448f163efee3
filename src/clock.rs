//! What time it is. The only place, `main` apart, that asks the machine.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Tells the time; handed to whoever needs it.
pub trait Clock: Send {
    /// Now, to the millisecond: the finest that the register keeps.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        to_the_millisecond(Utc::now())
    }
}

/// Cuts what the register does not keep.
pub fn to_the_millisecond(at: DateTime<Utc>) -> DateTime<Utc> {
    // Truncation fails only for times that no clock shows (beyond the year 2262).
    at.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(at)
}
