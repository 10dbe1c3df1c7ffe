//! Inlines to lines.
//!
//! In: inlines, a [`ParagraphStyle`] and a measure. Out: finished [`Line`]s. Collect (inlines to boxes, glue and
//! penalties), break (Knuth–Plass), justify (items and breakpoints to positioned glyphs). It knows no page.

mod collect;
mod glyphs;
mod hyphenate;
mod items;
mod justify;
mod linebreak;
mod verbatim;

pub(crate) use self::verbatim::verbatim;

use self::collect::{Collected, Look};
use self::glyphs::Shaped;
use self::items::Breaks;
use self::linebreak::{BreakKind, Breakpoint, Measure, break_lines};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Inline, Language, NoteId};
use crate::font::{Features, FontBook, Shaper, Style};
use crate::page::{Ink, Item};
use crate::source::Span;
use crate::units::Length;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::collections::BTreeSet;

/// What setting text needs: the document (numbers of notes, images), the fonts, and a place for findings.
pub struct Setter<'a> {
    /// The book that is set.
    pub document: &'a Document,
    /// Shapes text.
    pub shaper: Shaper<'a>,
    /// Takes what there is to say: missing glyphs, overfull lines.
    pub diagnostics: &'a mut Diagnostics,
    segmenter: LineSegmenterBorrowed<'static>,
    /// Characters already told to be missing.
    missing: BTreeSet<char>,
    /// Width of the hyphen in each look that was asked for.
    hyphens: Vec<(TextStyle, Length)>,
}

impl<'a> Setter<'a> {
    /// A setter for a document.
    pub fn new(document: &'a Document, fonts: &'a FontBook, diagnostics: &'a mut Diagnostics) -> Setter<'a> {
        Setter {
            document,
            shaper: Shaper::new(fonts),
            diagnostics,
            segmenter: LineSegmenter::new_auto(LineBreakOptions::default()),
            missing: BTreeSet::new(),
            hyphens: Vec::new(),
        }
    }

    fn hyphen_width(&mut self, look: &Look) -> Length {
        if let Some((_, width)) = self.hyphens.iter().find(|(text, _)| *text == look.text) {
            return *width;
        }
        let width = glyphs::text_width(self, "-", look);
        self.hyphens.push((look.text.clone(), width));
        width
    }
}

/// How characters look.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family, weight and slope.
    pub style: Style,
    /// Type size.
    pub size: Length,
    /// What the font is asked for.
    pub features: Features,
    /// Colour.
    pub ink: Ink,
    /// Space added after each glyph, in thousandths of the size.
    pub tracking: i32,
}

/// Where the lines of a paragraph end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// All but the last are as wide as the measure.
    Justify,
    /// At the left, ragged at the right.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// How a paragraph is set.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// How its characters look before emphasis, code and the like change them.
    pub text: TextStyle,
    /// Where its lines end.
    pub align: Align,
    /// Space before the first line.
    pub first_indent: Length,
    /// Space before the other lines.
    pub hanging_indent: Length,
    /// Whether words may be broken.
    pub hyphenate: bool,
    /// Language of the text.
    pub language: Language,
    /// Family of inline code, relative size in thousandths.
    pub code_size: i32,
}

/// A finished line. Its items stand relative to the left end of its baseline: x from the left edge of the measure, y
/// from the baseline, downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Glyphs, links, anchors, small images.
    pub items: Vec<Item>,
    /// From the left edge of the measure to the end of the text.
    pub width: Length,
    /// What rises above the baseline: the font's ascent, or more for an image.
    pub ascent: Length,
    /// What hangs below it.
    pub descent: Length,
    /// The notes that the line refers to, in order.
    pub notes: Vec<NoteId>,
    /// True when the line ends in the middle of a word.
    pub hyphenated: bool,
    /// Where its text was read.
    pub span: Span,
}

