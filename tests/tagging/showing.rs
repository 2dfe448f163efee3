//! Pixels for a screen: of every kept photo, upright, never larger than a screen, on any thread.

use shutterslip::acts::show::LARGEST_ON_SCREEN;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::staff::Role;

use super::world::Day;
use crate::school::{PIN, template};

#[test]
fn a_photo_is_shown_as_large_as_asked_and_no_larger_than_it_is() {
    let day = Day::new();
    let photo = &template().of_amira;
    for (asked, size) in [(32, (32, 24)), (64, (64, 48)), (u32::MAX, (64, 48))] {
        let shown = day.desk.to_show(&day.office, photo).unwrap();
        let pixels = std::thread::spawn(move || shown.pixels(asked));
        assert_eq!(pixels.join().unwrap().unwrap().dimensions(), size);
    }
}

#[test]
fn no_screen_is_given_more_than_a_screen_holds() {
    let mut day = Day::new();
    let large = image::RgbImage::from_fn(2600, 1300, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let jpeg = turbojpeg::compress_image(&large, 80, turbojpeg::Subsamp::Sub2x2).unwrap();
    let at = shutterslip::acts::capture::Circumstance::default();
    let kept = day.desk.keep(&day.head, &jpeg, &at).unwrap();
    let shutterslip::acts::capture::TakenIn::Kept(id) = kept else {
        panic!("the picture was kept before");
    };
    for asked in [2600, LARGEST_ON_SCREEN + 1, u32::MAX] {
        let pixels = day.desk.to_show(&day.head, &id).unwrap().pixels(asked);
        assert_eq!(pixels.unwrap().dimensions(), (2048, 1024));
    }
}

#[test]
fn an_erased_photo_is_shown_to_nobody() {
    let mut day = Day::new();
    let photo = &template().of_ben;
    day.desk.erase(&day.head, photo, "asked for").unwrap();
    assert!(day.desk.to_show(&day.head, photo).is_err());
    let nothing = PhotoId("no such photo".to_owned());
    assert!(day.desk.to_show(&day.head, &nothing).is_err());
}

#[test]
fn a_technician_is_shown_no_photo_and_no_tile() {
    let mut day = Day::new();
    day.desk
        .add_staff(&day.head, "Mr Vale", Role::Technician, None, PIN)
        .unwrap();
    let vale = day.signs_in("Mr Vale");
    let photo = &template().of_amira;
    assert!(day.desk.to_show(&vale, photo).is_err());
    assert!(day.desk.outlook(&vale, photo).is_err());
    assert!(day.desk.groups(&vale).is_err());
    assert!(day.desk.group_today(&vale, "Robins").is_err());
    assert!(day.desk.never_photograph(&vale, "Robins").is_err());
    assert!(day.desk.adult_tiles(&vale).is_err());
    assert!(day.desk.search_tiles(&vale, "a").is_err());
}
