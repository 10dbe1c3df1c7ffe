//! Where the printed pages begin, in the content.
//!
//! In: the page breaks that the options tell, and lines of inlines as they are written. Out: an empty element at the word
//! with which a page begins (`pagebreak` of the EPUB 3 Structural Semantics Vocabulary; `doc-pagebreak` of DPUB-ARIA 1.1),
//! and which pages were found where, for the page list.

use super::body::Body;
use super::xhtml::{Tag, Writer};
use crate::document::{Inline, PageBreak, PageStart, TextPlace, weight};
use crate::source::FileId;
use std::collections::{BTreeMap, VecDeque};

/// Names a text: the file and the byte where it was read.
type Text = (FileId, u32);

/// The page breaks of a publication, by the texts that they stand in.
#[derive(Debug, Default)]
pub(super) struct Pages<'a> {
    list: &'a [PageBreak],
    by_text: BTreeMap<Text, Vec<usize>>,
}

impl<'a> Pages<'a> {
    /// Sorts them.
    pub(super) fn of(list: &'a [PageBreak]) -> Pages<'a> {
        let mut by_text: BTreeMap<Text, Vec<usize>> = BTreeMap::new();
        for (number, page) in list.iter().enumerate() {
            if let PageStart::Text(place) = page.place {
                by_text.entry((place.text.file, place.text.start)).or_default().push(number);
            }
        }
        Pages { list, by_text }
    }

    /// The numbers in the list of the pages that begin with what the backend makes itself.
    pub(super) fn beginning_with(&self, start: PageStart) -> impl Iterator<Item = usize> {
        self.list.iter().enumerate().filter(move |(_, page)| page.place == start).map(|(number, _)| number)
    }

    /// The printed number of a page.
    pub(super) fn label(&self, number: usize) -> &'a str {
        &self.list[number].label
    }

    /// Marks the beginning of a page.
    pub(super) fn mark(&self, out: &mut Writer, number: usize) {
        let label = self.label(number);
        let tag = Tag::new("span").with("id", page_id(label)).with("epub:type", "pagebreak");
        out.empty(tag.with("role", "doc-pagebreak").with("aria-label", label));
    }

    /// The pages that begin in a text, with the weight before each.
    fn inside(&self, place: Option<TextPlace>) -> VecDeque<(u32, usize)> {
        let found = place.and_then(|place| self.by_text.get(&(place.text.file, place.text.start)));
        let before = |number: &usize| match self.list[*number].place {
            PageStart::Text(place) => (place.before, *number),
            _ => (0, *number),
        };
        found.map(|numbers| numbers.iter().map(before).collect()).unwrap_or_default()
    }
}

/// The fragment of a page; no id of the manuscript holds a full stop.
pub(super) fn page_id(label: &str) -> String {
    format!("page.{label}")
}

/// What of a text has been written, and the pages that begin in the rest of it.
#[derive(Debug, Default)]
pub(super) struct Turning {
    weight: u32,
    waiting: VecDeque<(u32, usize)>,
}

impl Body<'_> {
    /// Writes a line of inlines, or what `write` makes of it, with the pages that begin in it.
    pub(super) fn line_with_pages(&mut self, line: &[Inline], write: impl FnOnce(&mut Self)) {
        self.text_with_pages(TextPlace::of(line), write);
    }

    /// Writes a text that begins at a place, with the pages that begin in it.
    pub(super) fn text_with_pages(&mut self, place: Option<TextPlace>, write: impl FnOnce(&mut Self)) {
        let mut waiting = self.book.map(|book| book.pages.inside(place)).unwrap_or_default();
        // Two lines may have been read from one place, and a heading is asked twice.
        waiting.retain(|(_, number)| !self.found_pages.contains(number));
        let around = std::mem::replace(&mut self.turning, Turning { weight: 0, waiting });
        write(self);
        self.turn_to(u32::MAX);
        self.turning = around;
    }

    /// Marks the pages that begin with a heading, to stand before its element.
    pub(super) fn pages_before(&mut self, line: &[Inline]) {
        self.line_with_pages(line, |_| {});
    }

    /// Writes a whole line.
    pub(super) fn whole_line(&mut self, line: &[Inline]) {
        self.line_with_pages(line, |body| body.inlines(line));
    }

    /// Marks the pages that begin here, before an element.
    pub(super) fn turn(&mut self) {
        self.turn_to(self.turning.weight);
    }

    fn turn_to(&mut self, weight: u32) {
        while let Some((before, number)) = self.turning.waiting.front().copied()
            && before <= weight
            && let Some(book) = self.book
        {
            self.turning.waiting.pop_front();
            book.pages.mark(&mut self.out, number);
            self.found_pages.push(number);
        }
    }

    /// Goes on at a later place of the text.
    pub(super) fn go_on_at(&mut self, place: Option<TextPlace>) {
        self.turning.weight = place.map_or(self.turning.weight, |place| place.before);
    }

    /// Writes text, with the pages that begin in it.
    pub(super) fn words(&mut self, text: &str) {
        if self.turning.waiting.is_empty() {
            return self.out.text(text);
        }
        let mut written = 0;
        for (at, c) in text.char_indices() {
            let weight = weight(c);
            if weight > 0 && self.turning.waiting.front().is_some_and(|(before, _)| *before <= self.turning.weight) {
                self.out.text(&text[written..at]);
                written = at;
                self.turn();
            }
            self.turning.weight += weight;
        }
        self.out.text(&text[written..]);
    }

    /// Writes an element that holds only text, with the pages that begin in it.
    pub(super) fn leaf_of_words(&mut self, tag: Tag<'_>, name: &str, text: &str) {
        self.out.open(tag);
        self.words(text);
        self.out.close(name);
    }
}
