//! What the trail alone is asked for: tries at signing in, and the machine that a folder belongs to.
//! A table beside it can be emptied, the trail cannot without breaking.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::super::{RegisterError, subject};
use super::row::{all, each, one};
use crate::domain::audit::stamp;
use crate::domain::ids::{DeviceId, StaffId};
use crate::domain::staff::{PinTry, WrongTry};
use crate::domain::time::Uptime;

/// What the trail says beside the time of a try.
#[derive(serde::Deserialize)]
struct Detail {
    #[serde(default)]
    up: Option<Uptime>,
}

/// Wrong tries on this device since the last right one on it, or since somebody was let in, newest first:
/// who guesses on one device makes nobody wait on another. Errors: the table holds other ones.
pub fn wrong(
    db: &Connection,
    staff: &StaffId,
    device: &DeviceId,
) -> Result<Vec<WrongTry>, RegisterError> {
    let mut found = Vec::new();
    let sql = "SELECT act, at, detail FROM audit WHERE subject = $1 \
               AND (act = 'sign-in.let-in' OR device = $2 \
               AND act IN ('sign-in.wrong-pin', 'sign-in.done')) \
               AND device IN (SELECT device FROM audit_head) ORDER BY number DESC";
    let of_account = params![subject::of("staff", staff), device.0];
    each(db, "sign-in try", sql, of_account, &mut |row| {
        let is_wrong = row.text("act")? == "sign-in.wrong-pin";
        if is_wrong {
            found.push(WrongTry {
                at: row.time("at")?,
                up: row.json::<Detail>("detail")?.up,
            });
        }
        Ok(is_wrong)
    })?;
    let sql = "SELECT at FROM pin_try WHERE staff = $1 AND good = 0 AND number > \
               (SELECT coalesce(max(number), 0) FROM pin_try WHERE staff = $1 AND good = 1)";
    let listed = all(db, "sign-in try", sql, params![staff.0], |row| {
        row.time("at")
    })?;
    let sql = "SELECT at FROM audit WHERE subject = $1 AND act = 'sign-in.wrong-pin' \
               AND device IN (SELECT device FROM audit_head) \
               AND number > (SELECT coalesce(max(number), 0) FROM audit WHERE subject = $1 \
               AND act = 'sign-in.done' AND device IN (SELECT device FROM audit_head))";
    let subject = subject::of("staff", staff);
    let said = all(db, "sign-in try", sql, params![subject], |row| {
        row.time("at")
    })?;
    if *staff == PinTry::nobody() || listed.len() == said.len() {
        Ok(found)
    } else {
        Err(RegisterError::Tampered {
            what: "the list of sign-in tries".to_owned(),
        })
    }
}

/// Where in its chain a device last said which machine it belongs to.
pub fn bound_at(db: &Connection, device: &DeviceId) -> Result<Option<u64>, RegisterError> {
    let sql = "SELECT seq FROM audit WHERE subject = 'machine' AND device = $1 \
               ORDER BY number DESC LIMIT 1";
    one(db, "binding", sql, params![device.0], |row| {
        row.number("seq")
    })
}

/// How many wrong tries there were since then, over all accounts.
pub fn wrong_since(db: &Connection, since: DateTime<Utc>) -> Result<u64, RegisterError> {
    let sql = "SELECT count(*) AS tries FROM audit WHERE at >= $1 AND act = 'sign-in.wrong-pin'";
    let found = one(db, "count of tries", sql, params![stamp(since)], |row| {
        row.number("tries")
    })?;
    Ok(found.unwrap_or(0))
}

/// Accounts whose listed tries are not those of the trail.
pub fn odd(db: &Connection) -> Result<Vec<String>, RegisterError> {
    const LISTED: &str = "SELECT staff, good, count(*) AS tries FROM pin_try GROUP BY staff, good";
    const SAID: &str = "SELECT substr(subject, 7) AS staff, act = 'sign-in.done' AS good, \
         count(*) AS tries FROM audit WHERE subject >= 'staff:' AND subject < 'staff;' \
         AND act IN ('sign-in.wrong-pin', 'sign-in.done') AND subject <> 'staff:no-account' \
         GROUP BY subject, act";
    let sql = format!(
        "SELECT DISTINCT staff FROM (SELECT * FROM ({LISTED}) EXCEPT SELECT * FROM ({SAID})) \
         UNION SELECT DISTINCT staff FROM \
         (SELECT * FROM ({SAID}) EXCEPT SELECT * FROM ({LISTED}))"
    );
    all(db, "sign-in try", &sql, [], |row| row.text("staff"))
}
