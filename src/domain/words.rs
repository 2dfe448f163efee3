//! What a text gives away: a full name, a way to reach somebody. Knows no policy but the school's own
//! contacts and names, and changes no text.
//!
//! The letter of the rules is the floor. Where a reader would see a name that the letter misses (an
//! invisible character in its midst, a capital that looks like a small letter of another script), it
//! counts as well; nothing that the letter finds is ever let go.

mod alike;
mod around;
mod between;
mod contacts;
mod digits;
mod emails;
mod forms;
mod letters;
mod markup;
mod names;
mod no_phones;
mod phones;
mod places;
mod postcodes;
mod spelling;
mod starts;
mod streets;
mod typed;
mod web;

use std::ops::Range;

pub use around::{OwnNames, Tagged};
pub use contacts::{Contact, OwnContacts, contacts_in, school_contact};
pub(crate) use forms::ToLookUp;
pub use letters::same_letters;
pub(crate) use names::starts_of;
pub use names::{Named, NamesSought};
pub(crate) use starts::NameStarts;
pub use typed::{Typed, folded};

use super::person::{Person, PersonId};

/// Where a text holds somebody's full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameSpan {
    /// Bytes of the text, from the first letter of the name to its last.
    pub range: Range<usize>,
    pub person: PersonId,
}

/// Whether a caption, an alternative text or a credit holds the person's full name, as far as the text
/// alone can say.
pub fn full_name_in(text: &str, person: &Person) -> bool {
    NamesSought::in_text(text, &OwnNames::default()).hold(person, &Tagged::default())
}

/// Every full name of these people in a text, in the order of the text, so that it can be
/// underlined.
pub fn find_names(text: &str, people: &[Person]) -> Vec<NameSpan> {
    spans(&NamesSought::in_text(text, &OwnNames::default()), people)
}

/// As `find_names`, in a file name.
pub fn find_names_in_file_name(file_name: &str, people: &[Person]) -> Vec<NameSpan> {
    spans(
        &NamesSought::in_file_name(file_name, &OwnNames::default()),
        people,
    )
}

fn spans(sought: &NamesSought, people: &[Person]) -> Vec<NameSpan> {
    let nobody = Tagged::default();
    let mut spans: Vec<NameSpan> = people
        .iter()
        .flat_map(|person| {
            sought
                .places(person, &nobody)
                .into_iter()
                .map(|named| NameSpan {
                    range: named.range,
                    person: person.id.clone(),
                })
        })
        .collect();
    spans.sort_by(|one, other| {
        let place = |span: &NameSpan| (span.range.start, span.range.end);
        place(one)
            .cmp(&place(other))
            .then_with(|| one.person.cmp(&other.person))
    });
    spans.dedup();
    spans
}
