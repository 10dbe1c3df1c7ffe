//! What mdBook does to a book before it is shown.
//!
//! In: the text of chapters, a way to other texts, the names of preprocessors, mdBook's JSON. Out: texts in which every
//! `{{#include}}` is replaced, an order to run preprocessors in, books out of JSON and into it. The rules are those of
//! mdBook 0.5.4; what 0.4 does otherwise is said where it matters. It reads no file and runs nothing.

mod book;
mod changes;
mod directive;
mod include;
mod lines;
mod order;

pub use book::{Book, Chapter, Invalid, Item};
pub use changes::retrace;
pub use include::{Manner, Opened, Shelf, expand};
pub use order::{Edge, in_order};
