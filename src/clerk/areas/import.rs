//! Lists from the MIS, for whoever keeps the register. The list is kept here until the lock; what
//! it would change is worked out here each time it is asked.

use crate::acts::import::{LARGEST_LIST, List, Progress, Watch};
use crate::clerk::context::Context;
use crate::clerk::protocol::import::{Ask, ReadList, Told};
use crate::clerk::protocol::trouble::Came;
use crate::places::PlaceId;

/// Long work that cannot be done in steps, as it is one transaction: whatever else is asked waits.
/// It tells how far it is, and can be stopped at any time.
pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let mut watch = watch(cx);
    let told = match ask {
        Ask::Read(file) => Told::Read(read_list(cx, &file, &mut watch).map(Box::new)),
        Ask::Preview(list, terms) => Told::Preview(cx.kept::<List>(list).and_then(|list| {
            let preview = cx.look(|desk, who| desk.plan_import(who, &list, &terms, &mut watch));
            preview.map(Box::new)
        })),
        Ask::Import(list, terms, confirmed) => Told::Done(cx.kept::<List>(list).and_then(|list| {
            cx.act(|desk, who| desk.import(who, &list, &terms, &confirmed, &mut watch))
        })),
    };
    cx.tell(told);
}

fn read_list(cx: &mut Context<'_>, file: &PlaceId, watch: Watch) -> Came<ReadList> {
    let most = u64::try_from(LARGEST_LIST).unwrap_or(u64::MAX);
    // Nobody but somebody who signed in has a file read.
    cx.look(|_, _| Ok(()))?;
    let bytes = cx.house.schools.places.read(file, most)?;
    let (list, proposal, channels) = cx.look(|desk, who| {
        let list = desk.read_list(who, &bytes, watch)?;
        let proposal = desk.propose_mapping(who, &list)?;
        Ok((list, proposal, desk.policy()?.channels))
    })?;
    let table = list.table.clone();
    Ok(ReadList {
        list: cx.keep_only(list),
        table,
        proposal,
        channels: channels.into_iter().map(|one| (one.id, one.name)).collect(),
    })
}

/// Tells how far it is, and hears whether it is to stop. The acts ask some hundred times at most.
fn watch(cx: &Context<'_>) -> impl FnMut(Progress) -> bool + use<> {
    let (tell, is_stopped) = (cx.teller(), cx.stopped());
    move |progress| {
        tell(Told::Progress(progress).into());
        !is_stopped()
    }
}
