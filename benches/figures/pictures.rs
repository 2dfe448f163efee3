//! Thumbnails and public copies beside vipsthumbnail, each a process of its own, on one core.

use std::fs;
use std::path::Path;
use std::time::Duration;

use image::RgbImage;
use shutterslip::domain::photo::Area;
use shutterslip::picture::{CopyPlan, Limits, Notice, open, public_copy, screen};

use super::likeness::{likeness, reference};
use super::process::{Cost, cost, own, text};
use super::table::{Times, row, times, told};

/// Pictures in one process where its start is not to count for much.
const MANY: u32 = 10;
/// Of each process, ours and the peer's in turn.
const ROUNDS: usize = 5;

const THUMBNAIL: u32 = 512;
pub const WEB: u32 = 1600;

pub fn pictures(folder: &Path, photo: &[u8]) {
    let file = folder.join("photo.jpg");
    fs::write(&file, photo).unwrap();
    let full = open(photo, &Limits::default()).unwrap().pixels;
    thumbnail(folder, &file, &full);
    web_copy(folder, &file, &full);
}

/// What is timed, in a process of its own: the file read, the pixels made, as often as asked; the
/// last of them written.
pub fn own_thumbnails(file: &str, count: u32, onto: &str) {
    let limits = Limits::default();
    let mut pixels = RgbImage::new(0, 0);
    for _ in 0..count {
        pixels = screen(&fs::read(file).unwrap(), &limits, THUMBNAIL).unwrap();
    }
    let mut ppm = format!("P6\n{} {}\n255\n", pixels.width(), pixels.height()).into_bytes();
    ppm.extend(pixels.as_raw());
    fs::write(onto, ppm).unwrap();
}

pub fn own_web_copies(file: &str, count: u32, onto: &str) {
    let limits = Limits::default();
    let plan = plan();
    for _ in 0..count {
        let copy = public_copy(&fs::read(file).unwrap(), &plan, &limits).unwrap();
        fs::write(onto, copy.jpeg).unwrap();
    }
}

fn plan() -> CopyPlan {
    CopyPlan {
        crop: None,
        // On the left, so that the rest can be held against the peer's.
        patches: vec![Area {
            x: 300,
            y: 900,
            width: 500,
            height: 600,
        }],
        faces: Vec::new(),
        longest_side: Some(WEB),
        notice: Notice {
            copyright: "© Bench".to_owned(),
            credit: None,
            usage_terms: "None".to_owned(),
        },
    }
}

/// A command for so many pictures.
type Making<'a> = &'a dyn Fn(u32) -> Vec<String>;

/// What one picture costs, ours and the peer's in turn: by itself in a process, and among many.
fn side_by_side(ours: Making<'_>, peers: Making<'_>) -> [Made; 2] {
    let mut all = [Costs::default(), Costs::default()];
    for _ in 0..ROUNDS {
        for (making, costs) in [ours, peers].into_iter().zip(&mut all) {
            // Once before, uncounted: what an idle virtual machine gave back to the one below it has to
            // be fetched again, which took a third of the time and is nobody's work here.
            run(making, 1);
            costs.alone.push(run(making, 1));
            costs.among_many.push(run(making, MANY).cpu / MANY);
        }
    }
    all.map(|costs| Made {
        peak_mb: costs
            .alone
            .iter()
            .map(|cost| cost.peak_mb)
            .fold(0.0, f64::max),
        alone: Times::of(costs.alone.iter().map(|cost| cost.cpu).collect()).p50(),
        among_many: Times::of(costs.among_many).p50(),
    })
}

fn run(making: Making<'_>, count: u32) -> Cost {
    let command = making(count);
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    cost(&command)
}

#[derive(Default)]
struct Costs {
    alone: Vec<Cost>,
    among_many: Vec<Duration>,
}

struct Made {
    alone: Duration,
    among_many: Duration,
    peak_mb: f64,
}

fn vips(size: u32, files: &[&str], onto: &str) -> Vec<String> {
    let size = format!("{size}x{size}");
    let command = [
        "vipsthumbnail",
        "--vips-concurrency=1",
        "--export-profile",
        "srgb",
        "--size",
        &size,
        "-o",
        onto,
    ];
    command
        .iter()
        .chain(files)
        .map(|part| (*part).to_owned())
        .collect()
}

