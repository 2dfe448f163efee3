//! Groups and their tiles: who can be tapped, and how each may be photographed, in one look. Says
//! where somebody stands, never why. For looking: a release asks the rules itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::decision;
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::policy::Policy;
use crate::domain::school::Registered;
use crate::domain::staff::Duty;
use crate::domain::tile_names::{initials, tile_names};
use crate::domain::words::{Typed, folded};

/// Tiles that a search gives, at most: who types one letter has to type another.
pub const MOST_FOUND: usize = 60;

/// One group, and how many children belong to it today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub children: usize,
}

/// A group's tiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupToday {
    pub name: String,
    pub tiles: Vec<Tile>,
}

/// Somebody who can be tapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub person: PersonId,
    /// First name and initial, and as much more as tells apart those in one list.
    pub name: String,
    pub initials: String,
    /// Empty for most adults.
    pub group: String,
    pub kind: PersonKind,
    pub standing: Standing,
    /// Nobody said that they are away today.
    pub here: bool,
}

/// Where pictures of somebody may go, of all places that take pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    Everywhere,
    SomePlaces,
    /// The absolute mark, or a no everywhere.
    NoPhotos,
}

impl Desk {
    /// The groups that have a child today, by name.
    pub fn groups(&self, who: &Session) -> Done<Vec<Group>> {
        self.require(who, Duty::TakeAndTag)?;
        let today = self.latest_day()?;
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for entry in self.register.people()? {
            if is_child(&entry) && has_not_left(&entry.person, today) {
                *groups.entry(entry.class).or_default() += 1;
            }
        }
        Ok(groups
            .into_iter()
            .map(|(name, children)| Group { name, children })
            .collect())
    }

    /// The children of a group, by name. Errors: no child belongs to a group of that name.
    pub fn group_today(&self, who: &Session, group: &str) -> Done<GroupToday> {
        self.require(who, Duty::TakeAndTag)?;
        let tiles = self.tiles(|entry| is_child(entry) && entry.class == group)?;
        if tiles.is_empty() {
            return Err(no_group(group));
        }
        Ok(GroupToday {
            name: group.to_owned(),
            tiles,
        })
    }

    /// Staff and visitors of the register, by name.
    pub fn adult_tiles(&self, who: &Session) -> Done<Vec<Tile>> {
        self.require(who, Duty::TakeAndTag)?;
        self.tiles(|entry| !is_child(entry))
    }

    /// Whoever has a name that begins so, of any group; at most [`MOST_FOUND`], by name. Each word
    /// typed is the beginning of a word of a given, known-as or family name. Nothing typed finds
    /// nobody.
    pub fn search_tiles(&self, who: &Session, text: &str) -> Done<Vec<Tile>> {
        self.require(who, Duty::TakeAndTag)?;
        let typed = Typed::of(text);
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.tiles(|entry| typed.finds(&entry.person))?;
        found.truncate(MOST_FOUND);
        Ok(found)
    }

    /// The tiles of these people, by name; of those who have left there is none.
    pub fn tiles_of(&self, who: &Session, people: &[PersonId]) -> Done<Vec<Tile>> {
        self.require(who, Duty::TakeAndTag)?;
        self.tiles(|entry| people.contains(&entry.person.id))
    }

    /// The children of a group who carry the absolute mark, away or not.
    pub fn never_photograph(&self, who: &Session, group: &str) -> Done<Vec<Tile>> {
        self.require(who, Duty::TakeAndTag)?;
        // Named as on the group's own page, where those beside them count.
        let tiles = self.marked_tiles(|entry| is_child(entry) && entry.class == group)?;
        let marked = tiles.into_iter().filter(|(_, is_marked)| *is_marked);
        Ok(marked.map(|(tile, _)| tile).collect())
    }

    fn tiles(&self, chosen: impl Fn(&Registered) -> bool) -> Done<Vec<Tile>> {
        let tiles = self.marked_tiles(chosen)?;
        Ok(tiles.into_iter().map(|(tile, _)| tile).collect())
    }

    /// The tiles of those chosen who have not left, by name, and whether each carries the absolute
    /// mark.
    fn marked_tiles(&self, chosen: impl Fn(&Registered) -> bool) -> Done<Vec<(Tile, bool)>> {
        let today = self.latest_day()?;
        let mut entries = self.register.people()?;
        entries.retain(|entry| has_not_left(&entry.person, today) && chosen(entry));
        let people: Vec<PersonId> = entries.iter().map(|one| one.person.id.clone()).collect();
        let standings = self.stand_on_tiles(&self.policy()?, &people, today)?;
        let away = self.away_on(today)?;
        let names = tile_names(&entries.iter().map(|one| &one.person).collect::<Vec<_>>());
        let mut tiles = Vec::with_capacity(entries.len());
        for ((entry, name), takes) in entries.into_iter().zip(names).zip(standings) {
            let is_marked = entry.person.never;
            let standing = match takes {
                Takes::All if !is_marked => Standing::Everywhere,
                Takes::Some if !is_marked => Standing::SomePlaces,
                Takes::All | Takes::Some | Takes::None => Standing::NoPhotos,
            };
            let tile = Tile {
                here: !away.has(&entry.class, &entry.person.id),
                initials: initials(&entry.person),
                name,
                kind: entry.person.kind,
                person: entry.person.id,
                group: entry.class,
                standing,
            };
            tiles.push((tile, is_marked));
        }
        tiles.sort_by_cached_key(|(tile, _)| {
            (folded(&tile.name), tile.name.clone(), tile.person.clone())
        });
        Ok(tiles)
    }

    /// How many of the places that take pictures would take each of these, in their order, by the
    /// rules that speak of that person alone.
    fn stand_on_tiles(
        &self,
        policy: &Policy,
        people: &[PersonId],
        today: NaiveDate,
    ) -> Done<Vec<Takes>> {
        let mut of_channels: Vec<Vec<Arc<decision::Standing>>> = Vec::new();
        for channel in policy.channels.iter().filter(|one| one.takes_pictures()) {
            of_channels.push(self.standings(channel, people, today)?);
        }
        Ok((0..people.len())
            .map(|place| {
                let takes = of_channels
                    .iter()
                    .filter(|stands| stands.get(place).is_some_and(|one| one.seen.is_empty()))
                    .count();
                match takes {
                    0 => Takes::None,
                    _ if takes == of_channels.len() => Takes::All,
                    _ => Takes::Some,
                }
            })
            .collect())
    }
}

/// How many places take somebody.
enum Takes {
    All,
    Some,
    None,
}

pub(super) fn is_child(entry: &Registered) -> bool {
    entry.person.kind == PersonKind::Child
}

/// The last day is a whole day.
pub(super) fn has_not_left(person: &Person, today: NaiveDate) -> bool {
    person.leaves.is_none_or(|last| today <= last)
}

pub(super) fn no_group(group: &str) -> ActError {
    ActError::Refused(Refusal::NoSuchGroup {
        group: group.to_owned(),
    })
}
