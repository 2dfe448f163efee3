//! Choosing a file or a folder, over the page that asked for one. What becomes of the choice is the
//! page's; nothing is opened here.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::mapping::model;
use super::page::Shows as _;
use super::{Inner, PlaceRow, Places, Say, called, calling};
use crate::clerk::Ask;
use crate::clerk::places::{self, Told};
use crate::places::{Entry, PlaceId, Root, RootKind};

/// Rows that are shown of one folder.
const MOST_ROWS: usize = 400;

/// What is to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// One file with one of these endings, in small letters; any where there is none.
    File(&'static [&'static str]),
    Files(&'static [&'static str]),
    Folder,
    /// One file of any kind, or a whole folder.
    FileOrFolder,
}

/// What is done with the choice.
pub(super) type Then = Box<dyn FnOnce(&Rc<Inner>, Vec<PlaceId>)>;
/// What is done where a printer was chosen instead.
pub(super) type ThenPrint = Box<dyn FnOnce(&Rc<Inner>, String)>;

/// A choice under way.
pub(super) struct Choosing {
    wanted: Wanted,
    roots: Vec<PlaceId>,
    here: Option<PlaceId>,
    entries: Vec<Entry>,
    chosen: Vec<PlaceId>,
    then: Then,
    then_print: Option<ThenPrint>,
}

impl Wanted {
    fn takes_folder(self) -> bool {
        matches!(self, Wanted::Folder | Wanted::FileOrFolder)
    }

    fn shows(self, entry: &Entry) -> bool {
        let endings = match self {
            _ if entry.is_folder => return true,
            Wanted::Folder => return false,
            Wanted::File(endings) | Wanted::Files(endings) => endings,
            Wanted::FileOrFolder => &[],
        };
        let name = entry.name.to_lowercase();
        endings.is_empty()
            || endings
                .iter()
                .any(|ending| name.ends_with(&format!(".{ending}")))
    }
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let places = inner.app.global::<Places>();
    places.on_open(calling(inner, |inner, id: SharedString| {
        inner.look_into(PlaceId::from_text(&id));
    }));
    places.on_up(called(inner, |inner| inner.look_up()));
    places.on_choose(calling(inner, |inner, id: SharedString| {
        inner.choose(PlaceId::from_text(&id));
    }));
    places.on_choose_here(called(inner, |inner| {
        let here = {
            let state = inner.state.borrow();
            let choosing = state.office.places.as_ref();
            choosing.and_then(|choosing| choosing.here.clone())
        };
        if let Some(here) = here {
            inner.have_chosen(vec![here]);
        }
    }));
    places.on_ready(called(inner, |inner| {
        let chosen = {
            let mut state = inner.state.borrow_mut();
            let choosing = state.office.places.as_mut();
            choosing.map(|choosing| std::mem::take(&mut choosing.chosen))
        };
        if let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) {
            inner.have_chosen(chosen);
        }
    }));
    places.on_print(calling(inner, |inner, printer: SharedString| {
        let choosing = inner.state.borrow_mut().office.places.take();
        inner.clear::<Places>();
        if let Some(then) = choosing.and_then(|choosing| choosing.then_print) {
            then(inner, printer.to_string());
        }
    }));
    places.on_cancel(called(inner, |inner| {
        inner.state.borrow_mut().office.places = None;
        inner.clear::<Places>();
    }));
}

impl Inner {
    /// Lets somebody choose; nothing comes of it where they cancel or the tablet locks.
    pub(super) fn choose_place(&self, title: SharedString, wanted: Wanted, then: Then) {
        self.begin_choosing(title, wanted, then, None);
    }

    /// A folder, or a printer where this device knows one.
    pub(super) fn choose_folder_or_printer(
        &self,
        title: SharedString,
        then: Then,
        then_print: ThenPrint,
    ) {
        self.begin_choosing(title, Wanted::Folder, then, Some(then_print));
        self.clerk.ask(Ask::Places(places::Ask::Printers));
    }

    fn begin_choosing(
        &self,
        title: SharedString,
        wanted: Wanted,
        then: Then,
        then_print: Option<ThenPrint>,
    ) {
        self.state.borrow_mut().office.places = Some(Choosing {
            wanted,
            roots: Vec::new(),
            here: None,
            entries: Vec::new(),
            chosen: Vec::new(),
            then,
            then_print,
        });
        self.clear::<Places>();
        let places = self.app.global::<Places>();
        places.edit(|it| {
            it.title = title;
            it.takes_folder = wanted.takes_folder();
            it.takes_many = matches!(wanted, Wanted::Files(_));
            it.chosen_count = 0;
            it.is_open = true;
        });
        self.clerk.ask(Ask::Places(places::Ask::Roots));
    }

    fn look_into(&self, folder: PlaceId) {
        self.clerk.ask(Ask::Places(places::Ask::List(folder)));
    }

