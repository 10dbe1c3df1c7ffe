//! Text as XML writes it.
//!
//! In: any text. Out: the same with the signs of XML escaped, less the characters that XML 1.0 (§2.2) cannot carry or that
//! HTML calls an error. It knows no element.

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Between tags.
    Text,
    /// Between quotation marks.
    Attribute,
}

/// Adds a text to what is written.
pub(crate) fn escape(out: &mut String, text: &str, place: Place) {
    out.reserve(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            '\n' if place == Place::Attribute => out.push_str("&#10;"),
            '\t' if place == Place::Attribute => out.push_str("&#9;"),
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
}

/// The text as it is, less what cannot be carried.
pub(crate) fn carried(text: &str) -> String {
    text.chars().filter(|c| is_allowed(*c)).collect()
}

/// False for control characters, but the ends of lines and tabs, and for what Unicode says is no character.
pub(crate) fn is_allowed(c: char) -> bool {
    let code = c as u32;
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    let noncharacter = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    !control && !noncharacter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str, place: Place) -> String {
        let mut out = String::new();
        escape(&mut out, text, place);
        out
    }

    #[test]
    fn attributes_keep_their_quotation_marks_and_line_ends() {
        assert_eq!(escaped("a \"b\"\n\t<c> & ]]>", Place::Text), "a \"b\"\n\t&lt;c&gt; &amp; ]]&gt;");
        assert_eq!(escaped("a \"b\"\n\t<c>", Place::Attribute), "a &quot;b&quot;&#10;&#9;&lt;c&gt;");
    }

    #[test]
    fn what_xml_cannot_carry_is_dropped() {
        let odd = "a\0\u{8}b\u{FFFE}c\u{1FFFF}d\u{85}e\u{FDD0}\r\nf\t🦀";
        assert_eq!((escaped(odd, Place::Text), carried(odd)), ("abcde\nf\t🦀".into(), "abcde\nf\t🦀".into()));
    }

    #[test]
    fn whatever_is_written_parses() {
        let all: String = ('\0'..='\u{2FFF}').chain('\u{F8FF}'..='\u{1_0000}').collect();
        let (value, text) = (escaped(&all, Place::Attribute), escaped(&all, Place::Text));
        let written = format!("<p title=\"{value}\">{text}</p>");
        let parsed = roxmltree::Document::parse(&written).expect("well-formed");
        let root = parsed.root_element();
        assert_eq!((root.attribute("title"), root.text()), (Some(&*carried(&all)), Some(&*carried(&all))));
    }
}
