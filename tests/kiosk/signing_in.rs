//! The lock screen, and where it leads.

use shutterslip::camera::scripted::Order;

use slint::ComponentHandle;

use super::stage::*;

#[test]
fn a_name_and_a_pin_lead_to_the_camera() {
    let tablet = Tablet::on();
    tablet.must_show("Willow Nursery School");
    tablet.must_show("✓ School device TAB-03");
    tablet.at_the_camera(PATEL);
    tablet.must_show("Take a photo");
    tablet.must_show("× No photos of: Daniel W · Jack T");
    tablet.must_show("What the camera sees");
}

#[test]
fn a_pin_can_be_typed_on_a_real_keyboard() {
    let tablet = Tablet::on();
    tablet.tap("Ms Patel");
    tablet.type_in(PATEL.1);
    tablet.press(slint::platform::Key::Return);
    tablet.must_show("Take a photo");
}

#[test]
fn no_digit_of_a_pin_is_read_out_or_kept_on_the_screen() {
    let tablet = Tablet::on();
    tablet.tap("Ms Patel");
    for digit in ["2", "7", "1"] {
        tablet.tap(digit);
    }
    tablet.must_show("3 digits typed");
    tablet.must_not_show("271");
    tablet.tap("Mr Hughes");
    tablet.must_show("0 digits typed");
}

#[test]
fn five_wrong_pins_are_told_in_words_and_the_wait_is_kept() {
    let tablet = Tablet::on();
    tablet.tap("Ms Patel");
    for tried in 1..=5 {
        tablet.enter_pin("999998");
        tablet.must_not_show("Take a photo");
        match tried {
            1 | 2 => tablet.must_show("That is not the PIN for Ms Patel."),
            3 => later(&tablet, chrono::TimeDelta::seconds(31)),
            4 => later(&tablet, chrono::TimeDelta::minutes(3)),
            _ => {}
        }
    }
    tablet.enter_pin(PATEL.1);
    tablet.must_show("Too many wrong PINs");
    tablet.must_show("15 minutes");
    tablet.must_not_show("Take a photo");
    // Others are not kept waiting.
    tablet.sign_in(HUGHES);
    tablet.must_show("Take a photo");
}

#[test]
fn a_device_that_is_not_on_the_list_has_no_camera_until_the_head_puts_it_there() {
    let tablet = Tablet::after(Before {
        is_enrolled: false,
        ..Before::default()
    });
    tablet.must_show("× Not a school device yet");
    tablet.sign_in(PATEL);
    tablet.must_show("This is not a school device yet");
    tablet.must_not_show("Take a photo");
    tablet.must_not_show("Put this tablet on the list");
    let orders = tablet.orders();
    assert!(!orders.iter().any(|order| matches!(order, Order::Show(_))));
    tablet.tap("← Lock");
    tablet.sign_in(HEAD);
    tablet.tap("Name of this tablet (for example TAB-03)");
    tablet.type_in("TAB-07");
    tablet.tap("Put this tablet on the list");
    tablet.tap("Camera");
    tablet.must_show("Take a photo");
    tablet.must_show("✓ TAB-07 · school device");
}

#[test]
fn a_device_that_was_taken_off_the_list_has_no_camera() {
    let tablet = Tablet::after(Before {
        is_revoked: true,
        ..Before::default()
    });
    tablet.must_show("× This device was taken off the school’s list");
    for who in [PATEL, HEAD] {
        tablet.sign_in(who);
        tablet.must_show("This tablet was taken off the school’s list");
        tablet.must_not_show("Put this tablet on the list");
        tablet.must_not_show("Take a photo");
        tablet.tap("← Lock");
    }
}

#[test]
fn without_the_agreement_there_is_no_camera_and_one_s_own_pin_signs_it() {
    let tablet = Tablet::after(Before {
        has_agreements: false,
        ..Before::default()
    });
    tablet.sign_in(PATEL);
    tablet.must_show("To sign, Ms Patel, enter your PIN");
    tablet.must_not_show("Take a photo");
    // Somebody else's PIN signs nothing.
    tablet.enter_pin(HUGHES.1);
    tablet.must_show("That is not the PIN for Ms Patel.");
    tablet.must_not_show("Take a photo");
    tablet.enter_pin(PATEL.1);
    tablet.must_show("Take a photo");
    // It is on record: no second time.
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(PATEL);
    tablet.must_show("Take a photo");
}

