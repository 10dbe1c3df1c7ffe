//! The directives of mdBook's `links` preprocessor in a text: `{{#include file.rs:2:10}}` and its kin.
//!
//! In: a text. Out: where each directive stands and what it asks for. They are found in any text, in code too, and before
//! Markdown is read. What a directive looks like is said by mdBook's own pattern (`find_links`): `\{{#` up to the last
//! `}}` of its line is an escaped one; else `{{`, white space, `#` and a word, white space, anything but `}`, `}}`.

use std::ops::Range;

/// A directive and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    /// The bytes that it takes.
    pub(super) range: Range<usize>,
    pub(super) asks: Asks<'t>,
}

/// What a directive asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asks<'t> {
    /// Nothing: what follows the backslash is meant as it stands.
    Escaped,
    /// Lines of a file.
    Include(&'t str, Lines<'t>),
    /// A whole file of Rust, in which all but these lines are hidden.
    RustdocInclude(&'t str, Lines<'t>),
    /// A file as a block of Rust with these attributes.
    Playground(&'t str, Vec<&'t str>),
    /// A title for the page on the web.
    Title,
}

/// Which lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lines<'t> {
    /// From the first to before the last, counted from 0.
    Range(Range<usize>),
    /// Those between the comments that name an anchor.
    Anchor(&'t str),
}

/// The directives of a text in their order; a word that mdBook does not know is none.
pub(super) fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut scanner = Scanner { text, brace: 0, line: 0..0, last_close: None };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(open) = text[at..].find("{{").map(|place| at + place) {
        let is_escaped = open > at && text.as_bytes()[open - 1] == b'\\' && text[open..].starts_with("{{#");
        if let Some(end) = is_escaped.then(|| scanner.last_close_of_line(open)).flatten() {
            found.push(Directive { range: open - 1..end, asks: Asks::Escaped });
            at = end;
            continue;
        }
        match scanner.directive(open) {
            Some((end, asks)) => {
                found.extend(asks.map(|asks| Directive { range: open..end, asks }));
                at = end;
            }
            None => at = open + 1,
        }
    }
    found
}

/// Remembers where the next brace is, so that a text of many openings and no closing is read once.
struct Scanner<'t> {
    text: &'t str,
    /// A closing brace, the first at or after some earlier place; the length of the text when there is none.
    brace: usize,
    /// The line that was looked at last, and where its last `}}` ends.
    line: Range<usize>,
    last_close: Option<usize>,
}

impl<'t> Scanner<'t> {
    /// The end of the last `}}` in the line of `open`, behind it.
    fn last_close_of_line(&mut self, open: usize) -> Option<usize> {
        if !self.line.contains(&open) {
            let end = self.text[open..].find('\n').map_or(self.text.len(), |length| open + length);
            self.line = open..end;
            self.last_close = self.text[open..end].rfind("}}").map(|place| open + place + 2);
        }
        self.last_close.filter(|end| *end >= open + 5)
    }

    /// Where a directive that opens here ends, and what it asks for.
    fn directive(&mut self, open: usize) -> Option<(usize, Option<Asks<'t>>)> {
        let text = self.text;
        let inner = text[open + 2..].trim_start().strip_prefix('#')?;
        let word = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|end| *end > 0)?;
        let (name, rest) = inner.split_at(word);
        let start = text.len() - rest.len();
        let blank = rest.chars().next().filter(|c| c.is_whitespace())?.len_utf8();
        if self.brace < start {
            self.brace = text[start..].find('}').map_or(text.len(), |place| start + place);
        }
        let said = text.get(start + blank..self.brace)?;
        if said.is_empty() || !text[self.brace..].starts_with("}}") {
            return None;
        }
        Some((self.brace + 2, asks(name, said)))
    }
}

