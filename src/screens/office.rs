//! The office's pages: which of them a role has, what waits on each, and the way between them. The acts
//! decide what anybody may do; a page that is not on the rail is only not offered.

use std::collections::BTreeMap;
use std::rc::Rc;

use slint::ComponentHandle;

use super::mapping::model;
use super::page::{Entry, Screen, Shows as _};
use super::{Inner, Office, Page, RailEntry, SCREENS, Say, called, calling};
use crate::clerk::Ask;
use crate::clerk::office::{self, Counts, Told};
use crate::domain::channel::ChannelId;
use crate::domain::photo::Role;

/// What the office's pages remember while somebody is signed in. Forgotten whole at the lock.
#[derive(Default)]
pub(super) struct Remembered {
    pub places: Option<super::places::Choosing>,
    pub sure: Option<super::shell::IfSure>,
    pub counts: Counts,
    /// Photos of the channel that the review shows which are not out yet.
    pub to_review: usize,
    /// Photos that wait for a signature, of each channel that whoever signed in signs for; `None` until
    /// a queue was shown. Each queue that is shown says its own channel's anew.
    pub to_sign: Option<BTreeMap<ChannelId, usize>>,
    pub calls: super::calls::Remembered,
    pub doubts: super::doubts::Remembered,
    pub downs: super::downs::Remembered,
    pub files: super::files::Remembered,
    pub incidents: super::incidents::Remembered,
    pub record: super::record::Remembered,
    pub lists: super::lists::Remembered,
    pub person: super::person::Remembered,
    pub register: super::register::Remembered,
    pub releases: super::releases::Remembered,
    pub review: super::review::Remembered,
    pub slips: super::slips::Remembered,
    pub staff: super::staff::Remembered,
    pub import: super::import::Remembered,
}

/// What the number beside a page asks of whoever reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Yes,
    Urgently,
    /// It says how much there is.
    No,
}

/// The pages of the rail, in its order.
fn rail() -> impl Iterator<Item = Entry> {
    SCREENS.iter().filter_map(|screen| screen.rail)
}

/// The page of the rail that stands for another: its own, or that above it.
fn area_of(page: Page) -> Page {
    let page = match page {
        Page::Person => Page::Register,
        Page::Tag => Page::ToTag,
        page => page,
    };
    let found = rail().find(|entry| entry.page == page);
    found.and_then(|entry| entry.below).unwrap_or(page)
}

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
                _ => Page::Review,
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
        if page != Page::Record {
            self.stop_record_work();
        }
        self.save_review_words();
        self.clerk.ask(Ask::Office(office::Ask::Counts));
        let of = |screen: &&Screen| screen.rail.is_some_and(|entry| entry.page == page);
        if let Some(screen) = SCREENS.iter().find(of) {
            (screen.open)(self);
        }
    }

    /// The rail as it is for whoever signed in.
    pub(super) fn show_rail(&self) {
        let state = self.state.borrow();
        let Some(me) = &state.me else {
            return;
        };
        let counts = &state.office.counts;
        let area = area_of(state.page);
        let may = |entry: &Entry| {
            me.role.may(entry.duty)
                && (entry.page != Page::Camera || state.may_photograph())
                // What nobody waits for takes no room.
                && (entry.page != Page::Doubts || counts.doubts > 0 || state.page == Page::Doubts)
        };
        let entries = rail()
            .filter(|entry| may(entry) && entry.below.is_none_or(|above| above == area))
            .map(|entry| {
                let (count, asks) = match entry.page {
                    Page::ToTag => (counts.to_tag, Asks::Yes),
                    Page::TakeDown => (counts.take_down, Asks::Urgently),
                    Page::Doubts => (counts.doubts, Asks::Yes),
                    Page::Incidents => (counts.incidents, Asks::Yes),
                    Page::Review => (state.office.to_review, Asks::No),
                    Page::SignOff => (
                        state
                            .office
                            .to_sign
                            .iter()
                            .flatten()
                            .map(|(_, count)| count)
                            .sum(),
                        Asks::No,
                    ),
                    Page::Releases => (counts.out, Asks::No),
                    Page::Register => (counts.children, Asks::No),
                    _ => (0, Asks::No),
                };
                RailEntry {
                    page: entry.page,
                    is_below: entry.below.is_some(),
                    count: i32::try_from(count).unwrap_or(i32::MAX),
                    urgent: asks == Asks::Urgently && count > 0,
                    is_size: asks == Asks::No,
                }
            });
        let office = self.app.global::<Office>();
        office.edit(|it| {
            it.urgent = i32::try_from(counts.take_down).unwrap_or(i32::MAX);
            it.entries = model(entries);
            it.is_home = has_office(me.role);
            it.school = state.lock.school.as_str().into();
            let role = self.role(me.role);
            let say = self.app.global::<Say>();
            it.me = say.invoke_me_as(me.name.as_str().into(), role);
        });
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
        let counts = match told {
            Told::Counts(counts) => counts,
            Told::ToSign(counted) => {
                {
                    let mut state = self.state.borrow_mut();
                    // Locked meanwhile: what one saw is nothing to whoever signs in next.
                    if state.me.is_none() {
                        return;
                    }
                    state.office.to_sign = Some(counted.into_iter().collect());
                }
                return self.show_rail();
            }
        };
        match counts {
            Ok(counts) => {
                self.state.borrow_mut().office.counts = counts;
                self.show_rail();
            }
            // Locked meanwhile: nobody reads the rail.
            Err(error) if error.is_shut_out() => {}
            Err(error) => self.hear_trouble(&error),
        }
    }

    /// Somebody did something at another counter: what the rail counts may be old.
    pub(super) fn hear_elsewhere(&self) {
        let is_here = self.state.borrow().me.is_some();
        if is_here && !self.clerk.is_busy() {
            self.clerk
                .ask(Ask::Office(crate::clerk::office::Ask::Counts));
        }
    }
}
