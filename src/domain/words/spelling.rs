//! Text into words, as the rules spell it: NFKD without combining marks, case-folded, apostrophes
//! dropped, everything else that is no letter parts. Knows no name.

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A word, and where in the text it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub folded: String,
    /// Letters as they were written: folding and decomposing can make more of them.
    letters: usize,
    pub range: Range<usize>,
}

impl Word {
    /// An initial: one letter as written, or one as folded.
    pub fn is_single_letter(&self) -> bool {
        self.letters == 1 || self.folded.chars().count() == 1
    }
}

/// What parts words inside a run of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing: captions.
    Never,
    /// From a small to a capital letter: file names, by the letter of the rules.
    SmallToCapital,
    /// Before the last of several capitals too, so that `LeoJMarsh` shows its initial.
    Initials,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub step: Step,
    /// Characters that nobody sees part nothing, and what is typed for an apostrophe is one.
    pub as_seen: bool,
}

/// A character after decomposition, with the bytes it came from.
struct Unit {
    letter: char,
    range: Range<usize>,
    /// The first of those that one character decomposed into.
    first: bool,
}

/// The words of a text in order.
pub(super) fn words(text: &str, reading: Reading) -> Vec<Word> {
    let units = units(text, reading);
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    // The letter before, where it belongs to the same run of letters.
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let after = units.get(at + 1).map(|next| next.letter);
        if is_apostrophe(unit.letter) {
            // With a final s it goes, s and all; alone otherwise. Either way the word goes on.
            let drops_s = is_s(after) && ends_after(&units, at + 1, reading.step);
            at += if drops_s { 2 } else { 1 };
            continue;
        }
        at += 1;
        if !unit.letter.is_alphabetic() {
            words.extend(word.take());
            before = None;
            continue;
        }
        if before.is_some_and(|before| parts(before, unit.letter, after, reading.step)) {
            words.extend(word.take());
        }
        before = Some(unit.letter);
        let word = word.get_or_insert_with(|| Word {
            folded: String::new(),
            letters: 0,
            range: unit.range.clone(),
        });
        if unit.letter.is_ascii() {
            word.folded.push(unit.letter.to_ascii_lowercase());
        } else {
            word.folded
                .extend(std::iter::once(unit.letter).default_case_fold());
        }
        word.letters += usize::from(unit.first);
        word.range.end = unit.range.end;
    }
    words.extend(word);
    words
}

fn units(text: &str, reading: Reading) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    for (start, original) in text.char_indices() {
        let range = start..start + original.len_utf8();
        if original.is_ascii() && !(reading.as_seen && original == '`') {
            units.push(Unit {
                letter: original,
                range,
                first: true,
            });
            continue;
        }
        if reading.as_seen && is_invisible(original) {
            continue;
        }
        if reading.as_seen && is_typed_for_apostrophe(original) {
            units.push(Unit {
                letter: '\'',
                range,
                first: true,
            });
            continue;
        }
        let mut first = true;
        decompose_compatible(original, |letter| {
            if !is_combining_mark(letter) {
                units.push(Unit {
                    letter,
                    range: range.clone(),
                    first,
                });
                first = false;
            }
        });
    }
    units
}

/// Straight or curly. U+02BC counts as a letter in Unicode, and is an apostrophe all the same.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '\u{ff07}'
    )
}

/// Accents, primes and turned commas that people type where an apostrophe belongs.
fn is_typed_for_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '`' | '\u{b4}'
            | '\u{2b9}'
            | '\u{2bb}'
            | '\u{2bd}'
            | '\u{2be}'
            | '\u{2bf}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{55a}'
            | '\u{a78b}'
            | '\u{a78c}'
    )
}

/// Characters that show nothing and take no room.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a text reads otherwise as it is seen.
pub(super) fn hides_something(text: &str) -> bool {
    text.chars()
        .any(|letter| is_invisible(letter) || is_typed_for_apostrophe(letter))
}

fn is_s(letter: Option<char>) -> bool {
    matches!(letter, Some('s' | 'S'))
}

/// Whether the word ends with the unit at `at`: no letter follows, or one that a step parts.
fn ends_after(units: &[Unit], at: usize, step: Step) -> bool {
    let here = units.get(at).map(|unit| unit.letter);
    let mut rest = units
        .iter()
        .skip(at + 1)
        .map(|unit| unit.letter)
        .skip_while(|letter| is_apostrophe(*letter));
    match (here, rest.next()) {
        (Some(here), Some(next)) if next.is_alphabetic() => parts(here, next, rest.next(), step),
        _ => true,
    }
}

fn parts(before: char, here: char, after: Option<char>, step: Step) -> bool {
    let rises = before.is_lowercase() && here.is_uppercase();
    match step {
        Step::Never => false,
        Step::SmallToCapital => rises,
        Step::Initials => {
            let last_capital = before.is_uppercase()
                && here.is_uppercase()
                && after.is_some_and(char::is_lowercase);
            rises || last_capital
        }
    }
}
