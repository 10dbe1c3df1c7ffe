//! What the braces after an image or at the end of a caption say: `{#id .class width=50% lang=fr}`.
//!
//! In: a text that begins with a brace. Out: [`Attributes`], how long they are, and what in them means nothing.

use super::braces::{Braces, Pair};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Attr, Extent, Id, Language};
use crate::source::Span;
use crate::units::Length;
use std::ops::Range;

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
    /// What means nothing: where from the opening brace, what kind, and in words.
    faults: Vec<(Range<usize>, Code, String)>,
}

impl Attributes {
    /// Findings about what means nothing; `start` is where the opening brace stands.
    pub(super) fn findings(&self, start: Span) -> impl Iterator<Item = Diagnostic> {
        self.faults.iter().map(move |(place, code, message)| {
            let at = |byte: usize| start.start + byte as u32;
            Diagnostic::warning(*code, message.clone())
                .at(Span::new(start.file, at(place.start), at(place.end)))
                .hint("write `{#id .class width=50%}`; a width is a share of the measure or a length such as `6cm`")
        })
    }
}

/// Reads the braces that a text begins with; `None` when it does not or when they are no attributes.
pub(super) fn read(text: &str) -> Option<Attributes> {
    let Braces { id, classes, pairs, strays, length } = Braces::read(text)?;
    let attr = Attr { id: id.map(Id), classes, ..Attr::default() };
    let stray = |place: Range<usize>| {
        let message = format!("`{}` is no attribute", &text[place.clone()]);
        (place, Code::InvalidValue, message)
    };
    let faults = strays.into_iter().map(stray).collect();
    let mut attributes = Attributes { attr, length, faults, ..Attributes::default() };
    pairs.into_iter().for_each(|pair| attributes.pair(pair));
    Some(attributes)
}

impl Attributes {
    fn pair(&mut self, Pair { key, value, place }: Pair) {
        let extent = extent(&value);
        match (key.as_str(), extent) {
            ("width", Some(_)) => self.width = extent,
            ("height", Some(_)) => self.height = extent,
            ("width" | "height", None) => {
                let message = format!("`{value}` is no {key} for an image");
                self.faults.push((place, Code::InvalidValue, message));
            }
            ("lang", _) if !value.is_empty() => self.attr.language = Some(Language(value)),
            ("id", _) if !value.is_empty() => self.attr.id = Some(Id(value)),
            ("class", _) => self.attr.classes.extend(value.split_whitespace().map(String::from)),
            _ => self.faults.push((place, Code::UnknownKey, format!("unknown attribute `{key}`"))),
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
        read.faults.into_iter().map(|(place, _, message)| format!("{} {message}", &text[place])).collect()
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
