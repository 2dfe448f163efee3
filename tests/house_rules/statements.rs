//! What the documents say of the house is so: a file, a test, a command of make or a link that they name is
//! there, and every page is drawn by somebody. Knows no prose.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where a path in a document can begin.
const FOLDERS: [&str; 12] = [
    "assets/",
    "benches/",
    "docs/",
    "fuzz/",
    "models/",
    "packaging/",
    "policies/",
    "src/",
    "tests/",
    "tools/",
    "ui/",
    ".ci/",
];

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(house().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn below(folder: &str, ending: &str) -> Vec<String> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|is| is == ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&house().join(folder), ending, &mut found);
    let relative = |path: PathBuf| path.strip_prefix(house()).unwrap().display().to_string();
    let mut found: Vec<String> = found.into_iter().map(relative).collect();
    found.sort();
    found
}

fn documents() -> Vec<String> {
    let mut all = below("docs", "md");
    all.extend(
        [
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "SECURITY.md",
        ]
        .map(str::to_owned),
    );
    all
}

/// What stands between backticks on one line, code blocks left out.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_block = !is_block;
            continue;
        }
        if !is_block {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Targets of relative links: `[words](docs/kiosk.md#part)`.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1);
    targets
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap_or("").to_owned())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

/// Every function of each suite's files, by `suite/file`.
fn tests() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for path in below("tests", "rs") {
        let name = path.trim_start_matches("tests/").trim_end_matches(".rs");
        let text = read(&path);
        let names = text.split("fn ").skip(1).filter_map(|rest| {
            let end = rest.find(|sign: char| !(sign.is_alphanumeric() || sign == '_'))?;
            Some(rest[..end].to_owned())
        });
        found.insert(name.to_owned(), names.collect());
    }
    found
}

/// Whether a path stands for many, `src/outlet/NAME.rs` or `Vn__name.sql`: a word in capitals, or `name`.
fn is_pattern(named: &str) -> bool {
    let mut parts = named.split(['/', '.', '_']);
    parts.any(|part| part == "name" || part.len() > 1 && part.chars().all(char::is_uppercase))
}

/// Why what a document names is not there; nothing where it is, or names nothing of the house.
fn missing(named: &str, tests: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let is_path = FOLDERS.iter().any(|folder| named.starts_with(folder))
        && !named.contains([' ', '*', '<', '{', '…'])
        && !is_pattern(named);
    if is_path {
        let path = named.split(':').next().unwrap_or(named);
        let is_there = house().join(path).exists();
        return (!is_there).then(|| format!("there is no file `{named}`"));
    }
    let (file, function) = match named.split_once("::") {
        Some((file, function)) => (file, Some(function)),
        None => (named, None),
    };
    let (suite, _) = file.split_once('/')?;
    let is_suite = tests.contains_key(suite);
    let is_name = file
        .chars()
        .all(|sign| sign.is_ascii_lowercase() || matches!(sign, '_' | '/'));
    // A room is named as a suite is: `picture/child`.
    if !is_suite || !is_name || house().join(format!("src/{file}.rs")).exists() {
        return None;
    }
    let Some(functions) = tests.get(file) else {
        return Some(format!("there is no tests/{file}.rs"));
    };
    let function = function.filter(|function| *function != "name")?;
    let is_there = match function.strip_suffix('…') {
        Some(beginning) => functions.iter().any(|one| one.starts_with(beginning)),
        None => functions.contains(function),
    };
    (!is_there).then(|| format!("tests/{file}.rs has no test `{function}`"))
}

/// A command of make that a document names, where the Makefile has none such.
fn unmade(named: &str, targets: &BTreeSet<String>) -> Option<String> {
    let mut words = named.strip_prefix("make ")?.split(' ');
    let target = words.find(|word| !word.contains('='))?;
    let is_word = target.chars().all(|sign| sign.is_ascii_lowercase());
    (is_word && !targets.contains(target)).then(|| format!("make has no `{target}`"))
}

fn targets() -> BTreeSet<String> {
    let makefile = read("Makefile");
    let lines = makefile
        .lines()
        .filter(|line| !line.starts_with(['\t', '#', '.', ' ']));
    lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, rest)| !rest.starts_with('='))
        .map(|(target, _)| target.to_owned())
        .collect()
}

#[test]
fn what_the_documents_name_is_there() {
    let (tests, targets) = (tests(), targets());
    let mut wrong = Vec::new();
    let mut named = 0;
    for document in documents() {
        let text = read(&document);
        for quoted in quoted(&text) {
            named += usize::from(quoted.contains("::"));
            let why = missing(&quoted, &tests).or_else(|| unmade(&quoted, &targets));
            wrong.extend(why.map(|why| format!("{document}: {why}")));
        }
        let beside = Path::new(&document).parent().unwrap_or(Path::new(""));
        for link in links(&text) {
            if !house().join(beside).join(&link).exists() {
                wrong.push(format!("{document}: the link to `{link}` leads nowhere"));
            }
        }
    }
    assert!(named > 20, "the documents name next to no test: {named}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_not_there_is_noticed() {
    let (tests, targets) = (tests(), targets());
    for wrong in [
        "src/acts/nothing.rs",
        "gate/nothing",
        "gate/doors::no_such_test",
        "gate/doors::no_such…",
    ] {
        assert!(missing(wrong, &tests).is_some(), "{wrong}");
    }
    for right in ["src/acts/release.rs", "gate/doors", "https://a.example/b"] {
        assert_eq!(missing(right, &tests), None, "{right}");
    }
    assert!(unmade("make nothing", &targets).is_some());
    assert_eq!(unmade("make screens ONLY=tag", &targets), None);
    assert_eq!(
        links("[a](docs/kiosk.md#b) [c](https://d.example)"),
        ["docs/kiosk.md"]
    );
}

/// No page, component or sentence is left that nothing shows.
#[test]
fn every_part_of_the_screens_is_imported_by_the_window() {
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["ui/main.slint".to_owned()];
    while let Some(path) = waiting.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        let beside = Path::new(&path).parent().unwrap().to_owned();
        for line in read(&path).lines().filter(|line| line.contains(" from \"")) {
            let Some(target) = line.split('"').nth(1).filter(|one| one.ends_with(".slint")) else {
                continue;
            };
            let mut parts: Vec<&str> = beside.iter().map(|part| part.to_str().unwrap()).collect();
            for part in target.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            waiting.push(parts.join("/"));
        }
    }
    let all: BTreeSet<String> = below("ui", "slint").into_iter().collect();
    let unreached: Vec<&String> = all.difference(&reached).collect();
    assert!(unreached.is_empty(), "nothing imports {unreached:#?}");
}

/// Nobody owns a repository, an address or an account yet: none is named.
#[test]
fn no_manifest_names_a_place_that_nobody_owns() {
    for manifest in ["Cargo.toml", "ui/Cargo.toml", "packaging/copyright"] {
        let text = read(manifest);
        for named in [
            "repository =",
            "homepage =",
            "authors =",
            "noreply",
            "Source: http",
        ] {
            assert!(!text.contains(named), "{manifest}: {named}");
        }
    }
}
