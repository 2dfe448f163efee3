//! The naive twin of names: the page's section once more, slow and obvious, and the property that holds
//! the rule against it in worlds whose names and captions make matches likely.

use caseless::default_case_fold_str;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::words::{NamesSought, OwnNames, Tagged};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const LEADING: &str = "a abu af al ap av bat ben bin bint da dal das de del della den der des di do dos \
    du e el en ibn ibnu il in la las le les lo los mac mc na ni nic o of op saint san santa st ste t ten \
    ter umm ur van von y zu";
const TITLES: &str = "mr mrs miss ms mx master dr sir prof";
const AND: &str = "and or with plus ac und et";
const JOINS: &str = "and or with plus a ac und et y i his her their the brother brothers sister sisters \
    twin twins sibling siblings aka";
const SIBLINGS: &str = "brother brothers sister sisters twin twins sibling siblings";
const LEADS: &str = "abu al bin bint da de del den der di dos du el ibn la le st umm van von zu";

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// A word, whether it began with a capital, and all that stands between it and the word before.
#[derive(Clone, Debug)]
struct Word {
    letters: String,
    capital: bool,
    before: String,
    /// The sign that follows it at once.
    after: Option<char>,
}

/// The first word, the one after the last, and their letters written together.
type Run = (usize, usize, String);

/// Whether somebody's full name stands in a text.
pub fn named(
    text: &str,
    is_file: bool,
    person: &Person,
    tagged: &[&Person],
    own_names: &[String],
) -> bool {
    let text = match text.rsplit_once('.') {
        Some((stem, end))
            if is_file && is_in("jpg jpeg png heic webp zip", &end.to_lowercase()) =>
        {
            stem
        }
        _ => text,
    };
    let mut undone = text.to_owned();
    for _ in 0..4 {
        undone = without_markup(&undone);
    }
    [text, &undone].into_iter().any(|text| {
        [false, true]
            .into_iter()
            .any(|steps| stands_in(&words(text, steps), person, tagged, own_names))
    })
}

