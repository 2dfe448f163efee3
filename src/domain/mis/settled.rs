//! What is answered about a child already, as an import asks: what of each signatory speaks, and who says
//! no. Decides nothing.

use chrono::NaiveDate;

use crate::domain::alike;
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Relation};
use crate::domain::school::FiledPermission;

/// What of each signatory speaks for a channel, by the rules: a no from the moment it is recorded, until
/// they say yes later on a day that is not before it; where none does, the yes that was signed last.
pub fn speaking<'a>(
    answers: &'a [FiledPermission],
    channel: &ChannelId,
) -> Vec<&'a FiledPermission> {
    let mut all: Vec<(Relation, String, Vec<&FiledPermission>)> = Vec::new();
    for filed in answers {
        let said = &filed.permission;
        if said.channel != *channel {
            continue;
        }
        let by = alike::letters(&said.by);
        let same = all
            .iter_mut()
            .find(|(relation, other, _)| *relation == said.relation && *other == by);
        match same {
            Some((_, _, filed_before)) => filed_before.push(filed),
            None => all.push((said.relation, by, vec![filed])),
        }
    }
    let speaks = |(_, _, said): (Relation, String, Vec<&'a FiledPermission>)| one(&said);
    all.into_iter().filter_map(speaks).collect()
}

/// What speaks of one signatory's answers, in the order of recording.
fn one<'a>(said: &[&'a FiledPermission]) -> Option<&'a FiledPermission> {
    let mut noes: Vec<&FiledPermission> = Vec::new();
    let mut yes: Option<&FiledPermission> = None;
    for filed in said {
        let permission = &filed.permission;
        if permission.answer == Answer::Granted {
            noes.retain(|no| no.permission.signed > permission.signed);
            if yes.is_none_or(|yes| yes.permission.signed <= permission.signed) {
                yes = Some(filed);
            }
        } else {
            noes.push(filed);
            yes = None;
        }
    }
    let is_refused = |no: &&&FiledPermission| no.permission.answer == Answer::Refused;
    let no = noes.iter().rev().find(is_refused).or(noes.last());
    no.copied().or(yes)
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
