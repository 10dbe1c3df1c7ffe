//! Inlines to lines.
//!
//! In: inlines, a [`ParagraphStyle`] and a measure. Out: finished [`Line`]s. Collect (inlines to boxes, glue and
//! penalties), break (Knuth–Plass), justify (items and breakpoints to positioned glyphs). It knows no page.

mod adjust;
mod bidi;
mod cjk;
mod collect;
mod glyphs;
mod hang;
mod hyphenate;
mod items;
mod justify;
mod linebreak;
#[cfg(test)]
mod scripts;

use self::bidi::{Levels, Stance};
use self::collect::{Collected, Look};
use self::glyphs::{Glyphs, Shaped};
use self::items::{Breaks, Hangs};
use self::linebreak::{BreakKind, Breakpoint, Broken, Measure, Shape, break_into, break_lines};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Inline, Language, NoteId};
use crate::font::{Features, FontBook, Shaper, Style};
use crate::page::{Ink, Item, LineFigures};
use crate::source::Span;
use crate::units::Length;
use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
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
    /// For Korean, whose words stay whole.
    korean: LineSegmenterBorrowed<'static>,
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
            korean: LineSegmenter::new_auto(whole_words()),
            missing: BTreeSet::new(),
            hyphens: Vec::new(),
        }
    }

    /// What finds the places where a text may be broken: by the language of its first words.
    fn segmenter(&self, collected: &Collected) -> LineSegmenterBorrowed<'static> {
        let is_korean = collected.pieces.first().is_some_and(|piece| piece.look.language.starts_with("ko"));
        if is_korean { self.korean } else { self.segmenter }
    }

    /// True when the pages of the book will be turned over: it is read from right to left.
    pub fn is_mirrored(&self) -> bool {
        self.document.metadata.is_right_to_left()
    }

    /// How the lines of a paragraph stand in their measure: justified ones begin where their text does, all others where
    /// the lines of the book do.
    fn stance(&self, collected: &Collected, align: Align) -> Stance {
        let mirrored = self.is_mirrored();
        let is_leftward = collected.levels.as_ref().is_some_and(Levels::is_leftward);
        Stance { from_right: if align == Align::Justify { is_leftward } else { mirrored }, mirrored }
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

/// Korean words are broken at their spaces only.
fn whole_words() -> LineBreakOptions<'static> {
    let mut options = LineBreakOptions::default();
    options.word_option = Some(LineBreakWordOption::KeepAll);
    options
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
    /// Room besides the indents that the first lines leave free at the left, as for a drop cap.
    pub cut_in: CutIn,
    /// Whether words may be broken.
    pub hyphenate: bool,
    /// Whether punctuation hangs out of justified lines.
    pub protrude: bool,
    /// Whether the letters of justified lines may be a little wider or narrower.
    pub expand: bool,
    /// Language of the text.
    pub language: Language,
    /// Family of inline code, relative size in thousandths.
    pub code_size: i32,
}

impl ParagraphStyle {
    /// Text without indents in which no word is broken and inline code is as large as what is around it.
    pub fn new(text: TextStyle, align: Align, language: Language) -> ParagraphStyle {
        ParagraphStyle {
            text,
            align,
            first_indent: Length::ZERO,
            hanging_indent: Length::ZERO,
            cut_in: CutIn::default(),
            hyphenate: false,
            protrude: false,
            expand: false,
            language,
            code_size: 1000,
        }
    }

    /// Space before a line, the first of which is 0.
    fn indent(&self, line: usize) -> Length {
        let indent = if line == 0 { self.first_indent } else { self.hanging_indent };
        if line < self.cut_in.lines { indent + self.cut_in.width } else { indent }
    }
}

/// Room that the first lines of a paragraph leave free at the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CutIn {
    /// How many lines leave it.
    pub lines: usize,
    /// How much each of them leaves.
    pub width: Length,
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
    /// What the report counts.
    pub figures: LineFigures,
    /// Where its text was read.
    pub span: Span,
}

/// Sets a paragraph in a measure. Never returns an empty list for inlines that show something.
pub fn set(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle, measure: Length) -> Vec<Line> {
    let Some(text) = Text::read(setter, inlines, style, measure) else { return Vec::new() };
    let (points, broken) = text.broken(setter);
    text.lines(setter, &points, &broken)
}

