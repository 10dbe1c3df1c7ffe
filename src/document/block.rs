//! Blocks: what stands below one another.
//!
//! In: built by `markdown`. Out: a closed enum; a backend matches every variant, without a wildcard.

use super::{Attr, Code, Group, Image, Inline, Table};
use crate::source::Span;

/// A block with its attributes and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Id, classes, language.
    pub attr: Attr,
    /// Where it was read.
    pub span: Span,
}

impl Block {
    /// A block without attributes.
    pub fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, attr: Attr::default(), span }
    }
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading that opens no division: one inside a quotation or a list. Headings of the text itself become
    /// [`Division`](super::Division)s.
    Heading(Heading),
    /// A quotation set off from the text.
    Quote(Vec<Block>),
    /// Who said or wrote what stands above it, without the dash before the name.
    Attribution(Vec<Inline>),
    /// A poem: stanzas of lines whose ends are the author's.
    Verse(Verse),
    /// A list, numbered or not.
    List(List),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// Text of a program, kept as it is.
    Code(Code),
    /// A displayed formula, as its source.
    Math(String),
    /// An image with its caption.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// A note, tip or warning set off from the text.
    Admonition(Admonition),
    /// Blocks that belong together.
    Group(Group),
    /// A break between scenes.
    SceneBreak,
    /// What follows begins on a new page.
    PageBreak,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Level from 1 (highest) to 6.
    pub level: u8,
    /// Its text.
    pub content: Vec<Inline>,
    /// A shorter title for running heads, plain, when the author gives one.
    pub short: Option<String>,
    /// Where it was read.
    pub span: Span,
}

/// A poem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verse {
    /// Its title; empty when it has none.
    pub title: Vec<Inline>,
    /// Its stanzas.
    pub stanzas: Vec<Stanza>,
    /// Who wrote it, without the dash before the name; empty when the poem does not say.
    pub attribution: Vec<Inline>,
    /// True when its lines are counted, every fifth with its number.
    pub numbered: bool,
}

/// Lines of a poem that stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Stanza {
    /// The lines.
    pub lines: Vec<VerseLine>,
}

/// One line of a poem.
#[derive(Clone, Debug, PartialEq)]
pub struct VerseLine {
    /// Steps of indentation, from 0.
    pub indent: u8,
    /// The text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of a numbered list; `None` for bullets.
    pub start: Option<i64>,
    /// How numbers are written.
    pub style: NumberStyle,
    /// True when they count down.
    pub reversed: bool,
    /// True when the items are lines rather than paragraphs.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

impl List {
    /// The number of each item; none for bullets.
    pub fn numbers(&self) -> Vec<i64> {
        let Some(mut next) = self.start else { return Vec::new() };
        let number = |item: &ListItem| {
            let number = item.value.unwrap_or(next);
            next = number.saturating_add(if self.reversed { -1 } else { 1 });
            number
        };
        self.items.iter().map(number).collect()
    }
}

/// How the numbers of a list are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerLetters,
    /// A, B, C.
    UpperLetters,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl NumberStyle {
    /// A number as it is written; in figures where letters have no such number.
    pub fn written(self, number: i64) -> String {
        let lower = match self {
            NumberStyle::Decimal => None,
            NumberStyle::LowerLetters | NumberStyle::UpperLetters => letters(number),
            NumberStyle::LowerRoman | NumberStyle::UpperRoman => roman(number),
        };
        match (lower, self) {
            (Some(text), NumberStyle::UpperLetters | NumberStyle::UpperRoman) => text.to_ascii_uppercase(),
            (Some(text), _) => text,
            (None, _) => number.to_string(),
        }
    }

    /// The name for dumps.
    pub(super) fn name(self) -> &'static str {
        match self {
            NumberStyle::Decimal => "numbers",
            NumberStyle::LowerLetters => "letters",
            NumberStyle::UpperLetters => "capital letters",
            NumberStyle::LowerRoman => "roman numbers",
            NumberStyle::UpperRoman => "capital roman numbers",
        }
    }
}

