//! What one person alone says against somebody's protection waits for another's look, whatever act says
//! it; and nobody is asked about what they only mistyped.

use shutterslip::acts::ActError;
use shutterslip::acts::doubt::{Looker, NotSettled};
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::domain::doubt::{About, Found, Said};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::{Area, Role, Unrecognisable, Who};
use shutterslip::outlet::folder::FolderOutlet;

use super::world::{Day, area};
use crate::school::{PIN, template};

const LEFT: Area = area(2, 2, 20, 20);
const RIGHT: Area = area(40, 2, 20, 20);
const TEACHER: &str = "Mr Hughes";

/// The template school with a practitioner, who is signed in.
fn staffed() -> (Day, Session) {
    let mut day = Day::new();
    let signed = Some("2025-09-01".parse().unwrap());
    let head = day.head.clone();
    day.desk
        .add_staff(&head, TEACHER, Role::Practitioner, signed, PIN)
        .unwrap();
    let teacher = day.signs_in(TEACHER);
    (day, teacher)
}

fn is_in_doubt(day: &Day, photo: &PhotoId) -> bool {
    let verdicts = day.desk.check(&day.head, photo).unwrap();
    let codes = |(channel, verdict): &(
        shutterslip::domain::channel::Channel,
        shutterslip::domain::verdict::Verdict,
    )| {
        let mut codes = verdict.reasons().iter().map(ToString::to_string);
        (channel.outside, codes.any(|code| code == "second-look"))
    };
    let told: Vec<(bool, bool)> = verdicts.iter().map(codes).collect();
    let outside: Vec<bool> = told.iter().filter(|one| one.0).map(|one| one.1).collect();
    assert!(
        told.iter().all(|(outside, doubt)| *outside || !doubt),
        "inside none counts"
    );
    assert!(outside.iter().all(|one| *one == outside[0]));
    outside[0]
}

fn abouts(day: &Day) -> Vec<About> {
    let waiting = day.desk.doubts(&day.head).unwrap();
    waiting.into_iter().map(|one| one.doubt.about).collect()
}

/// Settles the only doubt there is.
fn settle(day: &mut Day, who: &Session, found: Found) -> Result<(), NotSettled> {
    let waiting = day.desk.doubts(&day.head).unwrap();
    let [one] = waiting.as_slice() else {
        panic!("{waiting:?}");
    };
    let (photo, doubt) = (one.photo.id.clone(), one.doubt.id.clone());
    match day.desk.settle_doubt(who, &photo, &doubt, found) {
        Ok(_) => Ok(()),
        Err(ActError::NotSettled(why)) => Err(why),
        Err(other) => panic!("{other}"),
    }
}

fn tag_of(day: &Day, photo: &PhotoId) -> String {
    day.labels(photo).tags[0].id.clone()
}

#[test]
fn a_tag_with_a_no_that_is_taken_off_waits_for_another_and_comes_back() {
    let (mut day, teacher) = staffed();
    let photo = template().of_ben.clone();
    assert!(!is_in_doubt(&day, &photo));
    let tag = tag_of(&day, &photo);
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    assert!(is_in_doubt(&day, &photo));
    day.desk.nobody_here(&teacher, &photo).unwrap();
    assert!(is_in_doubt(&day, &photo), "Done does not settle it");
    // Neither they nor anybody of their role looks at it again.
    let theirs = day.desk.doubts(&teacher);
    assert!(matches!(&theirs, Err(ActError::Refused(why)) if !why.is_of_input()));
    let office = day.office.clone();
    settle(&mut day, &office, Found::PutBack).unwrap();
    let labels = day.labels(&photo);
    assert_eq!(labels.people(), [template().ben.clone()]);
    assert_eq!(labels.nobody, None);
    assert!(!is_in_doubt(&day, &photo));
    let journal = day.desk.check(&day.head, &photo).unwrap();
    let journal = journal
        .iter()
        .find(|(channel, _)| channel.id.0 == "journal");
    let reasons = journal.unwrap().1.reasons();
    assert!(
        reasons.iter().any(|one| one.code() == "withdrawn"),
        "{reasons:?}"
    );
    // Who looked, and what they found, is on record.
    let looked = labels.doubts[0].looked.clone().unwrap();
    assert_eq!(
        (looked.by, looked.found),
        (office.id().clone(), Found::PutBack)
    );
}

#[test]
fn right_lets_the_photo_go_on_and_only_another_act_opens_it_again() {
    let (mut day, teacher) = staffed();
    let photo = template().of_ben.clone();
    let tag = tag_of(&day, &photo);
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    day.desk.nobody_here(&teacher, &photo).unwrap();
    let head = day.head.clone();
    settle(&mut day, &head, Found::Right).unwrap();
    assert!(!is_in_doubt(&day, &photo));
    // A caption opens nothing; the same act once more does.
    let words = shutterslip::acts::prepare::Words {
        caption: Some("In the garden"),
        ..Default::default()
    };
    day.desk.word(&head, &photo, &words).unwrap();
    assert!(!is_in_doubt(&day, &photo));
    let ben = template().ben.clone();
    let tag = day.name(&photo, &ben, None);
    day.desk.finish_tagging(&head, &photo).unwrap();
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    assert!(is_in_doubt(&day, &photo));
}

