//! What would change, row by row, and what a person says of it.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::asked::key;
use super::{Remembered, told};
use crate::domain::channel::ChannelId;
use crate::domain::mis::Table;
use crate::domain::mis::plan::{Gone, Joins, Meant, New, Pick, Plan};
use crate::domain::permission::Answer;
use crate::domain::person::PersonId;
use crate::domain::school::Registered;
use crate::screens::mapping::{date, model, whole};
use crate::screens::page::Shows as _;
use crate::screens::{ImportAdapter, ImportRow, Inner, Say, called, calling};

/// Rows of one sort that are shown; what needs a person's word is shown whole.
const MOST: usize = 60;

/// What a row of the page is, as the page draws it.
pub(super) mod kind {
    pub const HEADING: i32 = 0;
    pub const PLAIN: i32 = 1;
    pub const TICK: i32 = 2;
    pub const UNCLEAR: i32 = 3;
    pub const MORE: i32 = 4;
    pub const GONE: i32 = 5;
}

/// Sections in the order of the page, as it names them.
pub(super) mod section {
    pub const TURNS: i32 = 0;
    pub const UNCLEAR: i32 = 1;
    pub const JOIN: i32 = 2;
    pub const CHANGE: i32 = 3;
    pub const ANSWERS: i32 = 4;
    pub const REMARKS: i32 = 5;
    pub const ABSENT: i32 = 6;
    pub const GONE: i32 = 7;
    pub const UNREAD: i32 = 8;
    pub const UNUSED: i32 = 9;
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<ImportAdapter>();
    page.on_tick(calling(inner, |inner, id: SharedString| {
        inner.tick_row(&id)
    }));
    page.on_settle(calling(inner, |inner, stands: bool| {
        let id = inner.shown::<ImportAdapter>().chosen_gone;
        inner.settle_gone(Some(&id), stands);
    }));
    page.on_settle_all(calling(inner, |inner, stands: bool| {
        inner.settle_gone(None, stands);
    }));
    page.on_pick(called(inner, |inner| {
        let page = inner.app.global::<ImportAdapter>();
        let chosen = page.shown();
        let (line, whom) = (chosen.chosen_line, chosen.chosen_pick);
        inner.pick_for_row(line, &whom);
    }));
}

impl Inner {
    fn tick_row(&self, id: &str) {
        {
            let mut state = self.state.borrow_mut();
            let import = &mut state.office.import;
            match id.split_once(' ') {
                Some(("leaver", person)) => {
                    let person = PersonId(person.to_owned());
                    if !import.leavers.remove(&person) {
                        import.leavers.insert(person);
                    }
                }
                Some((line, channel)) => {
                    let Ok(line) = line.parse() else {
                        return;
                    };
                    let turn = (line, ChannelId(channel.to_owned()));
                    if !import.turns.remove(&turn) {
                        import.turns.insert(turn);
                    }
                }
                None => {}
            }
        }
        self.show_preview();
    }

    fn pick_for_row(&self, line: i32, whom: &str) {
        {
            let mut state = self.state.borrow_mut();
            let picks = &mut state.office.import.terms.picks;
            let Ok(line) = u64::try_from(line) else {
                return;
            };
            match whom {
                "new" => drop(picks.insert(line, Pick::New)),
                "nobody" => drop(picks.insert(line, Pick::Nobody)),
                id => drop(picks.insert(line, Pick::Same(PersonId(id.to_owned())))),
            }
        }
        self.ask_for_preview();
    }

    /// What a yes that is gone means: one, or all of them.
    fn settle_gone(&self, id: Option<&str>, stands: bool) {
        let meant = if stands { Meant::Stands } else { Meant::No };
        {
            let mut state = self.state.borrow_mut();
            let import = &mut state.office.import;
            let Some(preview) = import.preview.as_deref() else {
                return;
            };
            let wanted = preview
                .plan
                .gone
                .iter()
                .filter(|gone| id.is_none_or(|id| id == key(gone)));
            for gone in wanted {
                import.gone.insert((gone.line, gone.channel.clone()), meant);
            }
        }
        self.show_preview();
    }

