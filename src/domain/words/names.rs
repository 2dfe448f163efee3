//! A full name in a text: a given name and a family name beside each other, in either order. Knows
//! no register: it is handed one person after the other.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::person::Person;
use super::spelling::{Reading, Step, Word, hides_something, words};

/// Initials that may stand between the names.
const INITIALS_BETWEEN: usize = 2;

/// Endings that a released or imported file can have. Anything else after a dot is part of the name:
/// `amira.khan` has no extension, it has a child in it.
const EXTENSIONS: [&str; 46] = [
    "jpg", "jpeg", "jpe", "jfif", "jxl", "jp2", "png", "apng", "gif", "webp", "bmp", "tif", "tiff",
    "heic", "heif", "avif", "svg", "raw", "dng", "cr2", "cr3", "crw", "nef", "arw", "orf", "rw2",
    "raf", "pef", "psd", "xcf", "pdf", "mp4", "m4v", "mov", "avi", "mkv", "webm", "mpg", "mpeg",
    "3gp", "mts", "wmv", "zip", "xmp", "doc", "docx",
];

/// Words that lead a family name and are none by themselves: `van der Berg` has one part, while
/// `Smith Jones` has two, hyphen or no hyphen.
const LEADING_WORDS: [&str; 58] = [
    "a", "abu", "af", "al", "ap", "av", "bat", "ben", "bin", "bint", "da", "dal", "das", "de",
    "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "ibn", "ibnu",
    "il", "in", "la", "las", "le", "les", "lo", "los", "mac", "mc", "na", "ni", "nic", "o", "of",
    "op", "saint", "san", "santa", "st", "ste", "t", "ten", "ter", "umm", "ur", "van", "von", "y",
    "zu",
];

/// A text, split into words, in which full names are looked for.
pub struct NamesSought {
    /// The text's words by each reading that can show another name.
    readings: Vec<Vec<Word>>,
    /// The steps by which a person's own name is split as well: `McDonald` in `LeoMcDonald.jpg`.
    steps: &'static [Step],
    /// With which of `a` to `z` a word here begins.
    initials: u32,
}

impl NamesSought {
    /// In a caption, an alternative text or a credit.
    pub fn in_text(text: &str) -> NamesSought {
        NamesSought::by(text, &[Step::Never])
    }

    /// In a file name, whose extension is ignored and whose capitals part words.
    pub fn in_file_name(file_name: &str) -> NamesSought {
        NamesSought::by(
            stem(file_name),
            &[Step::SmallToCapital, Step::Never, Step::Initials],
        )
    }

    fn by(text: &str, steps: &'static [Step]) -> NamesSought {
        let mut readings: Vec<Vec<Word>> = Vec::new();
        for reading in readings_of(text, steps) {
            let read = words(text, reading);
            if !readings.contains(&read) {
                readings.push(read);
            }
        }
        let initials = readings
            .iter()
            .flat_map(|words| words.iter())
            .filter_map(|word| word.folded.chars().next())
            .fold(0, |initials, letter| initials | bit(letter));
        NamesSought {
            readings,
            steps,
            initials,
        }
    }

    /// Whether there is no word at all, and so no name.
    pub fn is_empty(&self) -> bool {
        self.readings.iter().all(Vec::is_empty)
    }

    /// Whether the person's full name stands here.
    pub fn hold(&self, person: &Person) -> bool {
        if !self.may_hold(person) {
            return false;
        }
        let names = FullNames::of(person, self.steps);
        self.readings
            .iter()
            .any(|words| (0..words.len()).any(|at| names.end_from(words, at).is_some()))
    }

    /// Whether words here begin as a given name and as the family name do. Most children of a school
    /// are passed over by this alone; a name that it cannot judge is looked for.
    fn may_hold(&self, person: &Person) -> bool {
        self.may_hold_one_with(&Initials::of(person))
    }

