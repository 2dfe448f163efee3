//! The office's lists, and a group's wall.

use crate::clerk::Came;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::{date, model};
use super::page::{Screen, Shows as _, below, off_the_rail};
use super::saving::{Head, List};
use super::state::Work;
use super::{
    Inner, ListRow, ListsAdapter, ListsState, Page, Say, SayAfter, SayAnswers, called, calling,
};
use crate::acts::register_lists::{ListKind, Row, WallList};
use crate::clerk::Ask;
use crate::clerk::register::{self, OldEvidence};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::staff::Duty;

/// Rows that are shown at most.
const MOST_ROWS: usize = 200;

/// The list on the screen, whole.
#[derive(Default)]
pub(super) struct Remembered {
    rows: Vec<ListRow>,
    /// The looking through old evidence.
    looking: Option<Work>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Register, Page::Lists, Duty::KeepRegister),
    open: Inner::open_lists,
    lock: Inner::stop_looking_through,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let lists = inner.app.global::<ListsAdapter>();
    lists.on_choose(calling(inner, |inner, kind| inner.choose_list(kind)));
    lists.on_choose_group(calling(inner, |inner, group: SharedString| {
        inner.on::<ListsAdapter>(|it| it.group = group.clone());
        inner.choose_list(4);
    }));
    lists.on_save(called(inner, |inner| inner.save_register_list()));
    lists.on_open(calling(inner, |inner, id: SharedString| {
        inner.open_person(&PersonId(id.to_string()), Page::Lists);
    }));
}

impl Inner {
    pub(super) fn open_lists(self: &Rc<Inner>) {
        let kind = self.shown::<ListsAdapter>().kind;
        // Which groups there are.
        self.clerk.ask(Ask::Groups);
        self.choose_list(kind);
        self.go(Page::Lists);
    }

    fn stop_looking_through(&self) {
        self.state.borrow_mut().office.lists.looking = None;
    }

    fn choose_list(&self, kind: i32) {
        self.stop_looking_through();
        let lists = self.app.global::<ListsAdapter>();
        lists.edit(|it| {
            it.looking = "".into();
            it.is_ready = false;
            if it.kind != kind {
                it.kind = kind;
                it.rows = model([]);
                it.left_out = 0;
                self.state.borrow_mut().office.lists = Remembered::default();
            }
        });
        let ask = match kind {
            1 => register::Ask::Report(ListKind::EndingSoon, None),
            2 => register::Ask::Report(ListKind::Lapsed, None),
            3 => register::Ask::Report(ListKind::Refused, None),
            4 => {
                let groups: Vec<SharedString> = {
                    let state = self.state.borrow();
                    let groups = state.groups.iter();
                    groups.map(|group| group.name.as_str().into()).collect()
                };
                let chosen = lists.shown().group;
                let group = match groups.iter().find(|group| **group == chosen) {
                    Some(_) => Some(chosen),
                    None => groups.first().cloned(),
                };
                lists.edit(|it| it.groups = model(groups));
                let Some(group) = group else {
                    return lists.edit(|it| it.is_ready = true);
                };
                lists.edit(|it| it.group = group.clone());
                register::Ask::Wall(group.to_string())
            }
            5 => register::Ask::Report(ListKind::NoLastDay, None),
            6 => register::Ask::Report(ListKind::NoBirthDate, None),
            7 => {
                let ask = Ask::Register(register::Ask::OldEvidence);
                let looking = Work::begin(&self.clerk, ask);
                self.state.borrow_mut().office.lists.looking = Some(looking);
                return;
            }
            _ => register::Ask::Report(ListKind::Unanswered, None),
        };
        self.clerk.ask(Ask::Register(ask));
    }

    pub(super) fn hear_report(self: &Rc<Inner>, kind: ListKind, told: Came<Vec<Row>>) {
        let rows = match told {
            Ok(rows) => rows,
            Err(error) => return self.hear_trouble(&error),
        };
        let shown = match kind {
            ListKind::Unanswered => 0,
            ListKind::EndingSoon => 1,
            ListKind::Lapsed => 2,
            ListKind::Refused => 3,
            ListKind::NoLastDay => 5,
            ListKind::NoBirthDate => 6,
        };
        let lists = self.app.global::<ListsAdapter>();
        if lists.shown().kind != shown {
            return;
        }
        let left_out = rows.len().saturating_sub(MOST_ROWS);
        lists.edit(|it| it.left_out = i32::try_from(left_out).unwrap_or(i32::MAX));
        let say = self.app.global::<SayAnswers>();
        let missing = match kind {
            ListKind::NoLastDay => say.invoke_no_last_day(),
            ListKind::NoBirthDate => say.invoke_no_birth_date(),
            ListKind::Unanswered | ListKind::EndingSoon | ListKind::Lapsed | ListKind::Refused => {
                SharedString::default()
            }
        };
        let list_row = |row: &Row| match row.places.is_empty() {
            true => ListRow {
                places: missing.clone(),
                ..self.list_row(row)
            },
            false => self.list_row(row),
        };
        self.show_register_list(rows.iter().map(list_row).collect());
    }

