//! A photo for the wall: the very copy that was cleared, on a page of its own, on the record; and never one
//! that is blocked.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use shutterslip::acts::release::{NotThere, Outcome};
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::take_down::Whereabouts;
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::photo::Who;
use shutterslip::domain::release::{OutletKind, ReleaseState};
use shutterslip::domain::staff::Role;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::outlet::{Outlet, OutletError};
use shutterslip::paper::{NoPrinter, Photo, Printer, PrinterError, photo_page};
use shutterslip::picture::{Darkroom, InProcess};

use super::printing::cups;
use crate::school::{PIN, School, Tray, channel, files_under, said_of_amira, template};

fn print(
    desk: &mut Desk,
    who: &Session,
    photos: &[PhotoId],
    to: &str,
    engine: Arc<dyn Printer>,
) -> Done<Vec<Outcome>> {
    let mut outlet = PrintOutlet::new(engine, "Office");
    desk.release(who, photos, &channel(to), &mut outlet)
}

fn amira_on_the_wall(desk: &mut Desk, engine: Arc<dyn Printer>) -> Outcome {
    let them = template();
    let photos = [them.of_amira.clone()];
    print(desk, &them.head, &photos, "wall", engine)
        .unwrap()
        .remove(0)
}

fn states(desk: &Desk) -> Vec<ReleaseState> {
    let releases = desk.releases(&template().head).unwrap();
    releases.iter().map(|(_, event)| event.state).collect()
}

/// Parts of a document beside and within the picture's own stream.
fn parted(pdf: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let find = |from: usize, what: &[u8]| {
        let rest = pdf[from..].windows(what.len());
        from + rest.into_iter().position(|at| at == what).unwrap()
    };
    let begins = find(find(0, b"/DCTDecode"), b"stream\n") + b"stream\n".len();
    let ends = find(begins, b"\nendstream");
    let beside = [&pdf[..begins], &pdf[ends..]].concat();
    (pdf[begins..ends].to_vec(), beside)
}

#[test]
fn what_is_printed_is_the_very_copy_that_was_cleared_and_it_is_on_record() {
    let school = School::copy();
    let mut desk = school.desk();
    let (tray, engine) = cups(
        "echo \"$@\" > \"${0%/*}/asked\"; /bin/cat > \"${0%/*}/got\"",
        "echo Office",
    );
    let out = amira_on_the_wall(&mut desk, Arc::new(engine));
    let Outcome::Out { release, file, .. } = &out else {
        panic!("{out:?}");
    };
    let pdf = fs::read(tray.path().join("got")).unwrap();
    let (jpeg, beside) = parted(&pdf);
    let releases = desk.releases(&template().head).unwrap();
    let (on_record, event) = &releases[0];
    let copy = on_record.copy().unwrap();
    assert_eq!(hex::encode(Sha256::digest(&jpeg)), copy.sha256);
    assert_eq!(
        (copy.outlet, copy.place.as_str(), event.state),
        (OutletKind::Print, "Office", ReleaseState::Out)
    );
    assert_eq!(on_record.people.len(), 1);
    assert_eq!((&on_record.id, &copy.file_name), (release, file));
    assert!(release.0.starts_with(file.as_str()) && file.len() == 8);
    // Neither the page nor the printer's queue says more than its mark.
    let asked = fs::read_to_string(tray.path().join("asked")).unwrap();
    let expected = format!("-d Office -t Photo {file} -o media=A4 -- -");
    assert_eq!(asked.trim(), expected);
    let beside = String::from_utf8_lossy(&beside).into_owned();
    assert!(
        beside.contains(&format!("/Title (Photo {file})")),
        "{beside}"
    );
    for word in [
        "Amira",
        "Khan",
        "Willow",
        "Okafor",
        "Spring",
        "Robins",
        "/Author",
        "/Creat",
        "/Keywords",
        "/Subject",
        "/ModDate",
        "/Metadata",
    ] {
        assert!(!beside.contains(word), "{word}");
    }
    // Two scripts, what was asked and got; and the school keeps no page.
    assert_eq!(fs::read_dir(tray.path()).unwrap().count(), 4);
    for (name, bytes) in files_under(&school.data) {
        assert!(!bytes.starts_with(b"%PDF"), "{}", name.display());
    }
    let proof = desk.verify_audit(&template().head, &[]).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
}

#[test]
fn each_photo_has_a_page_of_its_own_and_the_page_is_drawn() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let engine = Tray::saying(Ok(()));
    let photos = [them.of_amira.clone(), them.of_ben.clone()];
    let out = print(&mut desk, &them.head, &photos, "wall", engine.clone()).unwrap();
    assert!(out.iter().all(|one| matches!(one, Outcome::Out { .. })));
    let pages = engine.pages();
    assert_eq!(pages.len(), 2);
    assert_ne!(pages[0].0, pages[1].0);
    for (_, pdf) in &pages {
        let page = InProcess::default().page(pdf, 0, 600).unwrap();
        assert_eq!(page.pages, 1);
        let (mut picture, mut mark) = (0, 0);
        for (_, y, pixel) in page.pixels.enumerate_pixels() {
            let is_ink = pixel.0.iter().any(|part| *part < 200);
            match y < page.pixels.height() * 94 / 100 {
                true => picture += usize::from(is_ink),
                false => mark += usize::from(is_ink),
            }
        }
        assert!(picture > 40_000, "{picture} pixels of a picture");
        assert!(mark > 20, "no mark under it");
    }
}

