//! What the rules ask of each person shown, and which grants answer. Knows no picture: those shown
//! and what their signatories said are enough.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::super::channel::{Channel, PermissionRule};
use super::super::permission::{Answer, Permission, Relation};
use super::super::person::{Person, PersonId, PersonKind};
use super::super::photo::{Shown, Who};
use super::super::policy::Policy;
use super::super::roll::Everybody;
use super::super::verdict::Reason;

/// Those shown, each with all that the register and the signatories say of them for one channel on
/// one day.
pub(super) struct Subjects<'a> {
    rules: Rules<'a>,
    each: BTreeMap<&'a PersonId, Subject<'a>>,
}

/// What the policy and the channel ask on that day.
struct Rules<'a> {
    policy: &'a Policy,
    permission: PermissionRule,
    longest_term_months: Option<u32>,
    today: NaiveDate,
}

#[derive(Default)]
struct Subject<'a> {
    /// Seen in the released copy, by one tag at least.
    seen: bool,
    /// Every entry of the register under the id: none for a person it does not hold, and where there
    /// are several, each counts.
    entries: Vec<&'a Person>,
    /// Each signatory's latest answer, with its place in the list.
    said: Vec<(usize, &'a Permission)>,
}

/// How near a grant comes to one that counts; nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Counts,
    Expired,
    NotYetValid,
    NotWritten,
    WrongSignatory,
    NoGrant,
}

impl<'a> Subjects<'a> {
    pub fn of(
        policy: &'a Policy,
        channel: &'a Channel,
        today: NaiveDate,
        shown: &'a [Shown],
        people: Everybody<'a>,
        permissions: &'a [Permission],
    ) -> Subjects<'a> {
        let mut each: BTreeMap<&PersonId, Subject<'_>> = BTreeMap::new();
        for shown in shown {
            match &shown.who {
                Who::Person(id) => {
                    each.entry(id).or_default().seen |= !(shown.hidden && channel.hiding);
                }
                // Nobody to ask about: the picture's own codes speak of them.
                Who::Unknown | Who::Unrecognisable(_) => {}
            }
        }
        for (id, subject) in &mut each {
            people.entries_of(id, |person| subject.entries.push(person));
        }
        for (index, record) in permissions.iter().enumerate() {
            if record.channel == channel.id
                && let Some(subject) = each.get_mut(&record.person)
            {
                subject.hear(index, record);
            }
        }
        let permission = match (channel.outside, channel.permission) {
            // No policy with less can be loaded; one made by other means asks for it all the same.
            (true, PermissionRule::Written | PermissionRule::Any | PermissionRule::None) => {
                PermissionRule::Written
            }
            (false, rule) => rule,
        };
        let longest_term_months = channel.longest_term_months.or(policy.longest_term_months);
        Subjects {
            rules: Rules {
                policy,
                permission,
                longest_term_months,
                today,
            },
            each,
        }
    }

    pub fn reasons(&self) -> BTreeSet<Reason> {
        let mut reasons = BTreeSet::new();
        for (id, subject) in &self.each {
            self.rules.ask(id, subject, &mut reasons);
        }
        reasons
    }

    pub fn grants_relied_on(&self) -> Vec<usize> {
        let relied: BTreeSet<usize> = self
            .each
            .values()
            .flat_map(|subject| self.rules.relied_on(subject))
            .map(|(index, _)| index)
            .collect();
        relied.into_iter().collect()
    }

    pub fn stand_until(&self) -> Option<NaiveDate> {
        if !self.reasons().is_empty() {
            return Some(self.rules.today.pred_opt().unwrap_or(NaiveDate::MIN));
        }
        self.each
            .values()
            .filter_map(|subject| self.rules.stands_until(subject))
            .min()
    }
}

impl<'a> Subject<'a> {
    /// Keeps the latest answer of each signatory: by its date, and among equals the one recorded
    /// last. A date to come is a date like any other, or tomorrow could undo a no of today.
    fn hear(&mut self, index: usize, record: &'a Permission) {
        let earlier = self
            .said
            .iter_mut()
            .find(|(_, said)| said.relation == record.relation && said.by == record.by);
        match earlier {
            Some(earlier) => {
                if record.signed >= earlier.1.signed {
                    *earlier = (index, record);
                }
            }
            None => self.said.push((index, record)),
        }
    }

