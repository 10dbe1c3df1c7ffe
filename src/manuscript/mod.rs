//! The manuscript on disk.
//!
//! In: a path. Out: [`Manuscript`]: the text of every chapter in reading order, typed metadata, design overrides.
//! The only reader of the disk. It does not read Markdown beyond `SUMMARY.md`'s grammar and knows no backend.

use crate::document::{Matter, Metadata};
use crate::source::{FileId, SourceMap, Span};

/// A manuscript as found.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// Every text file that was read.
    pub sources: SourceMap,
    /// What is said about the book.
    pub metadata: Metadata,
    /// What the book consists of, in reading order.
    pub plan: Vec<Plan>,
    /// The name of the output files without their ending.
    pub slug: String,
    /// Path of the cover image inside the manuscript, and where it is named.
    pub cover: Option<(String, Option<Span>)>,
}

/// An entry of `SUMMARY.md`, or the one file of a manuscript without it.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// A part title and the chapters under it.
    Part {
        /// The title, plain.
        title: String,
        /// Its chapters.
        children: Vec<Plan>,
        /// Where the title stands in `SUMMARY.md`.
        span: Span,
    },
    /// A chapter, with the chapters nested under it.
    Chapter {
        /// The title in `SUMMARY.md`, plain.
        title: String,
        /// Its text; `None` for a draft, or when the file could not be read (which is an error already told).
        file: Option<FileId>,
        /// Path of the file inside the manuscript's source folder, with `/`; empty for a draft.
        path: String,
        /// Front for prefix chapters, body for numbered ones, back for suffix chapters.
        matter: Matter,
        /// Its number, level by level; empty when it has none.
        number: Vec<u32>,
        /// Chapters nested under it.
        children: Vec<Plan>,
        /// Where it stands in `SUMMARY.md`.
        span: Span,
    },
    /// A single-file manuscript: the first level of headings with more than one heading makes its chapters.
    Whole {
        /// The file.
        file: FileId,
        /// Its path, as a name for messages and links.
        path: String,
        /// Byte at which the text begins, after the front matter.
        start: u32,
    },
}
