//! The sample school: made through the same acts as a real one, by people who sign in. Nobody in
//! it is real but the astronaut, and its name says on every screen that it is a sample.

pub mod data;
pub mod scenes;
mod slip;

use std::collections::{BTreeMap, HashMap};

use crate::acts::capture::{Circumstance, TakenIn};
use crate::acts::permit::{Form, new_person};
use crate::acts::prepare::Words;
use crate::acts::refusal::Refusal;
use crate::acts::set_up::Plan;
use crate::acts::sign_in::Session;
use crate::acts::tag::NewTag;
use crate::acts::{ActError, Desk};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::photo::{Area, Role, Who};
use crate::domain::policy::SHIPPED;
use crate::domain::school::Registered;

use data::{Given, PhotoPlan, SampleSchool, Tagged};

/// What was made.
pub struct Made {
    pub school: String,
    pub children: usize,
    pub photos: Vec<Taken>,
    /// Pictures that were refused at take-in, as they should be.
    pub refused: usize,
    /// Boxes that the face finder drew on drawings and that were dismissed as a person would.
    pub dismissed: usize,
    /// Account, role and PIN: a sample's PINs are no secret.
    pub staff: Vec<(String, Role, String)>,
}

/// One photo, and the channel that somebody wants it for.
pub struct Taken {
    pub photo: PhotoId,
    /// The sample's own name of it.
    pub story: String,
    pub wanted_for: Option<String>,
}

type Done<T> = Result<T, ActError>;

/// Makes the sample school on a desk that has none.
pub fn make(desk: &mut Desk) -> Done<Made> {
    let school = data::load().map_err(|error| told(&error))?;
    let mut maker = Maker::begin(desk, &school)?;
    maker.people()?;
    maker.answers()?;
    let mut made = Made {
        school: school.name.clone(),
        children: school.children.len(),
        photos: Vec::new(),
        refused: 0,
        dismissed: 0,
        staff: school
            .staff
            .iter()
            .map(|one| (one.name.clone(), one.role, one.pin.clone()))
            .collect(),
    };
    for plan in &school.photos {
        match maker.photo(plan)? {
            Some(photo) => made.photos.push(Taken {
                photo,
                story: plan.id.clone(),
                wanted_for: plan.wanted_for.clone(),
            }),
            None => made.refused += 1,
        }
    }
    made.dismissed = maker.dismissed;
    Ok(made)
}

fn told(error: &dyn std::fmt::Display) -> ActError {
    ActError::Refused(Refusal::SampleFails {
        why: error.to_string(),
    })
}

struct Maker<'a> {
    desk: &'a mut Desk,
    school: &'a SampleSchool,
    /// Who signed in, by the sample's own ids.
    sessions: HashMap<String, Session>,
    head: Session,
    /// The register's ids, by the sample's own.
    people: HashMap<String, PersonId>,
    /// Boxes found and dismissed, beyond those of the plan.
    dismissed: usize,
}

