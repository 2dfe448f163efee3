//! The office's queue: every photo by how it stands for one channel, newest first, and how many stand
//! so. A list, made of the same parts as the gate; a release asks the gate itself.

pub mod burst;
pub mod occasion;
pub mod out;
pub mod remedy;
pub mod words;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeZone};

use super::blocked::Marks;
use super::sign_in::Session;
use super::{Desk, Done, school_day};
use crate::domain::channel::ChannelId;
use crate::domain::ids::StaffId;
use crate::domain::person::PersonId;
use crate::domain::policy::Policy;
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use crate::register::lists::{Listed, PhotoNumber};

/// How a photo stands for a channel. Each stands in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// A copy is out that may no longer be.
    TakeDown,
    /// Its tags are not complete, or a face is not accounted for.
    ToTag,
    /// Something else stands in the way.
    Blocked,
    /// Nothing stands in the way but a sign-off.
    ToSign,
    /// It may go.
    Ready,
    /// A copy is out, and may be.
    Out,
}

impl Stage {
    /// Every one, in the order of a photo's way.
    pub const ALL: [Stage; 6] = [
        Stage::ToTag,
        Stage::Blocked,
        Stage::ToSign,
        Stage::Ready,
        Stage::Out,
        Stage::TakeDown,
    ];

    /// As commands spell it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::TakeDown => "take-down",
            Stage::ToTag => "to-tag",
            Stage::Blocked => "blocked",
            Stage::ToSign => "to-sign",
            Stage::Ready => "ready",
            Stage::Out => "out",
        }
    }
}

/// What one looks for; `None` is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    pub person: Option<PersonId>,
    pub group: Option<String>,
    pub taker: Option<StaffId>,
    /// First and last day, by the school's clock.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// One photo of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    pub photo: Listed,
    pub stage: Stage,
    /// When it was taken, by the school's clock.
    pub day: NaiveDate,
}

impl Queued {
    /// What the photos were taken at: as it was recorded, else the group of that day.
    pub fn occasion(&self) -> &str {
        Queued::occasion_of(&self.photo)
    }

    fn occasion_of(photo: &Listed) -> &str {
        match photo.occasion.trim() {
            "" => &photo.class,
            occasion => occasion,
        }
    }
}

/// The queue of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many of those sought stand so.
    pub counts: BTreeMap<Stage, usize>,
    /// Those asked for, one occasion after the other, the newest first.
    pub photos: Vec<Queued>,
    /// How many stand as asked beyond these.
    pub more: usize,
}

/// What takes each reason away, by kind.
fn is_of_tagging(reason: &Reason) -> bool {
    matches!(reason, Reason::TaggingUnfinished | Reason::FaceUnaccounted)
}

fn is_of_sign_off(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::NotSignedOff | Reason::SignOffStale | Reason::SignOffOwnPhoto
    )
}

impl Desk {
    /// The newest photos of a channel's queue that stand so, at most so many, and how many stand how.
    /// Errors: a channel that takes no pictures.
    pub fn queue(
        &self,
        who: &Session,
        channel: &ChannelId,
        stage: Option<Stage>,
        sought: &Sought,
        most: usize,
    ) -> Done<Queue> {
        self.require(who, Duty::Look)?;
        let policy = self.policy()?;
        let overview = self.overview(who)?;
        let blocked = self.blocked_in(who, &overview, channel)?;
        let standing = Standing {
            blocked: blocked.photos_for(|_| true),
            to_tag: blocked.photos_for(is_of_tagging),
            other: blocked.photos_for(|reason| !is_of_sign_off(reason)),
            out: marks(self.register.lists().photos_out_to(channel)?),
            down: self.to_come_down(who, channel)?,
        };
        let wanted = self.wanted(sought)?;
        let (from, before) = (
            start_of(&policy, sought.from),
            start_of(&policy, sought.until.and_then(|day| day.succ_opt())),
        );
        let mut queue = Queue::default();
        let mut found: Vec<(PhotoNumber, Stage)> = Vec::new();
        for (taken, photo) in overview.newest_first() {
            let is_sought = from.is_none_or(|from| from <= taken)
                && before.is_none_or(|before| taken < before)
                && wanted.iter().all(|marks| marks.has(photo));
            if !is_sought {
                continue;
            }
            let stands = standing.of(photo);
            *queue.counts.entry(stands).or_default() += 1;
            if stage.is_some_and(|stage| stage != stands) {
                continue;
            }
            if found.len() < most {
                found.push((photo, stands));
            } else {
                queue.more += 1;
            }
        }
        let numbers: Vec<PhotoNumber> = found.iter().map(|(photo, _)| *photo).collect();
        let listed = self.register.lists().numbered(&numbers)?;
        let stages: BTreeMap<PhotoNumber, Stage> = found.into_iter().collect();
        queue.photos = listed
            .into_iter()
            .filter_map(|photo| {
                Some(Queued {
                    stage: *stages.get(&photo.number)?,
                    day: school_day(&policy, photo.taken_at),
                    photo,
                })
            })
            .collect();
        by_occasion(&mut queue.photos);
        Ok(queue)
    }

