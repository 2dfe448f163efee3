//! What a child's rows add to what is on record about them, and which yes on record they no longer say.

use chrono::NaiveDate;

use super::super::row::{Answered, Said};
use super::super::settled::{noes, of, speaking};
use super::{Child, Gone, New, Plan, Saying, Turn};
use crate::domain::alike;
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Evidence, Permission, Relation};
use crate::domain::school::FiledPermission;

/// What the rows of every child are weighed against.
pub struct Scales<'a> {
    /// Channels that the list speaks of.
    pub covers: &'a [&'a ChannelId],
    /// Whose answers they are where no column says it.
    pub signatory: &'a str,
    pub forms_held: bool,
    pub today: NaiveDate,
}

impl Scales<'_> {
    /// Sorts a child's answers into those that are new, those that would turn a no, and those that are
    /// known; then names every yes on record that the list does not repeat.
    pub fn weigh(&self, plan: &mut Plan, said: &Said, child: &Child, filed: &[FiledPermission]) {
        for answered in &said.answers {
            let speaking = speaking(filed, &answered.channel);
            let own = of(&speaking, &answered.by).map(|filed| &filed.permission);
            match adds(answered, own, self.forms_held) {
                Adds::Known => plan.known += 1,
                Adds::Older if answered.answer == Answer::Granted => plan.older += 1,
                // An older no is no less a no: a person says which of the two stands.
                Adds::Older => plan.gone.push(Gone {
                    line: answered.line,
                    child: child.clone(),
                    name: said.name(),
                    channel: answered.channel.clone(),
                    says: Saying::OlderNo(answered.words.clone(), answered.on),
                    yeses: own.into_iter().map(standing).collect(),
                    then: vec![self.to_record(said, child, answered, self.today)],
                }),
                adds => {
                    // A form that turns up does not make the answer a newer one.
                    let since = match (adds, own) {
                        (Adds::Form, Some(own)) => own.signed,
                        _ => self.today,
                    };
                    let new = self.to_record(said, child, answered, since);
                    let noes = noes(&speaking);
                    if answered.answer == Answer::Granted && !noes.is_empty() {
                        let is_own_no = own.is_some_and(|own| own.answer != Answer::Granted);
                        plan.turns.push(Turn {
                            stays_no: noes.len() > usize::from(is_own_no),
                            yes: new,
                            noes,
                        });
                    } else {
                        plan.answers.push(new);
                    }
                }
            }
        }
        if let Child::Known(_) = child {
            for channel in self.covers {
                self.miss(plan, said, child, filed, channel);
            }
        }
    }

    fn to_record(&self, said: &Said, child: &Child, answered: &Answered, since: NaiveDate) -> New {
        New {
            line: answered.line,
            child: child.clone(),
            name: said.name(),
            channel: answered.channel.clone(),
            answer: answered.answer,
            by: answered.by.clone(),
            signed: answered.on.unwrap_or(since),
            evidence: match self.forms_held {
                true => Evidence::Paper,
                false => Evidence::Spoken,
            },
            words: answered.words.clone(),
        }
    }

    /// Notes a yes on record for a channel of which the list says nothing any more. Where a cell is
    /// blank, only a yes that a list brought, or of the signatory that this one speaks for: what was
    /// signed here is no business of a list's empty cell, and is counted.
    fn miss(
        &self,
        plan: &mut Plan,
        said: &Said,
        child: &Child,
        filed: &[FiledPermission],
        channel: &ChannelId,
    ) {
        if said
            .answers
            .iter()
            .any(|answered| answered.channel == *channel)
        {
            return;
        }
        let speaking = speaking(filed, channel);
        if !noes(&speaking).is_empty() {
            return;
        }
        let words = said.unsaid.get(channel);
        let own = alike::letters(self.signatory);
        let (gone, elsewhere): (Vec<&FiledPermission>, Vec<&FiledPermission>) =
            speaking.into_iter().partition(|yes| {
                let is_of_the_list = words.is_some()
                    || yes.import.is_some()
                    || alike::letters(&yes.permission.by) == own;
                is_of_the_list && yes.permission.relation == Relation::Parent
            });
        plan.elsewhere += elsewhere.len();
        if gone.is_empty() {
            return;
        }
        let (line, says) = match words {
            Some((line, words)) => (*line, Saying::Words(words.clone())),
            None => (said.line, Saying::Nothing),
        };
        let withdrawn = |yes: &&FiledPermission| New {
            line,
            child: child.clone(),
            name: said.name(),
            channel: channel.clone(),
            answer: Answer::Withdrawn,
            by: yes.permission.by.clone(),
            signed: self.today,
            evidence: Evidence::Spoken,
            words: words.map_or_else(String::new, |(_, words)| words.clone()),
        };
        plan.gone.push(Gone {
            line,
            child: child.clone(),
            name: said.name(),
            channel: channel.clone(),
            says,
            then: gone.iter().map(withdrawn).collect(),
            yeses: gone.iter().map(|yes| standing(&yes.permission)).collect(),
        });
    }
}

fn standing(yes: &Permission) -> (String, NaiveDate) {
    (yes.by.clone(), yes.signed)
}

#[derive(Clone, Copy)]
enum Adds {
    New,
    /// The same, and now there is a form for it.
    Form,
    /// It says what its signatory said last.
    Known,
    /// Its signatory said something since.
    Older,
}

/// What an answer adds to its signatory's last one.
fn adds(answered: &Answered, own: Option<&Permission>, forms_held: bool) -> Adds {
    let Some(own) = own else {
        return Adds::New;
    };
    let is_yes = own.answer == Answer::Granted;
    if is_yes != (answered.answer == Answer::Granted) {
        let is_older = answered.on.is_some_and(|on| on < own.signed);
        return if is_older { Adds::Older } else { Adds::New };
    }
    let is_later = answered.on.is_some_and(|on| on > own.signed);
    match (forms_held, own.evidence.is_written()) {
        (true, false) if is_yes => Adds::Form,
        // A yes that is only spoken must not take the place of a written one.
        (false, true) if is_yes => Adds::Known,
        _ if is_later => Adds::New,
        _ => Adds::Known,
    }
}
