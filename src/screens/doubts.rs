//! Doubts about who is shown: the office or the head looks at one after the other.

use crate::clerk::Trouble;
use std::rc::Rc;

use slint::{ComponentHandle, Image};

use super::mapping::when;
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::tag::LARGE;
use super::{DoubtsAdapter, DoubtsState, Inner, Page, SayAfter, called};
use crate::acts::doubt::{Looker, NotSettled};
use crate::clerk::doubts::{self, One, Told};
use crate::clerk::{Ask, office};
use crate::domain::doubt::{About, Found, Said};
use crate::domain::ids::PhotoId;
use crate::domain::photo::{Unrecognisable, Who};
use crate::domain::staff::Duty;

/// Pixels along the longest side of the photo that looks alike.
const BESIDE: u32 = 640;

/// What waits, and which of it is shown.
#[derive(Default)]
pub(super) struct Remembered {
    waiting: Vec<One>,
    place: usize,
}

impl Remembered {
    fn shown(&self) -> Option<&One> {
        self.waiting.get(self.place)
    }
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Review, Page::Doubts, Duty::SecondLook),
    open: Inner::open_doubts,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<DoubtsAdapter>();
    page.on_right(called(inner, |inner| inner.settle_doubt(Found::Right)));
    page.on_put_back(called(inner, |inner| inner.settle_doubt(Found::PutBack)));
    page.on_next(called(inner, |inner| inner.turn_doubts(1)));
    page.on_before(called(inner, |inner| inner.turn_doubts(-1)));
}

impl Inner {
    pub(super) fn open_doubts(self: &Rc<Inner>) {
        self.on::<DoubtsAdapter>(|it| it.trouble = "".into());
        self.clerk.ask(Ask::Doubts(doubts::Ask::List));
        self.go(Page::Doubts);
    }

    fn settle_doubt(&self, found: Found) {
        let state = self.state.borrow();
        if let Some(one) = state.office.doubts.shown() {
            let (photo, doubt) = (one.photo.clone(), one.doubt.clone());
            self.clerk.ask(Ask::Doubts(doubts::Ask::Settle {
                photo,
                doubt,
                found,
            }));
            self.clerk.ask(Ask::Office(office::Ask::Counts));
        }
    }

    fn turn_doubts(&self, by: isize) {
        {
            let mut state = self.state.borrow_mut();
            let doubts = &mut state.office.doubts;
            let count = doubts.waiting.len().max(1);
            doubts.place = (doubts.place + count).saturating_add_signed(by) % count;
        }
        self.on::<DoubtsAdapter>(|it| it.trouble = "".into());
        self.show_doubt();
    }

    pub(super) fn hear_doubts(&self, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<DoubtsAdapter>();
        let say = self.app.global::<SayAfter>();
        match told {
            Told::Settled(found) => {
                page.edit(|it| it.trouble = "".into());
                self.tell(say.invoke_doubt_settled(found == Found::PutBack), false);
            }
            Told::Trouble(Trouble::NotSettled(why)) => page.edit(|it| {
                it.trouble = match why {
                    NotSettled::NotOpen => say.invoke_doubt_gone(),
                    NotSettled::OwnWord => say.invoke_doubt_own(),
                    NotSettled::ForTheHead => say.invoke_doubt_head(),
                    NotSettled::NobodyElse => say.invoke_doubt_nobody(),
                }
            }),
            Told::Trouble(error) | Told::List(Err(error)) => {
                page.edit(|it| it.trouble = self.sentence(&error))
            }
            Told::List(Ok(waiting)) => {
                {
                    let mut state = self.state.borrow_mut();
                    let doubts = &mut state.office.doubts;
                    doubts.place = doubts.place.min(waiting.len().saturating_sub(1));
                    doubts.waiting = waiting;
                }
                self.show_doubt();
            }
        }
    }

    fn show_doubt(&self) {
        let state = self.state.borrow();
        let doubts = &state.office.doubts;
        let page = self.app.global::<DoubtsAdapter>();
        let whole = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let mut it = DoubtsState {
            count: whole(doubts.waiting.len()),
            number: whole(doubts.place.saturating_add(1)),
            trouble: page.shown().trouble,
            ..DoubtsState::default()
        };
        let Some(one) = doubts.shown() else {
            return page.show(it);
        };
        self.clerk.ask(Ask::Show {
            photo: one.photo.clone(),
            longest_side: LARGE,
        });
        if let Some(beside) = one.about.beside() {
            self.clerk.ask(Ask::Show {
                photo: beside.clone(),
                longest_side: BESIDE,
            });
        }
        let (width, height) = (one.size.0.max(1) as f32, one.size.1.max(1) as f32);
        it.shape = width / height;
        if let Some(place) = one.place {
            it.place_x = place.x as f32 / width;
            it.place_y = place.y as f32 / height;
            it.place_w = place.width as f32 / width;
            it.place_h = place.height as f32 / height;
            it.has_place = true;
        }
        let say = self.app.global::<SayAfter>();
        let (code, name) = (code(&one.about), one.name.as_str());
        it.said = say.invoke_doubt_said(code.into(), name.into());
        it.was = say.invoke_doubt_was(code.into(), name.into());
        it.mark = say.invoke_doubt_mark(code.into(), name.into());
        let at = when(&self.app, one.at, one.today);
        it.by = say.invoke_opened(one.by.as_str().into(), at);
        it.may_settle = one.looker == Looker::You;
        it.why_not = match one.looker {
            Looker::You => "".into(),
            Looker::TheHead => say.invoke_doubt_head(),
            Looker::Another => say.invoke_doubt_own(),
            Looker::Nobody => say.invoke_doubt_nobody(),
        };
        page.show(it);
    }

    /// Pixels that were asked for, where the photo is still the one in doubt.
    pub(super) fn hear_doubt_pixels(&self, photo: &PhotoId, picture: &Image) {
        let state = self.state.borrow();
        let shown = state.office.doubts.shown();
        let page = self.app.global::<DoubtsAdapter>();
        if shown.is_some_and(|one| one.about.beside() == Some(photo)) {
            page.edit(|it| {
                it.beside = picture.clone();
                it.has_beside = true;
            });
        }
        if shown.is_some_and(|one| one.photo == *photo) {
            page.edit(|it| {
                it.picture = picture.clone();
                it.has_picture = true;
            });
        }
    }
}

fn code(about: &About) -> &'static str {
    match about {
        About::TakenOff { who, .. } => match who {
            Who::Person(_) => "taken-off",
            Who::Unknown | Who::Unrecognisable(_) => "taken-off-unknown",
        },
        About::NotHere { .. } => "not-here",
        About::CoveredBeside { .. } => "covered-beside",
        About::LikeErased { .. } => "like-erased",
        About::Face { said, .. } => match said {
            Said::Nobody => "nobody",
            Said::NotRecognisable(Unrecognisable::Child) => "child",
            Said::NotRecognisable(Unrecognisable::Adult) => "adult",
            Said::SecondFace(_) => "second-face",
        },
    }
}
