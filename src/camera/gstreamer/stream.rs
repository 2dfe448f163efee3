//! One run of one camera: opened, its pictures handed on, closed. Everything that may hang happens
//! on the run's own thread. Decides nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as app;

use super::desk::Desk;
use super::modes::Mode;
use super::orders::{News, Order};
use super::preview::Preview;
use super::watcher::missing;
use crate::camera::{CameraTrouble, Turn};

/// What a run is given.
pub struct Plan {
    pub number: u64,
    pub device: gst::Device,
    pub mode: Mode,
    /// Pictures that are passed over before one is good enough for a still: none where the camera
    /// has been running. None where this run is not for stills.
    pub stills_after: Option<u64>,
    /// How the camera is built in, and how the device is held, in degrees.
    pub built_in: i64,
    pub held: Arc<AtomicI64>,
    /// How many runs there are that have not ended.
    pub open: Arc<AtomicUsize>,
    pub desk: Desk,
    pub preview: Preview,
    pub orders: Sender<Order>,
}

/// What is seen of a run from outside.
#[derive(Clone, Default)]
pub struct Signs {
    /// Asks the run to end.
    pub end: Arc<AtomicBool>,
    /// How many pictures have come.
    pub pictures: Arc<AtomicU64>,
}

/// How often a run looks whether it is to end.
const GLANCE: gst::ClockTime = gst::ClockTime::from_mseconds(20);

const NOT_OPENED: CameraTrouble = CameraTrouble::Failed("it could not be opened");

/// Begins a run on its own thread.
pub fn begin(plan: Plan) -> std::io::Result<Signs> {
    let signs = Signs::default();
    let seen = signs.clone();
    let counted = Counted::new(&plan.open);
    std::thread::Builder::new()
        .name("camera-run".to_owned())
        .spawn(move || {
            let (number, orders) = (plan.number, plan.orders.clone());
            let say = |news| orders.send(Order::News(number, news)).is_ok();
            // Whoever should hear it may be gone; then nobody needs to.
            if let Err(trouble) = run(&plan, &seen) {
                say(News::Broken(trouble));
            }
            drop(counted);
            say(News::Over);
        })?;
    Ok(signs)
}

/// Counts a run for as long as it has its camera.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(open: &Arc<AtomicUsize>) -> Counted {
        open.fetch_add(1, Ordering::AcqRel);
        Counted(Arc::clone(open))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A pipeline whose camera is let go of however this ends.
struct Playing(gst::Pipeline);

impl Drop for Playing {
    fn drop(&mut self) {
        if self.0.set_state(gst::State::Null).is_err() {
            // Nothing further can be asked of it: it is dropped, and the control counts its time.
        }
    }
}

fn run(plan: &Plan, signs: &Signs) -> Result<(), CameraTrouble> {
    let tag = Arc::new(AtomicI64::new(0));
    let playing = Playing(pipeline(plan, signs, &tag)?);
    let bus = playing.0.bus().ok_or(NOT_OPENED)?;
    if signs.end.load(Ordering::Relaxed) {
        return Ok(());
    }
    if playing.0.set_state(gst::State::Playing).is_err() {
        let said = bus.pop_filtered(&[gst::MessageType::Error]);
        return Err(said.map_or(NOT_OPENED, |message| trouble(&message)));
    }
    use gst::MessageType::{Eos, Error, Tag};
    while !signs.end.load(Ordering::Relaxed) {
        let Some(message) = bus.timed_pop_filtered(GLANCE, &[Error, Eos, Tag]) else {
            continue;
        };
        match message.view() {
            gst::MessageView::Tag(said) => {
                if let Some(degrees) = degrees(&said.tags()) {
                    tag.store(degrees, Ordering::Relaxed);
                }
            }
            gst::MessageView::Eos(_) => return Err(CameraTrouble::Unplugged),
            _ => return Err(trouble(&message)),
        }
    }
    Ok(())
}

