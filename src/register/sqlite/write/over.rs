//! What a change writes over is what was recorded there: else a value that was changed past the register
//! would be vouched for by the next honest edit beside it.

use rusqlite::Connection;

use super::super::super::{Change, RegisterError};
use super::super::{facts, read};

/// Errors: a record stands there that is not as it was recorded, or one is gone.
pub fn vouch(db: &Connection, change: &Change) -> Result<(), RegisterError> {
    match written_over(db, change)? {
        Some((what, stands)) => facts::vouch_for_what_stands(db, what, change, stands.as_ref()),
        None => Ok(()),
    }
}

/// The record that a change writes over, in words and as it stands; nothing for what is only added.
fn written_over(
    db: &Connection,
    change: &Change,
) -> Result<Option<(&'static str, Option<Change>)>, RegisterError> {
    let written_over = match change {
        Change::Device(new) => {
            let stands = read::DEVICES.find(db, |device| device.id == new.id)?;
            ("the list of devices", stands.map(Change::Device))
        }
        Change::Camera(new) => {
            let stands = read::CAMERAS.find(db, |camera| camera.id == new.id)?;
            ("the list of cameras", stands.map(Change::Camera))
        }
        Change::Staff(new) => {
            let stands = read::STAFF.find(db, |staff| staff.id == new.id)?;
            ("the list of staff", stands.map(Change::Staff))
        }
        Change::Person(new) => {
            let stands = read::person(db, &new.person.id)?;
            ("a person's entry", stands.map(Change::Person))
        }
        Change::Label(new) | Change::SecondLook(new, ..) => {
            let stands = read::photo(db, &new.id)?.map(Box::new);
            ("this photo's record", stands.map(Change::Label))
        }
        Change::SetUp(_)
        | Change::Adopt(_)
        | Change::Propose(_)
        | Change::PinTried(_)
        | Change::LetIn(_)
        | Change::MarkReason(_)
        | Change::Evidence(..)
        | Change::Permission(_)
        | Change::KeepPhoto(..)
        | Change::SignOff(_)
        | Change::ReleaseEvent(_)
        | Change::Erase(_)
        | Change::Incident(_)
        | Change::IncidentEvent(_)
        | Change::Attendance(_)
        | Change::Sight(_)
        | Change::Slip(_)
        | Change::SlipRead(_)
        | Change::Import(_)
        | Change::Bound(_)
        | Change::Accounted(_)
        | Change::DateConfirmed(_)
        // Of these it is known, and said.
        | Change::Repair(_)
        | Change::SetAside(_) => return Ok(None),
    };
    Ok(Some(written_over))
}
