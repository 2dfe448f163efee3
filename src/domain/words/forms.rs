//! The forms that somebody's names take in a text. Knows no text: a name is whole, or one of its words.

use std::collections::BTreeSet;

use super::super::person::Person;
use super::alike::{Looks, is_of_unspaced_script};
use super::spelling::{Reading, in_written_words, words};

/// Words that lead a family name and are none by themselves: `van der Berg` has one part, while
/// `Smith Jones` has two, hyphen or no hyphen.
const LEADING_WORDS: [&str; 58] = [
    "a", "abu", "af", "al", "ap", "av", "bat", "ben", "bin", "bint", "da", "dal", "das", "de",
    "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "ibn", "ibnu",
    "il", "in", "la", "las", "le", "les", "lo", "los", "mac", "mc", "na", "ni", "nic", "o", "of",
    "op", "saint", "san", "santa", "st", "ste", "t", "ten", "ter", "umm", "ur", "van", "von", "y",
    "zu",
];

/// No part of a name; they may stand between a family name and a given one.
pub(super) const TITLES: [&str; 9] = [
    "mr", "mrs", "miss", "ms", "mx", "master", "dr", "sir", "prof",
];

/// What is written where a name is not known.
const PLACEHOLDERS: [&str; 5] = ["-", ".", "unknown", "none", "n/a"];

/// Letters that a family name has before its plural is looked for.
const SHORTEST_PLURAL: usize = 3;

/// The names of somebody, as they stand in a text: letters written together.
pub(super) struct Forms {
    /// Of the given name, and of each name that the person is known as.
    pub given: Vec<Vec<String>>,
    /// Of every family name.
    pub family: Vec<String>,
}

impl Forms {
    pub fn of(person: &Person) -> Forms {
        let mut family = Vec::new();
        for name in family_names(person) {
            add_unless_there(&mut family, of_family_name(name));
        }
        Forms {
            given: given_forms(person),
            family,
        }
    }

    /// Those of any given name, each once.
    pub fn of_given(&self) -> BTreeSet<&str> {
        let given = self.given.iter().flat_map(|forms| forms.iter());
        given.map(String::as_str).collect()
    }
}

/// The forms of each given name of somebody.
pub(super) fn given_forms(person: &Person) -> Vec<Vec<String>> {
    given_names(person)
        .map(|name| of_given_name(name))
        .filter(|forms| !forms.is_empty())
        .collect()
}

/// The given name and each known-as name.
pub(super) fn given_names(person: &Person) -> impl Iterator<Item = &String> {
    std::iter::once(&person.given).chain(&person.known_as)
}

/// Every family name that is known.
pub(super) fn family_names(person: &Person) -> impl Iterator<Item = &String> {
    std::iter::once(&person.family).chain(&person.known_families)
}

/// Whether what stands for a name says that there is none.
pub(super) fn is_no_name(name: &str) -> bool {
    let shown = name.trim();
    if PLACEHOLDERS
        .iter()
        .any(|placeholder| placeholder.eq_ignore_ascii_case(shown))
    {
        return true;
    }
    shown
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(is_title)
}

fn is_title(word: &str) -> bool {
    TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
}

fn of_given_name(name: &str) -> Vec<String> {
    forms(name, |_| true)
}

fn of_family_name(name: &str) -> Vec<String> {
    let mut forms = forms(name, |word| !LEADING_WORDS.contains(&word));
    let plurals: Vec<String> = forms
        .iter()
        .filter(|form| form.chars().count() >= SHORTEST_PLURAL)
        .map(|form| format!("{form}s"))
        .collect();
    add_unless_there(&mut forms, plurals);
    forms
}

/// A name whole, and each of its words that counts by itself.
fn forms(name: &str, counts: impl Fn(&str) -> bool) -> Vec<String> {
    let mut forms = Vec::new();
    if is_no_name(name) {
        return forms;
    }
    let looks: &[Looks] = if name.is_ascii() {
        &[Looks::AsTheyAre]
    } else {
        &Looks::ALL
    };
    for looks in looks.iter().copied() {
        let reading = Reading {
            looks,
            ..Reading::PLAIN
        };
        let mut parts = in_written_words(&words(name, reading));
        parts.retain(|part| !is_title(part));
        let whole = parts.concat();
        let mut read = vec![whole];
        read.extend(parts.into_iter().filter(|part| counts(part)));
        // A single letter is a form only where there is no other.
        if read.iter().any(|form| form.chars().count() > 1) {
            read.retain(|form| form.chars().count() > 1);
        }
        read.retain(|form| !form.is_empty());
        add_unless_there(&mut forms, read);
    }
    forms
}

