//! All integration tests, in one binary.

mod pdf;
mod rooms;
