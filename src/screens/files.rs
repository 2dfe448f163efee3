//! Checking files that somebody found. What is shown is gone with the page; nothing of a file stays.

use crate::places::PlaceId;
use std::rc::Rc;

use slint::{ComponentHandle, Model, VecModel};

use super::mapping::{date, whole};
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::places::Wanted;
use super::state::Work;
use super::{Asked, CheckFileAdapter, FileRow, Inner, Page, Places, SayAfter, Shell, Tone, called};
use crate::acts::recognise::{Match, MayBeOut};
use crate::clerk::Ask;
use crate::clerk::files::{self, Answer, Ours, Row, Told};
use crate::domain::staff::Duty;

/// Rows that are shown; who looks at more looks at a folder of fewer.
const MOST_ROWS: usize = 200;

/// What is under way.
#[derive(Default)]
pub(super) struct Remembered {
    work: Option<Work>,
    looked_at: usize,
    ours: usize,
    may_not: usize,
    not_ours: usize,
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Releases, Page::CheckFile, Duty::Look),
    open: Inner::open_files,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<CheckFileAdapter>();
    page.on_choose(called(inner, |inner| {
        let title = inner.app.global::<SayAfter>().invoke_which_file();
        let then = |inner: &Rc<Inner>, chosen: Vec<PlaceId>| inner.check_files(chosen);
        inner.choose_place(title, Wanted::FileOrFolder, Box::new(then));
    }));
    page.on_stop(called(inner, |inner| {
        if let Some(work) = &inner.state.borrow().office.files.work {
            work.stop();
        }
    }));
}

impl Inner {
    pub(super) fn open_files(self: &Rc<Inner>) {
        self.go(Page::CheckFile);
    }

    /// Files that were let go over the window: checked as if they had been chosen, where they could have
    /// been. Anywhere else, behind the lock or a question, or while others are looked at, nothing
    /// happens, and nothing is opened.
    pub(super) fn catch_files(&self, dropped: Vec<PlaceId>) {
        let page = self.app.global::<CheckFileAdapter>();
        let is_free = {
            let state = self.state.borrow();
            let may_choose = state.me.is_some() && state.page == Page::CheckFile;
            may_choose && state.office.files.work.is_none()
        };
        let is_asked =
            self.shown::<Shell>().asked != Asked::Nothing || self.shown::<Places>().is_open;
        if dropped.is_empty() || !is_free || is_asked || !page.get_takes_drops() {
            return;
        }
        self.somebody_is_here();
        self.check_files(dropped);
    }

    fn check_files(&self, paths: Vec<PlaceId>) {
        self.clear::<CheckFileAdapter>();
        let say = self.app.global::<SayAfter>();
        self.on::<CheckFileAdapter>(|it| {
            it.working = say.invoke_checking(0, i32::try_from(paths.len()).unwrap_or(i32::MAX));
            it.part = -1.0;
        });
        let work = Work::begin(&self.clerk, Ask::Files(files::Ask::Check(paths)));
        self.state.borrow_mut().office.files = Remembered {
            work: Some(work),
            ..Remembered::default()
        };
    }

    pub(super) fn hear_files(&self, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<CheckFileAdapter>();
        let say = self.app.global::<SayAfter>();
        match told {
            Told::Preparing(left) => {
                page.edit(|it| it.working = say.invoke_older_first(whole(left)))
            }
            Told::File { row, done, of } => {
                page.edit(|it| {
                    it.working = say.invoke_checking(whole(done), whole(of));
                    it.part = done as f32 / of.max(1) as f32;
                });
                self.show_file(&row);
            }
            Told::Done { left } => {
                page.edit(|it| {
                    it.working = "".into();
                    it.summary = self.files_summary(left).into();
                });
                self.state.borrow_mut().office.files.work = None;
            }
            Told::Trouble(error) => {
                page.edit(|it| {
                    it.working = "".into();
                    it.trouble = self.sentence(&error);
                });
                self.state.borrow_mut().office.files.work = None;
            }
        }
    }

    fn files_summary(&self, left: usize) -> String {
        let say = self.app.global::<SayAfter>();
        let state = self.state.borrow();
        let files = &state.office.files;
        let mut parts = vec![say.invoke_looked_at(whole(files.looked_at)).to_string()];
        parts.push(
            say.invoke_of_ours(whole(files.ours), whole(files.may_not))
                .to_string(),
        );
        parts.push(say.invoke_not_ours_count(whole(files.not_ours)).to_string());
        if left > 0 {
            parts.push(say.invoke_left_out(whole(left)).to_string());
        }
        parts.join(" · ")
    }

