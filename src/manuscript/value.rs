//! Values of a configuration, each with its place, whether they were written as TOML or as YAML.
//!
//! In: built by [`toml`](super::toml) and [`yaml`](super::yaml). Out: one small tree for [`config`](super::config).

use crate::source::{Span, Spanned};
use std::collections::BTreeMap;

/// A value and where it stands.
pub(super) type Node = Spanned<Value>;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing, as in `title:`.
    Null,
    /// Text, written as such.
    Text(String),
    /// A word of YAML without quotation marks: text, or a number, or a truth value, as its reader wants it.
    Plain(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date of TOML, as written.
    Date(String),
    /// Several values.
    List(Vec<Node>),
    /// Values by name.
    Table(Table),
}

impl Value {
    /// True for text of either kind.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Plain(_))
    }

    /// What the value is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Text(_) | Value::Plain(_) => "a string",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// As it would be written in TOML, on one line.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => f.write_str("nothing"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::Plain(text) | Value::Date(text) => f.write_str(text),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Float(number) => write!(f, "{number}"),
            Value::Bool(truth) => write!(f, "{truth}"),
            Value::List(list) => {
                let items: Vec<String> = list.iter().map(|node| node.value.to_string()).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Value::Table(table) => {
                let entry = |entry: &Entry| format!("{} = {}", entry.key.value, entry.node.value);
                write!(f, "{{ {} }}", table.entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Values by name, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// The entries.
    pub(super) entries: Vec<Entry>,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The name.
    pub(super) key: Spanned<String>,
    /// The value.
    pub(super) node: Node,
}

impl Table {
    /// The value of a name; of YAML's empty values nothing is said.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a name.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key && entry.node.value != Value::Null)
    }

    /// Every value by its key, those inside of tables with dots, as text that is equal for equal values.
    pub(super) fn stated(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        self.state("", &mut all);
        all
    }

    fn state(&self, prefix: &str, all: &mut BTreeMap<String, String>) {
        for entry in &self.entries {
            let key = format!("{prefix}{}", entry.key.value);
            match &entry.node.value {
                Value::Table(table) => table.state(&format!("{key}."), all),
                value => drop(all.insert(key, value.to_string())),
            }
        }
    }

    /// Where every value stands, by its key, those inside of tables with dots.
    pub(super) fn places(&self) -> BTreeMap<String, Span> {
        let mut all = BTreeMap::new();
        self.place("", &mut all);
        all
    }

    fn place(&self, prefix: &str, all: &mut BTreeMap<String, Span>) {
        for entry in &self.entries {
            let key = format!("{prefix}{}", entry.key.value);
            if let Value::Table(table) = &entry.node.value {
                table.place(&format!("{key}."), all);
            }
            all.insert(key, entry.node.span);
        }
    }

    /// The table of a name, when it is one.
    pub(super) fn table(&self, key: &str) -> Option<&Table> {
        match &self.get(key)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// The place of bytes `range` of a text that itself starts at `base` of the span's file.
pub(super) fn place(base: Span, range: std::ops::Range<usize>) -> Span {
    let end = base.end.max(base.start);
    let at = |offset: usize| (base.start as usize + offset).min(end as usize) as u32;
    Span::new(base.file, at(range.start), at(range.end.max(range.start)))
}
