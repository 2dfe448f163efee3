//! Boxes by hand, undo, and a photo like the last one: what people said stays said, and no face that
//! was found is lost.

use shutterslip::acts::ActError;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::Tag;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Area, Unrecognisable, Who};
use shutterslip::register::RegisterError;

use super::world::{Day, area};
use crate::school::{OFFICE, at, template};

const LEFT: Area = area(2, 2, 20, 20);
const RIGHT: Area = area(40, 2, 20, 20);

fn codes(day: &Day, photo: &PhotoId) -> Vec<String> {
    let verdicts = day.desk.check(&day.head, photo).unwrap();
    let mut codes: Vec<String> = verdicts
        .iter()
        .flat_map(|(_, verdict)| verdict.reasons().iter().map(ToString::to_string))
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

fn has(day: &Day, photo: &PhotoId, code: &str) -> bool {
    codes(day, photo).iter().any(|one| one == code)
}

fn is_changed(told: Result<(), ActError>) -> bool {
    matches!(told, Err(ActError::Register(RegisterError::Changed)))
}

/// Two photos a second apart, the first tagged with Amira on the left and Ben on the right.
fn two_in_a_row(second: &[Area]) -> (Day, PhotoId, PhotoId) {
    let mut day = Day::new();
    day.finds(&[LEFT, RIGHT]);
    let first = day.take(201);
    day.name(&first, &template().amira, Some("f1"));
    day.name(&first, &template().ben, Some("f2"));
    day.finds(second);
    let next = day.take(202);
    (day, first, next)
}

fn who_is_tied(day: &Day, photo: &PhotoId) -> Vec<Option<PersonId>> {
    let labels = day.labels(photo);
    let who = |tag: &String| {
        let tag = labels.tags.iter().find(|known| known.id == *tag);
        match &tag.unwrap().who {
            Who::Person(person) => Some(person.clone()),
            Who::Unknown | Who::Unrecognisable(_) => None,
        }
    };
    let faces = day.faces(photo);
    let tied = faces.iter().map(|face| face.tag.as_ref().and_then(who));
    tied.collect()
}

#[test]
fn a_photo_like_the_last_takes_one_tap_and_one_that_says_done() {
    let (mut day, _, next) = two_in_a_row(&[area(3, 3, 20, 20), area(41, 2, 20, 20)]);
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 2);
    let (amira, ben) = (template().amira.clone(), template().ben.clone());
    assert_eq!(day.tagged(&next), [amira.clone(), ben.clone()]);
    assert_eq!(who_is_tied(&day, &next), [Some(amira), Some(ben)]);
    assert!(has(&day, &next, "tagging-unfinished"));
    day.desk.finish_tagging(&day.head, &next).unwrap();
    assert!(!has(&day, &next, "face-unaccounted") && !has(&day, &next, "tagging-unfinished"));
    // Once more adds nobody, and leaves it complete.
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 0);
    assert!(day.labels(&next).tagging_complete);
}

#[test]
fn a_face_elsewhere_or_in_between_stays_open_for_a_person_to_name() {
    // One where nobody was; one half way from her place to his.
    for second in [area(20, 25, 20, 20), area(12, 2, 20, 20)] {
        let (mut day, _, next) = two_in_a_row(&[second]);
        day.desk.same_as_last(&day.head, &next).unwrap();
        assert_eq!(who_is_tied(&day, &next), [None]);
        day.desk.finish_tagging(&day.head, &next).unwrap();
        assert!(has(&day, &next, "face-unaccounted"), "{second:?}");
    }
}

#[test]
fn of_two_faces_where_one_was_neither_is_hers() {
    let mut day = Day::new();
    day.finds(&[area(20, 2, 20, 20)]);
    let first = day.take(203);
    day.name(&first, &template().amira, Some("f1"));
    day.finds(&[area(14, 2, 20, 20), area(26, 2, 20, 20)]);
    let next = day.take(204);
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 1);
    assert_eq!(who_is_tied(&day, &next), [None, None]);
}

#[test]
fn a_face_that_two_of_the_last_photo_overlap_is_nobodys() {
    let mut day = Day::new();
    let first = day.take(222);
    // Drawn by hand so near to each other that a third lies over both.
    let one = day
        .desk
        .add_face(&day.head, &first, area(2, 2, 20, 20))
        .unwrap();
    day.name(&first, &template().amira, Some(&one));
    let two = day
        .desk
        .add_face(&day.head, &first, area(8, 2, 20, 20))
        .unwrap();
    assert_ne!(one, two);
    day.name(&first, &template().ben, Some(&two));
    day.finds(&[area(5, 2, 20, 20)]);
    let next = day.take(223);
    day.desk.same_as_last(&day.head, &next).unwrap();
    assert_eq!(who_is_tied(&day, &next), [None]);
}

