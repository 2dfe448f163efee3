//! One record of every kind, and every way to write one. A kind of change that is added later does
//! not compile here until it is told apart, so that the contract cannot forget it.

use chrono::{DateTime, Utc};
use shutterslip::domain::attendance::Attendance;
use shutterslip::domain::device::{Binding, Camera, Device, Identity};
use shutterslip::domain::doubt::{DoubtId, Found};
use shutterslip::domain::ids::*;
use shutterslip::domain::incident::{Incident, IncidentEvent, IncidentKind, IncidentState};
use shutterslip::domain::kept::{Face, Labels, Photo, SignOffRecord, Source, Tag, Tick};
use shutterslip::domain::language::Language;
use shutterslip::domain::mis::{Column, Holds, Import, Mapping, Meaning};
use shutterslip::domain::older::Accounted;
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Copyright, Unrecognisable, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{
    OutletKind, Release, ReleaseEvent, ReleaseOf, ReleaseState, Released, ReleasedCopy,
};
use shutterslip::domain::repair::SetAside;
use shutterslip::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use shutterslip::domain::sight::{KeptSight, SIGHT_RULES, Sight, SightOf};
use shutterslip::domain::slip::{Slip, SlipReading};
use shutterslip::domain::staff::{LetIn, PinTry, Role, Staff};
use shutterslip::domain::time::DateConfirmed;
use shutterslip::register::{Asked, Change, Judgement, Register, SealKey, Stamp};

use super::school::{at, channel};

pub const DEVICE: &str = "5f0c7d0e-0000-4000-8000-000000000001";

pub fn noon() -> DateTime<Utc> {
    at("2026-03-02T12:00:00Z")
}

pub fn stamp() -> Stamp {
    Stamp {
        at: noon(),
        by: "head".to_owned(),
    }
}

pub fn identity() -> Identity {
    Identity::new(DeviceId(DEVICE.to_owned()), &[7; 32])
}

pub fn key(byte: u8) -> SealKey {
    SealKey::new([byte; 32])
}

pub fn school() -> School {
    School {
        id: "school".to_owned(),
        name: "Willow".to_owned(),
        sample: true,
        set_up: noon(),
    }
}

pub fn staff() -> Staff {
    Staff {
        id: StaffId("head".to_owned()),
        name: "Mrs Okafor".to_owned(),
        role: Role::Head,
        pin_hash: "$argon2id$".to_owned(),
        agreement_signed: None,
        agreement_text: Some("0123456789ab".to_owned()),
        left_at: None,
        pin_was_reset: false,
    }
}

pub fn policy() -> AdoptedPolicy {
    AdoptedPolicy {
        toml: SHIPPED[0].1.to_owned(),
        since: noon(),
        by: StaffId("head".to_owned()),
        confirmed_by: None,
    }
}

pub fn device() -> Device {
    Device {
        id: DeviceId(DEVICE.to_owned()),
        name: "Tablet 1".to_owned(),
        asset_tag: "W-001".to_owned(),
        public_key: identity().public_key(),
        enrolled_at: noon(),
        revoked_at: None,
        revoked_why: String::new(),
    }
}

pub fn camera() -> Camera {
    Camera {
        id: CameraId("camera".to_owned()),
        name: "School camera".to_owned(),
        make: "Canon".to_owned(),
        model: "EOS".to_owned(),
        serial: "1".to_owned(),
        registered_at: noon(),
        retired_at: None,
    }
}

pub fn person(id: &str) -> Registered {
    Registered {
        person: Person {
            known_as: vec!["Mimi".to_owned()],
            ..Person::new(PersonId(id.to_owned()), PersonKind::Child, "Amira", "Khan")
        },
        class: "Robins".to_owned(),
        upn: None,
        court_order: false,
    }
}

pub fn mark_reason(id: &str) -> MarkReason {
    MarkReason {
        id: MarkReasonId(id.to_owned()),
        person: PersonId("amira".to_owned()),
        why: "a court has said so".to_owned(),
        at: noon(),
        by: StaffId("head".to_owned()),
    }
}

pub fn evidence(id: &str) -> EvidenceFile {
    EvidenceFile {
        id: EvidenceId(id.to_owned()),
        media_type: "text/plain".to_owned(),
        size: 3,
        sha256: "ab".repeat(32),
        kept_at: noon(),
        by: StaffId("head".to_owned()),
        pages: None,
    }
}

pub fn permission(id: &str, person: &str, answer: Answer) -> FiledPermission {
    FiledPermission {
        id: PermissionId(id.to_owned()),
        permission: Permission {
            person: PersonId(person.to_owned()),
            channel: channel("journal"),
            answer,
            relation: Relation::Parent,
            by: "S Khan".to_owned(),
            signed: "2026-01-05".parse().unwrap(),
            from: None,
            until: None,
            evidence: Evidence::Paper,
        },
        form: None,
        recorded_at: noon(),
        recorded_by: StaffId("head".to_owned()),
        corrects: None,
        belongs: None,
        import: None,
    }
}

