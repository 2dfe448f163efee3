//! Letters beyond a to z that are read as one of a to z: by what Unicode says looks alike, and by what
//! Unicode names them. Knows no word.

use std::sync::LazyLock;

use caseless::Caseless;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// How letters beyond a to z are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// As the letters that they are.
    AsTheyAre,
    /// As what they look like. A stroke that may be an `I` or an `l` is an `I` where it is a capital.
    AsWritten,
    /// As written, and each such stroke an `I`.
    StrokesAreI,
    /// As written, and each such stroke an `l`.
    StrokesAreL,
    /// As what their small letters look like.
    Small,
}

impl Looks {
    pub const ALL: [Looks; 5] = [
        Looks::AsTheyAre,
        Looks::AsWritten,
        Looks::StrokesAreI,
        Looks::StrokesAreL,
        Looks::Small,
    ];
}

/// By Unicode's names, `LATIN SMALL LETTER K WITH HOOK` and the like, in small letters where there are
/// some; those that decompose to their plain letter are not needed here.
const NAMED: [(char, &str); 26] = [
    ('a', "ᴀᶏẚⱥ"),
    ('b', "ƀƃɓʙᵬᶀꞗ"),
    ('c', "ƈȼɕᴄꞓꞔ𝼝"),
    ('d', "đƌȡɖɗᴅᵭᶁᶑꟈ"),
    ('e', "ɇᴇᶒⱸꬴ"),
    ('f', "ƒᵮᶂꜰꞙ"),
    ('g', "ǥɠɢʛᶃꞡ"),
    ('h', "ħɦʜⱨꞕ"),
    ('i', "ıɨɪᶖ𝼚"),
    ('j', "ȷɉɟʄʝᴊ"),
    ('k', "ƙᴋᶄⱪꝁꝃꝅꞣ"),
    ('l', "ŀłƚȴɫɬɭʟᴌᶅⱡꝉꞎꬷꬸꬹ𝼄𝼑𝼓"),
    ('m', "ɱᴍᵯᶆꬺ"),
    ('n', "ƞȵɲɳɴᵰᶇꞑꞥꬻ"),
    ('o', "øǿɵᴏⱺꝋꝍ𝼛"),
    ('p', "ƥᴘᵱᵽᶈꝑꝓꝕ"),
    ('q', "ɋʠꝗꝙꞯ"),
    ('r', "ɍɼɽɾʀᵲᵳᶉꞧꭆꭉ𝼖"),
    ('s', "ȿʂᵴᶊꜱꞩꟊ𝼞"),
    ('t', "ŧƫƭȶʈᴛᵵⱦ𝼉"),
    ('u', "ᴜᶙꞹꭎꭒ"),
    ('v', "ʋᴠᶌⱱⱴꝟ"),
    ('w', "ᴡⱳ"),
    ('x', "ᶍꭖꭗꭘꭙ"),
    ('y', "ƴɏʏỿꭚ"),
    ('z', "ƶȥɀʐʑᴢᵶᶎⱬ"),
];

/// What a letter beyond a to z is read as, where it is read as one of them.
pub(super) fn read_as(letter: char, looks: Looks) -> Option<char> {
    if letter.is_ascii() || looks == Looks::AsTheyAre {
        return None;
    }
    if let Some(flag) = regional(letter) {
        return Some(flag);
    }
    if !letter.is_alphabetic() {
        return None;
    }
    let small = small(letter);
    let of_itself = || look(letter, letter, looks).or_else(|| squared(letter));
    let of_its_small_letter = || look(small, letter, looks).or_else(|| named(small));
    match looks {
        Looks::AsTheyAre => None,
        Looks::Small => of_its_small_letter().or_else(of_itself),
        Looks::AsWritten | Looks::StrokesAreI | Looks::StrokesAreL => {
            of_itself().or_else(of_its_small_letter)
        }
    }
}

/// Whether a sign that is no letter to Unicode is read as one: flags spell names.
pub(super) fn is_read_as_letter(letter: char, looks: Looks) -> bool {
    looks != Looks::AsTheyAre && regional(letter).is_some()
}

fn small(letter: char) -> char {
    let mut folded = std::iter::once(letter).default_case_fold();
    match (folded.next(), folded.next()) {
        (Some(small), None) => small,
        _ => letter,
    }
}

