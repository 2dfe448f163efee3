//! What can be written, and how each of it stands in the audit trail. Writes nothing itself.

use serde::Serialize;

use super::{Asked, SealKey};
use crate::domain::attendance::Attendance;
use crate::domain::audit::{Act, Note};
use crate::domain::channel::ChannelId;
use crate::domain::device::{Binding, Camera, Device};
use crate::domain::doubt::{DoubtId, Found};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::{Photo, SignOffRecord, fingerprint};
use crate::domain::mis::Import;
use crate::domain::older::Accounted;
use crate::domain::permission::Answer;
use crate::domain::person::PersonId;
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::repair::SetAside;
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use crate::domain::sight::{KeptSight, SightOf};
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

fn note(act: Act, subject: String, record: &impl Serialize) -> Note {
    Note {
        act,
        subject,
        about: String::new(),
        digest: fingerprint(record),
        detail: "{}".to_owned(),
    }
}

impl Note {
    fn about(mut self, person: &PersonId) -> Note {
        self.about.clone_from(&person.0);
        self
    }

    fn saying(mut self, detail: serde_json::Value) -> Note {
        self.detail = detail.to_string();
        self
    }

    fn without_record(mut self) -> Note {
        self.digest = String::new();
        self
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
        use serde_json::json;
        match self {
            Change::SetUp(school) => {
                note(Act::SchoolSetUp, subject::of("school", &school.id), school)
                    .saying(json!({"sample": school.sample}))
            }
            Change::Adopt(policy) => {
                let since = crate::domain::audit::stamp(policy.since);
                note(Act::PolicyAdopted, subject::of("policy", since), policy)
            }
            Change::Propose(proposal) => note(
                Act::PolicyProposed,
                subject::of("policy-proposal", &proposal.id),
                proposal,
            ),
            Change::Device(device) => {
                let act = match device.revoked_at {
                    None => Act::DeviceEnrolled,
                    Some(_) => Act::DeviceRevoked,
                };
                note(act, subject::of("device", &device.id), device)
                    .saying(json!({"asset": device.asset_tag}))
            }
            Change::Camera(camera) => {
                let act = match camera.retired_at {
                    None => Act::CameraRegistered,
                    Some(_) => Act::CameraRetired,
                };
                note(act, subject::of("camera", &camera.id), camera)
            }
            Change::Staff(staff) => {
                let act = match staff.left_at {
                    None => Act::StaffRecorded,
                    Some(_) => Act::StaffLeft,
                };
                let (role, signed) = (&staff.role, &staff.agreement_signed);
                let mut told = json!({"role": role, "agreement": signed});
                if let Some(told) = told.as_object_mut() {
                    if let Some(text) = &staff.agreement_text {
                        told.insert("text".to_owned(), json!(text));
                    }
                    if staff.pin_was_reset {
                        told.insert("pin".to_owned(), json!("reset"));
                    }
                }
                note(act, subject::of("staff", &staff.id), staff).saying(told)
            }
            Change::PinTried(tried) => {
                let act = if tried.good {
                    Act::SignedIn
                } else {
                    Act::SignInWrongPin
                };
                note(act, subject::of("staff", &tried.staff), tried)
                    .without_record()
                    .saying(match &tried.up {
                        Some(up) => json!({"up": up}),
                        None => json!({}),
                    })
            }
            Change::LetIn(told) => {
                note(Act::LetIn, subject::of("staff", &told.staff), told).without_record()
            }
            Change::Person(entry) => {
                let person = &entry.person;
                note(
                    Act::PersonRecorded,
                    subject::of("person", &person.id),
                    entry,
                )
                .about(&person.id)
                .saying(
                    json!({"kind": person.kind, "never": person.never, "leaves": person.leaves}),
                )
            }
            // Who reads the trail learns that there is a reason, never which.
            Change::MarkReason(reason) => note(
                Act::MarkExplained,
                subject::of("mark-reason", &reason.id),
                reason,
            )
            .about(&reason.person),
            Change::Evidence(file, _) => {
                note(Act::EvidenceFiled, subject::of("evidence", &file.id), file)
                    .saying(json!({"sha256": file.sha256}))
            }
            Change::Permission(filed) => {
                let said = &filed.permission;
                note(
                    Act::PermissionAdded,
                    subject::of("permission", &filed.id),
                    filed,
                )
                .about(&said.person)
                .saying({
                    let mut told = json!({
                        "channel": said.channel, "answer": said.answer, "relation": said.relation,
                        "signed": said.signed, "evidence": said.evidence, "form": filed.form,
                    });
                    if let (Some(corrected), Some(told)) = (&filed.corrects, told.as_object_mut()) {
                        told.insert("corrects".to_owned(), json!(corrected));
                    }
                    if let (Some(belongs), Some(told)) = (&filed.belongs, told.as_object_mut()) {
                        told.insert("belongs".to_owned(), json!(belongs.person));
                    }
                    told
                })
            }
            Change::KeepPhoto(photo, _) => note(
                Act::PhotoKept,
                subject::of("photo", &photo.id),
                photo.as_ref(),
            )
            .saying(json!({"sha256": photo.sha256, "source": photo.source})),
            Change::Label(photo) => note(
                Act::PhotoLabelled,
                subject::of("photo", &photo.id),
                photo.as_ref(),
            )
            .saying(told_of_labels(photo)),
            Change::SecondLook(photo, doubt, found) => note(
                Act::SecondLook,
                subject::of("photo", &photo.id),
                photo.as_ref(),
            )
            .saying({
                let mut told = told_of_labels(photo);
                if let Some(told) = told.as_object_mut() {
                    told.insert("doubt".to_owned(), json!(doubt));
                    told.insert("found".to_owned(), json!(found.word()));
                }
                told
            }),
            Change::SignOff(signed) => note(
                Act::PhotoSignedOff,
                subject::of("sign-off", &signed.id),
                signed,
            )
            .saying(json!({"photo": signed.photo, "channel": signed.channel})),
            Change::ReleaseEvent(event) => {
                let act = match event.state {
                    ReleaseState::GoingOut => Act::ReleaseGoingOut,
                    ReleaseState::Out => Act::ReleaseOut,
                    ReleaseState::NotOut => Act::ReleaseNotOut,
                    ReleaseState::Down => Act::ReleaseTakenDown,
                };
                note(act, release_event_subject(event), event)
            }
            Change::Erase(erasure) => note(
                Act::Erased,
                subject::of("erasure", &erasure.object),
                erasure,
            ),
            Change::Incident(incident) => note(
                Act::IncidentOpened,
                subject::of("incident", &incident.id),
                incident,
            )
            .saying(json!({"kind": incident.kind})),
            Change::IncidentEvent(event) => note(
                Act::IncidentFollowedUp,
                incident_event_subject(event),
                event,
            )
            .saying(json!({"state": event.state})),
            Change::Attendance(said) => note(
                Act::AttendanceSaid,
                subject::of("attendance", &said.id),
                said,
            )
            .saying(json!({"day": said.day, "away": said.away.len()})),
            Change::Sight(kept) => note(Act::SightKept, subject::of("sight", kept.of.id()), kept)
                .saying(match &kept.of {
                    SightOf::Photo(photo) => json!({"photo": photo}),
                    SightOf::Release(release) => json!({"release": release}),
                }),
            Change::Slip(slip) => note(Act::SlipMade, subject::of("slip", &slip.id), slip)
                .saying(json!({"person": slip.person, "form": slip.form})),
            Change::SlipRead(reading) => note(
                Act::SlipConfirmed,
                subject::of("slip-reading", &reading.form),
                reading,
            )
            .saying(json!({"slip": reading.slip})),
            Change::Import(import) => note(
                Act::ListImported,
                subject::of("mis-import", &import.id),
                import.as_ref(),
            )
            .saying(json!({
                "rows": import.rows, "added": import.added, "changed": import.changed,
                "answers": import.answers, "forms-held": import.forms_held,
            })),
            Change::Accounted(told) => note(
                Act::RulesAccounted,
                subject::of("rules", told.edition),
                told,
            )
            .without_record()
            .saying(json!({"blocked": told.blocked, "allowed": told.allowed, "down": told.down})),
            Change::Repair(anew) => Note {
                act: Act::RecordRepaired,
                ..anew.note()
            },
            Change::SetAside(aside) => Note {
                act: Act::RecordSetAside,
                subject: SetAside::subject_of(&aside.subject),
                about: String::new(),
                digest: aside.stood.clone(),
                detail: "{}".to_owned(),
            },
            Change::Bound(binding) => note(Act::DeviceBound, "machine".to_owned(), binding)
                .without_record()
                .saying(json!(binding)),
            Change::DateConfirmed(confirmed) => {
                note(Act::DateConfirmed, "clock".to_owned(), confirmed)
                    .without_record()
                    .saying(json!({"from": confirmed.from, "to": confirmed.to}))
            }
        }
    }
}

