//! Scopes to kinds.
//!
//! In: the scopes of a stretch of text, outermost first, by the names that Sublime Text gives them
//! (<https://www.sublimetext.com/docs/scope_naming.html>). Out: the [`TokenKind`] of the innermost scope that says one.

use crate::document::TokenKind;
use std::collections::HashMap;
use syntect::parsing::{Scope, ScopeStack};

/// What a scope says of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// It is of this kind.
    Kind(TokenKind),
    /// It declares something, or is the name of a type of the language itself: the word decides.
    Storage,
    /// It is an operator: a sign, or a word like `and`.
    Operator,
    /// Code inside of something else, as in a string: what is around it says nothing.
    Inside,
    /// A comment, whatever is in it.
    Comment,
    /// Nothing.
    Nothing,
}

/// Beginnings of scopes with what they say; the first that fits counts.
const MEANINGS: &[(&str, Meaning)] = &[
    ("comment", Meaning::Comment),
    ("constant.character.escape", Meaning::Nothing),
    ("constant.other.placeholder", Meaning::Nothing),
    ("constant.numeric", Meaning::Kind(TokenKind::Number)),
    ("storage.type.numeric", Meaning::Kind(TokenKind::Number)),
    ("constant", Meaning::Kind(TokenKind::Constant)),
    ("keyword.operator.word", Meaning::Kind(TokenKind::Keyword)),
    ("keyword.operator", Meaning::Operator),
    ("keyword.control.import", Meaning::Kind(TokenKind::Keyword)),
    ("keyword", Meaning::Kind(TokenKind::Keyword)),
    ("storage.type.string", Meaning::Kind(TokenKind::String)),
    ("storage.modifier.conversion", Meaning::Nothing),
    ("storage.modifier.lifetime", Meaning::Kind(TokenKind::Type)),
    ("storage.modifier", Meaning::Kind(TokenKind::Keyword)),
    ("storage", Meaning::Storage),
    ("meta.mapping.key", Meaning::Kind(TokenKind::Name)),
    ("string.unquoted", Meaning::Nothing),
    ("string", Meaning::Kind(TokenKind::String)),
    ("entity.name.function", Meaning::Kind(TokenKind::Function)),
    ("entity.name.macro", Meaning::Kind(TokenKind::Function)),
    ("entity.name.tag", Meaning::Kind(TokenKind::Name)),
    ("entity.name.section", Meaning::Nothing),
    ("entity.name.constant", Meaning::Nothing),
    ("entity.name.label", Meaning::Nothing),
    ("entity.name", Meaning::Kind(TokenKind::Type)),
    ("entity.other.inherited-class", Meaning::Kind(TokenKind::Type)),
    ("entity.other.attribute-name", Meaning::Kind(TokenKind::Attribute)),
    ("support.function", Meaning::Kind(TokenKind::Function)),
    ("support.macro", Meaning::Kind(TokenKind::Function)),
    ("support.type.property-name", Meaning::Kind(TokenKind::Attribute)),
    ("support.type", Meaning::Kind(TokenKind::Type)),
    ("support.class", Meaning::Kind(TokenKind::Type)),
    ("support.constant", Meaning::Kind(TokenKind::Constant)),
    ("variable.function", Meaning::Kind(TokenKind::Function)),
    ("variable.annotation", Meaning::Kind(TokenKind::Attribute)),
    ("variable.language", Meaning::Operator),
    ("markup.heading", Meaning::Kind(TokenKind::Strong)),
    ("markup.bold", Meaning::Kind(TokenKind::Strong)),
    ("markup.italic", Meaning::Kind(TokenKind::Emphasis)),
    ("markup.inserted", Meaning::Kind(TokenKind::Inserted)),
    ("markup.deleted", Meaning::Kind(TokenKind::Deleted)),
    ("markup.raw", Meaning::Kind(TokenKind::String)),
    ("markup.underline.link", Meaning::Kind(TokenKind::String)),
    ("meta.annotation", Meaning::Kind(TokenKind::Attribute)),
    ("meta.attribute", Meaning::Nothing),
    ("meta.preprocessor", Meaning::Kind(TokenKind::Attribute)),
    ("meta.diff.header", Meaning::Kind(TokenKind::Strong)),
    ("meta.diff.range", Meaning::Kind(TokenKind::Attribute)),
    ("meta.interpolation", Meaning::Inside),
    ("meta.embedded", Meaning::Inside),
];