fn add_unless_there(forms: &mut Vec<String>, more: Vec<String>) {
    for form in more {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
}

/// By what a photo is found beside which a child's full name may stand: runs of words, written together.
#[derive(Clone, Debug)]
pub(crate) struct ToLookUp {
    /// A full name in parts stands only where one of each is there.
    pub given: BTreeSet<String>,
    pub family: BTreeSet<String>,
    /// A full name in one.
    pub together: BTreeSet<String>,
}

/// What stands, instead of its words, for a text in a script that puts no spaces between them. No word
/// of a text has capitals.
pub(crate) const WITHOUT_SPACES: &str = "WITHOUT SPACES";

impl ToLookUp {
    pub(crate) fn of(person: &Person) -> ToLookUp {
        let forms = Forms::of(person);
        let mut given: BTreeSet<String> = forms.given.concat().into_iter().collect();
        let mut family: BTreeSet<String> = forms.family.into_iter().collect();
        // One name alone is the full name.
        let mut together: BTreeSet<String> = BTreeSet::new();
        if given.is_empty() || family.is_empty() {
            together.append(&mut given);
            together.append(&mut family);
        }
        for given in &given {
            for family in &family {
                together.insert(format!("{given}{family}"));
                together.insert(format!("{family}{given}"));
            }
        }
        let all = given.iter().chain(&family).chain(&together);
        if all.flat_map(|form| form.chars()).any(is_of_unspaced_script) {
            together.insert(WITHOUT_SPACES.to_owned());
        }
        ToLookUp {
            given,
            family,
            together,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::person::{PersonId, PersonKind};
    use super::super::{NamesSought, OwnNames, Tagged};
    use super::*;

    fn may_be_found(runs: &BTreeSet<String>, sought: &ToLookUp) -> bool {
        let any = |names: &BTreeSet<String>| names.iter().any(|name| runs.contains(name));
        any(&sought.together) || (any(&sought.given) && any(&sought.family))
    }

    #[test]
    fn whatever_names_somebody_is_found_by_what_it_is_looked_up_by() {
        let names: [(&str, &str, &[&str], &[&str]); 7] = [
            ("Amira", "Khan", &[], &[]),
            ("Leo", "Marsh-Bell", &["Lenny"], &["van der Berg"]),
            ("Al", "O'Brien", &[], &[]),
            ("Noor", "-", &[], &[]),
            ("小龍", "李", &["Amira"], &[]),
            ("Łukasz", "Wójcik", &[], &["Khan"]),
            ("Анна", "Amira", &[], &[]),
        ];
        let people: Vec<Person> = names
            .into_iter()
            .map(|(given, family, known_as, families)| {
                let id = PersonId("p".to_owned());
                let mut person = Person::new(id, PersonKind::Child, given, family);
                person.known_as = known_as.iter().map(ToString::to_string).collect();
                person.known_families = families.iter().map(ToString::to_string).collect();
                person
            })
            .collect();
        let tokens = [
            "Amira",
            "amira",
            "Khan",
            "khans",
            "Leo",
            "Marsh",
            "bell",
            "Al",
            "O",
            "Brien",
            "OBrien",
            "Noor",
            "李小龍",
            "李",
            "在小龍",
            "Lukasz",
            "Wojcik",
            "ami",
            "rakhan",
            "AmiraKhan",
            "leomarsh",
            "Berg",
            "and",
            "the",
            "Аmira",
            "АННА",
            "a",
        ];
        let apart = [" ", "-", "&nbsp;", "'s ", " #", "<b>", "\u{200b}", ""];
        let own = OwnNames::default();
        let sought: Vec<ToLookUp> = people.iter().map(ToLookUp::of).collect();
        let mut found = 0;
        for (place, one) in tokens.iter().enumerate() {
            for other in tokens {
                for (at, apart) in apart.iter().enumerate() {
                    let third = tokens[(place + at * 5) % tokens.len()];
                    let text = format!("{one}{apart}{other} {third}");
                    let text = NamesSought::in_text(&text, &own);
                    let runs = text.runs();
                    for (person, sought) in people.iter().zip(&sought) {
                        if text.hold(person, &Tagged::default()) {
                            found += 1;
                            let is_found = may_be_found(&runs, sought);
                            assert!(is_found, "{}: {one}{apart}{other} {third}", person.given);
                        }
                    }
                }
            }
        }
        assert!(found > 500, "{found}");
    }

    #[test]
    fn a_placeholder_is_no_name() {
        for none in [
            "", " ", "-", ".", "Unknown", "n/a", "N/A ", "Mr", "Miss", "?",
        ] {
            assert!(is_no_name(none), "{none}");
        }
        for name in ["Na", "Amira", "Miss Amira", "李", "None So"] {
            assert!(!is_no_name(name), "{name}");
        }
    }
}
