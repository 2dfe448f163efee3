//! What the trail does not take: an entry from a time that nobody can believe.

use super::store::{Reads, Written};
use super::{Change, RegisterError, Stamp, trail};
use crate::domain::time::ClockStanding;

/// An entry whose time leaps is not taken into the trail, unless it says that the date was confirmed.
pub fn no_leap(reads: &dyn Reads, stamp: &Stamp, changes: &[Change]) -> Written {
    let is_confirmed = |change: &Change| matches!(change, Change::DateConfirmed(_));
    match ClockStanding::of(stamp.at, trail::newest_event(reads)?) {
        ClockStanding::Leapt { newest } if !changes.iter().any(is_confirmed) => {
            Err(RegisterError::Leapt {
                newest: newest.date_naive(),
                now: stamp.at.date_naive(),
            })
        }
        _ => Ok(()),
    }
}
