//! How long staff wait until a photo is reported kept, beside what the disk alone asks for; and what
//! it costs that a picture is read in a process of its own.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use image::RgbImage;
use sha2::{Digest, Sha256};
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::clock::SystemClock;
use shutterslip::domain::policy::SHIPPED;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::keyring;
use shutterslip::picture::{ChildDarkroom, Darkroom, InProcess, Limits};
use shutterslip::register::store::sqlite;
use shutterslip::vault::folder::FolderVault;

use super::table::{Times, ms, row, times};

const RUNS: usize = 100;

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

pub fn keeping(folder: &Path, photo: &[u8]) {
    let (mut desk, head) = desk(folder);
    let floors = folder.join("floor");
    fs::create_dir(&floors).unwrap();
    let (mut floor, mut keep) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        // Every photo is another: bytes after the picture's end change its hash and nothing else.
        let mut bytes = photo.to_vec();
        bytes.extend_from_slice(&run.to_be_bytes());
        let start = Instant::now();
        on_the_disk(&floors, run, &bytes);
        floor.push(start.elapsed());
        let start = Instant::now();
        let kept = desk.keep(&head, &bytes, &Circumstance::default());
        keep.push(start.elapsed());
        assert!(matches!(kept, Ok(TakenIn::Kept(_))));
    }
    let (keep, floor) = (Times::of(keep), Times::of(floor));
    let ratio = keep.p50().as_secs_f64() / floor.p50().as_secs_f64();
    let size = photo.len() as f64 / 1e6;
    row(
        &format!("keep a 12 MP photo of {size:.1} MB, until it is reported kept"),
        &keep.told(),
        &format!("hash, write, sync, rename, sync: {}", floor.told()),
        &times(ratio),
        "p50 ≤ 30, p99 ≤ 60 ms, ≤ 1.5×",
        Some(keep.p50() <= ms(30) && keep.p99() <= ms(60) && ratio <= 1.5),
    );
}

/// The darkroom that schools have.
fn child() -> ChildDarkroom {
    let program = env!("CARGO_BIN_EXE_shutterslip").into();
    let darkroom = ChildDarkroom::of(program, Limits::default());
    darkroom.get_ready();
    darkroom
}

/// The same picture read here and in a process of its own, in turn.
pub fn apart(photo: &[u8]) {
    let (here, child) = (InProcess::default(), child());
    let (mut together, mut apart) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        for (darkroom, took) in [
            (&here as &dyn Darkroom, &mut together),
            (&child, &mut apart),
        ] {
            let start = Instant::now();
            let seen = darkroom.screen(photo, 512).unwrap();
            took.push(start.elapsed());
            assert_eq!(seen.pixels.width(), 512);
        }
    }
    let (apart, together) = (Times::of(apart), Times::of(together));
    row(
        "the same thumbnail from the confined process that pictures are read in, by the clock",
        &apart.told(),
        &format!("in this process: {}", together.told()),
        &times(apart.p50().as_secs_f64() / together.p50().as_secs_f64()),
        "",
        None,
    );
}

/// What keeping cannot go below.
fn on_the_disk(folder: &Path, run: usize, bytes: &[u8]) {
    let name = hex::encode(Sha256::digest(bytes));
    let partial = folder.join(format!("{run}.part"));
    let mut file = File::create(&partial).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(&partial, folder.join(name)).unwrap();
    File::open(folder).unwrap().sync_all().unwrap();
}

pub fn desk(folder: &Path) -> (Desk, Session) {
    let data = folder.join("school");
    fs::create_dir(&data).unwrap();
    let keyring = keyring::make(&data.join("device.key")).unwrap();
    let identity = Arc::new(keyring.identity);
    let file = data.join("register.db");
    let register = sqlite::open(&file, &keyring.register_key, Arc::clone(&identity)).unwrap();
    let vault = FolderVault::open(&data.join("vault")).unwrap();
    let mut desk = Desk::new(
        register,
        Box::new(vault),
        Box::new(child()),
        Box::new(Blind),
        Box::new(SystemClock),
        identity,
        data,
    );
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
