//! The metadata keys of a configuration.
//!
//! In: the table `[metadata]`, or a front matter, which has the same keys. Out: [`Metadata`], field by field.

use super::identifier;
use super::reader::Reader;
use super::relator::relator;
use super::value::{Node, Value};
use crate::document::{
    Contributor, Edition, Identifier, IdentifierKind, Metadata, Publisher, Relator, Series, Subject, Work,
};
use crate::source::Spanned;

/// Reads the keys that `[metadata]` and front matter share. A key that is absent leaves its field as it is.
pub(super) fn read(metadata: &mut Metadata, keys: &mut Reader<'_>) {
    let texts = [
        ("subtitle", &mut metadata.subtitle),
        ("short-title", &mut metadata.short_title),
        ("title-sort", &mut metadata.title_sort),
        ("original-title", &mut metadata.original_title),
        ("rights", &mut metadata.rights),
        ("license", &mut metadata.license),
        ("event", &mut metadata.event),
        ("place", &mut metadata.place),
        ("dedication", &mut metadata.dedication),
        ("print-run", &mut metadata.print_run),
    ];
    for (key, field) in texts {
        set(field, keys.words(key));
    }
    set(&mut metadata.license_url, keys.address("license-url"));
    set(&mut metadata.event, keys.words("course"));
    set(&mut metadata.edition, keys.text_or_number("edition"));
    set(&mut metadata.original_language, keys.language("original-language"));
    set(&mut metadata.date, keys.date("date"));
    set(&mut metadata.first_published, keys.date("first-published"));
    check_dates(metadata, keys);
    set(&mut metadata.publisher, read_publisher(keys));
    set(&mut metadata.series, read_series(keys));
    metadata.subjects.extend(read_subjects(keys, "subjects"));
    metadata.contributors.extend(read_contributors(keys));
    metadata.identifiers.extend(read_identifiers(keys));
    set(&mut metadata.about, read_about(keys));
}

fn set<T>(field: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *field = value;
    }
}

/// Tells of an edition that is older than the work.
fn check_dates(metadata: &Metadata, keys: &mut Reader<'_>) {
    let (Some(date), Some(first)) = (metadata.date, metadata.first_published) else { return };
    let stated = keys.node("date").or(keys.node("first-published")).map(|node| node.span);
    if let Some(span) = stated.filter(|_| date.is_before(first)) {
        let hint = "`date` is that of this edition, `first-published` that of the first one".to_owned();
        keys.invalid(span, format!("`date` ({date}) is before `first-published` ({first})"), Some(hint));
    }
}

/// `publisher = "name"` or `{ name, place }`.
fn read_publisher(keys: &mut Reader<'_>) -> Option<Publisher> {
    let node = keys.node("publisher")?;
    let Value::Table(table) = &node.value else {
        return Some(Publisher { name: named(keys, node, "publisher")?, place: None });
    };
    let mut inner = keys.inner(table, "`publisher`");
    let publisher = Publisher { name: inner.words("name").unwrap_or_default(), place: inner.words("place") };
    inner.finish();
    (!publisher.name.is_empty()).then_some(publisher)
}

/// `series = "name"` or `{ name, position }`.
fn read_series(keys: &mut Reader<'_>) -> Option<Series> {
    let node = keys.node("series")?;
    let Value::Table(table) = &node.value else {
        return Some(Series { name: named(keys, node, "series")?, position: None });
    };
    let mut inner = keys.inner(table, "`series`");
    let series = Series { name: inner.words("name").unwrap_or_default(), position: inner.text_or_number("position") };
    // EPUB 3.3, §D.3.7.
    let is_place =
        |position: &str| position.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if let Some(position) = series.position.as_ref().filter(|position| !is_place(position)) {
        let hint = Some("write a number such as 2 or 2.1; others stand in the imprint only".to_owned());
        let span = inner.node("position").map_or(node.span, |node| node.span);
        inner.invalid(span, format!("`position`: {position:?} is no place in a series"), hint);
    }
    inner.finish();
    (!series.name.is_empty()).then_some(series)
}

