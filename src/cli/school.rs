//! `setup`, `sample`, `school`, `camera`, `staff`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use zeroize::Zeroizing;

use super::answer::{Answer, table};
use super::people::{found, with_take_downs};
use super::pin::PinSource;
use super::words::day;
use crate::acts::set_up::{Plan, named};
use crate::acts::sign_in::Session;
use crate::acts::staffing::Leaving;
use crate::acts::{ActError, Desk};
use crate::domain::agreement;
use crate::domain::ids::short;
use crate::domain::policy::SHIPPED;
use crate::domain::staff::{Role, pin_weakness};

#[derive(Args)]
pub struct Setup {
    /// The school's name
    #[arg(long)]
    school: String,
    /// A shipped policy's name, or the school's own policy file
    #[arg(long, default_value = "written-permission")]
    policy: String,
    /// The first head teacher, as on the lock screen: "Dr Shaw"; the PIN is asked for
    #[arg(long)]
    head: String,
    /// What staff call this device
    #[arg(long, default_value = "Office computer")]
    device: String,
    /// The school's inventory mark on this device
    #[arg(long, default_value = "")]
    asset_tag: String,
}

#[derive(Subcommand)]
pub enum SchoolCommand {
    /// Show the school's name and its policy in force
    Show,
    /// Adopt a policy: a shipped one's name, or a file
    Policy { policy: String },
    /// What the newer rules changed here, and what must come down. Exits 1 when there is anything
    Changes,
}

#[derive(Subcommand)]
pub enum CameraCommand {
    /// List the school's cameras
    List,
    /// Put a camera on the list, by what it writes into its files
    Register {
        /// What staff call it
        name: String,
        #[arg(long)]
        make: String,
        #[arg(long)]
        model: String,
        /// The body's serial number
        #[arg(long)]
        serial: String,
    },
    /// Take a camera off the list
    Retire {
        /// Its name or id
        camera: String,
    },
}

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
    /// Give an account a new PIN; your own, or as the head anybody's
    Pin { name: String },
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

fn policy_text(named: &str) -> Result<String, ActError> {
    if let Some((_, text)) = SHIPPED.iter().find(|(id, _)| *id == named) {
        return Ok((*text).to_owned());
    }
    super::people::read_file(&PathBuf::from(named), 1 << 20).and_then(|bytes| {
        String::from_utf8(bytes)
            .map_err(|_| ActError::Input(format!("`{named}` is not a text file")))
    })
}

/// What was typed for a set-up, looked at before a folder is made: a slip leaves nothing behind.
pub struct Ready {
    policy: String,
    pin: Zeroizing<String>,
}

pub fn ready(setup: &Setup, pins: &mut PinSource) -> Result<Ready, ActError> {
    named(&setup.school, "the school")?;
    named(&setup.head, "the head teacher")?;
    named(&setup.device, "this device")?;
    let policy = policy_text(&setup.policy)?;
    crate::domain::policy::Policy::parse(&policy)
        .map_err(|error| ActError::Input(error.to_string()))?;
    let pin = pins.ask_new(&setup.head)?;
    if let Some(weakness) = pin_weakness(&pin) {
        return Err(ActError::Input(format!("{weakness}; choose another")));
    }
    Ok(Ready { policy, pin })
}

pub fn set_up(desk: &mut Desk, setup: &Setup, ready: &Ready) -> Result<Answer, ActError> {
    desk.set_up(&Plan {
        school: &setup.school,
        sample: false,
        policy_toml: &ready.policy,
        head: &setup.head,
        head_pin: &ready.pin,
        device: &setup.device,
        asset_tag: &setup.asset_tag,
    })?;
    Ok(Answer::done(
        format!(
            "{} is set up. This device's clock says that it is {}: if that is wrong, set the clock \
             and set the school up anew. Next: add staff (`staff add`) and children (`person import-mis`).",
            setup.school,
            day(desk.today()?)
        ),
        json!({"school": setup.school, "device": desk.device()}),
    ))
}

