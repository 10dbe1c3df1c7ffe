//! mdBook's `links` preprocessor: directives replaced by what they ask for.
//!
//! In: the text of a chapter and a [`Shelf`] that other files are taken from. Out: the text with every directive replaced,
//! and the place of every piece of it. Includes nest: a path is seen from the folder of the file in which it is written.
//!
//! Three things are otherwise than in mdBook: a file that is not there is an error and not a line in a log, an anchor or lines
//! that are not there are a warning and not silence, and what would never end is stopped.

use super::directive::{Asks, Directive, Lines, directives};
use super::lines::{Taken, anchors, take, take_hiding};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Made, Span};
use std::ops::Range;
use std::rc::Rc;

/// How deep includes may nest, as in mdBook.
const DEEPEST: usize = 10;

/// How many bytes all includes of a book may come to.
const MOST_BYTES: usize = 64 << 20;

/// How many includes a book may have.
const MOST_INCLUDES: usize = 200_000;

/// A file to include from.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub text: Rc<str>,
    /// Its path, by which it is told from others.
    pub path: String,
    /// The folder that paths in it are seen from.
    pub folder: String,
}

/// Where files to include come from.
pub trait Shelf {
    /// The file that `target` names, seen from `folder`; when there is none, the shelf tells why at `place`.
    fn open(&mut self, folder: &str, target: &str, place: Span) -> Option<Opened>;

    /// Takes a finding.
    fn tell(&mut self, diagnostic: Diagnostic);

    /// How much was included so far: bytes and includes of the whole book.
    fn spent(&mut self) -> &mut (usize, usize);
}

/// What the texts are in which directives stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// True for chapters, in which `{{#title}}` names a page of the web and is left out; elsewhere it is text.
    pub has_pages: bool,
    /// True when lines of Rust that begin with `# ` are not shown. Elsewhere `{{#rustdoc_include}}` is `{{#include}}`.
    pub hides_lines: bool,
}

/// A text in `folder` with its directives replaced; `None` when it has none. Its places are those of the file `file`, whose
/// byte `start` it begins with.
pub fn expand(
    (text, file, start): (&str, FileId, u32),
    folder: &str,
    manner: Manner,
    shelf: &mut dyn Shelf,
) -> Option<Made> {
    if directives(text).is_empty() {
        return None;
    }
    let place = Span::new(file, start, start + text.len() as u32);
    let mut made = Made::default();
    made.copy(text, place);
    Some(Expansion { shelf, manner, open: Vec::new(), place: Span::new(file, 0, 0) }.expand(&made, folder))
}

/// The state of one expansion.
struct Expansion<'a> {
    shelf: &'a mut dyn Shelf,
    manner: Manner,
    /// The includes that are open: the path and the lines of each.
    open: Vec<(String, String)>,
    /// Where the innermost include stands.
    place: Span,
}

