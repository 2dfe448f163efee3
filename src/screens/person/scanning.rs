//! Scanning a signed form with the device's camera: stills become pages, and pages a form. A still is
//! nowhere but in memory until the form is filed.

use super::super::paper::Awaited;
use crate::clerk::{Came, Ticket};
use std::rc::Rc;

use slint::ComponentHandle;

use super::super::mapping::{model, picture};
use super::super::paper::{Paper, Tone};
use super::super::{Doing, Inner, PersonAdapter, Say, called};
use crate::acts::scan::ScannedPage;

pub(super) fn connect(inner: &Rc<Inner>) {
    let person = inner.app.global::<PersonAdapter>();
    person.on_scan(called(inner, |inner| inner.start_scanning()));
    person.on_drop_page(called(inner, |inner| {
        inner.state.borrow_mut().office.person.scans.pop();
        inner.show_scans();
    }));
    person.on_scan_done(called(inner, |inner| {
        inner.stop_scanning();
        inner.on::<PersonAdapter>(|it| {
            it.trouble = "".into();
            it.doing = Doing::Answering;
        });
        {
            let mut state = inner.state.borrow_mut();
            state.office.person.file = None;
            state.office.person.one_form = false;
        }
        inner.show_form();
    }));
}

impl Inner {
    fn start_scanning(self: &Rc<Inner>) {
        self.on::<PersonAdapter>(|it| {
            it.trouble = "".into();
            it.doing = Doing::Scanning;
        });
        self.show_scans();
        self.hold_paper(Paper::Form);
    }

    /// The camera's light goes out, and nothing of its picture stays.
    pub(super) fn stop_scanning(&self) {
        self.let_go_of_paper();
        self.on::<PersonAdapter>(|it| it.pages = model([]));
    }

    pub(super) fn hear_page(&self, ticket: Ticket, told: Came<Box<ScannedPage>>) {
        // Cancelled meanwhile, or another form's: the page is dropped.
        if !self.is_awaited(Awaited::Told(ticket)) {
            return;
        }
        match told {
            Err(error) => self.tell_paper(self.sentence(&error), Tone::Bad),
            Ok(page) => {
                let say = self.app.global::<Say>();
                match page.is_straight {
                    true => self.tell_paper(say.invoke_page_is_straight(), Tone::Good),
                    false => self.tell_paper(say.invoke_no_edges(), Tone::Care),
                }
                self.state.borrow_mut().office.person.scans.push(*page);
                self.show_scans();
            }
        }
    }

    fn show_scans(&self) {
        let state = self.state.borrow();
        let scans = &state.office.person.scans;
        self.on::<PersonAdapter>(|it| {
            it.scanned = i32::try_from(scans.len()).unwrap_or(i32::MAX);
            it.pages = model(scans.iter().map(|page| picture(&page.page)));
        });
    }
}
