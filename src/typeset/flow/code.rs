//! Code set off from the text.
//!
//! In: the text of a program with its tokens. Out: nodes of the flow's list: its lines as they are, on a light ground, each
//! token in the look of its kind. A line too long for the measure is broken, after a blank or a sign where there is one,
//! and goes on further in below a mark (⮐) at its end. A page may end between two lines, never beside a single one.

mod source;

use self::source::{SourceLine, columns, cut};
use super::vertical::Ground;
use super::{Cost, Flow, Node, Strip, UNWELCOME};
use crate::design::{Colour, Type};
use crate::document::{Code, Inline, InlineKind, LineNumbers, TextPlace, TokenKind};
use crate::page::{Artifact, ElementKind, Item};
use crate::source::Span;
use crate::typeset::ink;
use crate::typeset::paragraph::{self, Align, Line, ParagraphStyle, TextStyle};
use crate::units::{Length, Point};
use std::ops::Range;

/// Columns by which what was broken off stands further in.
const HANG: usize = 2;
/// Stands at the end of a line that goes on.
const CONTINUED: &str = "⮐";
/// Sizes tried, in proportion to the design's, before lines are broken.
const STEPS: [f64; 3] = [1.0, 0.94, 0.88];
/// Lines with text of a block above and below which a page may end.
const TOGETHER: usize = 2;
/// A block of no more lines than this stays whole.
const WHOLE: usize = 5;
/// A page that ends between two lines of code.
const IN_CODE: Cost = 20;
/// The same in a block of so many rows or fewer, which is taken in at a glance.
const IN_SHORT_CODE: (usize, Cost) = (16, 400);
/// Size of the numbers of lines, in proportion to that of the code.
const NUMBER_SIZE: f64 = 0.82;
/// Space between the numbers and the code, in columns.
const NUMBER_GAP: i64 = 2;

/// A block of code as it will be set.
struct Listing {
    lines: Vec<SourceLine>,
    /// The number of the first line, when lines are numbered.
    first: Option<u32>,
    /// Space around the code inside of its ground.
    pad: Length,
    /// Width of the numbers with the space behind them.
    gutter: Length,
    /// Width of the code.
    room: Length,
    span: Span,
}

/// A line as it stands on the page, with what a page costs that ends below it.
struct Row {
    line: Line,
    after: Cost,
    is_blank: bool,
}

impl Flow<'_, '_> {
    /// Code.
    pub(super) fn code(&mut self, code: &Code, span: Span) {
        let first = match code.numbers {
            LineNumbers::Default => self.design.code.numbers.then_some(1),
            LineNumbers::From(first) => Some(first),
            LineNumbers::None => None,
        };
        self.listing(source::lines(code.runs()), first, code.title.as_deref(), (ElementKind::Code, None), span);
    }

    /// A formula, as its source.
    pub(super) fn formula_source(&mut self, text: &str, span: Span) {
        let tag = (ElementKind::Formula, Some(text));
        self.listing(source::lines([(text, TokenKind::Plain)].into_iter()), None, None, tag, span);
    }

    fn listing(
        &mut self,
        lines: Vec<SourceLine>,
        first: Option<u32>,
        title: Option<&str>,
        (kind, alt): (ElementKind, Option<&str>),
        span: Span,
    ) {
        let design = self.base_type();
        let pad = design.size.scale(0.7);
        let longest = lines.iter().map(|line| columns(&line.text)).max().unwrap_or(0) as i64;
        let digits = first.map_or(0, |first| i64::from(last_number(first, lines.len()).ilog10() + 1).max(2));
        let full = self.measure() - pad * 2;
        let design = self.code_type(&design, full, longest, digits);
        let gutter = if digits > 0 { self.column_width(&design) * (digits + NUMBER_GAP) } else { Length::ZERO };
        let listing = Listing { lines, first, pad, gutter, room: full - gutter, span };
        self.displayed(|flow| {
            if let Some(title) = title {
                flow.tagged(ElementKind::Paragraph, |flow| flow.code_title(title, span));
            }
            let (from, left, width) = (flow.list.nodes.len(), flow.column.left, flow.measure());
            flow.strip(Strip::blank(pad));
            flow.with_type(design, |flow| {
                flow.tagged(kind, |flow| {
                    let element = flow.setter.tags.current();
                    let element = flow.setter.tags.element(element);
                    (element.is_block, element.alt) = (true, alt.map(str::to_owned));
                    flow.code_rows(&listing);
                });
            });
            flow.strip(Strip::blank(pad));
            let ink = ink(flow.design.code.ground);
            flow.list.grounds.push(Ground { from, to: flow.list.nodes.len(), x: left, width, ink });
        });
    }

