//! A book that mdBook hands over.
//!
//! In: the JSON that mdBook, 0.4 or 0.5, writes to a backend. Out: the manuscript that it is, prepared already, and the
//! folder that the books go to. Chapters that mdBook and its preprocessors left as they are keep their places in their
//! files.

use super::conventions::Conventions;
use super::exchange;
use super::loader::{Loader, joined};
use super::text;
use super::world::World;
use super::{Error, Manuscript, Plan};
use crate::diagnostic::Diagnostics;
use crate::document::Matter;
use crate::markdown::summary;
use crate::mdbook::Book;
use crate::source::{FileId, Span};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// What mdBook handed over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The manuscript.
    pub manuscript: Manuscript,
    /// The folder that the books go to.
    pub destination: PathBuf,
}

/// Reads the book that mdBook hands over.
///
/// # Errors
/// When it is none.
pub fn receive(json: &[u8], world: &World<'_>, diagnostics: &mut Diagnostics) -> Result<Handed, Error> {
    let not_handed = |reason: String| Error::NotHanded { reason };
    let context: Json = serde_json::from_slice(json).map_err(|error| not_handed(error.to_string()))?;
    let text = |key: &str| {
        let text = context.get(key).and_then(Json::as_str);
        text.ok_or_else(|| not_handed(format!("it has no text `{key}`")))
    };
    let (root, destination) = (Path::new(text("root")?), Path::new(text("destination")?));
    let book = context.get("book").ok_or_else(|| not_handed("it has no `book`".into()))?;
    let book = Book::from_json(book).map_err(|error| not_handed(error.to_string()))?;
    let mut config = context.get("config").cloned().unwrap_or_default();
    strip(&mut config);
    let config = ::toml::to_string(&config).map_err(|error| not_handed(error.to_string()))?;
    let mut loader = Loader::new(root, world, diagnostics);
    let manuscript = loader.load_handed(&config, book);
    Ok(Handed { manuscript, destination: root.join(destination) })
}

/// Takes away nothings, which TOML does not know.
fn strip(json: &mut Json) {
    match json {
        Json::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(strip);
        }
        Json::Array(list) => {
            list.retain(|value| !value.is_null());
            list.iter_mut().for_each(strip);
        }
        _ => {}
    }
}

impl Loader<'_> {
    fn load_handed(&mut self, config: &str, mut book: Book) -> Manuscript {
        // As text, so that messages can point into it.
        let file = self.manuscript.sources.add_elsewhere("book.toml as mdBook hands it over", config);
        let mut config = self.config_of(file, &[]);
        config.setup.conventions.get_or_insert_with(Conventions::default);
        let folder = self.source_folder(&config);
        let path = joined(&folder, "SUMMARY.md");
        let summary = self.text_of(&path).unwrap_or_else(|| self.manuscript.sources.add(path, ""));
        let mut paths = Vec::new();
        book.each_mut(&mut |chapter| paths.extend(chapter.source_path.clone()));
        self.manuscript.plan = paths.into_iter().map(|path| self.listed(&folder, path, summary)).collect();
        exchange::take_back(self, &book, &folder, summary, "from mdBook");
        if self.is_blank() && !self.diagnostics.has_errors() {
            self.tell_empty(Span::new(summary, 0, 0), "list at least one chapter that has text");
        }
        let read = summary::read_summary(
            &self.manuscript.sources.file(summary).text.clone(),
            summary,
            false,
            &mut Diagnostics::default(),
        );
        let title = self.title_of_summary(&read, &folder);
        let fallback = self.folder_name();
        self.has_config = true;
        self.finish(config, title, fallback, &folder)
    }

    /// A chapter with the text that its file has.
    fn listed(&mut self, folder: &str, path: String, summary: FileId) -> Plan {
        let file = self.text_of(&joined(folder, &path));
        Plan::Chapter {
            title: String::new(),
            file,
            path,
            matter: Matter::Body,
            number: Vec::new(),
            children: Vec::new(),
            span: Span::new(summary, 0, 0),
        }
    }

    /// The text of a file, when there is one that can be read: mdBook has read it and told what was wrong.
    fn text_of(&mut self, path: &str) -> Option<FileId> {
        let mut unheard = Diagnostics::default();
        text::read(self.world.files, &self.root, path, None, &mut self.manuscript.sources, &mut unheard)
    }
}

#[cfg(test)]
mod tests {
    use super::super::InMemory;
    use super::*;
    use serde_json::json;

    fn handed(list: &str) -> (Manuscript, PathBuf) {
        let chapter = json!({ "Chapter": { "name": "A", "content": "# A\n\nmore\n", "number": [1], "sub_items": [],
            "path": "index.md", "source_path": "README.md", "parent_names": [] } });
        let context = json!({ "version": "0.5.4", "root": "/b", "destination": "/b/book/bifolio",
            "book": { list: [{ "PartTitle": "P" }, chapter, "Separator"], "__non_exhaustive": null },
            "config": { "book": { "title": "T", "language": null, "src": "text", "authors": ["X"] },
                "output": { "bifolio": { "command": "bifolio mdbook", "theme": { "trim": "a5" } } } } });
        let files = InMemory::new([("/b/text/SUMMARY.md", "- [A](README.md)\n"), ("/b/text/README.md", "# A\n")]);
        let world = World::of(&files);
        let mut diagnostics = Diagnostics::default();
        let handed = receive(context.to_string().as_bytes(), &world, &mut diagnostics).expect("a book");
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
        (handed.manuscript, handed.destination)
    }

    #[test]
    fn both_versions_hand_over_a_manuscript() {
        for list in ["items", "sections"] {
            let (manuscript, destination) = handed(list);
            assert_eq!(destination, Path::new("/b/book/bifolio"));
            assert_eq!((manuscript.metadata.title.as_str(), manuscript.slug.as_str()), ("T", "t"));
            assert!(manuscript.overrides.trim.is_some() && manuscript.conventions.is_some());
            let Plan::Part { title, children, .. } = &manuscript.plan[0] else { panic!("a part") };
            let Plan::Chapter { path, file: Some(file), .. } = &children[0] else { panic!("a chapter") };
            assert_eq!((title.as_str(), path.as_str()), ("P", "README.md"));
            let sources = &manuscript.sources;
            assert_eq!(sources.file(*file).text, "# A\n\nmore\n");
            assert_eq!(sources.shown_name(sources.origin(Span::new(*file, 0, 1)).file), "/b/text/README.md");
            assert_eq!(
                sources.shown_name(sources.origin(Span::new(*file, 6, 7)).file),
                "/b/text/README.md (from mdBook)"
            );
        }
    }

    #[test]
    fn what_is_no_book_is_told() {
        let files = InMemory::default();
        for text in ["", "{}", "[]", "{\"root\": 1}", r#"{"root": "/", "destination": "/", "book": {}}"#] {
            let error = receive(text.as_bytes(), &World::of(&files), &mut Diagnostics::default()).err();
            assert!(matches!(error, Some(Error::NotHanded { .. })), "{text}");
        }
    }
}
