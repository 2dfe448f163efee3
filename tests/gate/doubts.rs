//! What one person alone says about who is shown lets nothing out, whatever is typed after it: somebody
//! else looks first.

use serde_json::Value;

use super::school::{HEAD, HUGHES, OFFICE, PATEL, Person, School, photo, reason};

/// Leo's family said no to the website.
const LEO: &str = "forest-school";
const NO: &str = "refused:leo-marsh-bell";

/// The tag of Leo, and the face that is his.
fn tag_and_face(school: &School) -> (String, String) {
    let told = school.run(PATEL, &["--json", "photo", "show", &photo(LEO)]);
    let labels = told.done().json()["labels"].clone();
    let no = reason(NO);
    let leo = no.strip_prefix("refused:").unwrap();
    let tags = labels["tags"].as_array().unwrap();
    let tag = tags.iter().find(|tag| tag["who"]["person"] == leo);
    let tag = tag.unwrap()["id"].as_str().unwrap().to_owned();
    let faces = labels["faces"].as_array().unwrap();
    let face = faces.iter().find(|face| face["tag"] == tag.as_str());
    (tag, face.unwrap()["id"].as_str().unwrap().to_owned())
}

/// The doubts there are, as somebody sees them.
fn doubts(school: &School, who: Person) -> Vec<Value> {
    let told = school
        .run(who, &["--json", "photo", "doubts"])
        .done()
        .json();
    told.as_array().unwrap().clone()
}

/// One practitioner takes Leo's tag off, says that his face is nobody, and that the tags are complete.
fn laundered() -> School {
    let school = School::new();
    assert_eq!(school.stays(LEO, "website"), [reason(NO)]);
    assert!(doubts(&school, OFFICE).is_empty());
    let (tag, face) = tag_and_face(&school);
    let id = photo(LEO);
    school.run(HUGHES, &["photo", "untag", &id, &tag]).done();
    school.run(HUGHES, &["photo", "dismiss", &id, &face]).done();
    school.run(HUGHES, &["photo", "finish", &id]).done();
    school
}

fn settle(school: &School, who: Person, how: &str) {
    for one in doubts(school, who) {
        let doubt = one["doubt"].as_str().unwrap();
        let typed = ["photo", "second-look", &photo(LEO), doubt, how];
        school.run(who, &typed).done();
    }
}

#[test]
fn a_tag_with_a_no_taken_off_dismissed_and_finished_by_one_person_goes_nowhere_outside() {
    let school = laundered();
    for channel in ["journal", "newsletter", "social"] {
        let reasons = school.stays(LEO, channel);
        assert!(
            reasons.contains(&"second-look".to_owned()),
            "{channel}: {reasons:?}"
        );
    }
    school.sign_off(HEAD, LEO, "website");
    assert_eq!(school.stays(LEO, "website"), ["second-look"]);
    // Neither whoever said it, nor anybody of that role, settles it.
    let first = doubts(&school, OFFICE)[0]["doubt"]
        .as_str()
        .unwrap()
        .to_owned();
    for who in [HUGHES, PATEL] {
        let typed = ["photo", "second-look", &photo(LEO), &first, "--right"];
        school.run(who, &typed).refused();
        school.run(who, &["photo", "doubts"]).refused();
    }
    assert_eq!(school.stays(LEO, "website"), ["second-look"]);
    school
        .run(OFFICE, &["photo", "doubts"])
        .done()
        .says("Leo")
        .says("Mr Hughes");
}

#[test]
fn put_back_it_is_blocked_as_before_and_on_record() {
    let school = laundered();
    settle(&school, OFFICE, "--put-back");
    assert!(doubts(&school, OFFICE).is_empty());
    let reasons = school.stays(LEO, "website");
    assert!(reasons.contains(&reason(NO)), "{reasons:?}");
    assert!(!reasons.contains(&"second-look".to_owned()));
    school
        .run(HEAD, &["audit", "list", "--act", "photo.second-look"])
        .done()
        .says("photo.second-look");
}

#[test]
fn right_lets_it_go_on() {
    let school = laundered();
    settle(&school, OFFICE, "--right");
    school.sign_off(HEAD, LEO, "website");
    school.goes_out(LEO, "website");
}
