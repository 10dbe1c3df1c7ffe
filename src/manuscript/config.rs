//! `book.toml` to typed data.
//!
//! In: the table of a `book.toml`. Out: [`Config`]. Tables of mdBook and of its other backends pass in silence, save for
//! what [`conventions`] finds in them; unknown keys in our own are warnings, in a book for mdBook's own they are notes.

use super::conventions::{self, Setup};
use super::edition::{self, Edition};
use super::fonts::{self, Fonts};
use super::levels;
use super::metadata;
use super::pdf;
use super::publication;
use super::reader::{Manner, Reader};
use super::slug::is_slug;
use super::theme;
use super::value::{Table, Value};
use crate::conformance::Wish;
use crate::design::Overrides;
use crate::diagnostic::{Diagnostics, Levels, Severity};
use crate::document::{Contributor, Language, Metadata, Publication, Relator, TextDirection};
use crate::source::Spanned;

/// What a configuration says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Config {
    /// What is said about the book; the title and the language may be missing.
    pub(super) metadata: Metadata,
    /// The language, when one is given.
    pub(super) language: Option<Language>,
    /// Wishes about the theme.
    pub(super) overrides: Overrides,
    /// What the PDF is to claim.
    pub(super) standards: Wish,
    /// Wishes about fonts.
    pub(super) fonts: Fonts,
    /// The folder of the chapters.
    pub(super) src: Option<Spanned<String>>,
    /// The name of the outputs.
    pub(super) slug: Option<String>,
    /// Path of the cover image.
    pub(super) cover: Option<Spanned<String>>,
    /// Wishes about the EPUB.
    pub(super) publication: Publication,
    /// Its editions.
    pub(super) editions: Vec<Edition>,
    /// How its texts are prepared and read.
    pub(super) setup: Setup,
    /// How grave findings are taken.
    pub(super) levels: Levels,
}

/// Reads the table of a `book.toml`.
pub(super) fn read(table: &Table, diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config { setup: conventions::read(table, diagnostics), ..Config::default() };
    // What mdBook's tables hold besides what we know may be from a version of it that we do not know.
    let unknown = if config.setup.conventions.is_some() { Severity::Note } else { Severity::Warning };
    let mut root = Reader::new(table, "book.toml", Manner::Strict, diagnostics);
    root.ignore(&["rust", "build", "preprocessor", "output"]);
    let mut authors = Vec::new();
    if let Some(book) = root.table("book") {
        authors = read_book(&mut config, root.inner(book, "[book]"), unknown);
        // Many books say `author`, which mdBook passes over. It is told as unknown; what is meant is clear.
        if let (true, Some(Value::Text(author))) = (authors.is_empty(), book.get("author").map(|node| &node.value)) {
            authors.push(author.clone());
        }
    }
    if let Some(own) = root.table("bifolio") {
        let mut reader = root.inner(own, "[bifolio]");
        conventions::read_consent(&mut config.setup, &mut reader);
        reader.finish();
    }
    read_own(&mut config, &mut root, "");
    if let Some(own) = table.table("output").and_then(|output| output.table("bifolio")) {
        let mut reader = root.inner(own, "[output.bifolio]");
        reader.ignore(&["command", "optional"]);
        conventions::read_consent(&mut config.setup, &mut reader);
        read_own(&mut config, &mut reader, "output.bifolio.");
        reader.finish();
    }
    config.metadata.contributors = merge(authors, std::mem::take(&mut config.metadata.contributors));
    edition::read(&mut config, &mut root);
    root.finish_at(unknown);
    config
}

/// Reads `[book]` and returns the authors.
fn read_book(config: &mut Config, mut book: Reader<'_>, unknown: Severity) -> Vec<String> {
    book.ignore(&["multilingual"]);
    config.metadata.title = book.words("title").unwrap_or_default();
    config.metadata.description = book.words("description");
    config.language = book.language("language");
    config.src = book.text("src");
    read_slug(config, &mut book);
    config.cover = book.text("cover");
    read_direction(&mut config.metadata, &mut book);
    let authors = book.texts("authors").into_iter().map(|author| author.value).collect();
    book.finish_at(unknown);
    authors
}

/// Reads `text-direction`.
pub(super) fn read_direction(metadata: &mut Metadata, reader: &mut Reader<'_>) {
    use TextDirection::{Auto, LeftToRight, RightToLeft};
    let choices = [("ltr", LeftToRight), ("rtl", RightToLeft), ("auto", Auto)];
    metadata.direction = reader.choice("text-direction", &choices).unwrap_or(metadata.direction);
}

