//! The acceptable-use agreement: the text that staff read and sign before they open the camera. Says
//! nothing of who signed it.

use sha2::{Digest, Sha256};

/// The whole text, as it is read on every device.
pub const TEXT: &str = include_str!("../../policies/acceptable-use.md");

/// How much of the text's fingerprint tells one text from another.
const SHORT: usize = 12;

/// A short fingerprint of the text: another for every text that ever ships.
pub fn version() -> String {
    let mut print = hex::encode(Sha256::digest(TEXT));
    print.truncate(SHORT);
    print
}
