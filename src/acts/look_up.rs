//! The register to read in: who is in it, and one person's page: where their picture may go, on whose
//! word, what was ever answered, and what is out with them. For those who keep the register. Changes
//! nothing; a release asks the rules itself.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::group::{has_not_left, is_child};
use super::sign_in::Session;
use super::take_down::{TakeDown, by_signatory};
use super::{Desk, Done};
use crate::domain::channel::{Channel, PermissionRule};
use crate::domain::decision::{rests_on, standing};
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Heard, Permission};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::policy::Policy;
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::roll::Roll;
use crate::domain::school::{EvidenceFile, FiledPermission, MarkReason, Registered, moved};
use crate::domain::staff::{Duty, Role};
use crate::domain::verdict::Reason;
use crate::domain::words::{Typed, folded};
use crate::register::lists::OutPerson;

/// Whom to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whom {
    /// Everybody who has not left.
    #[default]
    Everybody,
    /// The children of a group who have not left.
    Group(String),
    Staff,
    Visitors,
    /// Whoever has left.
    Left,
}

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub entry: Registered,
    pub has_left: bool,
}

/// Who is in the register, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Groups that have a child today, by name.
    pub groups: Vec<(String, usize)>,
    pub staff: usize,
    pub visitors: usize,
    pub left: usize,
}

/// How somebody stands on one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    Yes,
    /// The channel asks nobody, and nobody said no.
    NotNeeded,
    No,
    Withdrawn,
    NotAsked,
    Ended,
    NotYet,
    NotWritten,
    /// Nobody who has a say has answered.
    WrongSignatory,
    /// The pupil is old enough to be asked, and was not.
    PupilNotAsked,
    Left,
    /// The absolute mark.
    Never,
    /// What is recorded of them was changed past the register.
    ChangedOutside,
    /// The channel shows no children at all.
    NoChildren,
}

/// One channel of somebody's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub channel: Channel,
    pub stands: Stands,
    /// The answer that it rests on, or that stands in the way.
    pub rests_on: Option<FiledPermission>,
    /// The last day on which it stands.
    pub until: Option<NaiveDate>,
}

/// One answer in somebody's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub filed: FiledPermission,
    /// A later answer corrects it.
    pub is_corrected: bool,
    /// It was moved to whom it belongs, or is the word of those who moved it.
    pub is_moved: bool,
}

/// All that the office sees of one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    pub entry: Registered,
    pub has_left: bool,
    /// In the policy's order.
    pub lines: Vec<Line>,
    /// Newest first.
    pub history: Vec<Said>,
    /// The forms that the answers rest on, newest first; erased ones are gone.
    pub forms: Vec<EvidenceFile>,
    /// What may be out and shows them, newest first.
    pub out: Vec<(Release, ReleaseEvent)>,
    pub take_downs: Vec<TakeDown>,
    /// For the head alone; empty for everybody else.
    pub why_marked: Vec<MarkReason>,
}

impl Page {
    /// Something of this was changed past the register, and counts as a no until it is set right.
    pub fn is_changed_outside(&self) -> bool {
        let mut answers = self.history.iter().map(|said| said.filed.permission.answer);
        self.entry.person.changed_outside || answers.any(|said| said == Answer::ChangedOutside)
    }
}

impl Desk {
    /// Groups, staff, visitors and those who left, counted.
    pub fn count_register(&self, who: &Session) -> Done<Counts> {
        self.require(who, Duty::KeepRegister)?;
        let today = self.latest_day()?;
        let mut counts = Counts::default();
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for entry in self.register.people()? {
            if !has_not_left(&entry.person, today) {
                counts.left += 1;
                continue;
            }
            match entry.person.kind {
                PersonKind::Child => *groups.entry(entry.class).or_default() += 1,
                PersonKind::Staff => counts.staff += 1,
                PersonKind::Visitor => counts.visitors += 1,
            }
        }
        counts.groups = groups.into_iter().collect();
        Ok(counts)
    }

