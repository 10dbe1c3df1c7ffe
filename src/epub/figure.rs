//! Figures as XHTML.
//!
//! In: figures of the tree. Out: `figure` elements. The images of a row share its width so that they are equally high
//! (CSS Flexible Box Layout, 7: each grows in proportion to its width over its height); on a narrow screen they stand below
//! one another.

use super::body::Body;
use super::language;
use super::xhtml::Tag;
use crate::document::words::{Word, after_number, letter, numbered};
use crate::document::{Attr, Extent, Figure, Image, ImageSource, Inline, Panel, Placement, TextPlace};
use crate::source::Span;

/// CSS pixels in a point.
const PIXELS: f64 = 96.0 / 72.0;

/// The widest image that text stands beside, in thousandths of the measure.
const WIDEST: u16 = 600;

impl Body<'_> {
    /// A figure: its image, or its row of images, and its caption.
    pub(super) fn figure(&mut self, attr: &Attr, figure: &Figure, span: Span) {
        self.text_with_pages(Some(TextPlace { text: span, before: 0 }), |_| {});
        let is_wide = |panel: &Panel| matches!(panel.image.width, Some(Extent::Share(share)) if share > WIDEST);
        let class = match figure.placement {
            Placement::Page | Placement::Bleed => "page",
            Placement::Left if !figure.panels.iter().any(is_wide) => "beside left",
            Placement::Right if !figure.panels.iter().any(is_wide) => "beside right",
            Placement::Free
            | Placement::Here
            | Placement::Top
            | Placement::Foot
            | Placement::Left
            | Placement::Right => "",
        };
        // What stands beside text is as wide as its image: the caption has no more room.
        let sized = match &figure.panels[..] {
            [only] if class.starts_with("beside") => size(&only.image),
            _ => None,
        };
        let tag = Tag::new("figure").maybe("style", sized.clone());
        self.out.open(self.attributes(tag, attr, &[class]));
        match &figure.panels[..] {
            [only] => {
                let class = if figure.caption.is_empty() { "" } else { "captioned" };
                match sized {
                    Some(_) => {
                        let image = Image { width: Some(Extent::Share(1000)), ..only.image.clone() };
                        self.image(&only.attr, &image, class);
                    }
                    None => self.image(&only.attr, &only.image, class),
                }
            }
            panels => self.row(panels),
        }
        if !figure.caption.is_empty() || !figure.number.is_empty() {
            self.out.newline();
            self.caption("figcaption", Word::Figure, &figure.number, &figure.caption);
        }
        self.out.close("figure");
    }

    /// Images side by side, each with its letter and what is said of it.
    fn row(&mut self, panels: &[Panel]) {
        self.out.newline();
        self.out.open(Tag::new("div").with("class", "row"));
        let captioned = panels.iter().any(|panel| !panel.caption.is_empty());
        for (place, panel) in panels.iter().enumerate() {
            self.out.newline();
            let share = format!("flex-grow: {:.3}", self.shape(&panel.image));
            let tag = Tag::new("figure").with("style", share);
            self.out.open(self.attributes(tag, &panel.attr, &[]));
            let image = Image { width: None, height: None, ..panel.image.clone() };
            self.image(&Attr::default(), &image, "captioned");
            if captioned {
                let letter = letter(&self.language(), place);
                self.out.newline();
                self.out.open(Tag::new("figcaption"));
                self.out.text(&format!("({letter}) "));
                self.whole_line(&panel.caption);
                self.out.close("figcaption");
            }
            self.out.close("figure");
        }
        self.out.newline();
        self.out.close("div");
    }

    /// Width over height of an image; 1 for one that is not in the book.
    fn shape(&self, image: &Image) -> f64 {
        let ImageSource::Resource(id) = image.source else { return 1.0 };
        let file = self.book.and_then(|book| book.document.images.get(id.0 as usize));
        file.map_or(1.0, |file| (f64::from(file.width.max(1)) / f64::from(file.height.max(1))).clamp(0.05, 20.0))
    }

    /// A caption with the name of what it belongs to before it.
    pub(super) fn caption(&mut self, element: &'static str, name: Word, number: &[u32], caption: &[Inline]) {
        let language = self.language();
        self.out.open(Tag::new(element));
        if let Some(label) = numbered(&language, name, number) {
            let separator = after_number(&language);
            let shown = if caption.is_empty() { label } else { format!("{label}{}", separator.trim_end()) };
            self.out.leaf(language::of_words(Tag::new("span").with("class", "number"), &language), &shown);
            if !caption.is_empty() {
                self.out.text(" ");
            }
        }
        self.whole_line(caption);
        self.out.close(element);
    }
}

/// The style of an image that the author has given a size.
pub(super) fn size(image: &Image) -> Option<String> {
    let css = |extent: Extent, whole: &str| match extent {
        Extent::Share(share) => format!("{}{whole}", f64::from(share) / 10.0),
        Extent::Length(length) => format!("{:.0}px", (length.to_pt() * PIXELS).max(1.0)),
    };
    match (image.width, image.height) {
        // The width decides: an image keeps its shape.
        (Some(width), _) => Some(format!("width: {}", css(width, "%"))),
        (None, Some(height)) => Some(format!("height: {}", css(height, "vh"))),
        (None, None) => None,
    }
}
