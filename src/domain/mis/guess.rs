//! What columns and values are likely to be, by the words that school systems use. A proposal for a
//! person to look at; where a word could be read either way it proposes the careful reading.

use std::collections::BTreeMap;

use super::noes::{self, is_of_a_state, is_picture_word, words};
use super::{Column, Holds, Mapping, Meaning, SIGNATORY, Table};
use crate::domain::channel::{Channel, ChannelId};

/// What every column is likely to be. Columns of answers are told by their headers and values; where
/// they count is proposed only where the header names a channel, since a consent for photos in general
/// is no consent for any one place.
pub fn mapping(table: &Table, channels: &[Channel]) -> Mapping {
    let asks = asks_column(table, channels);
    let mut mapping = Mapping {
        signatory: SIGNATORY.to_owned(),
        given_on: None,
        columns: table
            .headers
            .iter()
            .enumerate()
            .map(|(place, header)| match asks {
                Some(asks) if asks == place => Column {
                    header: header.clone(),
                    holds: Holds::Asks,
                    asks: places_of(table, place, channels),
                    ..Column::default()
                },
                _ => column(table, place, header, channels, asks.is_some()),
            })
            .collect(),
    };
    settle_names(&mut mapping);
    mapping
}

/// Two columns cannot both be the first name: the earlier one is, and another is a name that somebody is
/// known by all the same.
fn settle_names(mapping: &mut Mapping) {
    let mut taken: Vec<Holds> = Vec::new();
    for column in &mut mapping.columns {
        if !column.holds.may_repeat() && taken.contains(&column.holds) {
            column.holds = match column.holds {
                Holds::Given => Holds::KnownAs,
                Holds::Family => Holds::KnownFamily,
                _ => Holds::Nothing,
            };
        }
        taken.push(column.holds);
    }
    let mut stand_in = |wanted: Holds, other: Holds| {
        if !taken.contains(&wanted) && !taken.contains(&Holds::FullName) {
            // The only one of its sort that there is.
            let first = mapping
                .columns
                .iter_mut()
                .find(|column| column.holds == other);
            if let Some(column) = first {
                column.holds = wanted;
                taken.push(wanted);
            }
        }
    };
    stand_in(Holds::Given, Holds::KnownAs);
    stand_in(Holds::Family, Holds::KnownFamily);
    if taken.contains(&Holds::Given) && taken.contains(&Holds::Family) {
        for column in &mut mapping.columns {
            if column.holds == Holds::FullName {
                column.holds = Holds::Nothing;
            }
        }
    }
}

/// Whether these are names of columns that say what children are called.
pub fn names_children(headers: &[String]) -> bool {
    let mut held = headers.iter().filter_map(|header| holds(&words(header)));
    held.any(|holds| {
        matches!(
            holds,
            Holds::Given | Holds::Family | Holds::FullName | Holds::KnownAs | Holds::Upn
        )
    })
}

fn column(
    table: &Table,
    place: usize,
    header: &str,
    channels: &[Channel],
    is_long: bool,
) -> Column {
    let words = words(header);
    let holds = holds(&words).or_else(|| {
        let values = table.values(place);
        let is_asked = is_asked(&words, values.as_deref(), channels)
            || (is_long && is_reply(&words) && values.is_some_and(|values| are_answers(&values)));
        is_asked.then_some(Holds::Answer)
    });
    let mut column = Column {
        header: header.to_owned(),
        holds: holds.unwrap_or_default(),
        ..Column::default()
    };
    if column.holds == Holds::Answer {
        // Where a header says how far a form has come, a person says what its answers are for, if any.
        if !is_of_a_state(header) && !is_long {
            column.channels = named(&words, channels);
        }
        column.meanings = meanings(table, place, header);
    }
    column
}

/// Whether a column of a list with a row for each question may be the one with the answers.
fn is_reply(words: &[String]) -> bool {
    const REPLIES: [&str; 14] = [
        "answer", "answered", "response", "reply", "status", "value", "decision", "choice",
        "given", "granted", "result", "outcome", "agreed", "state",
    ];
    words.iter().any(|word| REPLIES.contains(&word.as_str())) || is_of_consent(words)
}

/// Whether the values of a column are yes and no, and hardly anything else.
fn are_answers(values: &[(String, usize)]) -> bool {
    let said = values
        .iter()
        .filter(|(value, _)| noes::meaning("", value) != Meaning::NotAsked);
    !values.is_empty() && said.count() * 2 >= values.len()
}

/// Words of a header under which somebody writes what comes to mind: no question that each row answers.
const NOTES: [&str; 9] = [
    "note", "notes", "comment", "comments", "remark", "remarks", "memo", "reason", "reasons",
];

/// The column that says what the answer of each row is for, in a list that has a row for each: its values
/// name places or other things that are asked, and another column, which names no place, answers.
fn asks_column(table: &Table, channels: &[Channel]) -> Option<usize> {
    let values = |place: usize| table.values(place).filter(|values| !values.is_empty());
    let is_question = |value: &str| {
        let words = words(value);
        !named(&words, channels).is_empty()
            || words.iter().any(|word| is_picture_word(word))
            || words.iter().any(|word| OTHERS.contains(&word.as_str()))
    };
    let filled = |place: usize| -> usize {
        let values = values(place).unwrap_or_default();
        values.iter().map(|(_, rows)| *rows).sum()
    };
    let places = 0..table.headers.len();
    let could_ask = places.clone().filter(|place| {
        let header = words(table.headers.get(*place).map_or("", String::as_str));
        holds(&header).is_none()
            && !header.iter().any(|word| NOTES.contains(&word.as_str()))
            && values(*place).is_some_and(|values| {
                let asked = values
                    .iter()
                    .filter(|(value, _)| is_question(value))
                    .count();
                asked * 2 > values.len()
                    && values
                        .iter()
                        .all(|(value, _)| noes::meaning("", value) != Meaning::Yes)
            })
    });
    // Each row says what its answer is for: of several such columns, the one with the fewest gaps.
    let asks = could_ask.min_by_key(|place| table.rows.len().saturating_sub(filled(*place)))?;
    let mut places = places.filter(|place| *place != asks);
    let has_answers = places.any(|place| {
        let header = words(table.headers.get(place).map_or("", String::as_str));
        holds(&header).is_none()
            && is_reply(&header)
            && named(&header, channels).is_empty()
            && values(place).is_some_and(|values| are_answers(&values))
    });
    has_answers.then_some(asks)
}

