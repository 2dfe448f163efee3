//! The second look, by what is written on the screen: a practitioner's word on a face, and what somebody
//! else makes of it.

use super::stage::*;

/// Whoever is at the camera takes a photo with a face in it, says that it is nobody, and that nobody is there.
fn calls_a_face_nobody(tablet: &Tablet) {
    tablet.shoot_and_tag(&row_of(1));
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
    tablet.tap("Change boxes");
    tablet.tap("Face 1: not named");
    tablet.tap("Not a face");
    tablet.tap("Ready");
    tablet.tap("Done — next photo");
    tablet.tap("Nobody is in this photo");
}

/// Ms Patel says of the only face in a photo that it is nobody, and that nobody is in it; the head signs in.
pub fn one_called_nobody() -> Tablet {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    calls_a_face_nobody(&tablet);
    tablet.must_show("0 photos to tag");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet
}

/// The head opens the page, with its picture.
pub fn looked_at(tablet: &Tablet) {
    tablet.tap("Second look: 1");
    tablet.must_show("This face is said to be nobody");
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
}

#[test]
fn put_back_a_face_waits_for_its_name_and_the_photo_stays() {
    let tablet = one_called_nobody();
    tablet.tap("Learning journal");
    tablet.must_show("Blocked: 1");
    looked_at(&tablet);
    tablet.must_show("By Ms Patel");
    tablet.tap("Put it back");
    tablet.must_show("It is put back as it was.");
    tablet.must_show("✓ Nothing is in doubt.");
    tablet.must_not_show("Second look: 1");
    tablet.tap("Review");
    tablet.tap("Learning journal");
    tablet.must_show("To tag: 1");
    tablet.must_not_show("Ready: 1");
}

#[test]
fn right_lets_the_photo_go_on() {
    let tablet = one_called_nobody();
    looked_at(&tablet);
    tablet.tap("It is right");
    tablet.must_show("✓ Nothing is in doubt.");
    tablet.tap("Review");
    tablet.tap("Learning journal");
    tablet.must_show("Ready: 1");
}

#[test]
fn a_practitioner_has_no_such_page_and_nobody_looks_at_their_own_word() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.must_not_show("Second look");
    tablet.tap_beginning("Ms Patel: lock");
    // The head takes the photo, and calls the face nobody: there is nobody else in this school.
    tablet.sign_in(HEAD);
    tablet.tap("Camera");
    tablet.camera_runs();
    calls_a_face_nobody(&tablet);
    tablet.tap_beginning("Dr Shaw: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.tap("Second look: 1");
    tablet.must_show("there is nobody else who may look");
    assert!(tablet.find("It is right").is_none());
}

#[test]
fn five_children_are_tagged_as_quickly_as_before_and_a_slip_of_the_finger_raises_nothing() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&row_of(5));
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
    let five = ["Amira K", "Ben O", "Chloe D", "Daniel W", "Ella P"];
    for name in five {
        tablet.tap(name);
    }
    // Daniel is not there after all: taken off and named again before Done.
    tablet.tap("Daniel W");
    tablet.tap("Daniel W");
    tablet.tap("Done — next photo");
    tablet.must_show("0 photos to tag");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.must_not_show("Second look");
}

/// Leaves the page of tags and comes back to the camera.
pub fn done(tablet: &Tablet) {
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
    tablet.tap("Done — next photo");
}

/// Amira and Ben in the first of a burst; in the second, so many faces and only Amira by name.
pub fn a_burst(faces: u32) -> Tablet {
    let tablet = Tablet::on();
    tablet.is_burst.set(true);
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&row_of(2));
    tablet.tap("Amira K");
    tablet.tap("Ben O");
    done(&tablet);
    later(&tablet, chrono::TimeDelta::seconds(2));
    tablet.camera_runs();
    tablet.shoot_and_tag(&row_of(faces));
    tablet.tap("Amira K");
    tablet
}

#[test]
fn a_burst_asks_in_one_tap_whether_somebody_is_in_this_one_too() {
    let tablet = a_burst(1);
    done(&tablet);
    tablet.must_show("Is Ben O in this photo too?");
    tablet.must_show("taken 2 seconds apart");
    tablet.tap("Not in this one");
    // Every face is somebody's, so nobody has to look again.
    tablet.must_show("0 photos to tag");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.must_not_show("Second look");
}

#[test]
fn who_is_in_this_one_too_is_tagged_by_one_tap() {
    let tablet = a_burst(2);
    done(&tablet);
    tablet.tap("Yes, in this one too");
    tablet.must_show("0 photos to tag");
    let (desk, _folder) = tablet.desk_afterwards();
    let photos = {
        let mut desk = desk;
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        desk.photos(&head).unwrap()
    };
    assert!(photos.iter().all(|photo| photo.labels.people().len() == 2));
}

#[test]
fn somebody_who_steps_into_a_burst_is_asked_about_in_the_photo_before() {
    let tablet = a_burst(2);
    tablet.tap("Ben O");
    tablet.tap("Chloe D");
    done(&tablet);
    tablet.must_show("Is Chloe D in the other photo too?");
    tablet.tap("Not in that one");
    tablet.must_show("0 photos to tag");
}

/// A face is called nobody, and Ben said not to be there; the head looks.
pub fn one_who_is_beside() -> Tablet {
    let tablet = a_burst(2);
    tablet.tap("Change boxes");
    tablet.tap("Face 2: not named");
    tablet.tap("Not a face");
    tablet.tap("Ready");
    done(&tablet);
    tablet.tap("Not in this one");
    tablet.must_show("0 photos to tag");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet
}

#[test]
fn not_in_this_one_is_looked_at_where_a_face_is_nobodys() {
    let tablet = one_who_is_beside();
    // The face, and who is not there.
    tablet.tap("Second look: 2");
    tablet.must_show("1 of 2");
    tablet.tap("Next");
    tablet.must_show("Ben O is said not to be in this photo");
    tablet.until("both photos", |tablet| {
        tablet.find("The photo").is_some() && tablet.find("The photo that looks alike").is_some()
    });
    tablet.tap("Put it back");
    tablet.must_show("It is put back as it was.");
}
