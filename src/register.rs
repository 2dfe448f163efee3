//! What every register promises. The engines are in files of their own; nothing here knows SQL.
//!
//! # The promises
//!
//! 1. **All or nothing.** [`Register::record`] applies every change of a call, each with its audit
//!    entry, in one transaction, or none of them; when it returns, a power cut takes nothing back.
//! 2. **Only added.** Answers, evidence, reasons of marks, sign-offs, releases, erasures, incidents,
//!    attendance, looks, policies and the audit trail are never changed or removed, by code or by statement.
//! 3. **One decision.** [`Register::release`] reads the facts, asks the judge, and records the
//!    release in one transaction: an answer acknowledged before it is seen by it, and so is a
//!    closed account or a revoked device of whoever releases.
//! 4. **Loud rows.** A row that cannot be read fails the read, or is read as what follows says; nothing is
//!    skipped.
//! 5. **Vouched.** Facts that a release rests on, accounts, equipment and the policy are those that
//!    the audit trail vouches for. What was changed past the register stops what rests on it and nothing
//!    else: an answer counts as a no, a person as one with the mark whose name nobody knows, a sign-off,
//!    an account, a device or a camera as none; a photo and the policy fail the read.
//! 6. **No lost change.** Labels are changed by somebody who saw them: a change that names an older
//!    version is refused.
//! 7. **No leap.** An entry far ahead of the newest one is taken only with the word of the head
//!    teacher that this is the date: a clock that ran ahead once would block every day after.
//!
//! `tests/safekeeping/contract.rs` holds every engine to them.

mod change;
pub mod lists;
pub mod sqlite;

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use zeroize::Zeroizing;

use crate::domain::attendance::Attendance;
use crate::domain::audit::{Entry, Head};
use crate::domain::channel::ChannelId;
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{EvidenceId, PhotoId, SlipId, StaffId};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::{Face, Photo, SignOffRecord};
use crate::domain::mis::Import;
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::policy::Policy;
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::roll::Roll;
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use crate::domain::sight::{KeptSight, SightOf};
use crate::domain::slip::{Slip, SlipReading};
use crate::domain::staff::{Staff, WrongTry};
use crate::domain::trail::{Reading, Sought};
use crate::domain::verdict::Reason;

pub use change::{Change, blocked_note, release_note, subject};
use change::{incident_event_subject, release_event_subject};

/// The key of one sealed file; wiped from memory when dropped.
pub type SealKey = Zeroizing<[u8; 32]>;

/// Why the register could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register cannot be reached: {0}; check the disk and start Shutterslip again")]
    Unreachable(String),
    #[error(
        "the register does not open: its key does not fit, or the file is damaged; restore the newest backup"
    )]
    WrongKey,
    #[error("Shutterslip is already open on this device; close it there first")]
    InUse,
    #[error("the disk is full; nothing was recorded; free some space and try again")]
    Full,
    #[error(
        "{what} in the register cannot be read ({why}); nothing is decided on it; restore the newest backup"
    )]
    Unreadable { what: String, why: String },
    #[error(
        "{what} was changed outside Shutterslip; nothing leaves that rests on it; tell the head teacher, and compare with the newest backup"
    )]
    Tampered { what: String },
    #[error("somebody else changed this photo a moment ago; look at it again")]
    Changed,
    #[error(
        "this device's clock shows {now}, and the newest entry is of {newest}: nothing is recorded until the head teacher says what day it is; set the clock if it is wrong, else confirm the date with `shutterslip clock confirm`"
    )]
    Leapt { newest: NaiveDate, now: NaiveDate },
    #[error("it was stopped; nothing was recorded; begin again when there is time")]
    Stopped,
    #[error("the register refuses this: {0}")]
    Refused(String),
}

/// What is held against the trail before it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Accounts,
    Devices,
    Cameras,
}

/// When, and by whom.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    /// Staff id, or `system`.
    pub by: String,
}

