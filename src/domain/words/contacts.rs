//! Ways to reach somebody in a text: e-mail addresses, phone numbers, postcodes, addresses of houses
//! and of the web, handles. Knows a school's own and nobody else's. When in doubt it is a contact.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::markup::undone_text;
use super::{digits, emails, phones, postcodes, spelling, streets, web};

/// A contact in the one spelling in which two of them are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contact {
    /// Case-folded, without spaces.
    Email(String),
    /// Digits, with `+44` and `0044` as `0`; `+` before another country's.
    Phone(String),
    /// Capitals, without spaces.
    Postcode(String),
    /// House number and street, in small letters.
    Street(String),
    /// Small letters, without `https://`, `www.` and a slash at the end.
    Web(String),
    /// Small letters, without its `@`.
    Handle(String),
    /// A square of what3words, in small letters.
    Square(String),
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

/// Whether a text can hold a contact at all: a sign that one is written with, or a word that such a sign
/// is written as.
fn could_reach(text: &str) -> bool {
    let tells = |sign: char| {
        sign.is_numeric()
            || !sign.is_ascii()
            || matches!(
                sign,
                '@' | '(' | '[' | '{' | '<' | ':' | '=' | '/' | '%' | '&' | '_'
            )
    };
    let after_dot = |(dot, after): (char, char)| dot == '.' && after.is_ascii_alphanumeric();
    text.chars().any(tells)
        || text.chars().zip(text.chars().skip(1)).any(after_dot)
        || text
            .split(|letter: char| !letter.is_ascii_alphabetic())
            .any(|word| word.eq_ignore_ascii_case("dot") || digits::is_zero_word(word))
}

/// Every contact in a text, as it is written and without its markup, save for numbers among `own`.
fn contacts_beside(text: &str, own: &BTreeSet<Contact>) -> Vec<Contact> {
    if !could_reach(text) {
        return Vec::new();
    }
    let mut found = contacts_in_plain(&plain(text), own);
    if let Some(undone) = undone_text(text) {
        for contact in contacts_in_plain(&plain(&undone), own) {
            if !found.contains(&contact) {
                found.push(contact);
            }
        }
    }
    found
}

fn contacts_in_plain(text: &str, own: &BTreeSet<Contact>) -> Vec<Contact> {
    // An address that was found is not looked at again: its parts are no contacts beside it.
    let (mut found, text) = emails::taken_out(text, own);
    let (web, text) = web::taken_out(&text);
    found.extend(web);
    let own_phones: BTreeSet<&str> = own
        .iter()
        .filter_map(|contact| match contact {
            Contact::Phone(digits) => Some(digits.as_str()),
            _ => None,
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
    found.extend(streets::in_plain(&text).into_iter().map(Contact::Street));
    found
}

/// Compatible forms as their plain ones, any script's digits as 0 to 9, nothing invisible: the text
/// as it is seen and typed after.
fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|letter| !spelling::is_invisible(*letter) && !digits::is_keycap(*letter))
        .map(|letter| match letter {
            letter if letter.is_ascii() => letter,
            letter if letter.is_whitespace() => ' ',
            '。' | '｡' => '.',
            letter => digits::ascii(letter).unwrap_or(letter),
        })
        .collect()
}
