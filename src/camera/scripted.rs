//! A camera of which nothing comes but what a test tells: for tests of screens. Has no thread, no
//! clock and no pictures of its own.

use std::sync::{Arc, Mutex};

use super::{CameraEvent, Cameras, Frame, Told, hold};

/// What was asked of the camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    Watch,
    Show(Option<String>),
    Rest,
    Take(u64),
}

/// The cameras as a screen has them.
pub struct ScriptedCamera(Script);

/// The test's end of them.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Page>>);

#[derive(Default)]
struct Page {
    told: Option<Told>,
    orders: Vec<Order>,
    frame: Option<Frame>,
}

impl ScriptedCamera {
    /// A camera, and what it is led by.
    pub fn new() -> (ScriptedCamera, Script) {
        let script = Script::default();
        (ScriptedCamera(script.clone()), script)
    }
}

impl Script {
    /// Tells it to whoever watches, on the caller's own thread. Whether anybody does.
    pub fn tell(&self, event: CameraEvent) -> bool {
        // Who is told may ask something of the camera at once, so nothing is held meanwhile.
        let told = hold(&self.0).told.clone();
        match told {
            Some(told) => {
                told(event);
                true
            }
            None => false,
        }
    }

    /// Lays a frame in the slot and tells so.
    pub fn lay(&self, frame: Frame) -> bool {
        hold(&self.0).frame = Some(frame);
        self.tell(CameraEvent::Frame)
    }

    /// What was asked since the last call, in order.
    pub fn orders(&self) -> Vec<Order> {
        std::mem::take(&mut hold(&self.0).orders)
    }

    fn note(&self, order: Order) {
        hold(&self.0).orders.push(order);
    }
}

impl Cameras for ScriptedCamera {
    fn watch(&mut self, told: Told) {
        hold(&self.0.0).told = Some(told);
        self.0.note(Order::Watch);
    }

    fn show(&mut self, camera: Option<&str>) {
        self.0.note(Order::Show(camera.map(str::to_owned)));
    }

    fn rest(&mut self) {
        hold(&self.0.0).frame = None;
        self.0.note(Order::Rest);
    }

    fn take(&mut self, number: u64) {
        self.0.note(Order::Take(number));
    }

    fn frame(&self) -> Option<Frame> {
        hold(&self.0.0).frame.take()
    }
}
