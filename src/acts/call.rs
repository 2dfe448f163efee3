//! An external video call: who of those chosen may join, and the calls that were. Why somebody may not
//! is told to whoever keeps the register, and to nobody else.

use super::group::Tile;
use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::person::PersonId;
use crate::domain::release::{Release, ReleaseOf};
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use serde::{Deserialize, Serialize};

/// Somebody who is to join a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Joining {
    pub tile: Tile,
    pub may: bool,
    /// Why not, for the office and the head; empty for others.
    pub reasons: Vec<Reason>,
}

impl Desk {
    /// Who of these may join, by name: those who may first. Whoever has left is not among them.
    /// Errors: the policy has no video calls.
    pub fn who_may_join(&self, who: &Session, people: &[PersonId]) -> Done<Vec<Joining>> {
        let verdicts = self.check_call(who, people)?;
        let tells_why = who.role().may(Duty::KeepRegister);
        let mut joining = Vec::with_capacity(people.len());
        for tile in self.tiles_of(who, people)? {
            let verdict = verdicts.iter().find(|(id, _)| *id == tile.person);
            // Whoever was not asked about may not.
            let may = verdict.is_some_and(|(_, verdict)| verdict.is_allowed());
            let reasons = verdict.map(|(_, verdict)| verdict.reasons().to_vec());
            joining.push(Joining {
                reasons: reasons.filter(|_| tells_why).unwrap_or_default(),
                tile,
                may,
            });
        }
        joining.sort_by_key(|one| !one.may);
        Ok(joining)
    }

    /// The calls that are on record, newest first, each with what it was held for.
    pub fn calls(&self, who: &Session, most: usize) -> Done<Vec<(Release, String)>> {
        self.require(who, Duty::Look)?;
        let releases = self.register.releases()?.into_iter().rev();
        let calls = releases.filter_map(|(release, _)| match &release.what {
            ReleaseOf::Copy(_) => None,
            ReleaseOf::Call { occasion } => {
                let occasion = occasion.clone();
                Some((release, occasion))
            }
        });
        Ok(calls.take(most).collect())
    }
}
