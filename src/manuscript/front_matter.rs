//! Front matter of a single file.
//!
//! In: the text of the file. Out: where the front matter stands, and the [`Config`] that it says. YAML stands between
//! lines of `---` (the last may be `...`), TOML between lines of `+++`. Keys: those of `[book]` and `[metadata]` on one
//! level, the tables `metadata`, `theme`, `epub`, `pdf`, `diagnostics` and `editions`, and the names that pandoc has
//! for the same things.

use super::config::{Config, merge, read_direction, read_fonts, read_slug};
use super::edition;
use super::metadata;
use super::publication;
use super::reader::{Manner, Reader, parse_length, parse_page_size};
use super::value::{Node, Table, Value};
use super::{levels, pdf, theme, toml, yaml};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Contributor, Identifier, IdentifierKind, Metadata, Relator, Series};
use crate::source::{FileId, Span, Spanned};

/// Keys of other tools that say nothing to this one.
const FOREIGN: &[&str] = &[
    "abstract",
    "affiliation",
    "aliases",
    "author-meta",
    "bibliography",
    "biblio-style",
    "book",
    "categories",
    "category",
    "citation-style",
    "classoption",
    "colorlinks",
    "comments",
    "csl",
    "css",
    "dir",
    "documentclass",
    "draft",
    "fontenc",
    "fontfamily",
    "geometry",
    "header-includes",
    "highlight-style",
    "id",
    "ibooks",
    "image",
    "include-after",
    "include-before",
    "indent",
    "institute",
    "instance",
    "lastmod",
    "layout",
    "linestretch",
    "link-citations",
    "linkcolor",
    "links-as-notes",
    "listings",
    "lof",
    "logo",
    "lot",
    "mainfont",
    "mathfont",
    "menu",
    "monofont",
    "nocite",
    "number-sections",
    "numbersections",
    "output",
    "page-progression-direction",
    "pagetitle",
    "permalink",
    "published",
    "reference-section-title",
    "sansfont",
    "secnumdepth",
    "slides",
    "status",
    "summary",
    "tags",
    "template",
    "thanks",
    "title-meta",
    "title-prefix",
    "toc",
    "toc-depth",
    "toc-title",
    "type",
    "updated",
    "url",
    "urlcolor",
    "version",
    "weight",
];

/// Where a front matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    is_toml: bool,
    /// First byte of what stands between the fences.
    start: usize,
    /// The byte after it.
    end: usize,
    /// The byte at which the text of the book begins.
    pub(super) body: usize,
}

/// Finds the front matter of a text; a `---` that no later line closes is a line of the text.
pub(super) fn find(text: &str) -> Option<FrontMatter> {
    let first = text.split_inclusive('\n').next()?;
    let is_toml = match first.trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let mut end = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        let closes = match line.trim_end() {
            "---" | "..." => !is_toml,
            "+++" => is_toml,
            _ => false,
        };
        if closes {
            return is_configuration(&text[first.len()..end], is_toml).then_some(FrontMatter {
                is_toml,
                start: first.len(),
                end,
                body: end + line.len(),
            });
        }
        end += line.len();
    }
    None
}

/// Tells front matter from a text that merely begins with a scene break: front matter has a key in its first line that
/// is neither blank nor a comment.
fn is_configuration(text: &str, is_toml: bool) -> bool {
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| is_toml || line.contains(':') || line.starts_with('{'))
}

/// Reads what a front matter says.
pub(super) fn read(text: &str, found: FrontMatter, file: FileId, diagnostics: &mut Diagnostics) -> Config {
    match table(text, found, file) {
        Ok(table) => read_table(&table, diagnostics),
        Err(errors) => {
            errors.into_iter().for_each(|error| diagnostics.push(error));
            Config::default()
        }
    }
}

/// The front matter as a table.
pub(super) fn table(text: &str, found: FrontMatter, file: FileId) -> Result<Table, Vec<Diagnostic>> {
    let inside = &text[found.start..found.end];
    let base = Span::new(file, found.start as u32, found.end as u32);
    if found.is_toml { toml::read(inside, base) } else { yaml::read(inside, base).map_err(|error| vec![error]) }
}

