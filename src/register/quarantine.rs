//! What was changed past the register, read as the strictest that it can have been: one bad record stops
//! what rests on it and nothing else. Vouches for nothing itself: the trail does, and a record that the
//! head teacher set aside, as it stood then, counts no more.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::record::{Record, Rowed};
use super::records::photo;
use super::store::{Bad, Columns, Read, Reads};
use super::vouch::{self, said_of, vouched};
use super::{Change, Listing, RegisterError, subject, trail};
use crate::domain::audit::Act;
use crate::domain::channel::ChannelId;
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{PermissionId, PhotoId, StaffId};
use crate::domain::kept::Photo;
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::repair::SetAside;
use crate::domain::school::{AdoptedPolicy, FiledPermission, Registered};
use crate::domain::staff::Staff;

/// What was set aside, by its subject, and how it stood then.
fn set_aside(reads: &dyn Reads) -> Read<HashMap<String, String>> {
    let prefix = SetAside::subject_of("");
    let said = trail::headed()
        .beginning("subject", &prefix)
        .only(&["subject", "digest"]);
    let said = reads.all(&said, |row| Ok((row.text("subject")?, row.text("digest")?)))?;
    Ok(said
        .into_iter()
        .map(|(subject, stood)| (subject.replacen(&prefix, "", 1), stood))
        .collect())
}

/// Everybody's entry, by group and given name. One that the trail does not vouch for, or that is gone, may
/// have carried the mark, and a name that nobody knows any more.
pub fn entries(reads: &dyn Reads) -> Read<Vec<Registered>> {
    // Of a chain without its head nothing vouches for anybody: that is no one bad row.
    trail::heads(reads)?;
    let aside = set_aside(reads)?;
    let mut found: Vec<Registered> = Vec::new();
    // One that cannot be read is missing, which the trail tells.
    let mut keep = |entry| found.push(entry);
    reads.readable(&Registered::rows(), &mut |_| {}, &mut keep)?;
    let mut entries = Vec::with_capacity(found.len());
    for mut entry in found {
        let (subject, digest) = (entry.subject(), entry.digest());
        if said_of(reads, &subject)?.as_ref() != Some(&digest) {
            if aside.get(&subject) == Some(&digest) {
                continue;
            }
            distrust(&mut entry.person);
        }
        entries.push(entry);
    }
    let said = reads.values(trail::ENTRIES, "about", usize::MAX)?;
    let held: HashSet<String> = entries
        .iter()
        .map(|entry| entry.person.id.0.clone())
        .collect();
    // An entry may be about nobody.
    for id in said.into_iter().filter(|id| !id.is_empty()) {
        if !held.contains(&id) && !aside.contains_key(&subject::of(Registered::KIND, &id)) {
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
pub fn answers(reads: &dyn Reads, person: &PersonId) -> Read<Vec<FiledPermission>> {
    let said = trail::headed()
        .with("about", &person.0)
        .with("act", Act::PermissionAdded.word())
        .only(&["subject", "digest", "detail", "at", "by_staff"]);
    let said = reads.all(&said, noted)?;
    let mut held = Vec::new();
    let of_person = FiledPermission::rows().with("person", &person.0);
    // Which cannot be read and so are missing, the trail says.
    reads.readable(&of_person, &mut |_| {}, &mut |filed: FiledPermission| {
        held.push((filed.subject(), filed.digest(), filed));
    })?;
    if said.len() == held.len()
        && said
            .iter()
            .zip(&held)
            .all(|(said, (subject, digest, _))| said.subject == *subject && said.digest == *digest)
    {
        return Ok(held.into_iter().map(|(_, _, filed)| filed).collect());
    }
    let aside = set_aside(reads)?;
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
pub fn account(reads: &dyn Reads, id: &StaffId) -> Read<Option<Staff>> {
    const WHAT: &str = "an account";
    let mut found = Vec::new();
    let mut is_any_unreadable = false;
    let mut keep = |staff: Staff| found.extend((staff.id == *id).then_some(staff));
    reads.readable(&Staff::rows(), &mut |_| is_any_unreadable = true, &mut keep)?;
    match (found.into_iter().next(), is_any_unreadable) {
        (None, true) => Err(vouch::tampered(WHAT)),
        (None, false) => Ok(None),
        (Some(staff), _) => vouch::vouch_for(reads, WHAT, &staff).map(|()| Some(staff)),
    }
}

/// A record that says how things stand now, by its name in the trail, whatever the trail says of it.
pub fn as_it_stands(reads: &dyn Reads, subject: &str) -> Read<Option<Change>> {
    fn find<R: Rowed>(
        reads: &dyn Reads,
        subject: &str,
        as_change: fn(R) -> Change,
    ) -> Read<Option<Change>> {
        let is_meant = |record: &R| record.subject() == subject;
        Ok(reads.find(is_meant)?.map(as_change))
    }
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    match kind {
        Registered::KIND => find(reads, subject, Change::Person),
        Staff::KIND => find(reads, subject, Change::Staff),
        Device::KIND => find(reads, subject, Change::Device),
        Camera::KIND => find(reads, subject, Change::Camera),
        AdoptedPolicy::KIND => find(reads, subject, Change::Adopt),
        FiledPermission::KIND => find(reads, subject, Change::Permission),
        Photo::KIND => match photo::read(reads, &PhotoId(id.to_owned())) {
            Ok(photo) => Ok(photo.map(|photo| Change::Label(Box::new(photo)))),
            Err(RegisterError::Unreadable { .. }) => Ok(None),
            Err(error) => Err(error),
        },
        _ => Ok(None),
    }
}

/// Whether something stands in a listing that is none, because it was changed past the register.
pub fn holds_odd(reads: &dyn Reads, listing: Listing) -> Read<bool> {
    fn odd<R: Rowed>(reads: &dyn Reads) -> Read<bool> {
        let mut is_odd = false;
        let mut found: Vec<R> = Vec::new();
        let mut keep = |record| found.push(record);
        reads.readable(&R::rows(), &mut |_| is_odd = true, &mut keep)?;
        let rows = found.len();
        Ok(is_odd || vouched(reads, found)?.len() < rows)
    }
    match listing {
        Listing::Accounts => odd::<Staff>(reads),
        Listing::Devices => odd::<Device>(reads),
        Listing::Cameras => odd::<Camera>(reads),
    }
}
