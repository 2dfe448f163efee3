//! What a picture looks like, in a few bits: enough to know a copy again after others have resized and
//! compressed it, too little to see anybody in. Tells pictures from each other and never people; says
//! nothing of who is shown, and decides nothing: a person looks at what is alike.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{PhotoId, ReleaseId};

/// Hex digits of one look: 256 bits.
pub const DIGITS: usize = 64;

/// As many bits apart, two looks are of one picture, resized or compressed. Of 60,031 pairs of different
/// pictures none came as near; two of one burst may.
pub const SAME: u32 = 40;
/// As many bits apart, a picture looks like another and may be it: cropped, brightened, one of a burst.
pub const ALIKE: u32 = 60;

/// Name of the rules by which looks are made. Looks of other rules cannot be compared.
pub const SIGHT_RULES: &str = "sight-1";

/// One picture, twice: the whole of it, and the square in its middle, which is what a site's small
/// previews are cut to. Lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    pub whole: String,
    pub middle: String,
}

/// The same, ready to be held against many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits {
    whole: [u64; WORDS],
    middle: [u64; WORDS],
}

/// Numbers of 16 hex digits that one look is made of.
const WORDS: usize = DIGITS / 16;

impl Sight {
    /// `None` where it is not made by the rules.
    pub fn bits(&self) -> Option<Bits> {
        Some(Bits {
            whole: read(&self.whole)?,
            middle: read(&self.middle)?,
        })
    }

    /// [`Bits::distance`]; `None` where one of them is not made by the rules.
    pub fn distance(&self, other: &Sight) -> Option<u32> {
        Some(self.bits()?.distance(&other.bits()?))
    }
}

impl Bits {
    /// In how many bits they differ, by whichever of the two looks is nearer.
    pub fn distance(&self, other: &Bits) -> u32 {
        let apart = |one: &[u64; WORDS], other: &[u64; WORDS]| -> u32 {
            one.iter()
                .zip(other)
                .map(|(left, right)| (left ^ right).count_ones())
                .sum()
        };
        apart(&self.whole, &other.whole).min(apart(&self.middle, &other.middle))
    }
}

fn read(digits: &str) -> Option<[u64; WORDS]> {
    let is_made_so = digits.len() == DIGITS
        && digits
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if !is_made_so {
        return None;
    }
    let mut words = [0; WORDS];
    for (place, word) in words.iter_mut().enumerate() {
        let begin = place * 16;
        match u64::from_str_radix(digits.get(begin..begin + 16)?, 16) {
            Ok(read) => *word = read,
            Err(_) => return None,
        }
    }
    Some(words)
}

/// Whose look it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SightOf {
    /// A picture as it was kept, upright.
    Photo(PhotoId),
    /// A copy as it left.
    Release(ReleaseId),
}

impl SightOf {
    /// The id of the photo or release.
    pub fn id(&self) -> &str {
        match self {
            SightOf::Photo(id) => &id.0,
            SightOf::Release(id) => &id.0,
        }
    }
}

/// A look that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSight {
    pub of: SightOf,
    /// [`SIGHT_RULES`] when it was made.
    pub rules: String,
    /// `None` where there is next to nothing to see: a lens cap is like every other.
    pub sight: Option<Sight>,
    pub at: DateTime<Utc>,
}

impl KeptSight {
    /// A look that was made just now, by today's rules.
    pub fn made(of: SightOf, sight: Option<Sight>, at: DateTime<Utc>) -> KeptSight {
        KeptSight {
            of,
            rules: SIGHT_RULES.to_owned(),
            sight,
            at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(whole: &str, middle: &str) -> Sight {
        Sight {
            whole: whole.repeat(DIGITS),
            middle: middle.repeat(DIGITS),
        }
    }

    #[test]
    fn the_nearer_of_the_two_looks_counts() {
        let (one, other) = (sight("0", "0"), sight("f", "1"));
        assert_eq!(one.distance(&other), Some(64));
        assert_eq!(one.distance(&one), Some(0));
        assert_eq!(sight("0", "f").distance(&sight("1", "0")), Some(64));
    }

    #[test]
    fn what_is_no_look_is_like_nothing() {
        let good = sight("0", "0");
        let none = |whole: String| Sight {
            whole,
            middle: good.middle.clone(),
        };
        let digits = |digit: &str, count: usize| digit.repeat(count);
        for bad in [
            String::new(),
            digits("0", DIGITS - 1),
            digits("0", DIGITS + 1),
            digits("g", DIGITS),
            digits("A", DIGITS),
            digits("é", DIGITS / 2),
            format!("+{}", digits("0", DIGITS - 1)),
        ] {
            assert_eq!(good.distance(&none(bad.clone())), None, "{bad}");
        }
    }
}
