//! What comes after a release, by commands: a found file is known again, and lists are taken out of
//! the house and never over another file.

use std::fs;

use super::school::{HEAD, OFFICE, PATEL, School, TECHNICIAN, id};

#[test]
fn a_found_copy_is_ours_and_after_a_withdrawal_it_may_not_be_out() {
    let school = School::new();
    let copy = school.goes_out("puddle-jumping", "website");
    let copy = copy.to_str().unwrap();
    let check = ["--json", "photo", "check-file", copy];
    let told = school.run(PATEL, &check).done().json();
    assert_eq!(told[0]["is"], "ours");
    assert_eq!(told[0]["photos"][0]["by"], "bytes");
    assert_eq!(told[0]["photos"][0]["copies"][0]["channel"], "website");
    // Made smaller and saved anew, as a site does: still ours, by what it looks like.
    let whole: image::RgbImage = turbojpeg::decompress_image(&fs::read(copy).unwrap()).unwrap();
    let small = image::imageops::thumbnail(&whole, 300, whole.height() * 300 / whole.width());
    let small = turbojpeg::compress_image(&small, 82, turbojpeg::Subsamp::Sub2x2).unwrap();
    let small = school.file("from-the-web.jpg", &small);
    let told = school
        .run(OFFICE, &["--json", "photo", "check-file", &small])
        .done()
        .json();
    assert_eq!(told[0]["is"], "ours", "{told}");
    assert_eq!(told[0]["photos"][0]["by"], "sight");
    school
        .run(
            OFFICE,
            &[
                "permission",
                "add",
                id("ned-barraclough"),
                "withdrawn",
                "--for",
                "website",
                "--by",
                "B Barraclough",
            ],
        )
        .done();
    school
        .run(OFFICE, &["photo", "check-file", &small])
        .refused()
        .says("must come down by");
    school.left_nothing_lying_about();
}

#[test]
fn what_is_not_ours_is_told_as_such_and_what_cannot_be_read_ends_otherwise() {
    let school = School::new();
    let stranger = image::RgbImage::from_fn(400, 300, |x, y| {
        image::Rgb([
            (x / 2) as u8,
            (y / 2) as u8,
            if (x / 50 + y / 50).is_multiple_of(2) {
                200
            } else {
                20
            },
        ])
    });
    let stranger = turbojpeg::compress_image(&stranger, 90, turbojpeg::Subsamp::Sub2x2).unwrap();
    let folder = school.folder("found");
    fs::write(format!("{folder}/stranger.jpg"), &*stranger).unwrap();
    fs::write(format!("{folder}/letter.txt"), "Dear all").unwrap();
    let told = school
        .run(OFFICE, &["--json", "photo", "check-file", &folder])
        .done()
        .json();
    let is: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["is"].as_str().unwrap())
        .collect();
    assert_eq!(is, ["no-picture", "not-ours"]);
    let none = school.beside("none.jpg");
    school
        .run(OFFICE, &["photo", "check-file", none.to_str().unwrap()])
        .unusable();
    school
        .run(TECHNICIAN, &["photo", "check-file", &folder])
        .refused();
}

#[test]
fn the_record_and_the_incidents_are_written_to_new_files_and_never_over_another() {
    let school = School::new();
    school
        .run(PATEL, &["incident", "report", "a phone was seen"])
        .done();
    let place = |name: &str| school.beside(name).to_str().unwrap().to_owned();
    for (group, name) in [
        ("audit", "record.csv"),
        ("audit", "record.jsonl"),
        ("incident", "incidents.csv"),
        ("incident", "incidents.json"),
    ] {
        let file = place(name);
        school.run(PATEL, &[group, "export", &file]).refused();
        assert!(!school.beside(name).exists(), "an empty {name} was left");
        school.run(HEAD, &[group, "export", &file]).done();
        let written = fs::read(&file).unwrap();
        assert!(written.len() > 100, "{name}");
        school
            .run(HEAD, &[group, "export", &file])
            .unusable()
            .says("cannot be written");
        assert_eq!(fs::read(&file).unwrap(), written, "{name} was changed");
        school
            .run(HEAD, &[group, "export", &place("list.doc")])
            .unusable();
    }
    let lines = fs::read_to_string(place("record.jsonl")).unwrap();
    let count = lines.lines().count();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["seq"], 1);
    assert!(count > 50);
}

#[test]
fn the_record_is_listed_by_who_what_and_when() {
    let school = School::new();
    let list = |more: &[&str]| {
        let mut typed = vec!["--json", "audit", "list"];
        typed.extend(more);
        let told = school.run(HEAD, &typed).done().json();
        told.as_array().unwrap().clone()
    };
    let by_patel = ["--act", "incident.", "--by", PATEL.name];
    let before = list(&by_patel).len();
    school
        .run(PATEL, &["incident", "report", "a phone was seen"])
        .done();
    let opened = list(&by_patel);
    assert_eq!(opened.len(), before + 1);
    assert_eq!(opened[0]["act"], "incident.opened");
    assert_eq!(list(&["--most", "3"]).len(), 3);
    assert!(list(&["--until", "2001-01-01"]).is_empty());
    school
        .run(HEAD, &["audit", "list", "--act", "incident."])
        .done()
        .says("Ms Patel");
}
