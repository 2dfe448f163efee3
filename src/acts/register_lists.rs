//! Lists that the office works through and prints: who has not answered, whose yes ends soon or has
//! ended, who said no where, whose last day or birth date is missing, which evidence nobody can look at,
//! and for the classroom wall who may not be photographed: names and nothing more. For looking; a release asks the rules itself.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::group::{Standing, has_not_left, is_child};
use super::look_up::{Line, Stands, line};
use super::permit::is_seen;
use super::sign_in::Session;
use super::staffing::can_be;
use super::{ActError, Desk, Done};
use crate::domain::ids::EvidenceId;
use crate::domain::permission::Answer;
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::policy::Policy;
use crate::domain::school::Registered;
use crate::domain::staff::Duty;
use crate::domain::words::folded;

/// Days ahead that a yes is told to end soon.
pub const SOON: u64 = 30;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListKind {
    /// Nobody has answered, for one place at least.
    Unanswered,
    /// A yes that stands ends within [`SOON`] days.
    EndingSoon,
    /// A yes has ended.
    Lapsed,
    /// Somebody said no or took a yes back.
    Refused,
    /// Nobody knows when they leave, where permission ends then: children, and staff whose account was
    /// closed.
    NoLastDay,
    /// Nobody knows when they were born, where a pupil is asked from an age on.
    NoBirthDate,
}

/// Somebody on a list, with the places that put them there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub person: PersonId,
    pub kind: PersonKind,
    /// In full: for the office.
    pub name: String,
    /// Empty for most adults.
    pub group: String,
    /// None where the list is about the entry itself.
    pub places: Vec<Line>,
}

/// Evidence that a yes rests on and that nobody could look at, or was asked to, when it was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldForm {
    pub person: PersonId,
    /// In full: for the office.
    pub name: String,
    pub group: String,
    pub form: EvidenceId,
    pub kept_at: DateTime<Utc>,
}

/// For a group's wall: names as on its tiles, and that they may not be photographed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallList {
    pub group: String,
    pub names: Vec<String>,
}

impl Desk {
    /// Everybody on a list who has not left, by group and name; of one group where it is given.
    pub fn register_list(
        &self,
        who: &Session,
        kind: ListKind,
        group: Option<&str>,
    ) -> Done<Vec<Row>> {
        self.require(who, Duty::KeepRegister)?;
        let policy = self.policy()?;
        let today = self.latest_day()?;
        let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
        let mut entries = self.register.people()?;
        entries.retain(|entry| {
            let is_of_group = group.is_none_or(|group| is_child(entry) && entry.class == group);
            is_of_group && has_not_left(&entry.person, today)
        });
        let people: Vec<PersonId> = entries.iter().map(|one| one.person.id.clone()).collect();
        match kind {
            ListKind::NoLastDay | ListKind::NoBirthDate => {
                return Ok(sorted(self.without_a_day(kind, &policy, entries)?));
            }
            ListKind::Unanswered | ListKind::EndingSoon | ListKind::Lapsed | ListKind::Refused => {}
        }
        let roll = self.register.lists().roll()?;
        let answers = self.register.lists().answers(&people)?;
        let mut rows = Vec::new();
        for (entry, answers) in entries.into_iter().zip(answers) {
            let name = full_name(&entry);
            let person = entry.person;
            let mut places = Vec::new();
            for channel in &policy.channels {
                let line = line(&policy, channel, today, &person.id, &roll, &answers);
                if is_on(kind, &line, soon) {
                    places.push(line);
                }
            }
            if !places.is_empty() {
                rows.push(Row {
                    name,
                    person: person.id,
                    kind: person.kind,
                    group: entry.class,
                    places,
                });
            }
        }
        Ok(sorted(rows))
    }

