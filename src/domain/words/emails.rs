//! E-mail addresses in a text, also spelt out. Knows no mail server.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use caseless::Caseless;
use regex::Regex;

use super::contacts::Contact;
use super::web::ENDINGS;

/// An address, its `@` and dots also as `(at)` and `(dot)`, with a space beside the `@` or none. Any
/// ending is one.
static TIGHT: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)([\p{L}\p{N}][\p{L}\p{N}\p{M}._%+'’&~-]*)",
        r"(?:\s?@\s?|\s*[(\[{]\s*at\s*[)\]}]\s*)",
        r"((?:[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*(?:\.|\s*[(\[{]\s*dot\s*[)\]}]\s*))+",
        r"\p{L}[\p{L}\p{N}\p{M}-]+)",
    ))
});

const PART: &str = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}%+'’&~_-]*?";
const WRITTEN_DOT: &str = r"(?:\s*[(\[{<]\s*(?:dot|\.)\s*[)\]}>]\s*|[\s_-]+dot[\s_-]+)";
const SIGN: &str = r"(?:\s*@\s*|\s*[(\[{<]\s*(?:at|@)\s*[)\]}>]\s*)";

/// With spaces about its `@` and dots, or in its domain: the ending must be a known one.
static LOOSE: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    let dot = format!(r"(?:\s*\.\s*|{WRITTEN_DOT})");
    let name = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*?";
    Regex::new(&format!(
        r"(?i)\b({PART}(?:{dot}{PART})*){SIGN}({name}(?:\s{name}){{0,2}}(?:{dot}{name})*{dot}(?:{ENDINGS}))\b"
    ))
});

/// With `at` as a word: dots are close, or words too.
static SPELT: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    let dot = format!(r"(?:\.|{WRITTEN_DOT})");
    let name = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*?";
    Regex::new(&format!(
        r"(?i)\b({PART}(?:{dot}{PART})*)[\s_-]+at[\s_-]+({name}(?:{dot}{name})*{dot}(?:{ENDINGS}))\b"
    ))
});

static ANY_DOT: LazyLock<Result<Regex, regex::Error>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\s*\.\s*|{WRITTEN_DOT}")));

/// The addresses of a text, and the text without them.
pub(super) fn taken_out(text: &str, own: &BTreeSet<Contact>) -> (Vec<Contact>, String) {
    let mut left = text.to_owned();
    let mut found = Vec::new();
    // A pattern is built where it is needed first: most texts need none.
    let has_sign = text.contains(['@', '(', '[', '{', '<']);
    let has_at = has_word(text, "at");
    for (pattern, is_word, is_needed) in [
        (&TIGHT, false, has_sign),
        (&LOOSE, false, has_sign),
        (
            &SPELT,
            true,
            has_at && (text.contains('.') || has_word(text, "dot")),
        ),
    ] {
        if !is_needed {
            continue;
        }
        // A pattern that does not build is a mistake of ours: then any text is an address.
        let (Ok(pattern), Ok(dot)) = (pattern.as_ref(), ANY_DOT.as_ref()) else {
            return (vec![Contact::Email(text.to_owned())], left);
        };
        let mut places: Vec<Range<usize>> = Vec::new();
        for parts in pattern.captures_iter(&left) {
            let (Some(all), Some(local), Some(domain)) = (parts.get(0), parts.get(1), parts.get(2))
            else {
                continue;
            };
            let domain = one_spelling(&dot.replace_all(domain.as_str(), "."));
            let domain = domain.trim_end_matches('-');
            // `Look at school.example`: an own page, not somebody's address.
            if is_word && own.contains(&Contact::Web(domain.to_owned())) {
                continue;
            }
            let local = one_spelling(&dot.replace_all(local.as_str(), "."));
            found.push(Contact::Email(format!("{local}@{domain}")));
            places.push(all.range());
        }
        for place in places.into_iter().rev() {
            left.replace_range(place, "x");
        }
    }
    (found, left)
}

/// Whether a word stands in a text, in whatever letters.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric())
        .any(|other| other.eq_ignore_ascii_case(word))
}

fn one_spelling(part: &str) -> String {
    part.chars()
        .filter(|letter| !letter.is_whitespace())
        .default_case_fold()
        .collect()
}
