//! What a camera sends, as a frame for the screen or as a still. Rows may be padded and planes may
//! lie apart: where a picture's pixels are, its own description says, and nothing else is believed.

use gstreamer as gst;
use gstreamer_video as video;
use zeroize::Zeroizing;

use crate::camera::{Frame, Turn, jpeg};

/// The room that a frame for the screen fits into. Never enlarged.
const ROOM: (u32, u32) = (1280, 960);

/// Somebody waits for a still, so every core that a tablet is sure to have works at it.
const STILL_THREADS: u32 = 2;

/// Why there is no still of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStill {
    /// The camera sent something damaged; the next picture may be whole.
    Damaged,
    NotMade,
}

/// The still of what a camera sent, at its full size.
pub fn still(sample: &gst::Sample, turn: Turn) -> Result<Zeroizing<Vec<u8>>, NoStill> {
    if is_jpeg(sample) {
        let sent = sample
            .buffer()
            .and_then(|buffer| buffer.map_readable().ok());
        let sent = sent.ok_or(NoStill::NotMade)?;
        let whole = jpeg::made_whole(sent.as_slice(), turn);
        return whole.map(Zeroizing::new).ok_or(NoStill::Damaged);
    }
    let info = info(sample).ok_or(NoStill::NotMade)?;
    let size = (info.width(), info.height());
    let plain = Way::new(&info, size).and_then(|way| way.convert(sample));
    let plain = plain.ok_or(NoStill::NotMade)?;
    let pixels = plain.map_readable().map_err(|_| NoStill::NotMade)?;
    let side = |side: u32| usize::try_from(side).map_err(|_| NoStill::NotMade);
    let written = jpeg::written(&pixels, (side(size.0)?, side(size.1)?), turn);
    written.map(Zeroizing::new).map_err(|_| NoStill::NotMade)
}

/// Makes frames for the screen, and keeps the way in which it made the last one.
#[derive(Default)]
pub struct Shrinker {
    last: Option<Way>,
}

impl Shrinker {
    /// The frame of what a camera sent. None where it cannot be read.
    pub fn frame(&mut self, sample: &gst::Sample, turn: Turn) -> Option<Frame> {
        if is_jpeg(sample) {
            let sent = sample.buffer()?.map_readable().ok()?;
            let long = usize::try_from(ROOM.0).ok()?;
            let (rgba, width, height) = jpeg::shrunk(sent.as_slice(), long)?;
            return Some(Frame {
                width: u32::try_from(width).ok()?,
                height: u32::try_from(height).ok()?,
                rgba,
                turn,
            });
        }
        let info = info(sample)?;
        if self.last.as_ref().is_none_or(|way| way.from != info) {
            self.last = Way::new(&info, fitted((info.width(), info.height())));
        }
        let way = self.last.as_ref()?;
        let made = way.convert(sample)?;
        let rgba = made.map_readable().ok()?.to_vec();
        Some(Frame {
            width: way.onto.width(),
            height: way.onto.height(),
            rgba,
            turn,
        })
    }
}

fn is_jpeg(sample: &gst::Sample) -> bool {
    let structure = sample.caps().and_then(|caps| caps.structure(0));
    structure.is_some_and(|structure| structure.name() == "image/jpeg")
}

fn info(sample: &gst::Sample) -> Option<video::VideoInfo> {
    video::VideoInfo::from_caps(sample.caps()?).ok()
}

/// The size in which a picture fits the room.
fn fitted((width, height): (u32, u32)) -> (u32, u32) {
    let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_wide, most_high) = (u64::from(ROOM.0), u64::from(ROOM.1));
    if wide <= most_wide && high <= most_high {
        return (width, height);
    }
    let (new_wide, new_high) = if wide * most_high >= high * most_wide {
        (most_wide, (high * most_wide / wide).max(1))
    } else {
        ((wide * most_high / high).max(1), most_high)
    };
    let side = |side: u64| u32::try_from(side).unwrap_or(1);
    (side(new_wide), side(new_high))
}

/// From one kind of pixels to plain ones of a given size.
struct Way {
    from: video::VideoInfo,
    /// Smaller pixels of the same kind on the way, where that is quicker.
    half_way: Option<(video::VideoConverter, video::VideoInfo)>,
    converter: video::VideoConverter,
    onto: video::VideoInfo,
}

impl Way {
    fn new(from: &video::VideoInfo, (width, height): (u32, u32)) -> Option<Way> {
        let sized = |format, width, height| {
            video::VideoInfo::builder(format, width, height)
                .fps(from.fps())
                .interlace_mode(from.interlace_mode())
        };
        let onto = sized(video::VideoFormat::Rgba, width, height)
            .build()
            .ok()?;
        let is_smaller = (width, height) != (from.width(), from.height());
        let half_way = if is_smaller {
            let colours = from.colorimetry();
            let small = sized(from.format(), width, height)
                .colorimetry(&colours)
                .build()
                .ok()?;
            let mut config = video::VideoConverterConfig::new();
            config.set_resampler_method(video::VideoResamplerMethod::Linear);
            let converter = video::VideoConverter::new(from, &small, Some(config)).ok()?;
            Some((converter, small))
        } else {
            None
        };
        let first = half_way.as_ref().map_or(from, |(_, small)| small);
        let mut config = video::VideoConverterConfig::new();
        config.set_threads(if is_smaller { 1 } else { STILL_THREADS });
        let converter = video::VideoConverter::new(first, &onto, Some(config)).ok()?;
        Some(Way {
            from: from.clone(),
            half_way,
            converter,
            onto,
        })
    }

    fn convert(&self, sample: &gst::Sample) -> Option<gst::Buffer> {
        let buffer = sample.buffer()?;
        let Some((shrink, small)) = &self.half_way else {
            return through(&self.converter, buffer, &self.from, &self.onto);
        };
        let less = through(shrink, buffer, &self.from, small)?;
        through(&self.converter, &less, small, &self.onto)
    }
}

fn through(
    converter: &video::VideoConverter,
    from: &gst::BufferRef,
    from_info: &video::VideoInfo,
    onto_info: &video::VideoInfo,
) -> Option<gst::Buffer> {
    let source = video::VideoFrameRef::from_buffer_ref_readable(from, from_info).ok()?;
    let mut made = gst::Buffer::with_size(onto_info.size()).ok()?;
    {
        let made = made.get_mut()?;
        let mut target = video::VideoFrameRef::from_buffer_ref_writable(made, onto_info).ok()?;
        converter.frame_ref(&source, &mut target);
    }
    Some(made)
}
