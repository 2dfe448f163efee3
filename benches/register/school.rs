//! A school with as many photos as one likes, made through the register's own writes; no picture lies
//! in its vault. Used by the benches of the register and of the tablet.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use shutterslip::acts::Desk;
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::clock::Clock;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::{PermissionId, PhotoId, ReleaseId, StaffId};
use shutterslip::domain::kept::{Face, Labels, Photo, Source, Tag, Tick};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Copyright, PhotoFacts, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{
    OutletKind, Release, ReleaseEvent, ReleaseOf, ReleaseState, Released, ReleasedCopy,
};
use shutterslip::domain::school::{FiledPermission, Registered};
use shutterslip::domain::time::DateConfirmed;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::keyring;
use shutterslip::picture::InProcess;
use shutterslip::register::store::sqlite;
use shutterslip::register::{Asked, Change, Facts, Judgement, Register, SealKey, Stamp};
use shutterslip::vault::folder::FolderVault;

pub const CHILDREN: usize = 300;
pub const EACH: usize = 4;
pub const HEAD: &str = "Dr Shaw";
pub const PIN: &str = "173205";
pub const CHANNELS: [&str; 6] = [
    "wall",
    "journal",
    "newsletter",
    "website",
    "social",
    "press",
];

/// Choices that are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides
    }
}

/// An id of the shape that the product makes, told by what it is and its number.
pub fn id(kind: u32, number: usize) -> String {
    let mut dice = Dice((number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(kind));
    for _ in 0..4 {
        dice.below(2);
    }
    let (high, low) = (dice.0, number as u64);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        kind,
        low
    )
}

pub fn photo_id(number: usize) -> PhotoId {
    PhotoId(id(1, number))
}

pub fn child_id(number: usize) -> PersonId {
    PersonId(id(2, number))
}