/// Words that declare something in one language or another; every other word of storage is a type.
const DECLARING: &[&str] = &[
    "abstract",
    "alias",
    "async",
    "actor",
    "auto",
    "begin",
    "class",
    "const",
    "constructor",
    "data",
    "declare",
    "def",
    "define",
    "defun",
    "delegate",
    "dyn",
    "end",
    "enum",
    "exception",
    "export",
    "extend",
    "extension",
    "extern",
    "external",
    "final",
    "fn",
    "for",
    "forall",
    "fun",
    "func",
    "function",
    "functor",
    "global",
    "impl",
    "implementation",
    "import",
    "in",
    "include",
    "inline",
    "instance",
    "interface",
    "internal",
    "is",
    "lambda",
    "let",
    "library",
    "local",
    "macro",
    "message",
    "method",
    "mod",
    "module",
    "mut",
    "my",
    "namespace",
    "new",
    "newtype",
    "object",
    "of",
    "open",
    "operator",
    "our",
    "override",
    "package",
    "pragma",
    "private",
    "proc",
    "procedure",
    "program",
    "property",
    "protected",
    "protocol",
    "pub",
    "public",
    "rec",
    "record",
    "ref",
    "register",
    "rule",
    "sealed",
    "service",
    "set",
    "sig",
    "signature",
    "static",
    "struct",
    "sub",
    "subroutine",
    "template",
    "test",
    "this",
    "trait",
    "type",
    "typealias",
    "typedef",
    "union",
    "unsafe",
    "use",
    "val",
    "var",
    "volatile",
    "where",
    "with",
];

/// Remembers what scopes say: a scope is a number, and its name is behind a lock.
#[derive(Default)]
pub(super) struct Scopes {
    known: HashMap<Scope, Meaning>,
}

impl Scopes {
    /// The kind of a word in these scopes.
    pub(super) fn kind(&mut self, stack: &ScopeStack, word: &str) -> TokenKind {
        let mut found = None;
        for scope in stack.as_slice().iter().rev() {
            let kind = match self.meaning(*scope) {
                Meaning::Comment => return TokenKind::Comment,
                Meaning::Nothing => continue,
                Meaning::Inside => break,
                Meaning::Kind(kind) => kind,
                Meaning::Operator if word.trim().starts_with(char::is_alphabetic) => TokenKind::Keyword,
                Meaning::Operator => TokenKind::Operator,
                Meaning::Storage => storage(word),
            };
            found = match (found, kind) {
                (None, kind) => Some(kind),
                // Keys are strings in some languages, and what is said to the compiler is of one kind from end to end.
                (Some(TokenKind::String), TokenKind::Name) => Some(kind),
                (Some(_), TokenKind::Attribute) if is_outer(*scope) => Some(kind),
                (found, _) => found,
            };
        }
        found.unwrap_or_default()
    }

    fn meaning(&mut self, scope: Scope) -> Meaning {
        *self.known.entry(scope).or_insert_with(|| {
            let name = scope.build_string();
            let begins = |start: &&(&str, Meaning)| {
                name.strip_prefix(start.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            MEANINGS.iter().find(begins).map_or(Meaning::Nothing, |(_, meaning)| *meaning)
        })
    }
}

/// True for the scope of a whole annotation.
fn is_outer(scope: Scope) -> bool {
    scope.build_string().starts_with("meta.annotation")
}

fn storage(word: &str) -> TokenKind {
    let word = word.trim();
    let declares = DECLARING.iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_word = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    match (declares, is_word) {
        (true, _) => TokenKind::Keyword,
        (false, true) => TokenKind::Type,
        (false, false) => TokenKind::Operator,
    }
}
