//! A parent's pen, and what becomes of a paper on its way back: ticks of several kinds, then a crooked
//! picture in bad light. The same seed gives the same paper.

use fastrand::Rng;
use image::{Rgb, RgbImage};
use shutterslip::slip::places::{Place, answer_boxes};

/// Pixels a millimetre of a paper that is 2200 pixels high.
pub const FINE: f32 = 2200.0 / 297.0;

/// How somebody marks a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Tick,
    Cross,
    Slash,
    Scribble,
    Dot,
    Pencil,
}

pub const STROKES: [Stroke; 6] = [
    Stroke::Tick,
    Stroke::Cross,
    Stroke::Slash,
    Stroke::Scribble,
    Stroke::Dot,
    Stroke::Pencil,
];

/// What is drawn into one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Yes,
    No,
    Nothing,
}

fn line(paper: &mut RgbImage, from: (f32, f32), to: (f32, f32), wide: f32, ink: [u8; 3]) {
    let length = ((to.0 - from.0).powi(2) + (to.1 - from.1).powi(2)).sqrt();
    let steps = (length * FINE * 2.0).ceil().max(1.0) as u32;
    let radius = wide * FINE / 2.0;
    for step in 0..=steps {
        let part = step as f32 / steps as f32;
        let x = (from.0 + (to.0 - from.0) * part) * FINE;
        let y = (from.1 + (to.1 - from.1) * part) * FINE;
        let reach = radius.ceil() as i32;
        for down in -reach..=reach {
            for along in -reach..=reach {
                if (down * down + along * along) as f32 > radius * radius {
                    continue;
                }
                let (x, y) = (x as i32 + along, y as i32 + down);
                if x >= 0 && y >= 0 && (x as u32) < paper.width() && (y as u32) < paper.height() {
                    paper.put_pixel(x as u32, y as u32, Rgb(ink));
                }
            }
        }
    }
}

/// Marks one box as people do: not in its middle, not in its bounds.
pub fn mark(paper: &mut RgbImage, place: Place, stroke: Stroke, rng: &mut Rng) {
    let blue = [30, 40, 130];
    let wobble = |rng: &mut Rng| (rng.f32() - 0.5) * 1.4;
    let (x, y) = place.middle();
    let (x, y) = (x + wobble(rng), y + wobble(rng));
    let half = place.width / 2.0 * (0.75 + rng.f32() * 0.5);
    match stroke {
        Stroke::Tick | Stroke::Pencil => {
            let (wide, ink) = match stroke {
                Stroke::Pencil => (0.4, [120, 120, 125]),
                _ => (0.6, blue),
            };
            let low = (x - half * 0.2, y + half * 0.7);
            line(paper, (x - half * 0.8, y), low, wide, ink);
            line(paper, low, (x + half * 1.2, y - half * 1.1), wide, ink);
        }
        Stroke::Cross => {
            line(paper, (x - half, y - half), (x + half, y + half), 0.6, blue);
            line(paper, (x - half, y + half), (x + half, y - half), 0.6, blue);
        }
        Stroke::Slash => {
            line(
                paper,
                (x - half, y + half),
                (x + half, y - half),
                0.6,
                [20; 3],
            );
        }
        Stroke::Scribble => {
            for number in 0..7 {
                let at = -half + half * 2.0 * number as f32 / 7.0;
                let next = at + half * 2.0 / 7.0;
                line(
                    paper,
                    (x + at, y + half * 0.8),
                    (x + next, y - half * 0.8),
                    0.6,
                    blue,
                );
            }
        }
        Stroke::Dot => line(paper, (x, y), (x + 0.3, y), 1.9, [20; 3]),
    }
}

/// Answers each row, and gives what was said.
pub fn answered(paper: &mut RgbImage, rows: usize, rng: &mut Rng) -> Vec<Said> {
    (0..rows)
        .map(|row| {
            let [yes, no] = answer_boxes(row);
            let stroke = STROKES[rng.usize(..STROKES.len())];
            match rng.u8(..10) {
                0 => Said::Nothing,
                1..=5 => {
                    mark(paper, yes, stroke, rng);
                    Said::Yes
                }
                _ => {
                    mark(paper, no, stroke, rng);
                    Said::No
                }
            }
        })
        .collect()
}

