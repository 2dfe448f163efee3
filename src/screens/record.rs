//! The record: looked through, verified, and taken out of the house. Long work is stopped by its
//! button, by leaving, and by the lock.

use crate::places::PlaceId;
use std::rc::Rc;

use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

use super::mapping::{clock, model, whole};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::places::Wanted;
use super::state::Work;
use super::{
    Inner, Page, RecordAdapter, RecordLine, RecordPerson, SayAfter, Tone, called, calling,
};
use crate::acts::trail::TrailForm;
use crate::acts::verify::{Progress, Proof};
use crate::clerk::Ask;
use crate::clerk::record::{self, Filter, Line, Told};
use crate::domain::ids::{StaffId, short};
use crate::domain::staff::Duty;

/// Entries that a page holds: who wants older ones says what is sought.
const MOST_LINES: usize = 1_000;
/// Findings that are shown.
const MOST_FINDINGS: usize = 50;

/// What acts begin with, by the page's choice of what was done.
const KINDS: &[&[&str]] = &[
    &[],
    &["permission.", "evidence.", "slip.", "mis."],
    &["photo.", "erased", "sight."],
    &["release."],
    &["person.", "attendance."],
    &[
        "staff.", "device.", "camera.", "school.", "policy.", "rules.", "date.", "record.",
    ],
    &["sign-in."],
    &["incident."],
];
/// The last so many days, by the page's choice of when.
const DAYS: &[Option<u64>] = &[None, Some(1), Some(7), Some(30)];

/// What is looked at.
#[derive(Default)]
pub(super) struct Remembered {
    filter: Filter,
    oldest: Option<u64>,
    work: Option<Work>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Record, Duty::Verify),
    open: Inner::open_record,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<RecordAdapter>();
    page.on_choose_by(calling(inner, |inner, id: SharedString| {
        inner.on::<RecordAdapter>(|it| it.by = id);
        inner.look_through();
    }));
    page.on_choose_what(calling(inner, |inner, what: i32| {
        inner.on::<RecordAdapter>(|it| it.about_what = what);
        inner.look_through();
    }));
    page.on_choose_when(calling(inner, |inner, when: i32| {
        inner.on::<RecordAdapter>(|it| it.when = when);
        inner.look_through();
    }));
    page.on_look(called(inner, |inner| inner.look_through()));
    page.on_more(called(inner, |inner| {
        let (filter, before) = {
            let state = inner.state.borrow();
            let record = &state.office.record;
            (record.filter.clone(), record.oldest)
        };
        inner
            .clerk
            .ask(Ask::Record(record::Ask::List { filter, before }));
    }));
    page.on_toggle_filters(called(inner, |inner| {
        let page = inner.app.global::<RecordAdapter>();
        page.edit(|it| it.shows_filters = !it.shows_filters);
    }));
    page.on_verify(called(inner, |inner| {
        let words = inner.app.global::<SayAfter>().invoke_reading_entries(0, 0);
        inner.on::<RecordAdapter>(|it| it.working = words);
        inner.begin_record_work(record::Ask::Verify);
    }));
    page.on_stop(called(inner, |inner| inner.stop_record_work()));
    page.on_save_sheet(called(inner, |inner| inner.save_record(TrailForm::Csv)));
    page.on_save_lines(called(inner, |inner| {
        inner.save_record(TrailForm::JsonLines)
    }));
}

impl Inner {
    pub(super) fn open_record(self: &Rc<Inner>) {
        self.look_through();
        self.go(Page::Record);
    }

    fn look_through(&self) {
        let page = self.app.global::<RecordAdapter>();
        page.edit(|it| it.trouble = "".into());
        let asked = page.shown();
        let chosen = |place: i32| usize::try_from(place).unwrap_or(0);
        let by = &asked.by;
        let filter = Filter {
            by: (!by.is_empty()).then(|| StaffId(by.to_string())),
            acts: KINDS
                .get(chosen(asked.about_what))
                .map(|acts| acts.iter().map(|act| (*act).to_owned()).collect())
                .unwrap_or_default(),
            about: asked.sought.to_string(),
            days: DAYS.get(chosen(asked.when)).copied().flatten(),
        };
        self.state.borrow_mut().office.record.filter = filter.clone();
        let before = None;
        self.clerk
            .ask(Ask::Record(record::Ask::List { filter, before }));
    }

    /// Nobody waits behind it any longer.
    pub(super) fn stop_record_work(&self) {
        if let Some(work) = &self.state.borrow().office.record.work {
            work.stop();
        }
    }

    fn begin_record_work(&self, ask: record::Ask) {
        self.on::<RecordAdapter>(|it| {
            it.proof = "".into();
            it.findings = "".into();
            it.trouble = "".into();
            it.part = -1.0;
        });
        let work = Work::begin(&self.clerk, Ask::Record(ask));
        self.state.borrow_mut().office.record.work = Some(work);
    }