    fn measure(&self) -> Length {
        self.column.measure
    }

    /// The design's type of code, smaller in a note or a cell.
    pub(super) fn base_type(&self) -> Type {
        let types = &self.design.types;
        let step = if self.is_small() { self.text.size.ratio(types.text.size).min(1.0) } else { 1.0 };
        scaled(&types.code, step)
    }

    /// The type of code, somewhat smaller where that saves breaking lines.
    fn code_type(&mut self, design: &Type, full: Length, longest: i64, digits: i64) -> Type {
        let column = self.column_width(design);
        let gutter = if digits > 0 { digits + NUMBER_GAP } else { 0 };
        let fits = |step: &&f64| column.scale(**step) * (longest + gutter) <= full;
        scaled(design, STEPS.iter().find(fits).copied().unwrap_or(1.0))
    }

    /// The width of every character of a type of code.
    pub(super) fn column_width(&mut self, design: &Type) -> Length {
        let style = self.style(design, Align::Left);
        let look = style.text.clone();
        paragraph::verbatim(self.setter, &[("0", look)], &style, Span::default()).width.max(Length(1))
    }

    /// The name of a file or a title, kept with the code below it.
    fn code_title(&mut self, title: &str, span: Span) {
        let caption = self.design.types.caption.clone();
        let leading = caption.leading;
        // A path is set as code, so that it breaks at its joints.
        let is_path = !title.contains(char::is_whitespace);
        let (kind, look) = if is_path {
            (InlineKind::Code(title.into()), Type { style: Default::default(), ..caption })
        } else {
            (InlineKind::Text(title.into()), caption)
        };
        let style = self.style(&look, Align::Left);
        let lines = self.set(&[Inline::new(kind, span)], &style);
        self.kept_lines(lines, leading);
        self.list.space(leading / 4, false);
    }

    fn code_rows(&mut self, listing: &Listing) {
        let style = self.style(&self.text, Align::Left);
        let rows = self.rows_of(listing, &style);
        let (count, leading) = (rows.len(), self.text.leading);
        let (mut above, mut below) = (0, rows.iter().filter(|row| !row.is_blank).count());
        for Row { mut line, after, is_blank } in rows {
            line.span = listing.span;
            if self.setter.is_mirrored() {
                // Code runs from left to right in any book.
                let full = listing.gutter + listing.room;
                line.items.iter_mut().for_each(|item| item.mirror(full));
            }
            line.items.iter_mut().for_each(|item| item.shift(Point::new(listing.pad, Length::ZERO)));
            if is_blank && line.items.is_empty() {
                // Nothing of it stands at the head of a page.
                self.list.nodes.push(Node::Space { height: leading, grows: false });
            } else {
                let strip = self.line_strip(line, leading);
                self.strip(strip);
            }
            self.keep = self.keep.saturating_sub(1);
            // An empty row keeps nobody company.
            above += usize::from(!is_blank);
            below -= usize::from(!is_blank);
            if count > WHOLE && above >= TOGETHER && below >= TOGETHER {
                self.allow_break(if count <= IN_SHORT_CODE.0 { after + IN_SHORT_CODE.1 } else { after });
            }
        }
    }

    /// Every line as one row or more.
    fn rows_of(&mut self, listing: &Listing, style: &ParagraphStyle) -> Vec<Row> {
        let code = CodeStyle::new(self, style, listing.span);
        let mut rows = Vec::with_capacity(listing.lines.len());
        let mut place = TextPlace { text: listing.span, before: 0 };
        for (i, line) in listing.lines.iter().enumerate() {
            let wrapped = wrapped(self, line, &code, listing.room, place);
            place = place.after(&line.text);
            let last = wrapped.len() - 1;
            let blank_next = listing.lines.get(i + 1).is_some_and(|next| next.text.is_empty());
            // The first line after a blank one is not left alone at the foot of a page.
            let follows_blank = i.checked_sub(1).is_some_and(|before| listing.lines[before].text.is_empty());
            for (part, mut line) in wrapped.into_iter().enumerate() {
                if part == last && i + 1 < listing.lines.len() {
                    line.end_word();
                }
                line.items.iter_mut().for_each(|item| item.shift(Point::new(listing.gutter, Length::ZERO)));
                if let (0, Some(first)) = (part, listing.first) {
                    let number = self.code_number(u64::from(first) + i as u64, listing, style);
                    line.items.splice(0..0, number);
                }
                let after = match (part < last || follows_blank, blank_next) {
                    (_, true) if part == last => 0,
                    (true, _) => UNWELCOME,
                    (false, _) => IN_CODE,
                };
                rows.push(Row { line, after, is_blank: listing.lines[i].text.trim().is_empty() });
            }
        }
        rows
    }

