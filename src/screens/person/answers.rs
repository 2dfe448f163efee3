//! What is said of answers: why one was not recorded, why one that was does not speak, who answers for a
//! child, and where a no belongs that stands with somebody else.

use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::super::mapping::{date, model};
use super::super::shell::Sure;
use super::super::{
    Doing, Inner, Page, PersonAdapter, ResponsibleRow, SaidRow, Say, SayAnswers, called, calling,
};
use super::place_name;
use crate::acts::look_up::Said;
use crate::acts::permit::{Edits, NotMoved, NotRecorded, Unseen};
use crate::clerk::Ask;
use crate::clerk::register::{self as asks, PersonCard};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PermissionId;
use crate::domain::permission::Answer;
use crate::domain::person::{PersonId, PersonKind, Responsible};
use crate::domain::school::Registered;
use crate::domain::unheard::Unheard;
use crate::screens::page::Shows as _;

pub(super) fn connect(inner: &Rc<Inner>) {
    let person = inner.app.global::<PersonAdapter>();
    person.on_drop_responsible(calling(inner, |inner, by: SharedString| {
        let mut all = inner.responsible();
        all.retain(|one| one.by != by.as_str());
        inner.edit_who_answers(Edits {
            responsible: Some(all),
            ..Edits::default()
        });
    }));
    person.on_court_order(called(inner, |inner| inner.ask_court_order()));
    person.on_move(calling(inner, |inner, id: SharedString| {
        inner.start_move(&id)
    }));
    person.on_agree_move(calling(inner, |inner, id: SharedString| {
        inner.ask_agree_move(PermissionId(id.to_string()));
    }));
}

impl Inner {
    pub(super) fn show_who_answers(&self, entry: &Registered, is_head: bool) {
        let person = self.app.global::<PersonAdapter>();
        let say = self.app.global::<SayAnswers>();
        let is_child = entry.person.kind == PersonKind::Child;
        person.edit(|it| {
            it.has_court_order = is_child && entry.court_order;
            it.may_change_who_answers = is_child && (is_head || !entry.court_order);
        });
        let responsible = entry.person.responsible.iter();
        person.edit(|it| {
            it.responsible = model(responsible.map(|one| {
                let by = SharedString::from(one.by.as_str());
                ResponsibleRow {
                    words: match one.until {
                        Some(last) => say.invoke_until(by.clone(), date(&self.app, last)),
                        None => by.clone(),
                    },
                    by,
                }
            }))
        });
    }

    pub(super) fn said_row(&self, card: &PersonCard, said: &Said) -> SaidRow {
        let me = {
            let state = self.state.borrow();
            state.me.as_ref().map(|me| me.id.clone())
        };
        let filed = &said.filed;
        let words = self.said_words(card, said);
        let is_no = matches!(filed.permission.answer, Answer::Refused | Answer::Withdrawn);
        SaidRow {
            id: filed.id.0.as_str().into(),
            words: match &filed.belongs {
                None => words,
                Some(belongs) => {
                    let whose = match card.elsewhere.get(&belongs.person) {
                        Some(name) => format!("{name} ({})", belongs.by),
                        None => belongs.by.clone(),
                    };
                    let say = self.app.global::<SayAnswers>();
                    say.invoke_belongs(words, whose.into())
                }
            },
            is_corrected: said.is_corrected,
            may_move: is_no && filed.belongs.is_none() && !said.is_corrected && !said.is_moved,
            may_agree: filed.belongs.is_some()
                && !said.is_moved
                && me.as_ref() != Some(&filed.recorded_by),
            is_moved: said.is_moved,
        }
    }

    /// On the page, until something else is done on it.
    pub(super) fn tell_unheard(&self, all: &[(PersonId, ChannelId, Unheard)]) {
        let say = self.app.global::<SayAnswers>();
        let state = self.state.borrow();
        let Some(card) = &state.office.person.card else {
            return;
        };
        let own = &card.page.entry.person.id;
        let each: Vec<String> = all
            .iter()
            .map(|(person, channel, why)| {
                let place = place_name(card, channel).into();
                let words = say.invoke_does_not_speak(place, self.unheard_words(why));
                let sibling = card.siblings.iter().find(|one| one.id == *person);
                match sibling {
                    Some(sibling) if person != own => {
                        say.invoke_of_another(sibling.name.as_str().into(), words)
                    }
                    _ => words,
                }
                .to_string()
            })
            .collect();
        self.on::<PersonAdapter>(|it| it.said = say.invoke_on_record(each.join("; ").into()));
    }

    pub(in super::super) fn unheard_words(&self, why: &Unheard) -> SharedString {
        let (code, day) = match why {
            Unheard::OwnNo(day) => (0, Some(day)),
            Unheard::NewerYes(day) => (1, Some(day)),
            Unheard::WrongSignatory => (2, None),
            Unheard::NotListed => (3, None),
            Unheard::ListedUntil(day) => (4, Some(day)),
            Unheard::OwnVoice => (5, None),
            Unheard::Spoken => (6, None),
            Unheard::Ended(day) => (7, Some(day)),
            Unheard::NotYet(day) => (8, Some(day)),
            Unheard::AnothersNo(day) => (9, Some(day)),
        };
        let day = day.map(|day| date(&self.app, *day)).unwrap_or_default();
        self.app.global::<SayAnswers>().invoke_unheard(code, day)
    }

