//! How this device shows things, and what it is.

use crate::clerk::Came;
use std::rc::Rc;

use slint::{ComponentHandle, Model};

use super::mapping::model;
use super::page::{Screen, entry, off_the_rail};
use super::{AboutAdapter, Inner, Page, Preferences, Say, SayRefusal, called, calling};
use crate::acts::about::About;
use crate::clerk::Ask;
use crate::domain::photo::Role;
use crate::domain::staff::Duty;

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::About, Duty::Agree),
    open: Inner::open_about,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let about = inner.app.global::<AboutAdapter>();
    about.on_back(called(inner, Inner::go_back));
    about.on_close(called(inner, |inner| inner.close()));
    about.on_set_dark(calling(inner, |inner, dark| {
        inner.prefer(|preferences| preferences.dark = dark);
    }));
    about.on_set_scale(calling(inner, |inner, scale| {
        inner.prefer(|preferences| preferences.scale = scale);
    }));
    about.on_set_language(calling(inner, |inner, language: slint::SharedString| {
        inner.prefer(|preferences| preferences.language = language.to_string());
    }));
}

impl Inner {
    pub(super) fn open_about(self: &Rc<Inner>) {
        self.clerk.ask(Ask::About);
        let may_close = self.may_close();
        self.on::<AboutAdapter>(|it| it.may_close = may_close);
        self.go_aside(Page::About);
    }

    /// Whether somebody who may close a kiosk has signed in.
    fn may_close(&self) -> bool {
        let state = self.state.borrow();
        let role = state.me.as_ref().map(|me| me.role);
        self.world.kiosk && role.is_some_and(|role| role >= Role::Office)
    }

    fn close(&self) {
        if self.may_close() {
            self.state.borrow_mut().is_closing = true;
            self.close_when_kept();
        }
    }

    fn prefer(self: &Rc<Inner>, change: impl FnOnce(&mut Preferences)) {
        let preferences = {
            let mut state = self.state.borrow_mut();
            change(&mut state.preferences);
            state.preferences = state.preferences.clone().within_bounds();
            state.preferences.clone()
        };
        self.show_preferences();
        // What was put in words already is said again, in the language that is chosen now.
        self.clerk.ask(Ask::About);
        if self
            .app
            .global::<super::LockAdapter>()
            .get_staff()
            .row_count()
            > 0
        {
            self.clerk.ask(Ask::LockScreen);
        }
        super::welcome::show_policies(self);
        if (self.world.keep_preferences)(&preferences).is_err() {
            let said = self.app.global::<SayRefusal>().invoke_not_kept();
            self.tell(said, true);
        }
    }

    pub(super) fn hear_about(&self, told: Came<About>) {
        let say = self.app.global::<Say>();
        let mut lines = vec![
            say.invoke_version(env!("CARGO_PKG_VERSION").into()),
            say.invoke_drawn_by(self.world.renderer.as_str().into()),
        ];
        match told {
            Ok(about) => {
                lines.push(say.invoke_faces_by(about.finder.as_str().into()));
                lines.push(if about.decoding.is_open() {
                    say.invoke_not_walled()
                } else {
                    say.invoke_walled()
                });
            }
            Err(error) => lines.push(self.sentence(&error)),
        }
        self.on::<AboutAdapter>(|it| it.lines = model(lines));
    }
}
