//! YAML to values with places.
//!
//! In: the text of a front matter. Out: a [`Table`], or the error of the text at its place. Aliases are followed as long
//! as the whole stays small, so that a few lines cannot grow without bound.

use super::value::{Entry, Node, Table, Value, place};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// Most nodes that a front matter may have, those brought by aliases counted each time.
const MOST_NODES: usize = 20_000;

/// Reads `text`, which stands at `base`.
pub(super) fn read(text: &str, base: Span) -> Result<Table, Diagnostic> {
    let mut builder = Builder { base, open: Vec::new(), anchors: BTreeMap::new(), root: None, nodes: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| broken(&error, text, base))?;
        let range = span.byte_range().unwrap_or(0..0);
        builder.take(event, place(base, range))?;
    }
    match builder.root {
        None => Ok(Table::default()),
        Some(Node { value: Value::Table(table), .. }) => Ok(table),
        Some(Node { value: Value::Null, .. }) => Ok(Table::default()),
        Some(node) => Err(error(format!("the front matter is {}, not a table of keys", node.value.kind()), node.span)),
    }
}

fn broken(error: &granit_parser::ScanError, text: &str, base: Span) -> Diagnostic {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    self::error(format!("broken YAML: {}", error.info()), place(base, start..end))
}

fn error(message: String, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidConfig, message).at(span)
}

/// A list or table that is not yet closed.
struct Open {
    anchor: usize,
    span: Span,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Table(Table, Option<Spanned<String>>),
}

struct Builder {
    base: Span,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, usize)>,
    root: Option<Node>,
    nodes: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => self.add(scalar(&text, style, span), anchor, 1),
            Event::SequenceStart(_, anchor, _) => {
                self.open.push(Open { anchor, span, content: Content::List(Vec::new()) });
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                self.open.push(Open { anchor, span, content: Content::Table(Table::default(), None) });
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span),
            Event::Alias(anchor) => {
                let (node, size) = self.anchors.get(&anchor).cloned().unwrap_or((null(span), 1));
                self.add(Node { span, ..node }, 0, size)
            }
            _ => Ok(()),
        }
    }

    fn leave(&mut self, end: Span) -> Result<(), Diagnostic> {
        let Some(Open { anchor, span, content }) = self.open.pop() else { return Ok(()) };
        let value = match content {
            Content::List(list) => Value::List(list),
            Content::Table(table, _) => Value::Table(table),
        };
        let span = Span::new(self.base.file, span.start, end.start.max(span.start));
        self.add(Node { value, span }, anchor, 1)
    }

    /// Puts a whole value where it belongs: into the open list or table, as a key or as a value.
    /// `new` is how many nodes come with it that were not counted before.
    fn add(&mut self, node: Node, anchor: usize, new: usize) -> Result<(), Diagnostic> {
        self.nodes += new;
        if self.nodes > MOST_NODES {
            return Err(error("the front matter is too large".into(), node.span));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size(&node.value)));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Content::List(list)) => list.push(node),
            Some(Content::Table(table, key)) => match key.take() {
                Some(key) if table.entries.iter().any(|e| e.key.value == key.value) => {
                    return Err(error(format!("`{}` is written twice", key.value), key.span));
                }
                Some(key) => table.entries.push(Entry { key, node }),
                None => *key = Some(key_of(&node)?),
            },
        }
        Ok(())
    }
}

fn key_of(node: &Node) -> Result<Spanned<String>, Diagnostic> {
    match &node.value {
        Value::Text(text) | Value::Plain(text) => Ok(Spanned { value: text.clone(), span: node.span }),
        Value::Null => Ok(Spanned { value: String::new(), span: node.span }),
        other => Err(error(format!("a key is a word, not {}", other.kind()), node.span)),
    }
}

fn scalar(text: &str, style: ScalarStyle, span: Span) -> Node {
    let value = match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        (ScalarStyle::Plain, text) => Value::Plain(text.into()),
        (_, text) => Value::Text(text.into()),
    };
    Node { value, span }
}

fn null(span: Span) -> Node {
    Node { value: Value::Null, span }
}

/// How many nodes a value has. The parser bounds how deep it nests.
fn size(value: &Value) -> usize {
    match value {
        Value::List(list) => 1 + list.iter().map(|node| size(&node.value)).sum::<usize>(),
        Value::Table(table) => 1 + table.entries.iter().map(|entry| size(&entry.node.value)).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn whole(text: &str) -> Result<Table, Diagnostic> {
        read(text, Span::new(FileId(0), 0, text.len() as u32))
    }

    #[test]
    fn words_lists_and_tables_keep_their_places() {
        let text = "title: Ёлка\nauthor:\n  - name: A\n    role: trl\n  - \"B\"\ndate: 1936\nempty:\n";
        let table = whole(text).expect("sound YAML");
        let title = table.get("title").expect("a title");
        assert_eq!(&text[title.span.start as usize..title.span.end as usize], "Ёлка");
        let Value::List(authors) = &table.get("author").expect("authors").value else { panic!("a list") };
        assert_eq!(authors.len(), 2);
        assert_eq!(authors[1].value, Value::Text("B".into()));
        assert_eq!(table.get("date").expect("a date").value, Value::Plain("1936".into()));
        assert!(table.get("empty").is_none());
    }

    #[test]
    fn blank_front_matter_is_an_empty_table() {
        assert_eq!(whole("# only a comment\n\n"), Ok(Table::default()));
        assert_eq!(whole(""), Ok(Table::default()));
    }

    #[test]
    fn broken_text_has_an_error_with_a_place() {
        let error = whole("title: \"x\nauthor: y\n").expect_err("broken YAML");
        assert_eq!(error.code, Code::InvalidConfig);
        assert!(error.span.is_some());
        assert!(whole("just words\n").is_err());
        assert!(whole("a: 1\na: 2\n").is_err());
    }

    #[test]
    fn aliases_cannot_grow_without_bound() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for i in 1..9 {
            let refs = vec![format!("*a{}", i - 1); 9].join(", ");
            text += &format!("a{i}: &a{i} [{refs}]\n");
        }
        assert_eq!(whole(&text).expect_err("too large").message, "the front matter is too large");
    }
}
