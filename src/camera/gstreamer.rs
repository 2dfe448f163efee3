//! The cameras that GStreamer knows: V4L2, libcamera and PipeWire. Writes nothing: GStreamer's own
//! list of its plug-ins is the only file that it may keep, and it does without where there is no
//! place for it.
//!
//! **Threads.** The caller's end sends orders and fetches frames. The *control* decides; it calls
//! nothing of GStreamer that may hang. The *watcher* lists cameras as they come and go. Each *run* of
//! a camera, from opening it to its light going out, has a thread of its own, so that a driver that
//! hangs keeps only that one; its frames are taken up by GStreamer's thread, which does no more than
//! hand them on. The *preview* makes frames for the screen, and the *desk* makes JPEGs.
//!
//! **Which pictures.** A camera runs at the largest size that it offers at 15 pictures a second or
//! more, so that a still is simply the next picture of the stream, there at once; the preview is that
//! stream made smaller. Where a camera offers a larger size more slowly, it is opened anew at that
//! size for a still, and back again. A camera that sends JPEG gives its own JPEG as the still, and
//! its preview is decoded small.
//!
//! **What a camera could do.** Its JPEGs are decoded in this process, for the preview and to see that
//! a still is whole: by libjpeg-turbo and nothing else. A camera that attacks is a device that somebody
//! plugged in; whatever is kept is read again by the darkroom as any other file.

mod control;
mod desk;
mod modes;
mod orders;
mod pixels;
mod preview;
mod settings;
mod stream;
mod watcher;

use std::sync::mpsc::{Sender, channel};

use super::{CameraEvent, CameraTrouble, Cameras, Frame, Slot, Told, Turn};
use control::Control;
use orders::Order;
use settings::NO_THREAD;
pub use settings::Settings;

/// The cameras of this device, by way of GStreamer.
pub struct GstCameras {
    settings: Settings,
    slot: Slot,
    /// The way to the control, once it is at work.
    control: Option<Working>,
}

struct Working {
    orders: Sender<Order>,
    told: Told,
}

impl GstCameras {
    /// Nothing is started before [`Cameras::watch`].
    pub fn new() -> GstCameras {
        GstCameras::with(Settings::default())
    }

    /// The same, with other settings.
    pub fn with(settings: Settings) -> GstCameras {
        GstCameras {
            settings,
            slot: Slot::default(),
            control: None,
        }
    }

    /// How this device is held, which comes on top of how a camera is built in.
    pub fn held(&mut self, turn: Turn) {
        self.order(Order::Held(turn));
    }

    fn order(&mut self, order: Order) {
        let Some(working) = &self.control else {
            return;
        };
        if working.orders.send(order).is_err() {
            // The control never ends while it can be asked. Should it have fallen over, this is told
            // rather than waited for.
            let told = working.told.clone();
            self.control = None;
            told(CameraEvent::Stopped(FELL_OVER));
        }
    }
}

const FELL_OVER: CameraTrouble =
    CameraTrouble::Failed("its software stopped; start Shutterslip again");

impl Default for GstCameras {
    fn default() -> GstCameras {
        GstCameras::new()
    }
}

impl Cameras for GstCameras {
    fn watch(&mut self, told: Told) {
        self.order(Order::End);
        let (orders, inbox) = channel();
        let control = Control::new(
            self.settings.clone(),
            told.clone(),
            self.slot.clone(),
            orders.clone(),
        );
        let started = std::thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || control.work(&inbox));
        match started {
            Ok(_) => self.control = Some(Working { orders, told }),
            Err(_) => told(CameraEvent::Stopped(NO_THREAD)),
        }
    }

    fn show(&mut self, camera: Option<&str>) {
        self.order(Order::Show(camera.map(str::to_owned)));
    }

    fn rest(&mut self) {
        self.slot.close();
        self.order(Order::Rest);
    }

    fn take(&mut self, number: u64) {
        if let Some(working) = &self.control {
            // Should the order be lost, dropping it answers it.
            let asked = super::Asked::new(number, working.told.clone());
            self.order(Order::Take(asked));
        }
    }

    fn frame(&self) -> Option<Frame> {
        self.slot.fetch()
    }
}

impl Drop for GstCameras {
    fn drop(&mut self) {
        self.order(Order::End);
    }
}
