//! Pixels on their way to a screen or into a file of pages, as bytes with their size. Written here from
//! pixels only; reads nothing that was not written like that.

use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::frame::Size;
use super::jpeg::{self, Piece, Pieces};
use super::{PictureError, encode};

/// The longest side that is read back, in pixels: more than any screen is given.
const LONGEST: u32 = 8192;

/// A picture as JPEG, made of pixels and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encoded {
    jpeg: Vec<u8>,
    width: u32,
    height: u32,
}

impl Encoded {
    /// Errors: the pixels cannot be written as JPEG.
    pub fn of(pixels: &RgbImage) -> Result<Encoded, PictureError> {
        let (width, height) = pixels.dimensions();
        let jpeg = encode::plain_jpeg(pixels)?;
        Ok(Encoded {
            jpeg,
            width,
            height,
        })
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    pub fn jpeg(&self) -> &[u8] {
        &self.jpeg
    }

    /// The pixels again. Errors: these bytes were not written by [`Encoded::of`], or are damaged.
    pub fn pixels(&self) -> Result<RgbImage, PictureError> {
        if !self.is_plain() {
            return Err(PictureError::Damaged);
        }
        let read: Result<RgbImage, _> = turbojpeg::decompress_image(&self.jpeg);
        read.map_err(|_| PictureError::Damaged)
    }

    /// One frame of the stated size in one pass, no larger than a screen takes, and no byte beside it.
    fn is_plain(&self) -> bool {
        let size = Size {
            width: self.width,
            height: self.height,
        };
        let (mut frames, mut passes) = (0, 0);
        for piece in Pieces::of(&self.jpeg) {
            let is_known = match piece {
                Ok(Piece::Segment { marker, body }) => match marker {
                    jpeg::SOF0 => {
                        frames += 1;
                        jpeg::frame_size(body) == Some(size)
                    }
                    jpeg::SOS => {
                        passes += 1;
                        true
                    }
                    jpeg::APP0 | jpeg::DQT | jpeg::DHT | jpeg::DRI => true,
                    _ => false,
                },
                Ok(Piece::Entropy(_) | Piece::End) => true,
                Err(_) => false,
            };
            if !is_known {
                return false;
            }
        }
        (frames, passes) == (1, 1) && self.width.max(self.height) <= LONGEST
    }
}

/// Of a picture no pixel stands in a message.
impl std::fmt::Debug for Encoded {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Encoded({} × {})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_come_back_in_their_size_and_nothing_else_is_read() {
        let pixels = RgbImage::from_pixel(90, 60, image::Rgb([120, 130, 140]));
        let encoded = Encoded::of(&pixels).unwrap();
        let back = encoded.pixels().unwrap();
        assert_eq!(back.dimensions(), (90, 60));
        let near = |one: &image::Rgb<u8>| one.0.iter().all(|part| (115..146).contains(part));
        assert!(back.pixels().all(near));

        let larger = Encoded {
            width: 91,
            ..encoded.clone()
        };
        assert!(larger.pixels().is_err());
        let mut with_more = encoded.clone();
        with_more.jpeg.splice(2..2, [0xff, 0xe1, 0, 4, b'h', b'i']);
        assert!(with_more.pixels().is_err());
        let mut cut = encoded;
        cut.jpeg.truncate(cut.jpeg.len() / 2);
        assert!(cut.pixels().is_err());
    }
}
