//! What the newer rules changed for a school that was there before them: given once, at the first start
//! after the update, and told again whenever somebody asks.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::check::verdict;
use super::sign_in::Session;
use super::take_down::TakeDown;
use super::{Desk, Done, school_day};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::decision::{Standing, standing};
use crate::domain::ids::{IncidentId, PermissionId, PhotoId};
use crate::domain::incident::{Incident, IncidentKind, IncidentSubject};
use crate::domain::older::{Accounted, EDITION, said_by_date};
use crate::domain::permission::Permission;
use crate::domain::person::PersonId;
use crate::domain::policy::{Policy, SHIPPED};
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use crate::register::{Asked, Change, Stamp};

/// A photo whose verdict for a channel is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub photo: PhotoId,
    pub channel: ChannelId,
    /// None where it was allowed.
    pub before: Vec<Reason>,
    /// None where it is allowed now.
    pub now: Vec<Reason>,
}

/// A value that the policy in force does not have, and that now comes with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayAdopt {
    /// Nothing where it is the policy's own.
    pub channel: Option<ChannelId>,
    pub key: &'static str,
    pub value: u32,
}

/// What the newer rules changed here.
#[derive(Clone, Debug, Default)]
pub struct WhatChanged {
    pub verdicts: Vec<Changed>,
    /// Photos, each once for a channel, that are blocked for nothing but a name or a contact beside
    /// them. How those were looked for before is not known any more: some of them may have been allowed.
    pub of_words: usize,
    /// Every copy that must come down, for whatever reason.
    pub down: Vec<TakeDown>,
    pub may_adopt: Vec<MayAdopt>,
}

impl WhatChanged {
    pub fn blocked(&self) -> usize {
        let blocked = self.verdicts.iter();
        blocked.filter(|one| one.before.is_empty()).count()
    }

    pub fn allowed(&self) -> usize {
        self.verdicts.len() - self.blocked()
    }

    /// For the incident that tells the head. Ids and numbers, no names.
    fn note(&self) -> String {
        let mut note = format!(
            "Shutterslip decides by stricter rules since this update. Photos for a channel that were \
             allowed and are blocked now: {}; that were blocked and are allowed now: {}; blocked for a \
             name or a contact in the words beside them: {}. Copies that must come down: {}, on the page \
             Take down. `school changes` names each.",
            self.blocked(),
            self.allowed(),
            self.of_words,
            self.down.len(),
        );
        if !self.may_adopt.is_empty() {
            let values: Vec<String> = self.may_adopt.iter().map(MayAdopt::words).collect();
            note.push_str(" The policy in force stays; it may take over: ");
            note.push_str(&values.join("; "));
            note.push('.');
        }
        note
    }
}

impl MayAdopt {
    /// As it stands in a policy file.
    pub fn words(&self) -> String {
        match &self.channel {
            Some(channel) => format!("{channel}: {} = {}", self.key, self.value),
            None => format!("{} = {}", self.key, self.value),
        }
    }
}

impl Desk {
    /// What the newer rules changed, as of now.
    pub fn what_changed(&self, who: &Session) -> Done<WhatChanged> {
        self.require(who, Duty::KeepRegister)?;
        self.compare_with_before()
    }

    /// Tells the head what an update changed, where the school was there before it and nobody has told
    /// yet. With the record that it was told, so that it is told once and a stop in between loses nothing.
    pub(crate) fn account_for_update(&mut self) -> Done<()> {
        if !self.register.owes_account(EDITION)? {
            return Ok(());
        }
        let changed = self.compare_with_before()?;
        let at = self.trail_time()?;
        let by = "system".to_owned();
        let changes = [
            Change::Incident(Incident {
                id: IncidentId(super::new_id()),
                kind: IncidentKind::RulesChanged,
                subject: Some(IncidentSubject::Rules(EDITION)),
                opened_at: at,
                by: by.clone(),
                note: changed.note(),
            }),
            Change::Accounted(Accounted {
                edition: EDITION,
                blocked: changed.blocked(),
                allowed: changed.allowed(),
                down: changed.down.len(),
            }),
        ];
        Ok(self.register.record(&Stamp { at, by }, &changes)?)
    }

    fn compare_with_before(&self) -> Done<WhatChanged> {
        let policy = self.policy()?;
        let down = self.must_come_down()?;
        Ok(WhatChanged {
            verdicts: self.verdicts_changed(&policy)?,
            of_words: self.blocked_by_words(&policy)?,
            down,
            may_adopt: may_adopt(&policy),
        })
    }

