//! Phone numbers in a text, UK-shaped or international, as people write them. Dates, times, years,
//! scores, prices and counts are none. Knows no number by heart.

use std::collections::BTreeSet;
use std::ops::Range;

/// Characters between two groups of one number, at most.
const LONGEST_GAP: usize = 4;
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
struct Group {
    digits: String,
    range: Range<usize>,
}

/// Every number of a text in plain digits that is not one of `own`, unified. Where the digits at one
/// place can be read as several numbers, one of `own` goes first.
pub(super) fn in_plain(text: &str, own: &BTreeSet<&str>) -> Vec<String> {
    let letters: Vec<char> = zeros_for_os(text);
    let groups = groups(&letters);
    let spoken_for = dates_times_prices(&letters, &groups);
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

/// What may stand between the groups of one number.
pub(super) fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '.' | '(' | ')' | '[' | ']' | '/' | '_' | '+' | '~' | '·' | '•' | '−' | '\u{2010}'
                ..='\u{2015}'
        )
}

/// An O that begins a number is a nought: `O7700 900123`.
fn zeros_for_os(text: &str) -> Vec<char> {
    let letters: Vec<char> = text.chars().collect();
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| {
            let after = letters.get(at + 1).is_some_and(char::is_ascii_digit);
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            let begins = !before.is_some_and(|before| before.is_alphanumeric());
            if matches!(letter, 'o' | 'O') && after && begins {
                '0'
            } else {
                *letter
            }
        })
        .collect()
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

fn between<'a>(letters: &'a [char], one: &Group, next: &Group) -> &'a [char] {
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
        let joined = chain.last().is_none_or(|last| {
            let gap = between(letters, last, group);
            gap.len() <= LONGEST_GAP && gap.iter().all(|letter| is_separator(*letter))
        });
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
    let second = head.get(1).copied().unwrap_or(b'0');
    match head.first()? {
        // +44 7700 900123, +353 1 234 5678
        _ if plus => (7..=15).contains(&total).then_some(u8::from(total < 10)),
        // 0044 7700 900123
        b'0' if second == b'0' => (11..=17).contains(&total).then_some(u8::from(total < 13)),
        // Somebody counts: 0 1 2 3 4 5 6 7 8 9
        b'0' if first == 1 && groups.len() == total && digits.starts_with("0123456789") => None,
        // 020 7946 0018, 01632 960123, (01632) 96 01 23, 0 1 6 3 2 9 6 0 1 2 3
        b'0' => match total {
            11 => Some(0),
            10 => Some(1),
            9 | 12 | 13 if first >= 3 => Some(2),
            // 0800 1111, 0845 4647
            8 if first == 4 && second == b'8' => Some(3),
            _ => None,
        },
        // 44 7700 900123, 447700900123
        b'4' if second == b'4' && (first == 2 || first >= 4) && (11..=13).contains(&total) => {
            Some(u8::from(total != 12))
        }
        // 7700 900123: a mobile without its nought
        b'7' if total == 10 && first >= 3 => Some(1),
        // 1632960123
        _ if groups.len() == 1 && (total == 10 || total == 11) => Some(1),
        // (555) 123-4567
        _ if is_three_three_four(letters, groups) => Some(1),
        // ring 960123
        _ if cued && (6..=8).contains(&total) && !all_years(groups) => Some(4),
        _ => None,
    }
}

fn is_three_three_four(letters: &[char], groups: &[&Group]) -> bool {
    match groups {
        [one, two, three] => {
            let shaped = [one, two, three].map(|group| group.digits.len()) == [3, 3, 4];
            let dashed = |gap: &[char]| gap.iter().any(|letter| !letter.is_whitespace());
            shaped && dashed(between(letters, two, three))
        }
        _ => false,
    }
}