    fn save_record(&self, form: TrailForm) {
        let title = self.app.global::<SayAfter>().invoke_where_to_save();
        let then = move |inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
            let Some(folder) = chosen.into_iter().next() else {
                return;
            };
            let filter = inner.state.borrow().office.record.filter.clone();
            let words = inner.app.global::<SayAfter>().invoke_writing(0);
            inner.on::<RecordAdapter>(|it| it.working = words);
            inner.begin_record_work(record::Ask::Save {
                folder,
                filter,
                form,
            });
        };
        self.choose_place(title, Wanted::Folder, Box::new(then));
    }

    pub(super) fn hear_record(&self, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<RecordAdapter>();
        let say = self.app.global::<SayAfter>();
        match told {
            Told::List {
                is_more,
                page: Ok(found),
            } => {
                let people = found.staff.iter().map(|(id, name)| RecordPerson {
                    id: id.0.as_str().into(),
                    name: name.as_str().into(),
                });
                page.edit(|it| it.people = model(people));
                let oldest = found.lines.last().map(|line| line.number);
                let mut lines: Vec<RecordLine> = match is_more {
                    true => page.shown().lines.iter().collect(),
                    false => Vec::new(),
                };
                lines.extend(found.lines.iter().map(|line| self.record_line(line)));
                page.edit(|it| {
                    it.has_more = found.has_more && lines.len() < MOST_LINES;
                    it.lines = ModelRc::new(VecModel::from(lines));
                });
                self.state.borrow_mut().office.record.oldest = oldest;
            }
            Told::List {
                page: Err(error), ..
            } => match error {
                error if error.is_shut_out() => {}
                error => page.edit(|it| it.trouble = self.sentence(&error)),
            },
            Told::Verifying(progress) => self.show_progress(&progress),
            Told::Verified(proof) => {
                page.edit(|it| it.working = "".into());
                match proof {
                    Ok(proof) => self.show_proof(proof.as_ref()),
                    Err(error) => page.edit(|it| it.trouble = self.sentence(&error)),
                }
            }
            Told::Saving(count) => page.edit(|it| it.working = say.invoke_writing(whole(count))),
            Told::Saved(saved) => {
                page.edit(|it| it.working = "".into());
                match saved {
                    Some((path, _)) => self.tell_saved(&path),
                    None => self.tell(say.invoke_not_written(), true),
                }
            }
            Told::Trouble(error) => {
                page.edit(|it| {
                    it.working = "".into();
                    it.trouble = self.sentence(&error);
                });
            }
        }
    }

    fn record_line(&self, line: &Line) -> RecordLine {
        let say = self.app.global::<SayAfter>();
        let when = match &line.at {
            Ok(at) => clock(&self.app, *at),
            Err(written) => written.as_str().into(),
        };
        RecordLine {
            what: say.invoke_act(line.act.as_str().into()),
            who: say.invoke_done_by(line.by.as_str().into(), when),
            subject: mark(&line.subject).into(),
        }
    }

    fn show_progress(&self, progress: &Progress) {
        let say = self.app.global::<SayAfter>();
        let (words, part) = match progress.records_of {
            0 => (
                say.invoke_reading_entries(whole(progress.entries), whole(progress.entries_of)),
                progress.entries as f32 / progress.entries_of.max(1) as f32 * 0.5,
            ),
            of => (
                say.invoke_comparing_records(whole(progress.records), whole(of)),
                0.5 + progress.records as f32 / of as f32 * 0.5,
            ),
        };
        self.on::<RecordAdapter>(|it| {
            it.working = words;
            it.part = part;
        });
    }

    fn show_proof(&self, proof: Option<&Proof>) {
        let page = self.app.global::<RecordAdapter>();
        let say = self.app.global::<SayAfter>();
        let (words, tone) = match proof {
            None => (say.invoke_not_verified(), Tone::Care),
            Some(proof) if proof.is_good() => (
                say.invoke_nothing_changed(whole(proof.entries), whole(proof.records)),
                Tone::Good,
            ),
            Some(proof) => {
                let shown: Vec<&str> = proof
                    .findings
                    .iter()
                    .take(MOST_FINDINGS)
                    .map(String::as_str)
                    .collect();
                page.edit(|it| it.findings = shown.join("\n").into());
                (say.invoke_something_changed(), Tone::Bad)
            }
        };
        page.edit(|it| {
            it.proof = words;
            it.proof_tone = tone;
        });
    }
}

/// What an entry is about, as much of it as tells records apart by eye.
fn mark(subject: &str) -> String {
    match subject.split_once(':') {
        Some((kind, id)) => format!("{kind}:{}", short(id)),
        None => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::Act;

    #[test]
    fn every_act_is_found_by_one_choice_and_by_everything() {
        for act in Act::ALL {
            let word = act.word();
            let by: Vec<_> = KINDS
                .iter()
                .filter(|begins| begins.iter().any(|begin| word.starts_with(begin)))
                .collect();
            assert_eq!(by.len(), 1, "{word}");
        }
    }
}
