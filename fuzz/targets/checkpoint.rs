//! A checkpoint file of any text, and a chain with any one text changed: only what the device signed
//! is believed, and an edited entry is always found.

#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;
use shutterslip::acts::verify::read_checkpoint;
use shutterslip::domain::audit::{Act, Chain, Checkpoint, Entry, Head, Note};
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::DeviceId;
use shutterslip_fuzz::fit_to_read;

struct Trail {
    who: Identity,
    entries: Vec<Entry>,
    heads: Vec<Head>,
}

static TRAIL: LazyLock<Trail> = LazyLock::new(|| {
    let device = DeviceId("2b6f0cc9-04c5-4a05-b1a0-6a5e0e9f0d11".to_owned());
    let who = Identity::new(device.clone(), &[7; 32]);
    let mut heads = vec![Head::none(device)];
    let mut entries = Vec::new();
    for number in 1..=4 {
        let note = Note {
            act: Act::ReleaseDecided,
            subject: format!("photo:{number}"),
            about: "amira".to_owned(),
            digest: "00".repeat(32),
            detail: "{\"to\":\"website\"}".to_owned(),
        };
        let head = heads.last().expect("there is one");
        let entry = Entry::following(head, DateTime::<Utc>::UNIX_EPOCH, "patel", note, &who);
        heads.push(entry.head());
        entries.push(entry);
    }
    Trail {
        who,
        entries,
        heads,
    }
});

fuzz_target!(|text: &str| {
    match read_checkpoint(text) {
        Ok(checkpoint) => is_believed_only_where_signed(&checkpoint),
        Err(error) => fit_to_read(&error.to_string()),
    }
    an_edited_entry_is_found(text);
});

fn is_believed_only_where_signed(checkpoint: &Checkpoint) {
    let written = serde_json::to_string(checkpoint).expect("a checkpoint can be written");
    assert_eq!(read_checkpoint(&written).ok().as_ref(), Some(checkpoint));
    let Trail {
        who,
        entries,
        heads,
    } = &*TRAIL;
    let key = who.verifying_key();
    let is_signed = checkpoint.is_signed_by(&key);
    if is_signed {
        // Nobody has this key but the seeds: then it speaks of an honest head.
        assert!(
            heads
                .iter()
                .any(|head| head.hash == checkpoint.hash && head.count == checkpoint.count)
        );
    }
    match Chain::new(who.device.clone(), key, std::slice::from_ref(checkpoint)) {
        Ok(mut chain) => {
            assert!(is_signed || checkpoint.device != who.device);
            for entry in entries {
                chain.push(entry).expect("an honest chain");
            }
            chain.finish(&heads[4]).expect("an honest end");
        }
        Err(fault) => {
            fit_to_read(&fault.to_string());
            assert!(!is_signed && checkpoint.device == who.device);
        }
    }
}

/// The first two letters say which entry and which of its texts; the rest takes that text's place.
fn an_edited_entry_is_found(text: &str) {
    let mut letters = text.chars();
    let (Some(which), Some(field)) = (letters.next(), letters.next()) else {
        return;
    };
    let put_in = letters.as_str();
    let Trail {
        who,
        entries,
        heads,
    } = &*TRAIL;
    let place = which as usize % entries.len();
    let mut edited = entries.clone();
    let entry = &mut edited[place];
    let texts = [
        &mut entry.at,
        &mut entry.by,
        &mut entry.act,
        &mut entry.subject,
        &mut entry.about,
        &mut entry.digest,
        &mut entry.detail,
        &mut entry.prev,
        &mut entry.hash,
        &mut entry.signature,
    ];
    let at = field as usize % texts.len();
    if let Some(text) = texts.into_iter().nth(at) {
        put_in.clone_into(text);
    }
    let mut chain =
        Chain::new(who.device.clone(), who.verifying_key(), &[]).expect("no checkpoints");
    let outcome = edited
        .iter()
        .try_for_each(|entry| chain.push(entry))
        .and_then(|()| chain.finish(&heads[4]).map(drop));
    assert_eq!(outcome.is_ok(), edited == *entries, "{edited:?}");
}
