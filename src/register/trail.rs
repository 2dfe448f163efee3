//! The audit trail: what is added to it, how it is read and how it is found whole. A chain counts that has
//! a recorded head.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;

use super::record::{Record, whole};
use super::store::{
    Bad, By, Columns, Meant, Read, Reads, RowSet, Rows, Value, Writes, Written, row,
};
use super::vouch::tampered;
use super::{RegisterError, Stamp};
use crate::domain::audit::{Act, Chain, Entry, Head, Note, stamp};
use crate::domain::device::{Device, Identity};
use crate::domain::ids::{DeviceId, PhotoId};
use crate::domain::kept::Photo;
use crate::domain::trail::{Reading, Sought};

/// Entries, in the order of arrival over all devices.
pub const ENTRIES: &RowSet = &RowSet {
    name: "audit",
    key: "",
    apart: &["device", "seq"],
    ..RowSet::ADDED
};

/// Where each chain ends.
pub const HEADS: &RowSet = &RowSet {
    name: "audit_head",
    key: "device",
    order: &[By::Rising("device")],
    ..RowSet::STANDING
};

/// The columns of an entry, in the order in which [`entry_of`] reads them.
const ENTRY: &[&str] = &[
    "device",
    "seq",
    "at",
    "by_staff",
    "act",
    "subject",
    "about",
    "digest",
    "detail",
    "prev",
    "hash",
    "signature",
    "number",
];

/// Entries of chains that have a head.
pub fn headed() -> Rows {
    entries_in_all().meant(Meant::Among("device", HEADS, "device"))
}

/// Entries of all chains.
fn entries_in_all() -> Rows {
    Rows::of("audit entry", ENTRIES)
}

/// What holds of an entry that speaks of a record.
pub fn of_a_record() -> Meant {
    Meant::IsNot("digest", "".into())
}

/// A row of the columns of [`ENTRY`].
fn entry_of(row: &Columns) -> Result<Entry, Bad> {
    Ok(Entry {
        device: DeviceId(row.text_at(0)?),
        seq: row.number("seq")?,
        at: row.text_at(2)?,
        by: row.text_at(3)?,
        act: row.text_at(4)?,
        subject: row.text_at(5)?,
        about: row.text_at(6)?,
        digest: row.text_at(7)?,
        detail: row.text_at(8)?,
        prev: row.text_at(9)?,
        hash: row.text_at(10)?,
        signature: row.text_at(11)?,
    })
}

/// The recorded heads. A chain without one would be verified by nobody.
pub fn heads(reads: &dyn Reads) -> Read<Vec<Head>> {
    let heads = reads.all(&Rows::of("head", HEADS), |row| {
        Ok(Head {
            device: DeviceId(row.text("device")?),
            count: row.number("count")?,
            hash: row.text("hash")?,
        })
    })?;
    let known: HashSet<&DeviceId> = heads.iter().map(|head| &head.device).collect();
    let devices = reads.values(ENTRIES, "device", usize::MAX)?;
    let mut devices = devices.into_iter().map(DeviceId);
    if devices.all(|device| known.contains(&device)) {
        return Ok(heads);
    }
    Err(tampered(
        "the audit trail (a chain has lost its recorded head)",
    ))
}

/// The newest time in the trail.
pub fn newest_event(reads: &dyn Reads) -> Read<Option<DateTime<Utc>>> {
    let newest = Rows::of("newest entry", ENTRIES)
        .in_order(&[By::Falling("at")])
        .only(&["at"])
        .most(1);
    reads.one(&newest, |row| row.time("at"))
}

