//! Editions: one manuscript, several books.
//!
//! In: `[editions.NAME]` of a configuration, or `editions` of a front matter, and what the command line chooses. Out: the
//! manuscript of that edition: its metadata, its theme, and the classes that it shows.

use super::Manuscript;
use super::config::Config;
use super::metadata;
use super::reader::{Reader, nearest};
use super::slug::is_slug;
use super::theme;
use super::value::Value;
use crate::design::{Overrides, THEMES, Wish};
use crate::document::{Contributor, Metadata, Relator, Selection};
use crate::units::Size;

/// An edition as a configuration has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Its name.
    pub(super) name: String,
    /// What is said about it.
    pub(super) metadata: Metadata,
    /// Its theme.
    pub(super) overrides: Overrides,
    /// The name of its files.
    pub(super) slug: Option<String>,
    /// Classes that it shows besides its own name.
    pub(super) show: Vec<String>,
    /// Classes that it leaves out.
    pub(super) hide: Vec<String>,
}

/// Reads the table `editions`, when everything else has been read: an edition is the book with a few changes.
pub(super) fn read(config: &mut Config, keys: &mut Reader<'_>) {
    let Some(table) = keys.table("editions") else { return };
    let mut editions = keys.inner(table, "[editions]");
    for entry in &table.entries {
        let name = entry.key.value.clone();
        let Some(Value::Table(own)) = editions.node(&name).map(|node| &node.value) else {
            editions.table(&name);
            continue;
        };
        if !is_slug(&name) {
            let hint = "write letters, digits, hyphens, underscores and dots".to_owned();
            editions.invalid(entry.key.span, format!("{name:?} is no name for an edition"), Some(hint));
            continue;
        }
        let shown = editions.name_of(&name);
        let inner = editions.inner(own, shown);
        let edition = read_one(config, name, inner);
        config.editions.push(edition);
    }
    editions.finish();
}

fn read_one(config: &Config, name: String, mut keys: Reader<'_>) -> Edition {
    let mut metadata = config.metadata.clone();
    if let Some(title) = keys.text_or_number("title") {
        metadata.title = title;
    }
    metadata.description = keys.words("description").or(metadata.description);
    let authors: Vec<String> =
        keys.texts("authors").into_iter().map(|author| super::config::name_of(&author.value).to_owned()).collect();
    if !authors.is_empty() {
        metadata.contributors.retain(|person| person.role != Relator::Author);
        let author = |name| Contributor { name, file_as: None, role: Relator::Author };
        metadata.contributors.splice(0..0, authors.into_iter().map(author));
    }
    metadata::read(&mut metadata, &mut keys);
    let slug = keys.text("slug").filter(|slug| is_slug(&slug.value)).map(|slug| slug.value);
    let classes = |keys: &mut Reader<'_>, key: &str| -> Vec<String> {
        keys.texts(key).into_iter().map(|class| class.value.trim_start_matches('.').to_owned()).collect()
    };
    let (show, hide) = (classes(&mut keys, "show"), classes(&mut keys, "hide"));
    let mut overrides = config.overrides.clone();
    if let Some(table) = keys.table("theme") {
        let name = keys.name_of("theme");
        theme::read(&mut overrides, keys.inner(table, name));
    }
    keys.finish();
    Edition { name, metadata, overrides, slug, show, hide }
}

impl Manuscript {
    /// Takes the edition, the theme and the paper that somebody chooses over those of the configuration.
    ///
    /// # Errors
    /// What is wrong with the choice, in a sentence.
    pub fn choose(&mut self, edition: Option<&str>, preset: Option<&str>, paper: Option<Size>) -> Result<(), String> {
        let mut selection = Selection::default();
        for known in &self.editions {
            [&known.name].into_iter().chain(&known.show).chain(&known.hide).for_each(|class| selection.know(class));
        }
        if let Some(name) = edition {
            self.choose_edition(name, &mut selection)?;
        }
        if let Some(name) = preset {
            let known = THEMES.iter().find(|theme| **theme == name);
            let known = known.ok_or_else(|| unknown("theme", name, THEMES.into_iter()))?;
            self.overrides.base = Some((*known).to_owned());
        }
        self.overrides.trim = paper.or(self.overrides.trim);
        if self.overrides.base.as_deref() == Some("handout") && !edition.is_some_and(|name| self.hides(name, "handout"))
        {
            selection.show("handout");
        }
        if selection.has("teacher") && !self.overrides.values.contains_key("answers") {
            self.overrides.values.insert("answers".into(), Wish::Word("end".into()));
        }
        self.selection = selection;
        Ok(())
    }

    fn choose_edition(&mut self, name: &str, selection: &mut Selection) -> Result<(), String> {
        let found = self.editions.iter().find(|edition| edition.name == name).cloned();
        if found.is_none() && !selection.knows(name) {
            return Err(unknown("edition", name, selection.editions()));
        }
        self.slug = format!("{}-{name}", self.slug);
        selection.show(name);
        let Some(edition) = found else { return Ok(()) };
        edition.show.iter().for_each(|class| selection.show(class));
        edition.hide.iter().for_each(|class| selection.hide(class));
        if let Some(slug) = edition.slug {
            self.slug = slug;
        }
        let epoch = self.metadata.epoch;
        self.metadata = Metadata { epoch, ..edition.metadata };
        self.overrides = edition.overrides;
        Ok(())
    }

    /// True when an edition leaves a class out by name.
    fn hides(&self, name: &str, class: &str) -> bool {
        self.editions.iter().any(|edition| edition.name == name && edition.hide.iter().any(|hidden| hidden == class))
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let near = nearest(name, known.iter().copied());
    let hint = match near {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("there are {}", known.join(", ")),
    };
    format!("there is no {what} {name:?}; {hint}")
}
