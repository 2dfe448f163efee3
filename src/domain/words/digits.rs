//! Digits as people write them: of any script, in circles, as words. Knows no number.

/// Noughts of the scripts whose nine other digits follow them.
const ZEROS: [u32; 57] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x1_04a0,
    0x1_0d30, 0x1_1066, 0x1_10f0, 0x1_1136, 0x1_11d0, 0x1_12f0, 0x1_1450, 0x1_14d0, 0x1_1650,
    0x1_16c0, 0x1_1730, 0x1_18e0, 0x1_1950, 0x1_1c50, 0x1_1d50, 0x1_1da0, 0x1_6a60, 0x1_6ac0,
    0x1_6b50, 0x1_e140, 0x1_e2f0,
];

/// Circled ones, filled or drawn twice, whose first is 1.
const ONES: [u32; 4] = [0x24f5, 0x2776, 0x2780, 0x278a];

const WORDS: [(&str, &str); 15] = [
    ("zero", "0"),
    ("oh", "0"),
    ("o", "0"),
    ("nought", "0"),
    ("naught", "0"),
    ("nil", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
];

/// What makes more of the digit after it.
const TIMES: [(&str, usize); 3] = [("double", 2), ("triple", 3), ("treble", 3)];

/// The value of a decimal digit that is not one of ASCII's.
pub(super) fn ascii(letter: char) -> Option<char> {
    let code = u32::from(letter);
    if matches!(code, 0x24ff | 0x1_f10b | 0x1_f10c) {
        return Some('0');
    }
    let of = |first: &u32, value: u32| {
        let place = code.checked_sub(*first)?;
        (place + value < 10).then(|| char::from_digit(place + value, 10))?
    };
    ZEROS
        .iter()
        .find_map(|zero| of(zero, 0))
        .or_else(|| ONES.iter().find_map(|one| of(one, 1)))
        .or_else(|| of(&0x1_e950, 0))
        .or_else(|| of(&0x1_fbf0, 0))
}

/// The frame that makes a key of the digit before it.
pub(super) fn is_keycap(letter: char) -> bool {
    letter == '\u{20e3}'
}

/// Whether a number that begins as numbers do here may begin with this word.
pub(super) fn is_zero_word(word: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    WORDS
        .iter()
        .any(|(known, digit)| *digit == "0" && is(known))
        || TIMES.iter().any(|(known, _)| is(known))
        || is("plus")
}

fn digit_of(word: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, digit)| *digit)
}

fn times(word: &str) -> Option<usize> {
    TIMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, times)| *times)
}

/// A text with the digits that are written as words, and every O among digits, as digits.
pub(super) fn words_as_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut repeat = 1;
    for run in runs(text) {
        if run.chars().any(|letter| letter.is_ascii_digit()) {
            let digits = with_noughts(run);
            out.push_str(&digits.repeat(if digits.len() == 1 { repeat } else { 1 }));
            repeat = 1;
        } else if let Some(digit) = digit_of(run) {
            out.push_str(&digit.repeat(repeat));
            repeat = 1;
        } else if let Some(times) = times(run) {
            repeat = times;
        } else if run.eq_ignore_ascii_case("hundred") && ends_with_digit(&out) {
            out.truncate(out.trim_end().len());
            out.push_str("00");
        } else if run.eq_ignore_ascii_case("plus") {
            out.push('+');
        } else {
            out.push_str(run);
            if run.chars().any(char::is_alphabetic) {
                repeat = 1;
            }
        }
    }
    out
}

fn ends_with_digit(text: &str) -> bool {
    text.trim_end()
        .ends_with(|letter: char| letter.is_ascii_digit())
}

/// Runs of letters and digits, and what stands between them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let same = |letter: char| letter.is_alphanumeric() == first.is_alphanumeric();
        let end = rest.find(|letter| !same(letter)).unwrap_or(rest.len());
        let (run, left) = rest.split_at_checked(end)?;
        rest = left;
        Some(run)
    })
}

/// `9OO123`: where there is nothing else but digits, an O is a nought.
fn with_noughts(run: &str) -> String {
    let is_number = run
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, 'o' | 'O'));
    if is_number {
        run.replace(['o', 'O'], "0")
    } else {
        run.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_however_they_are_written() {
        for (text, read) in [
            ("oh seven double seven, 9OO", "0 7  77, 900"),
            ("treble nine hundred", " 99900"),
            ("double 7, triple 12", " 77,  12"),
            ("One by one", "1 by 1"),
            ("9OO H2O Oh", "900 H2O 0"),
            ("plus four four", "+ 4 4"),
        ] {
            assert_eq!(words_as_digits(text), read);
        }
        assert_eq!(ascii('೭'), Some('7'));
        assert_eq!(ascii('❼'), Some('7'));
        assert_eq!(ascii('e'), None);
    }
}
