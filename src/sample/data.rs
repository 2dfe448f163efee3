//! The sample school as values: who is in it, what was answered, which pictures were taken and what
//! the rules should say of each. All days are counted from the day on which the sample is made.
//! Nobody in it is real but the astronaut. Makes nothing and stores nothing.

mod file;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::scenes::{CameraWriting, Place, Scene, SceneError, Turned, scene};
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::photo::{Area, Copyright, Role, Unrecognisable};

pub use file::{load, staff};

/// Every channel that asks for permission under the sample's policy.
pub const CHANNELS: &[&str] = &[
    "journal",
    "newsletter",
    "website",
    "social",
    "press",
    "video-call",
];

/// The whole school. Ids are the sample's own words (`amira-khan`), for its own references only:
/// whoever files them gives each record an id that tells nothing.
#[derive(Clone, Debug)]
pub struct SampleSchool {
    pub name: String,
    /// A shipped policy's name.
    pub policy: String,
    pub timezone: Tz,
    /// Degrees north and east, as cameras write it.
    pub position: (f64, f64),
    pub device: Device,
    pub cameras: Vec<Camera>,
    pub staff: Vec<StaffMember>,
    pub visitors: Vec<Visitor>,
    pub groups: Vec<Group>,
    pub children: Vec<Child>,
    /// In the order of recording: later means recorded later.
    pub answers: Vec<Given>,
    pub photos: Vec<PhotoPlan>,
}

/// The tablet that the sample is opened on.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    pub name: String,
    pub asset_tag: String,
}

/// What takes the pictures.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    pub id: String,
    pub name: String,
    pub make: String,
    pub model: String,
    #[serde(default)]
    pub serial: Option<String>,
    /// Whether the school's list has it.
    pub is_registered: bool,
}

/// Somebody who works here: an account, and a person who can be shown.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffMember {
    pub id: String,
    /// As on the lock screen.
    pub name: String,
    pub given: String,
    pub family: String,
    pub role: Role,
    /// No secret: it is the sample's.
    pub pin: String,
    pub agreement_signed_days_ago: u64,
    /// Whether they said yes to pictures of themselves; see `SampleSchool::answers`.
    pub grants_all: bool,
}

/// Somebody who came to see the school.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visitor {
    pub id: String,
    pub given: String,
    pub family: String,
    pub grants_all: bool,
    #[serde(default)]
    pub signed_days_ago: Option<u64>,
}

/// A group of children, and the name on its door.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: String,
    pub name: String,
}

/// A child, made up.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    pub id: String,
    pub given: String,
    pub family: String,
    #[serde(default)]
    pub known_as: Vec<String>,
    pub group: String,
    pub born_days_ago: u64,
    /// Negative: has left.
    pub leaves_in_days: i64,
    #[serde(default)]
    pub never: bool,
    /// The parent who said yes to every channel on paper; see `SampleSchool::answers`.
    #[serde(default)]
    pub grants_all: Option<String>,
    #[serde(default)]
    pub signed_days_ago: Option<u64>,
}

/// One answer for one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub person: String,
    pub channel: String,
    pub answer: Answer,
    pub relation: Relation,
    /// The signatory's name.
    pub by: String,
    pub signed_days_ago: u64,
    /// Last day, where the form has one; negative: gone by.
    pub until_in_days: Option<i64>,
    pub evidence: Evidence,
}

/// Who a tag says is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tagged {
    /// A child, a member of staff or a visitor of the sample.
    Person(String),
    Unknown,
    Unrecognisable(Unrecognisable),
}

/// One tag, where it is in the upright full-size picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub who: Tagged,
    pub place: Place,
    pub hidden: bool,
}

/// A look at the copy for a channel, by a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffPlan {
    pub channel: String,
    pub by: String,
}

/// One picture: how it was taken, what was said of it, and what the rules should say.
#[derive(Clone, Debug)]
pub struct PhotoPlan {
    pub id: String,
    pub scene: &'static Scene,
    pub camera: Camera,
    pub turned: Turned,
    pub occasion: String,
    pub taken_days_ago: u64,
    pub taken_at: NaiveTime,
    pub group: Option<String>,
    /// A member of staff.
    pub taken_by: String,
    pub tags: Vec<Tag>,
    /// Faces that are neither tied to a tag nor dismissed.
    pub found: Vec<Place>,
    /// Faces that somebody looked at and dismissed: painted, built of snow.
    pub dismissed: Vec<Place>,
    pub crop: Option<Area>,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub copyright: Copyright,
    /// Items ticked.
    pub checklist: Vec<String>,
    pub is_tagging_done: bool,
    pub sign_offs: Vec<SignOffPlan>,
    /// Whether taking it in is refused, with an incident.
    pub is_refused_at_take_in: bool,
    /// The channel that somebody wants it for.
    pub wanted_for: Option<String>,
    /// By channel, every reason as `code` or `code:id`, sorted; none where the picture may go.
    pub expect: BTreeMap<String, Vec<String>>,
    number: u32,
}

/// Why the sample school cannot be read: a fault of the program, not of its user.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("the sample school's file cannot be read: {0}")]
    Unreadable(String),
    #[error("the sample school's `{entry}` names `{name}`, which is not there")]
    Dangling { entry: String, name: String },
    #[error("the sample school has `{0}` twice")]
    Twice(String),
    #[error(transparent)]
    Scene(#[from] SceneError),
}

impl SampleSchool {
    /// The school's local time at which a picture of the plan was taken, seen from a day.
    pub fn taken(&self, photo: &PhotoPlan, today: NaiveDate) -> DateTime<FixedOffset> {
        let day = before(today, photo.taken_days_ago);
        let wall = day.and_time(photo.taken_at);
        // In the hour that a clock change leaves out, the camera's own clock went on.
        match self.timezone.from_local_datetime(&wall).earliest() {
            Some(local) => local.fixed_offset(),
            None => DateTime::from_naive_utc_and_offset(wall, chrono::Utc.fix()),
        }
    }

    /// What the camera wrote beside the pixels.
    pub fn writing(&self, photo: &PhotoPlan, today: NaiveDate) -> CameraWriting {
        let is_odd = photo.number % 2 == 1;
        CameraWriting {
            make: photo.camera.make.clone(),
            model: photo.camera.model.clone(),
            serial: photo.camera.serial.clone(),
            owner: self.name.clone(),
            taken: self.taken(photo, today),
            turned: photo.turned,
            position: Some(self.position),
            jfif: is_odd,
            comment: (!is_odd).then(|| format!("{}, {}", self.name, photo.occasion)),
            number: photo.number,
        }
    }
}

impl PhotoPlan {
    /// The name that the camera gave its file, date and all.
    pub fn file_name(&self, today: NaiveDate) -> String {
        let day = before(today, self.taken_days_ago).format("%Y%m%d");
        format!("IMG_{day}_{:04}.JPG", self.number)
    }
}

/// The day that lies that many days back.
pub fn before(today: NaiveDate, days: u64) -> NaiveDate {
    let earlier = today.checked_sub_days(Days::new(days));
    earlier.unwrap_or(NaiveDate::MIN)
}

/// The day that lies that many days ahead; back, where negative.
pub fn ahead(today: NaiveDate, days: i64) -> NaiveDate {
    if days < 0 {
        before(today, days.unsigned_abs())
    } else {
        let later = today.checked_add_days(Days::new(days.unsigned_abs()));
        later.unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod verdicts;
