//! Fenced divisions: `::: {.epigraph}` … `:::`.
//!
//! In: the text of a file. Out: the same text with each fence as a `<div>` or `</div>` between empty lines, and the place
//! of every piece of it in the file: the Markdown parser knows HTML and no fences, and both make the same tree. The rules
//! are pandoc's: three colons or more and attributes in braces, or one word that is a class; a line of colons closes the
//! innermost. What is code is left alone.
//!
//! In books for mdBook, colons are text. A block of code in the language of mdbook-admonish is a fence where a book has its
//! boxes, and so are GitBook's tags.
//!
//! A fence that nothing closes is told, and closed before the next heading, so that no chapter is lost in it.

use super::admonish;
use super::braces::{Braces, Pair, is_name};
use super::gitbook::{self, Tag};
use super::structure;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use std::collections::BTreeSet;

/// A text in which fences are tags.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// As in [`Input`](super::builder::Input).
    pub(super) pieces: Vec<(usize, usize, usize)>,
}

impl Rewritten {
    /// What a second rewriting has made of this text, with its places in the file.
    pub(super) fn then(&self, second: Rewritten) -> Rewritten {
        let mut pieces = Vec::new();
        for (start, place, length) in second.pieces {
            for (own, original, all) in &self.pieces {
                let (from, to) = (place.max(*own), (place + length).min(own + all));
                if from < to {
                    pieces.push((start + from - place, original + from - own, to - from));
                }
            }
        }
        Rewritten { text: second.text, pieces }
    }
}

/// Rewrites a file from byte `start`; `None` when there is nothing to rewrite.
pub(super) fn rewrite(text: &str, file: FileId, start: usize, diagnostics: &mut Diagnostics) -> Option<Rewritten> {
    let part = text.get(start..)?;
    if !part.contains(":::") {
        return None;
    }
    scan(part, file, start, Marks::Colons, diagnostics)
}

/// The same for the tags of GitBook's, and for the boxes of mdbook-admonish when the book has them.
pub(super) fn boxes(
    text: &str,
    file: FileId,
    start: usize,
    has_admonish: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Rewritten> {
    let part = text.get(start..)?;
    let is_marked = has_admonish && part.contains("admonish") || part.contains("{%");
    is_marked.then(|| scan(part, file, start, Marks::Code { has_admonish }, diagnostics))?
}

fn scan(part: &str, file: FileId, start: usize, marks: Marks, diagnostics: &mut Diagnostics) -> Option<Rewritten> {
    let first = Scanner::new(part, start, marks).run(&BTreeSet::new());
    let said = |(from, _): (usize, usize)| match marks {
        Marks::Colons => ("`:::`", "close it with a line of three colons"),
        Marks::Code { .. } if part[from - start..].trim_start().starts_with("{%") => {
            ("box", "close it with `{% endhint %}`")
        }
        Marks::Code { .. } => ("box", "close it with as many marks as open it"),
    };
    let span = |(from, to): (usize, usize)| Span::new(file, from as u32, to as u32);
    for place in &first.unclosed {
        let (what, how) = said(*place);
        diagnostics.push(
            Diagnostic::warning(Code::UnclosedDivision, format!("nothing closes this {what}"))
                .at(span(*place))
                .hint(how),
        );
    }
    for place in &first.stray {
        diagnostics.push(
            Diagnostic::warning(Code::UnclosedDivision, "nothing is open that this `:::` closes").at(span(*place)),
        );
    }
    if !first.found {
        return None;
    }
    let unclosed: BTreeSet<usize> = first.unclosed.iter().map(|(from, _)| *from).collect();
    let done = if unclosed.is_empty() { first } else { Scanner::new(part, start, marks).run(&unclosed) };
    Some(done.out)
}

/// What fences are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// Colons.
    Colons,
    /// The marks of code, before the language of boxes, and the tags of GitBook's.
    Code { has_admonish: bool },
}

/// An open fence.
struct Open {
    /// The marks of code that it is made of.
    code: Option<(u8, usize)>,
    /// Where its line stands in the file.
    place: (usize, usize),
    /// Signs of quotation before it.
    quotes: usize,
    /// Columns that its list stands in by.
    inset: usize,
}

/// Code that is open.
struct CodeFence {
    mark: u8,
    count: usize,
    quotes: usize,
}

/// The state of one pass over the text.
struct Scanner<'t> {
    marks: Marks,
    text: &'t str,
    start: usize,
    out: Rewritten,
    open: Vec<Open>,
    unclosed: Vec<(usize, usize)>,
    stray: Vec<(usize, usize)>,
    found: bool,
    code: Option<CodeFence>,
    /// What a tag says of the block of code after it.
    info: String,
    /// What ends the HTML that is left as it is.
    html_end: Option<&'static str>,
    /// Columns at which the text of the open lists begins.
    lists: Vec<usize>,
    list_quotes: usize,
    blank_before: bool,
}

