//! What the rules ask of each person shown, and which grants answer. Knows no picture: those shown
//! and what their signatories said are enough.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::super::channel::{Channel, PermissionRule};
use super::super::permission::{Answer, Heard, Permission, Relation, Said, hear};
use super::super::person::{Person, PersonId, PersonKind, Responsible};
use super::super::photo::{Shown, Who};
use super::super::policy::Policy;
use super::super::roll::Everybody;
use super::super::verdict::Reason;
use super::super::words::same_letters;

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
    /// What each signatory's answers say together.
    heard: Vec<Heard<Placed<'a>>>,
}

/// An answer with its place in the list.
#[derive(Clone, Copy)]
struct Placed<'a>(usize, &'a Permission);

impl Said for Placed<'_> {
    fn said(&self) -> &Permission {
        self.1
    }
}

/// A grant that counts.
struct Relied {
    /// Its place in the list.
    place: usize,
    /// Its last day; nothing where no end is in sight.
    until: Option<NaiveDate>,
}

/// Whose yes is wanted.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// Of somebody with parental responsibility for the child of these entries: where one of them lists
    /// who has it, of somebody on that list.
    Parent(&'a [&'a Person]),
    Oneself,
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
        for (id, subject) in &mut each {
            let answers = permissions.iter().enumerate();
            subject.heard = hear(
                answers
                    .filter(|(_, record)| record.channel == channel.id && record.person == **id)
                    .map(|(place, record)| Placed(place, record)),
            );
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
            .map(|relied| relied.place)
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
    fn says(&self, answer: Answer) -> bool {
        let mut noes = self.heard.iter().flat_map(|heard| &heard.noes);
        noes.any(|no| no.said().answer == answer)
    }

    /// The yes of each signatory who has no no that speaks.
    fn grants(&self) -> impl Iterator<Item = Placed<'a>> {
        self.heard.iter().filter_map(Heard::grant)
    }

    /// Whose grants must count: a parent's for a child, one's own for an adult, both for an id that
    /// stands in the register as a child and as an adult.
    fn wanted(&self) -> impl Iterator<Item = Wanted<'_>> {
        let kinds: BTreeSet<bool> = self.entries.iter().map(|person| is_child(person)).collect();
        kinds.into_iter().map(|child| match child {
            true => Wanted::Parent(&self.entries),
            false => Wanted::Oneself,
        })
    }
}

impl<'a> Wanted<'a> {
    /// Whether a grant's signatory has the say on a day.
    fn is_by(self, grant: &Permission, day: NaiveDate) -> bool {
        match self {
            Wanted::Oneself => grant.relation == Relation::Oneself,
            Wanted::Parent(_) => {
                let has_the_say = |responsible| {
                    listed(responsible, grant).any(|one| one.until.is_none_or(|until| until >= day))
                };
                grant.relation == Relation::Parent && self.lists().all(has_the_say)
            }
        }
    }

    /// The last day on which a grant's signatory has the say; nothing where no end is in sight.
    fn has_the_say_until(self, grant: &Permission) -> Option<NaiveDate> {
        let last = |responsible| {
            listed(responsible, grant)
                .map(|one| one.until.unwrap_or(NaiveDate::MAX))
                .max()
                .filter(|last| *last != NaiveDate::MAX)
        };
        self.lists().filter_map(last).min()
    }

    /// Every list of who has parental responsibility: none where nobody was listed.
    fn lists(self) -> impl Iterator<Item = &'a [Responsible]> {
        let entries = match self {
            Wanted::Parent(entries) => entries,
            Wanted::Oneself => &[],
        };
        entries
            .iter()
            .filter(|person| is_child(person))
            .map(|person| person.responsible.as_slice())
            .filter(|responsible| !responsible.is_empty())
    }
}

/// Entries of a grant's signatory among those with parental responsibility.
fn listed<'a>(
    responsible: &'a [Responsible],
    grant: &'a Permission,
) -> impl Iterator<Item = &'a Responsible> {
    responsible
        .iter()
        .filter(|one| same_letters(&one.by, &grant.by))
}

