//! What is filled in on one person's page. The acts say what of it can be.

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use slint::{ComponentHandle, SharedString};

use super::super::mapping::model;
use super::super::places::Wanted;
use super::super::{Doing, Inner, Page, PersonAdapter, Say, SayRow, SiblingRow, called, calling};
use super::{Remembered, day_or_none};
use crate::acts::permit::Edits;
use crate::clerk::Ask;
use crate::clerk::register::{self as asks, Answers, Proof};
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::person::Responsible;
use crate::domain::words::same_letters;
use crate::places::PlaceId;
use crate::screens::page::Shows as _;

/// What a signed form can be filed as.
const FORMS: &[&str] = &["pdf", "jpg", "jpeg", "png", "webp", "txt"];

pub(super) fn connect(inner: &Rc<Inner>) {
    let person = inner.app.global::<PersonAdapter>();
    person.on_back(called(inner, |inner| inner.leave_person()));
    person.on_cancel(called(inner, |inner| inner.cancel_form()));
    person.on_start(calling(inner, |inner, doing| inner.start_form(doing)));
    person.on_answer(calling(inner, |inner, channel: SharedString| {
        inner.start_form(Doing::Answering);
        inner.only_channel(&channel);
    }));
    person.on_correct(calling(inner, |inner, id: SharedString| {
        inner.start_correction(&id);
    }));
    person.on_say({
        let inner = Rc::downgrade(inner);
        move |channel, answer| {
            if let Some(inner) = inner.upgrade() {
                inner.say_answer(&channel, answer);
            }
        }
    });
    person.on_with_sibling(calling(inner, |inner, id: SharedString| {
        {
            let mut state = inner.state.borrow_mut();
            let siblings = &mut state.office.person.siblings;
            let id = crate::domain::person::PersonId(id.to_string());
            if !siblings.remove(&id) {
                siblings.insert(id);
            }
        }
        inner.show_form();
    }));
    person.on_choose_file(called(inner, |inner| {
        let title = inner.app.global::<Say>().invoke_choose_form();
        inner.choose_place(
            title,
            Wanted::File(FORMS),
            Box::new(|inner, chosen| {
                let mut state = inner.state.borrow_mut();
                state.office.person.file = chosen.into_iter().next();
                state.office.person.scans.clear();
                state.office.person.one_form = false;
                drop(state);
                inner.show_form();
            }),
        );
    }));
    person.on_save(called(inner, |inner| inner.save_form()));
    super::sure::connect(inner, &person);
}

/// A day as it stands in a field: `31/8/2027`.
pub(in super::super) fn typed(day: NaiveDate) -> SharedString {
    format!("{}/{}/{}", day.day(), day.month(), day.year()).into()
}

impl Inner {
    fn leave_person(self: &Rc<Inner>) {
        self.stop_scanning();
        self.put_form_away();
        let before = self.state.borrow().office.person.before;
        match before {
            Some(Page::Lists) => self.open_page(Page::Lists),
            _ => self.open_page(Page::Register),
        }
    }

    fn cancel_form(self: &Rc<Inner>) {
        let person = self.app.global::<PersonAdapter>();
        if person.shown().doing == Doing::Scanning {
            self.state.borrow_mut().office.person.scans.clear();
            self.stop_scanning();
            person.edit(|it| it.doing = Doing::Answering);
            return self.show_form();
        }
        self.put_form_away();
    }

    /// Nothing of a form stays on the page.
    pub(in super::super) fn put_form_away(&self) {
        {
            let mut state = self.state.borrow_mut();
            let person = std::mem::take(&mut state.office.person);
            state.office.person = Remembered {
                before: person.before,
                card: person.card,
                ..Remembered::default()
            };
        }
        self.on::<PersonAdapter>(|it| {
            it.doing = Doing::Nothing;
            it.is_busy = false;
            for text in [
                &mut it.trouble,
                &mut it.by,
                &mut it.signed,
                &mut it.until,
                &mut it.corrects,
                &mut it.proof,
                &mut it.why,
                &mut it.last_day,
                &mut it.new_given,
                &mut it.new_family,
                &mut it.new_group,
                &mut it.new_known_as,
                &mut it.new_known_families,
                &mut it.new_born,
                &mut it.text,
                &mut it.new_responsible,
                &mut it.new_responsible_until,
                &mut it.moves,
                &mut it.move_to,
            ] {
                *text = SharedString::default();
            }
            it.relation = 0;
            it.evidence = 0;
            it.scanned = 0;
            it.page_number = 0;
            it.page_count = 0;
            it.pages = model([]);
            it.says = model([]);
            it.siblings = model([]);
        });
    }

