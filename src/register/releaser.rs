//! Whether whoever releases, and the device that they release on, still stand: asked in the very
//! transaction that decides, so that neither can go between being asked and being believed.

use super::record::Record;
use super::store::{Reads, Writes, Written};
use super::vouch::{never_said, vouch_for};
use super::{
    Asked, Change, Judgement, RegisterError, Stamp, apply, blocked_note, release_note, subject,
    trail,
};
use crate::domain::channel::ChannelId;
use crate::domain::device::{Device, Identity};
use crate::domain::ids::DeviceId;
use crate::domain::release::{ReleaseEvent, ReleaseState};
use crate::domain::staff::Staff;

/// Errors: the account is closed or was never opened; the device is off the list or was never on it.
pub fn still_stands(reads: &dyn Reads, by: &str, device: &DeviceId) -> Written {
    let gone = |what: &str| Err(RegisterError::Refused(what.to_owned()));
    match reads.find::<Staff>(|one| one.id.0 == by)? {
        Some(account) if account.left_at.is_none() => {
            vouch_for(reads, "this account", &account)?;
        }
        Some(_) => return gone("the account of whoever releases was closed; sign in again"),
        None => {
            never_said(reads, "this account", &subject::of(Staff::KIND, by))?;
            return gone("nobody has the account of whoever releases; sign in again");
        }
    }
    match reads.find::<Device>(|one| one.id == *device)? {
        Some(device) if device.revoked_at.is_none() => {
            vouch_for(reads, "this device's entry", &device)
        }
        Some(_) => gone("this device was revoked; it releases nothing"),
        None => {
            let subject = subject::of(Device::KIND, device);
            never_said(reads, "this device's entry", &subject)?;
            gone("this device is not on the school's list; it releases nothing")
        }
    }
}

/// Records what was decided: a release as going out, or that it was refused and why.
pub fn note(
    tx: &dyn Writes,
    identity: &Identity,
    stamp: &Stamp,
    (asked, channel): (&Asked, &ChannelId),
    judgement: &Judgement,
) -> Written {
    match judgement {
        Judgement::Go(release) => {
            apply::add(tx, release.as_ref())?;
            trail::append(tx, identity, stamp, release_note(release))?;
            let going = Change::ReleaseEvent(ReleaseEvent {
                release: release.id.clone(),
                state: ReleaseState::GoingOut,
                at: stamp.at,
                by: stamp.by.clone(),
                note: String::new(),
            });
            apply::apply(tx, &going)?;
            trail::append(tx, identity, stamp, going.note())
        }
        Judgement::Stay(reasons) => {
            let note = blocked_note(asked, channel, reasons);
            trail::append(tx, identity, stamp, note)
        }
    }
}
