//! Columns to pages.
//!
//! In: a list set for a column, with what stands across both columns in it. Out: leaves as wide as the page. The text is cut
//! at every such band; the columns above it end level, those below it begin below it. A band for which the page has no room
//! goes to the head of the next one while the text goes on, if it may. Notes stand at the foot of their column, below
//! whatever else stands there.

use super::breaks::{Chosen, choose};
use super::fill::{Cut, Shown};
use super::place::{Changed, Foot, Leaf};
use super::vary::{Plan, plan};
use super::{Block, Galley, Part, Room, Setting, paginate};
use crate::typeset::flow::{Band, Cost, Node, NoteList, TURN, VerticalList, Wants, up_to_grid};
use crate::units::{Length, Point};

/// Lines of text that stand below a heading across both columns, at least.
const BELOW_HEADING: i64 = 3;
/// Fewer lines than these are not filled below a band at the head of a page, nor begun with a long table.
const LEAST_LINES: i64 = 6;
/// Where fewer lines are left below a heading, it is tried whether they hold any text.
const DOUBTFUL_LINES: i64 = 16;
/// What each line more costs by which columns are longer than they might be, times itself.
const LONGER: Cost = 40;
/// By how many steps they may be longer.
const MOST_LONGER: Cost = 4;

/// Two columns on a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    /// The text block of a column.
    pub(crate) column: Block,
    /// The text block of the page.
    pub(crate) page: Block,
    /// From the left edge of a column to that of the next.
    pub(crate) across: Length,
}

/// Sets a list in columns below what stands at the head of the first page and is so high.
pub(crate) fn side_by_side(
    list: VerticalList,
    notes: NoteList,
    columns: Columns,
    head: (Leaf, Length),
    setting: &mut impl Setting,
) -> Vec<Leaf> {
    let galley = Galley::new(list, notes, columns.column);
    let sheet = Sheet { leaf: head.0, y: head.1, ..Sheet::default() };
    let mut composer =
        Composer { galley, columns, setting: &mut *setting, pages: Vec::new(), sheet, next: None, cuts: Vec::new() };
    composer.compose();
    let Composer { galley, pages, cuts, .. } = composer;
    galley.report(&cuts, columns.column, setting.diagnostics());
    pages
}

/// A page that is being filled.
#[derive(Debug, Default)]
struct Sheet {
    /// Pages of their own that come before it.
    before: Vec<Leaf>,
    leaf: Leaf,
    /// Where what comes next begins.
    y: Length,
    /// The notes of each column.
    feet: [Foot; 2],
}

impl Sheet {
    fn is_empty(&self) -> bool {
        self.leaf.items.is_empty() && self.feet.iter().all(|foot| foot.height() == Length::ZERO)
    }

    /// The room of each column.
    fn rooms(&self, page: Block) -> [Room; 2] {
        let height = |foot: &Foot| (page.height - self.y - foot.height()).max(Length::ZERO);
        self.feet.each_ref().map(height).map(|height| Room { height, limit: height })
    }

    /// The room across both columns.
    fn room(&self, page: Block) -> Length {
        self.rooms(page).map(|room| room.height).into_iter().min().unwrap_or_default()
    }
}

/// What ends a part of the text.
enum Stop {
    Band(Band),
    Turn,
    End,
}

/// Fills page after page.
struct Composer<'s, S> {
    galley: Galley,
    columns: Columns,
    setting: &'s mut S,
    pages: Vec<Leaf>,
    sheet: Sheet,
    /// The page after it, when something stands on it already.
    next: Option<Sheet>,
    cuts: Vec<Cut>,
}

/// The columns of one page.
struct Pair {
    cuts: Vec<Cut>,
    block: Block,
    otherwise: Changed,
}

