//! `group`.

use clap::Subcommand;
use serde_json::json;

use super::answer::{Answer, table};
use crate::acts::group::Group;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk};

#[derive(Subcommand)]
pub enum GroupCommand {
    /// List the groups that have a child, and how many
    List,
}

pub fn group(desk: &Desk, who: &Session, command: &GroupCommand) -> Result<Answer, ActError> {
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
    }
}
