//! The rounds: a school works, trouble comes, the school is looked at. Every so many rounds a new
//! school is begun, so that looking stays quick and a run can be taken up again there.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use fastrand::Rng;

use crate::disks::{Ballast, Ext4, Rights, Tmpfs, run as run_command};
use crate::grounds::Grounds;
use crate::ledger::Ledger;
use crate::looking::look;
use crate::plan::{Kind, Plan};
use crate::school::{HandClock, at};
use crate::spells::{Spell, control};
use crate::tally::Tally;
use crate::worker::Orders;
use crate::working::{Worked, Working};

/// Rounds that one school goes through.
const TERM: u32 = 25;

pub fn run(plan: &Plan, rights: &Rights) -> Tally {
    let began = Instant::now();
    let mut tally = Tally::default();
    for (kind, rounds) in plan.rounds.iter().filter(|(_, rounds)| *rounds > 0) {
        if let Err(why) = may(*kind, rights) {
            tally.skipped.insert(*kind, why);
            continue;
        }
        let of_kind = Instant::now();
        let mut round = plan.from / TERM * TERM;
        while round < *rounds {
            if plan.is_long {
                let so_far = tally.losses.len();
                eprintln!("torture: {} from {round}, {so_far} losses", kind.word());
            }
            let mut term = match Term::begin(*kind, plan.seed, round) {
                Ok(term) => term,
                Err(why) => {
                    tally.skipped.insert(*kind, why);
                    break;
                }
            };
            let until = (round + TERM).min(*rounds);
            while round < until && !is_late(plan, of_kind) {
                term.round(round, &mut tally);
                round += 1;
            }
            tally.releases += term.releases();
            if is_late(plan, of_kind) {
                break;
            }
        }
    }
    tally.seconds = began.elapsed().as_secs();
    tally
}

fn is_late(plan: &Plan, began: Instant) -> bool {
    let limit = plan.seconds.map(Duration::from_secs);
    limit.is_some_and(|limit| began.elapsed() > limit)
}

fn may(kind: Kind, rights: &Rights) -> Result<(), String> {
    match kind {
        Kind::Kills => Ok(()),
        Kind::Full | Kind::ReadOnly => rights.tmpfs.clone(),
        Kind::Errors => {
            run_command(Command::new("fiu-run").args(["-f", "", "-x", "true"])).map(drop)
        }
        Kind::Cuts => rights.loops.clone(),
    }
}

/// The disk that a school is on.
enum Disk {
    /// The machine's own.
    Own,
    Memory(Tmpfs),
    Loop(Ext4),
}

/// One school and all that was told of it.
struct Term {
    kind: Kind,
    seed: u64,
    disk: Disk,
    grounds: Grounds,
    ledger: Ledger,
    /// What was found wrong already: it stays so, and is told once.
    found: BTreeSet<String>,
    // Last, so that it goes when nothing is mounted in it any more.
    folder: PathBuf,
    // Images of disks lie in memory, so that a copy is taken in an instant.
    images: Option<Tmpfs>,
    _folder: tempfile::TempDir,
}

impl Drop for Term {
    fn drop(&mut self) {
        if let Disk::Loop(disk) = std::mem::replace(&mut self.disk, Disk::Own) {
            disk.remove();
        }
        self.images = None;
    }
}

impl Term {
    fn begin(kind: Kind, seed: u64, round: u32) -> Result<Term, String> {
        let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
        let folder = temporary.path().to_owned();
        let mut images = None;
        // Read-only in the middle of a write needs a disk that fails; where none can be had, the
        // disk turns read-only between a stop and a start.
        let wants_loop = match kind {
            Kind::Cuts => true,
            Kind::ReadOnly => true,
            Kind::Full => round / TERM % 2 == 1,
            Kind::Kills | Kind::Errors => false,
        };
        let mut disk = Disk::Own;
        if wants_loop {
            images = Some(Tmpfs::mount(&folder, "200m")?);
            match Ext4::make(&folder, 40) {
                Ok(made) => disk = Disk::Loop(made),
                Err(why) if kind == Kind::Cuts => return Err(why),
                Err(_) => images = None,
            }
        }
        if matches!(disk, Disk::Own) && [Kind::Full, Kind::ReadOnly].contains(&kind) {
            disk = Disk::Memory(Tmpfs::mount(&folder.join("disk"), "24m")?);
        }
        let root = match &disk {
            Disk::Own => folder.join("disk"),
            Disk::Memory(disk) => disk.at.clone(),
            Disk::Loop(disk) => disk.at.clone(),
        };
        let grounds = Grounds::new(&root);
        grounds.settle_school();
        Ok(Term {
            kind,
            seed,
            disk,
            grounds,
            ledger: Ledger::default(),
            found: BTreeSet::new(),
            folder,
            images,
            _folder: temporary,
        })
    }

