//! What can be done to an audit chain by somebody who holds its entries, one test an attack. Each
//! says which fault is told, and at which entry.

use chrono::TimeDelta;
use shutterslip::domain::audit::{Act, Chain, Checkpoint, Entry, Fault, Head, Note};
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::DeviceId;

use super::chain_encoding::canonical_hash;
use super::records::noon;

pub fn tablet(number: u8) -> Identity {
    Identity::new(DeviceId(format!("tablet-{number}")), &[number; 32])
}

pub fn note(subject: String) -> Note {
    Note {
        act: Act::PhotoKept,
        subject,
        about: "amira".to_owned(),
        digest: "ab".repeat(32),
        detail: r#"{"sha256":"cd"}"#.to_owned(),
    }
}

/// A good chain of so many entries after a head.
fn grown(who: &Identity, head: &mut Head, from: u64, to: u64, word: &str) -> Vec<Entry> {
    (from..=to)
        .map(|seq| {
            let at = noon() + TimeDelta::seconds(seq as i64);
            let entry = Entry::following(head, at, "patel", note(format!("{word}:{seq}")), who);
            *head = entry.head();
            entry
        })
        .collect()
}

pub fn chain(who: &Identity, length: u64) -> Vec<Entry> {
    let mut head = Head::none(who.device.clone());
    grown(who, &mut head, 1, length, "photo")
}

pub fn head(entries: &[Entry]) -> Head {
    entries.last().unwrap().head()
}

pub fn verified(
    who: &Identity,
    entries: &[Entry],
    recorded: &Head,
    checkpoints: &[Checkpoint],
) -> Result<Head, Fault> {
    let mut chain = Chain::new(who.device.clone(), who.verifying_key(), checkpoints)?;
    for entry in entries {
        chain.push(entry)?;
    }
    chain.finish(recorded)
}

fn checkpoint(who: &Identity, entries: &[Entry]) -> Checkpoint {
    Checkpoint::of(&head(entries), noon(), who)
}

pub fn noon_text() -> String {
    "2026-03-02T12:00:00.000Z".to_owned()
}

#[test]
fn a_good_chain_verifies_with_every_checkpoint_ever_made() {
    let who = tablet(1);
    let entries = chain(&who, 600);
    let mut checkpoints: Vec<Checkpoint> = (1..=600)
        .step_by(7)
        .map(|count| checkpoint(&who, &entries[..count]))
        .collect();
    checkpoints.push(Checkpoint::of(
        &Head::none(who.device.clone()),
        noon(),
        &who,
    ));
    checkpoints.push(checkpoint(&tablet(2), &chain(&tablet(2), 9)));
    let whole = verified(&who, &entries, &head(&entries), &checkpoints);
    assert_eq!(whole, Ok(head(&entries)));
    let nothing = Head::none(who.device.clone());
    assert_eq!(verified(&who, &[], &nothing, &[]), Ok(nothing));
}

#[test]
fn edited() {
    let who = tablet(1);
    let good = chain(&who, 9);
    type Edit = fn(&mut Entry);
    let edits: [Edit; 6] = [
        |entry| entry.at = "2026-03-02T12:00:09.999Z".to_owned(),
        |entry| entry.by = "somebody".to_owned(),
        |entry| entry.act = "photo.erased".to_owned(),
        |entry| entry.subject = "photo:other".to_owned(),
        |entry| entry.about = String::new(),
        |entry| entry.digest = "ef".repeat(32),
    ];
    for edit in edits {
        let mut entries = good.clone();
        edit(&mut entries[3]);
        let told = verified(&who, &entries, &head(&good), &[]);
        assert_eq!(told, Err(Fault::Edited { seq: 4 }));
    }
    // Text moved over a field's border is no other text.
    let mut entries = good.clone();
    entries[3].by = "patelp".to_owned();
    entries[3].act = "hoto.kept".to_owned();
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Edited { seq: 4 }));
}

#[test]
fn edited_and_hashed_anew() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut entries = good.clone();
    entries[3].detail = "{}".to_owned();
    entries[3].hash = canonical_hash(&entries[3]);
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Unlinked { seq: 5 }));
    // The last has nobody after it, but a signature.
    let mut entries = good.clone();
    entries[8].detail = "{}".to_owned();
    entries[8].hash = canonical_hash(&entries[8]);
    let forged_head = head(&entries);
    let told = verified(&who, &entries, &forged_head, &[]);
    assert_eq!(told, Err(Fault::Unsigned { seq: 9 }));
    // The quick look before a release finds it as well.
    let mut chain = Chain::resuming(good[4].head(), who.verifying_key());
    for entry in &entries[5..] {
        chain.push(entry).unwrap();
    }
    assert_eq!(chain.finish(&forged_head), Err(Fault::Unsigned { seq: 9 }));
}

