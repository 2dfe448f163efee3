//! The camera for paper: a signed form, or a slip. One page has it at a time, and lets it go when it is
//! left. A still that comes too late is dropped: what was held up as paper never becomes a photo, and
//! nothing of it is anywhere but in memory. What is on it is read elsewhere.

use std::collections::BTreeSet;
use std::rc::Rc;

use slint::{ComponentHandle, Image, SharedString};
use zeroize::Zeroizing;

use super::{Inner, PaperCamera, called};
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

/// Whose the camera is, and what was asked of it.
#[derive(Default)]
pub(super) struct Held {
    paper: Option<Paper>,
    /// The still that is waited for, until what is on it was told.
    awaited: Option<u64>,
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
        camera.set_is_reading(false);
        camera.set_said("".into());
        camera.set_frame(Image::default());
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
            state.paper.awaited = Some(number);
            state.paper.asked.insert(number);
            number
        };
        let camera = self.app.global::<PaperCamera>();
        camera.set_said("".into());
        camera.set_is_reading(true);
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
            held.paper.filter(|_| held.awaited == Some(number))
        };
        match (paper, still) {
            (None, _) => {}
            (Some(Paper::Form), Ok(still)) => {
                let ask = register::Ask::Straighten { number, still };
                self.clerk.ask(Ask::Register(ask));
            }
            (Some(Paper::Slip), Ok(still)) => {
                let ask = slips::Ask::ReadStill { number, still };
                self.clerk.ask(Ask::Slips(ask));
            }
            (Some(_), Err(trouble)) => {
                if self.is_awaited(number) {
                    self.tell_paper(self.camera_sentence(&trouble), Tone::Bad);
                }
            }
        }
    }

    /// Whether what is on this still is still waited for; the next one can be taken then.
    pub(super) fn is_awaited(&self, number: u64) -> bool {
        let is_awaited = {
            let mut state = self.state.borrow_mut();
            state.paper.awaited.take_if(|awaited| *awaited == number)
        };
        if is_awaited.is_some() {
            self.app.global::<PaperCamera>().set_is_reading(false);
        }
        is_awaited.is_some()
    }

    /// Says what came of the last still.
    pub(super) fn tell_paper(&self, words: SharedString, tone: Tone) {
        let camera = self.app.global::<PaperCamera>();
        camera.set_said_tone(match tone {
            Tone::Good => 0,
            Tone::Bad => 1,
            Tone::Care => 2,
        });
        camera.set_said(words);
    }
}
