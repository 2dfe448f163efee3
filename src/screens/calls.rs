//! Video calls: who is chosen, who of them may join, and the calls on record.

use crate::clerk::Trouble;
use std::collections::BTreeSet;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{clock, model};
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::saving::{Head, List};
use super::{CallChild, CallLine, Inner, Page, SayAfter, VideoCallAdapter, called, calling};
use crate::acts::call::Joining;
use crate::acts::group::Tile;
use crate::clerk::Ask;
use crate::clerk::calls::{self, Begun, Told};
use crate::domain::person::PersonId;
use crate::domain::staff::Duty;

/// What is chosen.
#[derive(Default)]
pub(super) struct Remembered {
    tiles: Vec<Tile>,
    chosen: BTreeSet<PersonId>,
    joining: Vec<Joining>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Releases, Page::VideoCall, Duty::TakeAndTag),
    open: Inner::open_calls,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<VideoCallAdapter>();
    page.on_choose_group(calling(inner, |inner, group: SharedString| {
        inner.choose_call_group(&group);
    }));
    page.on_toggle(calling(inner, |inner, id: SharedString| {
        let id = PersonId(id.to_string());
        inner.choose_for_call(|chosen, _| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    }));
    page.on_everyone(called(inner, |inner| {
        inner.choose_for_call(|chosen, tiles| {
            chosen.extend(tiles.iter().map(|tile| tile.person.clone()));
        });
    }));
    page.on_nobody(called(inner, |inner| {
        inner.choose_for_call(|chosen, _| chosen.clear());
    }));
    page.on_only_those_who_may(called(inner, |inner| {
        let may: BTreeSet<PersonId> = {
            let state = inner.state.borrow();
            let joining = state.office.calls.joining.iter();
            let may = joining.filter(|one| one.may);
            may.map(|one| one.tile.person.clone()).collect()
        };
        inner.choose_for_call(|chosen, _| chosen.retain(|id| may.contains(id)));
    }));
    page.on_record(called(inner, |inner| inner.record_call()));
    page.on_save(called(inner, |inner| inner.save_call_list()));
}

impl Inner {
    pub(super) fn open_calls(self: &Rc<Inner>) {
        self.state.borrow_mut().office.calls = Remembered::default();
        self.clear::<VideoCallAdapter>();
        self.clerk.ask(Ask::Calls(calls::Ask::Begin));
        self.go(Page::VideoCall);
    }

    fn choose_call_group(&self, group: &SharedString) {
        self.on::<VideoCallAdapter>(|it| it.group = group.clone());
        self.clerk
            .ask(Ask::Calls(calls::Ask::Group(group.to_string())));
    }

    /// Changes who is chosen, and asks who of them may join.
    fn choose_for_call(&self, change: impl FnOnce(&mut BTreeSet<PersonId>, &[Tile])) {
        let chosen: Vec<PersonId> = {
            let mut state = self.state.borrow_mut();
            let calls = &mut state.office.calls;
            change(&mut calls.chosen, &calls.tiles);
            calls.chosen.iter().cloned().collect()
        };
        self.on::<VideoCallAdapter>(|it| it.trouble = "".into());
        self.show_call_children();
        self.clerk.ask(Ask::Calls(calls::Ask::Check(chosen)));
    }

    fn show_call_children(&self) {
        let state = self.state.borrow();
        let calls = &state.office.calls;
        let rows = calls.tiles.iter().map(|tile| CallChild {
            id: tile.person.0.as_str().into(),
            name: tile.name.as_str().into(),
            chosen: calls.chosen.contains(&tile.person),
        });
        self.on::<VideoCallAdapter>(|it| it.children = model(rows));
    }

    fn record_call(&self) {
        let people = {
            let state = self.state.borrow();
            state.office.calls.chosen.iter().cloned().collect()
        };
        let occasion = self.shown::<VideoCallAdapter>().occasion.to_string();
        self.clerk
            .ask(Ask::Calls(calls::Ask::Record { people, occasion }));
    }

    pub(super) fn hear_calls(&self, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<VideoCallAdapter>();
        match told {
            Told::Begun(Ok(begun)) => self.show_calls(&begun),
            Told::Group(Ok(tiles)) => {
                self.state.borrow_mut().office.calls.tiles = tiles;
                self.show_call_children();
            }
            Told::Joining(Ok(joining)) => self.show_joining(joining),
            Told::Recorded => {
                self.choose_for_call(|chosen, _| chosen.clear());
                page.edit(|it| it.occasion = "".into());
                let words = self.app.global::<SayAfter>().invoke_call_on_record();
                self.tell(words, false);
            }
            Told::Begun(Err(error))
            | Told::Group(Err(error))
            | Told::Joining(Err(error))
            | Told::Trouble(error) => {
                if !matches!(error, Trouble::Blocked(_)) {
                    return page.edit(|it| it.trouble = self.sentence(&error));
                }
                // Somebody said no meanwhile: the list says who.
                self.choose_for_call(|_, _| {});
            }
        }
    }

    fn show_calls(&self, begun: &Begun) {
        let say = self.app.global::<SayAfter>();
        let groups = begun.groups.iter();
        self.on::<VideoCallAdapter>(|it| {
            it.groups = model(groups.map(|one| one.name.as_str().into()));
            it.may_record = begun.may_record;
            it.calls = model(begun.calls.iter().map(|call| {
                say.invoke_call_line(
                    clock(&self.app, call.at),
                    call.occasion.as_str().into(),
                    i32::try_from(call.people).unwrap_or(i32::MAX),
                    call.by.as_str().into(),
                )
            }));
        });
    }

    fn show_joining(&self, joining: Vec<Joining>) {
        let lines = |may: bool| {
            let those = joining.iter().filter(|one| one.may == may);
            let lines = those.map(|one| CallLine {
                name: one.tile.name.as_str().into(),
                why: self.why_not_join(one).into(),
            });
            model(lines.collect::<Vec<_>>())
        };
        self.on::<VideoCallAdapter>(|it| {
            it.may = lines(true);
            it.may_not = lines(false);
        });
        self.state.borrow_mut().office.calls.joining = joining;
    }

    fn why_not_join(&self, one: &Joining) -> String {
        let say = self.app.global::<SayAfter>();
        let reasons = one.reasons.iter();
        let words = reasons.map(|reason| say.invoke_reason(reason.code().into()).to_string());
        words.collect::<Vec<_>>().join("\n")
    }

    fn save_call_list(&self) {
        let state = self.state.borrow();
        let say = self.app.global::<SayAfter>();
        let rows = state.office.calls.joining.iter().map(|one| {
            let words = match one.may {
                true => say.invoke_may_join(),
                false => say.invoke_may_not_join(),
            };
            // Why somebody may not stays on the screen: a list lies about.
            vec![one.tile.name.clone(), words.to_string()]
        });
        let rows = rows.collect();
        let school = state.lock.school.clone();
        let group = self.shown::<VideoCallAdapter>().group;
        let list = List {
            title: say.invoke_call_list(group, school.as_str().into()),
            file: "video-call",
            columns: vec![(Head::Name, 1), (Head::Says, 1)],
            rows,
        };
        drop(state);
        self.save_list(list);
    }
}
