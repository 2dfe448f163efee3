//! Chooses the size and rate that a camera runs at, from what it offers. Opens no camera.

use gstreamer as gst;

/// A preview with fewer pictures a second than this is no preview.
const SLOWEST: f64 = 15.0;

/// The rate that a preview needs, and no more.
const WANTED: i32 = 30;

/// A range that ends beyond this is a source without a size of its own.
const LARGEST_SIDE: i32 = 16_384;

/// The size that such a source is asked for.
const USUAL: (i32, i32) = (1920, 1080);

/// The rates that are looked for, in this order.
const RATES: [i32; 5] = [WANTED, 25, 24, 20, 15];

/// One way that a camera can run.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    pub caps: gst::Caps,
    pub width: i32,
    pub height: i32,
    /// Pictures a second; what a camera does not say is taken for enough.
    pub rate: f64,
    pub is_jpeg: bool,
}

/// How a camera is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// All the time.
    pub stream: Mode,
    /// For a still, where the stream is smaller than the camera's largest picture.
    pub full: Option<Mode>,
}

/// The choice among what is offered. None where nothing of it can be read.
pub fn choose(offered: &gst::CapsRef) -> Option<Choice> {
    let modes: Vec<Mode> = offered
        .iter_with_features()
        .filter(|(_, features)| features.is_equal(gst::CAPS_FEATURES_MEMORY_SYSTEM_MEMORY.as_ref()))
        .filter_map(|(structure, _)| mode(structure))
        .collect();
    let full = modes.iter().max_by(|a, b| order(a).total_cmp(&order(b)))?;
    let quick = modes.iter().filter(|mode| mode.rate >= SLOWEST);
    let stream = quick.max_by(|a, b| order(a).total_cmp(&order(b)));
    // A camera that is slow at every size runs at its quickest, whatever that is.
    let stream = stream.or_else(|| modes.iter().max_by(|a, b| a.rate.total_cmp(&b.rate)))?;
    let is_larger = pixels(full) > pixels(stream);
    Some(Choice {
        stream: stream.clone(),
        full: is_larger.then(|| full.clone()),
    })
}

/// More pixels first; among equals the rate up to the wanted one; among those pixels as they are
/// before JPEG.
fn order(mode: &Mode) -> f64 {
    let rate = mode.rate.min(f64::from(WANTED)) / f64::from(WANTED);
    let plain = if mode.is_jpeg { 0.0 } else { 0.1 };
    pixels(mode) + rate / 2.0 + plain / 2.0
}

fn pixels(mode: &Mode) -> f64 {
    f64::from(mode.width) * f64::from(mode.height)
}

/// One line of the offer, at its largest and at the rate nearest to the wanted one.
fn mode(offered: &gst::StructureRef) -> Option<Mode> {
    let is_jpeg = match offered.name().as_str() {
        "video/x-raw" => false,
        "image/jpeg" => true,
        _ => return None,
    };
    let width = largest(offered, "width").unwrap_or(USUAL.0);
    let height = largest(offered, "height").unwrap_or(USUAL.1);
    let mut asked = offered.to_owned();
    asked.set("width", width);
    asked.set("height", height);
    let rate = match rate(offered) {
        Some((rate, over)) if over > 0 => {
            asked.set("framerate", gst::Fraction::new(rate, over));
            f64::from(rate) / f64::from(over)
        }
        _ => f64::from(WANTED),
    };
    Some(Mode {
        caps: gst::Caps::from(asked),
        width,
        height,
        rate,
        is_jpeg,
    })
}

/// The largest value of a side. None where the source takes any.
fn largest(offered: &gst::StructureRef, side: &str) -> Option<i32> {
    let value = offered.value(side).ok()?;
    let side = if let Ok(fixed) = value.get::<i32>() {
        fixed
    } else if let Ok(range) = value.get::<gst::IntRange<i32>>() {
        range.max()
    } else {
        let list = value.get::<gst::List>().ok()?;
        list.iter().filter_map(|one| one.get::<i32>().ok()).max()?
    };
    (1..=LARGEST_SIDE).contains(&side).then_some(side)
}