/// Sets a paragraph in a measure. Never returns an empty list for inlines that show something.
pub fn set(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle, measure: Length) -> Vec<Line> {
    let collected = collect::collect(setter, inlines, style);
    if collected.text.is_empty() {
        return Vec::new();
    }
    let shaped = glyphs::shape(setter, &collected, measure);
    let (points, places) = break_into_lines(setter, &collected, &shaped, style, measure);
    let paragraph = justify::Paragraph { collected: &collected, shaped: &shaped, style, measure };
    let mut from = points[0];
    let mut lines = Vec::with_capacity(places.len());
    for place in places {
        let indent = if lines.is_empty() { style.first_indent } else { style.hanging_indent };
        lines.push(justify::line(setter, &paragraph, &from, &points[place], indent));
        from = points[place];
    }
    lines
}

/// The width of the widest piece that cannot be broken, and the width of the whole on one line: what a table's columns
/// are measured by.
pub fn widths(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle) -> (Length, Length) {
    let collected = collect::collect(setter, inlines, style);
    let shaped = glyphs::shape(setter, &collected, Length::MAX);
    let points = items::breakpoints(setter, &collected, &shaped, Breaks::Words, Length::MAX);
    let mut widest = Length::ZERO;
    let (mut whole, mut line_start) = (Length::ZERO, 0);
    for (from, pair) in points.windows(2).enumerate() {
        let piece = pair[1].before.width - pair[0].after.width + pair[1].pre + pair[0].post;
        widest = widest.max(piece);
        if pair[1].kind == BreakKind::Forced {
            whole = whole.max(pair[1].before.width - points[line_start].after.width);
            line_start = from + 1;
        }
    }
    (widest, whole)
}

/// Passes over a paragraph, each allowing more than the one before: words only; hyphens; looser lines; at last anything
/// that is not an overfull line.
fn break_into_lines(
    setter: &mut Setter,
    collected: &Collected,
    shaped: &Shaped,
    style: &ParagraphStyle,
    measure: Length,
) -> (Vec<Breakpoint>, Vec<usize>) {
    let ragged = style.align != Align::Justify;
    let em = style.text.size;
    let room = Measure {
        first: measure - style.first_indent,
        rest: measure - style.hanging_indent,
        extra_stretch: if ragged { em * 3 } else { Length::ZERO },
        tolerance: 0.0,
        shortest_last: style.first_indent.max(em * 2),
        last_resort: false,
    };
    let hyphens = if style.hyphenate { Breaks::Hyphens } else { Breaks::Words };
    let points = items::breakpoints(setter, collected, shaped, Breaks::Words, measure);
    let strict = Measure { tolerance: WORDS_TOLERANCE, ..room };
    if let Some(places) = break_lines(&points, &strict) {
        return (points, places);
    }
    let points = items::breakpoints(setter, collected, shaped, hyphens, measure);
    for tolerance in [HYPHENS_TOLERANCE, LOOSE_TOLERANCE] {
        if let Some(places) = break_lines(&points, &Measure { tolerance, ..room }) {
            return (points, places);
        }
    }
    let points = items::breakpoints(setter, collected, shaped, Breaks::Anywhere, measure);
    let extra_stretch = room.extra_stretch + em * 3;
    let last = Measure { tolerance: f64::INFINITY, extra_stretch, last_resort: true, ..room };
    let places = break_lines(&points, &last).unwrap_or_else(|| vec![points.len() - 1]);
    (points, places)
}