    fn says(&self, answer: Answer) -> bool {
        self.said.iter().any(|(_, said)| said.answer == answer)
    }

    fn grants(&self) -> impl Iterator<Item = (usize, &'a Permission)> {
        self.said
            .iter()
            .copied()
            .filter(|(_, said)| said.answer == Answer::Granted)
    }

    /// Whose grants must count: a parent's for a child, one's own for an adult, both for an id that
    /// stands in the register as a child and as an adult.
    fn signatories(&self) -> BTreeSet<bool> {
        self.entries.iter().map(|person| is_child(person)).collect()
    }
}

fn is_child(person: &Person) -> bool {
    match person.kind {
        PersonKind::Child => true,
        PersonKind::Staff | PersonKind::Visitor => false,
    }
}

fn relation_for(child: bool) -> Relation {
    if child {
        Relation::Parent
    } else {
        Relation::Oneself
    }
}

impl<'a> Rules<'a> {
    /// Every code of one person.
    fn ask(&self, id: &PersonId, subject: &Subject<'a>, reasons: &mut BTreeSet<Reason>) {
        // The mark holds hidden or not, on every channel, whatever is permitted.
        if subject.entries.iter().any(|person| person.never) {
            reasons.insert(Reason::NeverPhotograph(id.clone()));
        }
        if !subject.seen {
            return;
        }
        // One no is enough, anybody's, at any age and from whatever day; a refusal goes first.
        let no = if subject.says(Answer::Refused) {
            Some(Reason::Refused(id.clone()))
        } else if subject.says(Answer::Withdrawn) {
            Some(Reason::Withdrawn(id.clone()))
        } else {
            None
        };
        match self.permission {
            // Nobody is asked; a recorded no still counts.
            PermissionRule::None => reasons.extend(no),
            PermissionRule::Written | PermissionRule::Any => {
                reasons.extend(no.or_else(|| self.lack(id, subject)));
                if self.own_voice_is_missing(subject) {
                    reasons.insert(Reason::PupilNotAsked(id.clone()));
                }
                if self
                    .last_day_at_school(subject)
                    .is_some_and(|last| last < self.today)
                {
                    reasons.insert(Reason::LeftSchool(id.clone()));
                }
            }
        }
    }

    /// What is lacking where nobody said no: nothing, or the code of the grant that came nearest.
    fn lack(&self, id: &PersonId, subject: &Subject<'a>) -> Option<Reason> {
        let nearest = subject
            .signatories()
            .into_iter()
            .map(|child| self.nearest(subject, relation_for(child), self.today))
            .max()
            // Whom the register does not hold nobody can answer for.
            .unwrap_or(Nearness::NoGrant);
        match nearest {
            Nearness::Counts => None,
            Nearness::Expired => Some(Reason::Expired(id.clone())),
            Nearness::NotYetValid => Some(Reason::NotYetValid(id.clone())),
            Nearness::NotWritten => Some(Reason::NotWritten(id.clone())),
            Nearness::WrongSignatory => Some(Reason::WrongSignatory(id.clone())),
            Nearness::NoGrant => Some(Reason::NoPermission(id.clone())),
        }
    }

    /// How near the nearest grant comes on a day.
    fn nearest(&self, subject: &Subject<'a>, wanted: Relation, day: NaiveDate) -> Nearness {
        subject
            .grants()
            .map(|(_, grant)| self.nearness(grant, wanted, day))
            .min()
            .unwrap_or(Nearness::NoGrant)
    }

    /// What keeps one grant from counting on a day. The signatory first, since a form of somebody
    /// without a say is no nearer for being written; then the evidence; then the dates, where what is
    /// over goes before what has not begun.
    fn nearness(&self, grant: &Permission, wanted: Relation, day: NaiveDate) -> Nearness {
        let written = match self.permission {
            PermissionRule::Written => grant.evidence.is_written(),
            PermissionRule::Any | PermissionRule::None => true,
        };
        if grant.relation != wanted {
            Nearness::WrongSignatory
        } else if !written {
            Nearness::NotWritten
        } else if self.last_day(grant).is_some_and(|last| last < day) {
            Nearness::Expired
        } else if grant.signed > day || grant.from.is_some_and(|first| first > day) {
            Nearness::NotYetValid
        } else {
            Nearness::Counts
        }
    }

