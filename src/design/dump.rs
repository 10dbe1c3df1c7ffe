//! A design as the text of its `[theme]`.
//!
//! In: the keys of a design. Out: TOML that, read again, makes the same design; also the reference of all keys.

use super::Key;
use super::key::Kind;
use super::wish::{Of, Scale, Wish};
use crate::units::Length;
use std::fmt::Write;

/// The text of a theme: every key with its value, and what it decides.
pub(super) fn dump(base: &str, keys: &[Key], scale: Scale) -> String {
    let mut out = format!("[theme]\nbase = \"{base}\"\n");
    let mut table = "";
    for key in keys {
        let (inside, name) = key.path.rsplit_once('.').unwrap_or(("", &key.path));
        if inside != table {
            let _ = write!(out, "\n[theme.{inside}]\n");
            table = inside;
        }
        let line = format!("{name} = {}", value(key, scale));
        let _ = writeln!(out, "{line:<34} # {}", key.about);
    }
    out
}

/// A value as TOML writes it.
pub(super) fn value(key: &Key, scale: Scale) -> String {
    match (&key.value, &key.kind) {
        (Wish::Length(measure), Kind::Length { of, .. }) => length(scale.length(*measure, *of), *of, scale),
        (Wish::Length(measure), _) => length(scale.length(*measure, Of::Nothing), Of::Nothing, scale),
        (Wish::Flag(truth), _) => truth.to_string(),
        (Wish::Count(count), _) => count.to_string(),
        (Wish::Factor(factor), _) => factor.to_string(),
        (Wish::Word(text) | Wish::Text(text), _) => quoted(text),
        (Wish::Words(words), _) => {
            let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            format!("[{}]", quoted.join(", "))
        }
        (Wish::Size(size), _) => format!("\"{}x{}\"", points(size.width), points(size.height)),
        (Wish::Colour(colour), _) => format!("\"{colour}\""),
    }
}

/// A proportion where that is the shorter way to say it, else points.
fn length(length: Length, of: Of, scale: Scale) -> String {
    let in_points = format!("\"{}\"", points(length));
    if of == Of::Nothing {
        return in_points;
    }
    let whole = scale.whole(of);
    let times = shortest(length.ratio(whole), |times| whole.scale(times) == length);
    match times {
        Some(times) if times.len() <= 5 || times.len() + 4 <= in_points.len() => times,
        Some(_) | None => in_points,
    }
}

/// A length in points, exactly.
fn points(length: Length) -> String {
    let text = shortest(length.to_pt(), |points| Length::pt(points) == length);
    format!("{}pt", text.unwrap_or_else(|| length.to_pt().to_string()))
}

/// The number with the fewest decimals that still means the same.
fn shortest(number: f64, same: impl Fn(f64) -> bool) -> Option<String> {
    (0..=9).map(|decimals| format!("{number:.decimals$}")).find(|text| text.parse().is_ok_and(&same))
}

/// Text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || (c.is_whitespace() && c != ' ') => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
