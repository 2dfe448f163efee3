//! Writes people, and what was answered about them.

use rusqlite::{Connection, params};

use super::super::super::RegisterError;
use super::super::row::{json, word};
use super::{Written, day, insert};
use crate::domain::audit::stamp;
use crate::domain::permission::Answer;
use crate::domain::school::{FiledPermission, Registered};

/// Somebody new, or as they stand now.
pub fn put(db: &Connection, entry: &Registered) -> Written {
    let person = &entry.person;
    insert(
        db,
        "INSERT INTO person (id, kind, given, family, known_as, born, leaves, never, class, upn, \
         known_families, responsible, court_order) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (id) DO UPDATE SET \
         kind = excluded.kind, given = excluded.given, family = excluded.family, \
         known_as = excluded.known_as, born = excluded.born, leaves = excluded.leaves, \
         never = excluded.never, class = excluded.class, upn = excluded.upn, \
         known_families = excluded.known_families, responsible = excluded.responsible, \
         court_order = excluded.court_order",
        params![
            person.id.0,
            word(&person.kind)?,
            person.given,
            person.family,
            json(&person.known_as)?,
            day(person.born),
            day(person.leaves),
            person.never,
            entry.class,
            entry.upn,
            json(&person.known_families)?,
            json(&person.responsible)?,
            entry.court_order
        ],
    )
}

/// An answer. One that was only found, and that nobody gave, is never written.
pub fn answer(db: &Connection, filed: &FiledPermission) -> Written {
    let said = &filed.permission;
    if said.answer == Answer::ChangedOutside {
        return Err(RegisterError::Refused("nobody gave this answer".to_owned()));
    }
    insert(
        db,
        "INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, \
         valid_from, valid_until, evidence, form, recorded_at, recorded_by, corrects, import, \
         belongs) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            filed.id.0,
            said.person.0,
            said.channel.0,
            word(&said.answer)?,
            word(&said.relation)?,
            said.by,
            said.signed.to_string(),
            day(said.from),
            day(said.until),
            word(&said.evidence)?,
            filed.form.as_ref().map(|form| &form.0),
            stamp(filed.recorded_at),
            filed.recorded_by.0,
            filed.corrects.as_ref().map(|corrected| &corrected.0),
            filed.import.as_ref().map(|import| &import.0),
            filed.belongs.as_ref().map(json).transpose()?
        ],
    )
}
