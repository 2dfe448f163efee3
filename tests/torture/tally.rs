//! What was done and what was found, and the table of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::plan::{Kind, Plan};

#[derive(Default)]
pub struct Tally {
    /// Acts that were answered for, by kind.
    pub acts: BTreeMap<String, u64>,
    /// Acts that failed, so that nobody could tell whether they were done.
    pub failed: u64,
    /// Rounds made, by kind of trouble.
    pub rounds: BTreeMap<Kind, u32>,
    /// Schools looked at after trouble.
    pub starts: u64,
    /// Starts that were refused while the trouble was still on, by what was said.
    pub refused: BTreeMap<String, u64>,
    /// Releases that the oracle went through, at the last look at each school.
    pub releases: u64,
    /// Kinds that could not be tried here, and why.
    pub skipped: BTreeMap<Kind, String>,
    /// What went wrong, with the round that it was found after.
    pub losses: Vec<(Kind, u32, String)>,
    pub seconds: u64,
}

impl Tally {
    pub fn is_clean(&self) -> bool {
        self.losses.is_empty()
    }

    pub fn table(&self, plan: &Plan) -> String {
        let mut text = String::new();
        let count = |kind| self.rounds.get(&kind).copied().unwrap_or(0);
        let acts: u64 = self.acts.values().sum();
        if plan.is_long {
            for (act, times) in &self.acts {
                writeln!(text, "{times:>8}  {act}").unwrap();
            }
            for (why, times) in &self.refused {
                writeln!(text, "{times:>8}  did not open: {why}").unwrap();
            }
        }
        for (kind, why) in &self.skipped {
            writeln!(text, "torture: {} skipped: {why}", kind.word()).unwrap();
        }
        for (kind, round, loss) in self.losses.iter().take(40) {
            writeln!(text, "torture: {} round {round}: {loss}", kind.word()).unwrap();
        }
        writeln!(
            text,
            "torture: {} kills, {} full disks, {} read-only disks, {} spells of disk errors, {} power \
             cuts; {} starts, {} refused while the trouble was on; {acts} acts done, {} failed, {} \
             releases; {} losses (seed {}, {} s)",
            count(Kind::Kills),
            count(Kind::Full),
            count(Kind::ReadOnly),
            count(Kind::Errors),
            count(Kind::Cuts),
            self.starts,
            self.refused.values().sum::<u64>(),
            self.failed,
            self.releases,
            self.losses.len(),
            plan.seed,
            self.seconds,
        )
        .unwrap();
        let tried = |kind: &&(Kind, u32)| count(kind.0) > 0;
        let failed = |kind: &&(Kind, u32)| self.losses.iter().any(|(lost, ..)| *lost == kind.0);
        let all = plan.rounds.iter().filter(tried).count();
        let bad = plan.rounds.iter().filter(tried).filter(failed).count();
        writeln!(text, "{} passed, {bad} failed", all - bad).unwrap();
        text
    }
}
