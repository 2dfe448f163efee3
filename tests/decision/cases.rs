//! Case files that ship with the product pass, every one.

use shutterslip::domain::cases::run;

fn passes(text: &str) {
    for outcome in run(text).unwrap_or_else(|error| panic!("{error}")) {
        assert!(
            outcome.agrees(),
            "{} (line {}): expected {:?}, got {:?}",
            outcome.name,
            outcome.line,
            outcome.expected.reasons,
            outcome.got
        );
    }
}

#[test]
fn the_basic_cases_pass() {
    passes(include_str!("../cases/basic.json"));
}

#[test]
fn the_cases_of_the_mended_rules_pass() {
    passes(include_str!("../cases/second.json"));
}

#[test]
fn the_cases_for_every_sentence_of_the_rules_pass() {
    passes(include_str!("../cases/more.json"));
}

/// Faults that public reports led to, and a hundred ordinary captions of a school whose children are
/// called as things are.
#[test]
fn the_cases_of_names_and_contacts_pass() {
    passes(include_str!("../cases/names-and-contacts.json"));
}
