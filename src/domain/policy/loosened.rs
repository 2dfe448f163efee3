//! What another policy could allow that the one in force blocks. Whatever is not plainly as strict counts as
//! looser: a second person looks at it first.

use super::Policy;
use crate::domain::channel::{Channel, ChannelId, PermissionRule};
use serde::{Deserialize, Serialize};

/// One way in which a policy is looser than another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loosened {
    /// Days begin and end elsewhere.
    TimeZone,
    OwnVoice,
    EndsOnLeaving,
    /// Of every channel.
    LongestTerm,
    FourEyes,
    SignOffDays,
    /// A way to reach somebody that is passed over.
    Contact(String),
    /// A run of words in which no name is looked for.
    OwnName(String),
    Channel(ChannelId, OfChannel),
}

/// One way in which a channel is looser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfChannel {
    /// There was none of that id.
    Added,
    /// It is inside the school where it was outside, or the other way round.
    Outside,
    Permission,
    Children,
    Hiding,
    SignOff,
    Checklist,
    Copyright,
    /// Copies are larger.
    LongestSide,
    LargestFace,
    TakedownDays,
    LongestTerm,
}

/// All in which a policy is looser than the one in force, in the order of the file.
pub fn loosened(before: &Policy, after: &Policy) -> Vec<Loosened> {
    let mut found = Vec::new();
    let mut note = |is_looser: bool, what: Loosened| {
        if is_looser {
            found.push(what);
        }
    };
    note(before.timezone != after.timezone, Loosened::TimeZone);
    note(
        is_longer(before.own_voice_from_age, after.own_voice_from_age),
        Loosened::OwnVoice,
    );
    note(
        before.ends_on_leaving && !after.ends_on_leaving,
        Loosened::EndsOnLeaving,
    );
    note(
        is_longer(before.longest_term_months, after.longest_term_months),
        Loosened::LongestTerm,
    );
    note(before.four_eyes && !after.four_eyes, Loosened::FourEyes);
    note(
        is_longer(before.sign_off_days, after.sign_off_days),
        Loosened::SignOffDays,
    );
    for contact in &after.school_contacts {
        note(
            !before.school_contacts.contains(contact),
            Loosened::Contact(contact.clone()),
        );
    }
    for name in &after.own_names {
        note(
            !before.own_names.contains(name),
            Loosened::OwnName(name.clone()),
        );
    }
    for channel in &after.channels {
        let ways = match before.channel(&channel.id) {
            Some(known) => of_channel(before, known, after, channel),
            None => vec![OfChannel::Added],
        };
        found.extend(
            ways.into_iter()
                .map(|way| Loosened::Channel(channel.id.clone(), way)),
        );
    }
    found
}

fn of_channel(old: &Policy, before: &Channel, new: &Policy, after: &Channel) -> Vec<OfChannel> {
    let strictness = |rule: PermissionRule| match rule {
        PermissionRule::Written => 2,
        PermissionRule::Any => 1,
        PermissionRule::None => 0,
    };
    let least = |channel: &Channel| channel.sign_off().least();
    let is_unasked = |item: &String| !after.checklist().contains(item);
    let asks_copyright = |channel: &Channel| channel.pictures().is_some_and(|one| one.copyright);
    // Where a channel says nothing of its own, the policy's term holds.
    let term = |policy: &Policy, channel: &Channel| {
        channel.longest_term_months.or(policy.longest_term_months)
    };
    let has_own_term = before.longest_term_months.is_some() || after.longest_term_months.is_some();
    [
        (before.outside != after.outside, OfChannel::Outside),
        (
            strictness(after.permission) < strictness(before.permission),
            OfChannel::Permission,
        ),
        (!before.children && after.children, OfChannel::Children),
        (!before.hiding && after.hiding, OfChannel::Hiding),
        (least(after) < least(before), OfChannel::SignOff),
        (
            before.checklist().iter().any(is_unasked),
            OfChannel::Checklist,
        ),
        (
            asks_copyright(before) && !asks_copyright(after),
            OfChannel::Copyright,
        ),
        (
            is_longer(before.longest_side(), after.longest_side()),
            OfChannel::LongestSide,
        ),
        (
            is_longer(before.largest_face(), after.largest_face()),
            OfChannel::LargestFace,
        ),
        (
            is_longer(before.takedown_days(), after.takedown_days()),
            OfChannel::TakedownDays,
        ),
        (
            has_own_term && is_longer(term(old, before), term(new, after)),
            OfChannel::LongestTerm,
        ),
    ]
    .into_iter()
    .filter_map(|(is_looser, way)| is_looser.then_some(way))
    .collect()
}

