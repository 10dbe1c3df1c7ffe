//! The reference of all keys, for `docs/theme.md`.
//!
//! In: the keys of every theme. Out: Markdown, a table for each table of `[theme]`. What nearly every kind of text has alike
//! is left out where it is so; the text around the reference says what that is.

use super::dump::value;
use super::key::Kind;
use super::wish::{Of, Overrides};
use super::{Design, Key, THEMES};
use std::fmt::Write;

/// The keys of every kind of text, and what they are where nothing is said.
const USUAL: [(&str, &str); 8] = [
    ("family", "\"serif\""),
    ("weight", "\"regular\""),
    ("slope", "\"roman\""),
    ("capitals", "\"normal\""),
    ("figures", "\"old-style\""),
    ("ligatures", "true"),
    ("tracking", "0"),
    ("colour", "\"#000000\""),
];

/// A table for each table of `[theme]`.
pub(super) fn reference() -> String {
    let themes: Vec<Vec<(Key, String)>> = THEMES.iter().map(|base| values(base)).collect();
    let mut tables: Vec<(&str, String)> = Vec::new();
    for (i, (key, _)) in themes[0].iter().enumerate() {
        let (inside, name) = key.path.rsplit_once('.').unwrap_or(("", &key.path));
        if tables.last().is_none_or(|(table, _)| *table != inside) {
            tables.push((inside, String::new()));
        }
        let row: Vec<&str> = themes.iter().filter_map(|theme| theme.get(i).map(|(_, value)| value.as_str())).collect();
        let usual = USUAL.iter().any(|(known, usual)| name == *known && row.iter().all(|value| value == usual));
        if let Some((_, rows)) = tables.last_mut().filter(|_| !usual || inside == "text") {
            let cells: Vec<String> = row.iter().map(|value| format!("`{value}`")).collect();
            let _ = writeln!(rows, "| `{name}` | {} | {} | {} |", key.about, takes(&key.kind), cells.join(" | "));
        }
    }
    let mut out = String::new();
    for (inside, rows) in tables {
        let heading = if inside.is_empty() { "[theme]".into() } else { format!("[theme.{inside}]") };
        let _ = match rows.as_str() {
            "" => writeln!(out, "\n### `{heading}`\n\nAs usual, in every theme."),
            rows => {
                let themes = THEMES.join(" | ");
                write!(
                    out,
                    "\n### `{heading}`\n\n| key | decides | takes | {themes} |\n|---|---|---|---|---|---|\n{rows}"
                )
            }
        };
    }
    out
}

/// The keys of a theme with their values as TOML.
fn values(base: &str) -> Vec<(Key, String)> {
    let overrides = Overrides { base: Some(base.into()), ..Overrides::default() };
    let scale = Design::scale(&overrides);
    Design::keys(&overrides).into_iter().map(|key| (key.clone(), value(&key, scale))).collect()
}

/// What a key takes, in words.
fn takes(kind: &Kind) -> String {
    match kind {
        Kind::Length { of: Of::Nothing, .. } => "a length".into(),
        Kind::Length { of: Of::Size, .. } => "times the size, or a length".into(),
        Kind::Length { of: Of::Leading, .. } => "lines, or a length".into(),
        Kind::Flag => "`true`, `false`".into(),
        Kind::Count { least, most } => format!("{least} to {most}"),
        Kind::Factor { least, most } => format!("{least} to {most}"),
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::Text(most) => format!("text, at most {most} characters"),
        Kind::Size => "a page size".into(),
        Kind::Colour => "a colour, `#rrggbb`".into(),
        Kind::Hyphenated(most) => format!("a list of hyphenated words, at most {most}"),
    }
}
