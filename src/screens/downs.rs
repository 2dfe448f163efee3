//! Take-downs: what must come down, by when, and the word that it is gone.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{clock, date, model};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::saving::{Head, List};
use super::shell::Sure;
use super::{DownRow, Inner, Page, Say, SayAfter, TakeDownAdapter, called, calling};
use crate::acts::take_down::Whereabouts;
use crate::clerk::downs::{self, Down, Downs, Told};
use crate::clerk::{Ask, office};
use crate::domain::ids::ReleaseId;
use crate::domain::release::OutletKind;
use crate::domain::staff::Duty;

/// What the page shows.
#[derive(Default)]
pub(super) struct Remembered {
    shown: Option<Downs>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::TakeDown, Duty::Look),
    open: Inner::open_downs,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<TakeDownAdapter>();
    page.on_confirm(calling(inner, |inner, id: SharedString| {
        inner.confirm_down(&id);
    }));
    page.on_delete(calling(inner, |inner, id: SharedString| {
        inner.delete_copy(&id);
    }));
    page.on_save(called(inner, |inner| inner.save_downs()));
}

impl Inner {
    pub(super) fn open_downs(self: &Rc<Inner>) {
        self.on::<TakeDownAdapter>(|it| it.trouble = "".into());
        self.clerk.ask(Ask::Downs(downs::Ask::List));
        self.go(Page::TakeDown);
    }

    fn down(&self, id: &str) -> Option<Down> {
        let state = self.state.borrow();
        let shown = state.office.downs.shown.as_ref()?;
        shown.to_do.iter().find(|one| one.id.0 == id).cloned()
    }

    fn confirm_down(&self, id: &str) {
        let Some(down) = self.down(id) else {
            return;
        };
        let say = self.app.global::<SayAfter>();
        let me = self.state.borrow().me.as_ref().map(|me| me.name.clone());
        let sure = Sure {
            title: say.invoke_is_gone(down.channel.as_str().into()),
            text: say.invoke_is_gone_means(me.unwrap_or_default().into()),
            yes: say.invoke_is_gone_yes(),
            no: say.invoke_is_gone_no(),
            is_grave: false,
        };
        self.ask_down(sure, down.id, false);
    }

    fn delete_copy(&self, id: &str) {
        let Some(down) = self.down(id) else {
            return;
        };
        let say = self.app.global::<SayAfter>();
        let (file, place) = (down.file.as_str().into(), down.place.as_str().into());
        let sure = Sure {
            title: say.invoke_delete_copy(down.channel.as_str().into()),
            text: say.invoke_delete_copy_means(file, place),
            yes: say.invoke_delete_copy_yes(),
            no: self.app.global::<Say>().invoke_leave_as_is(),
            is_grave: true,
        };
        self.ask_down(sure, down.id, true);
    }

    fn ask_down(&self, sure: Sure, release: ReleaseId, delete: bool) {
        self.ask_sure(sure, move |inner| {
            let release = release.clone();
            inner
                .clerk
                .ask(Ask::Downs(downs::Ask::Confirm { release, delete }));
            inner.clerk.ask(Ask::Office(office::Ask::Counts));
        });
    }

    pub(super) fn hear_downs(self: &Rc<Inner>, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let page = self.app.global::<TakeDownAdapter>();
        match told {
            Told::Done => {
                page.edit(|it| it.trouble = "".into());
                self.page_is_off(None);
            }
            Told::Trouble(error) => {
                page.edit(|it| it.trouble = self.sentence(&error));
                self.page_is_off(Some(self.sentence(&error)));
            }
            Told::List(Err(error)) if error.is_shut_out() => {}
            Told::List(Err(error)) => page.edit(|it| it.trouble = self.sentence(&error)),
            Told::List(Ok(downs)) => {
                page.edit(|it| {
                    it.may_confirm = downs.may_confirm;
                    let rows = downs.to_do.iter().map(|down| self.down_row(down, &downs));
                    it.rows = model(rows.collect::<Vec<_>>());
                    let say = self.app.global::<SayAfter>();
                    it.done = model(downs.done.iter().map(|gone| {
                        say.invoke_down_done(
                            gone.channel.as_str().into(),
                            gone.file.as_str().into(),
                            gone.by.as_str().into(),
                            clock(&self.app, gone.at),
                        )
                    }));
                });
                self.state.borrow_mut().office.downs.shown = Some(*downs);
            }
        }
    }

    fn down_row(&self, down: &Down, downs: &Downs) -> DownRow {
        let say = self.app.global::<SayAfter>();
        let left = down.due.signed_duration_since(downs.today).num_days();
        let left = i32::try_from(left).unwrap_or(i32::MIN);
        let day = date(&self.app, down.due);
        let why = if down.has_no_channel {
            say.invoke_no_channel().to_string()
        } else if !downs.tells_why {
            say.invoke_office_knows().to_string()
        } else {
            let lines = down.why.iter().map(|(reason, name)| {
                let words = say.invoke_reason(reason.code().into());
                say.invoke_about(name.as_str().into(), words).to_string()
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        let since = date(&self.app, down.out_since);
        let (file, place) = (down.file.as_str().into(), down.place.as_str().into());
        DownRow {
            id: down.id.0.as_str().into(),
            channel: down.channel.as_str().into(),
            due: say.invoke_due(day, left),
            is_late: left <= 0,
            why: why.into(),
            place: match down.outlet {
                OutletKind::Zip => say.invoke_in_archive(file, place, since),
                OutletKind::Print => say.invoke_on_paper(file, place, since),
                OutletKind::Folder => say.invoke_in_folder(file, place, since),
            },
            seen: say.invoke_seen(match down.whereabouts {
                Whereabouts::There => 0,
                Whereabouts::Exchanged => 1,
                Whereabouts::Gone | Whereabouts::NoFile => 2,
                Whereabouts::OutOfReach => 3,
                Whereabouts::Unreadable => 4,
                Whereabouts::OnPaper => 5,
            }),
            is_there: down.whereabouts == Whereabouts::There && down.outlet == OutletKind::Folder,
        }
    }

    fn save_downs(&self) {
        let state = self.state.borrow();
        let Some(downs) = &state.office.downs.shown else {
            return;
        };
        let rows = downs.to_do.iter().map(|down| {
            let row = self.down_row(down, downs);
            vec![
                String::new(),
                format!("{} · {}", row.channel, row.due),
                row.why.to_string(),
                row.place.to_string(),
                row.seen.to_string(),
            ]
        });
        let say = self.app.global::<SayAfter>();
        let list = List {
            title: say.invoke_down_list(date(&self.app, downs.today)),
            file: "take-down-list",
            columns: vec![
                (Head::Done, 1),
                (Head::By, 3),
                (Head::Why, 3),
                (Head::Where, 4),
                (Head::Seen, 2),
            ],
            rows: rows.collect(),
        };
        drop(state);
        self.save_list(list);
    }
}