    fn rng(&self, round: u32) -> Rng {
        let kind = self.kind as u64 + 1;
        Rng::with_seed(self.seed.wrapping_mul(1_000_003) ^ (kind << 40) ^ u64::from(round))
    }

    /// The school's clock: an hour a round, so that nobody ever looks before what was recorded.
    fn hour(round: u32, minutes: i64) -> chrono::DateTime<chrono::Utc> {
        at("2026-03-02T12:00:00Z")
            + TimeDelta::hours(i64::from(round))
            + TimeDelta::minutes(minutes)
    }

    fn orders(&self, round: u32, rng: &mut Rng, part: u32, acts: u32) -> Orders {
        Orders {
            root: self.grounds.root.clone(),
            seed: rng.u64(..),
            pictures_from: (round + 1) * 2000 + part * 1000,
            now: Self::hour(round, i64::from(part) * 25),
            acts,
        }
    }

    fn round(&mut self, round: u32, tally: &mut Tally) {
        let mut rng = self.rng(round);
        let mut losses = match self.kind {
            Kind::Kills => self.kill(round, &mut rng, tally),
            Kind::Full => self.fill(round, &mut rng, tally),
            Kind::ReadOnly => self.turn_read_only(round, &mut rng, tally),
            Kind::Errors => self.fail_calls(round, &mut rng, tally),
            Kind::Cuts => self.cut(round, &mut rng, tally),
        };
        let clock = HandClock::showing(Self::hour(round, 55));
        losses.extend(look(&self.grounds, &mut self.ledger, &clock));
        tally.starts += 1;
        *tally.rounds.entry(self.kind).or_default() += 1;
        for loss in losses {
            if self.found.insert(loss.clone()) {
                tally.losses.push((self.kind, round, loss));
            }
        }
    }

    fn hear(&mut self, worked: &Worked, tally: &mut Tally) -> Vec<String> {
        tally.failed += self.ledger.hear(&worked.heard, &mut tally.acts);
        worked.crash().into_iter().collect()
    }

    /// Killed in the middle of its work; at times once more, while it brings order after that.
    fn kill(&mut self, round: u32, rng: &mut Rng, tally: &mut Tally) -> Vec<String> {
        let mut losses = Vec::new();
        for part in 0..=u32::from(rng.u8(0..3) == 0) {
            let orders = self.orders(round, rng, part, 1000);
            let mut working = Working::start(&orders, None);
            let milliseconds = if part == 0 && rng.u8(0..4) > 0 {
                if !working.until_open() {
                    losses.push("a school that nothing is wrong with did not open".to_owned());
                }
                rng.u64(0..250)
            } else {
                rng.u64(0..60)
            };
            working.for_some_time(Duration::from_millis(milliseconds));
            let worked = working.kill();
            losses.extend(self.hear(&worked, tally));
        }
        losses
    }

    /// The disk fills up and is freed again, over and over, while the school is at work.
    fn fill(&mut self, round: u32, rng: &mut Rng, tally: &mut Tally) -> Vec<String> {
        let ballast = Ballast::on(&self.grounds.root);
        let starts_full = rng.u8(0..4) == 0;
        if starts_full {
            ballast.leave(rng.u64(0..120) * 1024);
        }
        let orders = self.orders(round, rng, 0, 60);
        let mut working = Working::start(&orders, None);
        let is_open = working.until_open();
        let is_killed = rng.bool();
        let mut spells = rng.u32(2..14);
        while is_open && spells > 0 {
            match rng.u8(0..3) {
                0 => ballast.remove(),
                1 => ballast.leave(rng.u64(0..24) * 1024),
                _ => ballast.leave(rng.u64(0..400) * 1024),
            }
            if !working.for_some_time(Duration::from_millis(rng.u64(0..70))) {
                break;
            }
            spells -= 1;
        }
        if is_killed {
            ballast.leave(rng.u64(0..40) * 1024);
        }
        let worked = if is_killed {
            working.kill()
        } else {
            working.end()
        };
        let mut losses = self.hear(&worked, tally);
        losses.extend(refused_clearly(&worked, tally));
        losses.extend(self.open_in_trouble(round, tally));
        ballast.remove();
        losses
    }

