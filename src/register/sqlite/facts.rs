//! Gathers all that a verdict rests on, held against the audit trail: a record that was changed past
//! the register is not believed. Decides nothing.

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, params};

use super::super::{Asked, Change, Facts, RegisterError};
use super::known::Known;
use super::row::{Kind, all, one};
use super::{outgoing, read, trail};
use crate::domain::audit::{Chain, Head};
use crate::domain::channel::ChannelId;
use crate::domain::device::Identity;
use crate::domain::ids::DeviceId;
use crate::domain::kept::Photo;
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::school::AdoptedPolicy;

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
        Some((photo, _)) => {
            let signed = outgoing::sign_off(db, &photo.id, channel)?.into_iter();
            // One that the trail does not vouch for is none.
            let signed = vouched(db, signed.collect(), Change::SignOff)?;
            (known.standing(db, photo)?, signed.into_iter().next())
        }
        None => (DeviceStanding::Enrolled, None),
    };
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

fn tampered(what: &str) -> RegisterError {
    RegisterError::Tampered {
        what: what.to_owned(),
    }
}

/// Errors: the school's own entry, which says whether it is the sample, is not as it was recorded.
pub fn vouch_for_school(db: &Connection) -> Result<(), RegisterError> {
    if let Some(school) = read::school(db)? {
        return vouch_for(db, "the school's entry", &Change::SetUp(school));
    }
    let sql =
        "SELECT subject FROM audit WHERE subject >= 'school:' AND subject < 'school;' LIMIT 1";
    match one(db, "entry", sql, [], |row| row.text("subject"))? {
        None => Ok(()),
        Some(_) => Err(tampered("the school's entry")),
    }
}

/// The policy that was adopted last, as the trail has it; whatever else stands there is none. Errors: it
/// stands there no more, or not as it was adopted.
pub fn policy_in_force(db: &Connection) -> Result<Option<AdoptedPolicy>, RegisterError> {
    let sql = "SELECT subject FROM audit WHERE subject >= 'policy:' AND subject < 'policy;' \
               AND device IN (SELECT device FROM audit_head) ORDER BY number DESC LIMIT 1";
    let newest = one(db, "entry", sql, [], |row| row.text("subject"))?;
    let mut found = vouched_of(db, &read::POLICIES, Change::Adopt)?.into_iter();
    let is_newest = |policy: &AdoptedPolicy| Some(Change::Adopt(policy.clone()).note().subject);
    if let Some(policy) = found.find(|policy| is_newest(policy) == newest) {
        return Ok(Some(policy));
    }
    let stands = one(
        db,
        "policy",
        "SELECT number FROM policy LIMIT 1",
        [],
        |row| row.number::<i64>("number"),
    )?;
    match (stands, newest) {
        (None, None) => Ok(None),
        _ => Err(tampered("the policy")),
    }
}

/// Of these records those that the trail vouches for.
pub fn vouched<T: Clone>(
    db: &Connection,
    found: Vec<T>,
    as_change: impl Fn(T) -> Change,
) -> Result<Vec<T>, RegisterError> {
    let mut vouched = Vec::with_capacity(found.len());
    for record in found {
        let note = as_change(record.clone()).note();
        if said_of(db, &note.subject)?.as_ref() == Some(&note.digest) {
            vouched.push(record);
        }
    }
    Ok(vouched)
}

/// Of all records of a kind those that the trail vouches for.
pub fn vouched_of<T: Clone>(
    db: &Connection,
    kind: &Kind<T>,
    as_change: impl Fn(T) -> Change,
) -> Result<Vec<T>, RegisterError> {
    // Of a chain without its head nothing vouches for anything: that is no one bad row.
    read::heads(db)?;
    let mut found = Vec::new();
    kind.readable(db, &mut |_| {}, &mut |record| found.push(record))?;
    vouched(db, found, as_change)
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

/// Errors: the trail knows a record that stands there no more.
pub fn never_said(db: &Connection, what: &str, subject: &str) -> Result<(), RegisterError> {
    match said_of(db, subject)? {
        None => Ok(()),
        Some(_) => Err(tampered(what)),
    }
}

/// The fingerprint of a record as it was recorded last. Only chains that have a head count: those are the
/// ones that are verified.
pub fn said_of(db: &Connection, subject: &str) -> Result<Option<String>, RegisterError> {
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
    let Some(listed) = read::DEVICES.find(db, |one| one.id == *device)? else {
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