    /// As above, for somebody whose initials were gathered before.
    pub(crate) fn may_hold_one_with(&self, initials: &Initials) -> bool {
        initials.given.meet(self.initials) && initials.family.meet(self.initials)
    }

    /// Every word, by any reading, each once: no name stands here whose first word is not among them.
    pub(crate) fn words(&self) -> BTreeSet<String> {
        self.readings
            .iter()
            .flat_map(|words| words.iter())
            .map(|word| word.folded.clone())
            .collect()
    }

    /// The bytes of each place where the person's full name stands.
    pub fn spans(&self, person: &Person) -> Vec<Range<usize>> {
        if !self.may_hold(person) {
            return Vec::new();
        }
        let names = FullNames::of(person, self.steps);
        let mut spans = Vec::new();
        for words in &self.readings {
            for (at, first) in words.iter().enumerate() {
                let end = names.end_from(words, at).unwrap_or(at);
                if let Some(last) = words.get(at..end).and_then(<[Word]>::last) {
                    spans.push(first.range.start..last.range.end);
                }
            }
        }
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup();
        spans
    }
}

/// The readings of a text: by the letter, and as it is seen where that differs.
fn readings_of(text: &str, steps: &'static [Step]) -> Vec<Reading> {
    let hides = hides_something(text);
    let mut readings = Vec::new();
    for step in steps.iter().copied() {
        readings.push(Reading {
            step,
            as_seen: false,
        });
        if hides {
            readings.push(Reading {
                step,
                as_seen: true,
            });
        }
    }
    readings
}

/// The letters with which somebody's names can begin in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Initials {
    given: Letters,
    family: Letters,
}

impl Initials {
    pub(crate) fn of(person: &Person) -> Initials {
        Initials {
            given: Letters::of(std::iter::once(&person.given).chain(&person.known_as)),
            family: Letters::of(std::iter::once(&person.family)),
        }
    }
}

/// Letters of a to z with which a word of some names can begin. A word begins after anything that is
/// no letter, or with a capital; names in other letters than a to z always can.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    of_a_to_z: u32,
    any: bool,
}

impl Letters {
    fn of<'a>(names: impl Iterator<Item = &'a String>) -> Letters {
        let mut found = Letters::default();
        let mut any_letter = false;
        for name in names {
            let mut after_letter = false;
            for letter in name.chars() {
                if letter.is_ascii_alphabetic() && (!after_letter || letter.is_uppercase()) {
                    found.of_a_to_z |= bit(letter);
                }
                found.any |= !letter.is_ascii();
                after_letter = letter.is_ascii_alphabetic();
                any_letter |= after_letter;
            }
        }
        found.any |= !any_letter;
        found
    }

    fn meet(self, initials: u32) -> bool {
        self.any || self.of_a_to_z & initials != 0
    }
}

/// The words with which a person's full name can begin and go on in a text: first words of each given
/// name, and of each family name. Somebody with one name has it in both.
#[derive(Clone)]
pub(crate) struct FirstWords {
    pub given: BTreeSet<String>,
    pub family: BTreeSet<String>,
}

impl FirstWords {
    /// As they are looked for in captions and in file names.
    pub(crate) fn of(person: &Person) -> FirstWords {
        let names = FullNames::of(person, &[Step::SmallToCapital, Step::Never, Step::Initials]);
        let first = |forms: &[Vec<String>]| -> BTreeSet<String> {
            forms
                .iter()
                .filter_map(|form| form.first().cloned())
                .collect()
        };
        let (given, family) = (first(&names.given), first(&names.family));
        match (given.is_empty(), family.is_empty()) {
            (true, _) => FirstWords {
                given: family.clone(),
                family,
            },
            (false, true) => FirstWords {
                family: given.clone(),
                given,
            },
            (false, false) => FirstWords { given, family },
        }
    }
}

/// A letter's place in a set of a to z; none for any other.
fn bit(letter: char) -> u32 {
    match letter.to_ascii_lowercase() {
        letter @ 'a'..='z' => 1 << (u32::from(letter) - u32::from('a')),
        _ => 0,
    }
}

