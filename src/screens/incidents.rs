//! Incidents: written down by anybody, seen and closed by the head teacher.

use crate::places::PlaceId;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{clock, model};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::places::Wanted;
use super::{IncidentRow, IncidentsAdapter, Inner, Page, SayAfter, Tone, called, calling};
use crate::clerk::incidents::{self, Form, Incidents, One, Told};
use crate::clerk::{Ask, office};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{IncidentKind, IncidentState};
use crate::domain::staff::Duty;

/// The one that is being seen or closed.
#[derive(Default)]
pub(super) struct Remembered {
    about: Option<(IncidentId, IncidentState)>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Incidents, Duty::Agree),
    open: Inner::open_incidents,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<IncidentsAdapter>();
    page.on_report(called(inner, |inner| {
        let note = inner.shown::<IncidentsAdapter>().text;
        let ask = incidents::Ask::Report(note.to_string());
        inner.clerk.ask(Ask::Incidents(ask));
        inner.clerk.ask(Ask::Office(office::Ask::Counts));
    }));
    page.on_ask_seen(calling(inner, |inner, id: SharedString| {
        inner.ask_about(&id, IncidentState::Acknowledged);
    }));
    page.on_ask_close(calling(inner, |inner, id: SharedString| {
        inner.ask_about(&id, IncidentState::Closed);
    }));
    page.on_follow_up(called(inner, |inner| {
        let note = inner.shown::<IncidentsAdapter>().text.to_string();
        let about = inner.state.borrow().office.incidents.about.clone();
        if let Some((id, state)) = about {
            let ask = incidents::Ask::FollowUp { id, state, note };
            inner.clerk.ask(Ask::Incidents(ask));
            inner.clerk.ask(Ask::Office(office::Ask::Counts));
        }
    }));
    page.on_put_away(called(inner, |inner| inner.put_incident_away()));
    page.on_save_sheet(called(inner, |inner| inner.save_incidents(Form::Csv)));
    page.on_save_json(called(inner, |inner| inner.save_incidents(Form::Json)));
}

impl Inner {
    pub(super) fn open_incidents(self: &Rc<Inner>) {
        self.put_incident_away();
        self.clerk.ask(Ask::Incidents(incidents::Ask::List));
        self.go(Page::Incidents);
    }

    fn put_incident_away(&self) {
        self.state.borrow_mut().office.incidents.about = None;
        self.on::<IncidentsAdapter>(|it| {
            it.is_writing = false;
            it.about = "".into();
            it.text = "".into();
            it.trouble = "".into();
        });
    }

    fn ask_about(&self, id: &SharedString, state: IncidentState) {
        self.put_incident_away();
        self.on::<IncidentsAdapter>(|it| {
            it.is_closing = state == IncidentState::Closed;
            it.about = id.clone();
        });
        let about = Some((IncidentId(id.to_string()), state));
        self.state.borrow_mut().office.incidents.about = about;
    }

    fn save_incidents(&self, form: Form) {
        let title = self.app.global::<SayAfter>().invoke_where_to_save();
        let then = move |inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
            if let Some(folder) = chosen.into_iter().next() {
                let ask = incidents::Ask::Save { folder, form };
                inner.clerk.ask(Ask::Incidents(ask));
            }
        };
        self.choose_place(title, Wanted::Folder, Box::new(then));
    }

    pub(super) fn hear_incidents(&self, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<IncidentsAdapter>();
        match told {
            Told::Changed => self.put_incident_away(),
            Told::Saved(path) => self.tell_saved(&path),
            Told::Trouble(error) => page.edit(|it| it.trouble = self.sentence(&error)),
            Told::List(Err(error)) if error.is_shut_out() => {}
            Told::List(Err(error)) => page.edit(|it| it.trouble = self.sentence(&error)),
            Told::List(Ok(list)) => self.show_incidents(&list),
        }
    }

    fn show_incidents(&self, list: &Incidents) {
        let page = self.app.global::<IncidentsAdapter>();
        page.edit(|it| {
            it.may_read = list.may_read;
            it.may_follow_up = list.may_follow_up;
            let rows = list.list.iter().map(|one| self.incident_row(one));
            it.rows = model(rows.collect::<Vec<_>>());
        });
    }

    fn incident_row(&self, one: &One) -> IncidentRow {
        let say = self.app.global::<SayAfter>();
        let is = |state| one.done.iter().any(|step| step.state == state);
        let is_closed = is(IncidentState::Closed);
        let is_seen = is_closed || is(IncidentState::Acknowledged);
        let (state, tone) = match (is_closed, is_seen) {
            (true, _) => (2, Tone::Good),
            (false, true) => (1, Tone::Care),
            (false, false) => (0, Tone::Bad),
        };
        let done = one.done.iter().map(|step| {
            let when = clock(&self.app, step.at);
            say.invoke_followed_up(
                step.state == IncidentState::Closed,
                step.by.as_str().into(),
                when,
                step.note.as_str().into(),
            )
            .to_string()
        });
        IncidentRow {
            id: one.id.0.as_str().into(),
            kind: say.invoke_incident(code(one.kind).into()),
            state: say.invoke_incident_state(state),
            tone,
            opened: say.invoke_opened(one.by.as_str().into(), clock(&self.app, one.at)),
            note: one.note.as_str().into(),
            done: done.collect::<Vec<_>>().join("\n").into(),
            is_seen,
            is_closed,
        }
    }
}

/// The word by which a page knows a sort of breach.
fn code(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::PersonalDevice => "personal-device",
        IncidentKind::RevokedDevice => "revoked-device",
        IncidentKind::Tampering => "tampering",
        IncidentKind::OtherMachine => "other-machine",
        IncidentKind::OlderCopy => "older-copy",
        IncidentKind::ClockBehind => "clock-behind",
        IncidentKind::ClockLeapt => "clock-leapt",
        IncidentKind::TakeDownOverdue => "take-down-overdue",
        IncidentKind::PinTries => "pin-tries",
        IncidentKind::RulesChanged => "rules-changed",
        IncidentKind::PolicyLoosened => "policy-loosened",
        IncidentKind::ByHand => "by-hand",
    }
}
