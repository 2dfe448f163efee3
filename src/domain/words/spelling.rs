//! Text into words, as the rules spell it: NFKD without combining marks, case-folded, strokes and
//! ligatures as plain letters, apostrophes dropped, everything else that is no letter parts. Knows no
//! name.

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::alike::{Looks, is_of_unspaced_script, is_read_as_letter, read_as};
use super::letters::plain;
use super::markup::{Sign, as_written};

/// A word, and where in the text it stood. In scripts that put no spaces between words every letter
/// is one, so that a name is found anywhere within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub folded: String,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Begins with a capital, as it was written.
    pub is_capital: bool,
    /// Which word it is as it was written: letters of one word of such a script share it.
    pub written: usize,
    /// Letters as they were written: folding and decomposing can make more of them.
    letters: usize,
    /// Part of a longer word of such a script.
    is_part: bool,
    /// Places among the text's signs.
    units: Range<usize>,
}

impl Word {
    /// An initial: one letter as written, or one as folded.
    pub fn is_single_letter(&self) -> bool {
        !self.is_part && (self.letters == 1 || self.folded.chars().count() == 1)
    }

    pub fn is_of_unspaced_script(&self) -> bool {
        self.folded
            .chars()
            .next()
            .is_some_and(is_of_unspaced_script)
    }
}

/// What parts words inside a run of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing: as written.
    Never,
    /// From a small to a capital letter, by the letter of the rules.
    SmallToCapital,
    /// Before the last of several capitals too, so that `LeoJMarsh` shows its initial.
    Initials,
}

impl Step {
    pub const ALL: [Step; 3] = [Step::Never, Step::SmallToCapital, Step::Initials];
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub step: Step,
    /// Characters that nobody sees part nothing, and what is typed for an apostrophe is one.
    pub as_seen: bool,
    pub looks: Looks,
}

impl Reading {
    /// By the letter, and nothing beside it.
    pub const PLAIN: Reading = Reading {
        step: Step::Never,
        as_seen: false,
        looks: Looks::AsTheyAre,
    };
}

/// A character after decomposition, with the bytes it came from.
struct Unit {
    letter: char,
    range: Range<usize>,
    /// The first of those that one character decomposed into.
    first: bool,
}

/// A text in words, and what stands between them.
pub(super) struct Text {
    pub words: Vec<Word>,
    units: Vec<Unit>,
}

impl Text {
    pub fn of(signs: &[Sign], reading: Reading) -> Text {
        let units = units(signs, reading);
        Text {
            words: words_of(&units, reading),
            units,
        }
    }

    /// The signs before a word, back to the word before it.
    pub fn before(&self, word: usize) -> impl DoubleEndedIterator<Item = char> + Clone {
        let from = word
            .checked_sub(1)
            .and_then(|before| self.words.get(before));
        let from = from.map_or(0, |before| before.units.end);
        let to = self.words.get(word).map_or(from, |word| word.units.start);
        let units = self.units.get(from..to).unwrap_or(&[]);
        units.iter().map(|unit| unit.letter)
    }

    /// Each sign from the end of one word to the beginning of a later one, with its neighbours and with
    /// how many words begin before it.
    pub fn signs_between(&self, one: usize, later: usize, mut each: impl FnMut(Beside)) {
        let (Some(one), Some(later)) = (self.words.get(one), self.words.get(later)) else {
            return;
        };
        for at in one.units.end..later.units.start {
            let letter = |at: Option<usize>| self.units.get(at?).map(|unit| unit.letter);
            if let Some(sign) = letter(Some(at)) {
                each(Beside {
                    sign,
                    before: letter(at.checked_sub(1)),
                    after: letter(at.checked_add(1)),
                    words_before: self.words.partition_point(|word| word.units.start <= at),
                });
            }
        }
    }
}

/// A sign between words, and what stands beside it.
pub(super) struct Beside {
    pub sign: char,
    pub before: Option<char>,
    pub after: Option<char>,
    /// Words of the whole text that begin before it.
    pub words_before: usize,
}

/// The words of a text in order.
pub(super) fn words(text: &str, reading: Reading) -> Vec<Word> {
    Text::of(&as_written(text), reading).words
}

/// The letters of each word as it was written.
pub(super) fn in_written_words(words: &[Word]) -> Vec<String> {
    words
        .chunk_by(|one, next| one.written == next.written)
        .map(|letters| letters.iter().map(|word| word.folded.as_str()).collect())
        .collect()
}

