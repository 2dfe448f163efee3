//! What is answered about a child already, as an import asks: each signatory's latest word, and who says
//! no. Decides nothing.

use chrono::NaiveDate;

use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Relation};
use crate::domain::school::FiledPermission;

/// The latest answer of each signatory for a channel: the latest signed, and among equals the one that
/// was recorded last.
pub fn latest<'a>(answers: &'a [FiledPermission], channel: &ChannelId) -> Vec<&'a FiledPermission> {
    let mut latest: Vec<&FiledPermission> = Vec::new();
    for filed in answers {
        let said = &filed.permission;
        if said.channel != *channel {
            continue;
        }
        let same = |other: &&mut &FiledPermission| {
            let other = &other.permission;
            other.relation == said.relation && other.by == said.by
        };
        match latest.iter_mut().find(same) {
            Some(other) if said.signed >= other.permission.signed => *other = filed,
            Some(_) => {}
            None => latest.push(filed),
        }
    }
    latest
}

/// What a signatory said last, and when.
pub fn of<'a>(latest: &[&'a FiledPermission], by: &str) -> Option<&'a FiledPermission> {
    let found = latest
        .iter()
        .find(|filed| filed.permission.relation == Relation::Parent && filed.permission.by == by);
    found.copied()
}

/// Somebody who says no, and since when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct No {
    pub by: String,
    pub signed: NaiveDate,
    pub is_withdrawal: bool,
}

/// Everybody whose latest word is a no.
pub fn noes(latest: &[&FiledPermission]) -> Vec<No> {
    let is_no = |filed: &&&FiledPermission| filed.permission.answer != Answer::Granted;
    let mut noes: Vec<No> = latest
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