#[test]
fn who_could_not_be_recognised_is_taken_over_and_no_face_with_them() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let first = day.take(205);
    let child = Who::Unrecognisable(Unrecognisable::Child);
    day.tag(&first, child.clone(), Some("f1"));
    day.tag(&first, Who::Unknown, None);
    day.tag(&first, Who::Unknown, None);
    let next = day.take(206);
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 3);
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 0);
    let tags = day.labels(&next).tags;
    assert_eq!(tags.iter().filter(|tag| tag.who == child).count(), 1);
    assert!(has(&day, &next, "unknown-person") && has(&day, &next, "face-unaccounted"));
}

#[test]
fn who_is_tagged_and_placed_already_stays_as_they_are() {
    let (mut day, _, next) = two_in_a_row(&[LEFT, RIGHT]);
    // Today it is Ben who stands on the left.
    let tag = day.name(&next, &template().ben, Some("f1"));
    assert_eq!(day.desk.same_as_last(&day.head, &next).unwrap(), 1);
    assert_eq!(day.labels(&next).tags[0].id, tag);
    let ben = template().ben.clone();
    // He is placed, so the face on the right is somebody's whom a person has to name.
    assert_eq!(who_is_tied(&day, &next), [Some(ben), None]);
}

#[test]
fn nobody_hidden_on_the_last_photo_is_hidden_on_this_one() {
    let (mut day, first, next) = two_in_a_row(&[LEFT, RIGHT]);
    day.desk.hide(&day.head, &first, "t1", true, None).unwrap();
    day.desk.same_as_last(&day.head, &next).unwrap();
    assert!(
        day.labels(&next)
            .tags
            .iter()
            .all(|tag| !tag.hidden && tag.area.is_none())
    );
}

#[test]
fn the_last_photo_is_ones_own_of_that_day_and_has_tags() {
    let (mut day, first, next) = two_in_a_row(&[LEFT]);
    let office = day.signs_in(OFFICE);
    // Somebody else's, and one without tags, lie in between.
    let others = day.take_as(&office, 207);
    day.name(&others, &template().cara, None);
    let third = day.take(208);
    assert_eq!(day.desk.same_as_last(&day.head, &third).unwrap(), 2);
    assert_eq!(day.tagged(&third), day.tagged(&first));
    // Whoever finishes it: the photo's own series counts.
    assert_eq!(day.desk.same_as_last(&office, &next).unwrap(), 2);
    // The first of a day has none, however many there were the day before.
    day.school.clock.set(at("2026-03-03T09:00:00Z"));
    let tomorrow = day.take(209);
    let told = day.desk.same_as_last(&day.head, &tomorrow).unwrap_err();
    assert!(
        shutterslip::cli::act_words(&told).contains("tag this one by tapping"),
        "{told}"
    );
    assert!(day.labels(&tomorrow).tags.is_empty());
}

#[test]
fn a_box_is_moved_within_the_picture_and_the_sign_off_lapses() {
    let mut day = Day::new();
    let photo = template().of_amira.clone();
    let website = ChannelId("website".to_owned());
    let face = day.desk.add_face(&day.head, &photo, LEFT).unwrap();
    day.desk.tie_face(&day.head, &photo, &face, "t1").unwrap();
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    day.desk.sign_off(&day.head, &photo, &website).unwrap();
    assert!(!has(&day, &photo, "sign-off-stale"));
    day.desk
        .move_face(&day.head, &photo, &face, area(5, 9, 30, 30))
        .unwrap();
    assert_eq!(day.faces(&photo)[0].area, area(5, 9, 30, 30));
    assert!(has(&day, &photo, "sign-off-stale"));
    for outside in [area(60, 0, 5, 5), area(0, 0, 0, 5), area(u32::MAX, 0, 2, 2)] {
        assert!(
            day.desk
                .move_face(&day.head, &photo, &face, outside)
                .is_err()
        );
    }
    assert!(day.desk.move_face(&day.head, &photo, "f9", LEFT).is_err());
}

