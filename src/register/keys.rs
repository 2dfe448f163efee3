//! Which files are sealed, and their keys. A key that is gone without its erasure is told.

use super::record::{Record, Rowed};
use super::records::photo::PHOTOS;
use super::store::{By, Meant, Read, Reads, RowSet, Rows, Writes, Written, row};
use super::vouch::tampered;
use super::{RegisterError, SealKey};
use crate::domain::school::{Erasure, EvidenceFile};

/// Keys of sealed files; one goes only after its erasure is on record.
pub const KEYS: &RowSet = &RowSet {
    name: "seal_key",
    key: "object",
    order: &[],
    ..RowSet::STANDING
};

/// Whether a photo's or a form's key was destroyed.
pub fn is_erased(reads: &dyn Reads, object: &str) -> Read<bool> {
    let erasure = Erasure::rows().with("object", object).only(&["object"]);
    Ok(reads.one(&erasure, |row| row.text("object"))?.is_some())
}

/// Photos or forms that were not erased, by their ids.
pub fn kept(set: &'static RowSet) -> Rows {
    Rows::of("sealed file", set)
        .meant(Meant::NotAmong("id", Erasure::SET, "object"))
        .in_order(&[By::Rising("id")])
        .only(&["id"])
}

/// Ids of photos and forms whose sealed files must be there.
pub fn sealed_objects(reads: &dyn Reads) -> Read<Vec<String>> {
    let mut sealed = reads.all(&kept(PHOTOS), |row| row.text("id"))?;
    sealed.extend(reads.all(&kept(EvidenceFile::SET), |row| row.text("id"))?);
    Ok(sealed)
}

/// `None` once it was destroyed. Errors: it is gone, and nobody destroyed it.
pub fn seal_key(reads: &dyn Reads, object: &str) -> Read<Option<SealKey>> {
    let key = Rows::of("key", KEYS).with("object", object);
    let found = reads.one(&key, |row| Ok(zeroize::Zeroizing::new(row.text("key")?)))?;
    let Some(text) = found else {
        for set in [PHOTOS, EvidenceFile::SET] {
            let sealed = kept(set).with("id", object);
            if reads.one(&sealed, |row| row.text("id"))?.is_some() {
                return Err(tampered(
                    "the list of keys (one is gone that nobody destroyed)",
                ));
            }
        }
        return Ok(None);
    };
    let mut key = SealKey::default();
    hex::decode_to_slice(text.as_str(), key.as_mut_slice()).map_err(|_| {
        RegisterError::Unreadable {
            what: "the key of a sealed file".to_owned(),
            why: "it is not 64 hex digits".to_owned(),
        }
    })?;
    Ok(Some(key))
}

/// Keeps the key of a file that was sealed.
pub fn put(tx: &dyn Writes, object: &str, key: &SealKey) -> Written {
    let text = zeroize::Zeroizing::new(hex::encode(key.as_slice()));
    tx.insert(KEYS, &row! { object: object, key: text.as_str() })
        .map(drop)
}

/// Destroys a key, whose erasure is on record by now. Errors: there is none.
pub fn destroy(tx: &dyn Writes, erasure: &Erasure) -> Written {
    match tx.remove(KEYS, &[Meant::Is("object", erasure.id().into())])? {
        1 => Ok(()),
        _ => Err(RegisterError::Refused("it holds no such key".to_owned())),
    }
}
