//! The sample school's story is true: the rules say of every sample picture what its entry says.
//! Asks the decision alone; touches no register and no file.

use super::{PhotoPlan, SampleSchool, Tagged, ahead, before, load};
use crate::domain::channel::ChannelId;
use crate::domain::decision::{Question, decide};
use crate::domain::permission::Permission;
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::photo::{DeviceStanding, PhotoFacts, Shown, SignOff, Who};
use crate::domain::policy::Policy;
use chrono::NaiveDate;

fn people(school: &SampleSchool, today: NaiveDate) -> Vec<Person> {
    let adult = |id: &str, kind, given: &str, family: &str| {
        Person::new(PersonId(id.into()), kind, given, family)
    };
    let staff = school
        .staff
        .iter()
        .map(|who| adult(&who.id, PersonKind::Staff, &who.given, &who.family));
    let visitors = school
        .visitors
        .iter()
        .map(|who| adult(&who.id, PersonKind::Visitor, &who.given, &who.family));
    let children = school.children.iter().map(|child| Person {
        known_as: child.known_as.clone(),
        born: Some(before(today, child.born_days_ago)),
        leaves: Some(ahead(today, child.leaves_in_days)),
        never: child.never,
        ..adult(&child.id, PersonKind::Child, &child.given, &child.family)
    });
    staff.chain(visitors).chain(children).collect()
}

fn permissions(school: &SampleSchool, today: NaiveDate) -> Vec<Permission> {
    let given = school.answers.iter().map(|given| Permission {
        person: PersonId(given.person.clone()),
        channel: ChannelId(given.channel.clone()),
        answer: given.answer,
        relation: given.relation,
        by: given.by.clone(),
        signed: before(today, given.signed_days_ago),
        from: None,
        until: given.until_in_days.map(|days| ahead(today, days)),
        evidence: given.evidence,
    });
    given.collect()
}

fn facts(school: &SampleSchool, photo: &PhotoPlan, channel: &str, today: NaiveDate) -> PhotoFacts {
    let faces = photo.tags.iter().filter(|tag| tag.place.is_face).count() + photo.dismissed.len();
    let plan = photo.sign_offs.iter().find(|plan| plan.channel == channel);
    PhotoFacts {
        device: DeviceStanding::Camera,
        tagging_complete: photo.is_tagging_done,
        shown: photo
            .tags
            .iter()
            .map(|tag| Shown {
                who: match &tag.who {
                    Tagged::Person(id) => Who::Person(PersonId(id.clone())),
                    Tagged::Unknown => Who::Unknown,
                    Tagged::Unrecognisable(kind) => Who::Unrecognisable(*kind),
                },
                hidden: tag.hidden,
            })
            .collect(),
        faces: u32::try_from(faces + photo.found.len()).unwrap(),
        faces_accounted: u32::try_from(faces).unwrap(),
        caption: photo.caption.clone(),
        alt: photo.alt.clone(),
        credit: photo.credit.clone(),
        copyright: photo.copyright,
        checklist: photo.checklist.clone(),
        taken_by: photo.taken_by.clone(),
        sign_off: plan.map(|plan| SignOff {
            by: plan.by.clone(),
            role: school
                .staff
                .iter()
                .find(|who| who.id == plan.by)
                .unwrap()
                .role,
            current: true,
            signed: today,
        }),
        ..PhotoFacts::default()
    }
}

/// On any day: 29 February and the days of the clock change among them.
#[test]
fn the_rules_say_of_every_sample_picture_what_its_entry_says() {
    let school = load().unwrap();
    let policy = Policy::shipped(&school.policy).unwrap();
    let mut asked = 0;
    for today in ["2026-03-02", "2026-10-25", "2028-02-29", "2027-12-31"] {
        let today: NaiveDate = today.parse().unwrap();
        let people = people(&school, today);
        let permissions = permissions(&school, today);
        for photo in &school.photos {
            for (channel, expected) in &photo.expect {
                let verdict = decide(&Question {
                    policy: &policy,
                    channel: policy.channel(&ChannelId(channel.clone())).unwrap(),
                    today,
                    photo: &facts(&school, photo, channel, today),
                    people: (&people).into(),
                    permissions: &permissions,
                    clock_behind: false,
                    register_live: true,
                    register_restored: false,
                });
                let got: Vec<String> = verdict.reasons().iter().map(ToString::to_string).collect();
                assert_eq!(&got, expected, "{} for {channel} on {today}", photo.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 150, "{asked}");
}