impl<S: Setting> Composer<'_, S> {
    fn compose(&mut self) {
        let mut part = Part { to: 0, ..Part::whole(&self.galley) };
        loop {
            let stop = self.next_stop(&mut part.to);
            let to = part.to;
            let pair = self.whole_pages(&mut part);
            match stop {
                Stop::Band(band) if self.may_wait(&band, &pair) => {
                    self.next.get_or_insert_default().wait(band, self.columns, self.setting);
                    part.to = to + 1;
                    continue;
                }
                Stop::Band(band) => {
                    self.set_pair(pair, &mut part.shown);
                    self.band(band, Part { from: to + 1, to: to + 1, ..part });
                }
                Stop::Turn => {
                    self.set_pair(pair, &mut part.shown);
                    self.end_page();
                    if !self.sheet.is_empty() {
                        self.turn();
                    }
                }
                Stop::End => {
                    self.set_pair(pair, &mut part.shown);
                    return self.end(part.shown);
                }
            }
            (part.from, part.to) = (to + 1, to + 1);
        }
    }

    /// Finds what ends the text that begins at a node or before it, and where it stands; a band is taken out.
    fn next_stop(&mut self, at: &mut usize) -> Stop {
        let nodes = &mut self.galley.list.nodes;
        let is_stop = |node: &Node| matches!(node, Node::Band(_) | Node::Break(TURN));
        *at = nodes.iter().skip(*at).position(is_stop).map_or(nodes.len(), |more| *at + more);
        match nodes.get_mut(*at) {
            Some(Node::Band(band)) => Stop::Band(std::mem::take(&mut **band)),
            Some(_) => Stop::Turn,
            None => Stop::End,
        }
    }

    /// Sets the pages of a part that are full; the columns of the last one, of which the part is what remains, end level.
    fn whole_pages(&mut self, part: &mut Part) -> Pair {
        let column = self.columns.column;
        let block = column.beginning(&self.rooms());
        let Plan { chosen, mut otherwise } = plan(&self.galley, *part, block, self.setting);
        let last = chosen.cuts.len().saturating_sub(1) / 2 * 2;
        for pair in chosen.cuts[..last].chunks(2) {
            otherwise = self.columns_of(Pair { cuts: pair.to_vec(), block, otherwise });
            self.turn();
        }
        let cuts = chosen.cuts[last..].to_vec();
        match cuts.first() {
            Some(cut) => (part.from, part.shown) = (cut.from, Shown { short: 0, ..cut.before }),
            None => part.from = part.to,
        }
        let level = if cuts.is_empty() { None } else { self.level(*part) };
        match level {
            Some((chosen, block)) => Pair { cuts: chosen.cuts, block, otherwise: Changed::new() },
            None => {
                let column_of = |(i, cut): (usize, Cut)| Cut { before: Shown { short: i as u8, ..cut.before }, ..cut };
                let cuts = cuts.into_iter().enumerate().map(column_of).collect();
                Pair { cuts, block: column.beginning(&self.sheet.rooms(self.columns.page)), otherwise }
            }
        }
    }

    /// The rooms of the columns of this page and the next.
    fn rooms(&self) -> [Room; 4] {
        let ([a, b], next) = (self.sheet.rooms(self.columns.page), self.next.as_ref());
        let empty = Sheet::default();
        let [c, d] = next.unwrap_or(&empty).rooms(self.columns.page);
        [a, b, c, d]
    }

    /// The columns of a part that ends on this page, as short as they can be.
    fn level(&self, part: Part) -> Option<(Chosen, Block)> {
        let (column, rooms) = (self.columns.column, self.sheet.rooms(self.columns.page));
        let step = if column.grid { column.leading } else { column.leading / 2 };
        let nodes = &self.galley.list.nodes[part.from..part.to];
        let whole = VerticalList::height(nodes, column.leading);
        let most = rooms.map(|room| room.height).into_iter().max().unwrap_or_default();
        let mut limit = (up_to_grid(whole / 2, step) - step * 4).max(step);
        let mut best: Option<(Cost, Chosen, Block)> = None;
        let mut longer = 0;
        while limit <= most && longer <= MOST_LONGER {
            let rooms = rooms.map(|room| Room { limit: limit.min(room.height), ..room });
            let block = column.beginning(&rooms);
            let chosen = choose(&self.galley, part, block, &Default::default());
            if self.holds_all(&chosen, part) {
                let cost = chosen.cost + LONGER * longer * longer;
                if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    best = Some((cost, chosen, block));
                }
            }
            longer += Cost::from(best.is_some());
            limit += step;
        }
        best.map(|(_, chosen, block)| (chosen, block))
    }

    /// True when two columns at most show all of a part with its notes.
    fn holds_all(&self, chosen: &Chosen, part: Part) -> bool {
        let (notes, floats) = (self.galley.notes.needed_before(part.to), self.galley.floats.before(part.to));
        let shows_all = |cut: &Cut| cut.after.notes >= notes && cut.after.floats >= floats;
        let sound = chosen.cuts.iter().all(|cut| !cut.forced && !cut.is_empty());
        sound && chosen.cuts.len() <= 2 && chosen.cuts.last().is_some_and(shows_all)
    }

    /// True for a band that is to stand on the next page: the text goes on instead.
    fn may_wait(&self, band: &Band, pair: &Pair) -> bool {
        let is_first = pair.cuts.is_empty() && self.sheet.is_empty();
        match band.wants {
            Wants::Text | Wants::Place => false,
            Wants::Pages => true,
            Wants::Head => !is_first,
            Wants::Room => self.next.is_some() || !(is_first || self.fits(band, pair) || self.is_long(band, pair)),
        }
    }

    /// True when the page has room for a band below its columns.
    fn fits(&self, band: &Band, pair: &Pair) -> bool {
        self.wanted(band) <= self.room_below(pair)
    }

    /// True for a table that no page holds, where the page has room to begin it.
    fn is_long(&self, band: &Band, pair: &Pair) -> bool {
        let Columns { page, .. } = self.columns;
        band.height(page.leading) > page.height && self.room_below(pair) >= page.leading * LEAST_LINES
    }

    /// The room below the columns of a page, above its notes.
    fn room_below(&self, pair: &Pair) -> Length {
        let Columns { page, .. } = self.columns;
        let notes = |i: usize| {
            let cut = pair.cuts.get(i);
            cut.map_or(Length::ZERO, |cut| self.galley.notes.height(cut.before.notes, cut.after.notes))
        };
        let feet = (0..2).map(|i| self.sheet.feet[i].height() + notes(i)).max().unwrap_or_default();
        let limit = |i: usize| pair.cuts.get(i).map(|cut| pair.block.after(cut.before.short).limit);
        let above = (0..2).filter_map(limit).max().unwrap_or_default();
        page.height - self.sheet.y - above - feet
    }

    /// The height of a band with the notes and the text that must stand below it.
    fn wanted(&self, band: &Band) -> Length {
        let leading = self.columns.page.leading;
        let text = if band.wants == Wants::Text { leading * BELOW_HEADING } else { Length::ZERO };
        band.above + band.height(leading) + band.below + text
    }

    /// A band that does not wait: here if there is room for it, else on a new page. What comes after it begins with `after`.
    fn band(&mut self, band: Band, after: Part) {
        let none = Pair { cuts: Vec::new(), block: self.columns.column, otherwise: Changed::new() };
        let stays = self.sheet.is_empty() || self.is_long(&band, &none);
        if !stays && (!self.fits(&band, &none) || !self.has_text_below(&band, after)) {
            self.turn();
        }
        self.sheet.put(band, self.columns, self.setting);
    }

    /// False where a heading would stand at the end of a page, for what comes after it goes to the next one.
    fn has_text_below(&self, band: &Band, mut after: Part) -> bool {
        let Columns { page, column, .. } = self.columns;
        let height = self.sheet.room(page) - self.wanted(band) + page.leading * BELOW_HEADING;
        if band.wants != Wants::Text || height > page.leading * DOUBTFUL_LINES {
            return true;
        }
        let nodes = &self.galley.list.nodes;
        let is_stop = |node: &Node| matches!(node, Node::Band(_) | Node::Break(TURN));
        after.to = nodes.iter().skip(after.from).position(is_stop).map_or(nodes.len(), |more| after.from + more);
        let block = column.beginning(&[Room { height, limit: height }; 2]);
        let first = choose(&self.galley, after, block, &Default::default()).cuts.into_iter().next();
        first.is_none_or(|cut| !cut.is_empty() && !cut.forced)
    }

    /// Sets the last columns of a part.
    fn set_pair(&mut self, pair: Pair, shown: &mut Shown) {
        if let Some(cut) = pair.cuts.last() {
            *shown = Shown { short: 0, ..cut.after };
        }
        self.columns_of(pair);
    }

    /// Sets columns side by side; returns the changed paragraphs that are left.
    fn columns_of(&mut self, pair: Pair) -> Changed {
        let Pair { cuts, block, mut otherwise } = pair;
        let Columns { column, across, .. } = self.columns;
        let mut bottom = Length::ZERO;
        for (i, cut) in cuts.into_iter().enumerate() {
            let (mut leaf, foot) = self.galley.page(cut, block, &mut otherwise);
            bottom = bottom.max(leaf.bottom);
            leaf.shift(Point::new(across * i as i64, self.sheet.y));
            self.sheet.leaf.append(leaf);
            self.sheet.feet[i.min(1)].append(foot);
            self.cuts.push(cut);
        }
        self.sheet.y += if column.grid { up_to_grid(bottom, column.leading) } else { bottom };
        otherwise
    }

    /// Ends the page.
    fn turn(&mut self) {
        let next = self.next.take().unwrap_or_default();
        let sheet = std::mem::replace(&mut self.sheet, next);
        sheet.finish(self.columns, &mut self.pages);
    }

    /// Puts what waits for the next page below the text after which the page ends, if there is room.
    fn end_page(&mut self) {
        let page = self.columns.page;
        let room = self.sheet.room(page) - page.leading;
        let fits = |next: &mut Sheet| next.before.is_empty() && page.height - next.room(page) <= room;
        if let Some(Sheet { mut leaf, feet, .. }) = self.next.take_if(fits) {
            leaf.shift(Point::new(Length::ZERO, self.sheet.y + page.leading));
            self.sheet.leaf.append(leaf);
            self.sheet.feet.iter_mut().zip(feet).for_each(|(foot, more)| foot.append(more));
        }
    }

    /// Ends the text; notes that are left stand on further pages.
    fn end(&mut self, shown: Shown) {
        self.end_page();
        while self.next.is_some() {
            self.turn();
        }
        for foot in self.galley.rest_of_notes(shown.notes, self.columns.column) {
            if !self.sheet.is_empty() {
                self.turn();
            }
            self.sheet.feet[0].append(foot);
        }
        self.turn();
    }
}

