//! Tiles to tap: a group's, the adults', and those whose name was typed.

use crate::acts::group::GroupToday;
use crate::clerk::context::Context;
use crate::clerk::protocol::Told;
use crate::domain::person::PersonId;

pub(in crate::clerk) fn groups(cx: &Context<'_>) {
    cx.tell(Told::Groups(cx.look(|desk, who| desk.groups(who))));
}

pub(in crate::clerk) fn group(cx: &Context<'_>, name: String) {
    let tiles = cx.look(|desk, who| desk.group_today(who, &name));
    let never = cx.look(|desk, who| desk.never_photograph(who, &name));
    cx.tell(Told::Group {
        name,
        tiles: tiles.map(|GroupToday { tiles, .. }| tiles),
        never,
    });
}

pub(in crate::clerk) fn adults(cx: &Context<'_>) {
    cx.tell(Told::Tiles(cx.look(|desk, who| desk.adult_tiles(who))));
}

pub(in crate::clerk) fn search(cx: &Context<'_>, text: &str) {
    cx.tell(Told::Tiles(
        cx.look(|desk, who| desk.search_tiles(who, text)),
    ));
}

pub(in crate::clerk) fn set_away(cx: &mut Context<'_>, group_name: String, away: &[PersonId]) {
    if let Err(error) = cx.act(|desk, who| desk.set_away(who, &group_name, away)) {
        cx.tell(Told::Trouble(error));
    }
    group(cx, group_name);
}
