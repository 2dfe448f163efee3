//! Widths and heights, and rectangles between them. No pixels.

use crate::domain::photo::Area;

/// A width and a height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Size {
    pub(super) fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    pub(super) fn swapped(self) -> Self {
        Self {
            width: self.height,
            height: self.width,
        }
    }

    /// The same shape with its longest side at most the given one; never larger, never empty.
    pub(super) fn within(self, longest_side: u32) -> Self {
        let longest = self.width.max(self.height);
        if longest <= longest_side {
            return self;
        }
        let shrink = |side: u32| {
            let exact = u64::from(side) * u64::from(longest_side);
            let rounded = (exact + u64::from(longest) / 2) / u64::from(longest).max(1);
            u32::try_from(rounded)
                .unwrap_or(longest_side)
                .clamp(1, longest_side.max(1))
        };
        Self {
            width: shrink(self.width),
            height: shrink(self.height),
        }
    }

    /// As a decoder that scales by eighths delivers it: every begun pixel counts.
    pub(super) fn scaled(self, eighths: u32) -> Self {
        Self {
            width: up(self.width, eighths),
            height: up(self.height, eighths),
        }
    }
}

/// A rectangle by its edges: left and top are in it, right and bottom are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) right: u32,
    pub(super) bottom: u32,
}

impl Edges {
    /// `None` where an edge lies beyond what a picture can have.
    pub(super) fn of(area: Area) -> Option<Self> {
        Some(Self {
            left: area.x,
            top: area.y,
            right: area.x.checked_add(area.width)?,
            bottom: area.y.checked_add(area.height)?,
        })
    }

    pub(super) fn whole(size: Size) -> Self {
        Self {
            left: 0,
            top: 0,
            right: size.width,
            bottom: size.height,
        }
    }

    pub(super) fn size(self) -> Size {
        Size {
            width: self.right.saturating_sub(self.left),
            height: self.bottom.saturating_sub(self.top),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.size().pixels() == 0
    }

    pub(super) fn lies_in(self, size: Size) -> bool {
        self.right <= size.width && self.bottom <= size.height
    }

    /// What both share; empty where they do not meet.
    pub(super) fn shared(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// In a picture scaled by eighths, every pixel it touches.
    pub(super) fn outward(self, eighths: u32) -> Self {
        Self {
            left: down(self.left, eighths),
            top: down(self.top, eighths),
            right: up(self.right, eighths),
            bottom: up(self.bottom, eighths),
        }
    }

    /// In a picture of the given full size scaled by eighths, only pixels that lie wholly in it;
    /// at the picture's own right and bottom edge the last, begun pixel belongs to it.
    pub(super) fn inward(self, eighths: u32, full: Size) -> Self {
        let last = |edge: u32, full: u32| {
            if edge == full {
                up(edge, eighths)
            } else {
                down(edge, eighths)
            }
        };
        Self {
            left: up(self.left, eighths),
            top: up(self.top, eighths),
            right: last(self.right, full.width),
            bottom: last(self.bottom, full.height),
        }
    }

    /// Seen from inside a frame that is resized to the given size: every pixel touched there,
    /// or `None` where the frame does not meet it.
    pub(super) fn within_resized(self, frame: Self, size: Size) -> Option<Self> {
        let shared = self.shared(frame);
        if shared.is_empty() {
            return None;
        }
        let low = |edge: u32, start: u32, from: u32, to: u32| {
            let exact = u64::from(edge - start) * u64::from(to) / u64::from(from).max(1);
            u32::try_from(exact).unwrap_or(0)
        };
        let high = |edge: u32, start: u32, from: u32, to: u32| {
            let exact = (u64::from(edge - start) * u64::from(to)).div_ceil(u64::from(from).max(1));
            u32::try_from(exact).unwrap_or(to).min(to)
        };
        let from = frame.size();
        Some(Self {
            left: low(shared.left, frame.left, from.width, size.width),
            top: low(shared.top, frame.top, from.height, size.height),
            right: high(shared.right, frame.left, from.width, size.width),
            bottom: high(shared.bottom, frame.top, from.height, size.height),
        })
    }
}

fn up(length: u32, eighths: u32) -> u32 {
    u32::try_from((u64::from(length) * u64::from(eighths)).div_ceil(8)).unwrap_or(u32::MAX)
}

fn down(length: u32, eighths: u32) -> u32 {
    u32::try_from(u64::from(length) * u64::from(eighths) / 8).unwrap_or(u32::MAX)
}
