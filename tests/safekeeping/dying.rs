//! Vault, register and outlet that do their work and kill the process at a chosen step: before the
//! call, after it, or in the middle of a write. Used in a child process alone.

use std::collections::HashSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use shutterslip::domain::audit::{Entry, Head};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::device::{Camera, Device};
use shutterslip::domain::ids::{DeviceId, EvidenceId, PhotoId, SlipId, StaffId};
use shutterslip::domain::incident::{Incident, IncidentEvent};
use shutterslip::domain::kept::Photo;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::release::{OutletKind, Release, ReleaseEvent};
use shutterslip::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, PolicyProposal, Registered, School,
};
use shutterslip::domain::staff::{Staff, WrongTry};
use shutterslip::outlet::{Outlet, OutletError, Parcel};
use shutterslip::register::lists::Lists;
use shutterslip::register::{
    Asked, Change, Facts, Judgement, Register, RegisterError, SealKey, Stamp,
};
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

pub struct DyingRegister<R>(pub R, pub Fate);

macro_rules! passes_on {
    ($(fn $name:ident(&self $(, $arg:ident: $type:ty)*) -> $gives:ty;)*) => {$(
        fn $name(&self $(, $arg: $type)*) -> Result<$gives, RegisterError> {
            self.0.$name($($arg),*)
        }
    )*};
}

impl<R: Register> Register for DyingRegister<R> {
    fn record(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError> {
        self.1.meet(false, || self.0.record(stamp, changes))
    }

    fn release(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError> {
        self.1
            .meet(false, || self.0.release(stamp, asked, channel, judge))
    }

    fn lists(&self) -> &dyn Lists {
        self.0.lists()
    }

    passes_on! {
        fn facts(&self, asked: &Asked, channel: &ChannelId) -> Facts;
        fn school(&self) -> Option<School>;
        fn policy(&self) -> Option<AdoptedPolicy>;
        fn proposal(&self) -> Option<PolicyProposal>;
        fn devices(&self) -> Vec<Device>;
        fn cameras(&self) -> Vec<Camera>;
        fn staff(&self) -> Vec<Staff>;
        fn account(&self, id: &StaffId) -> Option<Staff>;
        fn wrong_tries(&self, staff: &StaffId) -> Vec<WrongTry>;
        fn wrong_tries_since(&self, since: DateTime<Utc>) -> u64;
        fn binding(&self, device: &DeviceId) -> Option<Entry>;
        fn newest_event(&self) -> Option<DateTime<Utc>>;
        fn people(&self) -> Vec<Registered>;
        fn person(&self, id: &PersonId) -> Option<Registered>;
        fn permissions(&self, person: &PersonId) -> Vec<FiledPermission>;
        fn mark_reasons(&self, person: &PersonId) -> Vec<shutterslip::domain::school::MarkReason>;
        fn evidence(&self, id: &EvidenceId) -> Option<EvidenceFile>;
        fn photo(&self, id: &PhotoId) -> Option<Photo>;
        fn photo_ids(&self) -> Vec<PhotoId>;
        fn photo_by_sha256(&self, sha256: &str) -> Option<PhotoId>;
        fn sealed_objects(&self) -> Vec<String>;
        fn seal_key(&self, object: &str) -> Option<SealKey>;
        fn erasures(&self) -> Vec<Erasure>;
        fn releases(&self) -> Vec<(Release, ReleaseEvent)>;
        fn slip(&self, id: &SlipId) -> Option<shutterslip::domain::slip::Slip>;
        fn slip_readings(&self, slip: &SlipId) -> Vec<shutterslip::domain::slip::SlipReading>;
        fn attendance(&self, day: chrono::NaiveDate) -> Vec<shutterslip::domain::attendance::Attendance>;
        fn sights(&self) -> Vec<shutterslip::domain::sight::KeptSight>;
        fn incidents(&self) -> Vec<(Incident, Vec<IncidentEvent>)>;
        fn owes_account(&self, edition: u32) -> bool;
        fn imports(&self) -> Vec<shutterslip::domain::mis::Import>;
        fn as_it_stands(&self, subject: &str) -> Option<Change>;
        fn holds_odd(&self, listing: shutterslip::register::Listing) -> bool;
        fn heads(&self) -> Vec<Head>;
        fn entry(&self, device: &DeviceId, seq: u64) -> Option<Entry>;
        fn entries(&self, device: &DeviceId, each: &mut dyn FnMut(Entry) -> bool) -> ();
        fn trail(&self, sought: &shutterslip::domain::trail::Sought, reading: shutterslip::domain::trail::Reading, each: &mut dyn FnMut(u64, Entry) -> bool) -> ();
        fn records(&self, each: &mut dyn FnMut(String, String)) -> ();
    }
}
