//! What belongs to the page and not to the text: running heads and folios.
//!
//! In: the side of a page, its number and the divisions on it. Out: items relative to the top left corner of the text
//! block. What stands where is the theme's to say.

use super::marks::{Marks, PageMarks};
use super::paragraph::{self, Align, ParagraphStyle, Setter};
use crate::design::{Design, FolioPlace, Head, HeadPlace, Type};
use crate::document::words;
use crate::document::{Division, Inline, InlineKind, Language, Role};
use crate::page::{Artifact, Ink, Item, Label, Owner};
use crate::source::Span;
use crate::units::{Length, Point, Rect};
use std::collections::BTreeMap;

/// Which furniture a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// None: title pages, parts, blank pages.
    #[default]
    Bare,
    /// No running head, and the folio in its place for that: the opening of a chapter.
    Opening,
    /// A running head and a folio.
    Running,
}

/// A page that wants furniture.
#[derive(Clone, Debug)]
pub(crate) struct Place<'p> {
    /// Which it wants.
    pub(crate) furniture: Furniture,
    /// True on a right-hand page.
    pub(crate) is_recto: bool,
    /// Its number.
    pub(crate) label: Label,
    /// The title of its chapter when it is no division of the manuscript, such as the contents; else empty.
    pub(crate) chapter: &'p str,
    /// The divisions on it.
    pub(crate) marks: PageMarks,
}

/// Sets furniture.
pub(crate) struct Furnisher<'s, 'a> {
    setter: &'s mut Setter<'a>,
    design: &'s Design,
    /// The divisions of the book.
    pub(crate) marks: Marks,
    title: String,
    authors: String,
    /// The titles with formulas, as they are set, by what they say in words.
    set_titles: BTreeMap<String, Vec<Inline>>,
    /// How many pages the book has.
    pub(crate) total: usize,
}

impl<'s, 'a> Furnisher<'s, 'a> {
    /// A furnisher for the book that the setter sets.
    pub(crate) fn new(setter: &'s mut Setter<'a>, design: &'s Design) -> Furnisher<'s, 'a> {
        let metadata = &setter.document.metadata;
        let title = metadata.short_title.as_ref().unwrap_or(&metadata.title).clone();
        let authors = metadata.authors().join(", ");
        let numbers = design.furniture.numbers;
        let marks = Marks::new(setter.document, |division| shown_title(division, numbers));
        let mut set_titles = BTreeMap::new();
        for division in &setter.document.divisions {
            division.each(&mut |division| {
                if division.has_formulas() && division.short_title() == division.title {
                    let shown = shown_title(division, numbers);
                    let number = shown.strip_suffix(&division.title).unwrap_or_default();
                    let line = std::iter::once(plain(number)).chain(division.title_line()).collect();
                    set_titles.insert(shown, line);
                }
            });
        }
        Furnisher { setter, design, marks, title, authors, set_titles, total: 0 }
    }

    /// The furniture of a page.
    pub(crate) fn furnish(&mut self, place: &Place) -> Vec<Item> {
        let furniture = &self.design.furniture;
        match place.furniture {
            Furniture::Bare => Vec::new(),
            Furniture::Opening => self.folio(furniture.opening_folio, place),
            Furniture::Running => {
                let mut items = self.folio(furniture.folio, place);
                items.extend(self.head(place));
                items
            }
        }
    }

    /// The number of a page.
    fn folio(&mut self, at: FolioPlace, place: &Place) -> Vec<Item> {
        let foot = self.design.page.height() + self.design.page.folio_gap;
        let (align, y, artifact) = match at {
            FolioPlace::Nowhere => return Vec::new(),
            FolioPlace::HeadOutside => (outside(place.is_recto), -self.design.page.head_gap, Artifact::Header),
            FolioPlace::FootCentre => (Align::Centre, foot, Artifact::Footer),
            FolioPlace::FootOutside => (outside(place.is_recto), foot, Artifact::Footer),
        };
        let at = Point::new(Length::ZERO, y);
        let number = place.label.to_string();
        let text = match self.design.furniture.folio_total {
            true => words::page_of(&self.language(), &number, self.total),
            false => number,
        };
        self.line(&[plain(&text)], &self.design.types.folio, align, at, artifact)
    }

