//! Marks a picture as a sample, in its own pixels: the word in block letters on a dark plate, near
//! its lower left corner. Knows no typeface.

use image::{Rgb, RgbImage};

/// Seven rows of five cells for each letter; the lowest bit is the last cell.
const LETTERS: [[u8; 7]; 6] = [
    [
        0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110,
    ], // S
    [
        0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001,
    ], // A
    [
        0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001,
    ], // M
    [
        0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000,
    ], // P
    [
        0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111,
    ], // L
    [
        0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111,
    ], // E
];

const PLATE: Rgb<u8> = Rgb([28, 36, 48]);
const INK: Rgb<u8> = Rgb([255, 240, 214]);

/// Cells of the plate: the letters, a gap behind each, and a border of two.
const ACROSS: u32 = 6 * 6 - 1 + 4;
const DOWN: u32 = 7 + 4;

/// The plate takes about an eighth of the picture's width.
pub fn onto(picture: &mut RgbImage) {
    let (width, height) = picture.dimensions();
    let cell = (width / 8 / ACROSS).max(1);
    let margin = width.min(height) / 16;
    let (left, top) = (margin, height.saturating_sub(margin + cell * DOWN));
    for y in 0..cell * DOWN {
        for x in 0..cell * ACROSS {
            let colour = if is_ink(x / cell, y / cell) {
                INK
            } else {
                PLATE
            };
            if let Some(pixel) = picture.get_pixel_mut_checked(left + x, top + y) {
                *pixel = colour;
            }
        }
    }
}

fn is_ink(across: u32, down: u32) -> bool {
    let (Some(across), Some(down)) = (across.checked_sub(2), down.checked_sub(2)) else {
        return false;
    };
    let (letter, cell) = (across / 6, across % 6);
    let find = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let row = LETTERS
        .get(find(letter))
        .and_then(|rows| rows.get(find(down)));
    cell < 5 && row.is_some_and(|row| row >> (4 - cell) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_a_word_that_can_be_read_and_covers_little() {
        let mut picture = RgbImage::from_pixel(400, 300, Rgb([90, 160, 90]));
        onto(&mut picture);
        let count = |colour: Rgb<u8>| picture.pixels().filter(|one| **one == colour).count();
        let cells: u32 = LETTERS.iter().flatten().map(|row| row.count_ones()).sum();
        assert_eq!(count(INK), cells as usize);
        assert_eq!(count(INK) + count(PLATE), (ACROSS * DOWN) as usize);
        let rows: Vec<String> = (0..DOWN)
            .map(|y| {
                (0..ACROSS)
                    .map(|x| if is_ink(x, y) { '#' } else { ' ' })
                    .collect()
            })
            .collect();
        assert_eq!(rows[2].trim_end(), "   ####  ###  #   # ####  #     #####");
        assert_eq!(rows[8].trim_end(), "  ####  #   # #   # #     ##### #####");
    }

    #[test]
    fn a_picture_that_is_too_small_for_it_is_marked_as_far_as_it_goes() {
        for side in [1, 2, 20] {
            let mut picture = RgbImage::new(side, side);
            onto(&mut picture);
            assert!(picture.pixels().any(|one| *one == INK || *one == PLATE));
        }
    }
}