fn without_markup(text: &str) -> String {
    let mut text = text
        .replace("%20", " ")
        .replace("%4B", "K")
        .replace("%25", "%");
    while let Some(start) = text.find("<b") {
        let Some(end) = text[start..].find('>') else {
            break;
        };
        text.replace_range(start..=start + end, " ");
    }
    text.replace("</b>", " ")
        .replace("&nbsp;", "\u{a0}")
        .replace("&#75;", "K")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn words(text: &str, steps: bool) -> Vec<Word> {
    let signs: Vec<char> = text
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .collect();
    let is_apostrophe = |sign: char| sign == '\'' || sign == '’';
    let mut words: Vec<Word> = Vec::new();
    let mut before = String::new();
    let mut last: Option<char> = None;
    let mut open = false;
    let mut at = 0;
    while at < signs.len() {
        let sign = signs[at];
        let next = signs.get(at + 1).copied();
        if is_apostrophe(sign) {
            let after = signs.get(at + 2).copied();
            let ends = !after.is_some_and(char::is_alphabetic)
                || (steps && next == Some('s') && after.is_some_and(char::is_uppercase));
            let drops = matches!(next, Some('s' | 'S')) && ends;
            if !open || !next.is_some_and(char::is_alphabetic) || drops {
                before.push(sign);
            }
            if drops {
                before.push('s');
            }
            at += if drops { 2 } else { 1 };
            continue;
        }
        at += 1;
        if !sign.is_alphabetic() {
            before.push(sign);
            open = false;
            last = None;
            continue;
        }
        let rises = steps && last.is_some_and(char::is_lowercase) && sign.is_uppercase();
        if !open || rises {
            words.push(Word {
                letters: String::new(),
                capital: sign.is_uppercase(),
                before: std::mem::take(&mut before),
                after: None,
            });
        }
        before.clear();
        open = true;
        last = Some(sign);
        if let Some(word) = words.last_mut() {
            word.letters.push_str(&plain(sign));
            word.after = next;
        }
    }
    words
}

fn plain(sign: char) -> String {
    let folded = default_case_fold_str(&sign.to_string());
    folded
        .chars()
        .map(|letter| match letter {
            'ł' => "l".to_owned(),
            'ø' => "o".to_owned(),
            'đ' => "d".to_owned(),
            'æ' => "ae".to_owned(),
            // Cyrillic, and small capitals: what they look like, what they are named.
            'а' => "a".to_owned(),
            'о' => "o".to_owned(),
            'е' => "e".to_owned(),
            'ᴀ' => "a".to_owned(),
            'ɴ' => "n".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

fn letters(words: &[Word]) -> String {
    words.iter().map(|word| word.letters.as_str()).collect()
}

fn forms(name: &str, is_family: bool) -> Vec<String> {
    if ["-", ".", "unknown", "none", "n/a"].contains(&name.trim().to_lowercase().as_str()) {
        return Vec::new();
    }
    let mut words: Vec<String> = words(name, false)
        .into_iter()
        .map(|word| word.letters)
        .collect();
    words.retain(|word| !is_in(TITLES, word));
    if words.is_empty() {
        return Vec::new();
    }
    let mut forms = vec![words.concat()];
    forms.extend(
        words
            .into_iter()
            .filter(|word| !is_family || !is_in(LEADING, word)),
    );
    if forms.iter().any(|form| form.chars().count() > 1) {
        forms.retain(|form| form.chars().count() > 1);
    }
    if is_family {
        for form in forms.clone() {
            if form.chars().count() >= 3 {
                forms.push(form + "s");
            }
        }
    }
    forms
}

fn given_names(person: &Person) -> Vec<Vec<String>> {
    let names = std::iter::once(&person.given).chain(&person.known_as);
    names
        .map(|name| forms(name, false))
        .filter(|forms| !forms.is_empty())
        .collect()
}

fn stands_in(text: &[Word], person: &Person, tagged: &[&Person], own_names: &[String]) -> bool {
    let given = given_names(person);
    let families = std::iter::once(&person.family).chain(&person.known_families);
    let family: Vec<String> = families.flat_map(|name| forms(name, true)).collect();
    let mut owned = vec![false; text.len()];
    for own in own_names.iter().map(|own| words(own, false)) {
        for (from, run) in text.windows(own.len()).enumerate() {
            if run
                .iter()
                .zip(&own)
                .all(|(one, own)| one.letters == own.letters)
            {
                owned[from..from + own.len()].fill(true);
            }
        }
    }
    let runs: Vec<Run> = (0..text.len())
        .flat_map(|from| (from + 1..=text.len().min(from + 6)).map(move |to| (from, to)))
        .filter(|(from, to)| !owned[*from..*to].contains(&true))
        .map(|(from, to)| (from, to, letters(&text[from..to])))
        .collect();
    let any = |run: &&Run, forms: &[String]| forms.contains(&run.2);
    let is_anothers = |from: usize, to: usize| {
        let word = &text[from];
        let begins =
            from == 0 || word.before.contains([',', '&']) || is_in(AND, &text[from - 1].letters);
        let of_another = |other: &&&Person| {
            other.id != person.id && given_names(other).concat().contains(&word.letters)
        };
        to == from + 1 && begins && tagged.iter().any(|other| of_another(&other))
    };
    if given.is_empty() {
        return runs.iter().any(|run| any(&run, &family));
    }
    if family.is_empty() {
        return runs.iter().any(|run| any(&run, &given.concat()));
    }
    for name in &given {
        for one in runs.iter().filter(|run| any(run, name)) {
            for other in runs.iter().filter(|run| any(run, &family)) {
                let forth =
                    other.0 >= one.1 && leads_on(&text[one.1..other.0], &text[other.0], name);
                let back = one.0 >= other.1 && leads_back(&text[other.1..one.0]);
                if (forth || back) && !is_anothers(other.0, other.1) {
                    return true;
                }
            }
        }
    }
    for (from, to, whole) in &runs {
        let run = &text[*from..*to];
        let together = if run.len() == 1 {
            whole.chars().count() >= 8 || run[0].before.ends_with(['#', '@', '/'])
        } else {
            let light = |sign: char| sign.is_whitespace() || "-_.#@/".contains(sign);
            run[1..].iter().all(|word| word.before.chars().all(light))
        };
        if !together {
            continue;
        }
        for given in given.concat() {
            for family in &family {
                let last = run[run.len() - 1].letters == *family && is_anothers(to - 1, *to);
                let first = run[0].letters == *family && is_anothers(*from, from + 1);
                let forth = *whole == given.clone() + family && !last;
                let back = *whole == family.clone() + &given && !first;
                if forth || back {
                    return true;
                }
            }
        }
    }
    false
}

fn leads_on(between: &[Word], family: &Word, name: &[String]) -> bool {
    let Some(last) = between.last() else {
        return true;
    };
    let all = between.iter().enumerate().all(|(at, word)| {
        let end = between.get(at + 1).unwrap_or(family);
        let opens = word.before.ends_with(['(', '\'', '“']);
        let closes = end.before.starts_with([')', '\'', '”']);
        word.letters.chars().count() == 1
            || word.capital
            || (opens && closes)
            || is_in(LEADS, &word.letters)
            || is_in(JOINS, &word.letters)
    });
    let joins = between.iter().any(|word| is_in(AND, &word.letters));
    let another = between.iter().any(|word| {
        let capital = word.capital && !is_in(AND, &word.letters) && !name.contains(&word.letters);
        capital || is_in(SIBLINGS, &word.letters)
    });
    between.len() <= 4 && all && !is_in(AND, &last.letters) && (!joins || another)
}

fn leads_back(between: &[Word]) -> bool {
    between.len() <= 4
        && between.iter().all(|word| {
            word.letters.chars().count() == 1
                || is_in(TITLES, &word.letters)
                || word.letters == "the"
                || is_in(SIBLINGS, &word.letters)
        })
}

/// Children whose names meet one another's.
fn people() -> Vec<Person> {
    let names: [(&str, &str, &[&str], &[&str]); 12] = [
        ("Amira", "Khan", &[], &[]),
        ("Leo", "Marsh-Bell", &["Lenny"], &["Khan"]),
        ("Maya", "O'Brien", &["May Bee"], &["van der Berg"]),
        ("Miss Amira Noor", "Marsh", &[], &["n/a"]),
        ("Al", "Ice", &["-"], &[]),
        ("Noor", "unknown", &[], &[]),
        ("Łukasz", "Bell", &[], &["Leo"]),
        ("Lily-Mae", "Amira", &[], &[]),
        ("A", "Berg", &["Leo J"], &[]),
        ("Mr", "Hope", &[], &[]),
        ("Zoë", "Al Noor", &[], &["Rose Hill"]),
        ("Rose", "Hill", &[], &[]),
    ];
    let texts = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    names
        .into_iter()
        .enumerate()
        .map(|(at, (given, family, known_as, families))| Person {
            known_as: texts(known_as),
            known_families: texts(families),
            ..Person::new(PersonId(format!("p{at}")), PersonKind::Child, given, family)
        })
        .collect()
}

/// A caption of their names and of what stands between names.
fn caption() -> impl Strategy<Value = String> {
    let name = select(vec![
        "Amira",
        "amira",
        "AMIRA",
        "Khan",
        "khan",
        "Khans",
        "Leo",
        "LEO",
        "Marsh",
        "Bell",
        "Maya",
        "O'Brien",
        "O’Brien",
        "O",
        "Brien",
        "Noor",
        "Al",
        "Ice",
        "ice",
        "Alice",
        "Berg",
        "Lenny",
        "Łukasz",
        "Lukasz",
        "Lily",
        "Mae",
        "Rose",
        "Hill",
        "Hope",
        "Zoe",
        "May",
        "Bee",
        "ami",
        "ra",
        "kh",
        "an",
        "AmiraKhan",
        "amirakhan",
        "leomarsh",
        "LeoMarsh",
        "marshleo",
        "rakhan",
        "Аmira",
        "ᴀmira",
        "Primary",
        "School",
        "J",
        "a",
    ]);
    let other = select(vec![
        "and",
        "And",
        "or",
        "with",
        "the",
        "his",
        "her",
        "sister",
        "twins",
        "brothers",
        "aka",
        "y",
        "von",
        "van",
        "der",
        "al",
        "Miss",
        "mr",
        "in",
        "played",
        "Academy",
        "'mimi'",
        "(mimi)",
        "“mimi”",
        "et",
    ]);
    let token = prop_oneof![3 => name, 1 => other];
    let apart = select(vec![
        " ",
        " ",
        " ",
        " ",
        ", ",
        "-",
        "_",
        ".",
        " & ",
        "/",
        " #",
        " @",
        "&nbsp;",
        "<b>",
        "%20",
        "'s ",
        "’ ",
        "1",
        ": ",
        "; ",
        "%2520",
        "&lt;br&gt;",
    ]);
    let begin = select(vec!["", "", "#", "@", "the "]);
    (begin, vec((token, apart), 1..8)).prop_map(|(begin, parts)| {
        let mut text = begin.to_owned();
        for (token, apart) in parts {
            text.push_str(token);
            text.push_str(apart);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_are_found_as_the_twin_finds_them(
        text in caption(),
        tagged in subsequence((0..12_usize).collect::<Vec<_>>(), 0..4),
        asked in subsequence((0..12_usize).collect::<Vec<_>>(), 3),
        is_file: bool,
        is_owned: bool,
    ) {
        let people = people();
        let tagged: Vec<&Person> = tagged.into_iter().map(|at| &people[at]).collect();
        let own_names = match is_owned {
            true => vec!["Rose Hill Primary School".to_owned(), "Leo Academy".to_owned()],
            false => Vec::new(),
        };
        let own = OwnNames::of(&own_names);
        let text = if is_file { format!("{text}.jpg") } else { text };
        let sought = match is_file {
            true => NamesSought::in_file_name(&text, &own),
            false => NamesSought::in_text(&text, &own),
        };
        let among = Tagged::of(tagged.clone());
        for person in asked.into_iter().map(|at| &people[at]) {
            let found = sought.hold(person, &among);
            let expected = named(&text, is_file, person, &tagged, &own_names);
            prop_assert_eq!(found, expected, "{} {} in {:?}", person.given, person.family, &text);
            prop_assert_eq!(!sought.places(person, &among).is_empty(), found);
        }
    }
}

#[test]
fn the_twins_captions_often_hold_a_name_and_often_none() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let people = people();
    let mut held = 0;
    for _ in 0..1_000 {
        let text = caption().new_tree(&mut runner).unwrap().current();
        held += usize::from(
            people
                .iter()
                .take(5)
                .any(|one| named(&text, false, one, &[], &[])),
        );
    }
    assert!((200..900).contains(&held), "{held}");
}
