//! Every hostile file by the picture room itself: refused in the expected words, or whole, right and
//! clean in each way out.

use image::{Rgb, RgbImage};
use shutterslip::domain::photo::Area;
use shutterslip::picture::{self, CopyPlan};

use super::scenes::{as_it_is, difference, limits, quarters};
use crate::hostile::{self, Becomes, Hostile, Looks, SECRET, holds, told};

/// Those that a reading of the header or of the camera's details alone settles, and the rest.
fn refusal(one: &Hostile) -> Option<String> {
    let note = picture::camera_note(&one.bytes).map(|_| ());
    let opened = picture::open(&one.bytes, &limits()).map(|_| ());
    note.and(opened).err().map(|error| error.to_string())
}

#[test]
fn there_are_many_of_them() {
    assert!(hostile::ALL.len() >= 150, "{}", hostile::ALL.len());
    let secret = hostile::ALL.iter().filter(|one| holds(&one.bytes, SECRET));
    assert!(secret.count() >= 100);
}

#[test]
fn each_is_refused_with_its_own_words_or_opens() {
    let mut wrong = Vec::new();
    for one in hostile::ALL.iter() {
        match (one.becomes, refusal(one)) {
            // Whose camera it was is not the picture room's to judge.
            (Becomes::Kept(_) | Becomes::Refused(told::OTHER_CAMERA), None) => {}
            (Becomes::Refused(words), Some(said)) if said.contains(words) => {
                let remedy = said.split_once(';').or_else(|| said.split_once(", so "));
                assert!(remedy.is_some(), "{}: {said}", one.name);
                assert!(!said.contains("SECRET"), "{}: {said}", one.name);
            }
            (becomes, said) => wrong.push(format!("{}: {said:?}, not {becomes:?}", one.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_kept_looks_right_and_leaves_clean() {
    for one in hostile::ALL.iter() {
        let Becomes::Kept(looks) = one.becomes else {
            continue;
        };
        let pixels = picture::open(&one.bytes, &limits())
            .unwrap_or_else(|error| panic!("{}: {error}", one.name))
            .pixels;
        assert_looks(&pixels, looks, &one.name);
        let screen = picture::screen(&one.bytes, &limits(), 48).unwrap();
        assert!(screen.width().max(screen.height()) <= 48, "{}", one.name);
        let hidden = Area {
            x: 0,
            y: 0,
            width: (pixels.width() / 8).max(1),
            height: (pixels.height() / 8).max(1),
        };
        let hiding = CopyPlan {
            patches: vec![hidden],
            longest_side: Some(90),
            ..as_it_is()
        };
        // As large as it is, unless that is more than a copy may take.
        let whole = CopyPlan {
            longest_side: Some(1_600),
            ..as_it_is()
        };
        for plan in [whole, hiding] {
            let copy = match picture::public_copy(&one.bytes, &plan, &limits()) {
                Ok(copy) => copy,
                Err(picture::PictureError::NothingLeft) if !plan.patches.is_empty() => continue,
                Err(error) => panic!("{}: {error}", one.name),
            };
            let clean = hostile::clean::is_pixels_and_notice_only(&copy.jpeg, "Hillside Primary");
            assert_eq!(clean, Ok(()), "{}", one.name);
            assert!(!holds(&copy.jpeg, b"SECRET"), "{}", one.name);
        }
    }
}

#[track_caller]
fn assert_looks(pixels: &RgbImage, looks: Looks, name: &str) {
    let middle = |column: u32, row: u32| {
        *pixels.get_pixel(
            (2 * column + 1) * pixels.width() / 4,
            (2 * row + 1) * pixels.height() / 4,
        )
    };
    match looks {
        Looks::Sized(width, height) => assert_eq!(pixels.dimensions(), (width, height), "{name}"),
        Looks::Quarters(at_most) => {
            assert_eq!(pixels.dimensions(), (96, 64), "{name}");
            for (x, y, wanted) in quarters(2, 2).enumerate_pixels() {
                let seen = middle(x, y);
                assert!(
                    difference(seen, wanted.0) <= at_most,
                    "{name}: {seen:?} is not {wanted:?}"
                );
            }
        }
        Looks::Greys => {
            assert_eq!(pixels.dimensions(), (96, 64), "{name}");
            let shades = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| middle(x, y));
            let [red, green, blue, yellow] = shades.map(|Rgb([r, g, b])| {
                assert!(r == g && g == b, "{name}: {r} {g} {b} is no grey");
                r
            });
            assert!(
                blue < red && red < green && green < yellow,
                "{name}: {shades:?}"
            );
        }
    }
}

/// The files as seeds for fuzzing (`make fuzz`), the small ones.
#[test]
#[ignore = "writes files for fuzzing: run by make fuzz"]
fn small_ones_become_seeds() {
    let folder = std::env::var_os("SEEDS").expect("SEEDS names a folder");
    let folder = std::path::Path::new(&folder);
    let small = hostile::ALL
        .iter()
        .filter(|one| one.bytes.len() <= 24 * 1024);
    let mut written = 0;
    for (place, one) in small.enumerate() {
        std::fs::write(folder.join(format!("hostile-{place:03}")), &one.bytes).unwrap();
        written += 1;
    }
    assert!(written >= 100, "{written}");
}
