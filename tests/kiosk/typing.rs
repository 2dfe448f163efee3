//! The keyboard on the screen.

use super::stage::*;

fn at_a_field() -> Tablet {
    let tablet = Tablet::after(Before {
        is_new: true,
        ..Before::default()
    });
    tablet.tap("Set up our school");
    tablet.must_show("Hide the keyboard");
    tablet
}

fn typed(tablet: &Tablet) -> String {
    tablet.written("Name of the school")
}

#[test]
fn letters_digits_and_spaces_are_typed_and_rubbed_out() {
    let tablet = at_a_field();
    for key in ["O", "a", "k", "space", "S", "t", "Rub out", "c"] {
        tablet.tap(key);
    }
    tablet.tap("123");
    tablet.tap("4");
    assert_eq!(typed(&tablet), "Oak Sc4");
}

#[test]
fn a_long_press_offers_accents() {
    let tablet = at_a_field();
    tablet.tap("Y");
    tablet.hold("w");
    tablet.tap("ŵ");
    tablet.hold("y");
    tablet.tap("ŷ");
    tablet.tap("l");
    assert_eq!(typed(&tablet), "Yŵŷl");
}

#[test]
fn it_goes_away_when_somebody_types_on_a_real_keyboard_and_on_request() {
    let tablet = at_a_field();
    tablet.type_in("Oak");
    tablet.must_not_show("Hide the keyboard");
    assert_eq!(typed(&tablet), "Oak");
    // And stays away, field by field, until one is touched.
    tablet.press(slint::platform::Key::Return);
    tablet.must_not_show("Hide the keyboard");
    tablet.tap("Head teacher, as on the lock screen (for example Dr Shaw)");
    tablet.must_show("Hide the keyboard");
    tablet.tap("Hide the keyboard");
    tablet.must_not_show("Hide the keyboard");
}

#[test]
fn what_a_field_holds_already_is_gone_on_with_at_its_end() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.reach("Register");
    tablet.reach_beginning("Amira Khan");
    tablet.reach("Change: School website");
    tablet.reach("Who says so (full name)");
    for key in ["Rub out", "Rub out", "t"] {
        tablet.tap(key);
    }
    assert_eq!(tablet.written("Who says so (full name)"), "S Kht");
}
