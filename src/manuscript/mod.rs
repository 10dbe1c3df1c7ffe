//! The manuscript on disk.
//!
//! In: a path. Out: [`Manuscript`]: the text of every chapter in reading order, typed metadata, design overrides; then the
//! images that the chapters show. The only reader of the disk. It does not read Markdown beyond `SUMMARY.md`'s grammar
//! and knows no backend. It starts no program itself: whoever loads a manuscript hands in who does ([`World`]).

mod config;
mod conventions;
mod data_uri;
mod edition;
mod embed;
mod exchange;
mod files;
mod fonts;
mod form;
mod front_matter;
mod gitbook;
mod guess;
mod handed;
mod identifier;
mod image;
mod language;
mod levels;
mod linked;
mod load;
mod loader;
mod measure;
mod metadata;
mod overrides;
mod path;
mod pdf;
mod plan;
mod preprocess;
mod publication;
mod reader;
mod record;
mod relator;
mod schema;
mod shelf;
mod slug;
mod svg;
mod tag;
mod text;
mod theme;
mod toml;
mod unused;
mod value;
mod world;
mod yaml;

pub use conventions::Conventions;
pub use edition::Edition;
pub use files::{Disk, Files, InMemory, Kind};
pub use fonts::Fonts;
pub use handed::{Handed, receive};
pub use image::{attach_images, named_images};
pub use linked::find_linked;
pub use load::{load, load_in};
pub use reader::{parse_length, parse_page_size};
pub use record::Record;
pub use schema::schema;
pub use unused::find_unused;
pub use world::{Answer, Call, CommandError, Commands, World};

use crate::conformance::Wish;
use crate::design::Overrides;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Matter, Metadata, Publication, Selection};
use crate::source::{FileId, SourceMap, Span};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Why there is no manuscript.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing stands at the path.
    #[error("there is nothing at {path:?}")]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// A file that is no Markdown.
    #[error("{path:?} is neither a folder nor a Markdown file")]
    NotMarkdown {
        /// The path as given.
        path: PathBuf,
    },
    /// What mdBook should have handed over is no book.
    #[error("standard input holds no book as mdBook hands it over: {reason}")]
    NotHanded {
        /// What is wrong with it.
        reason: String,
    },
    /// A folder from which no order can be read.
    #[error("the folder {folder:?} has no SUMMARY.md and {} Markdown files", if *texts == 0 { "no".to_owned() } else { texts.to_string() })]
    NoSummary {
        /// The folder as given.
        folder: PathBuf,
        /// How many Markdown files it has.
        texts: usize,
    },
}

impl Error {
    /// The error as a finding without a place.
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::ManuscriptNotFound, self.to_string());
        match self {
            Error::NotFound { .. } => diagnostic.hint("`bifolio init DIR` starts a manuscript"),
            Error::NotMarkdown { .. } => {
                diagnostic.hint("give a folder with book.toml and SUMMARY.md, or one .md file")
            }
            Error::NotHanded { .. } => diagnostic.hint(
                "`bifolio mdbook` is run by mdBook: write `command = \"bifolio mdbook\"` under `[output.bifolio]`",
            ),
            Error::NoSummary { .. } => diagnostic
                .hint("write the chapters into src/SUMMARY.md, one a line: `- [Title](file.md)`")
                .hint("or give the one .md file that the book is made of"),
        }
    }
}

/// A manuscript as found.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// The folder that everything is read from: that of `book.toml`, or of the single file.
    pub root: PathBuf,
    /// Every text file that was read; their names are paths from `root`.
    pub sources: SourceMap,
    /// What is said about the book.
    pub metadata: Metadata,
    /// What the book wants changed of its theme.
    pub overrides: Overrides,
    /// What the PDF is to claim.
    pub standards: Wish,
    /// The fonts that the book brings.
    pub fonts: Fonts,
    /// What the publisher wants of the EPUB and states about it.
    pub publication: Publication,
    /// Its editions, as the configuration has them.
    pub editions: Vec<Edition>,
    /// Which classes are shown.
    pub selection: Selection,
    /// Every value that the configuration states, by its key with dots, as text: what changed is told by it.
    pub stated: BTreeMap<String, String>,
    /// Where each of them stands.
    pub stated_at: BTreeMap<String, Span>,
    /// What the programs of the book answered, by the name of the preprocessor, as a hash (BLAKE3, in hexadecimal).
    pub answers: BTreeMap<String, String>,
    /// The table of contents, mostly `SUMMARY.md`; `None` for a manuscript of one file and for one that mdBook hands over.
    pub summary: Option<FileId>,
    /// What the book consists of, in reading order.
    pub plan: Vec<Plan>,
    /// The name of the output files without their ending.
    pub slug: String,
    /// How the texts are read when they were written for mdBook: when `book.toml` asks for an output of mdBook's or has no
    /// table of ours. `None` for a book of ours.
    pub conventions: Option<Conventions>,
    /// Path of the cover image inside the manuscript, and where it is named.
    pub cover: Option<(String, Option<Span>)>,
}

impl Manuscript {
    /// Where the configuration or the front matter says this of the book: a key of `[book]` or `[metadata]`.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        let tables = ["book.", "metadata.", "output.bifolio.metadata.", ""];
        tables.iter().find_map(|table| self.stated_at.get(&format!("{table}{key}")).copied())
    }
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
