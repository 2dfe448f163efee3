//! Who is in this photo: at most as many taps as there are children, and nothing lost between them.

use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::Who;

use super::stage::*;

/// Signed in, and a photo with so many faces open.
fn with_faces(faces: u32) -> Tablet {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&row_of(faces));
    tablet
}

#[test]
fn three_children_are_named_and_the_chips_say_where_the_photo_may_go() {
    let tablet = with_faces(3);
    tablet.must_show("! Nowhere yet — 3 faces still to name");
    tablet.must_show("Face 1: not named");
    tablet.tap("Amira K");
    tablet.must_show("Face 1: Amira K");
    tablet.must_show("! Nowhere yet — 2 faces still to name");
    tablet.tap("Ben O");
    tablet.tap("Femi A");
    tablet.must_show("! Nowhere yet — tap Done when everyone is named");
    tablet.must_show("then: Classroom wall · Learning journal");
    tablet.must_show("after the office has looked: Newsletter · School website");
    tablet.tap("Done — next photo");
    // Nothing else waits.
    tablet.must_show("Take a photo");
    tablet.must_show("0 photos to tag");
}

#[test]
fn who_may_not_be_photographed_is_told_by_name_and_never_why() {
    let tablet = with_faces(2);
    tablet.tap("Amira K");
    tablet.tap("Daniel W");
    tablet.must_show("because of Daniel W");
    tablet.must_show("× not to: Classroom wall · Learning journal · Newsletter");
    tablet.must_not_show("never");
    tablet.must_not_show("refused");
}

#[test]
fn a_child_of_some_places_closes_the_others() {
    let tablet = with_faces(1);
    tablet.tap("Ella P");
    tablet.must_show("then: Classroom wall · Learning journal");
    tablet.must_show(
        "× not to: Newsletter · School website · Social media · Local press — because of Ella P",
    );
}

#[test]
fn five_children_take_six_taps_and_the_same_again_two() {
    let tablet = with_faces(5);
    tablet.taps.set(0);
    for child in ["Amira K", "Ben O", "Chloe D", "Femi A", "Grace L"] {
        tablet.tap(child);
    }
    tablet.must_show("! Nowhere yet — tap Done when everyone is named");
    tablet.tap("Done — next photo");
    assert!(tablet.taps.get() <= 7, "{} taps", tablet.taps.get());
    tablet.must_show("Take a photo");
    tablet.camera_runs();
    tablet.shoot_and_tag(&row_of(5));
    tablet.taps.set(0);
    tablet.tap("Same as last photo");
    tablet.must_show("Face 5: Grace L");
    tablet.must_show("! Nowhere yet — tap Done when everyone is named");
    tablet.tap("Done — next photo");
    assert_eq!(tablet.taps.get(), 2);
    tablet.must_show("0 photos to tag");
}

#[test]
fn a_face_is_chosen_by_a_finger_and_named_out_of_turn() {
    let tablet = with_faces(3);
    tablet.tap("Face 3: not named");
    tablet.tap("Maya R");
    tablet.must_show("Face 3: Maya R");
    tablet.must_show("Face 1: not named");
}

#[test]
fn a_tile_takes_somebody_off_again_and_undo_brings_them_back() {
    let tablet = with_faces(1);
    tablet.tap("Amira K");
    tablet.must_show("Face 1: Amira K");
    tablet.tap("Amira K");
    tablet.must_show("Face 1: not named");
    tablet.tap("Undo");
    tablet.must_show("Face 1: Amira K");
    tablet.tap("Undo");
    tablet.must_show("Face 1: not named");
}

#[test]
fn somebody_nobody_can_name_keeps_the_photo_inside() {
    let tablet = with_faces(1);
    tablet.tap("Someone I can’t name");
    tablet.must_show("Face 1: Someone nobody can name");
    tablet.must_show("× not to: ");
    tablet.tap("Take off: Someone nobody can name");
    tablet.must_show("Face 1: not named");
}

