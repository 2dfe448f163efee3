//! Reads what was signed off, released and erased, and the incidents. Never skips a row.

use rusqlite::{Connection, params};

use super::super::RegisterError;
use super::row::{Bad, Columns, all, one};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::SignOffRecord;
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::school::Erasure;

type Read<T> = Result<T, RegisterError>;

pub fn sign_off(
    db: &Connection,
    photo: &PhotoId,
    channel: &ChannelId,
) -> Read<Option<SignOffRecord>> {
    let sql =
        "SELECT * FROM sign_off WHERE photo = $1 AND channel = $2 ORDER BY number DESC LIMIT 1";
    one(
        db,
        "sign-off",
        sql,
        params![photo.0, channel.0],
        sign_off_of,
    )
}

pub fn sign_offs(db: &Connection) -> Read<Vec<SignOffRecord>> {
    let sql = "SELECT * FROM sign_off ORDER BY number";
    all(db, "sign-off", sql, [], sign_off_of)
}

fn sign_off_of(row: &Columns) -> Result<SignOffRecord, Bad> {
    Ok(SignOffRecord {
        id: row.word("id")?,
        photo: PhotoId(row.text("photo")?),
        channel: ChannelId(row.text("channel")?),
        by: StaffId(row.text("by_staff")?),
        role: row.word("role")?,
        at: row.time("at")?,
        edition: row.text("edition")?,
        copy: row.text("copy")?,
    })
}

pub fn is_erased(db: &Connection, object: &str) -> Read<bool> {
    let sql = "SELECT object FROM erasure WHERE object = $1";
    Ok(one(db, "erasure", sql, params![object], |row| {
        row.text("object")
    })?
    .is_some())
}

pub fn erasures(db: &Connection) -> Read<Vec<Erasure>> {
    let sql = "SELECT * FROM erasure ORDER BY at, object";
    all(db, "erasure", sql, [], |row| {
        Ok(Erasure {
            object: row.text("object")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
            why: row.text("why")?,
        })
    })
}

fn release_of(row: &Columns) -> Result<Release, Bad> {
    Ok(Release {
        id: row.word("id")?,
        photo: row.maybe_word("photo")?,
        channel: row.word("channel")?,
        outlet: row.word("outlet")?,
        place: row.text("place")?,
        file_name: row.text("file_name")?,
        copy: row.text("copy")?,
        edition: row.text("edition")?,
        policy: row.text("policy")?,
        decided_at: row.time("decided_at")?,
        by: StaffId(row.text("by_staff")?),
        stands_until: row.date("stands_until")?,
        people: row.json("people")?,
        permissions: row.json("permissions")?,
        checklist: row.json("checklist")?,
    })
}

fn release_event_of(row: &Columns) -> Result<ReleaseEvent, Bad> {
    Ok(ReleaseEvent {
        release: row.word("release")?,
        state: row.word("state")?,
        at: row.time("at")?,
        by: row.text("by_staff")?,
        note: row.text("note")?,
    })
}

pub fn release_events(db: &Connection) -> Read<Vec<ReleaseEvent>> {
    let sql = "SELECT * FROM release_event ORDER BY number";
    all(db, "release event", sql, [], release_event_of)
}

pub fn releases(db: &Connection) -> Read<Vec<(Release, ReleaseEvent)>> {
    let sql = "SELECT * FROM release ORDER BY number";
    let releases = all(db, "release", sql, [], release_of)?;
    let mut latest = std::collections::HashMap::new();
    for event in release_events(db)? {
        latest.insert(event.release.clone(), event);
    }
    releases
        .into_iter()
        .map(|release| match latest.remove(&release.id) {
            Some(event) => Ok((release, event)),
            None => Err(RegisterError::Unreadable {
                what: format!("release {}", release.id),
                why: "nothing says how far it has come".to_owned(),
            }),
        })
        .collect()
}

pub fn incidents(db: &Connection) -> Read<Vec<(Incident, Vec<IncidentEvent>)>> {
    let sql = "SELECT * FROM incident ORDER BY number";
    let incidents = all(db, "incident", sql, [], |row| {
        Ok(Incident {
            id: row.word("id")?,
            kind: row.word("kind")?,
            opened_at: row.time("opened_at")?,
            by: row.text("by_staff")?,
            note: row.text("note")?,
        })
    })?;
    let sql = "SELECT * FROM incident_event ORDER BY number";
    let events = all(db, "incident event", sql, [], |row| {
        Ok(IncidentEvent {
            incident: row.word("incident")?,
            state: row.word("state")?,
            at: row.time("at")?,
            by: row.text("by_staff")?,
            note: row.text("note")?,
        })
    })?;
    Ok(incidents
        .into_iter()
        .map(|incident| {
            let of_it = |event: &&IncidentEvent| event.incident == incident.id;
            let events = events.iter().filter(of_it).cloned().collect();
            (incident, events)
        })
        .collect())
}
