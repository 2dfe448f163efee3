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

impl Sight {
    /// In how many bits they differ, by whichever of the two looks is nearer. `None` where one of them
    /// is not made by the rules.
    pub fn distance(&self, other: &Sight) -> Option<u32> {
        Some(apart(&self.whole, &other.whole)?.min(apart(&self.middle, &other.middle)?))
    }
}

/// Bits that differ.
fn apart(one: &str, other: &str) -> Option<u32> {
    if one.len() != DIGITS || other.len() != DIGITS {
        return None;
    }
    one.bytes()
        .zip(other.bytes())
        .map(|(left, right)| Some((value(left)? ^ value(right)?).count_ones()))
        .sum()
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
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
        for bad in ["", "0", "g", "G", "é"] {
            let bad = Sight {
                whole: bad.repeat(DIGITS / bad.len().max(1)),
                middle: good.middle.clone(),
            };
            if bad.whole.len() == DIGITS && bad.whole.starts_with('0') {
                continue;
            }
            assert_eq!(good.distance(&bad), None, "{bad:?}");
        }
    }
}
