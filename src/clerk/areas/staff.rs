//! Accounts and devices, for whoever keeps them.

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, school_day};
use crate::clerk::context::Context;
use crate::clerk::protocol::staff::{Account, Ask, Device, Everything, Told};
use crate::domain::staff::Duty;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let done = match ask {
        Ask::List => Ok(false),
        Ask::Add { name, role, pin } => cx
            .act(|desk, who| desk.add_staff(who, &name, role, None, &pin))
            .map(|_| true),
        Ask::ChangePin { id, pin } => cx
            .act(|desk, who| desk.change_pin(who, &id.0, &pin))
            .map(|()| true),
        Ask::EntriesOf(id) => {
            let entries = cx.look(|desk, who| {
                let name = desk.find_staff(&id.0)?.name;
                Ok((desk.entries_of_account(who, &name)?, desk.today()?))
            });
            return cx.tell(Told::EntriesOf(id, entries));
        }
        Ask::CloseAccount(id, leaving) => cx
            .act(|desk, who| desk.close_account(who, &id.0, leaving.as_ref()))
            .map(|()| true),
        Ask::LetIn(id) => cx.act(|desk, who| desk.let_in(who, &id.0)).map(|()| true),
        Ask::Revoke { id, why } => cx
            .act(|desk, who| desk.revoke_device(who, &id.0, &why))
            .map(|()| true),
    };
    match done {
        Ok(true) => cx.tell(Told::Changed),
        Ok(false) => {}
        Err(error) => cx.tell(Told::Trouble(error)),
    }
    let list = cx.look(everything).map(Box::new);
    cx.tell(Told::List(list));
}

fn everything(desk: &Desk, who: &Session) -> Done<Everything> {
    let may = |duty| who.role().may(duty);
    let waits = desk.waits(who)?;
    let (policy, now, today) = (desk.policy()?, desk.now(), desk.today()?);
    let mut accounts: Vec<Account> = desk
        .staff()?
        .into_iter()
        .map(|staff| Account {
            agreement: staff
                .agreement_signed
                .filter(|_| staff.has_current_agreement(today)),
            has_left: !staff.is_here(now),
            waits: waits
                .iter()
                .find(|one| one.staff == staff.id)
                .map_or(0, |one| one.left.num_minutes() + 1),
            id: staff.id,
            name: staff.name,
            role: staff.role,
        })
        .collect();
    accounts.sort_by_cached_key(|one| (one.has_left, one.name.to_lowercase()));
    let listed = match may(Duty::Equip) {
        true => desk.devices()?,
        false => Vec::new(),
    };
    let devices = listed
        .into_iter()
        .map(|device| Device {
            is_this: device.id == *desk.device(),
            since: school_day(&policy, device.enrolled_at),
            revoked: device.revoked_at.map(|at| school_day(&policy, at)),
            id: device.id,
            name: device.name,
            asset_tag: device.asset_tag,
        })
        .collect();
    Ok(Everything {
        accounts,
        devices,
        may_govern: may(Duty::Govern),
        may_equip: may(Duty::Equip),
        may_let_in: may(Duty::LetIn),
    })
}