fn is_child(person: &Person) -> bool {
    match person.kind {
        PersonKind::Child => true,
        PersonKind::Staff | PersonKind::Visitor => false,
    }
}

impl<'a> Rules<'a> {
    /// Every code of one person.
    fn ask(&self, id: &PersonId, subject: &Subject<'a>, reasons: &mut BTreeSet<Reason>) {
        // Nobody can tell whether an entry that was changed past the register carried the mark.
        let is_changed = subject.entries.iter().any(|person| person.changed_outside);
        if is_changed {
            reasons.insert(Reason::ChangedOutside(id.clone()));
        }
        // The mark holds hidden or not, on every channel, whatever is permitted.
        if !is_changed && subject.entries.iter().any(|person| person.never) {
            reasons.insert(Reason::NeverPhotograph(id.clone()));
        }
        if !subject.seen {
            return;
        }
        if subject.says(Answer::ChangedOutside) {
            reasons.insert(Reason::ChangedOutside(id.clone()));
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
            .wanted()
            .map(|wanted| self.nearest(subject, wanted, self.today))
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
    fn nearest(&self, subject: &Subject<'a>, wanted: Wanted<'_>, day: NaiveDate) -> Nearness {
        subject
            .grants()
            .map(|Placed(_, grant)| self.nearness(grant, wanted, day))
            .min()
            .unwrap_or(Nearness::NoGrant)
    }

    /// What keeps one grant from counting on a day. The signatory first, since a form of somebody
    /// without a say is no nearer for being written; then the evidence; then the dates, where what is
    /// over goes before what has not begun.
    fn nearness(&self, grant: &Permission, wanted: Wanted<'_>, day: NaiveDate) -> Nearness {
        let written = match self.permission {
            PermissionRule::Written => grant.evidence.is_written(),
            PermissionRule::Any | PermissionRule::None => true,
        };
        if !wanted.is_by(grant, day) {
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
        asked && self.nearest(subject, Wanted::Oneself, self.today) != Nearness::Counts
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

    /// A grant's last day, or that of its signatory's say where it is sooner.
    fn counts_until(&self, grant: &Permission, wanted: Wanted<'_>) -> Option<NaiveDate> {
        sooner(self.last_day(grant), wanted.has_the_say_until(grant))
    }

    /// For each signatory asked, the grant that counts today and stands longest.
    fn relied_on(&self, subject: &Subject<'a>) -> Vec<Relied> {
        let asked = match self.permission {
            PermissionRule::None => false,
            PermissionRule::Written | PermissionRule::Any => subject.seen,
        };
        if !asked {
            return Vec::new();
        }
        let own_voice = self
            .own_voice_from(subject)
            .filter(|first| *first <= self.today);
        subject
            .wanted()
            .chain(own_voice.map(|_| Wanted::Oneself))
            .filter_map(|wanted| self.longest(subject, wanted, self.today))
            .collect()
    }

    /// Of the grants that count on a day, the one that stands longest.
    fn longest(&self, subject: &Subject<'a>, wanted: Wanted<'_>, day: NaiveDate) -> Option<Relied> {
        subject
            .grants()
            .filter(|Placed(_, grant)| self.nearness(grant, wanted, day) == Nearness::Counts)
            .map(|Placed(place, grant)| Relied {
                place,
                until: self.counts_until(grant, wanted),
            })
            .max_by_key(|relied| {
                let last = relied.until.unwrap_or(NaiveDate::MAX);
                (last, std::cmp::Reverse(relied.place))
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
            .filter_map(|relied| relied.until)
            .min();
        // From a birthday to come on, the pupil's own yes is asked too: it may be there already.
        let voice = self
            .own_voice_from(subject)
            .filter(|first| *first > self.today)
            .and_then(
                |first| match self.longest(subject, Wanted::Oneself, first) {
                    Some(relied) => relied.until,
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
