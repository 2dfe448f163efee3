//! The words beside a picture, looked at as they are typed: which of them would keep it from leaving.
//! By the gate's own rules; records nothing.

use std::ops::Range;

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, channel_of};
use crate::domain::channel::ChannelId;
use crate::domain::person::PersonId;
use crate::domain::roll::Everybody;
use crate::domain::staff::Duty;
use crate::domain::words::{NamesSought, OwnContacts};

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// A child's full name.
    Name(PersonId),
    /// A way to reach somebody that is not the school's own.
    Contact,
}

/// A part of a text that keeps a picture from leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub wrong: Wrong,
}

impl Desk {
    /// What in these texts would keep a picture from a channel, text by text, in the order of each
    /// text. Nothing is found exactly where the gate finds nothing; inside the school no words are
    /// looked at.
    pub fn look_at_words(
        &self,
        who: &Session,
        channel: &ChannelId,
        texts: &[&str],
    ) -> Done<Vec<Vec<Flaw>>> {
        self.require(who, Duty::Look)?;
        let policy = self.policy()?;
        if !channel_of(&policy, channel)?.outside {
            return Ok(vec![Vec::new(); texts.len()]);
        }
        let roll = self.register.lists().roll()?;
        let own = OwnContacts::of(&policy.school_contacts);
        Ok(texts
            .iter()
            .map(|text| {
                let sought = [NamesSought::in_text(text)];
                let mut flaws = Vec::new();
                Everybody::from(&roll).children_named_in(&sought, |person| {
                    let spans = sought.iter().flat_map(|sought| sought.spans(person));
                    flaws.extend(spans.map(|range| Flaw {
                        range,
                        wrong: Wrong::Name(person.id.clone()),
                    }));
                });
                flaws.extend(own.others_in(text).into_iter().map(|range| Flaw {
                    range,
                    wrong: Wrong::Contact,
                }));
                flaws.sort_by(|one, other| {
                    let place = |flaw: &Flaw| (flaw.range.start, flaw.range.end);
                    place(one)
                        .cmp(&place(other))
                        .then_with(|| one.wrong.cmp(&other.wrong))
                });
                flaws.dedup();
                flaws
            })
            .collect())
    }
}