#[test]
fn who_does_not_sign_can_tag_and_not_photograph() {
    let tablet = Tablet::after(Before {
        has_agreements: false,
        ..Before::default()
    });
    tablet.sign_in(PATEL);
    tablet.tap("Not now: no camera");
    tablet.must_show("Every photo is tagged.");
    assert!(tablet.find("Take a photo").is_none());
    let orders = tablet.orders();
    assert!(!orders.iter().any(|order| matches!(order, Order::Show(_))));
    tablet.tap("← Lock");
    tablet.must_show("Who is taking photos?");
}

#[test]
fn the_agreement_is_there_to_be_read_by_everybody_who_is_to_sign_it() {
    let tablet = Tablet::after(Before {
        has_agreements: false,
        ..Before::default()
    });
    for who in [PATEL, HUGHES] {
        tablet.sign_in(who);
        tablet.must_show("School devices only");
        tablet.tap("Not now: no camera");
        tablet.tap("← Lock");
    }
}

#[test]
fn a_technician_sees_no_picture() {
    let tablet = Tablet::on();
    tablet.sign_in(TECHNICIAN);
    tablet.must_not_show("Take a photo");
    for page in ["Camera", "To tag"] {
        assert!(tablet.find(page).is_none(), "{page} is offered");
    }
    tablet.must_show("Staff and devices");
    tablet.must_show("Take TAB-03 off the list");
    tablet.must_not_show("New account");
    tablet.must_not_show("New PIN");
}

#[test]
fn the_tablet_locks_itself_after_it_has_warned_and_the_camera_goes_off() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    tablet.nobody_for(100);
    tablet.must_not_show("Locking in");
    tablet.nobody_for(6);
    tablet.must_show("! Locking in");
    tablet.tap("I am still here");
    tablet.must_not_show("Locking in");
    tablet.nobody_for(110);
    tablet.must_show("! Locking in");
    tablet.nobody_for(11);
    tablet.must_show("Who is taking photos?");
    tablet.must_not_show("Locking in");
    assert!(tablet.orders().contains(&Order::Rest));
    // Nobody is signed in any more: the camera's button does nothing.
    tablet.sign_in(HUGHES);
    tablet.must_show("Mr Hughes: lock, or change person");
}

#[test]
fn the_rules_and_the_line_for_children_are_one_tap_away() {
    let tablet = Tablet::on();
    tablet.tap("The school’s rules for photos");
    tablet.must_show("School website");
    tablet.must_show("The head teacher signs off each photo.");
    tablet.tap("← Back");
    tablet.at_the_camera(PATEL);
    tablet.tap("What to say");
    tablet.must_show("Before the photo, say:");
    tablet.tap("Rules");
    tablet.must_show("School website");
    tablet.tap("← Back");
    tablet.must_show("Take a photo");
}

#[test]
fn text_size_colours_and_language_are_kept_for_this_device() {
    let tablet = Tablet::on();
    tablet.tap("Text size, colours, about");
    tablet.must_show("About Shutterslip");
    tablet.tap("200 %");
    tablet.tap("Dark, for evenings");
    tablet.tap("Cymraeg");
    let kept = tablet.kept_preferences.lock().unwrap().clone();
    let last = kept.last().unwrap();
    assert!((last.scale - 2.0).abs() < 0.01);
    assert!(last.dark);
    assert_eq!(last.language, "cy");
}

#[test]
fn a_kiosk_is_left_only_by_somebody_of_the_office_who_has_signed_in() {
    let kiosk = || {
        Tablet::after(Before {
            is_kiosk: true,
            ..Before::default()
        })
    };
    let tablet = kiosk();
    let close = |tablet: &Tablet| {
        let window = tablet.screens.app().window();
        let asked = slint::platform::WindowEvent::CloseRequested;
        window.dispatch_event_with_result(asked).unwrap();
        tablet.settle();
        window.is_visible()
    };
    assert!(close(&tablet), "the lock screen was closed");
    tablet.tap("Text size, colours, about");
    tablet.must_not_show("Close Shutterslip");
    tablet.tap("← Back");
    tablet.sign_in(PATEL);
    tablet.tap("Display");
    tablet.must_not_show("Close Shutterslip");
    assert!(close(&tablet), "a practitioner closed it");
    tablet.tap("← Back");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("This tablet");
    tablet.tap("Close Shutterslip");
    assert!(!tablet.screens.app().window().is_visible());
}
