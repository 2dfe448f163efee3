//! The house, read from its own sources: which room may know which, and what no room may do.
//! Reads text only, so it holds for code that is not compiled here; proves nothing about behaviour.
//! Each rule fails on a small made-up source in house_rules/each_rule_fails_where_it_should.rs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::Path;

#[path = "house_rules/circles.rs"]
mod circles;
#[path = "house_rules/each_rule_fails_where_it_should.rs"]
mod each_rule_fails_where_it_should;
#[path = "house_rules/packaging.rs"]
mod packaging;
#[path = "house_rules/reached.rs"]
mod reached;
#[path = "house_rules/reading.rs"]
mod reading;
#[path = "house_rules/sql.rs"]
mod sql;
#[path = "house_rules/statements.rs"]
mod statements;
#[path = "house_rules/words.rs"]
mod words;

use reading::{Named, Source};

/// Longest file of `src`, in lines; more is usually two rooms.
const LONGEST_FILE: usize = 450;

/// Who may know whom. A room always knows itself; `main` knows everybody; `lib` only declares.
/// `clock` is known for its trait: which clock it is, is `main`'s choice.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("register", &["domain"]),
    ("vault", &["domain"]),
    ("picture", &["domain"]),
    ("faces", &["domain"]),
    ("camera", &["domain"]),
    ("outlet", &["domain", "paper"]),
    ("keyring", &["domain"]),
    ("places", &[]),
    ("paper", &["domain"]),
    ("slip", &["domain", "paper", "picture"]),
    ("sheet", &["domain"]),
    (
        "acts",
        &[
            "domain", "register", "vault", "picture", "faces", "camera", "outlet", "keyring",
            "paper", "slip", "clock", "sheet",
        ],
    ),
    (
        "clerk",
        &["acts", "domain", "clock", "outlet", "paper", "places"],
    ),
    ("sample", &["acts", "domain"]),
    (
        "screens",
        &[
            "acts", "domain", "clerk", "camera", "paper", "places", "slip",
        ],
    ),
    (
        "cli",
        &["acts", "domain", "clerk", "clock", "sample", "slip"],
    ),
    ("lib", &[]),
];

/// Engines that only `main` chooses.
const ENGINES: &[&str] = &[
    "SqliteStore",
    "PostgresStore",
    "MemoryStore",
    "GstCameras",
    "Cups",
    "SampleCamera",
    "DiskPlaces",
];

/// Where the engines of the register are.
const STORES: &str = "src/register/store";

/// The only place that knows SQL.
const SQLITE: &str = "src/register/store/sqlite";

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "managers", "common", "misc",
];

/// What the pure room never names.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["rusqlite"],
    &["turbojpeg"],
    &["slint"],
];