    pub(super) fn show_preview(&self) {
        let state = self.state.borrow();
        let import = &state.office.import;
        let Some(preview) = import.preview.as_deref() else {
            return;
        };
        let plan = &preview.plan;
        let page = self.app.global::<ImportAdapter>();
        page.edit(|it| {
            it.join_count = whole(plan.joins.len());
            it.change_count = whole(plan.changes.len());
            it.same_count = whole(plan.same);
            it.answer_count = whole(plan.answers.len());
            it.known_count = whole(plan.known + plan.older);
            it.unclear_count = whole(plan.unclear.len());
            it.elsewhere_count = whole(plan.elsewhere);
            let is_open = |gone: &&Gone| {
                let said = (gone.line, gone.channel.clone());
                !import.gone.contains_key(&said)
            };
            let open = plan.gone.iter().filter(is_open).count();
            let held = plan
                .unclear
                .iter()
                .filter(|one| one.holds_a_no && !one.is_left_out);
            it.open_count = whole(open + held.count());
            let back = import.gone.values().filter(|meant| **meant == Meant::No);
            let ticked = import.turns.len() + import.leavers.len() + back.count();
            let writes = plan.joins.len() + plan.changes.len() + plan.answers.len() + ticked;
            it.write_count = whole(writes);
        });
        if let Some(list) = &import.list {
            page.edit(|it| it.rows = model(self.preview_rows(plan, import, &list.table)));
        }
    }

    fn preview_rows(&self, plan: &Plan, import: &Remembered, table: &Table) -> Vec<ImportRow> {
        let mut rows = Vec::new();
        let spot = |number: u64| SharedString::from(table.spot(number));
        let name = |id: &ChannelId| {
            let found = import.channels.iter().find(|(known, _)| known == id);
            found
                .map_or(id.0.as_str(), |(_, name)| name.as_str())
                .to_owned()
        };
        let all = usize::MAX;
        let turns = plan.turns.iter().map(|turn| ImportRow {
            spot: spot(turn.yes.line),
            ..self.turn(turn, import, &name)
        });
        put(&mut rows, section::TURNS, all, turns);
        let gone = plan.gone.iter().map(|gone| ImportRow {
            spot: spot(gone.line),
            ..self.gone(gone, import, &name)
        });
        put(&mut rows, section::GONE, all, gone);
        let unclear = plan.unclear.iter().map(|one| ImportRow {
            spot: spot(one.line),
            ..self.unclear(one, import, &name, &spot)
        });
        put(&mut rows, section::UNCLEAR, all, unclear);
        let unread = plan.unread.iter().map(|one| ImportRow {
            name: one.sheet.as_str().into(),
            what: told::listed(
                one.noes
                    .iter()
                    .map(|(line, says)| format!("{line}: {says}")),
            ),
            is_no: !one.noes.is_empty(),
            ..plain()
        });
        put(&mut rows, section::UNREAD, all, unread);
        let joins = plan.joins.iter().map(|one| ImportRow {
            spot: spot(one.line),
            ..joins(one)
        });
        put(&mut rows, section::JOIN, MOST, joins);
        let changes = plan.changes.iter().map(|one| ImportRow {
            line: line(one.line),
            spot: spot(one.line),
            name: full_name(&one.before).into(),
            what: self.difference(&one.before, &one.after),
            ..plain()
        });
        put(&mut rows, section::CHANGE, MOST, changes);
        let answers = plan.answers.iter().map(|new| ImportRow {
            line: line(new.line),
            spot: spot(new.line),
            name: new.name.as_str().into(),
            what: self.answer(new, &name),
            is_no: new.answer != Answer::Granted,
            ..plain()
        });
        put(&mut rows, section::ANSWERS, MOST, answers);
        let remarks = plan.remarks.iter().map(|remark| ImportRow {
            line: line(remark.line),
            spot: spot(remark.line),
            name: remark.name.as_str().into(),
            what: self.worth_words(&remark.what, &name),
            is_no: remark.what.is_of_a_no(),
            ..plain()
        });
        // What could be a no is shown whole.
        let noes = plan
            .remarks
            .iter()
            .filter(|remark| remark.what.is_of_a_no());
        put(&mut rows, section::REMARKS, MOST.max(noes.count()), remarks);
        let unused = plan.unused.iter().map(|one| ImportRow {
            name: one.header.as_str().into(),
            what: told::listed(
                one.noes
                    .iter()
                    .map(|(_, name, says)| format!("{name}: “{says}”")),
            ),
            ..plain()
        });
        put(&mut rows, section::UNUSED, MOST, unused);
        let absent = plan.absent.iter().map(|entry| ImportRow {
            id: format!("leaver {}", entry.person.id).into(),
            kind: kind::TICK,
            section: section::ABSENT,
            name: full_name(entry).into(),
            what: entry.class.as_str().into(),
            ticked: import.leavers.contains(&entry.person.id),
            ..plain()
        });
        put(&mut rows, section::ABSENT, MOST, absent);
        rows
    }

