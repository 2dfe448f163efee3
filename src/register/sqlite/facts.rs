//! Gathers all that a verdict rests on, held against the audit trail: a record that was changed past
//! the register is not believed. Decides nothing.

use std::cell::Cell;

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, params};

use super::super::{
    Asked, Change, Facts, RegisterError, incident_event_subject, release_event_subject, subject,
};
use super::derived::Derived;
use super::known::Known;
use super::row::{all, one};
use super::{outgoing, proposals, read, sights, slips, trail, tries};
use crate::domain::audit::{Chain, Head};
use crate::domain::channel::ChannelId;
use crate::domain::device::Identity;
use crate::domain::ids::DeviceId;
use crate::domain::kept::{Photo, fingerprint};
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::school::{AdoptedPolicy, FiledPermission, Registered};

/// The facts of one question, as they stand in this transaction, each held against the trail.
pub fn gather(
    db: &Connection,
    known: &mut Known,
    asked: &Asked,
    channel: &ChannelId,
) -> Result<Facts, RegisterError> {
    let policy = known.policy(db)?.ok_or_else(|| {
        RegisterError::Refused("no policy is adopted, so nothing can be decided".to_owned())
    })?;
    let photo = match asked {
        Asked::Photo(id) => Some(
            known
                .photo(db, id)?
                .ok_or_else(|| RegisterError::Refused(format!("there is no photo `{id}`")))?,
        ),
        Asked::Call(_) => None,
    };
    let shown: Vec<PersonId> = match (asked, &photo) {
        (Asked::Call(people), _) => people.clone(),
        (Asked::Photo(_), Some((photo, _))) => photo.labels.people(),
        (Asked::Photo(_), None) => Vec::new(),
    };
    let roll = known.roll(db)?;
    let mut permissions = Vec::new();
    for id in &shown {
        let answers = known.answers(db, id)?;
        permissions.extend(
            answers
                .iter()
                .filter(|filed| filed.permission.channel == *channel)
                .cloned(),
        );
    }
    let (standing, sign_off) = match &photo {
        Some((photo, _)) => (
            known.standing(db, photo)?,
            outgoing::sign_off(db, &photo.id, channel)?,
        ),
        None => (DeviceStanding::Enrolled, None),
    };
    if let Some(signed) = &sign_off {
        vouch_for(db, "a sign-off", &Change::SignOff(signed.clone()))?;
    }
    Ok(Facts {
        policy,
        is_erased: photo.as_ref().is_some_and(|(_, is_erased)| *is_erased),
        photo: photo.map(|(photo, _)| Photo::clone(&photo)),
        standing,
        roll,
        permissions,
        sign_off,
        newest_event: known.newest_event(db)?,
    })
}

/// Holds a person's entry and answers against the trail, and the trail against them.
pub fn vouch_for_person(
    db: &Connection,
    person: &PersonId,
    entry: Option<&Registered>,
    answers: &[FiledPermission],
) -> Result<(), RegisterError> {
    if let Some(entry) = entry {
        vouch_for(db, "a person's entry", &Change::Person(entry.clone()))?;
    }
    // All their answers, also for other channels, so that none can be moved to another; and in the
    // order in which they were given, because among equal dates the later speaks.
    let mut held = Vec::new();
    for filed in answers {
        let change = Change::Permission(filed.clone());
        vouch_for(db, "an answer", &change)?;
        held.push(change.note().subject);
    }
    let sql = "SELECT subject FROM audit WHERE about = $1 AND act = 'permission.added' \
               AND device IN (SELECT device FROM audit_head) ORDER BY number";
    let said = all(db, "entry", sql, params![person.0], |row| {
        row.text("subject")
    })?;
    if said != held {
        return Err(tampered("the list of a person's answers"));
    }
    let sql = "SELECT about FROM audit WHERE about = $1 AND act = 'person.recorded' LIMIT 1";
    let is_known = one(db, "entry", sql, params![person.0], |row| row.text("about"))?.is_some();
    if is_known && entry.is_none() {
        return Err(tampered("the list of people"));
    }
    Ok(())
}

