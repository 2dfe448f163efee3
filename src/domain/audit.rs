//! The audit trail: one hash-chained, signed list of entries a device. Knows no store; whoever
//! holds the entries feeds them to [`Chain`], which names the first bad one.
//!
//! # Canonical encoding
//!
//! An entry's hash is SHA-256 over the bytes `shutterslip audit 1\n`, then these fields in this
//! order, each as its length in bytes (eight bytes, big-endian) followed by its UTF-8 text:
//! `prev`, `device`, `seq` (decimal), `at`, `by`, `act`, `subject`, `about`, `digest`, `detail`.
//! `prev` is the hash of the entry before, 64 zeros for the first. Hashes are lower-case hex.
//! The device signs the 32 bytes of every hash with Ed25519, so every entry is a signed head.
//!
//! A [`Checkpoint`] is a head that is kept somewhere else. Its signature covers
//! `shutterslip checkpoint 1\n`, then device, count (decimal), hash and time, encoded alike.

mod act;

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::device::Identity;
use super::ids::DeviceId;

pub use act::Act;

/// `prev` of a chain's first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Entries whose signatures are verified at once.
const BATCH: usize = 256;

/// What was done, to what, as it will stand in the trail. Ids and codes only, never a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub act: Act,
    /// Kind and id of the record, `photo:…`.
    pub subject: String,
    /// Person id where the record is about one, else empty.
    pub about: String,
    /// Fingerprint of the record as it stands after, empty where none stands.
    pub digest: String,
    /// A JSON object.
    pub detail: String,
}

/// One entry of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub device: DeviceId,
    /// Place in the chain, from 1.
    pub seq: u64,
    pub at: String,
    pub by: String,
    pub act: String,
    pub subject: String,
    pub about: String,
    pub digest: String,
    pub detail: String,
    pub prev: String,
    pub hash: String,
    pub signature: String,
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub device: DeviceId,
    /// Entries so far.
    pub count: u64,
    pub hash: String,
}

impl Head {
    /// The head of a chain that has no entry yet.
    pub fn none(device: DeviceId) -> Head {
        Head {
            device,
            count: 0,
            hash: BEGINNING.to_owned(),
        }
    }
}

/// A time as it stands in the trail: UTC, milliseconds.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Entry {
    /// The entry that follows a head, hashed and signed.
    pub fn following(
        head: &Head,
        at: DateTime<Utc>,
        by: &str,
        note: Note,
        who: &Identity,
    ) -> Entry {
        let mut entry = Entry {
            device: who.device.clone(),
            seq: head.count.saturating_add(1),
            at: stamp(at),
            by: by.to_owned(),
            act: note.act.word().to_owned(),
            subject: note.subject,
            about: note.about,
            digest: note.digest,
            detail: note.detail,
            prev: head.hash.clone(),
            hash: String::new(),
            signature: String::new(),
        };
        let hash = entry.digest_of_fields();
        entry.hash = hex::encode(hash);
        entry.signature = who.sign(&hash);
        entry
    }

    /// The head that this entry makes.
    pub fn head(&self) -> Head {
        Head {
            device: self.device.clone(),
            count: self.seq,
            hash: self.hash.clone(),
        }
    }

    fn digest_of_fields(&self) -> [u8; 32] {
        let seq = self.seq.to_string();
        digest(
            "shutterslip audit 1\n",
            &[
                &self.prev,
                &self.device.0,
                &seq,
                &self.at,
                &self.by,
                &self.act,
                &self.subject,
                &self.about,
                &self.digest,
                &self.detail,
            ],
        )
    }
}

fn digest(domain: &str, fields: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(domain.as_bytes());
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().into()
}

/// A signed head kept outside the register: beside releases, on paper, with a governor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    pub device: DeviceId,
    pub count: u64,
    pub hash: String,
    pub at: String,
    pub signature: String,
}

impl Checkpoint {
    /// A checkpoint of this head, signed.
    pub fn of(head: &Head, at: DateTime<Utc>, who: &Identity) -> Checkpoint {
        let mut checkpoint = Checkpoint {
            device: head.device.clone(),
            count: head.count,
            hash: head.hash.clone(),
            at: stamp(at),
            signature: String::new(),
        };
        checkpoint.signature = who.sign(&checkpoint.digest_of_fields());
        checkpoint
    }

