//! Finds a sheet of paper in a picture and lays it straight: pixels in, pixels out. Reads nothing that
//! is written on it, and says when it found no sheet: then the picture stays as it came.

use image::{Rgb, RgbImage};

/// A point of a picture, in pixels.
pub type Point = (f32, f32);

/// A sheet's corners: top left, top right, bottom right, bottom left.
pub type Corners = [Point; 4];

/// The longest side at which edges are looked for.
const LOOKED_AT: u32 = 320;
/// A sheet fills this part of the picture at least: a smaller one could not be read.
const SMALLEST: f32 = 0.15;
/// Of what the corners enclose, this part is as light as paper at least.
const FILLED: f32 = 0.82;

/// The sheet of paper in a picture. Nothing where there is none, none that is lighter than what it
/// lies on, or one that reaches beyond the picture.
pub fn sheet(pixels: &RgbImage) -> Option<Corners> {
    let grey = Grey::of(pixels)?;
    let light = grey.largest_light()?;
    let corners = light.corners()?;
    let area = area(&corners);
    let whole = (grey.width * grey.height) as f32;
    let is_sheet = is_convex(&corners)
        && area >= whole * SMALLEST
        && light.count as f32 >= area * FILLED
        && light.count as f32 <= area * (2.0 - FILLED)
        && !light.is_cut_off(&grey);
    let back = |(x, y): Point| ((x + 0.5) * grey.scale, (y + 0.5) * grey.scale);
    is_sheet.then(|| corners.map(back))
}

/// The sheet between these corners, lying straight, its longest side at most so long and never
/// larger than it is in the picture.
pub fn straightened(pixels: &RgbImage, corners: &Corners, longest: u32) -> RgbImage {
    let [top_left, top_right, bottom_right, bottom_left] = *corners;
    let across = distance(top_left, top_right).max(distance(bottom_left, bottom_right));
    let down = distance(top_left, bottom_left).max(distance(top_right, bottom_right));
    let shrink = (longest as f32 / across.max(down).max(1.0)).min(1.0);
    let side = |length: f32| ((length * shrink).round() as u32).clamp(1, longest.max(1));
    let (width, height) = (side(across), side(down));
    let Some(onto) = Onto::the(corners) else {
        return pixels.clone();
    };
    RgbImage::from_fn(width, height, |x, y| {
        let along = (x as f32 + 0.5) / width as f32;
        let beneath = (y as f32 + 0.5) / height as f32;
        between(pixels, onto.place(along, beneath))
    })
}

/// Where each point of a straight sheet lies in the picture: the unit square onto four corners.
struct Onto([f32; 8]);

impl Onto {
    fn the(corners: &Corners) -> Option<Onto> {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *corners;
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let turn = dx1 * dy2 - dx2 * dy1;
        if turn.abs() < f32::EPSILON {
            return None;
        }
        let g = (sx * dy2 - dx2 * sy) / turn;
        let h = (dx1 * sy - sx * dy1) / turn;
        Some(Onto([
            x1 - x0 + g * x1,
            x3 - x0 + h * x3,
            x0,
            y1 - y0 + g * y1,
            y3 - y0 + h * y3,
            y0,
            g,
            h,
        ]))
    }

    fn place(&self, u: f32, v: f32) -> Point {
        let [a, b, c, d, e, f, g, h] = self.0;
        let far = g * u + h * v + 1.0;
        ((a * u + b * v + c) / far, (d * u + e * v + f) / far)
    }
}

/// The colour at a point between pixels; white beyond the picture.
fn between(pixels: &RgbImage, (x, y): Point) -> Rgb<u8> {
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, low_share) = (x - left, y - top);
    let at = |column: f32, row: f32| {
        let inside = column >= -1.0 && row >= -1.0;
        let found = inside
            .then(|| pixels.get_pixel_checked(column.max(0.0) as u32, row.max(0.0) as u32))
            .flatten();
        found.copied().unwrap_or(Rgb([255; 3])).0
    };
    let corners = [
        (at(left, top), (1.0 - right_share) * (1.0 - low_share)),
        (at(left + 1.0, top), right_share * (1.0 - low_share)),
        (at(left, top + 1.0), (1.0 - right_share) * low_share),
        (at(left + 1.0, top + 1.0), right_share * low_share),
    ];
    let mut sum = [0.0_f32; 3];
    for (colour, share) in corners {
        for (sum, part) in sum.iter_mut().zip(colour) {
            *sum += f32::from(part) * share;
        }
    }
    Rgb(sum.map(|part| part.round().clamp(0.0, 255.0) as u8))
}

/// A picture made small, without colour.
struct Grey {
    width: usize,
    height: usize,
    light: Vec<u8>,
    /// Pixels of the picture to one of these.
    scale: f32,
}

impl Grey {
    fn of(pixels: &RgbImage) -> Option<Grey> {
        let (wide, high) = pixels.dimensions();
        let scale = (wide.max(high) as f32 / LOOKED_AT as f32).max(1.0);
        let width = (wide as f32 / scale) as u32;
        let height = (high as f32 / scale) as u32;
        if width < 16 || height < 16 {
            return None;
        }
        let mut light = Vec::with_capacity((width * height) as usize);
        for y in 0..height {
            for x in 0..width {
                light.push(mean(pixels, x as f32 * scale, y as f32 * scale, scale));
            }
        }
        Some(Grey {
            width: width as usize,
            height: height as usize,
            light,
            scale,
        })
    }

