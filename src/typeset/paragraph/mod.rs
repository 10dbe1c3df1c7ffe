//! Inlines to lines.
//!
//! In: inlines, a [`ParagraphStyle`] and a measure. Out: finished [`Line`]s. Collect (inlines to boxes, glue and
//! penalties), break (Knuth–Plass), justify (items and breakpoints to positioned glyphs). It knows no page.

mod adjust;
mod bidi;
mod breakpoint;
mod cjk;
mod collect;
mod demerits;
mod glyphs;
mod hang;
mod hyphenate;
mod items;
mod justify;
mod linebreak;
mod segments;
mod verbatim;

pub(crate) use self::verbatim::verbatim;
mod passes;
#[cfg(test)]
mod scripts;

use self::bidi::{Levels, Stance};
use self::collect::{Collected, Look};
use self::glyphs::Glyphs;
use self::hyphenate::Exceptions;
use self::items::{Breaks, Rules};
use self::linebreak::{BreakKind, Breakpoint, Broken};
use self::passes::Text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::opening::visible;
use crate::document::{Document, Inline, Language, NoteId, TextPlace};
use crate::font::{Features, FontBook, MathFace, Shaper, Style};
use crate::page::{Artifact, Ink, Item, LineFigures, Owner, TextLine};
use crate::source::{FileId, Span};
use crate::typeset::formula::Formulas;
use crate::typeset::tags::Tags;
use crate::units::Length;
use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::collections::{BTreeMap, BTreeSet};

/// What setting text needs: the document (numbers of notes, images), the fonts, and a place for findings.
pub struct Setter<'a> {
    /// The book that is set.
    pub document: &'a Document,
    /// Shapes text.
    pub shaper: Shaper<'a>,
    /// Takes what there is to say: missing glyphs, overfull lines.
    pub diagnostics: &'a mut Diagnostics,
    /// What that which is set belongs to.
    pub(crate) tags: Tags,
    segmenter: LineSegmenterBorrowed<'static>,
    /// For Korean, whose words stay whole.
    korean: LineSegmenterBorrowed<'static>,
    /// What there is to say of loose lines. A line may be set and never printed, as a paragraph is set several times to
    /// find its best shape.
    loose: BTreeMap<LooseLine, Diagnostic>,
    /// Characters that no font has, each with the text in which it was met first.
    missing: BTreeMap<char, Span>,
    /// Width of the hyphen in each look that was asked for.
    hyphens: Vec<(TextStyle, Length)>,
    /// Words that the book breaks in its own way.
    exceptions: Exceptions,
    /// The face of formulas, in a book that has some.
    pub(crate) math: Option<MathFace<'a>>,
    /// Formulas that are laid out already.
    pub(crate) formulas: Formulas,
    /// Formulas already told to stand as their source.
    pub(crate) unset: BTreeSet<(FileId, u32)>,
}

impl<'a> Setter<'a> {
    /// A setter for a document.
    pub fn new(document: &'a Document, fonts: &'a FontBook, diagnostics: &'a mut Diagnostics) -> Setter<'a> {
        Setter {
            document,
            shaper: Shaper::new(fonts),
            diagnostics,
            tags: Tags::new(&document.metadata.language),
            segmenter: LineSegmenter::new_auto(LineBreakOptions::default()),
            korean: LineSegmenter::new_auto(whole_words()),
            loose: BTreeMap::new(),
            missing: BTreeMap::new(),
            hyphens: Vec::new(),
            exceptions: Exceptions::default(),
            math: fonts.math(),
            formulas: Formulas::default(),
            unset: BTreeSet::new(),
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

    /// The same, with words that are broken only at the hyphens in them.
    pub fn with_exceptions(mut self, words: &[String]) -> Setter<'a> {
        self.exceptions = Exceptions::new(words.iter().map(String::as_str));
        self
    }

    /// Tells of the loose lines among those that are printed, of each piece of text once.
    pub fn tell_loose<'l>(&mut self, printed: impl Iterator<Item = &'l TextLine>) {
        let mut told = BTreeSet::new();
        for line in printed {
            let finding = line.figures.ratio.and_then(|ratio| self.loose.get(&loose_line(line.span, ratio)));
            if let Some(finding) = finding.filter(|_| told.insert((line.span.file, line.span.start))) {
                self.diagnostics.push(finding.clone());
            }
        }
    }

    /// Tells of the characters that no font has: in one finding those of a script, for which a book needs a font.
    pub fn tell_missing(&mut self) {
        use unicode_script::{Script, UnicodeScript};
        let mut scripts: BTreeMap<&str, Vec<(Span, char)>> = BTreeMap::new();
        for (c, span) in &self.missing {
            match c.script() {
                // The marks of Chinese and Japanese come with their letters.
                Script::Common if matches!(*c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FFEF}') => {
                    scripts.entry(Script::Han.full_name()).or_default().push((*span, *c));
                }
                Script::Common | Script::Inherited | Script::Unknown => self.diagnostics.push(
                    Diagnostic::warning(
                        Code::MissingGlyph,
                        format!("no font of the book has the character U+{:04X}", *c as u32),
                    )
                    .at(*span)
                    .about(*c)
                    .hint(
                        "it is set as its code point in a frame; write another character or bring a font that has it",
                    ),
                ),
                script => scripts.entry(script.full_name()).or_default().push((*span, *c)),
            }
        }
        for (script, mut all) in scripts {
            all.sort_by_key(|(span, c)| (span.file, span.start, *c));
            let Some(&(span, c)) = all.first() else { continue };
            let (count, code) = (all.len(), c as u32);
            let message = match count {
                1 => format!("no font of the book has the character U+{code:04X} ({script})"),
                _ => format!(
                    "no font of the book has these {count} characters of the script {script}, from U+{code:04X} on"
                ),
            };
            self.diagnostics.push(
                Diagnostic::warning(Code::MissingGlyph, message)
                    .at(span)
                    .about(c)
                    .hint("in the PDF each is its code point in a frame, the EPUB shows them in the reader's fonts")
                    .hint("put a font that has them (.otf or .ttf) into the folder `fonts` beside book.toml; nothing else is needed"),
            );
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

/// A loose line: where its text was read, and the bits of its adjustment ratio.
type LooseLine = (FileId, u32, u64);

fn loose_line(span: Span, ratio: f64) -> LooseLine {
    (span.file, span.start, ratio.to_bits())
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
    /// Room besides the indents that the first lines leave free, as for a drop cap or a figure.
    pub cut_in: CutIn,
    /// Whether words may be broken; those of centred text never are.
    pub hyphenate: bool,
    /// Space between capitals that stand together and between small capitals, in thousandths of the size.
    pub capitals: i32,
    /// Whether punctuation hangs out of justified lines.
    pub protrude: bool,
    /// Whether the letters of justified lines may be a little wider or narrower.
    pub expand: bool,
    /// Language of the text.
    pub language: Language,
    /// Family of inline code, relative size in thousandths.
    pub code_size: i32,
    /// What the text belongs to. In an artifact there are no elements.
    pub owner: Owner,
    /// What its first inline belongs to, when that is a label and not a part of the text.
    pub label: Option<Owner>,
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
            capitals: 0,
            protrude: false,
            expand: false,
            language,
            code_size: 1000,
            owner: Owner::default(),
            label: None,
        }
    }

    /// Space before a line, the first of which is 0.
    fn indent(&self, line: usize) -> Length {
        let indent = if line == 0 { self.first_indent } else { self.hanging_indent };
        if line < self.cut_in.lines && !self.cut_in.at_end { indent + self.cut_in.width } else { indent }
    }

    /// Space after a line.
    fn end_indent(&self, line: usize) -> Length {
        if line < self.cut_in.lines && self.cut_in.at_end { self.cut_in.width } else { Length::ZERO }
    }
}

/// Room that the first lines of a paragraph leave free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CutIn {
    /// How many lines leave it.
    pub lines: usize,
    /// How much each of them leaves.
    pub width: Length,
    /// True when it is left free where the lines end, not where they begin.
    pub at_end: bool,
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
    /// Where in the text of the paragraph it begins.
    pub place: Option<TextPlace>,
}

