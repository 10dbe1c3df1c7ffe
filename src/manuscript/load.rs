//! From a path to a [`Manuscript`].
//!
//! In: a folder with `book.toml` and `SUMMARY.md`, a folder with one of them, or one Markdown file. Out: the text of every
//! chapter in reading order and what the book says of itself.

use super::config::Config;
use super::files::{Files, Kind};
use super::gitbook::Gitbook;
use super::loader::{Loader, is_markdown, joined, stem};
use super::path::folder_of;
use super::world::World;
use super::{Error, Manuscript, Plan, front_matter, plan, preprocess};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Matter;
use crate::markdown::summary;
use crate::source::{FileId, Span};
use std::path::Path;

/// Loads the manuscript at a path, by nothing but files.
///
/// # Errors
/// As those of [`load_in`].
pub fn load(path: &Path, files: &dyn Files, diagnostics: &mut Diagnostics) -> Result<Manuscript, Error> {
    load_in(path, &World::of(files), diagnostics)
}

/// Loads the manuscript at a path.
///
/// # Errors
/// When there is no manuscript at the path. What is wrong inside of a manuscript is told to `diagnostics`; after an error
/// the manuscript is as complete as it can be, so that later stages find more.
pub fn load_in(path: &Path, world: &World<'_>, diagnostics: &mut Diagnostics) -> Result<Manuscript, Error> {
    match world.files.kind(path) {
        Kind::Missing => Err(Error::NotFound { path: path.into() }),
        Kind::Folder => load_folder(path, world, diagnostics),
        Kind::File if matches!(path.file_name().and_then(|n| n.to_str()), Some("book.toml" | "SUMMARY.md")) => {
            load_folder(parent(path), world, diagnostics)
        }
        Kind::File if is_markdown(&path.to_string_lossy()) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut loader = Loader::new(parent(path), world, diagnostics);
            Ok(loader.load_file(&name, None))
        }
        Kind::File => Err(Error::NotMarkdown { path: path.into() }),
    }
}

fn load_folder(folder: &Path, world: &World<'_>, diagnostics: &mut Diagnostics) -> Result<Manuscript, Error> {
    let mut loader = Loader::new(folder, world, diagnostics);
    let config = loader.read_config();
    let src = config.as_ref().map_or_else(|| "src".into(), |config| loader.source_folder(config));
    let gitbook = if config.is_none() { loader.read_gitbook() } else { None };
    if let Some(book) = gitbook
        && loader.kind(&joined(&book.root, &book.summary)) == Kind::File
    {
        return Ok(loader.load_gitbook(book));
    }
    let places = if src.is_empty() { vec![String::new()] } else { vec![src.clone(), String::new()] };
    let found = places.iter().find(|place| loader.kind(&joined(place, "SUMMARY.md")) == Kind::File);
    if let Some(place) = found {
        return Ok(match config {
            Some(config) => loader.load_summary(place, "SUMMARY.md", config),
            None => loader.load_gitbook(Gitbook { root: place.clone(), ..Gitbook::default() }),
        });
    }
    let texts = loader.only_text(&places);
    if let [only] = texts.as_slice() {
        return Ok(loader.load_file(only, config));
    }
    let error = Error::NoSummary { folder: folder.into(), texts: texts.len() };
    if config.is_none() {
        return Err(error);
    }
    // There is a manuscript, and something may have been found in its book.toml: that its text lies elsewhere, for one.
    if loader.diagnostics.sorted().iter().all(|found| found.code != Code::OutsideManuscript) {
        loader.diagnostics.push(error.diagnostic());
    }
    Ok(loader.manuscript)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
}

