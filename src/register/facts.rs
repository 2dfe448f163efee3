//! Gathers all that a verdict rests on, held against the audit trail: a record that was changed past
//! the register is not believed. Decides nothing.

use super::known::Known;
use super::record::{Record, Rowed};
use super::store::{Meant, Read, Reads, Rows, Written};
use super::vouch::{tampered, vouch_for, vouched, vouched_of};
use super::{Asked, Facts, RegisterError, trail};
use crate::domain::channel::ChannelId;
use crate::domain::kept::{Photo, SignOffRecord};
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::school::{AdoptedPolicy, School};

/// The facts of one question, as they stand in this transaction, each held against the trail.
pub fn gather(
    reads: &dyn Reads,
    known: &mut Known,
    asked: &Asked,
    channel: &ChannelId,
) -> Read<Facts> {
    let policy = known.policy(reads)?.ok_or_else(|| {
        RegisterError::Refused("no policy is adopted, so nothing can be decided".to_owned())
    })?;
    let photo = match asked {
        Asked::Photo(id) => Some(
            known
                .photo(reads, id)?
                .ok_or_else(|| RegisterError::Refused(format!("there is no photo `{id}`")))?,
        ),
        Asked::Call(_) => None,
    };
    let shown: Vec<PersonId> = match (asked, &photo) {
        (Asked::Call(people), _) => people.clone(),
        (Asked::Photo(_), Some((photo, _))) => photo.labels.people(),
        (Asked::Photo(_), None) => Vec::new(),
    };
    let roll = known.roll(reads)?;
    let mut permissions = Vec::new();
    for id in &shown {
        let answers = known.answers(reads, id)?;
        permissions.extend(
            answers
                .iter()
                .filter(|filed| filed.permission.channel == *channel)
                .cloned(),
        );
    }
    let (standing, sign_off) = match &photo {
        Some((photo, _)) => {
            let latest = SignOffRecord::rows()
                .with("photo", &photo.id.0)
                .with("channel", &channel.0)
                .newest();
            // One that the trail does not vouch for is none.
            let signed = vouched(reads, reads.records(&latest)?)?.into_iter().next();
            (known.standing(reads, photo)?, signed)
        }
        None => (DeviceStanding::Enrolled, None),
    };
    Ok(Facts {
        policy,
        is_erased: photo.as_ref().is_some_and(|(_, is_erased)| *is_erased),
        photo: photo.map(|(photo, _)| Photo::clone(&photo)),
        standing,
        roll,
        permissions,
        sign_off,
        newest_event: known.newest_event(reads)?,
    })
}

/// The school's own entry.
pub fn school(reads: &dyn Reads) -> Read<Option<School>> {
    reads.one(&School::rows(), School::of_row)
}

/// Errors: the school's own entry, which says whether it is the sample, is not as it was recorded.
pub fn vouch_for_school(reads: &dyn Reads) -> Written {
    const WHAT: &str = "the school's entry";
    if let Some(school) = school(reads)? {
        return vouch_for(reads, WHAT, &school);
    }
    let said = Rows::of("entry", trail::ENTRIES)
        .meant(Meant::AtLeast("subject", "school:".into()))
        .meant(Meant::Below("subject", "school;".into()))
        .most(1);
    match reads.one(&said, |row| row.text("subject"))? {
        None => Ok(()),
        Some(_) => Err(tampered(WHAT)),
    }
}

/// The policy that was adopted last, as the trail has it; whatever else stands there is none. Errors: it
/// stands there no more, or not as it was adopted.
pub fn policy_in_force(reads: &dyn Reads) -> Read<Option<AdoptedPolicy>> {
    let said = trail::headed()
        .meant(Meant::AtLeast("subject", "policy:".into()))
        .meant(Meant::Below("subject", "policy;".into()))
        .newest();
    let newest = reads.one(&said, |row| row.text("subject"))?;
    let mut found = vouched_of::<AdoptedPolicy>(reads)?.into_iter();
    if let Some(policy) = found.find(|policy| Some(policy.subject()) == newest) {
        return Ok(Some(policy));
    }
    let stands = AdoptedPolicy::rows().most(1);
    match (
        reads.one(&stands, |row| row.number::<i64>("number"))?,
        newest,
    ) {
        (None, None) => Ok(None),
        _ => Err(tampered("the policy")),
    }
}
