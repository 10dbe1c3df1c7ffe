//! The vertical list: what stands below one another, before it is cut into pages.
//!
//! In: strips, spaces and breaks in reading order. Out: [`VerticalList`], the input of `paginate`. The model is that of
//! TeX's main vertical list (The TeXbook, chapter 15), with two differences: a page may only end at a [`Node::Break`], and
//! a [`Node::Grid`] returns to the baseline grid of the page, wherever the page began.

use super::note::NoteList;
use super::passage::Passage;
use crate::document::NoteId;
use crate::page::{Ink, Item, TextLine};
use crate::source::Span;
use crate::typeset::paragraph::Line;
use crate::units::{Length, Point, Rect};

/// A box of the full measure that no page break cuts: a line, a row, an image.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Strip {
    /// From its top to the top of what follows.
    pub(crate) height: Length,
    /// What it shows, relative to its top left corner.
    pub(crate) items: Vec<Item>,
    /// The lines in it, as they were set.
    pub(crate) lines: Vec<TextLine>,
    /// The notes that it refers to for the first time in its chapter.
    pub(crate) notes: Vec<NoteId>,
    /// True when it ends in the middle of a word.
    pub(crate) hyphenated: bool,
    /// Where it was read.
    pub(crate) span: Span,
}

impl Strip {
    /// An empty strip: space that stays at the head of a page.
    pub(crate) fn blank(height: Length) -> Strip {
        Strip { height, ..Strip::default() }
    }

    /// Puts a line on a baseline that begins at `at`, in a column of `measure`. Its notes are the caller's.
    pub(crate) fn put(&mut self, line: Line, at: Point, measure: Length) {
        if line.items.is_empty() {
            return;
        }
        let Line { figures, span, place, .. } = line;
        self.lines.push(TextLine { at, measure, figures, span, place, ..TextLine::default() });
        self.items.extend(line.items.into_iter().map(|mut item| {
            item.shift(at);
            item
        }));
    }

    /// Moves everything in it.
    pub(crate) fn shift(&mut self, by: Point) {
        self.items.iter_mut().for_each(|item| item.shift(by));
        self.lines.iter_mut().for_each(|line| line.at = line.at + by);
    }
}

pub(crate) type Cost = i64;

/// The cost of a break that must be taken: the author ends the page.
pub(crate) const TURN: Cost = Cost::MIN;

/// A node of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A box.
    Strip(Strip),
    /// A figure or a table that may stand elsewhere than where it was read; the text goes on.
    Float {
        /// What it shows.
        strip: Strip,
        /// Where it may stand.
        placement: Placement,
    },
    /// Space of its height inside a page. Where a page begins or ends with it, it shows what it has: the ornament of a break
    /// between scenes that is a blank line elsewhere.
    AtEdge(Strip),
    /// Space that vanishes at the head of a page.
    Space {
        /// How much.
        height: Length,
        /// True when it may grow by a line of the grid to make a page full.
        grows: bool,
    },
    /// Space up to the next line of the grid; nothing when the list is on it.
    Grid,
    /// A place where the page may end.
    Break(Cost),
    /// What stands across all columns of a page.
    Band(Box<Band>),
}

/// What stands across all columns of a page: text above it ends before it, text below it begins after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Band {
    /// What it shows, set in the measure of the page.
    pub(crate) list: VerticalList,
    /// Its notes, set in the measure of a column.
    pub(crate) notes: NoteList,
    /// Space above it, unless it stands at the head of a page.
    pub(crate) above: Length,
    /// Space below it.
    pub(crate) below: Length,
    /// What it does where the page has no room for it.
    pub(crate) wants: Wants,
}

/// What becomes of a band where the page has no room for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A heading: the page ends, and it begins the next one, as it does when no text would stand below it.
    Text,
    /// The page ends before it.
    Place,
    /// The text goes on, and it stands at the head of the next page.
    #[default]
    Room,
    /// It stands at the head of a page, wherever it was read.
    Head,
    /// It has pages of its own.
    Pages,
}

/// Where a figure or a table may stand that need not stay where it was read (what must stay is a strip). They keep their
/// order, and none stands on a page before that of its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Placement {
    /// Where it was read when the page has room for it, else at the head of a later page.
    #[default]
    Auto,
    /// At the head of a page: of its own where there is room, else of a later one.
    Top,
    /// At the foot of a page, above the notes.
    Foot,
    /// Alone on a page of its own.
    Page,
    /// Alone on a page of its own, its image relative to the corner of the page.
    Bleed,
    /// Alone on a page of its own, turned by a quarter to the left: its content was set for a block as wide as the text
    /// block is high, and as high as that is wide.
    Turned,
}