/// Reads `slug` and refuses what cannot be a file name.
pub(super) fn read_slug(config: &mut Config, reader: &mut Reader<'_>) {
    let Some(slug) = reader.text("slug") else { return };
    if is_slug(&slug.value) {
        config.slug = Some(slug.value);
        return;
    }
    let hint = "write letters, digits, hyphens, underscores and dots".to_owned();
    reader.invalid(slug.span, format!("`slug`: {:?} is no name for a file", slug.value), Some(hint));
}

/// Reads the tables that are ours, at the top or under `[output.bifolio]`.
fn read_own(config: &mut Config, reader: &mut Reader<'_>, path: &str) {
    if let Some(table) = reader.table("metadata") {
        let mut inner = reader.inner(table, format!("[{path}metadata]"));
        metadata::read(&mut config.metadata, &mut inner);
        inner.finish();
    }
    if let Some(table) = reader.table("epub") {
        publication::read(config, reader.inner(table, format!("[{path}epub]")));
    }
    if let Some(table) = reader.table("pdf") {
        pdf::read(&mut config.standards, reader.inner(table, format!("[{path}pdf]")));
    }
    if let Some(table) = reader.table("diagnostics") {
        levels::read(&mut config.levels, reader.inner(table, format!("[{path}diagnostics]")));
    }
    if let Some(table) = reader.table("theme") {
        let mut inner = reader.inner(table, format!("[{path}theme]"));
        read_fonts(&mut config.fonts, &mut inner, format!("[{path}theme.fonts]"));
        config.overrides.heading_family |= config.fonts.heading.is_some();
        theme::read(&mut config.overrides, inner);
    }
}

/// Reads the table `fonts` of `[theme]`.
pub(super) fn read_fonts(fonts: &mut Fonts, theme: &mut Reader<'_>, name: String) {
    if let Some(table) = theme.table("fonts") {
        fonts::read(fonts, theme.inner(table, name));
    }
}

/// The name of an author; an address behind it, as in `Ann <ann@example.org>`, is not for a title page.
pub(super) fn name_of(author: &str) -> &str {
    let parts = author.trim().strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    match parts {
        Some((name, address)) if address.contains('@') && !name.trim().is_empty() => name.trim(),
        _ => author,
    }
}

/// The authors of `[book]` and the contributors of `[metadata]` as one list, nobody twice in the same role: authors
/// first. A contributor without a role is an author when `authors` names them.
pub(super) fn merge(authors: Vec<String>, mut contributors: Vec<Contributor>) -> Vec<Contributor> {
    contributors.iter_mut().for_each(|someone| someone.name = name_of(&someone.name).to_owned());
    let mut all: Vec<Contributor> = Vec::new();
    for name in authors.iter().map(|author| name_of(author)) {
        let file_as = contributors.iter().find(|c| c.name == name).and_then(|c| c.file_as.clone());
        contributors.retain(|c| c.name != name || !matches!(c.role, Relator::Author | Relator::Contributor));
        all.push(Contributor { name: name.into(), file_as, role: Relator::Author });
    }
    all.append(&mut contributors);
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|c| seen.insert((c.name.clone(), c.role.code().to_owned())));
    all
}

#[cfg(test)]
mod tests {
    use super::super::toml;
    use super::*;
    use crate::design::Wish;
    use crate::diagnostic::Code;
    use crate::document::{Date, Edition, IdentifierKind};
    use crate::source::{FileId, Span};
    use crate::units::{Length, Size};

