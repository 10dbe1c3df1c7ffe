//! Names of languages.
//!
//! In: a name as people write it beside a fence. Out: the [`Language`] that is meant, and for a slip the nearest name.

use super::grammar::{self, Grammar};

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Language {
    /// By a grammar.
    Grammar(Grammar),
    /// As a session at a terminal: prompts, commands, output.
    Session,
}

/// Names that mean no language at all.
const PLAIN: &[&str] = &[
    "text",
    "plain",
    "plaintext",
    "plain-text",
    "txt",
    "none",
    "nohighlight",
    "no-highlight",
    "output",
    "ascii",
    "art",
    "raw",
    "mermaid",
    "plantuml",
    "ditaa",
    "math",
    "csv",
    "wasm",
];

/// Names for a session at a terminal.
const SESSION: &[&str] =
    &["console", "terminal", "shell-session", "shellsession", "sh-session", "bash-session", "sh-console", "session"];

/// Names that no grammar has, each with one that a grammar has.
const ALIASES: &[(&str, &str)] = &[
    ("python2", "py"),
    ("python3", "py"),
    ("ipython", "py"),
    ("shell", "sh"),
    ("ksh", "sh"),
    ("dash", "sh"),
    ("posix", "sh"),
    ("cs", "c#"),
    ("csharp", "c#"),
    ("fsharp", "f#"),
    ("cplusplus", "c++"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("obj-c", "objective-c"),
    ("objcpp", "objective-c++"),
    ("node", "js"),
    ("mjs", "js"),
    ("cjs", "js"),
    ("ecmascript", "js"),
    ("jsx", "tsx"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("ndjson", "json"),
    ("golang", "go"),
    ("gomod", "go.mod"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("psql", "sql"),
    ("mysql", "sql"),
    ("sqlite", "sql"),
    ("plsql", "sql"),
    ("tsql", "sql"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("haskell", "hs"),
    ("ruby", "rb"),
    ("rlang", "r"),
    ("viml", "vim"),
    ("vimscript", "vim"),
    ("makefile", "make"),
    ("gnumakefile", "make"),
    ("cfg", "ini"),
    ("dosini", "ini"),
    ("editorconfig", "ini"),
    ("systemd", "ini"),
    ("service", "ini"),
    ("batch", "bat"),
    ("dosbatch", "bat"),
    ("assembly", "asm"),
    ("nasm", "asm"),
    ("x86asm", "asm"),
    ("fortran", "f90"),
    ("protobuf", "proto"),
    ("restructuredtext", "rst"),
    ("asciidoc", "adoc"),
    ("typst", "typ"),
    ("elisp", "lisp"),
    ("emacs-lisp", "lisp"),
    ("common-lisp", "lisp"),
    ("commonlisp", "lisp"),
    ("scheme", "lisp"),
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("lean4", "lean"),
    ("systemverilog", "sv"),
    ("delphi", "pas"),
    ("octave", "matlab"),
    ("nginx", "nginx.conf"),
    ("apache", "htaccess"),
    ("jinja2", "j2"),
    ("crystal", "cr"),
    ("ada", "adb"),
];

impl Language {
    /// The language of a name, in any case of its letters.
    pub(super) fn named(name: &str) -> Option<Language> {
        let name = name.trim_start_matches("language-").to_ascii_lowercase();
        if PLAIN.contains(&name.as_str()) {
            return None;
        }
        if SESSION.contains(&name.as_str()) {
            return Some(Language::Session);
        }
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
        Grammar::named(alias).map(Language::Grammar)
    }
}

/// The known name that an unknown one was probably meant to be.
pub(super) fn nearest(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    if PLAIN.contains(&name.as_str()) {
        return None;
    }
    let allowed = match name.chars().count() {
        0..=3 => return None,
        4..=5 => 1,
        _ => 2,
    };
    let own = ALIASES.iter().map(|(alias, _)| (*alias).to_string());
    let known = own.chain(SESSION.iter().map(|name| (*name).to_string())).chain(grammar::names());
    // As many letters as a slip leaves must be right; of several names the first by distance, then by the alphabet.
    known
        .filter(|known| known.chars().count() > 3)
        .map(|known| (strsim::osa_distance(&name, &known), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, known)| known)
}
