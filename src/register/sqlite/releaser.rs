//! Whether whoever releases, and the device that they release on, still stand: asked in the very
//! transaction that decides, so that neither can go between being asked and being believed.

use rusqlite::Connection;

use super::super::{
    Asked, Change, Judgement, RegisterError, Stamp, blocked_note, release_note, subject,
};
use super::{facts, read, write};
use crate::domain::channel::ChannelId;
use crate::domain::device::Identity;
use crate::domain::ids::DeviceId;
use crate::domain::release::{ReleaseEvent, ReleaseState};

/// Errors: the account is closed or was never opened; the device is off the list or was never on it.
pub fn still_stands(db: &Connection, by: &str, device: &DeviceId) -> Result<(), RegisterError> {
    let gone = |what: &str| Err(RegisterError::Refused(what.to_owned()));
    match read::STAFF.find(db, |one| one.id.0 == by)? {
        Some(account) if account.left_at.is_none() => {
            facts::vouch_for(db, "this account", &Change::Staff(account))?;
        }
        Some(_) => return gone("the account of whoever releases was closed; sign in again"),
        None => {
            facts::never_said(db, "this account", &subject::of("staff", by))?;
            return gone("nobody has the account of whoever releases; sign in again");
        }
    }
    match read::DEVICES.find(db, |one| one.id == *device)? {
        Some(device) if device.revoked_at.is_none() => {
            facts::vouch_for(db, "this device's entry", &Change::Device(device))
        }
        Some(_) => gone("this device was revoked; it releases nothing"),
        None => {
            facts::never_said(db, "this device's entry", &subject::of("device", device))?;
            gone("this device is not on the school's list; it releases nothing")
        }
    }
}

/// Records what was decided: a release as going out, or that it was refused and why.
pub fn note(
    db: &Connection,
    identity: &Identity,
    stamp: &Stamp,
    (asked, channel): (&Asked, &ChannelId),
    judgement: &Judgement,
) -> Result<(), RegisterError> {
    match judgement {
        Judgement::Go(release) => {
            write::release(db, release)?;
            write::append(db, identity, stamp, release_note(release))?;
            let going = Change::ReleaseEvent(ReleaseEvent {
                release: release.id.clone(),
                state: ReleaseState::GoingOut,
                at: stamp.at,
                by: stamp.by.clone(),
                note: String::new(),
            });
            write::apply(db, &going)?;
            write::append(db, identity, stamp, going.note())?;
        }
        Judgement::Stay(reasons) => {
            let note = blocked_note(asked, channel, reasons);
            write::append(db, identity, stamp, note)?;
        }
    }
    Ok(())
}