    /// The light that parts paper from what it lies on: where both sides differ most.
    fn threshold(&self) -> u8 {
        let mut counts = [0_u64; 256];
        for light in &self.light {
            if let Some(count) = counts.get_mut(usize::from(*light)) {
                *count += 1;
            }
        }
        let all = self.light.len() as f64;
        let sum: f64 = (0_u32..)
            .zip(counts)
            .map(|(l, n)| f64::from(l) * n as f64)
            .sum();
        let (mut best, mut parts, mut dark, mut dark_sum) = (0.0, 127, 0.0, 0.0);
        for (level, count) in (0_u8..=255).zip(counts) {
            dark += count as f64;
            dark_sum += f64::from(level) * count as f64;
            let bright = all - dark;
            if dark < 1.0 || bright < 1.0 {
                continue;
            }
            let apart = dark_sum / dark - (sum - dark_sum) / bright;
            let spread = dark * bright * apart * apart;
            if spread > best {
                (best, parts) = (spread, level);
            }
        }
        parts
    }

    /// The largest region as light as paper, holes of writing filled by its outline.
    fn largest_light(&self) -> Option<Region> {
        let threshold = self.threshold();
        let mut seen = vec![false; self.light.len()];
        let mut largest: Option<Region> = None;
        for start in 0..self.light.len() {
            let region = self.region_from(start, threshold, &mut seen);
            if region.count > largest.as_ref().map_or(0, |known| known.count) {
                largest = Some(region);
            }
        }
        largest.map(Region::filled)
    }

    fn region_from(&self, start: usize, threshold: u8, seen: &mut [bool]) -> Region {
        let mut region = Region {
            rows: vec![None; self.height],
            count: 0,
        };
        let mut waiting = vec![start];
        while let Some(place) = waiting.pop() {
            let is_light = self
                .light
                .get(place)
                .is_some_and(|light| *light > threshold);
            match seen.get_mut(place) {
                Some(seen) if !*seen && is_light => *seen = true,
                _ => continue,
            }
            let (x, y) = (place % self.width, place / self.width);
            region.count += 1;
            if let Some(row) = region.rows.get_mut(y) {
                let (from, to) = row.unwrap_or((x, x));
                *row = Some((from.min(x), to.max(x)));
            }
            if x > 0 {
                waiting.push(place - 1);
            }
            if x + 1 < self.width {
                waiting.push(place + 1);
            }
            if y > 0 {
                waiting.push(place - self.width);
            }
            waiting.push(place + self.width);
        }
        region
    }
}

/// A region of light pixels, row by row from its first to its last.
struct Region {
    rows: Vec<Option<(usize, usize)>>,
    count: usize,
}

impl Region {
    /// What is written on a sheet is a part of it.
    fn filled(mut self) -> Region {
        self.count = self
            .rows
            .iter()
            .flatten()
            .map(|(from, to)| to - from + 1)
            .sum();
        self
    }

    fn outline(&self) -> impl Iterator<Item = Point> + '_ {
        self.rows.iter().enumerate().flat_map(|(y, row)| {
            row.iter()
                .flat_map(move |(from, to)| [(*from as f32, y as f32), (*to as f32, y as f32)])
        })
    }

    /// The points that lie furthest towards each corner of the picture.
    fn corners(&self) -> Option<Corners> {
        let furthest = |reach: fn(Point) -> f32| {
            self.outline()
                .max_by(|one, other| reach(*one).total_cmp(&reach(*other)))
        };
        Some([
            furthest(|(x, y)| -x - y)?,
            furthest(|(x, y)| x - y)?,
            furthest(|(x, y)| x + y)?,
            furthest(|(x, y)| y - x)?,
        ])
    }

    /// A sheet whose edge lies outside the picture along a whole side has no edge there to find.
    fn is_cut_off(&self, grey: &Grey) -> bool {
        let span = |row: Option<&Option<(usize, usize)>>| {
            row.copied().flatten().map_or(0, |(from, to)| to - from + 1)
        };
        let touching = |column: usize| {
            let touches = |row: &&(usize, usize)| row.0 == column || row.1 == column;
            self.rows.iter().flatten().filter(touches).count()
        };
        span(self.rows.first()) * 2 > grey.width
            || span(self.rows.last()) * 2 > grey.width
            || touching(0) * 2 > grey.height
            || touching(grey.width - 1) * 2 > grey.height
    }
}

/// The mean light of a square of pixels.
fn mean(pixels: &RgbImage, left: f32, top: f32, side: f32) -> u8 {
    // A few of them say as much as all.
    const STEPS: u32 = 3;
    let mut sum = 0_u32;
    for row in 0..STEPS {
        for column in 0..STEPS {
            let x = left + side * (column as f32 + 0.5) / STEPS as f32;
            let y = top + side * (row as f32 + 0.5) / STEPS as f32;
            let colour = pixels.get_pixel_checked(x as u32, y as u32);
            let Rgb([red, green, blue]) = colour.copied().unwrap_or(Rgb([0; 3]));
            sum += (u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10;
        }
    }
    u8::try_from(sum / (STEPS * STEPS)).unwrap_or(u8::MAX)
}

fn distance((x0, y0): Point, (x1, y1): Point) -> f32 {
    (x1 - x0).hypot(y1 - y0)
}

fn area(corners: &Corners) -> f32 {
    let next = corners.iter().cycle().skip(1);
    let twice: f32 = corners
        .iter()
        .zip(next)
        .map(|((x0, y0), (x1, y1))| x0 * y1 - x1 * y0)
        .sum();
    twice.abs() / 2.0
}

/// Whether one turns right at each corner.
fn is_convex(corners: &Corners) -> bool {
    let (second, third) = (
        corners.iter().cycle().skip(1),
        corners.iter().cycle().skip(2),
    );
    corners
        .iter()
        .zip(second)
        .zip(third)
        .all(|(((x0, y0), (x1, y1)), (x2, y2))| (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1) > 0.0)
}
