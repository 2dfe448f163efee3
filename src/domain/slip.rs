//! A permission slip: a form that goes home on paper, and the code on it by which it is known again.
//! The code holds random bytes, a school's mark and a seal: nothing that a stranger could read.
//! Knows no paper and no picture of one.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::channel::{Channel, ChannelId, PermissionRule};
use super::ids::{EvidenceId, SlipId, StaffId};
use super::language::Language;
use super::person::PersonId;
use super::policy::Policy;

/// The form that is printed now. A number stands for where everything is on the paper, so a change of
/// places is a new number, and the old ones stay readable.
pub const FORM: u8 = 1;

/// Most channels on one slip; more go on another slip.
pub const MOST_CHANNELS: usize = 7;

/// One slip that was made for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    pub id: SlipId,
    pub form: u8,
    /// Seals its code; random, 64 hex digits.
    pub key: String,
    pub person: PersonId,
    /// In the order in which they stand on the paper.
    pub channels: Vec<ChannelId>,
    pub language: Language,
    pub made_at: DateTime<Utc>,
    pub by: StaffId,
}

/// That somebody confirmed what a slip says. The answers themselves are permissions, which name the
/// same sealed form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipReading {
    pub slip: SlipId,
    /// The picture of the signed paper, sealed.
    pub form: EvidenceId,
    pub at: DateTime<Utc>,
    pub by: StaffId,
}

/// The channels that a slip asks about: those where a yes is needed and would count.
pub fn asked(policy: &Policy) -> impl Iterator<Item = &Channel> {
    policy
        .channels
        .iter()
        .filter(|channel| channel.permission != PermissionRule::None && channel.children)
}

/// First byte of every code of ours.
const MARK: u8 = 0xA7;
const ID: usize = 16;
const SCHOOL: usize = 4;
const SEAL: usize = 10;
const SEALED: usize = 2 + ID + SCHOOL;
/// Bytes of a code: as many as the coarsest square holds that can lose a quarter of itself.
pub const CODE: usize = SEALED + SEAL;

/// Why a code is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CodeError {
    #[error(
        "the code on this paper is none of a permission slip; lay the paper aside, or file it by hand"
    )]
    NotASlip,
    #[error(
        "this slip was made by another school, or its code was altered; ask the parent whose form it is"
    )]
    OtherSchool,
    #[error(
        "this school made no slip with this code: it was altered, or an older copy of the school's \
         register is open; nothing of it is believed, print a new slip"
    )]
    Altered,
    #[error("this slip's form (number {0}) is newer than this program; update the program")]
    NewerForm(u8),
}

fn school_mark(school: &str) -> [u8; SCHOOL] {
    let [one, two, three, four, ..]: [u8; 32] =
        Sha256::digest(format!("slip of school {school}")).into();
    [one, two, three, four]
}

/// HMAC-SHA256 (RFC 2104), its first bytes.
fn seal(key: &[u8; 32], message: &[u8]) -> [u8; SEAL] {
    // A key shorter than a block is filled up with zeros, by the standard.
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let sealed = Hmac::<Sha256>::new(&block.into())
        .chain_update(message)
        .finalize()
        .into_bytes();
    let mut seal = [0; SEAL];
    for (to, from) in seal.iter_mut().zip(sealed) {
        *to = from;
    }
    seal
}

/// The code of a slip, sealed with the slip's own key, which only this school's register holds.
/// `None` where the slip's id or key is none.
pub fn code(slip: &Slip, school: &str) -> Option<Vec<u8>> {
    let (mut id, mut key) = ([0; ID], [0; 32]);
    hex::decode_to_slice(&slip.id.0, &mut id).ok()?; // house: no id gives no code, which is refused
    hex::decode_to_slice(&slip.key, &mut key).ok()?; // house: no key gives no code, which is refused
    let mut code = vec![MARK, slip.form];
    code.extend(id);
    code.extend(school_mark(school));
    let seal = seal(&key, &code);
    code.extend(seal);
    Some(code)
}

/// Which slip a code speaks of; whether it is to be believed, [`is_code_of`] says. Errors: not a
/// slip's; another school's; a form that is not known here.
pub fn spoken_of(code: &[u8], school: &str) -> Result<SlipId, CodeError> {
    let [MARK, form, rest @ ..] = code else {
        return Err(CodeError::NotASlip);
    };
    let (id, rest) = rest.split_at_checked(ID).ok_or(CodeError::NotASlip)?;
    let (mark, seal) = rest.split_at_checked(SCHOOL).ok_or(CodeError::NotASlip)?;
    if seal.len() != SEAL {
        return Err(CodeError::NotASlip);
    }
    if mark != school_mark(school) {
        return Err(CodeError::OtherSchool);
    }
    if *form > FORM {
        return Err(CodeError::NewerForm(*form));
    }
    Ok(SlipId(hex::encode(id)))
}

/// Whether it is the very code of this slip, to the last byte.
pub fn is_code_of(slip: &Slip, school: &str, found: &[u8]) -> bool {
    code(slip, school).is_some_and(|code| code == found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by OpenSSL: RFC 4231 has no test case with a key of 32 bytes.
    #[test]
    fn a_seal_is_the_beginning_of_an_hmac_as_others_compute_it() {
        let seal = seal(&[0x0B; 32], b"Hi There");
        assert_eq!(hex::encode(seal), "198a607eb44bfbc69903");
    }
}
