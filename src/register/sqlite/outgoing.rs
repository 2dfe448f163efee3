//! Reads what was signed off, released and erased, and the incidents. Never skips a row.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::super::RegisterError;
use super::super::change::subject;
use super::row::{Bad, Columns, Kind, all, one};
use crate::domain::audit::{Act, stamp};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::SignOffRecord;
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
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

pub const SIGN_OFFS: Kind<SignOffRecord> = Kind {
    what: "sign-off",
    named: ("sign-off", "id"),
    sql: "SELECT * FROM sign_off ORDER BY number",
    read: sign_off_of,
};

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

fn erasure_of(row: &Columns) -> Result<Erasure, Bad> {
    Ok(Erasure {
        object: row.text("object")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
        why: row.text("why")?,
    })
}

pub const ERASURES: Kind<Erasure> = Kind {
    what: "erasure",
    named: ("erasure", "object"),
    sql: "SELECT * FROM erasure ORDER BY at, object",
    read: erasure_of,
};

/// When what is said about a photo was first changed after a moment, as the trail has it.
pub fn labelled_after(
    db: &Connection,
    photo: &PhotoId,
    at: DateTime<Utc>,
) -> Read<Option<DateTime<Utc>>> {
    // Times of the trail are all written alike, so that texts compare as times do.
    let sql = "SELECT at FROM audit WHERE subject = $1 AND act IN ($2, $3) AND at > $4 \
               ORDER BY at LIMIT 1";
    let subject = subject::of("photo", photo);
    let (labelled, repaired) = (Act::PhotoLabelled.word(), Act::RecordRepaired.word());
    let params = params![subject, labelled, repaired, stamp(at)];
    one(db, "audit entry", sql, params, |row| row.time("at"))
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

pub const RELEASES: Kind<Release> = Kind {
    what: "release",
    named: ("release", "id"),
    sql: "SELECT * FROM release ORDER BY number",
    read: release_of,
};

pub const RELEASE_EVENTS: Kind<ReleaseEvent> = Kind {
    what: "release event",
    named: ("release-event", "release"),
    sql: "SELECT * FROM release_event ORDER BY number",
    read: release_event_of,
};

/// Releases whose latest event says so. A release without any event fails, as above.
pub fn releases_that_are(
    db: &Connection,
    states: &[ReleaseState],
) -> Read<Vec<(Release, ReleaseEvent)>> {
    let sql = "SELECT id FROM release WHERE id NOT IN (SELECT release FROM release_event) \
               UNION ALL SELECT release.id FROM out_now JOIN release \
               ON release.number = out_now.release WHERE out_now.going >= $1";
    // What is neither out nor going out is in no list.
    if states.iter().any(|state| !state.may_be_out()) {
        let mut releases = releases(db)?;
        releases.retain(|(_, event)| states.contains(&event.state));
        return Ok(releases);
    }
    let only_going = !states.contains(&ReleaseState::Out);
    let mut found = Vec::new();
    for id in all(db, "release", sql, params![only_going], |row| {
        row.word("id")
    })? {
        found.extend(release_with_latest(db, &id)?);
    }
    found.retain(|(_, _, event)| states.contains(&event.state));
    found.sort_by_key(|(number, _, _)| *number);
    Ok(found
        .into_iter()
        .map(|(_, release, event)| (release, event))
        .collect())
}

/// The releases of a photo, whatever became of them.
pub fn releases_of(db: &Connection, photo: &PhotoId) -> Read<Vec<ReleaseId>> {
    let sql = "SELECT id FROM release WHERE photo = $1 ORDER BY number";
    all(db, "release", sql, params![photo.0], |row| row.word("id"))
}

/// A release, the order in which it was recorded, and its latest event.
pub fn release_with_latest(
    db: &Connection,
    id: &ReleaseId,
) -> Read<Option<(i64, Release, ReleaseEvent)>> {
    let sql = "SELECT * FROM release WHERE id = $1";
    let found = one(db, "release", sql, params![id.0], |row| {
        Ok((row.number::<i64>("number")?, release_of(row)?))
    })?;
    let Some((number, release)) = found else {
        return Ok(None);
    };
    let sql = "SELECT * FROM release_event WHERE release = $1 ORDER BY number DESC LIMIT 1";
    match one(db, "release event", sql, params![id.0], release_event_of)? {
        Some(event) => Ok(Some((number, release, event))),
        None => Err(stepless(&release)),
    }
}

fn stepless(release: &Release) -> RegisterError {
    RegisterError::Unreadable {
        what: format!("release {}", release.id),
        why: "nothing says how far it has come".to_owned(),
    }
}

/// Every release with its latest event, oldest first.
pub fn releases(db: &Connection) -> Read<Vec<(Release, ReleaseEvent)>> {
    let releases = RELEASES.all(db)?;
    let mut latest = std::collections::HashMap::new();
    for event in RELEASE_EVENTS.all(db)? {
        latest.insert(event.release.clone(), event);
    }
    releases
        .into_iter()
        .map(|release| match latest.remove(&release.id) {
            Some(event) => Ok((release, event)),
            None => Err(stepless(&release)),
        })
        .collect()
}

fn incident_of(row: &Columns) -> Result<Incident, Bad> {
    Ok(Incident {
        id: row.word("id")?,
        kind: row.word("kind")?,
        opened_at: row.time("opened_at")?,
        by: row.text("by_staff")?,
        note: row.text("note")?,
    })
}

fn incident_event_of(row: &Columns) -> Result<IncidentEvent, Bad> {
    Ok(IncidentEvent {
        incident: row.word("incident")?,
        state: row.word("state")?,
        at: row.time("at")?,
        by: row.text("by_staff")?,
        note: row.text("note")?,
    })
}

pub const INCIDENTS: Kind<Incident> = Kind {
    what: "incident",
    named: ("incident", "id"),
    sql: "SELECT * FROM incident ORDER BY number",
    read: incident_of,
};

pub const INCIDENT_EVENTS: Kind<IncidentEvent> = Kind {
    what: "incident event",
    named: ("incident-event", "incident"),
    sql: "SELECT * FROM incident_event ORDER BY number",
    read: incident_event_of,
};

pub fn incidents(db: &Connection) -> Read<Vec<(Incident, Vec<IncidentEvent>)>> {
    let incidents = INCIDENTS.all(db)?;
    let events = INCIDENT_EVENTS.all(db)?;
    Ok(incidents
        .into_iter()
        .map(|incident| {
            let of_it = |event: &&IncidentEvent| event.incident == incident.id;
            let events = events.iter().filter(of_it).cloned().collect();
            (incident, events)
        })
        .collect())
}