#[test]
fn a_box_that_was_found_is_not_moved_away_from_its_face() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(211);
    day.desk
        .move_face(&day.head, &photo, "f1", area(4, 4, 22, 22))
        .unwrap();
    let told = day
        .desk
        .move_face(&day.head, &photo, "f1", RIGHT)
        .unwrap_err();
    assert!(
        shutterslip::cli::act_words(&told).contains("draw a new one"),
        "{told}"
    );
    assert_eq!(day.faces(&photo)[0].area, area(4, 4, 22, 22));
    // One that was drawn goes wherever it is moved.
    let drawn = day.desk.add_face(&day.head, &photo, RIGHT).unwrap();
    day.desk
        .move_face(&day.head, &photo, &drawn, area(30, 26, 20, 20))
        .unwrap();
}

#[test]
fn whoever_moves_a_dismissed_box_sees_a_face_there() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(212);
    day.desk.dismiss_face(&day.head, &photo, "f1").unwrap();
    day.desk.nobody_here(&day.head, &photo).unwrap();
    assert!(!has(&day, &photo, "face-unaccounted"));
    day.desk
        .move_face(&day.head, &photo, "f1", area(3, 3, 20, 20))
        .unwrap();
    assert!(has(&day, &photo, "face-unaccounted") && has(&day, &photo, "tagging-unfinished"));
}

#[test]
fn a_drawn_box_goes_and_one_that_was_found_is_dismissed_on_the_record() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(213);
    let drawn = day.desk.add_face(&day.head, &photo, RIGHT).unwrap();
    day.desk.remove_face(&day.head, &photo, &drawn).unwrap();
    assert_eq!(day.faces(&photo).len(), 1);
    let office = day.office.clone();
    day.desk.remove_face(&office, &photo, "f1").unwrap();
    let faces = day.faces(&photo);
    assert_eq!(
        (faces.len(), faces[0].dismissed.as_ref()),
        (1, Some(office.id()))
    );
    // Removed again, it is still who removed it first who said so.
    day.desk.remove_face(&day.head, &photo, "f1").unwrap();
    assert_eq!(day.faces(&photo)[0].dismissed.as_ref(), Some(office.id()));
}

#[test]
fn whoever_is_tied_to_a_box_that_goes_stays_tagged() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(214);
    day.name(&photo, &template().ben, Some("f1"));
    let drawn = day.desk.add_face(&day.head, &photo, RIGHT).unwrap();
    day.name(&photo, &template().amira, Some(&drawn));
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    day.desk.remove_face(&day.head, &photo, &drawn).unwrap();
    day.desk.remove_face(&day.head, &photo, "f1").unwrap();
    assert_eq!(
        day.tagged(&photo),
        [template().ben.clone(), template().amira.clone()]
    );
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 1);
    assert!(faces[0].tag.is_none() && faces[0].dismissed.is_some());
    assert!(has(&day, &photo, "tagging-unfinished"));
    assert!(has(&day, &photo, &format!("withdrawn:{}", template().ben)));
}

#[test]
fn a_face_that_is_somebodys_is_not_taken_from_them_by_another_tag() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(216);
    day.name(&photo, &template().ben, Some("f1"));
    let before = day.labels(&photo);
    let of_amira = NewTag {
        who: Who::Person(template().amira.clone()),
        face: Some("f1".to_owned()),
        area: None,
    };
    let refused = day.desk.tag(&day.head, &photo, of_amira);
    assert!(matches!(&refused, Err(ActError::Refused(why)) if why.is_of_input()));
    assert_eq!(day.labels(&photo), before);
}

#[test]
fn the_only_box_of_somebody_hidden_does_not_go() {
    let mut day = Day::new();
    let photo = day.take(215);
    let drawn = day.desk.add_face(&day.head, &photo, RIGHT).unwrap();
    let tag = day.name(&photo, &template().ben, Some(&drawn));
    day.desk.hide(&day.head, &photo, &tag, true, None).unwrap();
    let before = day.labels(&photo);
    assert!(day.desk.remove_face(&day.head, &photo, &drawn).is_err());
    assert_eq!(day.labels(&photo), before);
}

#[test]
fn the_mark_that_nobody_looked_is_neither_moved_nor_removed() {
    let mut day = Day::new();
    let photo = day.take_only(216);
    assert!(day.desk.remove_face(&day.head, &photo, "f1").is_err());
    assert!(day.desk.move_face(&day.head, &photo, "f1", LEFT).is_err());
    assert!(day.labels(&photo).faces.is_waiting());
    // A photo that waits takes tags like any other, and no face is tied in the mark's place.
    let (mut day, _, _) = two_in_a_row(&[]);
    let waits = day.take_only(217);
    assert_eq!(day.desk.same_as_last(&day.head, &waits).unwrap(), 2);
    assert!(day.labels(&waits).faces.is_waiting());
    assert_eq!(who_is_tied(&day, &waits), [None]);
}

