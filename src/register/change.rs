//! What can be written, and how each of it stands in the audit trail. Writes nothing itself.

use serde_json::json;

use super::record::{Record, Saying};
use super::records::photo::told_of_labels;
use super::{Asked, SealKey};
use crate::domain::attendance::Attendance;
use crate::domain::audit::{Act, Note};
use crate::domain::channel::ChannelId;
use crate::domain::device::{Binding, Camera, Device};
use crate::domain::doubt::{DoubtId, Found};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::{Photo, SignOffRecord};
use crate::domain::mis::Import;
use crate::domain::older::Accounted;
use crate::domain::permission::Answer;
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::repair::SetAside;
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use crate::domain::sight::KeptSight;
use crate::domain::slip::{Slip, SlipReading};
use crate::domain::staff::{LetIn, PinTry, Staff};
use crate::domain::time::DateConfirmed;
use crate::domain::verdict::Reason;

/// Everything that can be written, a release apart.
#[derive(Clone)]
pub enum Change {
    SetUp(School),
    Adopt(AdoptedPolicy),
    /// A policy that loosens waits for a second person.
    Propose(PolicyProposal),
    /// New, or as it stands now.
    Device(Device),
    /// New, or as it stands now.
    Camera(Camera),
    /// New, or as it stands now.
    Staff(Staff),
    PinTried(PinTry),
    /// Wrong PINs make somebody wait no longer.
    LetIn(LetIn),
    /// New, or as it stands now.
    Person(Registered),
    /// Why somebody carries the absolute mark.
    MarkReason(MarkReason),
    Evidence(EvidenceFile, SealKey),
    Permission(FiledPermission),
    KeepPhoto(Box<Photo>, SealKey),
    /// The photo with its new labels; its version is one above the one that was seen.
    Label(Box<Photo>),
    /// The same, where somebody looked at what was in doubt, and what they found.
    SecondLook(Box<Photo>, DoubtId, Found),
    SignOff(SignOffRecord),
    ReleaseEvent(ReleaseEvent),
    /// The key goes with it.
    Erase(Erasure),
    Incident(Incident),
    IncidentEvent(IncidentEvent),
    /// Said anew; of a group and day the latest speaks.
    Attendance(Attendance),
    /// What a kept picture or a released copy looks like.
    Sight(KeptSight),
    /// A permission slip was made.
    Slip(Slip),
    /// What a slip says was confirmed.
    SlipRead(SlipReading),
    /// A list was taken over from the school's MIS; what it brought are changes of their own beside it.
    Import(Box<Import>),
    /// The folder belongs to this machine from now on.
    Bound(Binding),
    /// What newer rules changed was told.
    Accounted(Accounted),
    /// The head teacher says a record anew that was changed past the register: the one change that writes
    /// over what the trail does not vouch for.
    Repair(Box<Change>),
    /// A record that was changed past the register counts no more.
    SetAside(SetAside),
    /// The one change that may be far ahead of the newest entry.
    DateConfirmed(DateConfirmed),
}

/// Names under which records stand in the audit trail.
pub mod subject {
    pub fn of(kind: &str, id: impl std::fmt::Display) -> String {
        format!("{kind}:{id}")
    }
}

impl Change {
    /// Whether it protects somebody, or lets in whoever records what does: it is recorded on a full disk
    /// too, as long as the register's reserve lasts.
    pub fn protects(&self) -> bool {
        match self {
            Change::Permission(filed) => match filed.permission.answer {
                Answer::Refused | Answer::Withdrawn | Answer::ChangedOutside => true,
                Answer::Granted => false,
            },
            Change::Person(entry) => entry.person.never,
            Change::MarkReason(_) | Change::Erase(_) => true,
            Change::SecondLook(_, _, found) => *found == Found::PutBack,
            Change::Device(device) => device.revoked_at.is_some(),
            Change::Camera(camera) => camera.retired_at.is_some(),
            Change::Staff(staff) => staff.left_at.is_some(),
            Change::Incident(_) | Change::IncidentEvent(_) | Change::ReleaseEvent(_) => true,
            // Nobody records anything who cannot sign in.
            Change::PinTried(_)
            | Change::LetIn(_)
            | Change::Bound(_)
            | Change::DateConfirmed(_) => true,
            Change::Accounted(_) => true,
            Change::Repair(anew) => anew.protects(),
            Change::SetAside(_)
            | Change::SetUp(_)
            | Change::Adopt(_)
            | Change::Propose(_)
            | Change::Evidence(..)
            | Change::KeepPhoto(..)
            | Change::Label(_)
            | Change::SignOff(_)
            | Change::Attendance(_)
            | Change::Sight(_)
            | Change::Slip(_)
            | Change::SlipRead(_)
            | Change::Import(_) => false,
        }
    }

