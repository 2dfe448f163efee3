//! Sealed bytes: pictures and signed forms. Holds no key and no name; knows no register.
//!
//! # A sealed file
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `SLIPSEAL` |
//! | 1 | version, 1 |
//! | 8 | length of the plain bytes, big-endian |
//! | 1 + n | length and text of the object's id |
//! | 12 | nonce |
//! | length + 16 | AES-256-GCM of the plain bytes, with everything before it as associated data |
//!
//! Each object has a random key of its own, used once. The whole is authenticated before a byte of
//! it is handed out. The id inside says at once when two files were swapped.
//!
//! # Order of writes
//!
//! [`Vault::receive`] puts the sealed file, durable, under a name for arrivals. Then the register
//! records it together with its key: from that moment it is kept. Then [`Vault::settle`] moves it
//! to its place. A kill in between leaves an arrival that [`Vault::sweep`] moves (the register
//! knows it) or removes (nobody has its key, nobody was told that it is kept).

pub mod folder;

use std::collections::HashSet;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"SLIPSEAL";
const VERSION: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

/// Why sealed bytes cannot be had.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("its sealed file is missing; restore it from the newest backup")]
    Missing,
    #[error(
        "its sealed file was cut short ({found} of {expected} bytes); restore it from the newest backup"
    )]
    Truncated { expected: u64, found: u64 },
    #[error(
        "its sealed file holds something else: two files were swapped; restore it from the newest backup"
    )]
    Swapped,
    #[error("its sealed file was changed or is damaged; restore it from the newest backup")]
    Damaged,
    #[error("its file is not a sealed file; restore it from the newest backup")]
    NotSealed,
    #[error("the disk is full; nothing was kept; free some space and try again")]
    Full,
    #[error("the vault cannot be reached ({0}); check the disk")]
    Unreachable(String),
    #[error("this machine gives no random numbers ({0}); restart it")]
    NoRandomness(String),
}

/// What a sweep found. Counts and ids only.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Arrivals that were kept and are now in their place.
    pub settled: Vec<String>,
    /// Arrivals that nobody was told of: removed.
    pub removed: usize,
    /// Objects of the register whose sealed file is not there.
    pub missing: Vec<String>,
    /// Sealed files that the register does not know; left as they are.
    pub unknown: usize,
}

/// Keeps sealed files by the id of their object.
pub trait Vault: Send {
    /// Takes a sealed file in, durably, as an arrival.
    fn receive(&mut self, object: &str, sealed: &[u8]) -> Result<(), VaultError>;
    /// Moves an arrival to its place. Doing it twice is no error.
    fn settle(&mut self, object: &str) -> Result<(), VaultError>;
    /// Removes an arrival that was not recorded after all.
    fn turn_away(&mut self, object: &str) -> Result<(), VaultError>;
    /// The sealed file, settled or still an arrival.
    fn fetch(&self, object: &str) -> Result<Vec<u8>, VaultError>;
    /// Removes the sealed file of an object whose key was destroyed. None there is no error.
    fn discard(&mut self, object: &str) -> Result<(), VaultError>;
    /// Brings order after a kill. `kept`: what the register knows and has a key for; `erased`:
    /// whose files may go.
    fn sweep(
        &mut self,
        kept: &HashSet<String>,
        erased: &HashSet<String>,
    ) -> Result<Sweep, VaultError>;
}

/// A new random key.
pub fn new_key() -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(key.as_mut_slice())
        .map_err(|error| VaultError::NoRandomness(error.to_string()))?;
    Ok(key)
}

/// Seals the bytes of an object. The key must be new.
pub fn seal(object: &str, key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let id_length = u8::try_from(object.len()).map_err(|_| VaultError::NotSealed)?;
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|error| VaultError::NoRandomness(error.to_string()))?;
    let mut sealed = Vec::with_capacity(plain.len().saturating_add(128));
    sealed.extend_from_slice(MAGIC);
    sealed.push(VERSION);
    sealed.extend_from_slice(&(plain.len() as u64).to_be_bytes());
    sealed.push(id_length);
    sealed.extend_from_slice(object.as_bytes());
    sealed.extend_from_slice(&nonce);
    let cipher = Aes256Gcm::new(&(*key).into());
    let body = cipher
        .encrypt(
            &Nonce::from(nonce),
            Payload {
                msg: plain,
                aad: &sealed,
            },
        )
        .map_err(|_| VaultError::Damaged)?;
    sealed.extend_from_slice(&body);
    Ok(sealed)
}

/// Opens a sealed file: all of it, or an error that says what was done to it.
pub fn open(object: &str, key: &[u8; 32], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let cut = |expected: usize| VaultError::Truncated {
        expected: expected as u64,
        found: sealed.len() as u64,
    };
    let shortest = MAGIC.len() + 1 + 8 + 1;
    if sealed.is_empty() {
        return Err(cut(shortest));
    }
    if !sealed.starts_with(MAGIC) && !MAGIC.starts_with(sealed) {
        return Err(VaultError::NotSealed);
    }
    let (
        &[
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            version,
            l0,
            l1,
            l2,
            l3,
            l4,
            l5,
            l6,
            l7,
            id_length,
        ],
        rest,
    ) = sealed
        .split_first_chunk::<18>()
        .ok_or_else(|| cut(shortest))?;
    if version != VERSION {
        return Err(VaultError::NotSealed);
    }
    let plain_length = u64::from_be_bytes([l0, l1, l2, l3, l4, l5, l6, l7]);
    let id_length = usize::from(id_length);
    let head_length = shortest + id_length + NONCE;
    let expected = (head_length + TAG) as u64;
    let expected = expected
        .checked_add(plain_length)
        .ok_or(VaultError::Damaged)?;
    let found = sealed.len() as u64;
    if rest.get(..id_length).ok_or_else(|| cut(head_length))? != object.as_bytes() {
        return Err(VaultError::Swapped);
    }
    if found < expected {
        return Err(VaultError::Truncated { expected, found });
    }
    if found > expected {
        return Err(VaultError::Damaged);
    }
    let (head, body) = sealed
        .split_at_checked(head_length)
        .ok_or(VaultError::Damaged)?;
    let (_, nonce) = head
        .split_last_chunk::<NONCE>()
        .ok_or(VaultError::Damaged)?;
    let cipher = Aes256Gcm::new(&(*key).into());
    cipher
        .decrypt(
            &Nonce::from(*nonce),
            Payload {
                msg: body,
                aad: head,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| VaultError::Damaged)
}
