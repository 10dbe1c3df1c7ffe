//! The grammar of `SUMMARY.md`: the order of a book.
//!
//! In: the text of the file. Out: [`Summary`], plain data, and findings for what does not follow the grammar. The
//! grammar is mdBook's (its guide, "SUMMARY.md"), read as plain CommonMark: a title, prefix chapters, then parts of nested
//! lists, then suffix chapters. Two things of GitBook's are accepted besides: a list item without a link that heads a
//! nested list, and a link into a chapter that is listed already. What mdBook passes over in silence is a warning; what it
//! refuses is an error.

use super::element;
use super::token::{Piece, Tag as Element, pieces};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span, Spanned};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Deepest nesting of chapters; deeper ones are set at this depth.
const DEEPEST: usize = 16;

/// What `SUMMARY.md` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The heading that the file opens with.
    pub title: Option<Spanned<String>>,
    /// Everything else, in order.
    pub items: Vec<SummaryItem>,
}

/// One thing after the title.
#[derive(Clone, Debug, PartialEq)]
pub enum SummaryItem {
    /// A title that the following chapters stand under.
    Part(Spanned<String>),
    /// A chapter before the numbered ones.
    Prefix(SummaryChapter),
    /// A numbered chapter and those nested under it.
    Numbered(SummaryChapter),
    /// A chapter among the numbered ones that stands in no list, so that it has no number.
    Unnumbered(SummaryChapter),
    /// A chapter after the numbered ones.
    Suffix(SummaryChapter),
    /// A line between chapters.
    Separator,
}

/// A chapter as listed.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryChapter {
    /// Its title, plain; empty when it has none.
    pub title: String,
    /// The target of its link as written; empty for a draft and for an item without a link.
    pub target: String,
    /// Where it stands.
    pub span: Span,
    /// The chapters nested under it.
    pub children: Vec<SummaryChapter>,
}

/// Reads a `SUMMARY.md`. With `has_formulas` titles may have formulas between `$`, which stay as they are written.
pub fn read_summary(text: &str, file: FileId, has_formulas: bool, diagnostics: &mut Diagnostics) -> Summary {
    let mut reader = Reader::new(text, file, diagnostics);
    let options = if has_formulas { Options::ENABLE_MATH } else { Options::empty() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, Span::new(file, range.start as u32, range.end as u32));
    }
    reader.summary
}

/// The text of the first heading of the first level, plain: a book without a title may be called by it.
pub fn first_heading(text: &str) -> Option<String> {
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), _) => heading = Some(String::new()),
            (Event::End(TagEnd::Heading(HeadingLevel::H1)), Some(title)) if !title.trim().is_empty() => {
                return Some(title.trim().to_owned());
            }
            (Event::Text(text) | Event::Code(text), Some(title)) => title.push_str(&text),
            (Event::SoftBreak | Event::HardBreak, Some(title)) => title.push(' '),
            _ => {}
        }
    }
    None
}

/// Which part of the grammar has been reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Prefix,
    Numbered,
    Suffix,
}

/// What is being collected.
enum Collecting {
    Nothing,
    Heading(String),
    OtherHeading,
    Link { title: String, target: String, span: Span },
}

/// An item of a list that is not yet closed.
struct OpenItem {
    /// Its chapter, once its link has been read.
    chapter: Option<SummaryChapter>,
    /// Text outside of a link.
    words: String,
    span: Span,
    /// True once the nested list has begun: words after it belong to nothing.
    has_list: bool,
    children: Vec<SummaryChapter>,
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    diagnostics: &'a mut Diagnostics,
    summary: Summary,
    place: Place,
    collecting: Collecting,
    items: Vec<OpenItem>,
    lists: usize,
    /// True behind the heading of a part, until its list.
    in_empty_part: bool,
    told_depth: bool,
    told_group: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, file: FileId, diagnostics: &'a mut Diagnostics) -> Reader<'a> {
        Reader {
            text,
            file,
            diagnostics,
            summary: Summary::default(),
            place: Place::Start,
            collecting: Collecting::Nothing,
            items: Vec::new(),
            lists: 0,
            in_empty_part: false,
            told_depth: false,
            told_group: false,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if self.lists == 0 => self.open_heading(level),
            Event::End(TagEnd::Heading(_)) => self.close_heading(span),
            Event::Start(Tag::List(_)) => self.open_list(span),
            Event::End(TagEnd::List(_)) => self.lists = self.lists.saturating_sub(1),
            Event::Start(Tag::Item) => self.open_item(span),
            Event::End(TagEnd::Item) => self.close_item(),
            Event::Start(Tag::Link { dest_url, .. }) if !matches!(self.collecting, Collecting::Heading(_)) => {
                self.collecting = Collecting::Link { title: String::new(), target: dest_url.into_string(), span };
            }
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::InlineMath(text) => self.words(&format!("${text}$")),
            Event::DisplayMath(text) => self.words(&format!("$${text}$$")),
            Event::InlineHtml(html) => self.html(&html, span),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Rule => self.summary.items.push(SummaryItem::Separator),
            _ => {}
        }
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        self.collecting = match level {
            HeadingLevel::H1 => Collecting::Heading(String::new()),
            _ => Collecting::OtherHeading,
        };
    }

