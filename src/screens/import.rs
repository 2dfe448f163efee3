//! Taking children and answers over from the MIS: a list is chosen, its columns and values are said,
//! what would change is shown, and only then is it done. The page remembers what was said until it is
//! left or the tablet locks, which stops whatever is under way.

mod asked;
mod columns;
mod preview;
mod told;

use crate::clerk::Trouble;
use crate::domain::mis::Table;
use crate::places::PlaceId;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{model, whole};
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::places::Wanted;
use super::state::Work;
use super::{ImportAdapter, Inner, Page, Say, called, calling};
use crate::acts::import::{Account, Confirmed, Preview, Progress};
use crate::clerk::import::{self, ReadList, Told};
use crate::clerk::{Ask, Ticket};
use crate::domain::channel::ChannelId;
use crate::domain::mis::NotImported;
use crate::domain::mis::plan::{Meant, Terms};
use crate::domain::person::PersonId;
use crate::domain::photo::Role;
use crate::domain::staff::Duty;

/// Which part of the way the page shows.
mod step {
    pub const CHOOSE: i32 = 0;
    pub const COLUMNS: i32 = 1;
    pub const VALUES: i32 = 2;
    pub const PREVIEW: i32 = 3;
    pub const DONE: i32 = 4;
}

/// What the page remembers. The list holds names: nothing of it outlives the lock.
#[derive(Default)]
pub(super) struct Remembered {
    list: Option<Read>,
    terms: Terms,
    channels: Vec<(ChannelId, String)>,
    preview: Option<Box<Preview>>,
    turns: BTreeSet<(u64, ChannelId)>,
    leavers: BTreeSet<PersonId>,
    gone: BTreeMap<(u64, ChannelId), Meant>,
    new_values: Vec<usize>,
    work: Option<Work>,
}

/// The list that the clerk read.
pub(super) struct Read {
    ticket: Ticket,
    table: Table,
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Register, Page::RegisterImport, Duty::KeepRegister),
    open: Inner::open_import,
    lock: Inner::stop_importing,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<ImportAdapter>();
    page.on_choose(called(inner, |inner| inner.choose_import_list()));
    page.on_next(called(inner, |inner| inner.go_on_importing()));
    page.on_back(called(inner, |inner| inner.go_back_importing()));
    page.on_stop(called(inner, |inner| {
        if let Some(work) = &inner.state.borrow().office.import.work {
            work.stop();
        }
    }));
    page.on_again(called(inner, |inner| inner.open_import()));
    page.on_state_forms(called(inner, |inner| {
        let page = inner.app.global::<ImportAdapter>();
        inner.state.borrow_mut().office.import.terms.forms_held = page.shown().forms_held;
        inner.ask_for_preview();
    }));
    page.on_given_on(calling(inner, |inner, text: SharedString| {
        let day = crate::domain::mis::dates::read(&text);
        let is_wrong = day.is_none() && !text.trim().is_empty();
        inner.on::<ImportAdapter>(|it| it.given_on_is_wrong = is_wrong);
        inner
            .state
            .borrow_mut()
            .office
            .import
            .terms
            .mapping
            .given_on = day;
    }));
    page.on_signatory(calling(inner, |inner, text: SharedString| {
        let mut state = inner.state.borrow_mut();
        state.office.import.terms.mapping.signatory = text.to_string();
    }));
    columns::connect(inner);
    preview::connect(inner);
}

impl Inner {
    pub(super) fn open_import(self: &Rc<Inner>) {
        self.stop_importing();
        self.state.borrow_mut().office.import = Remembered::default();
        self.clear::<ImportAdapter>();
        self.go(Page::RegisterImport);
    }

    /// Whatever was under way stops.
    fn stop_importing(&self) {
        if let Some(work) = &self.state.borrow().office.import.work {
            work.stop();
        }
    }

