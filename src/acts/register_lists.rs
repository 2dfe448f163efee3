//! Lists that the office works through and prints: who has not answered, whose yes ends soon or has
//! ended, who said no where, and for the classroom wall who may not be photographed: names and
//! nothing more. For looking; a release asks the rules itself.

use chrono::{Days, NaiveDate};

use super::group::{Standing, has_not_left, is_child};
use super::look_up::{Line, Stands, line};
use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::staff::Duty;
use crate::domain::words::folded;

/// Days ahead that a yes is told to end soon.
pub const SOON: u64 = 30;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Nobody has answered, for one place at least.
    Unanswered,
    /// A yes that stands ends within [`SOON`] days.
    EndingSoon,
    /// A yes has ended.
    Lapsed,
    /// Somebody said no or took a yes back.
    Refused,
}

/// Somebody on a list, with the places that put them there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub person: PersonId,
    pub kind: PersonKind,
    /// In full: for the office.
    pub name: String,
    /// Empty for most adults.
    pub group: String,
    pub places: Vec<Line>,
}

/// For a group's wall: names as on its tiles, and that they may not be photographed.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        let roll = self.register.lists().roll()?;
        let answers = self.register.lists().answers(&people)?;
        let mut rows = Vec::new();
        for (entry, answers) in entries.into_iter().zip(answers) {
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
                    name: format!("{} {}", person.given, person.family),
                    person: person.id,
                    kind: person.kind,
                    group: entry.class,
                    places,
                });
            }
        }
        rows.sort_by_cached_key(|row| {
            let is_adult = row.kind != PersonKind::Child;
            (
                is_adult,
                folded(&row.group),
                folded(&row.name),
                row.person.clone(),
            )
        });
        Ok(rows)
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
    }
}
