//! What a person has to say of a list before anything is written, row by row.

use slint::{ComponentHandle, SharedString};

use super::Remembered;
use super::preview::{full_name, kind, line, plain, section};
use crate::domain::channel::ChannelId;
use crate::domain::mis::plan::{Gone, Meant, Pick, Turn, Unclear};
use crate::screens::mapping::{date, model};
use crate::screens::{ImportPick, ImportRow, Inner, Say};

/// Stands for a yes that is gone.
pub(super) fn key(gone: &Gone) -> String {
    format!("{} {}", gone.line, gone.channel)
}

impl Inner {
    pub(super) fn turn(
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

    pub(super) fn gone(
        &self,
        gone: &Gone,
        import: &Remembered,
        name: &dyn Fn(&ChannelId) -> String,
    ) -> ImportRow {
        let said = (gone.line, gone.channel.clone());
        ImportRow {
            id: key(gone).into(),
            kind: kind::GONE,
            section: section::GONE,
            line: line(gone.line),
            name: gone.name.as_str().into(),
            what: self.gone_words(gone, name),
            is_no: true,
            meant: match import.gone.get(&said) {
                None => 0,
                Some(Meant::No) => 1,
                Some(Meant::Stands) => 2,
            },
            ..plain()
        }
    }

    pub(super) fn unclear(
        &self,
        one: &Unclear,
        import: &Remembered,
        name: &dyn Fn(&ChannelId) -> String,
        spot: &dyn Fn(u64) -> SharedString,
    ) -> ImportRow {
        let say = self.app.global::<Say>();
        let pick = import.terms.picks.get(&one.line);
        let mut picks: Vec<ImportPick> = one
            .entries
            .iter()
            .filter(|entry| one.like.contains(&entry.person.id))
            .map(|entry| {
                let born = entry.person.born.map(|born| date(&self.app, born));
                ImportPick {
                    id: entry.person.id.0.as_str().into(),
                    text: say.invoke_import_same(
                        full_name(entry).into(),
                        entry.class.as_str().into(),
                        born.unwrap_or_default(),
                    ),
                    chosen: false,
                }
            })
            .collect();
        if one.may_be_new {
            picks.push(ImportPick {
                id: "new".into(),
                text: say.invoke_import_new_child(),
                chosen: false,
            });
        }
        if one.holds_a_no {
            picks.push(ImportPick {
                id: "nobody".into(),
                text: say.invoke_import_nobody(),
                chosen: pick == Some(&Pick::Nobody),
            });
        }
        ImportRow {
            kind: kind::UNCLEAR,
            line: line(one.line),
            name: one.name.as_str().into(),
            what: self.unsure_words(one, name, spot),
            is_no: one.holds_a_no,
            picks: model(picks),
            ..plain()
        }
    }
}