#[test]
fn undo_puts_tags_and_faces_back_and_leaves_the_words() {
    let mut day = Day::new();
    day.finds(&[LEFT, RIGHT]);
    let photo = day.take(218);
    day.name(&photo, &template().amira, Some("f1"));
    let before = day.photo(&photo);
    day.name(&photo, &template().ben, Some("f2"));
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    let words = shutterslip::acts::prepare::Words {
        caption: Some("In the garden"),
        ..Default::default()
    };
    day.desk.word(&day.head, &photo, &words).unwrap();
    let now = day.photo(&photo);
    day.desk
        .put_back(&day.head, &photo, now.version, &before.labels)
        .unwrap();
    let after = day.photo(&photo);
    // That they were once said to be complete is not undone.
    let stood = |mut tag: Tag| {
        tag.stood = true;
        tag
    };
    let were = before.labels.tags.into_iter().map(stood);
    assert_eq!(after.labels.tags, were.collect::<Vec<_>>());
    assert_eq!(after.labels.faces, before.labels.faces);
    assert!(!after.labels.tagging_complete);
    assert_eq!(after.labels.caption, "In the garden");
    assert_eq!(after.version, now.version + 1);
    // And forth again, from there.
    day.desk
        .put_back(&day.head, &photo, after.version, &now.labels)
        .unwrap();
    let mut forth = day.labels(&photo);
    // Ben was gone for a moment; while he is tagged, that is no doubt.
    assert_eq!(forth.open_doubts().count(), 0);
    forth.doubts.clear();
    assert_eq!(forth, now.labels);
}

#[test]
fn undo_takes_nothing_back_that_somebody_else_did_meanwhile() {
    let mut day = Day::new();
    let photo = day.take(219);
    let before = day.photo(&photo);
    day.name(&photo, &template().amira, None);
    let seen = day.photo(&photo);
    let office = day.office.clone();
    let new = shutterslip::acts::tag::NewTag {
        who: Who::Person(template().cara.clone()),
        face: None,
        area: None,
    };
    day.desk.tag(&office, &photo, new).unwrap();
    let told = day
        .desk
        .put_back(&day.head, &photo, seen.version, &before.labels);
    assert!(is_changed(told));
    assert!(day.tagged(&photo).contains(&template().cara));
}

#[test]
fn undo_loses_no_face_that_was_found_meanwhile() {
    let mut day = Day::new();
    day.finds(&[LEFT, RIGHT]);
    let photo = day.take_only(220);
    let waiting = day.photo(&photo);
    day.name(&photo, &template().amira, None);
    let tagged = day.photo(&photo);
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    let looked = day.photo(&photo);
    assert_eq!(looked.labels.faces.len(), 2);
    // By the version that was seen, and by the newest as well: what was found stays found.
    for from in [tagged.version, looked.version] {
        for then in [&waiting, &tagged] {
            assert!(is_changed(day.desk.put_back(
                &day.head,
                &photo,
                from,
                &then.labels
            )));
        }
    }
    assert_eq!(day.faces(&photo), *looked.labels.faces);
    // The same where it is looked at again, harder.
    day.finds(&[LEFT, RIGHT, area(2, 26, 20, 20)]);
    day.desk.look_again(&day.head, &photo).unwrap();
    let version = day.photo(&photo).version;
    assert!(is_changed(day.desk.put_back(
        &day.head,
        &photo,
        version,
        &looked.labels
    )));
    assert_eq!(day.faces(&photo).len(), 3);
}

#[test]
fn undo_of_a_dismissal_opens_the_face_again_and_puts_no_box_outside() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(221);
    let before = day.photo(&photo);
    day.desk.dismiss_face(&day.head, &photo, "f1").unwrap();
    let version = day.photo(&photo).version;
    let mut outside = before.labels.clone();
    outside.faces[0].area = area(60, 40, 20, 20);
    assert!(
        day.desk
            .put_back(&day.head, &photo, version, &outside)
            .is_err()
    );
    day.desk
        .put_back(&day.head, &photo, version, &before.labels)
        .unwrap();
    assert!(has(&day, &photo, "face-unaccounted"));
}
