//! How the register and its lists stand up to a million photos: `cargo bench --profile dev --bench
//! register`. Makes the register once, through the register's own writes, into `target/register-bench`,
//! and uses it again when it is there. `-- --small` does the same with few photos, for a quick look
//! whether all of it runs, `-- --photos 100000` with so many. Prints one table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::cell::RefCell;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use shutterslip::acts::Desk;
use shutterslip::acts::review::{Sought, Stage};
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::clock::Clock;
use shutterslip::domain::audit::Chain;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::{IncidentId, PermissionId, PhotoId, ReleaseId, StaffId};
use shutterslip::domain::incident::{Incident, IncidentKind};
use shutterslip::domain::kept::{Face, Labels, Photo, Source, Tag, Tick};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Copyright, PhotoFacts, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState, Released};
use shutterslip::domain::school::{FiledPermission, Registered};
use shutterslip::domain::time::DateConfirmed;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::keyring;
use shutterslip::picture::InProcess;
use shutterslip::register::sqlite::SqliteRegister;
use shutterslip::register::{Asked, Change, Facts, Judgement, Register, SealKey, Stamp};
use shutterslip::vault::folder::FolderVault;

/// How much there is of everything.
#[derive(Clone, Copy)]
struct Size {
    photos: usize,
    /// Photos of the register that is only started.
    start: usize,
    out: usize,
    runs: usize,
}

const FULL: Size = Size {
    photos: 1_000_000,
    start: 100_000,
    out: 5_000,
    runs: 20_000,
};
const SMALL: Size = Size {
    photos: 3_000,
    start: 500,
    out: 50,
    runs: 500,
};

const CHILDREN: usize = 300;
const EACH: usize = 4;
const HEAD: &str = "Dr Shaw";
const PIN: &str = "173205";
const CHANNELS: [&str; 6] = [
    "wall",
    "journal",
    "newsletter",
    "website",
    "social",
    "press",
];

fn main() {
    let typed: Vec<String> = std::env::args().collect();
    let mut size = match typed.iter().any(|word| word == "--small") {
        true => SMALL,
        false => FULL,
    };
    if let Some(place) = typed.iter().position(|word| word == "--photos") {
        size.photos = typed[place + 1].parse().unwrap();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/register-bench");
    println!("\n| work | p50 | p99 | target |\n|---|---|---|---|");
    let made = made(&root, size.photos, size.out);
    verdicts(&made, size);
    lists(&made, size);
    trail(&made);
    writes(&made, &root);
    start(&root, size.start);
}

fn row(work: &str, mut times: Vec<Duration>, target: &str) {
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
        shown(times[place - 1])
    };
    println!("| {work} | {} | {} | {target} |", at(0.50), at(0.99));
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        _ if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn timed<T>(runs: usize, mut work: impl FnMut(usize) -> T) -> Vec<Duration> {
    (0..runs)
        .map(|run| {
            let start = Instant::now();
            let made = work(run);
            let took = start.elapsed();
            drop(black_box(made));
            took
        })
        .collect()
}

/// Choices that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides
    }
}

