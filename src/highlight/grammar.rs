//! Text by a grammar.
//!
//! In: a grammar and a text. Out: tokens. A grammar gives every stretch of text a stack of scopes, which `scope` turns into
//! kinds. What the grammar cannot read is plain.

use super::comment::Comments;
use super::scope::Scopes;
use super::{LARGEST_BLOCK, LONGEST_LINE, Tokens};
use crate::document::TokenKind;
use std::ops::Range;
use std::sync::OnceLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// A grammar: its place in the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grammar(usize);

/// The grammars, read when the first one is asked for; each compiles its expressions when they are first tried.
fn set() -> &'static SyntaxSet {
    static SET: OnceLock<SyntaxSet> = OnceLock::new();
    SET.get_or_init(two_face::syntax::extra_newlines)
}

/// PHP without `<?php`, as books print it.
const PHP: (&str, &str) = ("PHP", "PHP Source");
/// Grammars that are no language that one writes.
const UNWRITTEN: &[&str] = &["Plain Text", "Highlight non-printables"];

impl Grammar {
    /// The grammar of a name in lower case: its own, or an extension of its files.
    pub(super) fn named(name: &str) -> Option<Grammar> {
        let all = set().syntaxes();
        let called = |s: &SyntaxReference| s.name.eq_ignore_ascii_case(name);
        let extension = |s: &SyntaxReference| s.file_extensions.iter().any(|e| e.eq_ignore_ascii_case(name));
        // The first grammar of an extension is the one that Sublime Text takes it for.
        let place = all.iter().position(called).or_else(|| all.iter().position(extension))?;
        (!UNWRITTEN.contains(&all[place].name.as_str())).then_some(Grammar(place))
    }
}

/// The names of all grammars, in lower case.
pub(super) fn names() -> impl Iterator<Item = String> {
    let written = |s: &&SyntaxReference| !UNWRITTEN.contains(&s.name.as_str()) && !s.name.contains([' ', '(']);
    set().syntaxes().iter().filter(written).map(|s| s.name.to_lowercase())
}

/// The tokens of a text; neighbours of one kind are not joined.
pub(super) fn tokens(grammar: Grammar, text: &str) -> Tokens {
    let Some(mut reader) = Reader::new(grammar, text) else { return Tokens::new() };
    let mut start = 0;
    for line in LinesWithEndings::from(text) {
        if start + line.len() > LARGEST_BLOCK || !reader.line(line, start) {
            break;
        }
        start += line.len();
    }
    let mut found = reader.found;
    if start < text.len() {
        found.push((text.len(), TokenKind::Plain));
    }
    found
}

/// Reads line after line.
pub(super) struct Reader {
    state: ParseState,
    stack: ScopeStack,
    scopes: Scopes,
    comments: Comments,
    pub(super) found: Tokens,
}

impl Reader {
    /// A reader at the start of a text.
    pub(super) fn new(grammar: Grammar, text: &str) -> Option<Reader> {
        let mut syntax = set().syntaxes().get(grammar.0)?;
        if syntax.name == PHP.0 && !text.contains("<?") {
            syntax = set().find_syntax_by_name(PHP.1)?;
        }
        Some(Reader {
            state: ParseState::new(syntax),
            stack: ScopeStack::new(),
            scopes: Scopes::default(),
            comments: Comments::default(),
            found: Tokens::new(),
        })
    }

    /// Reads a line with its end, which stands at a byte of the text; false when it cannot be read.
    pub(super) fn line(&mut self, line: &str, start: usize) -> bool {
        if line.len() > LONGEST_LINE {
            self.found.push((start + line.len(), TokenKind::Plain));
            return true;
        }
        let taken =
            self.comments.take(line, |line, at| begins_comment(self.state.clone(), self.stack.clone(), line, at));
        let (text, comments) = taken.as_ref().map_or((line, [].as_slice()), |(text, found)| (text, found));
        let Ok(changes) = self.state.parse_line(text, set()) else { return false };
        let mut at = 0;
        for (end, change) in &changes {
            self.token(text, at..*end, start);
            at = at.max(*end);
            if self.stack.apply(change).is_err() {
                return false;
            }
        }
        self.token(text, at..text.len(), start);
        comments.iter().for_each(|comment| self.comment(start + comment.start..start + comment.end));
        true
    }

    fn token(&mut self, line: &str, range: Range<usize>, start: usize) {
        let end = start + range.end;
        let Some(whole) = line.get(range) else { return };
        // The end of a line is of no kind, so that no token goes over it.
        let word = whole.trim_end_matches(['\n', '\r']);
        if !word.is_empty() {
            self.found.push((end - (whole.len() - word.len()), self.scopes.kind(&self.stack, word)));
        }
        if word.len() < whole.len() {
            self.found.push((end, TokenKind::Plain));
        }
    }

    /// Says that a stretch of what was read is a comment.
    fn comment(&mut self, range: Range<usize>) {
        let first = self.found.partition_point(|(end, _)| *end <= range.start);
        let last = self.found.partition_point(|(end, _)| *end <= range.end);
        let before = self.found.get(first).filter(|(end, _)| *end > range.start).map(|(_, kind)| (range.start, *kind));
        let starts = first.checked_sub(1).map_or(0, |i| self.found[i].0) < range.start;
        let new = before.filter(|_| starts).into_iter().chain([(range.end, TokenKind::Comment)]);
        self.found.splice(first..last, new);
    }
}

/// Whether a comment of JavaScript begins at a byte of a line.
fn begins_comment(mut state: ParseState, mut stack: ScopeStack, line: &str, at: usize) -> bool {
    let Ok(changes) = state.parse_line(line, set()) else { return false };
    for (_, change) in changes.iter().take_while(|(place, _)| *place <= at) {
        if stack.apply(change).is_err() {
            return false;
        }
    }
    let (Ok(script), Ok(comment)) = (Scope::new("source.js"), Scope::new("comment")) else { return false };
    let is_within = |scope: Scope| stack.as_slice().iter().any(|outer| scope.is_prefix_of(*outer));
    is_within(script) && is_within(comment)
}