    pub(super) fn start_form(self: &Rc<Inner>, doing: Doing) {
        self.put_form_away();
        let person = self.app.global::<PersonAdapter>();
        person.edit(|it| it.said = "".into());
        {
            let mut state = self.state.borrow_mut();
            let remembered = &mut state.office.person;
            let Some(card) = &remembered.card else {
                return;
            };
            let entry = &card.page.entry;
            let is_granted = |channel: &ChannelId| {
                card.page.history.iter().any(|said| {
                    let said = &said.filed.permission;
                    said.channel == *channel && said.answer == Answer::Granted
                })
            };
            remembered.says = card
                .page
                .lines
                .iter()
                .map(|line| &line.channel)
                .filter(|channel| doing != Doing::Withdrawing || is_granted(&channel.id))
                .map(|channel| (channel.id.clone(), channel.name.clone(), None))
                .collect();
            person.edit(|it| {
                it.signed = typed(card.today);
                it.new_given = entry.person.given.as_str().into();
                it.new_family = entry.person.family.as_str().into();
                it.new_group = entry.class.as_str().into();
                it.new_known_as = entry.person.known_as.join(", ").into();
                it.new_known_families = entry.person.known_families.join(", ").into();
                it.new_born = entry.person.born.map(typed).unwrap_or_default();
                it.last_day = entry.person.leaves.map(typed).unwrap_or_default();
            });
            let is_adult = entry.person.kind != crate::domain::person::PersonKind::Child;
            if is_adult {
                person.edit(|it| {
                    it.relation = 1;
                    it.by = format!("{} {}", entry.person.given, entry.person.family).into();
                });
            } else if let Some(said) = card.page.history.first() {
                // Whoever spoke last speaks again more often than not.
                person.edit(|it| it.by = said.filed.permission.by.as_str().into());
            }
        }
        person.edit(|it| it.doing = doing);
        self.show_form();
    }

    /// The form asks of one channel alone.
    fn only_channel(&self, channel: &str) {
        let mut state = self.state.borrow_mut();
        state.office.person.says.retain(|(id, ..)| id.0 == channel);
        drop(state);
        self.show_form();
    }

    fn start_correction(self: &Rc<Inner>, id: &str) {
        let found = {
            let state = self.state.borrow();
            let Some(card) = &state.office.person.card else {
                return;
            };
            let mut history = card.page.history.iter();
            history.find(|said| said.filed.id.0 == id).map(|said| {
                let words = self.said_words(card, said);
                (said.filed.clone(), words)
            })
        };
        let Some((filed, words)) = found else {
            return;
        };
        self.start_form(Doing::Answering);
        let said = &filed.permission;
        self.on::<PersonAdapter>(|it| {
            it.by = said.by.as_str().into();
            it.relation = place_of(said.relation);
            it.signed = typed(said.signed);
            it.until = said.until.map(typed).unwrap_or_default();
            it.corrects = self.app.global::<Say>().invoke_correcting(words);
        });
        self.state.borrow_mut().office.person.corrects = Some(filed.id.clone());
        self.only_channel(&said.channel.0);
    }

    fn say_answer(&self, channel: &str, answer: i32) {
        {
            let mut state = self.state.borrow_mut();
            for (id, _, says) in &mut state.office.person.says {
                if id.0 == channel {
                    *says = match answer {
                        1 => Some(Answer::Granted),
                        2 => Some(Answer::Refused),
                        _ => None,
                    };
                }
            }
        }
        self.show_form();
    }

    pub(super) fn show_form(&self) {
        let may_scan = self.state.borrow().may_photograph();
        let state = self.state.borrow();
        let remembered = &state.office.person;
        let (person, say) = (self.app.global::<PersonAdapter>(), self.app.global::<Say>());
        person.edit(|it| {
            it.may_scan = may_scan;
            it.says = model(remembered.says.iter().map(|(id, name, says)| SayRow {
                id: id.0.as_str().into(),
                name: name.as_str().into(),
                answer: match says {
                    None => 0,
                    Some(Answer::Granted) => 1,
                    Some(Answer::Refused | Answer::Withdrawn | Answer::ChangedOutside) => 2,
                },
            }));
            let siblings = remembered.card.iter().flat_map(|card| &card.siblings);
            it.siblings = model(siblings.map(|sibling| SiblingRow {
                id: sibling.id.0.as_str().into(),
                name: format!("{} · {}", sibling.name, sibling.group).into(),
                chosen: remembered.siblings.contains(&sibling.id),
            }));
            let name = remembered.file.as_ref().map(PlaceId::name);
            it.proof = match (name, remembered.scans.len()) {
                (Some(name), _) => say.invoke_chosen_file(name.into()),
                (None, 0) => SharedString::default(),
                (None, pages) => say.invoke_scanned_pages(i32::try_from(pages).unwrap_or(i32::MAX)),
            }
        });
    }

    /// A day from a field; `None` and a word of trouble where it is none.
    fn day_in(&self, field: &SharedString) -> Option<Option<NaiveDate>> {
        match day_or_none(field) {
            Ok(day) => Some(day),
            Err(typed) => {
                let words = self.app.global::<Say>().invoke_not_a_date(typed.into());
                self.on::<PersonAdapter>(|it| it.trouble = words);
                None
            }
        }
    }

