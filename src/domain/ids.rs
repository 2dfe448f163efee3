//! Identities of stored records: random, so that a name or a date can never be read from one.

use serde::{Deserialize, Serialize};

macro_rules! identity {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(&self.0)
            }
        }
    )*};
}

identity! {
    /// Somebody who works here.
    StaffId,
    /// A tablet or PC.
    DeviceId,
    /// A school camera that pictures are taken in from.
    CameraId,
    /// A kept picture.
    PhotoId,
    /// A sealed form.
    EvidenceId,
    /// One answer.
    PermissionId,
    /// One reason of one never-photograph mark.
    MarkReasonId,
    /// One look at one copy.
    SignOffId,
    /// One picture to one channel and place.
    ReleaseId,
    /// What was said of one group and day.
    AttendanceId,
    /// One permission slip: 32 hex digits.
    SlipId,
    /// One list that was taken over from the school's MIS.
    ImportId,
    /// One breach.
    IncidentId,
}

/// How much of an id a person needs to type.
const SHORT: usize = 8;

/// The first characters of an id, enough to tell records apart by eye.
pub fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}
