//! The commands of the program.
//!
//! In: the options of a command, and the moment that dates books. Out: what it does, and an exit code.

use super::deliver::{Delivery, make};
use super::process::Machine;
use super::progress::Clock;
use super::voice::{FAILED, USAGE, Voice, complain, print, print_all, say};
use super::{Build, Check, Choice, Consent, Dump, DumpWhat, MessageFormat, init, reference, write};
use bifolio::build;
use bifolio::design::Design;
use bifolio::diagnostic::{Code, Diagnostics};
use bifolio::document;
use bifolio::manuscript::{self, Disk, Files, Handed, Manuscript, Record, World};
use bifolio::page;
use bifolio::source::SourceMap;
use bifolio::{Format, Settings};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn build_books(arguments: &Build, epoch: Option<i64>) -> ExitCode {
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
    if let Some(option) = arguments.idle_option() {
        return complain(&format!("{option} is for booklets; write --impose booklet"), USAGE);
    }
    let mut voice = Voice { quiet: arguments.quiet, checks: arguments.check, ..Voice::new(arguments.message_format) };
    let record = Record::new(&Disk);
    let clock = Clock::start(!arguments.quiet && arguments.message_format == MessageFormat::Human);
    let wanted = Wanted { path: &arguments.path, consent: &arguments.consent, choice: &arguments.choice, epoch };
    let manuscript = match load(&wanted, &record, &mut voice.diagnostics) {
        Ok(Some(manuscript)) => manuscript,
        Ok(None) => {
            clock.stop();
            return voice.finish(&SourceMap::default());
        }
        Err(message) => {
            clock.stop();
            return complain(&message, USAGE);
        }
    };
    let folder = arguments.output.clone().unwrap_or_else(|| manuscript.root.join("out"));
    let delivery = Delivery { check: arguments.check, depfile: arguments.depfile.as_deref(), asked: arguments.asked() };
    make(&manuscript, &record, &settings, &folder, &delivery, &clock, voice)
}

/// Makes the books of what mdBook hands over, where it wants them.
pub(crate) fn be_driven(epoch: Option<i64>) -> ExitCode {
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

pub(crate) fn check(arguments: &Check, epoch: Option<i64>) -> ExitCode {
    let mut voice =
        Voice { quiet: arguments.quiet, checks: true, on_stdout: true, ..Voice::new(arguments.message_format) };
    let record = Record::new(&Disk);
    let clock = Clock::start(!arguments.quiet && arguments.message_format == MessageFormat::Human);
    let wanted = Wanted { path: &arguments.path, consent: &arguments.consent, choice: &arguments.choice, epoch };
    let manuscript = match load(&wanted, &record, &mut voice.diagnostics) {
        Ok(manuscript) => manuscript.unwrap_or_default(),
        Err(message) => {
            clock.stop();
            return complain(&message, USAGE);
        }
    };
    let checked = build::check(&manuscript, &record, arguments.strict, &clock, &mut voice.diagnostics);
    clock.stop();
    let code = voice.finish(&manuscript.sources);
    checked.map_or_else(|error| complain(&error.to_string(), FAILED), |()| code)
}

/// What is to be loaded, and how.
struct Wanted<'a> {
    path: &'a Path,
    consent: &'a Consent,
    choice: &'a Choice,
    epoch: Option<i64>,
}

/// Loads a manuscript as it was chosen; tells why there is none.
///
/// # Errors
/// What is wrong with the choice, in a sentence.
fn load(wanted: &Wanted<'_>, files: &dyn Files, diagnostics: &mut Diagnostics) -> Result<Option<Manuscript>, String> {
    let world = World {
        commands: Some(&Machine::default()),
        allow_commands: wanted.consent.allow_commands,
        allowed: wanted.consent.allowed.clone(),
        overrides: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("MDBOOK_"))
            .collect(),
        ..World::of(files)
    };
    match manuscript::load_in(wanted.path, &world, diagnostics) {
        Ok(mut manuscript) => {
            manuscript.metadata.epoch = wanted.epoch;
            let Choice { edition, preset, paper } = wanted.choice;
            manuscript.choose(edition.as_deref(), preset.as_deref(), *paper)?;
            Ok(Some(manuscript))
        }
        Err(error) => {
            diagnostics.push(error.diagnostic());
            Ok(None)
        }
    }
}

pub(crate) fn dump(arguments: &Dump, epoch: Option<i64>) -> ExitCode {
    let mut voice = Voice::new(MessageFormat::Human);
    let wanted = Wanted { path: &arguments.path, consent: &arguments.consent, choice: &arguments.choice, epoch };
    let manuscript = match load(&wanted, &Disk, &mut voice.diagnostics) {
        Ok(Some(manuscript)) => manuscript,
        Ok(None) => return voice.finish(&SourceMap::default()),
        Err(message) => return complain(&message, USAGE),
    };
    if arguments.what == DumpWhat::Theme {
        let code = voice.finish(&manuscript.sources);
        print(&Design::dump(&manuscript.overrides));
        return code;
    }
    let document = build::read(&manuscript, &Disk, &(), &mut voice.diagnostics);
    let fonts = build::fonts(&manuscript, &[&document], &mut voice.diagnostics);
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

pub(crate) fn start(folder: &Path) -> ExitCode {
    match init::init(folder) {
        Ok(files) => {
            files.iter().for_each(|file| say(&format!("wrote {}", file.display())));
            say(&format!("now run: bifolio build {}", folder.display()));
            ExitCode::SUCCESS
        }
        Err(error) => complain(&error.to_string(), FAILED),
    }
}

pub(crate) fn explain(name: Option<&str>) -> ExitCode {
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
        None => {
            let wanted = name.to_lowercase();
            let distances = Code::ALL.iter().map(|code| (strsim::damerau_levenshtein(&wanted, code.name()), code));
            let near = distances.min_by_key(|(distance, _)| *distance).filter(|(distance, _)| *distance <= 3);
            let hint = near.map(|(_, code)| format!("did you mean `{}`? ", code.name())).unwrap_or_default();
            complain(&format!("there is no code {name:?}; {hint}`bifolio explain` lists all"), USAGE)
        }
    }
}

/// The manual page of the program, or the pages of all commands into a folder.
pub(crate) fn manual(folder: Option<&Path>) -> ExitCode {
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