/// Subjects: words, or `{ name, authority, code }`.
pub(super) fn read_subjects(keys: &mut Reader<'_>, key: &str) -> Vec<Subject> {
    let list = keys.list(key, "a list of strings");
    let mut subjects = Vec::new();
    for node in list {
        let Value::Table(table) = &node.value else {
            subjects.extend(keys.entry(node, key).map(|text| Subject::from(text.value)));
            continue;
        };
        let mut inner = keys.inner(table, "a subject");
        let (name, authority, code) = (inner.words("name"), inner.words("authority"), inner.words("code"));
        let complete = authority.is_some() == code.is_some();
        if name.is_none() || !complete {
            let hint = Some("write { name = \"…\", authority = \"BISAC\", code = \"…\" }".to_owned());
            inner.invalid(node.span, "a subject without its name, its authority or its code".into(), hint);
        }
        inner.finish();
        let (authority, code) = if complete { (authority, code) } else { (None, None) };
        subjects.extend(name.map(|name| Subject { name, authority, code }));
    }
    subjects
}

/// The name that stands where a table may stand too.
fn named(keys: &mut Reader<'_>, node: &Node, key: &str) -> Option<String> {
    if matches!(node.value, Value::Text(_) | Value::Plain(_)) {
        return keys.text_of(node, key).map(|text| text.value);
    }
    keys.wrong_type(node, key, "a string or a table with `name`");
    None
}

fn read_contributors(keys: &mut Reader<'_>) -> Vec<Contributor> {
    let list = keys.list("contributors", "a list of tables such as { name = \"…\", role = \"editor\" }");
    list.iter().filter_map(|node| read_contributor(keys, node, &Relator::Contributor)).collect()
}

/// `{ name, role, file-as }`; without a role, `default` is taken.
pub(super) fn read_contributor(keys: &mut Reader<'_>, node: &Node, default: &Relator) -> Option<Contributor> {
    let table = keys.table_of(node, "contributors")?;
    let mut inner = keys.inner(table, "a contributor");
    inner.ignore(&["affiliation", "email", "orcid", "url", "bio"]);
    let name = inner.words("name").or(inner.words("text"));
    let role = inner.text("role").map_or(default.clone(), |word| read_role(&mut inner, &word, default));
    let file_as = inner.words("file-as");
    if name.is_none() {
        let hint = Some("write { name = \"…\", role = \"…\" }".to_owned());
        inner.invalid(node.span, "a contributor without a name".into(), hint);
    }
    inner.finish();
    Some(Contributor { name: name?, file_as, role })
}

fn read_role(reader: &mut Reader<'_>, word: &Spanned<String>, default: &Relator) -> Relator {
    relator(&word.value).unwrap_or_else(|nearest| {
        let hint = match nearest {
            Some(nearest) => format!("did you mean {nearest:?}?"),
            None => "write a role such as \"editor\" or \"translator\", or a MARC relator code".to_owned(),
        };
        reader.invalid(word.span, format!("`role`: nobody knows the role {:?}", word.value), Some(hint));
        default.clone()
    })
}

fn read_identifiers(keys: &mut Reader<'_>) -> Vec<Identifier> {
    let list = keys.list("identifiers", "a list of tables such as { isbn = \"…\" }");
    let mut identifiers: Vec<Identifier> = Vec::new();
    for node in list {
        let Some(new) = read_identifier(keys, node) else { continue };
        let book = |of: &Identifier| (of.kind == IdentifierKind::Isbn).then(|| identifier::isbn_core(&of.value));
        let is_of_another = |old: &Identifier| {
            book(&new).is_some_and(|own| book(old) == Some(own))
                && old.edition.zip(new.edition).is_some_and(|(old, new)| old != new)
        };
        if identifiers.iter().any(is_of_another) {
            let hint =
                "an EPUB and a printed book have an ISBN each; leave `edition` out if there is only one".to_owned();
            keys.invalid(node.span, "the same ISBN for the EPUB and the printed book".into(), Some(hint));
        }
        let is_second = |old: &Identifier| {
            book(&new).is_some_and(|own| book(old).is_some_and(|old| old != own)) && old.edition == new.edition
        };
        if new.edition.is_some() && identifiers.iter().any(is_second) {
            let of = if new.edition == Some(Edition::Epub) { "the EPUB" } else { "the printed book" };
            let hint = "an edition has one ISBN; take out the other one, or say of which edition it is".to_owned();
            keys.invalid(node.span, format!("a second ISBN for {of}"), Some(hint));
        }
        identifiers.push(new);
    }
    identifiers
}