    /// Photos that show somebody, of a group, by somebody: each a set of its own.
    fn wanted(&self, sought: &Sought) -> Done<Vec<Marks>> {
        let lists = self.register.lists();
        let mut wanted = Vec::new();
        if let Some(person) = &sought.person {
            let mut photos = Marks::default();
            lists.photos_of(person, &mut |photo, _| photos.set(photo))?;
            wanted.push(photos);
        }
        if let Some(group) = &sought.group {
            let mut photos = Marks::default();
            lists.photos_of_group(group, &mut |photo| photos.set(photo))?;
            wanted.push(photos);
        }
        if let Some(taker) = &sought.taker {
            let mut photos = Marks::default();
            lists.photos_taken_by(taker, &mut |photo| photos.set(photo))?;
            wanted.push(photos);
        }
        Ok(wanted)
    }

    /// Photos of which a copy on this channel must come down.
    fn to_come_down(&self, who: &Session, channel: &ChannelId) -> Done<Marks> {
        let mut photos = Marks::default();
        for task in self.take_downs(who)? {
            if let (true, Some(photo)) = (task.release.channel == *channel, task.release.photo())
                && let Some(number) = self.register.lists().number_of(photo)?
            {
                photos.set(number);
            }
        }
        Ok(photos)
    }
}

/// Which photos stand in which way.
struct Standing {
    blocked: Marks,
    to_tag: Marks,
    /// For a reason that is no sign-off's.
    other: Marks,
    out: Marks,
    down: Marks,
}

impl Standing {
    fn of(&self, photo: PhotoNumber) -> Stage {
        if self.down.has(photo) {
            Stage::TakeDown
        } else if self.out.has(photo) {
            Stage::Out
        } else if !self.blocked.has(photo) {
            Stage::Ready
        } else if self.to_tag.has(photo) {
            Stage::ToTag
        } else if self.other.has(photo) {
            Stage::Blocked
        } else {
            Stage::ToSign
        }
    }
}

fn marks(photos: Vec<PhotoNumber>) -> Marks {
    let mut marks = Marks::default();
    for photo in photos {
        marks.set(photo);
    }
    marks
}

/// The first moment of a day at the school, in milliseconds since 1970.
fn start_of(policy: &Policy, day: Option<NaiveDate>) -> Option<i64> {
    let midnight = day?.and_time(NaiveTime::MIN);
    let local = policy.timezone.from_local_datetime(&midnight).earliest();
    Some(local.map_or_else(
        // A day that begins later than midnight, where clocks go forward at that hour.
        || midnight.and_utc().timestamp_millis(),
        |local| local.timestamp_millis(),
    ))
}

/// Those of one occasion beside each other, days and occasions by their newest photo.
fn by_occasion(photos: &mut [Queued]) {
    let mut order: BTreeMap<(NaiveDate, String), usize> = BTreeMap::new();
    for (place, photo) in photos.iter().enumerate() {
        let occasion = (photo.day, photo.occasion().to_owned());
        order.entry(occasion).or_insert(place);
    }
    photos.sort_by_cached_key(|photo| {
        let occasion = (photo.day, photo.occasion().to_owned());
        order.get(&occasion).copied().unwrap_or_default()
    });
}
