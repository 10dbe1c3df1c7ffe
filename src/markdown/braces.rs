//! Attributes in braces: `{#id .class key=value key="a value"}`.
//!
//! In: a text that begins with a brace. Out: [`Braces`]: the words between them by their form, with their places. The form
//! is that of pandoc's attributes (Pandoc User's Guide, "Header identifiers"); what the words mean is for the reader of the
//! division, the poem or the image that they belong to. Braces without a single word of the form are text.

use std::ops::Range;

/// Longest text between braces that is looked at, in bytes.
const LONGEST: usize = 1_000;

/// What stands between braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Braces {
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    /// Keys with their values, in the order written.
    pub(super) pairs: Vec<Pair>,
    /// Words that have not the form of an attribute: where they stand, from the opening brace.
    pub(super) strays: Vec<Range<usize>>,
    /// How many bytes they take, braces included.
    pub(super) length: usize,
}

/// A key and its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    /// The value without its quotation marks.
    pub(super) value: String,
    /// Where the pair stands, from the opening brace.
    pub(super) place: Range<usize>,
}

impl Braces {
    /// Reads the braces that a text begins with; `None` when it begins with none, or when no word in them is an attribute.
    pub(super) fn read(text: &str) -> Option<Braces> {
        let end = closing(text)?;
        let mut braces = Braces { length: end + 1, ..Braces::default() };
        let words = words(&text[1..end]);
        let count = words.len();
        for (start, word) in words {
            braces.word(word, start + 1);
        }
        (braces.strays.len() < count).then_some(braces)
    }

    /// Reads a text that is nothing but braces in which every word is an attribute.
    pub(super) fn whole(text: &str) -> Option<Braces> {
        Braces::read(text).filter(|braces| braces.length == text.len() && braces.strays.is_empty())
    }

    /// Takes in a word.
    fn word(&mut self, word: &str, at: usize) {
        let place = at..at + word.len();
        if let Some(id) = word.strip_prefix('#').filter(|id| !id.is_empty()) {
            self.id = Some(id.into());
        } else if let Some(class) = word.strip_prefix('.').filter(|name| is_name(name)) {
            self.classes.push(class.into());
        } else if let Some((key, value)) = pair(word) {
            self.pairs.push(Pair { key: key.into(), value: value.into(), place });
        } else {
            self.strays.push(place);
        }
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
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
        self.pairs.iter().for_each(|pair| add(&pair.key, &pair.value));
        tag.push('>');
        tag
    }
}

/// Where the brace stands that closes the one that a text begins with. There is none in between, except in quotation
/// marks.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b'{', None) if at == 0 => {}
            _ if at == 0 => return None,
            (byte, Some(open)) if byte == open => quote = None,
            // A quotation mark opens a value; elsewhere it is an apostrophe.
            (b'"' | b'\'', None) if text.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (b'{', None) => return None,
            (b'}', None) => return Some(at),
            _ => {}
        }
    }
    None
}

/// The words of a text and where they begin; white space in the quotation marks of a value parts nothing.
fn words(text: &str) -> Vec<(usize, &str)> {
    let (mut words, mut start, mut quote, mut before) = (Vec::new(), None, None, ' ');
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) if before == '=' => quote = Some(c),
            (c, None) if c.is_whitespace() => {
                words.extend(start.take().map(|start| (start, &text[start..at])));
                before = c;
                continue;
            }
            _ => {}
        }
        start.get_or_insert(at);
        before = c;
    }
    words.extend(start.map(|start| (start, &text[start..])));
    words
}

/// A key and a value that is not empty, or stands in quotation marks.
fn pair(word: &str) -> Option<(&str, &str)> {
    let (key, value) = word.split_once('=').filter(|(key, _)| is_name(key))?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].strip_suffix(quote).filter(|value| !value.contains(quote))?,
        _ => value,
    };
    Some((key, value))
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
        let text = "{#a .b .c-d lang=fr title=\"Two {words}\"}";
        let read = Braces::whole(text).expect("attributes");
        assert_eq!((read.id.as_deref(), read.value("lang")), (Some("a"), Some("fr")));
        assert_eq!(read.classes, ["b", "c-d"]);
        assert_eq!(read.value("title"), Some("Two {words}"));
        assert_eq!(&text[read.pairs[1].place.clone()], "title=\"Two {words}\"");
        assert_eq!(read.to_tag("div"), "<div id=\"a\" class=\"b c-d\" lang=\"fr\" title=\"Two {words}\">");
    }

    #[test]
    fn what_follows_the_braces_is_not_read() {
        let read = Braces::read("{.a key='b c'} rest").expect("attributes");
        assert_eq!((read.length, read.value("key")), (14, Some("b c")));
        assert_eq!(Braces::whole("{.a} b"), None);
    }

    #[test]
    fn a_word_of_another_form_is_a_stray_among_attributes() {
        let text = "{#a bare .b=c key= it's}";
        let read = Braces::read(text).expect("attributes");
        let strays: Vec<&str> = read.strays.iter().map(|place| &text[place.clone()]).collect();
        assert_eq!(strays, ["bare", ".b=c", "key=", "it's"]);
        assert_eq!(Braces::whole(text), None);
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["", "x", "{", "{}", "{ }", "{word}", "{.}", "{.a", "{a=}", "{a=\"b}", "{$x$}", "{#a {b}", "{{.a}}"]
        {
            assert_eq!(Braces::read(text), None, "{text}");
        }
    }

    #[test]
    fn braces_without_end_are_not_searched_for_ever() {
        assert_eq!(Braces::read(&format!("{{.a {}}}", "b".repeat(LONGEST))), None);
    }
}
