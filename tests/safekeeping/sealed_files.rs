//! What can be done to a sealed file, and how each is told: whole, or not at all.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use shutterslip::acts::ActError;
use shutterslip::keyring::{self, KeyringError};
use shutterslip::vault::folder::FolderVault;
use shutterslip::vault::{Vault, VaultError, new_key, open, seal};

use super::school::*;

const OBJECT: &str = "0c5ad3e2-9b1f-4c5e-8a54-2f1b6a1f2f10";
const OTHER: &str = "1d6be4f3-9b1f-4c5e-8a54-2f1b6a1f2f10";
const PLAIN: &[u8] = b"\xff\xd8\xff the whole picture, and nothing but it";
const KEY: [u8; 32] = [3; 32];

fn sealed() -> Vec<u8> {
    seal(OBJECT, &KEY, PLAIN).unwrap()
}

fn told(object: &str, key: &[u8; 32], bytes: &[u8]) -> VaultError {
    match open(object, key, bytes) {
        Err(error) => error,
        Ok(plain) => panic!("{} bytes were handed out", plain.len()),
    }
}

#[test]
fn what_was_sealed_opens_and_shows_nothing_sealed() {
    let bytes = sealed();
    assert_eq!(open(OBJECT, &KEY, &bytes).unwrap().as_slice(), PLAIN);
    assert!(
        !bytes
            .windows(6)
            .any(|run| PLAIN.windows(6).any(|plain| plain == run))
    );
    assert_ne!(sealed(), sealed(), "a nonce of its own each time");
    assert_eq!(
        open(OBJECT, &KEY, &seal(OBJECT, &KEY, b"").unwrap())
            .unwrap()
            .len(),
        0
    );
    assert_ne!(new_key().unwrap(), new_key().unwrap());
}

#[test]
fn a_file_cut_at_any_length_is_told_as_cut() {
    let bytes = sealed();
    for length in 0..bytes.len() {
        match told(OBJECT, &KEY, &bytes[..length]) {
            VaultError::Truncated { expected, found } => {
                assert_eq!(found, length as u64);
                assert!(expected > found && expected <= bytes.len() as u64);
            }
            other => panic!("cut to {length}: {other:?}"),
        }
    }
}

/// The format of `vault.rs`: magic 0–7, version 8, length 9–16, id length 17, id, nonce, body, tag.
#[test]
fn every_flipped_byte_is_told() {
    let bytes = sealed();
    let id = 18..18 + OBJECT.len();
    for place in 0..bytes.len() {
        for flip in [0x01, 0x20, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[place] ^= flip;
            let error = told(OBJECT, &KEY, &flipped);
            let is_right = match place {
                0..=8 => error == VaultError::NotSealed,
                9..=16 => matches!(error, VaultError::Truncated { .. } | VaultError::Damaged),
                17 => matches!(error, VaultError::Truncated { .. } | VaultError::Swapped),
                _ if id.contains(&place) => error == VaultError::Swapped,
                _ => error == VaultError::Damaged,
            };
            assert!(is_right, "byte {place} ^ {flip:#x}: {error:?}");
        }
    }
}

#[test]
fn a_file_that_was_extended_is_told_as_damaged() {
    for more in [1, 16, 4096] {
        let mut bytes = sealed();
        bytes.resize(bytes.len() + more, 0);
        assert_eq!(told(OBJECT, &KEY, &bytes), VaultError::Damaged);
    }
    let twice = [sealed(), sealed()].concat();
    assert_eq!(told(OBJECT, &KEY, &twice), VaultError::Damaged);
}

#[test]
fn another_key_or_another_name_opens_nothing() {
    assert_eq!(told(OBJECT, &[4; 32], &sealed()), VaultError::Damaged);
    assert_eq!(told(OTHER, &KEY, &sealed()), VaultError::Swapped);
    assert_eq!(told("", &KEY, &sealed()), VaultError::Swapped);
    // Renamed inside as well: the name is authenticated with the bytes.
    let mut forged = sealed();
    forged[18..18 + OTHER.len()].copy_from_slice(OTHER.as_bytes());
    assert_eq!(told(OTHER, &KEY, &forged), VaultError::Damaged);
}

#[test]
fn a_file_that_never_was_sealed_is_told_as_such() {
    for bytes in [
        picture(1),
        vec![0; 200],
        b"SLIPSEAK and so on and so on".to_vec(),
    ] {
        assert_eq!(told(OBJECT, &KEY, &bytes), VaultError::NotSealed);
    }
}

/// Where the template keeps the sealed file of an object.
fn place(school: &School, object: &str) -> std::path::PathBuf {
    let shelf = school.data.join("vault").join(&object[..2]);
    shelf.join(format!("{object}.sealed"))
}

