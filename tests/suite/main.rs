//! All integration tests, in one binary.

mod accessible;
mod ci;
mod cli;
mod commonmark;
mod conformance;
mod diagnostics;
mod document;
mod epub;
mod handout;
mod judges;
mod judges_books;
mod judges_mdbook;
mod judges_pdf;
mod mdbook;
mod page_list;
mod pages;
mod pdf;
mod properties;
mod rooms;
mod scripts;
mod structure;
mod tables;
mod theme;
mod typeset;