    fn close_heading(&mut self, span: Span) {
        let collected = std::mem::replace(&mut self.collecting, Collecting::Nothing);
        let Collecting::Heading(words) = collected else { return };
        let title = Spanned { value: words.trim().to_owned(), span: self.line(span) };
        match self.place {
            Place::Start if self.summary.title.is_none() && self.summary.items.is_empty() => {
                self.summary.title = Some(title);
            }
            place => {
                if place == Place::Suffix {
                    self.keep_among();
                }
                (self.place, self.in_empty_part) = (Place::Numbered, true);
                self.summary.items.push(SummaryItem::Part(title));
            }
        }
    }

    /// Leaves chapters where they stand that were taken for suffix chapters, as there is more after them.
    fn keep_among(&mut self) {
        let mut spans = Vec::new();
        for item in self.summary.items.iter_mut().rev() {
            match item {
                SummaryItem::Suffix(chapter) => {
                    spans.push(chapter.span);
                    *item = SummaryItem::Unnumbered(chapter.clone());
                }
                SummaryItem::Separator => {}
                _ => break,
            }
        }
        for span in spans {
            let message =
                "a chapter among the parts that stands in no list: mdBook leaves it out, here it has no number";
            self.odd(span, message, "write it as an item of a list, or move it to the end of the file");
        }
    }

    fn open_list(&mut self, span: Span) {
        self.lists += 1;
        let is_first = std::mem::take(&mut self.in_empty_part);
        if self.place == Place::Suffix && is_first {
            self.keep_among();
            self.place = Place::Numbered;
        }
        if self.place == Place::Suffix && self.lists == 1 {
            let message = "a list after the suffix chapters";
            self.invalid(self.line(span), message, "move the suffix chapters to the end of the file");
        }
        self.place = if self.place == Place::Suffix { Place::Suffix } else { Place::Numbered };
        if let Some(item) = self.items.last_mut() {
            item.has_list = true;
        }
    }

    fn open_item(&mut self, span: Span) {
        let span = self.line(span);
        self.items.push(OpenItem { chapter: None, words: String::new(), span, has_list: false, children: Vec::new() });
        if self.items.len() > DEEPEST && !self.told_depth {
            self.told_depth = true;
            self.invalid(span, &format!("chapters nested more than {DEEPEST} deep"), "nest chapters less deep");
        }
    }

    fn close_item(&mut self) {
        let Some(item) = self.items.pop() else { return };
        // Too deep, which has been told: the tree must stay shallow, whatever the file says.
        if self.items.len() >= DEEPEST {
            return;
        }
        let mut closed = self.chapters_of(item);
        match self.items.last_mut() {
            Some(parent) => parent.children.append(&mut closed),
            None => self.summary.items.extend(closed.into_iter().map(SummaryItem::Numbered)),
        }
    }

    /// The chapter that a list item lists; the ones nested under it when it lists none itself.
    fn chapters_of(&mut self, item: OpenItem) -> Vec<SummaryChapter> {
        let (title, span, children) = (item.words.trim().to_owned(), item.span, item.children);
        match item.chapter {
            Some(chapter) if chapter.title.is_empty() && chapter.target.is_empty() => children,
            Some(chapter) => vec![SummaryChapter { children, ..chapter }],
            None if !title.is_empty() && !children.is_empty() => {
                self.note_group(span);
                vec![SummaryChapter { title, target: String::new(), span, children }]
            }
            None => {
                let hint = "write `[Title](file.md)`, or `[Title]()` for a draft";
                self.invalid(span, "a list item is a link to a chapter", hint);
                children
            }
        }
    }

    fn note_group(&mut self, span: Span) {
        if !self.told_group {
            let message = "a list item without a link is taken as the heading of what is nested under it";
            self.diagnostics.push(Diagnostic::note(Code::InvalidSummary, message).at(span));
        }
        self.told_group = true;
    }