    /// The number of a line, at the right of its gutter. It is none of the program's text.
    fn code_number(&mut self, number: u64, listing: &Listing, style: &ParagraphStyle) -> Vec<Item> {
        let size = style.text.size.scale(NUMBER_SIZE);
        let look = TextStyle { size, ink: ink(self.design.code.number_colour), ..style.text.clone() };
        let mut line = silent(paragraph::verbatim(self.setter, &[(&number.to_string(), look)], style, listing.span));
        let gap = self.column_width(&self.text.clone()) * NUMBER_GAP;
        let x = listing.gutter - gap - line.width;
        line.items.iter_mut().for_each(|item| item.shift(Point::new(x, Length::ZERO)));
        line.items
    }
}

/// A type at a proportion of its size.
fn scaled(design: &Type, step: f64) -> Type {
    Type { size: design.size.scale(step), leading: design.leading.scale(step), ..design.clone() }
}

fn last_number(first: u32, lines: usize) -> u64 {
    (u64::from(first) + lines.max(1) as u64 - 1).max(1)
}

/// What the rows of a block are set with.
struct CodeStyle<'s> {
    paragraph: &'s ParagraphStyle,
    /// The look of each kind.
    looks: Vec<(TokenKind, TextStyle)>,
    column: Length,
    mark: Line,
    span: Span,
}

impl<'s> CodeStyle<'s> {
    fn new(flow: &mut Flow, paragraph: &'s ParagraphStyle, span: Span) -> CodeStyle<'s> {
        let text = flow.text.clone();
        let kinds = TokenKind::MARKED.iter().copied().chain([TokenKind::Plain]);
        let looks = kinds.map(|kind| (kind, look_of(flow, kind, &paragraph.text))).collect();
        let mark = silent(paragraph::verbatim(flow.setter, &[(CONTINUED, paragraph.text.clone())], paragraph, span));
        CodeStyle { paragraph, looks, column: flow.column_width(&text), mark, span }
    }

    /// A part of a line.
    fn set(&self, flow: &mut Flow, line: &SourceLine, range: Range<usize>) -> Line {
        let parts: Vec<(&str, TextStyle)> = line.parts(range).map(|(text, kind)| (text, self.look(kind))).collect();
        paragraph::verbatim(flow.setter, &parts, self.paragraph, self.span)
    }

    fn look(&self, kind: TokenKind) -> TextStyle {
        let found = self.looks.iter().find(|(known, _)| *known == kind);
        found.map_or_else(|| self.paragraph.text.clone(), |(_, look)| look.clone())
    }
}

/// The look of a kind of token in a text of code.
fn look_of(flow: &Flow, kind: TokenKind, text: &TextStyle) -> TextStyle {
    let look = flow.design.code.look(kind);
    let mut own = text.clone();
    own.style.bold |= look.bold;
    own.style.italic |= look.italic;
    if look.colour != Colour::BLACK {
        own.ink = ink(look.colour);
    }
    own
}

/// A line of code, which begins at `place`, as one or more lines that fit.
fn wrapped(flow: &mut Flow, line: &SourceLine, style: &CodeStyle, room: Length, mut place: TextPlace) -> Vec<Line> {
    let text = line.text.as_str();
    // A line of many times the measure need not be set to see that it is too long.
    if text.chars().nth((room.0 / style.column.0).max(1) as usize * 4).is_none() {
        let whole = Line { place: Some(place), ..style.set(flow, line, 0..text.len()) };
        if whole.width <= room || text.chars().nth(1).is_none() {
            return vec![whole];
        }
    }
    let fits = |width: Length| ((width - style.mark.width).0 / style.column.0).max(4) as usize;
    let indent = text.chars().take_while(|c| *c == ' ').count();
    // What is broken off stands in further than the line, but not so far that no room is left.
    let hang = (indent + HANG).min(fits(room) / 2);
    let mut rows = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let left = if start == 0 { Length::ZERO } else { style.column * hang as i64 };
        let (mut row, end) = longest(flow, line, start, style, fits(room - left), room - left - style.mark.width);
        row.items.iter_mut().for_each(|item| item.shift(Point::new(left, Length::ZERO)));
        row.width += left;
        row.place = Some(place);
        place = place.after(&text[start..end]);
        start = end;
        if start < text.len() {
            row.items.extend(style.mark.items.iter().cloned().map(|mut item| {
                item.shift(Point::new(room - style.mark.width, Length::ZERO));
                item
            }));
        }
        rows.push(row);
    }
    rows
}

