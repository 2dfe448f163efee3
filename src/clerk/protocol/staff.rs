//! Accounts and devices, for whoever keeps them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::acts::staffing::Leaving;
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::ids::{DeviceId, StaffId};
use crate::domain::photo::Role;
use crate::domain::school::Registered;

/// What the page asks.
#[derive(Serialize, Deserialize)]
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
#[derive(Serialize, Deserialize)]
pub enum Told {
    List(Came<Box<Everything>>),
    /// What was asked is done; a new list follows.
    Changed,
    Trouble(Trouble),
    /// Entries of the register that can be theirs, and today.
    EntriesOf(StaffId, Came<(Vec<Registered>, NaiveDate)>),
}

/// An account.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub asset_tag: String,
    pub since: NaiveDate,
    pub revoked: Option<NaiveDate>,
    pub is_this: bool,
}

/// All that the page shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Everything {
    /// Those who still work here first, by name.
    pub accounts: Vec<Account>,
    pub devices: Vec<Device>,
    pub may_govern: bool,
    pub may_equip: bool,
    pub may_let_in: bool,
}
