//! How a release is written down, in records, fingerprints and on the command line: all of it side by
//! side, and empty what a call has none of.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{OutletKind, Release, ReleaseOf, Released, ReleasedCopy};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PermissionId, PhotoId, ReleaseId, StaffId};
use crate::domain::kept::Tick;

/// A release as it is written. The order of its fields is that of its fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleaseRow {
    pub id: ReleaseId,
    pub photo: Option<PhotoId>,
    pub channel: ChannelId,
    pub outlet: WrittenOutlet,
    pub place: String,
    pub file_name: String,
    pub copy: String,
    pub edition: String,
    pub policy: String,
    pub decided_at: DateTime<Utc>,
    pub by: StaffId,
    pub stands_until: Option<NaiveDate>,
    pub people: Vec<Released>,
    pub permissions: Vec<PermissionId>,
    pub checklist: Vec<Tick>,
}

/// Where a copy went, or that it was a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WrittenOutlet {
    Call,
    #[serde(untagged)]
    Outlet(OutletKind),
}

/// A row that says neither of a copy nor of a call what has to be known of it.
#[derive(Debug, thiserror::Error)]
#[error("it is neither a copy of a photo nor a call")]
pub struct NeitherCopyNorCall;

impl From<Release> for ReleaseRow {
    fn from(release: Release) -> ReleaseRow {
        let (outlet, copy, place) = match release.what {
            ReleaseOf::Copy(copy) => {
                let outlet = WrittenOutlet::Outlet(copy.outlet);
                (outlet, Some(copy), String::new())
            }
            ReleaseOf::Call { occasion } => (WrittenOutlet::Call, None, occasion),
        };
        let mut row = ReleaseRow {
            id: release.id,
            photo: None,
            channel: release.channel,
            outlet,
            place,
            file_name: String::new(),
            copy: String::new(),
            edition: String::new(),
            policy: release.policy,
            decided_at: release.decided_at,
            by: release.by,
            stands_until: release.stands_until,
            people: release.people,
            permissions: release.permissions,
            checklist: Vec::new(),
        };
        if let Some(copy) = copy {
            row.photo = Some(copy.photo);
            row.place = copy.place;
            row.file_name = copy.file_name;
            row.copy = copy.sha256;
            row.edition = copy.edition;
            row.checklist = copy.checklist;
        }
        row
    }
}

impl TryFrom<ReleaseRow> for Release {
    type Error = NeitherCopyNorCall;

    /// Nothing of the row is passed over: what a call cannot have makes it none.
    fn try_from(row: ReleaseRow) -> Result<Release, NeitherCopyNorCall> {
        let is_bare = [&row.file_name, &row.copy, &row.edition]
            .into_iter()
            .all(String::is_empty)
            && row.checklist.is_empty();
        let what = match (row.outlet, row.photo) {
            (WrittenOutlet::Outlet(outlet), Some(photo)) => ReleaseOf::Copy(ReleasedCopy {
                photo,
                outlet,
                place: row.place,
                file_name: row.file_name,
                sha256: row.copy,
                edition: row.edition,
                checklist: row.checklist,
            }),
            (WrittenOutlet::Call, None) if is_bare => ReleaseOf::Call {
                occasion: row.place,
            },
            (WrittenOutlet::Outlet(_), None) | (WrittenOutlet::Call, _) => {
                return Err(NeitherCopyNorCall);
            }
        };
        Ok(Release {
            id: row.id,
            channel: row.channel,
            what,
            policy: row.policy,
            decided_at: row.decided_at,
            by: row.by,
            stands_until: row.stands_until,
            people: row.people,
            permissions: row.permissions,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;

    const COPY: &str = r#"{"id":"r","photo":"p","channel":"website","outlet":"zip","place":"a.zip","file_name":"r.jpg","copy":"c","edition":"e","policy":"f","decided_at":"2026-03-02T10:00:00Z","by":"head","stands_until":null,"people":[],"permissions":["yes"],"checklist":[{"item":"dressed","by":"head"}]}"#;
    const CALL: &str = r#"{"id":"r","photo":null,"channel":"video-call","outlet":"call","place":"Author visit","file_name":"","copy":"","edition":"","policy":"f","decided_at":"2026-03-02T10:00:00Z","by":"head","stands_until":null,"people":[],"permissions":[],"checklist":[]}"#;

    #[test]
    fn a_copy_and_a_call_are_written_as_they_were_ever_written() {
        for written in [COPY, CALL] {
            let release: Release = serde_json::from_str(written).unwrap();
            assert_eq!(release.copy().is_some(), written == COPY);
            assert_eq!(serde_json::to_string(&release).unwrap(), written);
        }
    }

    #[test]
    fn what_is_neither_a_copy_nor_a_call_is_not_read() {
        for (whole, part, instead) in [
            (COPY, r#""photo":"p""#, r#""photo":null"#),
            (COPY, r#""outlet":"zip""#, r#""outlet":"call""#),
            (COPY, r#""outlet":"zip""#, r#""outlet":"post""#),
            (CALL, r#""photo":null"#, r#""photo":"p""#),
            (CALL, r#""outlet":"call""#, r#""outlet":"folder""#),
            (CALL, r#""file_name":"""#, r#""file_name":"r.jpg""#),
            (CALL, r#""copy":"""#, r#""copy":"c""#),
            (CALL, r#""edition":"""#, r#""edition":"e""#),
            (
                CALL,
                r#""checklist":[]"#,
                r#""checklist":[{"item":"a","by":"b"}]"#,
            ),
        ] {
            assert!(whole.contains(part));
            let odd = whole.replace(part, instead);
            assert!(serde_json::from_str::<Release>(&odd).is_err(), "{odd}");
        }
    }
}