/// One broken rule, where and in words.
#[derive(Debug, PartialEq)]
struct Breach {
    path: String,
    line: usize,
    rule: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

fn breach(source: &Source, line: usize, rule: impl Into<String>) -> Breach {
    Breach {
        path: source.path.clone(),
        line,
        rule: rule.into(),
    }
}

/// Every rule that reads Rust.
fn look_at(source: &Source) -> Vec<Breach> {
    let names = reading::names(source);
    let mut found = Vec::new();
    arrows(source, &names, &mut found);
    engines_and_clocks(source, &names, &mut found);
    purity(source, &names, &mut found);
    one_door(source, &names, &mut found);
    darkroom(source, &names, &mut found);
    swallowed_errors(source, &mut found);
    unfinished(source, &mut found);
    module_names(source, &mut found);
    let lines = source.text.lines().count();
    if lines > LONGEST_FILE {
        found.push(breach(
            source,
            lines,
            format!("{lines} lines; over {LONGEST_FILE} it is two rooms, part it"),
        ));
    }
    // A group that names one wrong room twice breaks the rule once.
    found.dedup();
    found
}

/// Arrows run one way.
fn arrows(source: &Source, names: &[Named], found: &mut Vec<Breach>) {
    let room = source.room();
    if room == "main" {
        return;
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
        found.push(breach(
            source,
            1,
            format!(
                "`{room}` is no room of this house; give it its arrows in tests/house_rules.rs"
            ),
        ));
        return;
    };
    for named in names.iter().filter(|named| named.in_house) {
        let Some(target) = named.path.first() else {
            continue;
        };
        if target == "*" {
            found.push(breach(
                source,
                named.line,
                "imports the whole house; name the room it needs",
            ));
        } else if *target != room && !allowed.contains(&target.as_str()) {
            let may = match allowed.len() {
                0 => "no other room".to_owned(),
                _ => format!("only {}", allowed.join(", ")),
            };
            found.push(breach(
                source,
                named.line,
                format!("`{room}` imports `{target}`; it may import {may}"),
            ));
        }
    }
}

/// Only `main` chooses an engine or asks what time it is.
fn engines_and_clocks(source: &Source, names: &[Named], found: &mut Vec<Breach>) {
    let room = source.room();
    for named in names {
        let ends = |tail: &[&str]| named.ends_with(tail);
        let engine = named
            .path
            .iter()
            .any(|part| ENGINES.contains(&part.as_str()))
            || named.has("SystemClock")
            || (named.has("sqlite") || named.has("postgres")) && !named.starts_with(&["rusqlite"]);
        if engine && !["register", "camera", "paper", "places", "clock", "main"].contains(&room) {
            found.push(breach(
                source,
                named.line,
                format!(
                    "`{}` is a concrete engine or clock; only main.rs chooses one",
                    named.text()
                ),
            ));
        }
        let now = ["Utc", "Local", "SystemTime"]
            .iter()
            .any(|clock| ends(&[clock, "now"]));
        if now && room != "main" && room != "clock" {
            found.push(breach(
                source,
                named.line,
                format!(
                    "`{}` asks a clock; only main.rs and clock.rs do, time is passed in",
                    named.text()
                ),
            ));
        }
        if ends(&["Instant", "now"]) && !["main", "clock", "picture", "camera"].contains(&room) {
            found.push(breach(
                source,
                named.line,
                "`Instant::now` outside main.rs, clock.rs, the picture's deadline and the camera's watchdog",
            ));
        }
        if named.starts_with(&["rusqlite"]) && !source.path.starts_with(SQLITE) {
            found.push(breach(
                source,
                named.line,
                format!("`rusqlite` outside {SQLITE}; everybody else sees `Store`"),
            ));
        }
        if room == "register" && engine && !source.path.starts_with(STORES) {
            found.push(breach(
                source,
                named.line,
                format!(
                    "`{}`: what the register promises knows no engine",
                    named.text()
                ),
            ));
        }
    }
}

/// The domain knows no disk, network, process or machine.
fn purity(source: &Source, names: &[Named], found: &mut Vec<Breach>) {
    if source.room() != "domain" {
        return;
    }
    for named in names {
        if IMPURE.iter().any(|impure| named.starts_with(impure)) {
            found.push(breach(
                source,
                named.line,
                format!("`domain` names `{}`; it is pure", named.text()),
            ));
        }
    }
}

/// Bytes leave through one door.
fn one_door(source: &Source, names: &[Named], found: &mut Vec<Breach>) {
    if source.room() == "outlet" || source.path == "src/acts/release.rs" {
        return;
    }
    for named in names {
        let by_path = named.path.last().is_some_and(|last| last == "deliver")
            && named.path.len() > 1
            && !named.starts_with(&["acts"]);
        if by_path || named.is_call_of("deliver") {
            found.push(breach(
                source,
                named.line,
                "`deliver` outside acts/release.rs; pictures leave through that one door",
            ));
        }
    }
}

/// What reads a picture's bytes where it is called.
const READS_HERE: &[&str] = &[
    "inspect",
    "camera_note",
    "open",
    "screen",
    "public_copy",
    "InProcess",
];

/// Pictures are read by the darkroom that `main` chose, so that no decoder runs beside the keys.
fn darkroom(source: &Source, names: &[Named], found: &mut Vec<Breach>) {
    if ["picture", "main"].contains(&source.room()) {
        return;
    }
    for named in names {
        let reads_here = named
            .path
            .windows(2)
            .any(|pair| pair[0] == "picture" && READS_HERE.contains(&pair[1].as_str()));
        let engine = named.has("InProcess") || named.has("ChildDarkroom");
        if reads_here || engine || named.ends_with(&["picture", "*"]) {
            found.push(breach(
                source,
                named.line,
                format!(
                    "`{}` outside the picture room; pictures are read by the desk's darkroom",
                    named.text()
                ),
            ));
        }
    }
}

/// In the register and the domain an error that is dropped is a withdrawal that is lost.
fn swallowed_errors(source: &Source, found: &mut Vec<Breach>) {
    if !["register", "domain"].contains(&source.room()) {
        return;
    }
    for (line, code, raw) in source.lines() {
        let code: String = code.split_whitespace().collect();
        let dropped = [".flatten()", "filter_map(Result::ok)", ".ok()", "let_="]
            .into_iter()
            .find(|what| code.contains(what));
        let excused = raw
            .split_once("// house: ")
            .is_some_and(|(_, why)| !why.trim().is_empty());
        if let (Some(what), false) = (dropped, excused) {
            found.push(breach(
                source,
                line,
                format!("`{what}` drops an error here; hand it on, or say why: `// house: ...`"),
            ));
        }
    }
}

/// What is not built does not land.
fn unfinished(source: &Source, found: &mut Vec<Breach>) {
    let marker = ["FIX", "ME"].concat();
    for (line, code, raw) in source.lines() {
        if code.contains("todo!") || code.contains("unimplemented!") || raw.contains(&marker) {
            found.push(breach(source, line, "unfinished work stands here"));
        }
    }
}

/// A module is named after what is in it.
fn module_names(source: &Source, found: &mut Vec<Breach>) {
    let parts = source.path.trim_end_matches(".rs").split('/');
    for part in parts.filter(|part| EMPTY_NAMES.contains(part)) {
        found.push(breach(
            source,
            1,
            format!("a module named `{part}` says nothing; name it after what it does"),
        ));
    }
    for (line, code, _) in source.lines() {
        let words: Vec<&str> = code
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            if pair[0] == "mod" && EMPTY_NAMES.contains(&pair[1]) {
                found.push(breach(
                    source,
                    line,
                    format!("a module named `{}` says nothing", pair[1]),
                ));
            }
        }
    }
}