    /// To the folder above, or to where one began.
    fn look_up(&self) {
        let above = {
            let mut state = self.state.borrow_mut();
            let Some(choosing) = state.office.places.as_mut() else {
                return;
            };
            choosing.chosen.clear();
            let Some(here) = choosing.here.take() else {
                return;
            };
            choosing.entries.clear();
            let is_root = choosing.roots.contains(&here);
            here.above().filter(|_| !is_root)
        };
        match above {
            Some(above) => self.look_into(above),
            None => self.show_place(),
        }
    }

    fn choose(self: &Rc<Inner>, file: PlaceId) {
        let is_ready = {
            let mut state = self.state.borrow_mut();
            let Some(choosing) = state.office.places.as_mut() else {
                return;
            };
            // Only what is shown can be chosen.
            if !choosing.entries.iter().any(|entry| entry.place == file) {
                return;
            }
            if matches!(choosing.wanted, Wanted::Files(_)) {
                match choosing.chosen.iter().position(|other| *other == file) {
                    Some(place) => drop(choosing.chosen.remove(place)),
                    None => choosing.chosen.push(file.clone()),
                }
                false
            } else {
                true
            }
        };
        if is_ready {
            self.have_chosen(vec![file]);
        } else {
            self.show_place();
        }
    }

    fn have_chosen(self: &Rc<Inner>, chosen: Vec<PlaceId>) {
        let choosing = self.state.borrow_mut().office.places.take();
        self.clear::<Places>();
        if let Some(choosing) = choosing {
            (choosing.then)(self, chosen);
        }
    }

    pub(super) fn hear_places(&self, told: Told) {
        let told = match told {
            Told::Saved(saved) => return self.hear_saved(saved),
            Told::Printed(printed) => return self.hear_printed(printed),
            told => told,
        };
        let trouble = {
            let mut state = self.state.borrow_mut();
            let Some(choosing) = state.office.places.as_mut() else {
                return;
            };
            match told {
                Told::Roots(roots) => {
                    choosing.roots = roots.iter().map(|root| root.place.clone()).collect();
                    let rows: Vec<PlaceRow> =
                        roots.iter().map(|root| self.root_row(root)).collect();
                    drop(state);
                    self.on::<Places>(|it| it.roots = model(rows));
                    return;
                }
                Told::List { folder, entries } => {
                    choosing.here = Some(folder);
                    choosing.chosen.clear();
                    let (entries, trouble) = match entries {
                        Ok(entries) => (entries, SharedString::default()),
                        Err(error) => (Vec::new(), self.sentence(&error)),
                    };
                    let wanted = choosing.wanted;
                    choosing.entries = entries;
                    choosing.entries.retain(|entry| wanted.shows(entry));
                    trouble
                }
                Told::Printers(found) => {
                    let takes_printer = choosing.then_print.is_some();
                    drop(state);
                    let places = self.app.global::<Places>();
                    match found {
                        Ok(found) if takes_printer => {
                            let names = found.iter().map(|one| one.as_str().into());
                            places.edit(|it| it.printers = model(names));
                        }
                        Ok(_) => {}
                        Err(error) => places.edit(|it| it.trouble = self.sentence(&error)),
                    }
                    return;
                }
                // Heard above.
                Told::Saved(_) | Told::Printed(_) => return,
            }
        };
        self.on::<Places>(|it| it.trouble = trouble);
        self.show_place();
    }

    fn root_row(&self, root: &Root) -> PlaceRow {
        let say = self.app.global::<Say>();
        PlaceRow {
            id: root.place.as_str().into(),
            name: match root.kind {
                RootKind::Home => say.invoke_place_home(),
                RootKind::Documents => say.invoke_place_documents(),
                RootKind::Downloads => say.invoke_place_downloads(),
                RootKind::Pictures => say.invoke_place_pictures(),
                RootKind::Drive => say.invoke_place_drive(root.name.as_str().into()),
            },
            detail: SharedString::default(),
            is_folder: true,
            chosen: false,
        }
    }

    fn show_place(&self) {
        let state = self.state.borrow();
        let Some(choosing) = &state.office.places else {
            return;
        };
        let places = self.app.global::<Places>();
        let here = choosing.here.as_ref().map(PlaceId::shown);
        places.edit(|it| {
            it.here = here.unwrap_or_default().into();
            let rows = choosing
                .entries
                .iter()
                .take(MOST_ROWS)
                .map(|entry| PlaceRow {
                    id: entry.place.as_str().into(),
                    name: entry.name.as_str().into(),
                    detail: match entry.is_folder {
                        true => SharedString::default(),
                        false => size(entry.bytes).into(),
                    },
                    is_folder: entry.is_folder,
                    chosen: choosing.chosen.contains(&entry.place),
                });
            it.rows = model(rows);
            let left_out = choosing.entries.len().saturating_sub(MOST_ROWS);
            it.left_out = i32::try_from(left_out).unwrap_or(i32::MAX);
            let count = i32::try_from(choosing.chosen.len()).unwrap_or(i32::MAX);
            it.chosen_count = count;
        });
    }
}

/// A length in bytes as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