/// What a verdict is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Photo(PhotoId),
    /// A video call with these people.
    Call(Vec<PersonId>),
}

/// Everything in the register that a verdict rests on, read at one moment.
#[derive(Clone, Debug)]
pub struct Facts {
    pub policy: Arc<InForce>,
    pub photo: Option<Photo>,
    /// The photo's key was destroyed.
    pub is_erased: bool,
    pub standing: DeviceStanding,
    /// Everybody.
    pub roll: Arc<Roll>,
    /// The answers that speak about those tagged or joining, for the channel, oldest record first.
    pub permissions: Vec<FiledPermission>,
    /// The latest for this photo and channel.
    pub sign_off: Option<SignOffRecord>,
    /// The newest time in the audit trail.
    pub newest_event: Option<DateTime<Utc>>,
}

/// The policy in force: the file as it was adopted, read once.
#[derive(Debug)]
pub struct InForce {
    pub adopted: AdoptedPolicy,
    read: OnceLock<Result<Policy, String>>,
}

impl InForce {
    pub fn new(adopted: AdoptedPolicy) -> InForce {
        InForce {
            adopted,
            read: OnceLock::new(),
        }
    }

    /// What the file says. Errors: it no longer reads, so nothing is decided.
    pub fn rules(&self) -> Result<&Policy, RegisterError> {
        let read = self
            .read
            .get_or_init(|| Policy::parse(&self.adopted.toml).map_err(|error| error.to_string()));
        read.as_ref().map_err(|why| RegisterError::Unreadable {
            what: "the policy in force".to_owned(),
            why: why.clone(),
        })
    }
}

/// What the judge says of the facts.
#[derive(Clone, Debug)]
#[must_use]
pub enum Judgement {
    Go(Box<Release>),
    Stay(Vec<Reason>),
}

