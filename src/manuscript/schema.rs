//! What `book.toml` may hold, as a JSON schema, for editors that complete and check while one writes. It is of draft-07, the
//! one that editors of TOML know.
//!
//! In: nothing. Out: the schema. The keys of `[theme]` are those of the design, the codes of `[diagnostics]` those of the
//! findings, standards and shops those that there are. The others are listed here; a test holds the list against what the
//! reader asks for.

use super::publication::{EXEMPTIONS, FORMULAS, GUIDELINES, IMAGE_PIXELS};
use crate::conformance::Standard;
use crate::design::{Design, Key, Kind, Of, Overrides, THEMES};
use crate::diagnostic::{Code, Level};
use crate::document::Shop;
use serde_json::{Map, Value, json};

/// The schema of a `book.toml`.
pub fn schema() -> Value {
    let mut root = object("A manuscript of Bifolio", [("book", book())]);
    let own = own();
    let mut output = own.clone();
    for key in ["command", "optional"] {
        output.insert(key.into(), json!(true));
    }
    if let Some(keys) = consent()["properties"].as_object() {
        output.extend(keys.clone());
    }
    let foreign = ["rust", "build", "preprocessor"].map(|key| (key, json!({ "type": "object" })));
    let properties = root["properties"].as_object_mut();
    if let Some(properties) = properties {
        properties.extend(own);
        properties.insert("editions".into(), editions());
        properties.insert("bifolio".into(), consent());
        properties.extend(foreign.map(|(key, value)| (key.to_owned(), value)));
        let ours = json!({ "type": "object", "properties": output, "additionalProperties": false });
        let output = json!({ "type": "object", "properties": { "bifolio": ours } });
        properties.insert("output".into(), output);
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    Value::Object(schema)
}

/// The tables that may stand at the top or under `[output.bifolio]`.
fn own() -> Map<String, Value> {
    let tables = [
        ("metadata", metadata()),
        ("epub", epub()),
        ("pdf", pdf()),
        ("theme", theme()),
        ("diagnostics", diagnostics()),
    ];
    tables.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn object<const N: usize>(about: &str, keys: [(&str, Value); N]) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({ "description": about, "type": "object", "properties": properties, "additionalProperties": false })
}

fn text(about: &str) -> Value {
    json!({ "description": about, "type": "string" })
}

fn flag(about: &str) -> Value {
    json!({ "description": about, "type": "boolean" })
}

fn date(about: &str) -> Value {
    let shape = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2}.*)?)?)?$";
    json!({ "description": about, "anyOf": [{ "type": "string", "pattern": shape }, { "type": "integer" }] })
}

fn language(about: &str) -> Value {
    json!({ "description": about, "type": "string", "examples": ["en", "en-GB", "ru", "pt-BR"] })
}

/// Text, or a number as text.
fn text_or_number(about: &str) -> Value {
    json!({ "description": about, "type": ["string", "number"] })
}

fn list(about: &str, items: &Value) -> Value {
    json!({ "description": about, "type": "array", "items": items })
}

fn one_of(about: &str, words: &[&str]) -> Value {
    json!({ "description": about, "enum": words })
}

fn either(about: &str, values: &[Value]) -> Value {
    json!({ "description": about, "anyOf": values })
}

/// What a book consents to.
fn consent() -> Value {
    object(
        "What the book may do beyond reading its own folder",
        [
            ("allow-commands", flag("whether the programs run that it names")),
            ("allow-outside", flag("whether it includes files from anywhere")),
            ("renderer", text("what preprocessors are told that the book is made for")),
        ],
    )
}

