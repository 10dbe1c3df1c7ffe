//! What becomes of finished books: they are written, each with the record of what it was made of, or compared with those
//! on the disk.
//!
//! In: a manuscript, settings, a folder. Out: files, or findings of what is stale; an exit code.

use super::made::Made;
use super::progress::Clock;
use super::voice::{STALE, Voice, print, say};
use super::{MessageFormat, depfile, report, verify, write};
use bifolio::build::{self, Extent, Output};
use bifolio::diagnostic::{Code, Diagnostic};
use bifolio::manuscript::{Manuscript, Record};
use bifolio::settings::Settings;
use bifolio::source::SourceMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What becomes of finished books.
#[derive(Default)]
pub(crate) struct Delivery<'d> {
    /// They are compared with what is there, and not written.
    pub(crate) check: bool,
    /// Where it is written down what was read.
    pub(crate) depfile: Option<&'d Path>,
    /// The options that their bytes depend on.
    pub(crate) asked: Vec<(&'static str, String)>,
}

/// Makes the books of a manuscript and writes them into a folder.
pub(crate) fn make(
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
            voice.diagnostics.push(Diagnostic::error(Code::UnwrittenOutput, error.to_string()));
            return voice.finish(&manuscript.sources);
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
    let read = record.inputs(&manuscript.root).into_keys().map(|path| format!("{}{path}", manuscript.sources.base));
    let rule = depfile::rule(files.iter().map(|file| file.path), &read.collect::<Vec<_>>());
    let written = write_files(folder, &files)
        .and_then(|()| delivery.depfile.map_or(Ok(()), |path| write::write_one(path, rule.as_bytes())));
    if let Err(error) = written {
        voice.diagnostics.push(error.diagnostic());
        return voice.finish(&manuscript.sources);
    }
    voice.finish(&manuscript.sources);
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
