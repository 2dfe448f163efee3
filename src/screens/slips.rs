//! Permission slips: made for a group, and taken back one by one. Whose a slip is comes from its code
//! alone; what it says, from whoever looks at it.

mod confirming;
mod scanning;

use crate::clerk::{Came, Ticket};
use crate::places::PlaceId;
use std::collections::VecDeque;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{date, model, picture};
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::places::Wanted;
use super::{
    Inner, Page, Say, SayAfter, SlipRow, SlipsAdapter, SlipsState, SlipsStep, called, calling,
};
use crate::clerk::Ask;
use crate::clerk::slips::Seen;
use crate::clerk::slips::{self, Made, Onto, Told, Whose};
use crate::domain::language::Language;
use crate::domain::permission::Relation;
use crate::domain::person::PersonId;
use crate::domain::staff::Duty;
use crate::slip::reading::Proposal;

/// What a scanner or a camera gives.
const SCANS: Wanted = Wanted::Files(&["pdf", "jpg", "jpeg", "png", "webp"]);
/// The answers of a row on the page: yes, no, not answered; not said yet.
const YES: i32 = 0;
const NO: i32 = 1;
const NOTHING: i32 = 2;
const OPEN: i32 = -1;

#[derive(Default)]
pub(super) struct Remembered {
    group: Option<String>,
    /// Still to be read, the one under way first.
    files: VecDeque<PlaceId>,
    page: u32,
    /// Of the file under way; 0 until it is known.
    of: u32,
    /// Scanned by the camera and not looked at yet, in the order in which they came.
    pile: VecDeque<Box<Seen>>,
    /// So many were scanned that are looked at now; 0 for files.
    scanned: usize,
    /// A page is under way; what comes of any other is of no use any more.
    is_reading: bool,
    seen: Option<Box<Seen>>,
    /// It is being recorded: no second tap does anything with it.
    is_confirming: bool,
    rows: Vec<SlipRow>,
    recorded: i32,
    skipped: i32,
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Register, Page::Slips, Duty::KeepRegister),
    open: Inner::open_slips,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let slips = inner.app.global::<SlipsAdapter>();
    slips.on_choose_group(calling(inner, |inner, group: SharedString| {
        inner.on::<SlipsAdapter>(|it| it.group = group.clone());
        inner.state.borrow_mut().office.slips.group = Some(group.to_string());
    }));
    slips.on_print(calling(inner, |inner, printer: SharedString| {
        inner.make_slips(Onto::Printer(printer.to_string()));
    }));
    slips.on_save(called(inner, |inner| {
        let title = inner.app.global::<Say>().invoke_choose_slips_folder();
        let then = |inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
            if let Some(folder) = chosen.into_iter().next() {
                inner.make_slips(Onto::Folder(folder));
            }
        };
        inner.choose_place(title, Wanted::Folder, Box::new(then));
    }));
    slips.on_choose_scans(called(inner, |inner| {
        let title = inner.app.global::<Say>().invoke_choose_scans();
        let then = |inner: &Rc<Inner>, chosen: Vec<PlaceId>| inner.read_scans(chosen);
        inner.choose_place(title, SCANS, Box::new(then));
    }));
    scanning::connect(inner);
    confirming::connect(inner);
    let app = inner.app.as_weak();
    let shared = Rc::downgrade(inner);
    slips.on_answer(move |id, answer| {
        if let (Some(app), Some(inner)) = (app.upgrade(), shared.upgrade()) {
            let mut state = inner.state.borrow_mut();
            let rows = &mut state.office.slips.rows;
            if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
                row.answer = answer;
            }
            app.global::<SlipsAdapter>()
                .edit(|it| it.rows = model(rows.clone()));
        }
    });
    slips.on_back(called(inner, |inner| inner.open_slips()));
}

/// The page as it is between two slips.
fn clear(inner: &Inner) {
    inner.on::<SlipsAdapter>(|it| {
        it.picture = slint::Image::default();
        it.name = "".into();
        it.place = "".into();
        it.unread = "".into();
        it.warnings = model([]);
        it.rows = model([]);
        it.by = "".into();
        it.day = "".into();
        it.relation = 0;
        it.is_again = false;
        it.scanned = model([]);
        it.is_full = false;
        it.trouble = "".into();
    });
}

