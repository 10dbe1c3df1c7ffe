//! All integration tests, in one binary.

mod epub;
mod judges;
mod pdf;
mod rooms;
