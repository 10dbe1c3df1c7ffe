//! The command line, as typed by the user.
//!
//! In: arguments. Out: [`Arguments`], which `main` lowers to settings.

pub(crate) mod init;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod write;

use bifolio::{Format, Settings};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a Markdown manuscript into an EPUB 3 and a typeset PDF.
#[derive(Debug, Parser)]
#[command(name = "bifolio", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the books
    Build(Build),
    /// Print the document tree, the finished pages, their structure or the theme as text
    Dump(Dump),
    /// Start a manuscript
    Init {
        /// The folder to start it in
        #[arg(value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
    /// Say what a diagnostic code means, or list all codes
    Explain {
        /// The code, as messages show it in brackets
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
}

/// Options of `build`.
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// A folder with book.toml and SUMMARY.md, or one .md file
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Make only this book; may be repeated
    #[arg(long = "format", value_name = "FORMAT", value_enum)]
    pub(crate) formats: Vec<FormatName>,
    /// Where the books go [default: `out` beside book.toml or the file]
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print what the lines and pages of the PDF are like
    #[arg(long)]
    pub(crate) report: bool,
    /// Write what shops are told about the EPUB's accessibility beside it, as ONIX
    #[arg(long)]
    pub(crate) onix: bool,
    /// How findings are printed
    #[arg(long, value_name = "HOW", value_enum, default_value_t = MessageFormat::Human)]
    pub(crate) message_format: MessageFormat,
    /// Print errors and warnings only
    #[arg(short = 'q', long)]
    pub(crate) quiet: bool,
}

impl Build {
    /// The decisions that these options stand for.
    pub(crate) fn settings(&self) -> Settings {
        let formats = match self.formats.is_empty() {
            true => Format::ALL.to_vec(),
            false => Format::ALL.into_iter().filter(|f| self.formats.iter().any(|name| name.format() == *f)).collect(),
        };
        Settings { formats, strict: self.strict, report: self.report, onix: self.onix }
    }
}

/// Options of `dump`.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    /// What to print
    #[arg(value_enum)]
    pub(crate) what: DumpWhat,
    /// A folder with book.toml and SUMMARY.md, or one .md file
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
}

/// A stage whose result can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpWhat {
    /// The document tree, its links, notes and ids settled
    Tree,
    /// The finished pages: every run of glyphs at its place
    Pages,
    /// The structure of the pages: what a reader is told of them who does not see them
    Structure,
    /// The whole theme: every key of `[theme]` with the value that this book gives it
    Theme,
}

/// A book by the name of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatName {
    /// EPUB 3, for e-readers and shops
    Epub,
    /// PDF, typeset for paper
    Pdf,
}

impl FormatName {
    fn format(self) -> Format {
        match self {
            FormatName::Epub => Format::Epub,
            FormatName::Pdf => Format::Pdf,
        }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For a person, with the line of the manuscript
    Human,
    /// One JSON object a line, for editors and CI
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn formats_are_made_once_and_in_order() {
        let arguments =
            Arguments::parse_from(["bifolio", "build", "--format", "pdf", "--format", "epub", "--format", "pdf"]);
        let Command::Build(build) = arguments.command else { panic!("a build") };
        assert_eq!(build.settings().formats, [Format::Epub, Format::Pdf]);
    }
}
