//! Who is here today: what staff say of a group, so that its tiles show whom a photo can show. Decides
//! nothing about a photo: whoever is said to be away can be tagged all the same.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::group::{has_not_left, is_child, no_group};
use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id};
use crate::acts::refusal::Refusal;
use crate::domain::attendance::Attendance;
use crate::domain::ids::AttendanceId;
use crate::domain::person::PersonId;
use crate::domain::staff::Duty;
use crate::register::Change;

/// Those who are away today, by group.
pub(super) struct Away(HashMap<String, Vec<PersonId>>);

impl Away {
    pub fn has(&self, group: &str, person: &PersonId) -> bool {
        self.0.get(group).is_some_and(|away| away.contains(person))
    }
}

impl Desk {
    /// Says which children of a group are away today; the others are here. A new day begins with
    /// everybody here. Errors: no such group; somebody who is no child of it.
    pub fn set_away(&mut self, who: &Session, group: &str, away: &[PersonId]) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        let day = self.latest_day()?;
        let mut children = self.register.people()?;
        children
            .retain(|one| is_child(one) && one.class == group && has_not_left(&one.person, day));
        if children.is_empty() {
            return Err(no_group(group));
        }
        let is_of_group = |person: &PersonId| children.iter().any(|one| one.person.id == *person);
        if !away.iter().all(is_of_group) {
            return Err(ActError::Refused(Refusal::NotOfGroup {
                group: group.to_owned(),
            }));
        }
        let mut away = away.to_vec();
        away.sort();
        away.dedup();
        if self
            .away_on(day)?
            .0
            .get(group)
            .map_or(&[][..], Vec::as_slice)
            == away
        {
            return Ok(());
        }
        let said = Attendance {
            id: AttendanceId(new_id()),
            day,
            class: group.to_owned(),
            away,
            at: self.now(),
            by: who.id().clone(),
        };
        self.record(who, &[Change::Attendance(said)])
    }

    /// What was said last of each group on a day.
    pub(super) fn away_on(&self, day: NaiveDate) -> Done<Away> {
        let said = self.register.attendance(day)?.into_iter();
        Ok(Away(said.map(|said| (said.class, said.away)).collect()))
    }
}
