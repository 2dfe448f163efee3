//! Who is let in, by what is written on the screen: a PIN that somebody else set, a colleague who waits,
//! and what the head hears of.

use super::stage::*;

const GIVEN: &str = "864213";

fn with_a_pin_that_was_set() -> Tablet {
    Tablet::after_work(|desk, _| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        desk.change_pin(&head, PATEL.0, GIVEN).unwrap();
    })
}

#[test]
fn a_pin_that_the_head_set_opens_nothing_but_the_choice_of_another() {
    let tablet = with_a_pin_that_was_set();
    tablet.sign_in((PATEL.0, GIVEN));
    tablet.must_show("Choose one that only you know.");
    // Two that differ, the one that was given, a weak one: chosen anew.
    for (first, again) in [("314159", "314158"), (GIVEN, GIVEN), ("111111", "111111")] {
        tablet.enter_pin(first);
        tablet.must_show("The same PIN again");
        tablet.enter_pin(again);
        tablet.settle();
        tablet.must_show("Choose one that only you know.");
        tablet.must_not_show("Take a photo");
    }
    tablet.enter_pin("314159");
    tablet.enter_pin("314159");
    tablet.until("the camera", |tablet| tablet.shows("Take a photo"));
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in((PATEL.0, "314159"));
    tablet.until("the camera", |tablet| tablet.shows("Take a photo"));
}

#[test]
fn whoever_walks_away_from_the_choice_is_not_signed_in() {
    let tablet = with_a_pin_that_was_set();
    tablet.sign_in((PATEL.0, GIVEN));
    tablet.must_show("Choose one that only you know.");
    tablet.enter_pin("314159");
    tablet.sign_in(HEAD);
    tablet.must_show("Review");
    tablet.must_not_show("The same PIN again");
}

#[test]
fn a_colleague_who_waits_is_let_in() {
    let tablet = Tablet::on();
    tablet.tap(PATEL.0);
    for _ in 0..5 {
        tablet.enter_pin("999998");
        later(&tablet, chrono::TimeDelta::seconds(130));
    }
    tablet.enter_pin(PATEL.1);
    tablet.must_show("ask the office or the head teacher to let you in");
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.must_show("minutes after wrong PINs");
    tablet.tap("Let Ms Patel try again");
    tablet.must_not_show("minutes after wrong PINs");
    tablet.tap("Lock");
    tablet.sign_in(PATEL);
    tablet.until("the camera", |tablet| tablet.shows("Take a photo"));
}

#[test]
fn the_head_hears_at_once_what_a_technician_let_in_meanwhile() {
    let tablet = Tablet::after_work(|desk, _| {
        desk.sign_in(HEAD.0, HEAD.1).unwrap();
        let technician = desk.sign_in(TECHNICIAN.0, TECHNICIAN.1).unwrap();
        desk.register_camera(&technician, "Yard", "Canon", "EOS 250D", "99")
            .unwrap();
    });
    tablet.sign_in(HEAD);
    tablet.must_show("Since you last signed in");
    tablet.must_show("put the camera Yard on the list.");
    tablet.tap("I have seen it");
    tablet.tap("Lock");
    tablet.sign_in(HEAD);
    tablet.must_not_show("Since you last signed in");
}
