//! What each column holds, and what each value means, on real rows.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use crate::domain::channel::ChannelId;
use crate::domain::mis::noes::is_reversed;
use crate::domain::mis::{Column, Holds, Meaning, Table, guess};
use crate::screens::mapping::model;
use crate::screens::mapping::whole;
use crate::screens::{
    ImportAdapter, ImportAsk, ImportChannel, ImportColumn, ImportValue, Inner, called, calling,
};

/// Meanings in the order in which the page offers them.
const MEANINGS: [Meaning; 4] = [
    Meaning::NotAsked,
    Meaning::Yes,
    Meaning::No,
    Meaning::Withdrawn,
];

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<ImportAdapter>();
    page.on_set_holds(called(inner, |inner| {
        let holds = inner.shown::<ImportAdapter>().chosen_holds;
        inner.set_holds(inner.open_column(), holds);
    }));
    page.on_toggle_channel(calling(inner, |inner, id: SharedString| {
        inner.toggle_channel(inner.open_column(), &id);
    }));
    page.on_toggle_ask(calling(inner, |inner, id: SharedString| {
        let value = inner.shown::<ImportAdapter>().chosen_value;
        inner.toggle_ask(&value, Some(&id));
    }));
    page.on_ask_nothing(calling(inner, |inner, value: SharedString| {
        inner.toggle_ask(&value, None);
    }));
    page.on_set_meaning(called(inner, |inner| {
        let chosen = inner.shown::<ImportAdapter>();
        inner.set_meaning(
            chosen.chosen_column,
            &chosen.chosen_value,
            chosen.chosen_meaning,
        );
    }));
}

impl Inner {
    /// The column that is being changed; below 0: none.
    fn open_column(&self) -> i32 {
        self.shown::<ImportAdapter>().open_column - 1
    }

    fn change_column(&self, place: i32, change: impl FnOnce(&mut Column, &Table, usize)) {
        let mut state = self.state.borrow_mut();
        let import = &mut state.office.import;
        let Ok(place) = usize::try_from(place) else {
            return;
        };
        let column = import.terms.mapping.columns.get_mut(place);
        if let (Some(list), Some(column)) = (&import.list, column) {
            change(column, &list.table, place);
        }
    }

    fn set_holds(&self, place: i32, holds: i32) {
        let holds = usize::try_from(holds)
            .ok()
            .and_then(|place| Holds::ALL.get(place))
            .copied()
            .unwrap_or_default();
        self.change_column(place, |column, table, place| {
            column.holds = holds;
            if holds == Holds::Answer && column.meanings.is_empty() {
                column.meanings = guess::meanings(table, place, &column.header);
            }
        });
        self.show_columns();
    }

    fn toggle_channel(&self, place: i32, id: &str) {
        self.change_column(place, |column, _, _| {
            let before = column.channels.len();
            column.channels.retain(|channel| channel.0 != id);
            if column.channels.len() == before {
                column.channels.push(ChannelId(id.to_owned()));
            }
        });
        self.show_columns();
    }

    /// Where a value that says what an answer is for counts; without a place, nowhere.
    fn toggle_ask(&self, value: &str, id: Option<&str>) {
        self.change_column(self.open_column(), |column, _, _| {
            let channels = column.asks.entry(value.to_owned()).or_default();
            let Some(id) = id else {
                channels.clear();
                return;
            };
            let before = channels.len();
            channels.retain(|channel| channel.0 != id);
            if channels.len() == before {
                channels.push(ChannelId(id.to_owned()));
            }
        });
        self.show_columns();
    }

    fn set_meaning(&self, place: i32, value: &str, meaning: i32) {
        let meaning = usize::try_from(meaning)
            .ok()
            .and_then(|place| MEANINGS.get(place))
            .copied()
            .unwrap_or_default();
        self.change_column(place, |column, _, _| {
            column.meanings.insert(value.to_owned(), meaning);
        });
        self.show_values();
    }