fn book() -> Value {
    object(
        "What the book is, in the keys of mdBook",
        [
            ("title", text("the title")),
            ("authors", list("the authors", &text("a name"))),
            ("description", text("what the book is, in a few sentences")),
            ("language", language("the language of the text, a tag of BCP 47")),
            ("src", text("the folder of the chapters, `src` by default")),
            ("slug", text("the name of the files, by default made from the title")),
            ("cover", text("an image; without it a cover is drawn")),
            ("text-direction", one_of("which way the text runs", &["ltr", "rtl", "auto"])),
            ("multilingual", json!(true)),
        ],
    )
}

/// Editions by name: each takes what is said about the book, a theme, and the classes that it shows.
fn editions() -> Value {
    let mut edition = metadata();
    edition["description"] = json!("an edition: the book with a few changes");
    edition["properties"]["title"] = text_or_number("its title");
    edition["properties"]["description"] = text("what it is");
    edition["properties"]["authors"] = list("its authors", &text("a name"));
    edition["properties"]["slug"] = text("the name of its files");
    edition["properties"]["show"] = list("classes that it shows besides its own name", &text("a class"));
    edition["properties"]["hide"] = list("classes that it leaves out", &text("a class"));
    let mut theme = theme();
    theme["properties"].as_object_mut().map(|keys| keys.remove("fonts"));
    edition["properties"]["theme"] = theme;
    json!({ "description": "Editions of the book", "type": "object", "additionalProperties": edition })
}

fn metadata() -> Value {
    let name = || text("a name");
    let publisher = object("who publishes it", [("name", name()), ("place", text("where"))]);
    let series = object("the series", [("name", name()), ("position", text_or_number("its number"))]);
    let scheme = [
        ("name", text("in words")),
        ("authority", text("the scheme, such as BISAC")),
        ("code", text("the code in that scheme")),
    ];
    let subjects = either("a subject", &[text("in words"), object("with the code of a scheme", scheme)]);
    let anything = || json!(true);
    let contributor = [
        ("name", name()),
        ("text", name()),
        ("role", text("a word such as \"editor\", or a MARC relator code")),
        ("file-as", text("the name as sorted")),
        ("affiliation", anything()),
        ("email", anything()),
        ("orcid", anything()),
        ("url", anything()),
        ("bio", anything()),
    ];
    let identifier = [
        ("isbn", text("ten or thirteen digits, the last of which fits the others")),
        ("doi", text("such as 10.1000/182")),
        ("uuid", text("32 hexadecimal digits in five groups")),
        ("url", text("a whole address")),
        ("edition", one_of("of which book; of both when it is left out", &["epub", "print", "pdf"])),
    ];
    object(
        "What is said about the book beyond that",
        [
            ("subtitle", text("the subtitle")),
            ("short-title", text("the title of running heads")),
            ("title-sort", text("the title as sorted")),
            ("original-title", text("the title of what was translated")),
            ("original-language", language("the language of what was translated")),
            ("rights", text("who holds which rights")),
            ("license", text("the licence, as a name or an SPDX expression")),
            ("license-url", text("its address")),
            ("dedication", text("to whom the book is given")),
            ("print-run", text("notes on the printing")),
            ("course", text("the course that a handout is for")),
            ("event", text("the event that a handout is for")),
            ("place", text("where that is")),
            ("edition", text_or_number("which edition this is")),
            ("date", date("the date of this edition: a year, a month or a day")),
            ("first-published", date("when the work first appeared")),
            ("publisher", either("who publishes it", &[name(), publisher])),
            ("series", either("the series that it belongs to", &[name(), series])),
            ("subjects", list("what it is about", &subjects)),
            ("contributors", list("who did what for it", &object("a contributor", contributor))),
            ("identifiers", list("its numbers", &object("an identifier: one of four kinds", identifier))),
            ("about", about()),
        ],
    )
}

fn about() -> Value {
    let name = || text("a name");
    object(
        "the work that the book is about",
        [
            ("title", text("its title")),
            ("original-title", text("its title in its own language")),
            ("original-language", language("its language")),
            ("authors", list("its authors", &name())),
            (
                "translators",
                list("its translators", &object("a translator", [("name", name()), ("language", text("into which"))])),
            ),
            (
                "publishers",
                list("its publishers", &object("a publisher", [("name", name()), ("country", text("where"))])),
            ),
            ("date", date("when it appeared")),
        ],
    )
}

