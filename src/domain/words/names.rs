//! A full name in a text: a given name and a family name, written together or as people write them in
//! a sentence. Knows no register: it is handed one person after the other.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::super::person::Person;
use super::alike::Looks;
use super::around::{OwnNames, Tagged};
use super::between::{AND_WORDS, keeps_together, leads_back, leads_on};
use super::forms::{Forms, WITHOUT_SPACES};
use super::markup::{Sign, as_written, undone};
use super::spelling::{Reading, Step, Text, Word, hides_something};
use super::starts::{InText, NameStarts};

/// Words in a row that are read as one form, at most.
const LONGEST_RUN: usize = 6;

/// Letters of a word in which two names may be written together with nothing to show it.
const GLUED_LETTERS: usize = 8;

/// Endings that a released or imported file can have. Anything else after a dot is part of the name:
/// `amira.khan` has no extension, it has a child in it.
const EXTENSIONS: [&str; 46] = [
    "jpg", "jpeg", "jpe", "jfif", "jxl", "jp2", "png", "apng", "gif", "webp", "bmp", "tif", "tiff",
    "heic", "heif", "avif", "svg", "raw", "dng", "cr2", "cr3", "crw", "nef", "arw", "orf", "rw2",
    "raf", "pef", "psd", "xcf", "pdf", "mp4", "m4v", "mov", "avi", "mkv", "webm", "mpg", "mpeg",
    "3gp", "mts", "wmv", "zip", "xmp", "doc", "docx",
];

/// A text in which full names are looked for.
pub struct NamesSought {
    /// The text by each reading that can show another name.
    readings: Vec<Read>,
    starts: InText,
    is_one_short_word: bool,
}

/// A place in a text where somebody's full name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Bytes of the text, from the first letter of the name to its last.
    pub range: Range<usize>,
    /// Bytes of what is left of it without the family name, where that stands by itself.
    pub kept: Option<Range<usize>>,
}

/// Words in a row: the first, and the one after the last.
type Run = (usize, usize);

struct Place {
    run: Run,
    kept: Option<Run>,
}

/// A text by one reading.
struct Read {
    text: Text,
    /// The letters of all words in a row.
    letters: String,
    /// Where each word begins among them, and the end.
    begins: Vec<usize>,
    /// Which words are of the school's own name.
    own: Vec<bool>,
}

impl NamesSought {
    /// In a caption, an alternative text or a credit.
    pub fn in_text(text: &str, own: &OwnNames) -> NamesSought {
        let mut readings: Vec<Read> = Vec::new();
        let mut starts = InText::default();
        let written = as_written(text);
        for signs in std::iter::once(written).chain(undone(text)) {
            for reading in readings_of(&signs) {
                let read = Read::of(Text::of(&signs, reading), own);
                if readings.iter().any(|other| other.is_same(&read)) {
                    continue;
                }
                for begin in read.begins.iter().take(read.text.words.len()) {
                    starts.add_word(read.letters.get(*begin..).unwrap_or(""));
                }
                starts.add_letters(&read.letters);
                readings.push(read);
            }
        }
        let is_one_short_word = text.is_ascii()
            && !text.contains(['#', '@', '/', '%', '<', '&'])
            && matches!(readings.as_slice(), [only]
                if only.text.words.len() == 1 && only.letters.len() < GLUED_LETTERS);
        NamesSought {
            readings,
            starts,
            is_one_short_word,
        }
    }

    /// In the name of a file, a folder or an archive, whose extension is ignored.
    pub fn in_file_name(file_name: &str, own: &OwnNames) -> NamesSought {
        NamesSought::in_text(stem(file_name), own)
    }

    /// Whether it is too short for a given and a family name together, as `IMG_0001` is: only somebody who
    /// has one name alone can be named by it.
    pub(crate) fn is_one_short_word(&self) -> bool {
        self.is_one_short_word
    }

    /// Whether there is no word at all, and so no name.
    pub fn is_empty(&self) -> bool {
        self.readings.iter().all(|read| read.text.words.is_empty())
    }

    /// Whether the person's full name stands here.
    pub fn hold(&self, person: &Person, tagged: &Tagged<'_>) -> bool {
        starts_of(person, std::slice::from_ref(self))
            .is_some_and(|starts| self.may_hold_one_with(&starts))
            && !self.found(person, tagged, true).is_empty()
    }

    /// As [`NamesSought::hold`], of somebody whose starts were found to stand here.
    pub(crate) fn hold_one_who_may(&self, person: &Person, tagged: &Tagged<'_>) -> bool {
        !self.found(person, tagged, true).is_empty()
    }

    /// Whether words here begin as the names do. Most children of a school are passed over by this
    /// alone; a name that it cannot judge is looked for.
    pub(crate) fn may_hold_one_with(&self, starts: &NameStarts) -> bool {
        starts.may_stand_in(&self.starts)
    }