    fn close_link(&mut self) {
        // In a heading the link is not what is collected.
        if !matches!(self.collecting, Collecting::Link { .. }) {
            return;
        }
        let collected = std::mem::replace(&mut self.collecting, Collecting::Nothing);
        let Collecting::Link { title, target, span } = collected else { return };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let chapter = SummaryChapter { title, target, span, children: Vec::new() };
        let has_file = !chapter.target.is_empty();
        if chapter.title.is_empty() {
            let message = match has_file {
                true => "a chapter without a title: its heading is taken, or else the name of its file",
                false => "a chapter with neither a title nor a file is left out",
            };
            self.odd(span, message, "write `[Title](file.md)`");
        }
        if self.lists > 0 {
            self.add_to_item(chapter);
            return;
        }
        if chapter.title.is_empty() && !has_file {
            return;
        }
        let suffix = matches!(self.place, Place::Numbered | Place::Suffix);
        self.place = if suffix { Place::Suffix } else { Place::Prefix };
        self.summary.items.push(if suffix { SummaryItem::Suffix(chapter) } else { SummaryItem::Prefix(chapter) });
    }

    fn add_to_item(&mut self, chapter: SummaryChapter) {
        let span = chapter.span;
        match self.items.last_mut() {
            Some(item) if item.chapter.is_none() && !item.has_list => item.chapter = Some(chapter),
            _ => {
                let hint =
                    "give each chapter a list item of its own, which begins a line, nested by two to four spaces";
                self.odd(span, "a second link in one list item is left out, as in mdBook", hint);
            }
        }
    }

    /// HTML in a title: an element is styling, which titles have not; what only looks like one is text.
    fn html(&mut self, html: &str, span: Span) {
        let is_text = pieces(html).iter().any(|(piece, _)| match piece {
            Piece::Open(tag) => tag.names().next().is_none() && !element::is_known(tag),
            Piece::Close(name) => !element::is_known(&Element::named(name)),
            Piece::Text(_) => false,
        });
        let in_title = matches!(self.collecting, Collecting::Heading(_) | Collecting::Link { .. });
        if !is_text || !in_title {
            return;
        }
        let message = format!("`{html}` is no element of HTML: it is shown as written");
        self.diagnostics.push(Diagnostic::warning(Code::RawHtml, message).at(span));
        self.words(html);
    }

    fn words(&mut self, text: &str) {
        match &mut self.collecting {
            Collecting::Heading(words) => words.push_str(text),
            Collecting::Link { title, .. } => title.push_str(text),
            Collecting::OtherHeading => {}
            Collecting::Nothing => {
                if let Some(item) = self.items.last_mut() {
                    item.words.push_str(text);
                }
            }
        }
    }

    /// The first line of a span that is not blank, so that a message marks a line and not half the file.
    fn line(&self, span: Span) -> Span {
        let text = &self.text[span.start as usize..span.end as usize];
        let line = text.trim_start();
        let start = span.start + (text.len() - line.len()) as u32;
        Span::new(self.file, start, start + line.find(['\r', '\n']).unwrap_or(line.len()) as u32)
    }

    fn odd(&mut self, span: Span, message: &str, hint: &str) {
        self.diagnostics.push(Diagnostic::warning(Code::InvalidSummary, message).at(span).hint(hint));
    }