/// Holds everybody's entry against the audit trail, shown or not: captions are searched for the
/// names of every child. For a release; looking does without.
pub fn vouch_for_everybody(db: &Connection, entries: &[Registered]) -> Result<(), RegisterError> {
    for entry in entries {
        vouch_for(db, "a person's entry", &Change::Person(entry.clone()))?;
    }
    // Hops from person to person on the index, so that a long trail costs nothing.
    let sql = "WITH RECURSIVE hop (about) AS (SELECT min(about) FROM audit WHERE about > '' \
               UNION ALL SELECT (SELECT min(about) FROM audit WHERE about > hop.about) FROM hop \
               WHERE hop.about IS NOT NULL) SELECT about FROM hop WHERE about IS NOT NULL \
               AND about NOT IN (SELECT id FROM person)";
    match all(db, "entry", sql, [], |row| row.text("about"))?.is_empty() {
        true => Ok(()),
        false => Err(tampered("the list of people")),
    }
}

fn tampered(what: &str) -> RegisterError {
    RegisterError::Tampered {
        what: what.to_owned(),
    }
}

/// The policy in force is the one that was adopted last, not one before it.
pub fn vouch_for_policy(db: &Connection, policy: &AdoptedPolicy) -> Result<(), RegisterError> {
    let change = Change::Adopt(policy.clone());
    let sql = "SELECT subject FROM audit WHERE subject >= 'policy:' AND subject < 'policy;' \
               AND device IN (SELECT device FROM audit_head) ORDER BY number DESC LIMIT 1";
    let newest = one(db, "entry", sql, [], |row| row.text("subject"))?;
    if newest != Some(change.note().subject) {
        return Err(tampered("the policy"));
    }
    vouch_for(db, "the policy", &change)
}

/// The records as they were read, where the trail vouches for each.
pub fn vouch_all<T: Clone>(
    db: &Connection,
    what: &str,
    found: Vec<T>,
    as_change: impl Fn(T) -> Change,
) -> Result<Vec<T>, RegisterError> {
    for record in &found {
        vouch_for(db, what, &as_change(record.clone()))?;
    }
    Ok(found)
}

/// The trail's newest entry about a record says that it is as it stands here.
pub fn vouch_for(db: &Connection, what: &str, change: &Change) -> Result<(), RegisterError> {
    let note = change.note();
    match said_of(db, &note.subject)? {
        Some(said) if said == note.digest => Ok(()),
        _ => Err(tampered(what)),
    }
}

/// What stands where a change writes is what was recorded there last; where nothing stands, nothing was.
pub fn vouch_for_what_stands(
    db: &Connection,
    what: &str,
    change: &Change,
    stands: Option<&Change>,
) -> Result<(), RegisterError> {
    match stands {
        Some(stands) => vouch_for(db, what, stands),
        None if said_of(db, &change.note().subject)?.is_none() => Ok(()),
        None => Err(tampered(what)),
    }
}

/// The fingerprint of a record as it was recorded last. Only chains that have a head count: those are the
/// ones that are verified.
fn said_of(db: &Connection, subject: &str) -> Result<Option<String>, RegisterError> {
    let sql = "SELECT digest FROM audit WHERE subject = $1 AND digest <> '' \
               AND device IN (SELECT device FROM audit_head) ORDER BY number DESC LIMIT 1";
    one(db, "entry", sql, params![subject], |row| row.text("digest"))
}

/// Follows a chain from a head that was found whole to its recorded end.
pub fn verified_head(
    db: &Connection,
    identity: &Identity,
    from: Head,
    recorded: &Head,
) -> Result<Head, RegisterError> {
    let tampered = |why: String| RegisterError::Tampered {
        what: format!("the audit trail ({why})"),
    };
    let key = if recorded.device == identity.device {
        Some(identity.verifying_key())
    } else {
        enrolled_key(db, identity, &recorded.device)?
    };
    let key = key.ok_or_else(|| tampered("a chain belongs to no known device".to_owned()))?;
    let after = from.count;
    // Which entry came last is told by its number, which is not hashed: it has to rise with `seq`.
    let sql = "SELECT number FROM (SELECT number, lag(number) OVER (ORDER BY seq) AS before \
               FROM audit WHERE device = $1 AND seq >= $2) AS numbered WHERE number <= before";
    let first = i64::try_from(after).unwrap_or(i64::MAX);
    let renumbered: Vec<i64> = all(db, "entry", sql, params![recorded.device.0, first], |row| {
        row.number("number")
    })?;
    if !renumbered.is_empty() {
        return Err(tampered("entries were put in another order".to_owned()));
    }
    let mut chain = Chain::resuming(from, key);
    let mut fault = None;
    trail::entries(db, &recorded.device, after, &mut |entry| {
        fault = chain.push(&entry).err();
        fault.is_none()
    })?;
    match fault {
        Some(fault) => Err(tampered(fault.to_string())),
        None => chain
            .finish(recorded)
            .map_err(|fault| tampered(fault.to_string())),
    }
}

