//! The camera for paper: a signed form, or a slip. One page has it at a time, and lets it go when it is
//! left. A still that comes too late is dropped: what was held up as paper never becomes a photo, and
//! nothing of it is anywhere but in memory. What is on it is read elsewhere.

use crate::clerk::Ticket;
use std::collections::BTreeSet;
use std::rc::Rc;

use slint::{ComponentHandle, Image, SharedString};
use zeroize::Zeroizing;

use super::page::Shows as _;
use super::{Inner, Live, PaperCamera, called};
use crate::camera::CameraTrouble;
use crate::clerk::{Ask, register, slips};

/// What is held before the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Form,
    Slip,
}

/// How something is told that came of a still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Care,
}

/// What of a still has not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The camera's still.
    Still(u64),
    /// What the clerk says of it.
    Told(Ticket),
}

/// Whose the camera is, and what was asked of it.
#[derive(Default)]
pub(super) struct Held {
    paper: Option<Paper>,
    /// The still that is waited for, until what is on it was told.
    awaited: Option<Awaited>,
    /// Stills of paper that have not come, whoever still wants them.
    asked: BTreeSet<u64>,
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let camera = inner.app.global::<PaperCamera>();
    camera.on_take(called(inner, |inner| inner.take_paper()));
    camera.on_turn(called(inner, |inner| inner.next_camera()));
}

impl Inner {
    /// Turns the camera on for paper, where whoever signed in may have it.
    pub(super) fn hold_paper(self: &Rc<Inner>, paper: Paper) {
        self.let_go_of_paper();
        self.state.borrow_mut().paper.paper = Some(paper);
        self.camera_on();
    }

    /// The camera's light goes out, and nothing of its picture stays.
    pub(super) fn let_go_of_paper(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.paper.paper = None;
            state.paper.awaited = None;
        }
        let camera = self.app.global::<PaperCamera>();
        camera.edit(|it| {
            it.is_reading = false;
            it.said = "".into();
        });
        self.on::<Live>(|it| it.paper = Image::default());
        self.camera_off_when_done();
    }

    /// Whether paper is held before the camera.
    pub(super) fn has_paper(&self) -> bool {
        self.state.borrow().paper.paper.is_some()
    }

    fn take_paper(&self) {
        let number = {
            let mut state = self.state.borrow_mut();
            let held = &state.paper;
            if state.me.is_none() || held.paper.is_none() || held.awaited.is_some() {
                return;
            }
            state.shooting.next += 1;
            let number = state.shooting.next;
            state.paper.awaited = Some(Awaited::Still(number));
            state.paper.asked.insert(number);
            number
        };
        self.on::<PaperCamera>(|it| {
            it.said = "".into();
            it.is_reading = true;
        });
        if let Some(cameras) = self.cameras.borrow_mut().as_mut() {
            cameras.take(number);
        }
    }

    /// Whether this still is of paper; then it is dealt with, and is no photo.
    pub(super) fn is_paper(&self, number: u64) -> bool {
        self.state.borrow_mut().paper.asked.remove(&number)
    }

    pub(super) fn hear_paper(&self, number: u64, still: Result<Zeroizing<Vec<u8>>, CameraTrouble>) {
        let paper = {
            let state = self.state.borrow();
            let held = &state.paper;
            held.paper
                .filter(|_| held.awaited == Some(Awaited::Still(number)))
        };
        match (paper, still) {
            (None, _) => {}
            (Some(Paper::Form), Ok(still)) => {
                self.ask_of_paper(Ask::Register(register::Ask::Straighten(still)));
            }
            (Some(Paper::Slip), Ok(still)) => {
                self.ask_of_paper(Ask::Slips(slips::Ask::ReadStill(still)));
            }
            (Some(_), Err(trouble)) => {
                if self.is_awaited(Awaited::Still(number)) {
                    self.tell_paper(self.camera_sentence(&trouble), Tone::Bad);
                }
            }
        }
    }

    fn ask_of_paper(&self, ask: Ask) {
        let ticket = self.clerk.ask(ask);
        self.state.borrow_mut().paper.awaited = Some(Awaited::Told(ticket));
    }

    /// Whether this is still waited for; the next still can be taken then.
    pub(super) fn is_awaited(&self, what: Awaited) -> bool {
        let is_awaited = {
            let mut state = self.state.borrow_mut();
            state.paper.awaited.take_if(|awaited| *awaited == what)
        };
        if is_awaited.is_some() {
            self.on::<PaperCamera>(|it| it.is_reading = false);
        }
        is_awaited.is_some()
    }

    /// Says what came of the last still.
    pub(super) fn tell_paper(&self, words: SharedString, tone: Tone) {
        self.on::<PaperCamera>(|it| {
            it.said_tone = match tone {
                Tone::Good => 0,
                Tone::Bad => 1,
                Tone::Care => 2,
            };
            it.said = words;
        });
    }
}
