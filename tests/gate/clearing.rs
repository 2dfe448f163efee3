//! The honest way out: the reason is removed, and the picture goes.

use super::school::{HEAD, OFFICE, PATEL, School, forms, id, photo, reason};

/// A form comes back: a parent's written yes.
fn form(school: &School, child: &str, by: &str, channel: &str) {
    let file = school.file("form.pdf", &forms::form(&format!("{child} {channel} {by}")));
    let typed = [
        "permission",
        "add",
        id(child),
        "granted",
        "--for",
        channel,
        "--by",
        by,
        "--same-person",
        "--evidence",
        "paper",
        "--file",
        &file,
    ];
    school.run(OFFICE, &typed).done();
}

#[test]
fn refused_is_cleared_by_hiding_and_signing_off_anew() {
    let school = School::new();
    let story = "forest-school";
    assert_eq!(
        school.stays(story, "website"),
        [reason("refused:leo-marsh-bell")]
    );
    let leo = id("leo-marsh-bell");
    school
        .run(OFFICE, &["photo", "hide", &photo(story), leo])
        .done();
    assert_eq!(school.stays(story, "website"), ["sign-off-stale"]);
    school.sign_off(HEAD, story, "website");
    school.goes_out(story, "website");
    // Shown again, the old sign-off is no help.
    school
        .run(OFFICE, &["photo", "hide", &photo(story), leo, "--off"])
        .done();
    assert_eq!(
        school.stays(story, "website"),
        [reason("refused:leo-marsh-bell"), "sign-off-stale".into()]
    );
}

#[test]
fn refused_is_cleared_by_cropping_them_out_and_saying_so() {
    let school = School::new();
    let story = "forest-school";
    let photo = photo(story);
    let shown = school
        .run(PATEL, &["--json", "photo", "show", &photo])
        .json();
    let faces = shown["labels"]["faces"].as_array().unwrap();
    let tags = shown["labels"]["tags"].as_array().unwrap();
    let leo = id("leo-marsh-bell");
    let tag = tags.iter().find(|tag| tag["who"]["person"] == leo).unwrap()["id"].clone();
    let face = faces.iter().find(|face| face["tag"] == tag).unwrap();
    let left = face["area"]["x"].as_u64().unwrap();
    assert!(left > 1_000, "there is a picture without Leo");
    let area = format!("0,0,{left},{}", shown["height"]);
    school.run(OFFICE, &["photo", "crop", &photo, &area]).done();
    // A crop alone proves nothing.
    assert_eq!(
        school.stays(story, "website"),
        [reason("refused:leo-marsh-bell"), "sign-off-stale".into()]
    );
    school.run(OFFICE, &["photo", "untag", &photo, leo]).done();
    school
        .run(
            OFFICE,
            &["photo", "dismiss", &photo, face["id"].as_str().unwrap()],
        )
        .done();
    assert_eq!(
        school.stays(story, "website"),
        ["second-look", "sign-off-stale", "tagging-unfinished"]
    );
    school.run(OFFICE, &["photo", "finish", &photo]).done();
    // Somebody else looks whether Leo is out of it.
    let doubts = school.run(HEAD, &["--json", "photo", "doubts"]).json();
    for doubt in doubts.as_array().unwrap() {
        let doubt = doubt["doubt"].as_str().unwrap();
        let typed = ["photo", "second-look", &photo, doubt, "--right"];
        school
            .run(OFFICE, &typed)
            .refused()
            .says("you said this yourself");
        school.run(HEAD, &typed).done();
    }
    school.sign_off(HEAD, story, "website");
    let copy = image_size(&school.goes_out(story, "website"));
    assert!(u64::from(copy.0) <= left && copy.0 <= 1600, "{copy:?}");
}

fn image_size(file: &std::path::Path) -> (u32, u32) {
    let bytes = std::fs::read(file).unwrap();
    let image: image::RgbImage = turbojpeg::decompress_image(&bytes).unwrap();
    image.dimensions()
}

#[test]
fn not_written_is_cleared_by_a_form_and_the_sign_off_still_stands() {
    let school = School::new();
    let story = "den-building";
    assert_eq!(
        school.stays(story, "website"),
        [reason("not-written:ella-price")]
    );
    // Saying yes again at the gate is not writing either; nor is a form without its file.
    let ella = id("ella-price");
    school
        .run(
            OFFICE,
            &[
                "permission",
                "add",
                ella,
                "granted",
                "--for",
                "website",
                "--by",
                "N Price",
            ],
        )
        .done();
    let typed = [
        "permission",
        "add",
        ella,
        "granted",
        "--for",
        "website",
        "--by",
        "N Price",
        "--evidence",
        "paper",
    ];
    school.run(OFFICE, &typed).unusable().says("needs its form");
    assert_eq!(
        school.stays(story, "website"),
        [reason("not-written:ella-price")]
    );
    form(&school, "ella-price", "N Price", "website");
    school.goes_out(story, "website");
}

