//! From a path to a [`Manuscript`].
//!
//! In: a folder with `book.toml` and `SUMMARY.md`, a folder with one of them, or one Markdown file. Out: the text of every
//! chapter in reading order and what the book says of itself.

use super::config::{self, Config};
use super::files::{Files, Kind};
use super::path::{folder_of, name_of};
use super::{Error, Manuscript, Plan, front_matter, language, plan, slug, text, toml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Language, Matter};
use crate::markdown::summary::{self, Summary};
use crate::source::{FileId, Span};
use std::path::{Path, PathBuf};

/// Loads the manuscript at a path.
///
/// # Errors
/// When there is no manuscript at the path. What is wrong inside of a manuscript is told to `diagnostics`; after an error
/// the manuscript is as complete as it can be, so that later stages find more.
pub fn load(path: &Path, files: &dyn Files, diagnostics: &mut Diagnostics) -> Result<Manuscript, Error> {
    match files.kind(path) {
        Kind::Missing => Err(Error::NotFound { path: path.into() }),
        Kind::Folder => load_folder(path, files, diagnostics),
        Kind::File if matches!(path.file_name().and_then(|n| n.to_str()), Some("book.toml" | "SUMMARY.md")) => {
            load_folder(parent(path), files, diagnostics)
        }
        Kind::File if is_markdown(&path.to_string_lossy()) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut loader = Loader::new(parent(path), files, diagnostics);
            Ok(loader.load_file(&name, None))
        }
        Kind::File => Err(Error::NotMarkdown { path: path.into() }),
    }
}

fn load_folder(folder: &Path, files: &dyn Files, diagnostics: &mut Diagnostics) -> Result<Manuscript, Error> {
    let mut loader = Loader::new(folder, files, diagnostics);
    let config = loader.read_config();
    let src = config.as_ref().map_or_else(|| "src".into(), |config| loader.source_folder(config));
    let places = if src.is_empty() { vec![String::new()] } else { vec![src.clone(), String::new()] };
    let found = places.iter().find(|place| loader.kind(&joined(place, "SUMMARY.md")) == Kind::File);
    if let Some(place) = found {
        return Ok(loader.load_summary(place, config));
    }
    match loader.only_text(&places).as_slice() {
        [only] => Ok(loader.load_file(only, config)),
        several => Err(Error::NoSummary { folder: folder.into(), texts: several.len() }),
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
}

fn is_markdown(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".md", ".markdown", ".mdown"].iter().any(|ending| lower.ends_with(ending))
}

/// `name` in `folder`; the top has an empty name.
pub(super) fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.into() } else { format!("{folder}/{name}") }
}

/// What is needed while a manuscript is loaded.
pub(super) struct Loader<'a> {
    pub(super) root: PathBuf,
    pub(super) files: &'a dyn Files,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) manuscript: Manuscript,
}