#[test]
fn deleted() {
    let who = tablet(1);
    let good = chain(&who, 9);
    for gone in 0..8 {
        let mut entries = good.clone();
        entries.remove(gone);
        let seq = gone as u64 + 1;
        let told = verified(&who, &entries, &head(&good), &[]);
        assert_eq!(
            told,
            Err(Fault::Missing {
                seq,
                found: seq + 1
            })
        );
    }
    let told = verified(&who, &good[..8], &head(&good), &[]);
    let cut = Fault::Truncated {
        expected: 9,
        found: 8,
    };
    assert_eq!(told, Err(cut));
}

#[test]
fn deleted_and_renumbered() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut entries = good.clone();
    entries.remove(3);
    for (entry, seq) in entries.iter_mut().zip(1..) {
        entry.seq = seq;
    }
    let told = verified(&who, &entries, &head(&entries), &[]);
    assert_eq!(told, Err(Fault::Unlinked { seq: 4 }));
}

#[test]
fn reordered() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut entries = good.clone();
    entries.swap(3, 4);
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Missing { seq: 4, found: 5 }));
    let (first, second) = (entries[3].seq, entries[4].seq);
    (entries[3].seq, entries[4].seq) = (second, first);
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Unlinked { seq: 4 }));
}

#[test]
fn inserted() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let forged = Entry::following(&good[3].head(), noon(), "patel", note("x:1".into()), &who);
    let mut entries = good.clone();
    entries.insert(4, forged);
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Twice { seq: 5 }));
    for (entry, seq) in entries.iter_mut().zip(1..) {
        entry.seq = seq;
    }
    let told = verified(&who, &entries, &head(&entries), &[]);
    assert_eq!(told, Err(Fault::Unlinked { seq: 6 }));
}

#[test]
fn truncated_with_the_head_left() {
    let who = tablet(1);
    let good = chain(&who, 9);
    for left in 0..9_usize {
        let told = verified(&who, &good[..left], &head(&good), &[]);
        let cut = Fault::Truncated {
            expected: 9,
            found: left as u64,
        };
        assert_eq!(told, Err(cut));
    }
}

#[test]
fn truncated_with_the_head_fixed_and_a_checkpoint_at_hand() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let kept = [checkpoint(&who, &good[..7])];
    // Without the checkpoint nothing shows: that is what checkpoints are for.
    assert!(verified(&who, &good[..5], &head(&good[..5]), &[]).is_ok());
    let told = verified(&who, &good[..5], &head(&good[..5]), &kept);
    let behind = Fault::BehindCheckpoint {
        count: 7,
        found: 5,
        at: noon_text(),
    };
    assert_eq!(told, Err(behind));
    let none = Head::none(who.device.clone());
    let told = verified(&who, &[], &none, &kept);
    let behind = Fault::BehindCheckpoint {
        count: 7,
        found: 0,
        at: noon_text(),
    };
    assert_eq!(told, Err(behind));
}

#[test]
fn the_head_put_elsewhere() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut other = head(&good);
    other.hash = good[7].hash.clone();
    let told = verified(&who, &good, &other, &[]);
    assert_eq!(told, Err(Fault::OtherHead { count: 9 }));
    let told = verified(&who, &good, &head(&good[..5]), &[]);
    let odd = Fault::Truncated {
        expected: 5,
        found: 9,
    };
    assert_eq!(told, Err(odd));
}

#[test]
fn forked_with_two_entries_for_one_place() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut head_then = good[4].head();
    let other = grown(&who, &mut head_then, 6, 9, "another");
    // Both histories in one list, as the store would give them: by place.
    let mut entries = good[..5].to_vec();
    for (one, two) in good[5..].iter().zip(&other) {
        entries.extend([one.clone(), two.clone()]);
    }
    let told = verified(&who, &entries, &head(&good), &[]);
    assert_eq!(told, Err(Fault::Twice { seq: 6 }));
}

#[test]
fn forked_into_two_histories_with_checkpoints_of_each() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let mut head_then = good[4].head();
    let mut other = good[..5].to_vec();
    other.extend(grown(&who, &mut head_then, 6, 9, "another"));
    let kept = [checkpoint(&who, &good), checkpoint(&who, &other)];
    let off = Fault::OffCheckpoint {
        count: 9,
        at: noon_text(),
    };
    for history in [&good, &other] {
        let told = verified(&who, history, &head(history), &kept);
        assert_eq!(told, Err(off.clone()));
        for one in &kept {
            let own = *one == checkpoint(&who, history);
            let told = verified(&who, history, &head(history), std::slice::from_ref(one));
            assert_eq!(told.is_ok(), own);
        }
    }
}