#[test]
fn wrong_signatory_is_cleared_by_a_parents_form() {
    let school = School::new();
    assert_eq!(
        school.stays("baking-day", "newsletter"),
        [reason("wrong-signatory:noah-fairweather")]
    );
    form(&school, "noah-fairweather", "M Fairweather", "newsletter");
    school.goes_out("baking-day", "newsletter");
}

#[test]
fn expired_and_never_asked_are_cleared_by_a_new_form_for_that_channel_alone() {
    let school = School::new();
    assert_eq!(
        school.stays("sports-day", "website"),
        [reason("expired:hana-suzuki")]
    );
    form(&school, "hana-suzuki", "T Suzuki", "website");
    school.goes_out("sports-day", "website");
    assert_eq!(
        school.stays("sports-day", "journal"),
        [reason("expired:hana-suzuki")]
    );
    assert_eq!(
        school.stays("nativity-play", "website"),
        [reason("no-permission:emre-yilmaz")]
    );
    form(&school, "emre-yilmaz", "A Yılmaz", "website");
    school.goes_out("nativity-play", "website");
    assert_eq!(
        school.stays("nativity-play", "journal"),
        [reason("no-permission:emre-yilmaz")]
    );
}

/// One no is enough: another parent's yes does not outweigh it, the same parent's new yes does.
#[test]
fn withdrawn_is_cleared_by_nobody_but_whoever_withdrew() {
    let school = School::new();
    let withdrawn = [reason("withdrawn:gwen-pryce-morgan")];
    assert_eq!(school.stays("six-friends", "social"), withdrawn);
    form(&school, "gwen-pryce-morgan", "Her Father", "social");
    assert_eq!(school.stays("six-friends", "social"), withdrawn);
    form(&school, "gwen-pryce-morgan", "E Pryce-Morgan", "social");
    school.goes_out("six-friends", "social");
}

#[test]
fn a_full_name_is_cleared_by_other_words() {
    let school = School::new();
    let story = "at-the-easel";
    assert_eq!(
        school.stays(story, "website"),
        [reason("name-in-text:maya-rowntree")]
    );
    let photo = photo(story);
    // Nor may it stand in the other texts, in whatever way it is written.
    for (field, words) in [
        ("--caption", "ROWNTREE, Maya, paints"),
        ("--caption", "Amira J. Khan's friend paints"),
        ("--alt", "Máya Rowntree's easel"),
        ("--credit", "photo: maya_rowntree"),
    ] {
        let typed = [
            "photo",
            "words",
            &photo,
            "--caption",
            "",
            "--alt",
            "",
            "--credit",
            "",
            field,
            words,
        ];
        let typed: Vec<&str> = match field {
            "--caption" => vec![
                "photo", "words", &photo, "--alt", "", "--credit", "", field, words,
            ],
            "--alt" => vec![
                "photo",
                "words",
                &photo,
                "--caption",
                "",
                "--credit",
                "",
                field,
                words,
            ],
            _ => typed[..7].iter().copied().chain([field, words]).collect(),
        };
        school.run(OFFICE, &typed).done();
        let reasons = school.stays(story, "journal");
        assert_eq!(reasons.len(), 1, "{words}: {reasons:?}");
        assert!(
            reasons[0].starts_with("name-in-text:"),
            "{words}: {reasons:?}"
        );
    }
    let typed = [
        "photo",
        "words",
        &photo,
        "--caption",
        "Maya paints a house.",
        "--alt",
        "",
        "--credit",
        "",
    ];
    school.run(OFFICE, &typed).done();
    assert_eq!(school.stays(story, "website"), ["sign-off-stale"]);
    school.sign_off(HEAD, story, "website");
    school.goes_out(story, "website");
}

#[test]
fn contact_details_are_cleared_by_other_words_and_the_schools_own_may_stand() {
    let school = School::new();
    let story = "sandpit";
    let photo = photo(story);
    for words in [
        "Ring 01632 960999",
        "Write to mum@home.example",
        "We are at SW1A 1AA",
    ] {
        school
            .run(OFFICE, &["photo", "words", &photo, "--caption", words])
            .done();
        assert_eq!(
            school.stays(story, "journal"),
            ["contact-in-text"],
            "{words}"
        );
    }
    let own = "Have you a spare bucket? Ring the office, 01632 960000.";
    school
        .run(OFFICE, &["photo", "words", &photo, "--caption", own])
        .done();
    assert_eq!(school.stays(story, "newsletter"), ["sign-off-stale"]);
    school.sign_off(OFFICE, story, "newsletter");
    school.goes_out(story, "newsletter");
}