    fn config(text: &str) -> (Config, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let table = toml::read(text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        (read(&table, &mut diagnostics), diagnostics)
    }

    /// Code, severity and the marked text of each finding.
    fn findings(text: &str) -> Vec<(Code, Severity, String)> {
        let (_, diagnostics) = config(text);
        let marked = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let list = diagnostics.sorted();
        list.iter().map(|d| (d.code, d.severity, d.span.map(marked).unwrap_or_default())).collect()
    }

    #[test]
    fn an_author_is_named_without_an_address() {
        let (config, _) = self::config("[book]\nauthors = [\"Ann B <ann@b.org>\", \"<c@d.org>\", \"E <F>\"]\n");
        assert_eq!(config.metadata.authors(), ["Ann B", "<c@d.org>", "E <F>"]);
    }

    #[test]
    fn an_author_is_taken_where_authors_were_meant() {
        let (config, diagnostics) = self::config("[book]\ntitle = \"T\"\nauthor = \"Ann\"\n[output.html]\n");
        assert_eq!(config.metadata.authors(), ["Ann"]);
        assert_eq!(diagnostics.sorted()[0].code, Code::UnknownKey);
        let (config, _) = self::config("[book]\nauthor = \"Ann\"\nauthors = [\"Bob\"]\n");
        assert_eq!(config.metadata.authors(), ["Bob"]);
    }

    #[test]
    fn a_full_configuration_is_read_without_a_finding() {
        let text = r#"
            [book]
            title = "T"
            authors = ["Ann Author", "Bob Both"]
            language = "en-GB"
            src = "text"
            slug = "t-book"
            multilingual = false
            [metadata]
            subtitle = "S"
            short-title = "Sh"
            publisher = { name = "P", place = "Oslo" }
            date = 2026-11
            first-published = 1936
            series = { name = "Ser", position = 2 }
            subjects = ["a", { name = "b", authority = "BISAC", code = "FIC000000" }]
            contributors = [{ name = "Bob Both", file-as = "Both, Bob" }, { name = "Tr", role = "translator" }]
            identifiers = [{ isbn = "978-0-306-40615-7", edition = "print" }, { doi = "10.1000/182" }]
            [metadata.about]
            title = "W"
            translators = [{ name = "M", language = "English" }]
            publishers = [{ name = "D", country = "USA" }]
            date = "1937"
            [epub]
            cover = "cover.png"
            page-list = false
            accessibility = { conforms-to = "WCAG 2.1 AA", certified-by = "C", report = "https://example.org/r" }
            [pdf]
            [theme]
            base = "manual"
            trim = "a5"
            body-size = "11pt"
            open-chapters = "recto"
            hyphenate = false
            [output.html]
            anything = 1
            [rust]
            edition = "2018"
        "#
        .replace("date = 2026-11\n", "date = \"2026-11\"\n");
        let (config, diagnostics) = config(&text);
        assert!(diagnostics.sorted().is_empty(), "{:?}", diagnostics.sorted());
        let m = &config.metadata;
        assert_eq!(m.authors(), ["Ann Author", "Bob Both"]);
        assert_eq!(m.contributors[1].file_as.as_deref(), Some("Both, Bob"));
        assert_eq!(m.by(&Relator::Translator), ["Tr"]);
        assert_eq!(m.date, Date::parse("2026-11"));
        assert_eq!(m.first_published, Date::parse("1936"));
        assert_eq!(m.identifiers[0].edition, Some(Edition::Print));
        assert_eq!(m.identifiers[1].kind, IdentifierKind::Doi);
        assert_eq!(m.series.as_ref().and_then(|s| s.position.as_deref()), Some("2"));
        assert_eq!(m.about.as_ref().map(|w| w.publishers.clone()), Some(vec![("D".into(), "USA".into())]));
        assert_eq!(config.overrides.trim, Some(Size::new(Length::mm(148.0), Length::mm(210.0))));
        assert_eq!(config.overrides.values["open-chapters"], Wish::Word("recto".into()));
        assert_eq!(config.overrides.values["hyphenate"], Wish::Flag(false));
        let stated = &config.publication.accessibility;
        assert_eq!((config.publication.page_list, stated.certified_by.as_deref()), (false, Some("C")));
        assert_eq!(stated.conforms_to.map(|c| (c.version, c.level)), Some(("2.1", "AA")));
        assert_eq!(m.subjects[1].code.as_deref(), Some("FIC000000"));
        assert_eq!(config.cover.map(|c| c.value).as_deref(), Some("cover.png"));
    }

    #[test]
    fn each_wrong_type_is_an_error_at_its_value() {
        for (text, marked) in [
            ("book = 3", "3"),
            ("[book]\ntitle = 3", "3"),
            ("[book]\ntitle = [\"a\"]", "[\"a\"]"),
            ("[book]\nauthors = \"A\"", "\"A\""),
            ("[book]\nauthors = [1]", "1"),
            ("[book]\nlanguage = true", "true"),
            ("[book]\nsrc = 1.5", "1.5"),
            ("[metadata]\ndate = true", "true"),
            ("[metadata]\nsubjects = \"a\"", "\"a\""),
            ("[metadata]\ncontributors = \"A\"", "\"A\""),
            ("[metadata]\ncontributors = [\"A\"]", "\"A\""),
            ("[metadata]\nidentifiers = [\"978\"]", "\"978\""),
            ("[metadata]\npublisher = 7", "7"),
            ("[metadata]\nidentifiers = [{ isbn = 9780306406157 }]", "9780306406157"),
            ("[metadata]\nabout = 7", "7"),
            ("[epub]\ncover = false", "false"),
            ("pdf = 1", "1"),
            ("[theme]\nhyphenate = \"no\"", "\"no\""),
            ("[theme]\nbody-size = 10.5", "10.5"),
            ("[output.bifolio.theme]\ntrim = 6", "6"),
        ] {
            assert_eq!(findings(text), [(Code::WrongType, Severity::Error, marked.into())], "{text}");
        }
    }

    #[test]
    fn each_value_without_meaning_is_a_warning_at_its_value() {
        for (text, marked) in [
            ("[book]\nlanguage = \"english\"", "\"english\""),
            ("[book]\nslug = \"a/b\"", "\"a/b\""),
            ("[metadata]\ndate = \"August\"", "\"August\""),
            ("[metadata]\nidentifiers = [{ isbn = \"978-0-306-40615-8\" }]", "\"978-0-306-40615-8\""),
            ("[metadata]\nidentifiers = [{ doi = \"x\" }]", "\"x\""),
            ("[metadata]\ncontributors = [{ name = \"A\", role = \"tranlator\" }]", "\"tranlator\""),
            ("[epub]\nfor = [\"kobo\", \"amazon\"]", "\"amazon\""),
            ("[epub]\nimage-pixels = 3", "3"),
            ("[epub]\nformulas = \"pictures\"", "\"pictures\""),
            ("[epub.accessibility]\nconforms-to = \"WCAG 3\"", "\"WCAG 3\""),
            ("[epub.accessibility]\nreport = \"here\"", "\"here\""),
            ("[metadata]\nsubjects = [{ name = \"a\", code = \"b\" }]", "{ name = \"a\", code = \"b\" }"),
            ("[book]\nauthors = [\"A\", \" \"]", "\" \""),
            ("[metadata]\nsubjects = [\"\"]", "\"\""),
            ("[metadata]\nseries = { name = \"S\", position = \"abc\" }", "\"abc\""),
            ("[metadata]\nseries = { name = \"S\", position = -1 }", "-1"),
            ("[metadata]\nlicense-url = \"javascript:alert(1)\"", "\"javascript:alert(1)\""),
            ("[metadata]\ndate = \"0000\"", "\"0000\""),
            (
                "[metadata]\nidentifiers = [{ isbn = \"0-306-40615-2\", edition = \"epub\" }, { isbn = \"0-8044-2957-X\", edition = \"epub\" }]",
                "{ isbn = \"0-8044-2957-X\", edition = \"epub\" }",
            ),
            ("[epub.accessibility]\ncertified-by = \"C\"", "\"C\""),
            ("[epub.accessibility]\ncredential = \"C\"", "\"C\""),
            ("[epub.accessibility]\nreport = \"https://a.org\"", "\"https://a.org\""),
            ("[theme]\nbase = \"novell\"", "\"novell\""),
            ("[theme]\ntrim = \"huge\"", "\"huge\""),
            ("[theme]\nbody-size = \"100pt\"", "\"100pt\""),
            ("[theme]\nopen-chapters = \"verso\"", "\"verso\""),
        ] {
            assert_eq!(findings(text), [(Code::InvalidValue, Severity::Warning, marked.into())], "{text}");
        }
    }

    #[test]
    fn unknown_keys_of_our_own_tables_are_warnings_with_the_nearest_key() {
        let (_, diagnostics) = config("[book]\ntilte = \"x\"\n[build]\nx = 1\n[metdata]\n[metadata]\nzzz = 1\n");
        let told: Vec<(&str, &[String])> =
            diagnostics.sorted().iter().map(|d| (d.message.as_str(), d.hints.as_slice())).collect();
        assert_eq!(told[0], ("unknown key `tilte` in [book]", &["did you mean `title`?".to_owned()][..]));
        assert_eq!(told[1], ("unknown key `metdata` in book.toml", &["did you mean `metadata`?".to_owned()][..]));
        assert_eq!(told[2], ("unknown key `zzz` in [metadata]", &[][..]));
    }

    #[test]
    fn nobody_is_named_twice_in_one_role() {
        let ann = |role| Contributor { name: "Ann".into(), file_as: None, role };
        let merged = merge(vec!["Ann".into(), "Ann".into()], vec![ann(Relator::Author), ann(Relator::Illustrator)]);
        assert_eq!(merged, [ann(Relator::Author), ann(Relator::Illustrator)]);
    }
}
