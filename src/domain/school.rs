//! The school itself, and what its register files about people: entries, answers, forms, erasures.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{EvidenceId, ImportId, MarkReasonId, PermissionId, StaffId};
use super::permission::{Answer, Evidence, Permission, Relation, Said};
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
    /// Who confirmed it, where it loosens what was in force before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<StaffId>,
}

/// A policy that loosens what is in force, and waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyProposal {
    pub id: String,
    pub toml: String,
    pub at: DateTime<Utc>,
    pub by: StaffId,
}

/// Days for which a proposal waits.
pub const PROPOSAL_DAYS: i64 = 7;

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
    /// This no repeats the one that it corrects, which was written down under the wrong name or child:
    /// to whom it belongs. Left out where nothing of the kind was said, so that older records keep their
    /// fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongs: Option<Belongs>,
}

/// To whom a no belongs that stands with somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belongs {
    pub person: PersonId,
    pub relation: Relation,
    /// The signatory's name.
    pub by: String,
}

impl Said for &FiledPermission {
    fn said(&self) -> &Permission {
        &self.permission
    }
}

/// The answers that speak, of all about one person: a yes that a later answer corrects speaks no
/// more. A no does, corrected or not, until its own signatory says yes or it is moved: a correction
/// takes nothing but permission away.
pub fn speaking(mut answers: Vec<FiledPermission>) -> Vec<FiledPermission> {
    if answers.iter().all(|filed| filed.corrects.is_none()) {
        return answers;
    }
    let moved = moved(&answers);
    let corrected: HashSet<PermissionId> = answers
        .iter()
        .filter_map(|filed| filed.corrects.clone())
        .collect();
    answers.retain(|filed| {
        let is_no = filed.permission.answer != Answer::Granted;
        !moved.contains(&filed.id) && (is_no || !corrected.contains(&filed.id))
    });
    answers
}

/// The noes of one person that were moved to whom they belong: the one that was written down wrong, the
/// repetition by which one account said so, and that by which another account agreed. One account
/// alone moves nothing, nor does a repetition that says anything else than what it repeats.
pub fn moved(answers: &[FiledPermission]) -> HashSet<PermissionId> {
    let mut moved = HashSet::new();
    for agreed in answers.iter().filter(|filed| filed.belongs.is_some()) {
        let repeated = |later: &FiledPermission| {
            let id = later.corrects.as_ref()?;
            let filed = answers.iter().find(|filed| filed.id == *id)?;
            let is_no = filed.permission.answer != Answer::Granted;
            (is_no && is_repetition(&later.permission, &filed.permission)).then_some(filed)
        };
        let Some(said) = repeated(agreed) else {
            continue;
        };
        let Some(wrong) = repeated(said) else {
            continue;
        };
        if said.belongs == agreed.belongs
            && said.recorded_by != agreed.recorded_by
            && wrong.belongs.is_none()
        {
            moved.extend([&wrong.id, &said.id, &agreed.id].map(PermissionId::clone));
        }
    }
    moved
}

/// Whether it is the same no by the same signatory, whatever shows it.
fn is_repetition(later: &Permission, earlier: &Permission) -> bool {
    let said = |answer: &Permission| Permission {
        evidence: Evidence::Spoken,
        ..answer.clone()
    };
    said(later) == said(earlier)
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
    /// How many pages it had when somebody could look at it, as it was filed; text is one. Left out for
    /// what was filed before that was asked, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
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

#[cfg(test)]
mod tests {
    use super::super::channel::ChannelId;
    use super::*;

    fn no(id: &str, by: &str, corrects: Option<&str>, belongs: Option<&str>) -> FiledPermission {
        let day = "2026-03-02".parse().unwrap();
        FiledPermission {
            id: PermissionId(id.to_owned()),
            permission: Permission {
                person: PersonId("amira".to_owned()),
                channel: ChannelId("website".to_owned()),
                answer: Answer::Refused,
                relation: Relation::Parent,
                by: "S Kahn".to_owned(),
                signed: day,
                from: None,
                until: None,
                evidence: Evidence::Spoken,
            },
            form: None,
            recorded_at: DateTime::UNIX_EPOCH,
            recorded_by: StaffId(by.to_owned()),
            import: None,
            corrects: corrects.map(|id| PermissionId(id.to_owned())),
            belongs: belongs.map(|by| Belongs {
                person: PersonId("amira".to_owned()),
                relation: Relation::Parent,
                by: by.to_owned(),
            }),
        }
    }

    fn speaks(answers: &[FiledPermission]) -> usize {
        speaking(answers.to_vec()).len()
    }

    #[test]
    fn a_no_falls_silent_where_two_accounts_say_the_same_of_it_and_by_no_other_way() {
        let old = no("one", "office", None, None);
        let said = no("two", "office", Some("one"), Some("S Khan"));
        let agreed = no("three", "head", Some("two"), Some("S Khan"));
        assert_eq!(speaks(&[old.clone(), said.clone()]), 2);
        assert_eq!(speaks(&[old.clone(), said.clone(), agreed.clone()]), 0);
        let forged = |change: &dyn Fn(&mut FiledPermission)| {
            let mut agreed = agreed.clone();
            change(&mut agreed);
            speaks(&[old.clone(), said.clone(), agreed])
        };
        // One account twice; another place; no place; a no that was never said so; of the first alone.
        assert_eq!(
            forged(&|one| one.recorded_by = StaffId("office".to_owned())),
            3
        );
        assert_eq!(
            forged(&|one| one.belongs.as_mut().unwrap().by = "S".to_owned()),
            3
        );
        assert_eq!(forged(&|one| one.belongs = None), 3);
        assert_eq!(forged(&|one| one.permission.by = "S Khan".to_owned()), 3);
        assert_eq!(
            forged(&|one| one.corrects = Some(PermissionId("one".to_owned()))),
            3
        );
        assert_eq!(
            forged(&|one| one.corrects = Some(PermissionId("gone".to_owned()))),
            3
        );
        // A second no by the same hand speaks on.
        let second = no("four", "office", None, None);
        assert_eq!(speaks(&[old, said, agreed, second]), 1);
    }

    #[test]
    fn a_corrected_yes_counts_no_more_and_a_corrected_no_counts() {
        let mut yes = no("one", "office", None, None);
        yes.permission.answer = Answer::Granted;
        let mut later = no("two", "office", Some("one"), None);
        assert_eq!(speaking(vec![yes.clone(), later.clone()]), [later.clone()]);
        later.permission.answer = Answer::Granted;
        yes.permission.answer = Answer::Refused;
        assert_eq!(speaks(&[yes, later]), 2);
    }

    #[test]
    fn records_from_before_keep_their_fingerprint() {
        let written = serde_json::to_string(&no("one", "office", None, None)).unwrap();
        assert!(!written.contains("belongs"), "{written}");
    }
}