    pub(super) fn save_form(self: &Rc<Inner>) {
        let person = self.app.global::<PersonAdapter>();
        person.edit(|it| it.trouble = "".into());
        let form = person.shown();
        let Some(id) = self.person() else {
            return;
        };
        let ask = match form.doing {
            Doing::Answering => {
                let (Some(signed), Some(until)) =
                    (self.day_in(&form.signed), self.day_in(&form.until))
                else {
                    return;
                };
                self.answers(id, signed, until)
            }
            Doing::Withdrawing => Some(asks::Ask::Withdraw {
                person: id,
                channels: self.chosen().into_iter().map(|(id, _)| id).collect(),
                relation: self.relation(),
                by: form.by.to_string(),
            }),
            Doing::Editing => {
                let Some(born) = self.day_in(&form.new_born) else {
                    return;
                };
                Some(asks::Ask::Edit(
                    id,
                    Edits {
                        given: Some(form.new_given.to_string()),
                        family: Some(form.new_family.to_string()),
                        known_as: Some(parted(&form.new_known_as)),
                        known_families: Some(parted(&form.new_known_families)),
                        group: Some(form.new_group.to_string()),
                        born,
                        ..Edits::default()
                    },
                ))
            }
            Doing::Responsible => {
                let Some(until) = self.day_in(&form.new_responsible_until) else {
                    return;
                };
                let by = form.new_responsible.trim().to_owned();
                let mut responsible = self.responsible();
                responsible.retain(|one| !same_letters(&one.by, &by));
                responsible.push(Responsible { by, until });
                let edits = Edits {
                    responsible: Some(responsible),
                    ..Edits::default()
                };
                Some(asks::Ask::Edit(id, edits))
            }
            Doing::Moving => {
                let no = self.state.borrow().office.person.moves.clone();
                no.map(|no| asks::Ask::Move {
                    person: id,
                    no,
                    to: form.move_to.to_string(),
                    relation: self.relation(),
                    by: form.by.to_string(),
                })
            }
            Doing::Leaving => match self.day_in(&form.last_day) {
                Some(Some(last)) => Some(asks::Ask::LastDay(id, Some(last))),
                Some(None) => {
                    let words = self.app.global::<Say>().invoke_not_a_date("".into());
                    return person.edit(|it| it.trouble = words);
                }
                None => None,
            },
            Doing::Marking => Some(asks::Ask::Mark(id, form.why.to_string())),
            _ => None,
        };
        if let Some(ask) = ask {
            person.edit(|it| it.is_busy = true);
            self.clerk.ask(Ask::Register(ask));
        }
    }

    fn answers(
        &self,
        id: crate::domain::person::PersonId,
        signed: Option<NaiveDate>,
        until: Option<NaiveDate>,
    ) -> Option<asks::Ask> {
        let form = self.shown::<PersonAdapter>();
        let says = self.chosen();
        let evidence = match form.evidence {
            0 => Evidence::Paper,
            1 => Evidence::EForm,
            2 => Evidence::Email,
            _ => Evidence::Spoken,
        };
        let relation = self.relation();
        let state = self.state.borrow();
        let remembered = &state.office.person;
        let today = remembered.card.as_ref()?.today;
        let proof = match (&remembered.file, remembered.scans.as_slice()) {
            _ if !evidence.is_written() => Proof::None,
            (Some(file), _) => Proof::File(file.clone()),
            (None, []) => Proof::None,
            (None, pages) => Proof::Scan(pages.to_vec()),
        };
        let mut people = vec![id];
        people.extend(remembered.siblings.iter().cloned());
        Some(asks::Ask::File(Box::new(Answers {
            people,
            says,
            relation,
            by: form.by.to_string(),
            signed: signed.unwrap_or(today),
            until,
            evidence,
            proof,
            corrects: remembered.corrects.clone(),
            same_person: remembered.same_person.as_deref() == Some(form.by.as_str()),
            one_form: remembered.one_form,
        })))
    }

    fn chosen(&self) -> Vec<(ChannelId, Answer)> {
        let state = self.state.borrow();
        let says = state.office.person.says.iter();
        says.filter_map(|(id, _, says)| says.map(|answer| (id.clone(), answer)))
            .collect()
    }

    fn relation(&self) -> Relation {
        match self.shown::<PersonAdapter>().relation {
            0 => Relation::Parent,
            1 => Relation::Oneself,
            _ => Relation::Other,
        }
    }
}

/// Where a relation stands in the form's choice.
pub(super) fn place_of(relation: Relation) -> i32 {
    match relation {
        Relation::Parent => 0,
        Relation::Oneself => 1,
        Relation::Other => 2,
    }
}

/// Names that were typed with commas between.
fn parted(names: &str) -> Vec<String> {
    names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