    /// Each place where the person's full name stands, by where it begins; none within another.
    pub fn places(&self, person: &Person, tagged: &Tagged<'_>) -> Vec<Named> {
        if !self.may_hold_one_with(&NameStarts::of(person)) {
            return Vec::new();
        }
        self.found(person, tagged, false)
    }

    fn found(&self, person: &Person, tagged: &Tagged<'_>, one_is_enough: bool) -> Vec<Named> {
        let forms = Forms::of(person);
        let mut found: Vec<Named> = Vec::new();
        for read in &self.readings {
            let places = read.full_names(&forms, person, tagged);
            found.extend(places.into_iter().filter_map(|place| read.named(&place)));
            if one_is_enough && !found.is_empty() {
                break;
            }
        }
        found.sort_by_key(|named| (named.range.start, Reverse(named.range.end)));
        let mut furthest = 0;
        found.retain(|named| {
            let is_further = named.range.end > furthest;
            furthest = furthest.max(named.range.end);
            is_further
        });
        found
    }

    /// Every run of words that can be a form, written together, by any reading, each once: a full name
    /// stands here only where what it is looked up by is among these.
    pub(crate) fn runs(&self) -> BTreeSet<String> {
        let mut runs = BTreeSet::new();
        for read in &self.readings {
            for from in 0..read.text.words.len() {
                for to in from + 1..=read.text.words.len() {
                    let Some(words) = read.text.words.get(from..to) else {
                        break;
                    };
                    if words.iter().any(Word::is_of_unspaced_script) {
                        runs.insert(WITHOUT_SPACES.to_owned());
                        break;
                    }
                    if !read.is_short_enough(from, to) {
                        break;
                    }
                    runs.insert(words.iter().map(|word| word.folded.as_str()).collect());
                }
            }
        }
        runs
    }
}

/// With which letters somebody's names begin, where the given one may stand in one of these texts.
pub(crate) fn starts_of(person: &Person, texts: &[NamesSought]) -> Option<NameStarts> {
    NameStarts::where_given_may_stand(person, texts.iter().map(|text| &text.starts))
}

/// The readings of a text: by the letter and with steps, as it is seen, and by what its letters look
/// like, where those differ.
fn readings_of(signs: &[Sign]) -> Vec<Reading> {
    let hides = hides_something(signs);
    let has_steps = signs.windows(2).enumerate().any(|(at, pair)| {
        let [one, next] = pair else { return false };
        let after = signs.get(at + 2);
        may_be_capital(next.letter)
            && (may_be_small(one.letter)
                || (may_be_capital(one.letter)
                    && after.is_some_and(|one| may_be_small(one.letter))))
    });
    let steps: &[Step] = if has_steps {
        &Step::ALL
    } else {
        &[Step::Never]
    };
    let is_ascii = signs.iter().all(|sign| sign.letter.is_ascii());
    let looks: &[Looks] = if is_ascii {
        &[Looks::AsTheyAre]
    } else {
        &Looks::ALL
    };
    let mut readings = Vec::new();
    for looks in looks.iter().copied() {
        for step in steps.iter().copied() {
            for as_seen in [false, true] {
                if hides || !as_seen {
                    readings.push(Reading {
                        step,
                        as_seen,
                        looks,
                    });
                }
            }
        }
    }
    readings
}

/// An apostrophe is passed over where steps are looked for, so that it may stand for what is beside it.
fn may_be_small(letter: char) -> bool {
    letter.is_ascii_lowercase() || !letter.is_ascii() || matches!(letter, '\'' | '`')
}

fn may_be_capital(letter: char) -> bool {
    letter.is_ascii_uppercase() || !letter.is_ascii() || matches!(letter, '\'' | '`')
}

impl Read {
    fn of(text: Text, own: &OwnNames) -> Read {
        let mut letters = String::new();
        let mut begins = Vec::with_capacity(text.words.len() + 1);
        for word in &text.words {
            begins.push(letters.len());
            letters.push_str(&word.folded);
        }
        begins.push(letters.len());
        let own = own.marked(&text.words);
        Read {
            text,
            letters,
            begins,
            own,
        }
    }

    /// The same words at the same places.
    fn is_same(&self, other: &Read) -> bool {
        self.text.words == other.text.words
    }

