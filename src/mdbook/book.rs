//! Books in mdBook's JSON, as preprocessors and backends get them.
//!
//! In: JSON of mdBook 0.4 (`sections`) or 0.5 (`items`). Out: a [`Book`], and the same the other way. What is written has
//! both lists, so that a program made for either version reads it; of an answer that still has both, the list counts that
//! the program has changed.

use serde_json::{Value, json};

/// A book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// What it consists of, in order.
    pub items: Vec<Item>,
}

/// A part of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A chapter.
    Chapter(Chapter),
    /// A line between chapters.
    Separator,
    /// The title of what follows.
    PartTitle(String),
}

/// A chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// Its title in `SUMMARY.md`.
    pub name: String,
    /// Its text.
    pub content: String,
    /// Its number, level by level; empty when it has none.
    pub number: Vec<u32>,
    /// What is nested under it.
    pub sub_items: Vec<Item>,
    /// Its path on the web, with `.md`; `None` for a draft.
    pub path: Option<String>,
    /// The path of its file in the folder of chapters; `None` when there is no file.
    pub source_path: Option<String>,
    /// The titles of the chapters that it is nested under.
    pub parent_names: Vec<String>,
}

/// JSON that is no book, with what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

impl Book {
    /// The book as JSON.
    pub fn to_json(&self) -> Value {
        let items = to_json(&self.items);
        // A 0.4 program also wants this field, which says nothing.
        json!({ "items": items, "sections": items, "__non_exhaustive": null })
    }

    /// A book from JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_json(value: &Value) -> Result<Book, Invalid> {
        Book::answer(value, &Value::Null)
    }

    /// A book from what a program answered that was given `sent`.
    ///
    /// # Errors
    /// When it is none.
    pub fn answer(value: &Value, sent: &Value) -> Result<Book, Invalid> {
        let list = |name: &str| value.get(name).and_then(Value::as_array);
        let unchanged = |name: &str| value.get(name) == sent.get(name);
        let items = match (list("items"), list("sections")) {
            (Some(_), Some(sections)) if unchanged("items") => sections,
            (Some(items), _) => items,
            (None, Some(sections)) => sections,
            (None, None) => return Err(Invalid("a book has a list `items` or `sections`".into())),
        };
        Ok(Book { items: items.iter().map(item).collect::<Result<_, _>>()? })
    }

    /// Every chapter, those nested in it after it.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut Chapter)) {
        each_mut(&mut self.items, visit);
    }
}

fn each_mut(items: &mut [Item], visit: &mut impl FnMut(&mut Chapter)) {
    for item in items {
        if let Item::Chapter(chapter) = item {
            visit(chapter);
            each_mut(&mut chapter.sub_items, visit);
        }
    }
}

fn to_json(items: &[Item]) -> Vec<Value> {
    let one = |item: &Item| match item {
        Item::Separator => json!("Separator"),
        Item::PartTitle(title) => json!({ "PartTitle": title }),
        Item::Chapter(chapter) => json!({ "Chapter": {
            "name": chapter.name,
            "content": chapter.content,
            "number": (!chapter.number.is_empty()).then_some(&chapter.number),
            "sub_items": to_json(&chapter.sub_items),
            "path": chapter.path,
            "source_path": chapter.source_path,
            "parent_names": chapter.parent_names,
        }}),
    };
    items.iter().map(one).collect()
}

fn item(value: &Value) -> Result<Item, Invalid> {
    if value == "Separator" {
        return Ok(Item::Separator);
    }
    if let Some(title) = value.get("PartTitle").and_then(Value::as_str) {
        return Ok(Item::PartTitle(title.into()));
    }
    match value.get("Chapter") {
        Some(chapter) => Ok(Item::Chapter(self::chapter(chapter)?)),
        None => Err(Invalid("an item of a book is a `Chapter`, a `PartTitle` or a `Separator`".into())),
    }
}

fn chapter(value: &Value) -> Result<Chapter, Invalid> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let wanted = |key: &str| text(key).ok_or_else(|| Invalid(format!("a chapter has a text `{key}`")));
    let path = |key: &str| text(key).filter(|path| !path.is_empty()).map(|path| path.replace('\\', "/"));
    let list = |key: &str| value.get(key).and_then(Value::as_array).into_iter().flatten();
    Ok(Chapter {
        name: wanted("name")?,
        content: wanted("content")?,
        number: list("number").filter_map(Value::as_u64).map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect(),
        sub_items: list("sub_items").map(item).collect::<Result<_, _>>()?,
        path: path("path"),
        source_path: path("source_path"),
        parent_names: list("parent_names").filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        let inner = Chapter { name: "D".into(), parent_names: vec!["A".into()], ..Chapter::default() };
        let outer = Chapter {
            name: "A".into(),
            content: "# A\n".into(),
            number: vec![1],
            sub_items: vec![Item::Chapter(inner)],
            path: Some("index.md".into()),
            source_path: Some("README.md".into()),
            ..Chapter::default()
        };
        Book { items: vec![Item::PartTitle("P".into()), Item::Chapter(outer), Item::Separator] }
    }

    #[test]
    fn both_versions_are_read_and_written() {
        let (book, json) = (book(), book().to_json());
        assert_eq!(Book::from_json(&json).as_ref(), Ok(&book));
        assert_eq!(Book::from_json(&json!({ "items": json["items"] })).as_ref(), Ok(&book));
        assert_eq!(Book::from_json(&json!({ "sections": json["sections"], "__non_exhaustive": null })), Ok(book));
    }

    #[test]
    fn the_list_counts_that_was_changed() {
        let sent = book().to_json();
        for name in ["items", "sections"] {
            let mut answer = sent.clone();
            answer[name][1]["Chapter"]["content"] = json!("changed");
            let Item::Chapter(chapter) = &Book::answer(&answer, &sent).expect("a book").items[1] else { panic!() };
            assert_eq!(chapter.content, "changed", "{name}");
        }
    }

    #[test]
    fn what_is_no_book_is_told() {
        for (value, told) in [
            (json!({}), "a book has a list `items` or `sections`"),
            (json!([1]), "a book has a list `items` or `sections`"),
            (json!({ "items": ["x"] }), "an item of a book is a `Chapter`, a `PartTitle` or a `Separator`"),
            (json!({ "items": [{ "Chapter": { "name": "x" } }] }), "a chapter has a text `content`"),
        ] {
            assert_eq!(Book::from_json(&value), Err(Invalid(told.into())));
        }
    }
}
