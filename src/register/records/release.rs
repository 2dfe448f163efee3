//! What was released, and how far each release has come.

use std::collections::HashMap;

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{self, Bad, Columns, Meant, Read, Reads, Row, RowSet, Rows, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::release::{Release, ReleaseEvent, ReleaseRow, ReleaseState};
use crate::register::RegisterError;
use crate::register::listing::OUT_NOW;

impl Record for Release {
    const KIND: &'static str = "release";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        let row = ReleaseRow::from(self.clone());
        self.noted(Act::ReleaseDecided).saying(json!({
            "photo": row.photo, "channel": row.channel, "copy": row.copy,
            "permissions": row.permissions,
        }))
    }
}

impl Rowed for Release {
    const WHAT: &'static str = "release";
    const SET: &'static RowSet = &RowSet {
        name: "release",
        refers: &[("photo", "photo", "id")],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        let written = ReleaseRow::from(self.clone());
        Ok(row! {
            id: &written.id.0,
            photo: written.photo.as_ref().map(|photo| &photo.0),
            channel: &written.channel.0,
            outlet: word(&written.outlet)?,
            place: &written.place,
            file_name: &written.file_name,
            copy: &written.copy,
            edition: &written.edition,
            policy: &written.policy,
            decided_at: stamp(written.decided_at),
            by_staff: &written.by.0,
            stands_until: written.stands_until.map(|day| day.to_string()),
            people: store::json(&written.people)?,
            permissions: store::json(&written.permissions)?,
            checklist: store::json(&written.checklist)?,
        })
    }

    fn of_row(row: &Columns) -> Result<Release, Bad> {
        let written = ReleaseRow {
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
        };
        Release::try_from(written).map_err(|error| Bad(error.to_string()))
    }
}

impl Record for ReleaseEvent {
    const KIND: &'static str = "release-event";

    fn id(&self) -> String {
        format!("{}:{}", self.release, self.state.words())
    }

    fn note(&self) -> Note {
        self.noted(match self.state {
            ReleaseState::GoingOut => Act::ReleaseGoingOut,
            ReleaseState::Out => Act::ReleaseOut,
            ReleaseState::NotOut => Act::ReleaseNotOut,
            ReleaseState::Down => Act::ReleaseTakenDown,
        })
    }
}

impl Rowed for ReleaseEvent {
    const WHAT: &'static str = "release event";
    const SET: &'static RowSet = &RowSet {
        name: "release_event",
        key: "",
        apart: &["release", "state"],
        refers: &[("release", "release", "id")],
        ..RowSet::ADDED
    };
    const NAMED_BY: &'static str = "release";

    fn row(&self) -> Read<Row> {
        Ok(row! {
            release: &self.release.0,
            state: word(&self.state)?,
            at: stamp(self.at),
            by_staff: &self.by,
            note: &self.note,
        })
    }

    fn of_row(row: &Columns) -> Result<ReleaseEvent, Bad> {
        Ok(ReleaseEvent {
            release: row.word("release")?,
            state: row.word("state")?,
            at: row.time("at")?,
            by: row.text("by_staff")?,
            note: row.text("note")?,
        })
    }
}

/// A release, its number, and its latest event. Errors: it has none.
pub fn with_latest(
    reads: &dyn Reads,
    id: &ReleaseId,
) -> Read<Option<(i64, Release, ReleaseEvent)>> {
    let found = reads.one(&Release::rows().with("id", &id.0), numbered)?;
    found
        .map(|(number, release)| latest(reads, number, release))
        .transpose()
}

fn numbered(row: &Columns) -> Result<(i64, Release), Bad> {
    Ok((row.number("number")?, Release::of_row(row)?))
}

fn latest(reads: &dyn Reads, number: i64, release: Release) -> Read<(i64, Release, ReleaseEvent)> {
    let events = ReleaseEvent::rows().with("release", &release.id.0).newest();
    match reads.one(&events, ReleaseEvent::of_row)? {
        Some(event) => Ok((number, release, event)),
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
pub fn all(reads: &dyn Reads) -> Read<Vec<(Release, ReleaseEvent)>> {
    let releases: Vec<Release> = reads.records(&Release::rows())?;
    let mut latest = HashMap::new();
    for event in reads.records::<ReleaseEvent>(&ReleaseEvent::rows())? {
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

/// Releases whose latest event says so. A release without any event fails, as above.
pub fn that_are(reads: &dyn Reads, states: &[ReleaseState]) -> Read<Vec<(Release, ReleaseEvent)>> {
    // What is neither out nor going out is in no list.
    if states.iter().any(|state| !state.may_be_out()) {
        let mut releases = all(reads)?;
        releases.retain(|(_, event)| states.contains(&event.state));
        return Ok(releases);
    }
    let no_event = Meant::NotAmong("id", ReleaseEvent::SET, "release");
    if let Some((_, release)) = reads.one(&Release::rows().meant(no_event), numbered)? {
        return Err(stepless(&release));
    }
    let only_going = !states.contains(&ReleaseState::Out);
    let listed = Rows::of("copy that is out", OUT_NOW)
        .meant(Meant::AtLeast("going", only_going.into()))
        .only(&["release"]);
    let mut found = Vec::new();
    for number in reads.all(&listed, |row| row.number::<i64>("release"))? {
        if let Some((number, release)) =
            reads.one(&Release::rows().with("number", number), numbered)?
        {
            found.push(latest(reads, number, release)?);
        }
    }
    found.retain(|(_, _, event)| states.contains(&event.state));
    found.sort_by_key(|(number, _, _)| *number);
    Ok(found
        .into_iter()
        .map(|(_, release, event)| (release, event))
        .collect())
}

/// The releases of a photo, whatever became of them.
pub fn of_photo(reads: &dyn Reads, photo: &PhotoId) -> Read<Vec<ReleaseId>> {
    let releases = Release::rows().with("photo", &photo.0).only(&["id"]);
    reads.all(&releases, |row| row.word("id"))
}
