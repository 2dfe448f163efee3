//! A process that does the school's work, act after act, until it is killed or has done its share.
//! It goes on after every error: whether it may is one of the questions.

use std::fs::File;
use std::io::Write;
use std::os::fd::AsFd;
use std::path::PathBuf;

use chrono::{TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use shutterslip::acts::ActError;

use crate::acts::Staff;
use crate::grounds::Grounds;
use crate::school::{HEAD, HandClock, OFFICE, PIN, outlet};
use crate::telling::Told;

const ORDERS: &str = "SLIP_TORTURE_ORDERS";

/// What a worker is told to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Orders {
    pub root: PathBuf,
    pub seed: u64,
    /// Pictures are numbered on from here, so that no two are the same.
    pub pictures_from: u32,
    /// The school's clock when the worker begins.
    pub now: chrono::DateTime<Utc>,
    pub acts: u32,
}

impl Orders {
    /// `None` where this process is no worker.
    pub fn here() -> Option<Orders> {
        let text = std::env::var(ORDERS).ok()?;
        Some(serde_json::from_str(&text).unwrap())
    }

    /// As a variable of the worker's environment.
    pub fn variable(&self) -> (&'static str, String) {
        (ORDERS, serde_json::to_string(self).unwrap())
    }
}

/// The worker's voice: one line a call, past any buffer. Faults that are meant for the disk may hit
/// this pipe too, so every write is tried again.
pub struct Voice(File);

impl Voice {
    fn own() -> Voice {
        let stdout = std::io::stdout();
        Voice(File::from(stdout.as_fd().try_clone_to_owned().unwrap()))
    }

    pub fn say(&mut self, told: &Told) {
        let mut line = serde_json::to_vec(told).unwrap();
        line.push(b'\n');
        let mut rest = line.as_slice();
        for _ in 0..10_000 {
            match self.0.write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return,
                Err(_) => {}
            }
            if rest.is_empty() {
                return;
            }
        }
    }
}

/// Opens the school as the program does, and works.
pub fn work(orders: &Orders) {
    let mut voice = Voice::own();
    let clock = HandClock::showing(orders.now);
    let opened = (|| -> Result<Staff, ActError> {
        let grounds = Grounds::new(&orders.root);
        let mut desk = grounds.desk(&clock)?;
        desk.begin()?;
        desk.settle_releases(&outlet)?;
        let head = desk.sign_in(HEAD, PIN)?;
        let office = desk.sign_in(OFFICE, PIN)?;
        Ok(Staff::new(desk, head, office, grounds.out(), orders))
    })();
    let mut staff = match opened {
        Ok(staff) => staff,
        Err(error) => return voice.say(&Told::Refused(error.to_string())),
    };
    voice.say(&Told::Open);
    for _ in 0..orders.acts {
        clock.forward(TimeDelta::seconds(1));
        // Nothing to do, or nothing to be read of what there is to do.
        let Ok(Some(task)) = staff.next_task() else {
            continue;
        };
        voice.say(&Told::Begun(task.aim()));
        voice.say(&match staff.perform(task) {
            Ok(fruits) => Told::Done(fruits),
            Err(error) => Told::Failed {
                surely: matches!(
                    error,
                    ActError::Refused(_)
                        | ActError::Blocked(_)
                        | ActError::Sheet(_)
                        | ActError::Code(_)
                        | ActError::Picture(_)
                ),
                why: shutterslip::cli::act_words(&error),
            },
        });
    }
    voice.say(&Told::Ended);
}
