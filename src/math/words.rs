//! Formulas in one line of text, where nothing can be set: bookmarks, navigation, names.
//!
//! In: the source of a formula; or a draft. Out: the formula in characters, such as `x² + y² = 1` or `(a + b)/2`; or the draft
//! with its titles so.

use super::layout::elements;
use super::operator::{Class, Form, operator};
use super::read::read;
use crate::document::{Draft, Inline, InlineKind, formula_words, plain_text};
use roxmltree::Node;

/// Characters raised and lowered, beside those that they are forms of.
const RAISED: (&str, &str) = ("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ");
const LOWERED: (&str, &str) = ("0123456789+−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ");

/// A formula in characters; its source when it cannot be read.
pub fn words(source: &str) -> String {
    let whole = || formula_words(source).split_whitespace().collect::<Vec<_>>().join(" ");
    let Ok(found) = read(source, false) else { return whole() };
    let Ok(parsed) = roxmltree::Document::parse(&found) else { return whole() };
    let words = row(parsed.root_element()).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { whole() } else { words }
}

/// Says the formulas of titles in words: of those that say what their heading says, and of those that have formulas of their
/// own.
pub fn name_in_words(draft: &mut Draft) {
    draft.divisions.iter_mut().for_each(|division| {
        division.each_mut(&mut |division| {
            let mut has_formulas = false;
            let named = division.heading.as_ref().map(|heading| in_words(&heading.content, &mut has_formulas));
            match (named, &division.heading) {
                (Some(named), Some(heading)) if has_formulas && says(&division.title, &heading.content) => {
                    division.title = named;
                    division.has_formulas_in_title = true;
                    division.title_content.clear();
                }
                _ if !division.title_content.is_empty() => {
                    division.title = in_words(&division.title_content, &mut has_formulas);
                }
                _ => {}
            }
        });
    });
}

/// True for a title that says what a heading says, its formulas as they are or between the marks of formulas, as a title in
/// a summary has them.
pub(super) fn says(title: &str, heading: &[Inline]) -> bool {
    let marked = |title: &str| title.trim().replace("\\(", "$").replace("\\)", "$");
    title.trim() == plain_text(heading).trim() || marked(title) == marked(&in_source(heading))
}

fn in_source(line: &[Inline]) -> String {
    line.iter()
        .map(|inline| match (&inline.kind, inline.content()) {
            (InlineKind::Math(source), _) => format!("${source}$"),
            (_, Some(content)) => in_source(content),
            (_, None) => plain_text(std::slice::from_ref(inline)),
        })
        .collect()
}

fn in_words(line: &[Inline], has_formulas: &mut bool) -> String {
    line.iter()
        .map(|inline| match (&inline.kind, inline.content()) {
            (InlineKind::Math(source), _) => {
                *has_formulas = true;
                words(source)
            }
            (_, Some(content)) => in_words(content, has_formulas),
            (_, None) => plain_text(std::slice::from_ref(inline)),
        })
        .collect()
}

/// What stands in a row, with spaces around relations and operators between two others.
fn row(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    let (mut follows_operand, mut follows_name) = (false, false);
    for child in elements(node) {
        let said = said(child);
        let class = match child.tag_name().name() {
            "mo" => operator(&said, Form::Infix).class,
            _ => Class::Other,
        };
        // Between `sin` and `x` nothing may stand at all.
        if follows_name && !matches!(child.tag_name().name(), "mo" | "mspace") {
            out.push(' ');
        }
        follows_name =
            matches!(child.tag_name().name(), "mi" | "mo") && said.chars().filter(|c| c.is_alphabetic()).count() > 1;
        match class {
            Class::Relation => out.push_str(&format!(" {said} ")),
            Class::Binary if follows_operand => out.push_str(&format!(" {said} ")),
            _ => out.push_str(&said),
        }
        if matches!(said.as_str(), "," | ";") {
            out.push(' ');
        }
        follows_operand = matches!(class, Class::Other | Class::Close) && !said.is_empty();
    }
    out
}

fn said(node: Node<'_, '_>) -> String {
    let child = |place: usize| elements(node).nth(place);
    let part = |place: usize| child(place).map(said).unwrap_or_default();
    match node.tag_name().name() {
        "mi" | "mn" | "mo" | "mtext" => text(node),
        "mspace" => " ".into(),
        "mfrac" => format!("{}/{}", grouped(part(0)), grouped(part(1))),
        "msqrt" => format!("√{}", grouped(row(node))),
        "mroot" => format!("{}√{}", raised(&part(1)).unwrap_or_else(|| grouped(part(1))), grouped(part(0))),
        "msup" => part(0) + &above(&part(1)),
        "msub" => part(0) + &below(&part(1)),
        "msubsup" => part(0) + &below(&part(1)) + &above(&part(2)),
        "munder" if !is_mark(child(1)) => part(0) + &below(&part(1)) + " ",
        "mover" if !is_mark(child(1)) => part(0) + &above(&part(1)) + " ",
        "munderover" => part(0) + &below(&part(1)) + &above(&part(2)) + " ",
        "munder" | "mover" => part(0),
        "mtable" => elements(node).map(said).collect::<Vec<_>>().join("; "),
        "mtr" => elements(node).map(said).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", "),
        "mphantom" => String::new(),
        _ => row(node),
    }
}

