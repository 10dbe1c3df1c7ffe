//! All integration tests, in one binary.

mod cli;
mod commonmark;
mod conformance;
mod diagnostics;
mod document;
mod epub;
mod judges;
mod judges_pdf;
mod pages;
mod pdf;
mod properties;
mod rooms;
mod scripts;
mod tables;
mod theme;
mod typeset;
