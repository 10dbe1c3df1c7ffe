//! Formulas: LaTeX as it is written, MathML as readers show it.
//!
//! In: the source of a formula. Out: presentation MathML, or what in the source cannot be read and where; and for a whole
//! document a finding for every formula that a book shows as its source. The only room that names math-core.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockKind, Document, InlineKind};
use crate::source::{FileId, SourceMap, Span};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes of a formula, and braces and commands inside one another, beyond which it is not read.
const LONGEST: usize = 10_000;
const DEEPEST: usize = 100;

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

/// A formula in MathML, with its source as the text that stands for it: one `math` element, well-formed.
///
/// # Errors
/// When the formula cannot be read, or is of a size that nobody can.
pub fn mathml(source: &str, display: bool) -> Result<String, Fault> {
    let all = |what: &str| Fault { at: 0..source.len(), what: what.into() };
    if source.trim().is_empty() {
        return Err(all("it is empty"));
    }
    if source.len() > LONGEST {
        return Err(all("it is too long"));
    }
    if depth(source) > DEEPEST {
        return Err(all("it is nested too deep"));
    }
    let style = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let convert = |text: &str| CONVERTER.convert_with_local_state(text, style);
    let found = convert(source).map_err(|error| fault(source, error.0.clone(), &error.error_message()))?;
    let found = convert(&without_numbers(source)).unwrap_or(found).mathml;
    let parsed = roxmltree::Document::parse(&found).map_err(|_| all("it has no well-formed MathML"))?;
    let mut out = String::new();
    element(parsed.root_element(), source, &mut out);
    Ok(out)
}

