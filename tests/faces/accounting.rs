//! What becomes of faces that were found, through the acts.

use shutterslip::acts::{ActError, tag::NewTag};
use shutterslip::domain::photo::{Area, Who};
use shutterslip::faces::FacesError;
use shutterslip::faces::centerface::CenterFace;

use super::desk::{SchoolDay, Scripted};
use super::landscape::landscape;
use super::portraits::{astronaut, group, score};

fn square(x: u32, y: u32, side: u32) -> Area {
    Area {
        x,
        y,
        width: side,
        height: side,
    }
}

/// The issue's own words: a picture with 20 small faces and one child untagged is blocked by
/// `face-unaccounted` without anyone having counted.
#[test]
fn of_twenty_small_faces_one_that_nobody_named_keeps_the_photo_here() {
    let made = group(4000, 3000, 20, &[24, 28, 32, 36, 40], 5);
    let mut day = SchoolDay::with(CenterFace::open().unwrap());
    let photo = day.keep(&made.pixels);
    let faces = day.faces(&photo);
    let areas: Vec<Area> = faces.iter().map(|face| face.area).collect();
    assert_eq!(score(&made.faces, &areas), (20, 0));
    assert!(
        faces
            .iter()
            .all(|face| face.found_by.starts_with("centerface-"))
    );
    let (last, named) = faces.split_last().unwrap();
    for face in named {
        day.name(&photo, &face.id);
    }
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    let (blocked, channels) = day.unaccounted(&photo);
    assert_eq!(blocked, channels);
    day.name(&photo, &last.id);
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    assert_eq!(day.unaccounted(&photo).0, 0);
}

#[test]
fn a_picture_that_cannot_be_looked_at_is_kept_and_stays_until_somebody_looks_again() {
    let failed = FacesError::Failed { step: "test" };
    let script = Scripted::saying([Err(failed), Err(failed), Ok(vec![square(10, 10, 20)])]);
    let mut day = SchoolDay::with(script);
    let photo = day.keep(&landscape(400, 300));
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 1);
    assert_eq!(faces[0].found_by, "not looked: failed");
    let whole = Area {
        x: 0,
        y: 0,
        width: 400,
        height: 300,
    };
    assert_eq!(faces[0].area, whole);
    day.desk.nobody_here(&day.head, &photo).unwrap();
    let (blocked, channels) = day.unaccounted(&photo);
    assert_eq!(blocked, channels);

    // The mark is no face to be named.
    let tag = NewTag {
        who: Who::Unknown,
        face: Some("f1".to_owned()),
        area: None,
    };
    let refused = day.desk.tag(&day.head, &photo, tag).unwrap_err();
    assert!(
        shutterslip::cli::act_words(&refused).contains("look again"),
        "{refused}"
    );

    // Failing again changes nothing.
    let again = day.desk.look_again(&day.head, &photo);
    assert!(matches!(again, Err(ActError::Faces(_))), "{again:?}");
    assert_eq!(day.faces(&photo), faces);

    let new = day.desk.look_again(&day.head, &photo).unwrap();
    assert_eq!(day.faces(&photo), new);
    assert_eq!(new[0].found_by, "scripted/1");
    assert!(!day.is_complete(&photo));
    day.name(&photo, &new[0].id);
    assert_eq!(day.unaccounted(&photo).0, 0);
}

#[test]
fn a_finder_that_panics_loses_no_photo_and_a_person_can_answer_for_it() {
    let mut day = SchoolDay::with(Scripted::saying([]));
    let photo = day.keep(&landscape(400, 300));
    assert_eq!(day.faces(&photo)[0].found_by, "not looked: stopped");
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    day.desk.dismiss_face(&day.head, &photo, "f1").unwrap();
    assert_eq!(day.unaccounted(&photo).0, 0);
}