#[test]
fn replayed_from_another_device() {
    let (who, other) = (tablet(1), tablet(2));
    let theirs = chain(&other, 9);
    let told = verified(&who, &theirs, &head(&theirs), &[]);
    assert_eq!(told, Err(Fault::Foreign { seq: 1 }));
    // With our name on it, what was hashed no longer fits.
    let mut renamed = theirs.clone();
    for entry in &mut renamed {
        entry.device = who.device.clone();
    }
    let told = verified(&who, &renamed, &head(&renamed), &[]);
    assert_eq!(told, Err(Fault::Edited { seq: 1 }));
    // In the middle of ours.
    let mut entries = chain(&who, 9);
    entries[4] = theirs[4].clone();
    let told = verified(&who, &entries, &head(&entries), &[]);
    assert_eq!(told, Err(Fault::Foreign { seq: 5 }));
}

#[test]
fn signed_by_another_key() {
    let who = tablet(1);
    let impostor = Identity::new(who.device.clone(), &[9; 32]);
    let good = chain(&who, 9);
    let mut head_then = good[4].head();
    let mut entries = good[..5].to_vec();
    entries.extend(grown(&impostor, &mut head_then, 6, 6, "photo"));
    entries.extend(grown(&who, &mut head_then, 7, 9, "photo"));
    let told = verified(&who, &entries, &head(&entries), &[]);
    assert_eq!(told, Err(Fault::Unsigned { seq: 6 }));
}

#[test]
fn stripped_of_a_signature() {
    let who = tablet(1);
    let good = chain(&who, 600);
    for place in [0, 255, 256, 400, 599] {
        // In capitals it would be another text that verifies: a change that nobody finds.
        let capitals = good[place].signature.to_uppercase();
        for nothing in ["", "00", &"0".repeat(128), &capitals] {
            let mut entries = good.clone();
            entries[place].signature = nothing.to_owned();
            let told = verified(&who, &entries, &head(&entries), &[]);
            let seq = place as u64 + 1;
            assert_eq!(told, Err(Fault::Unsigned { seq }));
        }
    }
}

#[test]
fn the_signature_of_another_entry() {
    let who = tablet(1);
    let mut entries = chain(&who, 9);
    entries[4].signature = entries[5].signature.clone();
    let told = verified(&who, &entries, &head(&entries), &[]);
    assert_eq!(told, Err(Fault::Unsigned { seq: 5 }));
}

/// The whole chain written anew with the device's own key, consistent in itself.
#[test]
fn restamped_whole_with_an_old_checkpoint_at_hand() {
    let who = tablet(1);
    let good = chain(&who, 9);
    let kept = [checkpoint(&who, &good[..4])];
    let mut head_then = Head::none(who.device.clone());
    let restamped = grown(&who, &mut head_then, 1, 9, "rewritten");
    assert!(verified(&who, &restamped, &head(&restamped), &[]).is_ok());
    let told = verified(&who, &restamped, &head(&restamped), &kept);
    let off = Fault::OffCheckpoint {
        count: 4,
        at: noon_text(),
    };
    assert_eq!(told, Err(off));
}

#[test]
fn a_forged_checkpoint() {
    let who = tablet(1);
    let entries = chain(&who, 9);
    let impostor = Identity::new(who.device.clone(), &[9; 32]);
    let mut moved = checkpoint(&who, &entries[..4]);
    moved.count = 5;
    let mut rehashed = checkpoint(&who, &entries[..5]);
    rehashed.hash = entries[5].hash.clone();
    let mut redated = checkpoint(&who, &entries[..5]);
    redated.at = "2026-03-01T12:00:00.000Z".to_owned();
    let mut stripped = checkpoint(&who, &entries[..5]);
    stripped.signature = String::new();
    // An entry's signature is none of a checkpoint.
    let mut borrowed = checkpoint(&who, &entries[..5]);
    borrowed.signature = entries[4].signature.clone();
    let by_another = checkpoint(&impostor, &entries[..5]);
    for forged in [moved, rehashed, redated, stripped, borrowed, by_another] {
        let told = verified(&who, &entries, &head(&entries), &[forged]);
        assert_eq!(told, Err(Fault::FalseCheckpoint { count: 5 }));
    }
}
