//! What concerns every page: which one is shown, what was put over it, and when the tablet locks
//! itself.

use std::rc::Rc;
use std::time::Duration;

use slint::{ComponentHandle, Timer, TimerMode};

use super::mapping::model;
use super::page::{Shows as _, forget_what_is_shown};
use super::{
    Activity, Asked, Inner, Keys, Page, SCREENS, Shell, TagAdapter, Theme, called, calling,
};
use crate::clerk::Ask;

/// The tablet says so long before it locks itself.
const WARNING: u32 = 15;

pub(super) fn connect(inner: &Rc<Inner>) {
    let shell = inner.app.global::<Shell>();
    shell.on_put_notice_away(called(inner, |inner| {
        inner.app.global::<Shell>().set_notice("".into())
    }));
    shell.on_stay(called(inner, |inner| inner.somebody_is_here()));
    shell.on_answered(calling(inner, |inner, yes| inner.answered(yes)));
    let activity = inner.app.global::<Activity>();
    activity.on_seen(called(inner, |inner| inner.somebody_is_here()));
    let timer = Timer::default();
    timer.start(
        TimerMode::Repeated,
        Duration::from_secs(1),
        called(inner, |inner| inner.second_went_by()),
    );
    // As long as the window.
    inner.state.borrow_mut().ticks = Some(timer);
}

/// A question that is asked once before something is done that cannot be undone.
pub(super) struct Sure {
    pub title: slint::SharedString,
    /// What is lost, or what follows.
    pub text: slint::SharedString,
    pub yes: slint::SharedString,
    pub no: slint::SharedString,
    pub is_grave: bool,
}

/// What is done with the answer.
pub(super) type IfSure = Box<dyn FnOnce(&Rc<Inner>, bool)>;

impl Inner {
    /// Asks, and does this only if the answer is yes.
    pub(super) fn ask_sure(&self, sure: Sure, yes: impl FnOnce(&Rc<Inner>) + 'static) {
        self.ask_either(sure, move |inner, is_yes| {
            if is_yes {
                yes(inner);
            }
        });
    }

    /// Asks, and does something with either answer.
    pub(super) fn ask_either(&self, sure: Sure, act: impl FnOnce(&Rc<Inner>, bool) + 'static) {
        let shell = self.app.global::<Shell>();
        shell.edit(|it| {
            it.sure_title = sure.title;
            it.sure_text = sure.text;
            it.sure_yes = sure.yes;
            it.sure_no = sure.no;
            it.sure_is_grave = sure.is_grave;
        });
        self.state.borrow_mut().office.sure = Some(Box::new(act));
        shell.edit(|it| it.asked = Asked::Sure);
    }

    pub(super) fn go(self: &Rc<Inner>, page: Page) {
        let before = {
            let mut state = self.state.borrow_mut();
            // Whatever comes late, a locked tablet shows nothing of the school's.
            let is_open_to_all = matches!(
                page,
                Page::Starting | Page::Welcome | Page::Lock | Page::Rules | Page::About
            );
            let page = if state.me.is_none() && !is_open_to_all {
                Page::Lock
            } else {
                page
            };
            (std::mem::replace(&mut state.page, page), page)
        };
        let (before, page) = before;
        if before == page {
            return;
        }
        self.let_go_of_paper();
        self.app.global::<Keys>().set_wanted(false);
        self.app.global::<Shell>().set_page(page);
        self.show_rail();
        if page == Page::Camera {
            self.camera_on();
        } else {
            self.camera_off_when_done();
        }
    }

    /// Opens a page to read, from which one comes back.
    pub(super) fn go_aside(self: &Rc<Inner>, page: Page) {
        {
            let mut state = self.state.borrow_mut();
            state.before = state.page;
        }
        self.go(page);
    }

    pub(super) fn go_back(self: &Rc<Inner>) {
        let before = self.state.borrow().before;
        self.go(before);
    }

    pub(super) fn tell(&self, words: impl Into<slint::SharedString>, is_bad: bool) {
        let shell = self.app.global::<Shell>();
        shell.set_notice(words.into());
        shell.set_notice_is_bad(is_bad);
    }

    pub(super) fn show_preferences(&self) {
        let state = self.state.borrow();
        let theme = self.app.global::<Theme>();
        theme.set_dark(state.preferences.dark);
        theme.set_scale(state.preferences.scale);
        self.app
            .global::<super::AboutAdapter>()
            .set_language(state.preferences.language.as_str().into());
        // English is what the strings are written in.
        let language = match state.preferences.language.as_str() {
            "cy" => "cy",
            _ => "",
        };
        if slint::select_bundled_translation(language).is_err() {
            self.app
                .global::<super::AboutAdapter>()
                .set_language("en".into());
        }
    }