#[test]
fn looking_again_adds_only_faces_that_are_new() {
    let first = vec![square(100, 100, 40), square(200, 100, 40)];
    let second = vec![
        square(104, 102, 40), // The first one, a little moved.
        square(195, 95, 60),  // Around the second one.
        square(300, 100, 40), // New.
        square(210, 110, 8),  // Far smaller than the second one, inside it: somebody in their arms.
    ];
    let mut day = SchoolDay::with(Scripted::saying([Ok(first), Ok(second), Ok(vec![])]));
    let photo = day.keep(&landscape(640, 480));
    let before = day.faces(&photo);
    assert_eq!(before.len(), 2);
    for face in &before {
        day.name(&photo, &face.id);
    }
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    assert_eq!(day.unaccounted(&photo).0, 0);
    let new = day.desk.look_again(&day.head, &photo).unwrap();
    let areas: Vec<Area> = new.iter().map(|face| face.area).collect();
    assert_eq!(areas, [square(300, 100, 40), square(210, 110, 8)]);
    assert!(!day.is_complete(&photo));
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);

    day.desk.finish_tagging(&day.head, &photo).unwrap();
    assert_eq!(day.desk.look_again(&day.head, &photo).unwrap(), []);
    assert!(day.is_complete(&photo), "nothing new, nothing undone");
}

#[test]
fn boxes_are_kept_in_the_full_pictures_pixels() {
    let found = vec![Area {
        x: 320,
        y: 240,
        width: 33,
        height: 40,
    }];
    let mut day = SchoolDay::with(Scripted::saying([Ok(found)]));
    let photo = day.keep(&landscape(2560, 1920));
    let full = Area {
        x: 640,
        y: 480,
        width: 66,
        height: 80,
    };
    assert_eq!(day.faces(&photo)[0].area, full);
}

#[test]
fn a_box_drawn_over_a_found_face_is_that_face_and_covers_both() {
    let script = Scripted::saying([Ok(vec![square(100, 100, 40), square(300, 100, 40)])]);
    let mut day = SchoolDay::with(script);
    let photo = day.keep(&landscape(640, 480));
    let (desk, head) = (&mut day.desk, &day.head);
    let same = desk.add_face(head, &photo, square(110, 105, 45)).unwrap();
    assert_eq!(same, "f1");
    let other = desk.add_face(head, &photo, square(200, 200, 40)).unwrap();
    assert_eq!(other, "f3");
    // A person who sees a face where another saw none is believed.
    desk.dismiss_face(head, &photo, "f2").unwrap();
    let seen = desk.add_face(head, &photo, square(300, 100, 40)).unwrap();
    assert_eq!(seen, "f2");
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 3);
    let both = Area {
        x: 100,
        y: 100,
        width: 55,
        height: 50,
    };
    assert_eq!(faces[0].area, both);
    assert_eq!(faces[1].dismissed, None);
    // A face that somebody is tied to is theirs: the next box there is another's.
    day.name(&photo, "f1");
    let next = day.desk.add_face(&day.head, &photo, both).unwrap();
    assert_eq!(next, "f4");
}

#[test]
fn a_second_box_of_the_same_child_is_tied_to_their_tag() {
    let script = Scripted::saying([Ok(vec![square(100, 100, 40), square(100, 200, 40)])]);
    let mut day = SchoolDay::with(script);
    let photo = day.keep(&landscape(640, 480));
    let tag = day.name(&photo, "f1");
    assert!(day.desk.tie_face(&day.head, &photo, "f2", "t9").is_err());
    day.desk.tie_face(&day.head, &photo, "f2", &tag).unwrap();
    assert_eq!(day.unaccounted(&photo).0, 0);
    // Taking the tag off opens both again.
    day.desk.untag(&day.head, &photo, &tag).unwrap();
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
    let other = day.name(&photo, "f2");
    assert_ne!(other, "");
    assert!(day.desk.tie_face(&day.head, &photo, "f2", "t7").is_err());
}

#[test]
fn a_kept_photo_of_one_person_shows_one_face_to_name() {
    let mut day = SchoolDay::with(CenterFace::open().unwrap());
    let photo = day.keep(astronaut());
    assert_eq!(day.faces(&photo).len(), 1);
    assert_eq!(day.unaccounted(&photo).0, day.unaccounted(&photo).1);
}
