//! What mdBook's own tables of `book.toml` mean to a book.
//!
//! In: the tables `[output]`, `[preprocessor]`, `[build]`, `[bifolio]`. Out: [`Conventions`], by which texts written for
//! mdBook are read, and [`Setup`], by which they are prepared. mdBook 0.4 and 0.5 have different keys; what is not known
//! here is nobody's mistake and passes in silence, a value of another type is told in a note.

use super::overrides::json_of;
use super::reader::Reader;
use super::value::{Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::WebEdition;
use crate::source::Span;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// How a text that was written for mdBook is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conventions {
    /// Straight quotation marks, hyphens and dots become the signs that they stand for.
    pub smart_punctuation: bool,
    /// A line that begins with `: ` says what the line before it means.
    pub definition_lists: bool,
    /// `> [!NOTE]` is a box.
    pub admonitions: bool,
    /// `\\(…\\)`, `\\[…\\]` and `$$…$$` are formulas.
    pub mathjax: bool,
    /// `$…$` and `$$…$$` are formulas, as the preprocessor katex has it.
    pub dollars: bool,
    /// Blocks of code in the language `admonish` are boxes, as the preprocessor of that name has it.
    pub boxes: bool,
    /// Chapters are numbered.
    pub section_labels: bool,
    /// By language, what lines of code begin with that are not shown.
    pub hidden_lines: BTreeMap<String, String>,
    /// Where the book stands on the web.
    pub web: WebEdition,
    /// True when mdBook builds the book too: it has tables that only mdBook reads.
    pub is_mdbooks: bool,
}

impl Default for Conventions {
    fn default() -> Conventions {
        Conventions {
            smart_punctuation: true,
            definition_lists: true,
            admonitions: true,
            mathjax: false,
            dollars: false,
            boxes: false,
            section_labels: true,
            hidden_lines: BTreeMap::new(),
            web: WebEdition::default(),
            is_mdbooks: false,
        }
    }
}

/// How the texts of a book are prepared before they are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setup {
    /// How they are read; `None` when the book is not written for mdBook.
    pub(super) conventions: Option<Conventions>,
    /// False when the book says that a chapter without its file is a mistake.
    pub(super) makes_missing: bool,
    /// True when `links` and `index` run without being named.
    pub(super) has_defaults: bool,
    /// The preprocessors that the book names, by name.
    pub(super) preprocessors: BTreeMap<String, Preprocessor>,
    /// True when the book consents to running programs.
    pub(super) allow_commands: bool,
    /// True when includes may come from anywhere.
    pub(super) allow_outside: bool,
    /// What preprocessors are told that the book is made for.
    pub(super) renderer: String,
    /// The configuration as preprocessors get it.
    pub(super) json: Json,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            conventions: None,
            makes_missing: true,
            has_defaults: true,
            preprocessors: BTreeMap::new(),
            allow_commands: false,
            allow_outside: false,
            renderer: "html".into(),
            json: json!({ "book": {}, "output": {}, "preprocessor": {} }),
        }
    }
}

/// A table `[preprocessor.NAME]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Preprocessor {
    /// Where it stands.
    pub(super) span: Span,
    /// What is run.
    pub(super) command: String,
    /// The preprocessors that it runs before.
    pub(super) before: Vec<String>,
    /// The preprocessors that it runs after.
    pub(super) after: Vec<String>,
    /// What it runs for; `None` when it is to be asked.
    pub(super) renderers: Option<Vec<String>>,
    /// True when the book may be made without it.
    pub(super) optional: bool,
}

/// Reads the tables of mdBook.
pub(super) fn read(table: &Table, diagnostics: &mut Diagnostics) -> Setup {
    let mut lenient = Lenient(diagnostics);
    let build = table.table("build");
    let preprocessors: BTreeMap<String, Preprocessor> = table.table("preprocessor").map_or_else(BTreeMap::new, |all| {
        all.entries.iter().map(|entry| lenient.preprocessor(&entry.key.value, entry.key.span, &entry.node)).collect()
    });
    let conventions = is_for_mdbook(table).then(|| {
        let html = table.table("output").and_then(|output| output.table("html"));
        let read = html.map(|html| lenient.conventions(html)).unwrap_or_default();
        Conventions {
            dollars: preprocessors.contains_key("katex"),
            boxes: preprocessors.contains_key("admonish"),
            is_mdbooks: is_mdbooks(table),
            ..read
        }
    });
    let has_defaults = build.and_then(|build| lenient.flag(build, "use-default-preprocessors")).unwrap_or(true);
    let makes_missing = build.and_then(|build| lenient.flag(build, "create-missing")).unwrap_or(true);
    Setup {
        conventions,
        makes_missing,
        has_defaults,
        preprocessors,
        json: json_for_programs(table),
        ..Setup::default()
    }
}

