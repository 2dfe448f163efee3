//! What pictures look like.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, By, Columns, Meant, Read, Reads, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::sight::{Bits, DIGITS, KeptSight, SIGHT_RULES, Sight, SightOf};

impl Record for KeptSight {
    const KIND: &'static str = "sight";

    fn id(&self) -> String {
        self.of.id().to_owned()
    }

    fn note(&self) -> Note {
        self.noted(Act::SightKept).saying(match &self.of {
            SightOf::Photo(photo) => json!({"photo": photo}),
            SightOf::Release(release) => json!({"release": release}),
        })
    }
}

impl Rowed for KeptSight {
    const WHAT: &'static str = "look";
    const SET: &'static RowSet = &RowSet {
        name: "sight",
        key: "subject",
        order: &[By::Rising("subject")],
        is_numbered: false,
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        let kind = match self.of {
            SightOf::Photo(_) => "photo",
            SightOf::Release(_) => "release",
        };
        let looks = self.sight.as_ref();
        Ok(row! {
            subject: self.of.id(),
            kind: kind,
            rules: &self.rules,
            whole: looks.map_or("", |sight| sight.whole.as_str()),
            middle: looks.map_or("", |sight| sight.middle.as_str()),
            made_at: stamp(self.at),
        })
    }

    fn of_row(row: &Columns) -> Result<KeptSight, Bad> {
        let id = row.text("subject")?;
        let of = match row.text("kind")?.as_str() {
            "photo" => SightOf::Photo(PhotoId(id)),
            "release" => SightOf::Release(ReleaseId(id)),
            _ => return Err(Bad::senseless("kind")),
        };
        let (whole, middle) = (row.text("whole")?, row.text("middle")?);
        let sight = match (whole.len(), middle.len()) {
            (0, 0) => None,
            (DIGITS, DIGITS) => Some(Sight { whole, middle }),
            _ => return Err(Bad::senseless("whole")),
        };
        Ok(KeptSight {
            of,
            rules: row.text("rules")?,
            sight,
            at: row.time("made_at")?,
        })
    }
}

/// Photos whose look is near; erased ones too, whose look stays. Whatever the trail says of a look: one
/// that was changed so that it is near is asked about like any other, and `audit verify` names it.
pub fn looking_like(reads: &dyn Reads, look: &Bits, most: u32) -> Read<Vec<(PhotoId, u32)>> {
    let mut near = Vec::new();
    let photos = KeptSight::rows()
        .with("kind", "photo")
        .with("rules", SIGHT_RULES)
        .meant(Meant::IsNot("whole", "".into()))
        .in_order(&[]);
    reads.scan(&photos, &mut |row| {
        let kept = KeptSight::of_row(row)?;
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
