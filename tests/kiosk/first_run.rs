//! A device with no school.

use super::stage::*;

fn new() -> Tablet {
    Tablet::after(Before {
        is_new: true,
        ..Before::default()
    })
}

/// Types into the form from its first field on, as the Return key leads.
fn fill_in(tablet: &Tablet, fields: &[&str]) {
    for text in fields {
        tablet.type_in(text);
        tablet.press(slint::platform::Key::Return);
    }
}

#[test]
fn a_school_is_set_up_on_the_device_and_its_head_signs_in() {
    let tablet = new();
    tablet.must_show("Photos, with permission");
    tablet.tap("Set up our school");
    fill_in(
        &tablet,
        &["Oak Primary", "Dr Shaw", HEAD.1, HEAD.1, "TAB-01"],
    );
    tablet.tap("Set up");
    tablet.must_show("Oak Primary");
    tablet.must_show("✓ School device TAB-01");
    // It has the name of somebody in the sample school, whose PIN stands on the screen there.
    tablet.tap(HEAD.0);
    tablet.must_show("PIN for Dr Shaw");
    tablet.must_not_show("sample");
    tablet.sign_in(HEAD);
    tablet.tap("Camera");
    tablet.must_show("Take a photo");
    // It is there after the next start.
    let tablet = tablet.restarted();
    tablet.must_show("Oak Primary");
}

#[test]
fn what_cannot_be_set_up_is_said_and_what_was_typed_stays() {
    let tablet = new();
    tablet.tap("Set up our school");
    fill_in(
        &tablet,
        &["Oak Primary", "Dr Shaw", HEAD.1, "173206", "TAB-01"],
    );
    tablet.tap("Set up");
    tablet.must_show("The two PINs are not the same");
    tablet.tap("← Back");
    tablet.tap("Set up our school");
    assert_eq!(tablet.written("Name of the school"), "Oak Primary");
    fill_in(&tablet, &["", "", "123456", "123456", ""]);
    tablet.tap("Set up");
    tablet.must_show("A PIN of one digit or a plain row is the first that anybody tries");
    // Mended, the same form does.
    tablet.tap("← Back");
    tablet.tap("Set up our school");
    fill_in(&tablet, &["", "", HEAD.1, HEAD.1, ""]);
    tablet.tap("Set up");
    tablet.must_show("✓ School device TAB-01");
}

#[test]
fn the_sample_school_says_what_it_is_on_every_screen_and_can_be_left() {
    let tablet = new();
    tablet.tap("Look at the sample school");
    tablet.must_show("sample school, nobody here is real");
    tablet.tap(HEAD.0);
    tablet.must_show("In the sample school it is 173205");
    tablet.sign_in(HEAD);
    tablet.tap("Camera");
    tablet.camera_runs();
    tablet.must_show("! Sample camera · nobody here is real");
    tablet.tap_beginning("Dr Shaw: lock");
    tablet.tap("Leave the sample school");
    tablet.tap("Leave");
    tablet.must_show("Set up our school");
    // It is still there.
    tablet.tap("Look at the sample school");
    tablet.must_show("sample school, nobody here is real");
}
