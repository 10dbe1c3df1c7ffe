//! What every way to load a manuscript needs.
//!
//! In: the folder of a manuscript and the world. Out: its texts, its configuration; at the end the [`Manuscript`], with what
//! the configuration says and guesses for what it leaves out.

use super::config::{self, Config};
use super::files::Kind;
use super::path::name_of;
use super::world::World;
use super::{Manuscript, overrides, plan, slug, text, toml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use std::path::{Path, PathBuf};

/// What is needed while a manuscript is loaded.
pub(super) struct Loader<'a> {
    pub(super) root: PathBuf,
    pub(super) world: &'a World<'a>,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) manuscript: Manuscript,
    /// True when there is a `book.toml`.
    pub(super) has_config: bool,
}

impl<'a> Loader<'a> {
    pub(super) fn new(root: &Path, world: &'a World<'a>, diagnostics: &'a mut Diagnostics) -> Loader<'a> {
        let mut manuscript = Manuscript { root: root.into(), ..Manuscript::default() };
        let shown = root.to_string_lossy().replace('\\', "/");
        let shown = shown.trim_start_matches("./").trim_end_matches('/');
        let is_here = matches!(shown, "" | ".") && !root.has_root();
        manuscript.sources.base = if is_here { String::new() } else { format!("{shown}/") };
        Loader { root: root.into(), world, diagnostics, manuscript, has_config: false }
    }

    pub(super) fn kind(&self, path: &str) -> Kind {
        self.world.files.kind(&self.root.join(path))
    }

    /// The text of a file, which `named_at` names; tells why when there is none.
    pub(super) fn read_text(&mut self, path: &str, named_at: Option<Span>) -> Option<FileId> {
        text::read(self.world.files, &self.root, path, named_at, &mut self.manuscript.sources, self.diagnostics)
    }

    /// `book.toml`, when there is one.
    pub(super) fn read_config(&mut self) -> Option<Config> {
        if self.kind("book.toml") != Kind::File {
            return None;
        }
        self.has_config = true;
        let Some(file) = self.read_text("book.toml", None) else { return Some(Config::default()) };
        Some(self.config_of(file, &self.world.overrides))
    }

    /// What a file of TOML says, and variables of the environment after it.
    pub(super) fn config_of(&mut self, file: FileId, variables: &[(String, String)]) -> Config {
        let text = &self.manuscript.sources.file(file).text;
        match toml::read(text, Span::new(file, 0, text.len() as u32)) {
            Ok(mut table) => {
                overrides::apply(&mut table, variables, &mut self.manuscript.sources);
                self.manuscript.stated = table.stated();
                self.manuscript.stated_at = table.places();
                config::read(&table, self.diagnostics)
            }
            Err(errors) => {
                errors.into_iter().for_each(|error| self.diagnostics.push(error));
                Config::default()
            }
        }
    }

    /// The folder of the chapters: `src`, unless the configuration names another.
    pub(super) fn source_folder(&mut self, config: &Config) -> String {
        let Some(src) = &config.src else { return "src".into() };
        super::path::resolve("", &src.value).filter(|_| !src.value.starts_with('/')).unwrap_or_else(|| {
            let message = format!("the folder {:?} lies outside of the manuscript's folder", src.value);
            let mut diagnostic = Diagnostic::error(Code::OutsideManuscript, message).at(src.span);
            let inner = src.value.trim_start_matches("../");
            let ups = src.value[..src.value.len() - inner.len()].trim_end_matches('/');
            if !ups.is_empty() && super::path::resolve("", inner).is_some_and(|inner| !inner.is_empty()) {
                diagnostic = diagnostic.hint(format!(
                    "move book.toml to the folder that holds both, which is `{ups}`, and write `src = {inner:?}`"
                ));
            }
            self.diagnostics.push(diagnostic);
            "src".into()
        })
    }

    /// True when no chapter has any text.
    pub(super) fn is_blank(&self) -> bool {
        let texts = plan::files(&self.manuscript.plan);
        texts.iter().all(|file| self.manuscript.sources.file(*file).text.trim().is_empty())
    }

    pub(super) fn tell_empty(&mut self, span: Span, hint: &str) {
        self.diagnostics.push(Diagnostic::error(Code::EmptyBook, "the book has no text").at(span).hint(hint));
    }

    /// The name of the manuscript's folder.
    pub(super) fn folder_name(&self) -> String {
        let real = self.world.files.real(&self.root).unwrap_or_else(|_| self.root.clone());
        real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Puts in what the configuration says and guesses what it leaves out.
    pub(super) fn finish(
        &mut self,
        config: Config,
        title: Option<String>,
        fallback: String,
        folder: &str,
    ) -> Manuscript {
        let mut metadata = config.metadata;
        if metadata.title.is_empty() {
            metadata.title = self.guess_title(title, fallback);
        }
        let is_mdbooks = config.setup.conventions.as_ref().is_some_and(|conventions| conventions.is_mdbooks);
        metadata.language = config.language.unwrap_or_else(|| self.guess_language(is_mdbooks));
        self.manuscript.editions = config.editions;
        for edition in &mut self.manuscript.editions {
            if edition.metadata.title.is_empty() {
                edition.metadata.title.clone_from(&metadata.title);
            }
            edition.metadata.language = metadata.language.clone();
            edition.overrides.letter = metadata.language.prints_on_letter();
        }
        self.manuscript.slug = config.slug.unwrap_or_else(|| slug::slug(&metadata.title));
        self.manuscript.metadata = metadata;
        self.manuscript.overrides = config.overrides;
        self.manuscript.overrides.letter = self.manuscript.metadata.language.prints_on_letter();
        self.manuscript.standards = config.standards;
        self.manuscript.fonts = self.read_fonts(config.fonts, self.has_config);
        self.manuscript.publication = config.publication;
        self.diagnostics.set_levels(config.levels);
        self.manuscript.conventions = config.setup.conventions;
        if self.manuscript.conventions.as_ref().is_some_and(|conventions| !conventions.section_labels) {
            plan::unnumber(&mut self.manuscript.plan);
        }
        self.find_cover(config.cover, folder);
        std::mem::take(&mut self.manuscript)
    }

    /// The nearest name to that of a missing file, in its folder.
    pub(super) fn nearest_file(&self, path: &str) -> Option<String> {
        text::nearest_file(self.world.files, &self.root, path)
    }
}

/// True for the name of a Markdown file.
pub(super) fn is_markdown(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".md", ".markdown", ".mdown"].iter().any(|ending| lower.ends_with(ending))
}

/// `name` in `folder`; the top has an empty name.
pub(super) fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.into() } else { format!("{folder}/{name}") }
}

/// The file name of a path without its ending.
pub(super) fn stem(path: &str) -> &str {
    let name = name_of(path);
    name.rfind('.').map_or(name, |dot| &name[..dot])
}
