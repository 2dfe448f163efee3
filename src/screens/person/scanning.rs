//! Scanning a signed form with the device's camera: stills become pages, and pages a form. A still is
//! nowhere but in memory until the form is filed.

use std::rc::Rc;

use slint::{ComponentHandle, Image};
use zeroize::Zeroizing;

use super::super::mapping::{model, picture, sentence};
use super::super::{Doing, Inner, PersonAdapter, Say, called};
use crate::acts::ActError;
use crate::acts::scan::ScannedPage;
use crate::camera::CameraTrouble;
use crate::clerk::Ask;
use crate::clerk::register::Ask as Asked;

pub(super) fn connect(inner: &Rc<Inner>) {
    let person = inner.app.global::<PersonAdapter>();
    person.on_scan(called(inner, |inner| inner.start_scanning()));
    person.on_take_page(called(inner, |inner| inner.take_page()));
    person.on_drop_page(called(inner, |inner| {
        inner.state.borrow_mut().office.person.scans.pop();
        inner.show_scans();
    }));
    person.on_scan_done(called(inner, |inner| {
        inner.stop_scanning();
        let person = inner.app.global::<PersonAdapter>();
        person.set_trouble("".into());
        person.set_doing(Doing::Answering);
        inner.state.borrow_mut().office.person.file = None;
        inner.show_form();
    }));
}

impl Inner {
    fn start_scanning(self: &Rc<Inner>) {
        self.state.borrow_mut().office.person.is_scanning = true;
        let person = self.app.global::<PersonAdapter>();
        person.set_trouble("".into());
        person.set_scan_words("".into());
        person.set_doing(Doing::Scanning);
        self.show_scans();
        self.camera_on();
    }

    /// The camera's light goes out, and nothing of its picture stays.
    pub(in super::super) fn stop_scanning(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.office.person.is_scanning = false;
            state.office.person.stills.clear();
        }
        let person = self.app.global::<PersonAdapter>();
        person.set_is_busy(false);
        person.set_frame(Image::default());
        person.set_pages(model([]));
        self.camera_off_when_done();
    }

    fn take_page(&self) {
        let number = {
            let mut state = self.state.borrow_mut();
            if !state.office.person.is_scanning || state.me.is_none() {
                return;
            }
            state.shooting.next += 1;
            let number = state.shooting.next;
            state.office.person.stills.insert(number);
            number
        };
        let person = self.app.global::<PersonAdapter>();
        person.set_is_busy(true);
        person.set_trouble("".into());
        person.set_scan_words("".into());
        if let Some(cameras) = self.cameras.borrow_mut().as_mut() {
            cameras.take(number);
        }
    }

    /// Whether this still is a form's; then it is dealt with, and is no photo.
    pub(in super::super) fn is_form(&self, number: u64) -> bool {
        self.state.borrow_mut().office.person.stills.remove(&number)
    }

    pub(in super::super) fn hear_form_still(
        &self,
        still: Result<Zeroizing<Vec<u8>>, CameraTrouble>,
    ) {
        match still {
            Ok(still) => self.clerk.ask(Ask::Register(Asked::Straighten(still))),
            Err(trouble) => self.hear_page_trouble(&ActError::Input(trouble.to_string())),
        }
    }

    fn hear_page_trouble(&self, error: &ActError) {
        let person = self.app.global::<PersonAdapter>();
        person.set_is_busy(false);
        person.set_trouble(sentence(error));
    }

    pub(super) fn hear_page(&self, told: Result<Box<ScannedPage>, ActError>) {
        // Cancelled meanwhile: the page is dropped.
        if !self.state.borrow().office.person.is_scanning {
            return;
        }
        match told {
            Err(error) => self.hear_page_trouble(&error),
            Ok(page) => {
                let (person, say) = (self.app.global::<PersonAdapter>(), self.app.global::<Say>());
                person.set_is_busy(false);
                person.set_scan_words(match page.is_straight {
                    true => say.invoke_page_is_straight(),
                    false => say.invoke_no_edges(),
                });
                self.state.borrow_mut().office.person.scans.push(*page);
                self.show_scans();
            }
        }
    }

    fn show_scans(&self) {
        let state = self.state.borrow();
        let scans = &state.office.person.scans;
        let person = self.app.global::<PersonAdapter>();
        person.set_scanned(i32::try_from(scans.len()).unwrap_or(i32::MAX));
        person.set_pages(model(scans.iter().map(|page| picture(&page.pixels))));
    }
}
