//! Whether two names could be the same person's. Spelling (accents, apostrophes, hyphens, spaces, the order
//! of names) never makes one person two; what is only nearly alike is for a person to say. Knows no
//! register, and decides for nobody.

mod pet_names;
mod slips;

use caseless::Caseless;
use chrono::NaiveDate;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::person::Person;
pub use slips::is_a_slip;

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// A slip of the keyboard, a short form, a part of the name.
    Nearly,
    /// The same letters, whatever stands between them and in whichever order the names come.
    Same,
}

/// A text's letters and digits alone: without capitals, accents, and whatever parts words.
pub fn letters(text: &str) -> String {
    if text.is_ascii() {
        let plain = text.chars().filter(char::is_ascii_alphanumeric);
        return plain.map(|sign| sign.to_ascii_lowercase()).collect();
    }
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        // Modifier letters stand for apostrophes and accents.
        if matches!(sign, '\u{2b0}'..='\u{2ff}') {
            continue;
        }
        decompose_compatible(sign, |part| {
            if is_combining_mark(part) {
                return;
            }
            for folded in std::iter::once(part).default_case_fold() {
                match folded {
                    'ł' => out.push('l'),
                    'ø' => out.push('o'),
                    'đ' | 'ð' => out.push('d'),
                    'ħ' => out.push('h'),
                    'ı' => out.push('i'),
                    'ŧ' => out.push('t'),
                    'ŋ' => out.push('n'),
                    'ə' => out.push('e'),
                    'æ' => out.push_str("ae"),
                    'œ' => out.push_str("oe"),
                    'þ' => out.push_str("th"),
                    other if other.is_alphanumeric() => out.push(other),
                    _ => {}
                }
            }
        });
    }
    out
}

/// Titles are no part of a name.
const TITLES: [&str; 8] = ["mr", "mrs", "miss", "ms", "mx", "master", "dr", "prof"];

/// What leads a family name says nothing by itself.
const LEADING: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el",
    "al", "bin", "bint", "ibn", "abu", "st", "ter", "zu",
];

/// A name as it was written, by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    words: Vec<String>,
    letters: String,
}

impl Written {
    fn of(text: &str) -> Written {
        let parts = |sign: char| {
            !(sign.is_alphanumeric()
                || is_combining_mark(sign)
                || is_apostrophe(sign)
                || is_unseen(sign))
        };
        let mut words: Vec<String> = text
            .split(parts)
            .map(letters)
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() > 1 {
            let first = words.first().map_or("", String::as_str);
            if TITLES.contains(&first) {
                words.remove(0);
            }
        }
        Written {
            letters: words.concat(),
            words,
        }
    }
}

fn is_apostrophe(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{ff07}'
    ) || matches!(sign, '\u{2b0}'..='\u{2ff}')
}

/// Takes no room, so it parts nothing.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Every name that somebody goes by.
#[derive(Clone, Debug)]
pub struct Names {
    given: Vec<Written>,
    /// An empty one where somebody has one name alone.
    family: Vec<Written>,
}

impl Names {
    pub fn of(person: &Person) -> Names {
        Names::from(
            std::iter::once(&person.given).chain(&person.known_as),
            std::iter::once(&person.family).chain(&person.known_families),
        )
    }

