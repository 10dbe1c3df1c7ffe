//! Blocks that belong together, and why.
//!
//! In: built by `markdown`, from fenced divisions and HTML. Out: [`Group`]; what a group means is a variant of
//! [`GroupRole`], never the name of a class.

use super::{Alignment, Block};

/// Blocks that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Why they do.
    pub role: GroupRole,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// Why blocks belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupRole {
    /// They share attributes, and nothing else.
    #[default]
    Plain,
    /// A quotation that stands before a text.
    Epigraph,
    /// To whom what follows is given.
    Dedication,
    /// Words of the text, repeated large to draw the eye.
    PullQuote,
    /// Parts that stand side by side; each [`Column`](GroupRole::Column) in it is one.
    Columns,
    /// One of the parts that stand side by side.
    Column {
        /// Its share of the width, in thousandths; `None` for an equal share of what the others leave.
        share: Option<u16>,
    },
    /// Paragraphs that stand at one side or in the middle: a signature, a date.
    Aligned(Alignment),
    /// Paragraphs whose first lines are not indented.
    Flush,
    /// Nothing in it may be parted by the end of a page.
    Kept,
    /// Something for the reader to do.
    Exercise,
    /// The answer to the exercise before it.
    Answer,
}

impl GroupRole {
    /// The name in lower case, for dumps and class names.
    pub fn name(self) -> &'static str {
        match self {
            GroupRole::Plain => "plain",
            GroupRole::Epigraph => "epigraph",
            GroupRole::Dedication => "dedication",
            GroupRole::PullQuote => "pullquote",
            GroupRole::Columns => "columns",
            GroupRole::Column { .. } => "column",
            GroupRole::Aligned(Alignment::Default) => "aligned",
            GroupRole::Aligned(Alignment::Left) => "left",
            GroupRole::Aligned(Alignment::Centre) => "centre",
            GroupRole::Aligned(Alignment::Right) => "right",
            GroupRole::Flush => "flush",
            GroupRole::Kept => "kept",
            GroupRole::Exercise => "exercise",
            GroupRole::Answer => "answer",
        }
    }
}
