//! Lists the cameras as they come and go. Opens none of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;

use super::orders::{Known, Order, Sighting};
use super::settings::CAMERAS;
use crate::camera::{CameraTrouble, Facing, FoundCamera};

/// The providers of real cameras, and the package that each comes with. One of them is enough.
const PROVIDERS: [&str; 3] = [
    "v4l2deviceprovider",
    "pipewiredeviceprovider",
    "libcameraprovider",
];

/// How often it is looked whether somebody still wants to know.
const GLANCE: Duration = Duration::from_millis(100);

/// Glances without a camera before it is looked for from the start: what finds cameras may itself
/// have come later than this program.
const LOOK_AFRESH: u32 = 50;

/// Who watches.
pub struct Watch {
    pub classes: String,
    /// Asks the watcher to end.
    pub end: Arc<AtomicBool>,
    /// How many runs of cameras there are that have not ended.
    pub open: Arc<AtomicUsize>,
    pub orders: Sender<Order>,
}

impl Watch {
    /// Watches until it is asked to end; begins with the cameras that are there at the start.
    pub fn keep(&self) {
        if let Err(trouble) = parts_are_there(&self.classes) {
            self.say(Sighting::Blind(trouble));
            return;
        }
        while !self.is_over() {
            let monitor = gst::DeviceMonitor::new();
            let filter = monitor.add_filter(Some(&self.classes), None);
            if filter.is_none() || monitor.start().is_err() {
                self.say(Sighting::There(Vec::new()));
                std::thread::sleep(GLANCE * 10);
                continue;
            }
            self.look(&monitor);
            self.put_away(monitor);
        }
    }

    /// Looks until there has been nothing to see for a while, or it is asked to end.
    fn look(&self, monitor: &gst::DeviceMonitor) {
        use gst::MessageType::{DeviceAdded, DeviceChanged, DeviceRemoved};
        let changes = [DeviceAdded, DeviceChanged, DeviceRemoved];
        let bus = monitor.bus();
        let wait = gst::ClockTime::try_from(GLANCE).unwrap_or(gst::ClockTime::SECOND);
        let mut without = 0;
        let mut said: Option<Vec<gst::Device>> = None;
        while !self.is_over() {
            // Messages say when to look, and what there is, the list alone: one that got lost costs
            // a glance and no camera.
            let there: Vec<gst::Device> = monitor.devices().into_iter().collect();
            without = if there.is_empty() { without + 1 } else { 0 };
            if said.as_ref() != Some(&there) {
                if !self.say(Sighting::There(known(&there))) {
                    return;
                }
                said = Some(there);
            }
            if without > LOOK_AFRESH && self.are_all_closed() {
                return;
            }
            if let Some(changed) = bus.timed_pop_filtered(wait, &changes)
                && changed.type_() == DeviceChanged
            {
                said = None;
            }
        }
    }

    /// PipeWire's plug-in forgets its cameras when a monitor stops while one of them still runs, and
    /// falls over as soon as that one is unplugged. So nothing is stopped before every camera is
    /// closed; a monitor that would have to wait too long is never stopped.
    fn put_away(&self, monitor: gst::DeviceMonitor) {
        let mut glances = 0;
        while !self.are_all_closed() && glances < LOOK_AFRESH {
            std::thread::sleep(GLANCE);
            glances += 1;
        }
        if self.are_all_closed() {
            monitor.stop();
        } else {
            std::mem::forget(monitor);
        }
    }

    fn are_all_closed(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }

    fn is_over(&self) -> bool {
        self.end.load(Ordering::Relaxed)
    }

    /// Whether anybody hears it.
    fn say(&self, sighting: Sighting) -> bool {
        self.orders.send(Order::Seen(sighting)).is_ok()
    }
}

/// Whether GStreamer and the plug-ins that no camera does without are installed.
fn parts_are_there(classes: &str) -> Result<(), CameraTrouble> {
    gst::init().map_err(|_| missing("libgstreamer1.0-0"))?;
    for (part, package) in [
        ("appsink", "gstreamer1.0-plugins-base"),
        ("capsfilter", "libgstreamer1.0-0"),
    ] {
        gst::ElementFactory::find(part).ok_or_else(|| missing(package))?;
    }
    let is_found = |name: &&str| gst::DeviceProviderFactory::find(name).is_some();
    if classes == CAMERAS && !PROVIDERS.iter().any(is_found) {
        return Err(missing("gstreamer1.0-plugins-good"));
    }
    Ok(())
}

pub fn missing(package: &str) -> CameraTrouble {
    CameraTrouble::NoPlugin {
        package: package.to_owned(),
    }
}

/// The best one first: the one that looks away from whoever holds the tablet, then one that was
/// plugged in, then the one that looks at them.
fn known(devices: &[gst::Device]) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    for device in devices {
        let properties = device.properties();
        let text = |name: &str| {
            let properties = properties.as_ref()?;
            properties.get::<String>(name).ok()
        };
        let name = device.display_name().to_string();
        let id = ["node.name", "api.v4l2.path", "device.path", "object.path"]
            .iter()
            .find_map(|property| text(property))
            .unwrap_or_else(|| name.clone());
        let twins = all.iter().filter(|one| {
            let tail = one.found.id.strip_prefix(&id);
            tail.is_some_and(|tail| tail.is_empty() || tail.starts_with('#'))
        });
        let id = match twins.count() {
            0 => id,
            others => format!("{id}#{}", others + 1),
        };
        let facing = facing(text("api.libcamera.location").as_deref(), &name);
        let built_in = text("api.libcamera.rotation").and_then(|degrees| degrees.parse().ok());
        all.push(Known {
            found: FoundCamera { id, name, facing },
            device: device.clone(),
            built_in: built_in.unwrap_or(0),
        });
    }
    all.sort_by_key(|one| match one.found.facing {
        Some(Facing::Back) => 0,
        None => 1,
        Some(Facing::Front) => 2,
    });
    all
}

/// By what the system says; else by the words of its name.
fn facing(location: Option<&str>, name: &str) -> Option<Facing> {
    match location {
        Some("front") => return Some(Facing::Front),
        Some("back") => return Some(Facing::Back),
        Some(_) => return None,
        None => {}
    }
    let name = name.to_lowercase();
    let says = |words: &[&str]| {
        let mut parts = name.split(|letter: char| !letter.is_alphanumeric());
        parts.any(|part| words.contains(&part))
    };
    if says(&["back", "rear", "world"]) {
        Some(Facing::Back)
    } else if says(&["front", "user", "selfie"]) {
        Some(Facing::Front)
    } else {
        None
    }
}