impl Loader<'_> {
    /// The Markdown files of the first of these folders that has any.
    fn only_text(&self, places: &[String]) -> Vec<String> {
        let texts = |place: &String| -> Vec<String> {
            let names = self.world.files.names(&self.root.join(place));
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
        if config.is_none() {
            let table = found.and_then(|found| front_matter::table(&text, found, file).ok()).unwrap_or_default();
            self.manuscript.stated = table.stated();
            self.manuscript.stated_at = table.places();
        }
        let config = config.unwrap_or_else(|| {
            found.map(|found| front_matter::read(&text, found, file, self.diagnostics)).unwrap_or_default()
        });
        self.manuscript.plan = vec![Plan::Whole { file, path: path.into(), start: start as u32 }];
        if text[start..].trim().is_empty() && !self.diagnostics.has_errors() {
            self.tell_empty(Span::new(file, 0, 0), "write some text below the front matter");
        }
        preprocess::preprocess_whole(self, &config.setup);
        let fallback = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let title = self.heading_of_whole();
        self.finish(config, title, fallback.unwrap_or_default(), folder_of(path))
    }

    /// The first heading of the one text.
    fn heading_of_whole(&self) -> Option<String> {
        let [Plan::Whole { file, start, .. }] = self.manuscript.plan.as_slice() else { return None };
        let text = &self.manuscript.sources.file(*file).text;
        text.get(*start as usize..).and_then(summary::first_heading)
    }

    /// A manuscript whose order a table of contents such as `SUMMARY.md` gives.
    fn load_summary(&mut self, folder: &str, name: &str, config: Config) -> Manuscript {
        self.load_listed(folder, name, None, config)
    }

    /// The same without `book.toml`, as GitBook has it.
    fn load_gitbook(&mut self, book: Gitbook) -> Manuscript {
        self.load_listed(&book.root, &book.summary, Some(&book.readme), book.config)
    }

    fn load_listed(&mut self, folder: &str, name: &str, readme: Option<&str>, config: Config) -> Manuscript {
        let path = joined(folder, name);
        let Some(file) = self.read_text(&path, None) else { return std::mem::take(&mut self.manuscript) };
        let text = self.manuscript.sources.file(file).text.clone();
        let has_formulas = config.setup.conventions.as_ref().is_none_or(|conventions| conventions.dollars);
        let summary = summary::read_summary(&text, file, has_formulas, self.diagnostics);
        self.manuscript.summary = Some(file);
        self.manuscript.plan = plan::build(self, &summary, folder, config.setup.has_stubs());
        if let Some(readme) = readme {
            self.add_readme(folder, readme, file);
        }
        preprocess::preprocess(self, &config.setup, folder, file);
        if self.is_blank() && !self.diagnostics.has_errors() {
            self.tell_empty(Span::new(file, 0, 0), "list at least one chapter that has text");
        }
        let title = self.title_of_summary(&summary, folder);
        let fallback = self.folder_name();
        self.finish(config, title, fallback, folder)
    }

    /// GitBook's introduction: the `README.md` beside a `SUMMARY.md` that does not list it.
    fn add_readme(&mut self, folder: &str, name: &str, summary: FileId) {
        let path = joined(folder, name);
        if self.kind(&path) != Kind::File || plan::lists(&self.manuscript.plan, name) {
            return;
        }
        let Some(file) = self.read_text(&path, None) else { return };
        let title = summary::first_heading(&self.manuscript.sources.file(file).text);
        let (title, span) = (title.unwrap_or_else(|| stem(name).into()), Span::new(summary, 0, 0));
        let chapter = Plan::Chapter {
            title,
            file: Some(file),
            path: name.into(),
            matter: Matter::Front,
            number: Vec::new(),
            children: Vec::new(),
            span,
        };
        self.manuscript.plan.insert(0, chapter);
    }
}

#[cfg(test)]
mod tests {
    use super::super::InMemory;
    use super::*;
    use crate::diagnostic::Severity;

    const TOML: &str = "[book]\ntitle = \"T\"\nlanguage = \"en\"\n";

