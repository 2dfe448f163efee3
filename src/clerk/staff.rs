//! Accounts and devices, for whoever keeps them.

use chrono::NaiveDate;
use zeroize::Zeroizing;

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::sign_in::Session;
use crate::acts::staffing::Leaving;
use crate::acts::{ActError, Desk, Done, school_day};
use crate::domain::ids::{DeviceId, StaffId};
use crate::domain::photo::Role;
use crate::domain::school::Registered;
use crate::domain::staff::Duty;

/// What the page asks.
pub enum Ask {
    List,
    Add {
        name: String,
        role: Role,
        pin: Zeroizing<String>,
    },
    ChangePin {
        id: StaffId,
        pin: Zeroizing<String>,
    },
    /// Whose entry of the register the account's can be.
    EntriesOf(StaffId),
    CloseAccount(StaffId, Option<Leaving>),
    /// Somebody who waits after wrong PINs may try again.
    LetIn(StaffId),
    /// Takes a device off the school's list.
    Revoke {
        id: DeviceId,
        why: String,
    },
}

/// What it is told.
pub enum Told {
    List(Result<Box<Everything>, ActError>),
    /// What was asked is done; a new list follows.
    Changed,
    Trouble(ActError),
    /// Entries of the register that can be theirs, and today.
    EntriesOf(StaffId, Result<(Vec<Registered>, NaiveDate), ActError>),
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: StaffId,
    pub name: String,
    pub role: Role,
    /// Day on which the agreement was signed that stands today.
    pub agreement: Option<NaiveDate>,
    pub has_left: bool,
    /// Minutes for which they wait on this device after wrong PINs; 0 for none.
    pub waits: i64,
}

/// A device of the school.
#[derive(Clone, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub asset_tag: String,
    pub since: NaiveDate,
    pub revoked: Option<NaiveDate>,
    pub is_this: bool,
}

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct Everything {
    /// Those who still work here first, by name.
    pub accounts: Vec<Account>,
    pub devices: Vec<Device>,
    pub may_govern: bool,
    pub may_equip: bool,
    pub may_let_in: bool,
}

impl AtWork {
    pub(super) fn say_staff(&mut self, ask: Ask) {
        let done = match ask {
            Ask::List => Ok(false),
            Ask::Add { name, role, pin } => self
                .with_mut(|desk, who| desk.add_staff(who, &name, role, None, &pin))
                .map(|_| true),
            Ask::ChangePin { id, pin } => self
                .with_mut(|desk, who| desk.change_pin(who, &id.0, &pin))
                .map(|()| true),
            Ask::EntriesOf(id) => {
                let entries = self.with(|desk, who| {
                    let name = desk.find_staff(&id.0)?.name;
                    Ok((desk.entries_of_account(who, &name)?, desk.today()?))
                });
                return self.voice.say(Says::Staff(Told::EntriesOf(id, entries)));
            }
            Ask::CloseAccount(id, leaving) => self
                .with_mut(|desk, who| desk.close_account(who, &id.0, leaving.as_ref()))
                .map(|()| true),
            Ask::LetIn(id) => self
                .with_mut(|desk, who| desk.let_in(who, &id.0))
                .map(|()| true),
            Ask::Revoke { id, why } => self
                .with_mut(|desk, who| desk.revoke_device(who, &id.0, &why))
                .map(|()| true),
        };
        match done {
            Ok(true) => self.voice.say(Says::Staff(Told::Changed)),
            Ok(false) => {}
            Err(error) => self.voice.say(Says::Staff(Told::Trouble(error))),
        }
        let list = self.with(everything).map(Box::new);
        self.voice.say(Says::Staff(Told::List(list)));
    }
}

fn everything(desk: &Desk, who: &Session) -> Done<Everything> {
    let may = |duty| who.role().may(duty);
    let waits = desk.waits(who)?;
    let (policy, now, today) = (desk.policy()?, desk.now(), desk.today()?);
    let mut accounts: Vec<Account> = desk
        .staff()?
        .into_iter()
        .map(|staff| Account {
            agreement: staff
                .agreement_signed
                .filter(|_| staff.has_current_agreement(today)),
            has_left: !staff.is_here(now),
            waits: waits
                .iter()
                .find(|one| one.staff == staff.id)
                .map_or(0, |one| one.left.num_minutes() + 1),
            id: staff.id,
            name: staff.name,
            role: staff.role,
        })
        .collect();
    accounts.sort_by_cached_key(|one| (one.has_left, one.name.to_lowercase()));
    let listed = match may(Duty::Equip) {
        true => desk.devices()?,
        false => Vec::new(),
    };
    let devices = listed
        .into_iter()
        .map(|device| Device {
            is_this: device.id == *desk.device(),
            since: school_day(&policy, device.enrolled_at),
            revoked: device.revoked_at.map(|at| school_day(&policy, at)),
            id: device.id,
            name: device.name,
            asset_tag: device.asset_tag,
        })
        .collect();
    Ok(Everything {
        accounts,
        devices,
        may_govern: may(Duty::Govern),
        may_equip: may(Duty::Equip),
        may_let_in: may(Duty::LetIn),
    })
}
