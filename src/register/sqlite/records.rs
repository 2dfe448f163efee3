//! Every record as it stands, for whoever holds them against the trail. One that cannot be read is told
//! and the rest is read all the same: one bad row hides no other.

use rusqlite::Connection;

use super::super::{
    Change, RegisterError, incident_event_subject, release_event_subject, release_note, subject,
};
use super::derived::Derived;
use super::row::{Kind, all};
use super::{marks, outgoing, proposals, read, sights, slips, tries};
use crate::domain::kept::fingerprint;
use crate::domain::repair::UNREADABLE;

type Told = Result<(), RegisterError>;

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

    fn change(&mut self, change: &Change) {
        let note = change.note();
        self.say(note.subject, note.digest);
    }

    /// Every record of a kind, and every row of it that cannot be read.
    fn kind<T>(
        &mut self,
        db: &Connection,
        kind: &Kind<T>,
        named: impl Fn(T) -> (String, String),
    ) -> Told {
        let mut odd = Vec::new();
        kind.readable(db, &mut |row| odd.push(row), &mut |record| {
            let (subject, digest) = named(record);
            self.say(subject, digest);
        })?;
        for subject in odd {
            self.say(subject, UNREADABLE.to_owned());
        }
        Ok(())
    }

    fn changes<T>(&mut self, db: &Connection, kind: &Kind<T>, as_change: fn(T) -> Change) -> Told {
        self.kind(db, kind, |record| {
            let note = as_change(record).note();
            (note.subject, note.digest)
        })
    }

    /// What is read whole: where it cannot be, that is told, and the rest goes on.
    fn whole(&mut self, told: Told) -> Told {
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
pub fn records(db: &Connection, each: &mut dyn FnMut(String, String) -> bool) -> Told {
    let mut teller = Teller {
        each,
        goes_on: true,
    };
    match read::school(db) {
        Ok(school) => school
            .into_iter()
            .for_each(|school| teller.change(&Change::SetUp(school))),
        Err(error) => teller.whole(Err(error))?,
    }
    teller.changes(db, &read::POLICIES, Change::Adopt)?;
    teller.changes(db, &proposals::PROPOSALS, Change::Propose)?;
    teller.changes(db, &read::DEVICES, Change::Device)?;
    teller.changes(db, &read::CAMERAS, Change::Camera)?;
    teller.changes(db, &read::STAFF, Change::Staff)?;
    teller.changes(db, &read::PEOPLE, Change::Person)?;
    teller.changes(db, &read::PERMISSIONS, Change::Permission)?;
    let mut derived = Derived::default();
    for id in read::photo_ids(db)? {
        if !teller.goes_on {
            return Ok(());
        }
        match read::photo(db, &id) {
            Ok(Some(photo)) => {
                if !outgoing::is_erased(db, &id.0)? {
                    derived.photo(&photo)?;
                }
                teller.change(&Change::Label(Box::new(photo)));
            }
            Ok(None) => {}
            Err(RegisterError::Unreadable { .. }) => {
                teller.say(subject::of("photo", &id), UNREADABLE.to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    teller.changes(db, &outgoing::SIGN_OFFS, Change::SignOff)?;
    teller.changes(db, &outgoing::ERASURES, Change::Erase)?;
    teller.kind(db, &read::EVIDENCE, |file| {
        (subject::of("evidence", &file.id), fingerprint(&file))
    })?;
    teller.kind(db, &outgoing::RELEASES, |release| {
        let note = release_note(&release);
        (note.subject, note.digest)
    })?;
    teller.kind(db, &outgoing::RELEASE_EVENTS, |event| {
        (release_event_subject(&event), fingerprint(&event))
    })?;
    teller.changes(db, &marks::MARK_REASONS, Change::MarkReason)?;
    teller.changes(db, &read::ATTENDANCE, Change::Attendance)?;
    teller.changes(db, &sights::SIGHTS, Change::Sight)?;
    teller.changes(db, &slips::SLIPS, Change::Slip)?;
    teller.changes(db, &slips::READINGS, Change::SlipRead)?;
    teller.changes(db, &read::IMPORTS, |import| {
        Change::Import(Box::new(import))
    })?;
    teller.kind(db, &outgoing::INCIDENTS, |incident| {
        (
            subject::of("incident", &incident.id),
            fingerprint(&incident),
        )
    })?;
    teller.kind(db, &outgoing::INCIDENT_EVENTS, |event| {
        (incident_event_subject(&event), fingerprint(&event))
    })?;
    if !teller.goes_on {
        return Ok(());
    }
    let held = derived.hold(db, &mut |odd| teller.odd(odd));
    teller.whole(held)?;
    // A table that holds tags or faces of no photo, or answers about nobody, would slip through above.
    let strays = all(
        db,
        "stray",
        "SELECT photo FROM (SELECT photo FROM tag UNION ALL SELECT photo FROM face) AS said \
         WHERE photo NOT IN (SELECT id FROM photo)",
        [],
        |row| row.text("photo"),
    )?;
    for photo in strays {
        teller.odd(subject::of("photo", photo));
    }
    for staff in tries::odd(db)? {
        teller.odd(subject::of("sign-in", staff));
    }
    // Where the later speaks, the order is a fact too: it has to be the trail's.
    for (what, key) in [
        ("permission", "id"),
        ("policy", "since"),
        ("sign_off", "id"),
        ("attendance", "id"),
        ("mark_reason", "id"),
        ("mis_import", "id"),
    ] {
        let kind = what.replace('_', "-");
        let sql = format!(
            "SELECT key FROM (SELECT record.{key} AS key, audit.number AS written, \
             lag(audit.number) OVER (ORDER BY record.number) AS before FROM {what} AS record \
             JOIN audit ON audit.subject = '{kind}:' || record.{key}) AS ordered \
             WHERE written < before"
        );
        for late in all(db, "record", &sql, [], |row| row.text("key"))? {
            teller.odd(subject::of(&format!("place of {kind}"), late));
        }
    }
    Ok(())
}
