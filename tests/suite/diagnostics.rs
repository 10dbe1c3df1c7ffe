//! Every kind of finding, as a person sees it.
//!
//! `tests/diagnostics/<code>/` holds a small manuscript that causes the finding of that name; the snapshot is the rendered
//! text of everything that the build has to say about it.

use bifolio::diagnostic::{Code, Diagnostics, Dress, human};
use bifolio::manuscript::{self, Answer, Call, CommandError, Commands, Disk, World};
use bifolio::{Settings, build};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Codes that no manuscript in a repository can cause, and why.
const WITHOUT_FOLDER: &[(Code, &str)] = &[
    (Code::ManuscriptNotFound, "there is no manuscript; tests/cli shows it"),
    (Code::UnreadableFile, "needs a file without permission to read, which git does not keep"),
    (Code::OverfullLine, "a line never is: the last resort always finds a break"),
];

/// A machine without programs.
struct NoProgram;

impl Commands for NoProgram {
    fn run(&self, call: Call<'_>) -> Result<Answer, CommandError> {
        Err(CommandError::NotFound(call.command.into()))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// Builds the manuscript of a code and renders what was found.
fn rendered(name: &str) -> (String, BTreeSet<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let path = folder().join(name);
    let world = World { commands: Some(&NoProgram), ..World::of(&Disk) };
    let mut manuscript = manuscript::load_in(&path, &world, &mut diagnostics).expect("a manuscript");
    manuscript.sources.base.clear();
    build(&manuscript, &Disk, &Settings::default(), &(), &mut diagnostics).expect("the backends do not fail");
    diagnostics.trace(&manuscript.sources);
    let found = diagnostics.sorted();
    let codes = found.iter().map(|finding| finding.code.name()).collect();
    (human(&found, &manuscript.sources, Dress::Plain), codes)
}

#[test]
fn every_code_is_shown_by_a_manuscript() {
    let expected: BTreeSet<&str> = Code::ALL
        .iter()
        .filter(|code| WITHOUT_FOLDER.iter().all(|(without, _)| without != *code))
        .map(|code| code.name())
        .collect();
    let entries = std::fs::read_dir(folder()).expect("tests/diagnostics");
    let names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    let folders: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(folders, expected);
}

#[test]
fn findings_read_as_they_should() {
    let entries = std::fs::read_dir(folder()).expect("tests/diagnostics");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/diagnostics");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in names {
        let (text, codes) = rendered(&name);
        assert!(codes.contains(name.as_str()), "the manuscript of {name} causes {codes:?}\n{text}");
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
}
