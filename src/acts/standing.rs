//! Looked at anew before every act: does the account still stand, and can the clock be believed?
//! Overrules nothing: a clock that is behind blocks until it is right.

use chrono::{DateTime, NaiveDate, Utc};

use super::sign_in::Session;
use super::{ActError, Desk, Done, school_day};
use crate::acts::refusal::Refusal;
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::staff::Duty;
use crate::domain::time::{ClockStanding, DRIFT, DateConfirmed};
use crate::register::{Change, RegisterError};

impl Desk {
    /// Errors: the role may not, or the account was closed or changed since somebody signed in.
    pub(crate) fn require(&self, who: &Session, duty: Duty) -> Done<()> {
        let latest = self.latest()?;
        let (stands, was_reset) = match self.register.account(who.id()) {
            Ok(account) => (
                account
                    .as_ref()
                    .is_some_and(|account| account.role == who.role() && account.is_here(latest)),
                account.is_some_and(|account| account.pin_was_reset),
            ),
            // Whoever verifies wants to hear what was changed, this account among it.
            Err(RegisterError::Tampered { .. }) if duty == Duty::Verify => (true, false),
            Err(error) => return Err(error.into()),
        };
        if !stands {
            return Err(ActError::Refused(Refusal::AccountChanged {
                name: who.name().to_owned(),
            }));
        }
        if was_reset {
            return Err(ActError::PinToChoose);
        }
        if who.role().may(duty) {
            return Ok(());
        }
        Err(ActError::Refused(Refusal::NotYours {
            name: who.name().to_owned(),
            role: who.role(),
            duty,
        }))
    }

    /// The later of the clock and the newest event: what has ended does not begin again because a
    /// clock was set back.
    pub(crate) fn latest(&self) -> Done<DateTime<Utc>> {
        let now = self.now();
        Ok(self
            .register
            .newest_event()?
            .map_or(now, |newest| newest.max(now)))
    }

    /// Today at the school, and no earlier than the newest event: who has left does not come back, and
    /// what was another day does not become today, because a clock was set back.
    pub(crate) fn latest_day(&self) -> Done<NaiveDate> {
        Ok(school_day(&self.policy()?, self.latest()?))
    }

    /// When something is said to have happened that the app itself has to write down: by the clock,
    /// or, while that is not believed, as long ago as the newest event.
    pub(crate) fn trail_time(&self) -> Done<DateTime<Utc>> {
        let now = self.now();
        Ok(
            match ClockStanding::of(now, self.register.newest_event()?) {
                ClockStanding::Leapt { newest } => newest,
                ClockStanding::Good | ClockStanding::Behind { .. } => now,
            },
        )
    }

    /// How this device's clock stands against what is recorded. A clock that was set back, or that
    /// leapt, becomes one incident, however often it is looked at.
    pub(crate) fn look_at_clock(&mut self) -> Done<ClockStanding> {
        let now = self.now();
        let standing = ClockStanding::of(now, self.register.newest_event()?);
        match standing {
            ClockStanding::Behind { newest } if newest - now > DRIFT => {
                let note = format!("the clock was set to before the newest event, of {newest}");
                let subject = IncidentSubject::NewestEvent(newest);
                self.open_incident_once(IncidentKind::ClockBehind, "system", subject, note)?;
            }
            ClockStanding::Leapt { newest } => {
                let note = format!("the clock leapt far beyond the newest event, of {newest}");
                let subject = IncidentSubject::NewestEvent(newest);
                self.open_incident_once(IncidentKind::ClockLeapt, "system", subject, note)?;
            }
            ClockStanding::Good | ClockStanding::Behind { .. } => {}
        }
        Ok(standing)
    }

    /// Errors: the clock stands so far ahead of the newest event that nothing may be recorded.
    pub(crate) fn require_no_leap(&mut self) -> Done<()> {
        match self.look_at_clock()? {
            ClockStanding::Leapt { newest } => Err(ActError::Register(RegisterError::Leapt {
                newest: newest.date_naive(),
                now: self.now().date_naive(),
            })),
            ClockStanding::Good | ClockStanding::Behind { .. } => Ok(()),
        }
    }

    /// How the clock stands and what it shows, for whoever asks.
    pub fn clock_standing(&self) -> Done<(DateTime<Utc>, ClockStanding)> {
        let now = self.now();
        Ok((now, ClockStanding::of(now, self.register.newest_event()?)))
    }

    /// The head teacher says what day it is, after a rest that is longer than any holiday or a flat
    /// battery. It only ever says yes to what the clock shows, and only forward: it cannot bring a
    /// day back. Errors: the clock has not leapt; another day than it shows; not the head.
    pub fn confirm_date(&mut self, name: &str, pin: &str, day: NaiveDate) -> Done<()> {
        let (now, standing) = self.clock_standing()?;
        self.look_at_clock()?;
        let who = self.prove(name, pin)?;
        self.require(&who, Duty::Govern)?;
        let newest = match standing {
            ClockStanding::Leapt { newest } => newest,
            ClockStanding::Good => {
                return Err(ActError::Refused(Refusal::ClockIsGood));
            }
            ClockStanding::Behind { .. } => {
                return Err(ActError::Refused(Refusal::ClockIsBehind));
            }
        };
        let shown = school_day(&self.policy()?, now);
        if day != shown {
            return Err(ActError::Refused(Refusal::OtherDay { shown, day }));
        }
        let confirmed = DateConfirmed {
            from: newest,
            to: now,
        };
        let stamp = crate::register::Stamp {
            at: now,
            by: who.id().0.clone(),
        };
        Ok(self
            .register
            .record(&stamp, &[Change::DateConfirmed(confirmed)])?)
    }
}
