//! A record that was changed past the register, and what becomes of it. Knows no store: the trail says how
//! a record stood, whoever reads it holds the two against each other.

use serde::{Deserialize, Serialize};

/// How a record stood that was taken out.
pub const GONE: &str = "gone";

/// How a record stands that cannot be read.
pub const UNREADABLE: &str = "unreadable";

/// The head teacher's word that a record, as it stands, counts no more. Of what was said in it nothing
/// stays: it is said anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// The record's name in the trail.
    pub subject: String,
    /// Its fingerprint as it stood, or [`GONE`].
    pub stood: String,
}

impl SetAside {
    /// The name in the trail under which a record is set aside.
    pub fn subject_of(record: &str) -> String {
        format!("set-aside:{record}")
    }
}

/// What happened to a record past the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happened {
    Changed,
    PutIn,
    /// Taken out, or written so that it cannot be read.
    Removed,
}

/// A record that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Odd {
    /// Its name in the trail.
    pub subject: String,
    pub happened: Happened,
    /// Its fingerprint as it stands, or [`GONE`].
    pub stands: String,
}

impl Odd {
    /// As whoever verifies reads it.
    pub fn words(&self) -> String {
        let happened = match self.happened {
            Happened::Changed => "was changed",
            Happened::PutIn => "was put in",
            Happened::Removed => "was removed",
        };
        format!("{} {happened} outside Shutterslip", self.subject)
    }
}
