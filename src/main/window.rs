//! Opens the window: chooses how it is drawn, where its schools are and which cameras it has.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use shutterslip::acts::ActError;
use shutterslip::acts::refusal::Refusal;
use shutterslip::camera::Cameras;
use shutterslip::camera::gstreamer::GstCameras;
use shutterslip::camera::sample::SampleCamera;
use shutterslip::clerk::{Bell, Counter, Schools, Which};
use shutterslip::clock::{Clock, SystemClock};
use shutterslip::places::disk::DiskPlaces;
use shutterslip::sample;
use shutterslip::screens::{Preferences, SampleAccount, ScreenError, Screens, World};
use slint::ComponentHandle;
use slint::winit_030::winit::event::WindowEvent;
use slint::winit_030::{EventResult, WinitWindowAccessor};

thread_local! {
    /// Hears what was told, on the thread that draws.
    static EAR: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Opens the window over the school in a folder until it is closed.
pub fn open(data: &Path, kiosk: bool) -> Result<(), ActError> {
    let told = |error: ScreenError| {
        ActError::Refused(Refusal::ScreenFails {
            why: error.to_string(),
        })
    };
    let renderer = choose_renderer().map_err(|error| told(error.into()))?;
    let screen_file = preferences_file();
    let preferences = screen_file
        .as_deref()
        .map_or_else(Preferences::default, read_preferences);
    let clerk = Counter::start(schools(data), bell()).map_err(|error| {
        ActError::Refused(Refusal::ScreenFails {
            why: format!("this machine gives no thread ({error}); close something and try again"),
        })
    })?;
    let screens = Screens::new(World {
        clerk: Rc::new(clerk),
        cameras: Box::new(cameras),
        sample_accounts,
        preferences,
        keep_preferences: Box::new(move |preferences| {
            let file = screen_file.as_deref().ok_or(std::io::ErrorKind::NotFound)?;
            keep_preferences(file, preferences)
        }),
        renderer: renderer.to_owned(),
        kiosk,
        up: Box::new(|| SystemClock.up().map(|up| up.millis)),
        bell: bell(),
    })
    .map_err(told)?;
    if can_be_dropped_on() {
        hear_drops(&screens);
    }
    EAR.with(|ear| *ear.borrow_mut() = Some(Box::new(screens.ear())));
    let ran = screens.run().map_err(told);
    EAR.with(|ear| *ear.borrow_mut() = None);
    // Whatever starts a kiosk starts it again, unless somebody left it who may.
    if kiosk && ran.is_ok() && !screens.is_left() {
        return Err(ActError::Refused(Refusal::ScreenFails {
            why: "the kiosk's window was closed by something else; start it again".to_owned(),
        }));
    }
    ran
}

/// Whether files can be dropped on a window here: by X11. Under Wayland, which winit takes where it is,
/// winit 0.30 hears of none.
fn can_be_dropped_on() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("WAYLAND_DISPLAY") && !is_set("WAYLAND_SOCKET")
}

/// Hands on what is dropped on the window. Several files are told one by one, in the same turn of the
/// loop, and are handed on together in the next.
fn hear_drops(screens: &Screens) {
    let catcher = Rc::new(screens.catcher());
    let dropped: Rc<RefCell<Vec<PathBuf>>> = Rc::default();
    let window = screens.app().window();
    window.on_winit_window_event(move |_, event| {
        if let WindowEvent::DroppedFile(path) = event {
            dropped.borrow_mut().push(path.clone());
            let (catcher, dropped) = (Rc::clone(&catcher), Rc::clone(&dropped));
            slint::Timer::single_shot(Duration::ZERO, move || {
                let together = dropped.take();
                catcher(together);
            });
        }
        EventResult::Propagate
    });
}

/// Wakes the thread that draws, once for as many rings as come until it hears.
fn bell() -> Bell {
    let is_rung = Arc::new(AtomicBool::new(false));
    Arc::new(move || {
        if is_rung.swap(true, Ordering::AcqRel) {
            return;
        }
        let answered = Arc::clone(&is_rung);
        let woken = slint::invoke_from_event_loop(move || {
            answered.store(false, Ordering::Release);
            EAR.with(|ear| {
                if let Some(hear) = &*ear.borrow() {
                    hear();
                }
            });
        });
        // A loop that has ended needs no waking; one that has not begun hears what is told later.
        if woken.is_err() {
            is_rung.store(false, Ordering::Release);
        }
    })
}