/// What the trail says of a photo's labels beside their fingerprint.
fn told_of_labels(photo: &Photo) -> serde_json::Value {
    let labels = &photo.labels;
    let mut told = serde_json::json!({
        "version": photo.version, "tags": labels.tags.len(), "complete": labels.tagging_complete,
    });
    if let (Some(_), Some(told)) = (&labels.nobody, told.as_object_mut()) {
        told.insert("nobody".to_owned(), serde_json::json!(true));
    }
    told
}

pub(super) fn release_event_subject(event: &ReleaseEvent) -> String {
    subject::of(
        "release-event",
        format_args!("{}:{}", event.release, event.state.words()),
    )
}

pub(super) fn incident_event_subject(event: &IncidentEvent) -> String {
    subject::of(
        "incident-event",
        format_args!("{}:{:?}", event.incident, event.state),
    )
}

/// How a release that was decided stands in the audit trail.
pub fn release_note(release: &Release) -> Note {
    note(
        Act::ReleaseDecided,
        subject::of("release", &release.id),
        release,
    )
    .saying(serde_json::json!({
        "photo": release.photo, "channel": release.channel, "copy": release.copy,
        "permissions": release.permissions,
    }))
}

/// How a release that the gate refused stands in the audit trail.
pub fn blocked_note(asked: &Asked, channel: &ChannelId, reasons: &[Reason]) -> Note {
    let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    let subject = match asked {
        Asked::Photo(photo) => subject::of("photo", photo),
        Asked::Call(_) => "call".to_owned(),
    };
    Note {
        act: Act::ReleaseBlocked,
        subject,
        about: String::new(),
        digest: String::new(),
        detail: serde_json::json!({"channel": channel, "reasons": codes}).to_string(),
    }
}
