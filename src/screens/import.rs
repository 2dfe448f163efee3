//! Taking children and answers over from the MIS: a list is chosen, its columns and values are said,
//! what would change is shown, and only then is it done. The page remembers what was said until it is
//! left or the tablet locks, which stops whatever is under way.

mod asked;
mod columns;
mod preview;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{model, whole};
use super::places::Wanted;
use super::{ImportAdapter, Inner, Page, Say, called, calling};
use crate::acts::ActError;
use crate::acts::import::{Account, Confirmed, List, Preview, Progress};
use crate::clerk::import::{self, ReadList, Told};
use crate::clerk::{Ask, Stop};
use crate::domain::channel::ChannelId;
use crate::domain::mis::NotImported;
use crate::domain::mis::plan::{Meant, Terms};
use crate::domain::person::PersonId;
use crate::domain::photo::Role;

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
    list: Option<Arc<List>>,
    terms: Terms,
    channels: Vec<(ChannelId, String)>,
    preview: Option<Box<Preview>>,
    turns: BTreeSet<(u64, ChannelId)>,
    leavers: BTreeSet<PersonId>,
    gone: BTreeMap<(u64, ChannelId), Meant>,
    new_values: Vec<usize>,
    stop: Stop,
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<ImportAdapter>();
    page.on_choose(called(inner, |inner| inner.choose_import_list()));
    page.on_next(called(inner, |inner| inner.go_on_importing()));
    page.on_back(called(inner, |inner| inner.go_back_importing()));
    page.on_stop(called(inner, |inner| {
        inner.state.borrow().office.import.stop.stop();
    }));
    page.on_again(called(inner, |inner| inner.open_import()));
    page.on_state_forms(called(inner, |inner| {
        let page = inner.app.global::<ImportAdapter>();
        inner.state.borrow_mut().office.import.terms.forms_held = page.get_forms_held();
        inner.ask_for_preview();
    }));
    page.on_given_on(calling(inner, |inner, text: SharedString| {
        let day = crate::domain::mis::dates::read(&text);
        let is_wrong = day.is_none() && !text.trim().is_empty();
        inner
            .app
            .global::<ImportAdapter>()
            .set_given_on_is_wrong(is_wrong);
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

/// No name stays behind the lock, and whatever was under way stops.
pub(super) fn forget(inner: &Inner) {
    {
        let mut state = inner.state.borrow_mut();
        state.office.import.stop.stop();
        state.office.import = Remembered::default();
    }
    let page = inner.app.global::<ImportAdapter>();
    page.set_step(step::CHOOSE);
    page.set_is_working(false);
    page.set_trouble("".into());
    page.set_file_name("".into());
    page.set_open_column(-1);
    page.set_forms_held(false);
    page.set_given_on_is_wrong(false);
    page.set_given_on_text("".into());
    page.set_columns(model([]));
    page.set_values(model([]));
    page.set_rows(model([]));
}

impl Inner {
    pub(super) fn open_import(self: &Rc<Inner>) {
        forget(self);
        self.go(Page::RegisterImport);
    }

    fn choose_import_list(self: &Rc<Inner>) {
        let title = self.app.global::<Say>().invoke_choose_list();
        let wanted = Wanted::File(&["csv", "tsv", "txt", "xlsx"]);
        self.choose_place(
            title,
            wanted,
            Box::new(|inner: &Rc<Inner>, chosen: Vec<PathBuf>| {
                if let Some(file) = chosen.into_iter().next() {
                    inner.read_list(file);
                }
            }),
        );
    }

    fn read_list(&self, file: PathBuf) {
        let name = file.file_name().map(|name| name.to_string_lossy());
        let page = self.app.global::<ImportAdapter>();
        page.set_file_name(name.as_deref().unwrap_or_default().into());
        let stop = self.begin_work();
        self.clerk.ask(Ask::Import(import::Ask::Read(file, stop)));
    }

    /// Something long begins, and can be stopped by what this gives.
    fn begin_work(&self) -> Stop {
        let page = self.app.global::<ImportAdapter>();
        page.set_trouble("".into());
        page.set_working("".into());
        page.set_progress(0.0);
        page.set_is_working(true);
        let stop = Stop::default();
        self.state.borrow_mut().office.import.stop = stop.clone();
        stop
    }

    fn go_on_importing(self: &Rc<Inner>) {
        let page = self.app.global::<ImportAdapter>();
        match page.get_step() {
            step::COLUMNS => {
                let fault = {
                    let state = self.state.borrow();
                    let import = &state.office.import;
                    let list = import.list.as_ref();
                    list.and_then(|list| import.terms.mapping.fault(&list.table))
                };
                match fault {
                    Some(fault) => page.set_trouble(self.fault_words(&fault)),
                    None => {
                        page.set_trouble("".into());
                        page.set_open_column(-1);
                        if self.show_values() {
                            page.set_step(step::VALUES);
                        } else {
                            self.ask_for_preview();
                        }
                    }
                }
            }
            step::VALUES if !page.get_given_on_is_wrong() => self.ask_for_preview(),
            step::PREVIEW => self.do_import(),
            _ => {}
        }
    }

    fn go_back_importing(self: &Rc<Inner>) {
        let page = self.app.global::<ImportAdapter>();
        page.set_trouble("".into());
        match page.get_step() {
            step::PREVIEW if self.show_values() => page.set_step(step::VALUES),
            step::PREVIEW | step::VALUES => page.set_step(step::COLUMNS),
            _ => self.open_import(),
        }
    }

    /// Asks what would change by what has been said so far.
    pub(in crate::screens) fn ask_for_preview(&self) {
        let stop = self.begin_work();
        let (list, terms) = {
            let state = self.state.borrow();
            let import = &state.office.import;
            (import.list.clone(), Box::new(import.terms.clone()))
        };
        if let Some(list) = list {
            self.clerk
                .ask(Ask::Import(import::Ask::Preview(list, terms, stop)));
        }
    }

    fn do_import(&self) {
        let stop = self.begin_work();
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
            import.list.clone().zip(confirmed).map(|(list, confirmed)| {
                import::Ask::Import(list, Box::new(import.terms.clone()), confirmed, stop)
            })
        };
        if let Some(asked) = asked {
            self.clerk.ask(Ask::Import(asked));
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
                page.set_is_working(false);
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
                page.set_step(step::PREVIEW);
            }
            Told::Done(Ok(account)) => self.have_imported(&account),
            Told::Read(Err(error)) => {
                page.set_is_working(false);
                page.set_step(step::CHOOSE);
                page.set_trouble(self.sentence(&error));
            }
            Told::Preview(Err(error)) | Told::Done(Err(error)) => {
                page.set_is_working(false);
                page.set_trouble(match &error {
                    ActError::Import(NotImported::Mapping(fault)) => self.fault_words(fault),
                    ActError::Import(NotImported::Unsettled { .. }) => {
                        self.app.global::<Say>().invoke_import_unsettled()
                    }
                    other => self.sentence(other),
                });
            }
        }
    }

    fn have_list(&self, read: ReadList) {
        let page = self.app.global::<ImportAdapter>();
        page.set_is_working(false);
        page.set_is_remembered(read.proposal.is_remembered);
        page.set_has_new_values(!read.proposal.has_new_values.is_empty());
        page.set_row_count(whole(read.list.table.rows.len()));
        page.set_signatory_text(read.proposal.mapping.signatory.as_str().into());
        {
            let mut state = self.state.borrow_mut();
            let is_head = state.me.as_ref().is_some_and(|me| me.role == Role::Head);
            page.set_may_state_forms(is_head);
            state.office.import = Remembered {
                list: Some(read.list),
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
        page.set_step(step::COLUMNS);
    }

    fn have_imported(&self, account: &Account) {
        let page = self.app.global::<ImportAdapter>();
        page.set_is_working(false);
        page.set_done_joined(whole(account.added));
        page.set_done_changed(whole(account.changed));
        page.set_done_left(whole(account.left));
        page.set_done_answers(whole(account.answers));
        page.set_done_left_out(whole(account.left_out));
        page.set_done_take_downs(whole(account.take_downs));
        page.set_rows(model([]));
        page.set_step(step::DONE);
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
        page.set_working(words);
        page.set_progress(far);
    }
}
