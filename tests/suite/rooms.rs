//! The rules between the rooms of `src/`, as data, and the test that reads every file for them.
//!
//! A room is a folder of `src/` or a file beside them. What stands in a `mod tests` at the foot of a file is free. Comments
//! and strings are not read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a room may name of the others: a whole room, or one item of it as `room::Item`.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("source", &[]),
    ("xml", &[]),
    ("diagnostic", &["source"]),
    ("document", &["source", "diagnostic", "units"]),
    ("font", &["units"]),
    ("design", &["units", "font", "document::TokenKind"]),
    ("cover", &["document", "font", "units"]),
    ("conformance", &["source", "diagnostic", "document", "font"]),
    (
        "manuscript",
        &[
            "source",
            "diagnostic",
            "units",
            "document",
            "design",
            "conformance",
            "font::FontFile",
            "markdown::summary",
            "mdbook",
        ],
    ),
    ("mdbook", &["source", "diagnostic"]),
    ("markdown", &["source", "diagnostic", "units", "document", "manuscript", "xml"]),
    ("diagram", &["source", "diagnostic", "units", "document"]),
    ("highlight", &["source", "diagnostic", "document"]),
    ("resolve", &["source", "diagnostic", "units", "document"]),
    ("math", &["source", "diagnostic", "units", "document", "font", "xml"]),
    ("epub", &["source", "diagnostic", "units", "document", "design", "font", "math", "cover::draw", "xml"]),
    ("page", &["units", "font", "source::Span", DATA[0], DATA[1], DATA[2], DATA[3], "document::TextPlace"]),
    ("typeset", &["source", "diagnostic", "units", "document", "design", "font", "math", "page"]),
    (
        "pdf",
        &[
            "units",
            "xml",
            "font",
            "page",
            DATA[0],
            DATA[1],
            DATA[2],
            DATA[3],
            "impose",
            "conformance::Claims",
            "conformance::Standard",
            "document::ImageFormat",
            "document::Language",
            "document::Relator",
            "document::Edition",
            "document::IdentifierKind",
        ],
    ),
    ("impose", &["units"]),
    ("lib", EVERYTHING),
    ("build", EVERYTHING),
    ("settings", &["impose"]),
    ("main", EVERYTHING),
    ("cli", EVERYTHING),
];

/// What pages carry of a document: plain data, not the tree.
const DATA: [&str; 4] = ["document::Id", "document::ImageId", "document::ImageResource", "document::Metadata"];

const EVERYTHING: &[&str] = &["*"];

/// Where each crate may be named: rooms or files; `*` for anywhere.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic/render.rs"]),
    ("blake3", &["pdf", "epub", "cover", "manuscript/record.rs", "cli/made.rs"]),
    ("clap", &["main", "cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("deunicode", &["manuscript", "epub"]),
    ("epub_builder", &["epub"]),
    ("flate2", &["pdf", "font"]),
    ("foldhash", &["font"]),
    ("granit_parser", &["manuscript"]),
    ("harfrust", &["font/shape.rs", "font/face.rs"]),
    ("html5ever", &["markdown"]),
    ("hypher", &["typeset", "cover/words.rs"]),
    ("icu_casemap", &["cover/capitals.rs"]),
    ("icu_locale_core", &["cover/capitals.rs"]),
    ("icu_segmenter", &["typeset"]),
    ("image", &["manuscript", "cover", "epub", "pdf"]),
    ("indicatif", &["cli"]),
    ("lopdf", &["pdf"]),
    ("math_core", &["math"]),
    ("merman", &["diagram/mermaid.rs"]),
    ("printpdf", &["pdf"]),
    ("pulldown_cmark", &["markdown"]),
    ("rayon", &["*"]),
    ("roxmltree", &["manuscript", "epub", "math", "conformance/faults.rs", "pdf/svg.rs", "diagram/mermaid.rs"]),
    ("serde_json", &["diagnostic", "cli", "manuscript", "mdbook", "diagram/mermaid.rs"]),
    ("shlex", &["cli/process.rs"]),
    ("skera", &["font/cut.rs"]),
    ("skrifa", &["font"]),
    ("strsim", &["manuscript", "resolve", "highlight", "font", "cli"]),
    ("subsetter", &["pdf", "font/cut.rs"]),
    ("svg2pdf", &["pdf"]),
    ("syntect", &["highlight"]),
    ("tempfile", &["cli"]),
    ("thiserror", &["*"]),
    ("tiny_skia", &["cover", "epub", "font/pixels.rs"]),
    ("toml", &["manuscript"]),
    ("two_face", &["highlight"]),
    ("unicode_bidi", &["typeset", "cover"]),
    ("unicode_script", &["font", "manuscript/language.rs", "typeset"]),
    ("write_fonts", &["font/cut.rs"]),
    ("zip", &["epub"]),
];

/// Where the world outside may be touched.
const WORLD: &[(&str, &[&str])] = &[
    ("std::fs", &["manuscript/files.rs", "cli/init.rs", "cli/write.rs"]),
    ("println!", &["main"]),
    ("eprintln!", &["main"]),
    ("print!", &["main"]),
    ("eprint!", &["main"]),
    ("dbg!", &[]),
    ("todo!", &[]),
    ("unimplemented!", &[]),
    ("SystemTime", &["main"]),
    ("Instant", &["main", "cli/progress.rs", "cli/process.rs"]),
    ("std::env", &["main", "cli/voice.rs", "cli/command.rs"]),
    ("std::process", &["main", "cli"]),
];

/// A source file: its path below `src/`, its text, and its code without comments, strings and tests.
struct File {
    path: String,
    text: String,
    code: String,
}

impl File {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| *place == "*" || *place == self.room() || *place == self.path)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below(folder: &Path, extension: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(below(&path, extension));
        } else if path.extension().is_some_and(|e| extension.iter().any(|wanted| e == *wanted)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn files() -> Vec<File> {
    let src = root().join("src");
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let path = path.strip_prefix(&src).expect("below src").to_str().expect("UTF-8").replace('\\', "/");
        let code = bare(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        File { path, text, code }
    };
    below(&src, &["rs"]).into_iter().map(read).collect()
}

/// Code without comments and without what stands in strings and characters.
fn bare(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            rest[hashes + 2..].find(&close).map_or(rest.len(), |end| hashes + 2 + end + close.len())
        } else if let Some(string) = rest.strip_prefix('"') {
            1 + quoted(string, b'"')
        } else if rest.starts_with("'\\") || rest.starts_with('\'') && rest.chars().nth(2) == Some('\'') {
            1 + quoted(&rest[1..], b'\'')
        } else {
            0
        };
        match skipped {
            0 => {
                let c = rest.chars().next().expect("not at the end");
                code.push(c);
                at += c.len_utf8();
            }
            skipped => {
                code.push(' ');
                at += skipped;
            }
        }
    }
    code
}

