//! The same slips at the command line, by the built program, pages read in its confined process.

use serde_json::Value;

use crate::office::{HEAD, OFFICE, PATEL, School};

#[test]
fn a_slip_is_printed_read_and_confirmed_by_commands() {
    let school = School::new();
    let folder = school.folder("paper");
    let file = format!("{folder}/amira.pdf");
    let print = ["slip", "print", "--child", "Amira Khan", "--out", &file];
    school.run(OFFICE, &print).done();
    // Nothing is written over.
    school
        .run(OFFICE, &print)
        .refused()
        .says("not written over");
    let read = school
        .run(OFFICE, &["--json", "slip", "read", &file])
        .json();
    let seen = &read[0];
    assert_eq!(seen["name"], "Amira Khan");
    assert_eq!(seen["signed"], Value::Bool(false));
    assert_eq!(seen["rows"][0]["seems"], "nothing");
    let today = chrono::Utc::now().date_naive().to_string();
    let confirm = |child: &str| {
        let typed = [
            "slip", "confirm", &file, "--child", child, "--yes", "website", "--no", "press",
            "--by", "D Khan", "--signed", &today,
        ];
        school.run(OFFICE, &typed)
    };
    confirm("Chloe Davies").refused().says("not that of");
    confirm("Amira Khan").done().says("2 answers recorded");
    confirm("Amira Khan").refused().says("confirmed already");
    let answers = school.run(OFFICE, &["permission", "list", "Amira Khan"]);
    answers.done().says("✕ no");
    school.run(HEAD, &["audit", "verify", "--files"]).done();
}

#[test]
fn a_group_is_one_file_and_only_the_register_keepers_make_it() {
    let school = School::new();
    let folder = school.folder("paper");
    let file = format!("{folder}/group.pdf");
    let print = [
        "slip",
        "print",
        "--group",
        "Ladybirds",
        "--language",
        "welsh",
        "--out",
        &file,
    ];
    school.run(PATEL, &print).refused();
    school.run(OFFICE, &print).done().says("slips for");
    let inside = format!("{}/slips.pdf", school.data.display());
    let print = ["slip", "print", "--group", "Ladybirds", "--out", &inside];
    school.run(OFFICE, &print).refused().says("own folder");
    school
        .run(
            OFFICE,
            &["slip", "print", "--group", "Nobody", "--out", &file],
        )
        .unusable();
    // A file that is no slip is told, beside the one that is.
    let other = school.file("letter.pdf", b"%PDF-1.4\nnothing");
    school.run(OFFICE, &["slip", "read", &other]).unusable();
}

#[test]
fn photos_are_printed_for_a_wall_within_the_school_alone() {
    let school = School::new();
    let id = crate::office::photo("reading-corner");
    // No machine has a printer of this name.
    let to = |channel: &str| {
        let printer = "No-such-printer-of-a-test";
        school.run(HEAD, &["release", "to", channel, &id, "--print", printer])
    };
    to("website").refused().says("within the school");
    to("wall").refused().says("printer");
    let both = [
        "release", "to", "wall", &id, "--print", "A", "--zip", "a.zip",
    ];
    school.run(HEAD, &both).unusable();
    school.run(PATEL, &["release", "printers"]).done();
    let released = school.run(HEAD, &["--json", "release", "list"]).done();
    assert_eq!(released.json(), Value::Array(Vec::new()));
}
