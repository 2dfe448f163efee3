//! What concerns every page: which one is shown, what was put over it, and when the tablet locks
//! itself.

use std::rc::Rc;
use std::time::Duration;

use slint::{ComponentHandle, Timer, TimerMode};

use super::{
    Activity, Asked, CameraAdapter, Inner, Keys, Page, Shell, TagAdapter, Theme, called, calling,
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

impl Inner {
    pub(super) fn go(self: &Rc<Inner>, page: Page) {
        let before = {
            let mut state = self.state.borrow_mut();
            std::mem::replace(&mut state.page, page)
        };
        if before == page {
            return;
        }
        self.app.global::<Keys>().set_wanted(false);
        self.app.global::<Shell>().set_page(page);
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
        self.app.global::<Shell>().set_locks_in(0);
    }

    fn second_went_by(self: &Rc<Inner>) {
        let (idle, limit) = {
            let mut state = self.state.borrow_mut();
            if state.me.is_none() {
                return;
            }
            state.idle = state.idle.saturating_add(1);
            (state.idle, state.lock.idle_lock_seconds)
        };
        if idle >= limit {
            self.lock();
        } else if limit - idle <= WARNING {
            let left = i32::try_from(limit - idle).unwrap_or(1);
            self.app.global::<Shell>().set_locks_in(left);
        }
    }

    /// Locks at once. Shots that are on their way are kept first, in the name of whoever took them.
    pub(super) fn lock(self: &Rc<Inner>) {
        {
            let mut state = self.state.borrow_mut();
            state.me = None;
            state.chosen = None;
            state.pin.clear();
            state.is_locking = true;
            state.tagging = super::state::Tagging::default();
            state.shooting.last = None;
        }
        let shell = self.app.global::<Shell>();
        shell.set_locks_in(0);
        shell.set_asked(Asked::Nothing);
        shell.set_notice("".into());
        // No picture stays behind a lock.
        let tag = self.app.global::<TagAdapter>();
        tag.set_has_photo(false);
        tag.set_photo(slint::Image::default());
        tag.set_faces(super::mapping::model([]));
        let camera = self.app.global::<CameraAdapter>();
        camera.set_has_last(false);
        camera.set_is_kept(false);
        camera.set_last(slint::Image::default());
        camera.set_shows_say(false);
        camera.set_choosing_group(false);
        self.app
            .global::<super::ToTagAdapter>()
            .set_photos(super::mapping::model([]));
        self.go(Page::Lock);
        self.show_lock();
        self.sign_out_when_done();
    }

    /// Signs out once nothing is on its way any more.
    pub(super) fn sign_out_when_done(self: &Rc<Inner>) {
        let is_done = {
            let mut state = self.state.borrow_mut();
            let is_done = state.is_locking && state.shooting.under_way.is_empty();
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
    }

    pub(super) fn ask_first(&self, asked: Asked) {
        self.app.global::<Shell>().set_asked(asked);
    }

    fn answered(self: &Rc<Inner>, yes: bool) {
        let shell = self.app.global::<Shell>();
        let asked = shell.get_asked();
        shell.set_asked(Asked::Nothing);
        if !yes {
            return;
        }
        match asked {
            Asked::Nothing => {}
            Asked::Discard | Asked::Retake => self.discard(asked == Asked::Retake),
            Asked::Leave => {
                self.forget_cameras();
                self.clerk.ask(Ask::Close);
                self.clerk.ask(Ask::Open(crate::clerk::Which::Ours));
            }
        }
    }
}
