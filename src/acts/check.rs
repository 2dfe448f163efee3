//! Where may this picture go, and why not elsewhere? For looking: a release asks again, itself.

use chrono::{DateTime, NaiveDate, Utc};

use super::sign_in::Session;
use super::{ActError, Desk, Done, channel_of, school_day};
use crate::acts::refusal::Refusal;
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::decision::{Question, decide, grants_relied_on, stands_until};
use crate::domain::ids::{PermissionId, PhotoId};
use crate::domain::kept::Labels;
use crate::domain::permission::Permission;
use crate::domain::person::PersonId;
use crate::domain::photo::{PhotoFacts, Shown, SignOff, Who};
use crate::domain::policy::Policy;
use crate::domain::staff::Duty;
use crate::domain::verdict::Verdict;
use crate::register::{Asked, Facts};

/// What the rules say of one question, and what they rest on.
pub(crate) struct Ruling {
    pub verdict: Verdict,
    pub grants: Vec<PermissionId>,
    pub stands_until: Option<NaiveDate>,
}

/// The moment and the standing in which a question is asked.
pub(crate) struct Moment {
    pub now: DateTime<Utc>,
    pub register_live: bool,
}

/// What would leave, as far as it is known when the rules are asked.
#[derive(Clone, Copy, Default)]
pub(crate) struct Leaving<'a> {
    /// Who would join a call.
    pub call: &'a [PersonId],
    /// SHA-256 of the very copy, where it has been made; a sign-off for another copy is stale.
    pub copy: Option<&'a str>,
    /// The names of the folder and the archive that it goes into.
    pub goes_into: &'a [String],
}

/// Puts the facts before the rules.
pub(crate) fn rule(
    facts: &Facts,
    policy: &Policy,
    channel: &Channel,
    moment: &Moment,
    leaving: Leaving<'_>,
) -> Ruling {
    let permissions = permissions_of(facts);
    let photo = photo_facts(facts, policy, channel, leaving);
    let question = question(facts, policy, channel, moment, &photo, &permissions);
    Ruling {
        verdict: decide(&question),
        grants: grants_relied_on(&question)
            .into_iter()
            .filter_map(|place| facts.permissions.get(place))
            .map(|filed| filed.id.clone())
            .collect(),
        stands_until: stands_until(&question),
    }
}

/// What the rules say of a photo alone, for looking.
pub(crate) fn verdict(
    facts: &Facts,
    policy: &Policy,
    channel: &Channel,
    moment: &Moment,
) -> Verdict {
    let permissions = permissions_of(facts);
    let photo = photo_facts(facts, policy, channel, Leaving::default());
    decide(&question(
        facts,
        policy,
        channel,
        moment,
        &photo,
        &permissions,
    ))
}

fn permissions_of(facts: &Facts) -> Vec<Permission> {
    facts
        .permissions
        .iter()
        .map(|filed| filed.permission.clone())
        .collect()
}

fn question<'a>(
    facts: &'a Facts,
    policy: &'a Policy,
    channel: &'a Channel,
    moment: &Moment,
    photo: &'a PhotoFacts,
    permissions: &'a [Permission],
) -> Question<'a> {
    Question {
        policy,
        channel,
        today: school_day(policy, moment.now),
        photo,
        people: (&facts.roll).into(),
        permissions,
        clock_behind: facts.newest_event.is_some_and(|newest| moment.now < newest),
        register_live: moment.register_live,
        register_restored: false,
    }
}

fn photo_facts(
    facts: &Facts,
    policy: &Policy,
    channel: &Channel,
    leaving: Leaving<'_>,
) -> PhotoFacts {
    let Some(photo) = &facts.photo else {
        return PhotoFacts {
            device: facts.standing,
            tagging_complete: true,
            shown: leaving
                .call
                .iter()
                .map(|person| Shown {
                    who: Who::Person(person.clone()),
                    hidden: false,
                })
                .collect(),
            ..PhotoFacts::default()
        };
    };
    let labels = &photo.labels;
    PhotoFacts {
        device: facts.standing,
        tagging_complete: labels.is_tagging_complete(),
        tallest_face: photo.tallest_face(&facts.roll),
        caption: labels.caption.clone(),
        alt: labels.alt.clone(),
        credit: labels.credit.clone(),
        file_name: labels.file_name.clone(),
        goes_into: leaving.goes_into.to_vec(),
        copyright: labels.copyright,
        checklist: labels
            .checklist
            .iter()
            .map(|tick| tick.item.clone())
            .collect(),
        taken_by: photo.taken_by.0.clone(),
        sign_off: facts.sign_off.as_ref().map(|signed| SignOff {
            by: signed.by.0.clone(),
            role: signed.role,
            current: signed.edition == photo.edition(channel)
                && leaving.copy.is_none_or(|copy| copy == signed.copy),
            signed: school_day(policy, signed.at),
        }),
        ..who_is_shown(labels)
    }
}

/// What is said and not yet settled about who is shown: of a photo that may leave, and of the copies
/// of it that are out.
pub(crate) fn who_is_shown(labels: &Labels) -> PhotoFacts {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    PhotoFacts {
        shown: labels.shown(),
        faces: count(labels.faces.to_account_for()),
        faces_accounted: count(labels.faces_accounted()),
        doubts: count(labels.open_doubts().count()),
        ..PhotoFacts::default()
    }
}

impl Desk {
    /// The verdict of every channel that takes pictures, in the policy's order.
    pub fn check(&self, who: &Session, photo: &PhotoId) -> Done<Vec<(Channel, Verdict)>> {
        self.require(who, Duty::Look)?;
        let moment = self.moment()?;
        let asked = Asked::Photo(photo.clone());
        self.policy()?
            .channels
            .into_iter()
            .filter(Channel::takes_pictures)
            .map(|channel| {
                let facts = self.register.facts(&asked, &channel.id)?;
                if facts.is_erased {
                    return Err(ActError::Refused(Refusal::Erased));
                }
                let verdict = verdict(&facts, facts.policy.rules()?, &channel, &moment);
                Ok((channel, verdict))
            })
            .collect()
    }

    /// Who of these may join an external video call; each person's own verdict.
    pub fn check_call(&self, who: &Session, people: &[PersonId]) -> Done<Vec<(PersonId, Verdict)>> {
        self.require(who, Duty::Look)?;
        let moment = self.moment()?;
        let policy = self.policy()?;
        let channel = channel_of(&policy, &ChannelId::video_call())?;
        people
            .iter()
            .map(|person| {
                let asked = Asked::Call(vec![person.clone()]);
                let facts = self.register.facts(&asked, &channel.id)?;
                let leaving = Leaving {
                    call: std::slice::from_ref(person),
                    ..Leaving::default()
                };
                let ruling = rule(&facts, &policy, &channel, &moment, leaving);
                Ok((person.clone(), ruling.verdict))
            })
            .collect()
    }

    pub(crate) fn moment(&self) -> Done<Moment> {
        Ok(Moment {
            now: self.now(),
            register_live: self.register_is_live()?,
        })
    }
}