    /// Where the full name stands.
    fn full_names(&self, forms: &Forms, person: &Person, tagged: &Tagged<'_>) -> Vec<Place> {
        let mut families: Vec<Run> = Vec::new();
        for form in &forms.family {
            families.extend(self.places_of(form));
        }
        let givens: Vec<Vec<Run>> = forms
            .given
            .iter()
            .map(|name| name.iter().flat_map(|form| self.places_of(form)).collect())
            .collect();
        // One name alone is the full name where there is no other.
        let alone = |runs: Vec<Run>| runs.into_iter().map(|run| Place { run, kept: None });
        if forms.given.is_empty() {
            return alone(families).collect();
        }
        if forms.family.is_empty() {
            return alone(givens.concat()).collect();
        }
        let is_another = |run: Run| self.is_anothers(run, person, tagged);
        families.retain(|run| !is_another(*run));
        let mut found = Vec::new();
        for (name, places) in forms.given.iter().zip(&givens) {
            for (from, to) in places.iter().copied() {
                for (begin, end) in families.iter().copied() {
                    if begin >= to && leads_on(&self.text, to, begin, name) {
                        found.push(Place {
                            run: (from, end),
                            kept: Some((from, begin)),
                        });
                    }
                    if from >= end && leads_back(&self.text, end, from) {
                        found.push(Place {
                            run: (begin, to),
                            kept: Some((end, to)),
                        });
                    }
                }
            }
        }
        let mut glued = |run: Run, family: Option<Run>| {
            if !family.is_some_and(is_another) {
                found.push(Place { run, kept: None });
            }
        };
        for given in forms.of_given() {
            for family in &forms.family {
                for (from, middle, to) in self.glued(given, family) {
                    glued((from, to), middle.map(|middle| (middle, to)));
                }
                for (from, middle, to) in self.glued(family, given) {
                    glued((from, to), middle.map(|middle| (from, middle)));
                }
            }
        }
        found
    }

    fn named(&self, place: &Place) -> Option<Named> {
        Some(Named {
            range: self.bytes_of(place.run)?,
            kept: place.kept.and_then(|kept| self.bytes_of(kept)),
        })
    }

    fn bytes_of(&self, (from, to): Run) -> Option<Range<usize>> {
        let words = self.text.words.get(from..to)?;
        Some(words.first()?.range.start..words.last()?.range.end)
    }

    /// Where a form stands: words in a row, written together.
    fn places_of<'a>(&'a self, form: &'a str) -> impl Iterator<Item = Run> + 'a {
        (0..self.text.words.len()).filter_map(move |from| {
            let begin = *self.begins.get(from)?;
            if !self.letters.get(begin..)?.starts_with(form) {
                return None;
            }
            let to = self.word_at(begin + form.len())?;
            self.is_form(from, to).then_some((from, to))
        })
    }

    /// Where two forms stand written together, one after the other: the first word, the word with which
    /// the second begins if it begins one, and the word after.
    fn glued<'a>(
        &'a self,
        one: &'a str,
        other: &'a str,
    ) -> impl Iterator<Item = (usize, Option<usize>, usize)> + 'a {
        (0..self.text.words.len()).filter_map(move |from| {
            let begin = *self.begins.get(from)?;
            let rest = self.letters.get(begin..)?.strip_prefix(one)?;
            if !rest.starts_with(other) {
                return None;
            }
            let middle = begin + one.len();
            let to = self.word_at(middle + other.len())?;
            let stands = self.is_form(from, to) && self.is_together(from, to);
            stands.then(|| (from, self.word_at(middle), to))
        })
    }

    /// The word that begins at a place among the letters, or the end.
    fn word_at(&self, place: usize) -> Option<usize> {
        self.begins.binary_search(&place).ok() // house: no word begins there
    }

    /// Whether a run of words may be a form: short enough, and none of them the school's.
    fn is_form(&self, from: usize, to: usize) -> bool {
        let own = self.own.get(from..to).unwrap_or(&[]);
        from < to && self.is_short_enough(from, to) && !own.contains(&true)
    }

    fn is_short_enough(&self, from: usize, to: usize) -> bool {
        let written = |at: usize| self.text.words.get(at).map(|word| word.written);
        let last = to.checked_sub(1).and_then(written);
        written(from)
            .zip(last)
            .is_some_and(|(first, last)| last - first < LONGEST_RUN)
    }

    /// Whether these words are read in one: a long word, a tag, or words with nothing of weight between.
    fn is_together(&self, from: usize, to: usize) -> bool {
        if to - from == 1 {
            let letters = self
                .text
                .words
                .get(from)
                .map_or(0, |word| word.folded.chars().count());
            let before = self.text.before(from).next_back();
            return letters >= GLUED_LETTERS || matches!(before, Some('#' | '@' | '/'));
        }
        (from + 1..to).all(|word| self.text.before(word).all(keeps_together))
    }

    /// Whether a family form is one word that is the first name of somebody else who is tagged.
    fn is_anothers(&self, (from, to): Run, person: &Person, tagged: &Tagged<'_>) -> bool {
        if to - from != 1 {
            return false;
        }
        let Some(word) = self.text.words.get(from) else {
            return false;
        };
        let before = from.checked_sub(1).and_then(|at| self.text.words.get(at));
        let begins = before.is_none_or(|before| AND_WORDS.contains(&before.folded.as_str()))
            || self.text.before(from).any(|sign| matches!(sign, ',' | '&'));
        begins && tagged.is_given_form_of_another(&word.folded, &person.id)
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
