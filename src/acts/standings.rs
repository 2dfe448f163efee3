//! How people stand on a channel, worked out once and kept as long as everything it was worked out from
//! is still the same.

use std::sync::Arc;

use chrono::NaiveDate;

pub(super) mod kept;

use kept::Worked;

use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::channel::Channel;
use crate::domain::decision::{Standing, standing};
use crate::domain::permission::Permission;
use crate::domain::person::PersonId;

impl Desk {
    /// How each of these people stands that day on a channel of the policy in force.
    pub(crate) fn standings(
        &self,
        channel: &Channel,
        people: &[PersonId],
        today: NaiveDate,
    ) -> Done<Vec<Arc<Standing>>> {
        let lists = self.register.lists();
        let roll = lists.roll()?;
        let answers = lists.answers(people)?;
        let policy = self
            .register
            .in_force()?
            .ok_or(ActError::Refused(Refusal::NoPolicy))?;
        let rules = policy.rules()?;
        let mut kept = self.standings.0.borrow_mut();
        // A channel is asked for as the policy in force has it, or not kept.
        let is_of_policy = rules.channel(&channel.id) == Some(channel);
        let of_channel = kept.entry(channel.id.clone()).or_default();
        let mut found = Vec::with_capacity(people.len());
        for (person, answers) in people.iter().zip(answers) {
            if let Some(worked) = of_channel.get(person)
                && is_of_policy
                && Arc::ptr_eq(&worked.policy, &policy)
                && Arc::ptr_eq(&worked.roll, &roll)
                && Arc::ptr_eq(&worked.answers, &answers)
                && worked.today == today
            {
                found.push(Arc::clone(&worked.stands));
                continue;
            }
            let said: Vec<Permission> = answers
                .iter()
                .filter(|filed| filed.permission.channel == channel.id)
                .map(|filed| filed.permission.clone())
                .collect();
            let stands = Arc::new(standing(rules, channel, today, person, &roll, &said));
            found.push(Arc::clone(&stands));
            if is_of_policy {
                let worked = Worked {
                    policy: Arc::clone(&policy),
                    roll: Arc::clone(&roll),
                    answers,
                    today,
                    stands,
                };
                of_channel.insert(person.clone(), worked);
            }
        }
        Ok(found)
    }
}
