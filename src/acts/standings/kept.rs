//! What was worked out of how people stand, and what it was worked out from.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::channel::ChannelId;
use crate::domain::decision::Standing;
use crate::domain::person::PersonId;
use crate::domain::roll::Roll;
use crate::domain::school::FiledPermission;
use crate::register::InForce;

/// What was worked out before.
#[derive(Default)]
pub struct Standings(pub(super) RefCell<HashMap<ChannelId, HashMap<PersonId, Worked>>>);

/// A standing, and what it was worked out from. Whoever holds a list keeps it from being another, so
/// that the same list means the same answers.
pub struct Worked {
    pub policy: Arc<InForce>,
    pub roll: Arc<Roll>,
    pub answers: Arc<Vec<FiledPermission>>,
    pub today: NaiveDate,
    pub stands: Arc<Standing>,
}