/// Ink behind or beside a range of nodes: the ground of code, the rule of an admonition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ground {
    /// First node.
    pub(crate) from: usize,
    /// The node after the last.
    pub(crate) to: usize,
    /// Its left edge, from the left edge of the measure.
    pub(crate) x: Length,
    /// Its width.
    pub(crate) width: Length,
    /// Its colour.
    pub(crate) ink: Ink,
}

/// A block that is set off from the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Display {
    /// The space above it, unless that is a heading's.
    pub(crate) space: Option<usize>,
    /// The node after it.
    pub(crate) end: usize,
}

/// Strips that stand again at the head of a page that begins within a range of nodes: the head of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Repeat {
    /// The first node after which they are repeated.
    pub(crate) from: usize,
    /// The node after the last.
    pub(crate) to: usize,
    /// What is repeated.
    pub(crate) strips: Vec<Strip>,
}

/// Everything of a chapter, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct VerticalList {
    /// The nodes.
    pub(crate) nodes: Vec<Node>,
    /// Ink behind them, in the order in which they end.
    pub(crate) grounds: Vec<Ground>,
    /// Heads of tables.
    pub(crate) repeats: Vec<Repeat>,
    /// Paragraphs that may be set in a line more or less, in order.
    pub(crate) passages: Vec<Passage>,
    /// True when nothing returns to the grid: white space stretches instead.
    pub(crate) off_grid: bool,
}

impl VerticalList {
    /// Adds a strip.
    pub(crate) fn strip(&mut self, strip: Strip) {
        self.nodes.push(Node::Strip(strip));
    }

    /// Lets a page end here; of two breaks at one place the dearer one counts.
    pub(crate) fn allow_break(&mut self, cost: Cost) {
        match self.nodes.last_mut() {
            Some(Node::Break(TURN)) => {}
            Some(Node::Break(before)) => *before = cost.max(*before),
            Some(_) => self.nodes.push(Node::Break(cost)),
            None => {}
        }
    }

    /// Ends the page here, unless nothing stands on it yet.
    pub(crate) fn turn(&mut self) {
        if self.nodes.iter().any(|node| matches!(node, Node::Strip(_) | Node::Float { .. } | Node::Band(_))) {
            self.nodes.push(Node::Break(TURN));
        }
    }

    /// Adds space; of two spaces at one place the larger one counts, and they grow if both may: that below a heading
    /// never does.
    pub(crate) fn space(&mut self, wanted: Length, growing: bool) {
        let at = self.nodes.iter().rposition(|node| !matches!(node, Node::Grid | Node::Break(_)));
        if let Some(Node::Space { height, grows }) = at.map(|at| &mut self.nodes[at]) {
            *grows = growing && (*grows || *height == Length::ZERO);
            *height = wanted.max(*height);
        } else if wanted > Length::ZERO && !self.nodes.is_empty() {
            self.nodes.push(Node::Space { height: wanted, grows: growing });
        }
    }

    /// Takes away the space that the list ends with and tells how much it was.
    pub(crate) fn take_space(&mut self) -> Length {
        let at = self.nodes.iter().rposition(|node| !matches!(node, Node::Grid | Node::Break(_)));
        match at.map(|at| &mut self.nodes[at]) {
            Some(Node::Space { height, grows }) => {
                *grows = false;
                std::mem::take(height)
            }
            _ => Length::ZERO,
        }
    }

    /// The space that the list ends with.
    pub(super) fn trailing(&self) -> Length {
        let bare = self.nodes.iter().rev().take_while(|node| matches!(node, Node::Space { .. } | Node::Grid));
        let height = |node: &Node| if let Node::Space { height, .. } = node { *height } else { Length::ZERO };
        bare.map(height).sum()
    }

    /// Takes away what the list ends with that shows nothing: space and the way to the grid.
    pub(crate) fn end_bare(&mut self) {
        while let Some(Node::Space { .. } | Node::Grid) = self.nodes.last() {
            self.nodes.pop();
        }
        let end = self.nodes.len();
        self.grounds.iter_mut().for_each(|ground| ground.to = ground.to.min(end));
    }

    /// Lets what follows stand `gap` below a display instead of on the grid; false when something stands between them.
    pub(crate) fn rejoin(&mut self, display: &Display, gap: Length) -> bool {
        let between = self.nodes.get(display.end..).unwrap_or_default();
        if !between.iter().all(|node| matches!(node, Node::Break(cost) if *cost != TURN)) {
            return false;
        }
        let Some([Node::Space { height, .. }, Node::Grid]) = self.nodes[..display.end].last_chunk_mut() else {
            return false;
        };
        *height = gap;
        self.nodes.remove(display.end - 1);
        true
    }

