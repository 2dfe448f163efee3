//! Signing in: one account a person, a PIN, and waits that grow with wrong tries.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::TimeDelta;

pub use super::session::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::ids::StaffId;
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::staff::{
    Duty, LetIn, PinTry, TRIES_AN_HOUR_TO_INCIDENT, TRIES_TO_INCIDENT, pin_weakness, wait_left,
};
use crate::register::{Change, Listing, Stamp};

/// Argon2id with 64 MiB and three passes: about a quarter of a second, so that six digits are
/// worth keeping even to somebody who holds the register's file and its key.
fn hasher() -> Done<Argon2<'static>> {
    let params = Params::new(64 * 1024, 3, 1, None).map_err(|error| {
        ActError::Refused(Refusal::PinsFail {
            why: error.to_string(),
        })
    })?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A PIN as it is stored. Errors: too weak.
pub(crate) fn hash_pin(pin: &str) -> Done<String> {
    if let Some(weakness) = pin_weakness(pin) {
        return Err(ActError::Refused(Refusal::WeakPin { why: weakness }));
    }
    hasher()?
        .hash_password(pin.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| {
            ActError::Refused(Refusal::PinsFail {
                why: error.to_string(),
            })
        })
}

pub(super) fn is_right(pin: &str, hash: &str) -> Done<bool> {
    let parsed = PasswordHash::new(hash).map_err(|_| {
        ActError::Register(crate::register::RegisterError::Unreadable {
            what: "an account's PIN".to_owned(),
            why: "it is not in the form that was written".to_owned(),
        })
    })?;
    Ok(hasher()?.verify_password(pin.as_bytes(), &parsed).is_ok())
}

impl Desk {
    /// Signs somebody in. Every try is on the record. Errors: still waiting after wrong tries (a try
    /// made while waiting does not lengthen the wait), a name and a PIN that do not go together,
    /// told alike and as slowly whichever of them is wrong; a closed account; a clock that leapt.
    pub fn sign_in(&mut self, name: &str, pin: &str) -> Done<Session> {
        self.require_own_machine()?;
        self.require_no_leap()?;
        self.prove(name, pin)
    }

    /// Proves that this is somebody's PIN, on the record, at whatever time the trail can take.
    pub(crate) fn prove(&mut self, name: &str, pin: &str) -> Done<Session> {
        let shown = as_typed(name);
        let account = self
            .register
            .staff()?
            .into_iter()
            .find(|staff| staff.name.to_lowercase() == name.trim().to_lowercase());
        let tried = account
            .as_ref()
            .map_or_else(PinTry::nobody, |account| account.id.clone());
        let wrong = self.register.wrong_tries(&tried)?;
        let up = self.clock.up();
        if let Some(left) = wait_left(&wrong, self.now(), up.as_ref()) {
            let seconds = left.num_seconds().max(1);
            return Err(ActError::Refused(Refusal::Wait {
                name: shown,
                seconds: u64::try_from(seconds).unwrap_or(1),
            }));
        }
        let good = match &account {
            Some(account) => is_right(pin, &account.pin_hash)?,
            None => {
                // Takes as long as a wrong PIN does, so that the wait tells no name.
                drop(hasher()?.hash_password(pin.as_bytes()));
                false
            }
        };
        let at = self.trail_time()?;
        let by = tried.0.clone();
        let change = Change::PinTried(PinTry {
            staff: tried,
            at,
            good,
            up,
        });
        self.register.record(&Stamp { at, by }, &[change])?;
        let is_nobody = account.is_none();
        match account {
            Some(account) if good && account.is_here(self.latest()?) => {
                return Ok(Session::of(&account));
            }
            Some(account) if good => {
                return Err(ActError::Refused(Refusal::AccountClosed {
                    name: account.name,
                }));
            }
            Some(account) if wrong.len() + 1 == TRIES_TO_INCIDENT => {
                let note = format!(
                    "{TRIES_TO_INCIDENT} wrong PINs in a row for account {}",
                    account.id
                );
                let subject = Some(IncidentSubject::Account(account.id));
                self.open_incident(IncidentKind::PinTries, "system", subject, note)?;
            }
            Some(_) | None => {}
        }
        let hour = at.checked_sub_signed(TimeDelta::hours(1)).unwrap_or(at);
        if self.register.wrong_tries_since(hour)? == TRIES_AN_HOUR_TO_INCIDENT {
            let note =
                format!("{TRIES_AN_HOUR_TO_INCIDENT} wrong PINs within an hour over all accounts");
            let subject = Some(IncidentSubject::EveryAccount);
            self.open_incident(IncidentKind::PinTries, "system", subject, note)?;
        }
        if is_nobody {
            self.nothing_odd(Listing::Accounts)?;
        }
        Err(ActError::WrongPin(shown))
    }
}

/// Somebody who waits after wrong PINs on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    pub staff: StaffId,
    pub left: TimeDelta,
}

impl Desk {
    /// Who waits here after wrong PINs, and how much longer.
    pub fn waits(&self, who: &Session) -> Done<Vec<Waits>> {
        self.require(who, Duty::SeeStaff)?;
        let (now, up) = (self.now(), self.clock.up());
        let mut waiting = Vec::new();
        for account in self.register.staff()? {
            let wrong = self.register.wrong_tries(&account.id)?;
            if let Some(left) = wait_left(&wrong, now, up.as_ref()) {
                let staff = account.id;
                waiting.push(Waits { staff, left });
            }
        }
        Ok(waiting)
    }

    /// Lets a colleague who waits after wrong PINs try again at once, on the record; nothing where they do
    /// not wait. Errors: nobody lets themselves in.
    pub fn let_in(&mut self, who: &Session, name: &str) -> Done<()> {
        self.require(who, Duty::LetIn)?;
        let staff = self.find_staff(name)?.id;
        if staff == *who.id() {
            return Err(ActError::OwnWait);
        }
        let at = self.trail_time()?;
        match self.waits(who)?.iter().any(|waits| waits.staff == staff) {
            true => self.record(who, &[Change::LetIn(LetIn { staff, at })]),
            false => Ok(()),
        }
    }
}

/// A name as somebody typed it, for a message. Nothing where it may be a PIN in the wrong place.
fn as_typed(name: &str) -> Option<String> {
    let may_be_shown = |sign: char| !sign.is_numeric() && !sign.is_control();
    name.chars()
        .all(may_be_shown)
        .then(|| name.trim().to_owned())
}
