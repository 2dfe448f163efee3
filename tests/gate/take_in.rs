//! What may come in: whole pictures of the school's own cameras, by somebody who may take them.

use std::io::Write;

use chrono::{TimeDelta, Utc};
use serde_json::Value;
use shutterslip::sample::data::Camera;
use shutterslip::sample::scenes::{CameraWriting, Turned, photograph};

use super::school::{HEAD, HUGHES, OFFICE, PATEL, PLAN, School, TECHNICIAN, files_under, plan};

fn camera(id: &str) -> &'static Camera {
    PLAN.cameras.iter().find(|camera| camera.id == id).unwrap()
}

/// A new picture of that camera, taken a minute from now: after whatever was done before.
fn taken_by(camera: &Camera, number: u32) -> Vec<u8> {
    let writing = CameraWriting {
        make: camera.make.clone(),
        model: camera.model.clone(),
        serial: camera.serial.clone(),
        owner: String::new(),
        taken: (Utc::now() + TimeDelta::minutes(1)).fixed_offset(),
        turned: Turned::Upright,
        position: None,
        jfif: true,
        comment: None,
        number,
    };
    photograph(plan("our-hills").scene, &writing).unwrap()
}

#[track_caller]
fn photos(school: &School) -> usize {
    let listed = school
        .run(OFFICE, &["--json", "photo", "list"])
        .done()
        .json();
    let sealed = files_under(&school.data.join("vault"));
    assert!(
        sealed
            .iter()
            .all(|file| !file.to_str().unwrap().contains("arriving")),
        "{sealed:?}"
    );
    listed.as_array().unwrap().len()
}

#[track_caller]
fn incidents(school: &School, kind: &str) -> usize {
    let listed: Value = school
        .run(HEAD, &["--json", "incident", "list"])
        .done()
        .json();
    let all = listed.as_array().unwrap().iter();
    all.filter(|one| one["incident"]["kind"] == kind).count()
}

#[test]
fn a_picture_of_the_schools_camera_is_kept_once() {
    let school = School::new();
    let before = photos(&school);
    let file = school.file("DSC_0001.JPG", &taken_by(camera("school-camera"), 901));
    let again = school.file("a copy of it.png", &std::fs::read(&file).unwrap());
    let typed = [
        "--json",
        "photo",
        "take-in",
        &file,
        &again,
        &file,
        "--occasion",
        "A walk",
        "--group",
        "Ladybirds",
    ];
    let told = school.run(PATEL, &typed).done().json();
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), 3);
    assert!(
        told.iter()
            .all(|one| one["kept"] == true && one["photo"] == told[0]["photo"]),
        "{told:?}"
    );
    assert_eq!(told[0]["before"], Value::Null);
    assert_eq!(told[1]["before"], true);
    assert_eq!(photos(&school), before + 1);
    school
        .run(OFFICE, &["photo", "take-in", &file])
        .done()
        .says("before");
    assert_eq!(photos(&school), before + 1);
    // New, it may go nowhere: nobody has said who is in it.
    let id = told[0]["photo"].as_str().unwrap();
    let check = ["photo", "check", id, "--for", "wall"];
    school
        .run(PATEL, &check)
        .refused()
        .says("tagging-unfinished");
}

#[test]
fn a_personal_phone_is_refused_and_the_head_hears_of_it() {
    let school = School::new();
    let (before, heard) = (photos(&school), incidents(&school, "personal-device"));
    let phone = taken_by(camera("phone"), 902);
    let mut almost = camera("school-camera").clone();
    almost.serial = Some("SC1-0002".to_owned());
    let mut none = camera("school-camera").clone();
    none.serial = None;
    let other_make = Camera {
        make: "Personal".to_owned(),
        ..camera("school-camera").clone()
    };
    let files = [
        phone,
        taken_by(&almost, 903),
        taken_by(&none, 904),
        taken_by(&other_make, 905),
    ];
    let files: Vec<String> = files
        .iter()
        .zip(0..)
        .map(|(bytes, place)| school.file(&format!("{place}.jpg"), bytes))
        .collect();
    let mut typed = vec!["--json", "photo", "take-in"];
    typed.extend(files.iter().map(String::as_str));
    let told = school.run(PATEL, &typed).refused().json();
    for one in told.as_array().unwrap() {
        assert_eq!(one["kept"], false);
        let said = one["error"].as_str().unwrap();
        assert!(
            said.starts_with("not-school-device") && said.contains("nothing was kept"),
            "{said}"
        );
    }
    assert_eq!(photos(&school), before);
    assert_eq!(incidents(&school, "personal-device"), heard + files.len());
    // The head took it, and is not above the rule.
    school
        .run(HEAD, &["photo", "take-in", &files[0]])
        .refused()
        .says("not-school-device");
    assert_eq!(photos(&school), before);
}

#[test]
fn a_retired_camera_is_refused_and_the_head_hears_of_it() {
    let school = School::new();
    let before = photos(&school);
    let file = school.file("late.jpg", &taken_by(camera("school-camera"), 906));
    school
        .run(PATEL, &["camera", "retire", "School camera 1"])
        .refused();
    school
        .run(TECHNICIAN, &["camera", "retire", "School camera 1"])
        .done();
    school
        .run(PATEL, &["photo", "take-in", &file])
        .refused()
        .says("not-school-device");
    assert_eq!(photos(&school), before);
    assert_eq!(incidents(&school, "revoked-device"), 1);
}

