//! What the sample promises: everything in it fits together, and it shows every kind of answer.

use std::collections::BTreeSet;

use super::*;

fn school() -> SampleSchool {
    load().unwrap()
}

#[test]
fn the_school_is_whole() {
    let school = school();
    assert_eq!(school.children.len(), 60);
    assert_eq!(school.groups.len(), 4);
    for group in &school.groups {
        let in_it = school
            .children
            .iter()
            .filter(|child| child.group == group.id);
        assert_eq!(in_it.count(), 15, "{}", group.name);
    }
    assert_eq!(school.staff.len(), 6);
    assert!(school.name.contains("(sample)"));
    for child in &school.children {
        let months = child.born_days_ago / 30;
        assert!(
            (24..=66).contains(&months),
            "{} is {months} months old",
            child.id
        );
    }
    let tiles: BTreeSet<_> = school
        .children
        .iter()
        .map(|child| (child.group.clone(), child.given.clone()))
        .collect();
    assert_eq!(tiles.len(), 60, "two tiles of a group look the same");
}

#[test]
fn every_kind_of_answer_is_there() {
    let school = school();
    let has = |wanted: &dyn Fn(&Given) -> bool| school.answers.iter().any(wanted);
    assert!(has(
        &|given| given.answer == Answer::Granted && given.evidence == Evidence::Paper
    ));
    assert!(has(
        &|given| given.answer == Answer::Granted && given.evidence == Evidence::EForm
    ));
    assert!(has(
        &|given| given.answer == Answer::Granted && given.evidence == Evidence::Email
    ));
    assert!(has(
        &|given| given.answer == Answer::Granted && given.evidence == Evidence::Spoken
    ));
    assert!(has(
        &|given| given.answer == Answer::Refused && given.evidence == Evidence::Paper
    ));
    assert!(has(
        &|given| given.answer == Answer::Refused && given.evidence == Evidence::Spoken
    ));
    assert!(has(&|given| given.answer == Answer::Withdrawn));
    assert!(has(&|given| given.relation == Relation::Other));
    assert!(has(&|given| given.relation == Relation::Oneself));
    assert!(has(&|given| given
        .until_in_days
        .is_some_and(|days| days < 0)));
    assert!(has(&|given| given.signed_days_ago > 366));
    let never = school.children.iter().filter(|child| child.never);
    assert_eq!(never.count(), 1);
    let left = school
        .children
        .iter()
        .filter(|child| child.leaves_in_days < 0);
    assert_eq!(left.count(), 1);
    let answered: BTreeSet<_> = school.answers.iter().map(|given| &given.person).collect();
    let unasked = school
        .children
        .iter()
        .filter(|child| !answered.contains(&child.id));
    assert_eq!(unasked.count(), 2);
}

#[test]
fn boxes_and_crops_lie_inside_their_pictures() {
    for photo in school().photos {
        let (width, height) = photo.scene.size().unwrap();
        let boxes = photo.tags.iter().map(|tag| tag.place.area);
        let faces = photo
            .found
            .iter()
            .chain(&photo.dismissed)
            .map(|place| place.area);
        for area in boxes.chain(faces).chain(photo.crop) {
            let fits = area.x + area.width <= width && area.y + area.height <= height;
            assert!(
                fits && area.width > 0 && area.height > 0,
                "{}: {area:?}",
                photo.id
            );
        }
        assert_eq!(photo.turned.lies_down(), height > width, "{}", photo.id);
    }
}

/// Only the picture that says so leaves a face open, so that no reason comes in unannounced.
#[test]
fn every_face_of_every_scene_is_spoken_of() {
    for photo in school().photos {
        if photo.is_refused_at_take_in {
            continue;
        }
        let tagged = photo.tags.iter().map(|tag| &tag.place);
        let mut spoken: Vec<&str> = tagged
            .chain(&photo.found)
            .chain(&photo.dismissed)
            .map(|place| place.id.as_str())
            .collect();
        spoken.sort_unstable();
        let mut there: Vec<String> = photo
            .scene
            .places()
            .unwrap()
            .into_iter()
            .map(|place| place.id)
            .filter(|id| !id.starts_with("badge-"))
            .collect();
        there.sort_unstable();
        assert_eq!(spoken, there, "{}", photo.id);
        let unaccounted = photo.expect.values().flatten();
        let is_told = unaccounted
            .into_iter()
            .any(|code| code == "face-unaccounted");
        assert_eq!(is_told, !photo.found.is_empty(), "{}", photo.id);
    }
}

#[test]
fn at_least_four_go_out_and_eight_stay_each_for_its_own_first_reason() {
    let school = school();
    assert!(school.photos.len() >= 13);
    let goes_out = school.photos.iter().filter(|photo| {
        let outside = photo
            .expect
            .iter()
            .filter(|(channel, _)| *channel != "wall");
        let signed = |channel: &String| photo.sign_offs.iter().any(|plan| plan.channel == *channel);
        outside
            .into_iter()
            .any(|(channel, reasons)| reasons.is_empty() && signed(channel))
    });
    assert!(goes_out.count() >= 4);
    let mut first = BTreeSet::new();
    let mut blocked = 0;
    for photo in &school.photos {
        if photo.is_refused_at_take_in {
            assert!(photo.expect.is_empty() && !photo.camera.is_registered);
            continue;
        }
        let wanted = &photo.expect[photo.wanted_for.as_ref().unwrap()];
        assert!(wanted.is_sorted(), "{}", photo.id);
        if let Some(reason) = wanted.first() {
            blocked += 1;
            let code = reason.split(':').next().unwrap().to_owned();
            assert!(first.insert(code), "{}: {reason} is shown twice", photo.id);
        }
    }
    assert!(blocked >= 14, "{blocked}");
    assert_eq!(
        school
            .photos
            .iter()
            .filter(|p| p.is_refused_at_take_in)
            .count(),
        1
    );
}

#[test]
fn nobody_signs_off_their_own_picture() {
    for photo in school().photos {
        for plan in &photo.sign_offs {
            assert_ne!(plan.by, photo.taken_by, "{}", photo.id);
        }
    }
}

#[test]
fn days_are_counted_from_the_day_that_is_given() {
    let school = school();
    let today: NaiveDate = "2026-03-30".parse().unwrap();
    let photo = school
        .photos
        .iter()
        .find(|photo| photo.id == "our-hills")
        .unwrap();
    let taken = school.taken(photo, today);
    assert_eq!(taken.to_rfc3339(), "2026-03-28T09:12:00+00:00");
    let summer: NaiveDate = "2026-07-02".parse().unwrap();
    assert_eq!(
        school.taken(photo, summer).to_rfc3339(),
        "2026-06-30T09:12:00+01:00"
    );
    assert_eq!(photo.file_name(today), "IMG_20260328_0001.JPG");
    assert_eq!(ahead(today, -30), "2026-02-28".parse().unwrap());
    assert_eq!(ahead(today, 2), "2026-04-01".parse().unwrap());
}
