//! Addresses of the web in a text, handles and squares of what3words. Knows no page and asks no network.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::contacts::Contact;
use super::emails::has_word;

/// Endings of domains. Those that are English words, titles or times of day are none without `www.` or a
/// path: `the garden.it was`.
pub(super) const ENDINGS: &str = "com|org|net|edu|gov|mil|int|info|biz|mobi|app|dev|io|ai|tv|xyz|\
    example|ac|ad|ae|af|ag|al|ao|aq|ar|au|aw|ax|az|ba|bb|bd|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|bz|ca|\
    cc|cd|cf|cg|ch|ci|ck|cl|cn|co|cr|cu|cv|cw|cx|cy|cz|de|dj|dk|dz|ec|ee|eg|er|es|et|eu|fi|fj|fk|fm|\
    fo|fr|gb|gd|ge|gf|gg|gh|gi|gl|gm|gn|gp|gq|gr|gs|gt|gu|gw|gy|hk|hn|hr|ht|hu|ie|il|iq|ir|je|jm|jo|\
    jp|ke|kg|kh|ki|kn|kp|kr|kw|ky|kz|lb|lc|li|lk|lr|ls|lt|lu|lv|ly|mc|md|mg|mh|mk|mn|mo|mp|mq|mt|\
    mu|mv|mw|mx|mz|nc|ne|nf|ng|ni|nl|np|nr|nu|nz|pe|pf|pg|ph|pk|pl|pn|pr|ps|pt|pw|py|qa|re|ro|rs|ru|\
    rw|sa|sb|sc|sd|se|sg|si|sk|sl|sm|sn|sr|ss|sv|sx|sy|sz|tc|td|tf|tg|tj|tk|tl|tm|tn|tr|tt|tw|tz|ua|\
    ug|uk|uy|uz|va|vc|ve|vg|vi|vn|vu|wf|ws|ye|yt|za|zm|zw";

/// Endings that nobody writes for anything else, in whatever letters.
const CLEAR_ENDINGS: &str = r"com|org|net|co\.uk|org\.uk|sch\.uk|ac\.uk|gov\.uk|me\.uk";

/// Places where people have handles.
const PLACES: &str = "snapchat|instagram|insta|ig|tik ?tok|facebook|fb|twitter|whats ?app|telegram|\
    discord|kik|skype|psn|gamer ?tag|user ?name|user ?id|be ?real|viber|we ?chat";

/// More, whose names are words: only what looks like a handle is one after them.
const WORDED_PLACES: &str =
    "snap|handle|youtube|roblox|minecraft|xbox|twitch|steam|signal|threads|messenger";

type Pattern = LazyLock<Result<Regex, regex::Error>>;

static WITH_SCHEME: Pattern = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(?:h(?:tt|xx)ps?|ftp)\s*:\s*//\s*([^\s<>"]+)|\b(www\d?\.[\p{L}\p{N}-]+\.[^\s<>"]+)"#,
    )
});

/// What follows is looked at beside: a domain begins after no letter, digit or dot.
static WITH_PATH: Pattern = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:^|[^\p{L}\p{N}._-])((?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+\p{L}{2,}/[^\s<>"]*[\p{L}\p{N}][^\s<>"]*)"#,
    )
});

static BARE: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:^|[^\p{{L}}\p{{N}}._-])((?:[\p{{Ll}}\p{{Lo}}\p{{N}}][\p{{Ll}}\p{{Lo}}\p{{N}}-]*\.)+(?:{ENDINGS})|(?i:(?:[\p{{L}}\p{{N}}][\p{{L}}\p{{N}}-]*\.)+(?:{CLEAR_ENDINGS})))(?:$|[^\p{{L}}\p{{N}}_-])"
    ))
});

static SPELT: Pattern = LazyLock::new(|| {
    let dot = r"(?:\s+dot\s+|\s*[(\[{]\s*(?:dot|\.)\s*[)\]}]\s*)";
    Regex::new(&format!(
        r"(?i)\b([\p{{L}}\p{{N}}-]{{2,}}(?:{dot}[\p{{L}}\p{{N}}-]+)*{dot}(?:com|org|net|uk|example))\b"
    ))
});

static HANDLE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{L}\p{N}@._%+-])@([\p{L}\p{N}_][\p{L}\p{N}_.]*[\p{L}\p{N}_])")
});

static NAMED_HANDLE: Pattern = LazyLock::new(|| {
    let more = r"(?:\s+(?:name|id|user(?:name)?|handle|account|tag))?(?:\s+(?:is|as))?";
    Regex::new(&format!(
        r"(?i)\b(?:(?:{PLACES})\b{more}\s*[:=]\s*([\p{{L}}\p{{N}}_.-]{{2,}})|(?:{PLACES}|{WORDED_PLACES})\b{more}\s*(?:[:=–—-]\s*)?([\p{{L}}\p{{N}}_.-]{{3,}}))"
    ))
});

/// `amira#1234`
static NUMBERED_HANDLE: Pattern =
    LazyLock::new(|| Regex::new(r"(?:^|[^\p{L}\p{N}_.#])([\p{L}_][\p{L}\p{N}_.]+#[0-9]{4})\b"));

