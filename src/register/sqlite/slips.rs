//! Permission slips as rows: written, read, and held against the trail.

use rusqlite::{Connection, params};

use super::super::{Change, RegisterError};
use super::facts::vouch_all;
use super::row::{Bad, Columns, Kind, all, json, word};
use super::write::insert;
use crate::domain::audit::stamp;
use crate::domain::ids::{EvidenceId, SlipId, StaffId};
use crate::domain::person::PersonId;
use crate::domain::slip::{Slip, SlipReading};

pub fn add(db: &Connection, slip: &Slip) -> Result<(), RegisterError> {
    insert(
        db,
        "INSERT INTO slip (id, form, key, person, channels, language, made_at, by_staff) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            slip.id.0,
            slip.form,
            slip.key,
            slip.person.0,
            json(&slip.channels)?,
            word(&slip.language)?,
            stamp(slip.made_at),
            slip.by.0
        ],
    )
}

pub fn add_reading(db: &Connection, reading: &SlipReading) -> Result<(), RegisterError> {
    insert(
        db,
        "INSERT INTO slip_reading (slip, form, at, by_staff) VALUES ($1, $2, $3, $4)",
        params![
            reading.slip.0,
            reading.form.0,
            stamp(reading.at),
            reading.by.0
        ],
    )
}

fn slip_of(row: &Columns) -> Result<Slip, Bad> {
    Ok(Slip {
        id: SlipId(row.text("id")?),
        form: row.number("form")?,
        key: row.text("key")?,
        person: PersonId(row.text("person")?),
        channels: row.json("channels")?,
        language: row.word("language")?,
        made_at: row.time("made_at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

fn reading_of(row: &Columns) -> Result<SlipReading, Bad> {
    Ok(SlipReading {
        slip: SlipId(row.text("slip")?),
        form: EvidenceId(row.text("form")?),
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

/// A slip, vouched for.
pub fn slip(db: &Connection, id: &SlipId) -> Result<Option<Slip>, RegisterError> {
    let sql = "SELECT * FROM slip WHERE id = $1";
    let found = all(db, "slip", sql, params![id.0], slip_of)?;
    Ok(vouch_all(db, "a permission slip", found, Change::Slip)?.pop())
}

/// What was confirmed of a slip, in order, vouched for.
pub fn readings(db: &Connection, slip: &SlipId) -> Result<Vec<SlipReading>, RegisterError> {
    let sql = "SELECT * FROM slip_reading WHERE slip = $1 ORDER BY number";
    let found = all(db, "slip's reading", sql, params![slip.0], reading_of)?;
    let what = "what was confirmed of a permission slip";
    vouch_all(db, what, found, Change::SlipRead)
}

pub const SLIPS: Kind<Slip> = Kind {
    what: "slip",
    named: ("slip", "id"),
    sql: "SELECT * FROM slip ORDER BY number",
    read: slip_of,
};

pub const READINGS: Kind<SlipReading> = Kind {
    what: "slip's reading",
    named: ("slip-reading", "form"),
    sql: "SELECT * FROM slip_reading ORDER BY number",
    read: reading_of,
};
