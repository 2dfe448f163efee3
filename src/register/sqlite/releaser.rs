//! Whether whoever releases, and the device that they release on, still stand: asked in the very
//! transaction that decides, so that neither can go between being asked and being believed.

use rusqlite::Connection;

use super::super::RegisterError;
use super::read;
use crate::domain::ids::DeviceId;

/// Errors: the account is closed or was never opened; the device is off the list or was never on it.
pub fn still_stands(db: &Connection, by: &str, device: &DeviceId) -> Result<(), RegisterError> {
    let gone = |what: &str| Err(RegisterError::Refused(what.to_owned()));
    // Every account is read: one that cannot be read is told, it does not pass for one that is gone.
    match read::staff(db)?.into_iter().find(|one| one.id.0 == by) {
        Some(account) if account.left_at.is_none() => {}
        Some(_) | None => {
            return gone("the account of whoever releases was closed; sign in again");
        }
    }
    match read::devices(db)?.into_iter().find(|one| one.id == *device) {
        Some(device) if device.revoked_at.is_none() => Ok(()),
        Some(_) | None => gone("this device was revoked; it releases nothing"),
    }
}