impl Setup {
    /// True when a chapter without its file is one that is yet to come: mdBook makes the file.
    pub(super) fn has_stubs(&self) -> bool {
        self.conventions.is_some() && self.makes_missing
    }
}

/// Reads our own keys that say what a book may do.
pub(super) fn read_consent(setup: &mut Setup, reader: &mut Reader<'_>) {
    setup.allow_commands |= reader.flag("allow-commands").unwrap_or(false);
    setup.allow_outside |= reader.flag("allow-outside").unwrap_or(false);
    if let Some(renderer) = reader.words("renderer") {
        setup.renderer = renderer;
    }
}

/// True when an output of mdBook's is asked for, or nothing of ours. Our tables at the top are such as mdBook refuses.
fn is_for_mdbook(table: &Table) -> bool {
    let own = table.table("output").and_then(|output| output.table("bifolio"));
    let ours =
        ["metadata", "epub", "pdf", "theme", "diagnostics", "editions"].iter().any(|name| table.table(name).is_some());
    has_other_output(table) || is_driven(table) || !ours && (own.is_none() || table.table("preprocessor").is_some())
}

/// True when mdBook is to run us.
fn is_driven(table: &Table) -> bool {
    let own = table.table("output").and_then(|output| output.table("bifolio"));
    own.is_some_and(|own| own.get("command").is_some())
}

/// True when an output is asked for that is not ours.
fn has_other_output(table: &Table) -> bool {
    let others = |outputs: &Table| outputs.entries.iter().any(|entry| entry.key.value != "bifolio");
    table.table("output").is_some_and(others)
}

/// True when there is something that only mdBook reads.
fn is_mdbooks(table: &Table) -> bool {
    has_other_output(table)
        || is_driven(table)
        || ["build", "rust", "preprocessor"].iter().any(|name| table.table(name).is_some())
        || table.table("book").is_some_and(|book| book.get("multilingual").is_some())
}

/// Reads values of tables that are not ours: what is odd in them is a note.
struct Lenient<'a>(&'a mut Diagnostics);

