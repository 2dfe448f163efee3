//! What would change, row by row, and what a person says of it.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::{Remembered, count};
use crate::domain::channel::ChannelId;
use crate::domain::mis::plan::{Joins, New, Pick, Plan, Turn, Unclear};
use crate::domain::permission::Answer;
use crate::domain::person::PersonId;
use crate::domain::school::Registered;
use crate::screens::mapping::{date, model};
use crate::screens::{ImportAdapter, ImportPick, ImportRow, Inner, Say, called, calling};

/// Rows of one sort that are shown; what needs a person's word is shown whole.
const MOST: usize = 60;

/// What a row of the page is, as the page draws it.
mod kind {
    pub const HEADING: i32 = 0;
    pub const PLAIN: i32 = 1;
    pub const TICK: i32 = 2;
    pub const UNCLEAR: i32 = 3;
    pub const MORE: i32 = 4;
}

/// Sections in the order of the page, as it names them.
mod section {
    pub const TURNS: i32 = 0;
    pub const UNCLEAR: i32 = 1;
    pub const JOIN: i32 = 2;
    pub const CHANGE: i32 = 3;
    pub const ANSWERS: i32 = 4;
    pub const REMARKS: i32 = 5;
    pub const ABSENT: i32 = 6;
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let page = inner.app.global::<ImportAdapter>();
    page.on_tick(calling(inner, |inner, id: SharedString| {
        inner.tick_row(&id)
    }));
    page.on_pick(called(inner, |inner| {
        let page = inner.app.global::<ImportAdapter>();
        let (line, whom) = (page.get_chosen_line(), page.get_chosen_pick());
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
                id => drop(picks.insert(line, Pick::Same(PersonId(id.to_owned())))),
            }
        }
        self.ask_for_preview();
    }

    pub(super) fn show_preview(&self) {
        let state = self.state.borrow();
        let import = &state.office.import;
        let Some(preview) = import.preview.as_deref() else {
            return;
        };
        let plan = &preview.plan;
        let page = self.app.global::<ImportAdapter>();
        page.set_join_count(count(plan.joins.len()));
        page.set_change_count(count(plan.changes.len()));
        page.set_same_count(count(plan.same));
        page.set_answer_count(count(plan.answers.len()));
        page.set_known_count(count(plan.known + plan.older));
        page.set_unclear_count(count(plan.unclear.len()));
        let ticked = import.turns.len() + import.leavers.len();
        let writes = plan.joins.len() + plan.changes.len() + plan.answers.len() + ticked;
        page.set_write_count(count(writes));
        page.set_rows(model(self.preview_rows(plan, import)));
    }

    fn preview_rows(&self, plan: &Plan, import: &Remembered) -> Vec<ImportRow> {
        let mut rows = Vec::new();
        let name = |id: &ChannelId| {
            let found = import.channels.iter().find(|(known, _)| known == id);
            found
                .map_or(id.0.as_str(), |(_, name)| name.as_str())
                .to_owned()
        };
        let all = usize::MAX;
        let turns = plan.turns.iter().map(|turn| self.turn(turn, import, &name));
        put(&mut rows, section::TURNS, all, turns);
        let unclear = plan.unclear.iter().map(|one| self.unclear(one));
        put(&mut rows, section::UNCLEAR, all, unclear);
        put(&mut rows, section::JOIN, MOST, plan.joins.iter().map(joins));
        let changes = plan.changes.iter().map(|one| ImportRow {
            line: line(one.line),
            name: full_name(&one.before).into(),
            what: self.difference(&one.before, &one.after),
            ..plain()
        });
        put(&mut rows, section::CHANGE, MOST, changes);
        let answers = plan.answers.iter().map(|new| ImportRow {
            line: line(new.line),
            name: new.name.as_str().into(),
            what: self.answer(new, &name),
            is_no: new.answer != Answer::Granted,
            ..plain()
        });
        put(&mut rows, section::ANSWERS, MOST, answers);
        let remarks = plan.remarks.iter().map(|remark| ImportRow {
            line: line(remark.line),
            name: remark.name.as_str().into(),
            what: remark.what.as_str().into(),
            ..plain()
        });
        put(&mut rows, section::REMARKS, MOST, remarks);
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

    fn turn(
        &self,
        turn: &Turn,
        import: &Remembered,
        name: &dyn Fn(&ChannelId) -> String,
    ) -> ImportRow {
        let say = self.app.global::<Say>();
        let yes = &turn.yes;
        let noes = turn.noes.iter().map(|no| {
            let day = date(&self.app, no.signed);
            say.invoke_import_said_no(no.by.as_str().into(), day)
                .to_string()
        });
        let noes: Vec<String> = noes.collect();
        let key = (yes.line, yes.channel.clone());
        ImportRow {
            id: format!("{} {}", yes.line, yes.channel).into(),
            kind: kind::TICK,
            section: section::TURNS,
            line: line(yes.line),
            name: yes.name.as_str().into(),
            what: say.invoke_import_turn(
                name(&yes.channel).into(),
                noes.join("; ").into(),
                yes.by.as_str().into(),
                turn.stays_no,
            ),
            ticked: import.turns.contains(&key),
            is_no: true,
            ..plain()
        }
    }

    fn unclear(&self, one: &Unclear) -> ImportRow {
        let say = self.app.global::<Say>();
        let mut picks: Vec<ImportPick> = one
            .entries
            .iter()
            .map(|entry| {
                let born = entry.person.born.map(|born| date(&self.app, born));
                ImportPick {
                    id: entry.person.id.0.as_str().into(),
                    text: say.invoke_import_same(
                        full_name(entry).into(),
                        entry.class.as_str().into(),
                        born.unwrap_or_default(),
                    ),
                }
            })
            .collect();
        if one.may_be_new {
            picks.push(ImportPick {
                id: "new".into(),
                text: say.invoke_import_new_child(),
            });
        }
        ImportRow {
            kind: kind::UNCLEAR,
            line: line(one.line),
            name: one.name.as_str().into(),
            what: crate::screens::mapping::sentence(&crate::acts::ActError::Input(one.why.clone())),
            picks: model(picks),
            ..plain()
        }
    }

    fn answer(&self, new: &New, name: &dyn Fn(&ChannelId) -> String) -> SharedString {
        let said = match new.answer {
            Answer::Granted => 1,
            Answer::Refused => 2,
            Answer::Withdrawn => 3,
        };
        self.app.global::<Say>().invoke_import_answer(
            name(&new.channel).into(),
            said,
            new.by.as_str().into(),
            date(&self.app, new.signed),
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

fn plain() -> ImportRow {
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

fn line(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn full_name(entry: &Registered) -> String {
    format!("{} {}", entry.person.given, entry.person.family)
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
        line: count(all),
        ..ImportRow::default()
    });
    rows.extend(of.take(most));
    if all > most {
        rows.push(ImportRow {
            kind: kind::MORE,
            line: count(all - most),
            ..ImportRow::default()
        });
    }
}