    /// Why an answer was not recorded; what is asked of a person is asked by [`Inner::same_person`] and
    /// its neighbours.
    pub(in super::super) fn not_recorded_words(&self, why: &NotRecorded) -> SharedString {
        let say = self.app.global::<SayAnswers>();
        match why {
            NotRecorded::SamePerson { .. } => say.invoke_tell_apart(),
            NotRecorded::SameFile { .. } => say.invoke_wrong_file(),
            NotRecorded::HeadAlone => say.invoke_head_alone(),
            NotRecorded::Unseen(unseen) => {
                let code = match unseen {
                    Unseen::Empty => 0,
                    Unseen::TooLarge => 1,
                    Unseen::NoScan => 2,
                    Unseen::OtherKind => 3,
                    Unseen::Locked => 4,
                    Unseen::NotDrawn => 5,
                    Unseen::Blank => 6,
                    Unseen::TooSmall => 7,
                    Unseen::NoSignatory => 8,
                    Unseen::NoDay => 9,
                    Unseen::NoSentence => 10,
                };
                let (why, then) = (say.invoke_unseen(code), say.invoke_a_no_meanwhile());
                format!("{why} {then}").into()
            }
            NotRecorded::Move(why) => say.invoke_not_moved(match why {
                NotMoved::IsYes => 0,
                NotMoved::SpeaksNoMore => 1,
                NotMoved::StandsThere => 2,
                NotMoved::NotProposed => 3,
                NotMoved::OfficeAndHead => 4,
            }),
        }
    }

    /// Whether a yes under the name of somebody who said no is by the same person.
    pub(in super::super) fn same_person(
        &self,
        by: &str,
        channel: &str,
        no: chrono::NaiveDate,
        yes: impl FnOnce(&Rc<Inner>) + 'static,
    ) {
        let say = self.app.global::<SayAnswers>();
        let day = date(&self.app, no);
        let sure = Sure {
            title: say.invoke_same_person(),
            text: say.invoke_same_person_means(by.into(), channel.into(), day),
            yes: say.invoke_same_person_yes(),
            no: say.invoke_same_person_no(),
            is_grave: true,
        };
        self.ask_sure(sure, yes);
    }

    pub(super) fn tell_not_recorded(self: &Rc<Inner>, why: &NotRecorded) {
        let person = self.app.global::<PersonAdapter>();
        let words = self.not_recorded_words(why);
        if self.state.borrow().page != Page::Person || person.shown().doing == Doing::Nothing {
            return self.tell(words, true);
        }
        person.edit(|it| it.trouble = words);
        match why {
            NotRecorded::SamePerson { channel, no } => {
                let place = {
                    let state = self.state.borrow();
                    let card = state.office.person.card.as_ref();
                    card.map_or(channel.0.clone(), |card| {
                        place_name(card, channel).to_owned()
                    })
                };
                self.same_person(&person.shown().by, &place, *no, |inner| {
                    let by = inner.shown::<PersonAdapter>().by.to_string();
                    inner.state.borrow_mut().office.person.same_person = Some(by);
                    inner.save_form();
                });
            }
            NotRecorded::SameFile { .. } => {
                let say = self.app.global::<SayAnswers>();
                let sure = Sure {
                    title: say.invoke_same_file(),
                    text: say.invoke_same_file_means(),
                    yes: say.invoke_same_file_yes(),
                    no: say.invoke_same_file_no(),
                    is_grave: true,
                };
                self.ask_sure(sure, |inner| {
                    inner.state.borrow_mut().office.person.one_form = true;
                    inner.save_form();
                });
            }
            NotRecorded::HeadAlone | NotRecorded::Unseen(_) | NotRecorded::Move(_) => {}
        }
    }

    pub(super) fn responsible(&self) -> Vec<Responsible> {
        let state = self.state.borrow();
        let card = state.office.person.card.as_ref();
        card.map(|card| card.page.entry.person.responsible.clone())
            .unwrap_or_default()
    }

    fn edit_who_answers(&self, edits: Edits) {
        if let Some(id) = self.person() {
            self.clerk.ask(Ask::Register(asks::Ask::Edit(id, edits)));
        }
    }

    fn ask_court_order(&self) {
        let say = self.app.global::<SayAnswers>();
        let shown = self.shown::<PersonAdapter>();
        let (given, is_on) = (shown.given, shown.has_court_order);
        let sure = match is_on {
            false => Sure {
                title: say.invoke_court_order(given),
                text: say.invoke_court_order_means(),
                yes: say.invoke_court_order_yes(),
                no: self.app.global::<Say>().invoke_leave_as_is(),
                is_grave: false,
            },
            true => Sure {
                title: say.invoke_court_order_off(given),
                text: say.invoke_court_order_off_means(),
                yes: say.invoke_court_order_off_yes(),
                no: self.app.global::<Say>().invoke_leave_as_is(),
                is_grave: true,
            },
        };
        self.ask_sure(sure, move |inner| {
            inner.edit_who_answers(Edits {
                court_order: Some(!is_on),
                ..Edits::default()
            });
        });
    }

    fn start_move(self: &Rc<Inner>, id: &str) {
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
        self.start_form(Doing::Moving);
        self.on::<PersonAdapter>(|it| {
            it.moves = self.app.global::<SayAnswers>().invoke_moving(words);
            it.move_to = it.name.clone();
            it.by = filed.permission.by.as_str().into();
            it.relation = super::forms::place_of(filed.permission.relation);
        });
        self.state.borrow_mut().office.person.moves = Some(filed.id);
    }

    fn ask_agree_move(&self, proposal: PermissionId) {
        let Some(person) = self.person() else {
            return;
        };
        let say = self.app.global::<SayAnswers>();
        let sure = Sure {
            title: say.invoke_agree_move(),
            text: say.invoke_agree_move_means(),
            yes: say.invoke_agree_move_yes(),
            no: self.app.global::<Say>().invoke_leave_as_is(),
            is_grave: true,
        };
        self.ask_sure(sure, move |inner| {
            let ask = asks::Ask::AgreeMove { person, proposal };
            inner.clerk.ask(Ask::Register(ask));
        });
    }
}