impl Line {
    /// Notes that a word ends where the line ends, and another follows on the next line.
    pub(crate) fn end_word(&mut self) {
        let last = self.items.iter_mut().rev().find_map(|item| match item {
            Item::Glyphs(run) if matches!(run.owner, Owner::Element(_)) => Some(run),
            _ => None,
        });
        if let Some(run) = last {
            run.space_after = true;
        }
    }
}

/// Sets a paragraph in a measure. Never returns an empty list for inlines that show something.
pub fn set(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle, measure: Length) -> Vec<Line> {
    Chosen::new(setter, inlines, style, measure).map_or_else(Vec::new, |chosen| chosen.lines(setter))
}

/// A paragraph whose line breaks are chosen, though its lines are not set yet.
pub struct Chosen<'p> {
    text: Text<'p>,
    points: Vec<Breakpoint>,
    broken: Broken,
}

impl<'p> Chosen<'p> {
    /// Chooses the breaks of a paragraph; `None` when it shows nothing.
    pub fn new(
        setter: &mut Setter,
        inlines: &[Inline],
        style: &'p ParagraphStyle,
        measure: Length,
    ) -> Option<Chosen<'p>> {
        let text = Text::read(setter, inlines, style, measure)?;
        let (points, broken) = text.broken(setter);
        Some(Chosen { text, points, broken })
    }

    /// What the first line says.
    pub fn first_line(&self) -> &str {
        let end = self.broken.places.first().map_or(0, |place| self.points[*place].at);
        &self.text.collected.text[..end]
    }

    /// Ends the first line behind so many characters that can be seen, where it may end and reaches further, unless that
    /// makes the paragraph much worse.
    pub fn end_first_line(&mut self, setter: &mut Setter, count: usize) {
        let line = self.first_line();
        let bounds = line.char_indices().map(|(at, _)| at);
        let Some(end) = bounds.into_iter().find(|at| visible(&line[..*at]) == count) else { return };
        self.text.whole = end..line.len();
        let (points, broken) = self.text.broken(setter);
        let is_worth_it = broken.demerits <= self.broken.demerits + MOST_FOR_AN_END;
        if is_worth_it && broken.places.first().is_some_and(|place| points[*place].at == end) {
            (self.points, self.broken) = (points, broken);
        }
        self.text.whole = 0..0;
    }

    /// Sets the lines.
    pub fn lines(&self, setter: &mut Setter) -> Vec<Line> {
        self.text.lines(setter, &self.points, &self.broken)
    }
}

/// The demerits that a better end of a first line may cost: those of half a hyphen.
const MOST_FOR_AN_END: f64 = 5_000.0;

/// The longest paragraph that is set looser or tighter: beyond, telling all its lines apart would cost too much.
const MOST_LINES_TOLD_APART: usize = 200;

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
    let style = &ParagraphStyle { owner: Owner::Artifact(Artifact::Layout), label: None, ..style.clone() };
    let collected = collect::collect(setter, inlines, style);
    let shaped = glyphs::shape(setter, &collected, Length::MAX, Glyphs::Rigid);
    let between_words = items::between_words(setter, &collected);
    let rules = Rules { breaks: Breaks::Words, measure: Length::MAX, hangs: false, spaces_give: false };
    let points = items::breakpoints(setter, &collected, &shaped, &between_words, rules);
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

#[cfg(test)]
mod tests;
