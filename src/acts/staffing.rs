//! Accounts: who works here, in which role, with which agreement and PIN.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::permit::checked;
use super::set_up::named;
use super::sign_in::{Session, hash_pin, is_right};
use super::{ActError, Desk, Done, new_id};
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::ids::StaffId;
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::school::Registered;
use crate::domain::staff::{Duty, Role, Staff};
use crate::domain::words::folded;
use crate::register::{Change, Listing, RegisterError};

/// Whose entry of the register it is that an account belongs to, and their last day here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    pub entry: PersonId,
    pub last_day: NaiveDate,
}

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
            .map_or_else(
                || {
                    self.nothing_odd(Listing::Accounts)?;
                    Err(ActError::Refused(Refusal::NoSuch {
                        thing: Thing::Account,
                        id: name.to_owned(),
                    }))
                },
                Ok,
            )
    }

    /// Errors: an account, a device or a camera was changed past the register, so that it is none until it
    /// is set right: what is not found may be that one.
    pub(crate) fn nothing_odd(&self, listing: Listing) -> Done<()> {
        let what = match listing {
            Listing::Accounts => "an account",
            Listing::Devices => "the entry of a device",
            Listing::Cameras => "the entry of a camera",
        };
        match self.register.holds_odd(listing)? {
            true => Err(ActError::Register(RegisterError::Tampered {
                what: what.to_owned(),
            })),
            false => Ok(()),
        }
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
        let name = named(name, Named::Account)?;
        let is_taken = self
            .register
            .staff()?
            .iter()
            .any(|staff| staff.name.to_lowercase() == name.to_lowercase());
        if is_taken {
            return Err(ActError::Refused(Refusal::NameTaken { name }));
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
            pin_was_reset: false,
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

    /// Gives an account a new PIN: one's own, or anybody's by the head, which its owner then has to change
    /// before anything else. Errors: it is weak, or the one that somebody else set.
    pub fn change_pin(&mut self, who: &Session, name: &str, pin: &str) -> Done<()> {
        let mut staff = self.find_staff(name)?;
        let is_own = staff.id == *who.id();
        if !is_own {
            self.require(who, Duty::Govern)?;
        }
        if is_own && staff.pin_was_reset && is_right(pin, &staff.pin_hash)? {
            return Err(ActError::PinToChoose);
        }
        staff.pin_was_reset = !is_own;
        staff.pin_hash = hash_pin(pin)?;
        self.record(who, &[Change::Staff(staff)])
    }

    /// Whether somebody else set one's PIN, and one has not chosen another yet.
    pub fn has_pin_to_choose(&self, who: &Session) -> Done<bool> {
        let account = self.register.account(who.id())?;
        Ok(account.is_some_and(|account| account.pin_was_reset))
    }

    /// Entries of the register that can be those of whoever has this account: adults who work here, of
    /// the same family name, and of the same given name or initial where the account has one. An
    /// account and an entry know nothing of each other; a person says which it is.
    pub fn entries_of_account(&self, who: &Session, name: &str) -> Done<Vec<Registered>> {
        self.require(who, Duty::Govern)?;
        let mut entries = self.register.people()?;
        entries.retain(|entry| {
            entry.person.kind == PersonKind::Staff
                && can_be(name, &entry.person.given, &entry.person.family)
        });
        Ok(entries)
    }

    /// Closes an account from now on, and sets the last day of their entry in the register where they
    /// have one. Errors: it is the last head's; the entry is nobody's who works here.
    pub fn close_account(
        &mut self,
        who: &Session,
        name: &str,
        leaving: Option<&Leaving>,
    ) -> Done<()> {
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
            return Err(ActError::Refused(Refusal::LastHead));
        }
        staff.left_at = Some(now);
        let mut changes = vec![Change::Staff(staff)];
        if let Some(leaving) = leaving {
            let mut entry = self.entry_for(who, &leaving.entry)?;
            if entry.person.kind != PersonKind::Staff {
                return Err(ActError::Refused(Refusal::NotTheirEntry));
            }
            entry.person.leaves = Some(leaving.last_day);
            changes.push(Change::Person(checked(entry)?));
        }
        self.record(who, &changes)?;
        if leaving.is_some() {
            self.remember()?;
        }
        Ok(())
    }

    fn not_in_the_future(&self, day: Option<NaiveDate>) -> Done<()> {
        match day {
            Some(day) if day > self.today()? => {
                Err(ActError::Refused(Refusal::AgreementInFuture { day }))
            }
            _ => Ok(()),
        }
    }
}

/// Whether an account of this name can be of somebody called so: `Mr Hughes`, `Tom Hughes` and
/// `T Hughes` are all Tom Hughes's.
pub(super) fn can_be(account: &str, given: &str, family: &str) -> bool {
    const TITLES: [&str; 9] = [
        "mr", "mrs", "miss", "ms", "mx", "master", "dr", "sir", "prof",
    ];
    let (account, given, family) = (folded(account), folded(given), folded(family));
    let mut words: Vec<&str> = account.split(' ').collect();
    words.retain(|word| !word.is_empty() && !TITLES.contains(word));
    let family: Vec<&str> = family.split(' ').filter(|word| !word.is_empty()).collect();
    let Some(firsts) = words.strip_suffix(family.as_slice()) else {
        return false;
    };
    let begins = |first: &&str| match first.chars().count() {
        1 => given.starts_with(*first),
        _ => given.split(' ').any(|word| word == *first),
    };
    !family.is_empty() && firsts.first().is_none_or(begins)
}

#[cfg(test)]
mod tests {
    use super::can_be;

    #[test]
    fn an_account_finds_its_entry_by_family_name_and_initial() {
        for account in [
            "Mr Hughes",
            "Tom Hughes",
            "T. Hughes",
            "mr t hughes",
            "HUGHES",
        ] {
            assert!(can_be(account, "Tom", "Hughes"), "{account}");
        }
        for account in ["Mr Hughe", "Ann Hughes", "A Hughes", "Tom", "", "Office"] {
            assert!(!can_be(account, "Tom", "Hughes"), "{account}");
        }
        assert!(can_be("Ms Van Berg", "Ina", "van Berg"));
    }
}
