//! The contents of the book, and the lists of figures and tables.
//!
//! In: entries with the numbers of their pages. Out: nodes of the flow's list: number, title and page in columns. A title
//! longer than its line goes on below itself and never into the column of the pages; the last line has the page, so that
//! the eye is led to it, by dots where the theme wants them.

use super::{Column, Flow, Strip, plain};
use crate::design::{Place, Setting, Type};
use crate::document::{Id, Inline, InlineKind, Target};
use crate::page::{Artifact, ElementKind, GlyphRun, Item, Owner};
use crate::source::Span;
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::{Length, Point};

/// A line of the contents.
#[derive(Clone, Debug)]
pub(crate) struct ContentsLine {
    /// Where it leads.
    pub(crate) id: Id,
    /// Its number; empty when it has none.
    pub(crate) number: String,
    /// Its title.
    pub(crate) title: String,
    /// The same with its formulas; empty for one that has none.
    pub(crate) line: Vec<Inline>,
    /// 0 for parts and chapters, 1 for what is below a chapter, and so on.
    pub(crate) depth: usize,
    /// How deep it stands among the entries, parts counted too.
    pub(crate) nesting: usize,
    /// True for a part: set apart from the chapters.
    pub(crate) is_part: bool,
    /// True for a figure or a table, which is no chapter.
    pub(crate) is_caption: bool,
    /// The number of its page.
    pub(crate) page: String,
}

/// From dot to dot of a leader, in ems.
const DOT_PITCH: f64 = 0.62;
/// How far a formula may reach above and below the line of its title, in ems.
const HIGHEST: f64 = 0.95;
const DEEPEST: f64 = 0.38;
/// A leader of fewer dots than these is a blemish.
const LEAST_DOTS: i64 = 3;

/// Where the columns stand.
struct Columns {
    left: Length,
    width: Length,
    /// Where the numbers of each depth begin, and how wide they are with the gap behind them.
    numbers: Vec<(Length, Length)>,
    pages: Length,
    gap: Length,
}

impl Columns {
    fn number(&self, line: &ContentsLine) -> (Length, Length) {
        if line.is_part { (Length::ZERO, Length::ZERO) } else { self.numbers[line.depth] }
    }

    /// Where the title of a line begins.
    fn title(&self, line: &ContentsLine) -> Length {
        let (start, width) = self.number(line);
        start + width
    }
}

