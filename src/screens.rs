//! The window: each page's adapter, connected to the acts by way of the clerk. Draws what it is told,
//! asks for what was tapped, and never waits. Decides nothing, and knows no engine but the traits of
//! cameras: what may leave is not asked here.

mod about;
mod boxes;
mod calls;
mod camera;
mod chips;
mod done;
mod doubts;
mod downs;
mod files;
mod heard;
mod import;
mod incidents;
mod keys;
mod lists;
mod lock;
mod mapping;
mod office;
mod page;
mod paper;
mod person;
mod places;
mod reading;
mod record;
mod register;
mod releases;
mod review;
mod saving;
mod shell;
mod slips;
mod staff;
mod state;
mod tag;
mod tiles;
mod to_tag;
mod welcome;
mod words;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::{Rc, Weak};
use std::sync::mpsc;
use std::sync::mpsc::{Receiver, channel};

use slint::ComponentHandle;

use crate::camera::{CameraEvent, Cameras};
use crate::clerk::{Ask, Bell, Clerk, Which};
use crate::domain::photo::Role;
use crate::places::PlaceId;
use page::off_the_rail;
pub use shutterslip_ui::*;
pub use state::Preferences;
use state::State;

/// Keeps how a device shows things.
pub type KeepPreferences = Box<dyn Fn(&Preferences) -> std::io::Result<()>>;

/// Somebody who works in the sample school: their PIN is no secret.
#[derive(Clone, Debug)]
pub struct SampleAccount {
    pub name: String,
    pub role: Role,
    pub pin: String,
}

/// What the window is given to work with.
pub struct World {
    /// Whoever does what the window asks for.
    pub clerk: Rc<dyn Clerk>,
    /// The cameras of this device; those of the sample school where it is the sample.
    pub cameras: Box<dyn Fn(bool) -> Box<dyn Cameras>>,
    /// Who works in the sample school. Asked for only where that is open.
    pub sample_accounts: fn() -> Vec<SampleAccount>,
    pub preferences: Preferences,
    /// Keeps how this device shows things.
    pub keep_preferences: KeepPreferences,
    /// How the screen is drawn, in a word.
    pub renderer: String,
    /// Full screen, and no way out of it.
    pub kiosk: bool,
    /// How long this machine has been up, sleep included, in milliseconds; `None` where it does not
    /// say.
    pub up: Box<dyn Fn() -> Option<u64>>,
    /// Wakes the thread that draws.
    pub bell: Bell,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    #[error("no window can be opened here ({0}); is there a screen?")]
    Window(#[from] slint::PlatformError),
}

/// Every page: first those of the rail, in its order, then what no rail leads to.
const SCREENS: &[page::Screen] = &[
    review::SCREEN,
    to_tag::SCREEN,
    doubts::SCREEN,
    review::SIGN_OFF,
    releases::SCREEN,
    files::SCREEN,
    calls::SCREEN,
    downs::SCREEN,
    register::SCREEN,
    lists::SCREEN,
    slips::SCREEN,
    import::SCREEN,
    incidents::SCREEN,
    record::SCREEN,
    camera::SCREEN,
    staff::SCREEN,
    about::SCREEN,
    reading::SCREEN,
    off_the_rail(shell::connect),
    off_the_rail(keys::connect),
    off_the_rail(lock::connect),
    off_the_rail(welcome::connect),
    off_the_rail(office::connect),
    off_the_rail(tag::connect),
    off_the_rail(person::connect),
    off_the_rail(paper::connect),
    off_the_rail(places::connect),
];

/// The window and what is behind it.
pub struct Screens {
    inner: Rc<Inner>,
}

/// What the callbacks share.
struct Inner {
    app: App,
    clerk: Rc<dyn Clerk>,
    cameras: RefCell<Option<Box<dyn Cameras>>>,
    camera_says: Receiver<CameraEvent>,
    to_camera_says: mpsc::Sender<CameraEvent>,
    state: RefCell<State>,
    world: Rest,
}

/// What is left of the world once the clerk has his part.
struct Rest {
    cameras: Box<dyn Fn(bool) -> Box<dyn Cameras>>,
    sample_accounts: fn() -> Vec<SampleAccount>,
    keep_preferences: KeepPreferences,
    renderer: String,
    kiosk: bool,
    up: Box<dyn Fn() -> Option<u64>>,
    bell: Bell,
}

impl Screens {
    /// Makes the window, and asks for the school of this device. Nothing is shown yet.
    pub fn new(world: World) -> Result<Screens, ScreenError> {
        let app = App::new()?;
        let (to_camera_says, camera_says) = channel();
        let inner = Rc::new(Inner {
            app,
            clerk: world.clerk,
            cameras: RefCell::new(None),
            camera_says,
            to_camera_says,
            state: RefCell::new(State::new(world.preferences)),
            world: Rest {
                cameras: world.cameras,
                sample_accounts: world.sample_accounts,
                keep_preferences: world.keep_preferences,
                renderer: world.renderer,
                kiosk: world.kiosk,
                up: world.up,
                bell: world.bell,
            },
        });
        inner.connect();
        if world.kiosk {
            inner.app.window().set_fullscreen(true);
        }
        let asked = Rc::downgrade(&inner);
        inner.app.window().on_close_requested(move || {
            let may_go = asked.upgrade().is_none_or(|inner| inner.may_go());
            if may_go {
                slint::CloseRequestResponse::HideWindow
            } else {
                slint::CloseRequestResponse::KeepWindowShown
            }
        });
        inner.clerk.ask(Ask::Open(Which::Ours));
        Ok(Screens { inner })
    }

