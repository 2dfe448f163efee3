//! What every page is made of: one value that it shows, and what the window has to know of it. A page
//! that is added is one constant; a property that is added is forgotten at the lock with the rest,
//! since the value is replaced whole.

use std::rc::Rc;

use slint::{ComponentHandle, Global};

use super::{App, Inner, Page};
use crate::domain::staff::Duty;

/// An adapter: all that it shows of anybody is one value.
pub(super) trait Shows {
    type State;

    /// What is shown now. Lists and pictures in it are the very same, not copies.
    fn shown(&self) -> Self::State;

    fn show(&self, state: Self::State);

    /// Changes several things at once. What this calls may not edit the same adapter: that would be
    /// lost.
    fn edit(&self, change: impl FnOnce(&mut Self::State)) {
        let mut state = self.shown();
        change(&mut state);
        self.show(state);
    }
}

macro_rules! shows {
    ($global:ident $state:ident $($field:tt)*) => {
        impl Shows for super::$global<'_> {
            type State = super::$state;

            fn shown(&self) -> super::$state {
                self.get_state()
            }

            fn show(&self, state: super::$state) {
                self.set_state(state);
            }
        }
    };
}
super::every_state!(shows);

/// Nothing that was told to any page stays there.
pub(super) fn forget_what_is_shown(app: &App) {
    macro_rules! forget {
        ($global:ident $state:ident $($field:tt)*) => {
            app.global::<super::$global>()
                .set_state(super::$state::default());
        };
    }
    super::every_state!(forget);
}

impl Inner {
    /// Changes what an adapter shows.
    pub(super) fn on<'a, A>(&'a self, change: impl FnOnce(&mut A::State))
    where
        A: Global<'a, App> + Shows,
    {
        self.app.global::<A>().edit(change);
    }

    /// What an adapter shows now.
    pub(super) fn shown<'a, A>(&'a self) -> A::State
    where
        A: Global<'a, App> + Shows,
    {
        self.app.global::<A>().shown()
    }

    /// An adapter as it is before anything was told to it.
    pub(super) fn clear<'a, A>(&'a self)
    where
        A: Global<'a, App> + Shows<State: Default>,
    {
        self.app.global::<A>().show(Default::default());
    }
}

/// A page of the rail.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub page: Page,
    /// Brings it to the rail of a role.
    pub duty: Duty,
    /// The page below which it stands, so that the rail stays short: it shows while one is there.
    pub below: Option<Page>,
}

pub(super) const fn entry(page: Page, duty: Duty) -> Option<Entry> {
    Some(Entry {
        page,
        duty,
        below: None,
    })
}

pub(super) const fn below(parent: Page, page: Page, duty: Duty) -> Option<Entry> {
    Some(Entry {
        page,
        duty,
        below: Some(parent),
    })
}

/// What the window has to know of a page, or of what stands over every page.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// Where the office's rail leads to it.
    pub rail: Option<Entry>,
    /// Connects its callbacks, once.
    pub connect: fn(&Rc<Inner>),
    /// Shows it, newly filled, from the rail.
    pub open: fn(&Rc<Inner>),
    /// Stops at the lock what was under way. What is shown and remembered is forgotten without it.
    pub lock: fn(&Inner),
}

/// What no rail leads to, and what has nothing to stop.
pub(super) const fn off_the_rail(connect: fn(&Rc<Inner>)) -> Screen {
    Screen {
        rail: None,
        connect,
        open: |_| {},
        lock: |_| {},
    }
}
