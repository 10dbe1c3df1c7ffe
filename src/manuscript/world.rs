//! What a manuscript may touch while it is loaded.
//!
//! In: decisions of the user. Out: [`World`], where files come from, who runs programs, what the environment wants
//! otherwise. Nothing here reads the environment or starts a process: whoever loads a manuscript hands these in.

use super::files::Files;
use std::path::{Path, PathBuf};

/// A program to run.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The command as the book has it: words as in a shell, the first a program on the path or, with a slash in it, a file
    /// seen from `folder`.
    pub command: &'a str,
    /// Further words.
    pub arguments: &'a [&'a str],
    /// The folder that it runs in.
    pub folder: &'a Path,
    /// What it reads.
    pub input: &'a [u8],
}

/// What a program did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// True when it ended with success.
    pub succeeded: bool,
    /// What it wrote on its standard output.
    pub output: Vec<u8>,
}

/// Why a program has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// There is no such program.
    #[error("there is no program {0:?}")]
    NotFound(String),
    /// It could not be run to its end.
    #[error("{0}")]
    Failed(String),
}

/// Somebody who runs programs.
pub trait Commands: Sync {
    /// Runs a program to its end.
    ///
    /// # Errors
    /// When it does not start, or does not end in time.
    fn run(&self, call: Call<'_>) -> Result<Answer, CommandError>;
}

/// What a manuscript may touch.
#[derive(Clone)]
pub struct World<'a> {
    /// Where files come from.
    pub files: &'a dyn Files,
    /// Who runs the programs that a book asks for; nobody, and they are not run whatever the book says.
    pub commands: Option<&'a dyn Commands>,
    /// Whether they are run although the book does not say so.
    pub allow_commands: bool,
    /// Folders outside of the manuscript that includes may come from.
    pub allowed: Vec<PathBuf>,
    /// mdBook's variables of the environment, `MDBOOK_BOOK__TITLE` and the like, with their values.
    pub overrides: Vec<(String, String)>,
}

impl<'a> World<'a> {
    /// A world of files alone.
    pub fn of(files: &'a dyn Files) -> World<'a> {
        World { files, commands: None, allow_commands: false, allowed: Vec::new(), overrides: Vec::new() }
    }
}
