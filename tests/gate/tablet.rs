//! What the tablet's screens do, from the terminal: signing the agreement, a group as its tiles show it,
//! tagging like the last photo, deleting a photo of one's own.

use super::school::{HEAD, OFFICE, PATEL, School, id, photo};
use super::waiting::{kept_before_a_stop, picture};

#[test]
fn staff_sign_the_agreement_with_their_pin_typed_again_and_read_it_first() {
    let school = School::new();
    let typed = [
        "--json",
        "--as",
        PATEL.name,
        "--pin-fd",
        "0",
        "staff",
        "sign-agreement",
    ];
    let wrong = school.typed(&typed, &[PATEL.pin, "860417"]).refused();
    assert!(!wrong.said().contains("860417"));
    let signed = school.typed(&typed, &[PATEL.pin, PATEL.pin]).done().json();
    let show = ["--json", "policy", "show", "acceptable-use"];
    let read = school.typed(&show, &[]).done().json();
    assert_eq!(signed["text"], read["version"]);
    assert!(read["text"].as_str().unwrap().contains("own devices"));
    let staff = school.run(HEAD, &["--json", "staff", "list"]).done().json();
    let text_of = |name: &str| {
        let all = staff.as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["text"].clone()
    };
    assert_eq!(text_of(PATEL.name), read["version"]);
    assert!(text_of(OFFICE.name).is_null());
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_group_is_shown_as_its_tiles_do_and_says_who_is_away() {
    let school = School::new();
    let groups = school
        .run(PATEL, &["--json", "group", "list"])
        .done()
        .json();
    let listed = groups.as_array().unwrap();
    assert!(listed.iter().any(|one| one["group"] == "Ladybirds"));
    school
        .run(PATEL, &["group", "away", "Ladybirds", "Amira Khan"])
        .done()
        .says("1 of Ladybirds away");
    let show = ["--json", "group", "show", "Ladybirds"];
    let shown = school.run(PATEL, &show).done().json();
    let tiles = shown["tiles"].as_array().unwrap();
    let away: Vec<_> = tiles.iter().filter(|tile| tile["here"] == false).collect();
    assert_eq!(away.len(), 1);
    assert_eq!(away[0]["person"], id("amira-khan"));
    let marked = tiles.iter().filter(|tile| tile["standing"] == "no photos");
    assert!(marked.count() > 0, "{shown}");
    // Full names stay in the register.
    assert!(!shown.to_string().contains("Khan"), "{shown}");
    school.run(HEAD, &["audit", "verify"]).done();
}

#[test]
fn a_photo_is_tagged_like_the_last_one_and_deleted_by_whoever_took_it() {
    let school = School::new();
    let plain = image::RgbImage::from_pixel(640, 480, image::Rgb([90, 150, 60]));
    let other = turbojpeg::compress_image(&plain, 90, turbojpeg::Subsamp::Sub2x2).unwrap();
    let kept = kept_before_a_stop(&school, &[&picture(), &other]);
    let [first, second] = [kept[0].as_str(), kept[1].as_str()];
    let none = ["photo", "same-as-last", first];
    school.run(PATEL, &none).refused();
    school
        .run(PATEL, &["photo", "tag", first, "--person", "Amira Khan"])
        .done();
    let like = ["--json", "photo", "same-as-last", second];
    let told = school.run(PATEL, &like).done().json();
    assert_eq!(told["added"], 1);
    let told = school.run(OFFICE, &["photo", "discard", second]).refused();
    assert!(told.said().contains("somebody else took this photo"));
    school.run(PATEL, &["photo", "discard", second]).done();
    school.run(PATEL, &["photo", "discard", second]).refused();
    let earlier = photo("our-hills");
    school.run(HEAD, &["photo", "discard", &earlier]).refused();
    school.run(HEAD, &["audit", "verify"]).done();
}
