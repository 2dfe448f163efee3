//! The words of the screens: all go through `@tr`, and every language has each of them.
//! Reads Slint as far as that needs; knows no grammar and no Welsh, so it cannot say that a
//! translation is right, only that it is there, whole, and loses neither a number nor a sign.

use super::*;
use std::collections::BTreeMap;

#[path = "each_word_rule_fails_where_it_should.rs"]
mod each_word_rule_fails_where_it_should;
#[path = "words_read.rs"]
mod words_read;
use words_read::{Entry, Said, Token, catalogue, said, tokens};

/// What is read or spoken, in pages and components alike.
const SHOWN: &[&str] = &[
    "text",
    "label",
    "title",
    "says",
    "hint",
    "description",
    "accessible-label",
    "accessible-description",
    "accessible-value",
    "accessible-placeholder-text",
    "placeholder-text",
    "back",
    "yes",
    "no",
    "shown",
    "waiting",
];

/// The languages' own names are the same in every language.
const OWN_NAMES: &[&str] = &["English", "Cymraeg"];

fn has_words(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut pairs = letters.windows(2);
    pairs.any(|pair| pair.iter().all(|sign| sign.is_alphabetic()))
}

/// Texts with words in them that are shown or spoken, and stand outside `@tr`.
fn outside_tr(source: &Source) -> Vec<Breach> {
    let tokens = tokens(&source.text);
    let kind = |at: usize| tokens.get(at).map(|(token, _)| token);
    let mark = |at: usize, sign: char| kind(at) == Some(&Token::Mark(sign));
    let mut found = Vec::new();
    // For every open brace, whether it is a global's.
    let mut globals: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = kind(at) {
        let is_global = globals.contains(&true);
        match token {
            Token::Mark('{') => {
                let owner = |back: usize| at.checked_sub(back).and_then(kind);
                globals.push(owner(2).is_some_and(|word| word.is("global")));
            }
            Token::Mark('}') => {
                globals.pop();
            }
            // `function name(...) -> string { ... }`
            Token::Name(word) if word == "function" => {
                let body = (at..tokens.len()).find(|at| mark(*at, '{'));
                let gives_words = body.is_some_and(|body| {
                    kind(body - 1).is_some_and(|word| word.is("string")) && mark(body - 2, '>')
                });
                if let (Some(body), true) = (body, gives_words) {
                    let end = end_of_value(&tokens, body);
                    found.extend(bare(source, &tokens[body..end]));
                    at = end;
                    continue;
                }
            }
            Token::Name(word) => {
                let before = at.checked_sub(1).and_then(kind);
                let is_declared = before == Some(&Token::Mark('>'))
                    && at >= 3
                    && kind(at - 2).is_some_and(|word| word.is("string"))
                    && mark(at - 3, '<');
                let starts = before.is_none_or(|token| match token {
                    Token::Mark(sign) => "{};,>".contains(*sign),
                    _ => false,
                });
                let is_shown = SHOWN.contains(&word.as_str());
                let is_words = is_shown || is_declared && !is_global;
                let is_bound = mark(at + 1, ':') && starts && is_words;
                let is_set = mark(at + 1, '=') && !mark(at + 2, '=') && is_shown;
                if is_bound || is_set {
                    let end = end_of_value(&tokens, at + 2);
                    if !(is_global && is_preview(&tokens[..at])) {
                        found.extend(bare(source, &tokens[at + 2..end]));
                    }
                    at = end;
                    continue;
                }
                // What an adapter holds before it is filled, rows of it too.
                if is_global && mark(at + 1, ':') && is_preview(&tokens[..at]) {
                    at = end_of_value(&tokens, at + 2);
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether what stands before a name declares it as filled from outside: `in property <...>`.
fn is_preview(before: &[(Token, usize)]) -> bool {
    let property = before.iter().rposition(|(token, _)| token.is("property"));
    property.is_some_and(|property| {
        let same_declaration = before[property..]
            .iter()
            .all(|(token, _)| !matches!(token, Token::Mark(';' | '{' | '}' | ':')));
        let way = property.checked_sub(1).and_then(|at| before.get(at));
        same_declaration && way.is_some_and(|(way, _)| way.is("in") || way.is("in-out"))
    })
}

/// Where a value that starts here is over.
fn end_of_value(tokens: &[(Token, usize)], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, (token, _)) in tokens.iter().enumerate().skip(start) {
        match token {
            Token::Mark('{' | '(' | '[') => depth += 1,
            Token::Mark('}' | ')' | ']') if depth == 0 => return at,
            Token::Mark('}' | ')' | ']') => {
                depth -= 1;
                let is_block = tokens.get(start).map(|first| &first.0) == Some(&Token::Mark('{'));
                if depth == 0 && is_block {
                    return at + 1;
                }
            }
            Token::Mark(';' | ',') if depth == 0 => return at,
            _ => {}
        }
    }
    tokens.len()
}

/// The texts of a value that are neither `@tr`'s own nor only compared with.
fn bare(source: &Source, value: &[(Token, usize)]) -> Vec<Breach> {
    let kind = |at: Option<usize>| at.and_then(|at| value.get(at)).map(|(token, _)| token);
    let mark = |at: Option<usize>, sign: char| kind(at) == Some(&Token::Mark(sign));
    let mut found = Vec::new();
    for (at, (token, line)) in value.iter().enumerate() {
        let Token::Text(text) = token else { continue };
        let back = |steps: usize| at.checked_sub(steps);
        let is_compared = mark(back(1), '=') && (mark(back(2), '=') || mark(back(2), '!'))
            || mark(Some(at + 2), '=') && (mark(Some(at + 1), '=') || mark(Some(at + 1), '!'));
        let is_own = OWN_NAMES.contains(&text.as_str());
        if has_words(text) && !is_compared && !is_own && !is_translated(value, at) {
            found.push(breach(
                source,
                *line,
                format!("`{text}` is shown past @tr, so no language but English has it"),
            ));
        }
    }
    found
}

/// Whether the text there is one that `@tr` looks up: its first, what follows `=>`, or `|`.
fn is_translated(value: &[(Token, usize)], at: usize) -> bool {
    let mut start = at;
    loop {
        let before = |steps: usize| start.checked_sub(steps).map(|at| &value[at].0);
        if before(1) == Some(&Token::Mark('('))
            && before(2).is_some_and(|word| word.is("tr"))
            && before(3) == Some(&Token::Mark('@'))
        {
            return true;
        }
        let (joined, steps) = match (before(1), before(2)) {
            (Some(Token::Mark('|')), _) => (before(2), 2),
            (Some(Token::Mark('>')), Some(Token::Mark('='))) => (before(3), 3),
            _ => return false,
        };
        if !matches!(joined, Some(Token::Text(_))) {
            return false;
        }
        start -= steps;
    }
}

/// `{}`, `{0}`, `{n}` of a text, sorted; `{{` and `}}` are braces to be read.
fn placeholders(text: &str) -> Vec<String> {
    let text = text.replace("{{", "").replace("}}", "");
    let parts = text.split('{').skip(1);
    let mut found: Vec<String> = parts
        .filter_map(|part| part.split_once('}'))
        .map(|(inside, _)| format!("{{{inside}}}"))
        .collect();
    found.sort();
    found
}

/// The sign that a text starts with: `!`, `×`, `✓`, `←`.
fn sign(text: &str) -> Option<char> {
    let first = text.chars().next();
    first.filter(|first| !first.is_alphanumeric() && !"{“".contains(*first))
}

/// What a language lacks, has too much of, or says otherwise than the screens do.
fn untrue(language: &Source, screens: &[(&Source, Said)]) -> Vec<Breach> {
    let mut found = Vec::new();
    let catalogue = catalogue(&language.text);
    for line in &catalogue.unread {
        found.push(breach(language, *line, "this line is no part of an entry"));
    }
    if catalogue.forms == 0 {
        found.push(breach(
            language,
            1,
            "the head does not say `Plural-Forms: nplurals=...`",
        ));
    }
    let mut entries: BTreeMap<&(String, String), &Entry> = BTreeMap::new();
    for entry in &catalogue.entries {
        if entries.insert(&entry.key, entry).is_some() {
            let twice = format!("`{}` stands here twice; keep one", entry.key.1);
            found.push(breach(language, entry.line, twice));
        }
    }
    let mut wanted: BTreeMap<&(String, String), &Option<String>> = BTreeMap::new();
    for (source, said) in screens {
        let text = &said.key.1;
        match wanted.insert(&said.key, &said.many) {
            Some(many) if *many != said.many => {
                let twice = format!("`{text}` is said with another plural elsewhere; one is lost");
                found.push(breach(source, said.line, twice));
            }
            Some(_) => {}
            None if entries.contains_key(&said.key) => {}
            None => {
                let lacks = format!("`{text}` has no entry in {}", language.path);
                found.push(breach(source, said.line, lacks));
            }
        }
    }
    for entry in &catalogue.entries {
        let text = &entry.key.1;
        let Some(many) = wanted.get(&entry.key) else {
            let spare = format!("`{text}` is said by no screen any more; take the entry out");
            found.push(breach(language, entry.line, spare));
            continue;
        };
        for wrong in wrong_with(entry, many.as_deref(), catalogue.forms, &entries) {
            let told = format!("`{text}` {wrong}");
            found.push(breach(language, entry.line, told));
        }
    }
    found
}

fn wrong_with(
    entry: &Entry,
    many: Option<&str>,
    forms: usize,
    entries: &BTreeMap<&(String, String), &Entry>,
) -> Vec<String> {
    let one = entry.key.1.as_str();
    let mut wrong = Vec::new();
    if entry.is_fuzzy {
        wrong.push("is marked fuzzy, so it is never shown; settle it".to_owned());
    }
    if entry.many.as_deref() != many {
        wrong.push("has another plural than the screen".to_owned());
    }
    let expected = if many.is_some() { forms } else { 1 };
    let numbers = entry.texts.iter().map(|(number, _)| *number);
    let is_plural = entry.texts.iter().all(|(number, _)| number.is_some());
    if is_plural != many.is_some() || !numbers.map(Option::unwrap_or_default).eq(0..expected) {
        wrong.push(format!("needs {expected} of `msgstr`, in order"));
    }
    let (of_one, of_many) = (placeholders(one), placeholders(many.unwrap_or(one)));
    for (at, (_, text)) in entry.texts.iter().enumerate() {
        if text.trim().is_empty() {
            wrong.push("is translated as nothing".to_owned());
            continue;
        }
        let here = placeholders(text);
        // The last form is that of most numbers, so it says the number where the screen does.
        let may_be_one = at + 1 < entry.texts.len() && here == of_one;
        if here != of_many && !may_be_one {
            wrong.push(format!("has other placeholders in `{text}`"));
        }
        if sign(text) != sign(one) {
            wrong.push(format!("starts with another sign in `{text}`"));
        }
        for quoted in one.split('“').skip(1) {
            let quoted = quoted.split('”').next().unwrap_or_default().to_owned();
            let button = entries.get(&(entry.key.0.clone(), quoted.clone()));
            let named = button.and_then(|button| button.texts.first());
            if named.is_some_and(|(_, named)| !text.contains(&format!("“{named}”"))) {
                wrong.push(format!("calls the button “{quoted}” by another name"));
            }
        }
    }
    wrong
}

/// The name in a manifest, which is the name that the build looks for languages by.
fn package(manifest: &str) -> String {
    let name = manifest
        .lines()
        .find_map(|line| line.strip_prefix("name = "));
    name.unwrap_or_default().trim_matches('"').to_owned()
}

/// The path of a language that stands where the build does not look.
fn lost<'a>(language: &'a Source, package: &str) -> Option<&'a str> {
    let path: Vec<&str> = language.path.split('/').collect();
    let file = format!("{package}.po");
    let is_found = matches!(path[..], ["ui", "lang", _, "LC_MESSAGES", last] if last == file);
    (!is_found).then_some(language.path.as_str())
}

fn screens() -> Vec<Source> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"), "slint")
}

fn all_said(screens: &[Source]) -> Vec<(&Source, Said)> {
    let said = |source| said(source).into_iter().map(move |said| (source, said));
    screens.iter().flat_map(said).collect()
}

#[test]
fn every_word_on_a_screen_can_be_translated() {
    let screens = screens();
    assert!(screens.len() > 10, "this test would be looking at nothing");
    let breaches: Vec<Breach> = screens.iter().flat_map(outside_tr).collect();
    assert!(breaches.is_empty(), "{}", report(&breaches));
}

#[test]
fn every_language_says_everything_that_the_screens_say() {
    let screens = screens();
    let said = all_said(&screens);
    assert!(said.len() > 100, "this test would be looking at nothing");
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let package = package(&fs::read_to_string(ui.join("Cargo.toml")).unwrap());
    let languages = files(&ui.join("lang"), "po");
    let welsh = format!("ui/lang/cy/LC_MESSAGES/{package}.po");
    assert!(languages.iter().any(|file| file.path == welsh), "{welsh}");
    let lost: Vec<&str> = languages
        .iter()
        .filter_map(|file| lost(file, &package))
        .collect();
    assert!(lost.is_empty(), "the build passes over {lost:?}");
    let breaches: Vec<Breach> = languages
        .iter()
        .flat_map(|language| untrue(language, &said))
        .collect();
    assert!(breaches.is_empty(), "{}", report(&breaches));
}