fn read_table(table: &Table, diagnostics: &mut Diagnostics) -> Config {
    let known = table.entries.iter().filter(|e| !FOREIGN.contains(&e.key.value.as_str()));
    let table = &Table { entries: known.cloned().collect() };
    let mut config = Config::default();
    let mut keys = Reader::new(table, "the front matter", Manner::Loose, diagnostics);
    read_title(&mut config.metadata, &mut keys);
    for key in ["language", "lang"] {
        config.language = keys.language(key).or(config.language.take());
    }
    for key in ["cover", "cover-image"] {
        config.cover = keys.text(key).or(config.cover.take());
    }
    config.metadata.description = keys.words("description");
    read_slug(&mut config, &mut keys);
    read_direction(&mut config.metadata, &mut keys);
    let mut people = Vec::new();
    for (key, role) in [
        ("author", Relator::Author),
        ("authors", Relator::Author),
        ("creator", Relator::Author),
        ("contributor", Relator::Contributor),
        ("translator", Relator::Translator),
        ("editor", Relator::Editor),
        ("illustrator", Relator::Illustrator),
    ] {
        people.extend(read_people(&mut keys, key, &role));
    }
    read_pandoc(&mut config, &mut keys);
    metadata::read(&mut config.metadata, &mut keys);
    read_tables(&mut config, &mut keys);
    people.append(&mut config.metadata.contributors);
    config.metadata.contributors = merge(Vec::new(), people);
    edition::read(&mut config, &mut keys);
    keys.finish();
    config
}

fn read_tables(config: &mut Config, keys: &mut Reader<'_>) {
    if let Some(table) = keys.table("metadata") {
        let mut inner = keys.inner(table, "`metadata`");
        metadata::read(&mut config.metadata, &mut inner);
        inner.finish();
    }
    if let Some(table) = keys.table("epub") {
        publication::read(config, keys.inner(table, "`epub`"));
    }
    if let Some(table) = keys.table("pdf") {
        pdf::read(&mut config.standards, keys.inner(table, "`pdf`"));
    }
    if let Some(table) = keys.table("diagnostics") {
        levels::read(&mut config.levels, keys.inner(table, "`diagnostics`"));
    }
    // pandoc and other tools name their own themes by a word here: only a table is ours.
    if let Some(Node { value: Value::Table(table), .. }) = keys.node("theme") {
        let mut inner = keys.inner(table, "`theme`");
        read_fonts(&mut config.fonts, &mut inner, "`theme.fonts`".into());
        config.overrides.heading_family |= config.fonts.heading.is_some();
        theme::read(&mut config.overrides, inner);
    }
}

/// `title` as text, or pandoc's list of `{ type, text }`.
fn read_title(metadata: &mut Metadata, keys: &mut Reader<'_>) {
    let Some(node) = keys.node("title") else { return };
    let Value::List(list) = &node.value else {
        metadata.title = keys.text_or_number("title").unwrap_or_default();
        return;
    };
    for node in list {
        let Some(table) = keys.table_of(node, "title") else { continue };
        let mut inner = keys.inner(table, "a title");
        inner.ignore(&["file-as", "type"]);
        let text = inner.words("text");
        match table.get("type").map(|node| &node.value) {
            Some(Value::Plain(kind) | Value::Text(kind)) if kind == "subtitle" => metadata.subtitle = text,
            Some(Value::Plain(kind) | Value::Text(kind)) if kind == "short" => metadata.short_title = text,
            _ => metadata.title = text.unwrap_or(std::mem::take(&mut metadata.title)),
        }
        inner.finish();
    }
}

/// People as a name, a list of names, or tables with a name and a role.
fn read_people(keys: &mut Reader<'_>, key: &'static str, role: &Relator) -> Vec<Contributor> {
    let list = keys.list(key, "a name or a list of names");
    let mut people = Vec::new();
    for node in list {
        people.extend(match &node.value {
            Value::Table(_) => metadata::read_contributor(keys, node, role),
            _ => {
                keys.text_of(node, key).map(|name| Contributor { name: name.value, file_as: None, role: role.clone() })
            }
        });
    }
    people
}

/// Names that pandoc has for things that have another name here.
fn read_pandoc(config: &mut Config, keys: &mut Reader<'_>) {
    let metadata = &mut config.metadata;
    for key in ["subject", "keywords"] {
        metadata.subjects.extend(metadata::read_subjects(keys, key));
    }
    metadata.rights = keys.words("copyright");
    if let Some(name) = keys.words("belongs-to-collection") {
        metadata.series = Some(Series { name, position: None });
    }
    if let (Some(position), Some(series)) = (keys.text_or_number("group-position"), &mut metadata.series) {
        series.position = Some(position);
    }
    for node in keys.list("identifier", "an identifier") {
        metadata.identifiers.extend(read_pandoc_identifier(keys, node));
    }
    for key in ["isbn", "doi"] {
        let kind = if key == "isbn" { IdentifierKind::Isbn } else { IdentifierKind::Doi };
        if let Some(text) = keys.text(key) {
            let value = metadata::check_identifier(keys, kind, &text);
            config.metadata.identifiers.extend(value.map(|value| Identifier { kind, value, edition: None }));
        }
    }
    config.overrides.trim = keys.words("papersize").and_then(|text| parse_page_size(&text));
    config.overrides.body_size = keys.words("fontsize").and_then(|text| parse_length(&text));
}

