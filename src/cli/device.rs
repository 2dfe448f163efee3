//! `device`.

use clap::Subcommand;
use serde_json::json;

use super::answer::{Answer, table};
use super::words::day;
use crate::acts::Desk;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::domain::ids::short;

#[derive(Subcommand)]
pub enum DeviceCommand {
    /// Show this device's id and key, for enrolling it elsewhere
    Identity,
    /// List the school's devices
    List,
    /// Put another device on the list
    Enrol {
        /// What staff call it
        name: String,
        /// Its id, as `device identity` shows it there
        #[arg(long)]
        id: String,
        /// Its key, as `device identity` shows it there
        #[arg(long)]
        key: String,
        /// The school's inventory mark on it
        #[arg(long, default_value = "")]
        asset_tag: String,
    },
    /// Say that the school has moved: its folder belongs to this machine from now on (head teacher)
    Move {
        /// Why: new computer, repaired
        #[arg(long)]
        why: String,
    },
    /// Take a device off the list: what it takes from now on does not count
    Revoke {
        /// Its name, inventory mark or id
        device: String,
        /// Why: lost, stolen, sold
        #[arg(long)]
        why: String,
    },
}

pub fn identity(desk: &Desk) -> Result<Answer, CliError> {
    let (id, key) = (desk.device(), desk.public_key());
    let is_bound = desk.is_bound()?;
    let machine = if is_bound {
        "its folder belongs to this machine"
    } else {
        "its folder belongs to no machine, since this one has no `/etc/machine-id`: a copy elsewhere \
         would not be noticed"
    };
    Ok(Answer::done(
        format!("id   {id}\nkey  {key}\n     {machine}"),
        json!({"id": id, "key": key, "bound": is_bound}),
    ))
}

pub fn move_here(desk: &mut Desk, name: &str, pin: &str, why: &str) -> Result<Answer, CliError> {
    desk.move_here(name, pin, why)?;
    Ok(Answer::done(
        "The school's folder belongs to this machine from now on; that is written down as an \
         incident. Delete the folder on the machine that it came from.",
        json!({"moved": true}),
    ))
}

pub fn device(desk: &mut Desk, who: &Session, command: DeviceCommand) -> Result<Answer, CliError> {
    match command {
        DeviceCommand::Identity => identity(desk),
        DeviceCommand::Move { .. } => Err(CliError::Usage(
            "not a command of an open school".to_owned(),
        )),
        DeviceCommand::List => {
            let devices = desk.devices()?;
            let rows: Vec<Vec<String>> = devices
                .iter()
                .map(|device| {
                    let state = match device.revoked_at {
                        Some(at) => {
                            format!("✕ revoked {}: {}", day(at.date_naive()), device.revoked_why)
                        }
                        None => format!("✓ enrolled {}", day(device.enrolled_at.date_naive())),
                    };
                    vec![
                        short(&device.id.0).to_owned(),
                        device.name.clone(),
                        device.asset_tag.clone(),
                        state,
                    ]
                })
                .collect();
            Ok(Answer::done(
                table(&["Id", "Device", "Mark", "Standing"], &rows),
                json!(devices),
            ))
        }
        DeviceCommand::Enrol {
            name,
            id,
            key,
            asset_tag,
        } => {
            let id = desk.enrol_device(who, &name, &asset_tag, &id, &key)?;
            Ok(Answer::done(
                format!("{name} is enrolled."),
                json!({"id": id}),
            ))
        }
        DeviceCommand::Revoke { device, why } => {
            desk.revoke_device(who, &device, &why)?;
            Ok(Answer::done(
                format!("`{device}` is revoked: what it takes from now on does not count."),
                json!({"revoked": device}),
            ))
        }
    }
}
