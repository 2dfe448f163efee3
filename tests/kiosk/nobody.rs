//! A photo in which nobody is tagged, by what is written on the screen: Done asks, the review says so in
//! amber, and a release of several asks for it by name.

use super::stage::*;

fn done(tablet: &Tablet) {
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
    tablet.tap("Done — next photo");
}

#[test]
fn done_asks_whether_nobody_is_there_and_only_then() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&[]);
    tablet.must_show("no faces found");
    done(&tablet);
    tablet.must_show("Is nobody in this photo?");
    tablet.tap("Go back and tag");
    tablet.must_show("Who is in this photo?");
    done(&tablet);
    tablet.tap("Nobody is in this photo");
    tablet.must_show("Take a photo");
    tablet.must_show("0 photos to tag");
    // A face that nobody named is no reason to ask it.
    tablet.camera_runs();
    tablet.shoot_and_tag(&row_of(1));
    done(&tablet);
    tablet.must_show("Nobody is tagged yet.");
    tablet.must_not_show("Is nobody in this photo?");
    tablet.tap("Amira K");
    done(&tablet);
    tablet.must_show("0 photos to tag");
}

/// A photo of nobody and one of Amira, finished; the head looks at the learning journal's queue.
pub fn one_of_nobody() -> Tablet {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot_and_tag(&[]);
    done(&tablet);
    tablet.tap("Nobody is in this photo");
    tablet.camera_runs();
    tablet.shoot_and_tag(&row_of(1));
    tablet.tap("Amira K");
    done(&tablet);
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HEAD);
    tablet.tap("Review");
    tablet.tap("Learning journal");
    tablet
}

#[test]
fn the_review_says_it_in_amber_and_a_release_of_two_asks_for_it_by_name() {
    let tablet = one_of_nobody();
    tablet.size(1440.0, 2000.0);
    tablet.settle();
    tablet.tap_beginning("Ready: 2");
    tablet.must_show("! nobody named");
    tablet.must_show("✓ ready");
    tablet.tap("Choose all of these");
    tablet.tap("Release 2 photos…");
    tablet.must_show("! Nobody named, no face found.");
    tablet.must_show("Ready: 1. Not ready: 1");
    tablet.tap_beginning("Nobody is in the photo of");
    tablet.must_show("All 2 photos are ready.");
    tablet.tap_beginning("Nobody is in the photo of");
    tablet.must_show("Ready: 1. Not ready: 1");
    tablet.tap("← Back");
    tablet.tap_beginning("Photo of Today");
    tablet.until("the photo", |tablet| tablet.find("The photo").is_some());
    // The newest is Amira's; the one before it is nobody's.
    tablet.must_show("✓ May be published");
    tablet.tap("The next photo");
    tablet.until("the other", |tablet| tablet.shows("photo 2 of 2"));
    tablet.must_show("! May be published: nobody named, no face found");
}
