//! What was changed past the register, read as the strictest that it can have been: one bad record stops
//! what rests on it and nothing else. Vouches for nothing itself: the trail does, and a record that the
//! head teacher set aside, as it stood then, counts no more.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};

use super::super::{Change, Listing, RegisterError, subject};
use super::row::{Bad, Columns, Kind, all};
use super::{facts, read};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PermissionId, PhotoId, StaffId};
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::repair::SetAside;
use crate::domain::school::{FiledPermission, Registered};
use crate::domain::staff::Staff;

type Read<T> = Result<T, RegisterError>;

/// What was set aside, by its subject, and how it stood then.
fn set_aside(db: &Connection) -> Read<HashMap<String, String>> {
    let prefix = SetAside::subject_of("");
    // After every subject that begins so.
    let end = format!("{prefix}{}", char::MAX);
    let sql = "SELECT subject, digest FROM audit WHERE subject >= $1 AND subject < $2 \
               AND device IN (SELECT device FROM audit_head) ORDER BY number";
    let said = all(db, "entry", sql, params![prefix, end], |row| {
        Ok((row.text("subject")?, row.text("digest")?))
    })?;
    Ok(said
        .into_iter()
        .map(|(subject, stood)| (subject.replacen(&prefix, "", 1), stood))
        .collect())
}

/// Everybody's entry, by group and given name. One that the trail does not vouch for, or that is gone, may
/// have carried the mark, and a name that nobody knows any more.
pub fn entries(db: &Connection) -> Read<Vec<Registered>> {
    // Of a chain without its head nothing vouches for anybody: that is no one bad row.
    read::heads(db)?;
    let aside = set_aside(db)?;
    let mut found = Vec::new();
    // One that cannot be read is missing, which the trail tells.
    read::PEOPLE.readable(db, &mut |_| {}, &mut |entry| found.push(entry))?;
    let mut entries = Vec::with_capacity(found.len());
    for mut entry in found {
        let note = Change::Person(entry.clone()).note();
        if facts::said_of(db, &note.subject)?.as_ref() != Some(&note.digest) {
            if aside.get(&note.subject) == Some(&note.digest) {
                continue;
            }
            distrust(&mut entry.person);
        }
        entries.push(entry);
    }
    // Hops from person to person on the index, so that a long trail costs nothing.
    let sql = "WITH RECURSIVE hop (about) AS (SELECT min(about) FROM audit WHERE about > '' \
               UNION ALL SELECT (SELECT min(about) FROM audit WHERE about > hop.about) FROM hop \
               WHERE hop.about IS NOT NULL) SELECT about FROM hop WHERE about IS NOT NULL";
    let said = all(db, "entry", sql, [], |row| row.text("about"))?;
    let held: HashSet<String> = entries
        .iter()
        .map(|entry| entry.person.id.0.clone())
        .collect();
    for id in said {
        if !held.contains(&id) && !aside.contains_key(&subject::of("person", &id)) {
            entries.push(missing(PersonId(id)));
        }
    }
    Ok(entries)
}

fn distrust(person: &mut Person) {
    person.changed_outside = true;
    person.never = true;
}

/// In place of somebody whom the trail knows and the register lost.
fn missing(id: PersonId) -> Registered {
    let mut person = Person::new(id, PersonKind::Child, "?", "");
    distrust(&mut person);
    Registered {
        person,
        class: String::new(),
        upn: None,
        court_order: false,
    }
}

/// What the trail says of an answer beside its fingerprint.
#[derive(serde::Deserialize)]
struct Said {
    channel: ChannelId,
    #[serde(default)]
    relation: Relation,
    signed: NaiveDate,
    #[serde(default)]
    evidence: Evidence,
}

struct Noted {
    subject: String,
    digest: String,
    said: Said,
    at: DateTime<Utc>,
    by: StaffId,
}

