//! Signatures are verified on every core while one reads the chain. Knows no register.

use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use crate::domain::audit::{Batch, Fault};

/// Verifies signatures on every core while the chain is read on one.
#[derive(Default)]
pub struct Hands {
    /// The earliest entry without its signature.
    fault: Mutex<Option<(u64, Fault)>>,
}

impl Hands {
    /// Does the reading; what it hands over is verified meanwhile, and all of it is when this returns.
    pub fn with_every_core<T>(&self, read: impl FnOnce(&dyn Fn(Batch)) -> T) -> T {
        /// Batches that wait for each hand: enough to keep it busy, few enough to cost no memory.
        const WAITING: usize = 4;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (give, take) = mpsc::sync_channel::<Batch>(cores.saturating_mul(WAITING));
        let take = Mutex::new(take);
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    loop {
                        let next = match take.lock() {
                            Ok(take) => take.recv(),
                            Err(_) => return,
                        };
                        match next {
                            Ok(batch) => self.verify(&batch),
                            // Everything was handed over.
                            Err(_) => return,
                        }
                    }
                });
            }
            let read = read(&|batch| {
                // With no hand left, the reader does it.
                if let Err(mpsc::SendError(batch)) = give.send(batch) {
                    self.verify(&batch);
                }
            });
            drop(give);
            read
        })
    }

    fn verify(&self, batch: &Batch) {
        let Err(fault) = batch.verify() else {
            return;
        };
        let seq = match &fault {
            Fault::Unsigned { seq } => *seq,
            _ => 0,
        };
        let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|(earlier, _)| seq < *earlier) {
            *first = Some((seq, fault));
        }
    }

    pub fn first_fault(self) -> Option<Fault> {
        let first = self.fault.into_inner();
        let first = first.unwrap_or_else(PoisonError::into_inner);
        first.map(|(_, fault)| fault)
    }
}
