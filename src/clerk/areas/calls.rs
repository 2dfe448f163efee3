//! Video calls: a group's children, who of those chosen may join, and what is on record.

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::calls::{Ask, Begun, Call, Told};
use crate::domain::staff::Duty;

/// Calls that are shown, the newest.
const MOST_CALLS: usize = 20;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let told = match ask {
        Ask::Begin => Told::Begun(cx.look(begun)),
        Ask::Group(name) => Told::Group(cx.look(|desk, who| {
            let group = desk.group_today(who, &name)?;
            Ok(group.tiles)
        })),
        Ask::Check(people) => Told::Joining(cx.look(|desk, who| desk.who_may_join(who, &people))),
        Ask::Record { people, occasion } => {
            match cx.act(|desk, who| desk.release_call(who, &people, &occasion)) {
                Ok(_) => {
                    cx.tell(Told::Recorded);
                    Told::Begun(cx.look(begun))
                }
                Err(error) => Told::Trouble(error),
            }
        }
    };
    cx.tell(told);
}

fn begun(desk: &Desk, who: &Session) -> Done<Begun> {
    let policy = desk.policy()?;
    let staff = desk.staff()?;
    let calls = desk
        .calls(who, MOST_CALLS)?
        .into_iter()
        .map(|(call, occasion)| Call {
            at: call
                .decided_at
                .with_timezone(&policy.timezone)
                .naive_local(),
            by: staff
                .iter()
                .find(|one| one.id == call.by)
                .map_or(call.by.0, |one| one.name.clone()),
            people: call.people.len(),
            occasion,
        })
        .collect();
    Ok(Begun {
        groups: desk.groups(who)?,
        calls,
        may_record: who.role().may(Duty::Release),
    })
}