/// How many lines a paragraph is to have, compared with the best way to set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looseness {
    /// One line less.
    Tighter,
    /// One line more.
    Looser,
}

/// A paragraph set in another number of lines than the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The lines.
    pub lines: Vec<Line>,
    /// By how much its demerits exceed those of the best way. A line of a middling badness has some hundreds, a hyphen
    /// some ten thousands.
    pub extra_demerits: f64,
}

/// Sets a paragraph in one line more or one line less than [`set`] would (Knuth and Plass 1981, p. 1159: looseness);
/// `None` when no way is within the tolerance. It costs about as much as setting the paragraph again, so ask for chosen
/// paragraphs only.
pub fn set_otherwise(
    setter: &mut Setter,
    inlines: &[Inline],
    style: &ParagraphStyle,
    measure: Length,
    looseness: Looseness,
) -> Option<Alternative> {
    let text = Text::read(setter, inlines, style, measure)?;
    let (_, best) = text.broken(setter);
    let count = match looseness {
        Looseness::Tighter => best.places.len().checked_sub(1)?,
        Looseness::Looser => best.places.len() + 1,
    };
    if count == 0 || count > MOST_LINES_TOLD_APART {
        return None;
    }
    let (points, broken) = text.broken_into(setter, count)?;
    let lines = text.lines(setter, &points, &broken);
    Some(Alternative { lines, extra_demerits: (broken.demerits - best.demerits).max(0.0) })
}

/// The width of the widest piece that cannot be broken, and the width of the whole on one line: what a table's columns
/// are measured by.
pub fn widths(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle) -> (Length, Length) {
    let collected = collect::collect(setter, inlines, style);
    let shaped = glyphs::shape(setter, &collected, Length::MAX, Glyphs::Rigid);
    let points = items::breakpoints(setter, &collected, &shaped, Breaks::Words, Length::MAX, Hangs::None);
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

/// A paragraph, collected and shaped, ready to be broken into lines.
struct Text<'p> {
    collected: Collected,
    shaped: Shaped,
    style: &'p ParagraphStyle,
    measure: Length,
}

