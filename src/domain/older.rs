//! The rules before these, as far as the account of what changed asks them again. Never asked by a
//! verdict, and to go once no school is left that began with them.

use serde::{Deserialize, Serialize};

use super::permission::Permission;

/// Which edition of the rules this program decides by. A school that was there before an edition is
/// given an account of what it changed, once.
pub const EDITION: u32 = 2;

/// That the account of an edition was given, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounted {
    pub edition: u32,
    /// Photos, each once for a channel, that were allowed before and are blocked now.
    pub blocked: usize,
    /// The other way round.
    pub allowed: usize,
    /// Copies that must come down.
    pub down: usize,
}

/// What spoke before: of each signatory, letter by letter, the answer with the latest signed date, and
/// among equals the one recorded last; so that a no with an early date was not heard. `permissions`: of
/// one person and channel, in the order of recording. Each signatory gets a name that is like no other's,
/// because two that differed in a letter were two.
pub fn said_by_date(permissions: &[Permission]) -> Vec<Permission> {
    let mut said: Vec<&Permission> = Vec::new();
    for answer in permissions {
        let same =
            |known: &&mut &Permission| (known.relation, &known.by) == (answer.relation, &answer.by);
        match said.iter_mut().find(same) {
            Some(known) if answer.signed >= known.signed => *known = answer,
            Some(_) => {}
            None => said.push(answer),
        }
    }
    said.into_iter()
        .enumerate()
        .map(|(place, answer)| Permission {
            by: format!("signatory {place}"),
            ..answer.clone()
        })
        .collect()
}
