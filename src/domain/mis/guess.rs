//! What columns and values are likely to be, by the words that school systems use. A proposal for a
//! person to look at; where a word could be read either way it proposes the careful reading.

use std::collections::BTreeMap;

use super::{Column, Holds, Mapping, Meaning, SIGNATORY, Table};
use crate::domain::channel::{Channel, ChannelId};

/// What every column is likely to be. Columns of answers are told by their headers and values; where
/// they count is proposed only where the header names a channel, since a consent for photos in general
/// is no consent for any one place.
pub fn mapping(table: &Table, channels: &[Channel]) -> Mapping {
    let mut mapping = Mapping {
        signatory: SIGNATORY.to_owned(),
        given_on: None,
        columns: table
            .headers
            .iter()
            .enumerate()
            .map(|(place, header)| column(table, place, header, channels))
            .collect(),
    };
    // Two columns cannot both be the first name: the earlier one is.
    let mut taken = Vec::new();
    for column in &mut mapping.columns {
        if !column.holds.may_repeat() && taken.contains(&column.holds) {
            column.holds = Holds::Nothing;
        }
        taken.push(column.holds);
    }
    let has = |holds| taken.contains(&holds);
    if !has(Holds::Given) && !has(Holds::FullName) && has(Holds::KnownAs) {
        // The only first name that there is.
        for column in &mut mapping.columns {
            if column.holds == Holds::KnownAs {
                column.holds = Holds::Given;
            }
        }
    }
    if has(Holds::Given) && has(Holds::Family) {
        for column in &mut mapping.columns {
            if column.holds == Holds::FullName {
                column.holds = Holds::Nothing;
            }
        }
    }
    mapping
}

fn column(table: &Table, place: usize, header: &str, channels: &[Channel]) -> Column {
    let words = words(header);
    let holds = holds(&words).or_else(|| {
        let values = table.values(place)?;
        is_asked(&words, &values, channels).then_some(Holds::Answer)
    });
    let mut column = Column {
        header: header.to_owned(),
        holds: holds.unwrap_or_default(),
        ..Column::default()
    };
    if column.holds == Holds::Answer {
        column.channels = named(&words, channels);
        column.meanings = meanings(table, place, header);
    }
    column
}

/// What each value of a column is likely to mean.
pub fn meanings(table: &Table, place: usize, header: &str) -> BTreeMap<String, Meaning> {
    let values = table.values(place).unwrap_or_default().into_iter();
    values
        .map(|(value, _)| {
            let meaning = meaning(header, &value);
            (value, meaning)
        })
        .collect()
}

/// What a value is likely to mean under a header. Under one that asks the other way round, such as
/// `Consent Denied`, a yes is a no; and a no is not read as a yes, because it also stands where nobody
/// was asked.
pub fn meaning(header: &str, value: &str) -> Meaning {
    let value = words(value).join(" ");
    let plain = match value.as_str() {
        "yes" | "y" | "true" | "1" | "x" | "✓" | "✔" | "ticked" | "checked" | "granted"
        | "given" | "received" | "allow" | "allowed" | "confirmed" | "consented"
        | "consent given" | "consent granted" | "approved" | "agreed" | "accepted"
        | "permitted" | "permission given" => Meaning::Yes,
        "no" | "n" | "refused" | "deny" | "denied" | "declined" | "not granted" | "not given"
        | "not allowed" | "consent refused" | "consent denied" | "consent not given"
        | "rejected" | "not permitted" | "objected" | "disagreed" | "opted out"
        | "permission refused" => Meaning::No,
        "withdrawn" | "revoked" | "consent withdrawn" => Meaning::Withdrawn,
        // `False` and `0` are what an empty tick box is written as: refused or never asked.
        _ => Meaning::NotAsked,
    };
    match (is_reversed(header), plain) {
        (true, Meaning::Yes) => Meaning::No,
        (true, Meaning::No) if !says_more_than_no(&value) => Meaning::NotAsked,
        _ => plain,
    }
}

/// `Refused` is a refusal under any header; `No` is one only under a header that asks for a yes.
fn says_more_than_no(value: &str) -> bool {
    !matches!(value, "no" | "n")
}

