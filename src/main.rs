//! The program: arguments in, files and messages out.
//!
//! In: arguments, the environment. Out: the books, closing lines on stdout, findings on stderr (those of `check` on stdout),
//! an exit code: 0 made, 1 errors (nothing replaced), 2 usage, 3 stale. The only printing and the only clock.

mod cli;

use bifolio::build::{self, Extent, Output};
use bifolio::design::Design;
use bifolio::diagnostic::{Code, Diagnostic, Diagnostics, Dress, Severity, fold, github, human, json, sarif};
use bifolio::document;
use bifolio::manuscript::{self, Disk, Files, Handed, Manuscript, Record, World};
use bifolio::page;
use bifolio::source::SourceMap;
use bifolio::{Format, Settings};
use clap::Parser;
use cli::made::Made;
use cli::{
    Arguments, Command, Consent, DumpWhat, MessageFormat, depfile, init, process::Machine, progress::Clock, reference,
    report, verify, write,
};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Errors: nothing was replaced.
const FAILED: u8 = 1;

/// The program was not asked in a way that it understands.
const USAGE: u8 = 2;

/// A book on the disk is not what the manuscript makes now.
const STALE: u8 = 3;

/// Findings of one code that are shown beside a book.
const MOST_OF_A_KIND: usize = 12;

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
        Command::Check(arguments) => check(&arguments, epoch),
        Command::Dump(arguments) => dump(&arguments, epoch),
        Command::Init { folder } => start(&folder),
        Command::Mdbook => be_driven(epoch),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Schema => print_all(&format!("{:#}\n", manuscript::schema())),
        Command::Completions { shell } => print_all(&reference::completions(shell)),
        Command::Man { folder } => manual(folder.as_deref()),
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
    let mut voice = Voice { quiet: arguments.quiet, checks: arguments.check, ..Voice::new(arguments.message_format) };
    let record = Record::new(&Disk);
    let clock = Clock::start(!arguments.quiet && arguments.message_format == MessageFormat::Human);
    let loaded = load(&arguments.path, &record, &arguments.consent, epoch, &mut voice.diagnostics);
    let Some(mut manuscript) = loaded else {
        clock.stop();
        return voice.finish(&SourceMap::default());
    };
    let (edition, preset) = (arguments.edition.as_deref(), arguments.preset.as_deref());
    if let Err(message) = manuscript.choose(edition, preset, arguments.paper) {
        clock.stop();
        return complain(&message, USAGE);
    }
    let folder = arguments.output.clone().unwrap_or_else(|| manuscript.root.join("out"));
    let delivery = Delivery { check: arguments.check, depfile: arguments.depfile.as_deref(), asked: arguments.asked() };
    make(&manuscript, &record, &settings, &folder, &delivery, &clock, voice)
}

/// What becomes of finished books.
#[derive(Default)]
struct Delivery<'d> {
    /// They are compared with what is there, and not written.
    check: bool,
    /// Where it is written down what was read.
    depfile: Option<&'d Path>,
    /// The options that their bytes depend on.
    asked: Vec<(&'static str, String)>,
}

/// Makes the books of a manuscript and writes them into a folder.
fn make(
    manuscript: &Manuscript,
    record: &Record<'_>,
    settings: &Settings,
    folder: &Path,
    delivery: &Delivery<'_>,
    clock: &Clock,
    mut voice: Voice,
) -> ExitCode {
    let made = build::build(manuscript, record, settings, clock, &mut voice.diagnostics);
    clock.stop();
    let outputs = match made {
        Ok(outputs) if !voice.diagnostics.has_errors() => outputs,
        Ok(_) => return voice.finish(&manuscript.sources),
        Err(error) => {
            voice.finish(&manuscript.sources);
            return complain(&error.to_string(), FAILED);
        }
    };
    let suffix = settings.suffix();
    let named: Vec<(PathBuf, &Output)> = outputs
        .iter()
        .map(|output| (folder.join(format!("{}{}.{}", manuscript.slug, suffix, output.format.ending())), output))
        .collect();
    let onix = folder.join(format!("{}.onix.xml", manuscript.slug));
    let mut files: Vec<OutputFile<'_>> = Vec::new();
    for (path, output) in &named {
        let made = Made::of(manuscript, record, &delivery.asked, &output.bytes);
        files.push(OutputFile { path, bytes: &output.bytes, book: path, made: made.clone() });
        let onix =
            output.onix.as_ref().map(|text| OutputFile { path: &onix, bytes: text.as_bytes(), book: path, made });
        files.extend(onix);
    }
    if delivery.check {
        return tell_stale(voice, &files, &manuscript.sources);
    }
    voice.finish(&manuscript.sources);
    let read = record.inputs(&manuscript.root).into_keys().map(|path| format!("{}{path}", manuscript.sources.base));
    let rule = depfile::rule(files.iter().map(|file| file.path), &read.collect::<Vec<_>>());
    let written = write_files(folder, &files)
        .and_then(|()| delivery.depfile.map_or(Ok(()), |path| write::write_one(path, rule.as_bytes())));
    if let Err(error) = written {
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
    let mut voice = Voice::new(MessageFormat::Human);
    let record = Record::new(&Disk);
    let clock = Clock::start(false);
    match manuscript::receive(&json, &World::of(&record), &mut voice.diagnostics) {
        Ok(Handed { mut manuscript, destination }) => {
            manuscript.metadata.epoch = epoch;
            let _ = manuscript.choose(None, None, None);
            make(&manuscript, &record, &Settings::default(), &destination, &Delivery::default(), &clock, voice)
        }
        Err(error) => {
            clock.stop();
            voice.diagnostics.push(error.diagnostic());
            voice.finish(&SourceMap::default())
        }
    }
}

/// A file to write, or to compare with what is there.
struct OutputFile<'o> {
    path: &'o Path,
    bytes: &'o [u8],
    /// The book that it is, or that it tells of.
    book: &'o Path,
    /// What that is made of.
    made: Made,
}