    pub(super) fn somebody_is_here(&self) {
        self.state.borrow_mut().idle = 0;
        self.on::<Shell>(|it| it.locks_in = 0);
    }

    fn second_went_by(self: &Rc<Inner>) {
        // A clerk that fell over rings no bell.
        self.hear();
        let up = (self.world.up)();
        let (idle, limit) = {
            let mut state = self.state.borrow_mut();
            // A tablet that slept counted no seconds, and nobody was there all the same.
            let slept = match (state.up, up) {
                (Some(before), Some(now)) => now.saturating_sub(before) / 1000,
                _ => 0,
            };
            state.up = up;
            if state.me.is_none() {
                return;
            }
            let seconds = u32::try_from(slept.max(1)).unwrap_or(u32::MAX);
            state.idle = state.idle.saturating_add(seconds);
            (state.idle, state.lock.idle_lock_seconds)
        };
        if idle >= limit {
            self.lock();
        } else if limit - idle <= WARNING {
            let left = i32::try_from(limit - idle).unwrap_or(1);
            self.on::<Shell>(|it| it.locks_in = left);
        }
    }

    /// Locks at once. Shots that are on their way are kept first, in the name of whoever took them.
    pub(super) fn lock(self: &Rc<Inner>) {
        self.save_review_words();
        self.state.borrow_mut().is_locking = true;
        self.forget_people();
        self.go(Page::Lock);
        self.show_lock();
        self.sign_out_when_done();
    }

    /// Nothing of the school's stays on the screen or behind it: no picture, no child's name.
    pub(super) fn forget_people(&self) {
        for screen in SCREENS {
            (screen.lock)(self);
        }
        let has_failed = {
            let mut state = self.state.borrow_mut();
            state.forget();
            state.shooting.has_failed
        };
        forget_what_is_shown(&self.app);
        // That a photo was not kept is said until somebody has read it.
        if !has_failed {
            self.app.global::<Shell>().set_notice("".into());
        }
        self.let_go_of_paper();
    }

    /// The photo that was tagged is on the screen no more.
    pub(super) fn clear_photo(&self) {
        self.on::<TagAdapter>(|it| {
            it.has_photo = false;
            it.photo = slint::Image::default();
            it.faces = model([]);
            it.others = model([]);
            it.chips = model([]);
        });
    }

    /// Signs out once nothing is on its way any more.
    pub(super) fn sign_out_when_done(self: &Rc<Inner>) {
        let is_done = {
            let mut state = self.state.borrow_mut();
            let is_done = state.is_locking && !state.shooting.is_under_way();
            if is_done {
                state.is_locking = false;
            }
            is_done
        };
        if is_done {
            self.clerk.ask(Ask::SignOut);
            self.clerk.ask(Ask::LockScreen);
        }
        self.show_lock();
        if self.state.borrow().closes_when_kept {
            self.close_when_kept();
        }
    }

    pub(super) fn ask_first(&self, asked: Asked) {
        let photo = {
            let state = self.state.borrow();
            let card = state.tagging.card.as_ref();
            card.map(|card| card.photo.id.clone())
        };
        self.state.borrow_mut().to_discard = photo;
        self.on::<Shell>(|it| it.asked = asked);
    }

    fn answered(self: &Rc<Inner>, yes: bool) {
        let shell = self.app.global::<Shell>();
        let asked = shell.shown().asked;
        shell.edit(|it| it.asked = Asked::Nothing);
        let if_sure = self.state.borrow_mut().office.sure.take();
        if let (Asked::Sure, Some(act)) = (asked, if_sure) {
            return act(self, yes);
        }
        if !yes {
            return;
        }
        match asked {
            Asked::Nothing | Asked::Sure => {}
            Asked::Discard | Asked::Retake => self.discard(asked == Asked::Retake),
            Asked::Leave => {
                let is_between = {
                    let state = self.state.borrow();
                    state.is_proving || state.is_locking || state.me.is_some()
                };
                if !is_between {
                    self.forget_people();
                    self.forget_cameras();
                    self.app.global::<super::LockAdapter>().set_staff(model([]));
                    self.clerk.ask(Ask::Close);
                    self.clerk.ask(Ask::Open(crate::clerk::Which::Ours));
                }
            }
        }
    }

    /// Whether the window may close now. Shots on their way are kept first; a kiosk is left only by
    /// somebody who may.
    pub(super) fn may_go(&self) -> bool {
        let mut state = self.state.borrow_mut();
        if self.world.kiosk && !state.is_closing {
            return false;
        }
        state.closes_when_kept = state.shooting.is_under_way();
        !state.closes_when_kept
    }

    /// Closes the window, now or as soon as the last shots are kept.
    pub(super) fn close_when_kept(&self) {
        // A window that cannot be hidden is gone already.
        if self.may_go() && self.app.hide().is_err() {
            self.somebody_is_here();
        }
    }
}
