//! The command line, as typed by the user.
//!
//! In: arguments. Out: [`Arguments`], which `main` lowers to settings.

pub(crate) mod command;
pub(crate) mod deliver;
pub(crate) mod depfile;
pub(crate) mod init;
pub(crate) mod made;
pub(crate) mod process;
pub(crate) mod progress;
pub(crate) mod reference;
pub(crate) mod report;
pub(crate) mod verify;
pub(crate) mod voice;
pub(crate) mod write;

use bifolio::impose;
use bifolio::manuscript::{parse_length, parse_page_size};
use bifolio::settings::{PageRange, Part};
use bifolio::units::{Length, Size};
use bifolio::{Format, Settings};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// What the exit codes mean; each command tells those that it has.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the manuscript has errors, or a file cannot be written; nothing was replaced
  2  the command was not understood
  3  `build --check` found a book that is not what the manuscript makes now

Environment:
  NO_COLOR           when set, messages have no colours
  SOURCE_DATE_EPOCH  the date of the books, in seconds since 1970";

/// Turns a Markdown manuscript into an EPUB 3 and a typeset PDF.
#[derive(Debug, Parser)]
#[command(name = "bifolio", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the books
    Build(Box<Build>),
    /// Tell everything that is wrong with a manuscript, and write nothing
    Check(Check),
    /// Print the document tree, the finished pages, their structure or the theme as text
    Dump(Dump),
    /// Start a manuscript
    Init {
        /// The folder to start it in
        #[arg(value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
    /// Make the books as a backend of mdBook, which runs this: `command = "bifolio mdbook"` under `[output.bifolio]`
    Mdbook,
    /// Say what a diagnostic code means, or list all codes
    Explain {
        /// The code, as messages show it in brackets
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Print the JSON schema of book.toml
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all commands
    Man {
        /// The folder for the pages
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

/// Options of `build`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
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
    #[command(flatten)]
    pub(crate) consent: Consent,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print what the lines and pages of the PDF are like
    #[arg(long)]
    pub(crate) report: bool,
    /// Write what shops are told about the EPUB's accessibility beside it, as ONIX
    #[arg(long)]
    pub(crate) onix: bool,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Only this chapter, as a PDF: its number, its title or its file; may be repeated
    #[arg(long = "chapter", value_name = "NAME|N", conflicts_with = "pages")]
    pub(crate) chapters: Vec<String>,
    /// Only these pages, as a PDF, by their printed numbers: 12-30, iv, 40-
    #[arg(long, value_name = "RANGE", value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) pages: Vec<PageRange>,
    /// Put the pages of the PDF on sheets of paper
    #[arg(long, value_name = "SCHEME", value_enum)]
    pub(crate) impose: Option<SchemeName>,
    /// The paper that pages are put on: a4, letter, a3 … [default: a4 or letter, by the language of the book]
    #[arg(long, value_name = "SIZE", value_parser = page_size, requires = "impose")]
    pub(crate) sheet: Option<Size>,
    /// Sheets of a booklet that are folded into one another [default: all]
    #[arg(long, value_name = "SHEETS", value_parser = clap::value_parser!(u32).range(1..=64), requires = "impose")]
    pub(crate) signature: Option<u32>,
    /// How thick the paper of a booklet is: inner sheets are drawn as much nearer to the fold, such as 0.1mm
    #[arg(long, value_name = "LENGTH", value_parser = thickness, requires = "impose")]
    pub(crate) creep: Option<Length>,
    /// Write nothing; tell whether the books on the disk are fresh, and if not, why
    #[arg(long, conflicts_with_all = ["report", "depfile"])]
    pub(crate) check: bool,
    /// Write which files were read into FILE, as a rule for Make and Ninja
    #[arg(long, value_name = "FILE")]
    pub(crate) depfile: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "HOW", value_enum, default_value_t = MessageFormat::Human)]
    pub(crate) message_format: MessageFormat,
    /// Print errors and warnings only
    #[arg(short = 'q', long)]
    pub(crate) quiet: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:\n  0  no errors\n  1  errors\n  2  the command was not understood")]
pub(crate) struct Check {
    /// A folder with book.toml and SUMMARY.md, or one .md file
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) consent: Consent,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
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
            true if self.is_print_only() => vec![Format::Pdf],
            true => Format::ALL.to_vec(),
            false => Format::ALL.into_iter().filter(|f| self.formats.iter().any(|name| name.format() == *f)).collect(),
        };
        let part = match (self.chapters.as_slice(), self.pages.as_slice()) {
            ([], []) => Part::Whole,
            ([], ranges) => Part::Pages(ranges.to_vec()),
            (names, _) => Part::Chapters(names.to_vec()),
        };
        let impose = self.impose.map(|scheme| impose::Wish {
            scheme: scheme.scheme(),
            paper: self.sheet,
            signature: self.signature,
            creep: self.creep.unwrap_or_default(),
        });
        Settings { formats, strict: self.strict, report: self.report, onix: self.onix, part, impose, thorough: false }
    }

    /// What was asked for that the bytes of the books depend on, by option.
    pub(crate) fn asked(&self) -> Vec<(&'static str, String)> {
        let text = |option: &'static str, value: Option<String>| value.map(|value| (option, value));
        let size = |size: Size| format!("{}pt × {}pt", size.width, size.height);
        [
            text("--edition", self.choice.edition.clone()),
            text("--preset", self.choice.preset.clone()),
            text("--paper", self.choice.paper.map(size)),
            text("--sheet", self.sheet.map(size)),
            text("--signature", self.signature.map(|sheets| sheets.to_string())),
            text("--creep", self.creep.map(|length| format!("{length}pt"))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// An option of booklets that was given for another scheme.
    pub(crate) fn idle_option(&self) -> Option<&'static str> {
        let is_other = self.impose.is_some_and(|scheme| scheme != SchemeName::Booklet);
        let given = [(self.signature.is_some(), "--signature"), (self.creep.is_some(), "--creep")];
        given.into_iter().find_map(|(is_given, option)| (is_other && is_given).then_some(option))
    }

    /// True when what is wanted is there in print only.
    pub(crate) fn is_print_only(&self) -> bool {
        !self.chapters.is_empty() || !self.pages.is_empty() || self.impose.is_some()
    }
}

/// What a book may do besides reading its own folder.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    /// Run the preprocessors that book.toml names: programs, on this machine
    #[arg(long)]
    pub(crate) allow_commands: bool,
    /// Let the book include files of this folder outside of its own; may be repeated
    #[arg(long = "allow", value_name = "DIR")]
    pub(crate) allowed: Vec<PathBuf>,
}

