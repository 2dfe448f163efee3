//! How an entry is hashed, to the byte, and that no byte of it can change unseen.

use proptest::prelude::*;
use proptest::test_runner::Config;
use sha2::{Digest, Sha256};
use shutterslip::domain::audit::{BEGINNING, Entry, Fault, Head};

use super::attacks_on_a_chain::{chain, head, noon_text, note, tablet, verified};
use super::records::noon;

/// The hash as the documentation of `domain/audit.rs` says it, worked out here on its own.
pub fn canonical_hash(entry: &Entry) -> String {
    let mut bytes = b"shutterslip audit 1\n".to_vec();
    let seq = format!("{}", entry.seq);
    for field in [
        &entry.prev,
        &entry.device.0,
        &seq,
        &entry.at,
        &entry.by,
        &entry.act,
        &entry.subject,
        &entry.about,
        &entry.digest,
        &entry.detail,
    ] {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field.as_bytes());
    }
    hex::encode(Sha256::digest(&bytes))
}

#[test]
fn the_encoding_is_the_documented_one() {
    let who = tablet(1);
    let none = Head::none(who.device.clone());
    let entry = Entry::following(&none, noon(), "pätel", note("photo:1".into()), &who);
    assert_eq!(entry.prev, BEGINNING);
    assert_eq!(entry.at, noon_text());
    assert_eq!(entry.hash, canonical_hash(&entry));
    // Written down once: it never changes, or old chains no longer verify.
    assert_eq!(entry.hash, KNOWN_HASH);
    assert_eq!(entry.signature, KNOWN_SIGNATURE);
}

const KNOWN_HASH: &str = "ae068786bb39bde7752155afe0d14bf76424b0abc7f8d3219a328314f1383bf2";
const KNOWN_SIGNATURE: &str = "84cacda3c642b7604d6716a62ac6e67fd89dc4a03ce75f36d53ab695de465ad226efd0f19fc6bd636cba31efa39809e2e2617f20380f958961535aa50ffac002";

proptest! {
    #![proptest_config(Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    })]

    #[test]
    fn any_change_of_one_byte_of_any_field_is_found(
        place in 0_usize..9, field in 0_usize..12, byte in any::<prop::sample::Index>(), new in 0x20_u8..0x7f,
    ) {
        let who = tablet(1);
        let good = chain(&who, 9);
        let mut entries = good.clone();
        let mut json = serde_json::to_value(&entries[place]).unwrap();
        let fields = json.as_object_mut().unwrap();
        let name = fields.keys().nth(field).unwrap().clone();
        match fields.get_mut(&name).unwrap() {
            serde_json::Value::Number(seq) => {
                let changed = seq.as_u64().unwrap() ^ (1 << (new % 62));
                fields.insert(name, changed.into());
            }
            serde_json::Value::String(text) => {
                let mut bytes = text.clone().into_bytes();
                let at = byte.index(bytes.len());
                prop_assume!(bytes[at] != new);
                bytes[at] = new;
                *text = String::from_utf8(bytes).unwrap();
            }
            other => panic!("{other}"),
        }
        entries[place] = serde_json::from_value(json).unwrap();
        let told = verified(&who, &entries, &head(&good), &[]);
        prop_assert!(told.is_err(), "{:?}", entries[place]);
        // Told at the entry itself, or at the next one that no longer follows it.
        let told_at = match told.unwrap_err() {
            Fault::Missing { seq, .. } | Fault::Twice { seq } | Fault::Unlinked { seq }
            | Fault::Edited { seq } | Fault::Foreign { seq } | Fault::Unsigned { seq } => Some(seq),
            _ => None,
        };
        if let Some(seq) = told_at {
            let own = good[place].seq;
            prop_assert!(seq == own || seq == entries[place].seq, "{seq} for {own}");
        }
    }
}