fn words_of(units: &[Unit], reading: Reading) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    // The letter before, where it belongs to the same run of letters.
    let mut before: Option<char> = None;
    let mut written = 0;
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let after = units.get(at + 1).map(|next| next.letter);
        if is_apostrophe(unit.letter) {
            // With a final s it goes, s and all; alone otherwise. Either way the word goes on.
            let drops_s = is_s(after) && ends_after(units, at + 1, reading);
            at += if drops_s { 2 } else { 1 };
            continue;
        }
        at += 1;
        if !is_letter(unit.letter, reading) {
            open = false;
            before = None;
            continue;
        }
        if before.is_none_or(|before| parts(before, unit.letter, after, reading.step)) {
            open = false;
            written += 1;
        }
        // Within a script without spaces each letter is a word, and what follows it is another.
        let spaceless = is_of_unspaced_script(unit.letter);
        let crosses = before.is_some_and(|before| is_of_unspaced_script(before) != spaceless);
        let is_part = crosses || (spaceless && unit.first);
        before = Some(unit.letter);
        match words.last_mut() {
            Some(word) if open && !is_part => {
                push_folded(&mut word.folded, unit.letter, reading.looks);
                word.letters += usize::from(unit.first);
                word.range.end = unit.range.end;
                word.units.end = at;
            }
            _ => {
                let mut folded = String::new();
                push_folded(&mut folded, unit.letter, reading.looks);
                words.push(Word {
                    folded,
                    range: unit.range.clone(),
                    is_capital: unit.letter.is_uppercase(),
                    written,
                    letters: usize::from(unit.first),
                    is_part: false,
                    units: at - 1..at,
                });
                open = true;
            }
        }
    }
    let shares: Vec<bool> = (0..words.len())
        .map(|at| {
            let own = words.get(at).map(|word| word.written);
            let written = |at: usize| words.get(at).map(|word| word.written);
            written(at + 1) == own || at.checked_sub(1).and_then(written) == own
        })
        .collect();
    for (word, shares) in words.iter_mut().zip(shares) {
        word.is_part = shares;
    }
    words
}

fn is_letter(letter: char, reading: Reading) -> bool {
    letter.is_alphabetic() || is_read_as_letter(letter, reading.looks)
}

fn push_folded(folded: &mut String, letter: char, looks: Looks) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    let small: String = std::iter::once(letter).default_case_fold().collect();
    let is_plain = |small: &str| small.chars().all(|letter| plain(letter).is_some());
    match read_as(letter, looks) {
        Some(alike) if !is_plain(&small) => folded.push(alike),
        _ => {
            for small in small.chars() {
                match plain(small) {
                    Some(plain) => folded.push_str(plain),
                    None => folded.push(small),
                }
            }
        }
    }
}

fn units(signs: &[Sign], reading: Reading) -> Vec<Unit> {
    let mut units = Vec::with_capacity(signs.len());
    for sign in signs {
        let original = sign.letter;
        if original.is_ascii() && !(reading.as_seen && original == '`') {
            units.push(Unit {
                letter: original,
                range: sign.range.clone(),
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
                range: sign.range.clone(),
                first: true,
            });
            continue;
        }
        let mut first = true;
        decompose_compatible(original, |letter| {
            if !is_combining_mark(letter) {
                units.push(Unit {
                    letter,
                    range: sign.range.clone(),
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
pub(super) fn hides_something(signs: &[Sign]) -> bool {
    signs
        .iter()
        .any(|sign| is_invisible(sign.letter) || is_typed_for_apostrophe(sign.letter))
}

fn is_s(letter: Option<char>) -> bool {
    matches!(letter, Some('s' | 'S'))
}

/// Whether the word ends with the unit at `at`: no letter follows, or one that a step parts.
fn ends_after(units: &[Unit], at: usize, reading: Reading) -> bool {
    let here = units.get(at).map(|unit| unit.letter);
    let mut rest = units
        .iter()
        .skip(at + 1)
        .map(|unit| unit.letter)
        .skip_while(|letter| is_apostrophe(*letter));
    match (here, rest.next()) {
        (Some(here), Some(next)) if is_letter(next, reading) => {
            parts(here, next, rest.next(), reading.step)
        }
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
