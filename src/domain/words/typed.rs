//! What staff type to find somebody: beginnings of names, without capitals and accents. Wider than the
//! rules' own words, because a name that is found too often costs a glance. Nothing is decided on it.

use super::spelling::{Reading, in_written_words, is_apostrophe, words};
use crate::domain::person::Person;

const AS_SEEN: Reading = Reading {
    as_seen: true,
    ..Reading::PLAIN
};

/// A text as it was typed, to be found at the beginning of names.
#[derive(Clone, Debug)]
pub struct Typed(Vec<String>);

impl Typed {
    pub fn of(text: &str) -> Typed {
        Typed(read(text))
    }

    /// Whether nothing was typed that a name could begin with.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word typed begins a word of a name: given, known as, or family.
    pub fn finds(&self, person: &Person) -> bool {
        let mut held = read(&person.family);
        for name in &person.known_families {
            held.extend(read(name));
        }
        for name in std::iter::once(&person.given).chain(&person.known_as) {
            held.extend(read(name));
        }
        // After an apostrophe as well: `Brien` finds `O'Brien`.
        for name in [&person.given, &person.family] {
            let parted: String = name
                .chars()
                .map(|letter| if is_apostrophe(letter) { ' ' } else { letter })
                .collect();
            if parted != *name {
                held.extend(read(&parted));
            }
        }
        self.0
            .iter()
            .all(|typed| held.iter().any(|word| word.starts_with(typed.as_str())))
    }
}

/// A text as it reads to somebody in a hurry: no capitals, no accents, one space between words.
pub fn folded(text: &str) -> String {
    read(text).join(" ")
}

fn read(text: &str) -> Vec<String> {
    // Most names; a school's worth is read at every letter typed.
    let is_simple = |sign: u8| sign.is_ascii() && !matches!(sign, b'\'' | b'`');
    if text.bytes().all(is_simple) {
        return text
            .split(|letter: char| !letter.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
    }
    read_any(text)
}

/// Any text, by the words of the rules.
fn read_any(text: &str) -> Vec<String> {
    in_written_words(&words(text, AS_SEEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_names_read_as_the_words_of_the_rules_do() {
        // Every pair of signs of ASCII, within a name.
        for first in 0..128_u8 {
            for second in 0..128_u8 {
                let text = format!("Ab{}c{}Ds e", char::from(first), char::from(second));
                assert_eq!(read(&text), read_any(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_text_reads_without_capitals_and_accents() {
        for (text, expected) in [
            ("Łukasz  Wiśniewski", "lukasz wisniewski"),
            ("Anne-Marie", "anne marie"),
            ("O’Brien", "obrien"),
            ("Ŵyn Æsa", "wyn aesa"),
            ("'-", ""),
        ] {
            assert_eq!(folded(text), expected);
        }
    }
}
