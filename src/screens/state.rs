//! What the screens remember between two taps. Nothing of it is lost that matters: what people said
//! is with the clerk as soon as they said it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Page;
use crate::acts::group::{Group, Tile};
use crate::clerk::{Device, LockScreen, PhotoCard, SignedIn};
use crate::domain::ids::PhotoId;
use crate::domain::kept::Labels;

/// How this device shows things; nothing about anybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    pub dark: bool,
    /// 1 to 2.
    pub scale: f32,
    /// `en` or `cy`.
    pub language: String,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            dark: false,
            scale: 1.0,
            language: "en".to_owned(),
        }
    }
}

impl Preferences {
    /// With what no screen can show put right.
    pub fn within_bounds(mut self) -> Preferences {
        self.scale = if self.scale.is_finite() {
            self.scale.clamp(1.0, 2.0)
        } else {
            1.0
        };
        if self.language != "cy" {
            self.language = "en".to_owned();
        }
        self
    }
}

pub(super) struct State {
    pub preferences: Preferences,
    pub page: Page,
    /// Where a page to read was opened from.
    pub before: Page,
    pub lock: LockScreen,
    pub chosen: Option<String>,
    pub pin: Zeroizing<String>,
    pub is_proving: bool,
    pub me: Option<SignedIn>,
    pub device: Device,
    pub groups: Vec<Group>,
    pub group: String,
    pub tiles: Vec<Tile>,
    pub never: Vec<Tile>,
    /// What the tiles show that are on the screen.
    pub list: Vec<Tile>,
    pub shooting: Shooting,
    pub tagging: Tagging,
    /// Seconds since somebody was here.
    pub idle: u32,
    pub is_sample: bool,
    /// The account is to be signed out as soon as the last shots are kept.
    pub is_locking: bool,
    /// Somebody who may has said that a kiosk closes.
    pub is_closing: bool,
    /// Goes off once a second as long as the window is there.
    pub ticks: Option<slint::Timer>,
    /// A discarded photo is taken again.
    pub retakes: bool,
}

#[derive(Default)]
pub(super) struct Shooting {
    pub next: u64,
    /// Asked of the camera and not answered yet.
    pub asked: BTreeSet<u64>,
    /// Asked of the camera, or on the way to the disk.
    pub under_way: BTreeSet<u64>,
    pub last: Option<PhotoId>,
    pub cameras: Vec<(String, String)>,
    pub camera: Option<String>,
    pub is_on: bool,
}

#[derive(Default)]
pub(super) struct Tagging {
    pub card: Option<Box<PhotoCard>>,
    pub face: Option<String>,
    /// What was said before each change, and the photo's version after it.
    pub history: Vec<(Labels, u32)>,
    /// What is said now, while a change of it is under way.
    pub changing: Option<Labels>,
    /// A step back is under way.
    pub is_undoing: bool,
}

impl State {
    pub fn new(preferences: Preferences) -> State {
        State {
            preferences: preferences.within_bounds(),
            page: Page::Starting,
            before: Page::Lock,
            lock: LockScreen::default(),
            chosen: None,
            pin: Zeroizing::default(),
            is_proving: false,
            me: None,
            device: Device::default(),
            groups: Vec::new(),
            group: String::new(),
            tiles: Vec::new(),
            never: Vec::new(),
            list: Vec::new(),
            shooting: Shooting::default(),
            tagging: Tagging::default(),
            idle: 0,
            is_sample: false,
            is_locking: false,
            is_closing: false,
            ticks: None,
            retakes: false,
        }
    }
}
