//! What somebody says that a slip holds, and its recording. No tap does anything with a slip while it is
//! recorded.

use crate::clerk::{Came, Trouble};
use std::rc::Rc;

use chrono::NaiveDate;
use slint::{ComponentHandle, SharedString};

use super::super::{Inner, Say, SayAnswers, SlipRow, SlipsAdapter, SlipsStep, called};
use super::{NO, NOTHING, YES};
use crate::acts::permit::{Filed, NotRecorded};
use crate::acts::slip::Confirmed;
use crate::clerk::{Ask, slips};
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Relation};
use crate::screens::page::Shows as _;

pub(super) fn connect(inner: &Rc<Inner>) {
    let slips = inner.app.global::<SlipsAdapter>();
    slips.on_record(called(inner, |inner| inner.record_slip(false)));
    slips.on_skip(called(inner, |inner| {
        if !inner.is_confirming() {
            inner.state.borrow_mut().office.slips.skipped += 1;
            inner.next_slip();
        }
    }));
    slips.on_stop(called(inner, |inner| {
        if !inner.is_confirming() {
            inner.finish_slips();
        }
    }));
}

impl Inner {
    pub(super) fn hear_confirmed(self: &Rc<Inner>, done: Came<Filed>) {
        let slips = self.app.global::<SlipsAdapter>();
        {
            let own = &mut self.state.borrow_mut().office.slips;
            own.is_confirming = false;
            if done.is_ok() {
                own.seen = None;
                own.recorded += 1;
            }
        }
        match done {
            Ok(filed) => {
                self.tell_unheard_of_slip(&filed);
                // Whoever left the page meanwhile is not taken on to the next.
                if slips.shown().step == SlipsStep::Seen {
                    self.next_slip();
                }
            }
            Err(Trouble::Answer(why)) => {
                slips.edit(|it| it.trouble = self.not_recorded_words(&why));
                if let NotRecorded::SamePerson { channel, no } = why {
                    let place = self.slip_row_name(&channel);
                    self.same_person(&slips.shown().by, &place, no, |inner| {
                        inner.record_slip(true)
                    });
                }
            }
            Err(error) => slips.edit(|it| it.trouble = self.sentence(&error)),
        }
    }

    /// Above the next slip: what is on record and does not speak.
    fn tell_unheard_of_slip(&self, filed: &Filed) {
        if filed.unheard.is_empty() {
            return;
        }
        let say = self.app.global::<SayAnswers>();
        let each: Vec<String> = filed
            .unheard
            .iter()
            .map(|(_, channel, why)| {
                let place = self.slip_row_name(channel).into();
                let words = say.invoke_does_not_speak(place, self.unheard_words(why));
                words.to_string()
            })
            .collect();
        self.tell(say.invoke_on_record(each.join("; ").into()), true);
    }

    fn slip_row_name(&self, channel: &ChannelId) -> String {
        let state = self.state.borrow();
        let mut rows = state.office.slips.rows.iter();
        rows.find(|row| row.id == channel.0.as_str())
            .map_or_else(|| channel.0.clone(), |row| row.name.to_string())
    }

    fn is_confirming(&self) -> bool {
        self.state.borrow().office.slips.is_confirming
    }

    fn record_slip(&self, same_person: bool) {
        if self.is_confirming() {
            return;
        }
        let slips = self.app.global::<SlipsAdapter>();
        slips.edit(|it| it.trouble = "".into());
        let said = {
            let state = self.state.borrow();
            let own = &state.office.slips;
            let seen = own.seen.as_ref().map(|seen| seen.ticket);
            seen.map(|seen| (seen, self.confirmed(&own.rows, same_person)))
        };
        match said {
            Some((seen, Ok(confirmed))) => {
                self.state.borrow_mut().office.slips.is_confirming = true;
                self.clerk
                    .ask(Ask::Slips(slips::Ask::Confirm { seen, confirmed }));
            }
            Some((_, Err(missing))) => slips.edit(|it| it.trouble = missing),
            None => {}
        }
    }

    /// What the page says. Errors: what is missing, in words.
    fn confirmed(&self, rows: &[SlipRow], same_person: bool) -> Result<Confirmed, SharedString> {
        let form = self.shown::<SlipsAdapter>();
        let say = self.app.global::<Say>();
        let mut answers = Vec::new();
        for row in rows {
            let channel = ChannelId(row.id.to_string());
            match row.answer {
                YES => answers.push((channel, Answer::Granted)),
                NO => answers.push((channel, Answer::Refused)),
                NOTHING => {}
                _ => return Err(say.invoke_slip_row_missing(row.name.clone())),
            }
        }
        let relation = match form.relation {
            1 => Relation::Parent,
            2 => Relation::Oneself,
            3 => Relation::Other,
            _ => return Err(say.invoke_slip_relation_missing()),
        };
        let signed = typed_day(&form.day).ok_or_else(|| say.invoke_slip_day_wrong())?;
        Ok(Confirmed {
            answers,
            relation,
            by: form.by.to_string(),
            signed,
            again: form.is_again,
            same_person,
        })
    }
}

/// A day as people here write it: day, month, year; or as a computer does.
fn typed_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-', ' ']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (day, year) = match first.len() {
        4 => (last, first),
        _ => (first, last),
    };
    let year: i32 = year.parse().ok()?;
    let year = if year < 100 { year + 2000 } else { year };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}
