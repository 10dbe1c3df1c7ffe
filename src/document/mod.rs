//! The shared document tree: what a book says, independent of any output format.
//!
//! In: nothing; `markdown` builds a [`Draft`], `resolve` makes a [`Document`] of it. Out: plain data for both backends.
//!
//! Invariants:
//! - No output format in the tree: no HTML, no CSS class with a fixed meaning, no point size, no page.
//! - Every node carries its [`Span`](crate::source::Span).
//! - A [`Document`] has no unsettled link, image or note and no duplicate id. Only `resolve` makes one.
//!
//! This room does not read files, does not number anything and does not know a Markdown event.

mod attr;
mod block;
mod captioned;
mod code;
mod division;
mod dump;
mod group;
mod ideographs;
mod imprint;
mod inline;
mod languages;
mod metadata;
pub mod opening;
mod outline;
mod page_break;
mod publication;
mod selection;
mod table;
mod tongues;
mod walk;
mod web;
pub mod words;

pub use attr::{Attr, Id, Language};
pub use block::{
    Admonition, AdmonitionKind, Block, BlockKind, Definition, Figure, Heading, List, ListItem, NumberStyle, Panel,
    Placement, Stanza, Verse, VerseLine,
};
pub use captioned::{Captioned, ListOf, captioned};
pub use code::{Code, LineNumbers, TokenKind};
pub use division::{Division, Matter, Role};
pub use dump::{dump, dump_blocks};
pub use group::{Group, GroupRole};
pub use ideographs::is_ideographic;
pub use imprint::{ImprintGroup, ImprintLine, imprint};
pub use inline::{
    Extent, Image, ImageSource, Inline, InlineKind, LITERAL, Target, formula_words, join_runs, plain_text,
};
pub use languages::languages;
pub use metadata::{
    Contributor, Date, Edition, Identifier, IdentifierKind, Metadata, Publisher, Relator, Series, Subject,
    TextDirection, Work,
};
pub use outline::{Entry, outline};
pub use page_break::{PageBreak, PageStart, TextPlace, weight};
pub use publication::{Conformance, Exemption, FormulaForm, Publication, Shop, Statement};
pub use selection::{Answers, LeftOut, Selection};
pub use table::{Alignment, Cell, CellPlace, Heads, Row, Table};
pub use walk::{
    each_attr, each_attr_mut, each_block, each_block_mut, each_inline, each_inline_mut, each_line_mut, each_text,
};
pub use web::WebEdition;

use crate::source::{FileId, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A book as read: its links, images and notes may still be names.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What is said about the book.
    pub metadata: Metadata,
    /// Its parts and chapters, in reading order.
    pub divisions: Vec<Division>,
    /// Its notes; a [`NoteId`] is a place in this list.
    pub notes: Vec<Note>,
    /// The cover, when the book brings one.
    pub cover: Option<ImageId>,
    /// Its images; an [`ImageId`] is a place in this list.
    pub images: Vec<ImageResource>,
    /// How its figures, tables and notes are counted, and what becomes of links and answers.
    pub numbering: Numbering,
    /// What this edition does not show; taken when links are settled.
    pub left_out: LeftOut,
    /// Links that name a file which is there, chapter or not: the file where they stand, and the path as written.
    pub linked: BTreeSet<(FileId, String)>,
    /// Whether its punctuation stays as it was typed.
    pub punctuation: Punctuation,
    /// Where it stands on the web, to understand links to pages.
    pub web: WebEdition,
}

/// What becomes of straight quotation marks, hyphens in a row and three dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Punctuation {
    /// The signs of the language that they stand for.
    #[default]
    Set,
    /// They stay as they are.
    AsTyped,
}

/// How what is counted in a book is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Figures and tables, each in a series of its own.
    pub figures: Counting,
    /// Notes; [`Counting::None`] counts as [`Counting::Chapter`], for a note needs a mark.
    pub notes: Counting,
    /// True when the address of a link gets a note of its own.
    pub links_as_notes: bool,
    /// What becomes of answers to exercises.
    pub answers: Answers,
}

impl Default for Numbering {
    fn default() -> Numbering {
        Numbering { figures: Counting::None, notes: Counting::Chapter, links_as_notes: false, answers: Answers::Place }
    }
}

/// Where a series of numbers begins anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// There are no numbers.
    #[default]
    None,
    /// With every chapter.
    Chapter,
    /// Never: one series for the book.
    Book,
}

/// A draft whose links, images, notes and ids are settled. Backends take nothing else.
#[derive(Clone, Debug)]
pub struct Document(Draft);

impl Document {
    /// Wraps a draft that `resolve` has settled.
    pub(crate) fn settled(draft: Draft) -> Document {
        Document(draft)
    }
}

impl std::ops::Deref for Document {
    type Target = Draft;
    fn deref(&self) -> &Draft {
        &self.0
    }
}

/// Names a note of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// A note, kept beside the tree; an [`InlineKind::NoteRef`] refers to it.
#[derive(Clone, Debug)]
pub struct Note {
    /// The label that the manuscript gives it, without `[^` and `]`.
    pub label: String,
    /// What the note's mark shows; set by `resolve`, counted anew in every chapter. 0 when nothing refers to it.
    pub number: u32,
    /// The text of the note.
    pub blocks: Vec<Block>,
    /// Where the note is written.
    pub span: Span,
}

/// Names an image of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

/// An image file, read and measured once however often it is shown.
#[derive(Clone, Debug)]
pub struct ImageResource {
    /// Path inside the manuscript, with `/` between parts.
    pub path: String,
    /// How the bytes are encoded.
    pub format: ImageFormat,
    /// The file, untouched.
    pub bytes: Arc<[u8]>,
    /// Width in pixels; for an SVG in CSS pixels (1/96 inch).
    pub width: u32,
    /// Height in pixels; for an SVG in CSS pixels.
    pub height: u32,
    /// Pixels per inch as the file states them; `None` when it does not.
    pub density: Option<f64>,
}

/// How an image file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Graphics Interchange Format.
    Gif,
    /// WebP.
    WebP,
    /// Scalable Vector Graphics.
    Svg,
}
