//! What the screens remember between two taps. Nothing of it is lost that matters: what people said
//! is with the clerk as soon as they said it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use slint::Timer;
use zeroize::Zeroizing;

use super::Page;
use crate::acts::group::{Group, Tile};
use crate::clerk::{Ask, Clerk, Device, LockScreen, PhotoCard, SignedIn, Ticket};
use crate::domain::ids::PhotoId;
use crate::domain::kept::Labels;
use crate::domain::staff::Duty;

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

/// A PIN of one's own, in place of the one that somebody else set.
#[derive(Default)]
pub(super) enum Choosing {
    #[default]
    No,
    First,
    /// The same again.
    Again(Zeroizing<String>),
}

/// All that is remembered. What is added is forgotten at the lock, unless [`State::forget`] names it.
#[derive(Default)]
pub(super) struct State {
    pub preferences: Preferences,
    pub page: Page,
    /// Where a page to read was opened from.
    pub before: Page,
    pub lock: LockScreen,
    pub chosen: Option<String>,
    pub pin: Zeroizing<String>,
    pub choosing: Choosing,
    pub is_proving: bool,
    pub me: Option<SignedIn>,
    pub device: Device,
    pub groups: Vec<Group>,
    /// The camera's group.
    pub group: String,
    pub shooting: Shooting,
    /// The newest shot since the camera was opened.
    pub last_shot: Option<PhotoId>,
    /// Outlives the lock: a still that comes late is paper all the same.
    pub paper: super::paper::Held,
    pub tagging: Tagging,
    pub office: super::office::Remembered,
    /// Seconds since somebody was here.
    pub idle: u32,
    pub is_sample: bool,
    /// Who works in the sample school, where it is open.
    pub sample_accounts: Vec<super::SampleAccount>,
    /// The account is to be signed out as soon as the last shots are kept.
    pub is_locking: bool,
    /// Somebody who may has said that a kiosk closes.
    pub is_closing: bool,
    /// The window closes as soon as the last shots are kept.
    pub closes_when_kept: bool,
    /// What is to be deleted if the answer is yes.
    pub to_discard: Option<PhotoId>,
    /// How long the machine had been up at the last tick, sleep included, in milliseconds.
    pub up: Option<u64>,
    /// Goes off once a second as long as the window is there.
    pub ticks: Option<Timer>,
    /// A discarded photo is taken again.
    pub retakes: bool,
}

/// Something long that the clerk was asked for. Whoever lets go of it stops it.
pub(super) struct Work {
    clerk: Rc<dyn Clerk>,
    ticket: Ticket,
}

impl Work {
    pub fn begin(clerk: &Rc<dyn Clerk>, ask: Ask) -> Work {
        Work {
            clerk: Rc::clone(clerk),
            ticket: clerk.ask(ask),
        }
    }

    /// It ends soon, and says how far it came.
    pub fn stop(&self) {
        self.clerk.stop(self.ticket);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stop();
    }
}

#[derive(Default)]
pub(super) struct Shooting {
    pub next: u64,
    /// Asked of the camera and not answered yet, each with the group that was chosen then.
    pub asked: BTreeMap<u64, String>,
    /// One at least of those under way was not kept.
    pub has_failed: bool,
    /// On the way to the disk.
    pub being_kept: BTreeSet<Ticket>,
    pub cameras: Vec<(String, String)>,
    pub camera: Option<String>,
    pub is_on: bool,
}

impl Shooting {
    /// Shots that were asked of the camera, or are on the way to the disk.
    pub fn under_way(&self) -> usize {
        self.asked.len() + self.being_kept.len()
    }

    pub fn is_under_way(&self) -> bool {
        self.under_way() > 0
    }
}

#[derive(Default)]
pub(super) struct Tagging {
    pub card: Option<Box<PhotoCard>>,
    /// A photo was asked for that is not on the page yet.
    pub is_opening: bool,
    /// It came a moment ago: a tap was meant for the one before.
    pub is_fresh: Option<Timer>,
    /// The photo's group, whatever the camera's is.
    pub group: String,
    pub tiles: Vec<Tile>,
    /// What the tiles show that are on the screen.
    pub list: Vec<Tile>,
    pub face: Option<String>,
    /// What was said before each change, and the photo's version after it.
    pub history: Vec<(Labels, u32)>,
    /// What is said now, while a change of it is under way.
    pub changing: Option<Labels>,
    /// A step back is under way.
    pub is_undoing: bool,
}

impl State {
    /// Whether whoever signed in may open the camera here.
    pub fn may_photograph(&self) -> bool {
        let may = |me: &SignedIn| {
            me.has_agreement && me.device.is_enrolled && me.role.may(Duty::TakeAndTag)
        };
        self.me.as_ref().is_some_and(may)
    }

    pub fn new(preferences: Preferences) -> State {
        State {
            preferences: preferences.within_bounds(),
            before: Page::Lock,
            ..State::default()
        }
    }

    /// Forgets everything but what is named here: how the device is, what the lock shows to everybody,
    /// and what is under way and has to end.
    pub fn forget(&mut self) {
        let old = std::mem::take(self);
        *self = State {
            preferences: old.preferences,
            page: old.page,
            before: old.before,
            lock: old.lock,
            is_proving: old.is_proving,
            device: old.device,
            group: old.group,
            shooting: old.shooting,
            paper: old.paper,
            is_sample: old.is_sample,
            sample_accounts: old.sample_accounts,
            is_locking: old.is_locking,
            is_closing: old.is_closing,
            closes_when_kept: old.closes_when_kept,
            up: old.up,
            ticks: old.ticks,
            ..State::default()
        };
    }
}