static SQUARE: Pattern = LazyLock::new(|| {
    Regex::new(
        r"///\s?(\p{L}+[.・]\p{L}+[.・]\p{L}+)|(?:^|[^\p{L}\p{N}._-])(\p{Ll}{4,}\.\p{Ll}{4,}\.\p{Ll}{4,})(?:$|[^\p{L}\p{N}._-])",
    )
});

/// What a pattern found, read as a contact; nothing where it is none.
type Reads = fn(&str) -> Option<Contact>;

/// The addresses of the web and the handles of a text, and the text without them.
pub(super) fn taken_out(text: &str) -> (Vec<Contact>, String) {
    let mut left = text.to_owned();
    let mut found = Vec::new();
    // A pattern is built where it is needed first: most texts need none.
    let has_point = has_point(text);
    let has_dot = has_word(text, "dot");
    let has_path = text.contains('/');
    let steps: [(&Pattern, bool, Reads); 7] = [
        (&SQUARE, has_point, |square| {
            Some(Contact::Square(square.to_lowercase()))
        }),
        (&WITH_SCHEME, has_point || has_path, page),
        (&WITH_PATH, has_point && has_path, page),
        (&BARE, has_point, page),
        (&SPELT, has_dot, spelt_page),
        (&HANDLE, text.contains('@'), handle),
        (&NUMBERED_HANDLE, text.contains('#'), |name| {
            Some(Contact::Handle(name.to_lowercase()))
        }),
    ];
    for (pattern, is_needed, contact) in steps {
        if !is_needed {
            continue;
        }
        // A pattern that does not build is a mistake of ours: then every text holds an address.
        let Ok(pattern) = pattern.as_ref() else {
            return (vec![Contact::Web(text.to_owned())], left);
        };
        take(pattern, &mut left, &mut found, |parts| {
            let part = parts.get(1).or_else(|| parts.get(2))?;
            Some((contact(part.as_str())?, part.range()))
        });
    }
    let tells = |sign: char| sign.is_numeric() || matches!(sign, ':' | '=' | '_');
    if !has_point && !left.contains(tells) {
        return (found, left);
    }
    let Ok(named) = NAMED_HANDLE.as_ref() else {
        return (vec![Contact::Web(text.to_owned())], left);
    };
    take(named, &mut left, &mut found, |parts| {
        if let Some(part) = parts.get(1) {
            return Some((handle(part.as_str())?, part.range()));
        }
        let part = parts
            .get(2)
            .filter(|part| looks_like_handle(part.as_str()))?;
        Some((handle(part.as_str())?, part.range()))
    });
    (found, left)
}

/// Whether a sign follows a point at once, as in a domain.
fn has_point(text: &str) -> bool {
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs
        .filter(|(sign, _)| matches!(sign, '.' | '・'))
        .any(|(_, after)| after.is_alphanumeric())
}

/// Takes out what a pattern finds, until it finds no more.
fn take(
    pattern: &Regex,
    left: &mut String,
    found: &mut Vec<Contact>,
    contact: impl Fn(&Captures<'_>) -> Option<(Contact, Range<usize>)>,
) {
    let taken: Vec<(Contact, Range<usize>)> = pattern
        .captures_iter(left)
        .filter_map(|parts| contact(&parts))
        .collect();
    for (contact, place) in taken.into_iter().rev() {
        left.replace_range(place, "x");
        found.push(contact);
    }
}

/// A page, as two are compared.
fn page(written: &str) -> Option<Contact> {
    let small = written.to_lowercase();
    let end = |sign: char| !sign.is_alphanumeric();
    let page = small.trim_end_matches(end).trim_start_matches(end);
    let page = page.strip_prefix("www.").unwrap_or(page);
    let domain = page.split('/').next().unwrap_or(page);
    // `12.cm`: digits alone are no domain.
    let is_named = domain
        .rsplit_once('.')
        .is_some_and(|(name, _)| name.chars().any(char::is_alphabetic));
    is_named.then(|| Contact::Web(page.to_owned()))
}

fn spelt_page(written: &str) -> Option<Contact> {
    let small = written.to_lowercase();
    let joined: Vec<&str> = small
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
        .filter(|word| !word.is_empty() && *word != "dot")
        .collect();
    page(&joined.join("."))
}

fn handle(written: &str) -> Option<Contact> {
    let name = written.trim_matches(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
    let small = name.to_lowercase();
    let after_digits = small.trim_start_matches(|letter: char| letter.is_numeric());
    // `@50p`, `@3pm`
    let is_measure = after_digits.len() < small.len() && after_digits.chars().count() < 3;
    let is_name = after_digits
        .chars()
        .any(|letter| letter.is_alphabetic() || letter == '_');
    (is_name && !is_measure).then_some(Contact::Handle(small))
}

/// Letters, and a sign or a digit that no word has.
fn looks_like_handle(name: &str) -> bool {
    let name = name.trim_matches(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
    name.chars().any(char::is_alphabetic)
        && name
            .chars()
            .any(|sign| sign.is_numeric() || matches!(sign, '_' | '.'))
}