impl Expansion<'_> {
    fn expand(&mut self, made: &Made, folder: &str) -> Made {
        let (mut out, mut at) = (Made::default(), 0);
        for Directive { range, asks } in directives(&made.text) {
            out.append(made, at..range.start);
            at = range.end;
            let place = made.origin(range.start as u32, range.end as u32).unwrap_or(self.place);
            match asks {
                Asks::Escaped => out.append(made, range.start + 1..range.end),
                Asks::Title if self.manner.has_pages => {}
                Asks::Title => out.append(made, range),
                asks => match self.included(&asks, folder, place) {
                    Some(inner) => out.append(&inner, 0..inner.text.len()),
                    None => out.append(made, range),
                },
            }
        }
        out.append(made, at..made.text.len());
        out
    }

    /// What an include becomes.
    fn included(&mut self, asks: &Asks<'_>, folder: &str, place: Span) -> Option<Made> {
        let (path, lines) = match asks {
            Asks::Include(path, lines) | Asks::RustdocInclude(path, lines) => (*path, format!("{lines:?}")),
            Asks::Playground(path, _) => (*path, String::new()),
            Asks::Escaped | Asks::Title => return None,
        };
        if self.open.len() >= DEEPEST {
            return self.refuse(place, &format!("includes nested more than {DEEPEST} deep"));
        }
        if has_overspent(*self.shelf.spent()) {
            return None; // It has been told.
        }
        let opened = self.shelf.open(folder, path, place)?;
        let key = (opened.path.clone(), lines);
        if self.open.contains(&key) {
            return self.refuse(place, &format!("{:?} includes itself without end", opened.path));
        }
        let made = self.taken(asks, &opened, place);
        let spent = self.shelf.spent();
        *spent = (spent.0.saturating_add(made.text.len()), spent.1 + 1);
        if has_overspent(*spent) {
            let message =
                format!("the book includes more than {} MB, or more than {MOST_INCLUDES} times", MOST_BYTES >> 20);
            return self.refuse(place, &message);
        }
        self.open.push(key);
        let outer = std::mem::replace(&mut self.place, place);
        let inner = self.expand(&made, &opened.folder);
        self.place = outer;
        self.open.pop();
        Some(inner)
    }

    fn refuse(&mut self, place: Span, message: &str) -> Option<Made> {
        let chain: Vec<&str> = self.open.iter().map(|(path, _)| path.as_str()).collect();
        let mut diagnostic = Diagnostic::error(Code::EndlessInclude, message).at(place);
        if !chain.is_empty() {
            diagnostic = diagnostic.hint(format!("it is reached through {}", chain.join(", ")));
        }
        self.shelf.tell(diagnostic);
        None
    }

    /// The text that a file gives, its own directives as they stand.
    fn taken(&mut self, asks: &Asks<'_>, opened: &Opened, place: Span) -> Made {
        let text = &opened.text;
        let (taken, asked) = match asks {
            Asks::RustdocInclude(_, lines) if self.manner.hides_lines => (take_hiding(text, lines), Some(lines)),
            Asks::Include(_, lines) | Asks::RustdocInclude(_, lines) => (take(text, lines), Some(lines)),
            Asks::Playground(..) | Asks::Escaped | Asks::Title => (Some(Vec::new()), None),
        };
        let Some(taken) = taken else {
            if let Some(Lines::Anchor(name)) = asked {
                self.tell_missing_anchor(name, opened, place);
            }
            return Made::default();
        };
        if let Some(Lines::Range(wanted)) = asked {
            self.tell_missing_lines(wanted, opened, place);
        }
        let Asks::Playground(_, attributes) = asks else { return joined(&taken, opened, place) };
        let mut made = Made::default();
        let comma = if attributes.is_empty() { "" } else { "," };
        made.invent(&format!("```rust{comma}{}\n", attributes.join(",")), place);
        made.copy(text, Span::new(opened.file, 0, text.len() as u32));
        if !text.ends_with('\n') {
            made.invent("\n", place);
        }
        made.invent("```\n", place);
        made
    }

    /// Tells of a range of lines that holds none of the file.
    fn tell_missing_lines(&mut self, wanted: &Range<usize>, opened: &Opened, place: Span) {
        let count = opened.text.lines().count();
        let has_lines = wanted.start < count.min(wanted.end) || *wanted == (0..usize::MAX);
        if has_lines {
            return;
        }
        let (path, lines) = (&opened.path, if count == 1 { "line" } else { "lines" });
        let first = wanted.start + 1;
        let what = match wanted.end {
            usize::MAX => format!("none from {first} on"),
            last => format!("none from {first} to {last}"),
        };
        let message = format!("{path:?} has {count} {lines}, {what}, so nothing is included");
        let hint = "name lines that the file has, or mark them with a comment `ANCHOR: name`";
        self.shelf.tell(Diagnostic::warning(Code::MissingAnchor, message).at(place).hint(hint));
    }

    fn tell_missing_anchor(&mut self, name: &str, opened: &Opened, place: Span) {
        let message = format!("{:?} has no anchor {name:?}, so nothing is included", opened.path);
        let known: Vec<String> = anchors(&opened.text).take(8).map(|known| format!("`{known}`")).collect();
        let hint = match known.is_empty() {
            true => format!("write a comment `ANCHOR: {name}` before the lines, and `ANCHOR_END: {name}` after them"),
            false => format!("it has {}", known.join(", ")),
        };
        self.shelf.tell(Diagnostic::warning(Code::MissingAnchor, message).at(place).hint(hint));
    }
}

