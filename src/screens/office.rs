//! The office's pages: which of them a role has, what waits on each, and the way between them. The acts
//! decide what anybody may do; a page that is not on the rail is only not offered.

use std::rc::Rc;

use slint::ComponentHandle;

use super::mapping::model;
use super::{Inner, Office, Page, RailEntry, Say, called, calling};
use crate::acts::ActError;
use crate::clerk::Ask;
use crate::clerk::office::{self, Counts, Told};
use crate::domain::photo::Role;
use crate::domain::staff::Duty;

/// What the office's pages remember while somebody is signed in. Forgotten whole at the lock.
#[derive(Default)]
pub(super) struct Remembered {
    pub places: Option<super::places::Choosing>,
    pub sure: Option<super::shell::IfSure>,
    pub counts: Counts,
    pub staff: super::staff::Remembered,
    pub import: super::import::Remembered,
}

/// The pages of the rail, in its order, each with the duty that brings it there.
const PAGES: &[(Page, Duty)] = &[
    (Page::Camera, Duty::TakeAndTag),
    (Page::ToTag, Duty::TakeAndTag),
    (Page::RegisterImport, Duty::KeepRegister),
    (Page::Staff, Duty::Equip),
    (Page::Rules, Duty::Look),
    (Page::About, Duty::Agree),
];

pub(super) fn connect(inner: &Rc<Inner>) {
    let office = inner.app.global::<Office>();
    office.on_go(calling(inner, |inner, page| inner.open_page(page)));
    office.on_lock(called(inner, |inner| inner.lock()));
}

/// Whether a role's work begins in the office.
fn has_office(role: Role) -> bool {
    match role {
        Role::Office | Role::Head | Role::Technician => true,
        Role::Practitioner => false,
    }
}

impl Inner {
    /// From the lock to the office's first page of one's own.
    pub(super) fn enter_office(self: &Rc<Inner>) {
        let first = {
            let state = self.state.borrow();
            match state.me.as_ref().map(|me| me.role) {
                Some(Role::Technician) => Page::Staff,
                _ => Page::ToTag,
            }
        };
        self.open_page(first);
    }

    /// Whether whoever signed in begins in the office rather than at the camera.
    pub(super) fn has_office(&self) -> bool {
        let state = self.state.borrow();
        state.me.as_ref().is_some_and(|me| has_office(me.role))
    }

    /// A page of the rail, newly filled.
    pub(super) fn open_page(self: &Rc<Inner>, page: Page) {
        self.show_rail();
        self.clerk.ask(Ask::Office(office::Ask::Counts));
        match page {
            Page::Camera => self.enter(),
            Page::ToTag => self.open_to_tag(),
            Page::RegisterImport => self.open_import(),
            Page::Staff => self.open_staff(),
            Page::Rules => self.open_rules(),
            Page::About => self.open_about(),
            _ => {}
        }
    }

    /// The rail as it is for whoever signed in.
    pub(super) fn show_rail(&self) {
        let state = self.state.borrow();
        let Some(me) = &state.me else {
            return;
        };
        let counts = &state.office.counts;
        let entries = PAGES
            .iter()
            .filter(|(page, duty)| {
                me.role.may(*duty) && (*page != Page::Camera || state.may_photograph())
            })
            .map(|(page, _)| {
                let (count, urgent) = match page {
                    Page::ToTag => (counts.to_tag, false),
                    Page::TakeDown => (counts.take_down, true),
                    Page::Incidents => (counts.incidents, false),
                    _ => (0, false),
                };
                RailEntry {
                    page: *page,
                    count: i32::try_from(count).unwrap_or(i32::MAX),
                    urgent: urgent && count > 0,
                }
            });
        let office = self.app.global::<Office>();
        office.set_entries(model(entries));
        office.set_is_home(has_office(me.role));
        office.set_school(state.lock.school.as_str().into());
        let role = self.role(me.role);
        let say = self.app.global::<Say>();
        office.set_me(say.invoke_me_as(me.name.as_str().into(), role));
    }

    /// A role as people say it, in the language that is chosen.
    pub(super) fn role(&self, role: Role) -> slint::SharedString {
        self.app.global::<Say>().invoke_role(match role {
            Role::Office => 0,
            Role::Practitioner => 1,
            Role::Technician => 2,
            Role::Head => 3,
        })
    }

    pub(super) fn hear_office(self: &Rc<Inner>, told: Told) {
        let Told::Counts(counts) = told;
        match counts {
            Ok(counts) => {
                self.state.borrow_mut().office.counts = counts;
                self.show_rail();
            }
            // Locked meanwhile: nobody reads the rail.
            Err(ActError::Refused(_)) => {}
            Err(error) => self.hear_trouble(&error),
        }
    }

    /// Nothing of what the office saw stays on a screen, or behind it.
    pub(super) fn forget_office(&self) {
        super::import::forget(self);
        self.state.borrow_mut().office = Remembered::default();
        let office = self.app.global::<Office>();
        office.set_menu_is_open(false);
        office.set_is_home(false);
        office.set_me("".into());
        office.set_entries(model([]));
        super::places::forget(self);
        super::staff::forget(self);
    }
}
