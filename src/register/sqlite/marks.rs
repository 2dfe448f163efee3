//! Why people carry the never-photograph mark, as it was said each time. Who may read it, the acts say.

use rusqlite::{Connection, params};

use super::super::{Change, RegisterError};
use super::facts;
use super::row::{Bad, Columns, Kind, all};
use crate::domain::ids::StaffId;
use crate::domain::person::PersonId;
use crate::domain::school::MarkReason;

type Read<T> = Result<T, RegisterError>;

fn mark_reason_of(row: &Columns) -> Result<MarkReason, Bad> {
    Ok(MarkReason {
        id: row.word("id")?,
        person: PersonId(row.text("person")?),
        why: row.text("why")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

/// Of one person, those that the trail vouches for.
pub fn mark_reasons(db: &Connection, person: &PersonId) -> Read<Vec<MarkReason>> {
    let sql = "SELECT * FROM mark_reason WHERE person = $1 ORDER BY number";
    let found = all(
        db,
        "reason of a mark",
        sql,
        params![person.0],
        mark_reason_of,
    )?;
    facts::vouched(db, found, Change::MarkReason)
}

pub const MARK_REASONS: Kind<MarkReason> = Kind {
    what: "reason of a mark",
    named: ("mark-reason", "id"),
    sql: "SELECT * FROM mark_reason ORDER BY number",
    read: mark_reason_of,
};

/// Whether nobody was told what an edition of the rules changed.
pub fn owes_account(db: &Connection, edition: u32) -> Read<bool> {
    let sql = "SELECT edition FROM accounted";
    let told = all(db, "account of the rules", sql, [], |row| {
        row.number::<u32>("edition")
    })?;
    Ok(!told.contains(&edition))
}