/// Badness allowed in the pass without hyphens. TeX's \pretolerance is 100; on the novel that we measure, 200 halves the
/// hyphens at the cost of a fifth more spread.
const WORDS_TOLERANCE: f64 = 200.0;
/// Badness allowed in the pass with hyphens.
const HYPHENS_TOLERANCE: f64 = 250.0;
/// Badness allowed before long words are broken anywhere.
const LOOSE_TOLERANCE: f64 = 2_000.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::document::{Draft, InlineKind};
    use crate::page::GlyphRun;

    const PROSE: &str = "It is a truth universally acknowledged, that a single man in possession of a good fortune, must \
        be in want of a wife. However little known the feelings or views of such a man may be on his first entering a \
        neighbourhood, this truth is so well fixed in the minds of the surrounding families, that he is considered the \
        rightful property of some one or other of their daughters; efficient officers shuffled off in affluence.";

    fn style() -> ParagraphStyle {
        ParagraphStyle {
            text: TextStyle {
                style: Style::default(),
                size: Length::pt(10.5),
                features: Features::default(),
                ink: Ink::BLACK,
                tracking: 0,
            },
            align: Align::Justify,
            first_indent: Length::pt(10.5),
            hanging_indent: Length::ZERO,
            hyphenate: true,
            language: Language("en".into()),
            code_size: 860,
        }
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(text.into()), Span::default())]
    }

    /// Sets inlines and says what was found.
    fn set_in(inlines: &[Inline], style: &ParagraphStyle, measure: f64) -> (Vec<Line>, Diagnostics) {
        let document = Document::settled(Draft::default());
        let fonts = FontBook::builtin();
        let mut diagnostics = Diagnostics::default();
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let lines = set(&mut setter, inlines, style, Length::pt(measure));
        (lines, diagnostics)
    }

    fn runs(line: &Line) -> impl Iterator<Item = &GlyphRun> {
        line.items.iter().filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
    }

    fn text_of(lines: &[Line]) -> String {
        let mut text = String::new();
        for line in lines {
            runs(line).for_each(|run| text.push_str(&run.text));
            if text.ends_with('\u{AD}') {
                text.pop();
            } else {
                text.push(' ');
            }
        }
        text.trim_end().to_string()
    }

    #[test]
    fn lines_are_as_wide_as_the_measure_and_lose_no_text() {
        for measure in [120.0, 200.0, 324.0] {
            let (lines, diagnostics) = set_in(&text(PROSE), &style(), measure);
            assert_eq!(text_of(&lines), PROSE);
            assert!(diagnostics.sorted().is_empty());
            for line in &lines[..lines.len() - 1] {
                assert!((line.width.to_pt() - measure).abs() < 0.01, "{} at {measure}", line.width);
            }
            assert_eq!(runs(&lines[0]).next().map(|run| run.origin.x), Some(Length::pt(10.5)));
        }
    }

    #[test]
    fn every_byte_of_a_line_belongs_to_a_glyph() {
        let (lines, _) = set_in(&text(PROSE), &style(), 150.0);
        for run in lines.iter().flat_map(runs) {
            let bytes: usize = run.glyphs.iter().map(|g| usize::from(g.text_bytes)).sum();
            assert_eq!(bytes, run.text.len());
        }
    }

    #[test]
    fn a_ligature_comes_apart_where_a_line_breaks_in_it() {
        let narrow = ParagraphStyle { first_indent: Length::ZERO, ..style() };
        let (lines, _) = set_in(&text("of\u{AD}fice of\u{AD}fice of\u{AD}fice"), &narrow, 20.0);
        assert!(lines.iter().any(|line| line.hyphenated), "{lines:?}");
        assert_eq!(text_of(&lines), "office office office");
    }

    #[test]
    fn a_long_address_breaks_without_a_hyphen_and_is_never_too_wide() {
        let code = "https://example.org/a/very/long/path/to/something_that_has_no_end/and_more_of_it";
        let inlines = vec![Inline::new(InlineKind::Code(code.into()), Span::default())];
        let (lines, diagnostics) = set_in(&inlines, &style(), 140.0);
        assert!(lines.len() > 2);
        assert!(diagnostics.sorted().is_empty());
        assert_eq!(text_of(&lines).replace(' ', ""), code);
        assert!(lines.iter().all(|line| line.width <= Length::pt(140.1)));
    }

    #[test]
    fn a_word_without_end_is_cut_rather_than_set_outside_the_measure() {
        let word = "x".repeat(500);
        let (lines, diagnostics) = set_in(&text(&word), &style(), 100.0);
        assert!(diagnostics.sorted().is_empty());
        assert!(lines.iter().all(|line| line.width <= Length::pt(100.1)));
        assert_eq!(text_of(&lines).replace(' ', ""), word);
    }

    #[test]
    fn a_character_without_a_glyph_is_told_and_framed() {
        let (lines, diagnostics) = set_in(&text("a \u{E000} b \u{E000}"), &style(), 200.0);
        let told: Vec<_> = diagnostics.sorted().iter().map(|d| d.code).collect();
        assert_eq!(told, [Code::MissingGlyph]);
        assert!(text_of(&lines).contains('\u{E000}'));
        assert_eq!(lines[0].items.iter().filter(|item| matches!(item, Item::Rule { .. })).count(), 8);
    }

    #[test]
    fn the_author_ends_a_line() {
        let inlines = [text("one"), vec![Inline::new(InlineKind::LineBreak, Span::default())], text("two")].concat();
        let (lines, _) = set_in(&inlines, &style(), 200.0);
        assert_eq!(lines.iter().map(|line| text_of(std::slice::from_ref(line))).collect::<Vec<_>>(), ["one", "two"]);
    }

    #[test]
    fn centred_lines_have_equal_margins() {
        let centred = ParagraphStyle { align: Align::Centre, first_indent: Length::ZERO, ..style() };
        let (lines, _) = set_in(&text("a few words"), &centred, 200.0);
        let run = runs(&lines[0]).next().expect("a run");
        assert!((run.origin.x.to_pt() * 2.0 + run.width().to_pt() - 200.0).abs() < 0.01);
    }

    #[test]
    fn small_capitals_keep_their_text_in_every_script() {
        let mut caps = style();
        caps.text.features.small_capitals = true;
        let (lines, diagnostics) = set_in(&text("Loud Громко"), &caps, 300.0);
        assert_eq!(text_of(&lines), "Loud Громко");
        assert!(diagnostics.sorted().is_empty());
    }

    /// What a line costs must not grow with its paragraph: once each line looked at every glyph of its run.
    #[test]
    fn a_paragraph_without_end_is_set() {
        let words = 200_000;
        let (lines, _) = set_in(&text(&"word ".repeat(words)), &style(), 200.0);
        assert_eq!(text_of(&lines).split(' ').count(), words);
    }

    #[test]
    fn odd_input_is_set() {
        for odd in
            ["", " ", "\u{AD}", "\u{200B}", "👨‍👩‍👧", "a\u{301}\u{301}", "\u{202F}", "é\u{2028}x", "שלום", "日本語の文章"]
        {
            set_in(&text(odd), &style(), 60.0);
        }
    }

    #[test]
    fn italics_do_not_lean_over_upright_letters() {
        let part = |kind| vec![Inline::new(kind, Span::default())];
        let italic = part(InlineKind::Emphasis(text("f")));
        let width = |inlines: &[Inline]| set_in(inlines, &style(), 200.0).0[0].width;
        let apart = [italic.clone(), text(")")].concat();
        let before_a_stop = [italic.clone(), text(".")].concat();
        assert!(width(&apart) > width(&italic) + width(&text(")")) - style().first_indent);
        assert_eq!(width(&before_a_stop), width(&italic) + width(&text(".")) - style().first_indent);
    }

    #[test]
    fn widths_bound_a_column() {
        let document = Document::settled(Draft::default());
        let fonts = FontBook::builtin();
        let mut diagnostics = Diagnostics::default();
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let (widest, whole) = widths(&mut setter, &text("a magnificent b"), &style());
        assert!(widest < whole && widest > Length::pt(40.0));
    }
}
