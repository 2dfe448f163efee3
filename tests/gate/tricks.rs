//! Odd places and odd orders: links, archives that are there, an older register, a photo that was
//! erased, a child hidden where nobody drew a box.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::school::{HEAD, OFFICE, PATEL, School, files_under, id, photo, pictures_under, texts};

#[test]
fn nothing_is_released_into_the_schools_own_folder_by_whatever_name() {
    let school = School::new();
    let (goes, stays) = (photo("our-hills"), photo("forest-school"));
    let before = files_under(&school.data).len();
    let vault = school.data.join("vault");
    symlink(&vault, school.beside("link")).unwrap();
    symlink(&school.data, school.beside("other-name")).unwrap();
    let target = school.folder("target");
    let round_about = format!("{target}/../data");
    let inside = [
        ("--folder", school.data.to_str().unwrap().to_owned()),
        ("--folder", vault.to_str().unwrap().to_owned()),
        (
            "--folder",
            school.beside("link").to_str().unwrap().to_owned(),
        ),
        ("--folder", round_about),
        ("--folder", "../data".to_owned()),
        (
            "--zip",
            school.data.join("a.zip").to_str().unwrap().to_owned(),
        ),
        (
            "--zip",
            school.beside("link/a.zip").to_str().unwrap().to_owned(),
        ),
        (
            "--zip",
            school
                .beside("other-name/a.zip")
                .to_str()
                .unwrap()
                .to_owned(),
        ),
    ];
    for (outlet, place) in &inside {
        school
            .run(
                OFFICE,
                &["release", "to", "website", &goes, &stays, outlet, place],
            )
            .refused()
            .says("own folder");
    }
    // The checkpoint folder appears with the first release, not with a refused one.
    let now = files_under(&school.data);
    assert_eq!(now.len(), before, "{now:?}");
}

#[test]
fn a_linked_folder_outside_gets_what_may_go_and_nothing_else() {
    let school = School::new();
    let target = school.folder("target");
    symlink(&target, school.beside("link")).unwrap();
    let link = school.beside("link");
    let link = link.to_str().unwrap();
    let (goes, stays) = (photo("our-hills"), photo("forest-school"));
    school
        .run(
            OFFICE,
            &["release", "to", "website", &stays, "--folder", link],
        )
        .refused()
        .says("refused");
    assert_eq!(files_under(Path::new(&target)).len(), 0);
    school
        .run(
            OFFICE,
            &[
                "release", "to", "website", &goes, &stays, "--nobody", &goes, "--folder", link,
            ],
        )
        .refused();
    assert_eq!(pictures_under(Path::new(&target)).len(), 1);
}

#[test]
fn an_archive_that_is_there_is_neither_added_to_nor_replaced() {
    let school = School::new();
    let (goes, stays) = (photo("our-hills"), photo("forest-school"));
    let there = school.file("there.zip", b"somebody's own archive");
    let elsewhere = school.beside("elsewhere.zip");
    let dangling = school.beside("dangling.zip");
    symlink(&elsewhere, &dangling).unwrap();
    for place in [there.as_str(), dangling.to_str().unwrap()] {
        let ran = school
            .run(
                OFFICE,
                &["release", "to", "website", &goes, &stays, "--zip", place],
            )
            .refused();
        assert!(ran.said().contains("another name"), "{ran:?}");
    }
    assert_eq!(fs::read(&there).unwrap(), b"somebody's own archive");
    assert!(!elsewhere.exists());
    let here = files_under(school.data.parent().unwrap());
    assert!(!here.iter().any(|file| file.ends_with(".part")), "{here:?}");
    let listed = school
        .run(HEAD, &["--json", "release", "list"])
        .done()
        .json();
    for one in listed.as_array().unwrap() {
        assert_eq!(one["state"]["state"], "not-out", "{one}");
    }
}

#[test]
fn a_folder_or_an_archive_that_is_named_after_a_child_takes_no_copy() {
    let school = School::new();
    let goes = photo("our-hills");
    let named = school.folder("Maya Rowntree");
    let within = school.folder("Maya Rowntree/website");
    let linked = school.beside("this week");
    symlink(&named, &linked).unwrap();
    let plain = school.folder("next week");
    let places = [
        ("--folder", named.clone()),
        ("--folder", within),
        ("--folder", linked.to_str().unwrap().to_owned()),
        ("--zip", format!("{named}/week.zip")),
        ("--zip", format!("{plain}/mayarowntree.zip")),
        ("--zip", format!("{plain}/Maya_Rowntree%20week.zip")),
    ];
    for (kind, place) in &places {
        let typed = ["--json", "release", "to", "website", &goes, kind, place];
        let ran = school.run(OFFICE, &typed).refused();
        let reasons = texts(&ran.json()[0]["reasons"]);
        assert_eq!(reasons.len(), 1, "{ran:?}");
        assert!(reasons[0].starts_with("name-in-text:"), "{ran:?}");
    }
    assert_eq!(files_under(Path::new(&named)).len(), 0);
    assert_eq!(files_under(Path::new(&plain)).len(), 0);
    let typed = ["release", "to", "website", &goes, "--folder", &plain];
    school.run(OFFICE, &typed).done();
}