/// Left half red, right half blue; or the upper and the lower half.
fn halves(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(width, height, |x, y| {
        let is_first = if width > height {
            x < width / 2
        } else {
            y < height / 2
        };
        image::Rgb(if is_first {
            [220, 20, 20]
        } else {
            [20, 20, 220]
        })
    });
    let jpeg = turbojpeg::compress_image(&pixels, 92, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

#[test]
fn a_wide_photo_lies_across_the_page_and_a_high_one_stands() {
    for (width, height) in [(400, 300), (300, 400)] {
        let jpeg = halves(width, height);
        let photo = Photo {
            jpeg: &jpeg,
            width,
            height,
        };
        let pdf = photo_page("Photo", photo, "0a1b2c3d", false).unwrap();
        let page = InProcess::default().page(&pdf, 0, 600).unwrap().pixels;
        let at = |x: u32, y: u32| {
            page.get_pixel(page.width() * x / 100, page.height() * y / 100)
                .0
        };
        // A wide one's left is at the foot of the page.
        let (first, second) = match width > height {
            true => (at(50, 75), at(50, 25)),
            false => (at(50, 25), at(50, 75)),
        };
        assert!(first[0] > 150 && first[2] < 100, "{width}: {first:?}");
        assert!(second[2] > 150 && second[0] < 100, "{width}: {second:?}");
        assert!(
            at(50, 12)[1] < 200 && at(50, 85)[1] < 200,
            "the page is filled"
        );
        assert_eq!(at(1, 50), [255, 255, 255], "no printer prints to the edge");
    }
}

#[test]
fn a_sample_schools_page_says_so() {
    let jpeg = halves(40, 30);
    let photo = Photo {
        jpeg: &jpeg,
        width: 40,
        height: 30,
    };
    let foot = |is_sample: bool| {
        let pdf = photo_page("Photo", photo, "0a1b2c3d", is_sample).unwrap();
        let page = InProcess::default().page(&pdf, 0, 1000).unwrap().pixels;
        let below = page.height() * 985 / 1000;
        let dark = page
            .enumerate_pixels()
            .filter(|(_, y, pixel)| *y > below && pixel.0[0] < 128);
        dark.count()
    };
    assert_eq!(foot(false), 0);
    assert!(foot(true) > 100);
}

#[test]
fn no_role_gets_a_blocked_photo_onto_paper_on_any_channel() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let (tray, engine) = cups("touch \"${0%/*}/ran\"", "echo Office");
    let engine: Arc<dyn Printer> = Arc::new(engine);
    for (name, role) in [
        ("Ms Hall", Role::Practitioner),
        ("Mr Reed", Role::Technician),
    ] {
        let agreed = Some("2025-09-01".parse().unwrap());
        desk.add_staff(&them.head, name, role, agreed, PIN).unwrap();
    }
    // Blocked everywhere: a child with the mark, and somebody whom nobody can name.
    let new = shutterslip::acts::tag::NewTag {
        who: Who::Unknown,
        face: None,
        area: None,
    };
    desk.tag(&them.office, &them.of_ben, new).unwrap();
    desk.finish_tagging(&them.office, &them.of_ben).unwrap();
    let blocked = [them.of_cara.clone(), them.of_ben.clone()];
    let policy = desk.policy().unwrap();
    let mut refusals = 0;
    for who in ["Mrs Okafor", "Ms Patel", "Ms Hall", "Mr Reed"] {
        let who = desk.sign_in(who, PIN).unwrap();
        for channel in &policy.channels {
            let to = channel.id.0.as_str();
            match print(&mut desk, &who, &blocked, to, Arc::clone(&engine)) {
                Ok(outcomes) => {
                    assert_eq!(to, "wall");
                    let is_blocked = |one: &Outcome| matches!(one, Outcome::Blocked { .. });
                    assert!(outcomes.len() == 2 && outcomes.iter().all(is_blocked));
                }
                Err(ActError::Refused(_) | ActError::NotThere(_)) => {
                    refusals += 1;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    // The wall is the only channel that is printed, and the technician releases nothing.
    assert_eq!(refusals, policy.channels.len() * 4 - 3);
    assert!(!Path::new(&tray.path().join("ran")).exists());
    assert!(states(&desk).is_empty());
}

#[test]
fn what_leaves_the_school_is_not_printed_even_where_it_may_go() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let engine = Tray::saying(Ok(()));
    for to in ["journal", "website"] {
        let photos = [them.of_amira.clone()];
        let told = print(&mut desk, &them.head, &photos, to, engine.clone());
        let outside = NotThere::OutsideIsNoPaper(channel(to));
        assert!(
            matches!(&told, Err(ActError::NotThere(why)) if *why == outside),
            "{told:?}"
        );
    }
    assert!(engine.pages().is_empty() && states(&desk).is_empty());
}

#[test]
fn a_printer_that_is_not_there_is_told_before_anything_is_recorded() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let photos = [them.of_amira.clone()];
    let mut elsewhere = PrintOutlet::new(Tray::saying(Ok(())), "Attic");
    let wall = channel("wall");
    let told = desk.release(&them.head, &photos, &wall, &mut elsewhere);
    let unknown = OutletError::UnknownPrinter("Attic".to_owned());
    assert!(matches!(told, Err(ActError::Outlet(error)) if error == unknown));
    let told = print(&mut desk, &them.head, &photos, "wall", Arc::new(NoPrinter));
    let Err(ActError::Outlet(OutletError::NoPrinter)) = &told else {
        panic!("{told:?}");
    };
    let words = shutterslip::cli::act_words(&told.unwrap_err());
    assert!(words.contains("ask the technician"), "{words}");
    assert!(states(&desk).is_empty());
}

#[test]
fn what_a_printer_did_not_take_is_not_out() {
    let school = School::copy();
    let mut desk = school.desk();
    let refusing = Tray::saying(Err(PrinterError::Failed("no paper".to_owned())));
    let told = amira_on_the_wall(&mut desk, refusing);
    assert!(matches!(&told, Outcome::NotOut { why, .. } if why.to_string().contains("(no paper)")));
    assert_eq!(states(&desk), [ReleaseState::NotOut]);
}

#[test]
fn what_a_printer_may_have_taken_is_out_until_somebody_confirms_that_it_is_not() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let silent = Tray::saying(Err(PrinterError::Unsure("no answer".to_owned())));
    let told = amira_on_the_wall(&mut desk, silent);
    assert!(
        matches!(&told, Outcome::NotOut { why, .. } if shutterslip::cli::stayed(why).contains("counts as out until")),
        "{told:?}"
    );
    assert_eq!(states(&desk), [ReleaseState::Out]);
    let id = desk.releases(&them.head).unwrap()[0].0.id.clone();
    let none = |_: OutletKind, _: &str| -> Box<dyn Outlet> { panic!("nobody looks at paper") };
    desk.confirm_down(&them.head, &id, false, &none).unwrap();
    assert_eq!(states(&desk), [ReleaseState::Down]);
}

/// A device that stops while it prints.
struct Stops;

impl Printer for Stops {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        Ok(vec!["Office".to_owned()])
    }

    fn print(&self, _: &str, _: &str, _: &[u8]) -> Result<(), PrinterError> {
        resume_unwind(Box::new("stopped"))
    }
}

#[test]
fn a_page_under_way_when_the_device_stopped_counts_as_out_and_is_told_once() {
    let school = School::copy();
    let mut desk = school.desk();
    let stopped = catch_unwind(AssertUnwindSafe(|| {
        amira_on_the_wall(&mut desk, Arc::new(Stops));
    }));
    assert!(stopped.is_err());
    drop(desk);
    let mut desk = school.desk();
    assert_eq!(states(&desk), [ReleaseState::GoingOut]);
    let none = |_: OutletKind, _: &str| -> Box<dyn Outlet> { panic!("nobody looks at paper") };
    assert_eq!(desk.settle_releases(&none).unwrap().len(), 1);
    assert_eq!(states(&desk), [ReleaseState::Out]);
    assert_eq!(desk.settle_releases(&none).unwrap().len(), 0);
}

#[test]
fn a_page_on_the_wall_comes_down_by_a_persons_word_alone() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let out = amira_on_the_wall(&mut desk, Tray::saying(Ok(())));
    assert!(matches!(out, Outcome::Out { .. }));
    assert!(desk.take_downs(&them.office).unwrap().is_empty());
    said_of_amira(&mut desk, &them.office, &["wall"], Answer::Refused).unwrap();
    let task = desk.take_downs(&them.office).unwrap().remove(0);
    let none = |_: OutletKind, _: &str| -> Box<dyn Outlet> { panic!("nobody looks at paper") };
    let seen = desk.whereabouts(&them.office, &task.release, &none);
    assert_eq!(seen.unwrap(), Whereabouts::OnPaper);
    let id = &task.release.id;
    let told = desk
        .confirm_down(&them.office, id, true, &none)
        .unwrap_err();
    assert!(
        shutterslip::cli::act_words(&told).contains("off the wall"),
        "{told}"
    );
    assert_eq!(desk.take_downs(&them.office).unwrap().len(), 1);
    desk.confirm_down(&them.office, id, false, &none).unwrap();
    assert!(desk.take_downs(&them.office).unwrap().is_empty());
    let down = desk.taken_down(&them.office, 5).unwrap();
    assert_eq!(down[0].1.note, "taken off the wall, as a person confirmed");
    assert_eq!(down[0].1.by, them.office.id().0);
}