    /// The running head, and the rule below it.
    fn head(&mut self, place: &Place) -> Vec<Item> {
        let text = self.head_text(place);
        let (furniture, page) = (&self.design.furniture, &self.design.page);
        let has_folio = furniture.folio == FolioPlace::HeadOutside;
        // Room for a folio and as much space again; in the middle, on both sides.
        let ems = if furniture.folio_total { 9 } else { 3 };
        let folio = if has_folio { self.design.types.folio.size * ems } else { Length::ZERO };
        let (align, shift, room) = match furniture.place {
            HeadPlace::Centre => (Align::Centre, Length::ZERO, page.measure() - folio * 2),
            HeadPlace::Inside => (inside(place.is_recto), Length::ZERO, page.measure() - folio),
            HeadPlace::Outside => {
                let shift = if place.is_recto { -folio } else { folio };
                (outside(place.is_recto), shift, page.measure() - folio)
            }
        };
        let y = -page.head_gap;
        let text = self.fitted(text, room);
        let at = Point::new(shift, y);
        let mut items = self.line(&text, &self.design.types.running_head, align, at, Artifact::Header);
        if furniture.rule > Length::ZERO {
            let below = y + self.design.types.running_head.size.scale(0.45);
            let frame = Rect::new(Length::ZERO, below, page.measure(), furniture.rule);
            items.push(Item::Rule { frame, ink: Ink::BLACK });
        }
        items
    }

    /// What the running head of a page says.
    fn head_text(&self, place: &Place) -> String {
        let furniture = &self.design.furniture;
        let head = if place.is_recto { furniture.recto } else { furniture.verso };
        match head {
            Head::Nothing => String::new(),
            Head::Title => self.title.clone(),
            Head::Author if !self.authors.is_empty() => self.authors.clone(),
            Head::Chapter | Head::Section | Head::Subsection if !place.chapter.is_empty() => place.chapter.to_string(),
            Head::Author | Head::Part | Head::Chapter | Head::Section | Head::Subsection => {
                place.marks.title(head, furniture.mark).map_or_else(|| self.title.clone(), |title| title.to_string())
            }
        }
    }

    /// A head as it fits its room: a title with its formulas, else in words and shortened.
    fn fitted(&mut self, text: String, room: Length) -> Vec<Inline> {
        if let Some(line) = self.set_titles.get(&text) {
            let style = style(&self.design.types.running_head, Align::Left, self.language());
            if paragraph::widths(self.setter, line, &style).1 <= room {
                return line.clone();
            }
        }
        let text = self.shortened(text, room);
        if text.is_empty() { Vec::new() } else { vec![plain(&text)] }
    }

    /// The text without its last words, or a single word without its last letters, and an ellipsis for them, when it is
    /// wider than its room.
    fn shortened(&mut self, text: String, room: Length) -> String {
        let style = style(&self.design.types.running_head, Align::Left, self.language());
        let width = |setter: &mut Setter, text: &str| paragraph::widths(setter, &[plain(text)], &style).1;
        let whole = width(self.setter, &text);
        if whole <= room || whole == Length::ZERO {
            return text;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut count = ((words.len() as f64 * room.ratio(whole)) as usize).clamp(1, words.len());
        let mut letters = usize::MAX;
        loop {
            let start: String = words[..count].join(" ").chars().take(letters).collect();
            let short = format!("{}…", start.trim_end_matches(|c: char| !c.is_alphanumeric()));
            if letters <= 1 || width(self.setter, &short) <= room {
                return short;
            }
            match count {
                1 => letters = start.chars().count().saturating_sub(1),
                _ => count -= 1,
            }
        }
    }

    fn language(&self) -> Language {
        self.setter.document.metadata.language.clone()
    }

    fn line(&mut self, text: &[Inline], look: &Type, align: Align, by: Point, artifact: Artifact) -> Vec<Item> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut style = style(look, align, self.language());
        style.owner = Owner::Artifact(artifact);
        let lines = paragraph::set(self.setter, text, &style, self.design.page.measure());
        let mut items = lines.into_iter().next().unwrap_or_default().items;
        items.iter_mut().for_each(|item| item.shift(by));
        items
    }
}

/// The title of a division in a running head, after its number when the theme wants that.
fn shown_title(division: &Division, numbers: bool) -> String {
    let title = division.short_title();
    let number: Vec<String> = division.number.iter().map(u32::to_string).collect();
    if numbers && !number.is_empty() && !title.is_empty() && division.role != Role::Part {
        format!("{}\u{2002}{title}", number.join("."))
    } else {
        title.to_string()
    }
}

fn outside(is_recto: bool) -> Align {
    if is_recto { Align::Right } else { Align::Left }
}

fn inside(is_recto: bool) -> Align {
    outside(!is_recto)
}

fn plain(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

fn style(look: &Type, align: Align, language: Language) -> ParagraphStyle {
    ParagraphStyle::new(super::text_style(look), align, language)
}
