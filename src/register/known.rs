//! What this process has read and found vouched for, kept until somebody writes. Never outlives a
//! write: our own take out what they touch, and a write by anybody else empties it.
//!
//! A process owns the register, and an answer that was held against the trail once stays what it was
//! until a transaction changes it. The store counts what others write; when that count moves,
//! nothing here is believed any more.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::records::photo;
use super::store::{Read, Reads, Written};
use super::{Change, InForce, facts, keys, quarantine, trail, vouch};
use crate::domain::device::{Camera, Device};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Photo, Source};
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::roll::Roll;
use crate::domain::school::{FiledPermission, Registered, speaking};

#[derive(Default)]
pub struct Known {
    /// The count of what others wrote.
    foreign_writes: Option<i64>,
    policy: Option<Arc<InForce>>,
    everybody: Option<Everybody>,
    /// Held against the trail.
    answers: HashMap<PersonId, Answers>,
    /// Held against the trail.
    equipment: Vec<(Source, Equipment)>,
    photo: Option<(Arc<Photo>, bool)>,
    newest_event: Option<Option<DateTime<Utc>>>,
}

struct Everybody {
    entries: Vec<Registered>,
    roll: Arc<Roll>,
}

/// What was answered about somebody.
struct Answers {
    all: Vec<FiledPermission>,
    speaking: Arc<Vec<FiledPermission>>,
}

#[derive(Clone)]
enum Equipment {
    Device(Device),
    Camera(Camera),
    NotListed,
}

impl Known {
    /// Looks whether somebody else wrote, and if so knows nothing. To be called first in every
    /// transaction.
    pub fn refresh(&mut self, reads: &dyn Reads) -> Written {
        let now = reads.foreign_writes()?;
        if self.foreign_writes != Some(now) {
            *self = Known {
                foreign_writes: Some(now),
                ..Known::default()
            };
        }
        Ok(())
    }

    /// Takes out what our own write touched.
    pub fn forget(&mut self, changes: &[Change]) {
        self.newest_event = None;
        self.photo = None;
        for change in changes {
            match change {
                Change::Adopt(_) => self.policy = None,
                Change::Device(_) | Change::Camera(_) => self.equipment.clear(),
                Change::Person(entry) => {
                    self.everybody = None;
                    self.answers.remove(&entry.person.id);
                }
                Change::Permission(filed) => {
                    self.answers.remove(&filed.permission.person);
                }
                Change::SetUp(_)
                | Change::Propose(_)
                | Change::Staff(_)
                | Change::PinTried(_)
                | Change::LetIn(_)
                | Change::MarkReason(_)
                | Change::Evidence(..)
                | Change::KeepPhoto(..)
                | Change::Label(_)
                | Change::SecondLook(..)
                | Change::SignOff(_)
                | Change::ReleaseEvent(_)
                | Change::Erase(_)
                | Change::Incident(_)
                | Change::IncidentEvent(_)
                | Change::Attendance(_)
                | Change::Sight(_)
                | Change::Slip(_)
                | Change::SlipRead(_)
                | Change::Import(_)
                | Change::DateConfirmed(_)
                | Change::Accounted(_)
                | Change::Bound(_) => {}
                Change::Repair(_) | Change::SetAside(_) => {
                    *self = Known {
                        foreign_writes: self.foreign_writes,
                        ..Known::default()
                    };
                }
            }
        }
    }

    /// The policy in force, vouched for.
    pub fn policy(&mut self, reads: &dyn Reads) -> Read<Option<Arc<InForce>>> {
        if self.policy.is_none()
            && let Some(adopted) = facts::policy_in_force(reads)?
        {
            self.policy = Some(Arc::new(InForce::new(adopted)));
        }
        Ok(self.policy.clone())
    }

    fn everybody(&mut self, reads: &dyn Reads) -> Read<&mut Everybody> {
        let everybody = match self.everybody.take() {
            Some(everybody) => everybody,
            None => {
                let entries = quarantine::entries(reads)?;
                let people = entries.iter().map(|entry| entry.person.clone()).collect();
                Everybody {
                    roll: Arc::new(Roll::of(people)),
                    entries,
                }
            }
        };
        Ok(self.everybody.insert(everybody))
    }

