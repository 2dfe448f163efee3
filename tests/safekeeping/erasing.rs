//! An erased key is gone from the disk: from every page of the database, used or free, and from
//! its log. The pages are decrypted here by hand, as somebody with the device's key could.

use std::fs;
use std::path::Path;

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use shutterslip::register::Register;

use super::school::*;

const PAGE: usize = 4096;
/// At the end of each page: the initial vector, then its authentication code.
const RESERVED: usize = 80;
const SALT: usize = 16;

fn decrypted(page: &[u8], cipher: &Aes256, first: bool) -> Vec<u8> {
    let from = if first { SALT } else { 0 };
    let (body, tail) = page.split_at(PAGE - RESERVED);
    let mut before = tail[..16].to_vec();
    let mut plain = Vec::new();
    for block in body[from..].chunks_exact(16) {
        let mut out = Array::try_from(block).unwrap();
        cipher.decrypt_block(&mut out);
        plain.extend(out.iter().zip(&before).map(|(byte, mask)| byte ^ mask));
        before = block.to_vec();
    }
    plain
}

/// Every page of the database and of its log, decrypted.
fn all_pages(data: &Path, key: &[u8; 32]) -> Vec<u8> {
    let cipher = Aes256::new(&(*key).into());
    let mut plain = Vec::new();
    let database = fs::read(data.join("register.db")).unwrap();
    for (number, page) in database.chunks_exact(PAGE).enumerate() {
        plain.extend(decrypted(page, &cipher, number == 0));
    }
    if let Ok(log) = fs::read(data.join("register.db-wal")) {
        for frame in log.get(32..).unwrap_or_default().chunks_exact(24 + PAGE) {
            let number = u32::from_be_bytes(frame[..4].try_into().unwrap());
            plain.extend(decrypted(&frame[24..], &cipher, number == 1));
        }
    }
    plain
}

fn holds(plain: &[u8], needle: &[u8]) -> bool {
    plain.windows(needle.len()).any(|run| run == needle)
}

fn is_on_the_disk(school: &School, key: &[u8; 32]) -> bool {
    let plain = all_pages(&school.data, &school.keyring().register_key);
    assert!(
        holds(&plain, b"Willow Nursery School"),
        "the pages were decrypted"
    );
    holds(&plain, hex::encode(key).as_bytes()) || holds(&plain, key)
}

fn key_of_amira(register: &Register) -> shutterslip::register::SealKey {
    register.seal_key(&template().of_amira.0).unwrap().unwrap()
}

#[test]
fn an_erased_key_is_in_no_page_and_in_no_log() {
    let school = School::copy();
    let key = key_of_amira(&school.register());
    assert!(is_on_the_disk(&school, &key), "it was there before");
    let mut desk = school.desk();
    desk.erase(&template().head, &template().of_amira, "a parent asked")
        .unwrap();
    assert!(!is_on_the_disk(&school, &key), "while the register is open");
    drop(desk);
    assert!(!is_on_the_disk(&school, &key), "after it was closed");
}

/// A key that was kept and erased in one sitting was in the log alone.
#[test]
fn a_key_that_never_left_the_log_is_gone_from_it() {
    let school = School::copy();
    let mut desk = school.desk();
    let at = shutterslip::acts::capture::Circumstance::default();
    let kept = desk.keep(&template().head, &picture(77), &at).unwrap();
    let shutterslip::acts::capture::TakenIn::Kept(id) = kept else {
        panic!("{kept:?}")
    };
    drop(desk);
    let key = school.register().seal_key(&id.0).unwrap().unwrap();
    let mut desk = school.desk();
    desk.erase(&template().head, &id, "out of focus").unwrap();
    assert!(!is_on_the_disk(&school, &key));
}

/// A stop between the commit and the emptying of the log: the next start empties it.
#[test]
fn a_key_left_in_the_log_by_a_stop_is_gone_after_the_next_start() {
    let school = School::copy();
    let photo = &template().of_amira;
    let key = key_of_amira(&school.register());
    let db = school.raw();
    db.execute_batch(&format!(
        "PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; \
         INSERT INTO pin_try (staff, at, good) SELECT id, '2026-03-02T09:00:00.000Z', 1 FROM staff; \
         UPDATE camera SET name = 'renamed'; \
         INSERT INTO seal_key (object, key) VALUES ('short-lived', '{0}'); \
         INSERT INTO erasure (object, at, by_staff, why) VALUES \
         ('{photo}', '2026-03-02T09:00:00.000Z', 'head', 'asked'), \
         ('short-lived', '2026-03-02T09:00:00.000Z', 'head', 'asked'); \
         DELETE FROM seal_key WHERE object IN ('{photo}', 'short-lived');",
        hex::encode(key.as_slice())
    ))
    .unwrap();
    let stopped = School::copy();
    for name in ["register.db", "register.db-wal"] {
        fs::copy(school.data.join(name), stopped.data.join(name)).unwrap();
    }
    fs::copy(
        school.data.join("device.key"),
        stopped.data.join("device.key"),
    )
    .unwrap();
    assert!(is_on_the_disk(&stopped, &key), "the log holds it");
    let register = stopped.register();
    assert!(register.seal_key(&photo.0).unwrap().is_none());
    assert!(!is_on_the_disk(&stopped, &key), "while it is open");
    drop(register);
    assert!(!is_on_the_disk(&stopped, &key), "after it was closed");
}
