//! The work: what is chosen next, by the seed and by what is there, and how it is done.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use sha2::{Digest, Sha256};
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::import::Confirmed;
use shutterslip::acts::permit::{Edits, SignedForm, new_person};
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::slip::Recognised;
use shutterslip::acts::tag::NewTag;
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::domain::doubt::{DoubtId, Found};
use shutterslip::domain::ids::{PhotoId, ReleaseId};
use shutterslip::domain::kept::{Photo, fingerprint};
use shutterslip::domain::mis::plan::Terms;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::photo::Who;
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{OutletKind, ReleaseState};
use shutterslip::domain::school::Registered;

use crate::school::{ITEMS, channel, forms, outlet, picture};
use crate::slips;
use crate::telling::{Aim, Fruit};
use crate::worker::Orders;

/// More children than this would leave too little chance of a yes for any of them.
const CHILDREN: usize = 9;
const CHANNELS: [&str; 4] = ["journal", "website", "newsletter", "video-call"];
const SIGNATORIES: [&str; 2] = ["S Khan", "R Khan"];

/// The desk and who sits at it.
pub struct Staff {
    desk: Desk,
    head: Session,
    office: Session,
    out: PathBuf,
    rng: Rng,
    next_picture: u32,
    /// That came back and wait for somebody to confirm them.
    slips: Vec<Recognised>,
}

