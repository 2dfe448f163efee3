//! Writes pixels the way a camera does: sensor noise, JPEG, and metadata that tells too much, so
//! that there is something to strip. Reads nothing and asks no clock.

use chrono::{DateTime, FixedOffset, Utc};
use exif::{Field, In, Rational, Tag, Value};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};

use super::drawing::{Sensor, scaled};
use super::{Scene, SceneError};

/// How the camera was held, which is what its orientation tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turned {
    /// Tag 1: the sensor's rows are the picture's rows.
    Upright,
    /// Tag 3: turned by half.
    UpsideDown,
    /// Tag 6: the picture stands upright when it is turned a quarter to the right.
    QuarterRight,
    /// Tag 8: the picture stands upright when it is turned a quarter to the left.
    QuarterLeft,
}

impl Turned {
    /// The value of the orientation tag.
    pub fn tag(self) -> u16 {
        match self {
            Turned::Upright => 1,
            Turned::UpsideDown => 3,
            Turned::QuarterRight => 6,
            Turned::QuarterLeft => 8,
        }
    }

    /// Whether the sensor's width is the picture's height.
    pub fn lies_down(self) -> bool {
        match self {
            Turned::Upright | Turned::UpsideDown => false,
            Turned::QuarterRight | Turned::QuarterLeft => true,
        }
    }
}

/// What a camera writes beside the pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraWriting {
    pub make: String,
    pub model: String,
    /// The body's serial number; phones write none.
    pub serial: Option<String>,
    /// Whose the camera is, as typed into its menu.
    pub owner: String,
    pub taken: DateTime<FixedOffset>,
    pub turned: Turned,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// Whether the file says that it is JFIF too.
    pub jfif: bool,
    pub comment: Option<String>,
    /// Which of the camera's grains of noise this is; the number in its file name.
    pub number: u32,
}

const QUALITY: i32 = 93;
const THUMBNAIL: u32 = 160;

/// The whole file.
pub fn write(
    scene: &Scene,
    mut sensor: Sensor,
    writing: &CameraWriting,
) -> Result<Vec<u8>, SceneError> {
    let told = |error: String| scene.not_written(error);
    let small = (THUMBNAIL, THUMBNAIL * sensor.height / sensor.width);
    let small_pixels =
        scaled(&sensor.pixels, (sensor.width, sensor.height), small).map_err(told)?;
    let thumbnail = jpeg(&small_pixels, small.0, small.1).map_err(told)?;
    let exif = exif(writing, &sensor, &thumbnail).map_err(told)?;
    add_noise(&mut sensor, writing.number);
    let plain = jpeg(&sensor.pixels, sensor.width, sensor.height).map_err(told)?;
    let mut file = Jpeg::from_bytes(plain.into()).map_err(|error| told(error.to_string()))?;
    let segments = file.segments_mut();
    if !writing.jfif {
        segments.retain(|segment| segment.marker() != markers::APP0);
    }
    let mut tiff = b"Exif\0\0".to_vec();
    tiff.extend(exif);
    let first = usize::from(writing.jfif).min(segments.len());
    segments.insert(
        first,
        JpegSegment::new_with_contents(markers::APP1, tiff.into()),
    );
    if let Some(comment) = &writing.comment {
        let words = comment.clone().into_bytes().into();
        segments.insert(
            first + 1,
            JpegSegment::new_with_contents(markers::COM, words),
        );
    }
    let mut bytes = Vec::new();
    file.encoder()
        .write_to(&mut bytes)
        .map_err(|error| told(error.to_string()))?;
    Ok(bytes)
}

fn jpeg(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let image = turbojpeg::Image {
        pixels,
        width: width as usize,
        pitch: width as usize * 4,
        height: height as usize,
        format: turbojpeg::PixelFormat::RGBX,
    };
    let mut encoder = turbojpeg::Compressor::new().map_err(|error| error.to_string())?;
    encoder
        .set_quality(QUALITY)
        .and_then(|()| encoder.set_subsamp(turbojpeg::Subsamp::Sub2x2))
        .and_then(|()| encoder.compress_to_vec(image))
        .map_err(|error| error.to_string())
}

/// Cheap grain: a table of small steps, entered anywhere on each row.
fn add_noise(sensor: &mut Sensor, number: u32) {
    let mut dice = Dice(u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let row = sensor.width as usize * 4;
    let table: Vec<i8> = (0..row + 65_536).map(|_| dice.grain()).collect();
    for pixels in sensor.pixels.chunks_exact_mut(row) {
        let start = (dice.roll() & 0xFFFF) as usize;
        for (value, grain) in pixels.iter_mut().zip(table.iter().skip(start)) {
            *value = value.saturating_add_signed(*grain);
        }
    }
}

/// A xorshift generator: the same number gives the same grain everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    /// Bell-shaped about zero, two to three steps wide.
    fn grain(&mut self) -> i8 {
        let [a, b, c, ..] = self.roll().to_le_bytes();
        let sum = i16::from(a % 8) + i16::from(b % 8) + i16::from(c % 8);
        i8::try_from((sum * 2 - 21) / 2).unwrap_or(0)
    }
}

