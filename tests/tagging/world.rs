//! A day at the template school, on a desk whose face finder says what it is told.

use std::sync::{Arc, Mutex};

use image::RgbImage;
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::new_person;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::{Face, Labels, Photo};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Who};
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::picture::InProcess;

use crate::school::{PIN, School, picture, template};

/// Finds these boxes in every picture, and is so sure of them.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<FoundFace>>>);

impl FaceFinder for Told {
    fn version(&self) -> &str {
        "told/1"
    }

    fn find(&self, _: &RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        Ok(self.0.lock().unwrap().clone())
    }
}

pub struct Day {
    pub school: School,
    pub desk: Desk,
    pub head: Session,
    pub office: Session,
    told: Told,
}

impl Day {
    pub fn new() -> Day {
        Day::at(School::copy())
    }

    /// The day at a school that was made ready.
    pub fn at(school: School) -> Day {
        let told = Told::default();
        let desk = Desk::new(
            school.register(),
            Box::new(school.vault()),
            Box::new(InProcess::default()),
            Box::new(told.clone()),
            Box::new(school.clock.clone()),
            school.identity(),
            school.data.clone(),
        );
        Day {
            school,
            desk,
            head: template().head.clone(),
            office: template().office.clone(),
            told,
        }
    }

    /// What is found in every picture that is looked at from now on.
    pub fn finds(&self, areas: &[Area]) {
        self.finds_at(areas, 0.9);
    }

    /// The same, and how sure the finder is.
    pub fn finds_at(&self, areas: &[Area], score: f32) {
        let found = areas.iter().map(|area| FoundFace { area: *area, score });
        *self.told.0.lock().unwrap() = found.collect();
    }

    /// Keeps a picture of this device a second after the one before, and looks for faces in it.
    pub fn take(&mut self, seed: u32) -> PhotoId {
        let id = self.take_only(seed);
        let head = self.head.clone();
        self.desk.look_at_kept(&head, &id).unwrap();
        id
    }

    /// Keeps a picture, and does not look yet.
    pub fn take_only(&mut self, seed: u32) -> PhotoId {
        let head = self.head.clone();
        self.take_as(&head, seed)
    }

    pub fn take_as(&mut self, who: &Session, seed: u32) -> PhotoId {
        self.school.clock.forward(chrono::TimeDelta::seconds(1));
        let at = Circumstance::default();
        match self.desk.keep(who, &picture(seed), &at) {
            Ok(TakenIn::Kept(id)) => id,
            other => panic!("not kept: {other:?}"),
        }
    }

    pub fn photo(&self, id: &PhotoId) -> Photo {
        self.desk.look_at(&self.head, id).unwrap()
    }

    pub fn labels(&self, id: &PhotoId) -> Labels {
        self.photo(id).labels
    }

    pub fn faces(&self, id: &PhotoId) -> Vec<Face> {
        self.labels(id).faces.into()
    }

    /// Everybody tagged by name, in the order of the tags.
    pub fn tagged(&self, id: &PhotoId) -> Vec<PersonId> {
        let tags = self.labels(id).tags.into_iter();
        tags.filter_map(|tag| match tag.who {
            Who::Person(person) => Some(person),
            Who::Unknown | Who::Unrecognisable(_) => None,
        })
        .collect()
    }

    pub fn tag(&mut self, id: &PhotoId, who: Who, face: Option<&str>) -> String {
        let head = self.head.clone();
        self.tag_as(&head, id, who, face)
    }

    pub fn tag_as(
        &mut self,
        staff: &Session,
        id: &PhotoId,
        who: Who,
        face: Option<&str>,
    ) -> String {
        let new = NewTag {
            who,
            face: face.map(str::to_owned),
            area: None,
        };
        self.desk.tag(staff, id, new).unwrap()
    }

    pub fn name(&mut self, id: &PhotoId, person: &PersonId, face: Option<&str>) -> String {
        self.tag(id, Who::Person(person.clone()), face)
    }

    pub fn child(&mut self, given: &str, family: &str, group: &str) -> PersonId {
        let entry = new_person(PersonKind::Child, given, family, group);
        self.desk.record_person(&self.office, entry).unwrap()
    }

    /// The tags are complete; where there are none, nobody is there.
    pub fn done(&mut self, who: &Session, id: &PhotoId) {
        match self.labels(id).tags.is_empty() {
            true => self.desk.nobody_here(who, id).unwrap(),
            false => self.desk.finish_tagging(who, id).unwrap(),
        }
    }

    pub fn signs_in(&mut self, name: &str) -> Session {
        self.desk.sign_in(name, PIN).unwrap()
    }
}

pub const fn area(x: u32, y: u32, width: u32, height: u32) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}
