//! TOML to values with places.
//!
//! In: text. Out: a [`Table`], or the errors of the text, each at its place.

use super::value::{Entry, Node, Table, Value, place};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

/// More errors than these in one file help nobody.
const MOST_ERRORS: usize = 10;

/// Reads `text`, which stands at `base`.
pub(super) fn read(text: &str, base: Span) -> Result<Table, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table_of(table.get_ref(), base));
    }
    Err(errors.iter().take(MOST_ERRORS).map(|error| diagnostic(error, text, base)).collect())
}

fn diagnostic(error: &toml::de::Error, text: &str, base: Span) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    let range = error.span().unwrap_or(text.len()..text.len());
    Diagnostic::error(Code::InvalidConfig, format!("broken TOML: {message}")).at(place(base, range))
}

fn table_of(table: &DeTable<'_>, base: Span) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: Spanned { value: key.get_ref().to_string(), span: place(base, key.span()) },
            node: node(value.get_ref(), place(base, value.span()), base),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key.span);
    Table { entries }
}

fn node(value: &DeValue<'_>, span: Span, base: Span) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(list) => {
            Value::List(list.iter().map(|v| node(v.get_ref(), place(base, v.span()), base)).collect())
        }
        DeValue::Table(table) => Value::Table(table_of(table, base)),
    };
    Spanned { value, span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn values_keep_their_places_and_order() {
        let text = "# x\nz = 1\n[book]\ntitle = \"Ж\"\nauthors = [\"A\"]\ndate = 2026-11-22\n";
        let table = read(text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        assert_eq!(table.entries[0].key.value, "z");
        let book = table.table("book").expect("a table");
        let title = book.get("title").expect("a title");
        assert_eq!(&text[title.span.start as usize..title.span.end as usize], "\"Ж\"");
        assert_eq!(book.get("date").expect("a date").value, Value::Date("2026-11-22".into()));
    }

    #[test]
    fn broken_text_has_an_error_with_a_place() {
        let text = "[book]\ntitle = \"x\nauthors = []\n";
        let errors = read(text, Span::new(FileId(0), 0, text.len() as u32)).expect_err("broken TOML");
        assert_eq!(errors[0].code, Code::InvalidConfig);
        let span = errors[0].span.expect("a place");
        assert!((15..=18).contains(&span.start), "{span:?}");
    }
}
