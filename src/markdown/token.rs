//! HTML as tags and text.
//!
//! In: a stretch of HTML out of a Markdown text. Out: its tags (names in lower case) and text, entities decoded; comments
//! and declarations are left out. The only file that sees html5ever.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::{Cell, RefCell};

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A start tag.
    Open(Tag),
    /// An end tag.
    Close(String),
    /// Text between tags.
    Text(String),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name in lower case.
    pub(super) name: String,
    /// Its attributes, names in lower case.
    attributes: Vec<(String, String)>,
    /// True for `<g/>`, which in SVG holds nothing.
    pub(super) is_closed: bool,
}

impl Tag {
    /// A tag that says nothing but its name.
    pub(super) fn named(name: &str) -> Tag {
        Tag { name: name.into(), attributes: Vec::new(), is_closed: false }
    }

    /// The names of its attributes.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// A whole number that an attribute begins with.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?.trim();
        let signed = usize::from(value.starts_with('-'));
        let end = value[signed..].find(|c: char| !c.is_ascii_digit()).map_or(value.len(), |end| end + signed);
        value[..end].parse().ok()
    }

    /// What its style says of a property; the last word counts.
    pub(super) fn style(&self, name: &str) -> Option<&str> {
        let rules = self.get("style")?.split(';').filter_map(|rule| rule.split_once(':'));
        let mut own = rules.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
        own.next_back().map(|value| value.trim_end_matches("!important").trim_end())
    }

    /// The value of an attribute; empty when it is there without a value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Cuts HTML into its pieces. A tag that the text breaks off in is text.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let html = without_instruction(html);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.sink.ending.set(true);
    tokenizer.end();
    let mut pieces = tokenizer.sink.pieces.take();
    if tokenizer.sink.broken_off.get()
        && let Some(start) = start_of_last_tag(html)
    {
        pieces.push(Piece::Text(html[start..].into()));
    }
    pieces
}

/// HTML after a processing instruction or a character data section at its start: HTML ends either at the first `>`, Markdown
/// at its own end.
fn without_instruction(html: &str) -> &str {
    let end_of = |start: &str, end: &str| {
        let inside = html.trim_start().strip_prefix(start)?;
        Some(inside.split_once(end).map_or("", |(_, after)| after))
    };
    end_of("<?", "?>").or_else(|| end_of("<![CDATA[", "]]>")).unwrap_or(html)
}

/// Where a tag starts that is never closed.
fn start_of_last_tag(html: &str) -> Option<usize> {
    let after = html.rfind('>').map_or(0, |end| end + 1);
    let opens = |i: &usize| html[i + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let after_last = html[after..].match_indices('<').map(|(i, _)| after + i).find(opens);
    after_last.or_else(|| html.rfind('<'))
}

#[derive(Default)]
struct Sink {
    pieces: RefCell<Vec<Piece>>,
    ending: Cell<bool>,
    broken_off: Cell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    self.pieces.borrow_mut().push(Piece::Close(name));
                    return TokenSinkResult::Continue;
                }
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                let raw = raw_kind(&name);
                self.pieces.borrow_mut().push(Piece::Open(Tag { name, attributes, is_closed: tag.self_closing }));
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::CharacterTokens(text) => self.text(&text),
            Token::NullCharacterToken => self.text("\u{FFFD}"),
            Token::ParseError(_) => self.broken_off.set(self.ending.get()),
            Token::CommentToken(_) | Token::DoctypeToken(_) => self.broken_off.set(false),
            Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    fn text(&self, text: &str) {
        let mut pieces = self.pieces.borrow_mut();
        match pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => pieces.push(Piece::Text(text.into())),
        }
    }
}

/// Elements whose content is no HTML.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" | "noscript" => Some(RawKind::Rawtext),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_entities_come_apart() {
        let list = pieces("<P CLASS=a>x &amp; y<!-- no --><br/></P>");
        let tag = |name: &str, attributes| Piece::Open(Tag { name: name.into(), attributes, is_closed: name == "br" });
        assert_eq!(
            list,
            [
                tag("p", vec![("class".into(), "a".into())]),
                Piece::Text("x & y".into()),
                tag("br", vec![]),
                Piece::Close("p".into()),
            ]
        );
    }

    #[test]
    fn a_tag_that_breaks_off_is_text() {
        assert_eq!(pieces("a <b <c"), [Piece::Text("a ".into()), Piece::Text("<b <c".into())]);
        assert_eq!(pieces("<div\n*hi*"), [Piece::Text("<div\n*hi*".into())]);
        assert_eq!(pieces("a <!-- b"), [Piece::Text("a ".into())]);
        assert_eq!(pieces("<?php echo '>'; ?>b"), [Piece::Text("b".into())]);
    }

    #[test]
    fn a_script_is_one_text() {
        assert_eq!(pieces("<script>a<b></script>")[1], Piece::Text("a<b>".into()));
    }
}
