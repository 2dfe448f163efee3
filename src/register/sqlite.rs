//! The register in one encrypted SQLite file (SQLCipher). For one tablet or PC.
//!
//! Opened by one process at a time, owned by one thread, `synchronous=FULL`: what was recorded is
//! on the disk. Knows no rule of the gate: the judge is handed in.
//!
//! # After an error
//!
//! A commit whose sync failed is *unknown*: its frames lie in the log, perhaps on the disk. This
//! process has taken it back and may go on, because SQLite never syncs such frames a second time in
//! the hope that they are still there: the next commit writes its own over them and syncs those, and
//! a log that could not be moved into the file is moved again from its beginning. A process that
//! ends before the next commit leaves the start after it to find the unknown one whole or not at
//! all. Either way there is one history, and an act that returned an error is done or not done.
//! Only where the disk was full, or a rule was broken, is it certain that nothing was recorded.

mod derived;
mod error;
mod facts;
mod keys;
mod known;
mod layout;
mod leap;
mod lists;
mod lock;
mod marks;
mod opening;
mod outgoing;
mod proposals;
mod quarantine;
mod read;
mod records;
mod releaser;
mod reserve;
mod row;
mod sights;
mod slips;
mod trail;
mod tries;
mod write;

use std::cell::RefCell;
use std::fs::File;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, TransactionBehavior};

use super::lists::Lists;
use super::{
    Asked, Change, Facts, InForce, Judgement, Listing, Register, RegisterError, SealKey, Stamp,
};
use crate::domain::attendance::Attendance;
use crate::domain::audit::{Entry, Head};
use crate::domain::channel::ChannelId;
use crate::domain::device::{Camera, Device, Identity};
use crate::domain::ids::{DeviceId, EvidenceId, PhotoId, SlipId, StaffId};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::Photo;
use crate::domain::mis::Import;
use crate::domain::person::PersonId;
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use crate::domain::sight::{KeptSight, SightOf};
use crate::domain::slip::{Slip, SlipReading};
use crate::domain::staff::{Staff, WrongTry};
use crate::domain::trail::{Reading, Sought};
use known::Known;
use layout::{empty_the_log, migrate};
use leap::no_leap;
use reserve::Reserve;

/// A register in one file.
pub struct SqliteRegister {
    db: Connection,
    identity: Arc<Identity>,
    /// How far each chain was found whole by this process.
    verified: Vec<Head>,
    /// SQLite's count of what others wrote to the file. We are the only ones who may: when it
    /// moves, what was verified has to be verified again.
    written_by_others: Option<i64>,
    /// What was read and found vouched for.
    known: RefCell<Known>,
    /// Room for what protects somebody, on a disk that has none left.
    reserve: Reserve,
    /// Held as long as the register is open: a second process is refused, by the lock's name and by
    /// the file itself, under whatever name it is reached.
    _locks: [File; 2],
}

impl SqliteRegister {
    fn verify_trail(
        verified: &mut Vec<Head>,
        written_by_others: &mut Option<i64>,
        db: &Connection,
        identity: &Identity,
    ) -> Result<(), RegisterError> {
        let version = db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        if written_by_others.replace(version) != Some(version) {
            verified.clear();
            layout::is_ours(db, migrate)?;
        }
        let heads = read::heads(db)?;
        let mut now_verified = Vec::with_capacity(heads.len());
        for recorded in heads {
            let from = verified
                .iter()
                .find(|head| head.device == recorded.device)
                .cloned()
                .unwrap_or_else(|| Head::none(recorded.device.clone()));
            now_verified.push(facts::verified_head(db, identity, from, &recorded)?);
        }
        *verified = now_verified;
        Ok(())
    }

    /// Asks what is known, where nobody else has written since.
    fn with_known<T>(
        &self,
        ask: impl FnOnce(&Connection, &mut Known) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let mut known = self.known.borrow_mut();
        known.refresh(&self.db)?;
        ask(&self.db, &mut known)
    }

    fn write(
        &mut self,
        stamp: &Stamp,
        changes: &[Change],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), RegisterError> {
        /// So many changes between two looks.
        const WATCHED: usize = 250;
        let identity = Arc::clone(&self.identity);
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        no_leap(&tx, stamp, changes)?;
        let mut destroys_a_key = false;
        for (done, change) in changes.iter().enumerate() {
            if done.is_multiple_of(WATCHED) && !watch(done) {
                return Err(RegisterError::Stopped);
            }
            write::apply(&tx, change)?;
            write::append(&tx, &identity, stamp, change.note())?;
            destroys_a_key |= matches!(change, Change::Erase(_));
        }
        tx.commit()?;
        if destroys_a_key {
            // The log still holds pages with the key: empty it.
            empty_the_log(&self.db).map_err(|_| {
                let told = "it is erased, and its key is wiped from the log at the next start";
                RegisterError::Unreachable(told.to_owned())
            })?;
        }
        Ok(())
    }

