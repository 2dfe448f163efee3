//! A text as the web would show it: URL encoding, tags and entities undone. Changes no text: each sign
//! still knows the bytes it stands for.

use std::ops::Range;

use quick_xml::escape::resolve_html5_entity;

/// Each round undoes one layer; text that was packed more often than this is nobody's caption.
const ROUNDS: usize = 4;

/// Signs of an entity's name, at most.
const LONGEST_ENTITY: usize = 32;

/// A sign as it is read, and the bytes of the text that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub letter: char,
    pub range: Range<usize>,
}

/// The text as it was written.
pub(super) fn as_written(text: &str) -> Vec<Sign> {
    text.char_indices()
        .map(|(start, letter)| Sign {
            letter,
            range: start..start + letter.len_utf8(),
        })
        .collect()
}

/// The text without its markup; nothing where there is none to undo.
pub(super) fn undone(text: &str) -> Option<Vec<Sign>> {
    if !text.contains(['%', '<', '&']) {
        return None;
    }
    let written = as_written(text);
    let mut signs = written.clone();
    for _ in 0..ROUNDS {
        let after = without_entities(&without_tags(&without_percents(&signs)));
        if after == signs {
            break;
        }
        signs = after;
    }
    (signs != written).then_some(signs)
}

/// The letters alone, for whoever underlines nothing.
pub(super) fn undone_text(text: &str) -> Option<String> {
    Some(undone(text)?.into_iter().map(|sign| sign.letter).collect())
}

fn letter(signs: &[Sign], at: usize) -> Option<char> {
    signs.get(at).map(|sign| sign.letter)
}

/// From the first byte of some signs to the last.
fn bytes_of(signs: &[Sign]) -> Range<usize> {
    let start = signs.first().map_or(0, |sign| sign.range.start);
    let end = signs.last().map_or(start, |sign| sign.range.end);
    start..end
}

/// `%4B` and its like; bytes that are no text stay as they are.
fn without_percents(signs: &[Sign]) -> Vec<Sign> {
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let bytes: Vec<u8> = (0..)
            .map_while(|count| percent(signs, at + 3 * count))
            .collect();
        if bytes.is_empty() {
            out.push(sign.clone());
            at += 1;
            continue;
        }
        for chunk in bytes.utf8_chunks() {
            for letter in chunk.valid().chars() {
                let from = signs.get(at..at + 3 * letter.len_utf8()).unwrap_or(&[]);
                out.push(Sign {
                    letter,
                    range: bytes_of(from),
                });
                at += from.len();
            }
            let left = signs.get(at..at + 3 * chunk.invalid().len()).unwrap_or(&[]);
            out.extend(left.iter().cloned());
            at += left.len();
        }
    }
    out
}

/// The byte that `%4B` stands for.
fn percent(signs: &[Sign], at: usize) -> Option<u8> {
    if letter(signs, at)? != '%' {
        return None;
    }
    let high = letter(signs, at + 1)?.to_digit(16)?;
    let low = letter(signs, at + 2)?.to_digit(16)?;
    u8::try_from(high * 16 + low).ok() // house: two digits are a byte
}

/// A tag parts words, as a space does.
fn without_tags(signs: &[Sign]) -> Vec<Sign> {
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let opens = sign.letter == '<'
            && letter(signs, at + 1)
                .is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '!'));
        let rest = signs.get(at..).unwrap_or(&[]);
        let end = rest.iter().position(|sign| sign.letter == '>');
        match end {
            Some(end) if opens => {
                out.push(Sign {
                    letter: ' ',
                    range: bytes_of(rest.get(..=end).unwrap_or(rest)),
                });
                at += end + 1;
            }
            Some(_) | None => {
                out.push(sign.clone());
                at += 1;
            }
        }
    }
    out
}

fn without_entities(signs: &[Sign]) -> Vec<Sign> {
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let found = match sign.letter {
            '&' => entity(signs, at),
            _ => None,
        };
        let Some((letters, length)) = found else {
            out.push(sign.clone());
            at += 1;
            continue;
        };
        let range = bytes_of(signs.get(at..at + length).unwrap_or(&[]));
        out.extend(letters.chars().map(|letter| Sign {
            letter,
            range: range.clone(),
        }));
        at += length;
    }
    out
}

/// What an entity that begins at `at` stands for, and how many signs it takes.
fn entity(signs: &[Sign], at: usize) -> Option<(String, usize)> {
    let name: String = signs
        .get(at + 1..)?
        .iter()
        .map(|sign| sign.letter)
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '#')
        .take(LONGEST_ENTITY)
        .collect();
    let ends = |length: usize| usize::from(letter(signs, at + 1 + length) == Some(';'));
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let digits: String = digits
            .chars()
            .take_while(|digit| digit.is_digit(radix))
            .collect();
        let code = u32::from_str_radix(&digits, radix).ok()?; // house: no number is no entity
        let length = before + digits.len();
        let letter = char::from_u32(code)?;
        return Some((letter.to_string(), 1 + length + ends(length)));
    }
    if ends(name.len()) == 1
        && let Some(letters) = resolve_html5_entity(&name)
    {
        return Some((letters.to_owned(), name.len() + 2));
    }
    // Some are read without their semicolon: those of Latin-1.
    (2..=name.len()).rev().find_map(|length| {
        let letters = resolve_html5_entity(name.get(..length)?)?;
        let old = letters.chars().all(|letter| u32::from(letter) <= 0xff);
        old.then(|| (letters.to_owned(), 1 + length + ends(length)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_undone_layer_by_layer() {
        for (text, read) in [
            ("Amira&nbsp;Khan", "Amira\u{a0}Khan"),
            ("Amira<br>Khan", "Amira Khan"),
            ("Amira&lt;br/&gt;Khan", "Amira Khan"),
            ("Amira%20%4Bhan", "Amira Khan"),
            ("Amira%2520Khan", "Amira Khan"),
            ("Zo%C3%AB%ff", "Zoë%ff"),
            ("&#75;h&#x61;n &Eacute &eacute;", "Khan É é"),
            ("AT&T, 1 < 2 & 3 > 2, 5% off", "AT&T, 1 < 2 & 3 > 2, 5% off"),
            ("&#xffffffff; &# &; <", "&#xffffffff; &# &; <"),
        ] {
            assert_eq!(undone_text(text).unwrap_or(text.to_owned()), read);
        }
        assert!(undone("Amira and Leo").is_none());
    }

    #[test]
    fn what_was_undone_knows_the_bytes_it_stands_for() {
        let text = "a%C3%AB<b>c&amp;";
        let signs = undone(text).unwrap();
        let read: Vec<(char, &str)> = signs
            .iter()
            .map(|sign| (sign.letter, &text[sign.range.clone()]))
            .collect();
        assert_eq!(
            read,
            [
                ('a', "a"),
                ('ë', "%C3%AB"),
                (' ', "<b>"),
                ('c', "c"),
                ('&', "&amp;")
            ]
        );
    }
}
