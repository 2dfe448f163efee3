//! Vault, register and outlet that do their work and kill the process at a chosen step: before the
//! call, after it, or in the middle of a write. Used in a child process alone.

use std::collections::HashSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use shutterslip::domain::release::OutletKind;
use shutterslip::outlet::{Outlet, OutletError, Parcel};
use shutterslip::register::store::{Reads, Store, Writes, Written};
use shutterslip::vault::{Sweep, Vault, VaultError};

/// Where in a step the process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Before,
    /// The first bytes of what is written are on the disk, and no more.
    Within,
    After,
}

impl Moment {
    pub const ALL: [Moment; 3] = [Moment::Before, Moment::Within, Moment::After];

    pub fn word(self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::Within => "within",
            Moment::After => "after",
        }
    }

    pub fn read(word: &str) -> Moment {
        let found = Moment::ALL.into_iter().find(|moment| moment.word() == word);
        found.unwrap()
    }
}

/// Counts the steps that change something, over vault, register and outlet, and dies at one.
#[derive(Clone)]
pub struct Fate {
    step: usize,
    moment: Moment,
    taken: Arc<AtomicUsize>,
}

impl Fate {
    pub fn at(step: usize, moment: Moment) -> Fate {
        Fate {
            step,
            moment,
            taken: Arc::new(AtomicUsize::new(0)),
        }
    }

    fn meet<T>(&self, writes: bool, act: impl FnOnce() -> T) -> T {
        let step = self.taken.fetch_add(1, Ordering::SeqCst) + 1;
        if step != self.step {
            return act();
        }
        match self.moment {
            Moment::Before => die(),
            Moment::Within if writes => {
                no_file_longer_than(10);
                act();
                // Nothing that long was written: this step has no middle.
                no_file_longer_than(i64::MAX as u64);
                die()
            }
            Moment::Within | Moment::After => {
                act();
                die()
            }
        }
    }
}

/// Dies as by the power switch: nothing is unwound, nothing flushed.
pub fn die() -> ! {
    let shell = Command::new("sh").args(["-c", "kill -9 $PPID"]).status();
    panic!("the shell did not kill us: {shell:?}");
}

/// From now on, the write that would make a file longer kills the process.
pub fn no_file_longer_than(bytes: u64) {
    let limited = Command::new("prlimit")
        .arg(format!("--pid={}", std::process::id()))
        .arg(format!("--fsize={bytes}:"))
        .status();
    assert!(limited.unwrap().success());
}

pub struct DyingVault<V>(pub V, pub Fate);

impl<V: Vault> Vault for DyingVault<V> {
    fn receive(&mut self, object: &str, sealed: &[u8]) -> Result<(), VaultError> {
        self.1.meet(true, || self.0.receive(object, sealed))
    }

    fn settle(&mut self, object: &str) -> Result<(), VaultError> {
        self.1.meet(false, || self.0.settle(object))
    }

    fn turn_away(&mut self, object: &str) -> Result<(), VaultError> {
        self.1.meet(false, || self.0.turn_away(object))
    }

    fn fetch(&self, object: &str) -> Result<Vec<u8>, VaultError> {
        self.0.fetch(object)
    }

    fn discard(&mut self, object: &str) -> Result<(), VaultError> {
        self.1.meet(false, || self.0.discard(object))
    }

    fn sweep(
        &mut self,
        kept: &HashSet<String>,
        erased: &HashSet<String>,
    ) -> Result<Sweep, VaultError> {
        self.1.meet(false, || self.0.sweep(kept, erased))
    }
}

pub struct DyingOutlet<'a>(pub &'a mut dyn Outlet, pub Fate);

impl Outlet for DyingOutlet<'_> {
    fn kind(&self) -> OutletKind {
        self.0.kind()
    }

    fn place(&self) -> String {
        self.0.place()
    }

    fn ready(&self) -> Result<(), OutletError> {
        self.0.ready()
    }

    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        if self.0.kind() == OutletKind::Zip {
            return self.1.meet(true, || self.0.deliver(parcels));
        }
        // File by file, so that a kill between two files is tried as well.
        for parcel in parcels {
            let one = std::slice::from_ref(parcel);
            self.1.meet(true, || self.0.deliver(one))?;
        }
        Ok(())
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        self.0.look(name)
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.1.meet(false, || self.0.recall(name))
    }
}

/// Keeps rows, and dies before or after a deed.
pub struct DyingStore<S>(pub S, pub Fate);

impl<S: Store> Store for DyingStore<S> {
    fn look(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        self.0.look(ask)
    }

    fn look_at_one_moment(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        self.0.look_at_one_moment(ask)
    }

    fn write(&mut self, deed: &mut dyn FnMut(&dyn Writes) -> Written) -> Written {
        self.1.meet(false, || self.0.write(deed))
    }

    fn wipe_removed(&mut self) -> Written {
        self.1.meet(false, || self.0.wipe_removed())
    }
}
