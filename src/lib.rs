//! Bifolio turns a Markdown manuscript into an EPUB 3 and a typeset PDF, through one document tree.
//!
//! ```text
//! manuscript::load ─► markdown::read ─► resolve::resolve ─┬─► epub::write ───────────────────► book.epub
//!                                                         └─► typeset::typeset ─► pdf::write ─► book.pdf
//! ```
//!
//! `source` and `diagnostic` run underneath: every node carries a span, and every stage adds to one list of findings.

pub mod build;
pub mod conformance;
pub mod cover;
pub mod design;
pub mod diagnostic;
pub mod diagram;
pub mod document;
pub mod epub;
pub mod font;
pub mod highlight;
pub mod impose;
pub mod manuscript;
pub mod markdown;
pub mod math;
pub mod mdbook;
pub mod page;
pub mod pdf;
pub mod resolve;
pub mod settings;
pub mod source;
pub mod typeset;
pub mod units;
mod xml;

pub use build::build;
pub use settings::{Format, Settings};