/// One school's register.
pub trait Register: Send {
    /// Applies all changes, each with its audit entry, or nothing.
    fn record(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError>;

    /// The same for very many changes: `watch` is told how many are written, and by `false` takes all of
    /// it back. Errors: [`RegisterError::Stopped`], where it did.
    fn record_watched(
        &mut self,
        stamp: &Stamp,
        changes: &[Change],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), RegisterError> {
        match watch(0) {
            true => self.record(stamp, changes),
            false => Err(RegisterError::Stopped),
        }
    }

    /// Reads the facts, asks the judge, records what it says: one transaction, in which the trail
    /// itself was found whole since the last look. A blocked try is recorded as well.
    fn release(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError>;

    /// The facts as they stand now, for looking; a release reads its own.
    fn facts(&self, asked: &Asked, channel: &ChannelId) -> Result<Facts, RegisterError>;

    fn school(&self) -> Result<Option<School>, RegisterError>;
    /// The policy in force.
    fn policy(&self) -> Result<Option<AdoptedPolicy>, RegisterError>;
    /// The newest proposal of a looser policy, taken up or not, vouched for.
    fn proposal(&self) -> Result<Option<PolicyProposal>, RegisterError>;
    /// The policy in force, read as rules.
    fn in_force(&self) -> Result<Option<Arc<InForce>>, RegisterError> {
        Ok(self
            .policy()?
            .map(|adopted| Arc::new(InForce::new(adopted))))
    }
    fn devices(&self) -> Result<Vec<Device>, RegisterError>;
    fn cameras(&self) -> Result<Vec<Camera>, RegisterError>;
    fn staff(&self) -> Result<Vec<Staff>, RegisterError>;
    /// One account as it stands.
    fn account(&self, id: &StaffId) -> Result<Option<Staff>, RegisterError>;
    /// Wrong PINs since the last right one, newest first.
    fn wrong_tries(&self, staff: &StaffId) -> Result<Vec<WrongTry>, RegisterError>;
    /// How many wrong PINs there were since then, over all accounts.
    fn wrong_tries_since(&self, since: DateTime<Utc>) -> Result<u64, RegisterError>;
    /// The newest entry by which a device says which machine it belongs to.
    fn binding(
        &self,
        device: &crate::domain::ids::DeviceId,
    ) -> Result<Option<Entry>, RegisterError>;
    /// The newest time in the audit trail.
    fn newest_event(&self) -> Result<Option<DateTime<Utc>>, RegisterError>;
    /// Everybody, by group and given name.
    fn people(&self) -> Result<Vec<Registered>, RegisterError>;
    fn person(&self, id: &PersonId) -> Result<Option<Registered>, RegisterError>;
    /// Every answer about a person, in the order of recording.
    fn permissions(&self, person: &PersonId) -> Result<Vec<FiledPermission>, RegisterError>;
    /// Why a person carries the absolute mark, as was said each time, vouched for, in the order of
    /// saying. For the head alone.
    fn mark_reasons(&self, person: &PersonId) -> Result<Vec<MarkReason>, RegisterError>;
    /// Every answer about everybody, in the order of recording.
    fn every_permission(&self) -> Result<Vec<FiledPermission>, RegisterError> {
        let mut all = Vec::new();
        for entry in self.people()? {
            all.extend(self.permissions(&entry.person.id)?);
        }
        all.sort_by_key(|filed| filed.recorded_at);
        Ok(all)
    }
    fn evidence(&self, id: &EvidenceId) -> Result<Option<EvidenceFile>, RegisterError>;
    /// Whom answers are about that rest on a form of these very bytes.
    fn people_under(&self, sha256: &str) -> Result<Vec<PersonId>, RegisterError> {
        let mut people = Vec::new();
        for filed in self.every_permission()? {
            let Some(form) = filed.form else {
                continue;
            };
            let is_same = self
                .evidence(&form)?
                .is_some_and(|file| file.sha256 == sha256);
            if is_same && !people.contains(&filed.permission.person) {
                people.push(filed.permission.person);
            }
        }
        people.sort();
        Ok(people)
    }
    fn photo(&self, id: &PhotoId) -> Result<Option<Photo>, RegisterError>;
    /// Ids of all photos, newest first, erased ones included.
    fn photo_ids(&self) -> Result<Vec<PhotoId>, RegisterError>;
    /// Photos that were kept and not looked at yet ([`Face::is_waiting`]), oldest first; erased
    /// ones are gone. A to-do list: what may leave is decided by the photos themselves.
    fn photos_waiting(&self) -> Result<Vec<PhotoId>, RegisterError> {
        let mut waiting = Vec::new();
        for id in self.photo_ids()?.into_iter().rev() {
            let photo = self.photo(&id)?;
            let is_waiting = photo.is_some_and(|photo| {
                let faces = &photo.labels.faces;
                faces.iter().any(Face::is_waiting)
            });
            if is_waiting && self.seal_key(&id.0)?.is_some() {
                waiting.push(id);
            }
        }
        Ok(waiting)
    }
    /// Ids of photos that begin so, erased ones included; as many as tell whether there are several.
    fn photo_ids_from(&self, beginning: &str) -> Result<Vec<PhotoId>, RegisterError> {
        let mut ids = self.photo_ids()?;
        ids.retain(|id| id.0.starts_with(beginning));
        Ok(ids)
    }
    /// The photo with these bytes, where it is kept already.
    fn photo_by_sha256(&self, sha256: &str) -> Result<Option<PhotoId>, RegisterError>;
    /// Ids of photos and forms whose sealed files must be there.
    fn sealed_objects(&self) -> Result<Vec<String>, RegisterError>;
    /// `None` once it was destroyed.
    fn seal_key(&self, object: &str) -> Result<Option<SealKey>, RegisterError>;
    fn erasures(&self) -> Result<Vec<Erasure>, RegisterError>;
    /// Every release with its latest event, oldest first.
    fn releases(&self) -> Result<Vec<(Release, ReleaseEvent)>, RegisterError>;
    /// Releases whose latest event says so, oldest first.
    fn releases_that_are(
        &self,
        states: &[ReleaseState],
    ) -> Result<Vec<(Release, ReleaseEvent)>, RegisterError> {
        let mut releases = self.releases()?;
        releases.retain(|(_, event)| states.contains(&event.state));
        Ok(releases)
    }
    /// Whether the school was there before an edition of the rules and was not told what that changed.
    fn owes_account(&self, edition: u32) -> Result<bool, RegisterError>;
    /// What it answers about many photos at once.
    fn lists(&self) -> &dyn lists::Lists;
    /// A permission slip that was made.
    fn slip(&self, id: &SlipId) -> Result<Option<Slip>, RegisterError>;
    /// What was confirmed of a slip, in order.
    fn slip_readings(&self, slip: &SlipId) -> Result<Vec<SlipReading>, RegisterError>;
    /// What was said of who is here on a day, in the order of saying.
    fn attendance(&self, day: NaiveDate) -> Result<Vec<Attendance>, RegisterError>;
    /// What pictures and copies look like, as far as it was made.
    fn sights(&self) -> Result<Vec<KeptSight>, RegisterError>;
    /// What one of them looks like.
    fn sight(&self, of: &SightOf) -> Result<Option<KeptSight>, RegisterError> {
        let mut sights = self.sights()?.into_iter();
        Ok(sights.find(|kept| kept.of == *of))
    }
    /// Every list that was taken over from the school's MIS, oldest first.
    fn imports(&self) -> Result<Vec<Import>, RegisterError>;
    /// Every incident with what was done about it.
    fn incidents(&self) -> Result<Vec<(Incident, Vec<IncidentEvent>)>, RegisterError>;

    /// A record that says how things stand now (a person, an account, a device, a camera, a photo, an
    /// answer or a policy), by its name in the trail, as it stands and whatever the trail says of it. For
    /// whoever sets right what was changed past the register; nothing is decided on it.
    fn as_it_stands(&self, subject: &str) -> Result<Option<Change>, RegisterError>;

    /// Whether an account, a device or a camera stands there that is none, because it was changed past the
    /// register: who looks for it in vain may look for that one.
    fn holds_odd(&self, listing: Listing) -> Result<bool, RegisterError>;

    /// The recorded heads of all chains.
    fn heads(&self) -> Result<Vec<Head>, RegisterError>;
    /// One entry of a device's chain.
    fn entry(
        &self,
        device: &crate::domain::ids::DeviceId,
        seq: u64,
    ) -> Result<Option<Entry>, RegisterError>;
    /// Every entry of a device's chain, in order; stops where `each` says so.
    fn entries(
        &self,
        device: &crate::domain::ids::DeviceId,
        each: &mut dyn FnMut(Entry) -> bool,
    ) -> Result<(), RegisterError>;
    /// Entries of every chain that somebody looks for, each with a number that rises with the order
    /// of arrival; stops where `each` says so. For reading: it proves nothing.
    fn trail(
        &self,
        sought: &Sought,
        reading: Reading,
        each: &mut dyn FnMut(u64, Entry) -> bool,
    ) -> Result<(), RegisterError>;
    /// The subject and fingerprint of every record that an audit entry vouches for.
    /// An engine makes this or [`Register::records_while`].
    fn records(&self, each: &mut dyn FnMut(String, String)) -> Result<(), RegisterError> {
        self.records_while(&mut |subject, digest| {
            each(subject, digest);
            true
        })
    }
    /// The same, as long as `each` says so: soon after it says `false`, no more is read.
    fn records_while(
        &self,
        each: &mut dyn FnMut(String, String) -> bool,
    ) -> Result<(), RegisterError> {
        let mut goes_on = true;
        self.records(&mut |subject, digest| goes_on = goes_on && each(subject, digest))
    }
}
