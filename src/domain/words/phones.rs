//! Phone numbers in a text, UK-shaped or international, as people write them. Dates, times, years,
//! scores, prices, sums, counts and ISBNs are none. Knows no number by heart.

use std::collections::BTreeSet;
use std::ops::Range;

use super::digits::words_as_digits;
use super::no_phones::spoken_for;

/// Characters before a number in which a word such as `ring` is looked for.
const CUE_REACH: usize = 24;

/// Words after which even a short number is one to ring.
const CUES: [&str; 15] = [
    "tel",
    "telephone",
    "phone",
    "ring",
    "call",
    "dial",
    "text",
    "txt",
    "sms",
    "mob",
    "mobile",
    "whatsapp",
    "fax",
    "landline",
    "contact",
];

/// A run of digits, and where it stands.
pub(super) struct Group {
    pub digits: String,
    pub range: Range<usize>,
}

/// Every number of a text in plain digits that is not one of `own`, unified. Where the digits at one
/// place can be read as several numbers, one of `own` goes first.
pub(super) fn in_plain(text: &str, own: &BTreeSet<&str>) -> Vec<String> {
    let letters: Vec<char> = words_as_digits(text).chars().collect();
    let groups = groups(&letters);
    let spoken_for = spoken_for(&letters, &groups);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let chain = chain(&letters, &groups, &spoken_for, at);
        let readings = readings(&letters, &chain);
        let chosen = readings
            .iter()
            .find(|(_, number)| is_own(number, own))
            .or_else(|| readings.first());
        match chosen {
            Some((length, number)) => {
                if !is_own(number, own) {
                    found.push(number.clone());
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// A number is the school's own as a whole, or as its local end.
fn is_own(number: &str, own: &BTreeSet<&str>) -> bool {
    own.contains(number)
        || (number.len() >= 6
            && !number.starts_with(['0', '+'])
            && own.iter().any(|mine| mine.ends_with(number)))
}

/// The one spelling in which two numbers are compared.
pub(super) fn unified(international: bool, digits: &str) -> String {
    let (abroad, rest) = match digits.strip_prefix("00") {
        Some(rest) if !international => (true, rest),
        _ => (international, digits),
    };
    match rest.strip_prefix("44") {
        Some(national) if abroad || national.len() >= 9 => {
            format!("0{}", national.trim_start_matches('0'))
        }
        _ if abroad => format!("+{rest}"),
        _ => rest.to_owned(),
    }
}

/// What people put between the groups of a number that is written down as one.
pub(super) fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '.' | '(' | ')' | '[' | ']' | '/' | '_' | '+' | '~' | '·' | '•' | '−' | '\u{2010}'
                ..='\u{2015}'
        )
}

/// Whether nothing between two groups keeps them from being one number: no letter, and no sign of a
/// sum, a price or another number.
pub(super) fn is_joined(gap: &[char]) -> bool {
    gap.iter().all(|sign| {
        !sign.is_alphabetic()
            && !matches!(sign, '=' | '+' | '×' | '÷' | '<' | '>' | '£' | '$' | '€')
    })
}

fn groups(letters: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_digit() {
            continue;
        }
        match groups.last_mut() {
            Some(last) if last.range.end == at => {
                last.digits.push(*letter);
                last.range.end = at + 1;
            }
            _ => groups.push(Group {
                digits: letter.to_string(),
                range: at..at + 1,
            }),
        }
    }
    groups
}

pub(super) fn between<'a>(letters: &'a [char], one: &Group, next: &Group) -> &'a [char] {
    letters.get(one.range.end..next.range.start).unwrap_or(&[])
}

/// The groups that can be one number, from `at` on.
fn chain<'a>(
    letters: &[char],
    groups: &'a [Group],
    spoken_for: &[bool],
    at: usize,
) -> Vec<&'a Group> {
    let mut chain: Vec<&Group> = Vec::new();
    for (group, spoken_for) in groups.iter().zip(spoken_for).skip(at) {
        let joined = chain
            .last()
            .is_none_or(|last| is_joined(between(letters, last, group)));
        if *spoken_for || !joined {
            break;
        }
        chain.push(group);
    }
    chain
}

/// Every way to read a number off the front of a chain: how many groups, and the number; the
/// likeliest first.
fn readings(letters: &[char], chain: &[&Group]) -> Vec<(usize, String)> {
    let Some(first) = chain.first() else {
        return Vec::new();
    };
    let plus = follows_plus(letters, first);
    let cued = follows_cue(letters, first);
    let mut digits = String::new();
    let mut readings: Vec<(u8, usize, String)> = Vec::new();
    for (index, group) in chain.iter().enumerate() {
        digits.push_str(&group.digits);
        if digits.len() > 17 {
            break;
        }
        let length = index + 1;
        let read = chain.get(..length).unwrap_or(chain);
        if let Some(doubt) = likeness(letters, read, &digits, plus, cued) {
            readings.push((doubt, length, unified(plus, &digits)));
        }
    }
    // The longer of two equally likely ones: a number is rarely followed by a smaller one.
    readings.sort_by_key(|(doubt, length, _)| (*doubt, std::cmp::Reverse(*length)));
    readings
        .into_iter()
        .map(|(_, length, number)| (length, number))
        .collect()
}

