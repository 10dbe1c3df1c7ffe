//! Typed values out of a table of a configuration.
//!
//! In: a [`Table`]. Out: text, dates, lengths and so on by key; a value of another type is an error at its place, a value
//! that means nothing and a key that nobody asked for are warnings.

use super::form::{is_address, right_form};
use super::tag::{is_language_tag, meant};
use super::value::{Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Date, Language};
use crate::source::{Span, Spanned};
use crate::units::{Length, Size};

/// How exactly types are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// `book.toml`: a list is a list.
    Strict,
    /// Front matter: one value may stand for a list of one.
    Loose,
}

/// Reads one table.
pub(super) struct Reader<'a> {
    table: &'a Table,
    /// What messages call the table.
    name: String,
    manner: Manner,
    known: Vec<String>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    /// A reader of `table`, which messages call `name`.
    pub(super) fn new(
        table: &'a Table,
        name: impl Into<String>,
        manner: Manner,
        diagnostics: &'a mut Diagnostics,
    ) -> Reader<'a> {
        Reader { table, name: name.into(), manner, known: Vec::new(), diagnostics }
    }

    /// A reader of a table inside this one.
    pub(super) fn inner<'b>(&'b mut self, table: &'b Table, name: impl Into<String>) -> Reader<'b> {
        Reader::new(table, name, self.manner, self.diagnostics)
    }

    /// The value of a key, whatever its type.
    pub(super) fn node(&mut self, key: &str) -> Option<&'a Node> {
        self.known.push(key.to_owned());
        self.table.get(key)
    }

    /// Keys that are known and of no interest here.
    pub(super) fn ignore(&mut self, keys: &[&str]) {
        self.known.extend(keys.iter().map(|key| (*key).to_owned()));
    }

    /// Text; none when it is empty.
    pub(super) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.text_of(node, key)
    }

    /// Text without its place.
    pub(super) fn words(&mut self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// Text, or a whole number as text.
    pub(super) fn text_or_number(&mut self, key: &str) -> Option<String> {
        let node = self.node(key)?;
        match &node.value {
            Value::Integer(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            _ => self.text_of(node, key).map(|text| text.value),
        }
    }

    /// The text of a value.
    pub(super) fn text_of(&mut self, node: &Node, key: &str) -> Option<Spanned<String>> {
        let (Value::Text(text) | Value::Plain(text)) = &node.value else {
            self.wrong_type(node, key, "a string");
            return None;
        };
        let value = text.trim().to_owned();
        (!value.is_empty()).then_some(Spanned { value, span: node.span })
    }

    /// A list of texts; in front matter also one text.
    pub(super) fn texts(&mut self, key: &str) -> Vec<Spanned<String>> {
        let nodes = self.list(key, "a list of strings");
        nodes.iter().filter_map(|node| self.entry(node, key)).collect()
    }

    /// The text of an entry of a list; an empty one is told.
    pub(super) fn entry(&mut self, node: &Node, key: &str) -> Option<Spanned<String>> {
        let text = self.text_of(node, key);
        // One text that stands for a list may be a form that nobody has filled in.
        let is_listed = self.table.get(key).is_some_and(|whole| matches!(whole.value, Value::List(_)));
        if text.is_none() && is_listed && matches!(node.value, Value::Text(_) | Value::Plain(_)) {
            let hint = Some("take it out, or write what is meant".to_owned());
            self.invalid(node.span, format!("`{key}` has an entry without a word"), hint);
        }
        text
    }

    /// The address of a page of the web.
    pub(super) fn address(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        if is_address(&text.value) {
            return Some(text.value);
        }
        let hint = Some("write the whole address, https:// included".to_owned());
        self.invalid(text.span, format!("`{key}`: {:?} is no address", text.value), hint);
        None
    }

    /// A list; in front matter also one value.
    pub(super) fn list(&mut self, key: &str, expected: &str) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        match &node.value {
            Value::List(list) => list,
            _ if self.manner == Manner::Loose => std::slice::from_ref(node),
            _ => {
                self.wrong_type(node, key, expected);
                &[]
            }
        }
    }

    /// A table.
    pub(super) fn table(&mut self, key: &str) -> Option<&'a Table> {
        let node = self.node(key)?;
        self.table_of(node, key)
    }

    /// The table that a value is.
    pub(super) fn table_of<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Table> {
        if let Value::Table(table) = &node.value {
            return Some(table);
        }
        self.wrong_type(node, key, "a table");
        None
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.node(key)?;
        match &node.value {
            Value::Bool(truth) => Some(*truth),
            Value::Plain(word) if word.eq_ignore_ascii_case("true") => Some(true),
            Value::Plain(word) if word.eq_ignore_ascii_case("false") => Some(false),
            _ => {
                self.wrong_type(node, key, "true or false");
                None
            }
        }
    }

    /// A date: a year, a month or a day.
    pub(super) fn date(&mut self, key: &str) -> Option<Date> {
        let node = self.node(key)?;
        let text = match &node.value {
            Value::Text(text) | Value::Plain(text) => text.trim().to_owned(),
            Value::Date(text) => text.split(['T', ' ']).next().unwrap_or_default().to_owned(),
            Value::Integer(year) => format!("{year:04}"),
            _ => {
                self.wrong_type(node, key, "a date such as 2026-11-22, \"2026-11\" or \"2026\"");
                return None;
            }
        };
        let date = Date::parse(&text);
        if date.is_none() && !text.is_empty() {
            let hint = "write a year, a year and month, or a day: 2026, 2026-11 or 2026-11-22".to_owned();
            self.invalid(node.span, format!("`{key}`: there is no date {text:?}"), Some(hint));
        }
        date
    }

    /// A language tag of the shape of BCP 47.
    pub(super) fn language(&mut self, key: &str) -> Option<Language> {
        let text = self.text(key)?;
        self.language_of(&text, key)
    }

    /// The language tag that a text is.
    pub(super) fn language_of(&mut self, text: &Spanned<String>, key: &str) -> Option<Language> {
        let tag = text.value.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        if !is_language_tag(&tag) {
            let hint = match meant(&tag) {
                Some(meant) => format!("did you mean {meant:?}?"),
                None => "write a language tag such as \"en\", \"en-GB\", \"ru\" or \"pt-BR\"".to_owned(),
            };
            self.invalid(text.span, format!("`{key}`: {:?} is no language tag", text.value), Some(hint));
            return None;
        }
        Some(Language(tag))
    }

    /// A length such as `10.5pt`, between two bounds.
    pub(super) fn length(&mut self, key: &str, least: Length, most: Length) -> Option<Length> {
        let node = self.node(key)?;
        if matches!(node.value, Value::Integer(_) | Value::Float(_)) {
            self.wrong_type(node, key, "a length with its unit, such as \"10.5pt\"");
            return None;
        }
        let text = self.text_of(node, key)?;
        let length = parse_length(&text.value).filter(|length| (least..=most).contains(length));
        if length.is_none() {
            let hint = format!("write a length from {least}pt to {most}pt, such as \"10.5pt\" or \"4mm\"");
            self.invalid(text.span, format!("`{key}`: {:?} is no length for it", text.value), Some(hint));
        }
        length
    }

    /// A number, whole or not.
    pub(super) fn number(&mut self, key: &str, expected: &str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        let number = number_of(&node.value);
        if number.is_none() {
            self.wrong_type(node, key, expected);
        }
        number.map(|value| Spanned { value, span: node.span })
    }

    /// A page size: a name, or width by height.
    pub(super) fn page_size(&mut self, key: &str) -> Option<Size> {
        let text = self.text(key)?;
        let size = parse_page_size(&text.value);
        if size.is_none() {
            let hint = "write a5, a4, letter, or width by height, such as 6x9in or 148x210mm".to_owned();
            self.invalid(text.span, format!("`{key}`: {:?} is no page size", text.value), Some(hint));
        }
        size
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let hint = match nearest(&text.value, names.iter().copied()) {
            Some(name) => format!("did you mean {name:?}?"),
            None => format!("write one of {}", names.join(", ")),
        };
        self.invalid(text.span, format!("`{key}`: {:?} is none of its values", text.value), Some(hint));
        None
    }

    /// Says that a value has another type than its key takes.
    pub(super) fn wrong_type(&mut self, node: &Node, key: &str, expected: &str) {
        let message = format!("`{key}` takes {expected}, not {}", node.value.kind());
        let hint = format!("write {}", right_form(expected, &node.value));
        self.diagnostics.push(Diagnostic::error(Code::WrongType, message).at(node.span).hint(hint));
    }

    /// Says that a value of the right type means nothing; the book is made without it.
    pub(super) fn invalid(&mut self, span: Span, message: String, hint: Option<String>) {
        let mut diagnostic = Diagnostic::warning(Code::InvalidValue, message).at(span);
        diagnostic.hints.extend(hint);
        self.diagnostics.push(diagnostic);
    }

    /// Says that a value asks for something that cannot be had, and that the book cannot be made without it.
    pub(super) fn refuse(&mut self, span: Span, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic::error(Code::InvalidValue, message).at(span).hint(hint));
    }

    /// What messages call a table inside this one.
    pub(super) fn name_of(&self, table: &str) -> String {
        let (name, bracket) = self.name.split_at(self.name.len().saturating_sub(1));
        format!("{name}.{table}{bracket}")
    }

    /// Says which keys nobody asked for.
    pub(super) fn finish(self) {
        self.finish_at(Severity::Warning);
    }

    /// Says which keys nobody asked for, as a finding of this severity.
    pub(super) fn finish_at(self, severity: Severity) {
        self.end(severity, |_| None);
    }

    /// Says which keys nobody asked for; `elsewhere` knows where else a key stands.
    pub(super) fn finish_with(self, elsewhere: impl Fn(&str) -> Option<String>) {
        self.end(Severity::Warning, elsewhere);
    }

    fn end(self, severity: Severity, elsewhere: impl Fn(&str) -> Option<String>) {
        #[cfg(test)]
        super::schema::tests::asked(&self.name, &self.known);
        for entry in &self.table.entries {
            let key = entry.key.value.as_str();
            if self.known.iter().any(|known| known == key) {
                continue;
            }
            let message = format!("unknown key `{key}` in {}", self.name);
            let mut diagnostic = Diagnostic::warning(Code::UnknownKey, message).at(entry.key.span);
            diagnostic.severity = severity;
            let near = nearest(key, self.known.iter().map(String::as_str));
            diagnostic.hints.extend(near.map(|known| format!("did you mean `{known}`?")).or_else(|| elsewhere(key)));
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The number that a value is; in YAML a plain word may be one.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Plain(word) => word.parse().ok(),
        _ => None,
    }
}

