//! What the clerk says of the machine's folders and drives, to somebody who has signed in.

use crate::clerk::context::Context;
use crate::clerk::protocol::places::{Ask, Told};
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::paper::Paper;
use crate::places::PlaceId;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    if cx.at.who.is_none() {
        return;
    }
    let told = match ask {
        Ask::Roots => Told::Roots(cx.house.schools.places.roots()),
        Ask::List(folder) => Told::List {
            entries: cx.house.schools.places.list(&folder).map_err(Trouble::from),
            folder,
        },
        Ask::Save {
            folder,
            name,
            paper,
        } => Told::Saved(save_paper(cx, &folder, &name, &paper)),
        Ask::Printers => Told::Printers(cx.look(|desk, who| desk.printers(who))),
        Ask::Print { printer, paper } => Told::Printed(cx.look(|desk, who| {
            desk.print_list(who, &printer, &paper)?;
            Ok(printer)
        })),
    };
    cx.tell(told);
}

fn save_paper(cx: &Context<'_>, folder: &PlaceId, name: &str, paper: &Paper) -> Came<PlaceId> {
    let places = &cx.house.schools.places;
    Ok(places.write_new(folder, name, &paper.pdf()?)?)
}
