//! Attributes in braces: `{#id .class width=50% lang=fr}` after an image or at the end of a caption.
//!
//! In: a text that begins with a brace. Out: [`Attributes`], how long they are, and what in them means nothing. The form is
//! that of pandoc's attributes (Pandoc User's Guide, "Header identifiers" and "Images"); braces that say nothing of the
//! kind are text.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Attr, Extent, Id, Language};
use crate::source::Span;
use crate::units::Length;

/// Longest text between braces that is looked at, in bytes.
const LONGEST: usize = 1_000;
/// The largest length that an image may be asked to have.
const LARGEST: f64 = 200.0;

/// What braces say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// Id, classes, language.
    pub(super) attr: Attr,
    /// The width of an image.
    pub(super) width: Option<Extent>,
    /// Its height.
    pub(super) height: Option<Extent>,
    /// How many bytes they take, braces included.
    pub(super) length: usize,
    /// What means nothing: where from the opening brace, how long, what kind, and in words.
    faults: Vec<(usize, usize, Code, String)>,
}

impl Attributes {
    /// Findings about what means nothing; `start` is where the opening brace stands.
    pub(super) fn findings(&self, start: Span) -> impl Iterator<Item = Diagnostic> {
        self.faults.iter().map(move |(at, length, code, message)| {
            let from = start.start + *at as u32;
            Diagnostic::warning(*code, message.clone())
                .at(Span::new(start.file, from, from + *length as u32))
                .hint("write `{#id .class width=50%}`; a width is a share of the measure or a length such as `6cm`")
        })
    }
}

/// Reads the braces that a text begins with; `None` when it does not or when they are no attributes.
pub(super) fn read(text: &str) -> Option<Attributes> {
    let inside = text.strip_prefix('{')?;
    let length = inside.bytes().take(LONGEST).position(|byte| matches!(byte, b'{' | b'}'))?;
    let inside = inside.get(..length).filter(|_| text.as_bytes().get(length + 1) == Some(&b'}'))?;
    let mut attributes = Attributes { length: length + 2, ..Attributes::default() };
    let mut meant = false;
    for (at, token) in tokens(inside) {
        meant |= attributes.token(token, at + 1);
    }
    meant.then_some(attributes)
}

/// The words of a text and where they begin; white space between quotation marks parts nothing.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let (mut tokens, mut start, mut quote) = (Vec::new(), None, None);
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            (c, None) if c.is_whitespace() => {
                tokens.extend(start.take().map(|start| (start, &text[start..at])));
                continue;
            }
            _ => {}
        }
        start.get_or_insert(at);
    }
    tokens.extend(start.map(|start| (start, &text[start..])));
    tokens
}

impl Attributes {
    /// Takes in a word; false when it has not the form of an attribute.
    fn token(&mut self, token: &str, at: usize) -> bool {
        let name = |rest: &str| (!rest.is_empty() && !rest.contains(['#', '.', '=', '"'])).then(|| rest.to_string());
        let taken = if let Some(id) = token.strip_prefix('#').filter(|id| !id.is_empty()) {
            self.attr.id = Some(Id(id.into()));
            true
        } else if let Some(class) = token.strip_prefix('.').and_then(name) {
            self.attr.classes.push(class);
            true
        } else if let Some((key, value)) = token.split_once('=').filter(|(key, _)| !key.is_empty()) {
            self.pair(key, value.trim_matches(['"', '\'']), (at, token.len()));
            true
        } else {
            false
        };
        if !taken {
            let message = format!("`{token}` is no attribute");
            self.faults.push((at, token.len(), Code::InvalidValue, message));
        }
        taken
    }

    fn pair(&mut self, key: &str, value: &str, (at, length): (usize, usize)) {
        let extent = extent(value);
        match (key, extent) {
            ("width", Some(_)) => self.width = extent,
            ("height", Some(_)) => self.height = extent,
            ("width" | "height", None) => {
                let message = format!("`{value}` is no {key} for an image");
                self.faults.push((at, length, Code::InvalidValue, message));
            }
            ("lang", _) if !value.is_empty() => self.attr.language = Some(Language(value.into())),
            ("id", _) if !value.is_empty() => self.attr.id = Some(Id(value.into())),
            ("class", _) => self.attr.classes.extend(value.split_whitespace().map(String::from)),
            _ => self.faults.push((at, length, Code::UnknownKey, format!("unknown attribute `{key}`"))),
        }
    }
}

/// A share (`50%`) or a length (`6cm`, `300px`); a bare number is one of CSS pixels, as in HTML.
pub(super) fn extent(value: &str) -> Option<Extent> {
    let value = value.trim().to_ascii_lowercase();
    let unit_at = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number: f64 = value[..unit_at].parse().ok()?;
    let inches = match value[unit_at..].trim() {
        "%" => return (0.1..=100.0).contains(&number).then_some(Extent::Share((number * 10.0).round() as u16)),
        "" | "px" => number / 96.0,
        "pt" => number / 72.0,
        "pc" => number / 6.0,
        "mm" => number / 25.4,
        "cm" => number / 2.54,
        "in" => number,
        _ => return None,
    };
    (inches > 0.01 && inches <= LARGEST).then(|| Extent::Length(Length::inch(inches)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let read = read(text).expect("attributes");
        read.faults
            .into_iter()
            .map(|(at, length, _, message)| format!("{} {message}", &text[at..at + length]))
            .collect()
    }

    #[test]
    fn ids_classes_and_extents_are_read() {
        let read = read("{#fig-map .top  .wide width=\"50%\"\nheight=2in lang=fr} rest").expect("attributes");
        assert_eq!(read.attr.id, Some(Id("fig-map".into())));
        assert_eq!(read.attr.classes, ["top", "wide"]);
        assert_eq!(read.attr.language, Some(Language("fr".into())));
        assert_eq!((read.width, read.height), (Some(Extent::Share(500)), Some(Extent::Length(Length::inch(2.0)))));
        assert_eq!(read.length, 53);
        assert!(read.faults.is_empty());
    }

    #[test]
    fn what_is_no_attribute_is_text() {
        for text in ["", "x", "{", "{}", "{{#include x}}", "{see below}", "{#a", "{a {b}", "{ }"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_means_nothing_is_told() {
        assert_eq!(faults("{#a bare}"), ["bare `bare` is no attribute"]);
        assert_eq!(faults("{width=much}"), ["width=much `much` is no width for an image"]);
        assert_eq!(faults("{.a colour=red}"), ["colour=red unknown attribute `colour`"]);
    }

    #[test]
    fn extents_are_shares_or_lengths() {
        assert_eq!(extent("33.3%"), Some(Extent::Share(333)));
        assert_eq!(extent("96"), extent("1in"));
        assert_eq!(extent("2.54 cm"), extent("1in"));
        for text in ["", "0", "-1in", "120%", "3em", "1e9in", "auto", "nan", "1.2.3in", "."] {
            assert_eq!(extent(text), None, "{text}");
        }
    }
}