    /// The disk turns read-only while the school is at work.
    fn turn_read_only(&mut self, round: u32, rng: &mut Rng, tally: &mut Tally) -> Vec<String> {
        let orders = self.orders(round, rng, 0, 60);
        let mut working = Working::start(&orders, None);
        let is_open = working.until_open();
        working.for_some_time(Duration::from_millis(rng.u64(0..300)));
        let mut losses = Vec::new();
        if !is_open {
            losses.push("a school that nothing is wrong with did not open".to_owned());
        }
        let worked = match &self.disk {
            Disk::Loop(disk) => {
                // Between two calls: Linux says yes to a sync that is under way when ext4 turns
                // read-only, and loses what it was about (12 times of 60). No program can know.
                working.freeze();
                losses.extend(disk.fail().err());
                working.thaw();
                let is_killed = rng.u8(0..4) == 0;
                working.for_some_time(Duration::from_millis(rng.u64(0..100)));
                if is_killed {
                    working.kill()
                } else {
                    working.end()
                }
            }
            Disk::Memory(disk) => {
                let worked = working.kill();
                losses.extend(disk.remount("ro").err());
                worked
            }
            Disk::Own => working.kill(),
        };
        losses.extend(self.hear(&worked, tally));
        let opened = self.open_in_trouble(round, tally);
        losses.extend(opened);
        losses.extend(match &self.disk {
            Disk::Loop(disk) => disk.repair().err(),
            Disk::Memory(disk) => disk.remount("rw").err(),
            Disk::Own => None,
        });
        losses
    }

    /// Calls to the system fail by chance: syncs alone, or writes, renames, opens, reads as well.
    fn fail_calls(&mut self, round: u32, rng: &mut Rng, tally: &mut Tally) -> Vec<String> {
        let spell = Spell::of(rng);
        let from_the_start = rng.u8(0..3) == 0;
        let pipes = self.folder.join("fiu");
        let mut behind = Command::new("fiu-run");
        behind.arg("-x").arg("-f").arg(&pipes);
        if from_the_start {
            for command in spell.on(0.1) {
                behind.arg("-c").arg(command);
            }
        }
        let orders = self.orders(round, rng, 0, 40);
        let mut working = Working::start(&orders, Some(behind));
        let is_open = working.until_open();
        let mut losses = Vec::new();
        if !is_open && !from_the_start {
            losses.push("a school that nothing is wrong with did not open".to_owned());
        }
        if is_open && !from_the_start {
            for _ in 0..rng.u32(1..4) {
                let calm = Duration::from_millis(rng.u64(0..60));
                if !working.for_some_time(calm) {
                    break;
                }
                control(&pipes, working.id(), &spell.on(1.0));
                if !working.for_some_time(Duration::from_millis(rng.u64(10..150))) {
                    break;
                }
                control(&pipes, working.id(), &spell.off());
            }
        }
        let worked = match rng.u8(0..3) {
            0 => working.kill(),
            _ => working.end(),
        };
        losses.extend(self.hear(&worked, tally));
        losses.extend(refused_clearly(&worked, tally));
        losses
    }

    /// The power is cut: what was on the disk at one instant is all there is.
    fn cut(&mut self, round: u32, rng: &mut Rng, tally: &mut Tally) -> Vec<String> {
        let orders = self.orders(round, rng, 0, 1000);
        let mut working = Working::start(&orders, None);
        let mut losses = Vec::new();
        if rng.u8(0..5) > 0 {
            if !working.until_open() {
                losses.push("a school that nothing is wrong with did not open".to_owned());
            }
            working.for_some_time(Duration::from_millis(rng.u64(0..300)));
        } else {
            working.for_some_time(Duration::from_millis(rng.u64(0..60)));
        }
        working.freeze();
        let Disk::Loop(disk) = &self.disk else {
            return vec!["no disk to cut".to_owned()];
        };
        losses.extend(disk.copy_as_by_a_power_cut().err());
        let worked = working.kill();
        losses.extend(disk.go_on_with_the_copy().err());
        losses.extend(self.hear(&worked, tally));
        losses
    }

    /// A start while the trouble is still on: it opens, or says what is wrong and what to do.
    fn open_in_trouble(&mut self, round: u32, tally: &mut Tally) -> Vec<String> {
        let orders = Orders {
            acts: 0,
            ..self.orders(round, &mut Rng::with_seed(1), 1, 0)
        };
        let worked = Working::start(&orders, None).end();
        let mut losses = self.hear(&worked, tally);
        losses.extend(refused_clearly(&worked, tally));
        losses
    }

    fn releases(&self) -> u64 {
        let releases = self
            .grounds
            .register()
            .and_then(|register| register.releases());
        releases.map_or(0, |releases| releases.len() as u64)
    }
}

/// What a refusal has to hold: what to do about it.
const REMEDIES: [&str; 5] = [
    "check the disk",
    "free some space",
    "try again",
    "start ",
    "restore",
];

fn refused_clearly(worked: &Worked, tally: &mut Tally) -> Option<String> {
    let why = worked.refused()?;
    *tally.refused.entry(without_places(why)).or_default() += 1;
    let is_clear = REMEDIES.iter().any(|remedy| why.contains(remedy));
    (!is_clear).then(|| format!("it did not open, and says only: {why}"))
}

/// A message without the ids and places of one run.
fn without_places(why: &str) -> String {
    why.split(' ')
        .map(|word| {
            let is_place = word.contains('/') || word.len() > 30;
            if is_place { "…" } else { word }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