/// What somebody who asks for the public copy is told.
fn told_at_the_desk(school: &School) -> VaultError {
    let mut desk = school.desk();
    let template = template();
    match desk.sign_off(&template.head, &template.of_amira, &channel("website")) {
        Err(ActError::Vault(error)) => {
            let proof = desk.verify_vault(&template.head).unwrap();
            assert!(!proof.is_good());
            error
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_in_the_vault_that_were_touched_are_told_by_name() {
    let (amira, ben) = (&template().of_amira.0, &template().of_ben.0);
    type Touch<'a> = &'a dyn Fn(&School);
    type Expected = fn(&VaultError) -> bool;
    let cases: [(Touch, Expected); 6] = [
        (
            &|school| {
                let (one, two) = (place(school, amira), place(school, ben));
                let bytes = (fs::read(&one).unwrap(), fs::read(&two).unwrap());
                fs::write(&one, bytes.1).unwrap();
                fs::write(&two, bytes.0).unwrap();
            },
            |error| *error == VaultError::Swapped,
        ),
        (
            &|school| fs::write(place(school, amira), b"").unwrap(),
            |error| matches!(error, VaultError::Truncated { found: 0, .. }),
        ),
        (
            &|school| {
                let bytes = fs::read(place(school, amira)).unwrap();
                fs::write(place(school, amira), &bytes[..bytes.len() / 2]).unwrap();
            },
            |error| matches!(error, VaultError::Truncated { .. }),
        ),
        (
            &|school| {
                let mut bytes = fs::read(place(school, amira)).unwrap();
                *bytes.last_mut().unwrap() ^= 1;
                fs::write(place(school, amira), bytes).unwrap();
            },
            |error| *error == VaultError::Damaged,
        ),
        (
            &|school| fs::remove_file(place(school, amira)).unwrap(),
            |error| *error == VaultError::Missing,
        ),
        (
            &|school| fs::write(place(school, amira), picture(1)).unwrap(),
            |error| *error == VaultError::NotSealed,
        ),
    ];
    for (touch, is_right) in cases {
        let school = School::copy();
        assert!(
            school
                .desk()
                .verify_vault(&template().head)
                .unwrap()
                .is_good()
        );
        touch(&school);
        let error = told_at_the_desk(&school);
        assert!(is_right(&error), "{error:?}");
    }
}

/// Sealed anew under the right name and key, with another picture in it.
#[test]
fn another_picture_sealed_with_the_right_key_does_not_pass() {
    let school = School::copy();
    let photo = &template().of_amira;
    let key = { school.register().seal_key(&photo.0).unwrap().unwrap() };
    let bytes = seal(&photo.0, &key, &picture(99)).unwrap();
    fs::write(place(&school, &photo.0), bytes).unwrap();
    let mut desk = school.desk();
    let told = desk.sign_off(&template().head, photo, &channel("website"));
    assert!(matches!(told, Err(ActError::Register(_))), "{told:?}");
    assert!(!desk.verify_vault(&template().head).unwrap().is_good());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn only_the_owner_reads_the_vault() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("vault");
    let mut vault = FolderVault::open(&root).unwrap();
    vault.receive(OBJECT, &sealed()).unwrap();
    assert_eq!(mode(&root), 0o700);
    assert_eq!(mode(&root.join("arriving")), 0o700);
    assert_eq!(mode(&root.join(format!("arriving/{OBJECT}.sealed"))), 0o600);
    vault.settle(OBJECT).unwrap();
    assert_eq!(mode(&root.join("0c")), 0o700);
    assert_eq!(mode(&root.join(format!("0c/{OBJECT}.sealed"))), 0o600);
    assert_eq!(vault.fetch(OBJECT).unwrap().len(), sealed().len());
    assert_eq!(vault.fetch(OTHER), Err(VaultError::Missing));
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("device.key");
    let made = keyring::make(&file).unwrap();
    assert_eq!(mode(&file), 0o600);
    let again = keyring::read(&file).unwrap();
    assert_eq!(made.register_key, again.register_key);
    assert_eq!(made.identity.public_key(), again.identity.public_key());
    assert!(
        keyring::make(&file).is_err(),
        "a key file is never overwritten"
    );
    for readable in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666] {
        fs::set_permissions(&file, fs::Permissions::from_mode(readable)).unwrap();
        let told = keyring::read(&file).err();
        assert!(matches!(told, Some(KeyringError::Exposed)), "{readable:o}");
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    for damaged in [
        &text[..text.len() - 2],
        &text[1..],
        "",
        &text.replace('1', "x"),
    ] {
        fs::write(&file, damaged).unwrap();
        let told = keyring::read(&file).err();
        assert!(matches!(told, Some(KeyringError::Damaged)), "{damaged:?}");
    }
    fs::remove_file(&file).unwrap();
    assert!(matches!(
        keyring::read(&file).err(),
        Some(KeyringError::None)
    ));
}