/// An id of the shape that the product makes, told by what it is and its number.
fn id(kind: u32, number: usize) -> String {
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

fn photo_id(number: usize) -> PhotoId {
    PhotoId(id(1, number))
}

fn child_id(number: usize) -> PersonId {
    PersonId(id(2, number))
}

fn noon() -> DateTime<Utc> {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

/// Always the same moment, after everything that was recorded.
struct At(DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// Nobody looks at pictures here.
struct Blind;

impl FaceFinder for Blind {
    fn version(&self) -> &str {
        "blind"
    }

    fn find(&self, _: &image::RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        Ok(Vec::new())
    }
}

/// A school's folder.
struct Made {
    data: PathBuf,
    photos: usize,
}

impl Made {
    fn identity(&self) -> (Arc<Identity>, SealKey) {
        let keyring = keyring::read(&self.data.join("device.key")).unwrap();
        (Arc::new(keyring.identity), keyring.register_key)
    }

    fn register(&self) -> SqliteRegister {
        let (identity, key) = self.identity();
        SqliteRegister::open(&self.data.join("register.db"), &key, identity).unwrap()
    }

    fn desk(&self) -> Desk {
        Desk::new(
            Box::new(self.register()),
            Box::new(FolderVault::open(&self.data.join("vault")).unwrap()),
            Box::new(InProcess::default()),
            Box::new(Blind),
            Box::new(At(noon())),
            self.identity().0,
            self.data.clone(),
        )
    }

    fn signed_in(&self) -> (Desk, Session) {
        let mut desk = self.desk();
        let head = desk.sign_in(HEAD, PIN).unwrap();
        (desk, head)
    }
}

fn stamp() -> Stamp {
    Stamp {
        at: noon() - TimeDelta::days(1),
        by: "system".to_owned(),
    }
}

/// The register with that many photos, made where it is not there yet.
fn made(root: &Path, photos: usize, out: usize) -> Made {
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

fn set_up(made: &Made) {
    let mut desk = Desk::new(
        Box::new(made.register()),
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
fn by_the_head(register: &SqliteRegister) -> Stamp {
    let head = register.staff().unwrap().remove(0);
    Stamp {
        by: head.id.0,
        ..stamp()
    }
}

fn name(number: usize) -> (String, String) {
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

fn people(register: &mut SqliteRegister) {
    let mut changes = Vec::new();
    for number in 0..CHILDREN {
        let (given, family) = name(number);
        changes.push(Change::Person(Registered {
            person: Person {
                id: child_id(number),
                kind: PersonKind::Child,
                given,
                family,
                known_as: Vec::new(),
                born: NaiveDate::from_ymd_opt(2021, 1, 1),
                leaves: NaiveDate::from_ymd_opt(2027, 8, 31),
                never: false,
            },
            class: "Robins".to_owned(),
            upn: None,
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

fn answer(child: usize, channel: &str, says: Answer, number: usize) -> Change {
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
        import: None,
    })
}

/// Four children, their faces tied, ticked, complete; every fiftieth with a caption of its own.
fn photo(device: &shutterslip::domain::ids::DeviceId, dice: &mut Dice, number: usize) -> Photo {
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
        })
        .collect();
    let faces = (0..EACH)
        .map(|place| Face {
            id: format!("f{place}"),
            area: area(place),
            found_by: "centerface".to_owned(),
            tag: Some(format!("t{place}")),
            dismissed: None,
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
            faces,
            tagging_complete: true,
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

fn keep(
    register: &mut SqliteRegister,
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
fn going(facts: &Facts, number: usize, channel: &str) -> Release {
    let photo = facts.photo.as_ref().unwrap();
    let release = id(4, number);
    Release {
        file_name: format!("{release}.jpg"),
        id: ReleaseId(release),
        photo: Some(photo.id.clone()),
        channel: ChannelId(channel.to_owned()),
        outlet: OutletKind::Folder,
        place: "/srv/journal".to_owned(),
        copy: "c".repeat(64),
        edition: "e".repeat(64),
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
        checklist: photo.labels.checklist.clone(),
    }
}

/// Releases what may go of the first photos to the journal.
fn release(register: &mut SqliteRegister, out: usize) {
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
fn put(facts: &Facts) -> shutterslip::domain::verdict::Verdict {
    let prepared = Prepared::of(facts);
    prepared.decide(facts)
}

/// A question that is ready to be asked again and again.
struct Prepared {
    photo: PhotoFacts,
    permissions: Vec<Permission>,
}

impl Prepared {
    fn of(facts: &Facts) -> Prepared {
        let photo = facts.photo.as_ref().unwrap();
        let labels = &photo.labels;
        Prepared {
            photo: PhotoFacts {
                device: facts.standing,
                tagging_complete: labels.tagging_complete,
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
                sign_off: None,
            },
            permissions: facts
                .permissions
                .iter()
                .map(|filed| filed.permission.clone())
                .collect(),
        }
    }

    fn decide(&self, facts: &Facts) -> shutterslip::domain::verdict::Verdict {
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
        })
    }
}

fn verdicts(made: &Made, size: Size) {
    let register = made.register();
    let journal = ChannelId("journal".to_owned());
    let mut dice = Dice(77);
    let mut some: Vec<PhotoId> = Vec::new();
    for _ in 0..size.runs {
        some.push(photo_id(dice.below(made.photos)));
    }
    // Everybody's answers are read and vouched for once, as in a process that has been asked before.
    for id in some.iter().take(size.runs / 10) {
        register.facts(&Asked::Photo(id.clone()), &journal).unwrap();
    }
    let prepared: Vec<(Facts, Prepared)> = some
        .iter()
        .take(1_000)
        .map(|id| {
            let facts = register.facts(&Asked::Photo(id.clone()), &journal).unwrap();
            let prepared = Prepared::of(&facts);
            (facts, prepared)
        })
        .collect();
    let times = timed(size.runs, |run| {
        let (facts, prepared) = &prepared[run % prepared.len()];
        prepared.decide(facts)
    });
    row(
        "one verdict in memory: 4 people of 300, for the journal",
        times,
        "≤ 2 µs",
    );
    let allowed = RefCell::new(0);
    let times = timed(size.runs, |run| {
        let asked = Asked::Photo(some[run].clone());
        let facts = register.facts(&asked, &journal).unwrap();
        *allowed.borrow_mut() += usize::from(put(&facts).is_allowed());
    });
    let n = made.photos;
    row(
        &format!(
            "one verdict from SQL, {n} photos: facts read and vouched for, decided ({} of {} allowed)",
            allowed.borrow(),
            size.runs
        ),
        times,
        "p99 ≤ 150 µs",
    );
}

fn lists(made: &Made, size: Size) {
    let (desk, head) = made.signed_in();
    let n = made.photos;
    let runs = if size.photos > 100_000 { 7 } else { 20 };
    for (channel, target) in [("journal", "≤ 400 ms"), ("website", "")] {
        let to = ChannelId(channel.to_owned());
        let found = desk.blocked(&head, &to).unwrap();
        let (rows, photos) = (found.rows(), found.len());
        drop(found);
        let times = timed(runs, |_| desk.blocked(&head, &to).unwrap());
        row(
            &format!(
                "everything blocked on the {channel}, with reasons, from SQL: {photos} of {n} photos, {rows} rows"
            ),
            times,
            target,
        );
    }
    let times = timed(1, |_| desk.overview(&head).unwrap());
    row(
        &format!("overview of {n} photos read into memory"),
        times,
        "",
    );
    let overview = desk.overview(&head).unwrap();
    for (channel, target) in [("journal", "≤ 25 ms"), ("website", "")] {
        let to = ChannelId(channel.to_owned());
        let times = timed(runs * 3, |_| {
            desk.blocked_in(&head, &overview, &to).unwrap()
        });
        row(
            &format!("everything blocked on the {channel}, with reasons, from memory"),
            times,
            target,
        );
    }
    drop(overview);
    for to in ["journal", "website"] {
        let channel = ChannelId(to.to_owned());
        let open = |stage| {
            desk.queue(&head, &channel, Some(stage), &Sought::default(), 200)
                .unwrap()
        };
        let times = timed(runs, |_| open(Stage::Blocked));
        row(
            &format!("the office's queue for the {to} opens: counts of {n} photos, 200 of them"),
            times,
            "< 300 ms at 100,000",
        );
    }
    let journal = ChannelId("journal".to_owned());
    let times = timed(200, |_| {
        let newest = desk.newest(&head, None, 200).unwrap();
        let verdicts = desk.verdicts(&head, &newest, &journal).unwrap();
        (newest, verdicts)
    });
    row("newest 200 photos with verdicts", times, "≤ 2 ms");
    let down = desk.take_downs(&head).unwrap().len();
    let out = desk.releases(&head).unwrap().len();
    let times = timed(50, |_| desk.take_downs(&head).unwrap());
    row(
        &format!("what must come down now: {down} of {out} copies, {n} photos"),
        times,
        "≤ 100 ms",
    );
}

fn trail(made: &Made) {
    let register = made.register();
    let head = register.heads().unwrap().remove(0);
    let key = made.identity().0.verifying_key();
    let count = head.count;
    let times = timed(3, |_| {
        let start = shutterslip::domain::audit::Head::none(head.device.clone());
        let mut chain = Chain::resuming(start, key);
        register
            .entries(&head.device, &mut |entry| chain.push(&entry).is_ok())
            .unwrap();
        chain.finish(&head).unwrap()
    });
    row(
        &format!("audit chain of {count} entries: read, hashed, linked, last signature"),
        times,
        "≤ 1 s",
    );
    drop(register);
    let (desk, head) = made.signed_in();
    let times = timed(1, |_| {
        let proof = desk.verify_audit(&head, &[]).unwrap();
        assert!(proof.is_good(), "{:?}", proof.findings.first());
    });
    row(
        &format!("audit verify of {count} entries: chain, every signature, every record"),
        times,
        "",
    );
}

/// What a durable commit costs on this disk at least: one small row, WAL, `synchronous=FULL`.
fn floor(root: &Path) -> Vec<Duration> {
    let folder = tempfile::tempdir_in(root).unwrap();
    let db = rusqlite::Connection::open(folder.path().join("floor.db")).unwrap();
    db.pragma_update(
        None,
        "key",
        "x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'",
    )
    .unwrap();
    for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL")] {
        db.pragma_update(None, pragma, value).unwrap();
    }
    db.execute_batch("CREATE TABLE entry (number INTEGER PRIMARY KEY, words TEXT)")
        .unwrap();
    let words = "w".repeat(500);
    timed(400, |_| {
        db.prepare_cached("INSERT INTO entry (words) VALUES ($1)")
            .unwrap()
            .execute([&words])
            .unwrap()
    })
}

fn writes(made: &Made, root: &Path) {
    // On a copy's own table: what is written here would make the next run another one.
    let folder = root.join(format!("writes-{}", made.photos));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    for file in ["device.key", "register.db"] {
        fs::copy(made.data.join(file), folder.join(file)).unwrap();
    }
    let copy = Made {
        data: folder.clone(),
        photos: made.photos,
    };
    let mut register = copy.register();
    row("floor: one durable commit of one row", floor(root), "");
    let times = timed(400, |run| {
        let incident = Incident {
            id: IncidentId(id(5, run)),
            kind: IncidentKind::ByHand,
            opened_at: stamp().at,
            by: "system".to_owned(),
            note: "seen".to_owned(),
        };
        register
            .record(&stamp(), &[Change::Incident(incident)])
            .unwrap();
    });
    row(
        "one incident with its audit entry, durable",
        times,
        "≤ 2× the floor",
    );
    let journal = ChannelId("journal".to_owned());
    let mut dice = Dice(5);
    let photos = copy.photos;
    let by = by_the_head(&register);
    let mut decide_one = |register: &mut SqliteRegister, run: usize| {
        let asked = Asked::Photo(photo_id(dice.below(photos)));
        let judged = register
            .release(&by, &asked, &journal, &mut |facts| {
                let verdict = put(facts);
                match verdict.is_allowed() {
                    true => Judgement::Go(Box::new(going(facts, 500_000 + run, "journal"))),
                    false => Judgement::Stay(verdict.reasons().to_vec()),
                }
            })
            .unwrap();
        drop(black_box(judged));
    };
    let times = timed(1, |_| decide_one(&mut register, 0));
    row(
        "the first release of a process: the whole chain followed once",
        times,
        "",
    );
    let times = timed(400, |run| decide_one(&mut register, run + 1));
    let each: Duration = times.iter().sum::<Duration>() / 400;
    row(
        &format!(
            "release transaction, {} photos ({:.0} a second)",
            copy.photos,
            1.0 / each.as_secs_f64()
        ),
        times,
        "272–366 a second",
    );
    drop(register);
    fs::remove_dir_all(&folder).unwrap();
}

/// A day begins: opened, swept, nothing under way.
fn start(root: &Path, photos: usize) {
    let made = made(root, photos, 0);
    let vault = made.data.join("vault");
    let filled = made.data.join("filled");
    if !filled.exists() {
        drop(FolderVault::open(&vault).unwrap());
        for number in 0..photos {
            let id = photo_id(number).0;
            let shelf = vault.join(&id[..2]);
            fs::create_dir_all(&shelf).unwrap();
            fs::write(shelf.join(format!("{id}.sealed")), "sealed").unwrap();
        }
        fs::write(filled, "").unwrap();
    }
    let times = timed(5, |_| {
        let mut desk = made.desk();
        let opening = desk.begin().unwrap();
        assert!(opening.sweep.missing.is_empty());
        desk
    });
    row(
        &format!("start with {photos} photos: opened, swept, nothing under way"),
        times,
        "well under 1 s",
    );
}
