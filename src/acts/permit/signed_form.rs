//! One form as a family signs it, as it is handed to the acts that record it.

use chrono::NaiveDate;

use crate::domain::channel::ChannelId;
use crate::domain::ids::PermissionId;
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::person::PersonId;

/// One form as a family signs it: for a child or for siblings, with an answer for each channel.
pub struct SignedForm<'a> {
    pub people: &'a [PersonId],
    pub says: &'a [(ChannelId, Answer)],
    pub relation: Relation,
    pub by: &'a str,
    pub signed: NaiveDate,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub evidence: Evidence,
    /// The scan or file; a written yes needs one.
    pub file: Option<&'a [u8]>,
    /// The answer that this one corrects; then it is for one person and one channel.
    pub corrects: Option<&'a PermissionId>,
    /// That a no by a signatory of this name is taken back by whoever said it.
    pub same_person: bool,
    /// That the very file was filed for others before because it is one form that names them all.
    pub one_form: bool,
}
