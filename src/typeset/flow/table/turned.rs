//! A table on pages of its own, turned by a quarter.
//!
//! In: a table that was laid out for the height of the page. Out: a turned page for as many rows as it holds, the head
//! again on each, the notes of its cells below it. Rows that a cell ties together stand on one page where one holds them.

use super::rows::SetRow;
use super::{IN_SPAN, Layout, repeated, stacked};
use crate::document::{NoteId, Table};
use crate::page::{Ink, Item};
use crate::source::Span;
use crate::typeset::flow::note::strips;
use crate::typeset::flow::{Column, Flow, Node, Placement, Strip};
use crate::units::{Length, Point, Rect};

/// Width of the rule above notes, as a part of the measure.
const NOTE_RULE: i64 = 4;

/// What stands on one turned page.
#[derive(Default)]
struct Piece {
    strips: Vec<Strip>,
    height: Length,
    notes: Vec<Strip>,
    notes_height: Length,
    rows: usize,
}

impl Flow<'_, '_> {
    /// Sets a table on turned pages.
    pub(super) fn turned_table(&mut self, table: &Table, layout: &mut Layout, span: Span) {
        let before = self.column;
        let room = before.measure;
        self.column = Column { left: Length::ZERO, measure: self.design.page.height() };
        let mut strips = self.caption_strips(table);
        let head = self.head(table, layout);
        strips.extend(head.iter().cloned());
        let foot = self.foot(layout);
        let mut piece = self.piece(strips);
        let mut pieces = Vec::new();
        let rows = self.data_rows(table, layout);
        let head_height: Length = head.iter().map(|strip| strip.height).sum();
        for together in tied(rows) {
            let height = |lines: &[Strip]| lines.iter().map(|line| line.height).sum::<Length>();
            let all: Length = together.iter().map(|row| height(row)).sum();
            // The notes of its cells stand on the page as well.
            let is_noted = together.iter().flatten().any(|line| !line.notes.is_empty());
            let most = if is_noted { room * 3 / 4 } else { room };
            let parts = if head_height + all + foot.height <= most {
                vec![stacked(together.into_iter().flatten().collect())]
            } else {
                // What no page holds is cut between its rows, a row that takes half of one between its lines.
                let whole = |lines: Vec<Strip>| if height(&lines) * 2 > room { lines } else { vec![stacked(lines)] };
                together.into_iter().flat_map(whole).collect()
            };
            for part in parts {
                let mut next = self.piece(vec![part]);
                let full = piece.height + piece.notes_height + next.height + next.notes_height + foot.height > room;
                if full && piece.rows > 0 {
                    let head = head.iter().cloned().map(repeated).collect();
                    pieces.push(std::mem::replace(&mut piece, self.piece(head)));
                }
                piece.strips.append(&mut next.strips);
                piece.notes.append(&mut next.notes);
                piece.height += next.height;
                piece.notes_height += next.notes_height;
                piece.rows += 1;
            }
        }
        piece.height += foot.height;
        piece.strips.push(foot);
        pieces.push(piece);
        self.column = before;
        // One piece stands in the middle of its page, the pieces of a long table begin at one height.
        let height = if pieces.len() > 1 { room } else { Length::ZERO };
        for mut piece in pieces {
            piece.notes.iter_mut().for_each(|strip| strip.shift(Point::new(layout.left, Length::ZERO)));
            self.turned_page(piece, layout.left, height, span);
        }
    }

    fn turned_page(&mut self, mut piece: Piece, left: Length, height: Length, span: Span) {
        let leading = self.design.types.note.leading;
        if !piece.notes.is_empty() {
            let mut rule = Strip::blank(leading);
            let width = self.design.page.height() / NOTE_RULE;
            let frame = Rect::new(left, leading / 2, width, Length::pt(0.4));
            rule.items.push(Item::Rule { frame, ink: Ink::BLACK });
            piece.strips.push(rule);
            piece.strips.append(&mut piece.notes);
        }
        let mut strip = stacked(piece.strips);
        strip.span = span;
        strip.height = strip.height.max(height);
        let at = Point::new(Length::ZERO, Length::ZERO);
        strip.items.splice(0..0, self.anchors.drain(..).map(|id| Item::Anchor { id, at }));
        self.list.nodes.push(Node::Float { strip, placement: Placement::Turned });
    }

    /// Strips with the notes that they refer to, set below the table.
    fn piece(&mut self, mut strips: Vec<Strip>) -> Piece {
        let marked: Vec<NoteId> = strips.iter_mut().flat_map(|strip| std::mem::take(&mut strip.notes)).collect();
        let mut piece = Piece { height: strips.iter().map(|strip| strip.height).sum(), strips, ..Piece::default() };
        for note in marked {
            let Some(place) = self.notes.notes.iter().position(|(id, _)| *id == note) else { continue };
            let (_, nodes) = self.notes.notes.remove(place);
            piece.notes.extend(strips_of(&nodes));
        }
        piece.notes.iter_mut().for_each(|strip| strip.notes.clear());
        let heights: Length = piece.notes.iter().map(|strip| strip.height).sum();
        piece.notes_height =
            if piece.notes.is_empty() { Length::ZERO } else { heights + self.design.types.note.leading };
        piece
    }
}

/// Rows with those that belong on their page: which a cell spans too, or which they head.
fn tied(rows: Vec<SetRow>) -> Vec<Vec<Vec<Strip>>> {
    let (mut all, mut goes_on): (Vec<Vec<Vec<Strip>>>, bool) = (Vec::new(), false);
    for row in rows {
        match all.last_mut().filter(|_| goes_on) {
            Some(last) => last.push(row.strips),
            None => all.push(vec![row.strips]),
        }
        goes_on = row.break_after.is_some_and(|cost| cost >= IN_SPAN);
    }
    all
}

fn strips_of(nodes: &[Node]) -> impl Iterator<Item = Strip> {
    strips(nodes).cloned()
}
