//! Is a file that was found somewhere ours? By bytes, or by what it looks like.

use std::fs;
use std::path::{Path, PathBuf};

use image::RgbImage;
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::recognise::{Found, Match, MayBeOut, Recognised};
use shutterslip::acts::release::Outcome;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::sight::SightOf;
use shutterslip::outlet::folder::FolderOutlet;

use super::pictures::{as_on_a_site, jpeg, resized, scene};
use super::school::*;

/// Keeps a picture of nobody, ready for the journal.
fn kept(desk: &mut Desk, picture: &[u8]) -> PhotoId {
    let who = &template().office;
    let TakenIn::Kept(photo) = desk.keep(who, picture, &Circumstance::default()).unwrap() else {
        panic!("kept before");
    };
    desk.look_at_kept(who, &photo).unwrap();
    desk.nobody_here(who, &photo).unwrap();
    photo
}

/// Releases photos to the journal, and gives each copy's file.
fn released(desk: &mut Desk, photos: &[PhotoId], folder: &Path) -> Vec<PathBuf> {
    let mut outlet = FolderOutlet::new(folder);
    let out = desk
        .release_naming(
            &template().head,
            photos,
            photos,
            &channel("journal"),
            &mut outlet,
        )
        .unwrap();
    out.into_iter()
        .map(|outcome| match outcome {
            Outcome::Out { file, .. } => folder.join(file),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn recognised(desk: &Desk, bytes: &[u8]) -> Recognised {
    let who = &template().office;
    desk.recognise(who, &desk.album(who).unwrap(), bytes)
        .unwrap()
}

#[track_caller]
fn ours(recognised: Recognised) -> Found {
    match recognised {
        Recognised::Ours(mut found) => found.swap_remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_released_copy_is_ours_by_its_bytes_and_may_be_out() {
    let school = School::copy();
    let mut desk = school.desk();
    let photo = kept(&mut desk, &jpeg(&scene(1, 800), 92));
    let copy = &released(
        &mut desk,
        std::slice::from_ref(&photo),
        &school.beside("out"),
    )[0];
    let found = ours(recognised(&desk, &fs::read(copy).unwrap()));
    assert_eq!((&found.photo, found.by), (&photo, Match::Bytes));
    assert!(found.may_be_out() && !found.is_original);
    assert_eq!(found.copies.len(), 1);
}

#[test]
fn the_picture_as_it_was_taken_is_ours_and_may_be_nowhere() {
    let school = School::copy();
    let mut desk = school.desk();
    let original = jpeg(&scene(2, 800), 92);
    let photo = kept(&mut desk, &original);
    released(
        &mut desk,
        std::slice::from_ref(&photo),
        &school.beside("out"),
    );
    let found = ours(recognised(&desk, &original));
    assert!(found.is_original && !found.may_be_out(), "{found:?}");
}

#[test]
fn a_photo_that_never_left_is_ours_by_sight_and_may_be_nowhere() {
    let school = School::copy();
    let mut desk = school.desk();
    let original = jpeg(&scene(3, 800), 92);
    let photo = kept(&mut desk, &original);
    let found = ours(recognised(&desk, &as_on_a_site(&original, 300)));
    assert_eq!(found.photo, photo);
    assert!(matches!(found.by, Match::Sight(_)), "{found:?}");
    assert!(found.copies.is_empty() && !found.may_be_out());
}

#[test]
fn every_resized_copy_is_found_again_and_no_other_picture_is_called_ours() {
    let school = School::copy();
    let mut desk = school.desk();
    let photos: Vec<PhotoId> = (100..116)
        .map(|number| kept(&mut desk, &jpeg(&scene(number, 1200), 92)))
        .collect();
    let copies = released(&mut desk, &photos, &school.beside("out"));
    let who = &template().office;
    assert!(
        desk.looks_to_make(who).unwrap().len() <= 3,
        "looks are made as photos are looked at and copies leave: only the template's are missing"
    );
    let album = desk.album(who).unwrap();
    for (photo, copy) in photos.iter().zip(&copies) {
        let copy = fs::read(copy).unwrap();
        for width in [1024, 768, 300] {
            let site = as_on_a_site(&copy, width);
            let found = ours(desk.recognise(who, &album, &site).unwrap());
            assert_eq!(found.photo, *photo, "{width} px");
            assert!(found.may_be_out());
        }
    }
    for number in 1_000..1_080 {
        let other = jpeg(&scene(number, 640), 82);
        let said = desk.recognise(who, &album, &other).unwrap();
        assert!(!matches!(said, Recognised::Ours(_)), "{number}: {said:?}");
    }
}

#[test]
fn the_square_that_a_site_cuts_from_the_middle_is_found() {
    let school = School::copy();
    let mut desk = school.desk();
    let original = jpeg(&scene(5, 1200), 92);
    let photo = kept(&mut desk, &original);
    let whole: RgbImage = turbojpeg::decompress_image(&original).unwrap();
    let middle = image::imageops::crop_imm(&whole, 150, 0, 900, 900).to_image();
    let little = resized(&middle, 150, 150);
    assert_eq!(ours(recognised(&desk, &jpeg(&little, 82))).photo, photo);
}

#[test]
fn what_is_only_alike_is_told_as_such() {
    let school = School::copy();
    let mut desk = school.desk();
    let picture = scene(6, 1200);
    let photo = kept(&mut desk, &jpeg(&picture, 92));
    // Ever more is cut off one side: the same, then alike, then another picture.
    let mut said = Vec::new();
    for cut in (0..700).step_by(20) {
        let part = image::imageops::crop_imm(&picture, cut, 0, 1200 - cut, 900).to_image();
        said.push(match recognised(&desk, &jpeg(&part, 90)) {
            Recognised::Ours(found) => {
                assert_eq!(found[0].photo, photo);
                'o'
            }
            Recognised::LooksLike(found) => {
                assert_eq!(found[0].photo, photo);
                assert!(matches!(found[0].by, Match::Alike(_)));
                'l'
            }
            Recognised::NotOurs => 'n',
            other => panic!("{other:?}"),
        });
    }
    let mut steps = said.clone();
    steps.dedup();
    assert_eq!(steps[..3], ['o', 'l', 'n'], "{said:?}");
}

#[test]
fn what_is_no_picture_or_shows_next_to_nothing_is_not_called_ours() {
    let school = School::copy();
    let mut desk = school.desk();
    kept(
        &mut desk,
        &jpeg(&RgbImage::from_pixel(400, 300, image::Rgb([9; 3])), 90),
    );
    let blank = jpeg(&RgbImage::from_pixel(640, 480, image::Rgb([8; 3])), 90);
    assert!(matches!(
        recognised(&desk, &blank),
        Recognised::NothingToSee
    ));
    assert!(matches!(
        recognised(&desk, b"a letter"),
        Recognised::NoPicture(_)
    ));
    assert!(matches!(recognised(&desk, b""), Recognised::NoPicture(_)));
}

#[test]
fn a_copy_whose_permission_was_withdrawn_may_not_be_out_and_one_taken_down_is_left_over() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let copies = released(
        &mut desk,
        std::slice::from_ref(&them.of_amira),
        &school.beside("out"),
    );
    let copy = fs::read(&copies[0]).unwrap();
    assert!(ours(recognised(&desk, &copy)).may_be_out());
    said_of_amira(&mut desk, &them.office, &["journal"], Answer::Withdrawn).unwrap();
    let found = ours(recognised(&desk, &copy));
    assert!(!found.may_be_out());
    assert!(
        matches!(&found.copies[0].may_be_out, MayBeOut::MustComeDown { reasons, .. } if reasons.len() == 1),
        "{found:?}"
    );
    let release = found.copies[0].release.id.clone();
    desk.confirm_down(&them.office, &release, true, &outlet)
        .unwrap();
    let found = ours(recognised(&desk, &copy));
    assert!(!found.may_be_out());
    assert!(matches!(
        found.copies[0].may_be_out,
        MayBeOut::WasTakenDown { .. }
    ));
}

#[test]
fn older_photos_and_copies_get_their_looks_when_somebody_asks() {
    let school = School::copy();
    let mut desk = school.desk();
    let who = &template().office;
    // Nobody has looked at this one yet.
    let at = Circumstance::default();
    let Ok(TakenIn::Kept(new)) = desk.keep(who, &picture(77), &at) else {
        panic!("not kept");
    };
    let to_make = desk.looks_to_make(who).unwrap();
    assert_eq!(to_make, [SightOf::Photo(new)]);
    for of in &to_make {
        assert!(desk.make_look(who, of).unwrap());
        assert!(desk.make_look(who, of).unwrap(), "twice is no error");
    }
    assert!(desk.looks_to_make(who).unwrap().is_empty());
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
    // An erased photo has no look to make, and is still known by its bytes.
    desk.erase(&template().head, &template().of_cara, "asked for")
        .unwrap();
    let found = ours(recognised(&desk, &picture(3)));
    assert!(found.is_erased && !found.may_be_out());
}

/// Nobody is told that a picture is not the school's because of it: the file is known by its bytes, every
/// other by its look, and whoever verifies is told.
#[test]
fn a_look_that_was_changed_past_the_app_hides_no_other() {
    let school = School::copy();
    let mut desk = school.desk();
    let photo = kept(&mut desk, &jpeg(&scene(8, 800), 92));
    drop(desk);
    let nothing = "0".repeat(64);
    school.tamper(&format!(
        "UPDATE sight SET whole = '{nothing}', middle = '{nothing}' WHERE subject = '{photo}'"
    ));
    let desk = school.desk();
    let found = ours(recognised(&desk, &jpeg(&scene(8, 800), 92)));
    assert_eq!(found.photo, photo);
    let other = ours(recognised(&desk, &picture(3)));
    assert_eq!(other.photo, template().of_cara);
    let proof = desk.verify_audit(&template().head, &[]).unwrap();
    let named: Vec<&str> = proof.odd.iter().map(|odd| odd.subject.as_str()).collect();
    assert_eq!(named, [format!("sight:{photo}")]);
}