    /// Every column with what it holds, and three of its cells.
    pub(super) fn show_columns(&self) {
        let state = self.state.borrow();
        let import = &state.office.import;
        let Some(list) = &import.list else {
            return;
        };
        let columns = import.terms.mapping.columns.iter().enumerate();
        let rows = columns.map(|(place, column)| {
            let is_on = |id: &ChannelId| column.channels.contains(id);
            let names = import.channels.iter().filter(|(id, _)| is_on(id));
            let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
            let holds = Holds::ALL.iter().position(|holds| *holds == column.holds);
            ImportColumn {
                place: whole(place),
                header: column.header.as_str().into(),
                holds: whole(holds.unwrap_or_default()),
                sample: samples(&list.table, place).into(),
                is_answer: column.holds == Holds::Answer,
                channels: model(import.channels.iter().map(|(id, name)| ImportChannel {
                    id: id.0.as_str().into(),
                    name: name.as_str().into(),
                    chosen: is_on(id),
                })),
                counts_for: names.join(", ").as_str().into(),
                asks: model(match column.holds {
                    Holds::Asks => asks(&list.table, place, column, &import.channels),
                    _ => Vec::new(),
                }),
            }
        });
        self.on::<ImportAdapter>(|it| it.columns = model(rows.collect::<Vec<_>>()));
    }

    /// Every value of every column of answers; whether there is any.
    pub(super) fn show_values(&self) -> bool {
        let state = self.state.borrow();
        let import = &state.office.import;
        let Some(list) = &import.list else {
            return false;
        };
        let mut rows = Vec::new();
        for place in import.terms.mapping.places(Holds::Answer) {
            let Some(column) = import.terms.mapping.columns.get(place) else {
                continue;
            };
            let names = import
                .channels
                .iter()
                .filter(|(id, _)| column.channels.contains(id))
                .map(|(_, name)| name.as_str());
            let names: Vec<&str> = names.collect();
            let values = list.table.values(place).unwrap_or_default();
            for (number, (value, times)) in values.into_iter().enumerate() {
                let meaning = column.meaning(&value);
                let meaning = MEANINGS.iter().position(|one| *one == meaning);
                rows.push(ImportValue {
                    column: whole(place),
                    header: column.header.as_str().into(),
                    is_first: number == 0,
                    counts_for: names.join(", ").as_str().into(),
                    is_reversed: is_reversed(&column.header),
                    is_new: import.new_values.contains(&place),
                    child: example(&list.table, &import.terms.mapping, place, &value).into(),
                    value: value.as_str().into(),
                    count: whole(times),
                    meaning: whole(meaning.unwrap_or_default()),
                });
            }
        }
        let is_any = !rows.is_empty();
        self.on::<ImportAdapter>(|it| it.values = model(rows));
        is_any
    }
}

/// What the answers of a list are for, value by value.
fn asks(
    table: &Table,
    place: usize,
    column: &Column,
    channels: &[(ChannelId, String)],
) -> Vec<ImportAsk> {
    let values = table.values(place).unwrap_or_default().into_iter();
    let ask = |(value, _): (String, usize)| {
        let said = column.asks.get(&value);
        let is_on = |id: &ChannelId| said.is_some_and(|said| said.contains(id));
        ImportAsk {
            is_reversed: is_reversed(&value),
            is_said: said.is_some(),
            is_nowhere: said.is_some_and(Vec::is_empty),
            channels: model(channels.iter().map(|(id, name)| ImportChannel {
                id: id.0.as_str().into(),
                name: name.as_str().into(),
                chosen: is_on(id),
            })),
            value: value.as_str().into(),
        }
    };
    values.map(ask).collect()
}

/// The first cells of a column that are filled.
fn samples(table: &Table, place: usize) -> String {
    let cells = table.rows.iter().map(|line| line.cell(place));
    let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).take(3).collect();
    filled.join(" · ")
}

/// A child of the list of whom this is said, so that its meaning is seen on somebody real.
fn example(
    table: &Table,
    mapping: &crate::domain::mis::Mapping,
    place: usize,
    value: &str,
) -> String {
    let Some(line) = table.rows.iter().find(|line| line.cell(place) == value) else {
        return String::new();
    };
    let names = [Holds::FullName, Holds::Given, Holds::Family].into_iter();
    let names = names.flat_map(|holds| mapping.places(holds));
    let names: Vec<&str> = names.map(|place| line.cell(place)).collect();
    names.join(" ")
}
