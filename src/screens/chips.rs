//! Where a photo may go, as chips: what stands in the way first, and because of whom. Never why.

use super::{ChannelChip, Say, Tone};
use crate::acts::group::Tile;
use crate::acts::outlook::{Chip, Outlook};

/// Where the photo may go, as chips: what stands in the way first.
pub(super) fn chips(say: &Say, outlook: &Outlook, people: &[Tile]) -> Vec<ChannelChip> {
    let mut chips = Vec::new();
    let open = i32::try_from(outlook.faces_open).unwrap_or(i32::MAX);
    let mut chip = |text, tone| chips.push(ChannelChip { text, tone });
    if outlook.is_waiting {
        chip(say.invoke_nowhere_yet_looking(), Tone::Care);
    } else if outlook.is_unseen {
        chip(say.invoke_nowhere_yet_unseen(), Tone::Care);
    } else if open > 0 {
        chip(say.invoke_nowhere_yet_faces(open), Tone::Care);
    } else if !outlook.is_complete {
        chip(say.invoke_nowhere_yet_done(), Tone::Care);
    }
    if outlook.names_nobody && open == 0 && !outlook.is_waiting && !outlook.is_unseen {
        chip(say.invoke_nobody_named(), Tone::Care);
    }
    let named = |wanted: fn(&Chip) -> bool| {
        let names: Vec<&str> = outlook
            .channels
            .iter()
            .filter(|channel| wanted(&channel.state))
            .map(|channel| channel.name.as_str())
            .collect();
        names.join(" · ")
    };
    let now = named(|chip| matches!(chip, Chip::Now));
    if !now.is_empty() {
        match outlook.names_nobody {
            // On one person's word: nothing that is looked at quickly.
            true => chip(say.invoke_now_nobody(now.into()), Tone::Care),
            false => chip(say.invoke_now(now.into()), Tone::Good),
        }
    }
    let after_tagging = named(|chip| matches!(chip, Chip::AfterTagging));
    if !after_tagging.is_empty() {
        chip(say.invoke_then(after_tagging.into()), Tone::Idle);
    }
    let after_office = named(|chip| matches!(chip, Chip::AfterOffice));
    if !after_office.is_empty() {
        chip(say.invoke_then_office(after_office.into()), Tone::Idle);
    }
    let not_there = named(|chip| matches!(chip, Chip::No { .. }));
    if !not_there.is_empty() {
        let mut because: Vec<&str> = Vec::new();
        for channel in &outlook.channels {
            if let Chip::No { because_of } = &channel.state {
                for person in because_of {
                    let tile = people.iter().find(|tile| tile.person == *person);
                    because.extend(tile.map(|tile| tile.name.as_str()));
                }
            }
        }
        because.sort_unstable();
        because.dedup();
        let words = if because.is_empty() {
            say.invoke_not_there(not_there.into())
        } else {
            say.invoke_not_there_because(not_there.into(), because.join(" · ").into())
        };
        chip(words, Tone::Bad);
    }
    chips
}