#[test]
fn whoever_said_it_or_completed_the_tags_does_not_look_again() {
    let (mut day, teacher) = staffed();
    let photo = template().of_ben.clone();
    let (head, office) = (day.head.clone(), day.office.clone());
    let tag = tag_of(&day, &photo);
    day.desk.untag(&office, &photo, &tag).unwrap();
    let own = settle(&mut day, &office, Found::Right);
    assert_eq!(own, Err(NotSettled::OwnWord));
    assert!(is_in_doubt(&day, &photo));
    // The head says that these tags are complete: now nobody is left.
    day.desk.nobody_here(&head, &photo).unwrap();
    let completed = settle(&mut day, &head, Found::Right);
    assert_eq!(completed, Err(NotSettled::NobodyElse));
    let waiting = day.desk.doubts(&head).unwrap();
    assert_eq!(waiting[0].looker, Looker::Nobody);
    // An account is added, and looks.
    let signed = Some("2025-09-01".parse().unwrap());
    day.desk
        .add_staff(&head, "Mrs Reed", Role::Office, signed, PIN)
        .unwrap();
    let reed = day.signs_in("Mrs Reed");
    settle(&mut day, &reed, Found::Right).unwrap();
    assert!(!is_in_doubt(&day, &photo));
    // Nobody looks twice.
    let doubt = day.labels(&photo).doubts[0].id.clone();
    let twice = day.desk.settle_doubt(&reed, &photo, &doubt, Found::PutBack);
    assert!(matches!(
        twice,
        Err(ActError::NotSettled(NotSettled::NotOpen))
    ));
    drop(teacher);
}

#[test]
fn correcting_ones_own_mistake_before_done_raises_none() {
    let (mut day, teacher) = staffed();
    day.finds(&[LEFT, RIGHT]);
    let photo = day.take(701);
    let ben = template().ben.clone();
    let wrong = day.tag_as(&teacher, &photo, Who::Person(ben.clone()), Some("f1"));
    day.desk.untag(&teacher, &photo, &wrong).unwrap();
    day.desk.dismiss_face(&teacher, &photo, "f1").unwrap();
    // Said to be nobody by mistake, and named after all.
    let amira = template().amira.clone();
    day.tag_as(&teacher, &photo, Who::Person(amira), Some("f1"));
    day.tag_as(&teacher, &photo, Who::Person(ben), Some("f2"));
    day.desk.finish_tagging(&teacher, &photo).unwrap();
    assert!(!is_in_doubt(&day, &photo));
    assert_eq!(day.labels(&photo).doubts, []);
}

#[test]
fn a_tag_that_somebody_else_set_or_that_stood_at_done_is_not_ones_own() {
    let (mut day, teacher) = staffed();
    let ben = template().ben.clone();
    // Set by the head, not complete.
    let photo = day.take(702);
    let tag = day.name(&photo, &ben, None);
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    assert!(is_in_doubt(&day, &photo));
    // One's own, complete; also where Done was undone meanwhile.
    let other = day.take(703);
    let tag = day.tag_as(&teacher, &other, Who::Person(ben), None);
    let before = day.labels(&other);
    day.desk.finish_tagging(&teacher, &other).unwrap();
    let now = day.photo(&other).version;
    day.desk.put_back(&teacher, &other, now, &before).unwrap();
    day.desk.untag(&teacher, &other, &tag).unwrap();
    assert!(is_in_doubt(&day, &other));
    // Tagged again, they are shown; taken off as one's own tag, the doubt is still there.
    let ben = template().ben.clone();
    let again = day.tag_as(&teacher, &other, Who::Person(ben), None);
    assert!(!is_in_doubt(&day, &other));
    day.desk.untag(&teacher, &other, &again).unwrap();
    assert!(is_in_doubt(&day, &other));
}

#[test]
fn whoever_may_be_shown_everywhere_is_taken_off_without_a_doubt() {
    let (mut day, teacher) = staffed();
    let adult = template().of_amira.clone();
    let tag = day.tag(&adult, Who::Unrecognisable(Unrecognisable::Adult), None);
    day.desk.finish_tagging(&day.head, &adult).unwrap();
    day.desk.untag(&teacher, &adult, &tag).unwrap();
    assert!(!is_in_doubt(&day, &adult));
}

#[test]
fn somebody_unknown_who_gets_a_name_is_no_doubt_and_one_who_vanishes_is() {
    let (mut day, teacher) = staffed();
    day.finds(&[LEFT]);
    let photo = day.take(704);
    let unknown = day.tag(&photo, Who::Unknown, Some("f1"));
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    day.desk.untag(&teacher, &photo, &unknown).unwrap();
    assert!(is_in_doubt(&day, &photo));
    let office = day.office.clone();
    settle(&mut day, &office, Found::PutBack).unwrap();
    let labels = day.labels(&photo);
    assert_eq!(labels.tags[0].who, Who::Unknown);
    assert_eq!(labels.faces[0].tag.as_ref(), Some(&labels.tags[0].id));
}

