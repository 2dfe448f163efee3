//! What is filled in on one person's page. The acts say what of it can be.

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use slint::{ComponentHandle, SharedString};

use super::super::mapping::model;
use super::super::places::Wanted;
use super::super::{Doing, Inner, Page, PersonAdapter, Say, SayRow, SiblingRow, called, calling};
use super::day_or_none;
use crate::acts::permit::Edits;
use crate::clerk::Ask;
use crate::clerk::register::{self as asks, Answers, Proof};
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::person::Responsible;
use crate::domain::words::same_letters;

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
        if person.get_doing() == Doing::Scanning {
            self.state.borrow_mut().office.person.scans.clear();
            self.stop_scanning();
            person.set_doing(Doing::Answering);
            return self.show_form();
        }
        self.put_form_away();
    }

    /// Nothing of a form stays on the page.
    pub(in super::super) fn put_form_away(&self) {
        {
            let mut state = self.state.borrow_mut();
            let remembered = &mut state.office.person;
            remembered.says.clear();
            remembered.siblings.clear();
            remembered.corrects = None;
            remembered.moves = None;
            remembered.same_person = None;
            remembered.one_form = false;
            remembered.file = None;
            remembered.scans.clear();
            remembered.looked_at = None;
        }
        let person = self.app.global::<PersonAdapter>();
        person.set_doing(Doing::Nothing);
        person.set_is_busy(false);
        for set in [
            PersonAdapter::set_trouble,
            PersonAdapter::set_by,
            PersonAdapter::set_signed,
            PersonAdapter::set_until,
            PersonAdapter::set_corrects,
            PersonAdapter::set_proof,
            PersonAdapter::set_why,
            PersonAdapter::set_last_day,
            PersonAdapter::set_new_given,
            PersonAdapter::set_new_family,
            PersonAdapter::set_new_group,
            PersonAdapter::set_new_known_as,
            PersonAdapter::set_new_known_families,
            PersonAdapter::set_new_born,
            PersonAdapter::set_text,
            PersonAdapter::set_new_responsible,
            PersonAdapter::set_new_responsible_until,
            PersonAdapter::set_moves,
            PersonAdapter::set_move_to,
        ] {
            set(&person, SharedString::default());
        }
        person.set_relation(0);
        person.set_evidence(0);
        person.set_scanned(0);
        person.set_page_number(0);
        person.set_page_count(0);
        person.set_pages(model([]));
        person.set_says(model([]));
        person.set_siblings(model([]));
    }

    pub(super) fn start_form(self: &Rc<Inner>, doing: Doing) {
        self.put_form_away();
        let person = self.app.global::<PersonAdapter>();
        person.set_said("".into());
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
            person.set_signed(typed(card.today));
            person.set_new_given(entry.person.given.as_str().into());
            person.set_new_family(entry.person.family.as_str().into());
            person.set_new_group(entry.class.as_str().into());
            person.set_new_known_as(entry.person.known_as.join(", ").into());
            person.set_new_known_families(entry.person.known_families.join(", ").into());
            person.set_new_born(entry.person.born.map(typed).unwrap_or_default());
            person.set_last_day(entry.person.leaves.map(typed).unwrap_or_default());
            let is_adult = entry.person.kind != crate::domain::person::PersonKind::Child;
            if is_adult {
                person.set_relation(1);
                let own = format!("{} {}", entry.person.given, entry.person.family);
                person.set_by(own.into());
            } else if let Some(said) = card.page.history.first() {
                // Whoever spoke last speaks again more often than not.
                person.set_by(said.filed.permission.by.as_str().into());
            }
        }
        person.set_doing(doing);
        self.show_form();
    }

    /// The form asks of one channel alone.
    fn only_channel(&self, channel: &str) {
        self.state
            .borrow_mut()
            .office
            .person
            .says
            .retain(|(id, ..)| id.0 == channel);
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
        let person = self.app.global::<PersonAdapter>();
        let said = &filed.permission;
        person.set_by(said.by.as_str().into());
        person.set_relation(place_of(said.relation));
        person.set_signed(typed(said.signed));
        person.set_until(said.until.map(typed).unwrap_or_default());
        person.set_corrects(self.app.global::<Say>().invoke_correcting(words));
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
        person.set_may_scan(may_scan);
        person.set_says(model(remembered.says.iter().map(|(id, name, says)| {
            SayRow {
                id: id.0.as_str().into(),
                name: name.as_str().into(),
                answer: match says {
                    None => 0,
                    Some(Answer::Granted) => 1,
                    Some(Answer::Refused | Answer::Withdrawn | Answer::ChangedOutside) => 2,
                },
            }
        })));
        let siblings = remembered.card.iter().flat_map(|card| &card.siblings);
        person.set_siblings(model(siblings.map(|sibling| SiblingRow {
            id: sibling.id.0.as_str().into(),
            name: format!("{} · {}", sibling.name, sibling.group).into(),
            chosen: remembered.siblings.contains(&sibling.id),
        })));
        let name = remembered.file.as_ref().and_then(|file| file.file_name());
        person.set_proof(match (name, remembered.scans.len()) {
            (Some(name), _) => say.invoke_chosen_file(name.to_string_lossy().as_ref().into()),
            (None, 0) => SharedString::default(),
            (None, pages) => say.invoke_scanned_pages(i32::try_from(pages).unwrap_or(i32::MAX)),
        });
    }

    /// A day from a field; `None` and a word of trouble where it is none.
    fn day_in(&self, field: &SharedString) -> Option<Option<NaiveDate>> {
        match day_or_none(field) {
            Ok(day) => Some(day),
            Err(typed) => {
                let words = self.app.global::<Say>().invoke_not_a_date(typed.into());
                self.app.global::<PersonAdapter>().set_trouble(words);
                None
            }
        }
    }

    pub(super) fn save_form(self: &Rc<Inner>) {
        let person = self.app.global::<PersonAdapter>();
        person.set_trouble("".into());
        let Some(id) = self.person() else {
            return;
        };
        let ask = match person.get_doing() {
            Doing::Answering => {
                let (Some(signed), Some(until)) = (
                    self.day_in(&person.get_signed()),
                    self.day_in(&person.get_until()),
                ) else {
                    return;
                };
                self.answers(id, signed, until)
            }
            Doing::Withdrawing => Some(asks::Ask::Withdraw {
                person: id,
                channels: self.chosen().into_iter().map(|(id, _)| id).collect(),
                relation: self.relation(),
                by: person.get_by().to_string(),
            }),
            Doing::Editing => {
                let Some(born) = self.day_in(&person.get_new_born()) else {
                    return;
                };
                Some(asks::Ask::Edit(
                    id,
                    Edits {
                        given: Some(person.get_new_given().to_string()),
                        family: Some(person.get_new_family().to_string()),
                        known_as: Some(parted(&person.get_new_known_as())),
                        known_families: Some(parted(&person.get_new_known_families())),
                        group: Some(person.get_new_group().to_string()),
                        born,
                        ..Edits::default()
                    },
                ))
            }
            Doing::Responsible => {
                let Some(until) = self.day_in(&person.get_new_responsible_until()) else {
                    return;
                };
                let by = person.get_new_responsible().trim().to_owned();
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
                    to: person.get_move_to().to_string(),
                    relation: self.relation(),
                    by: person.get_by().to_string(),
                })
            }
            Doing::Leaving => match self.day_in(&person.get_last_day()) {
                Some(Some(last)) => Some(asks::Ask::LastDay(id, Some(last))),
                Some(None) => {
                    let words = self.app.global::<Say>().invoke_not_a_date("".into());
                    return person.set_trouble(words);
                }
                None => None,
            },
            Doing::Marking => Some(asks::Ask::Mark(id, person.get_why().to_string())),
            _ => None,
        };
        if let Some(ask) = ask {
            person.set_is_busy(true);
            self.clerk.ask(Ask::Register(ask));
        }
    }

    fn answers(
        &self,
        id: crate::domain::person::PersonId,
        signed: Option<NaiveDate>,
        until: Option<NaiveDate>,
    ) -> Option<asks::Ask> {
        let person = self.app.global::<PersonAdapter>();
        let says = self.chosen();
        let evidence = match person.get_evidence() {
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
            by: person.get_by().to_string(),
            signed: signed.unwrap_or(today),
            until,
            evidence,
            proof,
            corrects: remembered.corrects.clone(),
            same_person: remembered.same_person.as_deref() == Some(person.get_by().as_str()),
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
        match self.app.global::<PersonAdapter>().get_relation() {
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
