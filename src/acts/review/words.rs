//! The words beside a picture, looked at as they are typed: which of them would keep it from leaving,
//! and what may stand there instead. By the gate's own rules; records nothing.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, channel_of};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::photo::tagged;
use crate::domain::roll::Everybody;
use crate::domain::staff::Duty;
use crate::domain::tile_names::tile_names;
use crate::domain::words::{Named, NamesSought, OwnContacts, OwnNames, full_name_in};

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Wrong {
    /// A child's full name.
    Name {
        person: PersonId,
        /// As a tile names them among all children.
        tile: String,
        /// What may stand there instead; nothing where no first name is known.
        instead: Option<String>,
    },
    /// A way to reach somebody that is not the school's own.
    Contact,
}

/// A part of a text that keeps a picture from leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// As it stood there.
    pub words: String,
    pub wrong: Wrong,
}

impl Desk {
    /// What in these texts would keep a photo from a channel, text by text, in the order of each
    /// text. Nothing is found exactly where the gate finds nothing; inside the school no words are
    /// looked at.
    pub fn look_at_words(
        &self,
        who: &Session,
        photo: &PhotoId,
        channel: &ChannelId,
        texts: &[&str],
    ) -> Done<Vec<Vec<Flaw>>> {
        self.require(who, Duty::Look)?;
        let policy = self.policy()?;
        if !channel_of(&policy, channel)?.outside {
            return Ok(vec![Vec::new(); texts.len()]);
        }
        let roll = self.register.lists().roll()?;
        let shown = self.photo(photo)?.labels.shown();
        let people = Everybody::from(&roll);
        let tagged = people.tagged(tagged(&shown));
        let own_names = OwnNames::of(&policy.own_names);
        let own = OwnContacts::of(&policy.school_contacts);
        Ok(texts
            .iter()
            .map(|text| {
                let sought = [NamesSought::in_text(text, &own_names)];
                let mut flaws = Vec::new();
                people.children_named_in(&sought, &tagged, |person| {
                    let places = sought.iter().flat_map(|one| one.places(person, &tagged));
                    flaws.extend(places.map(|named| {
                        let wrong = Wrong::Name {
                            person: person.id.clone(),
                            tile: tile_of(person, roll.people()),
                            instead: instead(text, &named, person),
                        };
                        flaw(text, named.range, wrong)
                    }));
                });
                let contacts = own.others_in(text).into_iter();
                flaws.extend(contacts.map(|range| flaw(text, range, Wrong::Contact)));
                flaws.sort_by(|one, other| {
                    let place = |flaw: &Flaw| (flaw.range.start, flaw.range.end);
                    place(one)
                        .cmp(&place(other))
                        .then_with(|| one.wrong.cmp(&other.wrong))
                });
                flaws.dedup();
                flaws
            })
            .collect())
    }
}

fn flaw(text: &str, range: Range<usize>, wrong: Wrong) -> Flaw {
    Flaw {
        words: text.get(range.clone()).unwrap_or_default().to_owned(),
        range,
        wrong,
    }
}

/// The name of a tile that no other child's reads like, as far as what is known tells them apart.
fn tile_of(person: &Person, people: &[Person]) -> String {
    let children: Vec<&Person> = people
        .iter()
        .filter(|one| one.kind == PersonKind::Child)
        .collect();
    let names = tile_names(&children);
    children
        .iter()
        .zip(names)
        .find(|(child, _)| child.id == person.id)
        .map_or_else(|| person.tile_name(), |(_, name)| name)
}

/// A place in a text without the family name.
fn instead(text: &str, named: &Named, person: &Person) -> Option<String> {
    if let Some(kept) = &named.kept {
        return text.get(kept.clone()).map(str::to_owned);
    }
    let given = person.given.trim();
    let is_hidden = full_name_in(given, person) || given.is_empty();
    (!is_hidden).then(|| given.to_owned())
}
