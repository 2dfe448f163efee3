//! What the lock screen shows: who works here, what this device is, and what is not in order. No
//! child's name.

use super::ask::{Device, LockScreen, SignedIn, Somebody, Told};
use super::at_work::AtWork;
use crate::acts::enrol::DeviceState;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::domain::time::ClockStanding;

impl AtWork {
    pub(super) fn tell_lock_screen(&self) {
        let shown = self.desk().and_then(|desk| self.lock_screen(desk));
        self.voice.say(Told::Lock(shown.map(Box::new)));
    }

    fn lock_screen(&self, desk: &Desk) -> Done<LockScreen> {
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
            warning: self.warning(desk)?,
            idle_lock_seconds: policy.idle_lock_seconds,
            say_before_photo: policy.say_before_photo,
        })
    }

    /// What is not in order, in words; the clock as it stands now, the rest as it was opened.
    fn warning(&self, desk: &Desk) -> Done<Option<String>> {
        let (_, standing) = desk.clock_standing()?;
        let clock = match standing {
            ClockStanding::Good => None,
            ClockStanding::Behind { .. } => Some(
                "This tablet’s clock is behind. Photos can be taken and tagged; none goes out until \
                 the technician has set the clock.",
            ),
            ClockStanding::Leapt { .. } => Some(
                "This tablet’s clock is far ahead. Nothing is recorded until it is set, or the head \
                 teacher has confirmed the date.",
            ),
        };
        let opening = self.opening.as_ref();
        let stale = opening.is_some_and(|opening| opening.is_stale).then_some(
            "This is an older copy of the register. Nothing goes out until the newest is back; tell \
             the head teacher.",
        );
        let missing = opening
            .is_some_and(|opening| !opening.sweep.missing.is_empty())
            .then_some("Some photos are missing on this tablet; tell the head teacher.");
        let unsettled = opening
            .is_some_and(|opening| !opening.unsettled.is_empty())
            .then_some("A photo was on its way out when the tablet stopped; tell the office.");
        Ok(clock.or(stale).or(missing).or(unsettled).map(str::to_owned))
    }
}

/// Who signed in, and what they find.
pub(super) fn signed_in(desk: &Desk, who: &Session) -> Done<SignedIn> {
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
pub(super) fn device(desk: &Desk) -> Done<Device> {
    let this = desk.device_standing()?;
    Ok(Device {
        is_enrolled: this.state == DeviceState::Enrolled,
        is_revoked: this.state == DeviceState::Revoked,
        name: this.name,
    })
}
