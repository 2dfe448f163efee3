//! Reads what somebody looks for in the audit trail, in the order of arrival over all devices. Proves
//! nothing: that is verifying.

use rusqlite::{Connection, params};

use super::super::RegisterError;
use super::row::{Bad, Columns, each, one};
use crate::domain::audit::{Entry, Head, stamp};
use crate::domain::ids::DeviceId;
use crate::domain::trail::{Reading, Sought};

/// The columns of an entry, in the order in which [`of_row`] reads them.
const ENTRY: &str = "device, seq, at, by_staff, act, subject, about, digest, detail, prev, hash, \
                         signature";

/// A device's entries after that one, in their order, until `each_one` says `false`.
pub fn entries(
    db: &Connection,
    device: &DeviceId,
    after: u64,
    each_one: &mut dyn FnMut(Entry) -> bool,
) -> Result<(), RegisterError> {
    let sql =
        format!("SELECT {ENTRY} FROM audit WHERE device = $1 AND seq > $2 ORDER BY seq, number");
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    each(
        db,
        "audit entry",
        &sql,
        params![device.0, after],
        &mut |row| Ok(each_one(of_row(row)?)),
    )
}

/// Errors: a device's recorded head is not where its chain ends. An entry that followed it would hide
/// that.
pub fn ends_at(db: &Connection, head: &Head) -> Result<(), RegisterError> {
    let sql = "SELECT seq, hash FROM audit WHERE device = $1 ORDER BY seq DESC LIMIT 1";
    let last = one(db, "audit entry", sql, params![head.device.0], |row| {
        Ok((row.number("seq")?, row.text("hash")?))
    })?;
    let none = Head::none(head.device.clone());
    let (count, hash) = last.unwrap_or((none.count, none.hash));
    match count == head.count && hash == head.hash {
        true => Ok(()),
        false => Err(RegisterError::Tampered {
            what: "the audit trail (its recorded head is not where it ends)".to_owned(),
        }),
    }
}

/// A row that begins with the columns of [`ENTRY`].
fn of_row(row: &Columns) -> Result<Entry, Bad> {
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

/// The entries that are meant, each with its number, until `each_one` says `false`.
pub fn read(
    db: &Connection,
    sought: &Sought,
    reading: Reading,
    each_one: &mut dyn FnMut(u64, Entry) -> bool,
) -> Result<(), RegisterError> {
    let (below, order) = match reading {
        Reading::OldestFirst => (i64::MAX, "ASC"),
        Reading::NewestFirst { before: None } => (i64::MAX, "DESC"),
        Reading::NewestFirst {
            before: Some(before),
        } => (i64::try_from(before).unwrap_or(i64::MAX), "DESC"),
    };
    let sql = format!(
        "SELECT {ENTRY}, number FROM audit WHERE number < $1 AND ($2 = '' OR by_staff = $2) \
         AND ($3 = '' OR at >= $3) AND ($4 = '' OR at < $4) \
         AND ($5 = '' OR instr(subject, $5) > 0 OR instr(about, $5) > 0 OR instr(detail, $5) > 0) \
         ORDER BY number {order}"
    );
    let params = params![
        below,
        sought.by.as_deref().unwrap_or_default(),
        sought.from.map(stamp).unwrap_or_default(),
        sought.before.map(stamp).unwrap_or_default(),
        sought.about
    ];
    each(db, "audit entry", &sql, params, &mut |row| {
        let entry = of_row(row)?;
        if !sought.means_act(&entry.act) {
            return Ok(true);
        }
        Ok(each_one(row.number("number")?, entry))
    })
}

/// One entry of a device's chain.
pub fn entry(db: &Connection, device: &DeviceId, seq: u64) -> Result<Option<Entry>, RegisterError> {
    let mut found = None;
    entries(db, device, seq.saturating_sub(1), &mut |entry| {
        found = Some(entry);
        false
    })?;
    Ok(found.filter(|entry| entry.seq == seq))
}