/// The number of `#` when a raw string begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Length up to and with the closing quote.
fn quoted(rest: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every place where a name stands by itself; what follows it.
fn uses<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(name).filter_map(move |(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let alone = !before.ends_with(is_word) && !before.ends_with("::") && !before.ends_with('.');
        (alone && !(name.ends_with(is_word) && after.starts_with(is_word))).then_some(after)
    })
}

/// The rooms and items that a file names, as `room` or `room::Item`.
fn named(code: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for after in uses(code, "crate") {
        if let Some(path) = after.strip_prefix("::") {
            all.extend(paths(path, 2));
        }
    }
    all
}

/// The paths that begin here, groups in braces spelled out, cut after so many parts.
fn paths(text: &str, parts: usize) -> Vec<String> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return members(group).into_iter().flat_map(|member| paths(member, parts)).collect();
    }
    let word = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
    match text[word.len()..].strip_prefix("::") {
        Some(rest) if parts > 1 => paths(rest, parts - 1)
            .into_iter()
            .map(|rest| if rest == "self" || rest.is_empty() { word.to_string() } else { format!("{word}::{rest}") })
            .collect(),
        _ => vec![word.to_string()],
    }
}

/// The members of a group, up to its closing brace.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut all) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                all.push(group[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    all.retain(|member| !member.is_empty());
    all
}

fn may_use(room: &str, path: &str) -> bool {
    let target = path.split("::").next().unwrap_or_default();
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| allowed);
    target == room || allowed.iter().any(|name| *name == "*" || *name == target || *name == path)
}

#[test]
fn rooms_name_only_the_rooms_they_may() {
    let mut broken = Vec::new();
    for file in files() {
        assert!(ROOMS.iter().any(|(name, _)| *name == file.room()), "{}: a room without a rule", file.path);
        for path in named(&file.code) {
            if !may_use(file.room(), &path) {
                broken.push(format!("{} names crate::{path}", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn crates_are_named_only_where_they_belong() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table").keys().map(|name| name.replace('-', "_"));
    let mut broken = Vec::new();
    for name in dependencies {
        let Some((_, places)) = CRATES.iter().find(|(known, _)| *known == name) else {
            broken.push(format!("no rule for the crate {name}"));
            continue;
        };
        let path = format!("{name}::");
        let naming = |file: &File| {
            let in_use = format!("use {name}");
            uses(&file.code, &path).next().is_some() || uses(&file.code, &in_use).next().is_some()
        };
        broken.extend(
            files().iter().filter(|f| naming(f) && !f.is_in(places)).map(|f| format!("{} names {name}", f.path)),
        );
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_world_is_touched_only_where_it_may_be() {
    let mut broken = Vec::new();
    for file in files() {
        for (name, places) in WORLD {
            if uses(&file.code, name).next().is_some() && !file.is_in(places) {
                broken.push(format!("{} uses {name}", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_file_says_what_it_is() {
    let tests = below(&root().join("tests/suite"), &["rs"]).into_iter().chain(below(&root().join("benches"), &["rs"]));
    let tests = tests.map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("a file")));
    let sources = files().into_iter().map(|file| (file.path, file.text));
    let silent: Vec<String> =
        sources.chain(tests).filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_folder_of_fonts_has_its_licence() {
    let fonts = below(&root().join("fonts"), &["ttf", "otf"]);
    assert!(!fonts.is_empty());
    for folder in fonts.iter().filter_map(|font| font.parent()).collect::<BTreeSet<_>>() {
        let mut names = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").file_name());
        let licensed = names.any(|name| {
            let name = name.to_string_lossy().to_uppercase();
            name.contains("OFL") || name.contains("LICEN")
        });
        assert!(licensed, "{} has no licence file", folder.display());
    }
}

#[test]
fn the_reader_of_code_sees_paths_and_nothing_else() {
    let code = bare(
        "use crate::{a::{B, self}, c}; // crate::no\nlet s = \"crate::no\"; f::<'x'>(crate::d::E::F, '\"', r#\"crate::no\"#)",
    );
    let found: Vec<String> = named(&code).into_iter().collect();
    assert_eq!(found, ["a", "a::B", "c", "d::E"]);
    assert!(may_use("pdf", "page::Pages") && may_use("pdf", "document::Id") && !may_use("pdf", "document::Block"));
    assert!(!may_use("typeset", "pdf::write") && may_use("lib", "pdf::write"));
    assert_eq!(uses("xprintln! (println!)", "println!").count(), 1);
    assert_eq!(uses("zip::read() xzip::read() a::zip::read()", "zip::").count(), 1);
}