impl<'a> Loader<'a> {
    fn new(root: &Path, files: &'a dyn Files, diagnostics: &'a mut Diagnostics) -> Loader<'a> {
        let mut manuscript = Manuscript { root: root.into(), ..Manuscript::default() };
        let shown = root.to_string_lossy().replace('\\', "/");
        let shown = shown.trim_start_matches("./").trim_end_matches('/');
        let is_here = matches!(shown, "" | ".") && !root.has_root();
        manuscript.sources.base = if is_here { String::new() } else { format!("{shown}/") };
        Loader { root: root.into(), files, diagnostics, manuscript }
    }

    pub(super) fn kind(&self, path: &str) -> Kind {
        self.files.kind(&self.root.join(path))
    }

    /// The text of a file, which `named_at` names; tells why when there is none.
    pub(super) fn read_text(&mut self, path: &str, named_at: Option<Span>) -> Option<FileId> {
        text::read(self.files, &self.root, path, named_at, &mut self.manuscript.sources, self.diagnostics)
    }

    /// `book.toml`, when there is one.
    fn read_config(&mut self) -> Option<Config> {
        if self.kind("book.toml") != Kind::File {
            return None;
        }
        let Some(file) = self.read_text("book.toml", None) else { return Some(Config::default()) };
        let text = &self.manuscript.sources.file(file).text;
        match toml::read(text, Span::new(file, 0, text.len() as u32)) {
            Ok(table) => Some(config::read(&table, self.diagnostics)),
            Err(errors) => {
                errors.into_iter().for_each(|error| self.diagnostics.push(error));
                Some(Config::default())
            }
        }
    }

    /// The folder of the chapters: `src`, unless the configuration names another.
    fn source_folder(&mut self, config: &Config) -> String {
        let Some(src) = &config.src else { return "src".into() };
        super::path::resolve("", &src.value).filter(|_| !src.value.starts_with('/')).unwrap_or_else(|| {
            let message = format!("the folder {:?} lies outside of the manuscript", src.value);
            self.diagnostics.push(Diagnostic::error(Code::OutsideManuscript, message).at(src.span));
            "src".into()
        })
    }

    /// The Markdown files of the first of these folders that has any.
    fn only_text(&self, places: &[String]) -> Vec<String> {
        let texts = |place: &String| -> Vec<String> {
            let names = self.files.names(&self.root.join(place));
            names.iter().filter(|name| is_markdown(name)).map(|name| joined(place, name)).collect()
        };
        places.iter().rev().map(texts).find(|texts| !texts.is_empty()).unwrap_or_default()
    }

    /// A manuscript of one file.
    fn load_file(&mut self, path: &str, config: Option<Config>) -> Manuscript {
        let Some(file) = self.read_text(path, None) else { return std::mem::take(&mut self.manuscript) };
        let text = self.manuscript.sources.file(file).text.clone();
        let found = front_matter::find(&text);
        let start = found.map_or(0, |found| found.body);
        let config = config.unwrap_or_else(|| {
            found.map(|found| front_matter::read(&text, found, file, self.diagnostics)).unwrap_or_default()
        });
        self.manuscript.plan = vec![Plan::Whole { file, path: path.into(), start: start as u32 }];
        if text[start..].trim().is_empty() && !self.diagnostics.has_errors() {
            self.tell_empty(Span::new(file, 0, 0), "write some text below the front matter");
        }
        let fallback = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let title = summary::first_heading(&text[start..]);
        self.finish(config, title, fallback.unwrap_or_default(), folder_of(path))
    }

    /// A manuscript whose order `SUMMARY.md` gives.
    fn load_summary(&mut self, folder: &str, config: Option<Config>) -> Manuscript {
        let path = joined(folder, "SUMMARY.md");
        let Some(file) = self.read_text(&path, None) else { return std::mem::take(&mut self.manuscript) };
        let text = self.manuscript.sources.file(file).text.clone();
        let summary = summary::read_summary(&text, file, self.diagnostics);
        self.manuscript.plan = plan::build(self, &summary, folder);
        if config.is_none() {
            self.add_readme(folder, file);
        }
        if self.is_blank() && !self.diagnostics.has_errors() {
            self.tell_empty(Span::new(file, 0, 0), "list at least one chapter that has text");
        }
        let title = self.title_of_summary(&summary, folder);
        let fallback = self.folder_name();
        self.finish(config.unwrap_or_default(), title, fallback, folder)
    }

    /// GitBook's introduction: the `README.md` beside a `SUMMARY.md` that does not list it.
    fn add_readme(&mut self, folder: &str, summary: FileId) {
        let path = joined(folder, "README.md");
        if self.kind(&path) != Kind::File || plan::lists(&self.manuscript.plan, "README.md") {
            return;
        }
        let Some(file) = self.read_text(&path, None) else { return };
        let title = summary::first_heading(&self.manuscript.sources.file(file).text);
        let (title, span) = (title.unwrap_or_else(|| "README".into()), Span::new(summary, 0, 0));
        let chapter = Plan::Chapter {
            title,
            file: Some(file),
            path: "README.md".into(),
            matter: Matter::Front,
            number: Vec::new(),
            children: Vec::new(),
            span,
        };
        self.manuscript.plan.insert(0, chapter);
    }

    /// True when no chapter has any text.
    fn is_blank(&self) -> bool {
        let texts = plan::files(&self.manuscript.plan);
        texts.iter().all(|file| self.manuscript.sources.file(*file).text.trim().is_empty())
    }

    fn tell_empty(&mut self, span: Span, hint: &str) {
        self.diagnostics.push(Diagnostic::error(Code::EmptyBook, "the book has no text").at(span).hint(hint));
    }

    /// A title for a book without one: the heading of `SUMMARY.md`, unless it only says "contents"; the heading of a
    /// `README.md`; the heading of the first chapter.
    fn title_of_summary(&mut self, summary: &Summary, folder: &str) -> Option<String> {
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

    /// The name of the manuscript's folder.
    fn folder_name(&self) -> String {
        let real = self.files.real(&self.root).unwrap_or_else(|_| self.root.clone());
        real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Puts in what the configuration says and guesses what it leaves out.
    fn finish(&mut self, config: Config, title: Option<String>, fallback: String, folder: &str) -> Manuscript {
        let mut metadata = config.metadata;
        if metadata.title.is_empty() {
            metadata.title = self.guess_title(title, fallback);
        }
        metadata.language = match config.language {
            Some(language) => language,
            None => self.guess_language(),
        };
        self.manuscript.slug = config.slug.unwrap_or_else(|| slug::slug(&metadata.title));
        self.manuscript.metadata = metadata;
        self.manuscript.overrides = config.overrides;
        self.find_cover(config.cover, folder);
        std::mem::take(&mut self.manuscript)
    }

    fn guess_title(&mut self, title: Option<String>, fallback: String) -> String {
        let hint = "write `title = \"…\"` under `[book]` in book.toml, or `title: …` in the front matter";
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            let message = format!("the manuscript states no title; taken from a heading: {title:?}");
            self.diagnostics.push(Diagnostic::note(Code::MissingMetadata, message).hint(hint));
            return title;
        }
        let title = if fallback.trim().is_empty() { "Untitled".to_owned() } else { fallback };
        if !self.diagnostics.has_errors() {
            let message = format!("the manuscript states no title; taken from its file name: {title:?}");
            self.diagnostics.push(Diagnostic::warning(Code::MissingMetadata, message).hint(hint));
        }
        title
    }

    fn guess_language(&mut self) -> Language {
        let sources = &self.manuscript.sources;
        let mut sample = String::new();
        for file in plan::files(&self.manuscript.plan).into_iter().take(8) {
            sample.push_str(&sources.file(file).text);
            sample.push('\n');
        }
        let Some(guess) = language::guess(&sample).filter(|guess| *guess != "en") else { return Language::default() };
        let message = format!("the manuscript states no language; its text reads as {guess:?}");
        let hint = format!(
            "write `language = \"{guess}\"` under `[book]` in book.toml, or `lang: {guess}` in the front matter"
        );
        self.diagnostics.push(Diagnostic::note(Code::MissingMetadata, message).hint(hint));
        Language(guess.into())
    }

    /// The cover: as the configuration says, else a picture called `cover`.
    fn find_cover(&mut self, given: Option<crate::source::Spanned<String>>, folder: &str) {
        if let Some(given) = given {
            let Some(path) = super::path::resolve("", &given.value) else {
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

    /// The nearest name to that of a missing file, in its folder.
    pub(super) fn nearest_file(&self, path: &str) -> Option<String> {
        text::nearest_file(self.files, &self.root, path)
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

/// The file name of a path without its ending.
pub(super) fn stem(path: &str) -> &str {
    let name = name_of(path);
    name.rfind('.').map_or(name, |dot| &name[..dot])
}
