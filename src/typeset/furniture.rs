//! What belongs to the page and not to the text: running heads and folios.
//!
//! In: the side of a page, its number and its chapter. Out: items relative to the top left corner of the text block.

use super::paragraph::{self, Align, ParagraphStyle, Setter};
use crate::design::{Design, Type};
use crate::document::{Inline, InlineKind, Language};
use crate::page::{Item, Label};
use crate::source::Span;
use crate::units::{Length, Point};

/// Which furniture a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// None: title pages, parts, blank pages.
    #[default]
    Bare,
    /// A folio at the foot: the opening of a chapter.
    Opening,
    /// A running head with the folio on the outside.
    Running,
}

/// Sets furniture.
pub(crate) struct Furnisher<'s, 'a> {
    setter: &'s mut Setter<'a>,
    design: &'s Design,
    /// The running head of left-hand pages.
    title: String,
}

impl<'s, 'a> Furnisher<'s, 'a> {
    /// A furnisher for the book that the setter sets.
    pub(crate) fn new(setter: &'s mut Setter<'a>, design: &'s Design) -> Furnisher<'s, 'a> {
        let metadata = &setter.document.metadata;
        let title = metadata.short_title.as_ref().unwrap_or(&metadata.title).clone();
        Furnisher { setter, design, title }
    }

    /// The furniture of a page; `head` is the running head of a right-hand page.
    pub(crate) fn furnish(&mut self, furniture: Furniture, is_recto: bool, label: Label, head: &str) -> Vec<Item> {
        match furniture {
            Furniture::Bare => Vec::new(),
            Furniture::Opening => self.line(&label.to_string(), &self.design.types.folio, Align::Centre, self.foot()),
            Furniture::Running => {
                let outside = if is_recto { Align::Right } else { Align::Left };
                let y = -self.design.page.head_gap;
                let mut items = self.line(&label.to_string(), &self.design.types.folio, outside, y);
                let text = if is_recto && !head.is_empty() { head.to_string() } else { self.title.clone() };
                let text = self.shortened(text);
                items.extend(self.line(&text, &self.design.types.running_head, Align::Centre, y));
                items
            }
        }
    }

    /// The baseline of a folio at the foot.
    fn foot(&self) -> Length {
        self.design.page.height() + self.design.page.folio_gap
    }

    /// The text without its last words, and an ellipsis for them, when it would come too near to the folio.
    fn shortened(&mut self, text: String) -> String {
        let room = self.design.page.measure() - self.design.types.folio.size * 6;
        let style = style(&self.design.types.running_head, Align::Left, self.language());
        let width = |setter: &mut Setter, text: &str| paragraph::widths(setter, &[plain(text)], &style).1;
        let whole = width(self.setter, &text);
        if whole <= room || whole == Length::ZERO {
            return text;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut count = ((words.len() as f64 * room.ratio(whole)) as usize).clamp(1, words.len());
        loop {
            let start = words[..count].join(" ");
            let short = format!("{}…", start.trim_end_matches(|c: char| !c.is_alphanumeric()));
            if count == 1 || width(self.setter, &short) <= room {
                return short;
            }
            count -= 1;
        }
    }

    fn language(&self) -> Language {
        self.setter.document.metadata.language.clone()
    }

    fn line(&mut self, text: &str, look: &Type, align: Align, y: Length) -> Vec<Item> {
        let style = style(look, align, self.language());
        let lines = paragraph::set(self.setter, &[plain(text)], &style, self.design.page.measure());
        let mut items = lines.into_iter().next().unwrap_or_default().items;
        items.iter_mut().for_each(|item| item.shift(Point::new(Length::ZERO, y)));
        items
    }
}

fn plain(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

fn style(look: &Type, align: Align, language: Language) -> ParagraphStyle {
    ParagraphStyle::new(super::text_style(look), align, language)
}
