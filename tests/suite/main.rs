//! All integration tests, in one binary.

mod commonmark;
mod epub;
mod judges;
mod pdf;
mod properties;
mod rooms;
mod typeset;
