//! What the program says: findings, closing lines, complaints, exit codes.
//!
//! In: findings, and how they are to be told. Out: text on stdout and stderr. Nothing else of the program prints.

use super::MessageFormat;
use bifolio::diagnostic::{Diagnostic, Diagnostics, Dress, Severity, fold, github, human, json, sarif};
use bifolio::source::SourceMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Errors: nothing was replaced.
pub(crate) const FAILED: u8 = 1;

/// The program was not asked in a way that it understands.
pub(crate) const USAGE: u8 = 2;

/// A book on the disk is not what the manuscript makes now.
pub(crate) const STALE: u8 = 3;

/// Findings of one code that are shown beside a book.
const MOST_OF_A_KIND: usize = 12;

/// What was found, and how it is told.
pub(crate) struct Voice {
    pub(crate) format: MessageFormat,
    pub(crate) quiet: bool,
    /// Whether nothing would be written anyway.
    pub(crate) checks: bool,
    /// Whether findings are what the command was asked for, and not told beside it.
    pub(crate) on_stdout: bool,
    pub(crate) diagnostics: Diagnostics,
}

impl Voice {
    pub(crate) fn new(format: MessageFormat) -> Voice {
        Voice { format, quiet: false, checks: false, on_stdout: false, diagnostics: Diagnostics::default() }
    }

    /// Prints every finding and a line that sums them up; the exit code follows from them.
    pub(crate) fn finish(&mut self, sources: &SourceMap) -> ExitCode {
        self.diagnostics.trace(sources);
        let told = |finding: &&Diagnostic| !self.quiet || finding.severity != Severity::Note;
        let findings: Vec<&Diagnostic> = self.diagnostics.sorted().into_iter().filter(told).collect();
        let text = match self.format {
            MessageFormat::Json => json(&findings, sources),
            MessageFormat::Github => github(&findings, sources),
            MessageFormat::Sarif => sarif(&findings, sources),
            MessageFormat::Human => self.tell(&findings, sources) + &self.sum(),
        };
        match self.on_stdout {
            true => print(&text),
            false => {
                let _ = std::io::stderr().write_all(text.as_bytes());
            }
        }
        ExitCode::from(if self.diagnostics.has_errors() { FAILED } else { 0 })
    }

    /// The findings for a person. Beside a book only the first of each kind are shown, and how many more there are.
    fn tell(&self, findings: &[&Diagnostic], sources: &SourceMap) -> String {
        let (shown, more) = fold(findings, if self.on_stdout { usize::MAX } else { MOST_OF_A_KIND });
        let mut text = human(&shown, sources, self.dress());
        for (code, count) in &more {
            text.push_str(&format!("… and {count} more of {}\n", code.name()));
        }
        if !more.is_empty() {
            text.push_str("`bifolio check` shows all of them\n\n");
        }
        text
    }

    /// How many errors and warnings there were; empty when there were none.
    fn sum(&self) -> String {
        let count = |severity| self.diagnostics.sorted().iter().filter(|finding| finding.severity == severity).count();
        let counted = |number: usize, word: &str| match number {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let parts = [counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning")];
        let sum = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        match (sum.is_empty(), self.diagnostics.has_errors()) {
            (true, _) if self.on_stdout && !self.quiet => "no errors, no warnings\n".to_owned(),
            (true, _) => sum,
            (false, true) if !self.checks => format!("{sum}; nothing was written\n"),
            (false, _) => format!("{sum}\n"),
        }
    }

    /// Colours, when findings go to a terminal that wants them (no-color.org).
    fn dress(&self) -> Dress {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let terminal = if self.on_stdout { std::io::stdout().is_terminal() } else { std::io::stderr().is_terminal() };
        if terminal && !refused && !dumb { Dress::Coloured } else { Dress::Plain }
    }
}

/// Prints what a command was asked for.
pub(crate) fn print_all(text: &str) -> ExitCode {
    print(text);
    ExitCode::SUCCESS
}

/// Prints a line; a reader that has gone away is no error.
pub(crate) fn say(line: &str) {
    print(&format!("{line}\n"));
}

pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

pub(crate) fn complain(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {message}");
    ExitCode::from(code)
}