#[test]
fn a_clear_face_called_nobody_or_not_recognisable_or_somebodys_second_is_in_doubt() {
    let (mut day, teacher) = staffed();
    day.finds(&[LEFT, RIGHT]);
    let photo = day.take(705);
    day.desk.dismiss_face(&teacher, &photo, "f1").unwrap();
    let amira = template().amira.clone();
    day.tag_as(&teacher, &photo, Who::Person(amira.clone()), Some("f2"));
    day.desk.finish_tagging(&teacher, &photo).unwrap();
    assert!(is_in_doubt(&day, &photo));
    let face = |face: &str, said| About::Face {
        face: face.to_owned(),
        said,
    };
    assert_eq!(abouts(&day), [face("f1", Said::Nobody)]);
    // Said otherwise: one doubt, of what is said now.
    let adult = Who::Unrecognisable(Unrecognisable::Adult);
    let tag = day.tag_as(&teacher, &photo, adult, Some("f1"));
    let said = Said::NotRecognisable(Unrecognisable::Adult);
    assert_eq!(abouts(&day), [face("f1", said)]);
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    assert_eq!(abouts(&day), []);
    let tag = tag_of(&day, &photo);
    day.desk.tie_face(&teacher, &photo, "f1", &tag).unwrap();
    let said = Said::SecondFace(Who::Person(amira));
    assert_eq!(abouts(&day).len(), 1);
    assert!(matches!(&abouts(&day)[0], About::Face { said: one, .. } if *one == said));
    // Put back, the face has no name and the tags are not complete.
    day.desk.finish_tagging(&teacher, &photo).unwrap();
    let office = day.office.clone();
    settle(&mut day, &office, Found::PutBack).unwrap();
    let labels = day.labels(&photo);
    assert_eq!(labels.faces.len() - labels.faces_accounted(), 1);
    assert!(!labels.is_tagging_complete());
}

#[test]
fn three_clear_faces_tied_to_one_child_are_two_doubts() {
    let (mut day, teacher) = staffed();
    day.finds(&[LEFT, RIGHT, area(20, 26, 16, 16)]);
    let photo = day.take(707);
    let amira = Who::Person(template().amira.clone());
    let tag = day.tag_as(&teacher, &photo, amira.clone(), Some("f1"));
    for face in ["f2", "f3"] {
        day.desk.tie_face(&teacher, &photo, face, &tag).unwrap();
    }
    day.desk.finish_tagging(&teacher, &photo).unwrap();
    let second = |face: &str| About::Face {
        face: face.to_owned(),
        said: Said::SecondFace(amira.clone()),
    };
    assert_eq!(abouts(&day), [second("f2"), second("f3")]);
}

#[test]
fn a_face_that_the_finder_is_not_sure_of_and_one_that_somebody_drew_are_dismissed_without_one() {
    let (mut day, teacher) = staffed();
    day.finds_at(&[LEFT], 0.4);
    let photo = day.take(706);
    day.desk.dismiss_face(&teacher, &photo, "f1").unwrap();
    let drawn = day.desk.add_face(&teacher, &photo, RIGHT).unwrap();
    day.desk.dismiss_face(&teacher, &photo, &drawn).unwrap();
    day.desk.nobody_here(&teacher, &photo).unwrap();
    assert!(!is_in_doubt(&day, &photo));
}

#[test]
fn a_copy_that_is_out_is_looked_at_first_and_comes_down_when_it_is_put_back() {
    let (mut day, teacher) = staffed();
    let photo = template().of_amira.clone();
    let folder = tempfile::tempdir().unwrap();
    let mut out = FolderOutlet::new(folder.path());
    let journal = shutterslip::domain::channel::ChannelId("journal".to_owned());
    let office = day.office.clone();
    let ben = template().ben.clone();
    let outcomes = day
        .desk
        .release(&office, std::slice::from_ref(&photo), &journal, &mut out)
        .unwrap();
    assert!(matches!(outcomes[0], Outcome::Out { .. }), "{outcomes:?}");
    assert_eq!(day.desk.take_downs(&day.head).unwrap().len(), 0);
    let tag = day.name(&photo, &ben, None);
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    day.desk.untag(&teacher, &photo, &tag).unwrap();
    let tasks = day.desk.take_downs(&day.head).unwrap();
    let [task] = tasks.as_slice() else {
        panic!("{tasks:?}");
    };
    let reasons: Vec<String> = task.reasons.iter().map(ToString::to_string).collect();
    assert!(reasons.contains(&"second-look".to_owned()), "{reasons:?}");
    let days = task.due - day.desk.today().unwrap();
    assert_eq!(days.num_days(), 7, "the journal's days to take down");
    settle(&mut day, &office, Found::PutBack).unwrap();
    let tasks = day.desk.take_downs(&day.head).unwrap();
    let reasons: Vec<&str> = tasks[0].reasons.iter().map(|one| one.code()).collect();
    assert!(reasons.contains(&"withdrawn"), "{reasons:?}");
}
