//! Formulas among the text.
//!
//! In: the source of a formula and the look of the text around it. Out: the formula laid out, once for each look, and the items
//! that show it. What cannot be set is told once.

use super::paragraph::Setter;
use crate::diagnostic::{Code, Diagnostic};
use crate::font::Style;
use crate::math::{self, Fault, Laid, MathBox, Setting};
use crate::page::{Glyph, GlyphRun, Ink, Item, NATURAL, Owner};
use crate::source::Span;
use crate::units::{Length, Point, Short};
use std::collections::BTreeMap;
use std::rc::Rc;

/// By how much the face of formulas may be larger or smaller than the face of the text, so that small letters are of one
/// height.
const MOST_LARGER: f64 = 1.15;
const MOST_SMALLER: f64 = 0.85;
/// Fonts of nearly the same height are taken as they are.
const SAME: f64 = 0.02;

/// Formulas that are laid out already.
#[derive(Debug, Default)]
pub(crate) struct Formulas(BTreeMap<Key, Rc<Result<Laid, Fault>>>);

type Key = (String, Length, bool, Style, String);

impl Setter<'_> {
    /// A formula in text of a size, family and language; `None` for what is set as its source, which is told.
    pub(crate) fn formula(
        &mut self,
        source: &str,
        display: bool,
        (size, words): (Length, Style),
        language: &str,
        span: Span,
    ) -> Option<Rc<Result<Laid, Fault>>> {
        let math = self.math.as_ref()?;
        let setting = Setting { size: self.size_beside(size, words), display, words, language };
        let key = (source.to_owned(), setting.size, display, words, language.to_owned());
        let laid = match self.formulas.0.get(&key) {
            Some(laid) => Rc::clone(laid),
            None => {
                let laid = Rc::new(math::lay_out(source, &setting, math, &mut self.shaper));
                self.formulas.0.insert(key, Rc::clone(&laid));
                laid
            }
        };
        if let Err(fault) = &*laid
            && self.unset.insert((span.file, span.start))
        {
            let message = format!("the formula stands as its source in the PDF: {}", fault.what);
            let part = source.get(fault.at.clone()).unwrap_or_default();
            self.diagnostics.push(Diagnostic::warning(Code::UnsetMath, message).at(span).about(part));
        }
        laid.is_ok().then_some(laid)
    }

    /// The type size at which small letters of formulas are as high as those of the text.
    fn size_beside(&self, size: Length, words: Style) -> Length {
        let fonts = self.shaper.fonts();
        let height = |metrics: &crate::font::Metrics| metrics.x_height as f64 / metrics.units_per_em.max(1) as f64;
        let own = self.math.as_ref().map_or(0.0, |math| height(&math.face.metrics));
        let text = height(&fonts.face(fonts.select(words)).metrics);
        let ratio = if own > 0.0 && text > 0.0 { text / own } else { 1.0 };
        if (ratio - 1.0).abs() < SAME { size } else { size.scale(ratio.clamp(MOST_SMALLER, MOST_LARGER)) }
    }
}

/// The items that show a box whose baseline begins at a point. Neighbours on one baseline are one run.
pub(crate) fn items(content: &MathBox, at: Point, ink: Ink, owner: Owner) -> Vec<Item> {
    let own = |colour: Option<[u8; 3]>| colour.map_or(ink, |[red, green, blue]| Ink { red, green, blue });
    let mut items: Vec<Item> = Vec::new();
    for glyph in &content.glyphs {
        let place = at + glyph.at;
        if let Some(Item::Glyphs(run)) = items.last_mut()
            && (run.face, run.size, run.ink, run.origin.y) == (glyph.face, glyph.size, own(glyph.colour), place.y)
        {
            let end = run.origin.x + run.width();
            let last = run.glyphs.last_mut();
            if let Some(last) = last.filter(|last| place.x > end - last.advance.long()) {
                last.advance += place.x - end;
                push(run, glyph);
                continue;
            }
        }
        let mut run = GlyphRun {
            face: glyph.face,
            size: glyph.size,
            scale: NATURAL,
            origin: place,
            ink: own(glyph.colour),
            glyphs: Vec::new(),
            leftward: false,
            space_after: false,
            owner,
            text: String::new(),
        };
        push(&mut run, glyph);
        items.push(Item::Glyphs(run));
    }
    items.extend(content.bars.iter().map(|bar| {
        let mut frame = bar.frame;
        frame.origin = frame.origin + at;
        Item::Rule { frame, ink: own(bar.colour) }
    }));
    items
}

fn push(run: &mut GlyphRun, glyph: &math::Placed) {
    let kept = glyph.text.floor_char_boundary(usize::from(u8::MAX));
    run.text.push_str(&glyph.text[..kept]);
    run.glyphs.push(Glyph {
        id: glyph.glyph,
        text_bytes: kept as u8,
        advance: glyph.advance.into(),
        dx: Short::ZERO,
        dy: Short::ZERO,
    });
}
