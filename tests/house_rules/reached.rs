//! Follows `mod` from every root that Cargo builds: a file that none of them reaches is never compiled,
//! and a test in it never fails. Knows no macro that makes modules, and no `cfg`.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Source;
use super::{Breach, breach};

/// Whether Cargo builds a file as a target of its own.
pub fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(
        parts.as_slice(),
        ["src", "lib.rs" | "main.rs"]
            | ["src", "bin", _]
            | ["tests" | "benches", _]
            | ["tests" | "benches", _, "main.rs"]
    )
}

/// A breach for every file that no target reaches.
pub fn unreached(sources: &[Source]) -> Vec<Breach> {
    let by_path: BTreeMap<&str, &Source> = sources
        .iter()
        .map(|source| (source.path.as_str(), source))
        .collect();
    let mut reached = BTreeSet::new();
    // A file that is named by `path` looks for its own modules beside itself, as a root does.
    let mut waiting: Vec<(String, bool)> = by_path
        .keys()
        .filter(|path| is_root(path))
        .map(|path| ((*path).to_owned(), true))
        .collect();
    while let Some((path, is_beside)) = waiting.pop() {
        let Some(source) = by_path.get(path.as_str()) else {
            continue;
        };
        if !reached.insert((path, is_beside)) {
            continue;
        }
        for module in modules(source) {
            let found = module.places(&source.path, is_beside);
            waiting.extend(found.into_iter().map(|place| {
                let is_beside = module.path.is_some() || place.ends_with("/mod.rs");
                (place, is_beside)
            }));
        }
    }
    sources
        .iter()
        .filter(|source| !reached.iter().any(|(path, _)| *path == source.path))
        .map(|source| {
            breach(
                source,
                1,
                "no `mod` reaches this file, so nothing in it is compiled; declare it or remove it",
            )
        })
        .collect()
}

/// A module whose text is in another file.
struct Module {
    name: String,
    /// As `path` names it.
    path: Option<String>,
    /// Modules with braces around it, outermost first.
    within: Vec<String>,
}

impl Module {
    /// Where its text may be.
    fn places(&self, file: &str, is_beside: bool) -> Vec<String> {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let mut base: Vec<&str> = folder.split('/').collect();
        let stem = name.trim_end_matches(".rs");
        if !is_beside && (self.path.is_none() || !self.within.is_empty()) {
            base.push(stem);
        }
        base.extend(self.within.iter().map(String::as_str));
        match &self.path {
            Some(path) => vec![joined(&base, path)],
            None => vec![
                joined(&base, &format!("{}.rs", self.name)),
                joined(&base, &format!("{}/mod.rs", self.name)),
            ],
        }
    }
}

fn joined(base: &[&str], path: &str) -> String {
    let mut parts = base.to_vec();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The modules that a file declares without their text.
fn modules(source: &Source) -> Vec<Module> {
    let mut found = Vec::new();
    let mut path = None;
    // Open modules with how many braces were open before each.
    let mut within: Vec<(String, usize)> = Vec::new();
    let mut open = 0_usize;
    for (_, code, raw) in source.lines() {
        let code = code.trim();
        if code.starts_with("#[path") {
            path = raw.split('"').nth(1).map(str::to_owned);
        }
        if let Some((name, rest)) = declared(code) {
            match rest.trim_start().chars().next() {
                Some(';') => found.push(Module {
                    name: name.to_owned(),
                    path: path.take(),
                    within: within.iter().map(|(name, _)| name.clone()).collect(),
                }),
                Some('{') => within.push((name.to_owned(), open)),
                _ => {}
            }
        }
        for letter in code.chars() {
            match letter {
                '{' => open += 1,
                '}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        while within.last().is_some_and(|(_, before)| open <= *before) {
            within.pop();
        }
    }
    found
}

/// The module that a line declares, and what follows its name.
fn declared(code: &str) -> Option<(&str, &str)> {
    let mut code = code;
    if let Some(rest) = code.strip_prefix("pub") {
        code = rest.trim_start();
        if code.starts_with('(') {
            code = code.split_once(')')?.1.trim_start();
        }
    }
    let rest = code.strip_prefix("mod ")?.trim_start();
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(rest.len());
    Some(rest.split_at(end))
}
