//! What the register is asked, and what it hands to whoever judges.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::RegisterError;
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Photo, SignOffRecord};
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::policy::Policy;
use crate::domain::release::Release;
use crate::domain::roll::Roll;
use crate::domain::school::{AdoptedPolicy, FiledPermission};
use crate::domain::verdict::Reason;

/// The key of one sealed file; wiped from memory when dropped.
pub type SealKey = Zeroizing<[u8; 32]>;

/// What is held against the trail before it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Accounts,
    Devices,
    Cameras,
}

/// When, and by whom.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    /// Staff id, or `system`.
    pub by: String,
}

/// What a verdict is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Photo(PhotoId),
    /// A video call with these people.
    Call(Vec<PersonId>),
}

/// Everything in the register that a verdict rests on, read at one moment.
#[derive(Clone, Debug)]
pub struct Facts {
    pub policy: Arc<InForce>,
    pub photo: Option<Photo>,
    /// The photo's key was destroyed.
    pub is_erased: bool,
    pub standing: DeviceStanding,
    /// Everybody.
    pub roll: Arc<Roll>,
    /// The answers that speak about those tagged or joining, for the channel, oldest record first.
    pub permissions: Vec<FiledPermission>,
    /// The latest for this photo and channel.
    pub sign_off: Option<SignOffRecord>,
    /// The newest time in the audit trail.
    pub newest_event: Option<DateTime<Utc>>,
}

/// The policy in force: the file as it was adopted, read once.
#[derive(Debug)]
pub struct InForce {
    pub adopted: AdoptedPolicy,
    read: OnceLock<Result<Policy, String>>,
}

impl InForce {
    pub fn new(adopted: AdoptedPolicy) -> InForce {
        InForce {
            adopted,
            read: OnceLock::new(),
        }
    }

    /// What the file says. Errors: it no longer reads, so nothing is decided.
    pub fn rules(&self) -> Result<&Policy, RegisterError> {
        let read = self
            .read
            .get_or_init(|| Policy::parse(&self.adopted.toml).map_err(|error| error.to_string()));
        read.as_ref().map_err(|why| RegisterError::Unreadable {
            what: "the policy in force".to_owned(),
            why: why.clone(),
        })
    }
}

/// What the judge says of the facts.
#[derive(Clone, Debug)]
#[must_use]
pub enum Judgement {
    Go(Box<Release>),
    Stay(Vec<Reason>),
}