    fn choose_import_list(self: &Rc<Inner>) {
        let title = self.app.global::<Say>().invoke_choose_list();
        let wanted = Wanted::File(&["csv", "tsv", "txt", "xlsx"]);
        self.choose_place(
            title,
            wanted,
            Box::new(|inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
                if let Some(file) = chosen.into_iter().next() {
                    inner.read_list(file);
                }
            }),
        );
    }

    fn read_list(&self, file: PlaceId) {
        self.on::<ImportAdapter>(|it| it.file_name = file.name().into());
        self.begin_work(import::Ask::Read(file));
    }

    /// Something long begins, and can be stopped.
    fn begin_work(&self, ask: import::Ask) {
        self.on::<ImportAdapter>(|it| {
            it.trouble = "".into();
            it.working = "".into();
            it.progress = 0.0;
            it.is_working = true;
        });
        let work = Work::begin(&self.clerk, Ask::Import(ask));
        self.state.borrow_mut().office.import.work = Some(work);
    }

    fn go_on_importing(self: &Rc<Inner>) {
        let page = self.app.global::<ImportAdapter>();
        match page.shown().step {
            step::COLUMNS => {
                let fault = {
                    let state = self.state.borrow();
                    let import = &state.office.import;
                    let list = import.list.as_ref();
                    list.and_then(|list| import.terms.mapping.fault(&list.table))
                };
                match fault {
                    Some(fault) => page.edit(|it| it.trouble = self.fault_words(&fault)),
                    None => {
                        page.edit(|it| {
                            it.trouble = "".into();
                            it.open_column = 0;
                        });
                        if self.show_values() {
                            page.edit(|it| it.step = step::VALUES);
                        } else {
                            self.ask_for_preview();
                        }
                    }
                }
            }
            step::VALUES if !page.shown().given_on_is_wrong => self.ask_for_preview(),
            step::PREVIEW => self.do_import(),
            _ => {}
        }
    }

    fn go_back_importing(self: &Rc<Inner>) {
        let page = self.app.global::<ImportAdapter>();
        page.edit(|it| it.trouble = "".into());
        match page.shown().step {
            step::PREVIEW if self.show_values() => page.edit(|it| it.step = step::VALUES),
            step::PREVIEW | step::VALUES => page.edit(|it| it.step = step::COLUMNS),
            _ => self.open_import(),
        }
    }

    /// Asks what would change by what has been said so far.
    pub(in crate::screens) fn ask_for_preview(&self) {
        let ask = {
            let state = self.state.borrow();
            let import = &state.office.import;
            let list = import.list.as_ref();
            list.map(|list| import::Ask::Preview(list.ticket, Box::new(import.terms.clone())))
        };
        if let Some(ask) = ask {
            self.begin_work(ask);
        }
    }

    fn do_import(&self) {
        let asked = {
            let state = self.state.borrow();
            let import = &state.office.import;
            let confirmed = |preview: &Preview| {
                Box::new(Confirmed {
                    preview: preview.id.clone(),
                    turns: import.turns.clone(),
                    leavers: import.leavers.clone(),
                    gone: import.gone.clone(),
                })
            };
            let confirmed = import.preview.as_deref().map(confirmed);
            import
                .list
                .as_ref()
                .zip(confirmed)
                .map(|(list, confirmed)| {
                    import::Ask::Import(list.ticket, Box::new(import.terms.clone()), confirmed)
                })
        };
        if let Some(asked) = asked {
            self.begin_work(asked);
        }
    }

    pub(super) fn hear_import(self: &Rc<Inner>, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<ImportAdapter>();
        match told {
            Told::Progress(progress) => self.show_import_progress(progress),
            Told::Read(Ok(read)) => self.have_list(*read),
            Told::Preview(Ok(preview)) => {
                page.edit(|it| it.is_working = false);
                {
                    let mut state = self.state.borrow_mut();
                    let import = &mut state.office.import;
                    // What was ticked is of this preview or of none.
                    import.turns.retain(|(line, channel)| {
                        let mut turns = preview.plan.turns.iter();
                        turns.any(|turn| turn.yes.line == *line && turn.yes.channel == *channel)
                    });
                    import.gone.retain(|(line, channel), _| {
                        let mut gone = preview.plan.gone.iter();
                        gone.any(|one| one.line == *line && one.channel == *channel)
                    });
                    import.leavers.retain(|id| {
                        let mut absent = preview.plan.absent.iter();
                        absent.any(|entry| entry.person.id == *id)
                    });
                    import.preview = Some(preview);
                }
                self.show_preview();
                page.edit(|it| it.step = step::PREVIEW);
            }
            Told::Done(Ok(account)) => self.have_imported(&account),
            Told::Read(Err(error)) => {
                page.edit(|it| {
                    it.is_working = false;
                    it.step = step::CHOOSE;
                    it.trouble = self.sentence(&error);
                });
            }
            Told::Preview(Err(error)) | Told::Done(Err(error)) => {
                page.edit(|it| {
                    it.is_working = false;
                    it.trouble = match &error {
                        Trouble::Import(NotImported::Mapping(fault)) => self.fault_words(fault),
                        Trouble::Import(NotImported::Unsettled { .. }) => {
                            self.app.global::<Say>().invoke_import_unsettled()
                        }
                        other => self.sentence(other),
                    };
                });
            }
        }
    }

    fn have_list(&self, read: ReadList) {
        let page = self.app.global::<ImportAdapter>();
        page.edit(|it| {
            it.is_working = false;
            it.is_remembered = read.proposal.is_remembered;
            it.has_new_values = !read.proposal.has_new_values.is_empty();
            it.row_count = whole(read.table.rows.len());
            it.signatory_text = read.proposal.mapping.signatory.as_str().into();
        });
        {
            let mut state = self.state.borrow_mut();
            let is_head = state.me.as_ref().is_some_and(|me| me.role == Role::Head);
            page.edit(|it| it.may_state_forms = is_head);
            state.office.import = Remembered {
                list: Some(Read {
                    ticket: read.list,
                    table: read.table,
                }),
                terms: Terms {
                    mapping: read.proposal.mapping,
                    ..Terms::default()
                },
                channels: read.channels,
                new_values: read.proposal.has_new_values,
                ..Remembered::default()
            };
        }
        self.show_columns();
        page.edit(|it| it.step = step::COLUMNS);
    }

    fn have_imported(&self, account: &Account) {
        self.on::<ImportAdapter>(|it| {
            it.is_working = false;
            it.done_joined = whole(account.added);
            it.done_changed = whole(account.changed);
            it.done_left = whole(account.left);
            it.done_answers = whole(account.answers);
            it.done_left_out = whole(account.left_out);
            it.done_take_downs = whole(account.take_downs);
            it.rows = model([]);
            it.step = step::DONE;
        });
        self.state.borrow_mut().office.import = Remembered::default();
        self.clerk
            .ask(Ask::Office(crate::clerk::office::Ask::Counts));
    }

    fn show_import_progress(&self, progress: Progress) {
        let (page, say) = (self.app.global::<ImportAdapter>(), self.app.global::<Say>());
        let part = |done: usize, of: usize| match u32::try_from(done * 1_000 / of.max(1)) {
            Ok(thousandths) => thousandths as f32 / 1_000.0,
            Err(_) => 1.0,
        };
        let (words, far) = match progress {
            Progress::Reading(rows) => (say.invoke_import_reading(whole(rows)), 0.0),
            Progress::Comparing(done, of) => (
                say.invoke_import_comparing(whole(done), whole(of)),
                part(done, of),
            ),
            Progress::Writing(done, of) => (
                say.invoke_import_writing(whole(done), whole(of)),
                part(done, of),
            ),
        };
        page.edit(|it| {
            it.working = words;
            it.progress = far;
        });
    }
}
