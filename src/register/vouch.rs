//! Holds records against the trail: vouched for is what stands as the newest entry about it says. Only
//! chains that have a head count; those are the ones that are verified.

use super::RegisterError;
use super::record::{Record, Rowed};
use super::store::{Read, Reads, Rows, Written};
use super::trail;

/// The error of a record that is not as it was recorded.
pub fn tampered(what: &str) -> RegisterError {
    RegisterError::Tampered {
        what: what.to_owned(),
    }
}

/// The fingerprint of a record as it was recorded last.
pub fn said_of(reads: &dyn Reads, subject: &str) -> Read<Option<String>> {
    let said = trail::headed()
        .with("subject", subject)
        .meant(trail::of_a_record())
        .newest()
        .only(&["digest"]);
    reads.one(&said, |row| row.text("digest"))
}

/// Whether the trail's newest entry about a record says that it is as it stands here.
pub fn is_vouched(reads: &dyn Reads, record: &impl Record) -> Read<bool> {
    Ok(said_of(reads, &record.subject())? == Some(record.digest()))
}

/// Errors: the trail does not vouch for this record.
pub fn vouch_for(reads: &dyn Reads, what: &str, record: &impl Record) -> Written {
    match is_vouched(reads, record)? {
        true => Ok(()),
        false => Err(tampered(what)),
    }
}

/// Of these records those that the trail vouches for.
pub fn vouched<R: Record>(reads: &dyn Reads, found: Vec<R>) -> Read<Vec<R>> {
    let mut vouched = Vec::with_capacity(found.len());
    for record in found {
        if is_vouched(reads, &record)? {
            vouched.push(record);
        }
    }
    Ok(vouched)
}

/// Of all records of a kind those that the trail vouches for.
pub fn vouched_of<R: Rowed>(reads: &dyn Reads) -> Read<Vec<R>> {
    // Of a chain without its head nothing vouches for anything: that is no one bad row.
    trail::heads(reads)?;
    let mut found = Vec::new();
    reads.readable(&R::rows(), &mut |_| {}, &mut |record| found.push(record))?;
    vouched(reads, found)
}

/// The records that are meant. Errors: one for which the trail does not vouch.
pub fn all_vouched<R: Rowed>(reads: &dyn Reads, what: &str, rows: &Rows) -> Read<Vec<R>> {
    let found: Vec<R> = reads.records(rows)?;
    for record in &found {
        vouch_for(reads, what, record)?;
    }
    Ok(found)
}

/// Errors: what stands where something is to be written is not what was recorded there last; or nothing
/// stands, and something was.
pub fn vouch_for_what_stands<R: Record>(
    reads: &dyn Reads,
    what: &str,
    new: &R,
    stands: Option<R>,
) -> Written {
    match stands {
        Some(stands) => vouch_for(reads, what, &stands),
        None => never_said(reads, what, &new.subject()),
    }
}

/// Errors: the trail knows a record that stands there no more.
pub fn never_said(reads: &dyn Reads, what: &str, subject: &str) -> Written {
    match said_of(reads, subject)? {
        None => Ok(()),
        Some(_) => Err(tampered(what)),
    }
}