#[test]
fn a_child_and_an_adult_who_cannot_be_recognised_are_told_apart() {
    let tablet = with_faces(2);
    tablet.tap("Not recognisable");
    tablet.tap("A child");
    tablet.must_show("Face 1: A child, not recognisable");
    tablet.tap("Not recognisable");
    tablet.tap("An adult");
    tablet.must_show("Face 2: An adult, not recognisable");
}

#[test]
fn staff_have_tiles_of_their_own() {
    let tablet = with_faces(1);
    tablet.tap("Staff or visitor");
    tablet.must_show("Staff and visitors");
    tablet.tap("Rosa L");
    tablet.must_show("Face 1: Rosa L");
}

#[test]
fn a_name_is_found_by_its_first_letters_on_the_keyboard_of_the_screen() {
    let tablet = with_faces(1);
    tablet.tap("Search");
    tablet.must_show("Hide the keyboard");
    for letter in ["G", "r", "a"] {
        tablet.tap(letter);
    }
    tablet.must_show("Grace L");
    tablet.must_not_show("Amira K");
    tablet.tap("Grace L");
    tablet.must_show("Face 1: Grace L");
}

#[test]
fn who_is_away_today_has_no_tile_among_those_here() {
    let tablet = with_faces(1);
    tablet.tap("Change who is here today");
    tablet.must_show("Who is away today?");
    tablet.tap("Harry S");
    tablet.tap("The away list is right");
    tablet.must_not_show("Harry S");
    tablet.tap("Everyone");
    tablet.must_show("Harry S");
}

#[test]
fn a_face_that_was_missed_is_drawn_and_one_that_is_none_is_sent_away() {
    let tablet = with_faces(1);
    tablet.must_show("0 of 1 face named");
    tablet.tap("Change boxes");
    let photo = tablet.find("The photo").unwrap();
    let (at, size) = (photo.absolute_position(), photo.size());
    let place = |x: f32, y: f32| (at.x + size.width * x, at.y + size.height * y);
    tablet.drag(place(0.5, 0.3), place(0.65, 0.5));
    tablet.must_show("0 of 2 faces named");
    tablet.tap("Face 1: not named");
    tablet.tap("Not a face");
    tablet.must_show("Face 1: nobody");
    tablet.tap("Ready");
    tablet.tap("Amira K");
    tablet.must_show("Face 2: Amira K");
    tablet.must_show("tap Done when everyone is named");
}

#[test]
fn looking_again_finds_who_was_missed_while_somebody_goes_on_tagging() {
    let tablet = with_faces(1);
    tablet.finder.0.lock().unwrap().push_back(row_of(2));
    tablet.tap("Change boxes");
    tablet.tap("Look again");
    tablet.tap("Ready");
    tablet.tap("Amira K");
    tablet.until("the face that was missed", |tablet| {
        tablet.shows("of 3 faces named") || tablet.shows("of 2 faces named")
    });
    tablet.must_show("Amira K");
    tablet.must_not_show("looking for faces…");
}

#[test]
fn a_photo_begun_by_one_is_finished_by_another_after_a_lock_and_a_flat_battery() {
    let tablet = with_faces(2);
    tablet.tap("Amira K");
    tablet.nobody_for(130);
    tablet.must_show("Who is taking photos?");
    let tablet = tablet.restarted();
    tablet.sign_in(HUGHES);
    tablet.tap_beginning("1 photo to tag");
    tablet.tap_beginning("Photo of Today, 10:24, Ladybirds, by Ms Patel");
    tablet.must_show("Face 1: Amira K");
    tablet.tap("Ben O");
    // Nobody calls a photo done that was not seen.
    tablet.until("the photo", |tablet| tablet.shows("The photo"));
    tablet.tap("Done — next photo");
    tablet.must_show("0 photos to tag");
    let (mut desk, _folder) = tablet.desk_afterwards();
    desk.begin().unwrap();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let photos = desk.photos(&head).unwrap();
    assert_eq!(photos.len(), 1);
    let labels = &photos[0].labels;
    assert!(labels.tagging_complete);
    assert_eq!(labels.tags.len(), 2);
    assert_eq!(labels.faces_accounted(), labels.faces.len());
    assert!(
        labels
            .tags
            .iter()
            .all(|tag| matches!(tag.who, Who::Person(_)))
    );
    let _: &PhotoId = &photos[0].id;
}

