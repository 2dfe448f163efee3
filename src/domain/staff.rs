//! Who works here, what each may do, and how long a wrong PIN makes one wait.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::StaffId;
use super::kept::is_not;
pub use super::photo::Role;
use super::time::Uptime;

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
    /// Which text it was ([`agreement::version`](super::agreement::version)), where it was signed on
    /// a device. Left out while there is none, so that older records keep their fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_text: Option<String>,
    pub left_at: Option<DateTime<Utc>>,
    /// Somebody else set the PIN; until its owner has chosen another, the account does nothing else.
    #[serde(default, skip_serializing_if = "is_not")]
    pub pin_was_reset: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Look at what somebody else said about who is shown, and settle it.
    SecondLook,
    /// People, answers and their evidence.
    KeepRegister,
    /// Confirm a policy that loosens, which the head proposed.
    ConfirmPolicy,
    /// Accounts, policy, erasure; close an incident.
    Govern,
    /// Devices and cameras.
    Equip,
    /// See who has an account, and who waits after wrong PINs.
    SeeStaff,
    /// Let a colleague who waits after wrong PINs try again.
    LetIn,
    /// Read and verify the audit trail; write a checkpoint.
    Verify,
    /// Sign the acceptable-use agreement, for oneself.
    Agree,
    /// Delete a photo of one's own on the day it was taken.
    Discard,
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
                | Duty::SecondLook
                | Duty::ConfirmPolicy
                | Duty::KeepRegister
                | Duty::Verify
                | Duty::SeeStaff
                | Duty::LetIn
                | Duty::Agree
                | Duty::Discard,
            ) => true,
            (Role::Office, Duty::Govern | Duty::Equip) => false,
            (
                Role::Practitioner,
                Duty::TakeAndTag
                | Duty::Look
                | Duty::Prepare
                | Duty::ReleaseUnsigned
                | Duty::Agree
                | Duty::Discard,
            ) => true,
            (
                Role::Practitioner,
                Duty::Release
                | Duty::SignOff
                | Duty::SecondLook
                | Duty::ConfirmPolicy
                | Duty::KeepRegister
                | Duty::Govern
                | Duty::Equip
                | Duty::SeeStaff
                | Duty::LetIn
                | Duty::Verify,
            ) => false,
            (Role::Technician, Duty::Equip | Duty::SeeStaff | Duty::Verify | Duty::Agree) => true,
            (
                Role::Technician,
                Duty::TakeAndTag
                | Duty::Look
                | Duty::Prepare
                | Duty::ReleaseUnsigned
                | Duty::Release
                | Duty::SignOff
                | Duty::SecondLook
                | Duty::ConfirmPolicy
                | Duty::KeepRegister
                | Duty::Govern
                | Duty::LetIn
                | Duty::Discard,
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
    /// Whose name was tried; [`PinTry::nobody`] where nobody bears it.
    pub staff: StaffId,
    pub at: DateTime<Utc>,
    pub good: bool,
    /// How long the machine had been up, where it says so.
    pub up: Option<Uptime>,
}

impl PinTry {
    /// In place of an account, where a name was tried that nobody bears.
    pub fn nobody() -> StaffId {
        StaffId("no-account".to_owned())
    }
}

/// That somebody who waited after wrong PINs may try again at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetIn {
    pub staff: StaffId,
    pub at: DateTime<Utc>,
}

/// A try with a wrong PIN, as the trail tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongTry {
    pub at: DateTime<Utc>,
    pub up: Option<Uptime>,
}

impl WrongTry {
    /// How long ago. Within one run of the machine by how long it has been up, which nobody sets.
    /// Across a restart by the clock; where that was set back, since the restart, which was later.
    fn age(&self, now: DateTime<Utc>, up: Option<&Uptime>) -> Duration {
        let millis =
            |millis: u64| Duration::milliseconds(i64::try_from(millis).unwrap_or(i64::MAX));
        let by_clock = now - self.at;
        match (&self.up, up) {
            (Some(then), Some(up)) if then.boot == up.boot => {
                millis(up.millis.saturating_sub(then.millis))
            }
            (Some(_), Some(up)) if by_clock < Duration::zero() => millis(up.millis),
            _ => by_clock.max(Duration::zero()),
        }
    }
}

/// Wrong tries in a row after which an incident is opened.
pub const TRIES_TO_INCIDENT: usize = 5;

/// Wrong tries within an hour, over all accounts, after which an incident is opened: who tries two
/// PINs on each account in turn waits for none of them.
pub const TRIES_AN_HOUR_TO_INCIDENT: u64 = 10;

