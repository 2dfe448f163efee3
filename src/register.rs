//! What a register promises, whatever keeps its rows: the promises are kept here, once, over a [`Store`].
//! Nothing here knows SQL.
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
//! `tests/safekeeping/contract.rs` holds them over every store.

mod apply;
mod change;
mod derived;
mod error;
mod facts;
mod keys;
mod known;
mod leap;
mod listing;
pub mod lists;
mod over;
mod quarantine;
mod question;
mod reading;
mod record;
mod records;
mod releaser;
pub mod store;
mod told;
mod trail;
mod tries;
mod vouch;

use std::cell::RefCell;
use std::sync::Arc;

use crate::domain::channel::ChannelId;
use crate::domain::device::Identity;

pub use change::{Change, blocked_note, release_note, subject};
pub use error::RegisterError;
use known::Known;
use leap::no_leap;
pub use question::{Asked, Facts, InForce, Judgement, Listing, SealKey, Stamp};
use store::{Read, Reads, Store};
use trail::Verified;

/// One school's register.
pub struct Register {
    store: Box<dyn Store>,
    identity: Arc<Identity>,
    verified: Verified,
    /// What was read and found vouched for.
    known: RefCell<Known>,
}

impl Register {
    /// A register over what is kept there, by a device. Lists that were derived by other rules are derived
    /// anew; on a full disk it takes the room that is kept for what protects somebody.
    pub fn over(store: Box<dyn Store>, identity: Arc<Identity>) -> Result<Register, RegisterError> {
        let mut register = Register {
            store,
            identity,
            verified: Verified::default(),
            known: RefCell::default(),
        };
        if !register.look(listing::is_derived)? {
            while let Err(error) = register.store.write(&mut |tx| listing::derive_anew(tx)) {
                if !matches!(error, RegisterError::Full) || !register.store.give_up_room() {
                    return Err(error);
                }
            }
            register.store.keep_room();
        }
        Ok(register)
    }

    /// Applies all changes, each with its audit entry, or nothing.
    pub fn record(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError> {
        self.record_watched(stamp, changes, &mut |_| true)
    }

    /// The same for very many changes: `watch` is told how many are written, and by `false` takes all of
    /// it back. Errors: [`RegisterError::Stopped`], where it did.
    pub fn record_watched(
        &mut self,
        stamp: &Stamp,
        changes: &[Change],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), RegisterError> {
        let mut told = self.write(stamp, changes, watch);
        // What protects somebody is written on a full disk too, as long as there is room kept for it.
        let may_have_it = !changes.is_empty() && changes.iter().all(Change::protects);
        while may_have_it && matches!(told, Err(RegisterError::Full)) && self.store.give_up_room() {
            told = self.write(stamp, changes, watch);
        }
        if told.is_ok() {
            self.store.keep_room();
        }
        let known = self.known.get_mut();
        match &told {
            Ok(()) => known.forget(changes),
            // Whether the disk took it is not known: what is known goes.
            Err(_) => *known = Known::default(),
        }
        told
    }

    fn write(
        &mut self,
        stamp: &Stamp,
        changes: &[Change],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), RegisterError> {
        /// So many changes between two looks.
        const WATCHED: usize = 250;
        let identity = &self.identity;
        self.store.write(&mut |tx| {
            no_leap(tx.reads(), stamp, changes)?;
            for (done, change) in changes.iter().enumerate() {
                if done.is_multiple_of(WATCHED) && !watch(done) {
                    return Err(RegisterError::Stopped);
                }
                apply::apply(tx, change)?;
                trail::append(tx, identity, stamp, change.note())?;
            }
            Ok(())
        })?;
        if changes
            .iter()
            .any(|change| matches!(change, Change::Erase(_)))
        {
            self.store.wipe_removed().map_err(|_| {
                let told = "it is erased, and its key is wiped from the log at the next start";
                RegisterError::Unreachable(told.to_owned())
            })?;
        }
        Ok(())
    }

    /// Reads the facts, asks the judge, records what it says: one transaction, in which the trail
    /// itself was found whole since the last look. A blocked try is recorded as well.
    pub fn release(
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

    fn decide_and_write(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError> {
        let (identity, verified) = (&self.identity, &mut self.verified);
        let known = self.known.get_mut();
        let mut judged = None;
        self.store.write(&mut |tx| {
            let reads = tx.reads();
            verified.go_on(reads, identity)?;
            no_leap(reads, stamp, &[])?;
            known.refresh(reads)?;
            facts::vouch_for_school(reads)?;
            let facts = facts::gather(reads, known, asked, channel)?;
            releaser::still_stands(reads, &stamp.by, &identity.device)?;
            let judgement = judged.insert(judge(&facts));
            releaser::note(tx, identity, stamp, (asked, channel), judgement)
        })?;
        judged.ok_or_else(not_answered)
    }

    /// The facts as they stand now, for looking; a release reads its own.
    pub fn facts(&self, asked: &Asked, channel: &ChannelId) -> Result<Facts, RegisterError> {
        let mut facts = None;
        self.store.look_at_one_moment(&mut |reads| {
            let mut known = self.known.borrow_mut();
            known.refresh(reads)?;
            facts = Some(facts::gather(reads, &mut known, asked, channel)?);
            Ok(())
        })?;
        facts.ok_or_else(not_answered)
    }

    /// Looks at what is kept.
    fn look<T>(&self, mut ask: impl FnMut(&dyn Reads) -> Read<T>) -> Read<T> {
        let mut told = None;
        self.store.look(&mut |reads| {
            told = Some(ask(reads)?);
            Ok(())
        })?;
        told.ok_or_else(not_answered)
    }

    /// Asks what is known, where nobody else has written since.
    fn with_known<T>(&self, mut ask: impl FnMut(&dyn Reads, &mut Known) -> Read<T>) -> Read<T> {
        self.look(|reads| {
            let mut known = self.known.borrow_mut();
            known.refresh(reads)?;
            ask(reads, &mut known)
        })
    }
}

/// A store has to call whoever looks or writes.
fn not_answered() -> RegisterError {
    RegisterError::Unreachable("nothing was read".to_owned())
}
