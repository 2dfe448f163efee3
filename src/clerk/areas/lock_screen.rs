//! What the lock screen shows: who works here, what this device is, and what is not in order. No
//! child's name.

use zeroize::Zeroizing;

use crate::acts::enrol::DeviceState;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, Opening};
use crate::clerk::context::{Context, House};
use crate::clerk::protocol::trouble::Came;
use crate::clerk::protocol::{Device, LockScreen, SignedIn, Somebody, Told, Warning};
use crate::domain::time::ClockStanding;

pub(in crate::clerk) fn tell(cx: &Context<'_>) {
    cx.tell(Told::Lock(shown(cx.house).map(Box::new)));
}

/// What stands on the lock screen of every window.
pub(in crate::clerk) fn shown(house: &House) -> Came<LockScreen> {
    let desk = house.the_desk()?;
    Ok(lock_screen(desk, house.opening.as_ref())?)
}

pub(in crate::clerk) fn sign_in(cx: &mut Context<'_>, name: &str, pin: &Zeroizing<String>) {
    let signed = cx.house.the_desk_mut().and_then(|desk| {
        let who = desk.sign_in(name, pin)?;
        Ok((signed_in(desk, &who)?, who))
    });
    let told = signed.map(|(told, who)| {
        cx.at.who = Some(who);
        told
    });
    cx.tell(Told::SignedIn(told));
}

pub(in crate::clerk) fn choose_pin(cx: &mut Context<'_>, pin: &Zeroizing<String>) {
    let chosen = cx.act(|desk, who| {
        desk.change_pin(who, &who.id().0, pin)?;
        signed_in(desk, who)
    });
    cx.tell(Told::SignedIn(chosen));
}

pub(in crate::clerk) fn sign_agreement(cx: &mut Context<'_>, pin: &Zeroizing<String>) {
    let signed = cx.act(|desk, who| desk.sign_agreement(who, pin));
    cx.tell(Told::AgreementSigned(signed));
}

pub(in crate::clerk) fn enrol(cx: &mut Context<'_>, name: &str, asset_tag: &str) {
    let enrolled = cx.act(|desk, who| {
        desk.enrol_this(who, name, asset_tag)?;
        device(desk)
    });
    cx.tell(Told::Enrolled(enrolled));
}

pub(in crate::clerk) fn rules(cx: &Context<'_>) {
    let policy = cx.desk().and_then(|desk| Ok(Box::new(desk.policy()?)));
    cx.tell(Told::Rules(policy));
}

fn lock_screen(desk: &Desk, opening: Option<&Opening>) -> Done<LockScreen> {
    let school = desk.school()?;
    let now = desk.now();
    let mut staff: Vec<Somebody> = desk
        .staff()?
        .into_iter()
        .filter(|staff| staff.is_here(now))
        .map(|staff| Somebody {
            id: staff.id,
            name: staff.name,
        })
        .collect();
    staff.sort_by(|one, other| one.name.cmp(&other.name));
    let policy = desk.policy()?;
    Ok(LockScreen {
        school: school.name,
        is_sample: school.sample,
        staff,
        device: device(desk)?,
        warning: warning(desk, opening)?,
        idle_lock_seconds: policy.idle_lock_seconds,
        say_before_photo: policy.say_before_photo,
    })
}

/// What is not in order: the clock as it stands now, the rest as it was opened.
fn warning(desk: &Desk, opening: Option<&Opening>) -> Done<Option<Warning>> {
    let (_, standing) = desk.clock_standing()?;
    let clock = match standing {
        ClockStanding::Good => None,
        ClockStanding::Behind { .. } => Some(Warning::ClockBehind),
        ClockStanding::Leapt { .. } => Some(Warning::ClockAhead),
    };
    let opened = opening.and_then(|opening| match opening {
        _ if opening.is_stale => Some(Warning::OlderCopy),
        _ if !opening.sweep.missing.is_empty() => Some(Warning::PhotosMissing),
        _ if !opening.unsettled.is_empty() => Some(Warning::OnItsWayOut),
        _ => None,
    });
    Ok(clock.or(opened))
}

/// Who signed in, and what they find.
fn signed_in(desk: &Desk, who: &Session) -> Done<SignedIn> {
    let has_pin_to_choose = desk.has_pin_to_choose(who)?;
    Ok(SignedIn {
        id: who.id().clone(),
        name: who.name().to_owned(),
        role: who.role(),
        has_agreement: !has_pin_to_choose && desk.has_agreement(who)?,
        device: device(desk)?,
        news: match has_pin_to_choose {
            true => Vec::new(),
            false => desk.news(who)?,
        },
        has_pin_to_choose,
    })
}

/// How this device stands at the school.
fn device(desk: &Desk) -> Done<Device> {
    let this = desk.device_standing()?;
    Ok(Device {
        is_enrolled: this.state == DeviceState::Enrolled,
        is_revoked: this.state == DeviceState::Revoked,
        name: this.name,
    })
}