impl Sheet {
    /// Puts a band on the page or, where it is higher, on this and more pages.
    fn put(&mut self, band: Band, columns: Columns, setting: &mut impl Setting) {
        let page = columns.page;
        let above = if self.y > Length::ZERO { band.above } else { Length::ZERO };
        let mut room = self.room(page) - above;
        let height = band.height(page.leading);
        let is_begun = !self.is_empty() && height > room && room < page.leading * LEAST_LINES;
        if is_begun {
            self.next_page(columns);
            room = page.height;
        }
        let block = page.beginning(&[Room { height: room, limit: room }]);
        let mut galley = Galley::new(band.list, band.notes, page);
        let Plan { chosen, mut otherwise } = plan(&galley, Part::whole(&galley), block, setting);
        for (i, cut) in chosen.cuts.iter().enumerate() {
            if i > 0 {
                self.next_page(columns);
            }
            let (mut leaf, foot) = galley.page(*cut, block, &mut otherwise);
            let y = if i == 0 && !is_begun { self.y + above } else { Length::ZERO };
            leaf.shift(Point::new(Length::ZERO, y));
            self.y = y + leaf.bottom;
            self.leaf.append(leaf);
            self.feet[0].append(foot);
        }
        self.y += band.below;
        galley.report(&chosen.cuts, page, setting.diagnostics());
    }