/// OpenGL where there is a graphics processor, else the renderer that needs none. A technician's own
/// choice, by Slint's `SLINT_BACKEND`, comes first.
fn choose_renderer() -> Result<&'static str, slint::PlatformError> {
    if std::env::var_os("SLINT_BACKEND").is_some() {
        return Ok("as SLINT_BACKEND says");
    }
    let has_gpu = std::fs::read_dir("/dev/dri").is_ok_and(|nodes| {
        nodes
            .filter_map(Result::ok)
            .any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
    });
    let (name, words) = if has_gpu {
        ("femtovg", "OpenGL, on the graphics processor")
    } else {
        (
            "software",
            "the processor; there is no graphics processor here",
        )
    };
    slint::BackendSelector::new()
        .backend_name("winit".to_owned())
        .renderer_name(name.to_owned())
        .select()?;
    Ok(words)
}

fn schools(data: &Path) -> Schools {
    let folders = (data.to_owned(), beside(data, "-sample"));
    let place = {
        let (ours, sample) = folders;
        move |which| match which {
            Which::Ours => ours.clone(),
            Which::Sample => sample.clone(),
        }
    };
    let made = place.clone();
    Schools {
        open: Box::new(move |which| {
            let folder = place(which);
            let is_empty = match std::fs::read_dir(&folder) {
                Ok(mut entries) => entries.next().is_none(),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
                Err(error) => {
                    return Err(ActError::Refused(Refusal::FolderUnusable {
                        folder: folder.display().to_string(),
                        why: error.to_string(),
                    }));
                }
            };
            if is_empty {
                return Ok(None);
            }
            crate::open(&folder).map(Some)
        }),
        make: Box::new(move |which| crate::make(&made(which))),
        fill_sample: Box::new(|desk| sample::make(desk).map(drop)),
        settle: Box::new(|desk| Ok(desk.settle_releases(&crate::outlet)?.len())),
        about: Box::new(crate::about),
        outlets: Box::new(crate::outlet),
        places: Box::new(places(data)),
    }
}

/// What this account sees of the machine, its school apart.
fn places(data: &Path) -> DiskPlaces {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let user = std::env::var("USER").unwrap_or_default();
    let mut mounts = Vec::new();
    if !user.is_empty() {
        mounts.push(Path::new("/media").join(&user));
        mounts.push(Path::new("/run/media").join(&user));
    }
    mounts.push(PathBuf::from("/mnt"));
    let hidden = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    DiskPlaces::new(home, mounts, hidden)
}

/// A folder of the same name with an ending, beside it.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder
        .file_name()
        .map_or_else(OsString::new, OsString::from);
    name.push(ending);
    folder.with_file_name(name)
}

fn cameras(is_sample: bool) -> Box<dyn Cameras> {
    if is_sample {
        let draw = |place| sample::scenes::seen(place).ok();
        Box::new(SampleCamera::new(
            sample::scenes::scenes().len(),
            Arc::new(draw),
        ))
    } else {
        Box::new(GstCameras::new())
    }
}

/// None where the sample cannot be read, which its own tests would tell; the PINs are a convenience.
fn sample_accounts() -> Vec<SampleAccount> {
    let staff = sample::data::staff().unwrap_or_default();
    let account = |one: sample::data::StaffMember| SampleAccount {
        name: one.name,
        role: one.role,
        pin: one.pin,
    };
    staff.into_iter().map(account).collect()
}

fn preferences_file() -> Option<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
    Some(config.or_else(home)?.join("shutterslip/screen.json"))
}

/// What was kept; what cannot be read is as new, since it says nothing but how large letters are.
fn read_preferences(file: &Path) -> Preferences {
    std::fs::read(file)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn keep_preferences(file: &Path, preferences: &Preferences) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, serde_json::to_vec_pretty(preferences)?)
}