fn offset(letter: char, from: u32) -> Option<char> {
    let place = u32::from(letter).checked_sub(from)?;
    (place < 26).then(|| char::from_u32(u32::from('a') + place))?
}

/// `REGIONAL INDICATOR SYMBOL LETTER A` and what follows it.
fn regional(letter: char) -> Option<char> {
    offset(letter, 0x1_f1e6)
}

/// `NEGATIVE CIRCLED LATIN CAPITAL LETTER A`, and squared.
fn squared(letter: char) -> Option<char> {
    offset(letter, 0x1_f150).or_else(|| offset(letter, 0x1_f170))
}

fn named(letter: char) -> Option<char> {
    NAMED
        .iter()
        .find(|(_, letters)| letters.contains(letter))
        .map(|(plain, _)| *plain)
}

/// What the letters a to z, small and capital, are alike to.
static SKELETONS: LazyLock<Vec<(String, char)>> = LazyLock::new(|| {
    ('a'..='z')
        .chain('A'..='Z')
        // A capital I is a stroke, and so is a small l: those are told apart by whoever asks.
        .filter(|letter| *letter != 'I')
        .map(|letter| (bare(letter), letter.to_ascii_lowercase()))
        .collect()
});

fn bare(letter: char) -> String {
    let mut bytes = [0; 4];
    skeleton(letter.encode_utf8(&mut bytes))
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

/// By Unicode's confusables. `shown` is the letter as it was written.
fn look(letter: char, shown: char, looks: Looks) -> Option<char> {
    let bare = bare(letter);
    let found = SKELETONS
        .iter()
        .find(|(skeleton, _)| *skeleton == bare)
        .map(|(_, plain)| *plain);
    let through_its_name = || {
        let mut letters = bare.chars();
        match (letters.next(), letters.next()) {
            (Some(only), None) => named(small(only)),
            _ => None,
        }
    };
    match (found, looks) {
        (Some('l'), Looks::StrokesAreI) => Some('i'),
        (Some('l'), Looks::AsWritten) if shown.is_uppercase() => Some('i'),
        (Some(plain), _) => Some(plain),
        (None, _) => through_its_name(),
    }
}

/// Whether a letter is of a script that puts no spaces between words: Han, kana, Hangul, Thai, Lao,
/// Khmer, Myanmar.
pub(super) fn is_of_unspaced_script(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x0e00..=0x0eff
            | 0x1000..=0x109f
            | 0x1100..=0x11ff
            | 0x1780..=0x17ff
            | 0x2e80..=0x2fdf
            | 0x3005..=0x3007
            | 0x3021..=0x3029
            | 0x3031..=0x318f
            | 0x31a0..=0x31ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xa960..=0xa97f
            | 0xa9e0..=0xa9ff
            | 0xaa60..=0xaa7f
            | 0xac00..=0xd7ff
            | 0xf900..=0xfaff
            | 0xff66..=0xffdc
            | 0x1_aff0..=0x1_b16f
            | 0x2_0000..=0x3_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_as_what_they_look_like_or_are_named() {
        for (looks, letters, read) in [
            (Looks::AsWritten, "Аmirа Khаn", "amira khan"),
            (Looks::AsWritten, "ᴀᴍɪʀᴀ ᴋʜᴀɴ", "amira khan"),
            (Looks::AsWritten, "ΑΝΝ", "ann"),
            (Looks::AsWritten, "🅻🅰🇦ɖƀ", "laadb"),
            (Looks::AsWritten, "Іvу", "ivy"),
            (Looks::StrokesAreL, "Іvу", "lvy"),
            (Looks::Small, "\u{413}оѕе", "rose"),
            (Looks::AsTheyAre, "ро", "ро"),
        ] {
            let seen: String = letters
                .chars()
                .map(|letter| read_as(letter, looks).unwrap_or(letter.to_ascii_lowercase()))
                .collect();
            assert_eq!(seen, read, "{letters}");
        }
    }

    #[test]
    fn a_to_z_and_digits_stay_what_they_are() {
        for looks in Looks::ALL {
            for sign in (0..128_u8).map(char::from) {
                assert_eq!(read_as(sign, looks), None);
            }
        }
    }
}
