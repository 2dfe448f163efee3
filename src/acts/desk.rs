//! One device of one school, open and at work: what every act stands on. Knows no act.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::error::{ActError, Done};
use super::session::Session;
use super::standings::kept::Standings;
use crate::acts::refusal::{Refusal, Thing};
use crate::clock::Clock;
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{DeviceId, PhotoId, ReleaseId};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::kept::Photo;
use crate::domain::policy::Policy;
use crate::domain::release::ReleaseState;
use crate::domain::school::{Registered, School};
use crate::domain::staff::Duty;
use crate::domain::time::ClockStanding;
use crate::faces::FaceFinder;
use crate::paper::{NoPrinter, Printer};
use crate::picture::Darkroom;
use crate::register::{Change, Register, RegisterError, Stamp};
use crate::vault::{Sweep, Vault};

/// One device of one school, open and at work. Owned by one thread.
pub struct Desk {
    pub(crate) register: Register,
    pub(crate) vault: Box<dyn Vault>,
    pub(crate) darkroom: Arc<dyn Darkroom>,
    pub(crate) faces: Arc<dyn FaceFinder>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) signer: Arc<crate::domain::device::Identity>,
    pub(crate) printer: Arc<dyn Printer>,
    /// Checkpoints are kept here as well as beside the copies they speak of.
    pub(crate) checkpoints: PathBuf,
    /// Where no copy may be released to.
    pub(crate) data: PathBuf,
    /// A fingerprint of the machine that this desk stands on.
    pub(crate) machine: Option<String>,
    pub(super) standings: Standings,
}

/// What a desk found when it was opened.
#[derive(Debug, Default)]
pub struct Opening {
    pub sweep: Sweep,
    /// Releases that were under way when the device stopped.
    pub unsettled: Vec<ReleaseId>,
    /// Photos that were kept and not looked at before the device stopped.
    pub waiting: Vec<PhotoId>,
    pub clock: ClockStanding,
    /// The register is not the live one: an older copy, or another history than a checkpoint knows.
    pub is_stale: bool,
}

impl Desk {
    /// A desk over these. Nothing is read yet.
    pub fn new(
        register: Register,
        vault: Box<dyn Vault>,
        darkroom: Box<dyn Darkroom>,
        faces: Box<dyn FaceFinder>,
        clock: Box<dyn Clock>,
        signer: Arc<crate::domain::device::Identity>,
        data: PathBuf,
    ) -> Desk {
        Desk {
            register,
            vault,
            darkroom: Arc::from(darkroom),
            faces: Arc::from(faces),
            clock,
            signer,
            printer: Arc::new(NoPrinter),
            checkpoints: data.join("checkpoints"),
            data,
            machine: None,
            standings: Standings::default(),
        }
    }

    /// Brings order after a stop: arrivals are settled, and what is missing becomes an incident, as
    /// does a clock that was set.
    pub fn begin(&mut self) -> Done<Opening> {
        self.require_own_machine()?;
        self.bind_to_machine()?;
        let clock = self.look_at_clock()?;
        let kept: HashSet<String> = self.register.sealed_objects()?.into_iter().collect();
        let erased = self.register.erasures()?.into_iter();
        let erased = erased.map(|erasure| erasure.object).collect();
        let sweep = self.vault.sweep(&kept, &erased)?;
        let missing = sweep.missing.iter().map(|object| {
            let note = format!("the sealed file of {object} is missing");
            (IncidentSubject::SealedFile(object.clone()), note)
        });
        self.open_incidents_once(IncidentKind::Tampering, "system", missing.collect())?;
        let unsettled = self
            .register
            .releases_that_are(&[ReleaseState::GoingOut])?
            .into_iter()
            .map(|(release, _)| release.id)
            .collect();
        if sweep.unknown > 0 {
            let note = format!("{} sealed files are not in this register", sweep.unknown);
            let subject = IncidentSubject::UnknownFiles(sweep.unknown);
            self.open_incident_once(IncidentKind::OlderCopy, "system", subject, note)?;
        }
        let is_stale = self.look_at_age()?;
        match self.tell_of_everybody_changed() {
            // Nothing is recorded behind a trail that was changed; whoever verifies it gets in.
            Ok(()) | Err(ActError::Register(RegisterError::Tampered { .. })) => {}
            Err(error) => return Err(error),
        }
        self.account_for_update()?;
        Ok(Opening {
            is_stale,
            sweep,
            unsettled,
            waiting: self.register.photos_waiting()?,
            clock,
        })
    }

    /// Now, by this device's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Whether a school is set up here.
    pub fn is_set_up(&self) -> Done<bool> {
        Ok(self.register.school()?.is_some())
    }

    /// The school. Errors: none is set up here.
    pub fn school(&self) -> Done<School> {
        self.register
            .school()?
            .ok_or(ActError::Refused(Refusal::NoSchool))
    }

    /// The policy in force. Errors: none, or one that no longer reads.
    pub fn policy(&self) -> Done<Policy> {
        let in_force = self
            .register
            .in_force()?
            .ok_or(ActError::Refused(Refusal::NoPolicy))?;
        Ok(in_force.rules()?.clone())
    }

    /// Today at the school.
    pub fn today(&self) -> Done<NaiveDate> {
        Ok(school_day(&self.policy()?, self.now()))
    }

    /// This device.
    pub fn device(&self) -> &DeviceId {
        &self.signer.device
    }

    /// Everybody in the register, by group and given name.
    pub fn people(&self) -> Done<Vec<Registered>> {
        Ok(self.register.people()?)
    }

