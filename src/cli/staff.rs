//! `staff`.

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::answer::{Answer, table};
use super::people::{found, with_take_downs};
use super::pin::PinSource;
use super::words::day;
use crate::acts::Desk;
use crate::acts::sign_in::Session;
use crate::acts::staffing::Leaving;
use crate::domain::agreement;
use crate::domain::ids::short;
use crate::domain::staff::Role;

use crate::cli::CliError;

#[derive(Subcommand)]
pub enum StaffCommand {
    /// List accounts
    List,
    /// Open an account; the new PIN is asked for after yours
    Add {
        /// As on the lock screen: "Ms Patel"
        name: String,
        #[arg(long, value_enum)]
        role: RoleName,
        /// Day on which they signed the acceptable-use agreement
        #[arg(long, value_name = "DATE")]
        agreed: Option<NaiveDate>,
    },
    /// Note that somebody signed the acceptable-use agreement
    Agreed { name: String, date: NaiveDate },
    /// Sign the acceptable-use agreement for yourself; your PIN is asked for again
    ///
    /// `policy show acceptable-use` prints what you sign.
    SignAgreement,
    /// Give an account a new PIN; your own, or as the head anybody's, who then has to change it
    Pin { name: String },
    /// Let a colleague who typed wrong PINs try again at once (office, head teacher)
    LetIn { name: String },
    /// Close an account, and note the last day of whoever has it in the register
    Close {
        name: String,
        /// Their last day at this school
        #[arg(long, value_name = "DATE")]
        last_day: NaiveDate,
        /// Their entry in the register, where the name does not tell which
        #[arg(long, value_name = "PERSON")]
        person: Option<String>,
        /// They are not in the register
        #[arg(long, conflicts_with = "person")]
        not_in_register: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    Technician,
    Practitioner,
    Office,
    Head,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Technician => Role::Technician,
            RoleName::Practitioner => Role::Practitioner,
            RoleName::Office => Role::Office,
            RoleName::Head => Role::Head,
        }
    }
}

pub fn staff(
    desk: &mut Desk,
    who: &Session,
    command: StaffCommand,
    pins: &mut PinSource,
) -> Result<Answer, CliError> {
    match command {
        StaffCommand::List => {
            let today = desk.today()?;
            let staff = desk.staff()?;
            let rows: Vec<Vec<String>> = staff
                .iter()
                .map(|one| {
                    let agreement = match one.agreement_signed {
                        Some(signed) if one.has_current_agreement(today) => {
                            format!("✓ {}", day(signed))
                        }
                        Some(signed) => format!("! {}, to renew", day(signed)),
                        None => "✕ not signed".to_owned(),
                    };
                    let state = if one.left_at.is_some() {
                        "closed"
                    } else {
                        "open"
                    };
                    vec![
                        one.name.clone(),
                        one.role.word().to_owned(),
                        agreement,
                        state.to_owned(),
                    ]
                })
                .collect();
            let values: Vec<_> = staff
                .iter()
                .map(|one| {
                    json!({
                        "id": one.id, "name": one.name, "role": one.role,
                        "agreement": one.agreement_signed, "text": one.agreement_text,
                        "closed": one.left_at,
                    })
                })
                .collect();
            Ok(Answer::done(
                table(&["Name", "Role", "Agreement", "Account"], &rows),
                json!(values),
            ))
        }
        StaffCommand::Add { name, role, agreed } => {
            let pin = pins.ask_new(&name)?;
            let id = desk.add_staff(who, &name, role.into(), agreed, &pin)?;
            Ok(Answer::done(
                format!("{name} has an account."),
                json!({"id": id}),
            ))
        }
        StaffCommand::Agreed { name, date } => {
            desk.renew_agreement(who, &name, date)?;
            Ok(Answer::done(
                format!("{name} signed the agreement on {}.", day(date)),
                json!({"name": name, "agreement": date}),
            ))
        }
        StaffCommand::SignAgreement => {
            let pin = pins.ask("Your PIN again, to sign the acceptable-use agreement: ")?;
            desk.sign_agreement(who, &pin)?;
            let text = agreement::version();
            Ok(Answer::done(
                format!(
                    "{} signed the acceptable-use agreement ({text}).",
                    who.name()
                ),
                json!({"name": who.name(), "agreement": desk.today()?, "text": text}),
            ))
        }
        StaffCommand::LetIn { name } => {
            desk.let_in(who, &name)?;
            Ok(Answer::done(
                "They can try their PIN again now; that is on record.",
                json!({"name": name}),
            ))
        }
        StaffCommand::Pin { name } => {
            let pin = pins.ask_new(&name)?;
            desk.change_pin(who, &name, &pin)?;
            Ok(Answer::done(
                format!("{name} has a new PIN."),
                json!({"name": name}),
            ))
        }
        StaffCommand::Close {
            name,
            last_day,
            person,
            not_in_register,
        } => close(
            desk,
            who,
            &name,
            last_day,
            person.as_deref(),
            not_in_register,
        ),
    }
}

fn close(
    desk: &mut Desk,
    who: &Session,
    name: &str,
    last_day: NaiveDate,
    person: Option<&str>,
    not_in_register: bool,
) -> Result<Answer, CliError> {
    let entry = match person {
        Some(typed) => Some(found(desk, who, typed)?),
        None if not_in_register => None,
        None => {
            let entries = desk.entries_of_account(who, name)?;
            if let [_, _, ..] = entries.as_slice() {
                let ids: Vec<&str> = entries
                    .iter()
                    .map(|entry| short(&entry.person.id.0))
                    .collect();
                return Err(CliError::Usage(format!(
                    "several entries of the register can be theirs ({}); say which with `--person`, or \
                     `--not-in-register`",
                    ids.join(", ")
                )));
            }
            entries.into_iter().next().map(|entry| entry.person.id)
        }
    };
    let leaving = entry.map(|entry| Leaving { entry, last_day });
    desk.close_account(who, name, leaving.as_ref())?;
    let text = match &leaving {
        Some(leaving) => format!(
            "The account of {name} is closed; last day in the register ({}): {}.",
            short(&leaving.entry.0),
            day(last_day)
        ),
        None => format!(
            "The account of {name} is closed. No entry of the register is theirs, so no last day was \
             set there."
        ),
    };
    let done = json!({
        "closed": name,
        "person": leaving.as_ref().map(|leaving| &leaving.entry),
        "leaves": leaving.as_ref().map(|leaving| leaving.last_day),
    });
    let people: Vec<_> = leaving.into_iter().map(|leaving| leaving.entry).collect();
    with_take_downs(desk, who, &people, text, done)
}