    /// How the change stands in the audit trail.
    pub fn note(&self) -> Note {
        match self {
            Change::SetUp(school) => school.note(),
            Change::Adopt(policy) => policy.note(),
            Change::Propose(proposal) => proposal.note(),
            Change::Device(device) => device.note(),
            Change::Camera(camera) => camera.note(),
            Change::Staff(staff) => staff.note(),
            Change::PinTried(tried) => {
                let act = match tried.good {
                    true => Act::SignedIn,
                    false => Act::SignInWrongPin,
                };
                alone(act, subject::of(Staff::KIND, &tried.staff)).saying(match &tried.up {
                    Some(up) => json!({"up": up}),
                    None => json!({}),
                })
            }
            Change::LetIn(told) => alone(Act::LetIn, subject::of(Staff::KIND, &told.staff)),
            Change::Person(entry) => entry.note(),
            Change::MarkReason(reason) => reason.note(),
            Change::Evidence(file, _) => file.note(),
            Change::Permission(filed) => filed.note(),
            Change::KeepPhoto(photo, _) => photo
                .noted(Act::PhotoKept)
                .saying(json!({"sha256": photo.sha256, "source": photo.source})),
            Change::Label(photo) => photo.note(),
            Change::SecondLook(photo, doubt, found) => {
                let mut told = told_of_labels(photo);
                if let Some(told) = told.as_object_mut() {
                    told.insert("doubt".to_owned(), json!(doubt));
                    told.insert("found".to_owned(), json!(found.word()));
                }
                photo.noted(Act::SecondLook).saying(told)
            }
            Change::SignOff(signed) => signed.note(),
            Change::ReleaseEvent(event) => event.note(),
            Change::Erase(erasure) => erasure.note(),
            Change::Incident(incident) => incident.note(),
            Change::IncidentEvent(event) => event.note(),
            Change::Attendance(said) => said.note(),
            Change::Sight(kept) => kept.note(),
            Change::Slip(slip) => slip.note(),
            Change::SlipRead(reading) => reading.note(),
            Change::Import(import) => import.note(),
            Change::Accounted(told) => {
                alone(Act::RulesAccounted, subject::of("rules", told.edition)).saying(
                    json!({"blocked": told.blocked, "allowed": told.allowed, "down": told.down}),
                )
            }
            Change::Repair(anew) => Note {
                act: Act::RecordRepaired,
                ..anew.note()
            },
            Change::SetAside(aside) => Note {
                digest: aside.stood.clone(),
                ..alone(Act::RecordSetAside, SetAside::subject_of(&aside.subject))
            },
            Change::Bound(binding) => {
                alone(Act::DeviceBound, "machine".to_owned()).saying(json!(binding))
            }
            Change::DateConfirmed(confirmed) => alone(Act::DateConfirmed, "clock".to_owned())
                .saying(json!({"from": confirmed.from, "to": confirmed.to})),
        }
    }
}

/// An entry beside which no record stands.
fn alone(act: Act, subject: String) -> Note {
    Note {
        act,
        subject,
        about: String::new(),
        digest: String::new(),
        detail: "{}".to_owned(),
    }
}

/// How a release that was decided stands in the audit trail.
pub fn release_note(release: &Release) -> Note {
    release.note()
}

/// How a release that the gate refused stands in the audit trail.
pub fn blocked_note(asked: &Asked, channel: &ChannelId, reasons: &[Reason]) -> Note {
    let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    let subject = match asked {
        Asked::Photo(photo) => subject::of(Photo::KIND, photo),
        Asked::Call(_) => "call".to_owned(),
    };
    alone(Act::ReleaseBlocked, subject).saying(json!({"channel": channel, "reasons": codes}))
}