fn epub() -> Value {
    let statement = [
        ("conforms-to", one_of("the guidelines that it conforms to", &GUIDELINES.map(|(name, _)| name))),
        ("certified-by", text("who has found so")),
        ("credential", text("what entitles them to")),
        ("report", text("the address of their report")),
        ("summary", text("words before those that are derived")),
        ("exemption", one_of("why it need not conform", &EXEMPTIONS.map(|(name, _)| name))),
    ];
    let (least, most) = IMAGE_PIXELS;
    let shops = Shop::ALL.map(|shop| shop.name().to_lowercase());
    object(
        "The EPUB",
        [
            ("cover", text("an image; without it a cover is drawn")),
            ("page-list", flag("whether the printed page numbers stand in it")),
            ("fonts", flag("whether the fonts of the book stand in it")),
            (
                "image-pixels",
                json!({ "description": "the most pixels of an image", "type": "number", "minimum": least, "maximum": most }),
            ),
            ("formulas", one_of("what formulas are", &FORMULAS.map(|(name, _)| name))),
            ("for", list("the shops that it is made for", &json!({ "enum": shops }))),
            ("accessibility", object("what only the publisher can state", statement)),
        ],
    )
}

fn pdf() -> Value {
    let words = Standard::ALL.map(Standard::word);
    let alone: Vec<&str> = ["auto", "none"].into_iter().chain(words).collect();
    let standards = json!({ "type": "array", "items": { "enum": alone }, "minItems": 1 });
    object("The PDF", [("standard", either("what it states to keep", &[json!({ "enum": alone }), standards]))])
}

fn diagnostics() -> Value {
    let words = Level::ALL.map(Level::word);
    let mut table = object("How grave findings are taken", []);
    for code in Code::ALL {
        let levels: &[&str] = if code.is_firm() { &words[..1] } else { &words };
        table["properties"][code.name()] = one_of(code.meaning(), levels);
    }
    table
}

fn theme() -> Value {
    let fonts = [
        ("body", text("the family of the text")),
        ("heading", text("the family of headings")),
        ("code", text("the family of code")),
        ("fallback", list("families for characters that these lack", &text("a family"))),
        ("folder", text("the folder of the font files, `fonts` by default")),
    ];
    let mut theme = object(
        "How the book looks",
        [
            ("base", one_of("the theme to begin with", &THEMES)),
            ("fonts", object("the fonts that the book brings", fonts)),
            ("text", object("the text", [])),
        ],
    );
    for key in Design::keys(&Overrides::default()) {
        put(&mut theme, &key.path, of_key(&key));
    }
    // The two that the whole design follows are also found where one looks for them.
    for (alias, key) in [("size", "body-size"), ("leading", "leading")] {
        theme["properties"]["text"]["properties"][alias] = theme["properties"][key].clone();
    }
    theme
}

/// Puts a key below a table, and the tables between them when they are missing.
fn put(table: &mut Value, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        table["properties"][path] = value;
        return;
    };
    let inner = &mut table["properties"][first];
    if inner.is_null() {
        *inner = json!({ "type": "object", "properties": {}, "additionalProperties": false });
    }
    put(inner, rest, value);
}

/// A number before its unit.
const NUMBER: &str = r" *[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+) *";

