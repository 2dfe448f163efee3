//! A list of children (CSV) of any bytes: refused by line with nothing imported, or children who
//! each have a name and a group, stand there once, and come out of a second writing the same.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use shutterslip::acts::permit::read_children;
use shutterslip::domain::person::PersonKind;
use shutterslip::domain::school::Registered;
use shutterslip_fuzz::fit_to_read;

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes
        .iter()
        .filter(|byte| matches!(byte, b'\n' | b'\r'))
        .count() as u64
        + 1;
    let children = match read_children(bytes) {
        Ok(children) => children,
        Err(error) => {
            let words = error.to_string();
            fit_to_read(&words);
            let line = words.strip_prefix("line ").and_then(|rest| {
                rest.split(|letter: char| !letter.is_ascii_digit())
                    .next()?
                    .parse::<u64>()
                    .ok()
            });
            assert!(
                line.is_some_and(|line| (1..=lines).contains(&line)),
                "{words} of {lines}"
            );
            assert!(words.contains("nothing was imported"), "{words}");
            return;
        }
    };
    let mut before = 1;
    let (mut seen, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for (line, child) in &children {
        assert!(
            *line > before && *line <= lines,
            "line {line} after {before} of {lines}"
        );
        before = *line;
        let Registered { person, class } = child;
        assert_eq!(person.kind, PersonKind::Child);
        assert!(!person.never, "a list takes no mark off and puts none on");
        assert!(ids.insert(person.id.clone()), "one id for two");
        let names = [&person.given, &person.family, class]
            .into_iter()
            .chain(&person.known_as);
        for name in names {
            assert!(!name.is_empty() && name.trim() == name, "{name:?}");
            assert!(!name.chars().any(char::is_control), "{name:?}");
            assert!(name.chars().count() <= 120, "{name:?}");
        }
        assert!(
            person
                .born
                .zip(person.leaves)
                .is_none_or(|(born, leaves)| born <= leaves)
        );
        assert!(
            seen.insert((&person.given, &person.family, person.born)),
            "{person:?} twice"
        );
    }
    let again = read_children(&written(&children)).expect("what was read can be written and read");
    let same = children.iter().zip(&again).all(|((_, one), (_, other))| {
        let mut other = other.clone();
        other.person.id = one.person.id.clone();
        *one == other
    });
    assert!(
        same && children.len() == again.len(),
        "{children:?} became {again:?}"
    );
});

fn written(children: &[(u64, Registered)]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["given", "family", "known_as", "born", "leaves", "group"];
    writer.write_record(head).expect("memory takes all");
    for (_, Registered { person, class }) in children {
        let day =
            |date: Option<chrono::NaiveDate>| date.map_or(String::new(), |date| date.to_string());
        let row = [
            person.given.clone(),
            person.family.clone(),
            person.known_as.join(";"),
            day(person.born),
            day(person.leaves),
            class.clone(),
        ];
        writer.write_record(row).expect("memory takes all");
    }
    writer.into_inner().expect("memory takes all")
}