/// Which book of a manuscript is meant.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Take another edition: one of `[editions]`, `teacher` or `handout`
    #[arg(long, value_name = "NAME")]
    pub(crate) edition: Option<String>,
    /// Take another theme than that of the manuscript
    #[arg(long, value_name = "THEME")]
    pub(crate) preset: Option<String>,
    /// Take another size of page: a4, a5, letter, 6x9in …
    #[arg(long, value_name = "SIZE", value_parser = page_size)]
    pub(crate) paper: Option<Size>,
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
    #[command(flatten)]
    pub(crate) consent: Consent,
    #[command(flatten)]
    pub(crate) choice: Choice,
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

/// How pages stand on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemeName {
    /// To be folded and stitched
    Booklet,
    /// Two pages on a side
    #[value(name = "2up")]
    TwoUp,
    /// Four pages on a side
    #[value(name = "4up")]
    FourUp,
    /// One page on a side, and lines to write on
    Notes,
}

impl SchemeName {
    fn scheme(self) -> impose::Scheme {
        match self {
            SchemeName::Booklet => impose::Scheme::Booklet,
            SchemeName::TwoUp => impose::Scheme::TwoUp,
            SchemeName::FourUp => impose::Scheme::FourUp,
            SchemeName::Notes => impose::Scheme::Notes,
        }
    }
}

/// A size of paper.
fn page_size(text: &str) -> Result<Size, String> {
    parse_page_size(text).ok_or_else(|| "write a4, a5, a3, letter, or a size such as 6x9in or 148x210mm".into())
}

/// The thickness of paper, which is less than a millimetre.
fn thickness(text: &str) -> Result<Length, String> {
    let length = parse_length(text).filter(|length| (Length::ZERO..=Length::mm(1.0)).contains(length));
    length.ok_or_else(|| "write a length up to 1mm, such as 0.1mm".into())
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For a person, with the line of the manuscript
    Human,
    /// One JSON object a line, for editors and CI
    Json,
    /// One workflow command a line, for GitHub Actions
    Github,
    /// One SARIF 2.1.0 log, for code scanning
    Sarif,
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
