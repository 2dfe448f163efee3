//! A school of three, head, office and practitioner, through its whole year: whatever honest people do, in
//! whatever trouble they get, there is always a way by which a permitted picture goes.

use chrono::TimeDelta;
use shutterslip::acts::ActError;
use shutterslip::acts::permit::SignedForm;
use shutterslip::acts::policy::Adopted;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::doubt::Found;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Area, Role, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::outlet::folder::FolderOutlet;

use super::world::{Day, area};
use crate::school::forms;
use crate::school::{HEAD, ITEMS, OFFICE, PIN, School, template};

const FACE: Area = area(6, 10, 20, 24);
const TEACHER: &str = "Mr Hughes";
const EVERYWHERE: [&str; 3] = ["journal", "newsletter", "website"];

struct Year {
    day: Day,
    teacher: Session,
    shots: u32,
}

impl Year {
    fn begin() -> Year {
        let mut day = Day::at(School::copy());
        let signed = Some("2026-02-01".parse().unwrap());
        let head = day.head.clone();
        day.desk
            .add_staff(&head, TEACHER, Role::Practitioner, signed, PIN)
            .unwrap();
        let teacher = day.signs_in(TEACHER);
        let mut year = Year {
            day,
            teacher,
            shots: 1000,
        };
        year.says(&template().amira, Answer::Granted);
        year
    }

    fn weeks_go_by(&mut self, weeks: i64) {
        self.day.school.clock.forward(TimeDelta::weeks(weeks));
        // Everybody signs in again, and the agreement of the year where it ended.
        for name in [HEAD, OFFICE, TEACHER] {
            let session = self.day.signs_in(name);
            if !self.day.desk.has_agreement(&session).unwrap() {
                self.day.desk.sign_agreement(&session, PIN).unwrap();
            }
        }
    }

    /// A signed form for everywhere.
    fn says(&mut self, person: &PersonId, answer: Answer) {
        let channels = EVERYWHERE.iter().map(|id| ChannelId((*id).to_owned()));
        let says: Vec<(ChannelId, Answer)> = channels.map(|id| (id, answer)).collect();
        self.shots += 1;
        let paper = forms::form(&format!("{person} {}", self.shots));
        let form = SignedForm {
            people: std::slice::from_ref(person),
            says: &says,
            relation: Relation::Parent,
            by: "S Khan",
            signed: self.day.desk.today().unwrap(),
            from: None,
            until: None,
            evidence: Evidence::Paper,
            file: (answer == Answer::Granted).then_some(paper.as_slice()),
            corrects: None,
            // The office knows her.
            same_person: true,
            one_form: false,
        };
        let office = self.day.office.clone();
        self.day.desk.file_form(&office, &form).unwrap();
    }

    /// The practitioner takes a photo of somebody and says that it is complete.
    fn taken(&mut self, by: &Session, person: &PersonId) -> PhotoId {
        self.shots += 1;
        self.day.finds(&[FACE]);
        let photo = self.day.take_as(by, self.shots);
        self.day.desk.look_at_kept(by, &photo).unwrap();
        let who = Who::Person(person.clone());
        self.day.tag_as(by, &photo, who, Some("f1"));
        self.day.desk.finish_tagging(by, &photo).unwrap();
        photo
    }

    /// The office prepares it, whoever may signs it, and it goes to each of these.
    fn goes(&mut self, photo: &PhotoId, signs: &Session) {
        let office = self.day.office.clone();
        let items = ITEMS.map(str::to_owned);
        self.day.desk.tick(&office, photo, &items, true).unwrap();
        for to in EVERYWHERE {
            let channel = ChannelId(to.to_owned());
            if to != "journal" {
                self.day.desk.sign_off(signs, photo, &channel).unwrap();
            }
            let folder = tempfile::tempdir().unwrap();
            let mut outlet = FolderOutlet::new(folder.path());
            let photos = std::slice::from_ref(photo);
            let told = self
                .day
                .desk
                .release(&office, photos, &channel, &mut outlet)
                .unwrap();
            assert!(matches!(told[..], [Outcome::Out { .. }]), "{to}: {told:?}");
        }
    }

    /// Every doubt there is, settled by whoever of the two may.
    fn looked_at(&mut self, found: Found) {
        let (head, office) = (self.day.head.clone(), self.day.office.clone());
        // What is put back may settle another with it.
        while let Some(one) = self.day.desk.doubts(&head).unwrap().into_iter().next() {
            let (photo, doubt) = (&one.photo.id, &one.doubt.id);
            let desk = &mut self.day.desk;
            if desk.settle_doubt(&office, photo, doubt, found).is_err() {
                desk.settle_doubt(&head, photo, doubt, found).unwrap();
            }
        }
        assert_eq!(self.day.desk.doubts(&head).unwrap(), []);
    }

    /// Somebody types a wrong PIN until they have to wait.
    fn locks_out(&mut self, name: &str) {
        // Two slips cost nothing; the third wrong one is waited for.
        let desk = &mut self.day.desk;
        for _ in 0..3 {
            let told = desk.sign_in(name, "918273");
            assert!(matches!(told, Err(ActError::WrongPin(_))), "{told:?}");
        }
        assert!(self.day.desk.sign_in(name, PIN).is_err());
    }
}

