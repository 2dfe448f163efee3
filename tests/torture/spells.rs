//! Spells of failing calls to the system, by libfiu: which calls, how often, with which error.

use std::path::Path;
use std::process::Command;

use fastrand::Rng;

use crate::disks::run;

/// Calls that fail together, how often, and with which error.
pub struct Spell(Vec<(&'static str, f64, u32)>);

const EIO: u32 = 5;
const ENOSPC: u32 = 28;
const EMFILE: u32 = 24;
const EDQUOT: u32 = 122;

impl Spell {
    pub fn of(rng: &mut Rng) -> Spell {
        let space = [EIO, ENOSPC, EDQUOT][rng.usize(0..3)];
        let often = [0.01, 0.05, 0.2][rng.usize(0..3)];
        Spell(match rng.u8(0..8) {
            0 | 1 => vec![
                ("posix/io/sync/fsync", often * 3.0, EIO),
                ("posix/io/sync/fdatasync", often * 3.0, EIO),
            ],
            2 => vec![
                ("posix/io/rw/write", often, space),
                ("posix/io/rw/pwrite", often, space),
                ("posix/io/rw/write/reduce", often, 0),
                ("posix/io/rw/pwrite/reduce", often, 0),
            ],
            3 => vec![("posix/io/dir/rename", often * 3.0, space)],
            4 => vec![(
                "posix/io/oc/open",
                often,
                [EIO, EMFILE, ENOSPC][rng.usize(0..3)],
            )],
            5 => vec![
                ("posix/io/rw/read", often / 3.0, EIO),
                ("posix/io/rw/pread", often / 3.0, EIO),
            ],
            6 => vec![
                ("posix/io/dir/unlink", often * 3.0, EIO),
                ("posix/io/rw/ftruncate", often, space),
                ("posix/io/dir/rename", often * 3.0, EIO),
            ],
            _ => vec![
                ("posix/io/sync/*", often / 2.0, EIO),
                ("posix/io/rw/write", often / 4.0, space),
                ("posix/io/rw/pwrite", often / 4.0, space),
                ("posix/io/rw/pread", often / 10.0, EIO),
                // Not `closedir`: the standard library panics where that fails, and it never does.
                ("posix/io/dir/rename", often / 2.0, EIO),
                ("posix/io/dir/unlink", often / 2.0, EIO),
                ("posix/io/dir/opendir", often / 2.0, EIO),
                ("posix/io/oc/open", often / 4.0, EIO),
            ],
        })
    }

    pub fn on(&self, share: f64) -> Vec<String> {
        let on = |(name, often, error): &(&str, f64, u32)| {
            let often = often * share;
            format!("enable_random name={name},probability={often},failinfo={error}")
        };
        self.0.iter().map(on).collect()
    }

    pub fn off(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|(name, ..)| format!("disable name={name}"))
            .collect()
    }
}

/// Tells a worker's preloaded library. One that has ended hears nothing.
pub fn control(pipes: &Path, id: u32, commands: &[String]) {
    let mut command = Command::new("timeout");
    command.args(["5", "fiu-ctrl", "-f"]).arg(pipes);
    for one in commands {
        command.arg("-c").arg(one);
    }
    drop(run(command.arg(id.to_string())));
}