/// The key of another device, where this device's own chain says that it was enrolled so: a device
/// cannot vouch for itself.
fn enrolled_key(
    db: &Connection,
    identity: &Identity,
    device: &DeviceId,
) -> Result<Option<VerifyingKey>, RegisterError> {
    let listed = read::devices(db)?.into_iter().find(|one| one.id == *device);
    let Some(listed) = listed else {
        return Ok(None);
    };
    let key = listed.verifying_key();
    let note = Change::Device(listed).note();
    let sql = "SELECT digest FROM audit WHERE subject = $1 AND device = $2 \
               ORDER BY seq DESC LIMIT 1";
    let said = one(
        db,
        "entry",
        sql,
        params![note.subject, identity.device.0],
        |row| row.text("digest"),
    )?;
    Ok(key.filter(|_| said.as_deref() == Some(note.digest.as_str())))
}

/// The subject and fingerprint of every record as it stands.
/// Soon after `each` says `false`, no more is read.
pub fn records(
    db: &Connection,
    each: &mut dyn FnMut(String, String) -> bool,
) -> Result<(), RegisterError> {
    let goes_on = Cell::new(true);
    let mut each = |subject: String, digest: String| {
        if goes_on.get() {
            goes_on.set(each(subject, digest));
        }
    };
    let mut say = |change: Change| {
        let note = change.note();
        each(note.subject, note.digest);
    };
    if let Some(school) = read::school(db)? {
        say(Change::SetUp(school));
    }
    read::policies(db)?
        .into_iter()
        .map(Change::Adopt)
        .for_each(&mut say);
    proposals::every(db)?
        .into_iter()
        .map(Change::Propose)
        .for_each(&mut say);
    read::devices(db)?
        .into_iter()
        .map(Change::Device)
        .for_each(&mut say);
    read::cameras(db)?
        .into_iter()
        .map(Change::Camera)
        .for_each(&mut say);
    read::staff(db)?
        .into_iter()
        .map(Change::Staff)
        .for_each(&mut say);
    read::people(db)?
        .into_iter()
        .map(Change::Person)
        .for_each(&mut say);
    read::every_permission(db, &mut |filed| say(Change::Permission(filed)))?;
    let mut derived = Derived::default();
    for id in read::photo_ids(db)? {
        if !goes_on.get() {
            return Ok(());
        }
        if let Some(photo) = read::photo(db, &id)? {
            if !outgoing::is_erased(db, &id.0)? {
                derived.photo(&photo)?;
            }
            say(Change::Label(Box::new(photo)));
        }
    }
    outgoing::sign_offs(db)?
        .into_iter()
        .map(Change::SignOff)
        .for_each(&mut say);
    outgoing::erasures(db)?
        .into_iter()
        .map(Change::Erase)
        .for_each(&mut say);
    for file in read::every_evidence(db)? {
        each(subject::of("evidence", &file.id), fingerprint(&file));
    }
    for (release, _) in outgoing::releases(db)? {
        let note = super::super::release_note(&release);
        each(note.subject, note.digest);
    }
    for event in outgoing::release_events(db)? {
        each(release_event_subject(&event), fingerprint(&event));
    }
    for reason in super::marks::every_mark_reason(db)? {
        each(subject::of("mark-reason", &reason.id), fingerprint(&reason));
    }
    read::every_attendance(db)?
        .into_iter()
        .map(Change::Attendance)
        .for_each(|said| {
            let note = said.note();
            each(note.subject, note.digest);
        });
    sights::every(db)?
        .into_iter()
        .map(Change::Sight)
        .for_each(|kept| {
            let note = kept.note();
            each(note.subject, note.digest);
        });
    for record in slips::every(db)? {
        let note = record.note();
        each(note.subject, note.digest);
    }
    for import in read::imports(db)? {
        let note = Change::Import(Box::new(import)).note();
        each(note.subject, note.digest);
    }
    for (incident, events) in outgoing::incidents(db)? {
        each(
            subject::of("incident", &incident.id),
            fingerprint(&incident),
        );
        for event in events {
            each(incident_event_subject(&event), fingerprint(&event));
        }
    }
    if !goes_on.get() {
        return Ok(());
    }
    derived.hold(db, &mut |odd| each(odd, String::new()))?;
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
        each(subject::of("photo", photo), String::new());
    }
    for staff in tries::odd(db)? {
        each(subject::of("sign-in", staff), String::new());
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
            each(
                subject::of(&format!("place of {kind}"), late),
                String::new(),
            );
        }
    }
    Ok(())
}
