//! The register's list: whom to look among, who was found, and somebody new.

use crate::clerk::Came;
use std::collections::BTreeSet;
use std::rc::Rc;

use slint::{ComponentHandle, Model, SharedString};

use super::mapping::{date, initials_and_colour, model};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::{
    Inner, Page, RegisterAdapter, RegisterChoice, RegisterRow, Say, called, calling, person,
};
use crate::acts::Alike;
use crate::acts::look_up::{Counts, Entry, Whom};
use crate::clerk::Ask;
use crate::clerk::Trouble;
use crate::clerk::register::{self, Listing, NewPerson};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::staff::Duty;

/// Rows that are shown at most: whoever looks for one more types a letter.
const MOST_ROWS: usize = 60;

/// Whom the page looks among.
#[derive(Default)]
pub(super) struct Remembered {
    whom: Whom,
    /// What was asked and has not come: an answer to an older search is no answer.
    asked: u32,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Register, Duty::KeepRegister),
    open: Inner::open_register,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let register = inner.app.global::<RegisterAdapter>();
    register.on_choose(calling(inner, |inner, id: SharedString| {
        inner.state.borrow_mut().office.register.whom = whom(&id);
        inner.ask_register();
    }));
    register.on_search_edited(calling(inner, |inner, _: SharedString| {
        inner.ask_register();
    }));
    register.on_open(calling(inner, |inner, id: SharedString| {
        inner.open_person(&PersonId(id.to_string()), Page::Register);
    }));
    register.on_start_adding(called(inner, |inner| {
        inner.put_new_form_away();
        let register = inner.app.global::<RegisterAdapter>();
        if let Whom::Group(group) = &inner.state.borrow().office.register.whom {
            register.edit(|it| it.group = group.as_str().into());
        }
        register.edit(|it| it.is_adding = true);
    }));
    register.on_put_form_away(called(inner, |inner| inner.put_new_form_away()));
    register.on_add(called(inner, |inner| inner.add_person(false)));
    register.on_add_other(called(inner, |inner| inner.add_person(true)));
}

impl Inner {
    pub(super) fn open_register(self: &Rc<Inner>) {
        self.put_new_form_away();
        self.on::<RegisterAdapter>(|it| it.search = SharedString::default());
        self.ask_register();
        self.go(Page::Register);
    }

    fn ask_register(&self) {
        let typed = self.shown::<RegisterAdapter>().search;
        let whom = {
            let mut state = self.state.borrow_mut();
            state.office.register.asked += 1;
            state.office.register.whom.clone()
        };
        self.clerk.ask(Ask::Register(register::Ask::List {
            whom,
            typed: typed.to_string(),
        }));
    }

    fn put_new_form_away(&self) {
        self.on::<RegisterAdapter>(|it| {
            it.is_adding = false;
            it.kind = 0;
            it.given = "".into();
            it.family = "".into();
            it.group = "".into();
            it.born = "".into();
            it.trouble = "".into();
            it.alike = model([]);
            it.needs_birth_dates = false;
        });
    }

    /// Adds whoever is on the form; beside people of a like name only where they were shown and are
    /// somebody else.
    fn add_person(&self, is_somebody_else: bool) {
        let register = self.app.global::<RegisterAdapter>();
        register.edit(|it| it.trouble = "".into());
        let form = register.shown();
        let others = match is_somebody_else {
            true => form
                .alike
                .iter()
                .map(|row| PersonId(row.id.to_string()))
                .collect(),
            false => BTreeSet::new(),
        };
        let kind = match form.kind {
            1 => PersonKind::Staff,
            2 => PersonKind::Visitor,
            _ => PersonKind::Child,
        };
        let is_child = kind == PersonKind::Child;
        let born = match person::day_or_none(&form.born) {
            Ok(born) => born,
            Err(typed) => {
                let say = self.app.global::<Say>();
                return register.edit(|it| it.trouble = say.invoke_not_a_date(typed.into()));
            }
        };
        self.clerk.ask(Ask::Register(register::Ask::Add(NewPerson {
            kind,
            given: form.given.to_string(),
            family: form.family.to_string(),
            group: match is_child {
                true => form.group.to_string(),
                false => String::new(),
            },
            born: born.filter(|_| is_child),
            others,
        })));
    }

