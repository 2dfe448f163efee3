//! Unique pupil numbers: a check letter, twelve digits, of which the last of a temporary one is a letter.

const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// How a number stands that a list calls a UPN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// The check letter does not go with the digits: a slip of the keyboard somewhere.
    WrongLetter,
    /// Not of the form at all.
    NoUpn,
}

/// As it is compared: capitals, without spaces.
pub fn tidy(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect()
}

/// How a tidy number stands. A letter in the last place counts by its place among the check letters.
pub fn standing(upn: &str) -> Standing {
    let Some((check, rest)) = upn.as_bytes().split_first() else {
        return Standing::NoUpn;
    };
    let Some((last, digits)) = rest.split_last() else {
        return Standing::NoUpn;
    };
    let is_formed = rest.len() == 12
        && LETTERS.contains(check)
        && digits.iter().all(u8::is_ascii_digit)
        && (last.is_ascii_digit() || LETTERS.contains(last));
    if !is_formed {
        return Standing::NoUpn;
    }
    let value = |sign: &u8| match sign {
        b'0'..=b'9' => usize::from(sign - b'0'),
        letter => LETTERS
            .iter()
            .position(|known| known == letter)
            .unwrap_or_default(),
    };
    let sum: usize = rest
        .iter()
        .zip(2..)
        .map(|(sign, weight)| value(sign) * weight)
        .sum();
    match LETTERS.get(sum % LETTERS.len()) {
        Some(letter) if letter == check => Standing::Good,
        _ => Standing::WrongLetter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_are_good_and_a_slip_in_any_digit_is_noticed() {
        for upn in ["B801200005001", "N823432113104"] {
            assert_eq!(standing(upn), Standing::Good);
            for place in 1..13 {
                let mut wrong: Vec<u8> = upn.bytes().collect();
                wrong[place] = if wrong[place] == b'9' {
                    b'0'
                } else {
                    wrong[place] + 1
                };
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(standing(&wrong), Standing::WrongLetter, "digit {place}");
            }
        }
    }

    #[test]
    fn what_is_no_upn_is_told_from_one_with_a_slip() {
        for odd in [
            "",
            "B",
            "801200005001",
            "B80120000500",
            "B8012000050011",
            "S801200005001",
            "Bx01200005001",
        ] {
            assert_eq!(standing(odd), Standing::NoUpn, "{odd}");
        }
        assert_eq!(standing("A801200005001"), Standing::WrongLetter);
        assert_eq!(standing(&tidy(" b8012 0000 5001")), Standing::Good);
        // A temporary one.
        assert_ne!(standing("H80120000500A"), Standing::NoUpn);
    }
}