    /// The photos of everybody who stands otherwise than before, each channel by itself.
    fn verdicts_changed(&self, policy: &Policy) -> Done<Vec<Changed>> {
        let today = school_day(policy, self.latest()?);
        let moment = self.moment()?;
        let lists = self.register.lists();
        let roll = lists.roll()?;
        let people = lists.people_tagged()?;
        let mut found = Vec::new();
        let answers = self.answers_before(&people)?;
        for channel in policy.channels.iter().filter(|one| one.takes_pictures()) {
            let now = self.standings(channel, &people, today)?;
            let mut before: BTreeMap<&PersonId, Standing> = BTreeMap::new();
            let mut numbers = BTreeSet::new();
            for (person, now) in people.iter().zip(now) {
                let of_channel: Vec<Permission> = answers
                    .get(person)
                    .into_iter()
                    .flatten()
                    .filter(|answer| answer.channel == channel.id)
                    .cloned()
                    .collect();
                let said = said_by_date(&of_channel);
                let stood = standing(policy, channel, today, person, &roll, &said);
                if stood != *now {
                    lists.photos_of(person, &mut |number, _| {
                        numbers.insert(number);
                    })?;
                }
                before.insert(person, stood);
            }
            let numbers: Vec<_> = numbers.into_iter().collect();
            for listed in lists.numbered(&numbers)? {
                let asked = Asked::Photo(listed.photo.clone());
                let facts = self.register.facts(&asked, &channel.id)?;
                let now = verdict(&facts, facts.policy.rules()?, channel, &moment);
                let now: BTreeSet<Reason> = now.reasons().iter().cloned().collect();
                let of_nobody = |reason: &&Reason| {
                    reason.person().is_none() || matches!(reason, Reason::NameInText(_))
                };
                let mut stood: BTreeSet<Reason> = now.iter().filter(of_nobody).cloned().collect();
                for (person, appears) in lists.people_of(listed.number)? {
                    if let Some(standing) = before.get(&person) {
                        stood.extend(match appears.is_seen {
                            true => standing.seen.iter().cloned(),
                            false => standing.covered.iter().cloned(),
                        });
                    }
                }
                if now.is_empty() != stood.is_empty() {
                    found.push(Changed {
                        photo: listed.photo,
                        channel: channel.id.clone(),
                        before: stood.into_iter().collect(),
                        now: now.into_iter().collect(),
                    });
                }
            }
        }
        Ok(found)
    }

    /// Everything that was answered about each, but what was corrected.
    fn answers_before(&self, people: &[PersonId]) -> Done<BTreeMap<PersonId, Vec<Permission>>> {
        let mut answers = BTreeMap::new();
        for person in people {
            let filed = self.register.permissions(person)?;
            let corrected: HashSet<PermissionId> = filed
                .iter()
                .filter_map(|one| one.corrects.clone())
                .collect();
            let said = filed
                .into_iter()
                .filter(|one| !corrected.contains(&one.id))
                .map(|one| one.permission)
                .collect();
            answers.insert(person.clone(), said);
        }
        Ok(answers)
    }

    fn blocked_by_words(&self, policy: &Policy) -> Done<usize> {
        let mut count = 0;
        for channel in policy.channels.iter().filter(|channel| channel.outside) {
            if !channel.takes_pictures() {
                continue;
            }
            let blocked = self.blocked_now(&channel.id)?;
            for (_, reasons) in blocked.page(None, usize::MAX) {
                let of_words = |reason: &Reason| {
                    matches!(reason, Reason::NameInText(_) | Reason::ContactInText)
                };
                count += usize::from(reasons.iter().all(of_words));
            }
        }
        Ok(count)
    }
}

/// What the shipped policy of that name has, or the first, and this one has not.
fn may_adopt(policy: &Policy) -> Vec<MayAdopt> {
    let shipped: Vec<Policy> = SHIPPED
        .iter()
        .filter_map(|(_, toml)| Policy::parse(toml).ok())
        .collect();
    let like = shipped.iter().find(|one| one.name == policy.name);
    let Some(shipped) = like.or_else(|| shipped.first()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let (None, Some(value)) = (policy.sign_off_days, shipped.sign_off_days) {
        found.push(MayAdopt {
            channel: None,
            key: "sign_off_days",
            value,
        });
    }
    for channel in &policy.channels {
        let same = shipped.channel(&channel.id);
        if let (None, Some(value)) = (channel.largest_face(), same.and_then(Channel::largest_face))
        {
            found.push(MayAdopt {
                channel: Some(channel.id.clone()),
                key: "largest_face",
                value,
            });
        }
    }
    found
}