    /// Who could be whoever is to be added.
    pub(super) fn show_alike(&self, alike: &[Alike]) {
        let rows = alike.iter().map(|one| {
            self.register_row(&Entry {
                entry: one.entry.clone(),
                has_left: false,
            })
        });
        self.on::<RegisterAdapter>(|it| {
            it.alike = model(rows.collect::<Vec<_>>());
            it.needs_birth_dates = alike.iter().any(|one| one.needs_birth_dates);
        });
    }

    pub(super) fn hear_listing(self: &Rc<Inner>, told: Came<Box<Listing>>) {
        let listing = match told {
            Ok(listing) => listing,
            Err(error) => return self.hear_trouble(&error),
        };
        {
            let mut state = self.state.borrow_mut();
            let asked = &mut state.office.register.asked;
            *asked = asked.saturating_sub(1);
            if *asked > 0 {
                return;
            }
        }
        let register = self.app.global::<RegisterAdapter>();
        let left_out = listing.rows.len().saturating_sub(MOST_ROWS);
        register.edit(|it| {
            it.left_out = i32::try_from(left_out).unwrap_or(i32::MAX);
            let rows = listing.rows.iter().take(MOST_ROWS);
            it.rows = model(rows.map(|entry| self.register_row(entry)));
        });
        self.show_choices(&listing.counts);
        register.edit(|it| it.is_ready = true);
    }

    fn register_row(&self, one: &Entry) -> RegisterRow {
        let person = &one.entry.person;
        let name = format!("{} {}", person.given, person.family);
        let (initials, colour) = initials_and_colour(person);
        RegisterRow {
            id: person.id.0.as_str().into(),
            detail: self.entry_words(&one.entry, one.has_left),
            name: name.into(),
            initials,
            colour,
            is_marked: person.never,
            has_left: one.has_left,
        }
    }

    /// Group or kind of somebody, and the last day where there is one.
    pub(super) fn entry_words(
        &self,
        entry: &crate::domain::school::Registered,
        has_left: bool,
    ) -> SharedString {
        let say = self.app.global::<Say>();
        let kind = match entry.person.kind {
            PersonKind::Child => 0,
            PersonKind::Staff => 1,
            PersonKind::Visitor => 2,
        };
        let words = say.invoke_entry(kind, entry.class.as_str().into());
        match entry.person.leaves {
            None => words,
            Some(last) if has_left => say.invoke_has_left(words, date(&self.app, last)),
            Some(last) => say.invoke_leaves(words, date(&self.app, last)),
        }
    }

    fn show_choices(&self, counts: &Counts) {
        let say = self.app.global::<Say>();
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let children: usize = counts.groups.iter().map(|(_, count)| count).sum();
        let all = children + counts.staff + counts.visitors;
        let choice = |id: &str, name: SharedString, count: usize| RegisterChoice {
            id: id.into(),
            name,
            count: number(count),
        };
        let mut choices = vec![choice("*", say.invoke_everybody(), all)];
        for (group, count) in &counts.groups {
            choices.push(choice(&format!("g{group}"), group.as_str().into(), *count));
        }
        for (id, name, count) in [
            ("staff", say.invoke_staff_members(), counts.staff),
            ("visitors", say.invoke_visitors(), counts.visitors),
            ("left", say.invoke_who_left(), counts.left),
        ] {
            if count > 0 {
                choices.push(choice(id, name, count));
            }
        }
        let chosen = match &self.state.borrow().office.register.whom {
            Whom::Everybody => "*".to_owned(),
            Whom::Group(group) => format!("g{group}"),
            Whom::Staff => "staff".to_owned(),
            Whom::Visitors => "visitors".to_owned(),
            Whom::Left => "left".to_owned(),
        };
        self.on::<RegisterAdapter>(|it| {
            it.is_empty = all + counts.left == 0;
            it.choices = model(choices);
            it.chosen = chosen.into();
        });
    }

    pub(super) fn show_register_trouble(&self, error: &Trouble) {
        if let Trouble::Alike(alike) = error {
            return self.show_alike(alike);
        }
        self.on::<RegisterAdapter>(|it| it.trouble = self.sentence(error));
    }
}

fn whom(id: &str) -> Whom {
    match id {
        "staff" => Whom::Staff,
        "visitors" => Whom::Visitors,
        "left" => Whom::Left,
        _ => match id.strip_prefix('g') {
            Some(group) => Whom::Group(group.to_owned()),
            None => Whom::Everybody,
        },
    }
}
