//! Slips before the camera, many in one go: each still is read at once, and it is told whose slip it is.
//! They wait in memory until somebody looks at each; nothing is recorded here.

use super::super::paper::Awaited;
use crate::clerk::{Came, Ticket};
use std::collections::VecDeque;
use std::rc::Rc;

use slint::ComponentHandle;

use super::super::mapping::{date, model};
use super::super::paper::{Paper, Tone};
use super::super::{Inner, Say, SlipsAdapter, SlipsStep, called};
use super::clear;
use crate::clerk::slips::Seen;

/// Slips that wait at most: each is a picture in memory.
const MOST: usize = 20;

pub(super) fn connect(inner: &Rc<Inner>) {
    let slips = inner.app.global::<SlipsAdapter>();
    slips.on_scan(called(inner, |inner| inner.scan_slips()));
    slips.on_look_through(called(inner, |inner| inner.look_through_slips()));
    slips.on_put_away(called(inner, |inner| inner.put_scans_away()));
}

impl Inner {
    fn scan_slips(self: &Rc<Inner>) {
        {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.slips;
            own.files.clear();
            own.scanned = 0;
            (own.recorded, own.skipped) = (0, 0);
        }
        clear(self);
        self.show_pile();
        self.on::<SlipsAdapter>(|it| it.step = SlipsStep::Scanning);
        self.hold_paper(Paper::Slip);
    }

    /// What was scanned before somebody left the page, the one that they were looking at among it.
    pub(super) fn still_to_be_looked_through(&self) -> VecDeque<Box<Seen>> {
        let mut state = self.state.borrow_mut();
        let own = &mut state.office.slips;
        let mut pile = std::mem::take(&mut own.pile);
        if own.scanned > 0 && !own.is_confirming {
            own.seen
                .take()
                .into_iter()
                .for_each(|seen| pile.push_front(seen));
        }
        pile
    }

    /// Whoever comes back finds what they had scanned.
    pub(super) fn go_on_scanning(self: &Rc<Inner>) {
        let is_empty = self.state.borrow().office.slips.pile.is_empty();
        if !is_empty {
            self.scan_slips();
        }
    }

    /// From the camera to the first slip of the pile.
    fn look_through_slips(self: &Rc<Inner>) {
        self.let_go_of_paper();
        {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.slips;
            own.scanned = own.pile.len();
        }
        self.read_slip();
    }

    /// Nothing that was scanned is gone on with; where there was something, it is told.
    fn put_scans_away(self: &Rc<Inner>) {
        self.let_go_of_paper();
        let is_empty = self.state.borrow().office.slips.pile.is_empty();
        match is_empty {
            true => self.open_slips(),
            false => self.finish_slips(),
        }
    }

    /// The next slip that was scanned, with its place in the pile told.
    pub(super) fn next_of_pile(&self) -> Option<Box<Seen>> {
        let (seen, number, of) = {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.slips;
            let seen = own.pile.pop_front()?;
            (
                seen,
                own.scanned.saturating_sub(own.pile.len()),
                own.scanned,
            )
        };
        let whole = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let say = self.app.global::<Say>();
        self.on::<SlipsAdapter>(|it| it.place = say.invoke_slip_number(whole(number), whole(of)));
        Some(seen)
    }

    pub(super) fn hear_still(&self, ticket: Ticket, told: Came<Box<Seen>>) {
        // Stopped meanwhile: the slip is dropped.
        if !self.is_awaited(Awaited::Told(ticket)) {
            return;
        }
        let seen = match told {
            Ok(seen) => seen,
            Err(error) => return self.tell_paper(self.sentence(&error), Tone::Bad),
        };
        let say = self.app.global::<Say>();
        let name = self.slip_of(&seen);
        let before = seen.before.last().map(|last| last.at.date_naive());
        let is_straight = seen.is_straight;
        let is_new = self.lay_on_pile(seen);
        self.show_pile();
        match (is_new, before, is_straight) {
            (false, ..) => self.tell_paper(say.invoke_slip_twice(name), Tone::Care),
            (true, Some(day), _) => {
                let day = date(&self.app, day);
                self.tell_paper(say.invoke_slip_known(name, day), Tone::Care);
            }
            (true, None, false) => self.tell_paper(say.invoke_slip_askew(name), Tone::Care),
            (true, None, true) => self.tell_paper(say.invoke_slip_scanned(name), Tone::Good),
        }
    }

    /// Whether this slip did not lie there yet. Where it did, the picture that can be read stays; of two
    /// such, the later one.
    fn lay_on_pile(&self, seen: Box<Seen>) -> bool {
        let mut state = self.state.borrow_mut();
        let pile = &mut state.office.slips.pile;
        match pile.iter_mut().find(|known| known.id == seen.id) {
            Some(known) => {
                if seen.is_straight || !known.is_straight {
                    *known = seen;
                }
                false
            }
            None => {
                pile.push_back(seen);
                true
            }
        }
    }

    fn show_pile(&self) {
        let state = self.state.borrow();
        let pile = &state.office.slips.pile;
        // The newest first, so that it is in view.
        self.on::<SlipsAdapter>(|it| {
            it.scanned = model(pile.iter().rev().map(|seen| self.slip_of(seen)));
            it.is_full = pile.len() >= MOST;
        });
    }
}
