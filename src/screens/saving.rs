//! Lists of a page, saved where somebody chooses, as paper. Holds what the screen shows, in its words,
//! and no picture.

use crate::clerk::Came;
use crate::places::PlaceId;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::{Inner, SayAfter};
use crate::clerk::Ask;
use crate::clerk::places;
use crate::domain::language::Language;
use crate::paper::{Paper, Part, Table};

/// A column's head.
#[derive(Clone, Copy)]
pub(super) enum Head {
    /// To be ticked by hand.
    Done,
    By,
    Why,
    Where,
    Seen,
    Name,
    Group,
    Says,
}

/// A list as it is saved.
pub(super) struct List {
    pub title: SharedString,
    /// Without an ending.
    pub file: &'static str,
    /// Each with its share of the width.
    pub columns: Vec<(Head, u32)>,
    pub rows: Vec<Vec<String>>,
}

impl Inner {
    /// The language of the screen, for paper that is made from it.
    pub(super) fn language(&self) -> Language {
        match self.state.borrow().preferences.language.as_str() {
            "cy" => Language::Welsh,
            _ => Language::English,
        }
    }

    /// Lets somebody choose a printer or a folder, and prints a list or saves it there.
    pub(super) fn save_list(&self, list: List) {
        let say = self.app.global::<SayAfter>();
        let columns = list.columns.into_iter().map(|(head, share)| {
            let words = match head {
                Head::Done => say.invoke_column_done(),
                Head::By => say.invoke_column_by(),
                Head::Why => say.invoke_column_why(),
                Head::Where => say.invoke_column_where(),
                Head::Seen => say.invoke_column_seen(),
                Head::Name => say.invoke_column_name(),
                Head::Group => say.invoke_column_group(),
                Head::Says => SharedString::default(),
            };
            (words.to_string(), share)
        });
        let language = self.language();
        let (subtitle, is_sample) = {
            let state = self.state.borrow();
            (state.lock.school.clone(), state.is_sample)
        };
        let paper = Paper {
            title: list.title.to_string(),
            subtitle,
            is_sample,
            language,
            parts: vec![Part::Table(Table {
                columns: columns.collect(),
                rows: list.rows,
            })],
        };
        let name = format!("{}.pdf", list.file);
        let paper = Box::new(paper);
        let printed = paper.clone();
        let then = move |inner: &Rc<Inner>, chosen: Vec<PlaceId>| {
            if let Some(folder) = chosen.into_iter().next() {
                inner.clerk.ask(Ask::Places(places::Ask::Save {
                    folder,
                    name,
                    paper,
                }));
            }
        };
        let then_print = move |inner: &Rc<Inner>, printer: String| {
            let paper = printed;
            inner
                .clerk
                .ask(Ask::Places(places::Ask::Print { printer, paper }));
        };
        self.choose_folder_or_printer(
            say.invoke_where_to_print_or_save(),
            Box::new(then),
            Box::new(then_print),
        );
    }

    pub(super) fn hear_saved(&self, saved: Came<PlaceId>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match saved {
            Ok(path) => self.tell_saved(&path),
            Err(error) => self.tell(self.sentence(&error), true),
        }
    }

    pub(super) fn hear_printed(&self, printed: Came<String>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let say = self.app.global::<SayAfter>();
        match printed {
            Ok(printer) => self.tell(say.invoke_list_printed(printer.as_str().into()), false),
            Err(error) => self.tell(self.sentence(&error), true),
        }
    }

    pub(super) fn tell_saved(&self, place: &PlaceId) {
        let say = self.app.global::<SayAfter>();
        self.tell(say.invoke_saved(place.shown().into()), false);
    }
}