/// Writes an element of MathML Core as MathML 3 has it, which EPUB 3.3 asks for: what is displayed and how small is said by
/// `mstyle` alone, and of other languages only the text is kept.
fn element(node: roxmltree::Node<'_, '_>, source: &str, out: &mut String) {
    let name = node.tag_name().name();
    if !name.starts_with('m') {
        return children(node, source, out);
    }
    let of_style = |attribute: &roxmltree::Attribute<'_, '_>| match attribute.name() {
        "scriptlevel" => !matches!(name, "math" | "mstyle"),
        "displaystyle" => !matches!(name, "math" | "mstyle" | "mtable"),
        _ => false,
    };
    let style: Vec<_> = node.attributes().filter(of_style).collect();
    let wraps = !style.is_empty() && !matches!(name, "mtr" | "mlabeledtr" | "mtd");
    if wraps {
        out.push_str("<mstyle");
        style.iter().for_each(|own| attribute(own.name(), own.value(), out));
        out.push('>');
    }
    out.push('<');
    out.push_str(name);
    if name == "math" {
        attribute("xmlns", "http://www.w3.org/1998/Math/MathML", out);
        attribute("alttext", &source.split_whitespace().collect::<Vec<_>>().join(" "), out);
    }
    node.attributes().filter(|own| !of_style(own)).for_each(|own| attribute(own.name(), own.value(), out));
    out.push('>');
    children(node, source, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    if wraps {
        out.push_str("</mstyle>");
    }
}

fn children(node: roxmltree::Node<'_, '_>, source: &str, out: &mut String) {
    for child in node.children() {
        if child.is_element() {
            element(child, source, out);
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            escape(text, out);
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
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

/// A finding for each formula that has no MathML, at the place of what cannot be read.
pub fn faults(document: &Document, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    each_formula(document, &mut |source, display, span| {
        let Err(fault) = mathml(source, display) else { return };
        let message = format!("the formula stands as its source in the EPUB: {}", fault.what);
        let at = place(source, &fault.at, span, sources);
        found.push(Diagnostic::warning(Code::UnreadMath, message).at(at));
    });
    found
}

/// Where a part of a formula was read; the whole formula where its lines stand behind marks of their own.
fn place(source: &str, part: &Range<usize>, span: Span, sources: &SourceMap) -> Span {
    let Some(before) = sources.text(span).find(source) else { return span };
    let start = span.start + (before + part.start) as u32;
    Span::new(span.file, start, start + part.len().max(1) as u32)
}

/// A finding for each file with formulas, which the PDF sets as their source.
pub fn unset(document: &Document) -> Vec<Diagnostic> {
    let mut files: BTreeMap<FileId, (Span, usize)> = BTreeMap::new();
    each_formula(document, &mut |_, _, span| {
        let (first, count) = files.entry(span.file).or_insert((span, 0));
        *count += 1;
        if span.start < first.start {
            *first = span;
        }
    });
    let tell = |(span, count)| {
        let what = if count == 1 { "a formula is".into() } else { format!("{count} formulas of this file are") };
        let message = format!("{what} set as the source in the PDF, in the typeface of code");
        Diagnostic::warning(Code::UnsetMath, message).at(span)
    };
    files.into_values().map(tell).collect()
}

/// Calls `visit` with the source of each formula of a document, whether it stands alone, and where it was read.
pub fn each_formula<'a>(document: &'a Document, visit: &mut impl FnMut(&'a str, bool, Span)) {
    document.each_inline(&mut |inline| {
        if let InlineKind::Math(source) = &inline.kind {
            visit(source, inline.attr.has_class("display"), inline.span);
        }
    });
    document.each_block(&mut |block| {
        if let BlockKind::Math(source) = &block.kind {
            visit(source, true, block.span);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What books of mathematics are full of.
    const USUAL: [&str; 24] = [
        "a^2 + b^2 = c^2",
        r"\frac{a}{b}",
        r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
        r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
        r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"f(x) = \begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\mathbb{R}^n \to \mathcal{H}, \mathfrak{g}, \mathbf{v}, \mathrm{d}x",
        r"\left( \frac{a}{b} \right)^2",
        r"\overline{z} = \hat{x} + \vec{v} + \tilde{n} + \dot{q}",
        r"\binom{n}{k}",
        r"\underbrace{1 + \dots + 1}_{n}",
        r"\sqrt[3]{x}",
        r"\forall x \in A \exists y \notin B: x \neq y",
        r"A \subseteq B \cup C \cap \emptyset",
        r"\text{if } n \text{ is even}",
        r"O(n \log n)",
        r"\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}",
        r"\lVert x \rVert \le \lfloor y \rfloor",
        r"a \equiv b \pmod{n}",
        r"\ce{H2O}",
    ];

    #[test]
    fn usual_formulas_have_mathml() {
        let refused: Vec<_> =
            USUAL.iter().filter_map(|source| Some((*source, mathml(source, true).err()?.what))).collect();
        // Chemistry is another language.
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].0, r"\ce{H2O}");
    }

    #[test]
    fn a_formula_says_its_source_and_has_no_number() {
        let written = mathml("a < b", false).expect("a formula");
        assert!(
            written.starts_with("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"a &lt; b\">"),
            "{written}"
        );
        let lines = mathml(r"\begin{align} a &= b \\ c &= d \end{align}", true).expect("a formula");
        assert!(lines.contains("display=\"block\"") && !lines.contains("(1)"), "{lines}");
        let style = "<mstyle scriptlevel=\"0\"><mtable displaystyle=\"true\"";
        assert!(lines.contains(style) && lines.ends_with("</mtable></mstyle></math>"), "{lines}");
    }

    #[test]
    fn a_fault_is_told_at_its_place() {
        let fault = mathml(r"a + \frobnicate{b}", false).expect_err("no command");
        assert_eq!(&r"a + \frobnicate{b}"[fault.at.clone()], r"\frobnicate", "{fault:?}");
        assert!(fault.what.contains("frobnicate"), "{fault:?}");
        assert_eq!(mathml(&"{".repeat(5_000), true).expect_err("too deep").what, "it is nested too deep");
        assert_eq!(mathml(&r"\sqrt".repeat(1_000), true).expect_err("too deep").what, "it is nested too deep");
        assert_eq!(mathml(" ", true).expect_err("empty").what, "it is empty");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn nothing_panics_and_all_is_well_formed(parts in prop::collection::vec(prop_oneof![
            Just("{"), Just("}"), Just("["), Just("]"), Just("^"), Just("_"), Just("&"), Just("\\\\"), Just("\\left("),
            Just("\\right)"), Just("\\frac"), Just("\\sqrt"), Just("\\sum"), Just("\\limits"), Just("\\begin{cases}"),
            Just("\\end{cases}"), Just("\\begin{array}{c|c}"), Just("\\end{array}"), Just("\\text{é<}"), Just("'"),
            Just("x"), Just("12"), Just("\\color{red}"), Just("\\tag{1}"), Just("\\not"), Just("\\operatorname"),
            Just("\\hat"), Just("#1"), Just("$"), Just("%"), Just("~"), Just("\\"), Just("é"), Just("∑"), Just("🦀"),
            Just("\u{1}"), Just(" "), Just("\\label{a}"), Just("\\middle|"), Just("\\displaystyle"), Just("\\over"),
        ], 0..24)) {
            let source = parts.concat();
            match mathml(&source, source.len() % 2 == 0) {
                Ok(written) => prop_assert!(roxmltree::Document::parse(&written).is_ok(), "{source}: {written}"),
                Err(fault) => prop_assert!(source.get(fault.at).is_some(), "{source}"),
            }
        }
    }
}
