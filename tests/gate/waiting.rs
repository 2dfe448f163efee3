//! Photos that this device's camera took and that nobody has looked at yet, as the command line
//! tells of them after a stop. There is no camera here, so they are kept through the act.

use std::sync::Arc;

use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::clock::SystemClock;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::keyring;
use shutterslip::picture::InProcess;
use shutterslip::register::store::sqlite;
use shutterslip::vault::folder::FolderVault;

use super::school::{OFFICE, PATEL, School, TECHNICIAN};

/// Keeps them, and stops before anybody has looked.
pub fn kept_before_a_stop(school: &School, pictures: &[&[u8]]) -> Vec<String> {
    let data = &school.data;
    let keyring = keyring::read(&data.join("device.key")).unwrap();
    let identity = Arc::new(keyring.identity);
    let machine = keyring::machine(&identity.device).unwrap();
    let file = data.join("register.db");
    let register = sqlite::open(&file, &keyring.register_key, Arc::clone(&identity));
    let mut desk = Desk::new(
        register.unwrap(),
        Box::new(FolderVault::open(&data.join("vault")).unwrap()),
        Box::new(InProcess::default()),
        Box::new(CenterFace::open().unwrap()),
        Box::new(SystemClock),
        identity,
        data.clone(),
    )
    .on_machine(machine);
    desk.begin().unwrap();
    let who = desk.sign_in(PATEL.name, PATEL.pin).unwrap();
    let keep = |bytes: &&[u8]| match desk.keep(&who, bytes, &Circumstance::default()) {
        Ok(TakenIn::Kept(id)) => id.0,
        other => panic!("{other:?}"),
    };
    pictures.iter().map(keep).collect()
}

pub fn picture() -> Vec<u8> {
    let meadow = image::RgbImage::from_fn(640, 480, |x, y| {
        image::Rgb([90, 150 + (x * y % 40) as u8, 60])
    });
    turbojpeg::compress_image(&meadow, 90, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

#[test]
fn what_was_kept_before_a_stop_waits_is_told_and_is_looked_at_when_asked() {
    let school = School::new();
    let whole = picture();
    let cut = &whole[..whole.len() / 2];
    let kept = kept_before_a_stop(&school, &[&whole, cut]);
    let list = school.run(PATEL, &["photo", "list"]).done();
    assert!(
        list.err.contains("2 kept and not yet looked at"),
        "{}",
        list.err
    );
    assert!(list.err.contains("photo look-at-waiting"), "{}", list.err);
    assert_eq!(list.out.matches("! not looked at").count(), 2);
    school
        .run(PATEL, &["photo", "show", &kept[0]])
        .done()
        .says("look-at-waiting");

    // It stays, whatever anybody says of it before somebody has looked.
    school
        .run(PATEL, &["photo", "finish", &kept[0], "--nobody"])
        .done();
    school
        .run(PATEL, &["photo", "dismiss", &kept[0], "f1"])
        .unusable()
        .says("look-at-waiting");
    for id in &kept {
        let json = ["--json", "photo", "check", id, "--for", "wall"];
        let said = school.run(PATEL, &json).refused().json().to_string();
        assert!(said.contains("face-unaccounted"), "{said}");
    }
    school
        .run(TECHNICIAN, &["photo", "look-at-waiting"])
        .refused();

    let looked = school.run(PATEL, &["photo", "look-at-waiting"]).unusable();
    assert!(looked.out.contains("no face found"), "{}", looked.out);
    assert!(looked.out.contains("take it again"), "{}", looked.out);
    let folder = school.folder("out");
    let release = |id: &str| {
        let typed = ["release", "to", "journal", id, "--folder", &folder];
        school.run(OFFICE, &typed)
    };
    release(&kept[0]).done();
    release(&kept[1]).refused();

    let after = school.run(PATEL, &["photo", "list"]).done();
    assert!(!after.err.contains("not yet looked at"), "{}", after.err);
    school
        .run(PATEL, &["photo", "look-at-waiting"])
        .done()
        .says("No photo waits");
    school.run(OFFICE, &["audit", "verify", "--files"]).done();
}
