//! With which letters names can begin in a text: asked of every child of a school, so that most are
//! passed over at once. Decides nothing: whoever is not passed over is looked for.

use super::super::person::Person;
use super::forms::{family_names, given_names, is_no_name};

/// Pairs that the words of a name begin with, at most; who has more is looked for.
const MOST_PAIRS: usize = 6;

fn place(letter: char) -> Option<u16> {
    let small = letter.to_ascii_lowercase();
    small
        .is_ascii_lowercase()
        .then(|| small as u16 - b'a' as u16)
}

/// Two letters of a to z.
fn pair(first: char, second: char) -> Option<u16> {
    Some(place(first)? * 26 + place(second)?)
}

/// Which pairs of a to z there are, and which single letters.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    pairs: [u64; 11],
    single: u32,
}

impl Pairs {
    fn add(&mut self, first: char, second: Option<char>) {
        if let Some(place) = place(first) {
            self.single |= 1 << place;
        }
        if let Some(pair) = second.and_then(|second| pair(first, second))
            && let Some(bits) = self.pairs.get_mut(usize::from(pair / 64))
        {
            *bits |= 1 << (pair % 64);
        }
    }

    fn has(&self, pair: u16) -> bool {
        let bits = self.pairs.get(usize::from(pair / 64)).copied();
        bits.is_some_and(|bits| bits & (1 << (pair % 64)) != 0)
    }
}

/// The letters of a text in which names are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InText {
    /// With what words begin.
    words: Pairs,
    /// What follows what, anywhere: a second name may begin within a word.
    anywhere: Pairs,
}

impl InText {
    /// A word, and the letters that follow it.
    pub fn add_word(&mut self, letters: &str) {
        let mut letters = letters.chars();
        if let Some(first) = letters.next() {
            self.words.add(first, letters.next());
        }
    }

    /// All letters in a row.
    pub fn add_letters(&mut self, letters: &str) {
        let next = letters.chars().skip(1).map(Some).chain([None]);
        for (first, second) in letters.chars().zip(next) {
            self.anywhere.add(first, second);
        }
    }
}

/// With which letters some names begin: pairs, and single letters where the next is not known.
#[derive(Clone, Copy, Debug, Default)]
struct Starts {
    pairs: [u16; MOST_PAIRS],
    count: usize,
    single: u32,
    /// Something here cannot be judged by its letters.
    any: bool,
}

impl Starts {
    /// Those of every word of some names: of no form is the start another.
    fn of_names<'a>(names: impl Iterator<Item = &'a String>) -> Starts {
        let mut starts = Starts::default();
        let mut is_there = false;
        for name in names.filter(|name| !is_no_name(name)) {
            is_there = true;
            if name.is_ascii() {
                starts.add_plain(name.as_bytes());
                continue;
            }
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

    /// The words of a name in ASCII.
    fn add_plain(&mut self, name: &[u8]) {
        let mut before = b' ';
        for (at, letter) in name.iter().copied().enumerate() {
            if letter.is_ascii_alphabetic() && !before.is_ascii_alphabetic() {
                self.add(
                    char::from(letter),
                    name.get(at + 1).copied().map(char::from),
                );
            }
            before = letter;
        }
    }

    fn add(&mut self, first: char, second: Option<char>) {
        let Some(place) = place(first) else {
            self.any = true;
            return;
        };
        match second.and_then(|second| pair(first, second)) {
            Some(pair) => match self.pairs.get_mut(self.count) {
                Some(free) => {
                    *free = pair;
                    self.count += 1;
                }
                None => self.any = true,
            },
            None => self.single |= 1 << place,
        }
    }

    fn meet(&self, text: &Pairs) -> bool {
        let mut pairs = self.pairs.iter().take(self.count);
        self.any || self.single & text.single != 0 || pairs.any(|pair| text.has(*pair))
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
            given: Starts::of_names(given_names(person)),
            family: Starts::of_names(family_names(person)),
        }
    }

    /// Whether they may have one name alone, or letters do not tell.
    pub(crate) fn may_be_of_one_name(&self) -> bool {
        self.given.any || self.family.any
    }

    /// Of somebody whose given name may stand in one of these texts; nothing of anybody else.
    pub(super) fn where_given_may_stand<'a>(
        person: &Person,
        mut texts: impl Iterator<Item = &'a InText>,
    ) -> Option<NameStarts> {
        let given = Starts::of_names(given_names(person));
        texts
            .any(|text| given.meet(&text.anywhere))
            .then(|| NameStarts {
                given,
                family: Starts::of_names(family_names(person)),
            })
    }

    /// Whether the full name may stand in such a text: one name begins a word.
    pub(super) fn may_stand_in(&self, text: &InText) -> bool {
        (self.given.meet(&text.words) && self.family.meet(&text.anywhere))
            || (self.family.meet(&text.words) && self.given.meet(&text.anywhere))
    }
}
