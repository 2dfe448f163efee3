//! The school itself, and what its register files about people: entries, answers, forms, erasures.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{EvidenceId, ImportId, MarkReasonId, PermissionId, StaffId};
use super::permission::{Answer, Permission, Said};
use super::person::{Person, PersonId};

/// One school; one register holds one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    pub id: String,
    pub name: String,
    /// Fictional: marked as such everywhere, never mixed with real data.
    pub sample: bool,
    pub set_up: DateTime<Utc>,
}

/// A policy file as the school adopted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedPolicy {
    pub toml: String,
    pub since: DateTime<Utc>,
    pub by: StaffId,
}

/// Somebody in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub person: Person,
    /// Group or class; empty for adults.
    pub class: String,
    /// Unique pupil number. Left out while there is none, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    /// A court has spoken about this child, so what a parent says goes to the head alone. That it is so
    /// is shown; why stands nowhere. Left out while it is not so, so that older records keep their
    /// fingerprint.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub court_order: bool,
}

/// One answer as filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledPermission {
    pub id: PermissionId,
    pub permission: Permission,
    /// The sealed form.
    pub form: Option<EvidenceId>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: StaffId,
    /// The import that it came with, which says whether the MIS holds the form. Left out while there is
    /// none, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
    /// The answer that this one corrects. Left out while there is none, so that older records keep
    /// their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<PermissionId>,
}

impl Said for &FiledPermission {
    fn said(&self) -> &Permission {
        &self.permission
    }
}

/// The answers that speak, of all about one person: a yes that a later answer corrects speaks no
/// more. A no does, corrected or not, until its own signatory says yes: a correction takes nothing
/// but permission away.
pub fn speaking(mut answers: Vec<FiledPermission>) -> Vec<FiledPermission> {
    if answers.iter().all(|filed| filed.corrects.is_none()) {
        return answers;
    }
    let corrected: HashSet<PermissionId> = answers
        .iter()
        .filter_map(|filed| filed.corrects.clone())
        .collect();
    answers.retain(|filed| {
        filed.permission.answer != Answer::Granted || !corrected.contains(&filed.id)
    });
    answers
}

/// Why somebody carries the never-photograph mark, as whoever set it said. For the head alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkReason {
    pub id: MarkReasonId,
    pub person: PersonId,
    pub why: String,
    pub at: DateTime<Utc>,
    pub by: StaffId,
}

/// A sealed form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    pub id: EvidenceId,
    pub media_type: String,
    /// Bytes before sealing.
    pub size: u64,
    /// Of the bytes before sealing, lower-case hex.
    pub sha256: String,
    pub kept_at: DateTime<Utc>,
    pub by: StaffId,
}

/// The record that stays when a key is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Photo or evidence id.
    pub object: String,
    pub at: DateTime<Utc>,
    pub by: StaffId,
    pub why: String,
}