fn all_years(groups: &[&Group]) -> bool {
    groups.iter().all(|group| is_year(&group.digits))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// A number of one digit or two.
fn small(digits: &str) -> Option<u32> {
    let digits: Vec<u32> = digits
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .collect();
    match digits.as_slice() {
        [one] => Some(*one),
        [ten, one] => Some(ten * 10 + one),
        _ => None,
    }
}

/// Whether a `+` stands before the group, a bracket or a space between.
fn follows_plus(letters: &[char], group: &Group) -> bool {
    letters
        .get(..group.range.start)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(3)
        .find(|letter| !matches!(letter, ' ' | '(' | '['))
        .is_some_and(|letter| *letter == '+')
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

/// Which groups are a date, a time or a price, and so no part of a number.
fn dates_times_prices(letters: &[char], groups: &[Group]) -> Vec<bool> {
    let mut marked = vec![false; groups.len()];
    let mut at = 0;
    while at < groups.len() {
        let taken = if continues_number(letters, groups, &marked, at) {
            0
        } else {
            date(letters, groups, at)
                .or_else(|| time(letters, groups, at))
                .or_else(|| price(letters, groups, at))
                .unwrap_or(0)
        };
        for mark in marked.iter_mut().skip(at).take(taken) {
            *mark = true;
        }
        at += taken.max(1);
    }
    marked
}

/// Whether the group follows one that begins as a number does: `020 12.34 5678` holds no time.
fn continues_number(letters: &[char], groups: &[Group], marked: &[bool], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let (Some(one), Some(next), Some(false)) =
        (groups.get(before), groups.get(at), marked.get(before))
    else {
        return false;
    };
    let gap = between(letters, one, next);
    let begins =
        (one.digits.starts_with('0') && one.digits.len() >= 3) || follows_plus(letters, one);
    begins && gap.len() <= LONGEST_GAP && gap.iter().all(|letter| is_separator(*letter))
}

/// The one character between two groups, where there is just one.
fn joint(letters: &[char], groups: &[Group], at: usize) -> Option<char> {
    match between(letters, groups.get(at)?, groups.get(at + 1)?) {
        [joint] => Some(*joint),
        _ => None,
    }
}

fn date(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let joint_here = joint(letters, groups, at)?;
    let dated = matches!(joint_here, '.' | '/' | '-' | ' ');
    if !dated || joint(letters, groups, at + 1) != Some(joint_here) {
        return None;
    }
    // Three of a longer row of groups are no date.
    let before = at
        .checked_sub(1)
        .and_then(|before| joint(letters, groups, before));
    if before == Some(joint_here) || joint(letters, groups, at + 2) == Some(joint_here) {
        return None;
    }
    let digits = |index: usize| groups.get(at + index).map(|group| group.digits.as_str());
    let (one, two, three) = (digits(0)?, digits(1)?, digits(2)?);
    let day_and_month = |one: &str, two: &str| match (small(one), small(two)) {
        (Some(one), Some(two)) => {
            (1..=31).contains(&one.max(two)) && (1..=12).contains(&one.min(two))
        }
        _ => false,
    };
    let short_year = three.len() == 2 && joint_here != ' ';
    let ends_with_year = day_and_month(one, two) && (is_year(three) || short_year);
    let begins_with_year = is_year(one) && day_and_month(two, three);
    (ends_with_year || begins_with_year).then_some(3)
}

fn time(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let dotted = joint(letters, groups, at)? == '.';
    let row = joint(letters, groups, at + 1) == Some('.')
        || at
            .checked_sub(1)
            .and_then(|before| joint(letters, groups, before))
            == Some('.');
    let (hour, minute) = (&groups.get(at)?.digits, &groups.get(at + 1)?.digits);
    let shaped = hour.len() <= 2 && minute.len() == 2;
    let in_day = small(hour)? <= 24 && small(minute)? <= 59;
    (dotted && !row && shaped && in_day).then_some(2)
}

/// `£12.50`: the pounds and the pence.
fn price(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let group = groups.get(at)?;
    let before = group
        .range
        .start
        .checked_sub(1)
        .and_then(|before| letters.get(before))?;
    if !matches!(before, '£' | '$' | '€') || group.digits.len() > 7 {
        return None;
    }
    let pence = joint(letters, groups, at) == Some('.')
        && groups
            .get(at + 1)
            .is_some_and(|next| next.digits.len() == 2);
    Some(if pence { 2 } else { 1 })
}