    fn decide_and_write(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError> {
        let identity = Arc::clone(&self.identity);
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        Self::verify_trail(
            &mut self.verified,
            &mut self.written_by_others,
            &tx,
            &identity,
        )?;
        no_leap(&tx, stamp, &[])?;
        let known = self.known.get_mut();
        known.refresh(&tx)?;
        facts::vouch_for_school(&tx)?;
        let facts = facts::gather(&tx, known, asked, channel)?;
        releaser::still_stands(&tx, &stamp.by, &identity.device)?;
        let judgement = judge(&facts);
        releaser::note(&tx, &identity, stamp, (asked, channel), &judgement)?;
        tx.commit()?;
        Ok(judgement)
    }
}

impl Register for SqliteRegister {
    fn record(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError> {
        self.record_watched(stamp, changes, &mut |_| true)
    }

    fn record_watched(
        &mut self,
        stamp: &Stamp,
        changes: &[Change],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), RegisterError> {
        let told = self.write_with_the_reserve(stamp, changes, watch);
        let known = self.known.get_mut();
        match &told {
            Ok(()) => known.forget(changes),
            // Whether the disk took it is not known: what is known goes.
            Err(_) => *known = Known::default(),
        }
        told
    }

    fn release(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError> {
        let told = self.decide_and_write(stamp, asked, channel, judge);
        let known = self.known.get_mut();
        match &told {
            Ok(_) => known.forget(&[]),
            Err(_) => *known = Known::default(),
        }
        told
    }

    fn facts(&self, asked: &Asked, channel: &ChannelId) -> Result<Facts, RegisterError> {
        let tx = self.db.unchecked_transaction()?;
        let mut known = self.known.borrow_mut();
        known.refresh(&tx)?;
        facts::gather(&tx, &mut known, asked, channel)
    }

    fn school(&self) -> Result<Option<School>, RegisterError> {
        match read::school(&self.db)? {
            Some(school) => Ok(Some(school)),
            // None was ever set up, or its entry is gone: nobody sets one up over another.
            None => facts::vouch_for_school(&self.db).map(|()| None),
        }
    }

    fn proposal(&self) -> Result<Option<PolicyProposal>, RegisterError> {
        proposals::newest(&self.db)
    }

    fn policy(&self) -> Result<Option<AdoptedPolicy>, RegisterError> {
        Ok(self.in_force()?.map(|policy| policy.adopted.clone()))
    }

    fn in_force(&self) -> Result<Option<Arc<InForce>>, RegisterError> {
        self.with_known(|db, known| known.policy(db))
    }

    fn devices(&self) -> Result<Vec<Device>, RegisterError> {
        facts::vouched_of(&self.db, &read::DEVICES, Change::Device)
    }

    fn cameras(&self) -> Result<Vec<Camera>, RegisterError> {
        facts::vouched_of(&self.db, &read::CAMERAS, Change::Camera)
    }

    fn staff(&self) -> Result<Vec<Staff>, RegisterError> {
        facts::vouched_of(&self.db, &read::STAFF, Change::Staff)
    }

    fn account(&self, id: &StaffId) -> Result<Option<Staff>, RegisterError> {
        quarantine::account(&self.db, id)
    }

    fn wrong_tries(&self, staff: &StaffId) -> Result<Vec<WrongTry>, RegisterError> {
        tries::wrong(&self.db, staff, &self.identity.device)
    }

    fn wrong_tries_since(&self, since: DateTime<Utc>) -> Result<u64, RegisterError> {
        tries::wrong_since(&self.db, since)
    }

    fn binding(&self, device: &DeviceId) -> Result<Option<Entry>, RegisterError> {
        match tries::bound_at(&self.db, device)? {
            Some(seq) => self.entry(device, seq),
            None => Ok(None),
        }
    }

    fn newest_event(&self) -> Result<Option<DateTime<Utc>>, RegisterError> {
        read::newest_event(&self.db)
    }

    fn people(&self) -> Result<Vec<Registered>, RegisterError> {
        self.with_known(|db, known| known.entries(db))
    }

    fn person(&self, id: &PersonId) -> Result<Option<Registered>, RegisterError> {
        self.with_known(|db, known| known.entry(db, id))
    }

    fn permissions(&self, person: &PersonId) -> Result<Vec<FiledPermission>, RegisterError> {
        self.with_known(|db, known| known.history(db, person))
    }

    fn mark_reasons(&self, person: &PersonId) -> Result<Vec<MarkReason>, RegisterError> {
        marks::mark_reasons(&self.db, person)
    }

    fn every_permission(&self) -> Result<Vec<FiledPermission>, RegisterError> {
        let mut all = Vec::new();
        // One that cannot be read is missing, and counts as a no wherever it is asked for.
        let mut keep = |filed| all.push(filed);
        read::PERMISSIONS.readable(&self.db, &mut |_| {}, &mut keep)?;
        Ok(all)
    }

    fn evidence(&self, id: &EvidenceId) -> Result<Option<EvidenceFile>, RegisterError> {
        read::evidence(&self.db, id)
    }

    fn people_under(&self, sha256: &str) -> Result<Vec<PersonId>, RegisterError> {
        read::people_under(&self.db, sha256)
    }

    fn photo(&self, id: &PhotoId) -> Result<Option<Photo>, RegisterError> {
        read::photo(&self.db, id)
    }

    fn photo_ids(&self) -> Result<Vec<PhotoId>, RegisterError> {
        read::photo_ids(&self.db)
    }

    fn photos_waiting(&self) -> Result<Vec<PhotoId>, RegisterError> {
        read::photos_waiting(&self.db)
    }

    fn photo_ids_from(&self, beginning: &str) -> Result<Vec<PhotoId>, RegisterError> {
        read::photo_ids_from(&self.db, beginning)
    }

    fn photo_by_sha256(&self, sha256: &str) -> Result<Option<PhotoId>, RegisterError> {
        read::photo_by_sha256(&self.db, sha256)
    }

    fn sealed_objects(&self) -> Result<Vec<String>, RegisterError> {
        keys::sealed_objects(&self.db)
    }

    fn seal_key(&self, object: &str) -> Result<Option<SealKey>, RegisterError> {
        keys::seal_key(&self.db, object)
    }

    fn erasures(&self) -> Result<Vec<Erasure>, RegisterError> {
        outgoing::ERASURES.all(&self.db)
    }

    fn releases(&self) -> Result<Vec<(Release, ReleaseEvent)>, RegisterError> {
        outgoing::releases(&self.db)
    }

    fn releases_that_are(
        &self,
        states: &[ReleaseState],
    ) -> Result<Vec<(Release, ReleaseEvent)>, RegisterError> {
        outgoing::releases_that_are(&self.db, states)
    }

    fn owes_account(&self, edition: u32) -> Result<bool, RegisterError> {
        marks::owes_account(&self.db, edition)
    }

    fn lists(&self) -> &dyn Lists {
        self
    }

    fn slip(&self, id: &SlipId) -> Result<Option<Slip>, RegisterError> {
        slips::slip(&self.db, id)
    }

    fn slip_readings(&self, slip: &SlipId) -> Result<Vec<SlipReading>, RegisterError> {
        slips::readings(&self.db, slip)
    }

    fn attendance(&self, day: NaiveDate) -> Result<Vec<Attendance>, RegisterError> {
        let found = read::attendance(&self.db, day)?;
        facts::vouched(&self.db, found, Change::Attendance)
    }

    fn sights(&self) -> Result<Vec<KeptSight>, RegisterError> {
        // Whatever the trail says: what looks alike is looked at by a person.
        sights::SIGHTS.all(&self.db)
    }

    fn sight(&self, of: &SightOf) -> Result<Option<KeptSight>, RegisterError> {
        sights::of(&self.db, of)
    }

    fn imports(&self) -> Result<Vec<Import>, RegisterError> {
        facts::vouched_of(&self.db, &read::IMPORTS, |import| {
            Change::Import(Box::new(import))
        })
    }

    fn incidents(&self) -> Result<Vec<(Incident, Vec<IncidentEvent>)>, RegisterError> {
        outgoing::incidents(&self.db)
    }

    fn as_it_stands(&self, subject: &str) -> Result<Option<Change>, RegisterError> {
        quarantine::as_it_stands(&self.db, subject)
    }

    fn holds_odd(&self, listing: Listing) -> Result<bool, RegisterError> {
        quarantine::holds_odd(&self.db, listing)
    }

    fn heads(&self) -> Result<Vec<Head>, RegisterError> {
        read::heads(&self.db)
    }

    fn entry(&self, device: &DeviceId, seq: u64) -> Result<Option<Entry>, RegisterError> {
        trail::entry(&self.db, device, seq)
    }

    fn entries(
        &self,
        device: &DeviceId,
        each: &mut dyn FnMut(Entry) -> bool,
    ) -> Result<(), RegisterError> {
        trail::entries(&self.db, device, 0, each)
    }

    fn trail(
        &self,
        sought: &Sought,
        reading: Reading,
        each: &mut dyn FnMut(u64, Entry) -> bool,
    ) -> Result<(), RegisterError> {
        trail::read(&self.db, sought, reading, each)
    }

    fn records_while(
        &self,
        each: &mut dyn FnMut(String, String) -> bool,
    ) -> Result<(), RegisterError> {
        records::records(&self.db, each)
    }
}
