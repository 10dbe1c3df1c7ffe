//! mdBook's variables of the environment.
//!
//! In: names such as `MDBOOK_BOOK__TITLE` and their values. Out: a table with these values put in: `__` leads into a
//! table, `_` stands for `-`, and the value is JSON, or else text (mdBook's guide, "Environment variables"). Of other
//! variables that begin so, such as `MDBOOK_VERSION`, nothing is read.

use super::value::{Entry, Node, Table, Value};
use crate::source::{SourceMap, Span, Spanned};
use serde_json::Value as Json;

/// The tables that a variable may reach into.
const TABLES: [&str; 5] = ["book", "build", "rust", "output", "preprocessor"];

/// Puts the values of variables into a table; in the order of their names, so that the result is always the same.
pub(super) fn apply(table: &mut Table, variables: &[(String, String)], sources: &mut SourceMap) {
    let mut variables: Vec<&(String, String)> = variables.iter().collect();
    variables.sort();
    for (name, text) in variables {
        let Some(path) = path_of(name) else { continue };
        let file = sources.add_elsewhere(name.as_str(), text.as_str());
        let span = Span::new(file, 0, text.len() as u32);
        let json = serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone()));
        set(table, &path, node(&json, span));
    }
}

/// The keys that a variable leads through.
fn path_of(name: &str) -> Option<Vec<String>> {
    let key = name.strip_prefix("MDBOOK_")?.to_lowercase().replace("__", ".").replace('_', "-");
    let path: Vec<String> = key.split('.').map(str::to_owned).collect();
    (TABLES.contains(&path[0].as_str()) && path.iter().all(|key| !key.is_empty())).then_some(path)
}

fn set(table: &mut Table, path: &[String], node: Node) {
    let Some((key, rest)) = path.split_first() else { return };
    let place = match table.entries.iter().position(|entry| entry.key.value == *key) {
        Some(place) => place,
        None => {
            let key = Spanned { value: key.clone(), span: node.span };
            table.entries.push(Entry { key, node: Spanned { value: Value::Table(Table::default()), span: node.span } });
            table.entries.len() - 1
        }
    };
    let entry = &mut table.entries[place];
    if rest.is_empty() {
        entry.node = node;
        return;
    }
    if !matches!(entry.node.value, Value::Table(_)) {
        entry.node = Spanned { value: Value::Table(Table::default()), span: node.span };
    }
    if let Value::Table(inner) = &mut entry.node.value {
        set(inner, rest, node);
    }
}

/// A value of JSON, all of which stands at one place.
pub(super) fn node(json: &Json, span: Span) -> Node {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(list) => Value::List(list.iter().map(|json| node(json, span)).collect()),
        Json::Object(object) => Value::Table(Table {
            entries: object
                .iter()
                .map(|(key, json)| Entry { key: Spanned { value: key.clone(), span }, node: node(json, span) })
                .collect(),
        }),
    };
    Spanned { value, span }
}

/// A table as JSON; a number that JSON does not know is nothing.
pub(super) fn json_of(table: &Table) -> Json {
    Json::Object(
        table.entries.iter().map(|entry| (entry.key.value.clone(), json_of_value(&entry.node.value))).collect(),
    )
}

fn json_of_value(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) | Value::Plain(text) | Value::Date(text) => Json::String(text.clone()),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Bool(truth) => (*truth).into(),
        Value::List(list) => list.iter().map(|node| json_of_value(&node.value)).collect(),
        Value::Table(table) => json_of(table),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn applied(start: &Json, variables: &[(&str, &str)]) -> Json {
        let Value::Table(mut table) = node(start, Span::default()).value else { panic!("a table") };
        let variables: Vec<(String, String)> = variables.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        apply(&mut table, &variables, &mut SourceMap::default());
        json_of(&table)
    }

    #[test]
    fn variables_reach_into_tables() {
        let start = json!({ "book": { "title": "A", "authors": ["X"] } });
        let variables = [
            ("MDBOOK_BOOK__TITLE", "Another \"one\""),
            ("MDBOOK_BOOK__TEXT_DIRECTION", "\"rtl\""),
            ("MDBOOK_OUTPUT__HTML__SMART_PUNCTUATION", "false"),
            ("MDBOOK_VERSION", "0.5.4"),
            ("MDBOOK_BOOK__", "x"),
            ("PATH", "x"),
        ];
        let wanted = json!({
            "book": { "title": "Another \"one\"", "authors": ["X"], "text-direction": "rtl" },
            "output": { "html": { "smart-punctuation": false } },
        });
        assert_eq!(applied(&start, &variables), wanted);
        assert_eq!(applied(&start, &[("MDBOOK_BOOK", r#"{"title": "B"}"#)]), json!({ "book": { "title": "B" } }));
        assert_eq!(applied(&json!({ "book": 1 }), &[("MDBOOK_book__title", "B")]), json!({ "book": { "title": "B" } }));
    }
}
