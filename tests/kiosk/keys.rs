//! Going through a page by the Tab key, as somebody does who cannot touch it.

use i_slint_backend_testing::ElementHandle;
use i_slint_core::window::WindowInner;
use slint::platform::Key;
use slint::{ComponentHandle, LogicalPosition};

use super::stage::*;

/// More than any page has to be walked through.
const MOST_STEPS: usize = 160;

impl Tablet {
    /// The middle of what has the keyboard.
    fn focus(&self) -> Option<LogicalPosition> {
        let window = WindowInner::from_pub(self.screens.app().window());
        let item = window.focus_item.borrow().upgrade()?;
        let geometry = item.geometry();
        let at = item.map_to_window(geometry.origin);
        Some(LogicalPosition::new(
            at.x + geometry.size.width / 2.0,
            at.y + geometry.size.height / 2.0,
        ))
    }

    /// Whether the keyboard is with this, or with something in it.
    pub fn has_focus_in(&self, found: &ElementHandle) -> bool {
        let (at, size) = (found.absolute_position(), found.size());
        self.focus().is_some_and(|focus| {
            (at.x..=at.x + size.width).contains(&focus.x)
                && (at.y..=at.y + size.height).contains(&focus.y)
        })
    }

    /// Presses the Tab key until the keyboard is there.
    #[track_caller]
    pub fn walk_to(&self, label: &str) {
        for _ in 0..MOST_STEPS {
            // What is walked past scrolls, so it is looked for anew.
            let found = self.find(label);
            let found = found.unwrap_or_else(|| panic!("no `{label}`: {}", self.read()));
            if self.has_focus_in(&found) && self.is_alone(&found) {
                return;
            }
            self.press(Key::Tab);
        }
        panic!("the keyboard never comes to `{label}`: {}", self.read());
    }

    /// Whether the keyboard is with this itself, not with a page around or a thing inside it.
    fn is_alone(&self, found: &ElementHandle) -> bool {
        let (at, size) = (found.absolute_position(), found.size());
        let middle = (at.x + size.width / 2.0, at.y + size.height / 2.0);
        self.focus().is_some_and(|focus| {
            (focus.x - middle.0).abs() < 2.0 && (focus.y - middle.1).abs() < 2.0
        })
    }

    /// Walks there, and presses Return.
    #[track_caller]
    pub fn press_by_keys(&self, label: &str) {
        self.walk_to(label);
        self.press(Key::Return);
    }

    /// Walks on until the keyboard is with something whose label begins so, and presses Return.
    #[track_caller]
    pub fn press_by_keys_beginning(&self, label: &str) {
        for _ in 0..MOST_STEPS {
            let found = self.find_beginning(label);
            if found.is_some_and(|found| self.has_focus_in(&found) && self.is_alone(&found)) {
                return self.press(Key::Return);
            }
            self.press(Key::Tab);
        }
        panic!("the keyboard never comes to `{label}`: {}", self.read());
    }

    /// Takes a photo in which faces are found there, by the space bar, and opens it by keys.
    pub fn shoot_and_tag_by_keys(&self, faces: u32) {
        self.finder
            .0
            .lock()
            .unwrap()
            .push_back(row_of(faces).to_vec());
        self.orders();
        self.press(Key::Space);
        for number in self.asked_for() {
            let picture = self.picture();
            self.still_comes(number, picture);
        }
        let finder = self.finder.clone();
        self.until("the faces", move |_| finder.0.lock().unwrap().is_empty());
        self.press_by_keys("Kept. 1 photo to tag");
        self.until("the faces on the page", |tablet| {
            !tablet.shows_waiting() && tablet.shows("The photo")
        });
    }
}