    /// How many children belong to the school today.
    pub fn count_children(&self, who: &Session) -> Done<usize> {
        self.require(who, Duty::KeepRegister)?;
        let today = self.latest_day()?;
        let roll = self.register.lists().roll()?;
        let is_here =
            |person: &&Person| person.kind == PersonKind::Child && has_not_left(person, today);
        Ok(roll.people().iter().filter(is_here).count())
    }

    /// Those chosen whose names begin as was typed, by family and given name; with nothing typed all
    /// of them. A search looks among everybody, those who have left last.
    pub fn list_register(&self, who: &Session, whom: &Whom, typed: &str) -> Done<Vec<Entry>> {
        self.require(who, Duty::KeepRegister)?;
        let today = self.latest_day()?;
        let typed = Typed::of(typed);
        let mut found = Vec::new();
        for entry in self.register.people()? {
            let has_left = !has_not_left(&entry.person, today);
            let is_chosen = match whom {
                _ if !typed.is_empty() => typed.finds(&entry.person),
                Whom::Left => has_left,
                _ if has_left => false,
                Whom::Everybody => true,
                Whom::Group(group) => is_child(&entry) && entry.class == *group,
                Whom::Staff => entry.person.kind == PersonKind::Staff,
                Whom::Visitors => entry.person.kind == PersonKind::Visitor,
            };
            if is_chosen {
                found.push(Entry { entry, has_left });
            }
        }
        found.sort_by_cached_key(|one| {
            let person = &one.entry.person;
            let name = (folded(&person.family), folded(&person.given));
            (one.has_left, name, person.id.clone())
        });
        Ok(found)
    }

    /// One person's page. Errors: no such person, or records of theirs that nobody vouches for.
    pub fn person_page(&self, who: &Session, id: &PersonId) -> Done<Page> {
        let entry = self.entry_for(who, id)?;
        let policy = self.policy()?;
        let today = self.latest_day()?;
        let roll = self.register.lists().roll()?;
        // Held against the trail as for a verdict; then the whole history.
        let mut vouched = self.register.lists().answers(std::slice::from_ref(id))?;
        let vouched = vouched.pop().unwrap_or_default();
        let all = self.register.permissions(id)?;
        let lines = policy
            .channels
            .iter()
            .map(|channel| line(&policy, channel, today, id, &roll, &vouched))
            .collect();
        let why_marked = match who.role() {
            Role::Head => self.register.mark_reasons(id)?,
            Role::Office | Role::Practitioner | Role::Technician => Vec::new(),
        };
        Ok(Page {
            has_left: !has_not_left(&entry.person, today),
            entry,
            lines,
            forms: self.forms_under(&all)?,
            history: history(all),
            out: self.out_with(id)?,
            take_downs: self.take_downs_of(who, id)?,
            why_marked,
        })
    }

    fn forms_under(&self, answers: &[FiledPermission]) -> Done<Vec<EvidenceFile>> {
        let mut seen: HashSet<&EvidenceId> = HashSet::new();
        let mut forms = Vec::new();
        for id in answers.iter().rev().filter_map(|filed| filed.form.as_ref()) {
            if seen.insert(id)
                && self.register.seal_key(&id.0)?.is_some()
                && let Some(form) = self.register.evidence(id)?
            {
                forms.push(form);
            }
        }
        Ok(forms)
    }

    fn out_with(&self, person: &PersonId) -> Done<Vec<(Release, ReleaseEvent)>> {
        let lists = self.register.lists();
        let mut ids = HashSet::new();
        for channel in lists.channels_out()? {
            for is_seen in [true, false] {
                ids.extend(lists.releases_showing(&OutPerson {
                    who: person.0.clone(),
                    channel: channel.clone(),
                    is_seen,
                })?);
            }
        }
        let mut out = Vec::new();
        for id in ids {
            out.extend(lists.release(&id)?);
        }
        out.sort_by(|(left, _), (right, _)| {
            (right.decided_at, &right.id).cmp(&(left.decided_at, &left.id))
        });
        Ok(out)
    }
}