    /// Whether the device with this key signed it.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        signature(&self.signature).is_some_and(|signature| {
            key.verify_strict(&self.digest_of_fields(), &signature)
                .is_ok()
        })
    }

    fn digest_of_fields(&self) -> [u8; 32] {
        let count = self.count.to_string();
        digest(
            "shutterslip checkpoint 1\n",
            &[&self.device.0, &count, &self.hash, &self.at],
        )
    }
}

/// Whether a text is the lower-case hex of these bytes.
fn is_hex_of(text: &str, bytes: &[u8]) -> bool {
    let digit = |half: u8| match half {
        0..=9 => b'0' + half,
        _ => b'a' + (half - 10),
    };
    text.len() == bytes.len() * 2
        && text
            .as_bytes()
            .chunks_exact(2)
            .zip(bytes)
            .all(|(pair, byte)| pair == [digit(byte >> 4), digit(byte & 15)])
}

fn signature(hex_text: &str) -> Option<Signature> {
    let mut bytes = [0; 64];
    hex::decode_to_slice(hex_text, &mut bytes).ok()?; // house: no signature verifies nothing
    // One way to write it: capitals would be a change that no check finds.
    if !is_hex_of(hex_text, &bytes) {
        return None;
    }
    Some(Signature::from_bytes(&bytes))
}

/// What is wrong, and where first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("entry {seq} is missing: the chain goes on with {found}")]
    Missing { seq: u64, found: u64 },
    #[error("entry {seq} stands there twice: the chain was forked or an entry was put in")]
    Twice { seq: u64 },
    #[error("entry {seq} does not follow the one before: entries were reordered, put in or forked")]
    Unlinked { seq: u64 },
    #[error("entry {seq} was edited after it was written")]
    Edited { seq: u64 },
    #[error("entry {seq} is from the chain of another device")]
    Foreign { seq: u64 },
    #[error("entry {seq} does not carry this device's signature")]
    Unsigned { seq: u64 },
    #[error("the chain ends at entry {found}, but {expected} were written: the end was cut off")]
    Truncated { expected: u64, found: u64 },
    #[error("the chain's end does not match its recorded head at entry {count}")]
    OtherHead { count: u64 },
    #[error(
        "a checkpoint of {at} was made at entry {count}, but the chain has only {found}: \
         the end was cut off, or an old copy was restored"
    )]
    BehindCheckpoint { count: u64, found: u64, at: String },
    #[error(
        "entry {count} is not the one that the checkpoint of {at} was made from: \
         the chain was rewritten or forked"
    )]
    OffCheckpoint { count: u64, at: String },
    #[error("a checkpoint for entry {count} does not carry this device's signature")]
    FalseCheckpoint { count: u64 },
}

/// Verifies a chain, entry by entry, in order.
pub struct Chain {
    head: Head,
    key: VerifyingKey,
    checkpoints: Vec<Checkpoint>,
    unverified: Vec<Signed>,
    signatures: Signatures,
}

/// Which signatures a chain verifies, and who does it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signatures {
    All,
    /// The last alone.
    Last,
    /// All, by whoever takes them with [`Chain::take_batch`].
    Apart,
}

/// An entry's place and hash, and the signature that it carries.
struct Signed {
    seq: u64,
    hash: [u8; 32],
    signature: String,
}

/// Signatures of entries that follow each other, to be verified on any core.
pub struct Batch {
    key: VerifyingKey,
    entries: Vec<Signed>,
}

impl Batch {
    /// Errors: the first entry that does not carry the device's signature.
    pub fn verify(&self) -> Result<(), Fault> {
        let mut signatures = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let unsigned = Fault::Unsigned { seq: entry.seq };
            signatures.push(signature(&entry.signature).ok_or(unsigned)?);
        }
        let hashes = self.entries.iter().map(|entry| entry.hash.as_slice());
        let messages: Vec<&[u8]> = hashes.collect();
        let keys = vec![self.key; self.entries.len()];
        if ed25519_dalek::verify_batch(&messages, &signatures, &keys).is_ok() {
            return Ok(());
        }
        for (entry, signature) in self.entries.iter().zip(&signatures) {
            if self.key.verify_strict(&entry.hash, signature).is_err() {
                return Err(Fault::Unsigned { seq: entry.seq });
            }
        }
        Ok(())
    }
}