#[test]
fn copyright_is_cleared_by_saying_whose_it_is_with_a_credit() {
    let school = School::new();
    let story = "our-staff";
    assert_eq!(school.stays(story, "newsletter"), ["copyright-unclear"]);
    let photo = photo(story);
    let typed = [
        "photo",
        "words",
        &photo,
        "--copyright",
        "permission",
        "--credit",
        "",
    ];
    school.run(OFFICE, &typed).done();
    assert_eq!(
        school.stays(story, "newsletter"),
        ["credit-missing", "sign-off-stale"]
    );
    school
        .run(
            OFFICE,
            &["photo", "words", &photo, "--credit", "A. Photographer"],
        )
        .done();
    school.sign_off(OFFICE, story, "newsletter");
    school.goes_out(story, "newsletter");
}

#[test]
fn a_missing_tick_unfinished_tags_and_a_missing_sign_off_are_cleared_by_doing_them() {
    let school = School::new();
    assert_eq!(
        school.stays("first-day", "website"),
        ["checklist:no-names-in-view"]
    );
    let badge = photo("first-day");
    school
        .run(OFFICE, &["photo", "tick", &badge, "no-names-in-view"])
        .done();
    // A tick is no part of what was signed: bytes, words, tags and channel are as they were.
    school.goes_out("first-day", "website");

    assert_eq!(
        school.stays("music-lesson", "journal"),
        ["tagging-unfinished"]
    );
    school
        .run(PATEL, &["photo", "finish", &photo("music-lesson")])
        .done();
    school.goes_out("music-lesson", "journal");

    assert_eq!(school.stays("snowman", "website"), ["not-signed-off"]);
    let snowman = photo("snowman");
    // The office is not the head, and whoever took it (Miss Adeyemi) has no say at all.
    let typed = ["photo", "sign-off", &snowman, "--for", "website"];
    school.run(OFFICE, &typed).refused().says("head");
    school.run(PATEL, &typed).refused();
    school.sign_off(HEAD, "snowman", "website");
    school.goes_out("snowman", "website");
}

#[test]
fn a_face_that_nobody_named_is_cleared_by_dismissing_or_tagging_it() {
    for by_tag in [false, true] {
        let school = School::new();
        let story = "vegetable-garden";
        assert_eq!(school.stays(story, "journal"), ["face-unaccounted"]);
        let photo = photo(story);
        let shown = school
            .run(PATEL, &["--json", "photo", "show", &photo])
            .json();
        let faces = shown["labels"]["faces"].as_array().unwrap();
        let open = faces.iter().find(|face| face["tag"].is_null()).unwrap();
        let face = open["id"].as_str().unwrap();
        if by_tag {
            let typed = [
                "photo",
                "tag",
                &photo,
                "--unrecognisable",
                "adult",
                "--face",
                face,
            ];
            school.run(PATEL, &typed).done();
            assert_eq!(school.stays(story, "journal"), ["tagging-unfinished"]);
            school.run(PATEL, &["photo", "finish", &photo]).done();
        } else {
            school
                .run(PATEL, &["photo", "dismiss", &photo, face])
                .done();
        }
        school.goes_out(story, "journal");
    }
}

#[test]
fn somebody_unknown_is_cleared_by_covering_them() {
    let school = School::new();
    let story = "library-visit";
    assert_eq!(school.stays(story, "newsletter"), ["unknown-person"]);
    let photo = photo(story);
    let shown = school
        .run(PATEL, &["--json", "photo", "show", &photo])
        .json();
    let tags = shown["labels"]["tags"].as_array().unwrap();
    let unknown = tags.iter().find(|tag| tag["who"] == "unknown").unwrap();
    let tag = unknown["id"].as_str().unwrap();
    school.run(OFFICE, &["photo", "hide", &photo, tag]).done();
    school.sign_off(OFFICE, story, "newsletter");
    school.goes_out(story, "newsletter");
    // For the press, hiding changes nothing.
    school.sign_off(HEAD, story, "press");
    assert_eq!(school.stays(story, "press"), ["unknown-person"]);
}

/// Only the mark itself stands in the way, and only the head takes it off.
#[test]
fn the_absolute_mark_yields_to_nothing_but_the_head_taking_it_off() {
    let school = School::new();
    let (story, daniel) = ("reading-corner", id("daniel-wright"));
    let never = [reason("never-photograph:daniel-wright")];
    school
        .run(OFFICE, &["photo", "hide", &photo(story), daniel])
        .done();
    assert_eq!(school.stays(story, "wall"), never);
    form(&school, "daniel-wright", "A Wright", "journal");
    assert_eq!(school.stays(story, "journal"), never);
    school
        .run(OFFICE, &["person", "never", daniel, "--off"])
        .refused();
    school
        .run(PATEL, &["person", "never", daniel, "--off"])
        .refused();
    assert_eq!(school.stays(story, "journal"), never);
    school
        .run(HEAD, &["person", "never", daniel, "--off"])
        .done();
    school.goes_out(story, "journal");
}