/// The rate to ask for, as a fraction. None where the camera says nothing of it.
fn rate(offered: &gst::StructureRef) -> Option<(i32, i32)> {
    let value = offered.value("framerate").ok()?;
    if let Ok(fixed) = value.get::<gst::Fraction>() {
        return known((fixed.numer(), fixed.denom()));
    }
    if let Ok(range) = value.get::<gst::FractionRange>() {
        let (least, most) = (range.min(), range.max());
        let fits = RATES.iter().map(|rate| gst::Fraction::new(*rate, 1));
        let found = fits
            .into_iter()
            .find(|rate| *rate >= least && *rate <= most);
        let rate = found.unwrap_or(if most < gst::Fraction::new(WANTED, 1) {
            most
        } else {
            least
        });
        return known((rate.numer(), rate.denom()));
    }
    let list = value.get::<gst::List>().ok()?;
    let rates: Vec<gst::Fraction> = list
        .iter()
        .filter_map(|one| one.get::<gst::Fraction>().ok())
        .collect();
    let wanted = gst::Fraction::new(WANTED, 1);
    let below = rates.iter().filter(|rate| **rate <= wanted).max();
    let rate = below.or_else(|| rates.iter().min())?;
    known((rate.numer(), rate.denom()))
}

/// A rate of nothing a second is how a source says that it has none.
fn known((rate, over): (i32, i32)) -> Option<(i32, i32)> {
    (rate > 0 && over > 0).then_some((rate, over))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn chosen(offered: &str) -> Choice {
        gst::init().unwrap();
        choose(&gst::Caps::from_str(offered).unwrap()).unwrap()
    }

    fn said(mode: &Mode) -> (i32, i32, i32, bool) {
        (mode.width, mode.height, mode.rate as i32, mode.is_jpeg)
    }

    #[test]
    fn the_largest_size_that_is_quick_enough_is_run_all_the_time() {
        let choice = chosen(
            "video/x-raw,format=YUY2,width=640,height=480,framerate={(fraction)30/1,(fraction)15/1};\
             video/x-raw,format=YUY2,width=2592,height=1944,framerate=2/1;\
             image/jpeg,width=2592,height=1944,framerate={(fraction)15/1,(fraction)30/1};\
             image/jpeg,width=1280,height=720,framerate=60/1",
        );
        assert_eq!(said(&choice.stream), (2592, 1944, 30, true));
        assert_eq!(choice.full, None);
    }

    #[test]
    fn a_larger_size_that_is_too_slow_is_kept_for_stills() {
        let choice = chosen(
            "video/x-raw,format=NV12,width=1920,height=1080,framerate=30/1;\
             video/x-raw,format=NV12,width=4000,height=3000,framerate=5/1",
        );
        assert_eq!(said(&choice.stream), (1920, 1080, 30, false));
        assert_eq!(said(&choice.full.unwrap()), (4000, 3000, 5, false));
    }

    #[test]
    fn a_camera_that_is_slow_at_every_size_runs_at_its_quickest() {
        let choice = chosen(
            "video/x-raw,width=640,height=480,framerate=10/1;\
             video/x-raw,width=4000,height=3000,framerate=1/1",
        );
        assert_eq!(said(&choice.stream), (640, 480, 10, false));
        assert_eq!(said(&choice.full.unwrap()), (4000, 3000, 1, false));
    }

    #[test]
    fn a_source_without_a_size_or_rate_of_its_own_is_asked_for_a_usual_one() {
        let choice = chosen(
            "video/x-raw,width=[1,2147483647],height=[1,2147483647],framerate=[0/1,2147483647/1]",
        );
        assert_eq!(said(&choice.stream), (1920, 1080, 30, false));
        let choice = chosen("video/x-raw,width=[32,4056],height=[32,3040]");
        assert_eq!(said(&choice.stream), (4056, 3040, 30, false));
        assert!(!choice.stream.caps.to_string().contains("framerate"));
    }

    #[test]
    fn pictures_that_cannot_be_read_here_are_no_choice() {
        gst::init().unwrap();
        for offered in [
            "video/x-h264,width=1920,height=1080",
            "video/x-bayer,width=1920,height=1080",
            "video/x-raw(memory:DMABuf),format=DMA_DRM,width=1920,height=1080",
        ] {
            assert_eq!(
                choose(&gst::Caps::from_str(offered).unwrap()),
                None,
                "{offered}"
            );
        }
    }
}
