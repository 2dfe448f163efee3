//! Signing in: one account a person, a PIN, and waits that grow with wrong tries.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::{ActError, Desk, Done};
use crate::domain::ids::StaffId;
use crate::domain::incident::IncidentKind;
use crate::domain::staff::{PinTry, Role, Staff, TRIES_TO_INCIDENT, next_try_at, pin_weakness};
use crate::register::{Change, Stamp};

/// Somebody who signed in. Only signing in makes one, so an act cannot be done by nobody.
#[derive(Clone, Debug)]
pub struct Session {
    id: StaffId,
    name: String,
    role: Role,
}

impl Session {
    pub fn id(&self) -> &StaffId {
        &self.id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub(crate) fn of(staff: &Staff) -> Session {
        Session {
            id: staff.id.clone(),
            name: staff.name.clone(),
            role: staff.role,
        }
    }
}

/// Argon2id with 64 MiB and three passes: about a quarter of a second, so that six digits are
/// worth keeping even to somebody who holds the register's file and its key.
fn hasher() -> Done<Argon2<'static>> {
    let params = Params::new(64 * 1024, 3, 1, None)
        .map_err(|error| ActError::Refused(format!("PINs cannot be checked here ({error})")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A PIN as it is stored. Errors: too weak.
pub(crate) fn hash_pin(pin: &str) -> Done<String> {
    if let Some(weakness) = pin_weakness(pin) {
        return Err(ActError::Input(format!("{weakness}; choose another")));
    }
    hasher()?
        .hash_password(pin.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| ActError::Refused(format!("the PIN could not be stored ({error})")))
}

fn is_right(pin: &str, hash: &str) -> Done<bool> {
    let parsed = PasswordHash::new(hash).map_err(|_| {
        ActError::Register(crate::register::RegisterError::Unreadable {
            what: "an account's PIN".to_owned(),
            why: "it is not in the form that was written".to_owned(),
        })
    })?;
    Ok(hasher()?.verify_password(pin.as_bytes(), &parsed).is_ok())
}

impl Desk {
    /// Signs somebody in. Every try is on the record. Errors: no such account, still waiting after
    /// wrong tries (a try made while waiting does not lengthen the wait), wrong PIN.
    pub fn sign_in(&mut self, name: &str, pin: &str) -> Done<Session> {
        let now = self.now();
        let staff = self.register.staff()?;
        let account = staff
            .iter()
            .find(|staff| staff.name.to_lowercase() == name.trim().to_lowercase())
            .ok_or_else(|| {
                ActError::Refused(format!(
                    "nobody called `{name}` has an account here; check the spelling or ask the head teacher"
                ))
            })?;
        if !account.is_here(now) {
            return Err(ActError::Refused(format!(
                "the account of {} is closed; ask the head teacher",
                account.name
            )));
        }
        let wrong = self.register.wrong_tries(&account.id)?;
        if let Some(free_at) = next_try_at(&wrong)
            && now < free_at
            // A clock set back must not lengthen the wait for ever.
            && wrong.first().is_none_or(|newest| *newest <= now)
        {
            let seconds = (free_at - now).num_seconds().max(1);
            let wait = if seconds > 90 {
                format!("{} minutes", (seconds + 59) / 60)
            } else {
                format!("{seconds} seconds")
            };
            return Err(ActError::Refused(format!(
                "too many wrong PINs for {}; try again in {wait}",
                account.name
            )));
        }
        let good = is_right(pin, &account.pin_hash)?;
        let stamp = Stamp {
            at: now,
            by: account.id.0.clone(),
        };
        let tried = PinTry {
            staff: account.id.clone(),
            at: now,
            good,
        };
        self.register.record(&stamp, &[Change::PinTried(tried)])?;
        if good {
            return Ok(Session::of(account));
        }
        if wrong.len() + 1 == TRIES_TO_INCIDENT {
            let note = format!(
                "{TRIES_TO_INCIDENT} wrong PINs in a row for account {}",
                account.id
            );
            self.open_incident(IncidentKind::PinTries, "system", note)?;
        }
        Err(ActError::Refused(format!(
            "that is not the PIN of {}",
            account.name
        )))
    }
}
