//! Digits in a text that are no phone number whatever they look like: dates, times, prices, decimals,
//! ISBNs. They are taken out before numbers are looked for.

use super::phones::{Group, between, follows_plus, is_joined, is_year};

/// Signs between two groups of one number, for the second to be no date.
const LONGEST_GAP: usize = 4;

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

/// Which groups are a date, a time, a price, a decimal or an ISBN, and so no part of a number.
pub(super) fn spoken_for(letters: &[char], groups: &[Group]) -> Vec<bool> {
    let mut marked = vec![false; groups.len()];
    let mut at = 0;
    while at < groups.len() {
        let taken = if continues_number(letters, groups, &marked, at) {
            0
        } else {
            isbn(letters, groups, at)
                .or_else(|| date(letters, groups, at))
                .or_else(|| time(letters, groups, at))
                .or_else(|| price(letters, groups, at))
                .or_else(|| decimal(letters, groups, at))
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
    begins && gap.len() <= LONGEST_GAP && is_joined(gap)
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

/// `9.30`, `09:30`, `09:30:15`.
fn time(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let sign = joint(letters, groups, at)?;
    if !matches!(sign, '.' | ':') {
        return None;
    }
    let same = |at: Option<usize>| at.and_then(|at| joint(letters, groups, at)) == Some(sign);
    let digits = |at: usize| groups.get(at).map(|group| group.digits.as_str());
    let is_sixtieth = |digits: &str| digits.len() == 2 && small(digits).is_some_and(|of| of <= 59);
    let (hour, minute) = (digits(at)?, digits(at + 1)?);
    if !(small(hour)? <= 24 && is_sixtieth(minute)) || same(at.checked_sub(1)) {
        return None;
    }
    match same(Some(at + 1)) {
        false => Some(2),
        true => {
            let seconds = sign == ':' && is_sixtieth(digits(at + 2)?);
            (seconds && !same(Some(at + 2))).then_some(3)
        }
    }
}

/// `0.123456789`
fn decimal(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let is_point = joint(letters, groups, at)? == '.';
    let is_row = joint(letters, groups, at + 1) == Some('.')
        || at
            .checked_sub(1)
            .and_then(|before| joint(letters, groups, before))
            == Some('.');
    (is_point && !is_row && groups.get(at)?.digits == "0").then_some(2)
}

/// Thirteen digits that begin with 978 or 979; ten after the word; ten in the four parts of one.
fn isbn(letters: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let mut digits = String::new();
    let mut taken: usize = 0;
    for group in groups.iter().skip(at) {
        let before = taken.checked_sub(1).and_then(|last| groups.get(at + last));
        let is_close = before.is_none_or(|before| {
            let gap = between(letters, before, group);
            gap.len() <= 1 && gap.iter().all(|sign| matches!(sign, '-' | ' ' | '–'))
        });
        if !is_close || digits.len() >= 13 {
            break;
        }
        digits.push_str(&group.digits);
        taken += 1;
        let is_long =
            digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979"));
        let is_short = matches!(digits.len(), 9 | 10) && follows_isbn(letters, groups.get(at)?);
        let dashed = (at..at + 3).all(|at| joint(letters, groups, at) == Some('-'));
        let in_parts = taken == 4
            && dashed
            && begins_anew(letters, groups, at)
            && groups.get(at)?.digits.len() == 1
            && group.digits.len() == 1
            && adds_up(&digits);
        if is_long || in_parts || (is_short && ends_there(letters, group, digits.len())) {
            return Some(taken);
        }
    }
    None
}

/// Whether no group stands close before this one.
fn begins_anew(letters: &[char], groups: &[Group], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| groups.get(before));
    let gap = before.zip(groups.get(at));
    let gap = gap.map(|(one, next)| between(letters, one, next));
    gap.is_none_or(|gap| gap.len() > LONGEST_GAP || !is_joined(gap))
}

/// Ten digits, or nine and an X.
fn ends_there(letters: &[char], last: &Group, digits: usize) -> bool {
    let mut after = letters.iter().skip(last.range.end);
    let next = after.find(|sign| **sign != '-');
    match digits {
        9 => matches!(next, Some('x' | 'X')),
        _ => !next.is_some_and(char::is_ascii_digit),
    }
}

/// The check digit of ten.
fn adds_up(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .zip(1..)
        .map(|(digit, place): (u32, u32)| digit * place)
        .sum();
    digits.len() == 10 && sum.is_multiple_of(11)
}

fn follows_isbn(letters: &[char], group: &Group) -> bool {
    let before: String = letters
        .get(..group.range.start)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(12)
        .collect();
    before.to_ascii_lowercase().contains("nbsi")
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
