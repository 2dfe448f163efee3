//! Setting up a school: its name, its policy, its first head teacher, this device.

use super::sign_in::{Session, hash_pin};
use super::{ActError, Desk, Done, new_id, read_policy, school_day};
use crate::acts::refusal::{Named, Refusal};
use crate::domain::device::{Binding, Device};
use crate::domain::ids::StaffId;
use crate::domain::school::{AdoptedPolicy, School};
use crate::domain::staff::{Role, Staff};
use crate::register::{Change, Stamp};

/// What a school is set up with.
pub struct Plan<'a> {
    pub school: &'a str,
    /// Fictional: marked as such everywhere.
    pub sample: bool,
    pub policy_toml: &'a str,
    pub head: &'a str,
    pub head_pin: &'a str,
    pub device: &'a str,
    pub asset_tag: &'a str,
}

impl Desk {
    /// Sets up a school on a device that has none, and signs its first head in. The head signs the
    /// acceptable-use agreement by doing so. Errors: one is set up already, a weak PIN, a policy
    /// that does not read.
    pub fn set_up(&mut self, plan: &Plan) -> Done<Session> {
        if self.register.school()?.is_some() {
            return Err(ActError::Refused(Refusal::SchoolIsThere));
        }
        let school_name = named(plan.school, Named::School)?;
        let policy = read_policy(plan.policy_toml)?;
        let now = self.now();
        let head = Staff {
            id: StaffId(new_id()),
            name: named(plan.head, Named::HeadTeacher)?,
            role: Role::Head,
            pin_hash: hash_pin(plan.head_pin)?,
            agreement_signed: Some(school_day(&policy, now)),
            agreement_text: None,
            left_at: None,
            pin_was_reset: false,
        };
        let device = Device {
            id: self.signer.device.clone(),
            name: named(plan.device, Named::ThisDevice)?,
            asset_tag: plan.asset_tag.trim().to_owned(),
            public_key: self.signer.public_key(),
            enrolled_at: now,
            revoked_at: None,
            revoked_why: String::new(),
        };
        let binding = self
            .machine
            .clone()
            .map(|machine| Change::Bound(Binding { machine }));
        let changes = [
            Change::SetUp(School {
                id: new_id(),
                name: school_name,
                sample: plan.sample,
                set_up: now,
            }),
            Change::Staff(head.clone()),
            Change::Adopt(AdoptedPolicy {
                toml: plan.policy_toml.to_owned(),
                since: now,
                by: head.id.clone(),
                confirmed_by: None,
            }),
            Change::Device(device),
        ]
        .into_iter()
        .chain(binding)
        .collect::<Vec<_>>();
        let stamp = Stamp {
            at: now,
            by: head.id.0.clone(),
        };
        self.register.record(&stamp, &changes)?;
        Ok(Session::of(&head))
    }

    /// The policy file in force.
    pub fn policy_text(&self) -> Done<Option<AdoptedPolicy>> {
        Ok(self.register.policy()?)
    }
}

/// A name that somebody typed. Errors: empty, absurdly long, or with control characters.
pub(crate) fn named(text: &str, what: Named) -> Done<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ActError::Refused(Refusal::NeedsName { what }));
    }
    if text.chars().count() > 120 || text.chars().any(char::is_control) {
        return Err(ActError::Refused(Refusal::BadName { what }));
    }
    Ok(text.to_owned())
}
