//! Where a picture can go, and what the school asks for on the way there.

use serde::{Deserialize, Serialize};

use super::staff::Role;

/// A channel's identity: `website`, `press`, or one that a policy defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChannelId(pub String);

impl ChannelId {
    const VIDEO_CALL: &str = "video-call";

    /// The one id of a channel of the kind [`ChannelKind::Call`].
    pub fn video_call() -> ChannelId {
        ChannelId(ChannelId::VIDEO_CALL.to_owned())
    }

    pub(super) fn is_video_call(&self) -> bool {
        self.0 == ChannelId::VIDEO_CALL
    }
}

impl std::fmt::Display for ChannelId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whose yes a channel asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PermissionRule {
    /// A yes on paper, by form or by e-mail.
    Written,
    /// A yes, spoken or written.
    Any,
    /// Nobody is asked; a recorded no still counts.
    None,
}

/// Who looks at the very copy before it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignOffRule {
    None,
    Office,
    Head,
}

impl SignOffRule {
    /// The lowest role whose signature counts; `None` where none is asked for.
    pub fn least(self) -> Option<Role> {
        match self {
            SignOffRule::None => None,
            SignOffRule::Office => Some(Role::Office),
            SignOffRule::Head => Some(Role::Head),
        }
    }

    /// Whether a signature is asked for, and this role's is one.
    pub fn is_met_by(self, role: Role) -> bool {
        self.least().is_some_and(|least| least <= role)
    }
}

/// One channel of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub id: ChannelId,
    pub name: String,
    /// Whether what goes there leaves the school.
    pub outside: bool,
    pub permission: PermissionRule,
    /// `false`: no child may be shown, whatever is permitted.
    pub children: bool,
    /// Whether covering somebody counts as not showing them.
    pub hiding: bool,
    /// Longest term of a permission here, in calendar months, instead of the policy's.
    pub longest_term_months: Option<u32>,
    pub kind: ChannelKind,
}

/// What goes to a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelKind {
    /// Copies of pictures.
    Pictures(Pictures),
    /// An external video call: people join it, and no picture leaves.
    Call {
        /// The policy's file asks something of it that is asked of pictures only.
        asks_in_vain: bool,
    },
}

/// What a channel asks of a picture, and of the copy that goes there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictures {
    pub sign_off: SignOffRule,
    /// What a person ticks.
    pub checklist: Vec<String>,
    /// Whether it has to be known whose the picture is.
    pub copyright: bool,
    /// Longest side of the released copy, in pixels; the picture's own size where absent.
    pub longest_side: Option<u32>,
    /// The tallest that a face may be in the released copy, in pixels: no close-ups. Any where absent.
    pub largest_face: Option<u32>,
    /// Days from the reason to the take-down's deadline.
    pub takedown_days: Option<u32>,
}

impl Channel {
    /// What is asked of pictures there; nothing of a call, to which none goes.
    pub fn pictures(&self) -> Option<&Pictures> {
        match &self.kind {
            ChannelKind::Pictures(pictures) => Some(pictures),
            ChannelKind::Call { .. } => None,
        }
    }

    /// Whether pictures go there.
    pub fn takes_pictures(&self) -> bool {
        self.pictures().is_some()
    }

    /// Whether a copy may go there on paper: only within the school, where somebody can take it off
    /// the wall. A page that has left the house comes back by nobody's word.
    pub fn is_printed(&self) -> bool {
        !self.outside && self.takes_pictures()
    }

    /// Who looks at the very copy before it goes.
    pub fn sign_off(&self) -> SignOffRule {
        self.pictures()
            .map_or(SignOffRule::None, |one| one.sign_off)
    }

    /// What a person ticks before a copy goes.
    pub fn checklist(&self) -> &[String] {
        self.pictures().map_or(&[], |one| &one.checklist)
    }

    /// The tallest that a face may be in a copy, in pixels; any where nothing is said.
    pub fn largest_face(&self) -> Option<u32> {
        self.pictures().and_then(|one| one.largest_face)
    }

    /// Longest side of a copy, in pixels; the picture's own where nothing is said.
    pub fn longest_side(&self) -> Option<u32> {
        self.pictures().and_then(|one| one.longest_side)
    }

    /// Days from the reason to the take-down's deadline, where the policy says some.
    pub fn takedown_days(&self) -> Option<u32> {
        self.pictures().and_then(|one| one.takedown_days)
    }
}
