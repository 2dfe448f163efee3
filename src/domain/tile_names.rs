//! Names on tiles: first name and initial, and as much more as tells apart those who would read alike.
//! Knows no screen, and names nobody fuller than that takes.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::person::Person;
use super::words::folded;

/// A name for each of these, in their order, that no other of them reads like, as far as what is known
/// of them tells them apart: more letters of the family name, then another name in use, then the
/// birthday.
pub fn tile_names(people: &[&Person]) -> Vec<String> {
    let letters: Vec<Vec<String>> = people.iter().map(|one| letters(&one.family)).collect();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, person) in people.iter().enumerate() {
        alike.entry(folded(&person.given)).or_default().push(place);
    }
    let shown = |place: usize, count: usize| -> String {
        let family = letters.get(place).map(Vec::as_slice).unwrap_or_default();
        family.iter().take(count).map(String::as_str).collect()
    };
    let longest = letters.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut names = Vec::with_capacity(people.len());
    for (place, person) in people.iter().enumerate() {
        let same_given = alike.get(&folded(&person.given));
        let others: Vec<usize> = same_given
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(|other| *other != place)
            .collect();
        let differs = |count: usize| {
            let own = folded(&shown(place, count));
            others
                .iter()
                .all(|other| folded(&shown(*other, count)) != own)
        };
        match (1..=longest).find(|count| differs(*count)) {
            Some(count) => names.push(joined(&person.given, &shown(place, count))),
            None => {
                let namesakes = others
                    .iter()
                    .filter_map(|other| people.get(*other))
                    .filter(|other| folded(&other.family) == folded(&person.family));
                names.push(told_apart(person, &namesakes.copied().collect::<Vec<_>>()));
            }
        }
    }
    names
}

/// The first letters of both names, for a badge.
pub fn initials(person: &Person) -> String {
    [&person.given, &person.family]
        .into_iter()
        .filter_map(|name| name.trim().chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Two with the same names in full.
fn told_apart(person: &Person, namesakes: &[&Person]) -> String {
    let full = joined(&person.given, &person.family);
    let known_as = person.known_as.iter().find(|name| {
        let name = folded(name);
        namesakes
            .iter()
            .all(|other| other.known_as.iter().all(|theirs| folded(theirs) != name))
    });
    if let Some(name) = known_as {
        return format!("{full} ({name})");
    }
    match person.born {
        Some(born) if namesakes.iter().all(|other| other.born != Some(born)) => {
            format!("{full} ({})", born.format("%-d %B %Y"))
        }
        Some(_) | None => full,
    }
}

fn joined(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}

/// A name in letters as people count them: an accent goes with the letter that bears it.
fn letters(name: &str) -> Vec<String> {
    let mut letters: Vec<String> = Vec::new();
    for sign in name.trim().nfc() {
        match letters.last_mut() {
            Some(letter) if is_combining_mark(sign) => letter.push(sign),
            _ => letters.push(sign.to_string()),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::super::person::{PersonId, PersonKind};
    use super::*;

    fn named(given: &str, family: &str) -> Person {
        let id = PersonId(format!("{given}-{family}"));
        Person::new(id, PersonKind::Child, given, family)
    }

    fn names(people: &[Person]) -> Vec<String> {
        tile_names(&people.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_tile_says_first_name_and_initial() {
        let people = [named("Amira", "Khan"), named("Ben", "Oakley")];
        assert_eq!(names(&people), ["Amira K", "Ben O"]);
        assert_eq!(initials(&people[0]), "AK");
    }

    #[test]
    fn those_who_would_read_alike_have_as_many_letters_as_tell_them_apart() {
        let people = [
            named("Amira", "Khan"),
            named("Amira", "Khalil"),
            named("AMIRA", "Kaur"),
            named("Zoë", "Lee"),
            named("Zoe", "Leeson"),
            named("Ben", "Khan"),
        ];
        assert_eq!(
            names(&people),
            [
                "Amira Khan",
                "Amira Khal",
                "AMIRA Ka",
                "Zoë Lee",
                "Zoe Lees",
                "Ben K"
            ]
        );
    }

    #[test]
    fn two_with_the_same_names_are_told_apart_by_what_else_is_known() {
        let mut one = named("Amira", "Khan");
        let mut two = named("Amira", "Khan");
        one.born = Some("2022-05-03".parse().unwrap());
        two.born = Some("2021-11-30".parse().unwrap());
        let people = [one.clone(), two.clone()];
        assert_eq!(
            names(&people),
            ["Amira Khan (3 May 2022)", "Amira Khan (30 November 2021)"]
        );
        two.known_as = vec!["Mimi".to_owned()];
        assert_eq!(names(&[one, two])[1], "Amira Khan (Mimi)");
    }

    #[test]
    fn an_accent_stays_on_its_letter() {
        let people = [named("Jan", "E\u{301}mile"), named("Jan", "Essex")];
        assert_eq!(names(&people), ["Jan Ém", "Jan Es"]);
    }
}
