//! A picture of paper as if its light were even: no shadow, no lamp. Knows nothing of what is on it.

use image::RgbImage;

/// How bright a picture is beside the paper around each pixel: 255 is paper.
#[derive(Clone)]
pub struct Flat {
    width: usize,
    height: usize,
    values: Vec<u8>,
}

/// About so many tiles along the longer side; each is held to have one light.
const TILES: usize = 44;
/// So many of a tile's pixels are darker than its paper, of 100.
const PAPER: u32 = 85;

impl Flat {
    /// Of any picture; what is no paper comes out as if it were.
    pub fn of(pixels: &RgbImage) -> Flat {
        let width = usize::try_from(pixels.width()).unwrap_or(0);
        let height = usize::try_from(pixels.height()).unwrap_or(0);
        let bright: Vec<u8> = pixels
            .pixels()
            .map(|image::Rgb([red, green, blue])| {
                let sum = u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29;
                u8::try_from(sum >> 8).unwrap_or(u8::MAX)
            })
            .collect();
        let tile = width.max(height).div_ceil(TILES).max(8);
        let (across, down) = (width.div_ceil(tile), height.div_ceil(tile));
        let mut counts = vec![[0_u32; 256]; across * down];
        for (place, value) in bright.iter().enumerate() {
            let (x, y) = (place % width.max(1), place / width.max(1));
            if let Some(tile) = counts.get_mut(y / tile * across + x / tile)
                && let Some(count) = tile.get_mut(usize::from(*value))
            {
                *count += 1;
            }
        }
        let light: Vec<f32> = counts.iter().map(paper_of).collect();
        let light = widened(&light, across, down);
        let values = bright
            .iter()
            .enumerate()
            .map(|(place, value)| {
                let (x, y) = (place % width.max(1), place / width.max(1));
                let at = |along: usize| (along as f32 + 0.5) / tile as f32 - 0.5;
                let paper = between(&light, across, down, at(x), at(y)).max(24.0);
                (f32::from(*value) * 255.0 / paper).min(255.0) as u8
            })
            .collect();
        Flat {
            width,
            height,
            values,
        }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    /// `None` outside of it.
    pub fn at(&self, x: usize, y: usize) -> Option<u8> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.values.get(y * self.width + x).copied()
    }

    /// Between its pixels; paper where it has none.
    pub fn near(&self, (x, y): (f32, f32)) -> f32 {
        if !(x.is_finite() && y.is_finite()) || x < 0.0 || y < 0.0 {
            return 255.0;
        }
        let (left, top) = (x.floor(), y.floor());
        let (right, below) = (x - left, y - top);
        let (column, row) = (left as usize, top as usize);
        let pixel = |x: usize, y: usize| self.at(x, y).map_or(255.0, f32::from);
        let upper = pixel(column, row) * (1.0 - right) + pixel(column + 1, row) * right;
        let lower = pixel(column, row + 1) * (1.0 - right) + pixel(column + 1, row + 1) * right;
        upper * (1.0 - below) + lower * below
    }

    /// Each pixel as the mean of itself, twice, and its four neighbours: with less grain.
    pub(super) fn smoothed(&self) -> Flat {
        let values = (0..self.values.len())
            .map(|place| {
                let (x, y) = (place % self.width.max(1), place / self.width.max(1));
                let near = [
                    Some((x, y)),
                    Some((x + 1, y)),
                    Some((x, y + 1)),
                    x.checked_sub(1).map(|x| (x, y)),
                    y.checked_sub(1).map(|y| (x, y)),
                ];
                let own = self.at(x, y).unwrap_or(u8::MAX);
                let value = |at: Option<(usize, usize)>| {
                    let at = at.and_then(|(x, y)| self.at(x, y));
                    u32::from(at.unwrap_or(own))
                };
                let sum = u32::from(own) + near.map(value).iter().sum::<u32>();
                u8::try_from(sum / 6).unwrap_or(u8::MAX)
            })
            .collect();
        Flat {
            values,
            width: self.width,
            height: self.height,
        }
    }
}

fn paper_of(counts: &[u32; 256]) -> f32 {
    let all: u32 = counts.iter().sum();
    let mut darker = 0;
    for (value, count) in counts.iter().enumerate() {
        darker += count;
        if darker * 100 >= all * PAPER {
            return value as f32;
        }
    }
    255.0
}

/// Each tile as bright as the brightest around it, so that what is black is not taken for paper.
fn widened(light: &[f32], across: usize, down: usize) -> Vec<f32> {
    let mut wide = Vec::with_capacity(light.len());
    for row in 0..down {
        for column in 0..across {
            let mut brightest = 0.0_f32;
            for y in row.saturating_sub(1)..(row + 2).min(down) {
                for x in column.saturating_sub(1)..(column + 2).min(across) {
                    brightest = brightest.max(light.get(y * across + x).copied().unwrap_or(0.0));
                }
            }
            wide.push(brightest);
        }
    }
    wide
}

fn between(light: &[f32], across: usize, down: usize, x: f32, y: f32) -> f32 {
    let (x, y) = (x.max(0.0), y.max(0.0));
    let (right, below) = (x - x.floor(), y - y.floor());
    let (column, row) = (x as usize, y as usize);
    let tile = |x: usize, y: usize| {
        let (x, y) = (
            x.min(across.saturating_sub(1)),
            y.min(down.saturating_sub(1)),
        );
        light.get(y * across + x).copied().unwrap_or(255.0)
    };
    let upper = tile(column, row) * (1.0 - right) + tile(column + 1, row) * right;
    let lower = tile(column, row + 1) * (1.0 - right) + tile(column + 1, row + 1) * right;
    upper * (1.0 - below) + lower * below
}
