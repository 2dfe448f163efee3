//! Reads what somebody looks for in the audit trail, in the order of arrival over all devices. Proves
//! nothing: that is verifying.

use rusqlite::{Connection, params};

use super::super::RegisterError;
use super::read::{self, ENTRY, entries};
use super::row::each;
use crate::domain::audit::{Entry, stamp};
use crate::domain::ids::DeviceId;
use crate::domain::trail::{Reading, Sought};

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
        let entry = read::entry(row)?;
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
