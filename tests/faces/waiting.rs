//! A picture is kept first and looked at afterwards: nothing is lost between the two, nothing
//! leaves, and what people said meanwhile stays.

use shutterslip::acts::ActError;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::look::Looked;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::kept::Face;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::faces::FacesError;
use shutterslip::picture::{
    CameraNote, Confinement, CopyPlan, Darkroom, Header, InProcess, Page, PictureError, PublicCopy,
    Screen, Upright,
};
use shutterslip::vault::Sweep;

use super::desk::{SchoolDay, Scripted, as_jpeg};
use super::landscape::landscape;

fn square(x: u32, y: u32, side: u32) -> Area {
    Area {
        x,
        y,
        width: side,
        height: side,
    }
}

fn picture() -> Vec<u8> {
    as_jpeg(&landscape(640, 480))
}

#[test]
fn a_photo_is_kept_before_anybody_looks_and_stays_until_somebody_has() {
    let mut day = SchoolDay::with(Scripted::saying([Ok(vec![square(100, 100, 40)])]));
    let photo = day.keep_first(&picture());
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 1);
    assert_eq!(faces[0].found_by, "not looked: waiting");
    let waiting = day.desk.waiting(&day.head).unwrap();
    assert_eq!(waiting, std::slice::from_ref(&photo));
    day.desk.nobody_here(&day.head, &photo).unwrap();
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);

    // The mark is neither a face to be named nor one to be waved away.
    let tag = NewTag {
        who: Who::Unknown,
        face: Some("f1".to_owned()),
        area: None,
    };
    assert!(day.desk.tag(&day.head, &photo, tag).is_err());
    let refused = day.desk.dismiss_face(&day.head, &photo, "f1").unwrap_err();
    assert!(
        shutterslip::cli::act_words(&refused).contains("look at it first"),
        "{refused}"
    );
    assert_eq!(day.faces(&photo), faces);

    let Looked::Found(new) = day.desk.look_at_kept(&day.head, &photo).unwrap() else {
        panic!("not looked at");
    };
    assert_eq!(day.faces(&photo), new);
    assert_eq!(new[0].area, square(100, 100, 40));
    assert_eq!(new[0].found_by, "scripted/1");
    assert!(!day.is_complete(&photo), "there is somebody to name");
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    assert!(day.desk.waiting(&day.head).unwrap().is_empty());
    let again = day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(again, Looked::NotWaiting);
}

#[test]
fn a_photo_with_nobody_in_it_is_free_once_somebody_looked() {
    let mut day = SchoolDay::with(Scripted::saying([Ok(vec![])]));
    let photo = day.keep_first(&picture());
    day.desk.nobody_here(&day.head, &photo).unwrap();
    let looked = day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(looked, Looked::Found(vec![]));
    assert_eq!(day.faces(&photo), []);
    assert!(day.is_complete(&photo), "nothing new, nothing undone");
    assert_eq!(day.unaccounted(&photo).0, 0);
}

#[test]
fn what_people_said_while_it_was_looked_at_stays() {
    let found = vec![
        square(102, 101, 40),
        square(300, 100, 40),
        square(500, 300, 30),
    ];
    let mut day = SchoolDay::with(Scripted::saying([Ok(found)]));
    let photo = day.keep_first(&picture());
    let waiting = day.desk.to_look_at(&day.head, &photo).unwrap().unwrap();
    // A worker has it now; staff go on.
    let named = day
        .desk
        .add_face(&day.head, &photo, square(100, 100, 40))
        .unwrap();
    let tag = day.name(&photo, &named);
    let doll = day
        .desk
        .add_face(&day.head, &photo, square(300, 100, 40))
        .unwrap();
    day.desk.dismiss_face(&day.head, &photo, &doll).unwrap();
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    let seen = std::thread::spawn(move || waiting.look()).join().unwrap();

    let Looked::Found(new) = day.desk.looked_at(&day.head, seen).unwrap() else {
        panic!("not looked at");
    };
    let areas: Vec<Area> = new.iter().map(|face| face.area).collect();
    // What somebody drew and dismissed before it was found is asked about once more.
    assert_eq!(areas, [square(300, 100, 40), square(500, 300, 30)]);
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 4);
    let of = |id: &str| faces.iter().find(|face| face.id == id).unwrap();
    assert_eq!(of(&named).tag.as_deref(), Some(tag.as_str()));
    assert_eq!(of(&named).area, square(100, 100, 40));
    assert_eq!(of(&named).found_area(), Some(square(102, 101, 40)));
    assert_eq!(of(&doll).dismissed.as_ref(), Some(day.head.id()));
    assert!(!faces.iter().any(Face::is_not_looked));
    assert!(!day.is_complete(&photo));
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
}

#[test]
fn what_was_seen_is_recorded_once_whoever_was_faster() {
    let script = Scripted::saying([Ok(vec![square(10, 10, 40)]), Ok(vec![square(200, 10, 40)])]);
    let mut day = SchoolDay::with(script);
    let photo = day.keep_first(&picture());
    let waiting = day.desk.to_look_at(&day.head, &photo).unwrap().unwrap();
    let before = day.desk.look_again(&day.head, &photo).unwrap();
    assert!(day.desk.to_look_at(&day.head, &photo).unwrap().is_none());
    let late = day.desk.looked_at(&day.head, waiting.look()).unwrap();
    assert_eq!(late, Looked::NotWaiting);
    assert_eq!(day.faces(&photo), before);
}