/// The word that is nearest to `word`, when one is near.
pub(super) fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    words
        .map(|known| (strsim::damerau_levenshtein(&lower, known), known))
        .filter(|(distance, known)| *distance <= 1.max(known.len() / 3) && *distance < known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// A number with the unit pt, mm, cm or in.
pub fn parse_length(text: &str) -> Option<Length> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let number: f64 = number.trim().parse().ok()?;
    if !(0.0..=100_000.0).contains(&number) {
        return None;
    }
    match unit {
        "pt" => Some(Length::pt(number)),
        "mm" => Some(Length::mm(number)),
        "cm" => Some(Length::mm(number * 10.0)),
        "in" => Some(Length::inch(number)),
        _ => None,
    }
}

/// A page size by name or as `6x9in`, `6in x 9in`, `148×210mm`; from 2 to 40 inches.
pub fn parse_page_size(text: &str) -> Option<Size> {
    let text = text.trim().to_ascii_lowercase();
    let named = match text.as_str() {
        "a3" => Some((297.0, 420.0)),
        "a4" | "a4paper" => Some((210.0, 297.0)),
        "a5" | "a5paper" => Some((148.0, 210.0)),
        "a6" => Some((105.0, 148.0)),
        "b5" | "b5paper" => Some((176.0, 250.0)),
        "letter" | "us-letter" | "letterpaper" => Some((215.9, 279.4)),
        "legal" | "legalpaper" => Some((215.9, 355.6)),
        _ => None,
    };
    if let Some((width, height)) = named {
        return Some(Size::new(Length::mm(width), Length::mm(height)));
    }
    let (width, height) = text.split_once(['x', '×'])?;
    let height_length = parse_length(height)?;
    let unit: String = height.chars().filter(char::is_ascii_alphabetic).collect();
    let width_length = parse_length(width).or_else(|| parse_length(&format!("{}{unit}", width.trim())))?;
    let sound = |length: Length| (Length::inch(2.0)..=Length::inch(40.0)).contains(&length);
    (sound(width_length) && sound(height_length)).then(|| Size::new(width_length, height_length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_sizes_are_names_or_width_by_height() {
        let inches = Some(Size::new(Length::inch(6.0), Length::inch(9.0)));
        assert_eq!(parse_page_size("6x9in"), inches);
        assert_eq!(parse_page_size("6in × 9in"), inches);
        assert_eq!(parse_page_size("A5"), parse_page_size("148x210mm"));
        for text in ["", "x", "6x9", "6by9in", "0x9in", "6x9000in", "nanxnanin", "-6x9in", "b17"] {
            assert_eq!(parse_page_size(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_have_a_unit() {
        assert_eq!(parse_length("10.5pt"), Some(Length::pt(10.5)));
        assert_eq!(parse_length("1 cm"), Some(Length::mm(10.0)));
        for text in ["10.5", "pt", "10.5em", "-1pt", "1e99pt", "nanpt"] {
            assert_eq!(parse_length(text), None, "{text}");
        }
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("tilte", ["title", "subtitle"].into_iter()), Some("title"));
        assert_eq!(nearest("zzz", ["title", "subtitle"].into_iter()), None);
    }
}
