//! What a worker tells, one line each: what it begins, and what came of it, after the act returned.

use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Told {
    /// The school did not open.
    Refused(String),
    /// The school is open, somebody signed in.
    Open,
    Begun(Aim),
    Done(Vec<Fruit>),
    Failed {
        why: String,
        /// Nothing was done, by the act's own word; otherwise nobody can tell.
        surely: bool,
    },
    Ended,
}

/// What an act is about to touch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aim {
    pub act: String,
    /// Records that it may change.
    pub touches: Vec<String>,
}

/// What an act reported.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Fruit {
    /// A picture is kept.
    Kept {
        photo: String,
        sha256: String,
    },
    /// A photo's labels stand so; no print where they could not be read back.
    Labelled {
        photo: String,
        print: Option<String>,
        /// Who is tagged, and whether hidden.
        shown: Vec<(String, bool)>,
    },
    /// A record is on the register for good: `sign-off:…`, `evidence:…`.
    Recorded(String),
    /// Somebody's entry stands so.
    Person {
        id: String,
        given: String,
    },
    Answered {
        id: String,
        person: String,
        channel: String,
        answer: String,
        by: String,
        signed: String,
    },
    /// A copy is out.
    Out {
        release: String,
        photo: String,
        sha256: String,
    },
    /// The gate said no.
    Blocked,
    /// A copy did not land; what is recorded says whether it counts as out.
    NotOut {
        why: String,
    },
    /// A copy was taken down.
    Down(String),
    Erased(String),
}