#[test]
fn another_family_name_of_the_register_is_looked_for_as_well() {
    let school = School::new();
    let (goes, maya) = (photo("our-hills"), id("maya-rowntree"));
    let typed = ["photo", "words", &goes, "--caption", "Maya Begum’s den"];
    school.run(OFFICE, &typed).done();
    let names = || {
        let typed = ["--json", "photo", "check", &goes];
        let checked = school.run(OFFICE, &typed).done().json();
        texts(&checked[0]["channels"]["website"]["reasons"])
            .into_iter()
            .filter(|reason| reason.starts_with("name-in-text"))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), [""; 0]);
    let typed = ["person", "edit", maya, "--known-family", "Begum"];
    school.run(OFFICE, &typed).done();
    assert_eq!(names(), [format!("name-in-text:{maya}")]);
    // What is not said stays as it is.
    school
        .run(OFFICE, &["person", "edit", maya, "--known-as", "May"])
        .done();
    assert_eq!(names(), [format!("name-in-text:{maya}")]);
    let typed = ["person", "add", "child", "Maya", "Newcomer", "--group"];
    let other = ["--born", "2021-05-05", "--other-than", maya];
    let typed = [
        &typed[..],
        &["Ladybirds", "--known-family", "Begum"],
        &other,
    ]
    .concat();
    school.run(OFFICE, &typed).done();
    assert_eq!(names().len(), 2);
}

#[test]
fn a_place_that_cannot_take_it_is_told_and_nothing_is_out() {
    let school = School::new();
    let goes = photo("our-hills");
    let file = school.file("a-file", b"x");
    let missing = school.beside("missing/deeper");
    let in_missing = school.beside("missing/a.zip");
    for (outlet, place) in [
        ("--folder", file.as_str()),
        ("--folder", missing.to_str().unwrap()),
        ("--zip", in_missing.to_str().unwrap()),
        ("--folder", "/proc"),
    ] {
        let ran = school
            .run(OFFICE, &["release", "to", "website", &goes, outlet, place])
            .refused();
        assert!(ran.said().contains("choose another"), "{ran:?}");
    }
    let listed = school
        .run(HEAD, &["--json", "release", "list"])
        .done()
        .json();
    for one in listed.as_array().unwrap() {
        assert_eq!(one["state"]["state"], "not-out", "{one}");
    }
    school.left_nothing_lying_about();
}

/// A tag that nobody drew a box for: hiding would cover nothing, so nobody is hidden.
#[test]
fn hiding_without_a_box_hides_nobody() {
    let school = School::new();
    let (story, jack) = ("our-hills", id("jack-turner"));
    let photo = photo(story);
    school
        .run(PATEL, &["photo", "tag", &photo, "--person", jack])
        .done();
    school.run(PATEL, &["photo", "finish", &photo]).done();
    school
        .run(PATEL, &["photo", "hide", &photo, jack])
        .unusable()
        .says("draw a box");
    for area in [
        "0,0,0,0",
        "3999,0,2,1",
        "0,0,4000,4000",
        "-1,0,5,5",
        "1,2,3",
    ] {
        school
            .run(PATEL, &["photo", "hide", &photo, jack, "--area", area])
            .unusable();
    }
    assert_eq!(school.stays(story, "journal"), [format!("refused:{jack}")]);
}

/// The box that hides somebody cannot be taken from under the hiding.
#[test]
fn whoever_is_hidden_keeps_a_box() {
    let school = School::new();
    let (story, jack) = ("puddle-jumping", id("jack-turner"));
    let shown = school
        .run(PATEL, &["--json", "photo", "show", &photo(story)])
        .json();
    let tags = shown["labels"]["tags"].as_array().unwrap();
    let tag = tags.iter().find(|tag| tag["hidden"] == true).unwrap()["id"].clone();
    let faces = shown["labels"]["faces"].as_array().unwrap();
    let face = faces.iter().find(|face| face["tag"] == tag).unwrap()["id"]
        .as_str()
        .unwrap();
    let photo = photo(story);
    school
        .run(
            PATEL,
            &[
                "photo",
                "tag",
                &photo,
                "--unrecognisable",
                "child",
                "--face",
                face,
            ],
        )
        .unusable();
    school
        .run(PATEL, &["photo", "dismiss", &photo, face])
        .unusable();
    // Taken off and finished, the face is nobody's: the picture stays.
    school.run(PATEL, &["photo", "untag", &photo, jack]).done();
    school.run(PATEL, &["photo", "finish", &photo]).done();
    assert_eq!(
        school.stays(story, "journal"),
        ["face-unaccounted", "second-look"]
    );
}

