//! A school of one head, on a desk with any face finder.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeZone, Utc};
use image::RgbImage;
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::new_person;
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::clock::Clock;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::Face;
use shutterslip::domain::person::PersonKind;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::picture::{Darkroom, InProcess};
use shutterslip::register::store::sqlite;
use shutterslip::vault::folder::FolderVault;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).unwrap()
    }
}

/// Says what it was told to say, in turn.
pub struct Scripted {
    lines: Mutex<VecDeque<Result<Vec<Area>, FacesError>>>,
}

impl Scripted {
    pub fn saying(lines: impl IntoIterator<Item = Result<Vec<Area>, FacesError>>) -> Scripted {
        Scripted {
            lines: Mutex::new(lines.into_iter().collect()),
        }
    }
}

impl FaceFinder for Scripted {
    fn version(&self) -> &str {
        "scripted/1"
    }

    /// Panics where it was told nothing more.
    fn find(&self, _: &RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        let line = self.lines.lock().unwrap().pop_front();
        let areas = line.expect("nothing more was asked of it")?;
        Ok(areas
            .into_iter()
            .map(|area| FoundFace { area, score: 0.9 })
            .collect())
    }
}

pub fn as_jpeg(picture: &RgbImage) -> Vec<u8> {
    let jpeg = turbojpeg::compress_image(picture, 92, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

pub struct SchoolDay {
    pub desk: Desk,
    pub head: Session,
    _folder: tempfile::TempDir,
}

impl SchoolDay {
    pub fn with(finder: impl FaceFinder + 'static) -> SchoolDay {
        SchoolDay::over(InProcess::default(), finder)
    }

    pub fn over(darkroom: impl Darkroom + 'static, finder: impl FaceFinder + 'static) -> SchoolDay {
        SchoolDay::ruled_by(SHIPPED[0].1, darkroom, finder)
    }

    pub fn ruled_by(
        policy_toml: &str,
        darkroom: impl Darkroom + 'static,
        finder: impl FaceFinder + 'static,
    ) -> SchoolDay {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        let keyring = shutterslip::keyring::make(&data.join("device.key")).unwrap();
        let identity = Arc::new(keyring.identity);
        let file = data.join("register.db");
        let register = sqlite::open(&file, &keyring.register_key, Arc::clone(&identity)).unwrap();
        let vault = FolderVault::open(&data.join("vault")).unwrap();
        let mut desk = Desk::new(
            register,
            Box::new(vault),
            Box::new(darkroom),
            Box::new(finder),
            Box::new(Noon),
            identity,
            data.to_path_buf(),
        );
        let head = desk
            .set_up(&Plan {
                school: "Elm Nursery",
                sample: false,
                policy_toml,
                head: "Dr Shaw",
                head_pin: "173205",
                device: "Tablet 1",
                asset_tag: "T1",
            })
            .unwrap();
        SchoolDay {
            desk,
            head,
            _folder: folder,
        }
    }

    /// Keeps a picture as this device's camera gives it, and looks at it.
    pub fn keep(&mut self, picture: &RgbImage) -> PhotoId {
        let id = self.keep_first(&as_jpeg(picture));
        self.desk.look_at_kept(&self.head, &id).unwrap();
        id
    }

    /// Keeps a picture, and does not look yet.
    pub fn keep_first(&mut self, jpeg: &[u8]) -> PhotoId {
        match self.desk.keep(&self.head, jpeg, &Circumstance::default()) {
            Ok(TakenIn::Kept(id)) => id,
            other => panic!("not kept: {other:?}"),
        }
    }

    pub fn faces(&self, photo: &PhotoId) -> Vec<Face> {
        let photo = self.desk.look_at(&self.head, photo).unwrap();
        photo.labels.faces.into()
    }

    pub fn is_complete(&self, photo: &PhotoId) -> bool {
        let photo = self.desk.look_at(&self.head, photo).unwrap();
        photo.labels.tagging_complete
    }

    /// Tags a child of their own with a face.
    pub fn name(&mut self, photo: &PhotoId, face: &str) -> String {
        let child = new_person(PersonKind::Child, "Child", face, "Wrens");
        let person = self.desk.record_person(&self.head, child).unwrap();
        let tag = NewTag {
            who: Who::Person(person),
            face: Some(face.to_owned()),
            area: None,
        };
        self.desk.tag(&self.head, photo, tag).unwrap()
    }

    /// How many channels are blocked because a face is unaccounted for, and how many there are.
    pub fn unaccounted(&self, photo: &PhotoId) -> (usize, usize) {
        let verdicts = self.desk.check(&self.head, photo).unwrap();
        let blocked = verdicts.iter().filter(|(_, verdict)| {
            let mut codes = verdict.reasons().iter().map(ToString::to_string);
            codes.any(|code| code == "face-unaccounted")
        });
        (blocked.count(), verdicts.len())
    }
}