fn asks<'t>(name: &str, said: &'t str) -> Option<Asks<'t>> {
    if name == "title" {
        return (!said.trim().is_empty()).then_some(Asks::Title);
    }
    let mut words = said.split_whitespace();
    let target = words.next()?;
    let (path, lines) = target.split_once(':').map_or((target, Lines::Range(0..usize::MAX)), |(p, l)| (p, lines(l)));
    match name {
        "include" => Some(Asks::Include(path, lines)),
        "rustdoc_include" => Some(Asks::RustdocInclude(path, lines)),
        "playground" | "playpen" => Some(Asks::Playground(target, words.collect())),
        _ => None,
    }
}

/// Which lines the part after the path asks for: `2`, `:10`, `2:`, `2:10`, or the name of an anchor.
fn lines(said: &str) -> Lines<'_> {
    let (first, second) = said.split_once(':').map_or((said, None), |(first, rest)| (first, rest.split(':').next()));
    let start = match first.parse::<usize>() {
        Ok(line) => Some(line.saturating_sub(1)),
        Err(_) if first.is_empty() => None,
        Err(_) => return Lines::Anchor(first),
    };
    Lines::Range(match (start, second.map(str::parse::<usize>)) {
        (Some(start), Some(Ok(end))) => start..end,
        (Some(start), Some(Err(_))) => start..usize::MAX,
        (Some(start), None) => start..start + 1,
        (None, Some(Ok(end))) => 0..end,
        (None, _) => 0..usize::MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Asks<'_>)> {
        directives(text).into_iter().map(|d| (&text[d.range], d.asks)).collect()
    }

    #[test]
    fn every_kind_is_found_with_its_lines() {
        let all = Lines::Range(0..usize::MAX);
        for (text, asks) in [
            ("{{#include a.rs}}", Asks::Include("a.rs", all.clone())),
            ("{{ #include\n a.rs:2 }}", Asks::Include("a.rs", Lines::Range(1..2))),
            ("{{#include a.rs::10}}", Asks::Include("a.rs", Lines::Range(0..10))),
            ("{{#include a.rs:2:}}", Asks::Include("a.rs", Lines::Range(1..usize::MAX))),
            ("{{#include a.rs:2:10}}", Asks::Include("a.rs", Lines::Range(1..10))),
            ("{{#include a.rs:0}}", Asks::Include("a.rs", Lines::Range(0..1))),
            ("{{#include a.rs:}}", Asks::Include("a.rs", all.clone())),
            ("{{#include a.rs:one}}", Asks::Include("a.rs", Lines::Anchor("one"))),
            ("{{#rustdoc_include a.rs:-x:y}}", Asks::RustdocInclude("a.rs", Lines::Anchor("-x"))),
            ("{{#playground a.rs ignore should_panic}}", Asks::Playground("a.rs", vec!["ignore", "should_panic"])),
            ("{{#playpen a.rs}}", Asks::Playground("a.rs", vec![])),
            ("{{#title A Title}}", Asks::Title),
        ] {
            assert_eq!(found(text), [(text, asks)], "{text}");
        }
    }

    #[test]
    fn what_mdbook_leaves_alone_is_none() {
        for text in
            ["{{#include}}", "{{#include   }}", "{{include a}}", "{{#include a}", "{{#other a}}", "{{#include a", "{{"]
        {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("{{{#include a}}}").len(), 1);
        assert_eq!(found("{{#include a} {{#include b}}")[0].0, "{{#include b}}");
    }

    #[test]
    fn a_backslash_escapes_to_the_last_braces_of_the_line() {
        let text = "x \\{{#include a}} and {{#include b}}\n{{#include c}}\\{{#include";
        let all = found(text);
        assert_eq!(all[0], ("\\{{#include a}} and {{#include b}}", Asks::Escaped));
        assert_eq!((all[1].0, all.len()), ("{{#include c}}", 2));
    }

    #[test]
    fn openings_without_an_end_are_read_in_time() {
        assert_eq!(directives(&"{{#include a ".repeat(200_000)), []);
        assert_eq!(directives(&"\\{{#include a ".repeat(200_000)), []);
        assert_eq!(directives(&"{".repeat(200_000)), []);
    }
}
