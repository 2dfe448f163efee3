//! Writes one change, and its audit entry, inside the caller's transaction.

pub mod lists;
mod over;
mod people;
mod photo;
mod sights;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::super::{Change, RegisterError, SealKey, Stamp};
use super::row::{json, word};
use super::{read, slips, trail};
use crate::domain::audit::{Entry, Note, stamp};
use crate::domain::device::{Camera, Device, Identity};
use crate::domain::kept::SignOffRecord;
use crate::domain::release::Release;
use crate::domain::school::{EvidenceFile, School};
use crate::domain::staff::{PinTry, Staff};

type Written = Result<(), RegisterError>;

/// Writes one change. Errors: it would write over a record that is not as it was recorded, and so make
/// it look as if it were.
pub fn apply(db: &Connection, change: &Change) -> Written {
    over::vouch(db, change)?;
    write(db, change)
}

fn write(db: &Connection, change: &Change) -> Written {
    match change {
        Change::Repair(anew) => {
            write(db, anew)?;
            // What is derived from a record that was not as it was recorded is not either.
            lists::derive_anew(db)
        }
        Change::SetAside(_) => lists::derive_anew(db),
        Change::SetUp(school) => set_up(db, school),
        Change::Adopt(policy) => insert(
            db,
            "INSERT INTO policy (toml, since, by_staff, confirmed_by) VALUES ($1, $2, $3, $4)",
            params![
                policy.toml,
                stamp(policy.since),
                policy.by.0,
                policy.confirmed_by.as_ref().map(|staff| &staff.0)
            ],
        ),
        Change::Propose(proposal) => insert(
            db,
            "INSERT INTO policy_proposal (id, toml, at, by_staff) VALUES ($1, $2, $3, $4)",
            params![
                proposal.id,
                proposal.toml,
                stamp(proposal.at),
                proposal.by.0
            ],
        ),
        Change::Device(device) => put_device(db, device),
        Change::Camera(camera) => put_camera(db, camera),
        Change::Staff(staff) => put_staff(db, staff),
        // The trail alone tells of it.
        Change::LetIn(_) => Ok(()),
        // The trail alone tells of a name that nobody bears.
        Change::PinTried(tried) if tried.staff == PinTry::nobody() => Ok(()),
        Change::PinTried(tried) => insert(
            db,
            "INSERT INTO pin_try (staff, at, good) VALUES ($1, $2, $3)",
            params![tried.staff.0, stamp(tried.at), tried.good],
        ),
        Change::Person(entry) => people::put(db, entry),
        Change::MarkReason(reason) => insert(
            db,
            "INSERT INTO mark_reason (id, person, why, at, by_staff) VALUES ($1, $2, $3, $4, $5)",
            params![
                reason.id.0,
                reason.person.0,
                reason.why,
                stamp(reason.at),
                reason.by.0
            ],
        ),
        Change::Evidence(file, key) => add_evidence(db, file, key),
        Change::Permission(filed) => people::answer(db, filed),
        Change::KeepPhoto(photo, key) => photo::keep(db, photo, key),
        Change::Label(photo) | Change::SecondLook(photo, ..) => photo::label(db, photo),
        Change::SignOff(signed) => add_sign_off(db, signed),
        Change::ReleaseEvent(event) => {
            insert(
                db,
                "INSERT INTO release_event (release, state, at, by_staff, note) \
                 VALUES ($1, $2, $3, $4, $5)",
                params![
                    event.release.0,
                    word(&event.state)?,
                    stamp(event.at),
                    event.by,
                    event.note
                ],
            )?;
            lists::list_release(db, &event.release)
        }
        Change::Erase(erasure) => {
            insert(
                db,
                "INSERT INTO erasure (object, at, by_staff, why) VALUES ($1, $2, $3, $4)",
                params![erasure.object, stamp(erasure.at), erasure.by.0, erasure.why],
            )?;
            let gone = db.execute(
                "DELETE FROM seal_key WHERE object = $1",
                params![erasure.object],
            )?;
            lists::erase(db, &erasure.object)?;
            match gone {
                1 => Ok(()),
                _ => Err(RegisterError::Refused("it holds no such key".to_owned())),
            }
        }
        Change::Incident(incident) => insert(
            db,
            "INSERT INTO incident (id, kind, opened_at, by_staff, note) \
             VALUES ($1, $2, $3, $4, $5)",
            params![
                incident.id.0,
                word(&incident.kind)?,
                stamp(incident.opened_at),
                incident.by,
                incident.note
            ],
        ),
        Change::IncidentEvent(event) => insert(
            db,
            "INSERT INTO incident_event (incident, state, at, by_staff, note) \
             VALUES ($1, $2, $3, $4, $5)",
            params![
                event.incident.0,
                word(&event.state)?,
                stamp(event.at),
                event.by,
                event.note
            ],
        ),
        Change::Attendance(said) => insert(
            db,
            "INSERT INTO attendance (id, day, class, away, at, by_staff) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                said.id.0,
                said.day.to_string(),
                said.class,
                json(&said.away)?,
                stamp(said.at),
                said.by.0
            ],
        ),
        Change::Sight(kept) => sights::add(db, kept),
        Change::Slip(slip) => slips::add(db, slip),
        Change::SlipRead(reading) => slips::add_reading(db, reading),
        Change::Import(import) => insert(
            db,
            "INSERT INTO mis_import (id, at, by_staff, sha256, shape, mapping, rows, added, changed, \
             answers, forms_held) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            params![
                import.id.0,
                stamp(import.at),
                import.by.0,
                import.sha256,
                import.shape,
                json(&import.mapping)?,
                whole(import.rows)?,
                whole(import.added)?,
                whole(import.changed)?,
                whole(import.answers)?,
                import.forms_held
            ],
        ),
        Change::Accounted(told) => insert(
            db,
            "INSERT INTO accounted (edition) VALUES ($1)",
            params![told.edition],
        ),
        // Said by the trail alone.
        Change::Bound(_) | Change::DateConfirmed(_) => Ok(()),
    }
}

