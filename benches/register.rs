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

#[path = "register/school.rs"]
mod school;

use std::cell::RefCell;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use school::*;
use shutterslip::acts::review::{Sought, Stage};
use shutterslip::domain::audit::Chain;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::{IncidentId, PhotoId};
use shutterslip::domain::incident::{Incident, IncidentKind};
use shutterslip::register::{Asked, Change, Facts, Judgement, Register};

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
            subject: None,
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
    let mut decide_one = |register: &mut Register, run: usize| {
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
    made.fill_vault();
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