/// A line behind the signs of the quotations that it stands in.
struct Line<'t> {
    quotes: usize,
    /// Columns of white space.
    indent: usize,
    /// Bytes before `rest`.
    before: usize,
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, start: usize, marks: Marks) -> Scanner<'t> {
        Scanner {
            marks,
            text,
            start,
            out: Rewritten::default(),
            open: Vec::new(),
            unclosed: Vec::new(),
            stray: Vec::new(),
            found: false,
            code: None,
            info: String::new(),
            html_end: None,
            lists: Vec::new(),
            list_quotes: 0,
            blank_before: true,
        }
    }

    /// Reads every line. Fences that begin at a place of `unclosed` are closed before the next heading.
    fn run(mut self, unclosed: &BTreeSet<usize>) -> Scanner<'t> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            self.line(line, at, unclosed);
            at += line.len();
        }
        let open = std::mem::take(&mut self.open);
        self.unclosed.extend(open.iter().map(|open| open.place));
        self.unclosed.sort_unstable();
        self
    }

    fn line(&mut self, whole: &'t str, at: usize, unclosed: &BTreeSet<usize>) {
        let line = behind_quotes(whole);
        if self.closes_box(&line) {
            // Code that is open inside is cut by it, as in a block of code.
            self.code = None;
            self.open.pop();
            self.tag(whole, &line, at, "</div>");
            self.blank_before = true;
            return;
        }
        if self.is_literal(&line) {
            return self.copy(whole, at);
        }
        if line.rest.is_empty() {
            self.blank_before = true;
            return self.copy(whole, at);
        }
        let line = self.behind_lists(line);
        let blank_before = std::mem::replace(&mut self.blank_before, false);
        let inset = self.lists.last().copied().unwrap_or(0);
        if line.indent >= inset + 4 {
            return self.copy(whole, at);
        }
        self.leave(&line, blank_before);
        let place = (self.start + at, self.start + at + whole.trim_end().len());
        let opening = match self.marks {
            Marks::Code { has_admonish: true } => admonish::opening(line.rest),
            _ => None,
        };
        if let Some(opening) = opening {
            self.found = true;
            self.open.push(Open { code: Some(opening.fence), place, quotes: line.quotes, inset });
            self.tag(whole, &line, at, &opening.braces.to_tag("div"));
            self.blank_before = true;
            return;
        }
        self.begin_literal(&line);
        if matches!(self.marks, Marks::Code { .. }) {
            return self.gitbook(whole, &line, at, place, unclosed);
        }
        match fence(line.rest) {
            Some(Fence::Close) => {
                if self.open.pop().is_none() {
                    self.stray.push(place);
                    return self.copy(whole, at);
                }
                self.tag(whole, &line, at, "</div>");
                self.blank_before = true;
            }
            Some(Fence::Open(attributes)) => {
                self.found = true;
                self.open.push(Open { code: None, place, quotes: line.quotes, inset });
                self.tag(whole, &line, at, &attributes.to_tag("div"));
                self.blank_before = true;
            }
            None => self.text(whole, &line, at, unclosed),
        }
    }

    /// A line of a book for mdBook.
    fn gitbook(&mut self, whole: &'t str, line: &Line, at: usize, place: (usize, usize), unclosed: &BTreeSet<usize>) {
        let info = std::mem::take(&mut self.info);
        if !info.is_empty() && self.code.is_some() {
            let end = whole.trim_end().len();
            self.copy(&whole[..end], at);
            self.out.pieces.push((self.out.text.len(), self.start + at + end, 0));
            self.out.text.push_str(&info);
            return self.copy(&whole[end..], at + end);
        }
        let tag = match gitbook::tag(line.rest) {
            Some(Tag::Close) if self.open.last().is_none_or(|open| open.code.is_some()) => None,
            tag => tag,
        };
        let written = match tag {
            Some(Tag::Open(braces)) => {
                let inset = self.lists.last().copied().unwrap_or(0);
                self.open.push(Open { code: None, place, quotes: line.quotes, inset });
                braces.to_tag("div")
            }
            Some(Tag::Close) => {
                self.open.pop();
                "</div>".into()
            }
            Some(Tag::Words(words)) => words,
            Some(Tag::Info(info)) => {
                self.info = info;
                String::new()
            }
            Some(Tag::Nothing) => String::new(),
            None => return self.text(whole, line, at, unclosed),
        };
        self.found = true;
        self.tag(whole, line, at, &written);
        self.blank_before = true;
    }

    /// A line of text; before a heading, what nothing closes ends.
    fn text(&mut self, whole: &'t str, line: &Line, at: usize, unclosed: &BTreeSet<usize>) {
        if is_heading(line.rest) {
            while self.open.pop_if(|open| unclosed.contains(&open.place.0)).is_some() {
                self.tag("", &Line { before: 0, ..*line }, at, "</div>");
            }
        }
        self.copy(whole, at);
    }

    /// True for the line that closes the innermost box.
    fn closes_box(&self, line: &Line) -> bool {
        let Some(Open { code: Some(code), quotes, .. }) = self.open.last() else { return false };
        line.quotes == *quotes && admonish::closes(line.rest, *code)
    }

    /// True inside code and inside HTML that is no Markdown.
    fn is_literal(&mut self, line: &Line) -> bool {
        if let Some(code) = &self.code {
            if line.quotes < code.quotes {
                self.code = None;
            } else {
                let marks = line.rest.bytes().take_while(|b| *b == code.mark).count();
                if marks >= code.count && line.rest[marks..].trim().is_empty() {
                    self.code = None;
                }
                return true;
            }
        }
        if let Some(end) = self.html_end {
            if line.rest.to_ascii_lowercase().contains(end) {
                self.html_end = None;
            }
            return true;
        }
        false
    }

    /// Notes code and HTML that begin in this line.
    fn begin_literal(&mut self, line: &Line) {
        let rest = line.rest;
        for mark in [b'`', b'~'] {
            let count = rest.bytes().take_while(|b| *b == mark).count();
            if count >= 3 && !(mark == b'`' && rest[count..].contains('`')) {
                self.code = Some(CodeFence { mark, count, quotes: line.quotes });
            }
        }
        let lower = rest.get(..10).unwrap_or(rest).to_ascii_lowercase();
        let ends = [("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")];
        for (begins, end) in ends {
            if lower.starts_with(begins) && !rest.to_ascii_lowercase().contains(end) {
                self.html_end = Some(end);
            }
        }
    }

    /// Leaves lists that the line stands outside of and enters those whose marks it begins with.
    fn behind_lists(&mut self, mut line: Line<'t>) -> Line<'t> {
        if self.list_quotes != line.quotes {
            self.lists.clear();
            self.list_quotes = line.quotes;
        }
        while self.lists.pop_if(|column| *column > line.indent).is_some() {}
        while let Some(width) = list_mark(line.rest) {
            if line.indent >= self.lists.last().copied().unwrap_or(0) + 4 {
                break;
            }
            line.before += width;
            line.indent += width;
            line.rest = &line.rest[width..];
            self.lists.push(line.indent);
        }
        line
    }

    /// Notes open fences that the line stands outside of.
    fn leave(&mut self, line: &Line, blank_before: bool) {
        let outside = |open: &mut Open| {
            open.quotes > line.quotes || blank_before && open.quotes == line.quotes && open.inset > line.indent
        };
        while let Some(open) = self.open.pop_if(outside) {
            self.unclosed.push(open.place);
        }
    }

    /// Copies a line as it is.
    fn copy(&mut self, line: &str, at: usize) {
        let place = (self.out.text.len(), self.start + at, line.len());
        match self.out.pieces.last_mut() {
            Some((start, original, length)) if *start + *length == place.0 && *original + *length == place.1 => {
                *length += line.len();
            }
            _ => self.out.pieces.push(place),
        }
        self.out.text.push_str(line);
    }

    /// Writes a tag in the place of a line.
    fn tag(&mut self, whole: &str, line: &Line, at: usize, tag: &str) {
        let before = &whole[..line.before];
        let blank: String = before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
        let blank = blank.trim_end();
        let (start, fence) = (self.start + at, whole.trim_end().len().saturating_sub(line.before));
        self.out.pieces.push((self.out.text.len(), start, line.before));
        self.out.text.push_str(&format!("{blank}\n{before}"));
        self.out.pieces.push((self.out.text.len(), start + line.before, fence));
        self.out.text.push_str(&format!("{tag}\n{blank}\n"));
    }
}

