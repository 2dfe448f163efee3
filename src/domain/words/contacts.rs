//! Ways to reach somebody in a text: e-mail addresses, phone numbers, postcodes. Knows a school's own
//! and nobody else's. When in doubt it is a contact.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use caseless::Caseless;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{phones, postcodes, spelling};

/// A contact in the one spelling in which two of them are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contact {
    /// Case-folded, without spaces.
    Email(String),
    /// Digits, with `+44` and `0044` as `0`; `+` before another country's.
    Phone(String),
    /// Capitals, without spaces.
    Postcode(String),
}

/// Every contact in a text.
pub fn contacts_in(text: &str) -> Vec<Contact> {
    contacts_beside(text, &BTreeSet::new())
}

/// What an entry of a policy's `school_contacts` allows. A number that would be too short to stand
/// out in a text is one here: the entry says so. Empty: the entry allows nothing.
pub fn school_contact(entry: &str) -> Vec<Contact> {
    let found = contacts_in(entry);
    if !found.is_empty() {
        return found;
    }
    let plain = plain(entry);
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let only_number = plain
        .chars()
        .all(|letter| letter.is_ascii_digit() || phones::is_separator(letter));
    if only_number && digits.len() >= 3 {
        vec![Contact::Phone(phones::unified(false, &digits))]
    } else {
        Vec::new()
    }
}

/// The school's own contacts, ready to be compared with.
pub struct OwnContacts(BTreeSet<Contact>);

impl OwnContacts {
    pub fn of(entries: &[String]) -> OwnContacts {
        OwnContacts(
            entries
                .iter()
                .flat_map(|entry| school_contact(entry))
                .collect(),
        )
    }

    /// Whether a text holds a contact that is not the school's own.
    pub fn leave_any_in(&self, text: &str) -> bool {
        contacts_beside(text, &self.0)
            .iter()
            .any(|contact| !self.0.contains(contact))
    }
}

/// Whether a text can hold a contact at all: a digit, an at, or what either is written as.
pub(crate) fn could_reach(text: &str) -> bool {
    let tells = |letter: char| letter.is_numeric() || matches!(letter, '@' | '(' | '[' | '{');
    text.chars()
        .any(|letter| tells(letter) || !letter.is_ascii())
}

/// Every contact in a text, save for numbers among `own`.
fn contacts_beside(text: &str, own: &BTreeSet<Contact>) -> Vec<Contact> {
    if !could_reach(text) {
        return Vec::new();
    }
    let text = plain(text);
    let mut found: Vec<Contact> = emails(&text).collect();
    let own_phones: BTreeSet<&str> = own
        .iter()
        .filter_map(|contact| match contact {
            Contact::Phone(digits) => Some(digits.as_str()),
            Contact::Email(_) | Contact::Postcode(_) => None,
        })
        .collect();
    found.extend(
        phones::in_plain(&text, &own_phones)
            .into_iter()
            .map(Contact::Phone),
    );
    found.extend(
        postcodes::in_plain(&text)
            .into_iter()
            .map(Contact::Postcode),
    );
    found
}

/// Compatible forms as their plain ones, any script's digits as 0 to 9, nothing invisible: the text
/// as it is seen and typed after.
fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|letter| !spelling::is_invisible(*letter))
        .map(|letter| match letter {
            letter if letter.is_ascii() => letter,
            letter if letter.is_whitespace() => ' ',
            letter => ascii_digit(letter).unwrap_or(letter),
        })
        .collect()
}

/// The value of a decimal digit of the scripts that families here write in.
fn ascii_digit(letter: char) -> Option<char> {
    const ZEROS: [u32; 11] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xd66, 0xe50,
    ];
    let code = u32::from(letter);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// An address, its `@` and dots also as `(at)` and `(dot)`, with a space beside the `@` or none.
static EMAIL: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)([\p{L}\p{N}][\p{L}\p{N}\p{M}._%+'’&~-]*)",
        r"(?:\s?@\s?|\s*[(\[{]\s*at\s*[)\]}]\s*)",
        r"((?:[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*(?:\.|\s*[(\[{]\s*dot\s*[)\]}]\s*))+",
        r"\p{L}[\p{L}\p{N}\p{M}-]+)",
    ))
});

static WRITTEN_DOT: LazyLock<Result<Regex, regex::Error>> =
    LazyLock::new(|| Regex::new(r"(?i)\s*[(\[{]\s*dot\s*[)\]}]\s*"));

fn emails(text: &str) -> impl Iterator<Item = Contact> {
    // A pattern that does not build is a mistake of ours: then any @ at all counts.
    let (Ok(email), Ok(dot)) = (EMAIL.as_ref(), WRITTEN_DOT.as_ref()) else {
        let all = text.contains('@').then(|| Contact::Email(text.to_owned()));
        return all.into_iter().collect::<Vec<_>>().into_iter();
    };
    let found: Vec<Contact> = email
        .captures_iter(text)
        .filter_map(|parts| {
            let local = parts.get(1)?.as_str();
            let domain = dot.replace_all(parts.get(2)?.as_str(), ".");
            let address = format!("{local}@{}", domain.trim_end_matches('-'));
            Some(Contact::Email(
                address.chars().default_case_fold().collect(),
            ))
        })
        .collect();
    found.into_iter()
}