impl<'p> Text<'p> {
    /// `None` when there is nothing to set.
    fn read(setter: &mut Setter, inlines: &[Inline], style: &'p ParagraphStyle, measure: Length) -> Option<Text<'p>> {
        let collected = collect::collect(setter, inlines, style);
        if collected.text.is_empty() {
            return None;
        }
        let is_flexible = style.expand && style.align == Align::Justify;
        let kind = if is_flexible { Glyphs::Flexible } else { Glyphs::Rigid };
        let shaped = glyphs::shape(setter, &collected, measure, kind);
        Some(Text { collected, shaped, style, measure })
    }

    fn breakpoints(&self, setter: &mut Setter, breaks: Breaks) -> Vec<Breakpoint> {
        let hangs = self.style.protrude && self.style.align == Align::Justify && self.collected.levels.is_none();
        let hangs = if hangs { Hangs::Both } else { Hangs::None };
        let mut points = items::breakpoints(setter, &self.collected, &self.shaped, breaks, self.measure, hangs);
        if self.style.indent(0) != Length::ZERO {
            points[0].hang_start = Length::ZERO;
        }
        points
    }

    /// The measure that its lines are broken by, of no tolerance yet.
    fn room(&self) -> Measure {
        let (style, em) = (self.style, self.style.text.size);
        let shape = Shape {
            first: self.measure - style.first_indent,
            rest: self.measure - style.hanging_indent,
            cut_lines: style.cut_in.lines,
            cut: style.cut_in.width,
        };
        Measure {
            shape,
            extra_stretch: if style.align == Align::Justify { Length::ZERO } else { em * 3 },
            tolerance: 0.0,
            shortest_last: style.first_indent.max(em * 2),
            last_resort: false,
        }
    }

    /// Passes over a paragraph, each allowing more than the one before: words only; hyphens; looser lines; at last
    /// anything that is not an overfull line.
    fn broken(&self, setter: &mut Setter) -> (Vec<Breakpoint>, Broken) {
        let room = self.room();
        let points = self.breakpoints(setter, Breaks::Words);
        if let Some(broken) = break_lines(&points, &Measure { tolerance: WORDS_TOLERANCE, ..room }) {
            return (points, broken);
        }
        let points = self.breakpoints(setter, self.hyphens());
        for tolerance in [HYPHENS_TOLERANCE, LOOSE_TOLERANCE] {
            if let Some(broken) = break_lines(&points, &Measure { tolerance, ..room }) {
                return (points, broken);
            }
        }
        let points = self.breakpoints(setter, Breaks::Anywhere);
        let extra_stretch = room.extra_stretch + self.style.text.size * 3;
        let last = Measure { tolerance: f64::INFINITY, extra_stretch, last_resort: true, ..room };
        let all = || Broken { places: vec![points.len() - 1], demerits: f64::INFINITY };
        let broken = break_lines(&points, &last).unwrap_or_else(all);
        (points, broken)
    }

    /// The best way to make so many lines without looser lines than hyphenated text may have.
    fn broken_into(&self, setter: &mut Setter, lines: usize) -> Option<(Vec<Breakpoint>, Broken)> {
        let measure = Measure { tolerance: HYPHENS_TOLERANCE, ..self.room() };
        [Breaks::Words, self.hyphens()].into_iter().find_map(|breaks| {
            let points = self.breakpoints(setter, breaks);
            let broken = break_into(&points, &measure, lines)?;
            Some((points, broken))
        })
    }

    fn hyphens(&self) -> Breaks {
        if self.style.hyphenate { Breaks::Hyphens } else { Breaks::Words }
    }

    fn lines(&self, setter: &mut Setter, points: &[Breakpoint], broken: &Broken) -> Vec<Line> {
        let (collected, shaped) = (&self.collected, &self.shaped);
        let paragraph = justify::Paragraph { collected, shaped, style: self.style, measure: self.measure };
        let starts = std::iter::once(0).chain(broken.places.iter().copied());
        let ends = starts.zip(&broken.places).enumerate();
        ends.map(|(i, (from, to))| justify::line(setter, &paragraph, &points[from], &points[*to], self.style.indent(i)))
            .collect()
    }
}

/// The longest paragraph that is set looser or tighter: beyond, telling all its lines apart would cost too much.
const MOST_LINES_TOLD_APART: usize = 200;
/// Badness allowed in the pass without hyphens: TeX's \pretolerance (The TeXbook, p. 96). At 200 a novel has half as many
/// hyphens, but three times as many loose lines.
const WORDS_TOLERANCE: f64 = 100.0;
/// Badness allowed in the pass with hyphens: TeX's \tolerance.
const HYPHENS_TOLERANCE: f64 = 200.0;
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
            cut_in: CutIn::default(),
            hyphenate: true,
            protrude: true,
            expand: true,
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
    fn the_first_lines_leave_room_for_a_drop_cap() {
        let cut = ParagraphStyle { cut_in: CutIn { lines: 3, width: Length::pt(30.0) }, ..style() };
        let cut = ParagraphStyle { first_indent: Length::ZERO, ..cut };
        let (lines, _) = set_in(&text(PROSE), &cut, 200.0);
        let left = |line: &Line| runs(line).next().map(|run| run.origin.x.to_pt().round());
        assert_eq!(lines.iter().take(4).map(left).collect::<Vec<_>>(), [Some(30.0), Some(30.0), Some(30.0), Some(0.0)]);
        assert!(lines[..lines.len() - 1].iter().all(|line| (line.width.to_pt() - 200.0).abs() < 0.01));
        assert_eq!(text_of(&lines), PROSE);
    }

    #[test]
    fn a_long_paragraph_can_be_a_line_longer_or_shorter() {
        let long = text(&[PROSE; 5].join(" "));
        let document = Document::settled(Draft::default());
        let fonts = FontBook::builtin();
        let mut diagnostics = Diagnostics::default();
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let (style, measure) = (style(), Length::pt(300.0));
        let best = set(&mut setter, &long, &style, measure);
        let mut other = |looseness| set_otherwise(&mut setter, &long, &style, measure, looseness);
        let (longer, shorter) = (other(Looseness::Looser), other(Looseness::Tighter));
        let found: Vec<_> = [longer, shorter].into_iter().flatten().collect();
        assert!(!found.is_empty());
        for other in found {
            assert_eq!(other.lines.len().abs_diff(best.len()), 1);
            assert!(other.extra_demerits > 0.0);
            assert_eq!(text_of(&other.lines), text_of(&best));
        }
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
