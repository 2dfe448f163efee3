//! Words that say no, or that could. A no that is not heard puts a child in a picture; one that is heard
//! too often costs a look: every doubt here is a no, or is left to a person. Knows no list.

mod vocabulary;

use std::collections::BTreeSet;

use super::Meaning;
use crate::domain::alike;
use vocabulary::{CROSSES, MISSPELT, NOES, STEMS, TAKEN_BACK, TICKS, UNANSWERED};

/// In small letters, parted by anything that is neither letter nor digit and by the step from a small to
/// a capital letter.
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for sign in text.chars() {
        let starts = sign.is_uppercase() && was_small;
        was_small = sign.is_lowercase();
        let is_kept = sign.is_alphanumeric() || TICKS.contains(&sign) || CROSSES.contains(&sign);
        if starts || !(is_kept || matches!(sign, '\'' | '’' | '\u{200b}' | '\u{ad}')) {
            words.push(String::new());
        }
        if is_kept && let Some(word) = words.last_mut() {
            word.extend(sign.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word says no.
fn is_no(word: &str) -> bool {
    NOES.contains(&word)
        || STEMS.iter().any(|stem| word.starts_with(stem))
        || word.chars().any(|sign| CROSSES.contains(&sign))
        || (word.len() > 5 && MISSPELT.iter().any(|wanted| alike::is_a_slip(word, wanted)))
}

/// Whether a text says no in any of its words.
pub fn says_no(text: &str) -> bool {
    let words = words(text);
    !is_unanswered(&words) && says_no_in(&words)
}

fn is_unanswered(words: &[String]) -> bool {
    UNANSWERED.contains(&words.join(" ").as_str())
}

fn says_no_in(words: &[String]) -> bool {
    words.iter().any(|word| is_no(word))
        || words.first().is_some_and(|word| word == "n")
        || words.iter().any(|word| word == "except")
}

/// Whether a text speaks of somebody's word on something: consent, permission, a refusal.
pub fn is_spoken(text: &str) -> bool {
    const BEGIN: [&str; 12] = [
        "consent",
        "permission",
        "refus",
        "withdr",
        "object",
        "declin",
        "revok",
        "optout",
        "optedout",
        "opted",
        "denied",
        "disagre",
    ];
    words(text)
        .iter()
        .any(|word| BEGIN.iter().any(|stem| word.starts_with(stem)))
}

/// Whether a text is about pictures, or a place where they go.
pub fn is_of_pictures(text: &str) -> bool {
    words(text).iter().any(|word| is_picture_word(word))
}

pub fn is_picture_word(word: &str) -> bool {
    const BEGIN: [&str; 24] = [
        "photo",
        "pictur",
        "image",
        "video",
        "film",
        "media",
        "websit",
        "webp",
        "social",
        "newspap",
        "newslett",
        "journal",
        "publi",
        "prospect",
        "facebook",
        "instagram",
        "twitter",
        "tiktok",
        "youtube",
        "camera",
        "tapestry",
        "seesaw",
        "display",
        "marketing",
    ];
    const WHOLE: [&str; 9] = [
        "web", "press", "pic", "pics", "tv", "online", "lluniau", "llun", "insta",
    ];
    WHOLE.contains(&word)
        || BEGIN.iter().any(|begin| word.starts_with(begin))
        || [
            "nophoto", "nopic", "noimage", "novideo", "nomedia", "noweb", "nosocial", "nopress",
        ]
        .iter()
        .any(|begin| word.starts_with(begin))
}

/// Whether a header asks the other way round, so that its yes is a no.
pub fn is_reversed(header: &str) -> bool {
    let words = words(header);
    // `Registration no.` is a number.
    let is_number = words.last().is_some_and(|word| word == "no") && words.len() > 1;
    words.iter().enumerate().any(|(place, word)| {
        let is_last = place + 1 == words.len();
        (is_no(word) || word == "except" || word == "keep")
            && !(is_number && is_last && word == "no")
    })
}

/// Whether a header says how far a form has come, and not what was answered: its yes is none.
pub fn is_of_a_state(header: &str) -> bool {
    const STATES: [&str; 42] = [
        "pending",
        "sent",
        "resent",
        "requested",
        "request",
        "awaiting",
        "awaited",
        "waiting",
        "outstanding",
        "due",
        "overdue",
        "expired",
        "expires",
        "expiry",
        "lapsed",
        "required",
        "needed",
        "needs",
        "chase",
        "chased",
        "chasing",
        "query",
        "queried",
        "unknown",
        "missing",
        "unsigned",
        "incomplete",
        "form",
        "forms",
        "letter",
        "reminder",
        "reminded",
        "issued",
        "asked",
        "review",
        "reviewed",
        "returned",
        "completed",
        "seen",
        "checked",
        "unclear",
        "discuss",
    ];
    words(header)
        .iter()
        .any(|word| STATES.contains(&word.as_str()))
}

/// What a value is likely to mean under a header. Under one that asks the other way round, such as
/// `Consent Denied`, whatever is filled in is a no, and a no is not read as a yes, because it also stands
/// where nobody was asked. What could be a no is one.
pub fn meaning(header: &str, value: &str) -> Meaning {
    let words = words(value);
    let text = words.join(" ");
    let plain = plain(&words, &text);
    if is_reversed(header) {
        // A no is there as often where nobody was asked.
        let is_bare = matches!(
            text.as_str(),
            "no" | "n" | "false" | "0" | "none" | "nil" | ""
        );
        return match plain {
            _ if is_bare || is_unanswered(&words) => Meaning::NotAsked,
            Meaning::Withdrawn => Meaning::Withdrawn,
            _ => Meaning::No,
        };
    }
    match plain {
        Meaning::Yes if is_of_a_state(header) => Meaning::NotAsked,
        other => other,
    }
}

fn plain(words: &[String], text: &str) -> Meaning {
    let has_tick = |word: &String| word.chars().all(|sign| TICKS.contains(&sign));
    match text {
        "yes" | "y" | "true" | "1" | "ticked" | "checked" | "granted" | "given" | "received"
        | "allow" | "allowed" | "confirmed" | "consented" | "consent given" | "consent granted"
        | "approved" | "agreed" | "accepted" | "permitted" | "permission given"
        | "permission granted" | "consent" | "consents" | "agree" | "agrees" | "ok" | "ie"
        | "oes" | "ydw" => {
            return Meaning::Yes;
        }
        // `False` and `0` are what an empty tick box is written as: refused or never asked.
        "false" | "0" | "" => return Meaning::NotAsked,
        // A tick to some, a cross to others.
        "x" => return Meaning::No,
        _ => {}
    }
    if words.iter().all(has_tick) {
        return Meaning::Yes;
    }
    if is_unanswered(words) {
        return Meaning::NotAsked;
    }
    let is_taken_back = words.iter().any(|word| {
        TAKEN_BACK.iter().any(|stem| word.starts_with(stem))
            || (word.len() > 5 && alike::is_a_slip(word, "withdrawn"))
    }) || text.contains("no longer");
    if is_taken_back {
        return Meaning::Withdrawn;
    }
    match says_no_in(words) {
        true => Meaning::No,
        false => Meaning::NotAsked,
    }
}

/// Whether a filled cell says that nobody was asked, or that a box was left empty: as good as blank.
pub fn is_blank(value: &str) -> bool {
    let words: BTreeSet<String> = words(value).into_iter().collect();
    words
        .iter()
        .all(|word| matches!(word.as_str(), "false" | "0"))
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
            ("Website", "N/A", Meaning::NotAsked),
            ("Photo", "False", Meaning::NotAsked),
            ("Photo", "0", Meaning::NotAsked),
            ("Photo", "True", Meaning::Yes),
            ("Photo", "✔", Meaning::Yes),
        ] {
            assert_eq!(meaning(header, value), means, "{header}: {value}");
        }
    }

    #[test]
    fn a_value_that_says_no_in_any_of_its_words_is_a_no() {
        for value in [
            "No consent",
            "Refused - Mum",
            "Not consented",
            "✗",
            "❌ ",
            "N - see letter",
            "No!!",
            "Parent objects",
            "Opted out",
            "opt-out",
            "OptOut",
            "Do not use",
            "don’t use",
            "Yes but not website",
            "All except press",
            "Permission denied",
            "NO (dad)",
            "Refsued",
            "Declned by phone",
            "Not allowed",
            "never",
            "Disagree",
            "Prohibited by court",
            "x",
            "Nope",
            "Non-consent",
            "consent refused 3/9",
            "Blocked",
        ] {
            assert_eq!(
                meaning("Website photo consent", value),
                Meaning::No,
                "{value}"
            );
        }
        for value in [
            "Withdrawn 12/11",
            "Consent revoked",
            "WITHDREW",
            "no longer",
            "Widthdrawn",
            "consent cancelled",
        ] {
            assert_eq!(
                meaning("Website photo consent", value),
                Meaning::Withdrawn,
                "{value}"
            );
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
            "No website",
            "No social media",
            "No press",
            "Object to website photos",
            "Cannot be used on website",
            "Website photo ban",
            "Keep off social media",
            "Website consent revoked",
            "Website optout",
            "Exempt from website photos",
            "Website: withheld",
            "Parent objects to web photos",
            "NoPhotos",
            "Not on Facebook",
            "Photos (never)",
            "Leave out of newsletter",
        ] {
            assert!(is_reversed(header), "{header}");
            assert_eq!(meaning(header, "Yes"), Meaning::No, "{header}");
            assert_eq!(meaning(header, "Mum"), Meaning::No, "{header}");
            assert_eq!(meaning(header, "No"), Meaning::NotAsked, "{header}");
            assert_eq!(meaning(header, "Refused"), Meaning::No, "{header}");
        }
        for header in [
            "Photo consent",
            "Nottingham Evening Post",
            "Registration No",
            "Denise’s journal",
        ] {
            assert!(!is_reversed(header), "{header}");
        }
    }

    #[test]
    fn how_far_a_form_has_come_is_no_yes() {
        for header in [
            "Website consent pending",
            "Website consent form sent",
            "Photo form returned",
        ] {
            assert_ne!(meaning(header, "Yes"), Meaning::Yes, "{header}");
            assert_eq!(meaning(header, "Refused"), Meaning::No, "{header}");
        }
    }
}