#[test]
fn a_small_school_goes_through_its_year_and_never_gets_stuck() {
    let mut year = Year::begin();
    let (head, office, teacher) = (
        year.day.head.clone(),
        year.day.office.clone(),
        year.teacher.clone(),
    );
    let (amira, ben) = (template().amira.clone(), template().ben.clone());

    // Spring: an ordinary photo.
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);

    // The wrong child was tagged, whose family said no; Done was said. The teacher mends it.
    year.weeks_go_by(3);
    let photo = year.taken(&teacher, &ben);
    let tag = year.day.labels(&photo).tags[0].id.clone();
    year.day.desk.untag(&teacher, &photo, &tag).unwrap();
    let who = Who::Person(amira.clone());
    year.day.tag_as(&teacher, &photo, who, Some("f1"));
    year.day.desk.finish_tagging(&teacher, &photo).unwrap();
    year.looked_at(Found::Right);
    year.goes(&photo, &head);

    // The office mends one itself: the head looks. The head mends one: the office looks.
    for mends in [&office, &head] {
        let photo = year.taken(&teacher, &ben);
        let tag = year.day.labels(&photo).tags[0].id.clone();
        year.day.desk.untag(mends, &photo, &tag).unwrap();
        let who = Who::Person(amira.clone());
        year.day.tag_as(mends, &photo, who, Some("f1"));
        year.day.desk.finish_tagging(mends, &photo).unwrap();
        year.looked_at(Found::Right);
        year.goes(&photo, &head);
    }

    // A doubt is put back, and the photo goes nowhere; one without him goes.
    year.weeks_go_by(5);
    let photo = year.taken(&teacher, &ben);
    let tag = year.day.labels(&photo).tags[0].id.clone();
    year.day.desk.untag(&teacher, &photo, &tag).unwrap();
    year.day.desk.dismiss_face(&teacher, &photo, "f1").unwrap();
    year.day.desk.nobody_here(&teacher, &photo).unwrap();
    year.looked_at(Found::PutBack);
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);

    // A yes is taken back, copies come down, and it is given again.
    year.weeks_go_by(2);
    year.says(&amira, Answer::Withdrawn);
    for task in year.day.desk.take_downs(&head).unwrap() {
        let id = task.release.id.clone();
        let outlet = &crate::school::outlet;
        year.day
            .desk
            .confirm_down(&office, &id, true, outlet)
            .unwrap();
    }
    assert_eq!(year.day.desk.take_downs(&head).unwrap().len(), 0);
    year.says(&amira, Answer::Granted);
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);

    // Colleagues guess, and one after the other is let in by another.
    for (name, lets_in) in [(TEACHER, &office), (OFFICE, &head), (HEAD, &office)] {
        year.locks_out(name);
        year.day.desk.let_in(lets_in, name).unwrap();
        year.day.signs_in(name);
    }
    // Somebody forgot theirs: the head sets one, they choose another.
    year.day.desk.change_pin(&head, TEACHER, "864213").unwrap();
    let given = year.day.desk.sign_in(TEACHER, "864213").unwrap();
    year.day.desk.change_pin(&given, TEACHER, PIN).unwrap();
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);

    // The rules are loosened by two, and tightened by one.
    let looser = SHIPPED[0]
        .1
        .replace("sign_off_days = 90", "sign_off_days = 120");
    assert_ne!(looser, SHIPPED[0].1);
    let told = year.day.desk.adopt_policy(&head, &looser).unwrap();
    assert!(matches!(told, Adopted::Proposed(_)));
    year.day
        .desk
        .confirm_policy(&office, |_| "signatures stand for longer".to_owned())
        .unwrap();
    year.day.school.clock.forward(TimeDelta::minutes(1));
    let told = year.day.desk.adopt_policy(&head, SHIPPED[0].1).unwrap();
    assert_eq!(told, Adopted::InForce);
    // One that nobody confirmed in time is proposed anew.
    year.day.desk.adopt_policy(&head, &looser).unwrap();
    year.weeks_go_by(2);
    assert!(
        year.day
            .desk
            .confirm_policy(&office, |_| String::new())
            .is_err()
    );
    year.day.desk.adopt_policy(&head, &looser).unwrap();
    year.day
        .desk
        .confirm_policy(&office, |_| "signatures stand for longer".to_owned())
        .unwrap();
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);

    // The head takes one: nobody signs their own, so a deputy does.
    let photo = year.taken(&head, &amira);
    let signed = Some(year.day.desk.today().unwrap());
    year.day
        .desk
        .add_staff(&head, "Mrs Rowe", Role::Head, signed, PIN)
        .unwrap();
    let deputy = year.day.signs_in("Mrs Rowe");
    year.goes(&photo, &deputy);

    // Summer: nobody is there for weeks. Signatures and permissions end; forms and signatures are given anew.
    for _ in 0..5 {
        year.weeks_go_by(9);
    }
    let mended = photo;
    year.says(&amira, Answer::Granted);
    year.goes(&mended, &deputy);
    let photo = year.taken(&teacher, &amira);
    year.goes(&photo, &head);
    let proof = year.day.desk.verify_audit(&head, &[]).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
}