#[test]
fn a_photo_erased_while_it_was_looked_at_stays_erased() {
    let mut day = SchoolDay::with(Scripted::saying([Ok(vec![])]));
    let photo = day.keep_first(&picture());
    let waiting = day.desk.to_look_at(&day.head, &photo).unwrap().unwrap();
    day.desk.erase(&day.head, &photo, "asked for").unwrap();
    assert!(day.desk.waiting(&day.head).unwrap().is_empty());
    let late = day.desk.looked_at(&day.head, waiting.look());
    assert!(
        matches!(&late, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{late:?}"
    );
}

#[test]
fn a_picture_that_is_not_whole_is_kept_told_of_and_never_leaves() {
    let mut day = SchoolDay::with(Scripted::saying([]));
    let whole = picture();
    let photo = day.keep_first(&whole[..whole.len() * 2 / 3]);
    let looked = day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(looked, Looked::TakeAgain(PictureError::CutShort));
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 1);
    assert_eq!(faces[0].found_by, "not looked: unreadable");
    assert!(day.desk.waiting(&day.head).unwrap().is_empty());
    day.desk.nobody_here(&day.head, &photo).unwrap();
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    assert!(day.desk.look_again(&day.head, &photo).is_err());
    assert_eq!(day.faces(&photo), faces);
}

#[test]
fn what_is_no_picture_by_its_header_is_not_kept() {
    let mut day = SchoolDay::with(Scripted::saying([]));
    for bytes in [&b""[..], b"Dear parents,", &picture()[..40]] {
        let refused = day.desk.keep(&day.head, bytes, &Circumstance::default());
        assert!(matches!(refused, Err(ActError::Picture(_))), "{refused:?}");
    }
    assert!(day.desk.photos(&day.head).unwrap().is_empty());
    assert_eq!(day.desk.begin().unwrap().sweep, Sweep::default());
}

#[test]
fn the_same_picture_is_kept_once() {
    let mut day = SchoolDay::with(Scripted::saying([]));
    let photo = day.keep_first(&picture());
    let again = day
        .desk
        .keep(&day.head, &picture(), &Circumstance::default());
    assert!(matches!(again, Ok(TakenIn::KeptBefore(id)) if id == photo));
}

#[test]
fn the_next_start_finds_what_waits_oldest_first() {
    let mut day = SchoolDay::with(Scripted::saying([Ok(vec![]), Ok(vec![])]));
    let pictures = [landscape(64, 48), landscape(80, 60), landscape(96, 72)];
    let kept: Vec<_> = pictures
        .iter()
        .map(|picture| day.keep_first(&as_jpeg(picture)))
        .collect();
    let mut opening = day.desk.begin().unwrap().waiting;
    opening.sort();
    let mut expected = kept.clone();
    expected.sort();
    assert_eq!(opening, expected);
    day.desk.look_at_kept(&day.head, &kept[1]).unwrap();
    let waiting = day.desk.begin().unwrap().waiting;
    assert_eq!(waiting.len(), 2);
    assert!(!waiting.contains(&kept[1]));
}

/// Reads headers; has no reader for whole pictures.
struct Crowded(PictureError);

impl Darkroom for Crowded {
    fn inspect(&self, bytes: &[u8]) -> Result<Header, PictureError> {
        InProcess::default().inspect(bytes)
    }

    fn camera_note(&self, _: &[u8]) -> Result<CameraNote, PictureError> {
        Err(self.0.clone())
    }

    fn open(&self, _: &[u8]) -> Result<Upright, PictureError> {
        Err(self.0.clone())
    }

    fn screen(&self, _: &[u8], _: u32) -> Result<Screen, PictureError> {
        Err(self.0.clone())
    }

    fn page(&self, _: &[u8], _: u32, _: u32) -> Result<Page, PictureError> {
        Err(self.0.clone())
    }

    fn public_copy(&self, _: &[u8], _: &CopyPlan) -> Result<PublicCopy, PictureError> {
        Err(self.0.clone())
    }

    fn confinement(&self) -> Result<Confinement, PictureError> {
        Err(self.0.clone())
    }
}

#[test]
fn where_no_reader_is_to_be_had_the_photo_goes_on_waiting() {
    for error in [PictureError::Busy, PictureError::NoReader] {
        let mut day = SchoolDay::over(Crowded(error.clone()), Scripted::saying([]));
        let photo = day.keep_first(&picture());
        let looked = day.desk.look_at_kept(&day.head, &photo);
        assert!(matches!(looked, Err(ActError::Picture(told)) if told == error));
        assert_eq!(day.desk.waiting(&day.head).unwrap(), [photo]);
    }
}

#[test]
fn a_reader_that_stopped_over_a_picture_is_not_tried_for_ever() {
    for error in [
        PictureError::ReaderStopped,
        PictureError::TooSlow { seconds: 20 },
    ] {
        let mut day = SchoolDay::over(Crowded(error.clone()), Scripted::saying([]));
        let photo = day.keep_first(&picture());
        let looked = day.desk.look_at_kept(&day.head, &photo).unwrap();
        assert_eq!(looked, Looked::TakeAgain(error));
        assert!(day.desk.waiting(&day.head).unwrap().is_empty());
        assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    }
}

#[test]
fn a_finder_that_fails_leaves_the_photo_to_be_looked_at_again() {
    let failed = FacesError::Failed { step: "test" };
    let mut day = SchoolDay::with(Scripted::saying([Err(failed), Ok(vec![])]));
    let photo = day.keep_first(&picture());
    let looked = day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(looked, Looked::LookAgain(failed));
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    day.desk.look_again(&day.head, &photo).unwrap();
    day.desk.nobody_here(&day.head, &photo).unwrap();
    assert_eq!(day.unaccounted(&photo).0, 0);
}
