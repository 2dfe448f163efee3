//! The torture program: a school at work on a real disk, by real acts, while it is killed, the disk
//! fills up or turns read-only, reads and writes fail, and the power is cut. After each the school
//! is opened as at any start, and everything that was acknowledged is held against what is there.
//!
//! Part of `cargo test` in a short form of two minutes at most; `make torture` runs the long one.
//! What is tried, in which order and for how long follows from the seed; what the machine makes of
//! it in the meantime does not, so a seed finds the same again often, not always. A kind of trouble
//! that the machine cannot make is skipped, with its reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "torture/acts.rs"]
mod acts;
#[path = "torture/disks.rs"]
mod disks;
#[path = "torture/grounds.rs"]
mod grounds;
#[path = "torture/ledger.rs"]
mod ledger;
#[path = "torture/looking.rs"]
mod looking;
#[path = "torture/oracle.rs"]
mod oracle;
#[path = "torture/plan.rs"]
mod plan;
#[path = "torture/proof.rs"]
mod proof;
#[path = "torture/rounds.rs"]
mod rounds;
#[path = "safekeeping/school.rs"]
#[allow(dead_code, reason = "other suites use the rest of it")]
mod school;
#[path = "torture/slips.rs"]
mod slips;
#[path = "torture/spells.rs"]
mod spells;
#[path = "torture/tally.rs"]
mod tally;
#[path = "torture/telling.rs"]
mod telling;
#[path = "torture/worker.rs"]
mod worker;
#[path = "torture/working.rs"]
mod working;

use std::process::ExitCode;

use plan::Asked;

fn main() -> ExitCode {
    if let Some(orders) = worker::Orders::here() {
        worker::work(&orders);
        return ExitCode::SUCCESS;
    }
    let plan = match plan::read(std::env::args().skip(1)) {
        Asked::Run(plan) => plan,
        Asked::Listed => {
            println!("torture: test");
            return ExitCode::SUCCESS;
        }
        Asked::Others => return ExitCode::SUCCESS,
        Asked::Unclear(why) => {
            eprintln!("{why}\n\n{}", plan::USAGE);
            return ExitCode::from(2);
        }
    };
    let rights = disks::own_mounts();
    let missed = proof::not_noticed();
    if !missed.is_empty() {
        println!(
            "torture: {}\n0 passed, 1 failed",
            missed.join("\ntorture: ")
        );
        return ExitCode::FAILURE;
    }
    let tally = rounds::run(&plan, &rights);
    print!("{}", tally.table(&plan));
    ExitCode::from(u8::from(!tally.is_clean()))
}
