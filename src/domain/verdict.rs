//! The answer: allowed, or blocked with every reason. There is no third.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::person::PersonId;

/// Why a picture stays. Words for people are made at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    NotSchoolDevice,
    TaggingUnfinished,
    FaceUnaccounted,
    SecondLook,
    UnknownPerson,
    ChildFreeChannel,
    /// The item that is not ticked.
    Checklist(String),
    /// A video that nobody watched to its end.
    Unwatched,
    CopyrightUnclear,
    CreditMissing,
    NameInText(PersonId),
    ContactInText,
    FaceTooClose,
    NotSignedOff,
    SignOffStale,
    SignOffOwnPhoto,
    ClockBehind,
    RegisterStale,
    RegisterRestored,
    /// What the register holds of somebody was changed past it.
    ChangedOutside(PersonId),
    NeverPhotograph(PersonId),
    Refused(PersonId),
    Withdrawn(PersonId),
    NoPermission(PersonId),
    WrongSignatory(PersonId),
    NotWritten(PersonId),
    NotYetValid(PersonId),
    Expired(PersonId),
    PupilNotAsked(PersonId),
    LeftSchool(PersonId),
}

impl Reason {
    /// A reason of every code that there is, about this person where the code speaks of one.
    pub fn one_of_each(person: &PersonId) -> [Reason; 30] {
        let whom = || person.clone();
        [
            Reason::NotSchoolDevice,
            Reason::TaggingUnfinished,
            Reason::FaceUnaccounted,
            Reason::SecondLook,
            Reason::UnknownPerson,
            Reason::ChildFreeChannel,
            Reason::Checklist("dressed".to_owned()),
            Reason::Unwatched,
            Reason::CopyrightUnclear,
            Reason::CreditMissing,
            Reason::NameInText(whom()),
            Reason::ContactInText,
            Reason::FaceTooClose,
            Reason::NotSignedOff,
            Reason::SignOffStale,
            Reason::SignOffOwnPhoto,
            Reason::ClockBehind,
            Reason::RegisterStale,
            Reason::RegisterRestored,
            Reason::ChangedOutside(whom()),
            Reason::NeverPhotograph(whom()),
            Reason::Refused(whom()),
            Reason::Withdrawn(whom()),
            Reason::NoPermission(whom()),
            Reason::WrongSignatory(whom()),
            Reason::NotWritten(whom()),
            Reason::NotYetValid(whom()),
            Reason::Expired(whom()),
            Reason::PupilNotAsked(whom()),
            Reason::LeftSchool(whom()),
        ]
    }

    /// The code of the rules, without its subject.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NotSchoolDevice => "not-school-device",
            Reason::TaggingUnfinished => "tagging-unfinished",
            Reason::FaceUnaccounted => "face-unaccounted",
            Reason::SecondLook => "second-look",
            Reason::UnknownPerson => "unknown-person",
            Reason::ChildFreeChannel => "child-free-channel",
            Reason::Checklist(_) => "checklist",
            Reason::Unwatched => "unwatched",
            Reason::CopyrightUnclear => "copyright-unclear",
            Reason::CreditMissing => "credit-missing",
            Reason::NameInText(_) => "name-in-text",
            Reason::ContactInText => "contact-in-text",
            Reason::FaceTooClose => "face-too-close",
            Reason::NotSignedOff => "not-signed-off",
            Reason::SignOffStale => "sign-off-stale",
            Reason::SignOffOwnPhoto => "sign-off-own-photo",
            Reason::ClockBehind => "clock-behind",
            Reason::RegisterStale => "register-stale",
            Reason::RegisterRestored => "register-restored",
            Reason::ChangedOutside(_) => "changed-outside",
            Reason::NeverPhotograph(_) => "never-photograph",
            Reason::Refused(_) => "refused",
            Reason::Withdrawn(_) => "withdrawn",
            Reason::NoPermission(_) => "no-permission",
            Reason::WrongSignatory(_) => "wrong-signatory",
            Reason::NotWritten(_) => "not-written",
            Reason::NotYetValid(_) => "not-yet-valid",
            Reason::Expired(_) => "expired",
            Reason::PupilNotAsked(_) => "pupil-not-asked",
            Reason::LeftSchool(_) => "left-school",
        }
    }

    /// The person or item that the code speaks of.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Reason::Checklist(item) => Some(item),
            _ => self.person().map(|person| person.0.as_str()),
        }
    }

    /// The person that the reason speaks of.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Reason::NameInText(person)
            | Reason::ChangedOutside(person)
            | Reason::NeverPhotograph(person)
            | Reason::Refused(person)
            | Reason::Withdrawn(person)
            | Reason::NoPermission(person)
            | Reason::WrongSignatory(person)
            | Reason::NotWritten(person)
            | Reason::NotYetValid(person)
            | Reason::Expired(person)
            | Reason::PupilNotAsked(person)
            | Reason::LeftSchool(person) => Some(person),
            Reason::NotSchoolDevice
            | Reason::TaggingUnfinished
            | Reason::FaceUnaccounted
            | Reason::SecondLook
            | Reason::UnknownPerson
            | Reason::ChildFreeChannel
            | Reason::Checklist(_)
            | Reason::Unwatched
            | Reason::CopyrightUnclear
            | Reason::CreditMissing
            | Reason::ContactInText
            | Reason::FaceTooClose
            | Reason::NotSignedOff
            | Reason::SignOffStale
            | Reason::SignOffOwnPhoto
            | Reason::ClockBehind
            | Reason::RegisterStale
            | Reason::RegisterRestored => None,
        }
    }
}

/// `code`, or `code:subject`, as case files and `--json` spell it.
impl std::fmt::Display for Reason {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.subject() {
            Some(subject) => write!(out, "{}:{subject}", self.code()),
            None => out.write_str(self.code()),
        }
    }
}

impl Ord for Reason {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.code(), self.subject()).cmp(&(other.code(), other.subject()))
    }
}

impl PartialOrd for Reason {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What the rules say of one picture and one channel on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub enum Verdict {
    Allowed,
    /// Never empty; sorted by code, then subject; each once.
    Blocked(Vec<Reason>),
}

impl Verdict {
    /// No reason means allowed, any reason means blocked.
    pub fn from_reasons(reasons: BTreeSet<Reason>) -> Verdict {
        if reasons.is_empty() {
            Verdict::Allowed
        } else {
            Verdict::Blocked(reasons.into_iter().collect())
        }
    }

    /// Whether the picture may go.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Verdict::Allowed)
    }

    /// Every reason, sorted; empty when allowed.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Verdict::Allowed => &[],
            Verdict::Blocked(reasons) => reasons,
        }
    }
}