    fn answer(&self, new: &New, name: &dyn Fn(&ChannelId) -> String) -> SharedString {
        let said = match new.answer {
            Answer::Granted => 1,
            Answer::Refused | Answer::ChangedOutside => 2,
            Answer::Withdrawn => 3,
        };
        self.app.global::<Say>().invoke_import_answer(
            name(&new.channel).into(),
            said,
            new.by.as_str().into(),
            date(&self.app, new.signed),
            new.words.as_str().into(),
        )
    }

    /// What changes of an entry: each thing from what to what.
    fn difference(&self, before: &Registered, after: &Registered) -> SharedString {
        let say = self.app.global::<Say>();
        let day = |day: Option<chrono::NaiveDate>| {
            day.map(|day| date(&self.app, day).to_string())
                .unwrap_or_default()
        };
        let (old, new) = (&before.person, &after.person);
        let things = [
            (full_name(before), full_name(after)),
            (old.known_as.join(", "), new.known_as.join(", ")),
            (before.class.clone(), after.class.clone()),
            (day(old.born), day(new.born)),
            (day(old.leaves), day(new.leaves)),
            (
                before.upn.clone().unwrap_or_default(),
                after.upn.clone().unwrap_or_default(),
            ),
            (old.known_families.join(", "), new.known_families.join(", ")),
        ];
        let words: Vec<String> = (0..)
            .zip(things)
            .filter(|(_, (from, to))| from != to)
            .map(|(what, (from, to))| {
                say.invoke_import_changes(what, from.into(), to.into())
                    .to_string()
            })
            .collect();
        words.join("; ").into()
    }
}

pub(super) fn plain() -> ImportRow {
    ImportRow {
        kind: kind::PLAIN,
        ..ImportRow::default()
    }
}

fn joins(one: &Joins) -> ImportRow {
    ImportRow {
        line: line(one.line),
        name: full_name(&one.entry).into(),
        what: one.entry.class.as_str().into(),
        ..plain()
    }
}

pub(super) fn line(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn full_name(entry: &Registered) -> String {
    format!("{} {}", entry.person.given, entry.person.family)
        .trim()
        .to_owned()
}

/// A section under its heading, and how many of it are not shown; nothing where it is empty.
fn put(
    rows: &mut Vec<ImportRow>,
    section: i32,
    most: usize,
    of: impl ExactSizeIterator<Item = ImportRow>,
) {
    let all = of.len();
    if all == 0 {
        return;
    }
    rows.push(ImportRow {
        kind: kind::HEADING,
        section,
        line: whole(all),
        ..ImportRow::default()
    });
    rows.extend(of.take(most));
    if all > most {
        rows.push(ImportRow {
            kind: kind::MORE,
            line: whole(all - most),
            ..ImportRow::default()
        });
    }
}