    /// From the last strip down to the next line of the grid.
    pub(crate) fn short_of_grid(&self, leading: Length) -> Length {
        let is_box = |node: &Node| matches!(node, Node::Strip(_) | Node::Float { .. } | Node::Band(_));
        let Some(last) = self.nodes.iter().rposition(is_box) else { return Length::ZERO };
        if let Node::Band(_) = self.nodes[last] {
            return Length::ZERO;
        }
        let from = self.nodes[..last].iter().rposition(|node| matches!(node, Node::Grid)).unwrap_or(0);
        let height = VerticalList::height(&self.nodes[from..=last], leading);
        up_to_grid(height, leading) - height
    }

    /// Returns to the grid.
    pub(crate) fn return_to_grid(&mut self) {
        if !self.off_grid && !matches!(self.nodes.last(), Some(Node::Grid) | None) {
            self.nodes.push(Node::Grid);
        }
    }

    /// Puts the ink behind strips into the strips, each with the space below it that the ink is behind too: for what is
    /// set apart from a page and placed strip by strip.
    pub(crate) fn ink_strips(&mut self, leading: Length) {
        let mut tops = vec![Length::ZERO];
        tops.extend(self.nodes.iter().scan(Length::ZERO, |y, node| {
            *y = below(*y, node, leading);
            Some(*y)
        }));
        for ground in std::mem::take(&mut self.grounds) {
            let range = ground.from..ground.to.min(self.nodes.len());
            let strips: Vec<usize> =
                range.filter(|at| matches!(self.nodes[*at], Node::Strip(_) | Node::Float { .. })).collect();
            for (place, at) in strips.iter().copied().enumerate() {
                let end = strips.get(place + 1).copied().unwrap_or(at + 1);
                let frame = Rect::new(ground.x, Length::ZERO, ground.width, tops[end] - tops[at]);
                if let Node::Strip(strip) | Node::Float { strip, .. } = &mut self.nodes[at] {
                    strip.items.insert(0, Item::Rule { frame, ink: ground.ink });
                }
            }
        }
    }

    /// The height of a run of nodes set from the head of a page, on a grid of `leading`.
    pub(crate) fn height(nodes: &[Node], leading: Length) -> Length {
        nodes.iter().fold(Length::ZERO, |y, node| below(y, node, leading))
    }
}

/// Where what follows a node begins that begins at `y`.
fn below(y: Length, node: &Node, leading: Length) -> Length {
    match node {
        Node::Strip(strip) | Node::Float { strip, placement: Placement::Auto } => y + strip.height,
        Node::Float { .. } => y,
        Node::AtEdge(strip) => y + strip.height,
        Node::Space { height, .. } => y + *height,
        Node::Grid => up_to_grid(y, leading),
        Node::Break(_) | Node::Band(_) => y,
    }
}

/// True for what takes a place at the head of a page.
pub(crate) fn is_box(node: &Node) -> bool {
    matches!(node, Node::Strip(_) | Node::AtEdge(_))
}

/// The next line of the grid at or below `y`.
pub(crate) fn up_to_grid(y: Length, leading: Length) -> Length {
    let leading = leading.0.max(1);
    Length((y.0 + leading - 1).div_euclid(leading) * leading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_grid_is_counted_from_the_last_strip() {
        let mut list = VerticalList::default();
        assert_eq!(list.short_of_grid(Length::pt(12.0)), Length::ZERO);
        list.strip(Strip::blank(Length::pt(20.0)));
        list.return_to_grid();
        list.space(Length::pt(3.0), true);
        list.strip(Strip::blank(Length::pt(12.0)));
        list.space(Length::pt(7.0), true);
        list.return_to_grid();
        assert_eq!(list.take_space(), Length::pt(7.0));
        assert_eq!(list.short_of_grid(Length::pt(12.0)), Length::pt(9.0));
    }

    #[test]
    fn spaces_at_one_place_do_not_add_up() {
        let mut list = VerticalList::default();
        list.strip(Strip::blank(Length::pt(10.0)));
        list.space(Length::pt(6.0), false);
        list.return_to_grid();
        list.allow_break(0);
        list.space(Length::pt(9.0), true);
        assert_eq!(VerticalList::height(&list.nodes, Length::pt(4.0)), Length::pt(20.0));
        assert_eq!(list.nodes.len(), 4);
    }

    #[test]
    fn space_above_the_first_strip_is_left_out() {
        let mut list = VerticalList::default();
        list.space(Length::pt(6.0), false);
        list.return_to_grid();
        list.allow_break(0);
        assert!(list.nodes.is_empty());
    }
}
