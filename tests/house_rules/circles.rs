//! Finds files that import each other in a circle, within a room: none of them can be read, tried or
//! moved without the others. A name that is handed on by `pub use` counts as of the file that makes it.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{self, Source};
use super::{Breach, breach};

/// Who imports whom, by module.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// A breach for every circle of files, at the first of them.
pub fn circles(sources: &[Source]) -> Vec<Breach> {
    let by_module: BTreeMap<String, &Source> = sources
        .iter()
        .map(|source| (source.module().join("::"), source))
        .collect();
    let handed_on: BTreeMap<&str, BTreeMap<String, Vec<String>>> = by_module
        .iter()
        .map(|(module, source)| (module.as_str(), handed_on_by(source)))
        .collect();
    let mut imports = Imports::new();
    for (module, source) in &by_module {
        let mut names: Vec<Vec<String>> = Vec::new();
        let own = Source::new(&source.path, &without_pub_uses(&source.text));
        for named in reading::names(&own) {
            if named.in_house {
                names.push(named.path);
            } else if let Some(path) = child(module, &named.path, &by_module) {
                names.push(path);
            } else if let [name] = named.path.as_slice()
                && let Some(path) = handed_on[module.as_str()].get(name)
            {
                names.push(path.clone());
            }
        }
        let found = names
            .iter()
            .filter_map(|path| maker(module, path, &handed_on, 0))
            .filter(|other| other != module)
            .collect();
        imports.insert(module.clone(), found);
    }
    rounds(&imports)
        .into_iter()
        .map(|round| {
            let list = round.join(", ");
            breach(
                by_module[&round[0]],
                1,
                format!("these files import each other in a circle: {list}"),
            )
        })
        .collect()
}

/// The path of something in a module's own child.
fn child(
    module: &str,
    path: &[String],
    by_module: &BTreeMap<String, &Source>,
) -> Option<Vec<String>> {
    let first = path.first().filter(|_| path.len() > 1)?;
    let name = match module {
        "" => first.clone(),
        module => format!("{module}::{first}"),
    };
    by_module.contains_key(&name).then(|| {
        let within = name.split("::").map(str::to_owned);
        within.chain(path[1..].iter().cloned()).collect()
    })
}

/// The file that makes what a path names; nothing for a path that only says how far something is seen.
fn maker(
    from: &str,
    path: &[String],
    handed_on: &BTreeMap<&str, BTreeMap<String, Vec<String>>>,
    deep: usize,
) -> Option<String> {
    let most = (1..=path.len()).rev();
    let (module, rest) = most
        .map(|most| (path[..most].join("::"), &path[most..]))
        .find(|(module, _)| handed_on.contains_key(module.as_str()))?;
    if rest.is_empty() && (from == module || from.starts_with(&format!("{module}::"))) {
        return None;
    }
    match rest
        .first()
        .and_then(|name| handed_on[module.as_str()].get(name))
    {
        Some(on) if deep < 8 => maker(from, on, handed_on, deep + 1).or(Some(module)),
        _ => Some(module),
    }
}

/// What a file hands on by `pub use`, each with where it comes from.
fn handed_on_by(source: &Source) -> BTreeMap<String, Vec<String>> {
    let uses: Vec<&str> = pub_uses(&source.text).collect();
    let module = source.module();
    let only = Source::new(&source.path, &uses.join("\n"));
    let mut found = BTreeMap::new();
    for named in reading::names(&only) {
        if named.path.len() < 2 {
            continue;
        }
        let path = match named.in_house {
            true => named.path,
            false => module.iter().cloned().chain(named.path).collect(),
        };
        if let Some(last) = path.last() {
            found.insert(last.clone(), path.clone());
        }
    }
    found
}

fn pub_uses(text: &str) -> impl Iterator<Item = &str> {
    let begins = text.match_indices("pub").filter_map(|(place, _)| {
        let at_start = place == 0 || text[..place].ends_with('\n');
        let rest = &text[place..];
        let line = rest.lines().next().unwrap_or_default();
        let is_use = at_start && line.starts_with("pub") && line.contains("use ");
        let is_plain = line.starts_with("pub use ") || line.starts_with("pub(");
        (is_use && is_plain).then_some(rest)
    });
    begins.filter_map(|rest| rest.split_inclusive(';').next())
}

fn without_pub_uses(text: &str) -> String {
    let mut left = text.to_owned();
    for one in pub_uses(text) {
        left = left.replacen(one, "", 1);
    }
    left
}

/// Every group of modules each of which reaches the others.
fn rounds(imports: &Imports) -> Vec<Vec<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![from];
        while let Some(module) = waiting.pop() {
            for next in imports.get(module).into_iter().flatten() {
                if seen.insert(next) {
                    waiting.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<&String>> = imports
        .keys()
        .map(|module| (module, reach(module)))
        .collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (module, seen) in &reached {
        if !seen.contains(module) || found.iter().flatten().any(|known| known == *module) {
            continue;
        }
        let round = seen
            .iter()
            .filter(|other| reached[**other].contains(module));
        found.push(round.map(|other| (*other).clone()).collect());
    }
    found
}

#[test]
fn a_circle_is_found_and_a_name_handed_on_is_none() {
    let source = |path: &str, text: &str| Source::new(path, text);
    let around = [
        source("src/acts.rs", "mod one;\nmod two;\npub use one::One;\n"),
        source(
            "src/acts/one.rs",
            "use super::two::Two;\npub struct One(Two);\n",
        ),
        source(
            "src/acts/two.rs",
            "use crate::acts::One;\npub struct Two(Box<One>);\n",
        ),
    ];
    let found = circles(&around);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].rule.contains("acts::one, acts::two"), "{found:?}");

    let straight = [
        source("src/acts.rs", "mod one;\nmod two;\npub use one::One;\n"),
        source("src/acts/one.rs", "pub(in crate::acts) struct One;\n"),
        source("src/acts/two.rs", "use super::One;\npub struct Two(One);\n"),
    ];
    assert_eq!(circles(&straight), []);
    // Where the room's own file uses what it hands on, and is used by whoever makes it.
    let by_the_way = [
        source(
            "src/acts.rs",
            "mod one;\npub use one::One;\npub struct Desk(One);\n",
        ),
        source(
            "src/acts/one.rs",
            "use super::Desk;\npub struct One(Box<Desk>);\n",
        ),
    ];
    assert_eq!(circles(&by_the_way).len(), 1);
}
