//! A book prepared as mdBook prepares it.
//!
//! In: a manuscript as read, and what its `book.toml` says of preprocessors. Out: the same manuscript after `links`, `index`
//! and the book's own programs have run over it, in mdBook's order. Programs run only with consent.

use super::Plan;
use super::conventions::{Preprocessor, Setup};
use super::exchange;
use super::loader::Loader;
use super::path::folder_of;
use super::record::hash;
use super::shelf::Includes;
use super::world::{Call, CommandError};
use crate::diagnostic::{Code, Diagnostic};
use crate::mdbook::{self, Edge, Manner};
use crate::source::FileId;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The preprocessors that mdBook has built in.
const DEFAULTS: [&str; 2] = ["index", "links"];

/// Preprocessors that only add scripts and links to pages on the web, and what becomes of their matter here.
const FOR_THE_WEB: [(&str, &str); 6] = [
    ("admonish", "its boxes are read without it"),
    ("katex", "formulas between `$` are read without it"),
    ("mermaid", "diagrams are drawn without it"),
    ("open-on-gh", "it adds links to edit a page"),
    ("pagetoc", "it adds a list of contents beside a page"),
    ("theme", "it changes the style of pages"),
];

/// The version of mdBook whose protocol is spoken.
const PROTOCOL: &str = "0.5.4";

/// Prepares the book whose chapters lie in `folder`, listed by `summary`.
pub(super) fn preprocess(loader: &mut Loader<'_>, setup: &Setup, folder: &str, summary: FileId) {
    let Some(order) = order(loader, setup) else { return };
    let mut state = State { setup, folder, summary, has_index: false, not_run: Vec::new() };
    for name in order {
        match name.as_str() {
            "links" if runs(setup, "links") => expand_all(loader, setup),
            "index" if runs(setup, "index") => state.has_index = true,
            name if DEFAULTS.contains(&name) => {}
            name => {
                if let Some(preprocessor) = setup.preprocessors.get(name) {
                    state.program(loader, name, preprocessor);
                }
            }
        }
    }
    state.tell(loader);
}

/// Replaces the directives of a manuscript of one file, whose text stands behind its front matter. Nothing else runs over it.
pub(super) fn preprocess_whole(loader: &mut Loader<'_>, setup: &Setup) {
    if runs(setup, "links") {
        expand_all(loader, setup);
    }
}

/// True when a preprocessor that mdBook has built in runs. As in mdBook, its table says what it runs for only when the
/// defaults are off.
fn runs(setup: &Setup, name: &str) -> bool {
    setup.has_defaults || setup.preprocessors.get(name).is_some_and(|own| wants(setup, own).unwrap_or(true))
}

/// Whether the book says that a preprocessor runs for our renderer.
fn wants(setup: &Setup, preprocessor: &Preprocessor) -> Option<bool> {
    let renderers = preprocessor.renderers.as_ref()?;
    Some(renderers.iter().any(|name| *name == setup.renderer || name == "bifolio"))
}

/// The preprocessors in the order in which they run.
fn order(loader: &mut Loader<'_>, setup: &Setup) -> Option<Vec<String>> {
    let defaults = DEFAULTS.iter().filter(|_| setup.has_defaults).map(|name| (*name).to_owned());
    let names: BTreeSet<String> = defaults.chain(setup.preprocessors.keys().cloned()).collect();
    let mut edges = BTreeSet::new();
    for (name, preprocessor) in &setup.preprocessors {
        for other in preprocessor.before.iter().chain(&preprocessor.after) {
            if !names.contains(other) {
                let message = format!("`preprocessor.{name}` waits for {other:?}, which this book does not run");
                loader.diagnostics.push(Diagnostic::note(Code::InvalidValue, message).at(preprocessor.span));
            }
        }
        let edge = |first: &String, then: &String| Edge { first: first.clone(), then: then.clone() };
        edges.extend(preprocessor.before.iter().filter(|o| names.contains(*o)).map(|other| edge(name, other)));
        edges.extend(preprocessor.after.iter().filter(|o| names.contains(*o)).map(|other| edge(other, name)));
    }
    match mdbook::in_order(&names, &edges) {
        Ok(order) => Some(order),
        Err(circle) => {
            let message = format!("preprocessors wait for each other in a circle: {}", circle.join(", "));
            let span = circle.iter().find_map(|name| setup.preprocessors.get(name)).map(|p| p.span);
            let diagnostic = Diagnostic::error(Code::InvalidConfig, message).hint("mend their `before` and `after`");
            let mut diagnostic = diagnostic;
            diagnostic.span = span;
            loader.diagnostics.push(diagnostic);
            None
        }
    }
}

/// Replaces the directives of every text.
fn expand_all(loader: &mut Loader<'_>, setup: &Setup) {
    let mut plan = std::mem::take(&mut loader.manuscript.plan);
    let chapters = Manner { has_pages: true, hides_lines: setup.conventions.is_some() };
    expand_each(&mut plan, chapters, &mut Includes::new(loader, setup));
    loader.manuscript.plan = plan;
}