/// Adds the entry that speaks of a change, and moves the head.
pub fn append(db: &Connection, identity: &Identity, when: &Stamp, note: Note) -> Written {
    let head = read::head(db, &identity.device)?;
    trail::ends_at(db, &head)?;
    let entry = Entry::following(&head, when.at, &when.by, note, identity);
    let seq = whole(entry.seq)?;
    insert(
        db,
        "INSERT INTO audit (device, seq, at, by_staff, act, subject, about, digest, detail, prev, \
         hash, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            entry.device.0,
            seq,
            entry.at,
            entry.by,
            entry.act,
            entry.subject,
            entry.about,
            entry.digest,
            entry.detail,
            entry.prev,
            entry.hash,
            entry.signature
        ],
    )?;
    insert(
        db,
        "INSERT INTO audit_head (device, count, hash) VALUES ($1, $2, $3) \
         ON CONFLICT (device) DO UPDATE SET count = excluded.count, hash = excluded.hash",
        params![entry.device.0, seq, entry.hash],
    )
}

/// Writes a release that the gate allowed.
pub fn release(db: &Connection, release: &Release) -> Written {
    insert(
        db,
        "INSERT INTO release (id, photo, channel, outlet, place, file_name, copy, edition, policy, \
         decided_at, by_staff, stands_until, people, permissions, checklist) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            release.id.0,
            release.photo.as_ref().map(|photo| &photo.0),
            release.channel.0,
            word(&release.outlet)?,
            release.place,
            release.file_name,
            release.copy,
            release.edition,
            release.policy,
            stamp(release.decided_at),
            release.by.0,
            day(release.stands_until),
            json(&release.people)?,
            json(&release.permissions)?,
            json(&release.checklist)?,
        ],
    )
}