/// a to z, then aa, ab and so on.
fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|n| *n > 0)?;
    let mut text = Vec::new();
    while rest > 0 {
        rest -= 1;
        text.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    Some(text.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    let number = u32::try_from(number).ok().filter(|n| (1..4000).contains(n))?;
    Some(super::words::roman(number).to_ascii_lowercase())
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// For a task: whether it is done.
    pub checked: Option<bool>,
    /// Its number, when it is not the one that follows.
    pub value: Option<i64>,
    /// What the item holds.
    pub blocks: Vec<Block>,
    /// Where it was read.
    pub span: Span,
}

/// A term and its definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// Id of the term.
    pub attr: Attr,
    /// What it means; each definition may hold several blocks.
    pub definitions: Vec<Vec<Block>>,
    /// True when the definitions are lines rather than paragraphs.
    pub tight: bool,
    /// Where the term was read.
    pub span: Span,
}

/// Images that stand by themselves: one, or a few side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The images from left to right; never none.
    pub panels: Vec<Panel>,
    /// The caption of the whole; empty when there is none.
    pub caption: Vec<Inline>,
    /// Its number as shown, level by level (`[2, 1]` is 2.1); empty when it has none. Set by `resolve`.
    pub number: Vec<u32>,
    /// Where the author wants it.
    pub placement: Placement,
}

impl Figure {
    /// A figure of one image.
    pub fn of(image: Image, caption: Vec<Inline>, span: Span) -> Figure {
        let panel = Panel { image, caption: Vec::new(), attr: Attr::default(), span };
        Figure { panels: vec![panel], caption, number: Vec::new(), placement: Placement::default() }
    }

    /// True when it says something below itself: a caption of its own or of one of its images.
    pub fn is_captioned(&self) -> bool {
        !self.caption.is_empty() || self.panels.iter().any(|panel| !panel.caption.is_empty())
    }
}

/// An image of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The image.
    pub image: Image,
    /// What is said of this image alone, when there are several; empty when nothing is.
    pub caption: Vec<Inline>,
    /// Id, classes, language of this image, when there are several.
    pub attr: Attr,
    /// Where it was read.
    pub span: Span,
}

/// Where a figure stands on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// Where the page has room for it, at its place or soon after.
    #[default]
    Free,
    /// At its place and nowhere else.
    Here,
    /// At the head of a page.
    Top,
    /// At the foot of a page.
    Foot,
    /// On a page of its own.
    Page,
    /// On a page of its own that it fills to the edges.
    Bleed,
    /// At the left, with text beside it.
    Left,
    /// At the right, with text beside it.
    Right,
}

impl Placement {
    /// Every placement that has a name.
    const NAMED: [(Placement, &str); 7] = [
        (Placement::Here, "here"),
        (Placement::Top, "top"),
        (Placement::Foot, "foot"),
        (Placement::Page, "page"),
        (Placement::Bleed, "bleed"),
        (Placement::Left, "left"),
        (Placement::Right, "right"),
    ];

    /// The placement of a name, which is that of the class that asks for it.
    pub fn named(name: &str) -> Option<Placement> {
        Self::NAMED.into_iter().find(|(_, n)| *n == name).map(|(placement, _)| placement)
    }

    /// Its name; `None` for [`Placement::Free`].
    pub fn name(self) -> Option<&'static str> {
        Self::NAMED.into_iter().find(|(placement, _)| *placement == self).map(|(_, name)| name)
    }
}

/// A note, tip or warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Admonition {
    /// Which of the five.
    pub kind: AdmonitionKind,
    /// Its title, when the author gives one; else it is called by its kind.
    pub title: Vec<Inline>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The five kinds of GitHub Flavored Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmonitionKind {
    /// Worth knowing.
    Note,
    /// Helpful.
    Tip,
    /// Needed.
    Important,
    /// Needs care.
    Warning,
    /// Dangerous.
    Caution,
}

impl AdmonitionKind {
    /// The English name in lower case, for dumps and class names.
    pub fn name(self) -> &'static str {
        match self {
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip => "tip",
            AdmonitionKind::Important => "important",
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
        }
    }
}