    pub(super) fn hear_old_evidence(self: &Rc<Inner>, told: Came<OldEvidence>) {
        let found = match told {
            Ok(found) => found,
            Err(error) => return self.hear_trouble(&error),
        };
        let lists = self.app.global::<ListsAdapter>();
        if lists.shown().kind != 7 {
            return;
        }
        let say = self.app.global::<SayAnswers>();
        let words = match i32::try_from(found.left) {
            Ok(0) => SharedString::default(),
            left => say.invoke_looking_through(left.unwrap_or(i32::MAX)),
        };
        let rows = found.unseen.iter().map(|form| ListRow {
            id: form.person.0.as_str().into(),
            name: form.name.as_str().into(),
            group: form.group.as_str().into(),
            places: say.invoke_cannot_be_seen(date(&self.app, form.kept_at.date_naive())),
        });
        let left_out = found.unseen.len().saturating_sub(MOST_ROWS);
        lists.edit(|it| it.left_out = i32::try_from(left_out).unwrap_or(i32::MAX));
        self.show_register_list(rows.collect());
        lists.edit(|it| {
            it.looking = words;
            it.is_ready = found.left == 0;
        });
    }

    fn list_row(&self, row: &Row) -> ListRow {
        let say = self.app.global::<Say>();
        let places: Vec<String> = row
            .places
            .iter()
            .map(|line| {
                let name = line.channel.name.as_str();
                match line.until {
                    Some(last) => say
                        .invoke_until(name.into(), date(&self.app, last))
                        .to_string(),
                    None => name.to_owned(),
                }
            })
            .collect();
        let kind = match row.kind {
            PersonKind::Child => 0,
            PersonKind::Staff => 1,
            PersonKind::Visitor => 2,
        };
        ListRow {
            id: row.person.0.as_str().into(),
            name: row.name.as_str().into(),
            group: say.invoke_entry(kind, row.group.as_str().into()),
            places: places.join(", ").into(),
        }
    }

    pub(super) fn hear_wall(self: &Rc<Inner>, told: Came<WallList>) {
        let list = match told {
            Ok(list) => list,
            Err(error) => return self.hear_trouble(&error),
        };
        let lists = self.app.global::<ListsAdapter>();
        let shown = lists.shown();
        if shown.kind != 4 || shown.group != list.group.as_str() {
            return;
        }
        let words = self.app.global::<Say>().invoke_no_photos();
        lists.edit(|it| it.left_out = 0);
        let rows = list.names.iter().map(|name| ListRow {
            id: SharedString::default(),
            name: name.as_str().into(),
            group: SharedString::default(),
            places: words.clone(),
        });
        self.show_register_list(rows.collect());
    }

    fn show_register_list(&self, rows: Vec<ListRow>) {
        self.on::<ListsAdapter>(|it| {
            it.rows = model(rows.iter().take(MOST_ROWS).cloned());
            it.is_ready = true;
        });
        self.state.borrow_mut().office.lists.rows = rows;
    }

    /// All of the list, also what the screen leaves out. A wall gets names and "no photos" alone.
    fn save_register_list(&self) {
        let ListsState { kind, group, .. } = self.shown::<ListsAdapter>();
        let is_wall = kind == 4;
        let rows = {
            let state = self.state.borrow();
            let rows = state.office.lists.rows.iter();
            let words = |row: &ListRow| match is_wall {
                true => vec![row.name.to_string(), row.places.to_string()],
                false => vec![
                    row.name.to_string(),
                    row.group.to_string(),
                    row.places.to_string(),
                ],
            };
            rows.map(words).collect()
        };
        let title = self.app.global::<SayAfter>().invoke_list_title(kind, group);
        self.save_list(List {
            title,
            file: if is_wall {
                "no-photos"
            } else {
                "register-list"
            },
            columns: match is_wall {
                true => vec![(Head::Name, 1), (Head::Says, 1)],
                false => vec![(Head::Name, 3), (Head::Group, 2), (Head::Where, 5)],
            },
            rows,
        });
    }
}
