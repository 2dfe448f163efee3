//! Everybody in the register, ready to be asked about by id and by the letters their names begin with.
//! Knows no answer and no rule: it finds, the decision decides.

use std::sync::{Arc, OnceLock};

use super::person::{Person, PersonId, PersonKind};
use super::words::{NameStarts, NamesSought, Tagged, ToLookUp, starts_of};

/// Everybody, gathered once and asked many times.
#[derive(Clone)]
pub struct Roll {
    /// By id; where an id stands twice, beside each other.
    people: Vec<Person>,
    /// Every entry of a child, with what its names begin with.
    children: Vec<(usize, NameStarts)>,
    /// A child may have one name alone.
    has_one_name: bool,
    /// Places of the entries that were changed past the register.
    changed_outside: Vec<usize>,
    /// Of each child's entry, once somebody asks.
    to_look_up: OnceLock<Vec<ToLookUp>>,
}

impl Roll {
    pub fn of(mut people: Vec<Person>) -> Roll {
        people.sort_by(|one, other| one.id.cmp(&other.id));
        let mut roll = Roll {
            people,
            children: Vec::new(),
            has_one_name: false,
            changed_outside: Vec::new(),
            to_look_up: OnceLock::new(),
        };
        let children = roll
            .people
            .iter()
            .enumerate()
            // Where an id stands twice, once as a child, both entries are a child's.
            .filter(|(_, person)| is_held_as_child(roll.entries_of(&person.id)))
            .map(|(place, person)| (place, NameStarts::of(person)))
            .collect();
        roll.children = children;
        let people = roll.people.iter().enumerate();
        roll.changed_outside = people
            .filter(|(_, person)| person.changed_outside)
            .map(|(place, _)| place)
            .collect();
        let mut starts = roll.children.iter().map(|(_, starts)| starts);
        roll.has_one_name = starts.any(NameStarts::may_be_of_one_name);
        roll
    }

    /// Everybody, by id.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Every entry under an id.
    pub fn entries_of(&self, id: &PersonId) -> &[Person] {
        let from = self.people.partition_point(|person| person.id < *id);
        let rest = self.people.get(from..).unwrap_or_default();
        let length = rest.partition_point(|person| person.id == *id);
        rest.get(..length).unwrap_or_default()
    }

    /// Entries that were changed past the register.
    pub fn changed_outside(&self) -> impl Iterator<Item = &Person> {
        let places = self.changed_outside.iter();
        places.filter_map(|place| self.people.get(*place))
    }

    /// By what each child's full name is looked up among texts.
    pub(crate) fn to_look_up(&self) -> &[ToLookUp] {
        self.to_look_up.get_or_init(|| {
            self.children
                .iter()
                .filter_map(|(place, _)| self.people.get(*place))
                .map(ToLookUp::of)
                .collect()
        })
    }
}

/// As people print, so that two rolls of the same people print alike.
impl std::fmt::Debug for Roll {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(&self.people).finish()
    }
}

fn is_held_as_child(entries: &[Person]) -> bool {
    entries
        .iter()
        .any(|person| person.kind == PersonKind::Child)
}

/// Everybody as a decision is handed them: as a list, or as a roll, which answers faster and the same.
#[derive(Clone, Copy, Debug)]
pub enum Everybody<'a> {
    Listed(&'a [Person]),
    Roll(&'a Roll),
}

impl<'a> Everybody<'a> {
    /// Hands on every entry under an id.
    pub(crate) fn entries_of(self, id: &PersonId, mut each: impl FnMut(&'a Person)) {
        match self {
            Everybody::Listed(people) => people
                .iter()
                .filter(|person| person.id == *id)
                .for_each(each),
            Everybody::Roll(roll) => {
                for person in roll.entries_of(id) {
                    each(person);
                }
            }
        }
    }

    /// Hands on every entry that was changed past the register.
    pub(crate) fn changed_outside(self, each: impl FnMut(&'a Person)) {
        match self {
            Everybody::Listed(people) => people
                .iter()
                .filter(|person| person.changed_outside)
                .for_each(each),
            Everybody::Roll(roll) => roll.changed_outside().for_each(each),
        }
    }

    /// Who is tagged among these ids, every entry of each.
    pub(crate) fn tagged<'b>(self, ids: impl Iterator<Item = &'b PersonId>) -> Tagged<'a> {
        let mut people = Vec::new();
        for id in ids {
            self.entries_of(id, |person| people.push(person));
        }
        Tagged::of(people)
    }

    /// Hands on every entry of a child whose full name stands in one of the texts.
    pub(crate) fn children_named_in(
        self,
        texts: &[NamesSought],
        tagged: &Tagged<'_>,
        mut each: impl FnMut(&'a Person),
    ) {
        let named = |person: &Person, starts: &NameStarts| {
            let mut texts = texts.iter().filter(|text| text.may_hold_one_with(starts));
            texts.any(|text| text.hold_one_who_may(person, tagged))
        };
        match self {
            Everybody::Listed(people) => {
                let is_child = |id: &PersonId| {
                    let mut entries = people.iter().filter(|one| one.id == *id);
                    entries.any(|one| one.kind == PersonKind::Child)
                };
                for person in people {
                    let starts = starts_of(person, texts);
                    if starts.is_some_and(|starts| named(person, &starts)) && is_child(&person.id) {
                        each(person);
                    }
                }
            }
            // Most pictures say nothing but a camera's number.
            Everybody::Roll(roll)
                if !roll.has_one_name && texts.iter().all(NamesSought::is_one_short_word) => {}
            Everybody::Roll(roll) => {
                for (place, starts) in &roll.children {
                    let person = roll.people.get(*place);
                    if let Some(person) = person.filter(|person| named(person, starts)) {
                        each(person);
                    }
                }
            }
        }
    }
}

impl<'a> From<&'a [Person]> for Everybody<'a> {
    fn from(people: &'a [Person]) -> Everybody<'a> {
        Everybody::Listed(people)
    }
}

impl<'a> From<&'a Vec<Person>> for Everybody<'a> {
    fn from(people: &'a Vec<Person>) -> Everybody<'a> {
        Everybody::Listed(people)
    }
}

impl<'a> From<&'a Roll> for Everybody<'a> {
    fn from(roll: &'a Roll) -> Everybody<'a> {
        Everybody::Roll(roll)
    }
}

impl<'a> From<&'a Arc<Roll>> for Everybody<'a> {
    fn from(roll: &'a Arc<Roll>) -> Everybody<'a> {
        Everybody::Roll(roll)
    }
}
