//! What a row's answers add to what is on record about a child.

use chrono::NaiveDate;

use super::super::row::{Answered, Said};
use super::super::settled::{latest, noes, of};
use super::{Child, New, Plan, Turn, name};
use crate::domain::permission::{Answer, Evidence, Permission};
use crate::domain::school::FiledPermission;

/// Sorts a row's answers into those that are new, those that would turn a no, and those that are known.
pub fn weigh(
    plan: &mut Plan,
    said: &Said,
    child: &Child,
    filed: &[FiledPermission],
    forms_held: bool,
    today: NaiveDate,
) {
    for answered in &said.answers {
        let latest = latest(filed, &answered.channel);
        let own = of(&latest, &answered.by).map(|filed| &filed.permission);
        match adds(answered, own, forms_held) {
            Adds::Known => plan.known += 1,
            Adds::Older => plan.older += 1,
            adds => {
                // A form that turns up does not make the answer a newer one.
                let since = match (adds, own) {
                    (Adds::Form, Some(own)) => own.signed,
                    _ => today,
                };
                let new = New {
                    line: said.line,
                    child: child.clone(),
                    name: name(said),
                    channel: answered.channel.clone(),
                    answer: answered.answer,
                    by: answered.by.clone(),
                    signed: answered.on.unwrap_or(since),
                    evidence: match forms_held {
                        true => Evidence::Paper,
                        false => Evidence::Spoken,
                    },
                };
                let noes = noes(&latest);
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
    if answered.on.is_some_and(|on| on < own.signed) {
        return Adds::Older;
    }
    if answered.answer != own.answer {
        return Adds::New;
    }
    let is_later = answered.on.is_some_and(|on| on > own.signed);
    let is_yes = own.answer == Answer::Granted;
    match (forms_held, own.evidence.is_written()) {
        (true, false) if is_yes => Adds::Form,
        // A yes that is only spoken must not take the place of a written one.
        (false, true) if is_yes => Adds::Known,
        _ if is_later => Adds::New,
        _ => Adds::Known,
    }
}