/// Where each value of such a column counts. What names no place, and is no question of another kind, is
/// for a person to say.
pub fn places_of(
    table: &Table,
    place: usize,
    channels: &[Channel],
) -> BTreeMap<String, Vec<ChannelId>> {
    let values = table.values(place).unwrap_or_default().into_iter();
    values
        .filter_map(|(value, _)| {
            let words = words(&value);
            let named = named(&words, channels);
            let is_other = words.iter().any(|word| OTHERS.contains(&word.as_str()))
                && !words.iter().any(|word| is_picture_word(word));
            (!named.is_empty() && !is_of_a_state(&value) || is_other).then_some((value, named))
        })
        .collect()
}

/// What each value of a column is likely to mean.
pub fn meanings(table: &Table, place: usize, header: &str) -> BTreeMap<String, Meaning> {
    let values = table.values(place).unwrap_or_default().into_iter();
    values
        .map(|(value, _)| {
            let meaning = noes::meaning(header, &value);
            (value, meaning)
        })
        .collect()
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
    let is_of_consent = is_of_consent(words) || words.iter().any(|word| is_picture_word(word));
    let of_another = [
        "parent",
        "carer",
        "contact",
        "guardian",
        "mother",
        "father",
        "emergency",
        "sibling",
    ];
    if has(&of_another) && !is_of_consent && !has(&["informed", "signed", "by"]) {
        return Some(Holds::Nothing);
    }
    if has(&["email", "phone", "telephone", "address"]) && !is_of_consent {
        return Some(Holds::Nothing);
    }
    if has(&[
        "former",
        "previous",
        "birth",
        "legal",
        "preferred",
        "chosen",
        "other",
    ]) {
        // Somebody is still known by it.
        if has(&["forename", "forenames", "firstname"])
            || text.ends_with("first name")
            || text.ends_with("given name")
        {
            return Some(match has(&["legal"]) {
                true => Holds::Given,
                false => Holds::KnownAs,
            });
        }
        if has(&["surname", "lastname"])
            || text.ends_with("last name")
            || text.ends_with("family name")
        {
            return Some(match has(&["legal"]) {
                true => Holds::Family,
                false => Holds::KnownFamily,
            });
        }
    }
    if has(&["former", "previous"]) && !is_of_consent {
        return Some(Holds::Nothing);
    }
    Some(match text.as_str() {
        "known as" | "preferred name" | "nickname" | "chosen name" | "known name" | "goes by"
        | "everyday name" | "pet name" | "also known as" | "aka" => Holds::KnownAs,
        "known as surname" | "known surname" | "everyday surname" => Holds::KnownFamily,
        "known as forename" | "known forename" => Holds::KnownAs,
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
        // When, or by whom, it was taken back is a no by itself.
        _ if is_of_consent && noes::is_reversed(&text) => return None,
        _ if is_of_consent && has(&["date", "dated"]) => Holds::GivenOn,
        _ if is_of_consent && words.last().is_some_and(|word| word == "by") => Holds::Signatory,
        _ => return None,
    })
}

/// Consents of other kinds are none of ours.
const OTHERS: [&str; 21] = [
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
    "suncream",
    "plasters",
    "dental",
    "walk",
    "walks",
    "outing",
    "outings",
];

/// Whether a column asks for consent to pictures, by its header or by what is in it. One with too many
/// values is not passed over: a person says what it is.
fn is_asked(words: &[String], values: Option<&[(String, usize)]>, channels: &[Channel]) -> bool {
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let is_of_pictures = words.iter().any(|word| is_picture_word(word));
    if !is_of_pictures && has(&OTHERS) {
        return false;
    }
    let is_named = !named(words, channels).is_empty();
    match values {
        // Empty all the way down, it still says a yes no more that it said before.
        Some([]) => is_named,
        _ => is_of_pictures || is_of_consent(words) || is_named,
    }
}

/// Whether a header is about somebody's word on pictures, or on nothing in particular.
pub fn is_of_answers(header: &str) -> bool {
    let words = words(header);
    let is_of_pictures = words.iter().any(|word| is_picture_word(word));
    let is_other = words.iter().any(|word| OTHERS.contains(&word.as_str()));
    is_of_pictures || is_of_consent(&words) && !is_other
}

/// Whether a header is about somebody's word, for whatever.
fn is_of_consent(words: &[String]) -> bool {
    const BEGIN: [&str; 12] = [
        "consent",
        "permission",
        "permit",
        "optout",
        "optedout",
        "refus",
        "withdraw",
        "withheld",
        "objec",
        "revok",
        "declin",
        "allowed",
    ];
    words.iter().any(|word| BEGIN.iter().any(|stem| word.starts_with(stem)))
        || words.windows(2).any(|pair| {
            matches!(pair, [opt, out] if opt.starts_with("opt") && (out == "out" || out == "in"))
        })
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
