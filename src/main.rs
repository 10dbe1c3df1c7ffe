//! The program: arguments in, files and messages out.
//!
//! In: arguments, the environment. Out: the books, closing lines on stdout, findings on stderr, an exit code: 0 made,
//! 1 errors (nothing replaced), 2 usage. The only printing and the only clock.

mod cli;

use bifolio::build::{self, Extent, Output};
use bifolio::design::Design;
use bifolio::diagnostic::{Code, Diagnostic, Diagnostics, Dress, Severity, human, json};
use bifolio::document;
use bifolio::manuscript::{self, Disk, Handed, Manuscript, World};
use bifolio::page;
use bifolio::source::SourceMap;
use bifolio::{Format, Settings};
use clap::Parser;
use cli::{
    Arguments, Command, Consent, DumpWhat, MessageFormat, init, process::Machine, progress::Clock, report, write,
};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Errors: nothing was replaced.
const FAILED: u8 = 1;

/// The program was not asked in a way that it understands.
const USAGE: u8 = 2;

/// The last second of the year 9999: dates of four digits end there.
const LAST_SECOND: i64 = 253_402_300_799;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let epoch = match source_date_epoch() {
        Ok(epoch) => epoch,
        Err(message) => return complain(&message, USAGE),
    };
    match arguments.command {
        Command::Build(arguments) => build_books(&arguments, epoch),
        Command::Dump(arguments) => dump(&arguments, epoch),
        Command::Init { folder } => start(&folder),
        Command::Mdbook => be_driven(epoch),
        Command::Explain { code } => explain(code.as_deref()),
    }
}

/// The moment that `SOURCE_DATE_EPOCH` names.
fn source_date_epoch() -> Result<Option<i64>, String> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else { return Ok(None) };
    let seconds = text.to_str().and_then(|text| text.parse().ok()).filter(|s| (0..=LAST_SECOND).contains(s));
    seconds.map(Some).ok_or_else(|| format!("SOURCE_DATE_EPOCH is {text:?}, not a number of seconds since 1970"))
}

fn build_books(arguments: &cli::Build, epoch: Option<i64>) -> ExitCode {
    let settings = arguments.settings();
    if settings.report && !settings.wants(Format::Pdf) {
        return complain("--report tells of the pages of the PDF, which --format leaves out", USAGE);
    }
    if settings.onix && !settings.wants(Format::Epub) {
        return complain("--onix tells of the EPUB, which --format leaves out", USAGE);
    }
    if arguments.is_print_only() && settings.wants(Format::Epub) {
        return complain(
            "--chapter, --pages and --impose are for the PDF; leave --format out, or write --format pdf",
            USAGE,
        );
    }
    let mut voice =
        Voice { format: arguments.message_format, quiet: arguments.quiet, diagnostics: Diagnostics::default() };
    let clock = Clock::start(!arguments.quiet && arguments.message_format == MessageFormat::Human);
    let Some(mut manuscript) = load(&arguments.path, &arguments.consent, epoch, &mut voice.diagnostics) else {
        clock.stop();
        return voice.finish(&SourceMap::default());
    };
    let (edition, preset) = (arguments.edition.as_deref(), arguments.preset.as_deref());
    if let Err(message) = manuscript.choose(edition, preset, arguments.paper) {
        clock.stop();
        return complain(&message, USAGE);
    }
    let folder = arguments.output.clone().unwrap_or_else(|| manuscript.root.join("out"));
    make(&manuscript, &settings, &folder, &clock, voice)
}

/// Makes the books of a manuscript and writes them into a folder.
fn make(manuscript: &Manuscript, settings: &Settings, folder: &Path, clock: &Clock, mut voice: Voice) -> ExitCode {
    let made = build::build(manuscript, &Disk, settings, clock, &mut voice.diagnostics);
    clock.stop();
    let code = voice.finish(&manuscript.sources);
    let outputs = match made {
        Ok(outputs) => outputs,
        Err(error) => return complain(&error.to_string(), FAILED),
    };
    if voice.diagnostics.has_errors() {
        return code;
    }
    let suffix = settings.suffix();
    let named: Vec<(PathBuf, &Output)> = outputs
        .iter()
        .map(|output| (folder.join(format!("{}{}.{}", manuscript.slug, suffix, output.format.ending())), output))
        .collect();
    let onix = folder.join(format!("{}.onix.xml", manuscript.slug));
    let told = outputs.iter().filter_map(|output| Some((onix.as_path(), output.onix.as_ref()?.as_bytes())));
    let books = named.iter().map(|(path, output)| (path.as_path(), output.bytes.as_slice()));
    let files: Vec<(&Path, &[u8])> = books.chain(told).collect();
    if let Err(error) = write::write_all(folder, &files) {
        return complain(&error.to_string(), FAILED);
    }
    // A program that reads the report reads nothing else from there.
    let for_a_program = settings.report && voice.format == MessageFormat::Json;
    if !voice.quiet && !for_a_program {
        named.iter().for_each(|(path, output)| say(&closing_line(path, output, clock)));
    }
    for report in outputs.iter().filter_map(|output| output.report.as_ref()) {
        print(&if for_a_program { report::json(report) } else { report::human(report) });
    }
    ExitCode::SUCCESS
}

