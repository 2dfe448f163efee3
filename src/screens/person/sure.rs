//! What is asked once more before it is done to somebody's entry.

use std::rc::Rc;

use slint::ComponentHandle;

use super::super::shell::Sure;
use super::super::{Inner, PersonAdapter, Say, called};
use crate::clerk::Ask;
use crate::clerk::register as asks;

pub(super) fn connect(inner: &Rc<Inner>, person: &PersonAdapter<'_>) {
    person.on_unmark(called(inner, |inner| inner.ask_unmark()));
    person.on_set_right(called(inner, |inner| inner.ask_set_right()));
    person.on_come_back(called(inner, |inner| inner.ask_come_back()));
}

impl Inner {
    pub(super) fn ask_unmark(&self) {
        let Some(id) = self.person() else {
            return;
        };
        let say = self.app.global::<Say>();
        let given = self.shown::<PersonAdapter>().given;
        let sure = Sure {
            title: say.invoke_unmark(given),
            text: say.invoke_unmark_means(),
            yes: say.invoke_unmark_yes(),
            no: say.invoke_leave_as_is(),
            is_grave: true,
        };
        self.ask_sure(sure, move |inner| {
            inner.clerk.ask(Ask::Register(asks::Ask::Unmark(id)));
        });
    }

    pub(super) fn ask_set_right(&self) {
        let Some(id) = self.person() else {
            return;
        };
        let say = self.app.global::<Say>();
        let given = self.shown::<PersonAdapter>().given;
        let sure = Sure {
            title: say.invoke_set_right(given),
            text: say.invoke_set_right_means(),
            yes: say.invoke_set_right_yes(),
            no: say.invoke_leave_as_is(),
            is_grave: true,
        };
        self.ask_sure(sure, move |inner| {
            inner.clerk.ask(Ask::Register(asks::Ask::SetRight(id)));
        });
    }

    pub(super) fn ask_come_back(&self) {
        let Some(id) = self.person() else {
            return;
        };
        let say = self.app.global::<Say>();
        let given = self.shown::<PersonAdapter>().given;
        let sure = Sure {
            title: say.invoke_come_back(given),
            text: say.invoke_come_back_means(),
            yes: say.invoke_come_back_yes(),
            no: say.invoke_leave_as_is(),
            is_grave: false,
        };
        self.ask_sure(sure, move |inner| {
            inner.clerk.ask(Ask::Register(asks::Ask::LastDay(id, None)));
        });
    }
}