    /// The window itself.
    pub fn app(&self) -> &App {
        &self.inner.app
    }

    /// Hears what the clerk and the cameras told, and shows it. To be called whenever the bell rang.
    pub fn hear(&self) {
        self.inner.hear();
    }

    /// What hears whenever it is called, from the thread that draws.
    pub fn ear(&self) -> impl Fn() + 'static {
        let inner = Rc::downgrade(&self.inner);
        move || {
            if let Some(inner) = inner.upgrade() {
                inner.hear();
            }
        }
    }

    /// What takes files and folders that are let go over the window, from the thread that draws. From
    /// now on the page that checks files says that it takes them.
    pub fn catcher(&self) -> impl Fn(Vec<PathBuf>) + 'static {
        self.inner
            .app
            .global::<CheckFileAdapter>()
            .set_takes_drops(true);
        let inner = Rc::downgrade(&self.inner);
        move |dropped| {
            if let Some(inner) = inner.upgrade() {
                inner.catch_files(dropped.iter().map(|path| PlaceId::of(path)).collect());
            }
        }
    }

    /// Whether something was asked of the clerk that is not answered yet.
    pub fn is_busy(&self) -> bool {
        self.inner.clerk.is_busy()
    }

    /// Whether somebody who may has said that a kiosk closes.
    pub fn is_left(&self) -> bool {
        self.inner.state.borrow().is_closing
    }

    /// Shows the window until it is closed.
    pub fn run(&self) -> Result<(), ScreenError> {
        Ok(self.inner.app.run()?)
    }
}

impl Inner {
    /// Each page's adapter.
    fn connect(self: &Rc<Inner>) {
        self.show_preferences();
        for screen in SCREENS {
            (screen.connect)(self);
        }
    }
}

/// A callback that does nothing once the window is gone.
fn calling<A: 'static>(
    inner: &Rc<Inner>,
    act: impl Fn(&Rc<Inner>, A) + 'static,
) -> impl Fn(A) + 'static {
    let inner: Weak<Inner> = Rc::downgrade(inner);
    move |argument| {
        if let Some(inner) = inner.upgrade() {
            act(&inner, argument);
        }
    }
}

/// The same, without an argument.
fn called(inner: &Rc<Inner>, act: impl Fn(&Rc<Inner>) + 'static) -> impl Fn() + 'static {
    let call = calling(inner, move |inner, ()| act(inner));
    move || call(())
}
