//! Runs the reading of one picture on a thread of its own, for a set time. Knows nothing of
//! pictures but their bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Instant;

use super::{Limits, PictureError};

/// Threads that outlived their caller's patience; beyond these, no further picture is begun.
const OVERDUE_PLACES: usize = 4;

static OVERDUE: AtomicUsize = AtomicUsize::new(0);

const RUNNING: u8 = 0;
const LEFT_BEHIND: u8 = 1;
const ENDED: u8 = 2;

/// When the caller stops waiting.
pub(super) struct Deadline {
    at: Option<Instant>,
    seconds: u64,
}

impl Deadline {
    /// For work that begins now.
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            at: Instant::now().checked_add(limits.time),
            seconds: limits.time.as_secs(),
        }
    }

    /// An error once the time is up; asked between steps, so that a late one ends early.
    pub(super) fn check(&self) -> Result<(), PictureError> {
        match self.at {
            Some(at) if Instant::now() >= at => Err(PictureError::TooSlow {
                seconds: self.seconds,
            }),
            _ => Ok(()),
        }
    }
}

/// Frees the place of a thread that was left behind, also when it panics.
struct Place(Arc<AtomicU8>);

impl Drop for Place {
    fn drop(&mut self) {
        if self.0.swap(ENDED, Ordering::AcqRel) == LEFT_BEHIND {
            OVERDUE.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// The work's result, or an error when it takes longer than the limits allow, or panics. The bytes
/// are copied once, because a thread that cannot be stopped must not borrow them.
pub(super) fn bounded<T, W>(bytes: &[u8], limits: &Limits, work: W) -> Result<T, PictureError>
where
    T: Send + 'static,
    W: FnOnce(&[u8], &Limits, &Deadline) -> Result<T, PictureError> + Send + 'static,
{
    super::survey::check_file_size(bytes, limits)?;
    if OVERDUE.load(Ordering::Acquire) >= OVERDUE_PLACES {
        return Err(PictureError::Busy);
    }
    let deadline = Deadline::of(limits);
    let bytes = bytes.to_vec();
    let limits = *limits;
    let state = Arc::new(AtomicU8::new(RUNNING));
    let place = Place(Arc::clone(&state));
    let (result, outcome) = sync_channel(1);
    thread::Builder::new()
        .name("picture".to_owned())
        .spawn(move || {
            let place = place;
            let made = work(&bytes, &limits, &deadline);
            // Nobody may be waiting any more; then the result is dropped here.
            drop(result.send(made));
            drop(place);
        })
        .map_err(|_| PictureError::Busy)?;
    match outcome.recv_timeout(limits.time) {
        Ok(made) => made,
        Err(RecvTimeoutError::Timeout) => {
            // Counted first, so that a thread ending right now cannot free a place not yet taken.
            OVERDUE.fetch_add(1, Ordering::AcqRel);
            if state.swap(LEFT_BEHIND, Ordering::AcqRel) == ENDED {
                OVERDUE.fetch_sub(1, Ordering::AcqRel);
            }
            Err(PictureError::TooSlow {
                seconds: limits.time.as_secs(),
            })
        }
        // The thread panicked: whatever it was given, it is not a picture we can stand behind.
        Err(RecvTimeoutError::Disconnected) => Err(PictureError::Damaged),
    }
}
