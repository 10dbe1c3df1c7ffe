//! The examples of the CommonMark and GFM specifications: Markdown → tree → XHTML, against the specification's HTML.
//!
//! Both sides are normalised: white space between tags, order of attributes, entities, and what the tree says in another
//! way than the specification's HTML and means the same (an image alone in a paragraph is a figure; a task has a sign
//! instead of a form's box). `known-differences.txt` lists the examples that come out otherwise, with the reason; a listed
//! one that comes out right fails the test, so that the list can only shrink.

use bifolio::diagnostic::Diagnostics;
use bifolio::markdown::{Dialect, read_blocks_as};
use bifolio::source::FileId;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// An example of a specification.
struct Example {
    /// The specification and the example's number, such as `commonmark 12`.
    name: String,
    markdown: String,
    html: String,
}

#[test]
fn commonmark_examples_come_out_as_specified() {
    check("commonmark", "tests/spec/commonmark-0.31.2.txt", 652, Dialect::book());
}

#[test]
fn gfm_examples_come_out_as_specified() {
    check("gfm", "tests/spec/gfm-0.29.txt", 673, Dialect::mdbook());
}

/// Reads every example and compares what fails with what is known to fail.
fn check(specification: &str, path: &str, count: usize, dialect: Dialect) {
    let text = fs::read_to_string(path).expect("the specification is there");
    let examples = examples(specification, &text);
    assert_eq!(examples.len(), count, "the specification is read whole");
    let known = known_differences(specification);
    let mut wrong = Vec::new();
    let mut failed = BTreeSet::new();
    for example in &examples {
        let (ours, theirs) = (normalised(&html(&example.markdown, dialect)), normalised(&example.html));
        if ours == theirs {
            continue;
        }
        failed.insert(example.name.as_str());
        if !known.contains_key(&example.name) {
            wrong.push(format!("{}\n{}\n  ours   {ours}\n  theirs {theirs}", example.name, example.markdown));
        }
    }
    assert!(wrong.is_empty(), "{} unlisted examples differ:\n\n{}", wrong.len(), wrong.join("\n"));
    let healed: Vec<&String> = known.keys().filter(|name| !failed.contains(name.as_str())).collect();
    assert!(healed.is_empty(), "these come out right now; take them off the list: {healed:?}");
}

fn html(markdown: &str, dialect: Dialect) -> String {
    let (blocks, _) = read_blocks_as(dialect, markdown, FileId(0), &mut Diagnostics::default());
    bifolio::epub::body(&blocks)
}

/// The examples of a `spec.txt`: a fence of 32 backticks, `example` and for GFM the extension, Markdown, a line `.`, HTML;
/// `→` is a tab.
fn examples(specification: &str, text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example");
    let mut list = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with(&opening) {
            continue;
        }
        let part = |end: &str, lines: &mut std::str::Lines<'_>| -> String {
            lines.take_while(|line| *line != end).map(|line| format!("{}\n", line.replace('→', "\t"))).collect()
        };
        let markdown = part(".", &mut lines);
        let html = part(&fence, &mut lines);
        list.push(Example { name: format!("{specification} {}", list.len() + 1), markdown, html });
    }
    list
}

/// Lines `commonmark 12: reason`.
fn known_differences(specification: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string("tests/spec/known-differences.txt").expect("the list is there");
    let entries = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    entries
        .map(|line| line.split_once(": ").expect("a name, a colon and a reason"))
        .filter(|(name, _)| name.split(' ').next() == Some(specification))
        .map(|(name, reason)| (name.to_string(), reason.to_string()))
        .collect()
}