impl<'a> Maker<'a> {
    fn begin(desk: &'a mut Desk, school: &'a SampleSchool) -> Done<Maker<'a>> {
        let policy = SHIPPED
            .iter()
            .find(|(id, _)| *id == school.policy)
            .map(|(_, toml)| *toml)
            .ok_or_else(|| told(&"the sample's policy is not shipped"))?;
        let head_plan = school
            .staff
            .iter()
            .find(|one| one.role == Role::Head)
            .ok_or_else(|| told(&"the sample has no head"))?;
        let head = desk.set_up(&Plan {
            school: &school.name,
            sample: true,
            policy_toml: policy,
            head: &head_plan.name,
            head_pin: &head_plan.pin,
            device: &school.device.name,
            asset_tag: &school.device.asset_tag,
        })?;
        for camera in school.cameras.iter().filter(|camera| camera.is_registered) {
            let serial = camera.serial.as_deref().unwrap_or_default();
            desk.register_camera(&head, &camera.name, &camera.make, &camera.model, serial)?;
        }
        let today = desk.today()?;
        let mut sessions = HashMap::new();
        for one in &school.staff {
            if one.role != Role::Head {
                let agreed = data::before(today, one.agreement_signed_days_ago);
                desk.add_staff(&head, &one.name, one.role, Some(agreed), &one.pin)?;
            }
            let session = desk.sign_in(&one.name, &one.pin)?;
            sessions.insert(one.id.clone(), session);
        }
        Ok(Maker {
            desk,
            school,
            sessions,
            head,
            people: HashMap::new(),
            dismissed: 0,
        })
    }

    fn session(&self, id: &str) -> Done<Session> {
        self.sessions
            .get(id)
            .cloned()
            .ok_or_else(|| told(&format!("the sample has no staff `{id}`")))
    }

    fn people(&mut self) -> Done<()> {
        let today = self.desk.today()?;
        for child in &self.school.children {
            let group = self
                .school
                .groups
                .iter()
                .find(|group| group.id == child.group)
                .map_or(child.group.as_str(), |group| group.name.as_str());
            let mut entry = new_person(PersonKind::Child, &child.given, &child.family, group);
            entry.person.known_as.clone_from(&child.known_as);
            entry.person.born = Some(data::before(today, child.born_days_ago));
            entry.person.leaves = Some(data::ahead(today, child.leaves_in_days));
            entry.person.never = child.never;
            self.add(&child.id, entry)?;
        }
        for one in &self.school.staff {
            self.add(
                &one.id,
                new_person(PersonKind::Staff, &one.given, &one.family, ""),
            )?;
        }
        for one in &self.school.visitors {
            self.add(
                &one.id,
                new_person(PersonKind::Visitor, &one.given, &one.family, ""),
            )?;
        }
        Ok(())
    }

    fn add(&mut self, id: &str, entry: Registered) -> Done<()> {
        let filed = self.desk.record_person(&self.head, entry)?;
        self.people.insert(id.to_owned(), filed);
        Ok(())
    }

    fn person(&self, id: &str) -> Done<PersonId> {
        self.people
            .get(id)
            .cloned()
            .ok_or_else(|| told(&format!("the sample has no person `{id}`")))
    }

    /// One form for all the channels that the same person signed for on the same day.
    fn answers(&mut self) -> Done<()> {
        let today = self.desk.today()?;
        let mut forms: BTreeMap<usize, (&Given, Vec<ChannelId>)> = BTreeMap::new();
        for (place, given) in self.school.answers.iter().enumerate() {
            let same = forms.iter_mut().next_back().filter(|(_, (first, _))| {
                let mut alike = (*first).clone();
                alike.channel.clone_from(&given.channel);
                alike == *given
            });
            match same {
                Some((_, (_, channels))) => channels.push(ChannelId(given.channel.clone())),
                None => {
                    forms.insert(place, (given, vec![ChannelId(given.channel.clone())]));
                }
            }
        }
        for (number, (given, channels)) in &forms {
            let wording = slip::Wording {
                by: &given.by,
                number: *number,
                signed: data::before(today, given.signed_days_ago),
            };
            let slip = slip::draw(given.evidence, &wording).map_err(|error| told(&error))?;
            let person = self.person(&given.person)?;
            self.desk.add_answers(
                &self.head,
                &Form {
                    person: &person,
                    channels,
                    answer: given.answer,
                    relation: given.relation,
                    by: &given.by,
                    signed: wording.signed,
                    from: None,
                    until: given.until_in_days.map(|days| data::ahead(today, days)),
                    evidence: given.evidence,
                    file: slip.as_deref(),
                },
            )?;
        }
        Ok(())
    }

    /// One picture, from the camera's file to the sign-off; `None` where it is refused, as planned.
    fn photo(&mut self, plan: &PhotoPlan) -> Done<Option<PhotoId>> {
        let today = self.desk.today()?;
        let taker = self.session(&plan.taken_by)?;
        let writing = self.school.writing(plan, today);
        let bytes = scenes::photograph(plan.scene, &writing).map_err(|error| told(&error))?;
        let group = plan.group.as_ref().map_or("", |id| {
            let found = self.school.groups.iter().find(|group| group.id == *id);
            found.map_or("", |group| group.name.as_str())
        });
        let file_name = plan.file_name(today);
        let at = Circumstance {
            occasion: &plan.occasion,
            group,
            file_name: &file_name,
        };
        let id = match self.desk.take_in(&taker, &bytes, &at) {
            Ok(TakenIn::Kept(id) | TakenIn::KeptBefore(id)) => id,
            Err(ActError::Refused(Refusal::NotASchoolCamera | Refusal::CameraWasRetired))
                if plan.is_refused_at_take_in =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let mut drawn = Vec::new();
        for tag in &plan.tags {
            let place = &tag.place;
            let (face, area) = if place.is_face {
                (Some(self.desk.add_face(&taker, &id, place.area)?), None)
            } else {
                (None, Some(place.area))
            };
            let who = match &tag.who {
                Tagged::Person(person) => Who::Person(self.person(person)?),
                Tagged::Unknown => Who::Unknown,
                Tagged::Unrecognisable(kind) => Who::Unrecognisable(*kind),
            };
            let new = NewTag { who, face, area };
            let given = self.desk.tag(&taker, &id, new)?;
            drawn.push((given.clone(), place.area));
            if tag.hidden {
                self.desk.hide(&taker, &id, &given, true, None)?;
            }
        }
        let mut open = Vec::new();
        for place in &plan.found {
            open.push(self.desk.add_face(&taker, &id, place.area)?);
        }
        for place in &plan.dismissed {
            let face = self.desk.add_face(&taker, &id, place.area)?;
            self.desk.dismiss_face(&taker, &id, &face)?;
        }
        self.account_for(&taker, &id, &drawn, &open)?;
        match (plan.is_tagging_done, plan.tags.is_empty()) {
            (true, false) => {
                self.say_who_is_not_beside(&taker, &id)?;
                self.desk.finish_tagging(&taker, &id)?;
            }
            (true, true) => {
                self.say_who_is_not_beside(&taker, &id)?;
                self.desk.nobody_here(&taker, &id)?;
            }
            (false, _) => {}
        }
        if plan.crop.is_some() {
            self.desk.crop(&taker, &id, plan.crop)?;
        }
        let words = Words {
            caption: Some(&plan.caption),
            alt: Some(&plan.alt),
            credit: Some(&plan.credit),
            copyright: Some(plan.copyright),
        };
        self.desk.word(&taker, &id, &words)?;
        self.desk.tick(&taker, &id, &plan.checklist, true)?;
        for signed in &plan.sign_offs {
            let signer = self.session(&signed.by)?;
            self.desk
                .sign_off(&signer, &id, &ChannelId(signed.channel.clone()))?;
        }
        Ok(Some(id))
    }

    /// What else the finder saw, as a person would see to it: a box inside somebody's place is
    /// theirs, any other is a drawing's. Those that the story leaves open stay open.
    /// Scenes that look alike show whom the plan says, and nobody else.
    fn say_who_is_not_beside(&mut self, taker: &Session, id: &PhotoId) -> Done<()> {
        for asked in self.desk.asked_beside(taker, id)? {
            let (photo, person) = (&asked.photo, &asked.person);
            self.desk
                .answer_beside(taker, photo, person, &asked.beside, false)?;
        }
        Ok(())
    }

    fn account_for(
        &mut self,
        who: &Session,
        id: &PhotoId,
        drawn: &[(String, Area)],
        open: &[String],
    ) -> Done<()> {
        let faces = self.desk.look_at(who, id)?.labels.faces;
        let unnamed = Vec::from(faces).into_iter().filter(|face| {
            let is_of_the_plan = face.tag.is_some() || face.dismissed.is_some();
            !is_of_the_plan && !open.contains(&face.id) && !face.is_not_looked()
        });
        for face in unnamed {
            match drawn
                .iter()
                .find(|(_, area)| area.holds_middle_of(&face.area))
            {
                Some((tag, _)) => self.desk.tie_face(who, id, &face.id, tag)?,
                None => {
                    self.desk.dismiss_face(who, id, &face.id)?;
                    self.dismissed += 1;
                }
            }
        }
        Ok(())
    }
}
