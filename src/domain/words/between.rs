//! What may stand between a given name and a family name that belong together. Knows no name.

use super::forms::TITLES;
use super::spelling::{Beside, Text, Word, is_invisible};

/// Words between the two names, at most.
const MOST_BETWEEN: usize = 4;

/// What joins two people: the name that follows is the second's.
pub(super) const AND_WORDS: [&str; 7] = ["and", "or", "with", "plus", "ac", "und", "et"];

const OTHER_JOINS: [&str; 8] = ["a", "y", "i", "his", "her", "their", "the", "aka"];

const SIBLINGS: [&str; 8] = [
    "brother", "brothers", "sister", "sisters", "twin", "twins", "sibling", "siblings",
];

/// Words that lead a family name within a full one.
const LEADS: [&str; 21] = [
    "abu", "al", "bin", "bint", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "st", "umm", "van", "von", "zu",
];

fn is_of(word: &Word, list: &[&str]) -> bool {
    list.contains(&word.folded.as_str())
}

/// Whether the words from the end of a given name to the beginning of a family name let them belong
/// together. `given`: the forms of that given name.
pub(super) fn leads_on(text: &Text, end: usize, begin: usize, given: &[String]) -> bool {
    let Some(between) = text.words.get(end..begin) else {
        return false;
    };
    let Some(last) = between.last() else {
        return true;
    };
    if between.len() > MOST_BETWEEN || is_of(last, &AND_WORDS) {
        return false;
    }
    let marked = in_marks(text, end, begin);
    let all = between.iter().zip(marked).all(|(word, marked)| {
        marked
            || word.is_single_letter()
            || word.is_capital
            || is_of(word, &LEADS)
            || is_of(word, &AND_WORDS)
            || is_of(word, &OTHER_JOINS)
            || is_of(word, &SIBLINGS)
    });
    let is_somebody_else = |word: &Word| {
        let is_name = word.is_capital && !is_of(word, &AND_WORDS) && !given.contains(&word.folded);
        is_name || is_of(word, &SIBLINGS)
    };
    let joins = between.iter().any(|word| is_of(word, &AND_WORDS));
    all && (!joins || between.iter().any(is_somebody_else))
}

/// Whether the words from the end of a family name to the beginning of a given name let them belong
/// together.
pub(super) fn leads_back(text: &Text, end: usize, begin: usize) -> bool {
    let Some(between) = text.words.get(end..begin) else {
        return false;
    };
    between.len() <= MOST_BETWEEN
        && between.iter().all(|word| {
            word.is_single_letter()
                || is_of(word, &TITLES)
                || is_of(word, &["the"])
                || is_of(word, &SIBLINGS)
        })
}

/// Whether a sign between two words leaves them one name.
pub(super) fn keeps_together(sign: char) -> bool {
    sign.is_whitespace()
        || is_invisible(sign)
        || matches!(
            sign,
            '-' | '_' | '.' | '#' | '@' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

/// Of each word between two others, whether it stands in quotation marks or brackets there.
fn in_marks(text: &Text, end: usize, begin: usize) -> Vec<bool> {
    let count = begin.saturating_sub(end);
    let Some(one) = end.checked_sub(1) else {
        return vec![false; count];
    };
    // Marks in order: how many words begin before each, and whether it opens.
    let mut marks: Vec<(usize, bool)> = Vec::new();
    text.signs_between(one, begin, |beside| {
        if opens_marks(&beside) {
            marks.push((beside.words_before, true));
        } else if closes_marks(&beside) {
            marks.push((beside.words_before, false));
        }
    });
    (end..begin)
        .map(|word| {
            let last = marks.iter().rfind(|(before, _)| *before <= word);
            let is_closed = marks.iter().any(|(before, opens)| *before > word && !opens);
            is_closed && last.is_some_and(|(_, opens)| *opens)
        })
        .collect()
}

fn opens_marks(beside: &Beside) -> bool {
    match beside.sign {
        '(' | '[' | '{' | '«' | '‹' | '“' | '„' | '‚' | '「' | '『' | '《' | '〈' | '【' => {
            true
        }
        '\'' | '"' | '‘' | '’' | '”' | '‛' | '‟' | '»' | '›' | '`' => {
            !beside.before.is_some_and(char::is_alphabetic)
                && beside.after.is_some_and(|after| !after.is_whitespace())
        }
        _ => false,
    }
}

fn closes_marks(beside: &Beside) -> bool {
    match beside.sign {
        ')' | ']' | '}' | '»' | '›' | '”' | '」' | '』' | '》' | '〉' | '】' => true,
        '\'' | '"' | '‘' | '’' | '“' | '‛' | '‟' | '«' | '‹' | '`' => {
            beside.before.is_some_and(|before| !before.is_whitespace())
                && !beside.after.is_some_and(char::is_alphabetic)
        }
        _ => false,
    }
}
