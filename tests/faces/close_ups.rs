//! Close-ups: a copy is made smaller until no face that shows is taller than the channel allows, and what
//! would have to be smaller than any copy is made does not go. And what is covered stays covered wherever
//! its box was moved since.

use shutterslip::acts::permit::new_person;
use shutterslip::acts::release::copy::Preview;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::channel::{Channel, ChannelId, ChannelKind};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::{Photo, Tag, fingerprint};
use shutterslip::domain::person::PersonKind;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::picture::{FILL, InProcess};

use super::desk::{SchoolDay, Scripted};
use super::landscape::landscape;

const FACE: Area = Area {
    x: 500,
    y: 300,
    width: 160,
    height: 200,
};

/// The shipped policy with a largest face on the learning journal, which has none.
fn policy(largest: u32) -> String {
    SHIPPED[0].1.replace(
        "id = \"journal\"\n",
        &format!("id = \"journal\"\nlargest_face = {largest}\n"),
    )
}

fn journal() -> ChannelId {
    ChannelId("journal".to_owned())
}

fn channel(largest: Option<u32>) -> Channel {
    let policy = Policy::parse(SHIPPED[0].1).unwrap();
    let mut channel = policy.channel(&journal()).unwrap().clone();
    if let ChannelKind::Pictures(pictures) = &mut channel.kind {
        pictures.largest_face = largest;
    }
    channel
}

/// A photo of one found face at a school with that largest face.
fn day(largest: u32, face: Area) -> (SchoolDay, PhotoId) {
    let finder = Scripted::saying([Ok(vec![face])]);
    let mut day = SchoolDay::ruled_by(&policy(largest), InProcess::default(), finder);
    let photo = day.keep(&landscape(1200, 900));
    (day, photo)
}

fn is_too_close(day: &SchoolDay, photo: &PhotoId) -> bool {
    let verdicts = day.desk.check(&day.head, photo).unwrap();
    let found = verdicts.iter().find(|(on, _)| on.id == journal());
    let mut codes = found.unwrap().1.reasons().iter().map(ToString::to_string);
    codes.any(|code| code == "face-too-close")
}

fn preview(day: &SchoolDay, photo: &PhotoId) -> Preview {
    let made = day.desk.to_preview(&day.head, photo, &journal()).unwrap();
    made.make(2048).unwrap()
}

fn kept(day: &SchoolDay, photo: &PhotoId) -> Photo {
    day.desk.look_at(&day.head, photo).unwrap()
}

#[test]
fn a_copy_is_made_smaller_until_no_face_is_taller_than_the_channel_allows() {
    // In a copy of 1200 px the face is 200 px high.
    for (largest, wide) in [
        (100, 600),
        (160, 960),
        (199, 1194),
        (200, 1200),
        (300, 1200),
    ] {
        let (mut day, photo) = day(largest, FACE);
        day.name(&photo, "f1");
        assert!(!is_too_close(&day, &photo), "{largest}");
        let copy = preview(&day, &photo);
        assert_eq!(copy.width, wide, "{largest}");
        assert!(FACE.height * copy.width <= largest * 1200, "{largest}");
        let is_smaller = wide < 1200;
        assert_eq!(copy.smaller_for, is_smaller.then_some(largest));
    }
}

#[test]
fn a_face_that_is_too_tall_in_the_smallest_copy_stays_here() {
    // In a copy of 400 px it is 66.7 px high.
    let (mut near, photo) = day(66, FACE);
    near.name(&photo, "f1");
    assert!(is_too_close(&near, &photo));
    let (mut fits, photo) = day(67, FACE);
    fits.name(&photo, "f1");
    assert!(!is_too_close(&fits, &photo));
    assert_eq!(preview(&fits, &photo).width, 402);
}

#[test]
fn whoever_is_hidden_dismissed_or_an_adult_of_the_register_may_be_near() {
    let (mut day, photo) = day(50, FACE);
    assert!(is_too_close(&day, &photo), "nobody has said who it is");
    let tag = day.name(&photo, "f1");
    assert!(is_too_close(&day, &photo));
    day.desk.hide(&day.head, &photo, &tag, true, None).unwrap();
    assert!(!is_too_close(&day, &photo), "covered");
    day.desk.untag(&day.head, &photo, &tag).unwrap();
    // Somebody whom nobody can name, and a child.
    for who in [
        Who::Unknown,
        Who::Person(
            day.desk
                .record_person(
                    &day.head,
                    new_person(PersonKind::Child, "Ada", "Lee", "Wrens"),
                )
                .unwrap(),
        ),
    ] {
        let new = NewTag {
            who,
            face: Some("f1".to_owned()),
            area: None,
        };
        let tag = day.desk.tag(&day.head, &photo, new).unwrap();
        assert!(is_too_close(&day, &photo));
        day.desk.untag(&day.head, &photo, &tag).unwrap();
    }
    for kind in [PersonKind::Staff, PersonKind::Visitor] {
        let entry = new_person(kind, "Tim", "Peake", "");
        let person = day.desk.record_person(&day.head, entry).unwrap();
        let new = NewTag {
            who: Who::Person(person),
            face: Some("f1".to_owned()),
            area: None,
        };
        let tag = day.desk.tag(&day.head, &photo, new).unwrap();
        assert!(!is_too_close(&day, &photo), "{kind:?}");
        assert_eq!(preview(&day, &photo).width, 1200);
        day.desk.untag(&day.head, &photo, &tag).unwrap();
    }
    day.desk.dismiss_face(&day.head, &photo, "f1").unwrap();
    assert!(!is_too_close(&day, &photo), "a poster");
}