/// Makes the books of what mdBook hands over, where it wants them.
fn be_driven(epoch: Option<i64>) -> ExitCode {
    if std::io::stdin().is_terminal() {
        return complain("mdBook runs this; write `command = \"bifolio mdbook\"` under `[output.bifolio]`", USAGE);
    }
    let mut json = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut json) {
        return complain(&format!("cannot read what mdBook hands over: {error}"), FAILED);
    }
    let mut voice = Voice { format: MessageFormat::Human, quiet: false, diagnostics: Diagnostics::default() };
    let clock = Clock::start(false);
    match manuscript::receive(&json, &World::of(&Disk), &mut voice.diagnostics) {
        Ok(Handed { mut manuscript, destination }) => {
            manuscript.metadata.epoch = epoch;
            let _ = manuscript.choose(None, None, None);
            make(&manuscript, &Settings::default(), &destination, &clock, voice)
        }
        Err(error) => {
            clock.stop();
            voice.diagnostics.push(error.diagnostic());
            voice.finish(&SourceMap::default())
        }
    }
}

/// Loads a manuscript; tells why there is none.
fn load(path: &Path, consent: &Consent, epoch: Option<i64>, diagnostics: &mut Diagnostics) -> Option<Manuscript> {
    let world = World {
        commands: Some(&Machine::default()),
        allow_commands: consent.allow_commands,
        allowed: consent.allowed.clone(),
        overrides: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("MDBOOK_"))
            .collect(),
        ..World::of(&Disk)
    };
    match manuscript::load_in(path, &world, diagnostics) {
        Ok(mut manuscript) => {
            manuscript.metadata.epoch = epoch;
            // The edition that nobody has to choose.
            let _ = manuscript.choose(None, None, None);
            Some(manuscript)
        }
        Err(error) => {
            diagnostics.push(error.diagnostic());
            None
        }
    }
}

fn closing_line(path: &Path, output: &Output, clock: &Clock) -> String {
    let extent = match output.extent {
        Extent::Chapters(1) => "1 chapter".to_owned(),
        Extent::Chapters(chapters) => format!("{chapters} chapters"),
        Extent::Pages(1) => "1 page".to_owned(),
        Extent::Pages(pages) => format!("{pages} pages"),
    };
    let seconds = clock.seconds(output.format);
    format!("{}  {}  {extent}  {seconds:.2} s", path.display(), size(output.bytes.len()))
}

/// A number of bytes as a person reads it.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn dump(arguments: &cli::Dump, epoch: Option<i64>) -> ExitCode {
    let mut voice = Voice { format: MessageFormat::Human, quiet: false, diagnostics: Diagnostics::default() };
    let Some(manuscript) = load(&arguments.path, &arguments.consent, epoch, &mut voice.diagnostics) else {
        return voice.finish(&SourceMap::default());
    };
    if arguments.what == DumpWhat::Theme {
        let code = voice.finish(&manuscript.sources);
        print(&Design::dump(&manuscript.overrides));
        return code;
    }
    let document = build::read(&manuscript, &Disk, &(), &mut voice.diagnostics);
    let fonts = build::fonts(&manuscript, &mut voice.diagnostics);
    let text = match arguments.what {
        _ if voice.diagnostics.has_errors() => String::new(),
        DumpWhat::Tree | DumpWhat::Theme => document::dump(&document),
        DumpWhat::Structure => {
            page::dump_structure(&build::set(&manuscript, &document, &fonts, &mut voice.diagnostics))
        }
        DumpWhat::Pages => page::dump(&build::set(&manuscript, &document, &fonts, &mut voice.diagnostics), &fonts),
    };
    let code = voice.finish(&manuscript.sources);
    print(&text);
    code
}

fn start(folder: &Path) -> ExitCode {
    match init::init(folder) {
        Ok(files) => {
            files.iter().for_each(|file| say(&format!("wrote {}", file.display())));
            say(&format!("now run: bifolio build {}", folder.display()));
            ExitCode::SUCCESS
        }
        Err(error) => complain(&error.to_string(), FAILED),
    }
}

fn explain(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        Code::ALL.iter().for_each(|code| say(&format!("{:<22} {}", code.name(), code.meaning())));
        return ExitCode::SUCCESS;
    };
    match Code::ALL.iter().find(|code| code.name() == name) {
        Some(code) => {
            say(code.meaning());
            ExitCode::SUCCESS
        }
        None => complain(&format!("there is no code {name:?}; `bifolio explain` lists all"), USAGE),
    }
}

/// What was found, and how it is told.
struct Voice {
    format: MessageFormat,
    quiet: bool,
    diagnostics: Diagnostics,
}

impl Voice {
    /// Prints every finding and a line that sums them up; the exit code follows from them.
    fn finish(&mut self, sources: &SourceMap) -> ExitCode {
        self.diagnostics.trace(sources);
        let told = |finding: &&Diagnostic| !self.quiet || finding.severity != Severity::Note;
        let findings: Vec<&Diagnostic> = self.diagnostics.sorted().into_iter().filter(told).collect();
        let text = match self.format {
            MessageFormat::Json => json(&findings, sources),
            MessageFormat::Human => human(&findings, sources, dress()) + &self.sum(),
        };
        let _ = std::io::stderr().write_all(text.as_bytes());
        ExitCode::from(if self.diagnostics.has_errors() { FAILED } else { 0 })
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
            (true, _) => sum,
            (false, true) => format!("{sum}; nothing was written\n"),
            (false, false) => format!("{sum}\n"),
        }
    }
}

/// Colours, when stderr is a terminal that wants them (no-color.org).
fn dress() -> Dress {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if std::io::stderr().is_terminal() && !refused && !dumb { Dress::Coloured } else { Dress::Plain }
}

/// Prints a line; a reader that has gone away is no error.
fn say(line: &str) {
    print(&format!("{line}\n"));
}

fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn complain(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {message}");
    ExitCode::from(code)
}