impl Flow<'_, '_> {
    /// The entries, below their heading.
    pub(crate) fn contents(&mut self, lines: &[ContentsLine]) {
        let columns = self.columns(lines);
        let full = self.column;
        // For each entry around this place, how deep it stands.
        let mut open: Vec<usize> = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| &lines[i]);
            self.space_before(line, before);
            self.enter_entry(line.nesting, &mut open);
            self.tagged(ElementKind::Reference, |flow| {
                flow.tagged(ElementKind::Link, |flow| flow.contents_line(line, &columns, full));
            });
            self.column = full;
        }
        self.leave_entries(0, &mut open);
    }

    /// Opens an entry, which is to the list what stands around it or the entry before it.
    fn enter_entry(&mut self, nesting: usize, open: &mut Vec<usize>) {
        let deeper = open.last().is_none_or(|last| nesting > *last);
        let tags = &mut self.setter.tags;
        if deeper {
            let list = tags.add(ElementKind::Contents, &self.language);
            tags.enter(list);
        } else {
            self.leave_entries(nesting + 1, open);
            self.setter.tags.leave();
            open.pop();
        }
        let entry = self.setter.tags.add(ElementKind::ContentsItem, &self.language);
        self.setter.tags.enter(entry);
        open.push(nesting);
    }

    /// Closes entries that stand as deep as this or deeper, with their lists.
    fn leave_entries(&mut self, nesting: usize, open: &mut Vec<usize>) {
        while open.last().is_some_and(|last| *last >= nesting) {
            open.pop();
            self.setter.tags.leave();
            self.setter.tags.leave();
        }
    }

    fn space_before(&mut self, line: &ContentsLine, before: Option<&ContentsLine>) {
        let Some(before) = before.filter(|before| !before.is_part) else { return };
        self.list.allow_break(if line.depth > 0 && before.depth == 0 { super::UNWELCOME } else { 0 });
        let design = &self.design.contents;
        if line.is_part {
            self.list.space(design.before_part, false);
        } else if line.depth == 0 && before.depth > 0 {
            self.list.space(design.before_chapter, false);
        }
    }

    /// The type of a line.
    fn contents_type(&self, line: &ContentsLine) -> Type {
        let design = &self.design.contents;
        match line {
            ContentsLine { is_part: true, .. } => design.part.clone(),
            ContentsLine { depth: 0, is_caption: false, .. } => design.chapter.clone(),
            _ => design.entry.clone(),
        }
    }

    /// The type of its page: that of the line, its figures as they are in the text.
    fn page_type(&self, line: &ContentsLine) -> Type {
        let entry = &self.design.contents.entry;
        Type { features: entry.features, tracking: entry.tracking, ..self.contents_type(line) }
    }

    fn columns(&mut self, lines: &[ContentsLine]) -> Columns {
        let gap = self.text.size.scale(0.8);
        let measure = self.column.measure;
        let numbers = self.number_columns(lines, gap);
        let mut columns = Columns { left: self.column.left, width: measure, numbers, pages: Length::ZERO, gap };
        let mut titles = Length::ZERO;
        for line in lines {
            let (look, page) = (self.contents_type(line), self.page_type(line));
            columns.pages = columns.pages.max(self.natural_width(&[plain(&line.page)], &page));
            let title = self.title_in_contents(line, &look);
            titles = titles.max(columns.title(line) + self.natural_width(&title, &look));
        }
        if self.design.contents.setting == Setting::Table {
            // A hair more, lest rounding break a title that just fits.
            let needed = titles + gap * 2 + columns.pages + Length::pt(0.5);
            columns.width = needed.max(measure.scale(0.42)).min(measure);
            if self.design.types.chapter_title.place == Place::Centre {
                columns.left += (measure - columns.width) / 2;
            }
        }
        columns
    }

    /// Numbers of a depth stand below the titles of the depth above; titles without numbers stand in from these.
    fn number_columns(&mut self, lines: &[ContentsLine], gap: Length) -> Vec<(Length, Length)> {
        let deepest = lines.iter().map(|line| line.depth).max().unwrap_or_default();
        let mut columns: Vec<(Length, Length)> = Vec::new();
        for depth in 0..=deepest {
            let mut widest = Length::ZERO;
            for line in lines.iter().filter(|line| line.depth == depth && !line.is_part) {
                let look = self.contents_type(line);
                widest = widest.max(self.natural_width(&[plain(&line.number)], &look));
            }
            let width = if widest > Length::ZERO { widest + gap } else { Length::ZERO };
            let start = match columns.last() {
                None => Length::ZERO,
                Some((start, Length(0))) => *start + gap * 2,
                Some((start, above)) if width == Length::ZERO => *start + *above + gap * 2,
                Some((start, above)) => *start + *above,
            };
            columns.push((start, width));
        }
        columns
    }

    /// A line: its number, its title over as many lines as it needs, its page on the last of them.
    fn contents_line(&mut self, line: &ContentsLine, columns: &Columns, full: Column) {
        let look = self.contents_type(line);
        let indent = columns.title(line).min(full.measure / 2);
        let measure = columns.width - indent - columns.pages - columns.gap * 2;
        self.column = Column { left: columns.left + indent, measure };
        let mut style = self.style(&look, Align::Left);
        style.hyphenate = false;
        style.hanging_indent = columns.gap;
        let title = self.title_in_contents(line, &look);
        let mut title = self.set(&[link(&line.id, title)], &style);
        title.last_mut().into_iter().for_each(Line::end_word);
        let (number_left, number_width) = columns.number(line);
        let align = if line.depth == 0 { Align::Right } else { Align::Left };
        let number = if line.is_part { "" } else { line.number.as_str() };
        let mut number = self.short_line(number, &look, align, number_width - columns.gap, &line.id);
        number.end_word();
        let page_type = self.page_type(line);
        let page = self.short_line(&line.page, &page_type, Align::Right, columns.pages, &line.id);
        let dots = self.leader(&page_type, columns, indent, title.last());
        let last = title.len().saturating_sub(1);
        for (i, text) in title.into_iter().enumerate() {
            let leading = look.leading;
            let mut strip = self.line_strip(text, leading);
            if i == 0 {
                let text = std::mem::take(&mut strip.items);
                beside(&mut strip, number.clone(), (columns.left + number_left, number_width), leading);
                strip.items.extend(text);
            }
            if i == last {
                let by = Point::new(columns.left, strip.height - leading + super::baseline(leading));
                strip.items.extend(dots.iter().cloned().map(|mut item| {
                    item.shift(by);
                    item
                }));
                let left = columns.left + columns.width - columns.pages;
                beside(&mut strip, page.clone(), (left, columns.pages), leading);
            }
            self.strip(strip);
        }
    }

    /// Dots from the end of a title to its page, those of all lines below one another.
    fn leader(&mut self, look: &Type, columns: &Columns, indent: Length, title: Option<&Line>) -> Vec<Item> {
        let Some(title) = title.filter(|_| self.design.contents.setting == Setting::Leaders) else { return Vec::new() };
        let plain_type = Type { style: self.design.contents.entry.style, ..look.clone() };
        let mut style = self.style(&plain_type, Align::Left);
        style.owner = Owner::Artifact(Artifact::Layout);
        let dot = paragraph::set(self.setter, &[plain(".")], &style, columns.width);
        let run = dot.into_iter().flat_map(|line| line.items).find_map(|item| match item {
            Item::Glyphs(run) => Some(run),
            _ => None,
        });
        let Some((run, glyph)) = run.and_then(|run| run.glyphs.first().copied().map(|glyph| (run, glyph))) else {
            return Vec::new();
        };
        let pitch = look.size.scale(DOT_PITCH);
        let (from, to) = (indent + title.width + columns.gap, columns.width - columns.pages - columns.gap);
        let count = (to - from).0 / pitch.0.max(1);
        if count < LEAST_DOTS {
            return Vec::new();
        }
        let origin = Point::new(to - pitch * count, Length::ZERO);
        let glyphs = (0..count).map(|_| crate::page::Glyph { advance: pitch.into(), ..glyph }).collect();
        vec![Item::Glyphs(GlyphRun { origin, glyphs, text: ".".repeat(count as usize), ..run })]
    }

    /// A number set by itself in a column.
    fn short_line(&mut self, text: &str, look: &Type, align: Align, measure: Length, id: &Id) -> Line {
        if text.is_empty() {
            return Line::default();
        }
        let style = self.style(look, align);
        let lines = paragraph::set(self.setter, &[link(id, vec![plain(text)])], &style, measure + Length::pt(0.5));
        lines.into_iter().next().unwrap_or_default()
    }

    /// The title, with the number of a part before it: with its formulas where all of them are as low as letters, for lines
    /// of contents stand close; else in words.
    fn title_in_contents(&mut self, line: &ContentsLine, look: &Type) -> Vec<Inline> {
        let language = self.language.0.clone();
        let is_low = |inline: &Inline, setter: &mut paragraph::Setter| {
            let InlineKind::Math(source) = &inline.kind else { return true };
            let laid = setter.formula(source, false, (look.size, look.style), &language, inline.span);
            let whole = laid.as_deref().and_then(|laid| Some(laid.as_ref().ok()?.whole()));
            whole.is_some_and(|whole| {
                whole.height <= look.size.scale(HIGHEST) && whole.depth <= look.size.scale(DEEPEST)
            })
        };
        let is_set = !line.line.is_empty() && line.line.iter().all(|inline| is_low(inline, self.setter));
        let title = if is_set { line.line.clone() } else { vec![plain(&line.title)] };
        let number = (!line.number.is_empty() && line.is_part).then(|| plain(&format!("{}\u{2002}", line.number)));
        number.into_iter().chain(title).collect()
    }

    /// The width of a text on one line.
    pub(super) fn natural_width(&mut self, text: &[Inline], look: &Type) -> Length {
        if crate::document::plain_text(text).is_empty() {
            return Length::ZERO;
        }
        let style = self.style(look, Align::Left);
        paragraph::widths(self.setter, text, &style).1
    }
}

/// Puts a line beside what a strip shows, on the same baseline.
fn beside(strip: &mut Strip, line: Line, (left, measure): (Length, Length), leading: Length) {
    let by = Point::new(left, strip.height - leading + super::baseline(leading));
    strip.put(line, by, measure);
}

fn link(id: &Id, content: Vec<Inline>) -> Inline {
    Inline::new(InlineKind::Link { target: Target::Anchor(id.clone()), title: String::new(), content }, Span::default())
}