pub fn noon() -> DateTime<Utc> {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

/// Always the same moment, after everything that was recorded.
pub struct At(DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// Nobody looks at pictures here.
pub struct Blind;

impl FaceFinder for Blind {
    fn version(&self) -> &str {
        "blind"
    }

    fn find(&self, _: &image::RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        Ok(Vec::new())
    }
}

/// A school's folder.
pub struct Made {
    pub data: PathBuf,
    pub photos: usize,
}

impl Made {
    pub fn identity(&self) -> (Arc<Identity>, SealKey) {
        let keyring = keyring::read(&self.data.join("device.key")).unwrap();
        (Arc::new(keyring.identity), keyring.register_key)
    }

    pub fn register(&self) -> Register {
        let (identity, key) = self.identity();
        sqlite::open(&self.data.join("register.db"), &key, identity).unwrap()
    }

    pub fn desk(&self) -> Desk {
        Desk::new(
            self.register(),
            Box::new(FolderVault::open(&self.data.join("vault")).unwrap()),
            Box::new(InProcess::default()),
            Box::new(Blind),
            Box::new(At(noon())),
            self.identity().0,
            self.data.clone(),
        )
    }

    /// Something lies in the vault for each photo, once: a start looks that nothing is missing.
    pub fn fill_vault(&self) {
        let vault = self.data.join("vault");
        let filled = self.data.join("filled");
        if filled.exists() {
            return;
        }
        drop(FolderVault::open(&vault).unwrap());
        for number in 0..self.photos {
            let id = photo_id(number).0;
            let shelf = vault.join(&id[..2]);
            fs::create_dir_all(&shelf).unwrap();
            fs::write(shelf.join(format!("{id}.sealed")), "sealed").unwrap();
        }
        fs::write(filled, "").unwrap();
    }

    pub fn signed_in(&self) -> (Desk, Session) {
        let mut desk = self.desk();
        let head = desk.sign_in(HEAD, PIN).unwrap();
        (desk, head)
    }
}

pub fn stamp() -> Stamp {
    Stamp {
        at: noon() - TimeDelta::days(1),
        by: "system".to_owned(),
    }
}

/// The register with that many photos, made where it is not there yet.
pub fn made(root: &Path, photos: usize, out: usize) -> Made {
    let data = root.join(format!("photos-{photos}"));
    let made = Made {
        data: data.clone(),
        photos,
    };
    let ready = data.join("ready-2");
    if ready.exists() {
        return made;
    }
    if data.exists() {
        fs::remove_dir_all(&data).unwrap();
    }
    fs::create_dir_all(&data).unwrap();
    keyring::make(&data.join("device.key")).unwrap();
    set_up(&made);
    let mut register = made.register();
    people(&mut register);
    let device = made.identity().0.device.clone();
    let mut dice = Dice(9);
    let kept = Instant::now();
    let first = out.min(photos);
    keep(&mut register, &device, &mut dice, 0..first);
    release(&mut register, out);
    keep(&mut register, &device, &mut dice, first..photos);
    // Three parents withdraw afterwards.
    let withdrawn: Vec<Change> = (0..3)
        .map(|number| answer(number * 7, "journal", Answer::Withdrawn, 90_000 + number))
        .collect();
    register.record(&stamp(), &withdrawn).unwrap();
    eprintln!("made {photos} photos in {:.0?}", kept.elapsed());
    fs::write(ready, "").unwrap();
    made
}

pub fn set_up(made: &Made) {
    let mut desk = Desk::new(
        made.register(),
        Box::new(FolderVault::open(&made.data.join("vault")).unwrap()),
        Box::new(InProcess::default()),
        Box::new(Blind),
        Box::new(At(noon() - TimeDelta::days(4000))),
        made.identity().0,
        made.data.clone(),
    );
    desk.set_up(&Plan {
        school: "Bench",
        sample: true,
        policy_toml: SHIPPED[0].1,
        head: HEAD,
        head_pin: PIN,
        device: "Bench",
        asset_tag: "",
    })
    .unwrap();
    drop(desk);
    // The years between are passed over as a head would: by saying what day it is.
    let leap = DateConfirmed {
        from: noon() - TimeDelta::days(4000),
        to: stamp().at,
    };
    let mut register = made.register();
    register
        .record(&stamp(), &[Change::DateConfirmed(leap)])
        .unwrap();
}

/// The stamp of the head's account: only somebody with an account releases.
pub fn by_the_head(register: &Register) -> Stamp {
    let head = register.staff().unwrap().remove(0);
    Stamp {
        by: head.id.0,
        ..stamp()
    }
}

pub fn name(number: usize) -> (String, String) {
    const STARTS: [&str; 20] = [
        "Am", "Be", "Ca", "Da", "El", "Fa", "Gra", "Ha", "Is", "Jo", "Ka", "Le", "Ma", "No", "Ol",
        "Pe", "Ro", "Sa", "To", "Zo",
    ];
    const ENDS: [&str; 15] = [
        "ra", "n", "lin", "ric", "sa", "mi", "ce", "nna", "bel", "vi", "ty", "o", "lle", "rk", "dd",
    ];
    let part = |number: usize| format!("{}{}", STARTS[number % 20], ENDS[(number / 20) % 15]);
    (part(number), format!("{}son", part(number * 7 + 3)))
}

pub fn people(register: &mut Register) {
    let mut changes = Vec::new();
    for number in 0..CHILDREN {
        let (given, family) = name(number);
        changes.push(Change::Person(Registered {
            person: Person {
                born: NaiveDate::from_ymd_opt(2021, 1, 1),
                leaves: NaiveDate::from_ymd_opt(2027, 8, 31),
                ..Person::new(child_id(number), PersonKind::Child, &given, &family)
            },
            class: "Robins".to_owned(),
            upn: None,
            court_order: false,
        }));
        for (place, channel) in CHANNELS.iter().enumerate() {
            // About one in thirteen said no: of four, one in four pictures shows somebody who did.
            let says = match (number * 5 + place) % 13 {
                0 => Answer::Refused,
                _ => Answer::Granted,
            };
            changes.push(answer(number, channel, says, number * 10 + place));
        }
    }
    register.record(&stamp(), &changes).unwrap();
}

pub fn answer(child: usize, channel: &str, says: Answer, number: usize) -> Change {
    Change::Permission(FiledPermission {
        id: PermissionId(id(3, number)),
        permission: Permission {
            person: child_id(child),
            channel: ChannelId(channel.to_owned()),
            answer: says,
            relation: Relation::Parent,
            by: "S Khan".to_owned(),
            signed: noon().date_naive() - Days::new(60),
            from: None,
            until: None,
            evidence: Evidence::Paper,
        },
        form: None,
        recorded_at: noon() - TimeDelta::days(60),
        recorded_by: StaffId("office".to_owned()),
        corrects: None,
        belongs: None,
        import: None,
    })
}

/// Four children, their faces tied, ticked, complete; every fiftieth with a caption of its own.
pub fn photo(device: &shutterslip::domain::ids::DeviceId, dice: &mut Dice, number: usize) -> Photo {
    let area = |place: usize| Area {
        x: 100 * place as u32,
        y: 300,
        width: 90,
        height: 120,
    };
    let first = dice.below(CHILDREN);
    let tags: Vec<Tag> = (0..EACH)
        .map(|place| Tag {
            id: format!("t{place}"),
            who: Who::Person(child_id((first + place * 37) % CHILDREN)),
            hidden: false,
            area: None,
            set_by: None,
            stood: false,
        })
        .collect();
    let faces: Vec<Face> = (0..EACH)
        .map(|place| Face {
            id: format!("f{place}"),
            area: area(place),
            found_by: "centerface".to_owned(),
            found: None,
            tag: Some(format!("t{place}")),
            dismissed: None,
            score: None,
        })
        .collect();
    let taken = noon() - TimeDelta::days(3000) + TimeDelta::minutes(4 * number as i64);
    Photo {
        id: photo_id(number),
        sha256: format!("{number:064x}"),
        size: 4_000_000,
        width: 4000,
        height: 3000,
        source: Source::Device(device.clone()),
        taken_at: taken,
        taken_by: StaffId("office".to_owned()),
        kept_at: taken,
        occasion: "Spring fair".to_owned(),
        class: "Robins".to_owned(),
        version: 1,
        labels: Labels {
            tags,
            faces: faces.into(),
            tagging_complete: true,
            nobody: None,
            completed_by: None,
            not_here: Vec::new(),
            doubts: Vec::new(),
            crop: None,
            caption: match number % 50 {
                0 => format!("A day in the garden with class {}", dice.below(9)),
                _ => String::new(),
            },
            alt: String::new(),
            credit: String::new(),
            file_name: format!("IMG_{:04}.JPG", number % 10_000),
            copyright: Copyright::School,
            checklist: ["dressed", "dignity", "no-names-in-view"]
                .map(|item| Tick {
                    item: item.to_owned(),
                    by: StaffId("office".to_owned()),
                })
                .to_vec(),
        },
    }
}

pub fn keep(
    register: &mut Register,
    device: &shutterslip::domain::ids::DeviceId,
    dice: &mut Dice,
    numbers: std::ops::Range<usize>,
) {
    let numbers: Vec<usize> = numbers.collect();
    for some in numbers.chunks(5_000) {
        let changes: Vec<Change> = some
            .iter()
            .map(|number| {
                let mut key = SealKey::default();
                key[..8].copy_from_slice(&number.to_be_bytes());
                Change::KeepPhoto(Box::new(photo(device, dice, *number)), key)
            })
            .collect();
        register.record(&stamp(), &changes).unwrap();
    }
}

/// A release as an act makes it, of whoever is on the photo.
pub fn going(facts: &Facts, number: usize, channel: &str) -> Release {
    let photo = facts.photo.as_ref().unwrap();
    let release = id(4, number);
    Release {
        channel: ChannelId(channel.to_owned()),
        what: ReleaseOf::Copy(ReleasedCopy {
            photo: photo.id.clone(),
            outlet: OutletKind::Folder,
            place: "/srv/journal".to_owned(),
            file_name: format!("{release}.jpg"),
            sha256: "c".repeat(64),
            edition: "e".repeat(64),
            checklist: photo.labels.checklist.clone(),
        }),
        id: ReleaseId(release),
        policy: "f".repeat(64),
        decided_at: stamp().at,
        by: StaffId("office".to_owned()),
        stands_until: None,
        people: photo
            .labels
            .tags
            .iter()
            .map(|tag| Released {
                who: tag.who.clone(),
                hidden: tag.hidden,
            })
            .collect(),
        permissions: facts
            .permissions
            .iter()
            .map(|filed| filed.id.clone())
            .collect(),
    }
}

/// Releases what may go of the first photos to the journal.
pub fn release(register: &mut Register, out: usize) {
    let journal = ChannelId("journal".to_owned());
    let by = by_the_head(register);
    for number in 0..out {
        let asked = Asked::Photo(photo_id(number));
        let judged = register
            .release(&by, &asked, &journal, &mut |facts| {
                let verdict = put(facts);
                match verdict.is_allowed() {
                    true => Judgement::Go(Box::new(going(facts, number, "journal"))),
                    false => Judgement::Stay(verdict.reasons().to_vec()),
                }
            })
            .unwrap();
        if let Judgement::Go(release) = judged {
            let event = ReleaseEvent {
                release: release.id.clone(),
                state: ReleaseState::Out,
                at: stamp().at,
                by: "office".to_owned(),
                note: String::new(),
            };
            register
                .record(&stamp(), &[Change::ReleaseEvent(event)])
                .unwrap();
        }
    }
}

/// The facts put before the rules, as the gate does it for the journal.
pub fn put(facts: &Facts) -> shutterslip::domain::verdict::Verdict {
    let prepared = Prepared::of(facts);
    prepared.decide(facts)
}

/// A question that is ready to be asked again and again.
pub struct Prepared {
    photo: PhotoFacts,
    permissions: Vec<Permission>,
}

impl Prepared {
    pub fn of(facts: &Facts) -> Prepared {
        let photo = facts.photo.as_ref().unwrap();
        let labels = &photo.labels;
        Prepared {
            photo: PhotoFacts {
                device: facts.standing,
                tagging_complete: labels.is_tagging_complete(),
                shown: labels.shown(),
                faces: labels.faces.len() as u32,
                faces_accounted: labels.faces_accounted() as u32,
                caption: labels.caption.clone(),
                alt: labels.alt.clone(),
                credit: labels.credit.clone(),
                file_name: labels.file_name.clone(),
                copyright: labels.copyright,
                checklist: labels
                    .checklist
                    .iter()
                    .map(|tick| tick.item.clone())
                    .collect(),
                taken_by: photo.taken_by.0.clone(),
                ..PhotoFacts::default()
            },
            permissions: facts
                .permissions
                .iter()
                .map(|filed| filed.permission.clone())
                .collect(),
        }
    }

    pub fn decide(&self, facts: &Facts) -> shutterslip::domain::verdict::Verdict {
        let policy = facts.policy.rules().unwrap();
        decide(&Question {
            policy,
            channel: policy.channel(&ChannelId("journal".to_owned())).unwrap(),
            today: noon().date_naive(),
            photo: &self.photo,
            people: (&facts.roll).into(),
            permissions: &self.permissions,
            clock_behind: facts.newest_event.is_some_and(|newest| noon() < newest),
            register_live: true,
            register_restored: false,
        })
    }
}