#[test]
fn a_crop_brings_a_face_near_or_leaves_it_out() {
    let (mut day, photo) = day(100, FACE);
    day.name(&photo, "f1");
    assert!(!is_too_close(&day, &photo));
    let crop = |x, y, width, height| {
        Some(Area {
            x,
            y,
            width,
            height,
        })
    };
    let (desk, head) = (&mut day.desk, &day.head);
    desk.crop(head, &photo, crop(450, 250, 260, 300)).unwrap();
    assert!(is_too_close(&day, &photo));
    let away = crop(0, 0, 300, 200);
    day.desk.crop(&day.head, &photo, away).unwrap();
    assert!(!is_too_close(&day, &photo));
}

#[test]
fn a_smaller_box_makes_no_face_smaller() {
    let (mut day, photo) = day(50, FACE);
    day.name(&photo, "f1");
    let small = Area {
        x: 510,
        y: 310,
        width: 140,
        height: 80,
    };
    day.desk.move_face(&day.head, &photo, "f1", small).unwrap();
    assert!(is_too_close(&day, &photo));
}

#[test]
fn where_a_face_was_found_is_covered_wherever_its_box_stands_now() {
    let (mut day, photo) = day(400, FACE);
    let tag = day.name(&photo, "f1");
    day.desk.hide(&day.head, &photo, &tag, true, None).unwrap();
    let moved = Area {
        x: 450,
        y: 260,
        width: 170,
        height: 200,
    };
    day.desk.move_face(&day.head, &photo, "f1", moved).unwrap();
    let copy = preview(&day, &photo);
    assert_eq!((copy.width, copy.height), (1200, 900));
    let pixels = copy.picture.pixels().unwrap();
    for place in [FACE, moved] {
        for (x, y) in [
            (place.x, place.y),
            (place.x + place.width - 1, place.y + place.height - 1),
        ] {
            let pixel = pixels.get_pixel(x, y).0;
            let off = pixel.iter().zip(FILL).map(|(one, fill)| one.abs_diff(fill));
            assert!(off.max().unwrap() <= 10, "{x}, {y}: {pixel:?}");
        }
    }
    // The face's own hair as well, not only its box's margin.
    let hair = pixels.get_pixel(FACE.x + FACE.width / 2, FACE.y - 90).0;
    assert!(
        hair.iter().all(|one| one.abs_diff(FILL[0]) <= 10),
        "{hair:?}"
    );
}

/// A tag before it said who had set it.
fn as_told(tag: &Tag) -> Tag {
    Tag {
        set_by: None,
        stood: false,
        ..tag.clone()
    }
}

/// What a sign-off was bound to before covers had room for hair and faces had a largest size.
fn as_it_was(photo: &Photo, channel: &Channel) -> String {
    let labels = &photo.labels;
    let places: Vec<Vec<Area>> = labels.tags.iter().map(|tag| labels.areas_of(tag)).collect();
    fingerprint(&(
        "copy-1",
        &photo.sha256,
        labels.tags.iter().map(as_told).collect::<Vec<_>>(),
        places,
        labels.crop,
        (
            &labels.caption,
            &labels.alt,
            &labels.credit,
            &labels.file_name,
        ),
        labels.copyright,
        (&channel.id, channel.longest_side()),
    ))
}

#[test]
fn only_signatures_of_photos_with_somebody_covered_or_made_smaller_lapse() {
    let (mut day, photo) = day(400, FACE);
    let tag = day.name(&photo, "f1");
    let shown = kept(&day, &photo);
    let plain = channel(None);
    assert_eq!(shown.edition(&plain), as_it_was(&shown, &plain));
    // A largest face that changes nothing of this copy.
    assert_eq!(
        shown.edition(&channel(Some(200))),
        as_it_was(&shown, &plain)
    );
    assert_ne!(
        shown.edition(&channel(Some(150))),
        as_it_was(&shown, &plain)
    );
    day.desk.hide(&day.head, &photo, &tag, true, None).unwrap();
    let covered = kept(&day, &photo);
    assert_ne!(covered.edition(&plain), as_it_was(&covered, &plain));
}