/// Whether these groups are a phone number: the smaller, the likelier; nothing where they are none.
fn likeness(
    letters: &[char],
    groups: &[&Group],
    digits: &str,
    plus: bool,
    cued: bool,
) -> Option<u8> {
    let first = groups.first()?.digits.len();
    let total = digits.len();
    let head = digits.as_bytes();
    let at = |place: usize| head.get(place).copied().unwrap_or(b'0');
    if is_count(letters, groups, digits) {
        return None;
    }
    match at(0) {
        // +44 7700 900123, +353 1 234 5678
        b'1'..=b'9' if plus => (7..=15).contains(&total).then_some(u8::from(total < 10)),
        _ if plus => None,
        // 0044 7700 900123
        b'0' if at(1) == b'0' => {
            let abroad = at(2) != b'0' && (11..=17).contains(&total);
            abroad.then_some(u8::from(total < 13))
        }
        // 020 7946 0018, 01632 960123, (01632) 96 01 23, 0 1 6 3 2 9 6 0 1 2 3
        b'0' => match (at(1), at(2), total) {
            (b'1', b'1'..=b'9', 11)
            | (b'2', b'0' | b'3' | b'4' | b'8' | b'9', 11)
            | (b'3', b'0' | b'3' | b'4' | b'7', 11)
            | (b'5', b'5' | b'6', 11)
            | (b'7' | b'8' | b'9', _, 11) => Some(0),
            (b'1', b'1'..=b'9', 10) | (b'5' | b'8', b'0', 10) => Some(1),
            // 0800 1111, 0845 4647
            (b'8', _, 8) if first == 4 => Some(3),
            _ => None,
        },
        // 44 7700 900123, 447700900123
        b'4' if at(1) == b'4' && (first == 2 || first >= 4) && (11..=13).contains(&total) => {
            Some(u8::from(total != 12))
        }
        // 7700 900123: a mobile without its nought
        b'7' if total == 10 && (3..=5).contains(&first) => Some(1),
        // ring 1632960123
        _ if cued && groups.len() == 1 && (total == 10 || total == 11) => Some(1),
        // (555) 123-4567
        _ if is_three_three_four(letters, groups) => Some(1),
        // ring 960123
        _ if cued && (6..=8).contains(&total) && !all_years(groups) => Some(4),
        _ => None,
    }
}

/// Somebody counts: `02 04 06 08 10 12`, `0 1 2 3 4 5 6 7 8 9`, `0123456789`. Nobody counts from a nought
/// in brackets: `(0)1 2 02 03 10 11`.
fn is_count(letters: &[char], groups: &[&Group], digits: &str) -> bool {
    let nought = groups.first().filter(|group| group.digits == "0");
    let after = nought.and_then(|group| letters.get(group.range.end));
    if after == Some(&')') {
        return false;
    }
    let numbers: Vec<i64> = groups
        .iter()
        .filter_map(|group| group.digits.parse().ok()) // house: a longer number counts nothing
        .collect();
    let steps: BTreeSet<i64> = numbers
        .iter()
        .zip(numbers.iter().skip(1))
        .map(|(one, next)| next - one)
        .collect();
    let in_steps = numbers.len() >= 4 && numbers.len() == groups.len() && steps.len() == 1;
    // `0 1 1 2 3 5 8 13 21`; what stands still more than once is no count: `(0)2 3 10 10 10 10`.
    let is_small = groups.iter().all(|group| group.digits.len() <= 2);
    let pairs = || numbers.iter().zip(numbers.iter().skip(1));
    let stands_still = pairs().filter(|(one, next)| one == next).count();
    let grows =
        numbers.len() >= 7 && is_small && stands_still <= 1 && steps.iter().all(|step| *step >= 0);
    in_steps || grows || digits.starts_with("0123456789")
}

fn is_three_three_four(letters: &[char], groups: &[&Group]) -> bool {
    match groups {
        [one, two, three] => {
            let shaped = [one, two, three].map(|group| group.digits.len()) == [3, 3, 4];
            let dashed = |gap: &[char]| gap.iter().any(|letter| !letter.is_whitespace());
            let before = one.range.start.checked_sub(1);
            let opens = before.and_then(|before| letters.get(before)) == Some(&'(');
            shaped && opens && dashed(between(letters, two, three))
        }
        _ => false,
    }
}

fn all_years(groups: &[&Group]) -> bool {
    groups.iter().all(|group| is_year(&group.digits))
}

pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Whether a `+` stands before the group, a bracket or a space between. One that adds to a number
/// before it does not count.
pub(super) fn follows_plus(letters: &[char], group: &Group) -> bool {
    let before = letters.get(..group.range.start).unwrap_or(&[]);
    let near = before.iter().rev().take(3);
    let distance = near
        .take_while(|letter| matches!(letter, ' ' | '(' | '['))
        .count();
    let Some(plus) = before.len().checked_sub(distance + 1) else {
        return false;
    };
    let blank = |letter: &&char| letter.is_whitespace();
    let is_spaced = before.get(plus + 1).is_some_and(|after| *after == ' ');
    let mut earlier = before.get(..plus).unwrap_or(&[]).iter().rev();
    let adds_closely = before
        .get(..plus)
        .and_then(<[char]>::last)
        .is_some_and(char::is_ascii_digit);
    let adds_spaced = is_spaced
        && earlier
            .by_ref()
            .find(|letter| !blank(letter))
            .is_some_and(char::is_ascii_digit);
    before.get(plus) == Some(&'+') && !adds_closely && !adds_spaced
}

/// Whether a word such as `ring` stands shortly before the group, with no other number between.
fn follows_cue(letters: &[char], group: &Group) -> bool {
    let start = group.range.start.saturating_sub(CUE_REACH);
    let before: String = letters
        .get(start..group.range.start)
        .unwrap_or(&[])
        .iter()
        .collect();
    let since_number = before.rsplit(|letter: char| letter.is_ascii_digit()).next();
    since_number
        .unwrap_or("")
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| CUES.iter().any(|cue| cue.eq_ignore_ascii_case(word)))
}