/// A line without the signs of quotations at its start.
fn behind_quotes(whole: &str) -> Line<'_> {
    let (mut quotes, mut before) = (0, 0);
    loop {
        let rest = &whole[before..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if !rest[space..].starts_with('>') {
            break;
        }
        quotes += 1;
        before += space + 1;
        before += usize::from(whole[before..].starts_with(' '));
    }
    let rest = &whole[before..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let indent = rest[..space].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    before += space;
    Line { quotes, indent, before, rest: whole[before..].trim_end() }
}

/// Bytes of the mark of a list at the start of a line, the space behind it included.
fn list_mark(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match rest.as_bytes().get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let spaces = rest[mark..].bytes().take_while(|b| *b == b' ').count();
    match spaces {
        0 => None,
        1..=4 => Some(mark + spaces),
        _ => Some(mark + 1),
    }
}

fn is_heading(rest: &str) -> bool {
    let marks = rest.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&marks) && rest[marks..].starts_with(' ')
}

/// What a line of colons says.
#[derive(Debug, PartialEq, Eq)]
enum Fence {
    Open(Braces),
    Close,
}

fn fence(rest: &str) -> Option<Fence> {
    let colons = rest.bytes().take_while(|b| *b == b':').count();
    if colons < 3 {
        return None;
    }
    let said = rest[colons..].trim_end_matches(':').trim();
    if said.is_empty() {
        return Some(Fence::Close);
    }
    if said.starts_with('{') {
        return Braces::whole(said).map(Fence::Open);
    }
    let (word, more) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    if !is_name(word) {
        return None;
    }
    let more = more.trim();
    let mut attributes = if more.is_empty() {
        Braces::default()
    } else if more.starts_with('{') {
        Braces::whole(more)?
    } else if structure::admonition(word).is_some() {
        Braces { pairs: vec![Pair { key: "title".into(), value: more.into(), place: 0..0 }], ..Braces::default() }
    } else {
        return None;
    };
    attributes.classes.insert(0, word.into());
    Some(Fence::Open(attributes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> (Option<String>, usize) {
        let mut diagnostics = Diagnostics::default();
        let done = rewrite(text, FileId::default(), 0, &mut diagnostics);
        (done.map(|done| done.text), diagnostics.sorted().len())
    }

    #[test]
    fn a_fence_is_a_div_between_empty_lines() {
        let (text, found) = rewritten("::: {.a #b}\nx\n:::\n");
        assert_eq!(text.as_deref(), Some("\n<div id=\"b\" class=\"a\">\n\nx\n\n</div>\n\n"));
        assert_eq!(found, 0);
        let (text, _) = rewritten("> ::: a\n> x\n> :::\n");
        assert_eq!(text.as_deref(), Some(">\n> <div class=\"a\">\n>\n> x\n>\n> </div>\n>\n"));
    }

    #[test]
    fn code_and_other_colons_are_left_alone() {
        for text in ["```\n::: a\n```\n", "    ::: a\n", "a ::: b\n", "::: two words\n", "<pre>\n::: a\n:::\n</pre>\n"]
        {
            assert_eq!(rewritten(text), (None, 0), "{text}");
        }
    }

    #[test]
    fn a_block_of_code_may_be_a_box() {
        let boxed = |text: &str| {
            let mut diagnostics = Diagnostics::default();
            let done = boxes(text, FileId::default(), 0, true, &mut diagnostics);
            (done.map(|done| done.text), diagnostics.sorted().len())
        };
        let (text, found) = boxed("> ```admonish\n> x\n> ```\n\n```rust\n::: a\n```\n");
        let expected = ">\n> <div class=\"note\">\n>\n> x\n>\n> </div>\n>\n\n```rust\n::: a\n```\n";
        assert_eq!((text.as_deref(), found), (Some(expected), 0));
        // Code inside, of other marks; code that shows how a box is written.
        let (text, _) = boxed("~~~admonish tip\n```admonish\nx\n```\n~~~\n");
        assert_eq!(text.map(|text| text.matches("<div").count()), Some(2));
        assert_eq!(boxed("````\n```admonish\nx\n```\n````\n"), (None, 0));
        assert_eq!(boxed("```admonish\nx\n\n# H\n").1, 1);
    }

    #[test]
    fn every_piece_knows_its_place() {
        let text = "one\n\n::: a\ntwo\n:::\n\nthree\n";
        let done = rewrite(text, FileId::default(), 0, &mut Diagnostics::default()).expect("fences");
        for word in ["one", "two", "three"] {
            let at = done.text.find(word).expect("the word is kept");
            let (start, original, _) = done.pieces.iter().rev().find(|(start, _, _)| *start <= at).expect("a piece");
            assert_eq!(text.find(word), Some(original + at - start), "{word}");
        }
    }

    #[test]
    fn what_is_left_open_ends_before_a_heading_and_is_told() {
        let (text, found) = rewritten("::: a\nx\n\n# H\n");
        assert_eq!(text.as_deref(), Some("\n<div class=\"a\">\n\nx\n\n\n</div>\n\n# H\n"));
        assert_eq!(found, 1);
        assert_eq!(rewritten("x\n\n:::\n\ny\n").1, 1);
        assert_eq!(rewritten("> ::: a\n> x\n\ny\n").1, 1);
    }

    #[test]
    fn attributes_words_and_titles_open() {
        for text in ["::: {.a}", ":::a", "::::: a :::::", "::: a {#b}", "::: warning Mind the gap"] {
            assert!(matches!(fence(text), Some(Fence::Open(_))), "{text}");
        }
        assert_eq!(fence("::::"), Some(Fence::Close));
        assert_eq!(fence("::: some words"), None);
    }
}
