//! What time it is. The only place, `main` apart, that asks the machine.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use crate::domain::time::Uptime;

/// Tells the time; handed to whoever needs it.
pub trait Clock: Send {
    /// Now, to the millisecond: the finest that the register keeps.
    fn now(&self) -> DateTime<Utc>;

    /// How long the machine has been up, by what no setting of the clock changes; `None` where the
    /// machine does not say.
    fn up(&self) -> Option<Uptime> {
        None
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        to_the_millisecond(Utc::now())
    }

    fn up(&self) -> Option<Uptime> {
        // No error is swallowed on the way to a decision: who cannot say is believed least.
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let up = std::fs::read_to_string("/proc/uptime").ok()?;
        let (seconds, hundredths) = up.split_whitespace().next()?.split_once('.')?;
        let seconds: u64 = seconds.parse().ok()?;
        let hundredths: u64 = hundredths.parse().ok()?;
        Some(Uptime {
            boot: boot.trim().to_owned(),
            millis: seconds
                .checked_mul(1_000)?
                .checked_add(hundredths.checked_mul(10)?)?,
        })
    }
}

/// Cuts what the register does not keep.
pub fn to_the_millisecond(at: DateTime<Utc>) -> DateTime<Utc> {
    // Truncation fails only for times that no clock shows (beyond the year 2262).
    at.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(at)
}