/// Whether a limit went up, or is none any more.
fn is_longer(before: Option<u32>, after: Option<u32>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => after > before,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails says so"
)]
mod tests {
    use super::*;
    use crate::domain::channel::{ChannelKind, Pictures, SignOffRule};

    fn shipped() -> Policy {
        Policy::shipped("written-permission").unwrap()
    }

    /// A change of the website.
    fn website(change: impl Fn(&mut Channel)) -> Policy {
        let mut policy = shipped();
        let channels = policy.channels.iter_mut();
        channels
            .filter(|one| one.id.0 == "website")
            .for_each(change);
        policy
    }

    /// A change of what the website asks of pictures.
    fn pictures(change: impl Fn(&mut Pictures)) -> Policy {
        website(|one| {
            if let ChannelKind::Pictures(pictures) = &mut one.kind {
                change(pictures);
            }
        })
    }

    #[test]
    fn every_way_of_loosening_is_seen_and_its_contrary_is_none() {
        let with = |change: &dyn Fn(&mut Policy)| {
            let mut policy = shipped();
            change(&mut policy);
            policy
        };
        let of = |way| Loosened::Channel(ChannelId("website".to_owned()), way);
        let strict = website(|one| one.children = false);
        let unhiding = website(|one| one.hiding = false);
        let cases: Vec<(Policy, Policy, Loosened)> = vec![
            (
                shipped(),
                with(&|policy| policy.own_voice_from_age = Some(14)),
                Loosened::OwnVoice,
            ),
            (
                shipped(),
                with(&|policy| policy.own_voice_from_age = None),
                Loosened::OwnVoice,
            ),
            (
                shipped(),
                with(&|policy| policy.ends_on_leaving = false),
                Loosened::EndsOnLeaving,
            ),
            (
                shipped(),
                with(&|policy| policy.longest_term_months = Some(13)),
                Loosened::LongestTerm,
            ),
            (
                shipped(),
                with(&|policy| policy.four_eyes = false),
                Loosened::FourEyes,
            ),
            (
                shipped(),
                with(&|policy| policy.sign_off_days = Some(91)),
                Loosened::SignOffDays,
            ),
            (
                shipped(),
                with(&|policy| policy.school_contacts.push("a@b.example".to_owned())),
                Loosened::Contact("a@b.example".to_owned()),
            ),
            (
                shipped(),
                with(&|policy| policy.own_names.push("Rose Hill".to_owned())),
                Loosened::OwnName("Rose Hill".to_owned()),
            ),
            (
                shipped(),
                website(|one| one.outside = false),
                of(OfChannel::Outside),
            ),
            (
                shipped(),
                website(|one| one.permission = PermissionRule::Any),
                of(OfChannel::Permission),
            ),
            (strict, shipped(), of(OfChannel::Children)),
            (unhiding, shipped(), of(OfChannel::Hiding)),
            (
                shipped(),
                pictures(|one| one.sign_off = SignOffRule::Office),
                of(OfChannel::SignOff),
            ),
            (
                shipped(),
                pictures(|one| one.checklist.truncate(2)),
                of(OfChannel::Checklist),
            ),
            (
                shipped(),
                pictures(|one| one.copyright = false),
                of(OfChannel::Copyright),
            ),
            (
                shipped(),
                pictures(|one| one.longest_side = None),
                of(OfChannel::LongestSide),
            ),
            (
                shipped(),
                pictures(|one| one.largest_face = Some(161)),
                of(OfChannel::LargestFace),
            ),
            (
                shipped(),
                pictures(|one| one.takedown_days = Some(3)),
                of(OfChannel::TakedownDays),
            ),
            (
                shipped(),
                website(|one| one.longest_term_months = Some(24)),
                of(OfChannel::LongestTerm),
            ),
        ];
        for (before, after, what) in cases {
            assert_eq!(loosened(&before, &after), std::slice::from_ref(&what));
            let back = loosened(&after, &before);
            // Outside and inside are each a way out that the other is not.
            assert_eq!(back.is_empty(), what != of(OfChannel::Outside), "{back:?}");
        }
        let mut more = shipped();
        let mut hall = more.channels[0].clone();
        hall.id = ChannelId("hall".to_owned());
        more.channels.push(hall.clone());
        let added = Loosened::Channel(hall.id, OfChannel::Added);
        assert_eq!(loosened(&shipped(), &more), [added]);
        assert_eq!(loosened(&more, &shipped()), []);
    }
}
