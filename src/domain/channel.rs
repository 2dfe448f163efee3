//! Where a picture can go, and what the school asks for on the way there.

use serde::{Deserialize, Serialize};

use super::staff::Role;

/// A channel's identity: `website`, `press`, or one that a policy defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChannelId(pub String);

impl ChannelId {
    /// Whether this is the external video call, which has people but no picture.
    pub fn is_video_call(&self) -> bool {
        self.0 == "video-call"
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
    /// Whether the picture leaves the school there.
    pub outside: bool,
    pub permission: PermissionRule,
    /// `false`: no child may be shown, whatever is permitted.
    pub children: bool,
    /// Whether covering somebody counts as not showing them.
    pub hiding: bool,
    pub sign_off: SignOffRule,
    #[serde(default)]
    pub checklist: Vec<String>,
    #[serde(default)]
    pub copyright: bool,
    /// Longest side of the released copy, in pixels; the picture's own size where absent.
    #[serde(default)]
    pub longest_side: Option<u32>,
    /// The tallest that a face may be in the released copy, in pixels: no close-ups. Any where absent.
    #[serde(default)]
    pub largest_face: Option<u32>,
    /// Days from the reason to the take-down's deadline.
    #[serde(default)]
    pub takedown_days: Option<u32>,
    /// Longest term of a permission here, in calendar months, instead of the policy's.
    #[serde(default)]
    pub longest_term_months: Option<u32>,
}

impl Channel {
    /// Whether a copy may go there on paper: only within the school, where somebody can take it off
    /// the wall. A page that has left the house comes back by nobody's word.
    pub fn is_printed(&self) -> bool {
        !self.outside && !self.id.is_video_call()
    }
}