/// One act, chosen.
pub enum Task {
    Keep,
    TakeIn,
    Tag(PhotoId, PersonId),
    Untag(PhotoId, String),
    Finish(PhotoId),
    /// Looks at what was in doubt, and says that it is right or puts it back.
    Look(PhotoId, DoubtId, Found),
    /// Looser rules, which nobody confirms.
    Propose,
    Tick(PhotoId),
    Answer(PersonId, Answer),
    Child,
    Group(PersonId),
    Import,
    Slip(PersonId),
    Confirm(Box<Recognised>),
    Mark(Registered),
    SignOff(PhotoId, &'static str),
    Release(Vec<PhotoId>, &'static str, OutletKind),
    Down(String),
    Erase(PhotoId),
    Call(PersonId),
    Checkpoint,
}

impl Task {
    pub fn aim(&self) -> Aim {
        let photo = |id: &PhotoId| vec![format!("photo:{id}")];
        let (act, touches) = match self {
            Task::Keep => ("keep", Vec::new()),
            Task::TakeIn => ("take in", Vec::new()),
            Task::Tag(id, _) | Task::Untag(id, _) => ("tag", photo(id)),
            Task::Finish(id) => ("finish", photo(id)),
            Task::Look(id, ..) => ("second look", photo(id)),
            Task::Propose => ("propose rules", Vec::new()),
            Task::Tick(id) => ("tick", photo(id)),
            Task::Answer(_, Answer::Granted) => ("permit", Vec::new()),
            Task::Answer(..) => ("withdraw", Vec::new()),
            Task::Child => ("child", Vec::new()),
            Task::Group(id) => ("move group", vec![format!("person:{id}")]),
            Task::Import => ("import", Vec::new()),
            Task::Slip(_) => ("slip", Vec::new()),
            Task::Confirm(_) => ("confirm a slip", Vec::new()),
            Task::Mark(entry) => ("mark", vec![format!("person:{}", entry.person.id)]),
            Task::SignOff(..) => ("sign off", Vec::new()),
            Task::Release(_, _, OutletKind::Zip) => ("release to an archive", Vec::new()),
            Task::Release(..) => ("release to a folder", Vec::new()),
            Task::Down(id) => ("take down", vec![format!("release:{id}")]),
            Task::Erase(id) => ("erase", photo(id)),
            Task::Call(_) => ("call", Vec::new()),
            Task::Checkpoint => ("checkpoint", Vec::new()),
        };
        Aim {
            act: act.to_owned(),
            touches,
        }
    }
}

impl Staff {
    pub fn new(desk: Desk, head: Session, office: Session, out: PathBuf, orders: &Orders) -> Staff {
        Staff {
            desk,
            head,
            office,
            out,
            rng: Rng::with_seed(orders.seed),
            next_picture: orders.pictures_from,
            slips: Vec::new(),
        }
    }

    fn somebody(&mut self) -> Session {
        match self.rng.bool() {
            true => self.head.clone(),
            false => self.office.clone(),
        }
    }

    fn one_of<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        self.rng.choice(list).cloned()
    }

    /// What comes next; `None` where there is nothing of the sort to do. Errors: what there is
    /// cannot be read.
    pub fn next_task(&mut self) -> Done<Option<Task>> {
        let wish = self.rng.u32(0..100);
        if wish < 14 {
            return Ok(Some(if self.rng.bool() {
                Task::Keep
            } else {
                Task::TakeIn
            }));
        }
        let photos = self.desk.photos(&self.head)?;
        let people = self.desk.people()?;
        // The newest few, so that something is finished and goes out.
        let photo = self.one_of(&photos[..photos.len().min(6)]);
        let person = self.one_of(&people).map(|entry| entry.person.id);
        let ready: Vec<&Photo> = photos
            .iter()
            .filter(|photo| photo.labels.tagging_complete)
            .collect();
        let (Some(photo), Some(person)) = (photo, person) else {
            return Ok(None);
        };
        let channel = self.one_of(&CHANNELS[..3]).unwrap_or("journal");
        Ok(match wish {
            14..26 => (photo.labels.tags.len() < 2).then_some(Task::Tag(photo.id, person)),
            26..28 => photo
                .labels
                .tags
                .first()
                .map(|tag| Task::Untag(photo.id.clone(), tag.id.clone())),
            28..36 => Some(Task::Finish(photo.id)),
            36 => {
                let found = match self.rng.bool() {
                    true => Found::Right,
                    false => Found::PutBack,
                };
                let doubts = self.desk.doubts(&self.head)?.into_iter();
                doubts
                    .map(|one| Task::Look(one.photo.id, one.doubt.id, found))
                    .next()
            }
            37 => Some(Task::Propose),
            38..41 => Some(Task::Tick(photo.id)),
            41..44 => Some(match self.slips.pop() {
                Some(seen) => Task::Confirm(Box::new(seen)),
                None => Task::Slip(person),
            }),
            44..57 => Some(Task::Answer(person, Answer::Granted)),
            57..60 => Some(Task::Answer(
                person,
                self.one_of(&[Answer::Withdrawn, Answer::Refused])
                    .unwrap_or(Answer::Withdrawn),
            )),
            60 => Some(match people.len() < CHILDREN {
                true => Task::Child,
                false => Task::Group(person),
            }),
            61 => (people.len() < CHILDREN).then_some(Task::Import),
            62 => people
                .into_iter()
                .find(|entry| entry.person.id == person)
                .map(Task::Mark),
            63..69 => {
                let channel = match channel {
                    "newsletter" => channel,
                    _ => "website",
                };
                Some(Task::SignOff(photo.id, channel))
            }
            69..88 => {
                let kind = match self.rng.u8(0..3) {
                    0 => OutletKind::Zip,
                    _ => OutletKind::Folder,
                };
                let channel = if self.rng.bool() { "journal" } else { channel };
                let mut chosen: Vec<PhotoId> = (0..2)
                    .filter_map(|_| self.one_of(&ready))
                    .map(|photo| photo.id.clone())
                    .collect();
                chosen.dedup();
                (!chosen.is_empty()).then_some(Task::Release(chosen, channel, kind))
            }
            88..92 => self.a_copy_that_is_out()?.map(Task::Down),
            92..95 => Some(Task::Erase(photo.id)),
            95..98 => Some(Task::Call(person)),
            _ => Some(Task::Checkpoint),
        })
    }

    fn a_copy_that_is_out(&mut self) -> Done<Option<String>> {
        let out: Vec<String> = self
            .desk
            .releases(&self.head)?
            .into_iter()
            .filter(|(release, event)| {
                // An archive is deleted by hand, which is none of our acts.
                let copy = release.copy();
                event.state == ReleaseState::Out
                    && copy.is_some_and(|copy| copy.outlet == OutletKind::Folder)
            })
            .map(|(release, _)| release.id.0)
            .collect();
        Ok(self.one_of(&out))
    }

    /// Does it, and gives what it reported.
    pub fn perform(&mut self, task: Task) -> Done<Vec<Fruit>> {
        let who = self.somebody();
        match task {
            Task::Keep => {
                let bytes = self.new_picture();
                let kept = self.desk.keep(&who, &bytes, &Circumstance::default())?;
                Ok(self.kept(&bytes, kept))
            }
            Task::TakeIn => {
                let bytes = self.new_picture();
                let at = Circumstance {
                    occasion: "Spring",
                    group: "Robins",
                    file_name: "IMG_0001.JPG",
                };
                let kept = self.desk.take_in(&who, &bytes, &at)?;
                Ok(self.kept(&bytes, kept))
            }
            Task::Tag(photo, person) => {
                let new = NewTag {
                    who: Who::Person(person),
                    face: None,
                    area: None,
                };
                self.desk.tag(&who, &photo, new)?;
                Ok(self.labelled(&photo))
            }
            Task::Untag(photo, tag) => {
                self.desk.untag(&who, &photo, &tag)?;
                Ok(self.labelled(&photo))
            }
            Task::Finish(photo) => {
                // Whoever says that the tags are complete has had it looked at.
                self.desk.look_at_kept(&who, &photo)?;
                match self.desk.finish_tagging(&who, &photo) {
                    Err(ActError::NotComplete(_)) => self.desk.nobody_here(&who, &photo)?,
                    done => done?,
                }
                Ok(self.labelled(&photo))
            }
            Task::Look(photo, doubt, found) => {
                self.desk.settle_doubt(&who, &photo, &doubt, found)?;
                Ok(self.labelled(&photo))
            }
            Task::Propose => {
                let looser = SHIPPED[0]
                    .1
                    .replace("sign_off_days = 90", "sign_off_days = 91");
                self.desk.adopt_policy(&self.head, &looser)?;
                Ok(Vec::new())
            }
            Task::Tick(photo) => {
                let items = ITEMS.map(str::to_owned);
                self.desk.tick(&who, &photo, &items, true)?;
                Ok(self.labelled(&photo))
            }
            Task::Answer(person, answer) => self.answer(&who, &person, answer),
            Task::Child => {
                let given: String = (0..8).map(|_| self.rng.lowercase()).collect();
                let entry = new_person(PersonKind::Child, &given, "Thornbury", "Robins");
                let id = self.desk.record_person(&who, entry)?.0;
                Ok(vec![Fruit::Person { id, given }])
            }
            Task::Group(id) => {
                let edits = Edits {
                    group: self.one_of(&["Robins", "Wrens"]).map(str::to_owned),
                    ..Edits::default()
                };
                self.desk.edit_person(&who, &id, edits)?;
                let entry = self.desk.find_person(&id.0)?;
                let given = entry.person.given;
                Ok(vec![Fruit::Person { id: id.0, given }])
            }
            Task::Import => self.import(&who),
            Task::Slip(person) => {
                let (seen, fruits) = slips::come_back(&mut self.desk, &who, &person)?;
                self.slips.push(seen);
                Ok(fruits)
            }
            Task::Confirm(seen) => slips::confirm(&mut self.desk, &who, &seen, usize::MAX),
            Task::Mark(mut entry) => {
                entry.person.never = !entry.person.never;
                let given = entry.person.given.clone();
                let id = self.desk.record_person(&self.head, entry)?.0;
                Ok(vec![Fruit::Person { id, given }])
            }
            Task::SignOff(photo, to) => {
                let who = if to == "website" {
                    self.head.clone()
                } else {
                    who
                };
                let id = self.desk.sign_off(&who, &photo, &channel(to))?;
                Ok(vec![Fruit::Recorded(format!("sign-off:{id}"))])
            }
            Task::Release(photos, to, kind) => self.release(&who, &photos, to, kind),
            Task::Down(release) => {
                let release = ReleaseId(release);
                self.desk.confirm_down(&who, &release, true, &outlet)?;
                Ok(vec![Fruit::Down(release.0)])
            }
            Task::Erase(photo) => {
                self.desk.erase(&self.head, &photo, "a parent asked")?;
                Ok(vec![Fruit::Erased(photo.0)])
            }
            Task::Call(person) => match self.desk.release_call(&who, &[person], "Story time") {
                Ok(id) => Ok(vec![Fruit::Recorded(format!("release-event:{id}:out"))]),
                Err(ActError::Blocked(_)) => Ok(vec![Fruit::Blocked]),
                Err(error) => Err(error),
            },
            Task::Checkpoint => {
                self.desk.checkpoint(&who)?;
                Ok(Vec::new())
            }
        }
    }

    fn new_picture(&mut self) -> Vec<u8> {
        self.next_picture += 1;
        picture(self.next_picture)
    }

    fn kept(&self, bytes: &[u8], kept: TakenIn) -> Vec<Fruit> {
        let (TakenIn::Kept(photo) | TakenIn::KeptBefore(photo)) = kept;
        let mut fruits = vec![Fruit::Kept {
            photo: photo.0.clone(),
            sha256: hex::encode(Sha256::digest(bytes)),
        }];
        fruits.extend(self.labelled(&photo));
        fruits
    }

    /// How a photo stands, as the next one who looks will see it.
    fn labelled(&self, photo: &PhotoId) -> Vec<Fruit> {
        let stands: Option<Photo> = self.desk.look_at(&self.head, photo).ok();
        let shown = stands.iter().flat_map(|photo| &photo.labels.tags);
        vec![Fruit::Labelled {
            photo: photo.0.clone(),
            print: stands.as_ref().map(fingerprint),
            shown: shown.map(|tag| (word(&tag.who), tag.hidden)).collect(),
        }]
    }

    fn today(&self) -> NaiveDate {
        self.desk.now().date_naive()
    }

    fn answer(&mut self, who: &Session, person: &PersonId, answer: Answer) -> Done<Vec<Fruit>> {
        let channels: Vec<_> = CHANNELS
            .into_iter()
            .filter(|_| self.rng.u8(0..3) > 0)
            .map(channel)
            .collect();
        let is_yes = answer == Answer::Granted;
        let by = self.one_of(&SIGNATORIES).unwrap_or("S Khan");
        // Most are of today and speak at once; some were signed long ago, or hold for some days.
        let ago = match self.rng.u8(0..4) {
            0 => self.rng.u64(1..400),
            _ => 0,
        };
        let signed = self.today().checked_sub_days(Days::new(ago)).unwrap();
        let until = match self.rng.u8(0..8) {
            0 => signed.checked_add_days(Days::new(self.rng.u64(0..40))),
            _ => None,
        };
        let relation = match self.rng.u8(0..8) {
            0 => Relation::Other,
            _ => Relation::Parent,
        };
        let has_form = is_yes || self.rng.bool();
        let text = forms::form(&format!("a signed form {}", self.rng.u64(..)));
        // Now and then the form speaks for a second child as well.
        let mut people = vec![person.clone()];
        if self.rng.u8(0..3) == 0 {
            let others: Vec<PersonId> = self
                .desk
                .people()?
                .into_iter()
                .map(|entry| entry.person.id)
                .filter(|other| other != person)
                .collect();
            people.extend(self.one_of(&others));
        }
        let says: Vec<_> = channels.iter().cloned().map(|to| (to, answer)).collect();
        let form = SignedForm {
            people: &people,
            says: &says,
            relation,
            by,
            signed,
            from: None,
            until,
            evidence: match has_form {
                true => Evidence::Paper,
                false => Evidence::Spoken,
            },
            file: has_form.then_some(text.as_slice()),
            corrects: None,
            same_person: true,
            one_form: false,
        };
        let filed = self.desk.file_form(who, &form)?;
        let said = match answer {
            Answer::Granted => "granted",
            Answer::Refused => "refused",
            Answer::Withdrawn => "withdrawn",
            Answer::ChangedOutside => "changed-outside",
        };
        let answered = people
            .iter()
            .flat_map(|person| channels.iter().map(move |channel| (person, channel)));
        let mut fruits: Vec<Fruit> = filed
            .answers
            .into_iter()
            .zip(answered)
            .map(|(id, (person, channel))| Fruit::Answered {
                id: id.0,
                person: person.0.clone(),
                channel: channel.0.clone(),
                answer: said.to_owned(),
                by: by.to_owned(),
                signed: signed.to_string(),
            })
            .collect();
        let form = filed.form.map(|form| format!("evidence:{form}"));
        // Recorded before the answers that rest on it.
        fruits.splice(0..0, form.map(Fruit::Recorded));
        Ok(fruits)
    }

    /// A list of one child who joins, with a no and a yes.
    fn import(&mut self, who: &Session) -> Done<Vec<Fruit>> {
        let given: String = (0..8).map(|_| self.rng.lowercase()).collect();
        let text = format!(
            "Forename,Surname,DOB,Class,Website,Newsletter\n{given},Thornbury,01/02/2021,Robins,No,Yes\n"
        );
        let mut go_on = |_| true;
        let list = self.desk.read_list(who, text.as_bytes(), &mut go_on)?;
        let terms = Terms {
            mapping: self.desk.propose_mapping(who, &list)?.mapping,
            ..Terms::default()
        };
        let preview = self.desk.plan_import(who, &list, &terms, &mut go_on)?;
        let confirmed = Confirmed {
            preview: preview.id,
            ..Confirmed::default()
        };
        let account = self
            .desk
            .import(who, &list, &terms, &confirmed, &mut go_on)?;
        // A marked child of this birth date keeps everybody else of it out.
        if account.added == 0 {
            return Ok(Vec::new());
        }
        let mut fruits = Vec::new();
        for entry in self.desk.people()? {
            if entry.person.given != given {
                continue;
            }
            let id = entry.person.id;
            for filed in self.desk.answers(who, &id)? {
                let said = filed.permission;
                fruits.push(Fruit::Answered {
                    id: filed.id.0,
                    person: id.0.clone(),
                    channel: said.channel.0,
                    answer: match said.answer {
                        Answer::Granted => "granted".to_owned(),
                        _ => "refused".to_owned(),
                    },
                    by: said.by,
                    signed: said.signed.to_string(),
                });
            }
            fruits.insert(
                0,
                Fruit::Person {
                    id: id.0,
                    given: given.clone(),
                },
            );
        }
        if fruits.is_empty() {
            // Nobody is called so: as good as lost.
            fruits.push(Fruit::Recorded(format!("mis-import of {given}")));
        }
        let import = self.desk.imports(who)?.pop();
        fruits.extend(import.map(|one| Fruit::Recorded(format!("mis-import:{}", one.id))));
        Ok(fruits)
    }

    fn release(
        &mut self,
        who: &Session,
        photos: &[PhotoId],
        to: &str,
        kind: OutletKind,
    ) -> Done<Vec<Fruit>> {
        let place = match kind {
            OutletKind::Zip => self.out.join(format!("{:016x}.zip", self.rng.u64(..))),
            OutletKind::Folder | OutletKind::Print => self.out.clone(),
        };
        let mut outlet = outlet(kind, &place.display().to_string());
        let outcomes = self
            .desk
            .release(who, photos, &channel(to), outlet.as_mut())?;
        Ok(outcomes
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Out {
                    photo,
                    release,
                    sha256,
                    ..
                } => Fruit::Out {
                    release: release.0,
                    photo: photo.0,
                    sha256,
                },
                Outcome::Blocked { .. } => Fruit::Blocked,
                Outcome::NotOut { why, .. } => Fruit::NotOut {
                    why: shutterslip::cli::stayed(&why),
                },
                Outcome::Unnamed { .. } => Fruit::NotOut {
                    why: "not asked for by name".to_owned(),
                },
            })
            .collect())
    }
}

/// One who is shown, as the ledger writes it.
pub fn word(who: &Who) -> String {
    match who {
        Who::Person(person) => person.0.clone(),
        other => format!("{other:?}"),
    }
}
