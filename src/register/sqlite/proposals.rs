//! Reads looser policies that wait for a second person.

use rusqlite::Connection;

use super::super::{Change, RegisterError};
use super::facts;
use super::row::{Bad, Columns, Kind, one};
use crate::domain::ids::StaffId;
use crate::domain::school::PolicyProposal;

fn proposal(row: &Columns) -> Result<PolicyProposal, Bad> {
    Ok(PolicyProposal {
        id: row.text("id")?,
        toml: row.text("toml")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

pub const PROPOSALS: Kind<PolicyProposal> = Kind {
    what: "proposal",
    named: ("policy-proposal", "id"),
    sql: "SELECT * FROM policy_proposal ORDER BY number",
    read: proposal,
};

/// The newest, taken up or not, where the trail vouches for it.
pub fn newest(db: &Connection) -> Result<Option<PolicyProposal>, RegisterError> {
    let sql = "SELECT * FROM policy_proposal ORDER BY number DESC LIMIT 1";
    let found = one(db, "proposal", sql, [], proposal)?;
    if let Some(proposal) = &found {
        let change = Change::Propose(proposal.clone());
        facts::vouch_for(db, "the policy that is proposed", &change)?;
    }
    Ok(found)
}
