//! `setup`, `sample`, `school`, `camera`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;
use zeroize::Zeroizing;

use super::answer::{Answer, table};
use super::pin::PinSource;
use super::rules;
use super::words::{day, weak_pin};
use crate::acts::Desk;
use crate::acts::refusal::Named;
use crate::acts::set_up::{Plan, named};
use crate::acts::sign_in::Session;
use crate::domain::ids::short;
use crate::domain::policy::SHIPPED;
use crate::domain::staff::pin_weakness;

use crate::cli::CliError;

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
    /// Show the looser policy that waits to be confirmed, and what it would allow (office, head teacher)
    Proposal,
    /// Confirm the looser policy that another proposed (office, another head teacher)
    ConfirmPolicy,
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

fn policy_text(named: &str) -> Result<String, CliError> {
    if let Some((_, text)) = SHIPPED.iter().find(|(id, _)| *id == named) {
        return Ok((*text).to_owned());
    }
    super::people::read_file(&PathBuf::from(named), 1 << 20).and_then(|bytes| {
        String::from_utf8(bytes)
            .map_err(|_| CliError::Usage(format!("`{named}` is not a text file")))
    })
}

/// What was typed for a set-up, looked at before a folder is made: a slip leaves nothing behind.
pub struct Ready {
    policy: String,
    pin: Zeroizing<String>,
}

pub fn ready(setup: &Setup, pins: &mut PinSource) -> Result<Ready, CliError> {
    named(&setup.school, Named::School)?;
    named(&setup.head, Named::HeadTeacher)?;
    named(&setup.device, Named::ThisDevice)?;
    let policy = policy_text(&setup.policy)?;
    crate::domain::policy::Policy::parse(&policy)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    let pin = pins.ask_new(&setup.head)?;
    if let Some(weakness) = pin_weakness(&pin) {
        return Err(CliError::Usage(format!(
            "{}; choose another",
            weak_pin(weakness)
        )));
    }
    Ok(Ready { policy, pin })
}

pub fn set_up(desk: &mut Desk, setup: &Setup, ready: &Ready) -> Result<Answer, CliError> {
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

pub fn sample(desk: &mut Desk, dir: &Path) -> Result<Answer, CliError> {
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

pub fn show(desk: &Desk) -> Result<Answer, CliError> {
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

pub fn school(desk: &mut Desk, who: &Session, command: SchoolCommand) -> Result<Answer, CliError> {
    match command {
        SchoolCommand::Show => show(desk),
        SchoolCommand::Changes => super::changes::changes(desk, who),
        SchoolCommand::Policy { policy } => rules::change(desk, who, &policy_text(&policy)?),
        SchoolCommand::Proposal => rules::proposal(desk, who),
        SchoolCommand::ConfirmPolicy => rules::confirm(desk, who),
    }
}

pub fn camera(desk: &mut Desk, who: &Session, command: CameraCommand) -> Result<Answer, CliError> {
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