impl Lenient<'_> {
    fn flag(&mut self, table: &Table, key: &str) -> Option<bool> {
        let node = table.get(key)?;
        match &node.value {
            Value::Bool(truth) => Some(*truth),
            _ => self.odd(node, key, "true or false"),
        }
    }

    fn text(&mut self, table: &Table, key: &str) -> Option<String> {
        let node = table.get(key)?;
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => self.odd(node, key, "a string"),
        }
    }

    fn texts(&mut self, table: &Table, key: &str) -> Option<Vec<String>> {
        let node = table.get(key)?;
        match &node.value {
            Value::List(list) => Some(list.iter().filter_map(|node| text_of(&node.value)).collect()),
            _ => self.odd(node, key, "a list of strings"),
        }
    }

    /// Texts by name.
    fn pairs(&mut self, table: &Table, key: &str) -> BTreeMap<String, String> {
        let Some(node) = table.get(key) else { return BTreeMap::new() };
        match &node.value {
            Value::Table(inner) => {
                let pair = |entry: &super::value::Entry| Some((entry.key.value.clone(), text_of(&entry.node.value)?));
                inner.entries.iter().filter_map(pair).collect()
            }
            _ => self.odd(node, key, "a table").unwrap_or_default(),
        }
    }

    fn odd<T>(&mut self, node: &Node, key: &str, expected: &str) -> Option<T> {
        let message = format!("`{key}` takes {expected}, not {}; it is passed over", node.value.kind());
        self.0.push(Diagnostic::note(Code::WrongType, message).at(node.span));
        None
    }

    fn conventions(&mut self, html: &Table) -> Conventions {
        let wanted = Conventions::default();
        let punctuation = self.flag(html, "smart-punctuation").or_else(|| self.flag(html, "curly-quotes"));
        Conventions {
            smart_punctuation: punctuation.unwrap_or(wanted.smart_punctuation),
            definition_lists: self.flag(html, "definition-lists").unwrap_or(wanted.definition_lists),
            admonitions: self.flag(html, "admonitions").unwrap_or(wanted.admonitions),
            mathjax: self.flag(html, "mathjax-support").unwrap_or(wanted.mathjax),
            section_labels: !self.flag(html, "no-section-label").unwrap_or(false),
            hidden_lines: html.table("code").map(|code| self.pairs(code, "hidelines")).unwrap_or_default(),
            web: WebEdition {
                folder: self.text(html, "site-url").unwrap_or_default(),
                redirects: self.pairs(html, "redirect"),
            },
            ..wanted
        }
    }

    fn preprocessor(&mut self, name: &str, span: Span, node: &Node) -> (String, Preprocessor) {
        let empty = Table::default();
        let table = match &node.value {
            Value::Table(table) => table,
            _ => self.odd(node, name, "a table").unwrap_or(&empty),
        };
        let preprocessor = Preprocessor {
            span,
            command: self.text(table, "command").unwrap_or_else(|| format!("mdbook-{name}")),
            before: self.texts(table, "before").unwrap_or_default(),
            after: self.texts(table, "after").unwrap_or_default(),
            renderers: self.texts(table, "renderers").or_else(|| self.texts(table, "renderer")),
            optional: self.flag(table, "optional").unwrap_or(false),
        };
        (name.to_owned(), preprocessor)
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The keys of the tables that mdBook reads strictly: a program made with mdBook's library refuses any other.
const STRICT: [(&str, &[&str]); 3] = [
    ("book", &["title", "authors", "description", "src", "language", "text-direction"]),
    ("build", &["build-dir", "create-missing", "use-default-preprocessors", "extra-watch-dirs"]),
    ("rust", &["edition"]),
];

/// The configuration as programs get it.
fn json_for_programs(table: &Table) -> Json {
    let whole = json_of(table);
    let mut config = json!({});
    for (name, keys) in STRICT {
        let mut inner = whole.get(name).filter(|json| json.is_object()).cloned().unwrap_or_else(|| json!({}));
        if let Some(object) = inner.as_object_mut() {
            object.retain(|key, value| keys.contains(&key.as_str()) && !(key == "text-direction" && value == "auto"));
        }
        config[name] = inner;
    }
    for name in ["output", "preprocessor"] {
        config[name] = whole.get(name).filter(|json| json.is_object()).cloned().unwrap_or_else(|| json!({}));
    }
    config
}

#[cfg(test)]
mod tests {
    use super::super::toml;
    use super::*;
    use crate::source::FileId;

    fn setup(text: &str) -> (Setup, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let table = toml::read(text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        let setup = read(&table, &mut diagnostics);
        (setup, diagnostics.sorted().iter().map(|d| format!("{:?} {}", d.severity, d.message)).collect())
    }

    #[test]
    fn the_switches_of_both_versions_are_read() {
        let (setup, told) = setup(
            "[build]\nuse-default-preprocessors = false\n[output.html]\ncurly-quotes = false\nmathjax-support = true\n\
             no-section-label = true\ncopy-fonts = true\nsite-url = \"/b/\"\n[output.html.code.hidelines]\npython = \"~\"\n\
             [output.html.redirect]\n\"/a.html\" = \"b.html\"\n[preprocessor.katex]\n",
        );
        assert_eq!(told, [""; 0]);
        let conventions = setup.conventions.expect("an mdBook");
        assert!(!conventions.smart_punctuation && conventions.mathjax && conventions.dollars);
        assert!(!conventions.section_labels && conventions.definition_lists && !setup.has_defaults);
        assert_eq!(conventions.hidden_lines["python"], "~");
        assert_eq!((conventions.web.folder.as_str(), conventions.web.redirects["/a.html"].as_str()), ("/b/", "b.html"));
    }

    #[test]
    fn what_is_odd_in_foreign_tables_is_a_note() {
        let (setup, told) = setup("[output.html]\nadmonitions = \"no\"\nfold = 3\n[preprocessor]\nx = 1\n");
        assert_eq!(
            told,
            [
                "Note `admonitions` takes true or false, not a string; it is passed over",
                "Note `x` takes a table, not a number; it is passed over"
            ]
        );
        assert_eq!(setup.preprocessors["x"].command, "mdbook-x");
    }

    #[test]
    fn a_book_of_ours_is_told_from_one_for_mdbook() {
        for (text, is_for_mdbook) in [
            ("", true),
            ("[theme]\n", false),
            ("[output.bifolio]\n", false),
            ("[output.bifolio]\ncommand = \"bifolio mdbook\"\n", true),
            ("[theme]\n[output.html]\n", true),
            ("[theme]\n[preprocessor.toc]\n", false),
            ("[output.bifolio.theme]\n[preprocessor.toc]\n", true),
            ("[output.bifolio]\n[output.linkcheck]\n", true),
        ] {
            assert_eq!(setup(text).0.conventions.is_some(), is_for_mdbook, "{text}");
        }
    }

    #[test]
    fn programs_get_what_they_can_read() {
        let (setup, _) = setup(
            "[book]\ntitle = \"T\"\nslug = \"t\"\nmultilingual = false\n[theme]\n[preprocessor.toc]\nmax-level = 3\n",
        );
        let wanted = json!({ "book": { "title": "T" }, "build": {}, "rust": {}, "output": {},
            "preprocessor": { "toc": { "max-level": 3 } } });
        assert_eq!(setup.json, wanted);
    }
}
