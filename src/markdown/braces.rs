//! Attributes in braces: `{#id .class key=value key="a value"}`.
//!
//! In: what stands between the braces. Out: [`Attributes`]. The grammar is that of pandoc and of headings.

/// Attributes as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    /// Keys with their values, in the order written.
    pub(super) pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Reads `{…}`, the whole of a text; `None` when it is anything else.
    pub(super) fn read(text: &str) -> Option<Attributes> {
        let inside = text.strip_prefix('{')?.strip_suffix('}')?;
        let mut attributes = Attributes::default();
        let mut rest = inside.trim_start();
        while !rest.is_empty() {
            rest = attributes.one(rest)?.trim_start();
        }
        (attributes != Attributes::default()).then_some(attributes)
    }

    /// Reads the first attribute and returns what is after it.
    fn one<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if let Some(value) = rest.strip_prefix('=') {
            let (value, rest) = value_of(value)?;
            if !is_name(word) {
                return None;
            }
            self.pairs.push((word.into(), value.into()));
            return Some(rest);
        }
        if let Some(class) = word.strip_prefix('.').filter(|name| is_name(name)) {
            self.classes.push(class.into());
        } else if let Some(id) = word.strip_prefix('#').filter(|id| !id.is_empty() && !id.contains(['{', '}'])) {
            self.id = Some(id.into());
        } else {
            return None;
        }
        Some(rest)
    }

    /// The start tag that says the same.
    pub(super) fn to_tag(&self, name: &str) -> String {
        let mut tag = format!("<{name}");
        let mut add = |key: &str, value: &str| {
            let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
            tag.push_str(&format!(" {key}=\"{value}\""));
        };
        if let Some(id) = &self.id {
            add("id", id);
        }
        if !self.classes.is_empty() {
            add("class", &self.classes.join(" "));
        }
        self.pairs.iter().for_each(|(key, value)| add(key, value));
        tag.push('>');
        tag
    }
}

/// The value at the start of a text, and what is after it.
fn value_of(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"');
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    Some(text.split_at(end)).filter(|(value, _)| !value.is_empty())
}

/// True for a word that may name a class or a key.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_an_id_classes_and_keys() {
        let read = Attributes::read("{#a .b .c-d lang=fr title=\"Two words\"}").expect("attributes");
        assert_eq!(read.id.as_deref(), Some("a"));
        assert_eq!(read.classes, ["b", "c-d"]);
        assert_eq!(read.pairs, [("lang".into(), "fr".into()), ("title".into(), "Two words".into())]);
        assert_eq!(read.to_tag("div"), "<div id=\"a\" class=\"b c-d\" lang=\"fr\" title=\"Two words\">");
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{}", "{ }", "{word}", "{.}", "{.a", "{a=}", "{a=\"b}", "{.a} b", "{$x$}"] {
            assert_eq!(Attributes::read(text), None, "{text}");
        }
    }
}
