//! The camera: a shot is told as kept when it is on the disk, and never before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use shutterslip::camera::scripted::Order;
use shutterslip::camera::{CameraEvent, CameraTrouble};
use shutterslip::vault::{Sweep, Vault, VaultError};

use super::stage::*;

#[test]
fn a_shot_is_kept_and_waits_for_its_tags() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    tablet.tap("Take a photo");
    let asked = tablet.asked_for();
    assert_eq!(asked.len(), 1);
    tablet.must_show("Keeping 1 photo…");
    tablet.must_not_show("Kept.");
    let picture = tablet.picture();
    tablet.still_comes(asked[0], picture);
    tablet.must_show("Kept. 1 photo to tag");
    tablet.must_not_show("Keeping");
}

#[test]
fn ten_shots_in_a_row_are_taken_without_waiting_and_all_are_kept() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    for _ in 0..10 {
        tablet.tap("Take a photo");
    }
    let asked = tablet.asked_for();
    assert_eq!(asked.len(), 10);
    for number in asked {
        let picture = tablet.picture();
        tablet.still_comes(number, picture);
    }
    tablet.must_show("Kept. 10 photos to tag");
}

#[test]
fn the_shutter_answers_to_a_real_key() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    tablet.press(slint::platform::Key::Space);
    assert_eq!(tablet.asked_for().len(), 1);
}

#[test]
fn where_there_is_no_camera_that_is_said_with_what_to_do() {
    let tablet = Tablet::on();
    tablet.sign_in(PATEL);
    tablet
        .camera
        .tell(CameraEvent::Stopped(CameraTrouble::None));
    tablet.settle();
    tablet.must_show("No camera was found. Plug one in");
    tablet.orders();
    tablet.tap("Take a photo");
    assert!(tablet.asked_for().is_empty());
    let package = "gstreamer1.0-plugins-good".to_owned();
    tablet
        .camera
        .tell(CameraEvent::Stopped(CameraTrouble::NoPlugin { package }));
    tablet.settle();
    tablet.must_show("gstreamer1.0-plugins-good");
    tablet.camera_runs();
    tablet.must_show("What the camera sees");
}

#[test]
fn a_camera_unplugged_in_the_middle_of_a_shot_keeps_nothing_and_says_so() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    tablet.tap("Take a photo");
    let asked = tablet.asked_for();
    tablet
        .camera
        .tell(CameraEvent::Stopped(CameraTrouble::Unplugged));
    tablet.still_fails(asked[0], CameraTrouble::Unplugged);
    tablet.must_show("That photo was not kept");
    tablet.must_show("plug it in again");
    tablet.must_not_show("Kept.");
    tablet.must_not_show("Keeping");
    // Back again, it goes on.
    tablet.camera_runs();
    tablet.shoot(&[]);
    tablet.must_show("Kept. 1 photo to tag");
}

/// A disk that is full while it is told so.
struct Full {
    vault: Box<dyn Vault>,
    is_full: Arc<AtomicBool>,
}

impl Vault for Full {
    fn receive(&mut self, object: &str, sealed: &[u8]) -> Result<(), VaultError> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(VaultError::Full);
        }
        self.vault.receive(object, sealed)
    }

    fn settle(&mut self, object: &str) -> Result<(), VaultError> {
        self.vault.settle(object)
    }

    fn turn_away(&mut self, object: &str) -> Result<(), VaultError> {
        self.vault.turn_away(object)
    }

    fn fetch(&self, object: &str) -> Result<Vec<u8>, VaultError> {
        self.vault.fetch(object)
    }

    fn discard(&mut self, object: &str) -> Result<(), VaultError> {
        self.vault.discard(object)
    }

    fn sweep(
        &mut self,
        kept: &std::collections::HashSet<String>,
        erased: &std::collections::HashSet<String>,
    ) -> Result<Sweep, VaultError> {
        self.vault.sweep(kept, erased)
    }
}

#[test]
fn a_full_disk_at_the_shutter_is_told_and_nothing_is_called_kept() {
    let is_full = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&is_full);
    let tablet = Tablet::after(Before {
        vault: Box::new(move |vault| {
            Box::new(Full {
                vault: Box::new(vault),
                is_full: Arc::clone(&told),
            })
        }),
        ..Before::default()
    });
    tablet.at_the_camera(PATEL);
    is_full.store(true, Ordering::SeqCst);
    tablet.orders();
    tablet.tap("Take a photo");
    let asked = tablet.asked_for();
    let picture = tablet.picture();
    tablet.still_comes(asked[0], picture);
    tablet.must_show("That photo was not kept");
    tablet.must_show("full");
    tablet.must_not_show("Kept.");
    is_full.store(false, Ordering::SeqCst);
    tablet.shoot(&[]);
    tablet.must_show("Kept. 1 photo to tag");
}

#[test]
fn a_shot_on_its_way_is_kept_in_the_name_of_whoever_took_it_though_the_tablet_locks() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.orders();
    tablet.tap("Take a photo");
    let asked = tablet.asked_for();
    tablet.tap_beginning("Ms Patel: lock");
    tablet.must_show("Who is taking photos?");
    // Nobody else gets in before it is kept.
    tablet.tap("Mr Hughes");
    tablet.enter_pin(HUGHES.1);
    tablet.must_not_show("Take a photo");
    let picture = tablet.picture();
    tablet.still_comes(asked[0], picture);
    tablet.sign_in(HUGHES);
    tablet.camera_runs();
    tablet.tap_beginning("1 photo to tag");
    tablet.must_show("by Ms Patel");
}

#[test]
fn the_camera_is_off_on_every_other_page() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot(&[]);
    tablet.orders();
    tablet.tap_beginning("Kept.");
    tablet.must_show("Who is in this photo?");
    assert!(tablet.orders().contains(&Order::Rest));
    tablet.tap("Later");
    tablet.tap("← Camera");
    assert!(
        tablet
            .orders()
            .iter()
            .any(|order| matches!(order, Order::Show(_)))
    );
}

#[test]
fn no_picture_stays_on_the_screen_behind_the_lock() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.shoot(&[]);
    tablet.tap_beginning("Ms Patel: lock");
    tablet.sign_in(HUGHES);
    tablet.must_not_show("Kept.");
}

#[test]
fn the_group_that_is_chosen_says_who_is_kept_out() {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    tablet.tap("Ladybirds, 12 children. Choose another group");
    tablet.tap("Ladybirds · 12 children");
    tablet.must_show("× No photos of: Daniel W · Jack T");
}
