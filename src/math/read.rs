//! LaTeX to MathML Core.
//!
//! In: the source of a formula. Out: the MathML that math-core makes of it, or what in the source cannot be read and where.
//! The only file that names math-core.

use super::rewrite::rewritten;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes of a formula, and braces and commands inside one another, beyond which it is not read.
pub(super) const LONGEST: usize = 10_000;
const DEEPEST: usize = 100;
/// The same for a formula in MathML, whose names are long.
const LONGEST_MATHML: usize = 200_000;

/// Environments whose lines are numbered, and which have a form without numbers: a number that begins anew with every
/// formula tells nothing.
const NUMBERED: [&str; 3] = ["equation", "align", "gather"];

static CONVERTER: LazyLock<LatexToMathML> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).unwrap_or_default());

/// What cannot be read in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the formula that it is about.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub what: String,
}

impl Fault {
    /// A fault of the whole formula.
    pub(super) fn whole(source: &str, what: impl Into<String>) -> Fault {
        Fault { at: 0..source.len(), what: what.into() }
    }
}

/// A formula in MathML Core.
pub(super) fn read(source: &str, display: bool) -> Result<String, Fault> {
    if source.trim().is_empty() {
        return Err(Fault::whole(source, "it is empty"));
    }
    if source.starts_with("<math ") {
        return as_mathml(source, display);
    }
    if source.len() > LONGEST {
        return Err(Fault::whole(source, "it is too long"));
    }
    if depth(source) > DEEPEST {
        return Err(Fault::whole(source, "it is nested too deep"));
    }
    let style = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let convert = |text: &str| CONVERTER.convert_with_local_state(text, style);
    let (text, found) = match convert(source) {
        Ok(found) => (Cow::Borrowed(source), found),
        Err(error) => {
            let fault = || fault(source, error.0.clone(), &error.error_message());
            let otherwise = rewritten(source, display);
            let found = convert(&otherwise).ok().filter(|_| depth(&otherwise) <= DEEPEST).ok_or_else(fault)?;
            (Cow::Owned(otherwise), found)
        }
    };
    Ok(convert(&without_numbers(&text)).unwrap_or(found).mathml)
}

/// A formula that is in MathML already.
fn as_mathml(source: &str, display: bool) -> Result<String, Fault> {
    if source.len() > LONGEST_MATHML {
        return Err(Fault::whole(source, "it is too long"));
    }
    let deepest = source.match_indices('<').fold((0usize, 0usize), |(open, most), (at, _)| {
        let open = if source[at..].starts_with("</") { open.saturating_sub(1) } else { open + 1 };
        (open, most.max(open))
    });
    if deepest.1 > DEEPEST {
        return Err(Fault::whole(source, "it is nested too deep"));
    }
    let start = if display { "<math display=\"block\" " } else { "<math " };
    Ok(source.replacen("<math ", start, 1))
}

fn fault(source: &str, at: Range<usize>, what: &str) -> Fault {
    let start = source.floor_char_boundary(at.start.min(source.len()));
    let end = source.ceil_char_boundary(at.end.clamp(start, source.len()));
    let mut what = what.trim_end_matches('.').to_string();
    if let Some(first) = what.get(..1).map(str::to_ascii_lowercase) {
        what.replace_range(..1, &first);
    }
    Fault { at: start..end, what }
}

/// How deep a reader of the formula has to go at most: braces, brackets and environments that are open, and commands and
/// scripts that wait for what they belong to.
fn depth(source: &str) -> usize {
    let (mut open, mut waiting, mut most) = (0usize, 0usize, 0usize);
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = rest.next_if(char::is_ascii_alphabetic) {
                    name.push(letter);
                }
                match name.as_str() {
                    "begin" | "left" => open += 1,
                    "end" | "right" => open = open.saturating_sub(1),
                    "" => drop(rest.next()),
                    _ => waiting += 1,
                }
            }
            '{' | '[' | '(' => open += 1,
            '}' | ']' | ')' => {
                open = open.saturating_sub(1);
                waiting = 0;
            }
            '^' | '_' => waiting += 1,
            c if c.is_whitespace() => {}
            _ => waiting = 0,
        }
        most = most.max(open + waiting);
    }
    most
}

fn without_numbers(source: &str) -> String {
    NUMBERED.iter().fold(source.to_string(), |text, name| {
        ["begin", "end"]
            .iter()
            .fold(text, |text, part| text.replace(&format!("\\{part}{{{name}}}"), &format!("\\{part}{{{name}*}}")))
    })
}
