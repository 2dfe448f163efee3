//! House numbers with a street's name in a text. Knows no map: a street is told by its last word.

use std::sync::LazyLock;

use regex::Regex;

/// What streets are called. `Walk` is none of them: `Church Street walk` is what a class does.
const STREET_WORDS: &str = "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Close|Drive|Dr|Crescent|Cres|Court|\
    Terrace|Terr|Gardens|Gdns|Grove|Way|Square|Sq|Mews|Place|Pl|Parade|Quay|Wharf|Villas|Boulevard|Blvd|\
    Embankment|Esplanade|Broadway";

/// What is counted and is no house.
const COUNTED: [&str; 16] = [
    "year", "years", "class", "room", "form", "group", "grade", "stage", "team", "unit", "week",
    "day", "term", "page", "row", "nursery",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

static STREET: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"([\p{{L}}]*)(^|[^\p{{L}}\p{{N}}])([0-9]{{1,4}} ?[A-Za-z]?,?\s+((?:\p{{Lu}}[\p{{L}}\p{{M}}'’.-]*\s+){{1,4}}(?:{STREET_WORDS}|STREET|ROAD|AVENUE|LANE|CLOSE|DRIVE|WAY|COURT)))(?:$|[^\p{{L}}\p{{N}}])"
    ))
});

/// Each number and street, in small letters with one space between.
pub(super) fn in_plain(text: &str) -> Vec<String> {
    if !text.contains(|sign: char| sign.is_ascii_digit()) {
        return Vec::new();
    }
    let Ok(street) = STREET.as_ref() else {
        // A pattern that does not build is a mistake of ours: then every text holds one.
        return vec![text.to_owned()];
    };
    street
        .captures_iter(text)
        .filter_map(|parts| {
            let before = parts.get(1)?.as_str().to_lowercase();
            let name = parts.get(4)?.as_str().to_lowercase();
            let first = name.split_whitespace().next().unwrap_or("");
            if COUNTED.contains(&before.as_str()) || is_month(first) {
                return None;
            }
            let all = parts.get(3)?.as_str().to_lowercase();
            let words: Vec<&str> = all
                .split(|sign: char| sign.is_whitespace() || sign == ',')
                .filter(|word| !word.is_empty())
                .collect();
            Some(words.join(" "))
        })
        .collect()
}

/// `2 March`, `2 Mar`: a date goes on with no street.
fn is_month(word: &str) -> bool {
    MONTHS
        .iter()
        .any(|month| *month == word || (word.len() == 3 && month.starts_with(word)))
}
