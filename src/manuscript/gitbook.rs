//! What a book written for GitBook says of itself.
//!
//! In: `book.json`, or the `.gitbook.yaml` that came after it (JSON is YAML too). Out: its [`Config`] and where its text and
//! its table of contents lie. Both are read as they are found: keys of plug-ins and styles say nothing to a book, and what
//! cannot be read at all is a warning, for the book is whole without it.

use super::config::{Config, name_of};
use super::conventions::{Conventions, Setup};
use super::files::Kind;
use super::loader::Loader;
use super::path::resolve;
use super::reader::{Manner, Reader};
use super::value::{Table, Value};
use super::yaml;
use crate::diagnostic::Severity;
use crate::document::{Contributor, Language, Relator};
use crate::source::Span;

const NAMES: [&str; 2] = ["book.json", ".gitbook.yaml"];

/// A book of GitBook's.
pub(super) struct Gitbook {
    pub(super) config: Config,
    /// The folder of the text, from that of the book; the book's own has an empty name.
    pub(super) root: String,
    /// The table of contents and the introduction, from that folder.
    pub(super) summary: String,
    pub(super) readme: String,
}

impl Default for Gitbook {
    fn default() -> Gitbook {
        let setup = Setup { conventions: Some(Conventions::default()), ..Setup::default() };
        let config = Config { setup, ..Config::default() };
        Gitbook { config, root: String::new(), summary: "SUMMARY.md".into(), readme: "README.md".into() }
    }
}

impl Loader<'_> {
    /// The file in which the folder says that it is a book of GitBook's.
    pub(super) fn read_gitbook(&mut self) -> Option<Gitbook> {
        let name = NAMES.into_iter().find(|name| self.kind(name) == Kind::File)?;
        let file = self.read_text(name, None)?;
        let text = &self.manuscript.sources.file(file).text;
        match yaml::read(text, Span::new(file, 0, text.len() as u32)) {
            Ok(table) => Some(self.gitbook(&table, name)),
            Err(mut error) => {
                error.severity = Severity::Warning;
                self.diagnostics.push(error.hint("mend it, or write a book.toml"));
                Some(Gitbook::default())
            }
        }
    }

    fn gitbook(&mut self, table: &Table, name: &str) -> Gitbook {
        let mut book = Gitbook::default();
        let mut reader = Reader::new(table, name, Manner::Strict, self.diagnostics);
        let metadata = &mut book.config.metadata;
        metadata.title = words(table, "title").unwrap_or_default();
        metadata.description = words(table, "description");
        let author = |name: String| Contributor { name: name_of(&name).into(), file_as: None, role: Relator::Author };
        metadata.contributors = texts(table, "author").into_iter().map(author).collect();
        book.config.language = reader.language("language").filter(|Language(tag)| !tag.is_empty());
        let inner = |key: &str| table.table("structure").and_then(|structure| words(structure, key));
        let path = |text: Option<String>| text.and_then(|text| resolve("", text.trim_start_matches('/')));
        book.root = path(words(table, "root")).unwrap_or_default();
        book.summary = path(inner("summary")).unwrap_or(book.summary);
        book.readme = path(inner("readme")).unwrap_or(book.readme);
        book
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Plain(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    }
}

fn words(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(|node| text(&node.value))
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    match table.get(key).map(|node| &node.value) {
        Some(Value::List(list)) => list.iter().filter_map(|node| text(&node.value)).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}
