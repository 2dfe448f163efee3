//! Work that takes longer than a tap may wait. It is done in steps, so that whatever else is asked
//! comes between two of them; whoever asked is told how far it is, and may stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::at_work::AtWork;

/// By which a screen stops work that it asked for.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// No further step is done.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    More,
    Done,
}

/// Work in steps. Each step tells how far it is; the last tells what came of it, also where it was
/// stopped or the tablet was locked meanwhile.
pub(super) trait LongWork: Send {
    fn step(&mut self, clerk: &mut AtWork) -> Step;
}