/// The camera, at the size that was chosen, into our hands.
fn pipeline(
    plan: &Plan,
    signs: &Signs,
    tag: &Arc<AtomicI64>,
) -> Result<gst::Pipeline, CameraTrouble> {
    let failed = |_| NOT_OPENED;
    let source = plan.device.create_element(None).map_err(failed)?;
    let size = gst::ElementFactory::make("capsfilter")
        .property("caps", &plan.mode.caps)
        .build()
        .map_err(|_| missing("libgstreamer1.0-0"))?;
    gst::ElementFactory::find("appsink").ok_or_else(|| missing("gstreamer1.0-plugins-base"))?;
    let sink = app::AppSink::builder()
        .sync(false)
        .qos(false)
        .max_buffers(1)
        .drop(true)
        .enable_last_sample(false)
        .wait_on_eos(false)
        .callbacks(hands(plan, signs, tag))
        .build();
    let pipeline = gst::Pipeline::new();
    let parts = [&source, &size, sink.upcast_ref()];
    pipeline.add_many(parts).map_err(failed)?;
    gst::Element::link_many(parts).map_err(failed)?;
    Ok(pipeline)
}

/// What takes up each picture, on GStreamer's own thread.
fn hands(plan: &Plan, signs: &Signs, tag: &Arc<AtomicI64>) -> app::AppSinkCallbacks {
    let (number, built_in, stills_after) = (plan.number, plan.built_in, plan.stills_after);
    let (held, tag) = (Arc::clone(&plan.held), Arc::clone(tag));
    let (desk, preview) = (plan.desk.clone(), plan.preview.clone());
    let (orders, signs) = (plan.orders.clone(), signs.clone());
    app::AppSinkCallbacks::builder()
        .new_sample(move |sink| {
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            if signs.end.load(Ordering::Relaxed) {
                return Err(gst::FlowError::Eos);
            }
            let before = signs.pictures.fetch_add(1, Ordering::Relaxed);
            if before == 0 && orders.send(Order::News(number, News::Flowing)).is_err() {
                return Err(gst::FlowError::Eos);
            }
            let degrees = built_in + tag.load(Ordering::Relaxed) + held.load(Ordering::Relaxed);
            let turn = Turn::of_degrees(degrees);
            if stills_after.is_some_and(|after| before >= after) {
                desk.offer(&sample, turn);
            }
            preview.hand_in(number, sample, turn);
            Ok(gst::FlowSuccess::Ok)
        })
        .build()
}

/// How far the stream says that it is to be turned to the right. Mirrored pictures are not known of
/// cameras.
fn degrees(tags: &gst::TagList) -> Option<i64> {
    let said = tags.get::<gst::tags::ImageOrientation>()?;
    match said.get() {
        "rotate-0" => Some(0),
        "rotate-90" => Some(90),
        "rotate-180" => Some(180),
        "rotate-270" => Some(270),
        _ => None,
    }
}

/// GStreamer's error in our words. What it says itself holds paths and names, and goes no further.
fn trouble(message: &gst::Message) -> CameraTrouble {
    let gst::MessageView::Error(said) = message.view() else {
        return CameraTrouble::Failed("it stopped");
    };
    let error = said.error();
    if let Some(resource) = error.kind::<gst::ResourceError>() {
        return match resource {
            gst::ResourceError::Busy => CameraTrouble::Busy,
            gst::ResourceError::NotFound
            | gst::ResourceError::Read
            | gst::ResourceError::OpenRead
            | gst::ResourceError::OpenReadWrite => CameraTrouble::Unplugged,
            gst::ResourceError::NotAuthorized => {
                CameraTrouble::Failed("Shutterslip may not use it")
            }
            gst::ResourceError::Settings => {
                CameraTrouble::Failed("it refused the size of picture that it offers")
            }
            _ => NOT_OPENED,
        };
    }
    if error.matches(gst::CoreError::MissingPlugin)
        || error.matches(gst::StreamError::CodecNotFound)
    {
        return missing("gstreamer1.0-plugins-good");
    }
    if error.matches(gst::StreamError::WrongType) || error.matches(gst::CoreError::Negotiation) {
        return CameraTrouble::Failed("it did not agree on a size of picture");
    }
    CameraTrouble::Failed("it stopped")
}
