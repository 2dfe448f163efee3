//! Captions, credits and file names of any text: what is found lies in the text, and a name or a
//! contact that is put in is always found, whatever stands before it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::words::{
    self, Contact, NameSpan, OwnContacts, contacts_in, find_names, find_names_in_file_name,
    full_name_in, full_name_in_file_name, school_contact,
};

fn child(id: &str, given: &str, family: &str, known_as: &[&str]) -> Person {
    Person {
        known_as: known_as.iter().map(|name| (*name).to_owned()).collect(),
        ..Person::new(PersonId(id.to_owned()), PersonKind::Child, given, family)
    }
}

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    vec![
        child("a", "Amira", "Khan", &[]),
        child("b", "Siân", "O'Brien-Łukasz", &["Shan"]),
        child("c", "Ann", "Lee", &["Annie"]),
        child("d", "Ludwig", "van der Berg", &[]),
        child("e", "明", "李", &["Ming"]),
        Person {
            known_families: vec!["Adeyemi".to_owned(), "n/a".to_owned()],
            ..child("f", "Miss Temi", "-", &[])
        },
    ]
});

fuzz_target!(|text: &str| {
    let found = find_names(text, &PEOPLE);
    lie_in(text, &found);
    for person in PEOPLE.iter() {
        let has = found.iter().any(|span| span.person == person.id);
        assert_eq!(full_name_in(text, person), has, "{person:?}");
    }
    let in_name = find_names_in_file_name(text, &PEOPLE);
    lie_in(text, &in_name);
    for person in PEOPLE.iter() {
        let has = in_name.iter().any(|span| span.person == person.id);
        assert_eq!(full_name_in_file_name(text, person), has, "{person:?}");
        // Put in, in either order, it is found.
        let family = person.known_families.first().unwrap_or(&person.family);
        for (one, other) in [(&person.given, family), (family, &person.given)] {
            let caption = format!("{text}\n{one} {other}");
            assert!(words::full_name_in(&caption, person), "{caption:?}");
            let encoded = format!("{text}\n{one}&nbsp;{other}");
            assert!(words::full_name_in(&encoded, person), "{encoded:?}");
            let file = format!("{text} {one}-{other}.jpg");
            assert!(full_name_in_file_name(&file, person), "{file:?}");
        }
    }

    let contacts = contacts_in(text);
    let own = OwnContacts::of(&[]);
    assert_eq!(own.leave_any_in(text), !contacts.is_empty());
    drop(school_contact(text));
    // A list of the school's own lets the school's own through, and nobody else's address.
    let own = OwnContacts::of(&[text.to_owned()]);
    let put_in = [
        (
            "\nwrite to parent.of@home.example",
            Contact::Email("parent.of@home.example".to_owned()),
        ),
        (
            "\nring 07700 900123",
            Contact::Phone("07700900123".to_owned()),
        ),
    ];
    for (words, contact) in put_in {
        let caption = format!("{text}{words}");
        let found = contacts_in(&caption);
        assert!(!found.is_empty(), "{caption:?} reaches nobody");
        if !school_contact(text).contains(&contact) && found.contains(&contact) {
            assert!(own.leave_any_in(&caption), "{caption:?}");
        }
    }
});

fn lie_in(text: &str, spans: &[NameSpan]) {
    for span in spans {
        let words = text
            .get(span.range.clone())
            .expect("a span lies in its text");
        assert!(!words.is_empty());
    }
    assert!(spans.is_sorted_by_key(|span| (span.range.start, span.range.end)));
}