/// The mark without its text: it is none of the program's.
fn silent(mut line: Line) -> Line {
    for item in &mut line.items {
        item.make_artifact(Artifact::Layout);
        if let Item::Glyphs(run) = item {
            run.text.clear();
            run.glyphs.iter_mut().for_each(|glyph| glyph.text_bytes = 0);
        }
    }
    line
}

/// The longest part of a line from `start` that fits, with the byte at which it ends.
fn longest(
    flow: &mut Flow,
    line: &SourceLine,
    start: usize,
    style: &CodeStyle,
    columns: usize,
    room: Length,
) -> (Line, usize) {
    let mut columns = columns;
    loop {
        let end = start + cut(&line.text[start..], columns);
        let row = style.set(flow, line, start..end);
        // Signs from other faces may be wider than a column.
        if row.width <= room || columns <= 1 {
            return (row, end);
        }
        columns = (columns * 7 / 8).max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Design;
    use crate::diagnostic::Diagnostics;
    use crate::document::{Document, Draft};
    use crate::font::FontBook;
    use crate::page::GlyphRun;
    use crate::typeset::flow::Node;
    use crate::typeset::paragraph::Setter;

    /// The strips of a block of code in the default design.
    fn strips(code: &Code) -> Vec<Node> {
        let (document, fonts, design) = (Document::settled(Draft::default()), FontBook::builtin(), Design::default());
        let mut diagnostics = Diagnostics::default();
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let mut flow = Flow::new(&mut setter, &design);
        flow.code(code, Span::default());
        let (list, _) = flow.finish();
        list.nodes
    }

    fn runs(nodes: &[Node]) -> impl Iterator<Item = &GlyphRun> {
        let items = nodes.iter().flat_map(|node| match node {
            Node::Strip(strip) => &strip.items[..],
            _ => &[],
        });
        items.filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
    }

    fn code(text: &str, tokens: &[(usize, TokenKind)]) -> Code {
        Code { text: text.into(), tokens: tokens.to_vec(), ..Code::default() }
    }

    #[test]
    fn tokens_keep_their_look_over_the_end_of_a_row() {
        let comment = format!("// {}\n", "word ".repeat(60));
        let nodes =
            strips(&code(&comment, &[(comment.len() - 1, TokenKind::Comment), (comment.len(), TokenKind::Plain)]));
        let all: Vec<&GlyphRun> = runs(&nodes).filter(|run| !run.text.is_empty()).collect();
        assert!(all.len() > 4);
        let looks = Design::default().code.look(TokenKind::Comment);
        assert!(all.iter().all(|run| run.ink == ink(looks.colour)));
        let text: String = all.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(text.trim_end(), comment.trim_end());
    }

    #[test]
    fn slanted_letters_keep_their_column() {
        let nodes = strips(&code("abc/*f*/def\nabcdefghdef\n", &[(3, TokenKind::Plain), (8, TokenKind::Comment)]));
        let ends: Vec<Length> =
            runs(&nodes).filter(|run| run.text.ends_with("def")).map(|run| run.origin.x + run.width()).collect();
        assert_eq!(ends[0], ends[1]);
    }

    #[test]
    fn numbers_are_shown_and_are_no_text() {
        let plain = strips(&code("a\nb\n", &[]));
        let numbered = strips(&Code { numbers: LineNumbers::From(99), ..code("a\nb\n", &[]) });
        let text = |nodes: &[Node]| runs(nodes).map(|run| run.text.clone()).collect::<String>();
        assert_eq!(text(&plain), text(&numbered));
        let glyphs = |nodes: &[Node]| runs(nodes).map(|run| run.glyphs.len()).sum::<usize>();
        assert_eq!(glyphs(&numbered), glyphs(&plain) + "99".len() + "100".len());
    }

    #[test]
    fn a_short_block_stays_whole_and_a_long_one_leaves_no_line_alone() {
        let breaks = |lines: usize| {
            let nodes = strips(&code(&"a\n".repeat(lines), &[]));
            nodes.iter().filter(|node| matches!(node, Node::Break(_))).count()
        };
        assert_eq!(breaks(5), 0);
        assert_eq!(breaks(10), 10 - 1 - 2);
    }

    /// Once the whole line was set to see whether it fits, at a price that grew with its square.
    #[test]
    fn a_line_of_code_without_end_is_wrapped() {
        let nodes = strips(&code(&format!("{}\n", "y".repeat(100_000)), &[]));
        assert_eq!(runs(&nodes).map(|run| run.text.len()).sum::<usize>(), 100_000);
        let measure = Design::default().page.measure();
        assert!(runs(&nodes).all(|run| run.origin.x + run.width() <= measure));
    }
}
