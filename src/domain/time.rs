//! How the device's clock stands against what is recorded, and how long the machine has been up.
//! Knows no clock: times are handed in.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How long a device may have rested before its clock has to be confirmed: longer than any summer
/// holiday of a school (nine weeks), shorter than what a flat battery makes of a clock.
pub const LONGEST_REST: TimeDelta = TimeDelta::weeks(10);

/// So far behind, a clock was set; less is a drift that the network puts right.
pub const DRIFT: TimeDelta = TimeDelta::minutes(5);

/// How a clock stands against the newest recorded event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockStanding {
    #[default]
    Good,
    /// Before the newest event.
    Behind { newest: DateTime<Utc> },
    /// Further ahead of the newest event than a device rests: nobody knows whether to believe it.
    Leapt { newest: DateTime<Utc> },
}

impl ClockStanding {
    /// How a clock that shows `now` stands. With nothing recorded, every clock is good.
    pub fn of(now: DateTime<Utc>, newest: Option<DateTime<Utc>>) -> ClockStanding {
        match newest {
            Some(newest) if now < newest => ClockStanding::Behind { newest },
            Some(newest) if now - newest > LONGEST_REST => ClockStanding::Leapt { newest },
            Some(_) | None => ClockStanding::Good,
        }
    }
}

/// Which run of the machine, and how long it has been up: no setting of the clock changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uptime {
    /// Another for each start of the machine.
    pub boot: String,
    /// Milliseconds, sleep included.
    pub millis: u64,
}

/// That the head teacher said what day it is, after the clock had leapt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateConfirmed {
    /// The newest event before.
    pub from: DateTime<Utc>,
    /// What the clock shows.
    pub to: DateTime<Utc>,
}