    pub fn from<'a>(
        given: impl Iterator<Item = &'a String>,
        family: impl Iterator<Item = &'a String>,
    ) -> Names {
        Names {
            given: given.map(|name| Written::of(name)).collect(),
            family: family.map(|name| Written::of(name)).collect(),
        }
    }

    /// Keys by which somebody is found again: two that are the same have one in common.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::with_capacity(self.given.len() * self.family.len());
        for (given, family) in self.pairs() {
            let both = given.letters.chars().chain(family.letters.chars());
            let (digits, mut all): (Vec<char>, Vec<char>) = both.partition(char::is_ascii_digit);
            all.sort_unstable();
            keys.push(all.into_iter().chain(digits).collect());
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Cheaper signs of likeness: people who are nearly alike have at least one in common, save where
    /// both names are misspelt in their first letters.
    pub fn hints(&self) -> Vec<String> {
        let mut hints = Vec::new();
        let first = |letters: &str| letters.chars().next().map_or(String::new(), String::from);
        for (given, family) in self.pairs() {
            for (one, other) in [(given, family), (family, given)] {
                hints.push(format!("{} {}", first(&one.letters), first(&other.letters)));
                hints.push(format!("{}+", one.letters));
            }
        }
        hints.sort_unstable();
        hints.dedup();
        hints
    }

    fn pairs(&self) -> impl Iterator<Item = (&Written, &Written)> {
        let families = &self.family;
        self.given
            .iter()
            .flat_map(move |given| families.iter().map(move |family| (given, family)))
    }

    /// How alike these are; `None` where they are different names.
    pub fn likeness(&self, other: &Names) -> Option<Likeness> {
        let mut found = None;
        for (given, family) in self.pairs() {
            for (other_given, other_family) in other.pairs() {
                if is_same(given, family, other_given, other_family) {
                    return Some(Likeness::Same);
                }
                let straight =
                    is_like_given(given, other_given) && is_like_family(family, other_family);
                let turned = is_turned(given, other_family) && is_like_given(other_given, family)
                    || is_turned(other_given, family) && is_like_given(given, other_family);
                if straight || turned {
                    found = Some(Likeness::Nearly);
                }
            }
        }
        found
    }

    /// Whether they share a family name, or a given one, letter for letter.
    pub fn share_a_name(&self, other: &Names) -> bool {
        let shares = |one: &[Written], two: &[Written]| {
            one.iter().any(|name| {
                !name.letters.is_empty() && two.iter().any(|other| other.letters == name.letters)
            })
        };
        shares(&self.given, &other.given) || shares(&self.family, &other.family)
    }
}

/// Whether one of these could be the other, as far as birth dates go.
pub fn may_be_of_one_age(one: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// The same words in whichever order, parted or not.
fn is_same(
    given: &Written,
    family: &Written,
    other_given: &Written,
    other_family: &Written,
) -> bool {
    let len = |one: &Written, two: &Written| one.letters.len() + two.letters.len();
    if len(given, family) != len(other_given, other_family) || len(given, family) == 0 {
        return false;
    }
    let words = |one: &Written, two: &Written| -> Vec<String> {
        one.words.iter().chain(&two.words).cloned().collect()
    };
    let (here, there) = (words(given, family), words(other_given, other_family));
    let (joined, other) = (here.concat(), there.concat());
    if joined == other || !have_same_digits(&joined, &other) {
        return joined == other;
    }
    let sorted = |words: &[String]| {
        let mut all: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
        all.sort_unstable();
        all
    };
    if sorted(&here) != sorted(&there) {
        return false;
    }
    let orders = orders(&here);
    let others = self::orders(&there);
    orders.iter().any(|order| others.contains(order))
}

/// Every order of some words, written together; beyond five words, the sorted one.
fn orders(words: &[String]) -> Vec<String> {
    const MOST: usize = 5;
    if words.len() > MOST {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        return vec![sorted.concat()];
    }
    let mut orders: Vec<Vec<&String>> = vec![Vec::new()];
    for word in words {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, word);
                    longer
                })
            })
            .collect();
    }
    let written = |order: Vec<&String>| order.into_iter().map(String::as_str).collect();
    orders.into_iter().map(written).collect()
}

/// A first name that stands where a family name does.
fn is_turned(given: &Written, family: &Written) -> bool {
    let (given, family) = (given.letters.as_str(), family.letters.as_str());
    !given.is_empty() && (given == family || is_a_slip(given, family))
}

fn is_like_given(one: &Written, other: &Written) -> bool {
    let (one_is, other_is) = (one.letters.as_str(), other.letters.as_str());
    if one_is.is_empty() || other_is.is_empty() || !have_same_digits(one_is, other_is) {
        return false;
    }
    if one_is == other_is || is_a_slip(one_is, other_is) || is_short_for(one_is, other_is) {
        return true;
    }
    let are_pets = |a: &str, b: &str| pet_names::are_of_one(a, b);
    let firsts = one.words.first().zip(other.words.first());
    are_pets(one_is, other_is)
        || firsts.is_some_and(|(a, b)| are_pets(a, b) || is_a_slip(a, b))
        || share_a_word(one, other)
}

fn is_like_family(one: &Written, other: &Written) -> bool {
    let (one_is, other_is) = (one.letters.as_str(), other.letters.as_str());
    // Somebody with one name may have gained or lost the other.
    if one_is.is_empty() || other_is.is_empty() {
        return true;
    }
    have_same_digits(one_is, other_is)
        && (one_is == other_is || is_a_slip(one_is, other_is) || share_a_word(one, other))
}