/// `ISBN 978…`, `doi:10.…`, `urn:uuid:…`, an address, or `{ scheme, text }`.
fn read_pandoc_identifier(keys: &mut Reader<'_>, node: &Node) -> Option<Identifier> {
    let (scheme, text) = match &node.value {
        Value::Table(table) => {
            let mut inner = keys.inner(table, "an identifier");
            let pair = (inner.words("scheme").unwrap_or_default().to_lowercase(), inner.text("text"));
            inner.finish();
            (pair.0, pair.1?)
        }
        _ => (String::new(), keys.text_of(node, "identifier")?),
    };
    let lower = text.value.to_lowercase();
    let bare = lower.trim_start_matches("urn:").trim_start_matches("isbn").trim_start_matches([':', ' ', '-']);
    let kind = match scheme.as_str() {
        s if s.starts_with("isbn") || lower.contains("isbn") => IdentifierKind::Isbn,
        "doi" => IdentifierKind::Doi,
        "uuid" => IdentifierKind::Uuid,
        _ if lower.starts_with("urn:uuid:") => IdentifierKind::Uuid,
        _ if lower.starts_with("doi:") || lower.starts_with("10.") => IdentifierKind::Doi,
        _ if lower.contains("://") => IdentifierKind::Url,
        _ => IdentifierKind::Isbn,
    };
    let value = if kind == IdentifierKind::Isbn { bare.to_uppercase() } else { text.value };
    let checked = metadata::check_identifier(keys, kind, &Spanned { value, span: text.span })?;
    Some(Identifier { kind, value: checked, edition: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};

    fn config(text: &str) -> (Config, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let found = find(text).expect("front matter");
        (read(text, found, FileId(0), &mut diagnostics), diagnostics)
    }

    #[test]
    fn yaml_and_toml_say_the_same() {
        let (yaml, told) =
            config("---\ntitle: 1984\nauthor: [A, B]\nlang: en_GB\ndate: 1949-06-08\ntoc: true\n---\nText\n");
        assert!(told.sorted().is_empty(), "{:?}", told.sorted());
        let (toml, told) =
            config("+++\ntitle = 1984\nauthors = [\"A\", \"B\"]\nlanguage = \"en-GB\"\ndate = 1949-06-08\n+++\n");
        assert!(told.sorted().is_empty(), "{:?}", told.sorted());
        assert_eq!(yaml, toml);
        assert_eq!(yaml.metadata.title, "1984");
        assert_eq!(yaml.metadata.authors(), ["A", "B"]);
    }

    #[test]
    fn pandoc_keys_do_what_they_do_in_pandoc() {
        let text = "---\ntitle:\n- type: main\n  text: T\n- type: subtitle\n  text: S\ncreator:\n- role: editor\n  text: E\n\
                    identifier:\n- scheme: ISBN-13\n  text: 978-0-306-40615-7\nkeywords: [x]\npapersize: a5\n---\n";
        let (config, told) = config(text);
        assert!(told.sorted().is_empty(), "{:?}", told.sorted());
        assert_eq!((config.metadata.title.as_str(), config.metadata.subtitle.as_deref()), ("T", Some("S")));
        assert_eq!(config.metadata.by(&Relator::Editor), ["E"]);
        assert_eq!(config.metadata.identifiers[0].value, "978-0-306-40615-7");
        assert!(config.overrides.trim.is_some());
    }

    #[test]
    fn a_scene_break_is_no_front_matter() {
        assert_eq!(find("---\n\nIt was a night\n\n---\n"), None);
        assert_eq!(find("---\ntitle: never closed\n"), None);
        assert_eq!(find("Text\n---\na: b\n---\n"), None);
        assert_eq!(find("---\r\ntitle: x\r\n---\r\nText").map(|f| f.body), Some(20));
    }

    #[test]
    fn a_wrong_type_is_an_error_and_an_unknown_key_a_warning() {
        let (_, told) = config("---\ntitle: {a: b}\nauhtor: X\n---\n");
        let told: Vec<_> = told.sorted().iter().map(|d| (d.severity, d.code, d.hints.clone())).collect();
        assert_eq!(told[0], (Severity::Error, Code::WrongType, vec!["write \"…\"".into()]));
        assert_eq!(told[1], (Severity::Warning, Code::UnknownKey, vec!["did you mean `author`?".into()]));
    }

    #[test]
    fn broken_yaml_is_an_error() {
        let (config, told) = config("---\ntitle: \"x\nauthor: y\n---\n");
        assert!(told.has_errors());
        assert_eq!(config, Config::default());
    }
}
