//! Who of a group is away on a day, as somebody said it. Knows nothing of why.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AttendanceId, StaffId};
use super::person::PersonId;

/// What was said about one group and day. Of several the latest speaks; before the first, everybody is
/// here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub id: AttendanceId,
    /// The school's local day.
    pub day: NaiveDate,
    pub class: String,
    pub away: Vec<PersonId>,
    pub at: DateTime<Utc>,
    pub by: StaffId,
}