#[test]
fn a_photo_left_unfinished_goes_nowhere() {
    let tablet = with_faces(1);
    tablet.tap("Amira K");
    tablet.tap("Later");
    tablet.must_show("1 photo to tag");
    let (mut desk, _folder) = tablet.desk_afterwards();
    desk.begin().unwrap();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let photo = desk.photos(&head).unwrap()[0].id.clone();
    for (channel, verdict) in desk.check(&head, &photo).unwrap() {
        assert!(!verdict.is_allowed(), "{}", channel.name);
    }
}

#[test]
fn deleting_asks_once_and_retaking_opens_the_camera() {
    let tablet = with_faces(1);
    tablet.tap("Delete this photo");
    tablet.must_show("Delete this photo?");
    tablet.tap("Keep it");
    tablet.must_show("Who is in this photo?");
    tablet.tap("Retake");
    tablet.must_show("Take it again?");
    tablet.tap("Delete and retake");
    tablet.must_show("Take a photo");
    tablet.must_show("0 photos to tag");
    // The photos of another day, or of others, are not for deleting here.
    tablet.camera_runs();
    tablet.shoot(&[]);
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HUGHES);
    tablet.tap_beginning("1 photo to tag");
    tablet.tap_beginning("Photo of Today");
    tablet.must_not_show("Delete this photo");
    tablet.must_not_show("Retake");
}

#[test]
fn badges_are_words_for_a_screen_reader() {
    let tablet = with_faces(1);
    let said = |name: &str| {
        let tile = tablet.find(name).unwrap();
        tile.accessible_description()
            .unwrap_or_default()
            .to_string()
    };
    assert_eq!(said("Amira K"), "may be shown everywhere");
    assert_eq!(said("Ella P"), "may be shown in some places");
    assert_eq!(said("Daniel W"), "no photos");
    tablet.tap("Amira K");
    assert_eq!(said("Amira K"), "in this photo, may be shown everywhere");
}

#[test]
fn a_second_tap_on_done_does_not_finish_the_next_photo_unseen() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot(&[]);
    tablet.shoot_and_tag(&row_of(1));
    tablet.tap("Amira K");
    // The other photo comes meanwhile; it is not called done before it was seen.
    tablet.press_at_once("Done — next photo", 6);
    tablet.settle();
    tablet.tap("Later");
    tablet.must_show("1 photo to tag");
}

#[test]
fn a_photo_of_another_group_does_not_change_whom_the_camera_keeps_out() {
    let tablet = Tablet::after(Before {
        others: vec![("Zoe".to_owned(), "Hart".to_owned(), Yes::Never)],
        ..Before::default()
    });
    tablet.at_the_camera(PATEL);
    tablet.tap("Ladybirds, 12 children. Choose another group");
    tablet.tap("Wrens · 1 child");
    tablet.must_show("× No photos of: Zoe H");
    tablet.shoot(&[]);
    tablet.tap("Wrens, 1 child. Choose another group");
    tablet.tap("Ladybirds · 12 children");
    tablet.must_show("× No photos of: Daniel W · Jack T");
    tablet.tap_beginning("Kept.");
    tablet.must_show("Zoe H");
    tablet.tap("Later");
    tablet.tap("← Camera");
    tablet.camera_runs();
    tablet.must_show("× No photos of: Daniel W · Jack T");
    tablet.must_show("Ladybirds, 12 children. Choose another group");
}
