//! Poems.
//!
//! In: a poem. Out: nodes of the flow's list. A line too long for the measure is turned over and stands in further than
//! any line of the poem; stanzas are a line apart. A poem may stand in the middle of the measure by its longest line (R.
//! Bringhurst, "The Elements of Typographic Style", 2.3.4); a numbered one shows the number of every fifth line.

use super::{Cost, Flow, Node, UNWELCOME, plain};
use crate::design::Place;
use crate::document::{Stanza, TextPlace, Verse, VerseLine};
use crate::page::{Artifact, ElementKind, Item, Owner};
use crate::typeset::paragraph::{self, Align, Line, ParagraphStyle};
use crate::units::{Length, Point};

/// Lines of a stanza that is better not parted.
const SHORT_STANZA: usize = 8;
/// A page that ends in a short stanza.
const IN_SHORT_STANZA: Cost = 600;
/// Every so many lines have their number.
const NUMBERED: u32 = 5;

impl Flow<'_, '_> {
    /// A poem.
    pub(super) fn verse(&mut self, verse: &Verse) {
        let text = if self.is_small() { self.text.clone() } else { self.design.types.verse.clone() };
        let inset = self.design.paragraph.inset;
        self.displayed(|flow| {
            flow.inset(inset, Length::ZERO, |flow| {
                flow.with_type(text, |flow| {
                    flow.tagged(ElementKind::Division, |flow| flow.poem(verse, inset));
                })
            });
        });
    }

    /// A poem in the present column, whose right end is the measure's: what a centred poem stands between.
    fn poem(&mut self, verse: &Verse, inset: Length) {
        let numbers = if verse.numbered { self.text.size * 3 } else { Length::ZERO };
        let room = (self.column.measure - numbers).max(self.column.measure / 2);
        let longest = self.longest_line(verse).min(room);
        let centred = self.design.structures.verse == Place::Centre;
        let spare = room - longest - inset;
        let left = if centred && spare > Length::ZERO { spare / 2 } else { Length::ZERO };
        let outer = self.column;
        self.column.left += left;
        self.column.measure = room - left;
        self.poem_title(verse);
        let deepest = verse.stanzas.iter().flat_map(|s| &s.lines).map(|line| line.indent).max().unwrap_or(0);
        let (mut number, mut read) = (0, 0);
        for (i, stanza) in verse.stanzas.iter().enumerate() {
            if i > 0 {
                let space = self.text.leading;
                self.allow_break(0);
                self.list.space(space, false);
            }
            let places = (0..stanza.lines.len()).map(|i| TextPlace::of_verse(verse, read + i)).collect::<Vec<_>>();
            let (counted, right) = (verse.numbered.then_some(&mut number), outer.measure - left);
            self.tagged(ElementKind::Paragraph, |flow| flow.stanza(stanza, &places, deepest, counted, right));
            read += places.len();
        }
        if !verse.attribution.is_empty() {
            self.list.space(self.text.leading / 2, false);
            self.column.measure = longest.max(room / 2).min(room - left);
            self.attribution(&verse.attribution);
        }
        self.column = outer;
    }

    fn poem_title(&mut self, verse: &Verse) {
        if verse.title.is_empty() {
            return;
        }
        let look = self.text.clone().small_capitals(50);
        self.tagged(ElementKind::Paragraph, |flow| {
            let lines = flow.set_display(&verse.title, &look, Align::Left);
            flow.kept_lines(lines, look.leading);
        });
        self.list.space(self.text.leading / 2, false);
    }

    /// Width of the longest line when it is not turned over.
    fn longest_line(&mut self, verse: &Verse) -> Length {
        let style = self.verse_style();
        let mut longest = Length::ZERO;
        for line in verse.stanzas.iter().flat_map(|s| &s.lines) {
            let width = paragraph::widths(self.setter, &line.content, &style).1;
            longest = longest.max(width + self.text.size * i64::from(line.indent));
        }
        longest
    }

    fn verse_style(&self) -> ParagraphStyle {
        ParagraphStyle { hyphenate: false, ..self.style(&self.text, Align::Left) }
    }

    /// A stanza; a page may end in it only two lines from its ends. `counted` is the number of the line before it.
    fn stanza(
        &mut self,
        stanza: &Stanza,
        places: &[Option<TextPlace>],
        deepest: u8,
        mut counted: Option<&mut u32>,
        right: Length,
    ) {
        let count = stanza.lines.len();
        let cost = if count <= SHORT_STANZA { IN_SHORT_STANZA } else { UNWELCOME };
        for (i, line) in stanza.lines.iter().enumerate() {
            let number = counted.as_deref_mut().map(|number| {
                *number += 1;
                *number
            });
            let number = number.filter(|number| number % NUMBERED == 0);
            let from = self.list.nodes.len();
            self.tagged(ElementKind::Span, |flow| flow.verse_line(line, deepest, number, right));
            self.place_lines(from, places.get(i).copied().flatten());
            if i >= 1 && count - i > 2 {
                self.allow_break(cost);
            }
        }
    }

    fn verse_line(&mut self, line: &VerseLine, deepest: u8, number: Option<u32>, right: Length) {
        let step = |steps: i64| (self.text.size * steps).min(self.column.measure / 2);
        let mut style = self.verse_style();
        style.first_indent = step(i64::from(line.indent));
        style.hanging_indent = step(i64::from(deepest) + 2);
        let mut lines = self.set(&line.content, &style);
        if let (Some(number), Some(first)) = (number, lines.first_mut()) {
            first.items.extend(self.line_number(number, right));
        }
        lines.last_mut().into_iter().for_each(Line::end_word);
        self.kept_lines(lines, self.text.leading);
        self.keep = self.keep.saturating_sub(1);
    }

    /// Says of the lines from a node on that they are those of a line of the poem, which begins at a place.
    fn place_lines(&mut self, from: usize, place: Option<TextPlace>) {
        for node in &mut self.list.nodes[from..] {
            let Node::Strip(strip) = node else { continue };
            for line in &mut strip.lines {
                let of_poem =
                    |own: TextPlace| place.map(|place| TextPlace { before: place.before + own.before, ..place });
                line.place = line.place.and_then(of_poem);
            }
        }
    }

    /// The number of a line, flush right at `right` of its column.
    fn line_number(&mut self, number: u32, right: Length) -> Vec<Item> {
        let look = self.design.types.note.clone();
        let mut style = self.style(&look, Align::Left);
        style.owner = Owner::Artifact(Artifact::Layout);
        let line = self.set(&[plain(&number.to_string())], &style).into_iter().next().unwrap_or_default();
        let by = Point::new(right - line.width, Length::ZERO);
        let moved = |mut item: Item| {
            item.shift(by);
            item
        };
        line.items.into_iter().map(moved).collect()
    }
}