    fn invalid(&mut self, span: Span, message: &str, hint: &str) {
        self.diagnostics.push(Diagnostic::error(Code::InvalidSummary, message).at(span).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn read(text: &str) -> (Summary, Vec<(Severity, String, String)>) {
        let mut diagnostics = Diagnostics::default();
        let summary = read_summary(text, FileId(0), true, &mut diagnostics);
        let marked = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let told = diagnostics.sorted();
        (
            summary,
            told.iter().map(|d| (d.severity, d.message.clone(), d.span.map(marked).unwrap_or_default())).collect(),
        )
    }

    /// The items as lines, nested chapters indented.
    fn shown(summary: &Summary) -> Vec<String> {
        fn chapter(lines: &mut Vec<String>, mark: &str, chapter_: &SummaryChapter) {
            lines.push(format!("{mark}{}={}", chapter_.title, chapter_.target));
            chapter_.children.iter().for_each(|c| chapter(lines, &format!(" {mark}"), c));
        }
        let mut lines = Vec::new();
        for item in &summary.items {
            match item {
                SummaryItem::Part(title) => lines.push(format!("# {}", title.value)),
                SummaryItem::Prefix(c) => chapter(&mut lines, "<", c),
                SummaryItem::Numbered(c) => chapter(&mut lines, "-", c),
                SummaryItem::Unnumbered(c) => chapter(&mut lines, "=", c),
                SummaryItem::Suffix(c) => chapter(&mut lines, ">", c),
                SummaryItem::Separator => lines.push("---".into()),
            }
        }
        lines
    }

    #[test]
    fn the_whole_grammar_is_read() {
        let (summary, told) = read(
            "<!-- a comment -->\n# *My* Summary\n\n[Preface](preface.md)\n\n# Part `One`\n\n- [A **b** `c`](a.md)\n    \
             - [Nested](a/n.md)\n        - [Draft]()\n- [B](b%20c.md)\n\n---\n\n# Two\n\n* [C](<c d.md>)\n\n---\n\n\
             [After](after.md)\n[Last](last.md)\n",
        );
        assert_eq!(told, []);
        assert_eq!(summary.title.as_ref().map(|t| t.value.as_str()), Some("My Summary"));
        assert_eq!(
            shown(&summary),
            [
                "<Preface=preface.md",
                "# Part One",
                "-A b c=a.md",
                " -Nested=a/n.md",
                "  -Draft=",
                "-B=b%20c.md",
                "---",
                "# Two",
                "-C=c d.md",
                "---",
                ">After=after.md",
                ">Last=last.md"
            ]
        );
    }

    #[test]
    fn what_breaks_the_grammar_is_an_error_at_its_line() {
        let error = |message: &str, marked: &str| vec![(Severity::Error, message.to_owned(), marked.to_owned())];
        let (_, told) = read("- [A](a.md)\n- words only\n");
        assert_eq!(told, error("a list item is a link to a chapter", "- words only"));
        let (_, told) = read("- [A](a.md)\n\n[S](s.md)\n\n- [B](b.md)\n");
        assert_eq!(told, error("a list after the suffix chapters", "- [B](b.md)"));
    }

    #[test]
    fn what_mdbook_passes_over_is_a_warning_at_its_place() {
        for (text, lines, marked) in [
            ("- [A](a.md) [B](b.md)\n", &["-A=a.md"][..], "[B](b.md)"),
            ("- [A](a.md)\n      - [B](b.md)\n- [C](c.md)\n", &["-A=a.md", "-C=c.md"], "[B](b.md)"),
            ("- [](a.md)\n", &["-=a.md"], "[](a.md)"),
            ("- []()\n  - [B](b.md)\n", &["-B=b.md"], "[]()"),
            ("- [A](a.md)\n\n# P\n\n[B](b.md)\n\n# Q\n", &["-A=a.md", "# P", "=B=b.md", "# Q"], "[B](b.md)"),
            ("# T\n\n# P\n\n[B](b.md)\n\n- [C](c.md)\n", &["# P", "=B=b.md", "-C=c.md"], "[B](b.md)"),
        ] {
            let (summary, told) = read(text);
            assert_eq!(shown(&summary), lines, "{text}");
            let told: Vec<_> = told.iter().map(|(severity, _, marked)| (*severity, marked.as_str())).collect();
            assert_eq!(told, [(Severity::Warning, marked)], "{text}");
        }
    }

    #[test]
    fn titles_keep_what_they_say() {
        let (summary, told) =
            read("# T\n\n# [Part](p.md) of Vec<T>\n\n- [The <b>law</b> $x_1*x_2*y$ of <keys>](a.md)\n\n# Part $y^2$\n");
        assert_eq!(shown(&summary), ["# Part of Vec<T>", "-The law $x_1*x_2*y$ of <keys>=a.md", "# Part $y^2$"]);
        let told: Vec<_> = told.iter().map(|(severity, _, marked)| (*severity, marked.as_str())).collect();
        assert_eq!(told, [(Severity::Warning, "<T>"), (Severity::Warning, "<keys>")]);
    }

    #[test]
    fn gitbook_headings_without_a_link_are_groups() {
        let (summary, told) = read("# S\n[//]: # (Version:1.0.0)\n* [A](1/README.md)\n\t* Group\n\t\t* [B](b.md)\n");
        assert_eq!(shown(&summary), ["-A=1/README.md", " -Group=", "  -B=b.md"]);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].0, told[0].2.as_str()), (Severity::Note, "* Group"));
    }

    #[test]
    fn nesting_without_end_is_one_error_and_no_overflow() {
        let deep: String = (0..3_000).map(|i| format!("{}- [A](a{i}.md)\n", "  ".repeat(i))).collect();
        let (summary, told) = read(&deep);
        assert_eq!(told.len(), 1);
        assert_eq!(shown(&summary).len(), DEEPEST);
        read(&"- ".repeat(50_000));
    }

    #[test]
    fn the_first_heading_is_plain() {
        assert_eq!(first_heading("text\n\n## Two\n\n# The *One* {#id}\n").as_deref(), Some("The One"));
        assert_eq!(first_heading("Setext\n===\n").as_deref(), Some("Setext"));
        assert_eq!(first_heading("## Two\n"), None);
    }
}