/// Adds the entry that speaks of a change, and moves the head.
pub fn append(tx: &dyn Writes, identity: &Identity, when: &Stamp, note: Note) -> Written {
    let found = heads(tx.reads())?.into_iter();
    let head = found
        .into_iter()
        .find(|head| head.device == identity.device)
        .unwrap_or_else(|| Head::none(identity.device.clone()));
    ends_at(tx.reads(), &head)?;
    let entry = Entry::following(&head, when.at, &when.by, note, identity);
    let seq = whole(entry.seq)?;
    let moved = row! { device: &entry.device.0, count: seq, hash: &entry.hash };
    let added = row! {
        device: entry.device.0,
        seq: seq,
        at: entry.at,
        by_staff: entry.by,
        act: entry.act,
        subject: entry.subject,
        about: entry.about,
        digest: entry.digest,
        detail: entry.detail,
        prev: entry.prev,
        hash: entry.hash,
        signature: entry.signature,
    };
    tx.insert(ENTRIES, &added)?;
    match tx.put(HEADS, &moved)? {
        true => Ok(()),
        false => Err(tampered("the register's layout")),
    }
}

/// Errors: a device's recorded head is not where its chain ends. An entry that followed it would hide
/// that.
fn ends_at(reads: &dyn Reads, head: &Head) -> Written {
    let last = entries_in_all()
        .with("device", &head.device.0)
        .in_order(&[By::Falling("seq")])
        .only(&["seq", "hash"])
        .most(1);
    let last = reads.one(&last, |row| Ok((row.number("seq")?, row.text("hash")?)))?;
    let none = Head::none(head.device.clone());
    let (count, hash) = last.unwrap_or((none.count, none.hash));
    match count == head.count && hash == head.hash {
        true => Ok(()),
        false => Err(tampered(
            "the audit trail (its recorded head is not where it ends)",
        )),
    }
}

/// A device's entries from a place in its chain on, in their order.
fn chain(device: &DeviceId, from: u64) -> Rows {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    entries_in_all()
        .with("device", &device.0)
        .meant(Meant::AtLeast("seq", from.into()))
        .in_order(&[By::Rising("seq"), By::Rising("number")])
        .only(ENTRY)
}

/// A device's entries, in their order, until `each` says `false`.
pub fn entries(
    reads: &dyn Reads,
    device: &DeviceId,
    each: &mut dyn FnMut(Entry) -> bool,
) -> Written {
    reads.scan(&chain(device, 1), &mut |row| Ok(each(entry_of(row)?)))
}

/// One entry of a device's chain.
pub fn entry(reads: &dyn Reads, device: &DeviceId, seq: u64) -> Read<Option<Entry>> {
    let found = reads.one(&chain(device, seq.max(1)).most(1), entry_of)?;
    Ok(found.filter(|entry| entry.seq == seq))
}

/// The entries that are meant, each with its number, until `each` says `false`.
pub fn read(
    reads: &dyn Reads,
    sought: &Sought,
    reading: Reading,
    each: &mut dyn FnMut(u64, Entry) -> bool,
) -> Written {
    let mut rows = entries_in_all().only(ENTRY);
    if let Reading::NewestFirst { before } = reading {
        rows = rows.newest_first();
        if let Some(before) = before {
            let before = i64::try_from(before).unwrap_or(i64::MAX);
            rows = rows.meant(Meant::Below("number", before.into()));
        }
    }
    if let Some(by) = sought.by.as_deref().filter(|by| !by.is_empty()) {
        rows = rows.with("by_staff", by);
    }
    if let Some(from) = sought.from {
        rows = rows.meant(Meant::AtLeast("at", stamp(from).into()));
    }
    if let Some(before) = sought.before {
        rows = rows.meant(Meant::Below("at", stamp(before).into()));
    }
    if !sought.about.is_empty() {
        let columns = &["subject", "about", "detail"];
        rows = rows.meant(Meant::Holds(columns, sought.about.clone()));
    }
    reads.scan(&rows, &mut |row| {
        let entry = entry_of(row)?;
        if !sought.means_act(&entry.act) {
            return Ok(true);
        }
        Ok(each(row.number("number")?, entry))
    })
}

