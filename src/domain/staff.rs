//! Who works here, what each may do, and how long a wrong PIN makes one wait.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::StaffId;
pub use super::photo::Role;

/// One account. One account a person; nobody shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    /// As on the lock screen.
    pub name: String,
    pub role: Role,
    /// Argon2id in PHC form; never shown, never logged.
    pub pin_hash: String,
    /// Day on which the acceptable-use agreement was signed.
    pub agreement_signed: Option<NaiveDate>,
    pub left_at: Option<DateTime<Utc>>,
}

/// Months for which a signed agreement and its training hold (rule 13: training is renewed).
pub const AGREEMENT_MONTHS: u32 = 12;

impl Staff {
    /// Whether the agreement is signed, not in the future, and not older than its term.
    pub fn has_current_agreement(&self, today: NaiveDate) -> bool {
        self.agreement_signed.is_some_and(|signed| {
            signed <= today
                && signed
                    .checked_add_months(Months::new(AGREEMENT_MONTHS))
                    .is_some_and(|last| today <= last)
        })
    }

    /// Whether the account still opens.
    pub fn is_here(&self, now: DateTime<Utc>) -> bool {
        self.left_at.is_none_or(|left| now < left)
    }
}

/// What somebody wants to do. Who may do it is one table, here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Take photos, take in from a camera, tag, account for faces.
    TakeAndTag,
    /// Look at verdicts, releases and take-downs.
    Look,
    /// Captions, hiding, cropping, checklist, credit.
    Prepare,
    /// Release inside the school or where no sign-off is asked.
    ReleaseUnsigned,
    /// Release to any channel; confirm a take-down.
    Release,
    /// Say that the very copy is fit for its channel.
    SignOff,
    /// People, answers and their evidence.
    KeepRegister,
    /// Accounts, policy, erasure; close an incident.
    Govern,
    /// Devices and cameras.
    Equip,
    /// Read and verify the audit trail; write a checkpoint.
    Verify,
}

impl Role {
    /// The table of duties. The technician sees no picture; nobody may overrule a verdict.
    pub fn may(self, duty: Duty) -> bool {
        match (self, duty) {
            (Role::Head, _) => true,
            (
                Role::Office,
                Duty::TakeAndTag
                | Duty::Look
                | Duty::Prepare
                | Duty::ReleaseUnsigned
                | Duty::Release
                | Duty::SignOff
                | Duty::KeepRegister
                | Duty::Verify,
            ) => true,
            (Role::Office, Duty::Govern | Duty::Equip) => false,
            (
                Role::Practitioner,
                Duty::TakeAndTag | Duty::Look | Duty::Prepare | Duty::ReleaseUnsigned,
            ) => true,
            (
                Role::Practitioner,
                Duty::Release
                | Duty::SignOff
                | Duty::KeepRegister
                | Duty::Govern
                | Duty::Equip
                | Duty::Verify,
            ) => false,
            (Role::Technician, Duty::Equip | Duty::Verify) => true,
            (
                Role::Technician,
                Duty::TakeAndTag
                | Duty::Look
                | Duty::Prepare
                | Duty::ReleaseUnsigned
                | Duty::Release
                | Duty::SignOff
                | Duty::KeepRegister
                | Duty::Govern,
            ) => false,
        }
    }

    /// As people say it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Technician => "technician",
            Role::Practitioner => "practitioner",
            Role::Office => "office",
            Role::Head => "head",
        }
    }
}

/// One try at a PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinTry {
    pub staff: StaffId,
    pub at: DateTime<Utc>,
    pub good: bool,
}

/// Wrong tries in a row after which an incident is opened.
pub const TRIES_TO_INCIDENT: usize = 5;

/// When the next try counts, given the wrong tries since the last good one, newest first.
/// Two slips cost nothing, then 30 seconds, 2 minutes, 15 minutes; never more. A try made while
/// waiting is not counted, and neither is one more than an hour older than the newest: whoever
/// types a wrong PIN each time a colleague's wait is over makes them wait two minutes in fifteen,
/// and locks nobody out for good.
pub fn next_try_at(wrong_tries: &[DateTime<Utc>]) -> Option<DateTime<Utc>> {
    let newest = wrong_tries.first()?;
    let since = newest.checked_sub_signed(Duration::hours(1))?;
    let wait = match wrong_tries.iter().filter(|at| **at >= since).count() {
        0..=2 => return None,
        3 => Duration::seconds(30),
        4 => Duration::minutes(2),
        _ => Duration::minutes(15),
    };
    newest.checked_add_signed(wait)
}

/// Digits a PIN needs at least, and takes at most.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

/// Why a PIN is not good enough; `None` when it is.
pub fn pin_weakness(pin: &str) -> Option<&'static str> {
    if !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("a PIN is made of digits only");
    }
    if !PIN_DIGITS.contains(&pin.len()) {
        return Some("a PIN has 6 to 12 digits");
    }
    let steps: Vec<i16> = pin
        .bytes()
        .zip(pin.bytes().skip(1))
        .map(|(left, right)| i16::from(right) - i16::from(left))
        .collect();
    if steps.iter().all(|step| *step == 0)
        || steps.iter().all(|step| *step == 1)
        || steps.iter().all(|step| *step == -1)
    {
        return Some("a PIN of one digit or a plain row is the first that anybody tries");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn waits_grow_and_stop_growing() {
        assert_eq!(next_try_at(&[]), None);
        assert_eq!(next_try_at(&[at(1), at(0)]), None);
        assert_eq!(next_try_at(&[at(2), at(1), at(0)]), Some(at(32)));
        assert_eq!(next_try_at(&[at(3); 4]), Some(at(123)));
        assert_eq!(next_try_at(&[at(3); 400]), Some(at(903)));
    }

    #[test]
    fn a_wrong_pin_every_quarter_of_an_hour_locks_nobody_out() {
        let tries: Vec<DateTime<Utc>> = (0..400).map(|number| at(-number * 1000)).collect();
        assert_eq!(next_try_at(&tries), Some(at(120)));
    }

    #[test]
    fn weak_pins_are_told_apart() {
        for weak in ["1234", "111111", "123456", "987654", "12a456", ""] {
            assert!(pin_weakness(weak).is_some(), "a weak PIN was taken");
        }
        assert_eq!(pin_weakness("271828"), None);
    }

    #[test]
    fn an_agreement_holds_for_a_year_and_not_before_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut staff = Staff {
            id: StaffId("s".into()),
            name: "Ms Patel".into(),
            role: Role::Practitioner,
            pin_hash: String::new(),
            agreement_signed: Some(day("2025-09-01")),
            left_at: None,
        };
        assert!(staff.has_current_agreement(day("2026-09-01")));
        assert!(!staff.has_current_agreement(day("2026-09-02")));
        assert!(!staff.has_current_agreement(day("2025-08-31")));
        staff.agreement_signed = None;
        assert!(!staff.has_current_agreement(day("2025-09-01")));
    }
}
