//! What the trail alone is asked for: tries at signing in, and the machine that a folder belongs to.
//! A list beside it can be emptied, the trail cannot without breaking.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::record::Record;
use super::records::staff::TRIES;
use super::store::{Bad, Columns, Meant, Read, Reads, Rows};
use super::vouch::tampered;
use super::{subject, trail};
use crate::domain::audit::{Act, stamp};
use crate::domain::ids::{DeviceId, StaffId};
use crate::domain::staff::{PinTry, Staff, WrongTry};
use crate::domain::time::Uptime;

/// What the trail says beside the time of a try.
#[derive(serde::Deserialize)]
struct Detail {
    #[serde(default)]
    up: Option<Uptime>,
}

/// Wrong tries on this device since the last right one on it, or since somebody was let in, newest first:
/// who guesses on one device makes nobody wait on another. Errors: the list holds other ones.
pub fn wrong(reads: &dyn Reads, staff: &StaffId, device: &DeviceId) -> Read<Vec<WrongTry>> {
    let of_account = || {
        let subject = subject::of(Staff::KIND, staff);
        let entries = trail::headed().with("subject", subject).newest_first();
        entries.only(&["act", "device", "at", "detail"])
    };
    let mut found = Vec::new();
    reads.scan(&of_account(), &mut |row| {
        let (act, is_here) = (row.text("act")?, row.text("device")? == device.0);
        if act == Act::SignInWrongPin.word() && is_here {
            found.push(WrongTry {
                at: row.time("at")?,
                up: row.json::<Detail>("detail")?.up,
            });
        }
        let is_in = act == Act::LetIn.word() || act == Act::SignedIn.word() && is_here;
        Ok(!is_in)
    })?;
    let listed = Rows::of("sign-in try", TRIES)
        .with("staff", &staff.0)
        .newest_first();
    let listed = since_the_last_right_one(reads, &listed, |row| {
        Ok((row.flag("good")?, !row.flag("good")?))
    })?;
    let said = since_the_last_right_one(reads, &of_account(), |row| {
        let act = row.text("act")?;
        let is_wrong = act == Act::SignInWrongPin.word();
        Ok((act == Act::SignedIn.word(), is_wrong))
    })?;
    match *staff == PinTry::nobody() || listed == said {
        true => Ok(found),
        false => Err(tampered("the list of sign-in tries")),
    }
}

/// How many rows are wrong tries, before one is a right one. Each is read whole.
fn since_the_last_right_one(
    reads: &dyn Reads,
    rows: &Rows,
    is_right_or_wrong: impl Fn(&Columns) -> Result<(bool, bool), Bad>,
) -> Read<u64> {
    let mut count = 0_u64;
    reads.scan(rows, &mut |row| {
        let (is_right, is_wrong) = is_right_or_wrong(row)?;
        if is_wrong {
            row.time("at")?;
            count = count.saturating_add(1);
        }
        Ok(!is_right)
    })?;
    Ok(count)
}

/// How many wrong tries there were since then, over all accounts.
pub fn wrong_since(reads: &dyn Reads, since: DateTime<Utc>) -> Read<u64> {
    let wrong = Rows::of("sign-in try", trail::ENTRIES)
        .meant(Meant::AtLeast("at", stamp(since).into()))
        .with("act", Act::SignInWrongPin.word())
        .only(&["act"]);
    Ok(reads
        .all(&wrong, |_| Ok(()))?
        .len()
        .try_into()
        .unwrap_or(u64::MAX))
}

/// Where in its chain a device last said which machine it belongs to.
pub fn bound_at(reads: &dyn Reads, device: &DeviceId) -> Read<Option<u64>> {
    let bound = Rows::of("binding", trail::ENTRIES)
        .with("subject", "machine")
        .with("device", &device.0)
        .newest()
        .only(&["seq"]);
    reads.one(&bound, |row| row.number("seq"))
}

/// Accounts whose listed tries are not those of the trail.
pub fn odd(reads: &dyn Reads) -> Read<BTreeSet<String>> {
    let mut tries: BTreeMap<(String, bool), i64> = BTreeMap::new();
    let mut count = |staff: String, good: bool, by: i64| {
        let tries = tries.entry((staff, good)).or_default();
        *tries = tries.saturating_add(by);
    };
    let listed = Rows::of("sign-in try", TRIES).in_order(&[]);
    reads.scan(&listed, &mut |row| {
        count(row.text("staff")?, row.flag("good")?, 1);
        Ok(true)
    })?;
    let of_staff = subject::of(Staff::KIND, "");
    for (act, good) in [(Act::SignInWrongPin, false), (Act::SignedIn, true)] {
        let said = Rows::of("sign-in try", trail::ENTRIES)
            .beginning("subject", &of_staff)
            .with("act", act.word())
            .in_order(&[])
            .only(&["subject"]);
        reads.scan(&said, &mut |row| {
            let staff = row.text("subject")?.replacen(&of_staff, "", 1);
            if staff != PinTry::nobody().0 {
                count(staff, good, -1);
            }
            Ok(true)
        })?;
    }
    let odd = tries.into_iter().filter(|(_, count)| *count != 0);
    Ok(odd.map(|((staff, _), _)| staff).collect())
}