fn history(answers: Vec<FiledPermission>) -> Vec<Said> {
    let corrected: HashSet<PermissionId> = answers
        .iter()
        .filter_map(|filed| filed.corrects.clone())
        .collect();
    let moved = moved(&answers);
    let said = |filed: FiledPermission| Said {
        is_corrected: corrected.contains(&filed.id),
        is_moved: moved.contains(&filed.id),
        filed,
    };
    answers.into_iter().rev().map(said).collect()
}

/// How somebody stands on a channel, by the rules that speak of them alone.
pub(super) fn line(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    person: &PersonId,
    roll: &Roll,
    answers: &[FiledPermission],
) -> Line {
    let of_channel: Vec<&FiledPermission> = answers
        .iter()
        .filter(|filed| filed.permission.channel == channel.id)
        .collect();
    let said: Vec<Permission> = of_channel
        .iter()
        .map(|filed| filed.permission.clone())
        .collect();
    let reasons = standing(policy, channel, today, person, roll, &said).seen;
    let rests = rests_on(policy, channel, today, person, roll, &said);
    let stands = match reasons
        .iter()
        .map(stands_by)
        .max_by_key(|stands| weight(*stands))
    {
        Some(stands) => stands,
        None if channel.permission == PermissionRule::None => Stands::NotNeeded,
        None => Stands::Yes,
    };
    let heard = by_signatory(person, &channel.id, answers);
    let no = |answer: Answer| {
        let noes = heard.iter().flat_map(|heard| &heard.noes).copied();
        noes.filter(|no| no.permission.answer == answer)
            .max_by_key(|no| no.recorded_at)
    };
    let yes = || {
        let grants = heard.iter().filter_map(Heard::grant);
        grants.max_by_key(|grant| grant.permission.signed)
    };
    let rests_on = match stands {
        Stands::No => no(Answer::Refused),
        Stands::Withdrawn => no(Answer::Withdrawn),
        Stands::ChangedOutside => no(Answer::ChangedOutside),
        Stands::NotAsked => None,
        _ => rests
            .grants
            .first()
            .and_then(|place| of_channel.get(*place).copied())
            .or_else(yes),
    };
    Line {
        channel: channel.clone(),
        stands,
        until: match stands {
            Stands::Yes => rests.until,
            Stands::Ended => rests_on.and_then(|filed| {
                let said = &filed.permission;
                super::permit::last_day(policy, channel, said.signed, said.until)
            }),
            _ => None,
        },
        rests_on: rests_on.cloned(),
    }
}

fn stands_by(reason: &Reason) -> Stands {
    match reason {
        Reason::ChangedOutside(_) => Stands::ChangedOutside,
        Reason::NeverPhotograph(_) => Stands::Never,
        Reason::Refused(_) => Stands::No,
        Reason::Withdrawn(_) => Stands::Withdrawn,
        Reason::Expired(_) => Stands::Ended,
        Reason::NotYetValid(_) => Stands::NotYet,
        Reason::NotWritten(_) => Stands::NotWritten,
        Reason::WrongSignatory(_) => Stands::WrongSignatory,
        Reason::PupilNotAsked(_) => Stands::PupilNotAsked,
        Reason::LeftSchool(_) => Stands::Left,
        Reason::ChildFreeChannel => Stands::NoChildren,
        // Of one person alone nothing else is said; what is, counts as no answer.
        _ => Stands::NotAsked,
    }
}

/// Of several, what the office has to know first.
fn weight(stands: Stands) -> u8 {
    match stands {
        Stands::ChangedOutside => 13,
        Stands::Never => 12,
        Stands::No => 11,
        Stands::Withdrawn => 10,
        Stands::NoChildren => 9,
        Stands::Left => 8,
        Stands::Ended => 7,
        Stands::NotYet => 6,
        Stands::NotWritten => 5,
        Stands::WrongSignatory => 4,
        Stands::NotAsked => 3,
        Stands::PupilNotAsked => 2,
        Stands::NotNeeded => 1,
        Stands::Yes => 0,
    }
}