/// The text of an element. What applies a function is a space.
fn text(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
    let shown = |c: char| match c {
        '\u{2061}' => Some(' '),
        '\u{2062}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' => None,
        '\u{A0}' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(shown).collect()
}

/// True for a bar, a brace, a hat: what says nothing in words.
fn is_mark(node: Option<Node<'_, '_>>) -> bool {
    node.is_some_and(|node| node.tag_name().name() == "mo" && text(node).chars().count() <= 1)
}

fn above(said: &str) -> String {
    match said {
        "′" | "″" | "‴" | "*" | "∗" | "†" => said.into(),
        said => raised(said).unwrap_or_else(|| format!("^{}", grouped(said.into()))),
    }
}

fn below(said: &str) -> String {
    formed(said, LOWERED).unwrap_or_else(|| format!("_{}", grouped(said.into())))
}

fn raised(said: &str) -> Option<String> {
    formed(said, RAISED)
}

/// The forms of characters, when each has one.
fn formed(said: &str, (plain, forms): (&str, &str)) -> Option<String> {
    let form = |c: char| plain.chars().position(|known| known == c).and_then(|place| forms.chars().nth(place));
    said.chars().filter(|c| *c != ' ').map(form).collect()
}

/// In parentheses when it is more than one thing.
fn grouped(said: String) -> String {
    let said = said.trim();
    let is_one = said.chars().count() <= 1
        || said.chars().all(|c| c.is_ascii_digit() || c == '.')
        || said.chars().next().is_some_and(|c| c.is_alphabetic() || c == '√')
            && said.chars().skip(1).all(|c| RAISED.1.contains(c) || LOWERED.1.contains(c));
    if is_one { said.to_string() } else { format!("({said})") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Division, Heading, Role};
    use crate::source::Span;

    #[test]
    fn formulas_are_said_in_characters() {
        let wanted = [
            ("n", "n"),
            ("a^2 + b^2 = c^2", "a² + b² = c²"),
            (r"x_1, x_{10}, x_q^2", "x₁, x₁₀, x_q²"),
            (r"\frac{a+b}{2}", "(a + b)/2"),
            (r"\frac{1}{x^2}", "1/x²"),
            (r"\sqrt{x} + \sqrt[3]{x+1}", "√x + ³√(x + 1)"),
            (r"-x \le \mathbb{R}^n", "−x ≤ ℝⁿ"),
            (r"f'(x) = \sin x", "f′(x) = sin x"),
            (r"e^{-x}", "e^(−x)"),
            (r"\bar{x}", "x"),
            (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
            (r"\frobnicate  x", r"\frobnicate x"),
        ];
        let said = wanted.map(|(source, _)| (source, words(source)));
        assert_eq!(said, wanted.map(|(source, words)| (source, words.to_string())));
    }

    #[test]
    fn a_title_that_is_its_heading_says_formulas_in_words() {
        let math = |source: &str| Inline::new(InlineKind::Math(source.into()), Span::default());
        let text = Inline::new(InlineKind::Text("The space ".into()), Span::default());
        let titled = |title: &str| {
            let heading = Heading {
                level: 1,
                content: vec![text.clone(), math(r"\mathbb{R}^n")],
                short: None,
                span: Span::default(),
            };
            Division { heading: Some(heading), ..Division::new(Role::Chapter, title, Span::default()) }
        };
        let wanted = [
            (r"The space \mathbb{R}^n", "The space ℝⁿ"),
            (r"The space $\mathbb{R}^n$", "The space ℝⁿ"),
            (r"The space \(\mathbb{R}^n\)", "The space ℝⁿ"),
            ("Spaces", "Spaces"),
        ];
        let mut draft =
            Draft { divisions: wanted.iter().map(|(title, _)| titled(title)).collect(), ..Draft::default() };
        name_in_words(&mut draft);
        let titles: Vec<&str> = draft.divisions.iter().map(|division| division.title.as_str()).collect();
        assert_eq!(titles, wanted.map(|(_, words)| words));
        let lines = draft.divisions.iter().map(|division| division.title_line().len());
        assert_eq!(lines.collect::<Vec<_>>(), [2, 2, 2, 1]);
        let mut own = titled("In short: $x^2$");
        let words = Inline::new(InlineKind::Text("In short: ".into()), Span::default());
        own.title_content = vec![words, math("x^2")];
        let mut draft = Draft { divisions: vec![own], ..Draft::default() };
        name_in_words(&mut draft);
        assert_eq!((draft.divisions[0].title.as_str(), draft.divisions[0].title_line().len()), ("In short: x²", 2));
    }
}
