//! With which letters names can begin in a text: two sets whose meeting is asked of every child of a
//! school, so that most are passed over at once. Decides nothing: whoever is not passed over is looked
//! for.

use super::super::person::Person;
use super::forms::{family_names, given_names, is_no_name};

/// Pairs of a to z, and single letters where the next is not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Starts {
    pairs: [u64; 11],
    single: u32,
    /// Something here cannot be judged by its letters.
    any: bool,
}

impl Starts {
    pub fn add(&mut self, first: char, second: Option<char>) {
        let Some(one) = place(first) else {
            self.any = true;
            return;
        };
        match second.and_then(place) {
            Some(two) => {
                let pair = one * 26 + two;
                if let Some(bits) = self.pairs.get_mut((pair / 64) as usize) {
                    *bits |= 1 << (pair % 64);
                }
            }
            None => self.single |= 1 << one,
        }
    }

    fn meet(&self, other: &Starts) -> bool {
        self.any
            || self.single & other.single != 0
            || self
                .pairs
                .iter()
                .zip(&other.pairs)
                .any(|(own, other)| own & other != 0)
    }
}

fn place(letter: char) -> Option<u32> {
    let small = letter.to_ascii_lowercase();
    small
        .is_ascii_lowercase()
        .then(|| u32::from(small) - u32::from('a'))
}

/// The letters of a text in which names are looked for: each start is there as a pair and by its first
/// letter.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InText {
    /// With what words begin.
    pub words: Starts,
    /// What follows what, anywhere: a second name may begin within a word.
    pub anywhere: Starts,
}

impl InText {
    pub fn add_word(&mut self, letters: &str) {
        let mut letters = letters.chars();
        if let Some(first) = letters.next() {
            self.words.add(first, letters.next());
            self.words.add(first, None);
        }
    }

    pub fn add_letters(&mut self, letters: &str) {
        let next = letters.chars().skip(1).map(Some).chain([None]);
        for (first, second) in letters.chars().zip(next) {
            self.anywhere.add(first, second);
            self.anywhere.add(first, None);
        }
    }
}

/// The letters with which somebody's names can begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameStarts {
    given: Starts,
    family: Starts,
}

impl NameStarts {
    pub(crate) fn of(person: &Person) -> NameStarts {
        NameStarts {
            given: of_names(given_names(person)),
            family: of_names(family_names(person)),
        }
    }

    /// Whether the full name may stand in such a text: one name begins a word.
    pub(super) fn may_stand_in(&self, text: &InText) -> bool {
        (self.given.meet(&text.words) && self.family.meet(&text.anywhere))
            || (self.family.meet(&text.words) && self.given.meet(&text.anywhere))
    }
}

/// The starts of every word of some names: of no form is the start another.
fn of_names<'a>(names: impl Iterator<Item = &'a String>) -> Starts {
    let mut starts = Starts::default();
    let mut is_there = false;
    for name in names.filter(|name| !is_no_name(name)) {
        is_there = true;
        let mut begins = true;
        let mut letters = name.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter.is_ascii() && !letter.is_ascii_alphabetic() {
                begins = true;
                continue;
            }
            if begins {
                starts.add(letter, letters.peek().copied());
            }
            // After any other letter a word may begin, or none.
            begins = !letter.is_ascii();
        }
    }
    starts.any |= !is_there;
    starts
}
