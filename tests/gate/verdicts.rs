//! Where each sample photo may go is what its story says.

use std::collections::BTreeSet;

use super::school::{
    CHANNELS, HEAD, OFFICE, PATEL, PLAN, School, kept, photo, reason, texts, told,
};

#[test]
fn every_sample_photo_gets_the_verdict_that_its_story_says() {
    let school = School::new();
    let checked = school
        .run(OFFICE, &["--json", "photo", "check"])
        .done()
        .json();
    let checked = checked.as_array().unwrap();
    let mut asked = 0;
    for plan in kept() {
        let id = photo(&plan.id);
        let said = checked
            .iter()
            .find(|one| one["photo"] == id.as_str())
            .unwrap();
        let channels = said["channels"].as_object().unwrap();
        assert_eq!(
            channels.len(),
            CHANNELS.len(),
            "every channel has an answer"
        );
        for (channel, expected) in &plan.expect {
            let mut got = texts(&channels[channel]["reasons"]);
            let mut expected: Vec<String> = expected.iter().map(|one| reason(one)).collect();
            got.sort();
            expected.sort();
            assert_eq!(got, expected, "{} for {channel}", plan.id);
            assert_eq!(
                channels[channel]["allowed"],
                got.is_empty(),
                "{} for {channel}",
                plan.id
            );
            asked += 1;
        }
    }
    assert!(asked >= 45, "{asked}");
    assert_eq!(checked.len(), kept().count(), "and no photo beside them");
}

#[test]
fn the_sample_has_photos_that_go_and_photos_that_stay_each_for_a_reason_of_its_own() {
    let photos = told()["photos"].as_array().unwrap();
    assert!(photos.len() >= 12);
    let wanted = |story: &str| kept().find(|plan| plan.id == story).unwrap();
    let mut going = 0;
    let mut reasons = BTreeSet::new();
    for one in photos {
        let plan = wanted(one["story"].as_str().unwrap());
        assert_eq!(one["wanted_for"].as_str(), plan.wanted_for.as_deref());
        let Some(channel) = &plan.wanted_for else {
            continue;
        };
        match plan.expect[channel].first() {
            None => going += 1,
            Some(reason) => {
                let code = reason.split(':').next().unwrap().to_owned();
                assert!(reasons.insert(code), "{} repeats a reason", plan.id);
            }
        }
    }
    assert!(going >= 4, "{going}");
    assert!(reasons.len() >= 12, "{reasons:?}");
    assert_eq!(PLAN.children.len(), 60);
}

#[test]
fn a_question_about_one_channel_has_a_yes_or_a_no() {
    let school = School::new();
    let (stays, goes) = (photo("forest-school"), photo("our-hills"));
    let no = school
        .run(PATEL, &["photo", "check", &stays, "--for", "website"])
        .refused()
        .says("refused");
    assert!(no.out.contains("Leo M"), "first name and initial: {no:?}");
    school
        .run(PATEL, &["photo", "check", &goes, "--for", "website"])
        .done();
    school
        .run(HEAD, &["photo", "check", &goes, &stays, "--for", "website"])
        .refused();
    school
        .run(HEAD, &["photo", "check", &stays, "--for", "newsletter"])
        .done();
    school
        .run(PATEL, &["photo", "check", &goes, "--for", "websit"])
        .unusable()
        .says("website");
}

#[test]
fn a_photo_is_found_by_the_beginning_of_its_id_and_by_nothing_less() {
    let school = School::new();
    let id = photo("our-hills");
    school.run(PATEL, &["photo", "show", &id[..8]]).done();
    school.run(PATEL, &["photo", "show", &id[..3]]).unusable();
    school.run(PATEL, &["photo", "show", ""]).unusable();
    school
        .run(PATEL, &["photo", "show", "IMG_20260101_0001.JPG"])
        .unusable()
        .says("there is no photo");
}
