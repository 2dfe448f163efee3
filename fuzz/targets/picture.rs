//! Whatever bytes come in as a picture: refused in words, or a picture whose copies carry pixels and
//! our notice only, and whose hidden areas changed nothing in them.

#![no_main]

use std::io::Cursor;
use std::time::Duration;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use libfuzzer_sys::fuzz_target;
use shutterslip::domain::photo::Area;
use shutterslip::picture::{
    CopyPlan, Darkroom, FILL, InProcess, Limits, Notice, PictureError, PublicCopy,
};
use shutterslip_fuzz::{Dice, fit_to_read};

#[path = "../../tests/hostile/clean.rs"]
mod clean;

/// The darkroom without its process: what a fuzzer finds is to be seen.
fn reader() -> InProcess {
    InProcess::within(LIMITS)
}

/// The product's own rules, over pictures small enough for thousands a minute.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    side: 4_000,
    pixels: 300_000,
    memory_bytes: 48 << 20,
    time: Duration::from_secs(20),
};

fuzz_target!(|bytes: &[u8]| {
    let header = reader().inspect(bytes);
    let opened = reader().open(bytes);
    let (header, upright) = match (header, opened) {
        (Err(told), Err(again)) => {
            fit_to_read(&told.to_string());
            assert_eq!(told, again, "two answers about one header");
            return;
        }
        (Err(told), Ok(_)) => panic!("opened in spite of: {told}"),
        (Ok(_), Err(refusal)) => {
            fit_to_read(&refusal.to_string());
            assert!(!matches!(refusal, PictureError::TooSlow { .. }), "too slow");
            if matches!(refusal, PictureError::Damaged | PictureError::CutShort) {
                // Nobody sees, and nobody gets, a part of what is not whole.
                assert!(reader().screen(bytes, 24).is_err());
                assert!(reader().public_copy(bytes, &whole()).is_err());
            }
            return;
        }
        (Ok(header), Ok(upright)) => (header, upright.pixels),
    };
    assert_eq!((header.width, header.height), upright.dimensions());

    let mut dice = Dice::of(bytes);
    let longest = 1 + dice.below(400);
    let screen = reader()
        .screen(bytes, longest)
        .expect("what opens can be shown")
        .pixels;
    assert_eq!(screen.dimensions(), within(upright.dimensions(), longest));

    let plan = some_plan(&mut dice, upright.dimensions());
    let Some(copy) = copied(bytes, &plan) else {
        return;
    };
    let clean = clean::is_pixels_and_notice_only(&copy.jpeg, "Willow Nursery School");
    assert_eq!(clean, Ok(()));
    let size = plan
        .crop
        .map_or(upright.dimensions(), |crop| (crop.width, crop.height));
    let size = within(size, plan.longest_side.unwrap_or(u32::MAX));
    assert_eq!((copy.width, copy.height), size);
    let seen = reader()
        .open(&copy.jpeg)
        .expect("a copy is a picture")
        .pixels;
    assert_eq!(seen.dimensions(), size);
    for patch in &plan.patches {
        is_covered(&seen, *patch, &plan, upright.dimensions());
    }

    // Somebody else under the same cover: the very same copy.
    let mut other = upright.clone();
    for patch in &plan.patches {
        for y in patch.y..patch.y + patch.height {
            for x in patch.x..patch.x + patch.width {
                let noise = dice.below(256) as u8;
                other.put_pixel(x, y, Rgb([noise, 255 - noise, noise / 2]));
            }
        }
    }
    assert_eq!(
        copied(&png(&upright), &plan),
        copied(&png(&other), &plan),
        "what is hidden shows"
    );
});

fn png(pixels: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels.clone())
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("pixels can be written");
    bytes.into_inner()
}

/// The copy, or nothing where covers leave nothing to see; any other refusal is a finding.
fn copied(bytes: &[u8], plan: &CopyPlan) -> Option<PublicCopy> {
    match reader().public_copy(bytes, plan) {
        Ok(copy) => Some(copy),
        Err(PictureError::NothingLeft) => {
            assert!(
                !plan.patches.is_empty(),
                "nothing covered, and nothing left"
            );
            None
        }
        Err(refusal) => panic!("{refusal}, with {plan:?}"),
    }
}

fn whole() -> CopyPlan {
    CopyPlan {
        crop: None,
        patches: Vec::new(),
        faces: Vec::new(),
        longest_side: None,
        notice: Notice {
            copyright: "© Willow Nursery School".to_owned(),
            credit: None,
            usage_terms: "For this place only.".to_owned(),
        },
    }
}

fn some_area(dice: &mut Dice, (width, height): (u32, u32)) -> Area {
    let (x, y) = (dice.below(width), dice.below(height));
    Area {
        x,
        y,
        width: 1 + dice.below(width - x),
        height: 1 + dice.below(height - y),
    }
}

fn some_plan(dice: &mut Dice, size: (u32, u32)) -> CopyPlan {
    CopyPlan {
        crop: (dice.below(3) == 0).then(|| some_area(dice, size)),
        patches: (0..dice.below(4)).map(|_| some_area(dice, size)).collect(),
        faces: (0..dice.below(4)).map(|_| some_area(dice, size)).collect(),
        longest_side: (dice.below(2) == 0).then(|| 1 + dice.below(500)),
        ..whole()
    }
}

/// By the product's words alone: the same shape, its longest side at most the given one.
fn within((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let most = width.max(height);
    if most <= longest {
        return (width, height);
    }
    let shrink = |side: u32| {
        let rounded =
            (u64::from(side) * u64::from(longest) + u64::from(most) / 2) / u64::from(most);
        (rounded as u32).max(1)
    };
    (shrink(width), shrink(height))
}

/// Every block of the copy that lies wholly under the hidden area is flat fill. (Its neighbours'
/// noise may reach a block that it shares; that noise is of published pixels.)
fn is_covered(seen: &RgbImage, hidden: Area, plan: &CopyPlan, (width, height): (u32, u32)) {
    const BLOCK: u32 = 16;
    let crop = plan.crop.unwrap_or(Area {
        x: 0,
        y: 0,
        width,
        height,
    });
    let inside = |start: u32, end: u32, origin: u32, from: u32, to: u32| {
        let (from, to) = (u64::from(from), u64::from(to));
        let low = (u64::from(start.saturating_sub(origin)) * to).div_ceil(from) + 2;
        let high = (u64::from(end.saturating_sub(origin)).min(from) * to / from).saturating_sub(2);
        (low as u32, high as u32)
    };
    let (left, right) = inside(
        hidden.x,
        hidden.x + hidden.width,
        crop.x,
        crop.width,
        seen.width(),
    );
    let (top, bottom) = inside(
        hidden.y,
        hidden.y + hidden.height,
        crop.y,
        crop.height,
        seen.height(),
    );
    let blocks = |low: u32, high: u32| (low.div_ceil(BLOCK)..high / BLOCK).map(|at| at * BLOCK);
    for row in blocks(top, bottom) {
        for column in blocks(left, right) {
            for y in row + 2..row + BLOCK - 2 {
                for x in column + 2..column + BLOCK - 2 {
                    let pixel = seen.get_pixel(x, y).0;
                    let off = pixel
                        .iter()
                        .zip(FILL)
                        .map(|(is, fill)| is.abs_diff(fill))
                        .max();
                    assert!(
                        off <= Some(2),
                        "{pixel:?} at {x}, {y} under {hidden:?}, {plan:?}"
                    );
                }
            }
        }
    }
}
