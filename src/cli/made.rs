//! What a book was made of.
//!
//! In: a manuscript, the record of what was read of it, and the finished book. Out: [`Made`], which is kept beside the book
//! as a small file, and what has changed between two of them. It holds paths from the manuscript's folder and hashes,
//! nothing of the machine, so it is the same wherever the book is made. It stands beside the book and not in it, so that
//! a book whose pages stay the same stays the same file.

use bifolio::manuscript::{Manuscript, Record};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// The variable that dates a book.
const EPOCH: &str = "SOURCE_DATE_EPOCH";
/// Longest value that a message quotes, in characters.
const LONGEST: usize = 60;

/// What a book was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// The version of the program that made it.
    program: String,
    /// Hash of the book itself.
    book: String,
    /// Every value of the configuration, and what else was asked for, by its key.
    settings: BTreeMap<String, String>,
    /// The hash of every file that was read, by its path in the manuscript.
    inputs: BTreeMap<String, String>,
    /// The hash of what each preprocessor answered, by its name.
    answers: BTreeMap<String, String>,
}

impl Made {
    /// What a book is made of now.
    pub(crate) fn of(manuscript: &Manuscript, record: &Record<'_>, asked: &[(&str, String)], bytes: &[u8]) -> Made {
        let mut settings = manuscript.stated.clone();
        settings.extend(asked.iter().map(|(option, value)| ((*option).to_owned(), value.clone())));
        settings.extend(manuscript.metadata.epoch.map(|seconds| (EPOCH.to_owned(), seconds.to_string())));
        let inputs = record.inputs(&manuscript.root);
        Made { program: PROGRAM.into(), book: hash(bytes), settings, inputs, answers: manuscript.answers.clone() }
    }

    /// Where it is kept: beside the book, under its name, hidden from who looks for books.
    pub(crate) fn place(book: &Path) -> PathBuf {
        let name = book.file_name().unwrap_or_default().to_string_lossy();
        book.with_file_name(format!(".{name}.json"))
    }

    /// As it is kept.
    pub(crate) fn json(&self) -> String {
        let mut object = json!({
            "bifolio": self.program,
            "book": self.book,
            "settings": self.settings,
            "inputs": self.inputs,
        });
        if !self.answers.is_empty() {
            object["answers"] = json!(self.answers);
        }
        format!("{object:#}\n")
    }

    /// What was kept; `None` for what is no such record.
    pub(crate) fn read(text: &str) -> Option<Made> {
        let object: Value = serde_json::from_str(text).ok()?;
        let word = |key: &str| Some(object.get(key)?.as_str()?.to_owned());
        let words = |key: &str| words(object.get(key)?.as_object()?);
        Some(Made {
            program: word("bifolio")?,
            book: word("book")?,
            settings: words("settings")?,
            inputs: words("inputs")?,
            answers: words("answers").unwrap_or_default(),
        })
    }