pub fn photo(id: &str, person: &str) -> Photo {
    let area = Area {
        x: 1,
        y: 2,
        width: 3,
        height: 4,
    };
    let tag = |id: &str, who: Who| Tag {
        id: id.to_owned(),
        who,
        hidden: false,
        area: None,
        set_by: None,
        stood: false,
    };
    Photo {
        id: PhotoId(id.to_owned()),
        sha256: format!("{id:0>64}"),
        size: 3,
        width: 64,
        height: 48,
        source: Source::Device(DeviceId(DEVICE.to_owned())),
        taken_at: noon(),
        taken_by: StaffId("head".to_owned()),
        kept_at: noon(),
        occasion: "Spring".to_owned(),
        class: "Robins".to_owned(),
        version: 1,
        labels: Labels {
            tags: vec![
                tag("t1", Who::Person(PersonId(person.to_owned()))),
                tag("t2", Who::Unrecognisable(Unrecognisable::Adult)),
            ],
            faces: vec![Face {
                id: "f1".to_owned(),
                area,
                found_by: "hand".to_owned(),
                found: None,
                tag: Some("t1".to_owned()),
                dismissed: None,
                score: None,
            }]
            .into(),
            tagging_complete: true,
            nobody: None,
            completed_by: None,
            not_here: Vec::new(),
            doubts: Vec::new(),
            crop: Some(area),
            caption: String::new(),
            alt: String::new(),
            credit: String::new(),
            file_name: String::new(),
            copyright: Copyright::School,
            checklist: vec![Tick {
                item: "dressed".to_owned(),
                by: StaffId("head".to_owned()),
            }],
        },
    }
}

pub fn sign_off(id: &str) -> SignOffRecord {
    SignOffRecord {
        id: SignOffId(id.to_owned()),
        photo: PhotoId("photo".to_owned()),
        channel: channel("journal"),
        by: StaffId("head".to_owned()),
        role: Role::Head,
        at: noon(),
        edition: "e".repeat(64),
        copy: "c".repeat(64),
    }
}

pub fn release(id: &str) -> Release {
    release_of(id, &PhotoId("photo".to_owned()))
}

pub fn release_of(id: &str, photo: &PhotoId) -> Release {
    Release {
        id: ReleaseId(id.to_owned()),
        channel: channel("journal"),
        what: ReleaseOf::Copy(ReleasedCopy {
            photo: photo.clone(),
            outlet: OutletKind::Folder,
            place: "/srv/journal".to_owned(),
            file_name: format!("{id}.jpg"),
            sha256: "c".repeat(64),
            edition: "e".repeat(64),
            checklist: Vec::new(),
        }),
        policy: "f".repeat(64),
        decided_at: noon(),
        by: StaffId("head".to_owned()),
        stands_until: None,
        people: vec![Released {
            who: Who::Unknown,
            hidden: true,
        }],
        permissions: vec![PermissionId("yes".to_owned())],
    }
}

pub fn attendance(id: &str) -> Attendance {
    Attendance {
        id: AttendanceId(id.to_owned()),
        day: "2026-03-02".parse().unwrap(),
        class: "Robins".to_owned(),
        away: vec![PersonId("amira".to_owned())],
        at: noon(),
        by: StaffId("head".to_owned()),
    }
}

pub fn sight(photo: &str) -> KeptSight {
    KeptSight {
        of: SightOf::Photo(PhotoId(photo.to_owned())),
        rules: SIGHT_RULES.to_owned(),
        sight: Some(Sight {
            whole: "0f".repeat(32),
            middle: "1e".repeat(32),
        }),
        at: noon(),
    }
}

pub fn slip(id: &str, person: &str) -> Slip {
    Slip {
        id: SlipId(id.to_owned()),
        form: 1,
        key: "ab".repeat(32),
        person: PersonId(person.to_owned()),
        channels: vec![channel("journal"), channel("website")],
        language: Language::Welsh,
        made_at: noon(),
        by: StaffId("head".to_owned()),
    }
}

pub fn slip_reading(slip: &str, form: &str) -> SlipReading {
    SlipReading {
        slip: SlipId(slip.to_owned()),
        form: EvidenceId(form.to_owned()),
        at: noon(),
        by: StaffId("head".to_owned()),
    }
}

pub fn import(id: &str) -> Import {
    let column = Column {
        header: "Photo".to_owned(),
        holds: Holds::Answer,
        channels: vec![channel("journal")],
        meanings: [("Y".to_owned(), Meaning::Yes)].into(),
        asks: [].into(),
    };
    Import {
        id: ImportId(id.to_owned()),
        at: noon(),
        by: StaffId("head".to_owned()),
        sha256: "cd".repeat(32),
        shape: "ef".repeat(32),
        mapping: Mapping {
            signatory: "School records".to_owned(),
            given_on: None,
            columns: vec![column],
        },
        rows: 3,
        added: 1,
        changed: 1,
        answers: 2,
        forms_held: true,
    }
}

