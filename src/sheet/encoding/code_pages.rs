//! Telling code pages apart by what they make of a list: within a name no capital follows a small letter,
//! and no sign of another sort stands. Knows no list.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::sheet::SheetError;

/// A code page that is not that of Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    Macintosh,
    Dos,
}

/// What DOS made of the bytes from 128 on (code page 850).
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

impl CodePage {
    fn decode(self, bytes: &[u8]) -> String {
        match self {
            CodePage::Macintosh => MACINTOSH.decode_without_bom_handling(bytes).0.into_owned(),
            CodePage::Dos => {
                let upper: Vec<char> = DOS.chars().collect();
                let letter = |byte: &u8| match byte.checked_sub(128) {
                    None => char::from(*byte),
                    Some(place) => upper.get(usize::from(place)).copied().unwrap_or('\u{FFFD}'),
                };
                bytes.iter().map(letter).collect()
            }
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            CodePage::Macintosh => MACINTOSH.encode(text).0.into_owned(),
            CodePage::Dos => {
                let byte = |letter: char| {
                    let place = DOS.chars().position(|known| known == letter)?;
                    u8::try_from(place + 128).ok() // house: there are 128 of them
                };
                text.chars()
                    .map(|letter| match u8::try_from(letter) {
                        Ok(plain) if plain.is_ascii() => plain,
                        _ => byte(letter).unwrap_or(b'?'),
                    })
                    .collect()
            }
        }
    }

    /// How Windows would show what this page's letters were written as.
    pub fn as_windows(self, text: &str) -> String {
        windows(&self.encode(text))
    }
}

fn windows(bytes: &[u8]) -> String {
    WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

/// The likely code page of bytes that are not UTF-8, and the text by it; `None` is that of Windows.
/// Errors: two pages are as likely as each other.
pub fn likely(bytes: &[u8]) -> Result<(Option<CodePage>, String), SheetError> {
    let text = windows(bytes);
    let (odd, seldom) = (oddities(&text), seldom(&text));
    if odd == 0 && !seldom {
        return Ok((None, text));
    }
    let mac = CodePage::Macintosh.decode(bytes);
    let dos = CodePage::Dos.decode(bytes);
    let readings = [
        (odd, None, text),
        (oddities(&mac), Some(CodePage::Macintosh), mac),
        (oddities(&dos), Some(CodePage::Dos), dos),
    ];
    let least = readings.iter().map(|(odd, ..)| *odd).min();
    let mut likely = readings.into_iter().filter(|(odd, ..)| Some(*odd) == least);
    match (likely.next(), likely.next()) {
        (Some((_, page, text)), None) => Ok((page, text)),
        _ => Err(SheetError::TwoReadings {
            line: line_of_first(bytes),
        }),
    }
}

fn line_of_first(bytes: &[u8]) -> u64 {
    let before = bytes.iter().take_while(|byte| byte.is_ascii());
    let breaks = before.filter(|byte| **byte == b'\n').count();
    u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1)
}

/// Letters that Windows has where other pages have common ones.
fn seldom(text: &str) -> bool {
    text.contains(['Š', 'š', 'Œ', 'œ', 'Ž', 'ž', 'Ÿ', 'ƒ', 'Õ', 'õ'])
}

/// How many signs stand where none like them belongs.
fn oddities(text: &str) -> usize {
    let signs: Vec<char> = text.chars().collect();
    let at = |place: usize| signs.get(place).copied();
    let mut odd = 0;
    let mut start = 0;
    for (place, sign) in signs.iter().enumerate() {
        let before = place.checked_sub(1).and_then(at);
        if !before.is_some_and(is_letter) {
            start = place;
        }
        if sign.is_ascii() {
            continue;
        }
        let after = at(place + 1);
        let is_within = before.is_some_and(is_letter);
        let is_odd = if is_letter(*sign) {
            let word = signs.get(start..).unwrap_or_default();
            let mut word = word.iter().take_while(|sign| is_letter(**sign));
            let has_small = word.any(|letter| letter.is_lowercase());
            (sign.is_uppercase() && is_within && has_small)
                || (sign.is_lowercase()
                    && after.is_some_and(|after| is_letter(after) && after.is_uppercase()))
        } else {
            is_odd_sign(*sign, before, after)
        };
        odd += usize::from(is_odd);
    }
    odd
}

fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() && !matches!(sign, 'ª' | 'º' | 'ƒ' | '\u{2b0}'..='\u{2ff}')
}

fn is_odd_sign(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let letter = |sign: Option<char>| sign.is_some_and(is_letter);
    let small =
        |sign: Option<char>| sign.is_some_and(|sign| is_letter(sign) && sign.is_lowercase());
    match sign {
        '\u{80}'..='\u{9f}' => true,
        '’' => !letter(before),
        '‘' => letter(before) && !after.is_some_and(char::is_uppercase),
        '“' | '«' | '‹' => letter(before),
        '”' | '»' | '›' => letter(after),
        '–' | '—' | '\u{a0}' => small(before) && small(after),
        _ => letter(before) || letter(after),
    }
}

/// What a text was before UTF-8 was read as the letters of another page, once or several times; `None`
/// where it reads as it should.
pub fn read_twice(text: &str) -> Option<String> {
    let mut likely = None;
    for _ in 0..3 {
        match once_less(likely.as_deref().unwrap_or(text)) {
            Some(better) => likely = Some(better),
            None => break,
        }
    }
    likely
}

fn once_less(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut has_changed = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_run = |sign: char| sign.is_ascii() == first.is_ascii();
        let end = rest.find(|sign| !is_run(sign)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let right = [WINDOWS_1252, MACINTOSH].into_iter().find_map(|page| {
            if first.is_ascii() {
                return None;
            }
            let (bytes, _, had_others) = page.encode(run);
            let right = String::from_utf8(bytes.into_owned()).ok()?; // house: then it was not UTF-8
            (!had_others && !right.contains(char::is_control)).then_some(right)
        });
        has_changed |= right.is_some();
        out.push_str(right.as_deref().unwrap_or(run));
        rest = after;
    }
    has_changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_is_told_by_what_it_makes_of_names() {
        let names =
            "Zoë,Teste\r\nTest,Fernández\r\nBjörn,Müller\r\nSeán,Ó Briain\r\nChloé,D’Arcy\r\n";
        let (windows_bytes, _, _) = WINDOWS_1252.encode(names);
        assert_eq!(likely(&windows_bytes).unwrap(), (None, names.to_owned()));
        let plain = "Zoë,Testé\r\nTest,Fernández\r\nBjörn,Müller\r\n";
        for page in [CodePage::Macintosh, CodePage::Dos] {
            let bytes = page.encode(plain);
            assert_eq!(page.decode(&bytes), plain);
            assert_eq!(likely(&bytes).unwrap(), (Some(page), plain.to_owned()));
        }
        // Björn by a Macintosh, or somebody called Bjšrn.
        assert!(likely(b"Name,Class\nBj\x9Arn,Bees\n").is_err());
        assert_eq!(DOS.chars().count(), 128);
    }

    #[test]
    fn what_was_read_twice_is_read_back_and_what_is_right_stays() {
        for (garbled, right) in [
            ("ZoÃ«", "Zoë"),
            ("TestÃ©", "Testé"),
            ("FernÃ¡ndez and Fernández", "Fernández and Fernández"),
            ("ZoÃƒÂ«", "Zoë"),
            ("Oâ€™Brien", "O’Brien"),
        ] {
            assert_eq!(read_twice(garbled).as_deref(), Some(right), "{garbled}");
        }
        let (by_a_macintosh, _, _) = MACINTOSH.decode("Zoë".as_bytes());
        assert_eq!(read_twice(&by_a_macintosh).as_deref(), Some("Zoë"));
        for right in [
            "Zoë",
            "Fernández",
            "O’Brien",
            "Łukasz",
            "Seán Ó Briain",
            "李",
        ] {
            assert_eq!(read_twice(right), None, "{right}");
        }
    }
}
