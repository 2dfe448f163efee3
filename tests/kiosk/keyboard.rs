//! The whole tablet without a finger: whatever can be tapped is reached by the Tab key and done by
//! Return, and a question keeps the keyboard until it is answered.

use slint::platform::Key;

use super::stage::*;

fn at_the_tags(faces: u32) -> Tablet {
    let tablet = Tablet::on();
    tablet.press_by_keys("Ms Patel");
    tablet.type_in(PATEL.1);
    tablet.press(Key::Return);
    tablet.camera_runs();
    tablet.shoot_and_tag_by_keys(faces);
    tablet
}

#[test]
fn a_photo_is_taken_tagged_and_done_by_keys_alone() {
    let tablet = at_the_tags(2);
    assert_eq!(tablet.taps.get(), 0);
    tablet.press_by_keys("Face 2: not named");
    tablet.press_by_keys("Amira K");
    tablet.must_show("Face 2: Amira K");
    tablet.press_by_keys("Ben O");
    tablet.must_show("Face 1: Ben O");
    tablet.press_by_keys("Done — next photo");
    tablet.must_show("Take a photo");
    tablet.press_by_keys("Ms Patel: lock, or change person");
    tablet.must_show("Who is taking photos?");
    assert_eq!(tablet.taps.get(), 0, "a finger was needed");
}

#[test]
fn boxes_are_added_moved_and_sent_away_by_keys_alone() {
    let tablet = at_the_tags(1);
    tablet.press_by_keys("Change boxes");
    tablet.press_by_keys("Add a box");
    tablet.must_show("0 of 2 faces named");
    let place = |tablet: &Tablet| {
        let found = tablet.find("Face 2: not named").unwrap();
        (found.absolute_position(), found.size())
    };
    let before = place(&tablet);
    tablet.walk_to("Face 2: not named");
    tablet.press(Key::Return);
    tablet.walk_to("Face 2: not named");
    tablet.press(Key::DownArrow);
    let after = place(&tablet);
    assert!(after.0.y > before.0.y + 1.0, "the box did not move");
    tablet.press_by_keys("Not a face");
    tablet.press_by_keys("Ready");
    tablet.must_show("0 of 1 face named");
}

#[test]
fn a_question_keeps_the_keyboard_until_it_is_answered() {
    let tablet = at_the_tags(1);
    tablet.press_by_keys("Delete this photo");
    tablet.must_show("Delete this photo?");
    let question = tablet.find("Delete this photo?").unwrap();
    for _ in 0..7 {
        tablet.press(Key::Tab);
        assert!(tablet.has_focus_in(&question), "the keyboard walked away");
    }
    tablet.press(Key::Escape);
    tablet.must_not_show("Delete this photo?");
    tablet.must_show("Who is in this photo?");
}

#[test]
fn a_long_text_is_scrolled_by_keys() {
    let tablet = Tablet::on();
    tablet.size(800.0, 560.0);
    tablet.press_by_keys("The school’s rules for photos");
    let (first, far) = ("What we say to children before a photo", "Local press");
    tablet.must_show(first);
    tablet.must_not_show(far);
    tablet.press(Key::PageDown);
    tablet.must_not_show(first);
    tablet.must_show(far);
    tablet.press(Key::PageUp);
    tablet.must_show(first);
}

#[test]
fn sixty_children_are_all_reached_by_the_tab_key() {
    let mut before = Before::default();
    for number in 0..48 {
        let family = format!("Xu{number:02}");
        before
            .children
            .push((format!("Zed{number:02}"), family, Yes::Everywhere));
    }
    let tablet = Tablet::after(before);
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&row_of(1));
    tablet.press_by_keys_beginning("Zed47");
    tablet.must_show("Face 1: Zed47");
}
