//! What counts as a full name in a text.

use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::words::{
    find_names, find_names_in_file_name, full_name_in, full_name_in_file_name,
};

fn child(given: &str, family: &str, known_as: &[&str]) -> Person {
    Person {
        known_as: known_as.iter().map(ToString::to_string).collect(),
        ..Person::new(PersonId("c".to_owned()), PersonKind::Child, given, family)
    }
}

fn leo() -> Person {
    child("Leo", "Marsh-Bell", &["Lenny"])
}

#[track_caller]
fn holds(person: &Person, texts: &[&str]) {
    for text in texts {
        assert!(full_name_in(text, person), "missed in {text:?}");
    }
}

#[track_caller]
fn lacks(person: &Person, texts: &[&str]) {
    for text in texts {
        assert!(!full_name_in(text, person), "found in {text:?}");
    }
}

#[test]
fn a_given_and_a_family_name_in_either_order() {
    let ann = child("Ann", "Lee", &[]);
    holds(
        &ann,
        &[
            "Ann Lee",
            "LEE, Ann",
            "Ann J. Lee",
            "Ann J K Lee",
            "ann-lee",
            "Ann_Lee",
            "Ann\nLee",
            "(Ann) \"Lee\"",
            "Lee's Ann",
            "Ann’s Lee",
            "Ann Lee's",
            "Ann 12 Lee",
            "Ann & Lee",
            "Ann\u{a0}Lee",
            "ＡＮＮ ＬＥＥ",
            "Ánn Lée",
            "A\u{301}nn Lee",
            "'Ann Lee'",
            "‘Ann’ Lee",
            "Ann Lee’",
            "𝐀𝐧𝐧 Lee",
            "l'Ann Ann Lee",
            "Ann é Lee",
            "Lee J. K. Ann",
        ],
    );
    lacks(
        &ann,
        &[
            "Joanne Leeds",
            "Ann",
            "Lee",
            "Ann Jo Lee",
            "Ann J K L Lee",
            "AnnLee",
            "Annlee",
            "Ann and Lee",
            "Anne Lee",
            "",
            "Ann Leex",
            "Ann O'K Lee",
        ],
    );
}

#[test]
fn a_known_as_name_and_any_part_of_a_double_barrelled_one() {
    holds(
        &leo(),
        &[
            "Leo Marsh-Bell",
            "Leo Marsh",
            "Leo Bell",
            "Lenny Bell’s den",
            "Bell, Lenny",
            "Leo Marsh Bell",
            "marsh–bell leo",
            "Leo X Bell",
            "LENNY MARSH'S",
        ],
    );
    lacks(
        &leo(),
        &[
            "Leo Lenny",
            "Marsh-Bell",
            "Leo Marshbell",
            "Leo MarshBell",
            "Leo Marshs",
        ],
    );
}

#[test]
fn a_double_barrelled_name_needs_no_hyphen_and_a_led_one_has_one_part() {
    holds(
        &child("Leo", "Smith Jones", &[]),
        &["Leo Smith", "Leo Jones", "Leo Smith Jones"],
    );
    let berg = child("Leo", "van der Berg", &[]);
    holds(&berg, &["Leo van der Berg", "Van der Berg, Leo"]);
    lacks(&berg, &["Leo van", "Leo der", "Leo Berg"]);
    lacks(&child("Leo", "St. John", &[]), &["Leo John"]);
    holds(&child("Leo", "St. John", &[]), &["Leo St John"]);
    holds(
        &child("Ana", "Garcia de Souza", &[]),
        &[
            "Ana Garcia",
            "Ana Souza",
            "Ana de Souza",
            "Ana Garcia de Souza",
        ],
    );
}

#[test]
fn names_of_several_words_are_sequences() {
    let mary = child("Mary Ann", "Lee", &[]);
    holds(&mary, &["Mary Ann Lee", "Lee, Mary-Ann"]);
    lacks(&mary, &["Mary Lee", "Ann Lee", "Ann Mary Lee"]);
}

#[test]
fn apostrophes_straight_and_curly_are_dropped() {
    let brien = child("Sinéad", "O'Brien", &[]);
    holds(
        &brien,
        &[
            "Sinead O'Brien",
            "Sinéad O’Brien",
            "SINÉAD OBRIEN",
            "Sinéad's O‘Brien’s",
            "O'Brien, Sine'ad",
            "Sinead Oʼbrien",
            "Sinead O＇Brien",
            "Sinead O`Brien",
            "Sinead O´Brien",
        ],
    );
    lacks(&brien, &["Sinead O Brien", "Sinead Brien"]);
    let curly = child("D’Arcy", "O’Neill", &[]);
    holds(&curly, &["D'Arcy O'Neill", "darcy oneill"]);
    holds(
        &child("Chris", "James", &[]),
        &["Chris James'", "Chris James's", "James’s Chris"],
    );
    // The s goes with its apostrophe only at the end of a word.
    holds(&child("Ann", "D'sa", &[]), &["Ann Dsa", "Ann D'sa"]);
}

