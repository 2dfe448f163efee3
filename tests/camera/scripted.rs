//! The camera that tests of screens lead by hand.

use shutterslip::camera::scripted::{Order, ScriptedCamera};
use shutterslip::camera::{CameraEvent, CameraTrouble, Cameras, Frame, Turn};

use super::ear::{Ear, Heard};

#[test]
fn what_a_test_tells_is_told_and_what_a_screen_asks_is_noted() {
    let (mut cameras, script) = ScriptedCamera::new();
    assert!(!script.tell(CameraEvent::Frame), "nobody watches yet");
    let ear = Ear::default();
    cameras.watch(ear.told());
    cameras.show(Some("one"));
    cameras.take(3);
    cameras.rest();
    assert_eq!(
        script.orders(),
        [
            Order::Watch,
            Order::Show(Some("one".to_owned())),
            Order::Take(3),
            Order::Rest
        ]
    );
    assert_eq!(script.orders(), []);
    let frame = Frame {
        width: 1,
        height: 1,
        rgba: vec![1, 2, 3, 255],
        turn: Turn::Upright,
    };
    assert!(script.lay(frame.clone()));
    ear.frame();
    assert!(cameras.frame() == Some(frame));
    assert!(cameras.frame().is_none());
    let picture = Err(CameraTrouble::Busy);
    assert!(script.tell(CameraEvent::Still { number: 3, picture }));
    ear.wait("the still", |heard| {
        (*heard == Heard::Still(3, Err(CameraTrouble::Busy))).then_some(())
    });
}
