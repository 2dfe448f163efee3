//! Signing the acceptable-use agreement on the device, for oneself. Nobody signs for somebody else
//! here: what was signed on paper is noted by the head teacher.

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::agreement;
use crate::domain::staff::Duty;
use crate::register::Change;

impl Desk {
    /// Whether somebody's agreement is signed and still current, so that they may take photos.
    pub fn has_agreement(&self, who: &Session) -> Done<bool> {
        self.require(who, Duty::Agree)?;
        let today = self.latest_day()?;
        let account = self.register.account(who.id())?;
        Ok(account.is_some_and(|account| account.has_current_agreement(today)))
    }

    /// Signs the agreement that ships with the product, today, by proving one's own PIN again; which
    /// text it was is on the record. Errors: not the signer's PIN, which counts and waits as at the
    /// lock; a clock that leapt.
    pub fn sign_agreement(&mut self, who: &Session, pin: &str) -> Done<()> {
        self.require(who, Duty::Agree)?;
        self.require_no_leap()?;
        let proven = self.prove(who.name(), pin)?;
        let account = self.register.account(who.id())?;
        let Some(mut account) = account.filter(|_| proven.id() == who.id()) else {
            return Err(ActError::Refused(Refusal::AccountChanged {
                name: who.name().to_owned(),
            }));
        };
        account.agreement_signed = Some(self.latest_day()?);
        account.agreement_text = Some(agreement::version());
        self.record(who, &[Change::Staff(account)])
    }
}
