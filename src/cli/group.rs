//! `group`.

use clap::Subcommand;
use serde_json::json;

use super::answer::{Answer, table};
use crate::acts::Desk;
use crate::acts::group::{Group, Standing, Tile};
use crate::acts::sign_in::Session;
use crate::cli::CliError;

#[derive(Subcommand)]
pub enum GroupCommand {
    /// List the groups that have a child, and how many
    List,
    /// Show a group as its tiles do: who may be photographed, and who is here today
    Show { group: String },
    /// Say which children of a group are away today; all others are here
    Away {
        group: String,
        /// Children: full name or id; none where everybody is here
        children: Vec<String>,
    },
}

pub fn group(desk: &mut Desk, who: &Session, command: &GroupCommand) -> Result<Answer, CliError> {
    match command {
        GroupCommand::List => {
            let groups = desk.groups(who)?;
            let row = |group: &Group| vec![group.name.clone(), group.children.to_string()];
            let rows: Vec<Vec<String>> = groups.iter().map(row).collect();
            let values: Vec<_> = groups
                .iter()
                .map(|group| json!({"group": group.name, "children": group.children}))
                .collect();
            Ok(Answer::done(
                table(&["Group", "Children"], &rows),
                json!(values),
            ))
        }
        GroupCommand::Show { group } => {
            let today = desk.group_today(who, group)?;
            let rows: Vec<Vec<String>> = today.tiles.iter().map(row).collect();
            let values: Vec<_> = today
                .tiles
                .iter()
                .map(|tile| {
                    json!({
                        "person": tile.person, "name": tile.name, "here": tile.here,
                        "standing": words(tile.standing),
                    })
                })
                .collect();
            Ok(Answer::done(
                table(&["Name", "Photos", "Today"], &rows),
                json!({"group": today.name, "tiles": values}),
            ))
        }
        GroupCommand::Away { group, children } => {
            // Whoever may not see the group learns no name by asking.
            desk.group_today(who, group)?;
            let mut away = Vec::with_capacity(children.len());
            for child in children {
                away.push(desk.find_person(child)?.person.id);
            }
            desk.set_away(who, group, &away)?;
            Ok(Answer::done(
                match away.len() {
                    0 => format!("Everybody in {group} is here."),
                    count => format!("{count} of {group} away today; the others are here."),
                },
                json!({"group": group, "away": away}),
            ))
        }
    }
}

fn row(tile: &Tile) -> Vec<String> {
    let sign = match tile.standing {
        Standing::Everywhere => "✓",
        Standing::SomePlaces => "!",
        Standing::NoPhotos => "✕",
    };
    vec![
        tile.name.clone(),
        format!("{sign} {}", words(tile.standing)),
        if tile.here { "here" } else { "away" }.to_owned(),
    ]
}

fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Everywhere => "everywhere",
        Standing::SomePlaces => "some places",
        Standing::NoPhotos => "no photos",
    }
}