fn noted(row: &Columns) -> Result<Noted, Bad> {
    Ok(Noted {
        subject: row.text("subject")?,
        digest: row.text("digest")?,
        said: row.json("detail")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

/// Every answer about a person, in the order in which the trail has them. One that was changed, put in or
/// taken out counts as a no, on the channel where it stands and on the one where it stood.
pub fn answers(db: &Connection, person: &PersonId) -> Read<Vec<FiledPermission>> {
    let sql = "SELECT subject, digest, detail, at, by_staff FROM audit WHERE about = $1 \
               AND act = 'permission.added' AND device IN (SELECT device FROM audit_head) \
               ORDER BY number";
    let said = all(db, "entry", sql, params![person.0], noted)?;
    let mut held = Vec::new();
    for filed in read::readable_permissions(db, person)? {
        let note = Change::Permission(filed.clone()).note();
        held.push((note.subject, note.digest, filed));
    }
    if said.len() == held.len()
        && said
            .iter()
            .zip(&held)
            .all(|(said, (subject, digest, _))| said.subject == *subject && said.digest == *digest)
    {
        return Ok(held.into_iter().map(|(_, _, filed)| filed).collect());
    }
    let aside = set_aside(db)?;
    let is_aside = |subject: &str, stood: &str| aside.get(subject).is_some_and(|at| at == stood);
    let mut answers = Vec::new();
    for noted in said {
        let place = held.iter().position(|(id, ..)| *id == noted.subject);
        match place.map(|place| held.swap_remove(place)) {
            Some((_, digest, filed)) if digest == noted.digest => answers.push(filed),
            Some((subject, digest, _)) if is_aside(&subject, &digest) => {}
            Some((_, _, filed)) => {
                let stood = lost(person, &noted);
                if filed.permission.channel != stood.permission.channel {
                    answers.push(stood);
                }
                answers.push(distrusted(filed));
            }
            // Set aside wherever it stood then: what it was worth was said anew.
            None if aside.contains_key(&noted.subject) => {}
            None => answers.push(lost(person, &noted)),
        }
    }
    let put_in = held.into_iter();
    let put_in = put_in.filter(|(subject, digest, _)| !is_aside(subject, digest));
    answers.extend(put_in.map(|(_, _, filed)| distrusted(filed)));
    Ok(answers)
}

fn distrusted(mut filed: FiledPermission) -> FiledPermission {
    filed.permission.answer = Answer::ChangedOutside;
    filed
}

/// In place of an answer that the trail knows and that no longer stands as it says.
fn lost(person: &PersonId, noted: &Noted) -> FiledPermission {
    let id = noted.subject.split_once(':').map_or("", |(_, id)| id);
    FiledPermission {
        id: PermissionId(id.to_owned()),
        permission: Permission {
            person: person.clone(),
            channel: noted.said.channel.clone(),
            answer: Answer::ChangedOutside,
            relation: noted.said.relation,
            by: String::new(),
            signed: noted.said.signed,
            from: None,
            until: None,
            evidence: noted.said.evidence,
        },
        form: None,
        recorded_at: noted.at,
        recorded_by: noted.by.clone(),
        import: None,
        corrects: None,
        belongs: None,
    }
}

/// One account as it stands. Errors: it is not as it was recorded, or it may be one that cannot be read.
pub fn account(db: &Connection, id: &StaffId) -> Read<Option<Staff>> {
    let mut found = Vec::new();
    let mut is_any_unreadable = false;
    let mut keep = |staff: Staff| found.extend((staff.id == *id).then_some(staff));
    read::STAFF.readable(db, &mut |_| is_any_unreadable = true, &mut keep)?;
    let found = facts::vouch_all(db, "an account", found, Change::Staff)?;
    match (found.into_iter().next(), is_any_unreadable) {
        (None, true) => Err(RegisterError::Tampered {
            what: "an account".to_owned(),
        }),
        (found, _) => Ok(found),
    }
}

/// A record that says how things stand now, by its name in the trail, whatever the trail says of it.
pub fn as_it_stands(db: &Connection, subject: &str) -> Read<Option<Change>> {
    fn find<T: Clone>(
        db: &Connection,
        kind: &Kind<T>,
        subject: &str,
        as_change: fn(T) -> Change,
    ) -> Read<Option<Change>> {
        let is_meant = |record: &T| as_change(record.clone()).note().subject == subject;
        Ok(kind.find(db, is_meant)?.map(as_change))
    }
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    match kind {
        "person" => find(db, &read::PEOPLE, subject, Change::Person),
        "staff" => find(db, &read::STAFF, subject, Change::Staff),
        "device" => find(db, &read::DEVICES, subject, Change::Device),
        "camera" => find(db, &read::CAMERAS, subject, Change::Camera),
        "policy" => find(db, &read::POLICIES, subject, Change::Adopt),
        "permission" => find(db, &read::PERMISSIONS, subject, Change::Permission),
        "photo" => match read::photo(db, &PhotoId(id.to_owned())) {
            Ok(photo) => Ok(photo.map(|photo| Change::Label(Box::new(photo)))),
            Err(RegisterError::Unreadable { .. }) => Ok(None),
            Err(error) => Err(error),
        },
        _ => Ok(None),
    }
}

/// Whether something stands in a listing that is none, because it was changed past the register.
pub fn holds_odd(db: &Connection, listing: Listing) -> Read<bool> {
    fn odd<T: Clone>(db: &Connection, kind: &Kind<T>, as_change: fn(T) -> Change) -> Read<bool> {
        let mut is_odd = false;
        let mut found = Vec::new();
        kind.readable(db, &mut |_| is_odd = true, &mut |record| found.push(record))?;
        let rows = found.len();
        Ok(is_odd || facts::vouched(db, found, as_change)?.len() < rows)
    }
    match listing {
        Listing::Accounts => odd(db, &read::STAFF, Change::Staff),
        Listing::Devices => odd(db, &read::DEVICES, Change::Device),
        Listing::Cameras => odd(db, &read::CAMERAS, Change::Camera),
    }
}