/// How long the next try has to wait, given the wrong tries since the last good one, newest first.
/// Two slips cost nothing, then 30 seconds, 2 minutes, 15 minutes; never more. A try made while
/// waiting is not counted, and neither is one more than an hour older than the newest: whoever
/// types a wrong PIN each time a colleague's wait is over makes them wait two minutes in fifteen,
/// and locks nobody out for good. Setting the clock, forward or back, shortens nothing while the
/// machine runs.
pub fn wait_left(
    wrong_tries: &[WrongTry],
    now: DateTime<Utc>,
    up: Option<&Uptime>,
) -> Option<Duration> {
    let newest = wrong_tries.first()?.age(now, up);
    let within = newest.checked_add(&Duration::hours(1))?;
    let recent = |tried: &&WrongTry| tried.age(now, up) <= within;
    let wait = match wrong_tries.iter().filter(recent).count() {
        0..=2 => return None,
        3 => Duration::seconds(30),
        4 => Duration::minutes(2),
        _ => Duration::minutes(15),
    };
    Some(wait - newest).filter(|left| *left > Duration::zero())
}

/// Digits a PIN needs at least, and takes at most.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

/// Why a PIN is too easily guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinWeakness {
    /// It has signs that are no digits.
    NotDigits,
    /// Too few digits, or too many.
    Length,
    /// One digit again and again, or a plain row: the first that anybody tries.
    Plain,
}

/// Why a PIN is not good enough; `None` when it is.
pub fn pin_weakness(pin: &str) -> Option<PinWeakness> {
    if !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(PinWeakness::NotDigits);
    }
    if !PIN_DIGITS.contains(&pin.len()) {
        return Some(PinWeakness::Length);
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
        return Some(PinWeakness::Plain);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn tries(seconds: impl IntoIterator<Item = i64>) -> Vec<WrongTry> {
        let tried = |seconds| WrongTry {
            at: at(seconds),
            up: None,
        };
        seconds.into_iter().map(tried).collect()
    }

    fn left(tries: &[WrongTry], now: i64) -> Option<i64> {
        wait_left(tries, at(now), None).map(|left| left.num_seconds())
    }

    #[test]
    fn waits_grow_and_stop_growing() {
        assert_eq!(left(&[], 5), None);
        assert_eq!(left(&tries([1, 0]), 1), None);
        assert_eq!(left(&tries([2, 1, 0]), 2), Some(30));
        assert_eq!(left(&tries([2, 1, 0]), 31), Some(1));
        assert_eq!(left(&tries([2, 1, 0]), 32), None);
        assert_eq!(left(&tries([3; 4]), 3), Some(120));
        assert_eq!(left(&tries([3; 400]), 3), Some(900));
    }

    #[test]
    fn a_wrong_pin_every_quarter_of_an_hour_locks_nobody_out() {
        let tries = tries((0..400).map(|number| -number * 1000));
        assert_eq!(left(&tries, 0), Some(120));
    }

    #[test]
    fn setting_the_clock_shortens_no_wait_while_the_machine_runs() {
        let up = |boot: &str, seconds: u64| {
            Some(Uptime {
                boot: boot.to_owned(),
                millis: seconds * 1_000,
            })
        };
        let five: Vec<WrongTry> = (0..5)
            .map(|number| WrongTry {
                at: at(-number),
                up: up("one", 1_000),
            })
            .collect();
        let year = 365 * 24 * 3600;
        for now in [0, year, -year, 3_601, -3_601, 901, -901] {
            let left = |up: Option<Uptime>| wait_left(&five, at(now), up.as_ref());
            assert_eq!(left(up("one", 1_000)), Some(Duration::minutes(15)), "{now}");
            assert_eq!(left(up("one", 1_899)), Some(Duration::seconds(1)), "{now}");
            assert_eq!(left(up("one", 1_900)), None, "{now}");
        }
        // After a restart with the clock set back, one waits from the restart on.
        let left = |seconds| wait_left(&five, at(-year), up("two", seconds).as_ref());
        assert_eq!(left(60), Some(Duration::minutes(14)));
        assert_eq!(left(900), None);
    }

    #[test]
    fn weak_pins_are_told_apart() {
        for weak in ["1234", "111111", "123456", "987654", "12a456", ""] {
            assert!(pin_weakness(weak).is_some(), "a weak PIN was taken");
        }
        assert_eq!(pin_weakness("271828"), None);
    }

    #[test]
    fn an_account_from_before_texts_were_recorded_keeps_its_fingerprint() {
        let mut staff = Staff {
            id: StaffId("s".into()),
            name: "Ms Patel".into(),
            role: Role::Practitioner,
            pin_hash: "hash".into(),
            agreement_signed: None,
            agreement_text: None,
            left_at: None,
            pin_was_reset: false,
        };
        let written = |staff: &Staff| serde_json::to_string(staff).unwrap();
        let before = r#"{"id":"s","name":"Ms Patel","role":"practitioner","pin_hash":"hash","agreement_signed":null,"left_at":null}"#;
        assert_eq!(written(&staff), before);
        assert_eq!(serde_json::from_str::<Staff>(before).unwrap(), staff);
        staff.agreement_text = Some("0123456789ab".to_owned());
        assert_ne!(written(&staff), before);
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
            agreement_text: None,
            left_at: None,
            pin_was_reset: false,
        };
        assert!(staff.has_current_agreement(day("2026-09-01")));
        assert!(!staff.has_current_agreement(day("2026-09-02")));
        assert!(!staff.has_current_agreement(day("2025-08-31")));
        staff.agreement_signed = None;
        assert!(!staff.has_current_agreement(day("2025-09-01")));
    }
}
