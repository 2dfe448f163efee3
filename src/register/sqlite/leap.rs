//! What the trail does not take: an entry from a time that nobody can believe.

use rusqlite::Connection;

use super::super::{Change, RegisterError, Stamp};
use super::read;
use crate::domain::time::ClockStanding;

/// An entry whose time leaps is not taken into the trail, unless it says that the date was confirmed.
pub fn no_leap(db: &Connection, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError> {
    let is_confirmed = |change: &Change| matches!(change, Change::DateConfirmed(_));
    match ClockStanding::of(stamp.at, read::newest_event(db)?) {
        ClockStanding::Leapt { newest } if !changes.iter().any(is_confirmed) => {
            Err(RegisterError::Leapt {
                newest: newest.date_naive(),
                now: stamp.at.date_naive(),
            })
        }
        _ => Ok(()),
    }
}