/// What a key of the theme takes.
fn of_key(key: &Key) -> Value {
    let mut value = match &key.kind {
        Kind::Length { of: Of::Nothing, .. } => {
            json!({ "type": "string", "pattern": format!("^{NUMBER}(pt|mm|cm|in) *$") })
        }
        Kind::Length { .. } => {
            json!({ "type": ["number", "string"], "pattern": format!("^{NUMBER}(pt|mm|cm|in|em|lines?) *$") })
        }
        Kind::Size => json!({ "type": "string" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Count { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Factor { least, most } => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Text(most) => json!({ "type": "string", "maxLength": most }),
        Kind::Hyphenated(most) => json!({ "type": "array", "items": { "type": "string" }, "maxItems": most }),
        Kind::Colour => json!({ "type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$" }),
    };
    value["description"] = key.about.into();
    value
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{config, toml};
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::{FileId, Span};
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local! {
        /// Every table that a reader has finished, by the name that messages have for it, and the keys that it asked for.
        static ASKED: RefCell<Vec<(String, Vec<String>)>> = const { RefCell::new(Vec::new()) };
    }

    /// Called by every reader when it is done.
    pub(in super::super) fn asked(table: &str, keys: &[String]) {
        ASKED.with_borrow_mut(|all| all.push((table.to_owned(), keys.to_vec())));
    }

    /// Every table that there is, each once.
    const WHOLE: &str = r##"
        [book]
        title = "T"
        [metadata]
        publisher = { name = "P" }
        series = { name = "S" }
        subjects = [{ name = "a", authority = "B", code = "c" }]
        contributors = [{ name = "N" }]
        identifiers = [{ doi = "10.1000/182" }]
        [metadata.about]
        translators = [{ name = "M" }]
        publishers = [{ name = "D" }]
        [epub.accessibility]
        summary = "s"
        [pdf]
        [diagnostics]
        [editions.x]
        title = "E"
        [editions.x.theme]
        [theme.fonts]
        [output.bifolio]
        optional = true
    "##;

    /// Where the schema has the table that messages call so.
    fn pointer(table: &str) -> String {
        let metadata = "/properties/metadata/properties";
        match table {
            "book.toml" => String::new(),
            "[editions.x]" => "/properties/editions/additionalProperties".into(),
            "[editions.x.theme]" => "/properties/editions/additionalProperties/properties/theme".into(),
            "`publisher`" => format!("{metadata}/publisher/anyOf/1"),
            "`series`" => format!("{metadata}/series/anyOf/1"),
            "a subject" => format!("{metadata}/subjects/items/anyOf/1"),
            "a contributor" => format!("{metadata}/contributors/items"),
            "an identifier" => format!("{metadata}/identifiers/items"),
            "`translators`" | "`publishers`" => {
                format!("{metadata}/about/properties/{}/items", table.trim_matches('`'))
            }
            table => {
                let path = table.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect(table);
                path.split('.').map(|part| format!("/properties/{part}")).collect()
            }
        }
    }

    #[test]
    fn the_schema_has_every_key_that_the_reader_asks_for_and_no_other() {
        let mut text = WHOLE.to_owned();
        let keys = Design::keys(&Overrides::default());
        let tables: BTreeSet<&str> = keys.iter().filter_map(|key| Some(key.path.rsplit_once('.')?.0)).collect();
        tables.iter().for_each(|table| text.push_str(&format!("[theme.{table}]\n")));
        let table = toml::read(&text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        ASKED.with_borrow_mut(Vec::clear);
        let mut diagnostics = Diagnostics::default();
        config::read(&table, &mut diagnostics);
        assert!(diagnostics.sorted().is_empty(), "{:?}", diagnostics.sorted());
        let asked = ASKED.with_borrow(Vec::clone);
        assert!(asked.len() > 15 + tables.len(), "{} tables", asked.len());
        let schema = schema();
        // The keys of `[editions]` are names.
        for (table, keys) in asked.into_iter().filter(|(table, _)| table != "[editions]") {
            let object = schema.pointer(&pointer(&table)).unwrap_or_else(|| panic!("the schema lacks {table}"));
            let known: BTreeSet<&str> =
                object["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
            let keys: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
            assert_eq!(known, keys, "{table}");
        }
    }
}