fn has_overspent((bytes, includes): (usize, usize)) -> bool {
    bytes > MOST_BYTES || includes > MOST_INCLUDES
}

/// Lines with line ends between them.
fn joined(taken: &[Taken], opened: &Opened, place: Span) -> Made {
    let mut made = Made::default();
    for (index, line) in taken.iter().enumerate() {
        made.invent(line.before, place);
        let is_last = index + 1 == taken.len();
        // Where the line end of the file is ours too, a stretch of lines stays one piece.
        let goes_on = !is_last && opened.text[line.range.end..].starts_with('\n');
        let end = line.range.end + usize::from(goes_on);
        let origin = Span::new(opened.file, line.range.start as u32, end as u32);
        made.copy(&opened.text[line.range.start..end], origin);
        if !is_last && !goes_on {
            made.invent("\n", place);
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    const MDBOOK: Manner = Manner { has_pages: true, hides_lines: true };

    /// Files by path, and what was told.
    #[derive(Default)]
    struct InMemory {
        sources: SourceMap,
        told: Vec<(Code, String)>,
        spent: (usize, usize),
    }

    impl InMemory {
        fn new(files: &[(&str, &str)]) -> InMemory {
            let mut shelf = InMemory::default();
            for (path, text) in files {
                shelf.sources.add(*path, *text);
            }
            shelf
        }

        fn chapter(&mut self) -> Made {
            let text = self.sources.file(FileId(0)).text.clone();
            expand((&text, FileId(0), 0), "", MDBOOK, self).unwrap_or_else(|| Made::whole(FileId(0), &text))
        }
    }

    impl Shelf for InMemory {
        fn open(&mut self, folder: &str, target: &str, place: Span) -> Option<Opened> {
            let path = format!("{folder}{target}");
            let found = self.sources.files().find(|(_, file)| file.name == path);
            let Some((file, found)) = found else {
                self.told.push((Code::MissingInclude, format!("{path} at {}:{}", place.file.0, place.start)));
                return None;
            };
            let folder = path.rfind('/').map_or(String::new(), |slash| path[..=slash].to_owned());
            Some(Opened { file, text: found.text.as_str().into(), path, folder })
        }

        fn tell(&mut self, diagnostic: Diagnostic) {
            self.told.push((diagnostic.code, diagnostic.message));
        }

        fn spent(&mut self) -> &mut (usize, usize) {
            &mut self.spent
        }
    }

    #[test]
    fn includes_nest_and_are_seen_from_their_own_folder() {
        let mut shelf = InMemory::new(&[
            ("chapter.md", "A {{#include in/b.md}} Z{{#title T}}\n\\{{#include x}}\n"),
            ("in/b.md", "B {{#include c.md:2}} Y\n"),
            ("in/c.md", "one\ntwo\nthree\n"),
        ]);
        let made = shelf.chapter();
        assert_eq!((made.text.as_str(), shelf.told), ("A B two Y Z\n{{#include x}}\n", vec![]));
        let two = made.text.find("two").expect("the line") as u32;
        assert_eq!(made.origin(two, two + 3), Some(Span::new(FileId(2), 4, 7)));
        let last = made.text.find('Z').expect("the letter") as u32;
        assert_eq!(made.origin(last, last + 1), Some(Span::new(FileId(0), 23, 24)));
    }

    #[test]
    fn a_text_may_begin_in_its_file_and_keep_its_titles() {
        let text = "{{#include x}}\n--\n{{#title T}} {{#rustdoc_include x:1}}";
        let mut shelf = InMemory::new(&[("one.md", text), ("x", "y\nz")]);
        let text = shelf.sources.file(FileId(0)).text[18..].to_owned();
        let manner = Manner { has_pages: false, hides_lines: false };
        let made = expand((&text, FileId(0), 18), "", manner, &mut shelf).expect("a directive");
        assert_eq!((made.text.as_str(), made.origin(0, 2)), ("{{#title T}} y", Some(Span::new(FileId(0), 18, 20))));
    }

    #[test]
    fn files_of_rust_are_shown_in_part_or_as_a_block() {
        let mut shelf = InMemory::new(&[
            ("chapter.md", "```rust\n{{#rustdoc_include a.rs:2}}\n```\n{{#playground a.rs ignore x}}"),
            ("a.rs", "fn a() {\n    b();\n}"),
        ]);
        let made = shelf.chapter();
        let wanted = "```rust\n# fn a() {\n    b();\n# }\n```\n```rust,ignore,x\nfn a() {\n    b();\n}\n```\n";
        assert_eq!(made.text, wanted);
    }

    #[test]
    fn what_is_not_there_is_told_where_it_is_asked_for() {
        let mut shelf = InMemory::new(&[
            ("chapter.md", "{{#include a.md}}"),
            ("a.md", "x {{#include none.md}} {{#include a.rs:tow}}"),
            ("a.rs", "// ANCHOR: two\n2\n// ANCHOR_END: two\n"),
        ]);
        let made = shelf.chapter();
        assert_eq!(made.text, "x {{#include none.md}} ");
        assert_eq!(shelf.told[0], (Code::MissingInclude, "none.md at 1:2".into()));
        assert_eq!(shelf.told[1].0, Code::MissingAnchor);
    }

    #[test]
    fn lines_that_are_not_there_are_told() {
        let told = |chapter: &str, file: &str| {
            let mut shelf = InMemory::new(&[("chapter.md", chapter), ("a.rs", file)]);
            shelf.chapter();
            shelf.told.into_iter().map(|(_, message)| message).collect::<Vec<_>>()
        };
        let text = "1\n2\n3\n";
        let beyond = "\"a.rs\" has 3 lines, none from 9 to 20, so nothing is included";
        assert_eq!(told("{{#include a.rs:9:20}}", text), [beyond]);
        assert_eq!(told("{{#rustdoc_include a.rs:9:20}}", text), [beyond]);
        let open = "\"a.rs\" has 3 lines, none from 4 on, so nothing is included";
        assert_eq!(told("{{#include a.rs:4:}}", text), [open]);
        assert_eq!(
            told("{{#include a.rs:3:20}} {{#include a.rs:2}} {{#include a.rs::1}} {{#include a.rs}}", text),
            [""; 0]
        );
        assert_eq!(told("{{#include a.rs}}", ""), [""; 0]);
    }

    #[test]
    fn what_never_ends_is_stopped() {
        let mut shelf = InMemory::new(&[("chapter.md", "{{#include a.md}}"), ("a.md", "a {{#include a.md}}")]);
        assert_eq!(shelf.chapter().text, "a {{#include a.md}}");
        assert_eq!(shelf.told, [(Code::EndlessInclude, "\"a.md\" includes itself without end".into())]);
        let chain: Vec<(String, String)> =
            (0..12).map(|i| (format!("{i}"), format!("{i} {{{{#include {}}}}}", i + 1))).collect();
        let files: Vec<(&str, &str)> = chain.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut shelf = InMemory::new(&files);
        assert_eq!(shelf.chapter().text, "0 1 2 3 4 5 6 7 8 9 10 {{#include 11}}");
        assert_eq!(shelf.told, [(Code::EndlessInclude, "includes nested more than 10 deep".into())]);
        // Ten files of ten includes each would be ten thousand million texts.
        let mut files = vec![("chapter.md".to_owned(), "{{#include 0}}".to_owned())];
        files.extend((0..9).map(|i| (format!("{i}"), format!("{{{{#include {}}}}}\n", i + 1).repeat(10))));
        files.push(("9".into(), "x".repeat(10_000)));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut shelf = InMemory::new(&files);
        shelf.chapter();
        assert_eq!(shelf.told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::EndlessInclude]);
    }
}