    /// Everybody with full names, for those who keep the register.
    pub fn people_for(&self, who: &Session) -> Done<Vec<Registered>> {
        self.require(who, Duty::KeepRegister)?;
        self.people()
    }

    /// This device's public key, lower-case hex.
    pub fn public_key(&self) -> String {
        self.signer.public_key()
    }

    /// Kept photos, newest first; erased ones are gone.
    pub fn photos(&self, who: &Session) -> Done<Vec<Photo>> {
        self.require(who, Duty::Look)?;
        let mut photos = Vec::new();
        let erasures = self.register.erasures()?.into_iter();
        let erased: HashSet<String> = erasures.map(|erasure| erasure.object).collect();
        for id in self.register.photo_ids()? {
            if !erased.contains(&id.0) {
                photos.push(self.photo(&id)?);
            }
        }
        Ok(photos)
    }

    /// A kept photo as it stands, for those who may look.
    pub fn look_at(&self, who: &Session, id: &PhotoId) -> Done<Photo> {
        self.require(who, Duty::Look)?;
        self.photo(id)
    }

    /// A kept photo by its id or the beginning of it. Errors: none such, or several.
    pub fn find_photo(&self, id: &str) -> Done<PhotoId> {
        let ids = self.register.photo_ids_from(id)?;
        unique(id, Thing::Photo, ids.into_iter().map(|id| id.0)).map(PhotoId)
    }

    /// A kept photo as it stands.
    pub(crate) fn photo(&self, id: &PhotoId) -> Done<Photo> {
        self.register.photo(id)?.ok_or_else(|| {
            ActError::Refused(Refusal::NoSuch {
                thing: Thing::Photo,
                id: id.to_string(),
            })
        })
    }

    /// The original bytes of a photo or form, in memory. For acts alone; screens get pixels.
    pub(crate) fn unseal(&self, object: &str) -> Done<zeroize::Zeroizing<Vec<u8>>> {
        let key = self
            .register
            .seal_key(object)?
            .ok_or(ActError::Refused(Refusal::Erased))?;
        Ok(crate::vault::open(
            object,
            &key,
            &self.vault.fetch(object)?,
        )?)
    }

    pub(crate) fn stamp(&self, who: &Session) -> Stamp {
        Stamp {
            at: self.now(),
            by: who.id().0.clone(),
        }
    }

    pub(crate) fn record(&mut self, who: &Session, changes: &[Change]) -> Done<()> {
        let stamp = self.stamp(who);
        Ok(self.register.record(&stamp, changes)?)
    }

    /// An arrival whose record failed. Where it is certain that nothing was recorded, it goes; where
    /// the disk failed in the middle of it, only the next start can tell, and its sweep does.
    pub(crate) fn not_recorded(&mut self, object: &str, error: ActError) -> ActError {
        match &error {
            ActError::Register(
                RegisterError::Refused(_)
                | RegisterError::Changed
                | RegisterError::Stopped
                | RegisterError::Leapt { .. }
                | RegisterError::Full,
            ) => match self.vault.turn_away(object) {
                Ok(()) => error,
                Err(stuck) => ActError::Vault(stuck),
            },
            _ => error,
        }
    }
}

/// That what somebody typed can be shown in one line. Errors: it has more characters than that, or signs
/// that cannot be shown.
pub(crate) fn showable(text: &str, most: usize) -> Done<()> {
    if text.chars().count() > most {
        return Err(ActError::Refused(Refusal::TooLong { most }));
    }
    if text.chars().any(char::is_control) {
        return Err(ActError::Refused(Refusal::CannotBeShown));
    }
    Ok(())
}

/// A policy file as adopted. Errors: it no longer reads, so nothing is decided.
pub(crate) fn read_policy(toml: &str) -> Done<Policy> {
    Policy::parse(toml).map_err(|error| {
        ActError::Register(RegisterError::Unreadable {
            what: "the policy in force".to_owned(),
            why: error.to_string(),
        })
    })
}

/// The day that it is at the school.
pub(crate) fn school_day(policy: &Policy, now: DateTime<Utc>) -> NaiveDate {
    policy.day(now)
}

/// A channel of the policy. Errors: none such, with those that there are.
pub fn channel_of(policy: &Policy, id: &ChannelId) -> Done<Channel> {
    policy.channel(id).cloned().ok_or_else(|| {
        let channels = policy.channels.iter();
        let known = channels.map(|channel| channel.id.to_string()).collect();
        ActError::Refused(Refusal::NoSuchChannel {
            id: id.to_string(),
            known,
        })
    })
}

/// A channel of the policy that takes pictures. Errors: none such, or a call.
pub(crate) fn picture_channel_of(policy: &Policy, id: &ChannelId) -> Done<Channel> {
    let channel = channel_of(policy, id)?;
    match channel.takes_pictures() {
        true => Ok(channel),
        false => Err(ActError::Refused(Refusal::CallTakesNoPhoto)),
    }
}

pub(crate) fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The one id that is, or begins with, what was typed.
pub(crate) fn unique(typed: &str, thing: Thing, ids: impl Iterator<Item = String>) -> Done<String> {
    /// Shorter beginnings are slips of the finger.
    const SHORTEST: usize = 4;
    let mut found = Vec::new();
    for id in ids {
        if id == typed {
            return Ok(id);
        }
        if typed.len() >= SHORTEST && id.starts_with(typed) {
            found.push(id);
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(id), true) => Ok(id),
        (Some(_), false) => Err(ActError::Refused(Refusal::Several {
            thing,
            typed: typed.to_owned(),
        })),
        (None, _) => Err(ActError::Refused(Refusal::NoSuch {
            thing,
            id: typed.to_owned(),
        })),
    }
}