pub(super) fn insert(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Written {
    match db.prepare_cached(sql)?.execute(params)? {
        1 => Ok(()),
        // Something in the file swallowed it: nobody may be told that it was recorded.
        _ => Err(RegisterError::Tampered {
            what: "the register's layout".to_owned(),
        }),
    }
}

/// Writes a record that may be there already. Errors: what of it never changes would change.
fn put(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Written {
    match db.prepare_cached(sql)?.execute(params)? {
        1 => Ok(()),
        _ => Err(RegisterError::Refused(
            "what it was when it was put on the list does not change".to_owned(),
        )),
    }
}

fn whole(number: u64) -> Result<i64, RegisterError> {
    i64::try_from(number).map_err(|_| RegisterError::Refused(format!("{number} is too large")))
}

fn day(date: Option<NaiveDate>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn set_up(db: &Connection, school: &School) -> Written {
    if read::school(db)?.is_some() {
        return Err(RegisterError::Refused(
            "a school is set up here already".to_owned(),
        ));
    }
    insert(
        db,
        "INSERT INTO school (id, name, sample, set_up) VALUES ($1, $2, $3, $4)",
        params![school.id, school.name, school.sample, stamp(school.set_up)],
    )
}

fn put_device(db: &Connection, device: &Device) -> Written {
    put(
        db,
        "INSERT INTO device (id, name, asset_tag, public_key, enrolled_at, revoked_at, revoked_why) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, asset_tag = excluded.asset_tag, \
         revoked_at = excluded.revoked_at, revoked_why = excluded.revoked_why \
         WHERE device.public_key = excluded.public_key \
         AND device.enrolled_at = excluded.enrolled_at",
        params![
            device.id.0,
            device.name,
            device.asset_tag,
            device.public_key,
            stamp(device.enrolled_at),
            device.revoked_at.map(stamp),
            device.revoked_why
        ],
    )
}

fn put_camera(db: &Connection, camera: &Camera) -> Written {
    put(
        db,
        "INSERT INTO camera (id, name, make, model, serial, registered_at, retired_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, retired_at = excluded.retired_at \
         WHERE camera.make = excluded.make AND camera.model = excluded.model \
         AND camera.serial = excluded.serial AND camera.registered_at = excluded.registered_at",
        params![
            camera.id.0,
            camera.name,
            camera.make,
            camera.model,
            camera.serial,
            stamp(camera.registered_at),
            camera.retired_at.map(stamp)
        ],
    )
}

fn put_staff(db: &Connection, staff: &Staff) -> Written {
    insert(
        db,
        "INSERT INTO staff (id, name, role, pin_hash, agreement_signed, agreement_text, left_at, \
         pin_was_reset) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash, \
         agreement_signed = excluded.agreement_signed, \
         agreement_text = excluded.agreement_text, left_at = excluded.left_at, \
         pin_was_reset = excluded.pin_was_reset",
        params![
            staff.id.0,
            staff.name,
            word(&staff.role)?,
            staff.pin_hash,
            day(staff.agreement_signed),
            staff.agreement_text,
            staff.left_at.map(stamp),
            staff.pin_was_reset
        ],
    )
}

fn put_key(db: &Connection, object: &str, key: &SealKey) -> Written {
    let text = zeroize::Zeroizing::new(hex::encode(key.as_slice()));
    insert(
        db,
        "INSERT INTO seal_key (object, key) VALUES ($1, $2)",
        params![object, text.as_str()],
    )
}

fn add_evidence(db: &Connection, file: &EvidenceFile, key: &SealKey) -> Written {
    insert(
        db,
        "INSERT INTO evidence (id, media_type, size, sha256, kept_at, by_staff, pages) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            file.id.0,
            file.media_type,
            whole(file.size)?,
            file.sha256,
            stamp(file.kept_at),
            file.by.0,
            file.pages
        ],
    )?;
    put_key(db, &file.id.0, key)
}

fn add_sign_off(db: &Connection, signed: &SignOffRecord) -> Written {
    insert(
        db,
        "INSERT INTO sign_off (id, photo, channel, by_staff, role, at, edition, copy) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            signed.id.0,
            signed.photo.0,
            signed.channel.0,
            signed.by.0,
            word(&signed.role)?,
            stamp(signed.at),
            signed.edition,
            signed.copy
        ],
    )
}