/// HTML in a form in which equal meaning is equal text.
fn normalised(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Normaliser::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

#[derive(Default)]
struct Normaliser(RefCell<State>);

#[derive(Default)]
struct State {
    out: String,
    pre: bool,
    /// Inside a caption or the sign of a task, which the specification has in another form: the element and its text.
    hidden: Option<(String, String)>,
}

impl TokenSink for Normaliser {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => state.tag(&tag),
            Token::CharacterTokens(text) => state.text(&text),
            Token::NullCharacterToken => state.text("\u{FFFD}"),
            // A comment says nothing to a reader.
            Token::CommentToken(_) | Token::DoctypeToken(_) | Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements around which white space means nothing.
const BLOCKS: &[&str] = &[
    "p",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "div",
    "br",
];

impl State {
    fn tag(&mut self, tag: &Tag) {
        let name = match tag.name.as_ref() {
            "figure" => "p",
            name => name,
        };
        if let Some((hidden, text)) = self.hidden.take() {
            if tag.kind != TagKind::EndTag || hidden != name {
                self.hidden = Some((hidden, text));
            } else if name == "figcaption" && self.out.trim_end().ends_with('>') {
                // The caption is the image's title.
                let image = self.out.trim_end().len() - 1;
                self.out.truncate(image);
                self.out.push_str(&format!(" title={text:?}>"));
            } else if name == "span" {
                self.out.push_str(&text);
            }
            return;
        }
        let class = tag.attrs.iter().find(|a| &*a.name.local == "class").map(|a| a.value.to_string());
        if BLOCKS.contains(&name) {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        match (name, class.as_deref()) {
            ("figcaption", _) => self.hidden = Some((name.into(), String::new())),
            ("span", Some("box")) => self.hidden = Some((name.into(), String::new())),
            ("input", _) => {
                let done = tag.attrs.iter().any(|a| &*a.name.local == "checked");
                self.out.push(if done { '☑' } else { '☐' });
            }
            _ => self.plain_tag(tag, name),
        }
    }

    fn plain_tag(&mut self, tag: &Tag, name: &str) {
        if tag.kind == TagKind::EndTag {
            self.pre &= name != "pre";
            self.out.push_str(&format!("</{name}>"));
            return;
        }
        self.pre |= name == "pre";
        let mut attributes: Vec<String> =
            tag.attrs.iter().filter_map(|a| attribute(name, &a.name.local, &a.value)).collect();
        attributes.sort();
        self.out.push_str(&format!(
            "<{}>",
            std::iter::once(name.to_string()).chain(attributes).collect::<Vec<_>>().join(" ")
        ));
    }

    fn text(&mut self, text: &str) {
        if let Some((_, hidden)) = &mut self.hidden {
            hidden.push_str(text);
            return;
        }
        for c in text.chars() {
            match c {
                ' ' | '\n' if !self.pre => {
                    let after_block = self.out.rsplit_once('<').is_some_and(|(_, tag)| {
                        let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap_or_default();
                        tag.ends_with('>') && BLOCKS.contains(&name)
                    });
                    if !self.out.is_empty() && !self.out.ends_with(' ') && !after_block {
                        self.out.push(' ');
                    }
                }
                '<' => self.out.push('‹'),
                c => self.out.push(c),
            }
        }
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out.replace("<tbody></tbody>", "")
    }
}

/// An attribute in its usual form; a column's alignment is a class here and an attribute there, and that an item is a task
/// is said by its sign already.
fn attribute(tag: &str, name: &str, value: &str) -> Option<String> {
    let cell = tag == "td" || tag == "th";
    let column = |value: &str| if value == "centre" { "center".to_string() } else { value.to_string() };
    match name {
        "align" | "class" if cell => Some(format!("align={}", column(value))),
        "style" if cell => Some(format!("align={}", value.strip_prefix("text-align: ").unwrap_or(value))),
        "scope" if cell => None,
        "class" if tag == "ul" || tag == "ol" || (tag == "li" && value == "task") => None,
        _ => Some(format!("{name}={value:?}")),
    }
}

#[test]
fn normalising_keeps_what_matters() {
    assert_eq!(normalised("<p>a\n b</p>\n<ul>\n<li>x</li>\n</ul>"), "<p>a b</p><ul><li>x</li></ul>");
    assert_eq!(normalised("<figure><img alt='' src='a'/></figure>"), normalised("<p><img src=\"a\" alt=\"\" /></p>"));
    assert_ne!(normalised("<pre> a\n</pre>"), normalised("<pre>a\n</pre>"));
    assert_ne!(normalised("<p>ab</p>"), normalised("<p>a b</p>"));
    assert_ne!(normalised("<p>&lt;a&gt;</p>"), normalised("<p><a></p>"));
}