fn expand_each(plan: &mut [Plan], chapters: Manner, includes: &mut Includes<'_, '_>) {
    for item in plan {
        match item {
            Plan::Part { children, .. } => expand_each(children, chapters, includes),
            Plan::Chapter { file, children, .. } => {
                *file = file.map(|file| expanded(file, 0, chapters, includes).unwrap_or(file));
                expand_each(children, chapters, includes);
            }
            Plan::Whole { file, start, .. } => {
                let whole = Manner { has_pages: false, ..chapters };
                if let Some(made) = expanded(*file, *start, whole, includes) {
                    (*file, *start) = (made, 0);
                }
            }
        }
    }
}

/// The file that a text becomes, from its byte `start`; `None` when it has no directives.
fn expanded(file: FileId, start: u32, manner: Manner, includes: &mut Includes<'_, '_>) -> Option<FileId> {
    let (text, name) = includes.source(file);
    let text = text.get(start as usize..)?;
    let made = mdbook::expand((text, file, start), folder_of(&name), manner, includes)?;
    Some(includes.add(name, made))
}

/// What is known while the programs of a book are run.
struct State<'s> {
    setup: &'s Setup,
    folder: &'s str,
    summary: FileId,
    /// True when `index` has run: a `README.md` is an `index.md` to programs.
    has_index: bool,
    /// What was not run for want of consent.
    not_run: Vec<(String, crate::source::Span)>,
}

impl State<'_> {
    fn program(&mut self, loader: &mut Loader<'_>, name: &str, preprocessor: &Preprocessor) {
        let named_for_us = preprocessor.renderers.iter().flatten().any(|renderer| renderer == "bifolio");
        if wants(self.setup, preprocessor) == Some(false) {
            return;
        }
        if let Some((_, instead)) = FOR_THE_WEB.iter().find(|(web, _)| *web == name && !named_for_us) {
            let message = format!("the preprocessor `{name}` only serves pages on the web and is not run: {instead}");
            loader.diagnostics.push(Diagnostic::note(Code::CommandNotRun, message).at(preprocessor.span));
            return;
        }
        if loader.world.commands.is_none() || !(loader.world.allow_commands || self.setup.allow_commands) {
            self.not_run.push((name.into(), preprocessor.span));
            return;
        }
        match self.run(loader, name, preprocessor) {
            Ok(()) => {}
            Err(CommandError::NotFound(program)) if preprocessor.optional => {
                let message = format!("there is no program {program:?}; the preprocessor `{name}` was not run");
                loader.diagnostics.push(Diagnostic::warning(Code::CommandNotRun, message).at(preprocessor.span));
            }
            Err(error) => {
                let message = format!("the preprocessor `{name}`: {error}");
                let mut diagnostic = Diagnostic::error(Code::CommandFailed, message).at(preprocessor.span);
                if matches!(error, CommandError::NotFound(_)) {
                    diagnostic = diagnostic
                        .hint("install it, or say where it is with `command`")
                        .hint("with `optional = true` the book is made without it");
                }
                loader.diagnostics.push(diagnostic);
            }
        }
    }

    fn run(&self, loader: &mut Loader<'_>, name: &str, preprocessor: &Preprocessor) -> Result<(), CommandError> {
        let Some(commands) = loader.world.commands else { return Ok(()) };
        let root = loader.world.files.real(&loader.root).unwrap_or_else(|_| loader.root.clone());
        let (command, folder) = (preprocessor.command.as_str(), root.as_path());
        if preprocessor.renderers.is_none() {
            let arguments = ["supports", self.setup.renderer.as_str()];
            let answer = commands.run(Call { command, arguments: &arguments, folder, input: &[] })?;
            if !answer.succeeded {
                return Ok(());
            }
        }
        let book = exchange::to_book(&loader.manuscript, self.has_index).to_json();
        let context = json!({
            "root": root.to_string_lossy(),
            "config": self.setup.json,
            "renderer": self.setup.renderer,
            "mdbook_version": PROTOCOL,
        });
        let input = json!([context, book]).to_string();
        let answer = commands.run(Call { command, arguments: &[], folder, input: input.as_bytes() })?;
        if !answer.succeeded {
            return Err(CommandError::Failed("it ended with an error".into()));
        }
        let invalid = |reason: String| CommandError::Failed(format!("its answer is no book: {reason}"));
        let answer: Json = serde_json::from_slice(&answer.output).map_err(|error| invalid(error.to_string()))?;
        let book = mdbook::Book::answer(&answer, &book).map_err(|error| invalid(error.to_string()))?;
        // Not the bytes of the answer: the order of keys in it means nothing.
        let hash = hash(book.to_json().to_string().as_bytes());
        loader.manuscript.answers.insert(name.to_owned(), hash);
        exchange::take_back(loader, &book, self.folder, self.summary, &format!("after {}", name.replace('/', "-")));
        Ok(())
    }

    /// Tells what was not run.
    fn tell(self, loader: &mut Loader<'_>) {
        let Some((_, span)) = self.not_run.first() else { return };
        let names: Vec<String> = self.not_run.iter().map(|(name, _)| format!("`{name}`")).collect();
        let (what, were) = if names.len() == 1 { ("preprocessor", "was") } else { ("preprocessors", "were") };
        let message = format!("the {what} {} {were} not run: programs run only when you say so", names.join(", "));
        let diagnostic = Diagnostic::warning(Code::CommandNotRun, message).at(*span);
        loader.diagnostics.push(diagnostic.hint(
            "with `--allow-commands`, or `allow-commands = true` under `[output.bifolio]`, they run on your machine",
        ));
    }
}
