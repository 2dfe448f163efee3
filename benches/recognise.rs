//! Is a file that was found somewhere ours? 200 released pictures, each as a site makes it smaller
//! (1024, 768 and 300 px wide, JPEG 82), among 2,000 others: how many are found again, how many others
//! are called ours, and how long a look takes. The pictures are drawn, so the figures are of shapes and
//! light, not of photographs; facts of photographs are in the crate's own trials. To repeat:
//! `cargo bench --profile dev --bench recognise`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../tests/afterwards/pictures.rs"]
mod pictures;
#[allow(dead_code, reason = "other benches use the rest of it")]
#[path = "../tests/safekeeping/school.rs"]
mod school;

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use pictures::{as_on_a_site, jpeg, scene};
use school::{School, channel, template};
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::recognise::Recognised;
use shutterslip::acts::release::Outcome;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::sight::{ALIKE, Bits, SAME, Sight};
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::picture::{InProcess, SIGHT_SIDE, sight_of};

const RELEASED: u32 = 200;
const OTHERS: u32 = 2_000;
const WIDTHS: [u32; 3] = [1024, 768, 300];

fn main() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let photos: Vec<PhotoId> = (0..RELEASED)
        .map(|number| {
            let picture = jpeg(&scene(number, 1600), 92);
            let TakenIn::Kept(photo) = desk
                .keep(&them.office, &picture, &Circumstance::default())
                .unwrap()
            else {
                panic!("kept before");
            };
            desk.look_at_kept(&them.office, &photo).unwrap();
            desk.nobody_here(&them.office, &photo).unwrap();
            photo
        })
        .collect();
    let folder = school.beside("out");
    let mut outlet = FolderOutlet::new(&folder);
    let out = desk
        .release_naming(
            &them.head,
            &photos,
            &photos,
            &channel("journal"),
            &mut outlet,
        )
        .unwrap();
    let album = desk.album(&them.office).unwrap();
    println!("| looked at | files | called ours | the right one | alike only | ms a file |");
    println!("|---|---|---|---|---|---|");
    for width in WIDTHS {
        let (mut ours, mut right, mut alike, mut spent) = (0, 0, 0, 0.0);
        for outcome in &out {
            let Outcome::Out { photo, file, .. } = outcome else {
                panic!("{outcome:?}");
            };
            let site = as_on_a_site(&fs::read(folder.join(file)).unwrap(), width);
            let begun = Instant::now();
            let said = desk.recognise(&them.office, &album, &site).unwrap();
            spent += begun.elapsed().as_secs_f64();
            match said {
                Recognised::Ours(found) => {
                    ours += 1;
                    right += u32::from(found[0].photo == *photo);
                }
                Recognised::LooksLike(_) => alike += 1,
                _ => {}
            }
        }
        let each = spent / f64::from(RELEASED) * 1e3;
        println!(
            "| released, {width} px wide | {RELEASED} | {ours} | {right} | {alike} | {each:.1} |"
        );
    }
    let (mut ours, mut alike, mut spent) = (0, 0, 0.0);
    for number in 0..OTHERS {
        let other = jpeg(&scene(100_000 + number, 1024), 82);
        let begun = Instant::now();
        let said = desk.recognise(&them.office, &album, &other).unwrap();
        spent += begun.elapsed().as_secs_f64();
        match said {
            Recognised::Ours(_) => ours += 1,
            Recognised::LooksLike(_) => alike += 1,
            _ => {}
        }
    }
    let each = spent / f64::from(OTHERS) * 1e3;
    println!("| others, 1024 px wide | {OTHERS} | {ours} | – | {alike} | {each:.1} |");
    one_look();
    many_looks();
    assert_eq!(ours, 0, "another picture was called ours");
}

/// What a look costs by itself.
fn one_look() {
    use shutterslip::picture::Darkroom;
    let picture = jpeg(&scene(7, 1600), 85);
    let darkroom = InProcess::default();
    let begun = Instant::now();
    for _ in 0..50 {
        let pixels = darkroom.screen(&picture, SIGHT_SIDE).unwrap().pixels;
        black_box(sight_of(&pixels));
    }
    let each = begun.elapsed().as_secs_f64() / 50.0 * 1e3;
    println!("\nA look at a picture of 1600 px, decoding included: {each:.1} ms.");
}

/// What it costs to hold one look against a million.
fn many_looks() {
    let look = |number: u64| {
        let digits = format!("{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        Sight {
            whole: digits.repeat(4),
            middle: digits.chars().rev().collect::<String>().repeat(4),
        }
    };
    let bits = |number| look(number).bits().unwrap();
    let kept: Vec<Bits> = (0..1_000_000).map(bits).collect();
    let sought = bits(5);
    let begun = Instant::now();
    let near = kept
        .iter()
        .filter(|kept| sought.distance(kept) <= ALIKE)
        .count();
    let millis = begun.elapsed().as_secs_f64() * 1e3;
    println!(
        "One look against a million: {millis:.0} ms ({near} within {ALIKE} bits, {SAME} is the same)."
    );
}