#[test]
fn an_erased_photo_never_comes_back() {
    let school = School::new();
    let (story, target) = ("our-hills", school.folder("target"));
    let photo = photo(story);
    let sealed = |school: &School| {
        let mut files = files_under(&school.data.join("vault"));
        files.retain(|file| file.to_str().unwrap().contains(&photo));
        files
    };
    // Somebody kept a copy of the vault: without its key it is noise.
    let kept = fs::read(&sealed(&school)[0]).unwrap();
    let place = sealed(&school)[0].clone();
    school
        .run(OFFICE, &["photo", "erase", &photo, "--why", "asked"])
        .refused();
    school
        .run(HEAD, &["photo", "erase", &photo, "--why", "asked"])
        .done();
    assert_eq!(sealed(&school).len(), 0);
    fs::write(&place, kept).unwrap();
    for who in [OFFICE, HEAD] {
        for channel in ["website", "journal"] {
            school
                .run(
                    who,
                    &["release", "to", channel, &photo, "--folder", &target],
                )
                .refused()
                .says("erased");
        }
        school
            .run(who, &["photo", "sign-off", &photo, "--for", "website"])
            .refused();
        school.run(who, &["photo", "finish", &photo]).refused();
        school.run(who, &["photo", "check", &photo]).refused();
    }
    assert_eq!(files_under(Path::new(&target)).len(), 0);
    let list = school.run(HEAD, &["photo", "list"]).done();
    assert!(!list.out.contains(&photo[..8]), "{list:?}");
}

#[test]
fn what_is_out_comes_down_before_it_is_erased() {
    let school = School::new();
    school.goes_out("our-hills", "website");
    let photo = photo("our-hills");
    school
        .run(HEAD, &["photo", "erase", &photo, "--why", "asked"])
        .refused()
        .says("take it down first");
}

/// Yesterday's register would not know today's withdrawal.
#[test]
fn an_older_copy_of_the_register_releases_nothing() {
    let school = School::new();
    let older = fs::read(school.data.join("register.db")).unwrap();
    school.goes_out("our-hills", "website");
    fs::write(school.data.join("register.db"), older).unwrap();
    for left in ["register.db-wal", "register.db-shm"] {
        fs::remove_file(school.data.join(left)).ok();
    }
    for (story, channel) in [("our-hills", "website"), ("our-hills", "journal")] {
        assert_eq!(school.stays(story, channel), ["register-stale"]);
    }
}

#[test]
fn a_revoked_device_releases_nothing_and_the_head_hears_of_it() {
    let school = School::new();
    let (goes, target) = (photo("our-hills"), school.folder("target"));
    school
        .run(HEAD, &["device", "revoke", "TAB-03", "--why", "lost"])
        .done();
    for (outlet, place) in [
        ("--folder", target.clone()),
        ("--zip", format!("{target}/a.zip")),
    ] {
        school
            .run(HEAD, &["release", "to", "website", &goes, outlet, &place])
            .refused()
            .says("revoked");
    }
    let amira = id("amira-khan");
    school
        .run(HEAD, &["call", "release", amira, "--occasion", "Library"])
        .refused()
        .says("revoked");
    assert_eq!(files_under(Path::new(&target)).len(), 0);
    let incidents = school
        .run(HEAD, &["--json", "incident", "list"])
        .done()
        .json();
    let kinds = incidents.as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|one| one["incident"]["kind"].clone()).collect();
    assert!(
        kinds.iter().any(|kind| kind == "revoked-device"),
        "{kinds:?}"
    );
}

#[test]
fn a_video_call_is_refused_for_as_long_as_one_child_may_not_join() {
    let school = School::new();
    let (may, may_not) = (id("amira-khan"), id("jack-turner"));
    let no = school
        .run(OFFICE, &["--json", "call", "check", may, may_not])
        .refused()
        .json();
    assert_eq!(no[0]["allowed"], true);
    assert_eq!(no[1]["reasons"][0], format!("refused:{may_not}"));
    school
        .run(
            HEAD,
            &["call", "release", may, may_not, "--occasion", "Library"],
        )
        .refused()
        .says("refused");
    school
        .run(PATEL, &["call", "release", may, "--occasion", "Library"])
        .refused();
    school
        .run(OFFICE, &["call", "release", may, "--occasion", "Library"])
        .done();
    school
        .run(
            OFFICE,
            &[
                "release",
                "to",
                "video-call",
                &photo("our-hills"),
                "--folder",
                "/tmp",
            ],
        )
        .unusable()
        .says("call release");
}