    /// Of these, whose last day or birth date the policy asks for and nobody wrote down.
    fn without_a_day(
        &self,
        kind: ListKind,
        policy: &Policy,
        entries: Vec<Registered>,
    ) -> Done<Vec<Row>> {
        let now = self.now();
        let accounts = self.register.staff()?;
        let has_account_like = |entry: &Registered, is_open: bool| {
            accounts.iter().any(|account| {
                account.is_here(now) == is_open
                    && can_be(&account.name, &entry.person.given, &entry.person.family)
            })
        };
        let is_on = |entry: &Registered| match (kind, entry.person.kind) {
            (ListKind::NoLastDay, PersonKind::Child) => {
                policy.ends_on_leaving && entry.person.leaves.is_none()
            }
            (ListKind::NoLastDay, PersonKind::Staff) => {
                policy.ends_on_leaving
                    && entry.person.leaves.is_none()
                    && has_account_like(entry, false)
                    && !has_account_like(entry, true)
            }
            (ListKind::NoBirthDate, PersonKind::Child) => {
                policy.own_voice_from_age.is_some() && entry.person.born.is_none()
            }
            _ => false,
        };
        let row = |entry: Registered| Row {
            name: full_name(&entry),
            person: entry.person.id,
            kind: entry.person.kind,
            group: entry.class,
            places: Vec::new(),
        };
        Ok(entries.into_iter().filter(is_on).map(row).collect())
    }

    /// Evidence that a yes rests on, of those who have not left, and that was filed before anybody was
    /// asked to look at it. Which of it cannot be looked at, [`Desk::can_be_seen`] says.
    pub fn old_forms(&self, who: &Session) -> Done<Vec<OldForm>> {
        self.require(who, Duty::KeepRegister)?;
        let today = self.latest_day()?;
        let mut entries = self.register.people()?;
        entries.retain(|entry| has_not_left(&entry.person, today));
        let people: Vec<PersonId> = entries.iter().map(|one| one.person.id.clone()).collect();
        let answers = self.register.lists().answers(&people)?;
        let mut forms = Vec::new();
        for (entry, answers) in entries.into_iter().zip(answers) {
            let mut seen = HashSet::new();
            for filed in answers.iter() {
                let (Some(form), Answer::Granted) = (&filed.form, filed.permission.answer) else {
                    continue;
                };
                if seen.insert(form)
                    && self.register.seal_key(&form.0)?.is_some()
                    && let Some(file) = self.register.evidence(form)?
                    && file.pages.is_none()
                {
                    forms.push(OldForm {
                        person: entry.person.id.clone(),
                        name: full_name(&entry),
                        group: entry.class.clone(),
                        form: form.clone(),
                        kept_at: file.kept_at,
                    });
                }
            }
        }
        forms.sort_by_cached_key(|form| (folded(&form.group), folded(&form.name)));
        Ok(forms)
    }

    /// Whether somebody can look at a form that is on file. A sealed file that is gone or damaged is
    /// none. Errors: what reads pictures could not be asked.
    pub fn can_be_seen(&self, who: &Session, form: &EvidenceId) -> Done<bool> {
        match self.form(who, form) {
            Ok((file, bytes)) => is_seen(self.darkroom.as_ref(), &bytes, &file.media_type),
            Err(ActError::Vault(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Who of a group may not be photographed, for its wall: by the same rule as the tablet's tiles.
    /// Neither why nor where. Errors: no child belongs to a group of that name.
    pub fn wall_list(&self, who: &Session, group: &str) -> Done<WallList> {
        self.require(who, Duty::KeepRegister)?;
        let today = self.group_today(who, group)?;
        let names = today
            .tiles
            .into_iter()
            .filter(|tile| tile.standing == Standing::NoPhotos)
            .map(|tile| tile.name)
            .collect();
        Ok(WallList {
            group: today.name,
            names,
        })
    }
}

fn full_name(entry: &Registered) -> String {
    format!("{} {}", entry.person.given, entry.person.family)
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_cached_key(|row| {
        let is_adult = row.kind != PersonKind::Child;
        (
            is_adult,
            folded(&row.group),
            folded(&row.name),
            row.person.clone(),
        )
    });
    rows
}

fn is_on(kind: ListKind, line: &Line, soon: NaiveDate) -> bool {
    match kind {
        ListKind::Unanswered => {
            matches!(line.stands, Stands::NotAsked | Stands::PupilNotAsked)
        }
        ListKind::EndingSoon => {
            line.stands == Stands::Yes && line.until.is_some_and(|last| last <= soon)
        }
        ListKind::Lapsed => line.stands == Stands::Ended,
        ListKind::Refused => matches!(line.stands, Stands::No | Stands::Withdrawn),
        // About no place at all.
        ListKind::NoLastDay | ListKind::NoBirthDate => false,
    }
}
