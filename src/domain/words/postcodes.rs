//! UK postcodes in a text, with or without their space, in any case. Knows which areas there are only
//! to tell `S2 3RD` from the third of a row.

use std::sync::LazyLock;

use regex::Regex;

static POSTCODE: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(gir|[a-z]{1,2}[0-9][a-z0-9]?)[\s.,·•/–—-]{0,3}([0-9][a-z]{2})\b")
});

/// What follows a number in a text without making it a postcode. Each holds a letter that no
/// postcode ends with.
const UNITS: [&str; 12] = [
    "am", "pm", "mm", "cm", "km", "kg", "mg", "ml", "cl", "kb", "mb", "ms",
];

const AREAS: [&str; 124] = [
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH",
    "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS",
    "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL",
    "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX",
    "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM",
    "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW",
    "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

/// Every postcode, as capitals without its space.
pub(super) fn in_plain(text: &str) -> Vec<String> {
    if !text.contains(|sign: char| sign.is_ascii_digit()) {
        return Vec::new();
    }
    let Ok(postcode) = POSTCODE.as_ref() else {
        // A pattern that does not build is a mistake of ours: then every text holds one.
        return vec![text.to_owned()];
    };
    // An underscore parts words here, and for the pattern it does not.
    let text = text.replace('_', " ");
    postcode
        .captures_iter(&text)
        .filter_map(|parts| {
            let outward = parts.get(1)?.as_str();
            let inward = parts.get(2)?.as_str();
            let parted = parts.get(0)?.as_str().len() > outward.len() + inward.len();
            if is_measure(inward) || (parted && is_place_in_a_row(outward, inward)) {
                return None;
            }
            Some(format!("{outward}{inward}").to_ascii_uppercase())
        })
        .collect()
}

/// `Room A1 2pm`.
fn is_measure(inward: &str) -> bool {
    let unit: String = inward.chars().skip(1).collect();
    UNITS.iter().any(|known| known.eq_ignore_ascii_case(&unit))
}

/// `Y5 2nd prize`: an ordinal after a class that is no postcode area, or in small letters after a
/// class in capitals. `le1 4th` stays a postcode.
fn is_place_in_a_row(outward: &str, inward: &str) -> bool {
    let small = inward.to_ascii_lowercase();
    let ordinal = match small.as_str() {
        "1st" | "2nd" | "3rd" => true,
        other => other.ends_with("th") && !other.starts_with(['1', '2', '3']),
    };
    let area: String = outward
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_uppercase();
    let known_area = AREAS.contains(&area.as_str());
    let mixed = outward.chars().any(|letter| letter.is_ascii_uppercase())
        && inward.chars().any(|letter| letter.is_ascii_lowercase());
    ordinal && (!known_area || mixed)
}
