//! Why an answer that is on record does not speak, for whoever recorded it. For telling: a release asks
//! the rules themselves. Knows no register.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::channel::{Channel, PermissionRule};
use super::permission::{Answer, Heard, Permission, Relation, hear};
use super::person::{Person, PersonKind};
use super::policy::Policy;
use super::words::same_letters;

/// Why a yes does not speak. A no always does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unheard {
    /// The same signatory said no, on that later day.
    OwnNo(NaiveDate),
    /// The same signatory said yes on that later day, and that one counts.
    NewerYes(NaiveDate),
    /// For a child, nobody with parental responsibility said it; for an adult, not they themselves.
    WrongSignatory,
    /// The child's page lists who has parental responsibility, and not whoever said it.
    NotListed,
    /// The child's page says that whoever said it had parental responsibility until that day.
    ListedUntil(NaiveDate),
    /// The child's own yes stands beside a parent's, and is not asked yet.
    OwnVoice,
    /// It was spoken, and this channel asks for a written one.
    Spoken,
    /// It ended on that day.
    Ended(NaiveDate),
    /// It starts on that day.
    NotYet(NaiveDate),
    /// It counts, and somebody else's no of that day keeps the person out all the same.
    AnothersNo(NaiveDate),
}

/// Whether the no at this place speaks, of what speaks about one person for one channel in the order of
/// recording.
pub fn no_speaks(said: &[Permission], place: usize) -> bool {
    let is_it = |no: &&Permission| said.get(place).is_some_and(|one| std::ptr::eq(*no, one));
    let heard = hear(said.iter());
    heard.iter().flat_map(|heard| &heard.noes).any(is_it)
}

/// Why the answer at this place does not speak; nothing where it does. `said` is what speaks about one
/// person for one channel, in the order of recording.
pub fn unheard(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    person: &Person,
    said: &[Permission],
    place: usize,
) -> Option<Unheard> {
    let yes = said.get(place)?;
    if yes.answer != Answer::Granted {
        return None;
    }
    let heard = hear(said.iter());
    let day_of_no = |own: bool| {
        let noes = heard.iter().flat_map(|heard| &heard.noes);
        noes.filter(|no| no.is_by_signatory_of(yes) == own)
            .map(|no| no.signed)
            .max()
    };
    if let Some(day) = day_of_no(true) {
        return Some(Unheard::OwnNo(day));
    }
    let newer = heard
        .iter()
        .filter_map(Heard::grant)
        .filter(|other| other.is_by_signatory_of(yes) && !std::ptr::eq(*other, yes))
        .map(|other| other.signed)
        .max();
    if let Some(day) = newer {
        return Some(Unheard::NewerYes(day));
    }
    if let Some(why) = has_no_say(policy, today, person, yes) {
        return Some(why);
    }
    let asks_written = channel.outside || channel.permission == PermissionRule::Written;
    if asks_written && !yes.evidence.is_written() {
        return Some(Unheard::Spoken);
    }
    let months = channel.longest_term_months.or(policy.longest_term_months);
    let term = months.and_then(|months| yes.signed.checked_add_months(chrono::Months::new(months)));
    if let Some(last) = yes.until.into_iter().chain(term).min()
        && last < today
    {
        return Some(Unheard::Ended(last));
    }
    let first = yes.from.unwrap_or(yes.signed).max(yes.signed);
    if first > today {
        return Some(Unheard::NotYet(first));
    }
    day_of_no(false).map(Unheard::AnothersNo)
}

/// Whether whoever said yes has no say, and why.
fn has_no_say(
    policy: &Policy,
    today: NaiveDate,
    person: &Person,
    yes: &Permission,
) -> Option<Unheard> {
    match (person.kind, yes.relation) {
        (PersonKind::Child, Relation::Parent) => {
            let listed = || {
                let all = person.responsible.iter();
                all.filter(|one| same_letters(&one.by, &yes.by))
            };
            let holds = listed().any(|one| one.until.is_none_or(|last| last >= today));
            if holds || person.responsible.is_empty() {
                return None;
            }
            Some(match listed().filter_map(|one| one.until).max() {
                Some(last) => Unheard::ListedUntil(last),
                None => Unheard::NotListed,
            })
        }
        (PersonKind::Child, Relation::Oneself) => {
            let is_asked = policy
                .own_voice_from_age
                .and_then(|years| years.checked_mul(12))
                .zip(person.born)
                .and_then(|(months, born)| born.checked_add_months(chrono::Months::new(months)))
                .is_some_and(|first| first <= today);
            (!is_asked).then_some(Unheard::OwnVoice)
        }
        (PersonKind::Staff | PersonKind::Visitor, Relation::Oneself) => None,
        (_, Relation::Other) | (PersonKind::Staff | PersonKind::Visitor, Relation::Parent) => {
            Some(Unheard::WrongSignatory)
        }
    }
}
