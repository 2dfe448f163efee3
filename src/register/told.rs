//! Every record as it stands, for whoever holds them against the trail. One that cannot be read is told
//! and the rest is read all the same: one bad row hides no other.

use super::derived::Derived;
use super::record::{Record, Rowed};
use super::records::photo::{self, FACES, PHOTOS, TAGS};
use super::store::{Meant, Reads, Rows, Written};
use super::{RegisterError, facts, keys, subject, tries};
use crate::domain::attendance::Attendance;
use crate::domain::device::{Camera, Device};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::{Photo, SignOffRecord};
use crate::domain::mis::Import;
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::repair::UNREADABLE;
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
};
use crate::domain::sight::KeptSight;
use crate::domain::slip::{Slip, SlipReading};
use crate::domain::staff::Staff;

/// Tells subjects and fingerprints until somebody has heard enough.
struct Teller<'a> {
    each: &'a mut dyn FnMut(String, String) -> bool,
    goes_on: bool,
}

impl Teller<'_> {
    fn say(&mut self, subject: String, digest: String) {
        if self.goes_on {
            self.goes_on = (self.each)(subject, digest);
        }
    }

    /// No record stands so: whoever holds it against the trail finds nothing.
    fn odd(&mut self, subject: String) {
        self.say(subject, String::new());
    }

    fn record(&mut self, record: &impl Record) {
        self.say(record.subject(), record.digest());
    }

    /// Every record of a kind, and every row of it that cannot be read.
    fn kind<R: Rowed>(&mut self, reads: &dyn Reads) -> Written {
        let mut odd = Vec::new();
        reads.readable(&R::rows(), &mut |row| odd.push(row), &mut |record: R| {
            self.record(&record);
        })?;
        for subject in odd {
            self.say(subject, UNREADABLE.to_owned());
        }
        Ok(())
    }

    /// Where the later speaks, the order is a fact too: it has to be the trail's.
    fn order<R: Rowed>(&mut self, reads: &dyn Reads) -> Written {
        for late in reads.later_than_told(R::SET, R::NAMED_BY, R::KIND)? {
            self.odd(subject::of(&format!("place of {}", R::KIND), late));
        }
        Ok(())
    }

    /// What is read whole: where it cannot be, that is told, and the rest goes on.
    fn whole(&mut self, told: Written) -> Written {
        match told {
            Err(RegisterError::Unreadable { what, .. }) => {
                self.say(subject::of(UNREADABLE, what), UNREADABLE.to_owned());
                Ok(())
            }
            other => other,
        }
    }
}

/// The subject and fingerprint of every record as it stands.
/// Soon after `each` says `false`, no more is read.
pub fn records(reads: &dyn Reads, each: &mut dyn FnMut(String, String) -> bool) -> Written {
    let mut teller = Teller {
        each,
        goes_on: true,
    };
    match facts::school(reads) {
        Ok(school) => school.iter().for_each(|school| teller.record(school)),
        Err(error) => teller.whole(Err(error))?,
    }
    teller.kind::<AdoptedPolicy>(reads)?;
    teller.kind::<PolicyProposal>(reads)?;
    teller.kind::<Device>(reads)?;
    teller.kind::<Camera>(reads)?;
    teller.kind::<Staff>(reads)?;
    teller.kind::<Registered>(reads)?;
    teller.kind::<FiledPermission>(reads)?;
    let mut derived = Derived::default();
    for id in reads.all(&photo::ids(), photo::id_of)? {
        if !teller.goes_on {
            return Ok(());
        }
        match photo::read(reads, &id) {
            Ok(Some(photo)) => {
                if !keys::is_erased(reads, &id.0)? {
                    derived.photo(&photo)?;
                }
                teller.record(&photo);
            }
            Ok(None) => {}
            Err(RegisterError::Unreadable { .. }) => {
                teller.say(subject::of(Photo::KIND, &id), UNREADABLE.to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    teller.kind::<SignOffRecord>(reads)?;
    teller.kind::<Erasure>(reads)?;
    teller.kind::<EvidenceFile>(reads)?;
    teller.kind::<Release>(reads)?;
    teller.kind::<ReleaseEvent>(reads)?;
    teller.kind::<MarkReason>(reads)?;
    teller.kind::<Attendance>(reads)?;
    teller.kind::<KeptSight>(reads)?;
    teller.kind::<Slip>(reads)?;
    teller.kind::<SlipReading>(reads)?;
    teller.kind::<Import>(reads)?;
    teller.kind::<Incident>(reads)?;
    teller.kind::<IncidentEvent>(reads)?;
    if !teller.goes_on {
        return Ok(());
    }
    let held = derived.hold(reads, &mut |odd| teller.odd(odd));
    teller.whole(held)?;
    // Rows that hold tags or faces of no photo would slip through above.
    for set in [TAGS, FACES] {
        let strays = Rows::of("stray", set)
            .meant(Meant::NotAmong("photo", PHOTOS, "id"))
            .only(&["photo"]);
        for photo in reads.all(&strays, |row| row.text("photo"))? {
            teller.odd(subject::of(Photo::KIND, photo));
        }
    }
    for staff in tries::odd(reads)? {
        teller.odd(subject::of("sign-in", staff));
    }
    teller.order::<FiledPermission>(reads)?;
    teller.order::<AdoptedPolicy>(reads)?;
    teller.order::<SignOffRecord>(reads)?;
    teller.order::<Attendance>(reads)?;
    teller.order::<MarkReason>(reads)?;
    teller.order::<Import>(reads)
}
