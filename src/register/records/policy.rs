//! Policies as they were adopted, and looser ones that wait for a second person.

use super::super::record::{Record, Rowed};
use super::super::store::{Bad, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;
use crate::domain::school::{AdoptedPolicy, PolicyProposal};

impl Record for AdoptedPolicy {
    const KIND: &'static str = "policy";

    fn id(&self) -> String {
        stamp(self.since)
    }

    fn note(&self) -> Note {
        self.noted(Act::PolicyAdopted)
    }
}

impl Rowed for AdoptedPolicy {
    const WHAT: &'static str = "policy";
    const SET: &'static RowSet = &RowSet {
        name: "policy",
        key: "",
        ..RowSet::ADDED
    };
    const NAMED_BY: &'static str = "since";

    fn row(&self) -> Read<Row> {
        Ok(row! {
            toml: &self.toml,
            since: stamp(self.since),
            by_staff: &self.by.0,
            confirmed_by: self.confirmed_by.as_ref().map(|staff| &staff.0),
        })
    }

    fn of_row(row: &Columns) -> Result<AdoptedPolicy, Bad> {
        Ok(AdoptedPolicy {
            toml: row.text("toml")?,
            since: row.time("since")?,
            by: StaffId(row.text("by_staff")?),
            confirmed_by: row.maybe_text("confirmed_by")?.map(StaffId),
        })
    }
}

impl Record for PolicyProposal {
    const KIND: &'static str = "policy-proposal";

    fn id(&self) -> String {
        self.id.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::PolicyProposed)
    }
}

impl Rowed for PolicyProposal {
    const WHAT: &'static str = "proposal";
    const SET: &'static RowSet = &RowSet {
        name: "policy_proposal",
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id,
            toml: &self.toml,
            at: stamp(self.at),
            by_staff: &self.by.0,
        })
    }

    fn of_row(row: &Columns) -> Result<PolicyProposal, Bad> {
        Ok(PolicyProposal {
            id: row.text("id")?,
            toml: row.text("toml")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
        })
    }
}
