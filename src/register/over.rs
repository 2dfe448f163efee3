//! What a change writes over is what was recorded there: else a value that was changed past the register
//! would be vouched for by the next honest edit beside it.

use super::Change;
use super::record::Rowed;
use super::records::photo;
use super::store::{Reads, Written};
use super::vouch::vouch_for_what_stands;

/// Errors: a change would write over a record that is not as it was recorded, or one is gone.
pub fn vouch(reads: &dyn Reads, change: &Change) -> Written {
    match change {
        Change::Device(new) => stands(reads, "the list of devices", new),
        Change::Camera(new) => stands(reads, "the list of cameras", new),
        Change::Staff(new) => stands(reads, "the list of staff", new),
        Change::Person(new) => {
            let stands = reads.record(&new.person.id.0)?;
            vouch_for_what_stands(reads, "a person's entry", new, stands)
        }
        Change::Label(new) | Change::SecondLook(new, ..) => {
            let stands = photo::read(reads, &new.id)?;
            vouch_for_what_stands(reads, "this photo's record", new.as_ref(), stands)
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
        | Change::SetAside(_) => Ok(()),
    }
}

/// What stands there of a list in which one row that cannot be read hides no other.
fn stands<R: Rowed>(reads: &dyn Reads, what: &str, new: &R) -> Written {
    let stands = reads.find(|one: &R| one.id() == new.id())?;
    vouch_for_what_stands(reads, what, new, stands)
}
