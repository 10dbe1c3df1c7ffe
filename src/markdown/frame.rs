//! What is open while a text is read.
//!
//! In: nothing. Out: [`Frame`], one open block or inline with what it has gathered so far.

use super::drawing::Drawing;
use super::mathml::Formula;
use super::table::{Part, ReadCell, Rows};
use crate::document::{
    AdmonitionKind, Attr, Block, Definition, GroupRole, Image, Inline, ListItem, NumberStyle, Stanza,
};
use crate::source::Span;

/// One open block or inline.
#[derive(Debug)]
pub(super) struct Frame {
    /// What is open.
    pub(super) node: Node,
    /// Its attributes.
    pub(super) attr: Attr,
    /// Of a heading: its shorter title for running heads.
    pub(super) short: Option<String>,
    /// Where it stands.
    pub(super) span: Span,
    /// The tag that opened it; `None` when Markdown did.
    pub(super) tag: Option<String>,
    /// The blocks gathered.
    pub(super) blocks: Vec<Block>,
    /// The inlines gathered: the content of a leaf, or in a container a paragraph that has no tags of its own.
    pub(super) line: Vec<Inline>,
    /// The last paragraph before its lines were joined, when one of them may name the author of a quotation.
    pub(super) tail: Option<Vec<Inline>>,
}

impl Frame {
    pub(super) fn new(node: Node, span: Span) -> Frame {
        Frame {
            node,
            attr: Attr::default(),
            short: None,
            span,
            tag: None,
            blocks: Vec::new(),
            line: Vec::new(),
            tail: None,
        }
    }
}

/// What a frame is.
#[derive(Debug)]
pub(super) enum Node {
    Root,
    Quote,
    /// With its title; empty when the author gives none.
    Admonition(AdmonitionKind, Vec<Inline>),
    Group {
        /// Outermost first; empty when its blocks only share attributes.
        roles: Vec<GroupRole>,
        /// True when it begins a new page.
        turns_page: bool,
    },
    /// A poem whose stanzas are paragraphs.
    Poem(Poem),
    /// An element that HTML does not have.
    Foreign(Foreign),
    /// An HTML figure and its caption.
    Figure(Vec<Inline>),
    Item {
        /// For a task: whether it is done.
        checked: Option<bool>,
        /// Its number, when it has another than the one after the item before.
        value: Option<i64>,
    },
    /// One definition of a term.
    Body,
    /// A note, by its label.
    Note(String),

    List {
        start: Option<i64>,
        style: NumberStyle,
        reversed: bool,
        /// True when its numbers end with 1, wherever they begin.
        counts_down: bool,
        tight: bool,
        items: Vec<ListItem>,
    },
    Definitions {
        tight: bool,
        list: Vec<Definition>,
    },
    Table(Rows),
    /// Its part when that is said, and its cells.
    Row(Option<Part>, Vec<ReadCell>),

    Paragraph,
    Heading(u8),
    Term,
    Cell(ReadCell),
    Caption,
    Summary,
    Attribution,

    Code(CodeText),
    /// `<svg>`.
    Drawing(Drawing),
    /// `<math>`.
    Formula(Formula),
    /// What is not shown.
    Nothing,

    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    SmallCaps,
    Span,
    /// With what it stands for.
    Abbreviation(String),
    Keys,
    Quotation,
    /// What is not shown of a line.
    Unseen,
    /// How the characters before it are read.
    Reading,
    /// A film, a sound or a page that stands elsewhere.
    Media {
        target: Option<String>,
        title: String,
    },
    Link {
        target: String,
        title: String,
        /// True when a tag opened it in a block and another closes it.
        is_closed: bool,
    },
    /// A link around blocks.
    Linked {
        target: String,
        title: String,
    },
    /// An image of an element that says otherwise what it shows.
    Picture(Image),
    Image {
        source: String,
        title: String,
    },
}

/// What an element says that HTML does not have.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// The caption of the code in it.
    pub(super) caption: Option<String>,
}

/// A poem while it is read.
#[derive(Debug, Default)]
pub(super) struct Poem {
    pub(super) title: Vec<Inline>,
    pub(super) numbered: bool,
    pub(super) stanzas: Vec<Stanza>,
    pub(super) attribution: Vec<Inline>,
}

/// A block of code while it is read.
#[derive(Debug, Default)]
pub(super) struct CodeText {
    /// The info string; empty for indented code.
    pub(super) info: String,
    /// The text.
    pub(super) text: String,
    /// For each piece of the text, where it starts in it and where in the source.
    pub(super) places: Vec<(usize, usize)>,
}

/// What may stand in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Blocks,
    /// Items, rows and the like, and nothing else.
    Parts,
    /// A leaf of the block tree: inlines.
    Line,
    /// Inlines inside inlines.
    Inlines,
    /// Plain characters.
    Characters,
}

impl Node {
    /// A list with bullets.
    pub(super) fn bullets() -> Node {
        Node::List {
            start: None,
            style: NumberStyle::Decimal,
            reversed: false,
            counts_down: false,
            tight: true,
            items: Vec::new(),
        }
    }

    pub(super) fn holds(&self) -> Holds {
        match self {
            Node::Root
            | Node::Quote
            | Node::Admonition(..)
            | Node::Group { .. }
            | Node::Poem(_)
            | Node::Figure(_)
            | Node::Item { .. }
            | Node::Foreign(_)
            | Node::Linked { .. }
            | Node::Body
            | Node::Note(_) => Holds::Blocks,
            Node::List { .. } | Node::Definitions { .. } | Node::Table(_) | Node::Row(..) => Holds::Parts,
            Node::Paragraph
            | Node::Heading(_)
            | Node::Term
            | Node::Cell(_)
            | Node::Caption
            | Node::Summary
            | Node::Attribution => Holds::Line,
            Node::Code(_) | Node::Drawing(_) | Node::Formula(_) | Node::Nothing => Holds::Characters,
            Node::Emphasis
            | Node::Strong
            | Node::Strikethrough
            | Node::Superscript
            | Node::Subscript
            | Node::SmallCaps
            | Node::Span
            | Node::Abbreviation(_)
            | Node::Keys
            | Node::Quotation
            | Node::Reading
            | Node::Unseen
            | Node::Media { .. }
            | Node::Link { .. }
            | Node::Picture(_)
            | Node::Image { .. } => Holds::Inlines,
        }
    }
}
