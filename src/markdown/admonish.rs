//! Boxes as the preprocessor mdbook-admonish has them: a block of code in the language `admonish` whose text is Markdown.
//!
//! In: a line. Out: whether it opens such a block, how it is closed, and the kind of box, its title and its attributes. The
//! rules are those of mdbook-admonish 1.20: a name, then keys with values after commas; without a name it is a note.

use super::braces::{Braces, Pair};
use std::iter::Peekable;
use std::str::Chars;

/// What opens a box.
#[derive(Debug, PartialEq)]
pub(super) struct Opening {
    /// The sign that the fence is made of, and how many there are.
    pub(super) fence: (u8, usize),
    /// The box as a division.
    pub(super) braces: Braces,
}

/// Names of boxes, and the kinds of ours that they are.
const KINDS: [(&str, &str); 28] = [
    ("note", "note"),
    ("abstract", "note"),
    ("summary", "note"),
    ("tldr", "note"),
    ("info", "note"),
    ("todo", "note"),
    ("question", "note"),
    ("help", "note"),
    ("faq", "note"),
    ("example", "note"),
    ("quote", "note"),
    ("cite", "note"),
    ("tip", "tip"),
    ("hint", "tip"),
    ("success", "tip"),
    ("check", "tip"),
    ("done", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("caution", "caution"),
    ("attention", "warning"),
    ("failure", "caution"),
    ("fail", "caution"),
    ("missing", "caution"),
    ("danger", "caution"),
    ("error", "caution"),
    ("bug", "caution"),
    ("", "note"),
];

/// The box that a line opens, if it opens one.
pub(super) fn opening(line: &str) -> Option<Opening> {
    let (mark, count) = fence(line)?;
    let info = line[count..].trim();
    let rest = info.strip_prefix("admonish")?;
    if mark == b'`' && rest.contains('`') || !rest.is_empty() && !rest.starts_with([' ', '\t', ',']) {
        return None;
    }
    Some(Opening { fence: (mark, count), braces: braces(rest) })
}

/// True for a line that closes what such a fence opens.
pub(super) fn closes(line: &str, (mark, count): (u8, usize)) -> bool {
    fence(line).is_some_and(|(other, marks)| other == mark && marks >= count && line[marks..].trim().is_empty())
}

fn fence(line: &str) -> Option<(u8, usize)> {
    let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let count = line.bytes().take_while(|byte| *byte == mark).count();
    (count >= 3).then_some((mark, count))
}

fn braces(said: &str) -> Braces {
    let (mut name, mut title, mut braces) = (String::new(), None, Braces::default());
    let mut classes = Vec::new();
    let mut rest = said.chars().peekable();
    loop {
        while rest.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
        if rest.peek().is_none() {
            break;
        }
        if matches!(rest.peek(), Some('"' | '\'')) {
            title = Some(value(&mut rest));
            continue;
        }
        let mut word = String::new();
        while let Some(c) = rest.next_if(|c| !c.is_whitespace() && !matches!(c, ',' | '=')) {
            word.push(c);
        }
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        if rest.next_if(|c| *c == '=').is_none() {
            // What stands behind a dot is a class, as the first version had it.
            let mut parts = word.split('.');
            name = parts.next().unwrap_or_default().to_ascii_lowercase();
            classes.extend(parts.filter(|class| !class.is_empty()).map(str::to_owned));
            continue;
        }
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        let value = value(&mut rest);
        match word.as_str() {
            "title" => title = Some(value),
            "id" => braces.id = Some(value).filter(|id| !id.is_empty()),
            "class" => classes.extend(value.split_whitespace().map(str::to_owned)),
            "type" => name = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    let kind = KINDS.iter().find(|(known, _)| *known == name).map_or("note", |(_, kind)| kind);
    braces.classes.push(kind.into());
    braces.classes.extend(classes);
    // A box without a title of its own is called by its name; ours are called so in the language of the book.
    let title =
        title.filter(|title| !title.is_empty()).or_else(|| (!name.is_empty() && name != kind).then(|| capital(&name)));
    let title = title.map(|title| plain(&title)).filter(|title| !title.is_empty());
    braces.pairs.extend(title.map(|value| Pair { key: "title".into(), value, place: 0..0 }));
    braces
}

/// A title without the tags and the marks of emphasis and code that it may have.
fn plain(title: &str) -> String {
    let mut plain = String::new();
    for (number, part) in title.split('<').enumerate() {
        match part.split_once('>') {
            Some((tag, text)) if number > 0 && tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => {
                plain.push_str(text);
            }
            _ if number > 0 => plain.extend(["<", part]),
            _ => plain.push_str(part),
        }
    }
    let words = plain.split(' ').map(|word| word.trim_matches('_').replace(['*', '`'], ""));
    words.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A value: in quotation marks, or up to a comma or a blank.
fn value(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut value = String::new();
    if let Some(quote) = rest.next_if(|c| matches!(c, '"' | '\'')) {
        while let Some(c) = rest.next().filter(|c| *c != quote) {
            match c {
                '\\' if quote == '"' => value.extend(rest.next()),
                _ => value.push(c),
            }
        }
    } else {
        while let Some(c) = rest.next_if(|c| !c.is_whitespace() && *c != ',') {
            value.push(c);
        }
    }
    value
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(line: &str) -> Option<String> {
        opening(line).map(|opening| opening.braces.to_tag("div"))
    }

    #[test]
    fn names_titles_and_attributes_are_read() {
        let read = |line| tag(line).unwrap_or_default();
        assert_eq!(read("```admonish"), "<div class=\"note\">");
        assert_eq!(read("```admonish warning"), "<div class=\"warning\">");
        assert_eq!(read("~~~admonish bug"), "<div class=\"caution\" title=\"Bug\">");
        assert_eq!(read("```admonish title=\"Sneaky\", collapsible=true"), "<div class=\"note\" title=\"Sneaky\">");
        assert_eq!(
            read("~~~~admonish info title='_A_ `x_y` < b <i>c</i>', id=\"my-info\", class=\"c0 c1\""),
            "<div id=\"my-info\" class=\"note c0 c1\" title=\"A x_y &lt; b c\">"
        );
        assert_eq!(read("```admonish tip.big \"Old way\""), "<div class=\"tip big\" title=\"Old way\">");
        assert_eq!(read("```admonish expensive"), "<div class=\"note\" title=\"Expensive\">");
        assert_eq!(read("```admonish title=\"open"), "<div class=\"note\" title=\"open\">");
    }

    #[test]
    fn other_code_is_no_box() {
        for line in ["```rust", "```admonishment", "``admonish", "```", "admonish", "``` x admonish"] {
            assert_eq!(opening(line), None, "{line}");
        }
        assert!(closes("````", (b'`', 3)) && !closes("``` x", (b'`', 3)) && !closes("~~~", (b'`', 3)));
    }
}
