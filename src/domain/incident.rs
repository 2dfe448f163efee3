//! Breaches that reach the head: opened by the app where it sees one, or by hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{CameraId, DeviceId, IncidentId, ReleaseId, StaffId};
use super::person::PersonId;

/// What sort of breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// A picture from a device that the school does not know.
    PersonalDevice,
    /// A picture from a device or camera that no longer counts as the school's.
    RevokedDevice,
    /// A record, sealed file or audit trail that was changed outside the app.
    Tampering,
    /// The school's folder was opened on, or moved to, another machine than its own.
    OtherMachine,
    /// The register is an older copy than something beside it knows.
    OlderCopy,
    /// The device's clock stands before the newest recorded event.
    ClockBehind,
    /// The device's clock stands so far ahead of the newest recorded event that it is not believed.
    ClockLeapt,
    /// A copy that had to come down by a day was still out after it.
    TakeDownOverdue,
    /// Five wrong PINs in a row, or many over all accounts.
    PinTries,
    /// No breach: an update decides by other rules than before, and this is what that changed.
    RulesChanged,
    /// No breach, but the head answers for it: the school's rules allow more than before.
    PolicyLoosened,
    /// Written down by a person.
    ByHand,
}

impl IncidentKind {
    /// As people say it.
    pub fn words(self) -> &'static str {
        match self {
            IncidentKind::PersonalDevice => "not a school device",
            IncidentKind::RevokedDevice => "revoked device",
            IncidentKind::Tampering => "changed outside the app",
            IncidentKind::OtherMachine => "on another machine",
            IncidentKind::OlderCopy => "older copy of the register",
            IncidentKind::ClockBehind => "clock set back",
            IncidentKind::ClockLeapt => "clock far ahead",
            IncidentKind::TakeDownOverdue => "not taken down in time",
            IncidentKind::PinTries => "wrong PINs in a row",
            IncidentKind::RulesChanged => "newer rules",
            IncidentKind::PolicyLoosened => "looser rules",
            IncidentKind::ByHand => "reported by staff",
        }
    }
}

/// What an incident is about. Two of one kind about the same are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentSubject {
    Person(PersonId),
    Account(StaffId),
    /// All accounts together.
    EveryAccount,
    Release(ReleaseId),
    /// A sealed file, by the object that it holds.
    SealedFile(String),
    /// So many sealed files that the register does not know.
    UnknownFiles(usize),
    /// A file that was offered, by its SHA-256.
    OfferedFile(String),
    /// Records, by their names in the trail.
    Records(Vec<String>),
    Camera(CameraId),
    Device(DeviceId),
    /// The machine that the folder was opened on; nothing where it cannot be known by anything.
    Machine(Option<String>),
    /// The machine that the school moved to.
    MovedTo(String),
    /// The newest event when the clock stood wrong.
    NewestEvent(DateTime<Utc>),
    /// When the newest checkpoint was made, as it says; nothing where there is none.
    Checkpoint(Option<String>),
    /// An edition of the rules.
    Rules(u32),
    /// When the policy came into force.
    Policy(DateTime<Utc>),
}

/// A breach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    pub kind: IncidentKind,
    /// Nothing where a person wrote it down, and in what is older than that this is kept: left out then,
    /// so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<IncidentSubject>,
    pub opened_at: DateTime<Utc>,
    /// Staff id, or `system`.
    pub by: String,
    /// What was seen, without names of children.
    pub note: String,
}

/// What was done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IncidentState {
    Acknowledged,
    Closed,
}

/// A step in the life of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEvent {
    pub incident: IncidentId,
    pub state: IncidentState,
    pub at: DateTime<Utc>,
    pub by: String,
    pub note: String,
}
