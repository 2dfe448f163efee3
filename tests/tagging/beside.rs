//! Pictures that look alike tell on each other: a burst, a copy that came back, one that was erased.

use image::RgbImage;
use shutterslip::acts::ActError;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::doubt::{Looker, NotSettled};
use shutterslip::domain::doubt::{About, Found};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::Area;

use super::world::{Day, area};
use crate::school::template;

const LEFT: Area = area(40, 40, 60, 60);

/// A scene that looks like no other of another seed; `shot` changes a few pixels of it and no more.
fn scene(seed: u32, shot: u8) -> Vec<u8> {
    let block = |x: u32, y: u32| {
        let mut mixed = (x / 40 + y / 40 * 9 + 1).wrapping_mul(seed.wrapping_mul(0x9e37_79b1));
        mixed ^= mixed >> 15;
        mixed = mixed.wrapping_mul(0x2c1b_3c6d);
        (mixed >> 24) as u8
    };
    let pixels = RgbImage::from_fn(320, 240, |x, y| match x < 4 && y < 4 {
        true => image::Rgb([shot, 0, 0]),
        false => image::Rgb([block(x, y), block(y, x), 90]),
    });
    let jpeg = turbojpeg::compress_image(&pixels, 90, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

/// Keeps one of these scenes, so many seconds after the one before, and looks for faces.
fn take(day: &mut Day, bytes: &[u8], seconds: i64) -> PhotoId {
    day.school
        .clock
        .forward(chrono::TimeDelta::seconds(seconds));
    let head = day.head.clone();
    match day.desk.keep(&head, bytes, &Circumstance::default()) {
        Ok(TakenIn::Kept(id)) => {
            day.desk.look_at_kept(&head, &id).unwrap();
            id
        }
        other => panic!("{other:?}"),
    }
}

fn asked(day: &Day, photo: &PhotoId) -> Vec<(PersonId, PhotoId)> {
    match day.desk.asked_beside(&day.head, photo) {
        Ok(asked) => asked
            .into_iter()
            .map(|one| (one.person, one.photo))
            .collect(),
        Err(error) => panic!("{error}"),
    }
}

fn is_asked_first(told: Result<(), ActError>) -> bool {
    matches!(told, Err(ActError::AskedBeside(_)))
}

fn answer(day: &mut Day, photo: &PhotoId, is_here: bool) {
    let head = day.head.clone();
    for one in day.desk.asked_beside(&head, photo).unwrap() {
        day.desk
            .answer_beside(&head, &one.photo, &one.person, &one.beside, is_here)
            .unwrap();
    }
}

/// Ben in one photo, finished; another that looks alike, so many seconds later.
fn two_alike(seconds: i64) -> (Day, PhotoId, PhotoId) {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let first = take(&mut day, &scene(7, 1), 1);
    day.name(&first, &template().ben, Some("f1"));
    day.desk.finish_tagging(&day.head, &first).unwrap();
    let second = take(&mut day, &scene(7, 2), seconds);
    (day, first, second)
}

#[test]
fn who_is_in_the_one_before_is_asked_about_before_the_tags_are_complete() {
    let (mut day, first, second) = two_alike(2);
    let ben = template().ben.clone();
    day.name(&second, &template().amira, Some("f1"));
    // In both directions: Ben here, Amira there.
    assert_eq!(
        asked(&day, &second),
        [
            (ben.clone(), second.clone()),
            (template().amira.clone(), first)
        ]
    );
    assert!(is_asked_first(day.desk.finish_tagging(&day.head, &second)));
    answer(&mut day, &second, false);
    day.desk.finish_tagging(&day.head, &second).unwrap();
    // Every face that was found is somebody's: nobody has to look again.
    assert_eq!(day.desk.doubts(&day.office).unwrap(), []);
    // It is asked once.
    day.desk.finish_tagging(&day.head, &second).unwrap();
}

#[test]
fn a_blocked_picture_that_comes_back_without_its_tags_is_known_again_whenever_that_is() {
    for seconds in [60, 3 * 24 * 3600] {
        let (mut day, _, back) = two_alike(seconds);
        day.desk.dismiss_face(&day.head, &back, "f1").unwrap();
        assert!(is_asked_first(day.desk.nobody_here(&day.head, &back)));
        answer(&mut day, &back, false);
        day.desk.nobody_here(&day.head, &back).unwrap();
        // A face is nobody's, so both are looked at: the face, and that Ben is not there.
        let doubts = day.desk.doubts(&day.office).unwrap();
        let abouts: Vec<_> = doubts.iter().map(|one| &one.doubt.about).collect();
        assert!(
            abouts
                .iter()
                .any(|about| matches!(about, About::NotHere { .. }))
        );
        let not_here = doubts
            .iter()
            .find(|one| matches!(one.doubt.about, About::NotHere { .. }))
            .unwrap();
        let office = day.office.clone();
        let id = not_here.doubt.id.clone();
        day.desk
            .settle_doubt(&office, &back, &id, Found::PutBack)
            .unwrap();
        assert_eq!(day.tagged(&back), [template().ben.clone()]);
    }
}

#[test]
fn a_picture_that_was_called_done_before_it_was_looked_at_is_asked_about_all_the_same() {
    let (mut day, _, _) = two_alike(2);
    let head = day.head.clone();
    day.finds(&[]);
    let at = Circumstance::default();
    let Ok(TakenIn::Kept(third)) = day.desk.keep(&head, &scene(7, 9), &at) else {
        panic!("not kept");
    };
    day.desk.nobody_here(&head, &third).unwrap();
    day.desk.look_at_kept(&head, &third).unwrap();
    assert!(!day.labels(&third).is_tagging_complete());
    assert!(is_asked_first(day.desk.nobody_here(&head, &third)));
}

#[test]
fn another_scene_and_one_of_another_hour_ask_nothing() {
    let mut day = Day::new();
    let first = take(&mut day, &scene(7, 1), 1);
    day.name(&first, &template().ben, None);
    day.desk.finish_tagging(&day.head, &first).unwrap();
    let other = take(&mut day, &scene(8, 2), 2);
    assert_eq!(asked(&day, &other), []);
    day.desk.nobody_here(&day.head, &other).unwrap();
}

#[test]
fn whoever_is_covered_in_one_and_seen_in_the_other_is_looked_at_until_both_are_covered() {
    let (mut day, first, second) = two_alike(2);
    let ben = template().ben.clone();
    day.name(&second, &ben, Some("f1"));
    day.desk.finish_tagging(&day.head, &second).unwrap();
    let tag = day.labels(&first).tags[0].id.clone();
    let head = day.head.clone();
    day.desk.hide(&head, &first, &tag, true, None).unwrap();
    let doubts = day.desk.doubts(&day.office).unwrap();
    assert_eq!(doubts.len(), 1);
    assert_eq!(doubts[0].photo.id, second);
    assert!(matches!(doubts[0].doubt.about, About::CoveredBeside { .. }));
    let office = day.office.clone();
    let id = doubts[0].doubt.id.clone();
    day.desk
        .settle_doubt(&office, &second, &id, Found::PutBack)
        .unwrap();
    assert!(day.labels(&second).tags[0].hidden);
    assert_eq!(day.desk.doubts(&day.office).unwrap(), []);
}

#[test]
fn what_looks_like_a_picture_that_was_erased_waits_for_the_head() {
    let (mut day, first, second) = two_alike(2);
    let head = day.head.clone();
    day.desk.erase(&head, &first, "a parent asked").unwrap();
    day.desk.erase(&head, &second, "a parent asked").unwrap();
    let back = take(&mut day, &scene(7, 3), 24 * 3600);
    let doubts = day.desk.doubts(&day.office).unwrap();
    assert_eq!(doubts.len(), 2, "one for each that was erased");
    assert!(doubts.iter().all(|one| one.looker == Looker::TheHead));
    let office = day.office.clone();
    let (of, id) = (doubts[0].photo.id.clone(), doubts[0].doubt.id.clone());
    assert_eq!(of, back);
    let told = day.desk.settle_doubt(&office, &back, &id, Found::Right);
    assert!(matches!(
        told,
        Err(ActError::NotSettled(NotSettled::ForTheHead))
    ));
    for one in day.desk.doubts(&head).unwrap() {
        assert_eq!(one.looker, Looker::You);
        day.desk
            .settle_doubt(&head, &back, &one.doubt.id, Found::Right)
            .unwrap();
    }
    assert_eq!(day.desk.doubts(&head).unwrap(), []);
}

#[test]
fn one_of_a_burst_that_its_taker_deleted_raises_none() {
    let (mut day, first, _) = two_alike(2);
    let head = day.head.clone();
    day.desk.discard(&head, &first).unwrap();
    take(&mut day, &scene(7, 3), 2);
    assert_eq!(day.desk.doubts(&day.office).unwrap(), []);
}
