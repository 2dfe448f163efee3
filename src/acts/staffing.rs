//! Accounts: who works here, in which role, with which agreement and PIN.

use chrono::NaiveDate;

use super::set_up::named;
use super::sign_in::{Session, hash_pin};
use super::{ActError, Desk, Done, new_id};
use crate::domain::ids::StaffId;
use crate::domain::staff::{Duty, Role, Staff};
use crate::register::Change;

impl Desk {
    /// Everybody with an account, closed ones included.
    pub fn staff(&self) -> Done<Vec<Staff>> {
        Ok(self.register.staff()?)
    }

    /// An account by the name on the lock screen.
    pub fn find_staff(&self, name: &str) -> Done<Staff> {
        let wanted = name.trim().to_lowercase();
        self.register
            .staff()?
            .into_iter()
            .find(|staff| staff.name.to_lowercase() == wanted || staff.id.0 == name)
            .ok_or_else(|| ActError::Input(format!("nobody called `{name}` has an account here")))
    }

    /// Opens an account. Errors: the name is taken (names sign in, so they differ), a weak PIN, an
    /// agreement dated in the future.
    pub fn add_staff(
        &mut self,
        who: &Session,
        name: &str,
        role: Role,
        agreement_signed: Option<NaiveDate>,
        pin: &str,
    ) -> Done<StaffId> {
        self.require(who, Duty::Govern)?;
        let name = named(name, "the account")?;
        let is_taken = self
            .register
            .staff()?
            .iter()
            .any(|staff| staff.name.to_lowercase() == name.to_lowercase());
        if is_taken {
            return Err(ActError::Input(format!(
                "there is an account `{name}` already; add an initial to tell them apart"
            )));
        }
        self.not_in_the_future(agreement_signed)?;
        let staff = Staff {
            id: StaffId(new_id()),
            name,
            role,
            pin_hash: hash_pin(pin)?,
            agreement_signed,
            agreement_text: None,
            left_at: None,
        };
        self.record(who, &[Change::Staff(staff.clone())])?;
        Ok(staff.id)
    }

    /// Notes that somebody signed the acceptable-use agreement on paper.
    pub fn renew_agreement(&mut self, who: &Session, name: &str, signed: NaiveDate) -> Done<()> {
        self.require(who, Duty::Govern)?;
        self.not_in_the_future(Some(signed))?;
        let mut staff = self.find_staff(name)?;
        staff.agreement_signed = Some(signed);
        staff.agreement_text = None;
        self.record(who, &[Change::Staff(staff)])
    }

    /// Gives an account a new PIN: one's own, or anybody's by the head.
    pub fn change_pin(&mut self, who: &Session, name: &str, pin: &str) -> Done<()> {
        let mut staff = self.find_staff(name)?;
        if staff.id != *who.id() {
            self.require(who, Duty::Govern)?;
        }
        staff.pin_hash = hash_pin(pin)?;
        self.record(who, &[Change::Staff(staff)])
    }

    /// Closes an account from now on. Errors: it is the last head's.
    pub fn close_account(&mut self, who: &Session, name: &str) -> Done<()> {
        self.require(who, Duty::Govern)?;
        let now = self.now();
        let mut staff = self.find_staff(name)?;
        let heads_left = self
            .register
            .staff()?
            .iter()
            .filter(|other| other.role == Role::Head && other.is_here(now) && other.id != staff.id)
            .count();
        if staff.role == Role::Head && heads_left == 0 {
            return Err(ActError::Refused(
                "a school keeps one head teacher's account; open the new one first".to_owned(),
            ));
        }
        staff.left_at = Some(now);
        self.record(who, &[Change::Staff(staff)])
    }

    fn not_in_the_future(&self, day: Option<NaiveDate>) -> Done<()> {
        match day {
            Some(day) if day > self.today()? => Err(ActError::Input(format!(
                "{day} is in the future; an agreement counts from the day it was signed"
            ))),
            _ => Ok(()),
        }
    }
}