/// A file name without its extension.
fn stem(file_name: &str) -> &str {
    match file_name.trim_end().rsplit_once('.') {
        Some((stem, extension))
            if EXTENSIONS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(extension)) =>
        {
            stem
        }
        _ => file_name,
    }
}

/// Names as sequences of folded words.
struct FullNames {
    /// The given name, and each name that the person is known as.
    given: Vec<Vec<String>>,
    /// The family name whole, and each part of a double-barrelled one.
    family: Vec<Vec<String>>,
}

impl FullNames {
    fn of(person: &Person, steps: &'static [Step]) -> FullNames {
        let mut given = Vec::new();
        for name in std::iter::once(&person.given).chain(&person.known_as) {
            add_forms(name, steps, &mut given);
        }
        let mut family = Vec::new();
        add_forms(&person.family, steps, &mut family);
        if person.family.contains(is_hyphen) {
            for part in person.family.split(is_hyphen) {
                add_forms(part, steps, &mut family);
            }
        } else {
            add_unhyphenated_parts(&person.family, steps, &mut family);
        }
        FullNames { given, family }
    }

    /// The word after a full name that begins at `at`, where one does.
    fn end_from(&self, words: &[Word], at: usize) -> Option<usize> {
        match (self.given.as_slice(), self.family.as_slice()) {
            ([], []) => None,
            // Somebody with one name: it is the full name.
            (only, []) | ([], only) => only.iter().filter_map(|name| end_of(words, at, name)).max(),
            (given, family) => {
                let forth = end_of_pair(words, at, given, family);
                forth.max(end_of_pair(words, at, family, given))
            }
        }
    }
}

/// The word after `first second`, with nothing between but a few initials; the longest.
fn end_of_pair(
    words: &[Word],
    at: usize,
    first: &[Vec<String>],
    second: &[Vec<String>],
) -> Option<usize> {
    let mut furthest = None;
    for name in first {
        let Some(mut next) = end_of(words, at, name) else {
            continue;
        };
        for _ in 0..=INITIALS_BETWEEN {
            let end = second
                .iter()
                .filter_map(|name| end_of(words, next, name))
                .max();
            furthest = furthest.max(end);
            if !words.get(next).is_some_and(Word::is_single_letter) {
                break;
            }
            next += 1;
        }
    }
    furthest
}

/// The word after `name`, where its words stand at `at` one after the other.
fn end_of(words: &[Word], at: usize, name: &[String]) -> Option<usize> {
    let end = at + name.len();
    let stands = words
        .get(at..end)?
        .iter()
        .zip(name)
        .all(|(word, part)| word.folded == *part);
    stands.then_some(end)
}

fn add_forms(name: &str, steps: &'static [Step], forms: &mut Vec<Vec<String>>) {
    for reading in readings_of(name, steps) {
        let form: Vec<String> = words(name, reading)
            .into_iter()
            .map(|word| word.folded)
            .collect();
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
}

/// `Smith Jones` is double-barrelled without its hyphen: each part by itself, and with the small
/// words that lead it.
fn add_unhyphenated_parts(family: &str, steps: &'static [Step], forms: &mut Vec<Vec<String>>) {
    let plain = Reading {
        step: Step::Never,
        as_seen: true,
    };
    let leads = |token: &str| {
        words(token, plain)
            .iter()
            .all(|word| word.is_single_letter() || LEADING_WORDS.contains(&word.folded.as_str()))
    };
    let tokens: Vec<&str> = family.split_whitespace().collect();
    if tokens.iter().filter(|token| !leads(token)).count() < 2 {
        return;
    }
    let mut part = String::new();
    for token in tokens {
        part.push_str(token);
        if leads(token) {
            part.push(' ');
        } else {
            add_forms(token, steps, forms);
            add_forms(&std::mem::take(&mut part), steps, forms);
        }
    }
}

fn is_hyphen(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{ad}' | '\u{58a}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '_'
                | '/'
    )
}
