//! HTML as tags and text.
//!
//! In: a stretch of HTML out of a Markdown text. Out: its tags (names in lower case) and text, entities decoded, each with
//! its place; comments and declarations are left out. The only file that sees html5ever.
//!
//! The tokenizer tells no places. It is handed the text up to the next `<` or behind the next `>`, so what it tells
//! meanwhile is known to end there.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::{Cell, RefCell};
use std::ops::Range;

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

/// Cuts HTML into its pieces, each with the bytes at which it stands. A tag that the text breaks off in is text.
pub(super) fn pieces(html: &str) -> Vec<(Piece, Range<usize>)> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut at = html.len() - without_instruction(html).len();
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.bytes().skip(1).position(|byte| byte == b'<').map_or(rest.len(), |next| next + 1);
        let length = rest[..length].find('>').map_or(length, |end| end + 1);
        tokenizer.sink.begin(at..at + length, rest.starts_with('<'));
        input.push_back(StrTendril::from(&rest[..length]));
        let _ = tokenizer.feed(&input);
        at += length;
    }
    tokenizer.sink.ending.set(true);
    tokenizer.end();
    let mut pieces = tokenizer.sink.pieces.take();
    if tokenizer.sink.broken_off.get()
        && let Some(start) = tokenizer.sink.tag.get()
    {
        pieces.push((Piece::Text(html[start..].into()), start..html.len()));
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

#[derive(Default)]
struct Sink {
    pieces: RefCell<Vec<(Piece, Range<usize>)>>,
    /// What the tokenizer was handed last.
    start: Cell<usize>,
    end: Cell<usize>,
    /// Where the tag seems to begin that is not complete.
    tag: Cell<Option<usize>>,
    ending: Cell<bool>,
    broken_off: Cell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let place = self.tag.take().unwrap_or(self.start.get())..self.end.get();
                if tag.kind == TagKind::EndTag {
                    self.pieces.borrow_mut().push((Piece::Close(name), place));
                    return TokenSinkResult::Continue;
                }
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                let raw = raw_kind(&name);
                let tag = Tag { name, attributes, is_closed: tag.self_closing };
                self.pieces.borrow_mut().push((Piece::Open(tag), place));
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::CharacterTokens(text) => self.text(&text),
            Token::NullCharacterToken => self.text("\u{FFFD}"),
            Token::ParseError(_) => self.broken_off.set(self.ending.get()),
            Token::CommentToken(_) | Token::DoctypeToken(_) => {
                self.tag.set(None);
                self.broken_off.set(false);
            }
            Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    /// Notes what the tokenizer is handed next.
    fn begin(&self, range: Range<usize>, opens: bool) {
        self.tag.set(self.tag.get().or(opens.then_some(range.start)));
        self.start.set(range.start);
        self.end.set(range.end);
    }

    fn text(&self, text: &str) {
        // A `<` that begins no tag is text, and so is what follows one; before it there may be the end of an entity.
        if text.starts_with('<') || self.tag.get().is_some_and(|tag| tag < self.start.get()) {
            self.tag.set(None);
        }
        let mut pieces = self.pieces.borrow_mut();
        match pieces.last_mut() {
            Some((Piece::Text(last), place)) => {
                last.push_str(text);
                place.end = self.end.get();
            }
            _ => pieces.push((Piece::Text(text.into()), self.start.get()..self.end.get())),
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

    fn bare(html: &str) -> Vec<Piece> {
        pieces(html).into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn tags_text_and_entities_come_apart() {
        let list = bare("<P CLASS=a>x &amp; y<!-- no --><br/></P>");
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
        assert_eq!(bare("a <b <c"), [Piece::Text("a ".into()), Piece::Text("<b <c".into())]);
        assert_eq!(bare("<div\n*hi*"), [Piece::Text("<div\n*hi*".into())]);
        assert_eq!(bare("a <b>c</b"), [bare("a <b>c").as_slice(), &[Piece::Text("</b".into())]].concat());
        assert_eq!(bare("a <!-- b"), [Piece::Text("a ".into())]);
        assert_eq!(bare("<?php echo '>'; ?>b"), [Piece::Text("b".into())]);
    }

    #[test]
    fn a_script_is_one_text() {
        assert_eq!(bare("<script>a<b></script>")[1], Piece::Text("a<b>".into()));
    }

    #[test]
    fn every_piece_knows_its_place() {
        let of =
            |html: &'static str| pieces(html).into_iter().map(|(_, place)| &html[place]).collect::<Vec<_>>().join("|");
        assert_eq!(of("<p>a <b\n title='x > <y'>c</b> d</p>"), "<p>|a |<b\n title='x > <y'>|c|</b>| d|</p>");
        assert_eq!(of("1 < 2 <i>"), "1 < 2 |<i>");
        assert_eq!(of("<!-- <a> --><b>x<!--\n--> y</b>"), "<b>|x<!--\n--> y|</b>");
        assert_eq!(of("<!DOCTYPE html><p>"), "<p>");
        assert_eq!(of("<script>if (a<b) c('</b>')</script><p>"), "<script>|if (a<b) c('</b>')|</script>|<p>");
        assert_eq!(of("</>x<p>"), "x|<p>");
        assert_eq!(of("<?php '>' ?><p>é</p>"), "<p>|é|</p>");
        assert_eq!(of("x &amp; y <i"), "x &amp; y |<i");
    }
}
