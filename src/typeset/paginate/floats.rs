//! Figures and tables that may stand elsewhere than where they were read.
//!
//! In: the list of a chapter. Out: [`Floats`]: how high each is, where it may stand, and how many stand before each node.
//! They keep their order, as the figures of a book are numbered, so that a count is all that has to be remembered of them
//! at a page break (M. F. Plass, "Optimal Pagination Techniques for Automatic Typesetting Systems", 1981, chapter 3).

use crate::typeset::flow::{Node, Placement, up_to_grid};
use crate::units::Length;

/// Fewer lines of text than this do not stand below a figure.
const LEAST_TEXT: i64 = 4;

/// A figure of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Float {
    /// Its node.
    pub(super) at: usize,
    /// Its height, unturned.
    pub(super) height: Length,
    /// Where it may stand.
    pub(super) placement: Placement,
}

impl Float {
    /// True when it has a page of its own.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self.placement, Placement::Page | Placement::Bleed | Placement::Turned)
    }

    /// Where it stands on a page that shows it together with text.
    pub(super) fn spot(&self, has_waited: bool) -> Spot {
        match self.placement {
            Placement::Foot => Spot::Foot,
            Placement::Top => Spot::Head,
            _ if has_waited => Spot::Head,
            Placement::Auto | Placement::Page | Placement::Bleed | Placement::Turned => Spot::Here,
        }
    }
}

/// Where on its page a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Above the text.
    Head,
    /// Where it was read.
    Here,
    /// Below the text.
    Foot,
}

/// The figures of a list in their order.
#[derive(Debug)]
pub(super) struct Floats {
    all: Vec<Float>,
    /// For each node, how many stand before it.
    before: Vec<usize>,
}

impl Floats {
    /// The figures of a list for a block of a height on a grid. One that leaves no room for text stands alone.
    pub(super) fn new(nodes: &[Node], height: Length, leading: Length) -> Floats {
        let mut all = Vec::new();
        let mut before = Vec::with_capacity(nodes.len() + 1);
        for (at, node) in nodes.iter().enumerate() {
            before.push(all.len());
            if let Node::Float { strip, placement } = node {
                let has_page = matches!(placement, Placement::Bleed | Placement::Turned);
                let fills = !has_page && strip.height + leading * LEAST_TEXT > height;
                let placement = if fills { Placement::Page } else { *placement };
                all.push(Float { at, height: strip.height, placement });
            }
        }
        before.push(all.len());
        Floats { all, before }
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// How many stand before a node.
    pub(super) fn before(&self, node: usize) -> usize {
        self.before.get(node).copied().unwrap_or(self.all.len())
    }

    /// One of them.
    pub(super) fn get(&self, float: usize) -> Option<Float> {
        self.all.get(float).copied()
    }

    /// How many of `from..to` stand together on a page that shows no text, and how high they are; one at least, if there
    /// is one.
    pub(super) fn alone(&self, from: usize, to: usize, height: Length, leading: Length) -> (usize, Length) {
        let Some(first) = self.get(from).filter(|_| from < to) else { return (0, Length::ZERO) };
        let (mut count, mut bottom) = (1, first.height);
        while let Some(next) = self.get(from + count).filter(|next| from + count < to && !next.is_alone()) {
            let below = above_float(below_float(bottom, leading), leading) + next.height;
            if first.is_alone() || below > height {
                break;
            }
            (count, bottom) = (count + 1, below);
        }
        (count, bottom)
    }
}

/// Where a figure begins when the text above it ends at `y`.
pub(super) fn above_float(y: Length, leading: Length) -> Length {
    if y > Length::ZERO { y + leading / 2 } else { y }
}

/// Where the text below a figure begins that ends at `y`.
pub(super) fn below_float(y: Length, leading: Length) -> Length {
    up_to_grid(y + leading / 2, leading)
}

/// What a figure of a height takes at the foot of a page.
pub(super) fn at_foot(height: Length, leading: Length) -> Length {
    height + leading
}
