//! What a manuscript leaves unsaid.
//!
//! In: the chapters and the order as read. Out: a title, a language and a cover; every guess is told.

use super::files::Kind;
use super::language::{self, Told};
use super::loader::{Loader, joined};
use super::path::resolve;
use super::plan;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Language;
use crate::markdown::summary::{self, Summary};
use crate::source::{Span, Spanned};

impl Loader<'_> {
    /// A title for a book without one: the heading of `SUMMARY.md`, unless it only says "contents"; the heading of a
    /// `README.md`; the heading of the first chapter.
    pub(super) fn title_of_summary(&mut self, summary: &Summary, folder: &str) -> Option<String> {
        let own = summary.title.as_ref().map(|title| title.value.clone());
        if let Some(title) = own.filter(|title| !title.is_empty() && !is_word_for_contents(title)) {
            return Some(title);
        }
        let sources = &self.manuscript.sources;
        let readme = joined(folder, "README.md");
        let readme = sources.files().find(|(_, file)| file.name == readme).map(|(id, _)| id);
        let first = plan::files(&self.manuscript.plan).first().copied();
        readme.or(first).and_then(|file| summary::first_heading(&sources.file(file).text))
    }

    /// The title of a book that states none: that of a heading, else that of the file.
    pub(super) fn guess_title(&mut self, title: Option<String>, fallback: String) -> String {
        let hint = "write `title = \"…\"` under `[book]` in book.toml, or `title: …` in the front matter";
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            let message = format!("the manuscript states no title; taken from a heading: {title:?}");
            self.guessed(Diagnostic::note(Code::MissingMetadata, message).hint(hint));
            return title;
        }
        let title = if fallback.trim().is_empty() { "Untitled".to_owned() } else { fallback };
        let message = format!("the manuscript states no title; taken from its file name: {title:?}");
        self.guessed(Diagnostic::warning(Code::MissingTitle, message).hint(hint));
        title
    }

    /// Tells of a guess; after an error nothing is known of what the manuscript would have said.
    fn guessed(&mut self, mut diagnostic: Diagnostic) {
        if !self.diagnostics.has_errors() {
            // The first file that was read is where the book speaks of itself.
            let start = self.manuscript.sources.files().next().map(|(file, _)| Span::new(file, 0, 0));
            diagnostic.span = start;
            self.diagnostics.push(diagnostic);
        }
    }

    /// The language of a book that states none. One that mdBook builds too is English by mdBook's own rule, which is as good
    /// as stated, unless its text tells another language; else it is what the text tells.
    pub(super) fn guess_language(&mut self, is_mdbooks: bool) -> Language {
        let sources = &self.manuscript.sources;
        let mut sample = String::new();
        for file in plan::files(&self.manuscript.plan).into_iter().take(8) {
            sample.push_str(&sources.file(file).text);
            sample.push('\n');
        }
        let told = language::guess(&sample);
        if is_mdbooks && matches!(told, Told::Is("en") | Told::Nothing) {
            let message = "the book states no language; it is \"en\", as mdBook has it";
            let hint = "where it is in another language, write `language` under `[book]` in book.toml";
            self.guessed(Diagnostic::note(Code::MissingMetadata, message).hint(hint));
            return Language("en".into());
        }
        let guess = if let Told::Is(tag) = told { tag } else { "en" };
        let message = format!("the manuscript states no language; {guess:?} is taken");
        let hint = match told {
            Told::IsForeign => {
                "write the tag of its language, such as `language = \"chr\"`, under `[book]` in book.toml, \
                                or `lang: chr` in the front matter"
                    .into()
            }
            _ => format!(
                "write `language = \"{guess}\"` under `[book]` in book.toml, or `lang: {guess}` in the front matter"
            ),
        };
        self.guessed(Diagnostic::note(Code::MissingLanguage, message).hint(hint));
        Language(guess.into())
    }

    /// The cover: as the configuration says, else a picture called `cover`.
    pub(super) fn find_cover(&mut self, given: Option<Spanned<String>>, folder: &str) {
        if let Some(given) = given {
            let Some(path) = resolve("", &given.value) else {
                let message = format!("the cover {:?} lies outside of the manuscript", given.value);
                self.diagnostics.push(Diagnostic::error(Code::OutsideManuscript, message).at(given.span));
                return;
            };
            let below = joined(folder, &path);
            let path = if self.kind(&path) != Kind::File && self.kind(&below) == Kind::File { below } else { path };
            self.manuscript.cover = Some((path, Some(given.span)));
            return;
        }
        let names = ["cover.jpg", "cover.jpeg", "cover.png"];
        let paths = ["", folder].into_iter().flat_map(|place| names.map(|name| joined(place, name)));
        self.manuscript.cover = paths.into_iter().find(|path| self.kind(path) == Kind::File).map(|path| (path, None));
    }
}

/// True for headings that name the list and not the book.
fn is_word_for_contents(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "summary",
        "contents",
        "table of contents",
        "toc",
        "index",
        "содержание",
        "оглавление",
        "зміст",
        "inhalt",
        "inhaltsverzeichnis",
        "sommaire",
        "table des matières",
        "índice",
        "indice",
        "contenido",
        "sumario",
        "sumário",
        "resumen",
        "innhold",
        "innehåll",
        "indhold",
        "inhoud",
        "spis treści",
        "obsah",
        "目录",
        "目次",
    ];
    WORDS.contains(&title.trim().to_lowercase().as_str())
}
