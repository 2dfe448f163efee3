//! That nobody is in a photo is said in so many words, from the command line too, and such a photo goes
//! among others only by name.

use super::school::{OFFICE, PATEL, School, photo};

#[test]
fn done_does_not_say_that_nobody_is_there_and_nobody_is_not_said_of_a_face() {
    let school = School::new();
    let hills = photo("our-hills");
    school
        .run(PATEL, &["photo", "show", &hills])
        .done()
        .says("! nobody named");
    // A face that was missed: nobody's word stands no longer.
    let face = ["--json", "photo", "face", &hills, "40,40,60,60"];
    let told = school.run(PATEL, &face).done().json();
    let face = told["face"].as_str().unwrap().to_owned();
    let finish = ["photo", "finish", &hills];
    let nobody = ["photo", "finish", &hills, "--nobody"];
    school.run(PATEL, &finish).refused().says("--nobody");
    school.run(PATEL, &nobody).refused().says("a face is there");
    assert_eq!(
        school.stays("our-hills", "journal"),
        ["face-unaccounted", "tagging-unfinished"]
    );
    school
        .run(PATEL, &["photo", "dismiss", &hills, &face])
        .done();
    assert_eq!(school.stays("our-hills", "journal"), ["tagging-unfinished"]);
    school.run(PATEL, &nobody).done().says("on record");
    school.goes_out("our-hills", "journal");
    // Somebody who is tagged is somebody.
    school
        .run(PATEL, &["photo", "tag", &hills, "--unknown"])
        .done();
    school
        .run(PATEL, &nobody)
        .refused()
        .says("somebody is tagged");
}

#[test]
fn among_others_it_is_asked_for_by_name() {
    let school = School::new();
    let (hills, train) = (photo("our-hills"), photo("music-lesson"));
    school.run(PATEL, &["photo", "finish", &train]).done();
    let folder = school.folder("together");
    let mut typed = vec![
        "release", "to", "journal", &hills, &train, "--folder", &folder,
    ];
    school
        .run(OFFICE, &typed)
        .refused()
        .says("nobody is named in it")
        .says("--nobody");
    typed.extend(["--nobody", &hills]);
    let told = school.run(OFFICE, &typed).done();
    assert!(!told.out.contains("nobody is named"), "{}", told.out);
}