    /// A grant's last day, a whole one: its own, or the longest term's where that is sooner. A term
    /// that the calendar cannot hold is over.
    fn last_day(&self, grant: &Permission) -> Option<NaiveDate> {
        let term = self.longest_term_months.map(|months| {
            grant
                .signed
                .checked_add_months(Months::new(months))
                .unwrap_or(NaiveDate::MIN)
        });
        sooner(grant.until, term)
    }

    /// The first day on which the pupil's own voice is asked; nothing where it never is, or where no
    /// birth date is known. An age that the calendar cannot hold is reached.
    fn own_voice_from(&self, subject: &Subject<'a>) -> Option<NaiveDate> {
        let months = self.policy.own_voice_from_age?.saturating_mul(12);
        subject
            .entries
            .iter()
            .filter(|person| is_child(person))
            .filter_map(|person| person.born)
            .map(|born| {
                born.checked_add_months(Months::new(months))
                    .unwrap_or(NaiveDate::MIN)
            })
            .min()
    }

    fn own_voice_is_missing(&self, subject: &Subject<'a>) -> bool {
        let asked = self
            .own_voice_from(subject)
            .is_some_and(|first| first <= self.today);
        asked && self.nearest(subject, Relation::Oneself, self.today) != Nearness::Counts
    }

    /// The last day at school, where the policy ends permission then.
    fn last_day_at_school(&self, subject: &Subject<'a>) -> Option<NaiveDate> {
        if !self.policy.ends_on_leaving {
            return None;
        }
        subject
            .entries
            .iter()
            .filter_map(|person| person.leaves)
            .min()
    }

    /// For each signatory asked, the grant that counts today and stands longest.
    fn relied_on(&self, subject: &Subject<'a>) -> Vec<(usize, &'a Permission)> {
        let asked = match self.permission {
            PermissionRule::None => false,
            PermissionRule::Written | PermissionRule::Any => subject.seen,
        };
        if !asked {
            return Vec::new();
        }
        let mut wanted: Vec<Relation> = subject
            .signatories()
            .into_iter()
            .map(relation_for)
            .collect();
        let own_voice = self.own_voice_from(subject);
        if own_voice.is_some_and(|first| first <= self.today) {
            wanted.push(Relation::Oneself);
        }
        wanted
            .into_iter()
            .filter_map(|relation| self.longest(subject, relation, self.today))
            .collect()
    }

    /// Of the grants that count on a day, the one that stands longest.
    fn longest(
        &self,
        subject: &Subject<'a>,
        wanted: Relation,
        day: NaiveDate,
    ) -> Option<(usize, &'a Permission)> {
        subject
            .grants()
            .filter(|(_, grant)| self.nearness(grant, wanted, day) == Nearness::Counts)
            .max_by_key(|(index, grant)| {
                let last = self.last_day(grant).unwrap_or(NaiveDate::MAX);
                (last, std::cmp::Reverse(*index))
            })
    }

    /// The last day on which everything that permits this person stands.
    fn stands_until(&self, subject: &Subject<'a>) -> Option<NaiveDate> {
        match self.permission {
            PermissionRule::None => return None,
            PermissionRule::Written | PermissionRule::Any if !subject.seen => return None,
            PermissionRule::Written | PermissionRule::Any => {}
        }
        let grants = self
            .relied_on(subject)
            .into_iter()
            .filter_map(|(_, grant)| self.last_day(grant))
            .min();
        // From a birthday to come on, the pupil's own yes is asked too: it may be there already.
        let voice = self
            .own_voice_from(subject)
            .filter(|first| *first > self.today)
            .and_then(
                |first| match self.longest(subject, Relation::Oneself, first) {
                    Some((_, grant)) => self.last_day(grant),
                    None => Some(first.pred_opt().unwrap_or(NaiveDate::MIN)),
                },
            );
        sooner(sooner(grants, voice), self.last_day_at_school(subject))
    }
}

/// The sooner of two ends, where nothing means no end.
fn sooner(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    one.into_iter().chain(other).min()
}
