//! What is answered about a child already, as an import asks: what of each signatory speaks, and who says
//! no. Decides nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::alike;
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Relation, hear};
use crate::domain::school::FiledPermission;

/// What of each signatory speaks for a channel, by the rules: a no from the moment it is recorded, until
/// they say yes later on a day that is not before it; where none does, the yes that was signed last.
pub fn speaking<'a>(
    answers: &'a [FiledPermission],
    channel: &ChannelId,
) -> Vec<&'a FiledPermission> {
    let of_channel = |filed: &&FiledPermission| filed.permission.channel == *channel;
    let is_refused = |no: &&&FiledPermission| no.permission.answer == Answer::Refused;
    hear(answers.iter().filter(of_channel))
        .iter()
        .filter_map(|heard| {
            let no = heard.noes.iter().rev().find(is_refused);
            no.or(heard.noes.last()).copied().or(heard.yes)
        })
        .collect()
}

/// What speaks of somebody with this name as a parent.
pub fn of<'a>(speaking: &[&'a FiledPermission], by: &str) -> Option<&'a FiledPermission> {
    let by = alike::letters(by);
    let found = speaking.iter().find(|filed| {
        let said = &filed.permission;
        said.relation == Relation::Parent && alike::letters(&said.by) == by
    });
    found.copied()
}

/// Somebody who says no, and since when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct No {
    pub by: String,
    pub signed: NaiveDate,
    pub is_withdrawal: bool,
}

/// Everybody whose word is a no.
pub fn noes(speaking: &[&FiledPermission]) -> Vec<No> {
    let is_no = |filed: &&&FiledPermission| filed.permission.answer != Answer::Granted;
    let mut noes: Vec<No> = speaking
        .iter()
        .filter(is_no)
        .map(|filed| No {
            by: filed.permission.by.clone(),
            signed: filed.permission.signed,
            is_withdrawal: filed.permission.answer == Answer::Withdrawn,
        })
        .collect();
    noes.sort();
    noes
}