impl Chain {
    /// A chain of this device, from its beginning. Checkpoints of other devices are passed over.
    /// Errors: a checkpoint that claims this device and is not signed by it.
    pub fn new(
        device: DeviceId,
        key: VerifyingKey,
        checkpoints: &[Checkpoint],
    ) -> Result<Chain, Fault> {
        let mut own: Vec<Checkpoint> = checkpoints
            .iter()
            .filter(|checkpoint| checkpoint.device == device)
            .cloned()
            .collect();
        if let Some(bad) = own.iter().find(|checkpoint| !checkpoint.is_signed_by(&key)) {
            return Err(Fault::FalseCheckpoint { count: bad.count });
        }
        own.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.count));
        Ok(Chain {
            head: Head::none(device),
            key,
            checkpoints: own,
            unverified: Vec::new(),
            signatures: Signatures::All,
        })
    }

    /// The same chain, whose signatures are taken by somebody else as it grows: see
    /// [`Chain::take_batch`]. Those not taken are verified at the end.
    pub fn with_signatures_apart(mut self) -> Chain {
        self.signatures = Signatures::Apart;
        self
    }

    /// The signatures that wait, once they are enough to be worth a hand.
    pub fn take_batch(&mut self) -> Option<Batch> {
        (self.unverified.len() >= BATCH).then(|| self.batch())
    }

    fn batch(&mut self) -> Batch {
        Batch {
            key: self.key,
            entries: std::mem::take(&mut self.unverified),
        }
    }

    /// The rest of a chain that was verified up to this head: for the quick look before a release.
    /// Links and hashes are checked for every entry, the signature for the last one alone, which
    /// stands for all before it.
    pub fn resuming(verified: Head, key: VerifyingKey) -> Chain {
        Chain {
            head: verified,
            key,
            checkpoints: Vec::new(),
            unverified: Vec::new(),
            signatures: Signatures::Last,
        }
    }

    /// Takes the next entry. Errors: the first thing that is wrong with it.
    pub fn push(&mut self, entry: &Entry) -> Result<(), Fault> {
        let seq = entry.seq;
        let expected = self.head.count.saturating_add(1);
        if entry.device != self.head.device {
            return Err(Fault::Foreign { seq });
        }
        if seq < expected {
            return Err(Fault::Twice { seq });
        }
        if seq > expected {
            return Err(Fault::Missing {
                seq: expected,
                found: seq,
            });
        }
        if entry.prev != self.head.hash {
            return Err(Fault::Unlinked { seq });
        }
        let hash = entry.digest_of_fields();
        if !is_hex_of(&entry.hash, &hash) {
            return Err(Fault::Edited { seq });
        }
        match self.signatures {
            Signatures::Last => self.unverified.clear(),
            Signatures::All if self.unverified.len() >= BATCH => self.batch().verify()?,
            Signatures::All | Signatures::Apart => {}
        }
        self.unverified.push(Signed {
            seq,
            hash,
            signature: entry.signature.clone(),
        });
        while let Some(checkpoint) = self.checkpoints.pop_if(|next| next.count <= seq) {
            let is_here = if checkpoint.count == 0 {
                checkpoint.hash == BEGINNING
            } else {
                checkpoint.count == seq && checkpoint.hash == entry.hash
            };
            if !is_here {
                return Err(Fault::OffCheckpoint {
                    count: checkpoint.count,
                    at: checkpoint.at,
                });
            }
        }
        self.head.count = seq;
        self.head.hash.clone_from(&entry.hash);
        Ok(())
    }

    /// The chain has ended. Gives its head. Errors: a signature, a recorded head or a checkpoint
    /// that says otherwise.
    pub fn finish(mut self, recorded: &Head) -> Result<Head, Fault> {
        self.batch().verify()?;
        if let Some(ahead) = self
            .checkpoints
            .iter()
            .find(|checkpoint| checkpoint.count > self.head.count)
        {
            return Err(Fault::BehindCheckpoint {
                count: ahead.count,
                found: self.head.count,
                at: ahead.at.clone(),
            });
        }
        if recorded.count != self.head.count {
            return Err(Fault::Truncated {
                expected: recorded.count,
                found: self.head.count,
            });
        }
        if recorded.hash != self.head.hash {
            return Err(Fault::OtherHead {
                count: self.head.count,
            });
        }
        Ok(self.head)
    }
}
