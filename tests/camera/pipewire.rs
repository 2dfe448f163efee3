//! Through PipeWire, as a tablet's camera comes: a daemon of its own, and a node that plays a camera.

use std::process::{Child, Command, Stdio};

use shutterslip::camera::gstreamer::GstCameras;
use shutterslip::camera::{CameraTrouble, Cameras};

use super::alone::{alone, runs_well, task};
use super::ear::{Ear, Heard, next_frame};

const NODE: &str = "school-camera";

#[test]
fn a_camera_that_pipewire_brings_is_found_shown_unplugged_and_found_again() {
    let needed = [
        "dbus-run-session",
        "pipewire",
        "wireplumber",
        "gst-launch-1.0",
    ];
    let is_there = |program: &&str| {
        let found = Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .output();
        found.is_ok_and(|output| output.status.success())
    };
    if let Some(missing) = needed.iter().find(|program| !is_there(program)) {
        eprintln!("skipped: {missing} is not here; `tools/packages.sh test` installs it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let inner = alone("pipewire::inside_a_session", "pipewire");
    let mut session = Command::new("dbus-run-session");
    session
        .arg("--")
        .arg(inner.get_program())
        .args(inner.get_args());
    for (name, value) in inner.get_envs() {
        session.env(name, value.unwrap());
    }
    for variable in ["XDG_RUNTIME_DIR", "HOME"] {
        session.env(variable, folder.path());
    }
    runs_well(&mut session);
}

/// Ends its program when it is dropped.
struct Started(Child);

impl Started {
    fn new(command: &[&str]) -> Started {
        let child = Command::new(command[0])
            .args(&command[1..])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Started(child.unwrap())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn node() -> Started {
    let properties =
        format!("stream-properties=p,media.class=Video/Source,media.role=Camera,node.name={NODE}");
    Started::new(&[
        "gst-launch-1.0",
        "videotestsrc",
        "is-live=true",
        "pattern=ball",
        "!",
        "video/x-raw,format=RGBA,width=640,height=480,framerate=30/1",
        "!",
        "pipewiresink",
        "mode=provide",
        &properties,
    ])
}

#[test]
#[ignore = "started by the test above, in a session of its own"]
fn inside_a_session() {
    if task().is_none() {
        return;
    }
    let _daemon = Started::new(&["pipewire"]);
    let _policy = Started::new(&["wireplumber"]);
    let camera = node();
    let mut cameras = GstCameras::new();
    let ear = Ear::default();
    cameras.watch(ear.told());
    let lists_it = |heard: &Heard| match heard {
        Heard::Found(found) => found.iter().any(|one| one.id == NODE).then_some(()),
        _ => None,
    };
    ear.wait("the node", lists_it);
    cameras.show(Some(NODE));
    assert_eq!(ear.running(), NODE);
    let frame = next_frame(&cameras, &ear);
    assert_eq!((frame.width, frame.height), (640, 480));
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_ok());
    let still: image::RgbImage = turbojpeg::decompress_image(&ear.still(1)).unwrap();
    assert_eq!(still.dimensions(), (640, 480));
    drop(camera);
    // The list may be later than the silence.
    let trouble = ear.stopped();
    assert!(
        trouble == CameraTrouble::Unplugged || trouble == CameraTrouble::Stalled,
        "{trouble:?}"
    );
    cameras.take(2);
    assert!(ear.answers(&[2])[0].is_err());
    let _camera = node();
    assert_eq!(ear.running(), NODE);
    cameras.take(3);
    assert!(ear.answers(&[3])[0].is_ok());
}