    fn show_file(&self, row: &Row) {
        let is_ours = matches!(row.answer, Answer::Ours { .. });
        let shown = self.file_row(row);
        {
            let mut state = self.state.borrow_mut();
            let files = &mut state.office.files;
            files.looked_at += 1;
            match &row.answer {
                Answer::Ours { photos } => {
                    files.ours += 1;
                    files.may_not += usize::from(!photos.iter().all(|one| one.may_be_out));
                }
                Answer::NotOurs | Answer::NothingToSee | Answer::NoPicture => files.not_ours += 1,
                Answer::LooksLike { .. } | Answer::Unreadable(_) => {}
            }
        }
        let page = self.app.global::<CheckFileAdapter>();
        let rows = page.shown().rows;
        // What is ours comes first, in the order of looking.
        let place = match is_ours {
            true => rows.iter().filter(|row| row.is_ours).count(),
            false => rows.row_count(),
        };
        let mut all: Vec<FileRow> = rows.iter().collect();
        all.insert(place.min(all.len()), shown);
        all.truncate(MOST_ROWS);
        page.edit(|it| it.rows = slint::ModelRc::new(VecModel::from(all)));
    }

    fn file_row(&self, row: &Row) -> FileRow {
        let say = self.app.global::<SayAfter>();
        let (says, tone, lines) = match &row.answer {
            Answer::Ours { photos } if photos.iter().all(|one| one.may_be_out) => {
                (say.invoke_ours_may(), Tone::Good, self.ours_lines(photos))
            }
            Answer::Ours { photos } => (
                say.invoke_ours_may_not(),
                Tone::Bad,
                self.ours_lines(photos),
            ),
            Answer::LooksLike { photos } => {
                (say.invoke_looks_like(), Tone::Care, self.ours_lines(photos))
            }
            Answer::NotOurs => (say.invoke_not_ours(), Tone::Idle, String::new()),
            Answer::NothingToSee => (say.invoke_nothing_to_see(), Tone::Idle, String::new()),
            Answer::NoPicture => (say.invoke_no_picture(), Tone::Idle, String::new()),
            Answer::Unreadable(why) => (
                say.invoke_no_picture(),
                Tone::Care,
                self.sentence(why).into(),
            ),
        };
        FileRow {
            name: row.name.as_str().into(),
            says,
            tone,
            lines: lines.into(),
            is_ours: matches!(row.answer, Answer::Ours { .. }),
        }
    }

    fn ours_lines(&self, photos: &[Ours]) -> String {
        let say = self.app.global::<SayAfter>();
        let mut lines = Vec::new();
        for photo in photos {
            let day = date(&self.app, photo.taken);
            let taken = match photo.occasion.as_str() {
                "" => day,
                occasion => format!("{day} ({occasion})").into(),
            };
            lines.push(match (photo.is_original, photo.by) {
                (true, _) => say.invoke_is_original(taken),
                (false, Match::Bytes) => say.invoke_photo_of(0, taken),
                (false, Match::Sight(_)) => say.invoke_photo_of(1, taken),
                (false, Match::Alike(_)) => say.invoke_photo_of(2, taken),
            });
            if photo.is_erased {
                lines.push(say.invoke_was_erased());
            }
            if photo.copies.is_empty() {
                lines.push(say.invoke_never_released());
            }
            for copy in &photo.copies {
                let channel = copy.channel.as_str().into();
                let since = date(&self.app, copy.since);
                lines.push(match &copy.may_be_out {
                    MayBeOut::Yes { until } => {
                        let until = until.map(|day| date(&self.app, day));
                        say.invoke_copy_may(channel, since, until.unwrap_or_default())
                    }
                    MayBeOut::MustComeDown { due, .. } => {
                        say.invoke_copy_must(channel, since, date(&self.app, *due))
                    }
                    MayBeOut::WasTakenDown { on } => {
                        say.invoke_copy_left(channel, date(&self.app, *on))
                    }
                });
                lines.push(say.invoke_rests_on(whole(copy.permissions)));
            }
        }
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }
}