pub fn sample(desk: &mut Desk, dir: &Path) -> Result<Answer, ActError> {
    let made = crate::sample::make(desk)?;
    let pins: Vec<Vec<String>> = made
        .staff
        .iter()
        .map(|(name, role, pin)| vec![name.clone(), role.word().to_owned(), pin.clone()])
        .collect();
    Ok(Answer::done(
        format!(
            "{} is ready in `{}`: {} children, {} photos kept, {} refused. Everybody in it is made \
             up, the astronaut apart.\n\n{}",
            made.school,
            dir.display(),
            made.children,
            made.photos.len(),
            made.refused,
            table(&["Account", "Role", "Sample PIN"], &pins)
        ),
        json!({
            "school": made.school, "data": dir, "children": made.children,
            "refused": made.refused,
            "photos": made.photos.iter().map(|one| {
                json!({"photo": one.photo, "story": one.story, "wanted_for": one.wanted_for})
            }).collect::<Vec<_>>(),
            "staff": made.staff.iter().map(|(name, role, pin)| {
                json!({"name": name, "role": role, "sample_pin": pin})
            }).collect::<Vec<_>>(),
        }),
    ))
}

pub fn show(desk: &Desk) -> Result<Answer, ActError> {
    let school = desk.school()?;
    let policy = desk.policy()?;
    let adopted = desk.policy_text()?;
    let channels: Vec<&str> = policy
        .channels
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    Ok(Answer::done(
        format!(
            "{}\nPolicy: {}\nChannels: {}",
            school.name,
            policy.name,
            channels.join(", ")
        ),
        json!({
            "school": school.name, "sample": school.sample, "policy": policy.name,
            "since": adopted.map(|adopted| adopted.since),
            "channels": policy.channels.iter().map(|one| &one.id).collect::<Vec<_>>(),
        }),
    ))
}

pub fn school(desk: &mut Desk, who: &Session, command: SchoolCommand) -> Result<Answer, ActError> {
    match command {
        SchoolCommand::Show => show(desk),
        SchoolCommand::Changes => super::changes::changes(desk, who),
        SchoolCommand::Policy { policy } => {
            desk.adopt_policy(who, &policy_text(&policy)?)?;
            let name = desk.policy()?.name;
            Ok(Answer::done(
                format!("`{name}` is in force from now on."),
                json!({"policy": name}),
            ))
        }
    }
}

pub fn camera(desk: &mut Desk, who: &Session, command: CameraCommand) -> Result<Answer, ActError> {
    match command {
        CameraCommand::List => {
            let cameras = desk.cameras()?;
            let rows: Vec<Vec<String>> = cameras
                .iter()
                .map(|camera| {
                    vec![
                        short(&camera.id.0).to_owned(),
                        camera.name.clone(),
                        format!("{} {}", camera.make, camera.model),
                        camera.serial.clone(),
                        match camera.retired_at {
                            Some(at) => format!("✕ retired {}", day(at.date_naive())),
                            None => "✓ registered".to_owned(),
                        },
                    ]
                })
                .collect();
            Ok(Answer::done(
                table(&["Id", "Camera", "Model", "Serial", "Standing"], &rows),
                json!(cameras),
            ))
        }
        CameraCommand::Register {
            name,
            make,
            model,
            serial,
        } => {
            let id = desk.register_camera(who, &name, &make, &model, &serial)?;
            Ok(Answer::done(
                format!("{name} is registered."),
                json!({"id": id}),
            ))
        }
        CameraCommand::Retire { camera } => {
            desk.retire_camera(who, &camera)?;
            Ok(Answer::done(
                format!("`{camera}` is retired."),
                json!({"retired": camera}),
            ))
        }
    }
}

pub fn staff(
    desk: &mut Desk,
    who: &Session,
    command: StaffCommand,
    pins: &mut PinSource,
) -> Result<Answer, ActError> {
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
) -> Result<Answer, ActError> {
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
                return Err(ActError::Input(format!(
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