    fn loaded(path: &str, files: &InMemory) -> (Manuscript, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new(path), files, &mut diagnostics).expect("a manuscript");
        (manuscript, diagnostics)
    }

    /// Severity, code, file and line of each finding.
    fn told(manuscript: &Manuscript, diagnostics: &Diagnostics) -> Vec<(Severity, Code, String)> {
        let place = |span: Span| {
            let line = manuscript.sources.line_column(span);
            format!("{}:{}:{}", manuscript.sources.shown_name(span.file), line.line, line.column)
        };
        diagnostics.sorted().iter().map(|d| (d.severity, d.code, d.span.map(place).unwrap_or_default())).collect()
    }

    /// Chapters as `number title path matter`, parts as `# title`, nested ones indented.
    fn shown(plan: &[Plan], indent: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for item in plan {
            match item {
                Plan::Part { title, children, .. } => {
                    lines.push(format!("{indent}# {title}"));
                    lines.extend(shown(children, &format!("{indent} ")));
                }
                Plan::Chapter { title, file, path, matter, number, children, .. } => {
                    let read = if file.is_some() { "" } else { " unread" };
                    lines.push(format!("{indent}{number:?} {title} {path} {}{read}", matter.name()));
                    lines.extend(shown(children, &format!("{indent} ")));
                }
                Plan::Whole { path, start, .. } => lines.push(format!("{indent}whole {path} from {start}")),
            }
        }
        lines
    }

    #[test]
    fn an_mdbook_is_a_manuscript() {
        let summary = "# Summary\n\n[Preface](pre.md)\n\n# One\n\n- [A](a.md)\n  - [B](sub/b%20b.md)\n  - [D]()\n\n# Two\n\n\
                       - [C](./sub/../c.md)\n\n[End](end.md)\n";
        let files = InMemory::new([
            ("book/book.toml", TOML),
            ("book/src/SUMMARY.md", summary),
            ("book/src/pre.md", "p"),
            ("book/src/a.md", "\u{feff}# A\r\n"),
            ("book/src/sub/b b.md", "b"),
            ("book/src/c.md", "c"),
            ("book/src/end.md", "e"),
        ]);
        let (manuscript, diagnostics) = loaded("book", &files);
        assert_eq!(told(&manuscript, &diagnostics), []);
        assert_eq!(
            shown(&manuscript.plan, ""),
            [
                "[] Preface pre.md front",
                "# One",
                " [1] A a.md body",
                "  [1, 1] B sub/b b.md body",
                "  [1, 2] D  body unread",
                "# Two",
                " [2] C c.md body",
                "[] End end.md back",
            ]
        );
        let text =
            manuscript.sources.files().find(|(_, file)| file.name == "src/a.md").map(|(_, file)| file.text.as_str());
        assert_eq!(text, Some("# A\r\n"));
        assert_eq!(manuscript.slug, "t");
    }

    #[test]
    fn a_single_file_has_front_matter() {
        let files = InMemory::new([("a/hand out.md", "---\ntitle: Été\nlang: fr\nslug: ete-2\n---\n# One\n")]);
        let (manuscript, diagnostics) = loaded("a/hand out.md", &files);
        assert_eq!(told(&manuscript, &diagnostics), []);
        assert_eq!(shown(&manuscript.plan, ""), ["whole hand out.md from 42"]);
        assert_eq!((manuscript.metadata.title.as_str(), manuscript.slug.as_str()), ("Été", "ete-2"));
        assert_eq!(manuscript.metadata.language.0, "fr");
        assert_eq!(manuscript.root, Path::new("a"));
    }

    #[test]
    fn a_folder_with_one_text_is_that_text() {
        let files = InMemory::new([("a/only.md", "# The Title\n\ntext\n"), ("a/x.png", "")]);
        let (manuscript, diagnostics) = loaded("a", &files);
        let note = |code| (Severity::Note, code, "a/only.md:1:1".to_owned());
        assert_eq!(told(&manuscript, &diagnostics), [note(Code::MissingMetadata), note(Code::MissingLanguage)]);
        assert_eq!(manuscript.metadata.title, "The Title");
        assert_eq!(shown(&manuscript.plan, ""), ["whole only.md from 0"]);
    }

    #[test]
    fn what_is_no_manuscript_is_an_error_of_its_own() {
        let files = InMemory::new([("a/x.md", "x"), ("a/y.md", "y"), ("b/z.txt", "z")]);
        let fails = |path: &str| load(Path::new(path), &files, &mut Diagnostics::default()).expect_err("no manuscript");
        assert_eq!(fails("nowhere"), Error::NotFound { path: "nowhere".into() });
        assert_eq!(fails("a"), Error::NoSummary { folder: "a".into(), texts: 2 });
        assert_eq!(fails("b"), Error::NoSummary { folder: "b".into(), texts: 0 });
        assert_eq!(fails("b/z.txt"), Error::NotMarkdown { path: "b/z.txt".into() });
    }

    #[test]
    fn findings_keep_their_text_when_there_is_no_summary() {
        let files = InMemory::new([("a/book.toml", "[book]\ntitle = \"T\"\nsrc = \"../b\"\n"), ("b/SUMMARY.md", "")]);
        let (manuscript, diagnostics) = loaded("a", &files);
        let error = |code, place: &str| (Severity::Error, code, place.to_owned());
        assert_eq!(told(&manuscript, &diagnostics), [error(Code::OutsideManuscript, "a/book.toml:3:7")]);
        assert_eq!(
            diagnostics.sorted()[0].hints,
            ["move book.toml to the folder that holds both, which is `..`, and write `src = \"b\"`"]
        );
    }

    #[test]
    fn what_is_wrong_with_a_chapter_is_told_at_its_line() {
        let files = InMemory::new([
            ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\n[theme]\n"),
            (
                "b/src/SUMMARY.md",
                "- [A](a.md)\n- [M](chaptre.md)\n- [A again](a.md)\n- [Out](../../x.md)\n- [Bad](bad.md)\n",
            ),
            ("b/src/a.md", "a"),
            ("b/src/chapter.md", "c"),
        ])
        .with("b/src/bad.md", b"fine\nnot \xff fine\n");
        let (manuscript, diagnostics) = loaded("b", &files);
        let error = |code, place: &str| (Severity::Error, code, place.to_owned());
        assert_eq!(
            told(&manuscript, &diagnostics),
            [
                error(Code::MissingChapter, "b/src/SUMMARY.md:2:3"),
                (Severity::Warning, Code::DuplicateChapter, "b/src/SUMMARY.md:3:3".to_owned()),
                error(Code::OutsideManuscript, "b/src/SUMMARY.md:4:3"),
                error(Code::InvalidUtf8, "b/src/bad.md:2:5"),
            ]
        );
        let missing = &diagnostics.sorted()[0].hints;
        assert_eq!(*missing, ["did you mean \"src/chapter.md\"?"]);
    }

    #[test]
    fn a_chapter_that_mdbook_would_make_is_yet_to_come() {
        let summary = "- [A](a.md)\n- [M](chaptre.md)\n  - [C](chapter.md)\n- [](none.md)\n";
        for (more, severity) in [
            ("", Severity::Warning),
            ("[build]\ncreate-missing = true\n", Severity::Warning),
            ("[build]\ncreate-missing = false\n", Severity::Error),
            ("[theme]\n", Severity::Error),
        ] {
            let files = InMemory::new([
                ("b/src/SUMMARY.md", summary),
                ("b/src/a.md", "a"),
                ("b/src/chapter.md", "c"),
                ("b/book.toml", &format!("{TOML}{more}")),
            ]);
            let (manuscript, diagnostics) = loaded("b", &files);
            let mut found: Vec<_> = told(&manuscript, &diagnostics);
            found.sort_by_key(|(_, code, place)| (*code != Code::MissingChapter, place.clone()));
            let missing = |place: &str| (severity, Code::MissingChapter, place.to_owned());
            let untitled = (Severity::Warning, Code::InvalidSummary, "b/src/SUMMARY.md:4:3".to_owned());
            assert_eq!(found, [missing("b/src/SUMMARY.md:2:3"), missing("b/src/SUMMARY.md:4:3"), untitled], "{more}");
            let first = diagnostics.sorted().into_iter().find(|d| d.code == Code::MissingChapter);
            assert!(first.expect("told").hints[0].contains("src/chapter.md"));
            assert_eq!(
                shown(&manuscript.plan, ""),
                ["[1] A a.md body", "[2] M  body unread", " [2, 1] C chapter.md body", "[3] none  body unread"]
            );
        }
    }

    #[test]
    fn chapters_may_lie_beside_the_folder_of_the_summary() {
        let files = InMemory::new([
            ("b/book.toml", TOML),
            ("b/src/SUMMARY.md", "- [A](a.md)\n- [Web](https://example.org)\n- [](../out.md)\n"),
            ("b/src/a.md", "a"),
            ("b/out.md", "text\n\n# The *Outer*\n"),
        ]);
        let (manuscript, diagnostics) = loaded("b", &files);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
        assert_eq!(shown(&manuscript.plan, ""), ["[1] A a.md body", "[2] The Outer ../out.md body"]);
        assert!(manuscript.sources.files().any(|(_, file)| file.name == "out.md"));
    }

    #[test]
    fn a_book_without_text_is_an_error() {
        for summary in ["", "# Summary\n", "- [A](a.md)\n", "- [D]()\n"] {
            let files = InMemory::new([("b/book.toml", TOML), ("b/src/SUMMARY.md", summary), ("b/src/a.md", " \n")]);
            let (manuscript, diagnostics) = loaded("b", &files);
            let expected = [(Severity::Error, Code::EmptyBook, "b/src/SUMMARY.md:1:1".to_owned())];
            assert_eq!(told(&manuscript, &diagnostics), expected, "{summary:?}");
        }
        let files = InMemory::new([("a.md", "---\ntitle: T\n---\n\n")]);
        assert!(loaded("a.md", &files).1.has_errors());
    }

    #[test]
    fn a_gitbook_says_its_metadata_and_where_its_text_is() {
        let json = "{\n\t\"title\": \"T\",\n  \"author\": [\"A\", \"B\"], \"description\": \"D\", \"language\": \"de\",\n  \"root\": \"./docs/\",\n  \"structure\": {\"summary\": \"TOC.md\", \"readme\": \"intro.md\"},\n  \"plugins\": [\"-x\"], \"pluginsConfig\": {\"y\": {\"z\": null}}\n}\n";
        let yaml = "title: T\nauthor: [A, B]\ndescription: D\nlanguage: de\nroot: ./docs/\nstructure:\n  summary: TOC.md\n  readme: intro.md\n";
        for (name, text) in [("g/book.json", json), ("g/.gitbook.yaml", yaml)] {
            let texts =
                [(name, text), ("g/docs/TOC.md", "* [A](a.md)\n"), ("g/docs/a.md", "a"), ("g/docs/intro.md", "# I\n")];
            let (manuscript, diagnostics) = loaded("g", &InMemory::new(texts));
            assert_eq!(told(&manuscript, &diagnostics), [], "{name}");
            let metadata = &manuscript.metadata;
            assert_eq!((metadata.title.as_str(), metadata.language.0.as_str()), ("T", "de"));
            assert_eq!((metadata.authors(), metadata.description.as_deref()), (vec!["A", "B"], Some("D")));
            assert_eq!(shown(&manuscript.plan, ""), ["[] I intro.md front", "[1] A a.md body"]);
        }
    }

    #[test]
    fn a_gitbook_that_cannot_be_read_is_still_a_book() {
        let texts = [("g/book.json", "{ \"title\": "), ("g/SUMMARY.md", "# T\n\n* [A](a.md)\n"), ("g/a.md", "a")];
        let (manuscript, diagnostics) = loaded("g", &InMemory::new(texts));
        assert_eq!(manuscript.metadata.title, "T");
        let told = told(&manuscript, &diagnostics);
        assert!(told.contains(&(Severity::Warning, Code::InvalidConfig, told[0].2.clone())), "{told:?}");
    }

    #[test]
    fn a_gitbook_is_a_manuscript() {
        let summary = "# Содержание\n[//]: # (Version:1.0.0)\n* [Один](1/README.md)\n\t* Группа\n\t\t* [Два](1/b.md)\n* [Три](3)\n\
                       * [Сеть](https://example.org)\n* [Место](1/b.md#x)\n";
        let files = InMemory::new([
            ("SUMMARY.md", summary),
            ("README.md", "# Книга\n\nИ в том, что это не так и на том, как по ней, и в ней, но для них.\n"),
            ("1/README.md", "раз"),
            ("1/b.md", "и два"),
            ("3/README.md", "и три"),
        ]);
        let (manuscript, diagnostics) = loaded(".", &files);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
        assert_eq!(
            shown(&manuscript.plan, ""),
            [
                "[] Книга README.md front",
                "[1] Один 1/README.md body",
                " [1, 1] Группа  body unread",
                "  [1, 1, 1] Два 1/b.md body",
                "[2] Три 3/README.md body",
            ]
        );
        assert_eq!(manuscript.metadata.title, "Книга");
    }

    #[test]
    fn broken_toml_is_one_error_and_the_chapters_are_still_read() {
        let files = InMemory::new([
            ("b/book.toml", "[book\ntitle = 3\n"),
            ("b/src/SUMMARY.md", "- [A](a.md)\n"),
            ("b/src/a.md", "a"),
        ]);
        let (manuscript, diagnostics) = loaded("b", &files);
        let told = told(&manuscript, &diagnostics);
        assert_eq!((told[0].0, told[0].1), (Severity::Error, Code::InvalidConfig));
        assert!(told[0].2.starts_with("b/book.toml:1:"), "{told:?}");
        assert_eq!(shown(&manuscript.plan, ""), ["[1] A a.md body"]);
    }

    #[test]
    fn a_title_is_never_empty() {
        let files = InMemory::new([("shelf/SUMMARY.md", "- [A](a.md)\n"), ("shelf/a.md", "a")]);
        let (manuscript, diagnostics) = loaded("shelf", &files);
        assert_eq!(manuscript.metadata.title, "shelf");
        let told: Vec<_> = told(&manuscript, &diagnostics).into_iter().map(|(s, code, _)| (s, code)).collect();
        assert_eq!(told, [(Severity::Warning, Code::MissingTitle), (Severity::Note, Code::MissingLanguage)]);
    }
}