/// When what is said about a photo was first changed after a moment, as the trail has it.
pub fn labelled_after(
    reads: &dyn Reads,
    photo: &PhotoId,
    at: DateTime<Utc>,
) -> Read<Option<DateTime<Utc>>> {
    let subject = super::subject::of(Photo::KIND, photo);
    let labelled = [Act::PhotoLabelled.word(), Act::RecordRepaired.word()];
    // Times of the trail are all written alike, so that texts compare as times do.
    let at = Value::from(stamp(at));
    let after = entries_in_all()
        .with("subject", subject)
        .meant(Meant::AtLeast("at", at.clone()))
        .meant(Meant::IsNot("at", at))
        .in_order(&[By::Rising("at")])
        .only(&["act", "at"]);
    let mut first = None;
    reads.scan(&after, &mut |row| {
        if labelled.contains(&row.text("act")?.as_str()) {
            first = Some(row.time("at")?);
        }
        Ok(first.is_none())
    })?;
    Ok(first)
}

/// How far each chain was found whole by this process.
#[derive(Default)]
pub struct Verified {
    heads: Vec<Head>,
    /// We are the only ones who may write: when this count moves, what was verified has to be verified
    /// again.
    foreign_writes: Option<i64>,
}

impl Verified {
    /// Verifies what was added since the last look, or all of it and the layout, where somebody else
    /// wrote. Errors: a chain is not whole.
    pub fn go_on(&mut self, reads: &dyn Reads, identity: &Identity) -> Written {
        let now = reads.foreign_writes()?;
        if self.foreign_writes.replace(now) != Some(now) {
            self.heads.clear();
            reads.is_ours()?;
        }
        let recorded = heads(reads)?;
        let mut verified = Vec::with_capacity(recorded.len());
        for recorded in recorded {
            let from = self
                .heads
                .iter()
                .find(|head| head.device == recorded.device)
                .cloned()
                .unwrap_or_else(|| Head::none(recorded.device.clone()));
            verified.push(verified_head(reads, identity, from, &recorded)?);
        }
        self.heads = verified;
        Ok(())
    }
}

/// Follows a chain from a head that was found whole to its recorded end.
fn verified_head(
    reads: &dyn Reads,
    identity: &Identity,
    from: Head,
    recorded: &Head,
) -> Read<Head> {
    let torn = |why: &str| tampered(&format!("the audit trail ({why})"));
    let key = if recorded.device == identity.device {
        Some(identity.verifying_key())
    } else {
        enrolled_key(reads, identity, &recorded.device)?
    };
    let key = key.ok_or_else(|| torn("a chain belongs to no known device"))?;
    let after = from.count;
    let mut chain_so_far = Chain::resuming(from, key);
    // Which entry came last is told by its number, which is not hashed: it has to rise with `seq`.
    let (mut before, mut is_in_order, mut fault) = (i64::MIN, true, None);
    reads.scan(&chain(&recorded.device, after), &mut |row| {
        let (seq, number) = (row.number::<u64>("seq")?, row.number::<i64>("number")?);
        is_in_order &= number > before;
        before = number;
        if is_in_order && seq > after {
            fault = chain_so_far.push(&entry_of(row)?).err();
        }
        Ok(is_in_order && fault.is_none())
    })?;
    if !is_in_order {
        return Err(torn("entries were put in another order"));
    }
    match fault {
        Some(fault) => Err(torn(&fault.to_string())),
        None => chain_so_far
            .finish(recorded)
            .map_err(|fault| torn(&fault.to_string())),
    }
}

/// The key of another device, where this device's own chain says that it was enrolled so: a device
/// cannot vouch for itself.
fn enrolled_key(
    reads: &dyn Reads,
    identity: &Identity,
    device: &DeviceId,
) -> Result<Option<VerifyingKey>, RegisterError> {
    let Some(listed) = reads.find::<Device>(|one| one.id == *device)? else {
        return Ok(None);
    };
    let said = entries_in_all()
        .with("subject", listed.subject())
        .with("device", &identity.device.0)
        .in_order(&[By::Falling("seq")])
        .only(&["digest"])
        .most(1);
    let said = reads.one(&said, |row| row.text("digest"))?;
    let key = listed.verifying_key();
    Ok(key.filter(|_| said == Some(listed.digest())))
}