impl Inner {
    pub(super) fn open_slips(self: &Rc<Inner>) {
        let pile = self.still_to_be_looked_through();
        self.state.borrow_mut().office.slips = Remembered {
            pile,
            ..Remembered::default()
        };
        let may_scan = self.state.borrow().may_photograph();
        self.on::<SlipsAdapter>(|it| {
            *it = SlipsState {
                welsh: it.welsh,
                may_scan,
                ..SlipsState::default()
            };
        });
        self.let_go_of_paper();
        self.clerk.ask(Ask::Slips(slips::Ask::Open));
        self.go(Page::Slips);
        self.go_on_scanning();
    }

    fn make_slips(&self, onto: Onto) {
        let slips = self.app.global::<SlipsAdapter>();
        let Some(group) = self.state.borrow().office.slips.group.clone() else {
            return;
        };
        slips.edit(|it| {
            it.made = "".into();
            it.trouble = "".into();
        });
        let language = match slips.shown().welsh {
            true => Language::Welsh,
            false => Language::English,
        };
        self.clerk.ask(Ask::Slips(slips::Ask::Make {
            whose: Whose::Group(group),
            language,
            onto,
        }));
    }

    /// One person's slip, in the language of the screen, from their own page.
    pub(super) fn make_slip_of(&self, person: PersonId) {
        let language = self.language();
        let put = move |inner: &Inner, person: PersonId, onto: Onto| {
            inner.clerk.ask(Ask::Slips(slips::Ask::Make {
                whose: Whose::Person(person),
                language,
                onto,
            }));
        };
        let printed = person.clone();
        let then = move |inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
            if let Some(folder) = chosen.into_iter().next() {
                put(inner, person, Onto::Folder(folder));
            }
        };
        let then_print = move |inner: &Rc<Inner>, printer: String| {
            put(inner, printed, Onto::Printer(printer));
        };
        let say = self.app.global::<SayAfter>();
        self.choose_folder_or_printer(
            say.invoke_where_to_print_or_save(),
            Box::new(then),
            Box::new(then_print),
        );
    }

    fn read_scans(self: &Rc<Inner>, files: Vec<PlaceId>) {
        {
            let mut state = self.state.borrow_mut();
            let slips = &mut state.office.slips;
            slips.files = files.into();
            slips.scanned = 0;
            (slips.page, slips.of) = (0, 0);
            (slips.recorded, slips.skipped) = (0, 0);
        }
        self.read_slip();
    }

    /// The page under way; the end of the pile where there is none.
    fn read_slip(self: &Rc<Inner>) {
        clear(self);
        if let Some(seen) = self.next_of_pile() {
            return self.show_slip(seen);
        }
        let next = {
            let mut state = self.state.borrow_mut();
            let slips = &mut state.office.slips;
            slips.seen = None;
            slips.rows.clear();
            let next = slips.files.front().cloned().map(|file| (file, slips.page));
            slips.is_reading = next.is_some();
            next
        };
        let Some((file, page)) = next else {
            return self.finish_slips();
        };
        self.show_where();
        self.on::<SlipsAdapter>(|it| it.step = SlipsStep::Reading);
        self.clerk.ask(Ask::Slips(slips::Ask::Read { file, page }));
    }

    fn next_slip(self: &Rc<Inner>) {
        {
            let mut state = self.state.borrow_mut();
            let slips = &mut state.office.slips;
            slips.page += 1;
            if slips.page >= slips.of {
                slips.files.pop_front();
                (slips.page, slips.of) = (0, 0);
            }
        }
        self.read_slip();
    }

    fn finish_slips(&self) {
        clear(self);
        let slips = self.app.global::<SlipsAdapter>();
        {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.slips;
            own.files.clear();
            own.is_reading = false;
            // Nothing is recorded of those that were scanned and not looked at.
            let left = own.pile.len() + usize::from(own.seen.is_some());
            let left = i32::try_from(left).unwrap_or(i32::MAX);
            own.skipped = own.skipped.saturating_add(left);
            own.pile.clear();
            own.seen = None;
            slips.edit(|it| {
                it.recorded = own.recorded;
                it.skipped = own.skipped;
            });
        }
        slips.edit(|it| it.step = SlipsStep::Done);
    }

    fn show_where(&self) {
        let state = self.state.borrow();
        let slips = &state.office.slips;
        let file = slips.files.front().map(PlaceId::name);
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let words = self.app.global::<Say>().invoke_slip_page(
            file.unwrap_or_default().into(),
            whole(slips.page.saturating_add(1)),
            whole(slips.of),
        );
        self.on::<SlipsAdapter>(|it| it.place = words);
    }

    pub(super) fn hear_slips(self: &Rc<Inner>, ticket: Ticket, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let slips = self.app.global::<SlipsAdapter>();
        match told {
            Told::Open(Ok(open)) => {
                slips.edit(|it| {
                    it.groups = model(open.groups.iter().map(|one| one.as_str().into()));
                    it.printers = model(open.printers.iter().map(|one| one.as_str().into()));
                });
            }
            // Made from a person's own page, or the page was left.
            Told::Made(made) if self.state.borrow().page != Page::Slips => match made {
                Ok(made) => self.tell(self.made_words(&made), false),
                Err(error) => self.tell(self.sentence(&error), true),
            },
            Told::Made(Ok(made)) => slips.edit(|it| it.made = self.made_words(&made)),
            Told::Open(Err(error)) | Told::Made(Err(error)) => {
                slips.edit(|it| it.trouble = self.sentence(&error))
            }
            Told::Read { file, page, told } => self.hear_read(&file, page, told),
            Told::Still(told) => self.hear_still(ticket, told),
            Told::Confirmed(done) => self.hear_confirmed(done),
        }
    }

    fn made_words(&self, made: &Made) -> SharedString {
        let say = self.app.global::<Say>();
        let count = i32::try_from(made.slips).unwrap_or(i32::MAX);
        match &made.onto {
            Onto::Printer(printer) => say.invoke_slips_printed(count, printer.as_str().into()),
            Onto::Folder(place) => say.invoke_slips_saved(count, place.shown().into()),
        }
    }

    fn hear_read(self: &Rc<Inner>, file: &PlaceId, page: u32, told: Came<slips::Page>) {
        let slip = {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.slips;
            let is_wanted = own.is_reading
                && own.page == page
                && own.files.front().is_some_and(|front| front == file);
            if !is_wanted {
                return;
            }
            own.is_reading = false;
            match told {
                Ok(read) => {
                    own.of = read.of;
                    read.slip
                }
                Err(error) => Err(error),
            }
        };
        self.show_where();
        match slip {
            Ok(seen) => self.show_slip(seen),
            Err(error) => {
                self.on::<SlipsAdapter>(|it| {
                    it.unread = self.sentence(&error);
                    it.step = SlipsStep::Unread;
                });
            }
        }
    }

    /// Whose a slip is, as the page says it.
    fn slip_of(&self, seen: &Seen) -> SharedString {
        let say = self.app.global::<Say>();
        say.invoke_slip_of(seen.name.as_str().into(), seen.group.as_str().into())
    }

    fn show_slip(&self, seen: Box<Seen>) {
        let slips = self.app.global::<SlipsAdapter>();
        let say = self.app.global::<Say>();
        slips.edit(|it| {
            it.name = self.slip_of(&seen);
            it.picture = picture(&seen.picture);
        });
        let mut warnings = Vec::new();
        if let Some(last) = seen.before.last() {
            let day = date(&self.app, last.at.date_naive());
            warnings.push(say.invoke_slip_before(day));
        }
        if !seen.is_straight {
            warnings.push(say.invoke_slip_crooked());
        }
        if seen.is_signed == Some(false) {
            warnings.push(say.invoke_slip_unsigned());
        }
        slips.edit(|it| {
            it.warnings = model(warnings);
            it.is_again = !seen.before.is_empty();
            it.relation = match seen.relation {
                Some(Relation::Parent) => 1,
                Some(Relation::Oneself) => 2,
                Some(Relation::Other) => 3,
                None => 0,
            };
        });
        let rows: Vec<SlipRow> = seen
            .rows
            .iter()
            .map(|row| SlipRow {
                id: row.channel.0.as_str().into(),
                name: row.name.as_str().into(),
                answer: match row.proposed.says {
                    Proposal::Yes => YES,
                    Proposal::No => NO,
                    Proposal::Nothing => NOTHING,
                    Proposal::Unclear => OPEN,
                },
                unclear: row.proposed.says == Proposal::Unclear,
            })
            .collect();
        slips.edit(|it| {
            it.rows = model(rows.clone());
            it.step = SlipsStep::Seen;
        });
        let mut state = self.state.borrow_mut();
        state.office.slips.rows = rows;
        state.office.slips.seen = Some(seen);
    }
}