pub fn incident(id: &str) -> Incident {
    Incident {
        id: IncidentId(id.to_owned()),
        kind: IncidentKind::ByHand,
        subject: None,
        opened_at: noon(),
        by: "head".to_owned(),
        note: "a phone was seen".to_owned(),
    }
}

/// What has to be there before the rest, then one change of every kind in an order that holds.
pub fn every_change() -> Vec<Change> {
    let mut labelled = photo("photo", "amira");
    labelled.version = 2;
    labelled.labels.caption = "Spring".to_owned();
    vec![
        Change::SetUp(school()),
        Change::Staff(staff()),
        Change::Adopt(policy()),
        Change::Device(device()),
        Change::Camera(camera()),
        Change::PinTried(PinTry {
            staff: StaffId("head".to_owned()),
            at: noon(),
            good: false,
            up: None,
        }),
        Change::LetIn(LetIn {
            staff: StaffId("head".to_owned()),
            at: noon(),
        }),
        Change::Propose(PolicyProposal {
            id: "proposal".to_owned(),
            toml: SHIPPED[1].1.to_owned(),
            at: noon(),
            by: StaffId("head".to_owned()),
        }),
        Change::Person(person("amira")),
        Change::MarkReason(mark_reason("reason")),
        Change::Evidence(evidence("form"), key(1)),
        Change::Permission(permission("yes", "amira", Answer::Granted)),
        Change::KeepPhoto(Box::new(photo("photo", "amira")), key(2)),
        Change::Label(Box::new(labelled.clone())),
        {
            labelled.version += 1;
            Change::SecondLook(Box::new(labelled), DoubtId("d1".to_owned()), Found::Right)
        },
        Change::SignOff(sign_off("signed")),
        Change::Incident(incident("incident")),
        Change::IncidentEvent(IncidentEvent {
            incident: IncidentId("incident".to_owned()),
            state: IncidentState::Acknowledged,
            at: noon(),
            by: "head".to_owned(),
            note: "spoken to".to_owned(),
        }),
        Change::Attendance(attendance("said")),
        Change::Sight(sight("photo")),
        Change::Slip(slip("slip", "amira")),
        Change::SlipRead(slip_reading("slip", "form")),
        Change::Import(Box::new(import("import"))),
        Change::Erase(Erasure {
            object: "form".to_owned(),
            at: noon(),
            by: StaffId("head".to_owned()),
            why: "asked for".to_owned(),
        }),
        Change::Repair(Box::new(Change::Person(person("amira")))),
        Change::SetAside(SetAside {
            subject: "evidence:form".to_owned(),
            stood: "ab".repeat(32),
        }),
        Change::Bound(Binding {
            machine: "ab".repeat(32),
        }),
        Change::Accounted(Accounted {
            edition: 3,
            blocked: 1,
            allowed: 0,
            down: 1,
        }),
        Change::DateConfirmed(DateConfirmed {
            from: noon(),
            to: noon(),
        }),
    ]
}

/// The step of the release that [`fill`] records.
pub fn out() -> Change {
    Change::ReleaseEvent(ReleaseEvent {
        release: ReleaseId("release".to_owned()),
        state: ReleaseState::Out,
        at: noon(),
        by: "head".to_owned(),
        note: String::new(),
    })
}

/// Fills a register with one record of every kind, a release and its steps included.
pub fn fill(register: &mut Register) {
    register.record(&stamp(), &every_change()).unwrap();
    let went = register
        .release(
            &stamp(),
            &Asked::Photo(PhotoId("photo".to_owned())),
            &channel("journal"),
            &mut |_| Judgement::Go(Box::new(release("release"))),
        )
        .unwrap();
    assert!(matches!(went, Judgement::Go(_)));
    register.record(&stamp(), &[out()]).unwrap();
}

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        /// The kind of a change, by its name; a new kind is none of these and does not compile.
        pub fn kind_of(change: &Change) -> &'static str {
            match change {
                $(Change::$kind { .. } => stringify!($kind),)*
            }
        }

        /// Every kind of change there is.
        pub const KINDS: &[&str] = &[$(stringify!($kind)),*];
    };
}

kinds! {
    SetUp, Adopt, Propose, Device, Camera, Staff, PinTried, LetIn, Person, MarkReason, Evidence, Permission, KeepPhoto,
    Label, SecondLook, SignOff, ReleaseEvent, Erase, Incident, IncidentEvent, Attendance, Sight, Slip, SlipRead,
    Import, Bound, Accounted, DateConfirmed, Repair, SetAside,
}
