//! What can only be tried in a process of its own: other plug-ins, no place to write, and every file
//! that is made. Each test starts itself once more and does its work there.

use std::fs;
use std::mem::MaybeUninit;
use std::path::Path;
use std::process::Command;

use gstreamer as gst;
use rustix::fs::inotify;
use shutterslip::camera::gstreamer::GstCameras;
use shutterslip::camera::{CameraTrouble, Cameras};

use super::ear::Ear;
use super::pretend::{self, Pretend};

/// Says what the process of its own is to do.
const TASK: &str = "SHUTTERSLIP_CAMERA_TASK";

/// This program once more, for one test alone.
pub fn alone(test: &str, task: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let name = format!("camera::{test}");
    command.args([
        name.as_str(),
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env(TASK, task);
    command
}

/// The task, where this is the process of its own.
pub fn task() -> Option<String> {
    std::env::var(TASK).ok()
}

/// Runs it to its good end.
#[track_caller]
pub fn runs_well(command: &mut Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let also = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{also}"
    );
}

#[test]
fn a_plug_in_that_is_missing_is_told_with_its_package() {
    gst::init().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let plugins = folder.path().join("plugins");
    fs::create_dir(&plugins).unwrap();
    let try_with = |expected: &str| {
        runs_well(
            alone("alone::without_plug_ins", expected)
                .env("GST_PLUGIN_SYSTEM_PATH_1_0", &plugins)
                .env("GST_PLUGIN_PATH_1_0", "")
                .env("GST_REGISTRY_1_0", folder.path().join(expected)),
        );
    };
    try_with("gstreamer1.0-plugins-base");
    for name in ["app", "coreelements"] {
        let file = gst::Registry::get()
            .find_plugin(name)
            .unwrap()
            .filename()
            .unwrap();
        std::os::unix::fs::symlink(&file, plugins.join(file.file_name().unwrap())).unwrap();
    }
    try_with("gstreamer1.0-plugins-good");
}

#[test]
#[ignore = "started by the test above"]
fn without_plug_ins() {
    let Some(package) = task() else { return };
    let mut cameras = GstCameras::new();
    let ear = Ear::default();
    cameras.watch(ear.told());
    assert_eq!(ear.found(), []);
    cameras.show(None);
    let trouble = ear.stopped();
    assert_eq!(
        trouble,
        CameraTrouble::NoPlugin {
            package: package.clone()
        }
    );
    assert!(
        trouble
            .to_string()
            .contains(&format!("install the package `{package}`"))
    );
    cameras.take(1);
    assert_eq!(ear.answers(&[1]), [Err(trouble)]);
}

#[test]
fn a_place_where_nothing_can_be_written_is_no_obstacle() {
    let nowhere = "/proc/shutterslip";
    let mut command = alone("alone::three_stills", "nowhere");
    for variable in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
        command.env(variable, nowhere);
    }
    runs_well(command.env("GST_REGISTRY_1_0", format!("{nowhere}/registry.bin")));
}

#[test]
fn no_file_is_made_while_pictures_are_shown_and_taken() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| {
        let place = folder.path().join(name);
        fs::create_dir(&place).unwrap();
        place
    };
    let watch = inotify::init(inotify::CreateFlags::NONBLOCK).unwrap();
    let mut command = alone("alone::three_stills", "watched");
    let mut places = Vec::new();
    for variable in [
        "HOME",
        "TMPDIR",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        let place = place(variable);
        command.env(variable, &place);
        places.push(place);
    }
    let here = place("here");
    command.current_dir(&here);
    places.push(here);
    let made =
        inotify::WatchFlags::CREATE | inotify::WatchFlags::MOVED_TO | inotify::WatchFlags::MODIFY;
    for place in &places {
        inotify::add_watch(&watch, place.as_path(), made).unwrap();
    }
    // GStreamer's list of its plug-ins is the one file that there may be.
    let list = place("list");
    runs_well(command.env("GST_REGISTRY_1_0", list.join("registry.bin")));
    let seen = names(&watch);
    assert!(seen.is_empty(), "files were made: {seen:?}");
    assert_eq!(listed(&list), ["registry.bin"]);
    for place in &places {
        assert_eq!(listed(place), [""; 0]);
        // And one that is made would have been seen.
        fs::write(place.join("a-picture"), b"pixels").unwrap();
        assert!(names(&watch).contains(&"a-picture".to_owned()));
    }
}

/// What was made since the last look. Code that ORC, GStreamer's assembler, writes for the processor
/// goes by way of a file that is gone at once; it holds no pixels.
fn names(watch: impl std::os::fd::AsFd) -> Vec<String> {
    let mut room = [MaybeUninit::uninit(); 4096];
    let mut reader = inotify::Reader::new(watch, &mut room);
    let mut names = Vec::new();
    loop {
        match reader.next() {
            Ok(event) => {
                let name = event
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
                names.extend(name.filter(|name| !name.starts_with("orcexec.")));
            }
            Err(rustix::io::Errno::WOULDBLOCK) => return names,
            Err(error) => panic!("{error}"),
        }
    }
}

fn listed(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
#[ignore = "started by the tests above"]
fn three_stills() {
    if task().is_none() {
        return;
    }
    let class = pretend::class();
    let caps = "video/x-raw,format=NV12,width=2000,height=1500,framerate=30/1";
    let camera = Pretend::new(&class, "one", caps, "");
    camera.plug_in();
    let mut cameras = pretend::cameras(&class);
    let ear = Ear::default();
    cameras.watch(ear.told());
    cameras.show(None);
    ear.running();
    ear.frame();
    for number in 1..=3 {
        cameras.take(number);
    }
    assert!(ear.answers(&[1, 2, 3]).iter().all(Result::is_ok));
    cameras.rest();
}