#[test]
fn a_revoked_device_takes_nothing_in() {
    let school = School::new();
    let before = photos(&school);
    let file = school.file("a.jpg", &taken_by(camera("school-camera"), 907));
    school
        .run(
            TECHNICIAN,
            &["device", "revoke", "TAB-03", "--why", "stolen"],
        )
        .done();
    school
        .run(PATEL, &["photo", "take-in", &file])
        .refused()
        .says("revoked");
    assert_eq!(photos(&school), before);
    assert_eq!(incidents(&school, "revoked-device"), 1);
}

#[test]
fn somebody_whose_agreement_has_run_out_takes_nothing_in_until_it_is_renewed() {
    let school = School::new();
    let before = photos(&school);
    let file = school.file("a.jpg", &taken_by(camera("school-camera"), 908));
    school
        .run(HUGHES, &["photo", "take-in", &file])
        .refused()
        .says("agreement");
    assert_eq!(photos(&school), before);
    school
        .run(TECHNICIAN, &["photo", "take-in", &file])
        .refused();
    let day = (Utc::now() - TimeDelta::days(1)).date_naive().to_string();
    school
        .run(HUGHES, &["staff", "agreed", "Mr Hughes", &day])
        .refused();
    let future = (Utc::now() + TimeDelta::days(2)).date_naive().to_string();
    school
        .run(HEAD, &["staff", "agreed", "Mr Hughes", &future])
        .unusable()
        .says("future");
    school
        .run(HEAD, &["staff", "agreed", "Mr Hughes", &day])
        .done();
    school.run(HUGHES, &["photo", "take-in", &file]).done();
    assert_eq!(photos(&school), before + 1);
}

/// A PNG that says it is 60,000 pixels wide and high, in a few bytes.
fn bomb() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(60_000_u32.to_be_bytes());
    header.extend(60_000_u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut sum = 0xffff_ffff_u32;
    for byte in &header {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    png.extend(&header);
    png.extend((!sum).to_be_bytes());
    png.extend(b"\0\0\0\x04IDAT\0\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    png
}

#[test]
fn what_is_no_whole_picture_is_told_with_what_to_do_and_nothing_is_kept() {
    let school = School::new();
    let before = photos(&school);
    let whole = taken_by(camera("school-camera"), 909);
    let cut = whole[..whole.len() * 2 / 3].to_vec();
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    heic.write_all(&[7; 4_000]).unwrap();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("empty.jpg", Vec::new(), "empty"),
        (
            "notes.jpg",
            b"Dear all, here are the pictures".to_vec(),
            "choose",
        ),
        (
            "page.png",
            b"<html><body>not a picture</body></html>".to_vec(),
            "web page",
        ),
        ("phone.heic", heic.clone(), "JPEG"),
        ("renamed.jpg", heic, "JPEG"),
        ("cut.jpg", cut, "again"),
        ("bomb.png", bomb(), "60000"),
        ("begin.jpg", whole[..3].to_vec(), ""),
        (
            "movie.jpg",
            b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec(),
            "video",
        ),
    ];
    let files: Vec<String> = cases
        .iter()
        .map(|(name, bytes, _)| school.file(name, bytes))
        .collect();
    let mut typed = vec!["--json", "photo", "take-in"];
    typed.extend(files.iter().map(String::as_str));
    let told = school.run(PATEL, &typed).unusable().json();
    for (one, (name, _, words)) in told.as_array().unwrap().iter().zip(&cases) {
        assert_eq!(one["kept"], false, "{name}");
        let said = one["error"].as_str().unwrap();
        let digits: String = said
            .chars()
            .filter(|sign| !",. \u{2009}\u{a0}".contains(*sign))
            .collect();
        assert!(
            said.contains(words) || digits.contains(words),
            "{name}: {said}"
        );
        // Fact and remedy.
        assert!(said.contains([';', ',']), "{name}: {said}");
    }
    assert_eq!(photos(&school), before);
    let folder = school.folder("folder.jpg");
    school.run(PATEL, &["photo", "take-in", &folder]).unusable();
    school
        .run(PATEL, &["photo", "take-in", "not-there.jpg"])
        .unusable()
        .says("not-there.jpg");
    school.run(PATEL, &["photo", "take-in"]).unusable();
    assert_eq!(photos(&school), before);
}

/// One bad file among good ones: the good are kept, each has its own line.
#[test]
fn a_bad_file_does_not_stop_the_good_ones() {
    let school = School::new();
    let before = photos(&school);
    let good = school.file("good.jpg", &taken_by(camera("school-camera"), 910));
    let phone = school.file("phone.jpg", &taken_by(camera("phone"), 911));
    let text = school.file("text.jpg", b"no picture");
    let typed = ["--json", "photo", "take-in", &text, &good, &phone];
    let told = school.run(PATEL, &typed).unusable().json();
    let kept: Vec<&Value> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kept"])
        .collect();
    assert_eq!(kept, [&false.into(), &Value::from(true), &false.into()]);
    assert_eq!(photos(&school), before + 1);
    school.left_nothing_lying_about();
}