/// All files under a folder with that ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| {
            panic!("{} cannot be listed ({error})", next.display());
        }) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = fs::read_to_string(&path).unwrap();
                let shown = path
                    .strip_prefix(env!("CARGO_MANIFEST_DIR"))
                    .unwrap()
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/");
                sources.push(Source::new(&shown, &text));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn house() -> Vec<Source> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs")
}

fn report(breaches: &[Breach]) -> String {
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    format!("the house rules are broken:\n{}\n", lines.join("\n"))
}

#[test]
fn every_room_keeps_the_house_rules() {
    let sources = house();
    for needed in ["src/lib.rs", "src/main.rs", "src/domain.rs"] {
        assert!(
            sources.iter().any(|source| source.path == needed),
            "{needed} was not found: this test would be looking at nothing"
        );
    }
    let breaches: Vec<Breach> = sources.iter().flat_map(look_at).collect();
    assert!(breaches.is_empty(), "{}", report(&breaches));
}

/// Rooms in which no files import each other in a circle.
const WITHOUT_CIRCLES: &[&str] = &["clerk", "camera", "acts"];

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let sources = house();
    let within: Vec<Source> = sources
        .into_iter()
        .filter(|source| WITHOUT_CIRCLES.contains(&source.room()))
        .collect();
    assert!(within.len() > 90, "this test would be looking at nothing");
    let breaches = circles::circles(&within);
    assert!(breaches.is_empty(), "{}", report(&breaches));
}

#[test]
fn every_file_is_reached_from_what_cargo_builds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<Source> = ["src", "tests", "benches"]
        .into_iter()
        .flat_map(|folder| files(&root.join(folder), "rs"))
        .collect();
    for needed in [
        "src/main.rs",
        "tests/safekeeping/lists.rs",
        "benches/kiosk.rs",
    ] {
        assert!(
            sources.iter().any(|source| source.path == needed),
            "{needed} was not found: this test would be looking at nothing"
        );
    }
    let breaches = reached::unreached(&sources);
    assert!(breaches.is_empty(), "{}", report(&breaches));
}

#[test]
fn every_column_of_every_migration_says_what_it_holds() {
    let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register");
    let migrations = register.join("migrations");
    if !register.join("store/sqlite.rs").exists() && !migrations.exists() {
        return; // There is no engine yet, so there is nothing that it could hold.
    }
    let (mut columns, mut breaches) = (0, Vec::new());
    for source in files(&migrations, "sql") {
        let read = sql::columns(&source.text);
        columns += read.columns;
        breaches.extend(read.bare.into_iter().map(|(line, column)| {
            breach(
                &source,
                line,
                format!("column `{column}` has no `-- comment` on its line"),
            )
        }));
    }
    assert!(
        columns > 0,
        "no column was found in src/register/migrations"
    );
    assert!(breaches.is_empty(), "{}", report(&breaches));
}
