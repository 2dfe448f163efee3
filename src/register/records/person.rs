//! People, as they stand now.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{self, Bad, By, Columns, Read, Row, RowSet, row, word};
use crate::domain::audit::{Act, Note};
use crate::domain::person::{Person, PersonId};
use crate::domain::school::Registered;

impl Record for Registered {
    const KIND: &'static str = "person";

    fn id(&self) -> String {
        self.person.id.0.clone()
    }

    fn note(&self) -> Note {
        let person = &self.person;
        self.noted(Act::PersonRecorded)
            .about(&person.id)
            .saying(json!({"kind": person.kind, "never": person.never, "leaves": person.leaves}))
    }
}

impl Rowed for Registered {
    const WHAT: &'static str = "person";
    const SET: &'static RowSet = &RowSet {
        name: "person",
        order: &[
            By::Rising("class"),
            By::Rising("given"),
            By::Rising("family"),
            By::Rising("id"),
        ],
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        let person = &self.person;
        Ok(row! {
            id: &person.id.0,
            kind: word(&person.kind)?,
            given: &person.given,
            family: &person.family,
            known_as: store::json(&person.known_as)?,
            born: person.born.map(|day| day.to_string()),
            leaves: person.leaves.map(|day| day.to_string()),
            never: person.never,
            class: &self.class,
            upn: self.upn.as_ref(),
            known_families: store::json(&person.known_families)?,
            responsible: store::json(&person.responsible)?,
            court_order: self.court_order,
        })
    }

    fn of_row(row: &Columns) -> Result<Registered, Bad> {
        Ok(Registered {
            person: Person {
                id: PersonId(row.text("id")?),
                kind: row.word("kind")?,
                given: row.text("given")?,
                family: row.text("family")?,
                known_as: row.json("known_as")?,
                known_families: row.json("known_families")?,
                born: row.date("born")?,
                leaves: row.date("leaves")?,
                never: row.flag("never")?,
                responsible: row.json("responsible")?,
                changed_outside: false,
            },
            class: row.text("class")?,
            upn: row.maybe_text("upn")?,
            court_order: row.flag("court_order")?,
        })
    }
}
