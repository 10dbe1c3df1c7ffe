//! What is open while a text is read.
//!
//! In: nothing. Out: [`Frame`], one open block or inline with what it has gathered so far.

use crate::document::{AdmonitionKind, Attr, Block, Definition, GroupRole, Inline, ListItem, Row, Stanza, Table};
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
    /// An HTML figure and its caption.
    Figure(Vec<Inline>),
    Item(Option<bool>),
    /// One definition of a term.
    Body,
    /// A note, by its label.
    Note(String),

    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<ListItem>,
    },
    Definitions {
        tight: bool,
        list: Vec<Definition>,
    },
    Table(Table),
    Row(Part, Row),

    Paragraph,
    Heading(u8),
    Term,
    Cell,
    Caption,
    Summary,
    Attribution,

    Code(CodeText),
    /// What is inside a script or style sheet.
    Nothing,

    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    SmallCaps,
    Span,
    Keys,
    Quotation,
    Link {
        target: String,
        title: String,
    },
    Image {
        source: String,
        title: String,
    },
}

/// A poem while it is read.
#[derive(Debug, Default)]
pub(super) struct Poem {
    pub(super) title: Vec<Inline>,
    pub(super) numbered: bool,
    pub(super) stanzas: Vec<Stanza>,
    pub(super) attribution: Vec<Inline>,
}

/// The part of a table that a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    Body,
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
    pub(super) fn holds(&self) -> Holds {
        match self {
            Node::Root
            | Node::Quote
            | Node::Admonition(..)
            | Node::Group { .. }
            | Node::Poem(_)
            | Node::Figure(_)
            | Node::Item(_)
            | Node::Body
            | Node::Note(_) => Holds::Blocks,
            Node::List { .. } | Node::Definitions { .. } | Node::Table(_) | Node::Row(..) => Holds::Parts,
            Node::Paragraph
            | Node::Heading(_)
            | Node::Term
            | Node::Cell
            | Node::Caption
            | Node::Summary
            | Node::Attribution => Holds::Line,
            Node::Code(_) | Node::Nothing => Holds::Characters,
            Node::Emphasis
            | Node::Strong
            | Node::Strikethrough
            | Node::Superscript
            | Node::Subscript
            | Node::SmallCaps
            | Node::Span
            | Node::Keys
            | Node::Quotation
            | Node::Link { .. }
            | Node::Image { .. } => Holds::Inlines,
        }
    }
}
