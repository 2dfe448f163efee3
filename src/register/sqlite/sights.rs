//! Reads what pictures look like. Never skips a row.

use rusqlite::{Connection, params};

use super::super::{Change, RegisterError};
use super::facts;
use super::row::{Bad, Columns, Kind, each, one};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::sight::{Bits, DIGITS, KeptSight, SIGHT_RULES, Sight, SightOf};

fn sight_of(row: &Columns) -> Result<KeptSight, Bad> {
    let id = row.text("subject")?;
    let of = match row.text("kind")?.as_str() {
        "photo" => SightOf::Photo(PhotoId(id)),
        "release" => SightOf::Release(ReleaseId(id)),
        _ => return Err(rusqlite::Error::InvalidQuery.into()),
    };
    let (whole, middle) = (row.text("whole")?, row.text("middle")?);
    let sight = match (whole.len(), middle.len()) {
        (0, 0) => None,
        (DIGITS, DIGITS) => Some(Sight { whole, middle }),
        _ => return Err(rusqlite::Error::InvalidQuery.into()),
    };
    Ok(KeptSight {
        of,
        rules: row.text("rules")?,
        sight,
        at: row.time("made_at")?,
    })
}

pub const SIGHTS: Kind<KeptSight> = Kind {
    what: "look",
    named: ("sight", "subject"),
    sql: "SELECT * FROM sight ORDER BY subject",
    read: sight_of,
};

/// What one picture looks like, where the trail vouches for it.
pub fn of(db: &Connection, of: &SightOf) -> Result<Option<KeptSight>, RegisterError> {
    let sql = "SELECT * FROM sight WHERE subject = $1";
    let found = one(db, "look", sql, params![of.id()], sight_of)?;
    if let Some(kept) = &found {
        facts::vouch_for(db, "what pictures look like", &Change::Sight(kept.clone()))?;
    }
    Ok(found)
}

/// Photos whose look is near; erased ones too, whose look stays. Whatever the trail says of a look: one
/// that was changed so that it is near is asked about like any other, and `audit verify` names it.
pub fn looking_like(
    db: &Connection,
    look: &Bits,
    most: u32,
) -> Result<Vec<(PhotoId, u32)>, RegisterError> {
    let mut near = Vec::new();
    let sql = "SELECT * FROM sight WHERE kind = 'photo' AND rules = $1 AND whole <> ''";
    each(db, "look", sql, params![SIGHT_RULES], &mut |row| {
        let kept = sight_of(row)?;
        let bits = kept.sight.as_ref().and_then(Sight::bits);
        let apart = bits.map(|bits| bits.distance(look));
        if let (Some(apart), SightOf::Photo(photo)) =
            (apart.filter(|apart| *apart <= most), kept.of)
        {
            near.push((photo, apart));
        }
        Ok(true)
    })?;
    Ok(near)
}