/// Writes books, each with the record of what it was made of.
fn write_files(folder: &Path, files: &[OutputFile<'_>]) -> Result<(), write::Error> {
    let books = files.iter().filter(|file| file.path == file.book);
    let records: Vec<(PathBuf, String)> = books.map(|file| (Made::place(file.path), file.made.json())).collect();
    let records = records.iter().map(|(path, text)| (path.as_path(), text.as_bytes()));
    let all: Vec<(&Path, &[u8])> = files.iter().map(|file| (file.path, file.bytes)).chain(records).collect();
    write::write_all(folder, &all)
}

/// Tells which books on the disk are not what would be made, and why.
fn tell_stale(mut voice: Voice, files: &[OutputFile<'_>], sources: &SourceMap) -> ExitCode {
    let stale = |file: &OutputFile<'_>| verify::stale(file.path, file.bytes, file.book, &file.made, sources);
    let (mut is_stale, mut fresh) = (false, Vec::new());
    for file in files {
        match stale(file) {
            Some(finding) => {
                is_stale = true;
                voice.diagnostics.push(finding);
            }
            None => fresh.push(file.path),
        }
    }
    voice.finish(sources);
    if !voice.quiet && voice.format == MessageFormat::Human {
        fresh.iter().for_each(|path| say(&format!("{}  fresh", path.display())));
    }
    ExitCode::from(if is_stale { STALE } else { 0 })
}

fn check(arguments: &cli::Check, epoch: Option<i64>) -> ExitCode {
    let mut voice =
        Voice { quiet: arguments.quiet, checks: true, on_stdout: true, ..Voice::new(arguments.message_format) };
    let record = Record::new(&Disk);
    let clock = Clock::start(!arguments.quiet && arguments.message_format == MessageFormat::Human);
    let manuscript =
        load(&arguments.path, &record, &arguments.consent, epoch, &mut voice.diagnostics).unwrap_or_default();
    let checked = build::check(&manuscript, &record, arguments.strict, &clock, &mut voice.diagnostics);
    clock.stop();
    let code = voice.finish(&manuscript.sources);
    checked.map_or_else(|error| complain(&error.to_string(), FAILED), |()| code)
}

/// Loads a manuscript; tells why there is none.
fn load(
    path: &Path,
    files: &dyn Files,
    consent: &Consent,
    epoch: Option<i64>,
    diagnostics: &mut Diagnostics,
) -> Option<Manuscript> {
    let world = World {
        commands: Some(&Machine::default()),
        allow_commands: consent.allow_commands,
        allowed: consent.allowed.clone(),
        overrides: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("MDBOOK_"))
            .collect(),
        ..World::of(files)
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
    let mut voice = Voice::new(MessageFormat::Human);
    let Some(manuscript) = load(&arguments.path, &Disk, &arguments.consent, epoch, &mut voice.diagnostics) else {
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
            let how = if code.is_firm() { "Always" } else { "Usually" };
            say(&format!("{}\n\n{how} {}. {}", code.meaning(), code.usual().with_article(), code.cure()));
            ExitCode::SUCCESS
        }
        None => complain(&format!("there is no code {name:?}; `bifolio explain` lists all"), USAGE),
    }
}

/// The manual page of the program, or the pages of all commands into a folder.
fn manual(folder: Option<&Path>) -> ExitCode {
    let pages = match reference::manual() {
        Ok(pages) => pages,
        Err(error) => return complain(&error.to_string(), FAILED),
    };
    let Some(folder) = folder else {
        return print_all(&pages.first().map(|(_, page)| String::from_utf8_lossy(page)).unwrap_or_default());
    };
    let named: Vec<(PathBuf, &[u8])> = pages.iter().map(|(name, page)| (folder.join(name), page.as_slice())).collect();
    let files: Vec<(&Path, &[u8])> = named.iter().map(|(path, page)| (path.as_path(), *page)).collect();
    if let Err(error) = write::write_all(folder, &files) {
        return complain(&error.to_string(), FAILED);
    }
    named.iter().for_each(|(path, _)| say(&format!("wrote {}", path.display())));
    ExitCode::SUCCESS
}

/// What was found, and how it is told.
struct Voice {
    format: MessageFormat,
    quiet: bool,
    /// Whether nothing would be written anyway.
    checks: bool,
    /// Whether findings are what the command was asked for, and not told beside it.
    on_stdout: bool,
    diagnostics: Diagnostics,
}

impl Voice {
    fn new(format: MessageFormat) -> Voice {
        Voice { format, quiet: false, checks: false, on_stdout: false, diagnostics: Diagnostics::default() }
    }

    /// Prints every finding and a line that sums them up; the exit code follows from them.
    fn finish(&mut self, sources: &SourceMap) -> ExitCode {
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
fn print_all(text: &str) -> ExitCode {
    print(text);
    ExitCode::SUCCESS
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
