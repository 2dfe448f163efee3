//! One photo for the office: every channel's verdict, who is shown, and what stands behind a no.

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::protocol::review::{Card, No};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::domain::kept::Source;
use crate::domain::permission::{Answer, Evidence};
use crate::domain::person::PersonId;
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;

pub(super) fn card(desk: &Desk, who: &Session, id: &PhotoId) -> Done<Card> {
    let photo = desk.look_at(who, id)?;
    let verdicts = desk.check(who, id)?;
    let mut concerned = photo.labels.people();
    let mut noes = Vec::new();
    for (channel, verdict) in &verdicts {
        for reason in verdict.reasons() {
            concerned.extend(reason.person().cloned());
            if let Reason::Refused(person) | Reason::Withdrawn(person) = reason
                && who.role().may(Duty::KeepRegister)
            {
                noes.extend(latest_no(desk, who, person, &channel.id)?);
            }
        }
    }
    concerned.sort();
    concerned.dedup();
    let staff = desk.staff()?;
    let taken_by = staff.iter().find(|staff| staff.id == photo.taken_by);
    let device = match &photo.source {
        Source::Device(id) => {
            let devices = desk.devices()?;
            let found = devices.into_iter().find(|device| device.id == *id);
            found.map_or_else(String::new, |device| device.name)
        }
        Source::Camera(id) => {
            let cameras = desk.cameras()?;
            let found = cameras.into_iter().find(|camera| camera.id == *id);
            found.map_or_else(String::new, |camera| camera.name)
        }
    };
    let zone = desk.policy()?.timezone;
    let mut burst = Vec::new();
    for other in desk.burst(who, id)? {
        let taken = desk.look_at(who, &other)?.taken_at;
        burst.push((other, taken.with_timezone(&zone).naive_local()));
    }
    Ok(Card {
        people: desk.tiles_of(who, &concerned)?,
        taken_by: taken_by.map_or_else(String::new, |staff| staff.name.clone()),
        taken: photo.taken_at.with_timezone(&zone).naive_local(),
        burst,
        photo,
        verdicts,
        noes,
        device,
    })
}

/// The last no that was said of somebody for a channel.
fn latest_no(
    desk: &Desk,
    who: &Session,
    person: &PersonId,
    channel: &ChannelId,
) -> Done<Option<No>> {
    let answers = desk.answers(who, person)?;
    let no = answers.iter().rev().find(|filed| {
        let said = &filed.permission;
        said.channel == *channel && said.answer != Answer::Granted
    });
    Ok(no.map(|filed| No {
        person: person.clone(),
        channel: channel.clone(),
        by: filed.permission.by.clone(),
        signed: filed.permission.signed,
        in_writing: filed.permission.evidence != Evidence::Spoken,
    }))
}
