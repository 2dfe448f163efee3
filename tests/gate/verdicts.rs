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

#[test]
fn what_is_blocked_is_listed_with_the_reasons_of_each_photo_and_how_many_each_blocks() {
    let school = School::new();
    let checked = school
        .run(OFFICE, &["--json", "photo", "check"])
        .done()
        .json();
    let checked = checked.as_array().unwrap();
    let everywhere = school
        .run(OFFICE, &["--json", "photo", "blocked"])
        .done()
        .json();
    for channel in CHANNELS {
        let mut expected: Vec<(String, Vec<String>)> = checked
            .iter()
            .filter(|one| one["channels"][channel]["allowed"] == false)
            .map(|one| {
                let id = one["photo"].as_str().unwrap().to_owned();
                (id, texts(&one["channels"][channel]["reasons"]))
            })
            .collect();
        expected.sort();
        let typed = [
            "--json", "photo", "blocked", "--for", channel, "--newest", "500",
        ];
        let listed = school.run(PATEL, &typed).done().json();
        let mut photos: Vec<(String, Vec<String>)> = listed["photos"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let id = one["photo"].as_str().unwrap().to_owned();
                (id, texts(&one["reasons"]))
            })
            .collect();
        photos.sort();
        assert_eq!(photos, expected, "{channel}");
        assert_eq!(listed["blocked"], expected.len(), "{channel}");
        assert_eq!(listed["of"], checked.len(), "{channel}");
        let counts = listed["counts"].as_object().unwrap();
        for (reason, count) in counts {
            let with = expected.iter().filter(|(_, all)| all.contains(reason));
            assert_eq!(*count, with.count(), "{channel}: {reason}");
        }
        assert_eq!(everywhere[channel]["counts"], listed["counts"], "{channel}");
        // The newest photos with this channel's verdict say the same.
        let typed = [
            "--json", "photo", "list", "--for", channel, "--newest", "500",
        ];
        let newest = school.run(PATEL, &typed).done().json();
        let mut stay: Vec<(String, Vec<String>)> = newest
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["allowed"] == false)
            .map(|one| {
                let id = one["photo"].as_str().unwrap().to_owned();
                (id, texts(&one["reasons"]))
            })
            .collect();
        stay.sort();
        assert_eq!(stay, expected, "{channel}");
    }
    let said = school
        .run(
            OFFICE,
            &["photo", "blocked", "--for", "website", "--newest", "2"],
        )
        .done()
        .says("photos may not go")
        .says("Leo M");
    assert!(said.out.contains("--after"), "{said:?}");
    school
        .run(OFFICE, &["photo", "blocked", "--for", "video-call"])
        .unusable()
        .says("call check");
    school
        .run(OFFICE, &["photo", "blocked", "--for", "websit"])
        .unusable()
        .says("website");
}