    /// Everybody in the register, whoever was changed past it among them.
    pub fn roll(&mut self, reads: &dyn Reads) -> Read<Arc<Roll>> {
        Ok(Arc::clone(&self.everybody(reads)?.roll))
    }

    /// Everybody's entry, by group and given name.
    pub fn entries(&mut self, reads: &dyn Reads) -> Read<Vec<Registered>> {
        Ok(self.everybody(reads)?.entries.clone())
    }

    /// One person's entry.
    pub fn entry(&mut self, reads: &dyn Reads, person: &PersonId) -> Read<Option<Registered>> {
        let mut entries = self.everybody(reads)?.entries.iter();
        Ok(entries.find(|entry| entry.person.id == *person).cloned())
    }

    /// Every answer about a person, held against the trail.
    pub fn history(&mut self, reads: &dyn Reads, person: &PersonId) -> Read<Vec<FiledPermission>> {
        Ok(self.answered(reads, person)?.all.clone())
    }

    /// The answers about a person that speak.
    pub fn answers(
        &mut self,
        reads: &dyn Reads,
        person: &PersonId,
    ) -> Read<Arc<Vec<FiledPermission>>> {
        Ok(Arc::clone(&self.answered(reads, person)?.speaking))
    }

    fn answered(&mut self, reads: &dyn Reads, person: &PersonId) -> Read<&mut Answers> {
        let answers = match self.answers.remove(person) {
            Some(answers) => answers,
            None => {
                let all = quarantine::answers(reads, person)?;
                let speaking = Arc::new(speaking(all.clone()));
                Answers { all, speaking }
            }
        };
        Ok(self
            .answers
            .entry(person.clone())
            .insert_entry(answers)
            .into_mut())
    }

    /// How a photo's equipment stands, vouched for.
    pub fn standing(&mut self, reads: &dyn Reads, photo: &Photo) -> Read<DeviceStanding> {
        let known = self
            .equipment
            .iter()
            .find(|(source, _)| *source == photo.source);
        let equipment = match known {
            Some((_, equipment)) => equipment.clone(),
            None => {
                let equipment = equipment(reads, &photo.source)?;
                self.equipment
                    .push((photo.source.clone(), equipment.clone()));
                equipment
            }
        };
        Ok(match equipment {
            Equipment::Device(device) => device.standing(photo.taken_at),
            Equipment::Camera(camera) => camera.standing(photo.taken_at),
            Equipment::NotListed => DeviceStanding::Unknown,
        })
    }

    /// A photo as it stands, vouched for, and whether it was erased.
    pub fn photo(&mut self, reads: &dyn Reads, id: &PhotoId) -> Read<Option<(Arc<Photo>, bool)>> {
        if let Some((photo, is_erased)) = &self.photo
            && photo.id == *id
        {
            return Ok(Some((Arc::clone(photo), *is_erased)));
        }
        let Some(photo) = photo::read(reads, id)? else {
            return Ok(None);
        };
        vouch::vouch_for(reads, "this photo's record", &photo)?;
        let is_erased = keys::is_erased(reads, &id.0)?;
        let photo = Arc::new(photo);
        self.photo = Some((Arc::clone(&photo), is_erased));
        Ok(Some((photo, is_erased)))
    }

    /// The newest time in the trail.
    pub fn newest_event(&mut self, reads: &dyn Reads) -> Read<Option<DateTime<Utc>>> {
        if let Some(newest) = self.newest_event {
            return Ok(newest);
        }
        let newest = trail::newest_event(reads)?;
        self.newest_event = Some(newest);
        Ok(newest)
    }
}

/// Equipment whose entry the trail does not vouch for is none of the school's.
fn equipment(reads: &dyn Reads, source: &Source) -> Read<Equipment> {
    let found = match source {
        Source::Device(id) => {
            let mut listed = vouch::vouched_of::<Device>(reads)?.into_iter();
            listed.find(|one| one.id == *id).map(Equipment::Device)
        }
        Source::Camera(id) => {
            let mut listed = vouch::vouched_of::<Camera>(reads)?.into_iter();
            listed.find(|one| one.id == *id).map(Equipment::Camera)
        }
    };
    Ok(found.unwrap_or(Equipment::NotListed))
}
