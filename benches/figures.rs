//! What README's figures are made of: `cargo bench --profile dev`, in the profile that the tests
//! have built already. Prints one table. Times are whole calls, as a person would wait for them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::RgbImage;
use shutterslip::acts::Desk;
use shutterslip::acts::capture::Circumstance;
use shutterslip::acts::set_up::Plan;
use shutterslip::clock::{Clock, SystemClock};
use shutterslip::domain::cases;
use shutterslip::domain::ids::IncidentId;
use shutterslip::domain::incident::{Incident, IncidentKind};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::keyring;
use shutterslip::picture::{CopyPlan, InProcess, Limits, Notice, public_copy, screen};
use shutterslip::register::sqlite::SqliteRegister;
use shutterslip::register::{Change, Register, Stamp};
use shutterslip::sample::{data, scenes};
use shutterslip::vault::folder::FolderVault;

/// Runs of each slow figure.
const RUNS: usize = 40;

fn main() {
    // `cargo bench` hands over its own switches; a plain run needs none.
    let folder = tempfile::tempdir_in(".").unwrap();
    let photo = camera_file();
    println!("\n| work | p50 | p99 | runs |\n|---|---|---|---|");
    floor(folder.path(), &photo);
    keep(folder.path(), &photo);
    looking(&photo);
    pictures(&photo);
    decisions();
    trail(folder.path());
}

fn row(work: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
        times[place - 1].as_secs_f64() * 1000.0
    };
    println!(
        "| {work} | {:.2} ms | {:.2} ms | {} |",
        at(0.50),
        at(0.99),
        times.len()
    );
}

fn timed(runs: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    (0..runs)
        .map(|run| {
            let start = Instant::now();
            work(run);
            start.elapsed()
        })
        .collect()
}

/// A 12 MP picture as the sample's camera writes it.
fn camera_file() -> Vec<u8> {
    let school = data::load().unwrap();
    let plan = &school.photos[0];
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    scenes::photograph(plan.scene, &school.writing(plan, today)).unwrap()
}

/// What keeping cannot go below: the bytes written, synced, renamed, the folder synced.
fn floor(folder: &Path, photo: &[u8]) {
    let times = timed(RUNS, |run| {
        let partial = folder.join(format!("floor-{run}.part"));
        let mut file = File::create(&partial).unwrap();
        file.write_all(photo).unwrap();
        file.sync_all().unwrap();
        fs::rename(&partial, folder.join(format!("floor-{run}"))).unwrap();
        File::open(folder).unwrap().sync_all().unwrap();
    });
    let size = photo.len() as f64 / 1e6;
    row(&format!("floor: write, sync, rename {size:.1} MB"), times);
}

/// A school on a desk, whose trail has that many entries already.
fn desk(
    folder: &Path,
    entries: usize,
    finder: Box<dyn FaceFinder>,
) -> (Desk, shutterslip::acts::sign_in::Session) {
    let data = folder.join("school");
    fs::create_dir(&data).unwrap();
    let keyring = keyring::make(&data.join("device.key")).unwrap();
    let identity = Arc::new(keyring.identity);
    let mut register = SqliteRegister::open(
        &data.join("register.db"),
        &keyring.register_key,
        Arc::clone(&identity),
    )
    .unwrap();
    let at = SystemClock.now();
    let by = "system".to_owned();
    let stamp = Stamp { at, by: by.clone() };
    let incidents: Vec<Change> = (0..entries)
        .map(|number| {
            Change::Incident(Incident {
                id: IncidentId(uuid::Uuid::new_v4().to_string()),
                kind: IncidentKind::ByHand,
                opened_at: at,
                by: by.clone(),
                note: format!("entry {number}"),
            })
        })
        .collect();
    for some in incidents.chunks(1000) {
        register.record(&stamp, some).unwrap();
    }
    let vault = FolderVault::open(&data.join("vault")).unwrap();
    let (register, vault, clock) = (Box::new(register), Box::new(vault), Box::new(SystemClock));
    let darkroom = Box::new(InProcess::default());
    let mut desk = Desk::new(register, vault, darkroom, finder, clock, identity, data);
    let head = desk
        .set_up(&Plan {
            school: "Bench",
            sample: true,
            policy_toml: SHIPPED[0].1,
            head: "Dr Shaw",
            head_pin: "173205",
            device: "Bench",
            asset_tag: "",
        })
        .unwrap();
    (desk, head)
}

/// Sees nothing, in no time: what is left is the keeping.
struct Blind;

impl FaceFinder for Blind {
    fn version(&self) -> &str {
        "blind"
    }

    fn find(&self, _: &RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        Ok(Vec::new())
    }
}

fn keep(folder: &Path, photo: &[u8]) {
    let (mut desk, head) = desk(folder, 0, Box::new(Blind));
    let times = timed(RUNS, |run| {
        // Every photo is another: bytes after the picture's end change its hash and nothing else.
        let mut bytes = photo.to_vec();
        bytes.extend_from_slice(&run.to_be_bytes());
        desk.keep(&head, &bytes, &Circumstance::default()).unwrap();
    });
    row(
        "keep a 12 MP photo: checked, sealed, on the disk, recorded; not looked at for faces",
        times,
    );
}

/// How long looking for faces takes beside that; how many are found is benches/recall.rs's.
fn looking(photo: &[u8]) {
    const LOOKS: usize = 8;
    let finder = CenterFace::open().unwrap();
    let limits = Limits::default();
    for (long, what) in [
        (640, "640 px"),
        (1280, "640 and 1280 px, as every photo is"),
    ] {
        let pixels = screen(photo, &limits, long).unwrap();
        let times = timed(LOOKS, |_| {
            drop(finder.find(&pixels, Effort::Usual).unwrap());
        });
        row(&format!("faces looked for at {what}"), times);
    }
}

fn pictures(photo: &[u8]) {
    let limits = Limits::default();
    let times = timed(RUNS, |_| drop(screen(photo, &limits, 512).unwrap()));
    row("12 MP to a 512 px thumbnail", times);
    let plan = CopyPlan {
        crop: None,
        patches: vec![shutterslip::domain::photo::Area {
            x: 800,
            y: 900,
            width: 500,
            height: 600,
        }],
        longest_side: Some(1600),
        notice: Notice {
            copyright: "© Bench".to_owned(),
            credit: None,
            usage_terms: "None".to_owned(),
        },
    };
    let times = timed(RUNS, |_| drop(public_copy(photo, &plan, &limits).unwrap()));
    row("12 MP to a 1600 px public copy, one face hidden", times);
}

fn decisions() {
    let cases = include_str!("../tests/cases/basic.json");
    let count = cases::run(cases).unwrap().len();
    let times = timed(RUNS, |_| drop(cases::run(cases).unwrap()));
    row(&format!("{count} cases read and decided"), times);
}

/// A trail of many entries, verified signature by signature.
fn trail(folder: &Path) {
    const ENTRIES: usize = 100_000;
    let folder = folder.join("trail");
    fs::create_dir(&folder).unwrap();
    let (desk, head) = desk(&folder, ENTRIES, Box::new(Blind));
    let times = timed(3, |_| {
        let proof = desk.verify_audit(&head, &[]).unwrap();
        assert!(proof.is_good() && proof.entries > ENTRIES as u64);
    });
    row(
        &format!("audit verify, {ENTRIES} entries, every signature"),
        times,
    );
}
