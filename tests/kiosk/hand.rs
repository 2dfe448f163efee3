//! A hand at a screen of a real size: what is out of view is wheeled into view first, as a person
//! does. What a person cannot reach, it cannot either.

use std::time::Duration;

use i_slint_backend_testing::ElementHandle;
use slint::platform::WindowEvent;
use slint::{ComponentHandle, LogicalPosition};

use super::stage::Tablet;

/// How far one turn goes.
const STEP: f32 = 160.0;

impl Tablet {
    /// Brings what is labelled so into view, and taps it.
    #[track_caller]
    pub fn reach(&self, label: &str) {
        let found = self.bring(label, |tablet| tablet.find(label));
        self.tap_on(&found);
    }

    /// As [`Tablet::reach`], by the beginning of a label.
    #[track_caller]
    pub fn reach_beginning(&self, label: &str) {
        let found = self.bring(label, |tablet| tablet.find_beginning(label));
        self.tap_on(&found);
    }

    /// Looks for words, wherever on the page they stand.
    #[track_caller]
    pub fn look_at(&self, words: &str) {
        self.bring(words, |tablet| {
            let mut all = tablet.labelled().into_iter();
            let found = all.find(|(said, _)| said.contains(words));
            found.map(|(_, found)| found)
        });
    }

    /// Brings something into view, well away from the edges where it can be.
    #[track_caller]
    pub fn bring(
        &self,
        what: &str,
        find: impl Fn(&Tablet) -> Option<ElementHandle>,
    ) -> ElementHandle {
        if find(self).is_none() {
            self.look_for(&find);
        }
        let size = self.screens.app().window().size();
        let (width, height) = (size.width as f32, size.height as f32);
        for _ in 0..20 {
            let Some(found) = find(self) else {
                panic!("`{what}` is not on the screen: {}", self.read());
            };
            let (x, y) = middle(&found);
            let is_in_view = (height * 0.2..height * 0.8).contains(&y);
            let by = (height / 2.0 - y).clamp(-STEP, STEP);
            let x = x.clamp(1.0, width - 1.0);
            // Anywhere in the part of the page that it belongs to.
            let moves = |at: &&f32| {
                self.wheel((x, height * **at), by);
                find(self).is_some_and(|found| (middle(&found).1 - y).abs() > 0.5)
            };
            if is_in_view || [0.5, 0.3, 0.7, 0.15, 0.85].iter().find(moves).is_none() {
                return found;
            }
        }
        panic!("`{what}` does not come into view: {}", self.read());
    }

    /// Goes through the page, then what lies beside it, down and up again, until it is there.
    fn look_for(&self, find: impl Fn(&Tablet) -> Option<ElementHandle>) {
        let size = self.screens.app().window().size();
        for along in [0.45, 0.85] {
            let at = (size.width as f32 * along, size.height as f32 * 0.6);
            for by in [-STEP, STEP] {
                let mut before = self.places();
                loop {
                    self.wheel(at, by);
                    if find(self).is_some() {
                        return;
                    }
                    let now = self.places();
                    if now == before {
                        break;
                    }
                    before = now;
                }
            }
        }
    }

    /// What is on the screen, and where.
    fn places(&self) -> Vec<(String, u32)> {
        let all = self.labelled().into_iter();
        all.map(|(label, found)| (label, found.absolute_position().y.to_bits()))
            .collect()
    }

    /// Turns the wheel over a place.
    pub fn wheel(&self, at: (f32, f32), by: f32) {
        let window = self.screens.app().window();
        let position = LogicalPosition::new(at.0, at.1);
        for event in [
            WindowEvent::PointerMoved { position },
            WindowEvent::PointerScrolled {
                position,
                delta_x: 0.0,
                delta_y: by,
            },
        ] {
            window.dispatch_event_with_result(event).unwrap();
        }
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(400));
    }
}

fn middle(found: &ElementHandle) -> (f32, f32) {
    let (at, size) = (found.absolute_position(), found.size());
    (at.x + size.width / 2.0, at.y + size.height / 2.0)
}
