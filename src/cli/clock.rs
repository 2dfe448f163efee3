//! `clock`.

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::json;

use super::answer::Answer;
use super::pin::PinSource;
use super::words::{self, day};
use super::{credentials, exit};
use crate::acts::Desk;
use crate::cli::CliError;
use crate::domain::time::ClockStanding;

#[derive(Subcommand)]
pub enum ClockCommand {
    /// Show how the clock stands against what is recorded. Exits 1 when it is not believed
    Show,
    /// Say that this is today's date, where the clock leapt since the newest entry (head teacher)
    Confirm {
        /// Today's date, from a calendar: 2026-09-01
        date: NaiveDate,
    },
}

pub fn clock(
    desk: &mut Desk,
    name: Option<&str>,
    pins: &mut PinSource,
    command: &ClockCommand,
) -> Result<Answer, CliError> {
    match command {
        ClockCommand::Show => {
            let (now, standing) = desk.clock_standing()?;
            let text = match words::clock(standing) {
                None => format!("✓ {now}"),
                Some(words) => format!("✕ {now}: {words}"),
            };
            let (word, newest) = match standing {
                ClockStanding::Good => ("good", None),
                ClockStanding::Behind { newest } => ("behind", Some(newest)),
                ClockStanding::Leapt { newest } => ("leapt", Some(newest)),
            };
            let json = json!({"now": now, "standing": word, "newest_event": newest});
            Ok(Answer::done(text, json).ending(match standing {
                ClockStanding::Good => exit::DONE,
                ClockStanding::Behind { .. } | ClockStanding::Leapt { .. } => exit::REFUSED,
            }))
        }
        ClockCommand::Confirm { date } => {
            let (name, pin) = credentials(name, pins)?;
            desk.confirm_date(name, &pin, *date)?;
            Ok(Answer::done(
                format!("It is {}; work goes on.", day(*date)),
                json!({"confirmed": date}),
            ))
        }
    }
}
