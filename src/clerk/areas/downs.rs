//! What must come down: the list, whether each copy is still there, and who confirmed that it is gone.
//! Why somebody's copy comes down is told to whoever keeps the register.

use crate::acts::sign_in::Session;
use crate::acts::take_down::TakeDown;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::downs::{Ask, Down, Downs, Gone, Told};
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::staff::Duty;

/// Those that were taken down last are shown as well, so many.
const MOST_DONE: usize = 20;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    if let Ask::Confirm { release, delete } = ask {
        let confirmed = cx.act_with_outlets(|desk, who, outlets| {
            desk.confirm_down(who, &release, delete, outlets)
        });
        cx.tell(match confirmed {
            Ok(_) => Told::Done,
            Err(error) => Told::Trouble(error),
        });
    }
    // What is late is on record before anybody reads the list.
    let list = cx
        .act_unheard(|desk, who| desk.report_overdue(who))
        .and_then(|_| {
            cx.look(|desk, who| downs(desk, who, &*cx.house.schools.outlets).map(Box::new))
        });
    cx.tell(Told::List(list));
}

fn downs(desk: &Desk, who: &Session, outlets: crate::acts::release::Outlets) -> Done<Downs> {
    let policy = desk.policy()?;
    let people = desk.people()?;
    let staff = desk.staff()?;
    let tells_why = who.role().may(Duty::KeepRegister);
    let channel = |release: &Release| {
        let known = policy.channel(&release.channel);
        known.map_or_else(|| release.channel.0.clone(), |one| one.name.clone())
    };
    let mut to_do = Vec::new();
    for TakeDown {
        release,
        reasons,
        due,
        ..
    } in desk.take_downs(who)?
    {
        // A call never has to come down.
        let Some(copy) = release.copy() else {
            continue;
        };
        let why = reasons.iter().map(|reason| {
            let named = reason.person().and_then(|id| {
                let mut known = people.iter();
                known.find(|entry| entry.person.id == *id)
            });
            let name = named.map(|entry| entry.person.tile_name());
            (reason.clone(), name.unwrap_or_default())
        });
        to_do.push(Down {
            channel: channel(&release),
            outlet: copy.outlet,
            out_since: policy.day(release.decided_at),
            due,
            whereabouts: desk.whereabouts(who, &release, outlets)?,
            has_no_channel: reasons.is_empty(),
            why: if tells_why { why.collect() } else { Vec::new() },
            place: copy.place.clone(),
            file: copy.file_name.clone(),
            id: release.id,
        });
    }
    let done = desk
        .taken_down(who, MOST_DONE)?
        .into_iter()
        .filter_map(|(release, ReleaseEvent { at, by, .. })| {
            let name = staff.iter().find(|one| one.id.0 == by);
            Some(Gone {
                channel: channel(&release),
                file: release.copy()?.file_name.clone(),
                by: name.map_or(by, |one| one.name.clone()),
                at: at.with_timezone(&policy.timezone).naive_local(),
            })
        })
        .collect();
    Ok(Downs {
        today: desk.today()?,
        to_do,
        done,
        may_confirm: who.role().may(Duty::Release),
        tells_why,
    })
}