/// `Child1` and `Child2` are no slip of each other.
fn have_same_digits(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> Vec<char> { text.chars().filter(char::is_ascii_digit).collect() };
    digits(one) == digits(other)
}

/// A word that stands in both names, where one of them has several.
fn share_a_word(one: &Written, other: &Written) -> bool {
    (one.words.len() > 1 || other.words.len() > 1)
        && one.words.iter().any(|word| {
            word.chars().count() > 2
                && !LEADING.contains(&word.as_str())
                && other.words.iter().any(|second| second == word)
        })
}

/// `Dan` for `Daniel`, `Kate` for `Katherine`, `A` for `Amira`: the letters of the shorter, in order, from
/// the first.
fn is_short_for(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.starts_with(short) {
        return true;
    }
    if short.chars().count() < 3 || short.chars().next() != long.chars().next() {
        return false;
    }
    let mut rest = long.chars();
    short
        .chars()
        .all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::{PersonId, PersonKind};

    fn names(given: &str, family: &str) -> Names {
        let id = PersonId("x".to_owned());
        Names::of(&Person::new(id, PersonKind::Child, given, family))
    }

    fn likeness(one: (&str, &str), other: (&str, &str)) -> Option<Likeness> {
        let (one, other) = (names(one.0, one.1), names(other.0, other.1));
        let found = one.likeness(&other);
        assert_eq!(found, other.likeness(&one), "both ways");
        if found == Some(Likeness::Same) {
            let others = other.keys();
            assert!(one.keys().iter().any(|key| others.contains(key)));
        }
        found
    }

    #[test]
    fn spelling_makes_nobody_two() {
        for (one, other) in [
            (("Ben", "O'Brien"), ("Ben", "O’Brien")),
            (("Ben", "O'Brien"), ("BEN", "OBrien")),
            (("Ben", "O'Brien"), ("ben", "O Brien")),
            (("Lola", "Fernández"), ("Lola", "Fernandez")),
            (("Lola", "Fernández"), ("Lola", "Ferna\u{301}ndez")),
            (("Leo", "Marsh-Bell"), ("Leo", "Marsh Bell")),
            (("Leo", "Marsh-Bell"), ("Leo", "Bell Marsh")),
            (("Gabriel", "St John"), ("Gabriel", "St. John")),
            (("Ruby", "D'Souza"), ("D Souza", "Ruby")),
            (("Daniel", "Wright"), ("Daniel\u{200b}", "Wright")),
            (("Łukasz", "Wiśniewski"), ("Lukasz", "Wisniewski")),
            (("Anne-Marie", "Weiß"), ("Annemarie", "Weiss")),
            (("Sukarno", ""), ("", "Sukarno")),
            (("Mary Ann", "Lee"), ("Lee Ann", "Mary")),
            (("Miss Amira", "Khan"), ("Amira", "Khan")),
        ] {
            assert_eq!(
                likeness(one, other),
                Some(Likeness::Same),
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn what_is_nearly_alike_is_told_and_what_is_another_name_is_not() {
        for (one, other) in [
            (("Daniel", "Wright"), ("Daniel", "Wrigth")),
            (("Daniel", "Wright"), ("Dan", "Wright")),
            (("Daniel", "Wright"), ("Danny", "Wright")),
            (("Daniel", "Wright"), ("Wright", "Dan")),
            (("Robert", "Wright"), ("Bob", "Wright")),
            (("Katherine", "Lee"), ("Kate", "Lee")),
            (("Mary Ann", "Lee"), ("Mary", "Lee")),
            (("Leo", "Marsh-Bell"), ("Leo", "Marsh")),
            (("Sukarno", ""), ("Sukarno", "Putra")),
            (("Amira", "Khan"), ("A.", "Khan")),
        ] {
            assert_eq!(
                likeness(one, other),
                Some(Likeness::Nearly),
                "{one:?} {other:?}"
            );
        }
        for (one, other) in [
            (("Amy", "Khan"), ("Leo", "Khan")),
            (("May", "Khan"), ("Ayman", "Marsh")),
            (("Child1", "Of Many"), ("Child2", "Of Many")),
            (("Jan", "van Dijk"), ("Jan", "van Houten")),
            (("Amira", "Khan"), ("Amira", "Patel")),
        ] {
            assert_eq!(likeness(one, other), None, "{one:?} {other:?}");
        }
        assert_eq!(
            likeness(("Amy", "Khan"), ("May", "Khan")),
            Some(Likeness::Nearly)
        );
    }
}
