//! Where in a text somebody can be reached, so that it can be underlined. Whether is for the contacts to
//! say: these are the shortest runs of words of which they say so.

use std::ops::Range;

use super::contacts::OwnContacts;

/// Words of a run, at most: a number in groups of two, an address spelt out.
const LONGEST_RUN: usize = 12;

impl OwnContacts {
    /// The bytes of each run of words that holds a contact which is not the school's own. Empty exactly
    /// where [`OwnContacts::leave_any_in`] finds none in the whole text.
    pub fn others_in(&self, text: &str) -> Vec<Range<usize>> {
        if !self.leave_any_in(text) {
            return Vec::new();
        }
        let words = words(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, first) in words.iter().enumerate() {
            let runs = words.iter().skip(at).take(LONGEST_RUN);
            let run = runs
                .map(|last| first.start..last.end)
                .find(|run| self.are_left_in(text, run));
            let Some(run) = run else {
                continue;
            };
            // One that a later word begins as well is that one's.
            let is_later = words.get(at + 1).is_some_and(|next| {
                next.start < run.end && self.are_left_in(text, &(next.start..run.end))
            });
            if is_later {
                continue;
            }
            match found.last_mut() {
                Some(last) if last.end >= run.start => last.end = last.end.max(run.end),
                _ => found.push(run),
            }
        }
        for run in &mut found {
            with_digits_beside(text, &words, run);
        }
        found.dedup();
        if found.is_empty() {
            // It takes more than a run of words to see it: then it is the whole.
            found.push(0..text.len());
        }
        found
    }

    fn are_left_in(&self, text: &str, run: &Range<usize>) -> bool {
        text.get(run.clone())
            .is_some_and(|run| self.leave_any_in(run))
    }
}

/// The bytes of each word between spaces.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text
        .char_indices()
        .filter(|(_, letter)| !letter.is_whitespace())
    {
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

/// The rest of a number that is one by its beginning already.
fn with_digits_beside(text: &str, words: &[Range<usize>], run: &mut Range<usize>) {
    let has_digit = |range: &Range<usize>| {
        text.get(range.clone())
            .is_some_and(|word| word.chars().any(char::is_numeric))
    };
    if !has_digit(run) {
        return;
    }
    for word in words {
        if word.start >= run.end && has_digit(word) {
            run.end = word.end;
        } else if word.start >= run.end {
            break;
        }
    }
}