/// Whether a header asks the other way round, so that its yes is a no.
pub fn is_reversed(header: &str) -> bool {
    let words = words(header);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let pair = |first: &str, second: &str| {
        words
            .windows(2)
            .any(|pair| matches!(pair, [one, two] if one == first && two == second))
    };
    has(&[
        "denied",
        "deny",
        "denies",
        "refused",
        "refuse",
        "refusal",
        "declined",
        "decline",
        "withheld",
        "withhold",
        "objection",
        "objects",
        "prohibited",
        "forbidden",
        "exclude",
        "excluded",
        "banned",
        "never",
        "dont",
        "not",
        "withdrawn",
        "restricted",
        "restriction",
        "without",
    ]) || pair("opt", "out")
        || pair("opted", "out")
        || pair("no", "photo")
        || pair("no", "photos")
        || pair("no", "photograph")
        || pair("no", "photographs")
        || pair("no", "images")
        || pair("no", "consent")
        || pair("no", "media")
}

/// In small letters, parted by anything that is neither letter nor digit and by the step from a small to
/// a capital letter.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for sign in text.chars() {
        let starts = sign.is_uppercase() && was_small;
        was_small = sign.is_lowercase();
        if starts || !(sign.is_alphanumeric() || matches!(sign, '✓' | '✔' | '\'' | '’')) {
            words.push(String::new());
        }
        if (sign.is_alphanumeric() || matches!(sign, '✓' | '✔'))
            && let Some(word) = words.last_mut()
        {
            word.extend(sign.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What a header names by itself.
fn holds(words: &[String]) -> Option<Holds> {
    let text = words.join(" ");
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if words.concat() == "dob" {
        return Some(Holds::Born);
    }
    if has(&["upn"]) || text.contains("unique pupil number") {
        // A former one is nobody's number now.
        return Some(if has(&["former", "previous", "old"]) {
            Holds::Nothing
        } else {
            Holds::Upn
        });
    }
    if has(&[
        "former",
        "previous",
        "emergency",
        "sibling",
        "email",
        "phone",
        "telephone",
        "address",
    ]) {
        return Some(Holds::Nothing);
    }
    let of_a_parent = has(&["parent", "carer", "contact", "guardian", "mother", "father"]);
    if of_a_parent && !has(&["consent", "permission", "informed", "signed", "by"]) {
        return Some(Holds::Nothing);
    }
    Some(match text.as_str() {
        "known as"
        | "preferred name"
        | "preferred forename"
        | "preferred first name"
        | "nickname" => Holds::KnownAs,
        "informed by" | "consent by" | "consent given by" | "given by" | "signed by"
        | "answered by" | "signatory" | "parent consent by" | "authorised by" => Holds::Signatory,
        "consent date" | "date of consent" | "date" | "date given" | "date signed"
        | "signed on" | "date informed" | "consent given on" | "date received"
        | "date consented" | "response date" => Holds::GivenOn,
        "date of birth" | "dob" | "d o b" | "birth date" | "birthdate" | "born"
        | "date of birth dob" => Holds::Born,
        "leaving date" | "date of leaving" | "leaves" | "left" | "leave date" | "end date"
        | "dol" | "date left" => Holds::Leaves,
        "group" | "class" | "class name" | "registration group" | "reg group" | "reg" | "form"
        | "registration form" | "registration" | "tutor group" | "reg form" | "current class"
        | "form group" => Holds::Group,
        "name" | "full name" | "pupil" | "student" | "child" | "pupil name" | "student name"
        | "child name" | "learner" | "learner name" | "legal full name" => Holds::FullName,
        _ if has(&["forename", "forenames", "firstname"]) => Holds::Given,
        _ if has(&["surname", "lastname"]) => Holds::Family,
        _ if text.ends_with("first name") || text.ends_with("given name") || text == "given" => {
            Holds::Given
        }
        _ if text.ends_with("last name") || text.ends_with("family name") || text == "family" => {
            Holds::Family
        }
        _ => return None,
    })
}

/// Whether a column asks for consent to pictures, by its header or by what is in it.
fn is_asked(words: &[String], values: &[(String, usize)], channels: &[Channel]) -> bool {
    const OF_PICTURES: [&str; 22] = [
        "photo",
        "photos",
        "photograph",
        "photographs",
        "photography",
        "picture",
        "pictures",
        "image",
        "images",
        "video",
        "videos",
        "filming",
        "media",
        "consent",
        "press",
        "newspaper",
        "website",
        "newsletter",
        "journal",
        "social",
        "publicity",
        "prospectus",
    ];
    // Consents of other kinds are none of ours.
    const OTHERS: [&str; 14] = [
        "trip",
        "trips",
        "visit",
        "visits",
        "medical",
        "medication",
        "paracetamol",
        "internet",
        "swimming",
        "sex",
        "biometric",
        "fingerprint",
        "biometrics",
        "transport",
    ];
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&OTHERS) || values.is_empty() {
        return false;
    }
    has(&OF_PICTURES) || !named(words, channels).is_empty()
}

/// The channels that a header names, by the policy's own names and by what they are called elsewhere.
fn named(words: &[String], channels: &[Channel]) -> Vec<ChannelId> {
    const CALLED: [(&str, &[&str]); 7] = [
        ("wall", &["wall", "display", "displays", "noticeboard"]),
        (
            "journal",
            &["journal", "journals", "tapestry", "seesaw", "evidence"],
        ),
        ("newsletter", &["newsletter", "newsletters"]),
        ("website", &["website", "web", "webpage", "internet"]),
        (
            "social",
            &["social", "facebook", "twitter", "instagram", "x"],
        ),
        (
            "press",
            &["press", "newspaper", "newspapers", "tv", "broadcast"],
        ),
        (
            "video-call",
            &["conference", "conferencing", "videoconference"],
        ),
    ];
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let text = words.join(" ");
    let is_named = |channel: &&Channel| {
        let id = channel.id.0.as_str();
        let called = CALLED.iter().find(|(known, _)| *known == id);
        let name = self::words(&channel.name).join(" ");
        called.is_some_and(|(_, names)| has(names))
            || (!name.is_empty() && text.contains(&name))
            || has(&[id])
    };
    let named = channels.iter().filter(is_named);
    named.map(|channel| channel.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vocabulary_is_read_carefully() {
        for (header, value, means) in [
            ("Photograph Student", "Received", Meaning::Yes),
            ("Photograph Student", "Refused", Meaning::No),
            ("Photo consent", "confirmed", Meaning::Yes),
            ("Photo consent", "declined", Meaning::No),
            ("Photo consent", "pending", Meaning::NotAsked),
            ("Photographs", "Not Requested", Meaning::NotAsked),
            ("Photographs", "Requested", Meaning::NotAsked),
            ("Photographs", "Granted", Meaning::Yes),
            ("Photographs", "Not Granted", Meaning::No),
            ("Website", "Allow", Meaning::Yes),
            ("Website", "Deny", Meaning::No),
            ("Website", "Y", Meaning::Yes),
            ("Website", "N", Meaning::No),
            ("Website", "P", Meaning::NotAsked),
            ("Photo", "False", Meaning::NotAsked),
            ("Photo", "0", Meaning::NotAsked),
            ("Photo", "True", Meaning::Yes),
        ] {
            assert_eq!(meaning(header, value), means, "{header}: {value}");
        }
    }

    #[test]
    fn under_a_header_that_asks_the_other_way_round_a_yes_is_a_no_and_a_no_is_no_yes() {
        for header in [
            "Consent Denied",
            "Photos refused",
            "No photographs",
            "Opted out",
            "Do not photograph",
            "ConsentWithheld",
            "Don't use in press",
        ] {
            assert!(is_reversed(header), "{header}");
            assert_eq!(meaning(header, "Yes"), Meaning::No, "{header}");
            assert_eq!(meaning(header, "No"), Meaning::NotAsked, "{header}");
            assert_eq!(meaning(header, "Refused"), Meaning::No, "{header}");
        }
        assert!(!is_reversed("Photo consent"));
        assert!(!is_reversed("Nottingham Evening Post"));
    }
}