    /// Begins another page; the one before comes before it.
    fn next_page(&mut self, columns: Columns) {
        let mut before = std::mem::take(&mut self.before);
        let sheet = std::mem::take(self);
        sheet.finish(columns, &mut before);
        self.before = before;
    }

    /// Puts a band at the head of the page, below those that stand there already; one that wants pages of its own has them
    /// before it.
    fn wait(&mut self, band: Band, columns: Columns, setting: &mut impl Setting) {
        let page = columns.page;
        if band.wants == Wants::Pages {
            if !self.is_empty() {
                self.next_page(columns);
            }
            return self.before.extend(paginate(band.list, band.notes, page, setting));
        }
        self.put(band, columns, setting);
        if self.room(page) < page.leading * LEAST_LINES {
            self.next_page(columns);
        }
    }

    /// The finished page.
    fn finish(self, columns: Columns, pages: &mut Vec<Leaf>) {
        let Sheet { before, mut leaf, feet, .. } = self;
        pages.extend(before);
        for (i, foot) in feet.into_iter().enumerate() {
            let block = Block { height: columns.page.height, ..columns.column };
            foot.put(block, columns.across * i as i64, &mut leaf);
        }
        if !leaf.items.is_empty() || !leaf.lines.is_empty() {
            pages.push(leaf);
        }
    }
}
