//! What a file says of itself before any pixel is read, and whether that is within the limits.

use super::containers;
use super::error::megabytes;
use super::frame::Size;
use super::jpeg::Head;
use super::kind::told_apart;
use super::{Format, Header, Limits, Orientation, PictureError};

/// What the decoder of each format needs to know.
pub(super) enum Coded<'a> {
    Jpeg(Head<'a>),
    Png { bytes_per_pixel: u64 },
    Webp { bytes_per_pixel: u64 },
}

pub(super) struct Survey<'a> {
    /// As the pixels lie in the file.
    pub(super) stored: Size,
    pub(super) orientation: Orientation,
    pub(super) exif: Option<&'a [u8]>,
    pub(super) coded: Coded<'a>,
}

impl<'a> Survey<'a> {
    /// Reads the header and holds it against the limits; allocates nothing that the header sizes.
    pub(super) fn read(bytes: &'a [u8], limits: &Limits) -> Result<Self, PictureError> {
        check_file_size(bytes, limits)?;
        let (stored, exif, coded) = match told_apart(bytes)? {
            Format::Jpeg => {
                let head = Head::read(bytes)?;
                (head.size, head.exif, Coded::Jpeg(head))
            }
            Format::Png => {
                // Told first, so that a bomb is named even where the rest of the file is a stub.
                if let Some(size) = containers::png_size(bytes) {
                    check_pixels(size, limits)?;
                }
                let chunks = containers::png(bytes)?;
                let coded = Coded::Png {
                    bytes_per_pixel: chunks.bytes_per_pixel,
                };
                (chunks.size, chunks.exif, coded)
            }
            Format::Webp => {
                let chunks = containers::webp(bytes)?;
                let coded = Coded::Webp {
                    bytes_per_pixel: chunks.bytes_per_pixel,
                };
                (chunks.size, chunks.exif, coded)
            }
        };
        check_pixels(stored, limits)?;
        Ok(Self {
            stored,
            orientation: Orientation::of_exif(exif),
            exif,
            coded,
        })
    }

    pub(super) fn upright(&self) -> Size {
        self.orientation.upright_size(self.stored)
    }

    /// Whether the decoder can deliver fewer pixels than are stored, for less work.
    pub(super) fn scales(&self) -> bool {
        matches!(self.coded, Coded::Jpeg(_))
    }

    pub(super) fn header(&self) -> Header {
        let Size { width, height } = self.upright();
        let format = match self.coded {
            Coded::Jpeg(_) => Format::Jpeg,
            Coded::Png { .. } => Format::Png,
            Coded::Webp { .. } => Format::Webp,
        };
        Header {
            format,
            width,
            height,
            orientation: self.orientation,
        }
    }
}

pub(super) fn check_file_size(bytes: &[u8], limits: &Limits) -> Result<(), PictureError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > limits.file_bytes {
        return Err(PictureError::FileTooLarge {
            megabytes: megabytes(length),
            limit_megabytes: limits.file_bytes / (1024 * 1024),
        });
    }
    Ok(())
}

fn check_pixels(size: Size, limits: &Limits) -> Result<(), PictureError> {
    let Size { width, height } = size;
    if width > limits.side || height > limits.side || size.pixels() > limits.pixels {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            side: limits.side,
            pixels: limits.pixels,
        });
    }
    Ok(())
}
