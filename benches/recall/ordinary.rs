//! How many of a hundred ordinary photos somebody has to look at a second time: groups, bursts of three in
//! which somebody steps out, walls with drawn posters, and a few with a photograph hanging on them. Whoever
//! tags does nothing wrong: names every face that is a child's, and says of every other box that it is nobody.

use chrono::DateTime;
use image::{RgbImage, imageops};
use resvg::{tiny_skia, usvg};
use shutterslip::domain::ids::StaffId;
use shutterslip::domain::kept::{Face, Labels, Tag};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::faces::{Effort, FaceFinder, FoundFace, longest_side};

use crate::portraits::{Group, astronaut, group, scaled};

/// Of each photo.
const SIDES: (u32, u32) = (1600, 1200);

/// One drawn wall for each.
const POSTERS: [&str; 6] = [
    include_str!("../../assets/sample/scenes/display.svg"),
    include_str!("../../assets/sample/scenes/six-friends.svg"),
    include_str!("../../assets/sample/scenes/nativity.svg"),
    include_str!("../../assets/sample/scenes/party.svg"),
    include_str!("../../assets/sample/scenes/reading.svg"),
    include_str!("../../assets/sample/scenes/staff.svg"),
];

/// Prints the table.
pub fn ordinary(finder: &dyn FaceFinder) {
    println!(
        "\n| ordinary photos | of them | faces named | of these sure | said to be nobody | the surest of these, in hundredths | photos to look at twice |"
    );
    println!("|---|---|---|---|---|---|---|");
    let groups = (0..58).map(plain);
    row(finder, "groups of one to six", groups);
    let bursts = (100..110).flat_map(burst);
    row(finder, "bursts of three, somebody steps out", bursts);
    let walls = (200..209).map(wall);
    row(finder, "walls with drawn posters", walls);
    let photographs = (300..303).map(photograph);
    row(finder, "walls with a photograph of somebody", photographs);
}

fn plain(seed: u32) -> Group {
    group(SIDES.0, SIDES.1, 1 + seed % 6, &[70, 96, 130, 180], seed)
}

/// The same moment three times, moved a little; in the last one the first child is gone.
fn burst(seed: u32) -> Vec<Group> {
    let first = group(SIDES.0, SIDES.1, 2 + seed % 3, &[96, 130], seed);
    (0..3)
        .map(|shot: u32| {
            let step = i64::from(shot * 6);
            let mut pixels = RgbImage::new(SIDES.0, SIDES.1);
            imageops::replace(&mut pixels, &first.pixels, 0, 0);
            imageops::replace(&mut pixels, &first.pixels, step, 0);
            let moved = |face: &Area| Area {
                x: face.x + shot * 6,
                ..*face
            };
            let mut faces: Vec<Area> = first.faces.iter().map(moved).collect();
            if shot == 2 {
                let gone = faces.remove(0);
                let cover = imageops::crop_imm(&first.pixels, 0, 0, 4, 4).to_image();
                let wide = (gone.width * 4).min(SIDES.0);
                let cover = scaled(&cover, wide, gone.height * 4);
                let x = i64::from(gone.x) - i64::from(gone.width * 3 / 2);
                let y = i64::from(gone.y) - i64::from(gone.height);
                imageops::replace(&mut pixels, &cover, x, y);
            }
            Group { pixels, faces }
        })
        .collect()
}

/// Children before a wall on which a drawing hangs.
fn wall(seed: u32) -> Group {
    let mut made = group(SIDES.0, SIDES.1, 2, &[110], seed);
    let poster = drawn(POSTERS[seed as usize % POSTERS.len()], 420, 300);
    imageops::replace(&mut made.pixels, &poster, 590, 20);
    made
}

/// Children before a wall on which a photograph of somebody hangs.
fn photograph(seed: u32) -> Group {
    let mut made = group(SIDES.0, SIDES.1, 2, &[110], seed);
    let framed = scaled(astronaut(), 220, 220);
    imageops::replace(&mut made.pixels, &framed, 690, 10);
    made
}

fn drawn(svg: &str, width: u32, height: u32) -> RgbImage {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let mut canvas = tiny_skia::Pixmap::new(width, height).unwrap();
    canvas.fill(tiny_skia::Color::WHITE);
    let size = tree.size();
    let turn = tiny_skia::Transform::from_scale(
        width as f32 / size.width(),
        height as f32 / size.height(),
    );
    resvg::render(&tree, turn, &mut canvas.as_mut());
    RgbImage::from_fn(width, height, |x, y| {
        let pixel = canvas.pixel(x, y).unwrap();
        image::Rgb([pixel.red(), pixel.green(), pixel.blue()])
    })
}

fn row(finder: &dyn FaceFinder, name: &str, made: impl Iterator<Item = Group>) {
    let (mut photos, mut named, mut sure) = (0, 0, 0);
    let (mut nobody, mut surest, mut twice) = (0, 0, 0);
    for made in made {
        let long = longest_side(Effort::Usual);
        let given = scaled(&made.pixels, long, long * SIDES.1 / SIDES.0);
        let found = finder.find(&given, Effort::Usual).unwrap();
        let labels = tagged(&made, &found, f64::from(SIDES.0) / f64::from(long));
        let dismissed = labels.faces.iter().filter(|face| face.dismissed.is_some());
        for face in dismissed {
            nobody += 1;
            surest = surest.max(face.score.unwrap());
        }
        for face in labels.faces.iter().filter(|face| face.tag.is_some()) {
            named += 1;
            sure += u32::from(face.is_surely_one());
        }
        photos += 1;
        twice += usize::from(labels.is_in_doubt());
    }
    println!("| {name} | {photos} | {named} | {sure} | {nobody} | {surest} | {twice} |");
}

/// Each child's face named, every other box nobody's.
fn tagged(made: &Group, found: &[FoundFace], scale: f64) -> Labels {
    let by = StaffId("patel".to_owned());
    let mut labels = Labels::default();
    for (number, one) in found.iter().enumerate() {
        let full = |side: u32| (f64::from(side) * scale) as u32;
        let area = Area {
            x: full(one.area.x),
            y: full(one.area.y),
            width: full(one.area.width),
            height: full(one.area.height),
        };
        labels.faces.push(Face {
            id: format!("f{number}"),
            area,
            found_by: finder_name(),
            found: None,
            tag: None,
            dismissed: None,
            score: Some((one.score * 100.0).round() as u8),
        });
    }
    let before = labels.clone();
    for (number, child) in made.faces.iter().enumerate() {
        let theirs = labels.faces.iter_mut().filter(|face| face.tag.is_none());
        let nearest = theirs.max_by(|one, other| {
            let shared = |face: &Face| face.area.overlap(child);
            shared(one).total_cmp(&shared(other))
        });
        let id = format!("t{number}");
        if let Some(face) = nearest.filter(|face| face.area.overlap(child) > 0.2) {
            face.tag = Some(id.clone());
        }
        labels.tags.push(Tag {
            id,
            who: Who::Person(PersonId(format!("child {number}"))),
            hidden: false,
            area: None,
            set_by: None,
            stood: false,
        });
    }
    for face in labels.faces.iter_mut() {
        if face.tag.is_none() {
            face.dismissed = Some(by.clone());
        }
    }
    labels.tagging_complete = true;
    labels.doubt_faces(&before, &by, DateTime::UNIX_EPOCH);
    labels
}

fn finder_name() -> String {
    "centerface".to_owned()
}
