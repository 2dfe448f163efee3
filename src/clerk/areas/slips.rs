//! Permission slips for whoever keeps the register: made, printed or saved, read page by page, and
//! confirmed by the person who looks at them.

use zeroize::Zeroizing;

use crate::acts::slip::{MadeSlips, Recognised, SlipPage};
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::slips::{Ask, Made, Onto, Open, Page, Seen, Told, Whose};
use crate::clerk::protocol::trouble::Came;
use crate::places::PlaceId;

/// A pile of papers, scanned.
const LARGEST_PILE: u64 = 64 << 20;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let told = match ask {
        Ask::Open => Told::Open(cx.look(|desk, who| open(desk, desk.slip_printers(who)?))),
        Ask::Make {
            whose,
            language,
            onto,
        } => {
            let made = cx.act(|desk, who| {
                let made = match &whose {
                    Whose::Group(group) => desk.make_slips_for_group(who, group, language)?,
                    Whose::Person(person) => desk.make_slip(who, person, language)?,
                };
                if let Onto::Printer(printer) = &onto {
                    desk.print(who, printer, &made.title, &made.pdf)?;
                }
                Ok(made)
            });
            Told::Made(made.and_then(|made| put(cx, made, onto)))
        }
        Ask::Read { file, page } => {
            let told = read_slip(cx, &file, page);
            Told::Read { file, page, told }
        }
        Ask::ReadStill(still) => return read_still(cx, still),
        Ask::Confirm { seen, confirmed } => {
            let done = cx
                .kept::<Recognised>(seen)
                .and_then(|slip| cx.act(|desk, who| desk.confirm_slip(who, &slip, &confirmed)));
            if done.is_ok() {
                cx.forget(seen);
            }
            Told::Confirmed(done)
        }
    };
    cx.tell(told);
}

/// Where a document is to lie in a folder, it is put there under a name of its own.
fn put(cx: &Context<'_>, made: MadeSlips, onto: Onto) -> Came<Made> {
    let onto = match onto {
        Onto::Printer(printer) => Onto::Printer(printer),
        Onto::Folder(folder) => {
            let plain = |one: char| if one.is_alphanumeric() { one } else { ' ' };
            let name: String = made.title.chars().map(plain).collect();
            let name = format!("{}.pdf", name.trim());
            let place = cx
                .house
                .schools
                .places
                .write_new(&folder, &name, &made.pdf)?;
            Onto::Folder(place)
        }
    };
    Ok(Made {
        slips: made.slips,
        onto,
    })
}

/// On a thread of its own; whose slip it is, is known when it comes back.
fn read_still(cx: &mut Context<'_>, still: Zeroizing<Vec<u8>>) {
    match cx.look(|desk, who| desk.slip_to_read(who, still)) {
        Ok(to_read) => cx.hand(
            "slips",
            move || to_read.page(),
            |cx, page| {
                let seen = page.and_then(|page| recognise(cx, &page));
                cx.tell(Told::Still(seen));
            },
        ),
        Err(error) => cx.tell(Told::Still(Err(error))),
    }
}

fn read_slip(cx: &mut Context<'_>, file: &PlaceId, page: u32) -> Came<Page> {
    // Locked meanwhile: no file is opened for nobody.
    cx.look(|_, _| Ok(()))?;
    let bytes = cx.house.schools.places.read(file, LARGEST_PILE)?;
    let read = cx.look(|desk, who| desk.page_of(who, &bytes, page))?;
    Ok(Page {
        of: read.pages,
        slip: recognise(cx, &read),
    })
}

/// Whose slip a page is. Kept for whoever confirms it.
fn recognise(cx: &mut Context<'_>, page: &SlipPage) -> Came<Box<Seen>> {
    let slip = cx.look(|desk, who| desk.recognise_slip(who, page))?;
    let seen = Seen {
        ticket: cx.ticket,
        id: slip.id().clone(),
        name: slip.name.clone(),
        group: slip.group.clone(),
        rows: slip.rows.clone(),
        relation: slip.relation,
        is_signed: slip.is_signed,
        picture: slip.picture.clone(),
        is_straight: slip.is_straight,
        before: slip.before.clone(),
    };
    cx.keep(slip);
    Ok(Box::new(seen))
}

fn open(desk: &Desk, printers: Vec<String>) -> Done<Open> {
    let mut groups: Vec<String> = desk
        .people()?
        .into_iter()
        .map(|entry| entry.class)
        .filter(|group| !group.is_empty())
        .collect();
    groups.dedup();
    Ok(Open { groups, printers })
}