    /// True when this is the record of a file of these bytes.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        self.book == hash(bytes)
    }

    /// What has changed since, each in a few words.
    pub(crate) fn changes(&self, now: &Made) -> Vec<String> {
        let settings = differences(&self.settings, &now.settings).map(|(key, then, now)| match (then, now) {
            (Some(then), Some(now)) => changed(key, then, now),
            (None, Some(now)) => format!("`{key}` is {} and was not stated", short(now)),
            (_, None) => format!("`{key}` is no longer stated"),
        });
        let settings: Vec<String> = settings.collect();
        let inputs = differences(&self.inputs, &now.inputs);
        // What the configuration says now is told already, key by key.
        let inputs = inputs
            .filter(|(path, then, now)| *path != "book.toml" || settings.is_empty() || then.is_none() || now.is_none());
        let inputs = inputs.map(|(path, then, now)| match (then, now) {
            (Some(_), Some(_)) => format!("{path} changed"),
            (None, _) => format!("{path} is new"),
            (_, None) => format!("{path} is no longer read"),
        });
        let mut all: Vec<String> = inputs.collect();
        all.extend(settings);
        // Another text is answered otherwise: that needs no reason of its own.
        if all.is_empty() {
            let answers = differences(&self.answers, &now.answers).map(|(name, then, now)| match (then, now) {
                (Some(_), Some(_)) => format!("the preprocessor `{name}` answered otherwise"),
                (None, _) => format!("the preprocessor `{name}` was run, and was not before"),
                (_, None) => format!("the preprocessor `{name}` was not run"),
            });
            all.extend(answers);
        }
        if self.program != now.program {
            all.push(format!("the program was {} and is {}", self.program, now.program));
        }
        all
    }

    /// The paths of the files that have changed since or are new.
    pub(crate) fn changed_inputs<'m>(&'m self, now: &'m Made) -> impl Iterator<Item = &'m str> {
        differences(&self.inputs, &now.inputs).map(|(path, ..)| path)
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn words(object: &Map<String, Value>) -> Option<BTreeMap<String, String>> {
    object.iter().map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

type Values = BTreeMap<String, String>;

/// The keys whose values are not the same in both, with the two values.
fn differences<'v>(
    then: &'v Values,
    now: &'v Values,
) -> impl Iterator<Item = (&'v str, Option<&'v String>, Option<&'v String>)> {
    let gone = then.keys().filter(|key| !now.contains_key(*key));
    let mut keys: Vec<&String> = now.keys().chain(gone).collect();
    keys.sort_unstable();
    let both = keys.into_iter().map(|key| (key.as_str(), then.get(key), now.get(key)));
    both.filter(|(_, then, now)| then != now)
}

fn changed(key: &str, then: &str, now: &str) -> String {
    match (short(then), short(now)) {
        (then, now) if then == now => format!("`{key}` changed"),
        (then, now) => format!("`{key}` was {then} and is {now}"),
    }
}

/// A value, cut when it is long.
fn short(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(settings: &[(&str, &str)], inputs: &[(&str, &str)]) -> Made {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        Made { program: "1".into(), book: hash(b"x"), settings: map(settings), inputs: map(inputs), answers: map(&[]) }
    }

    #[test]
    fn what_is_kept_reads_back() {
        let made = made(&[("theme.trim", "\"a5\"")], &[("src/a b.md", "00")]);
        assert_eq!(Made::read(&made.json()), Some(made.clone()));
        assert!(made.is_of(b"x") && !made.is_of(b"y"));
        for broken in ["", "{}", "[1]", "{\"bifolio\": 1}"] {
            assert_eq!(Made::read(broken), None);
        }
        assert_eq!(Made::place(Path::new("out/a.epub")), Path::new("out/.a.epub.json"));
    }

    #[test]
    fn what_changed_is_said_by_file_key_and_program() {
        let then = made(&[("a", "1"), ("b", "2")], &[("book.toml", "0"), ("x.md", "0"), ("y.md", "0")]);
        let mut now = made(&[("a", "3"), ("c", "4")], &[("book.toml", "1"), ("x.md", "1"), ("z.ttf", "0")]);
        now.program = "2".into();
        let expected = [
            "x.md changed",
            "y.md is no longer read",
            "z.ttf is new",
            "`a` was 1 and is 3",
            "`b` is no longer stated",
            "`c` is 4 and was not stated",
            "the program was 1 and is 2",
        ];
        assert_eq!(then.changes(&now), expected);
        assert_eq!(then.changes(&then), [] as [String; 0]);
        let answered = |answer: &str| Made { answers: [("toc".to_owned(), answer.to_owned())].into(), ..then.clone() };
        assert_eq!(answered("0").changes(&answered("1")), ["the preprocessor `toc` answered otherwise"]);
        assert_eq!(then.changes(&answered("1")), ["the preprocessor `toc` was run, and was not before"]);
        assert_eq!(answered("1").changes(&then), ["the preprocessor `toc` was not run"]);
        assert_eq!(Made::read(&answered("1").json()), Some(answered("1")));
        let comment = made(&[], &[("book.toml", "1")]);
        assert_eq!(made(&[], &[("book.toml", "0")]).changes(&comment), ["book.toml changed"]);
        let long = |end: &str| made(&[("d", &("x".repeat(200) + end))], &[]);
        assert_eq!(long("a").changes(&long("b")), ["`d` changed"]);
    }
}