fn exif(writing: &CameraWriting, sensor: &Sensor, thumbnail: &[u8]) -> Result<Vec<u8>, String> {
    let mut fields = Vec::new();
    let mut put = |tag: Tag, ifd_num: In, value: Value| {
        fields.push(Field {
            tag,
            ifd_num,
            value,
        })
    };
    let text = |words: &str| Value::Ascii(vec![words.as_bytes().to_vec()]);
    let ratio = |num: u32, denom: u32| Value::Rational(vec![Rational { num, denom }]);
    let stamp = writing.taken.format("%Y:%m:%d %H:%M:%S").to_string();
    let offset = writing.taken.format("%:z").to_string();
    let main = In::PRIMARY;
    put(Tag::Make, main, text(&writing.make));
    put(Tag::Model, main, text(&writing.model));
    put(
        Tag::Orientation,
        main,
        Value::Short(vec![writing.turned.tag()]),
    );
    put(Tag::XResolution, main, ratio(72, 1));
    put(Tag::YResolution, main, ratio(72, 1));
    put(Tag::ResolutionUnit, main, Value::Short(vec![2]));
    put(Tag::Software, main, text("Sample firmware 1.4.2"));
    put(Tag::YCbCrPositioning, main, Value::Short(vec![1]));
    put(Tag::DateTime, main, text(&stamp));
    put(Tag::ExposureTime, main, ratio(1, 125));
    put(Tag::FNumber, main, ratio(28, 10));
    put(Tag::PhotographicSensitivity, main, Value::Short(vec![200]));
    put(
        Tag::ExifVersion,
        main,
        Value::Undefined(b"0232".to_vec(), 0),
    );
    put(
        Tag::ComponentsConfiguration,
        main,
        Value::Undefined(vec![1, 2, 3, 0], 0),
    );
    put(
        Tag::FlashpixVersion,
        main,
        Value::Undefined(b"0100".to_vec(), 0),
    );
    put(Tag::CameraOwnerName, main, text(&writing.owner));
    put(Tag::DateTimeOriginal, main, text(&stamp));
    put(Tag::DateTimeDigitized, main, text(&stamp));
    put(Tag::OffsetTime, main, text(&offset));
    put(Tag::OffsetTimeOriginal, main, text(&offset));
    put(Tag::SubSecTimeOriginal, main, text("417"));
    put(Tag::FocalLength, main, ratio(52, 10));
    put(
        Tag::MakerNote,
        main,
        Value::Undefined(maker_note(writing), 0),
    );
    put(Tag::ColorSpace, main, Value::Short(vec![1]));
    put(Tag::PixelXDimension, main, Value::Long(vec![sensor.width]));
    put(Tag::PixelYDimension, main, Value::Long(vec![sensor.height]));
    if let Some(serial) = &writing.serial {
        put(Tag::BodySerialNumber, main, text(serial));
    }
    if let Some((north, east)) = writing.position {
        let utc = writing.taken.with_timezone(&Utc);
        let north_ref = if north < 0.0 { "S" } else { "N" };
        let east_ref = if east < 0.0 { "W" } else { "E" };
        put(Tag::GPSVersionID, main, Value::Byte(vec![2, 3, 0, 0]));
        put(Tag::GPSLatitudeRef, main, text(north_ref));
        put(Tag::GPSLatitude, main, degrees(north));
        put(Tag::GPSLongitudeRef, main, text(east_ref));
        put(Tag::GPSLongitude, main, degrees(east));
        put(Tag::GPSAltitudeRef, main, Value::Byte(vec![0]));
        put(Tag::GPSAltitude, main, ratio(46, 1));
        let day = utc.format("%Y:%m:%d").to_string();
        put(Tag::GPSDateStamp, main, text(&day));
    }
    let second = In::THUMBNAIL;
    put(Tag::Compression, second, Value::Short(vec![6]));
    put(Tag::XResolution, second, ratio(72, 1));
    put(Tag::YResolution, second, ratio(72, 1));
    put(Tag::ResolutionUnit, second, Value::Short(vec![2]));

    let mut writer = exif::experimental::Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    writer.set_jpeg(thumbnail, second);
    let mut bytes = std::io::Cursor::new(Vec::new());
    writer
        .write(&mut bytes, true)
        .map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn degrees(value: f64) -> Value {
    let seconds = (value.abs() * 360_000.0).round() as u32;
    let part = |num, denom| Rational { num, denom };
    Value::Rational(vec![
        part(seconds / 360_000, 1),
        part(seconds / 6_000 % 60, 1),
        part(seconds % 6_000, 100),
    ])
}

/// What only the maker can read: here a name, the serial number again, and bytes without sense.
fn maker_note(writing: &CameraWriting) -> Vec<u8> {
    let mut note = format!("{} NOTE\0", writing.make.to_uppercase()).into_bytes();
    note.extend(writing.serial.iter().flat_map(|serial| serial.bytes()));
    let mut dice = Dice(u64::from(writing.number) | 1);
    note.extend((0..480).map(|_| (dice.roll() & 0xFF) as u8));
    note
}

#[cfg(test)]
mod tests {
    use super::super::{photograph, scene};
    use super::*;

    fn writing(turned: Turned) -> CameraWriting {
        CameraWriting {
            make: "Sample".into(),
            model: "SchoolCam 1".into(),
            serial: Some("SC1-0001".into()),
            owner: "Willow Nursery School (sample)".into(),
            taken: DateTime::parse_from_rfc3339("2026-05-14T10:42:07+01:00").unwrap(),
            turned,
            position: Some((51.4779, -0.0015)),
            jfif: false,
            comment: Some("sample".into()),
            number: 7,
        }
    }

    #[test]
    fn a_camera_file_tells_everything_that_must_be_stripped() {
        let bytes = photograph(scene("badge").unwrap(), &writing(Turned::QuarterRight)).unwrap();
        assert!(
            bytes.len() > 1_500_000 && bytes.len() < 6_000_000,
            "{}",
            bytes.len()
        );
        let read = exif::Reader::new()
            .read_from_container(&mut std::io::Cursor::new(&bytes))
            .unwrap();
        let said = |tag: Tag| {
            let field = read.get_field(tag, In::PRIMARY);
            field.unwrap().display_value().with_unit(&read).to_string()
        };
        assert!(said(Tag::Make).contains("Sample"));
        assert!(said(Tag::BodySerialNumber).contains("SC1-0001"));
        assert!(said(Tag::DateTimeOriginal).contains("2026-05-14 10:42:07"));
        assert!(said(Tag::OffsetTimeOriginal).contains("+01:00"));
        assert_eq!(said(Tag::GPSLatitude), "51 deg 28 min 40.44 sec N");
        assert_eq!(said(Tag::GPSLongitude), "0 deg 0 min 5.4 sec W");
        assert!(read.get_field(Tag::MakerNote, In::PRIMARY).is_some());
        assert!(
            read.get_field(Tag::JPEGInterchangeFormat, In::THUMBNAIL)
                .is_some()
        );
        let turned = read.get_field(Tag::Orientation, In::PRIMARY).unwrap();
        assert_eq!(turned.value.get_uint(0), Some(6));
        let header = turbojpeg::read_header(&bytes).unwrap();
        assert_eq!((header.width, header.height), (4000, 3000));
    }

    #[test]
    fn a_phone_writes_no_serial_number() {
        let mut phone = writing(Turned::Upright);
        phone.serial = None;
        let bytes = photograph(scene("astronaut").unwrap(), &phone).unwrap();
        let read = exif::Reader::new()
            .read_from_container(&mut std::io::Cursor::new(&bytes))
            .unwrap();
        assert!(read.get_field(Tag::BodySerialNumber, In::PRIMARY).is_none());
    }

    /// The corner that is the sky's must be the sky's however the camera was held.
    #[test]
    fn turning_as_the_tag_says_gives_the_same_picture() {
        for name in ["hilltop", "astronaut"] {
            let upright = small(name, Turned::Upright);
            for turned in [
                Turned::UpsideDown,
                Turned::QuarterRight,
                Turned::QuarterLeft,
            ] {
                let seen = small(name, turned);
                assert_eq!(seen.dimensions(), upright.dimensions());
                let far = seen
                    .as_raw()
                    .iter()
                    .zip(upright.as_raw())
                    .filter(|(a, b)| a.abs_diff(**b) > 24)
                    .count();
                assert!(far * 50 < seen.as_raw().len(), "{name} {turned:?}: {far}");
            }
        }
    }

    fn small(name: &str, turned: Turned) -> image::RgbaImage {
        let sensor = super::super::drawing::expose(scene(name).unwrap(), turned).unwrap();
        let size = (sensor.width / 40, sensor.height / 40);
        let pixels = scaled(&sensor.pixels, (sensor.width, sensor.height), size).unwrap();
        let image = image::RgbaImage::from_raw(size.0, size.1, pixels).unwrap();
        match turned {
            Turned::Upright => image,
            Turned::UpsideDown => image::imageops::rotate180(&image),
            Turned::QuarterRight => image::imageops::rotate90(&image),
            Turned::QuarterLeft => image::imageops::rotate270(&image),
        }
    }
}