/// `{ isbn | doi | uuid | url = "…", edition = "epub" | "print" }`.
fn read_identifier(keys: &mut Reader<'_>, node: &Node) -> Option<Identifier> {
    let table = keys.table_of(node, "identifiers")?;
    let mut inner = keys.inner(table, "an identifier");
    let editions = [("epub", Edition::Epub), ("print", Edition::Print), ("pdf", Edition::Print)];
    let edition = inner.choice("edition", &editions);
    let kinds = [
        ("isbn", IdentifierKind::Isbn),
        ("doi", IdentifierKind::Doi),
        ("uuid", IdentifierKind::Uuid),
        ("url", IdentifierKind::Url),
    ];
    let found: Vec<_> = kinds.into_iter().filter_map(|(key, kind)| Some((kind, inner.text(key)?))).collect();
    let identifier = match found.as_slice() {
        [(kind, text)] => {
            check_identifier(&mut inner, *kind, text).map(|value| Identifier { kind: *kind, value, edition })
        }
        // Of a value of a wrong type enough has been said.
        [] if kinds.iter().any(|(key, _)| inner.node(key).is_some_and(|node| !node.value.is_text())) => None,
        _ => {
            let hint = Some("write one of isbn, doi, uuid and url in each".to_owned());
            inner.invalid(node.span, format!("an identifier with {} values", found.len()), hint);
            None
        }
    };
    inner.finish();
    identifier
}

/// The identifier as it is kept, when it can be one.
pub(super) fn check_identifier(
    reader: &mut Reader<'_>,
    kind: IdentifierKind,
    text: &Spanned<String>,
) -> Option<String> {
    let (checked, hint) = match kind {
        IdentifierKind::Isbn => {
            let hint = "an ISBN has 10 or 13 digits, and the last one must fit the others";
            (identifier::is_isbn(&text.value).then(|| text.value.clone()), hint)
        }
        IdentifierKind::Doi => (identifier::doi(&text.value).map(str::to_owned), "a DOI looks like 10.1000/182"),
        IdentifierKind::Uuid => (identifier::uuid(&text.value), "a UUID has 32 hexadecimal digits in five groups"),
        IdentifierKind::Url => {
            (text.value.contains("://").then(|| text.value.clone()), "write the whole address, https:// included")
        }
    };
    if checked.is_none() {
        let name = match kind {
            IdentifierKind::Isbn => "ISBN",
            IdentifierKind::Doi => "DOI",
            IdentifierKind::Uuid => "UUID",
            IdentifierKind::Url => "address",
        };
        reader.invalid(text.span, format!("{:?} is no valid {name}", text.value), Some(hint.into()));
    }
    checked
}

/// `[metadata.about]`: the work that the book is about.
fn read_about(keys: &mut Reader<'_>) -> Option<Work> {
    let table = keys.table("about")?;
    let mut inner = keys.inner(table, "[metadata.about]");
    let work = Work {
        title: inner.words("title").unwrap_or_default(),
        original_title: inner.words("original-title"),
        original_language: inner.language("original-language"),
        authors: inner.texts("authors").into_iter().map(|author| author.value).collect(),
        translators: read_pairs(&mut inner, "translators", "language"),
        publishers: read_pairs(&mut inner, "publishers", "country"),
        date: inner.date("date"),
    };
    inner.finish();
    (work != Work::default()).then_some(work)
}

/// A list of tables with `name` and one more key.
fn read_pairs(keys: &mut Reader<'_>, key: &'static str, second: &'static str) -> Vec<(String, String)> {
    let list = keys.list(key, "a list of tables");
    let mut pairs = Vec::new();
    for node in list {
        let Some(table) = keys.table_of(node, key) else { continue };
        let mut inner = keys.inner(table, format!("`{key}`"));
        let name = inner.words("name");
        let second = inner.words(second).unwrap_or_default();
        inner.finish();
        pairs.extend(name.map(|name| (name, second)));
    }
    pairs
}