/// One file as often as asked.
fn again(file: &Path, count: u32) -> Vec<&str> {
    (0..count).map(|_| text(file)).collect()
}

/// The peer's command for public copies of files.
pub fn vips_web_copies(files: &[&str], onto: &str) -> Vec<String> {
    vips(WEB, files, &format!("{onto}[Q=85,optimize_coding,strip]"))
}

fn thumbnail(folder: &Path, file: &Path, full: &RgbImage) {
    let (mine, theirs) = (folder.join("mine.ppm"), folder.join("theirs.ppm"));
    let making = |count: u32| {
        let count = count.to_string();
        own("thumbnails", &[text(file), &count, text(&mine)])
    };
    let peers = |count| vips(THUMBNAIL, &again(file, count), text(&theirs));
    let made = side_by_side(&making, &peers);
    let target = reference(full, THUMBNAIL, THUMBNAIL * 3 / 4);
    let like = [&mine, &theirs].map(|file| likeness(&ppm(&fs::read(file).unwrap()), &target, 0));
    rows("12 MP to a 512 px thumbnail", &made, like, 1.7, 20.0);
}

fn web_copy(folder: &Path, file: &Path, full: &RgbImage) {
    let (mine, theirs) = (folder.join("mine.jpg"), folder.join("theirs.jpg"));
    let making = |count: u32| {
        let count = count.to_string();
        own("web-copies", &[text(file), &count, text(&mine)])
    };
    let peers = |count| vips_web_copies(&again(file, count), text(&theirs));
    let made = side_by_side(&making, &peers);
    let target = reference(full, WEB, WEB * 3 / 4);
    let like = [&mine, &theirs].map(|file| {
        let pixels = open(&fs::read(file).unwrap(), &Limits::default())
            .unwrap()
            .pixels;
        // Right of what is hidden in ours.
        likeness(&pixels, &target, WEB / 2)
    });
    let work = "12 MP to a 1600 px public copy, sRGB, one face hidden, notice written";
    rows(work, &made, like, 2.2, 50.0);
}

fn rows(work: &str, [mine, theirs]: &[Made; 2], like: [f64; 2], faster: f64, most_mb: f64) {
    let compared = |what: &str, mine: Duration, theirs: Duration| {
        let ratio = theirs.as_secs_f64() / mine.as_secs_f64();
        row(
            what,
            &told(mine),
            &format!("vipsthumbnail {}", told(theirs)),
            &format!("{} its throughput", times(ratio)),
            &format!("≥ {faster}×"),
            Some(ratio >= faster),
        );
    };
    compared(
        &format!("{work}: processor time, a process a picture"),
        mine.alone,
        theirs.alone,
    );
    compared(
        &format!("… {MANY} pictures a process, for one"),
        mine.among_many,
        theirs.among_many,
    );
    row(
        "… likeness (SSIM) to a slow, careful one",
        &format!("{:.4}", like[0]),
        &format!("{:.4}", like[1]),
        &format!("{:+.4}", like[0] - like[1]),
        "≥ −0.001",
        Some(like[0] - like[1] >= -0.001),
    );
    row(
        "… most memory of the process",
        &format!("{:.0} MB", mine.peak_mb),
        &format!("{:.0} MB", theirs.peak_mb),
        &times(mine.peak_mb / theirs.peak_mb),
        &format!("≤ {most_mb:.0} MB"),
        Some(mine.peak_mb <= most_mb),
    );
}

/// The pixels of a binary PPM.
fn ppm(bytes: &[u8]) -> RgbImage {
    let mut at = 0;
    let mut words = Vec::new();
    while words.len() < 4 {
        let end = |mark: fn(&u8) -> bool| at + bytes[at..].iter().position(mark).unwrap();
        if bytes[at] == b'#' {
            at = end(|byte| *byte == b'\n') + 1;
            continue;
        }
        let stop = end(u8::is_ascii_whitespace);
        if stop > at {
            words.push(std::str::from_utf8(&bytes[at..stop]).unwrap());
        }
        at = stop + 1;
    }
    assert_eq!((words[0], words[3]), ("P6", "255"));
    let side = |word: &str| word.parse().unwrap();
    RgbImage::from_raw(side(words[1]), side(words[2]), bytes[at..].to_vec()).unwrap()
}
