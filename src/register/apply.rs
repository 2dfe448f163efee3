//! Writes one change, inside the caller's deed.

use super::record::Rowed;
use super::records::photo;
use super::records::school::ACCOUNTED;
use super::records::staff::TRIES;
use super::store::{Writes, Written, row};
use super::vouch::tampered;
use super::{Change, RegisterError, facts, keys, listing, over};
use crate::domain::audit::stamp;
use crate::domain::staff::PinTry;

/// Writes one change. Errors: it would write over a record that is not as it was recorded, and so make
/// it look as if it were.
pub fn apply(tx: &dyn Writes, change: &Change) -> Written {
    over::vouch(tx.reads(), change)?;
    write(tx, change)
}

fn write(tx: &dyn Writes, change: &Change) -> Written {
    match change {
        Change::Repair(anew) => {
            write(tx, anew)?;
            // What is derived from a record that was not as it was recorded is not either.
            listing::derive_anew(tx)
        }
        Change::SetAside(_) => listing::derive_anew(tx),
        Change::SetUp(school) => match facts::school(tx.reads())? {
            None => add(tx, school),
            Some(_) => Err(RegisterError::Refused(
                "a school is set up here already".to_owned(),
            )),
        },
        Change::Adopt(policy) => add(tx, policy),
        Change::Propose(proposal) => add(tx, proposal),
        Change::Device(device) => put(tx, device),
        Change::Camera(camera) => put(tx, camera),
        Change::Staff(staff) => put(tx, staff),
        // The trail alone tells of a name that nobody bears.
        Change::PinTried(tried) if tried.staff == PinTry::nobody() => Ok(()),
        Change::PinTried(tried) => {
            let row = row! { staff: &tried.staff.0, at: stamp(tried.at), good: tried.good };
            tx.insert(TRIES, &row).map(drop)
        }
        Change::Person(entry) => put(tx, entry),
        Change::MarkReason(reason) => add(tx, reason),
        Change::Evidence(file, key) => {
            add(tx, file)?;
            keys::put(tx, &file.id.0, key)
        }
        Change::Permission(filed) => add(tx, filed),
        Change::KeepPhoto(photo, key) => {
            photo::add(tx, photo)?;
            keys::put(tx, &photo.id.0, key)?;
            listing::keep(tx, photo)
        }
        Change::Label(photo) | Change::SecondLook(photo, ..) => {
            let before = photo::label(tx, photo)?;
            listing::label(tx, &before, photo)
        }
        Change::SignOff(signed) => add(tx, signed),
        Change::ReleaseEvent(event) => {
            add(tx, event)?;
            listing::list_release(tx, &event.release)
        }
        Change::Erase(erasure) => {
            add(tx, erasure)?;
            keys::destroy(tx, erasure)?;
            listing::erase(tx, &erasure.object)
        }
        Change::Incident(incident) => add(tx, incident),
        Change::IncidentEvent(event) => add(tx, event),
        Change::Attendance(said) => add(tx, said),
        Change::Sight(kept) => add(tx, kept),
        Change::Slip(slip) => add(tx, slip),
        Change::SlipRead(reading) => add(tx, reading),
        Change::Import(import) => add(tx, import.as_ref()),
        Change::Accounted(told) => tx
            .insert(ACCOUNTED, &row! { edition: told.edition })
            .map(drop),
        // Said by the trail alone.
        Change::LetIn(_) | Change::Bound(_) | Change::DateConfirmed(_) => Ok(()),
    }
}

/// Writes a record that is not there yet.
pub fn add<R: Rowed>(tx: &dyn Writes, record: &R) -> Written {
    tx.insert(R::SET, &record.row()?).map(drop)
}

/// Writes a record that may be there already. Errors: what of it never changes would change.
fn put<R: Rowed>(tx: &dyn Writes, record: &R) -> Written {
    match tx.put(R::SET, &record.row()?)? {
        true => Ok(()),
        false if R::SET.fixed.is_empty() => Err(tampered("the register's layout")),
        false => Err(RegisterError::Refused(
            "what it was when it was put on the list does not change".to_owned(),
        )),
    }
}
