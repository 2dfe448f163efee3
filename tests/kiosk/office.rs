//! The office's frame: who finds which pages, and what staff and devices are kept there.

use super::stage::*;

#[test]
fn a_practitioner_begins_at_the_camera_and_the_head_in_the_office() {
    let tablet = Tablet::on();
    tablet.sign_in(PATEL);
    tablet.must_show("Take a photo");
    tablet.must_not_show("Staff and devices");
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    assert!(tablet.find("Take a photo").is_none());
    tablet.must_show("Dr Shaw · Head teacher");
    tablet.tap("Camera");
    tablet.must_show("Take a photo");
    tablet.tap("Office");
    tablet.must_show("Dr Shaw · Head teacher");
}

#[test]
fn nothing_of_the_office_stays_behind_the_lock() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("New account");
    tablet.tap("PIN, six digits or more");
    tablet.type_in("424242");
    tablet.tap("Lock");
    tablet.must_not_show("Dr Shaw · Head teacher");
    tablet.must_not_show("Close the account");
    // Whoever comes next finds an empty form.
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.must_not_show("A new account");
    tablet.must_not_show("••••••");
}

#[test]
fn the_head_opens_an_account_gives_it_a_new_pin_and_closes_it() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("New account");
    tablet.tap("Name, as on the lock screen (for example Ms Patel)");
    tablet.type_in("Mrs Okafor");
    tablet.tap("PIN, six digits or more");
    tablet.type_in("141421");
    tablet.tap("The same PIN again");
    tablet.type_in("141422");
    tablet.tap("Open the account");
    tablet.must_show("The two PINs are not the same");
    for field in ["PIN, six digits or more", "The same PIN again"] {
        tablet.tap(field);
        tablet.type_in("141421");
    }
    tablet.tap("Open the account");
    tablet.must_show("Close the account of Mrs Okafor");
    tablet.tap("New PIN for Mrs Okafor");
    for field in ["PIN, six digits or more", "The same PIN again"] {
        tablet.tap(field);
        tablet.type_in("161514");
    }
    tablet.tap("Set the PIN");
    tablet.tap("Lock");
    tablet.sign_in(("Mrs Okafor", "161514"));
    // What the head set opens nothing but the choice of another.
    for _ in 0..2 {
        tablet.enter_pin("818283");
    }
    tablet.must_show("To sign, Mrs Okafor, enter your PIN");
    tablet.tap("Not now: no camera");
    tablet.tap("← Lock");
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("Close the account of Mrs Okafor");
    tablet.must_show("They can no longer sign in.");
    tablet.must_show("Not in the register");
    tablet.tap("Cancel");
    tablet.tap("Close the account of Mrs Okafor");
    tablet.tap("Close the account");
    tablet.must_show("Practitioner · account closed");
    tablet.tap("Lock");
    assert!(
        tablet.find("Mrs Okafor").is_none(),
        "a closed account is offered"
    );
}

#[test]
fn a_lost_tablet_is_taken_off_the_list_after_it_was_asked_once() {
    let tablet = Tablet::on();
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("Take TAB-03 off the list");
    tablet.must_show("nothing that it takes can leave");
    tablet.tap("Take it off the list");
    tablet.must_show("taken off the list on 20 Nov 2026");
    tablet.tap("Lock");
    tablet.must_show("× This device was taken off the school’s list");
}