#[test]
fn case_is_folded_and_marks_dropped_to_the_letter() {
    holds(
        &child("Zoë", "Groß", &[]),
        &["ZOE GROSS", "zoe groß", "ZOË GROẞ"],
    );
    holds(
        &child("Łukasz", "Wójcik", &[]),
        &["łukasz wojcik", "ŁUKASZ WÓJCIK"],
    );
    // A stroke is no combining mark: by the letter this is another name.
    lacks(&child("Łukasz", "Wójcik", &[]), &["Lukasz Wojcik"]);
    holds(
        &child("Σοφία", "Παππάς", &[]),
        &["ΣΟΦΙΑ ΠΑΠΠΑΣ", "σοφια παππας"],
    );
    holds(
        &child("Amira", "Khan", &[]),
        &[
            "Am\u{ad}ira Khan",
            "Amira\u{200b}Khan",
            "Ami\u{200d}ra Khan",
        ],
    );
    // One letter as it is written, three as they are decomposed.
    holds(&child("Jun", "Kim", &[]), &["Jun 민 Kim"]);
}

#[test]
fn one_name_alone_is_a_full_name_where_there_is_no_other() {
    holds(&child("Sukarno", "", &[]), &["Well done, Sukarno!"]);
    lacks(&child("", "", &[]), &["", "a", "anything at all"]);
    lacks(&child("Ann", "Lee", &["", "  "]), &["Lee", "Ann"]);
}

#[test]
fn a_file_name_parts_at_capitals_and_its_extension_is_ignored() {
    let person = leo();
    for name in [
        "LeoMarsh_0012.jpg",
        "leo-marsh.png",
        "IMG_1234_LeoBell.HEIC",
        "marshLeo.webp",
        "2026-03-02 Lenny Bell (1).jpeg",
        "leo.marsh.jpg",
        "LeoJMarsh.jpg",
        "Leo's-Marsh.jpg",
        "Leo'sMarsh.jpg",
        "leo.marsh",
        "MARSH_LEO",
        "Marsh,Leo.tar.jpg",
        "LeoMarshBell.jpg",
    ] {
        assert!(full_name_in_file_name(name, &person), "missed in {name:?}");
    }
    for name in [
        "leomarsh.jpg",
        "leo.jpg",
        "den_leo_builds_marsh.jpg",
        ".jpg",
        "",
        "LEOMARSH.jpg",
    ] {
        assert!(!full_name_in_file_name(name, &person), "found in {name:?}");
    }
    assert!(!full_name_in_file_name(
        "leo.tiff",
        &child("Leo", "Tiff", &[])
    ));
    let donald = child("Leo", "McDonald", &[]);
    for name in [
        "LeoMcDonald.jpg",
        "leo_mcdonald.jpg",
        "Leo McDonald.jpg",
        "LeoMcdonald.jpg",
    ] {
        assert!(full_name_in_file_name(name, &donald), "missed in {name:?}");
    }
    assert!(full_name_in_file_name(
        "DavidO'Brien.jpg",
        &child("David", "O'Brien", &[])
    ));
    assert!(full_name_in_file_name(
        "Jean_d'Arcy.jpg",
        &child("Jean", "d'Arcy", &[])
    ));
}

#[test]
fn names_are_found_where_they_stand() {
    let amira = Person {
        id: PersonId("amira".to_owned()),
        ..child("Amira", "Khan", &[])
    };
    let people = [leo(), amira];
    let text = "Zoë, Lenny J. Bell’s den, and KHAN (Amira).";
    let found: Vec<(&str, String)> = find_names(text, &people)
        .into_iter()
        .map(|span| (&text[span.range], span.person.0))
        .collect();
    assert_eq!(
        found,
        [
            ("Lenny J. Bell", "c".to_owned()),
            ("KHAN (Amira", "amira".to_owned())
        ]
    );
    assert!(find_names("Amira and Leo", &people).is_empty());
    let name = "AmiraKhan_02.jpg";
    let span = &find_names_in_file_name(name, &people)[0];
    assert_eq!(&name[span.range.clone()], "AmiraKhan");
}
