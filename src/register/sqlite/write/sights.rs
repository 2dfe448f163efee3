//! Writes what a picture looks like.

use rusqlite::{Connection, params};

use super::{Written, insert};
use crate::domain::audit::stamp;
use crate::domain::sight::{KeptSight, SightOf};

pub fn add(db: &Connection, kept: &KeptSight) -> Written {
    let kind = match kept.of {
        SightOf::Photo(_) => "photo",
        SightOf::Release(_) => "release",
    };
    let looks = kept.sight.as_ref();
    insert(
        db,
        "INSERT INTO sight (subject, kind, rules, whole, middle, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            kept.of.id(),
            kind,
            kept.rules,
            looks.map_or("", |sight| sight.whole.as_str()),
            looks.map_or("", |sight| sight.middle.as_str()),
            stamp(kept.at)
        ],
    )
}