/// A signature, a name, a date.
pub fn signed(paper: &mut RgbImage, rng: &mut Rng) {
    for (left, top) in [(25.0, 258.0), (30.0, 243.0), (135.0, 260.0)] {
        let mut at = (left, top);
        for _ in 0..12 {
            let to = (at.0 + 1.0 + rng.f32() * 2.0, top + (rng.f32() - 0.5) * 6.0);
            line(paper, at, to, 0.5, [25, 30, 90]);
            at = to;
        }
    }
}

/// What a picture of a paper has to suffer.
#[derive(Clone, Copy)]
pub struct Wear {
    pub degrees: f32,
    /// By how much of its width each corner lies beside where it should.
    pub perspective: f32,
    pub noise: f32,
    /// How much of the light is left in the shadow.
    pub shadow: f32,
    pub quality: i32,
}

pub const HARD: Wear = Wear {
    degrees: 5.0,
    perspective: 0.03,
    noise: 9.0,
    shadow: 0.55,
    quality: 50,
};

/// A picture of the paper on a table, as JPEG.
pub fn photographed(paper: &RgbImage, wear: Wear, rng: &mut Rng) -> Vec<u8> {
    let (width, height) = (paper.width() as f32, paper.height() as f32);
    let (wide, high) = ((width * 1.16) as u32, (height * 1.12) as u32);
    let middle = (wide as f32 / 2.0, high as f32 / 2.0);
    let turn = wear.degrees.to_radians() * if rng.bool() { 1.0 } else { -1.0 };
    let mut shift = || (rng.f32() - 0.5) * 2.0 * wear.perspective;
    // How much nearer each side is; a plane seen aslant.
    let (tilt_x, tilt_y) = (shift() / width, shift() / height);
    let edge = rng.f32() * wide as f32;
    let slope = (rng.f32() - 0.5) * 0.8;
    let mut noise = || {
        let sum: f32 = (0..3).map(|_| rng.f32()).sum();
        (sum - 1.5) * 2.0 * wear.noise
    };
    let mut pixels = Vec::with_capacity((wide * high * 3) as usize);
    for y in 0..high {
        for x in 0..wide {
            let (along, down) = (x as f32 - middle.0, y as f32 - middle.1);
            let depth = 1.0 + tilt_x * along * 2.0 + tilt_y * down * 2.0;
            let (along, down) = (along / depth, down / depth);
            let at_x = along * turn.cos() + down * turn.sin() + width / 2.0;
            let at_y = down * turn.cos() - along * turn.sin() + height / 2.0;
            let bright = soft(paper, at_x, at_y);
            let past = x as f32 - edge - slope * y as f32;
            let light = match past {
                past if past < 0.0 => 1.0,
                past => 1.0 - (1.0 - wear.shadow) * (past / 120.0).min(1.0),
            } * (1.0 - 0.15 * y as f32 / high as f32);
            let grain = noise();
            pixels
                .extend(bright.map(|value| (value * light * 0.92 + grain).clamp(0.0, 255.0) as u8));
        }
    }
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width: wide as usize,
        pitch: wide as usize * 3,
        height: high as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    turbojpeg::compress(image, wear.quality, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

/// A wooden table around the paper.
const TABLE: [f32; 3] = [128.0, 104.0, 84.0];

fn soft(paper: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let inside =
        x >= 0.0 && y >= 0.0 && x < paper.width() as f32 - 1.0 && y < paper.height() as f32 - 1.0;
    if !inside {
        return TABLE;
    }
    let (right, below) = (x.fract(), y.fract());
    let raw = paper.as_raw();
    let at = |x: u32, y: u32, channel: usize| {
        f32::from(raw[(y as usize * paper.width() as usize + x as usize) * 3 + channel])
    };
    let (x, y) = (x as u32, y as u32);
    [0, 1, 2].map(|one| {
        let upper = at(x, y, one) * (1.0 - right) + at(x + 1, y, one) * right;
        let lower = at(x, y + 1, one) * (1.0 - right) + at(x + 1, y + 1, one) * right;
        upper * (1.0 - below) + lower * below
    })
}

/// Paper as PNG, as a scanner gives it.
pub fn scanned(paper: &RgbImage) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    paper.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}
