//! MathML as EPUB has it.
//!
//! In: the MathML Core that a formula is read to. Out: presentation MathML 3, with the source of the formula as the text that
//! stands for it.

use super::read::{Fault, read};
use super::table::closing_rule;
use crate::document::formula_words;
use crate::xml::{self, Place};

/// The rule below a table, as heavy as those that math-core writes above rows.
const RULE_AT_FOOT: &str = "border-bottom: 0.05em solid currentcolor;";

/// A formula in MathML, with its source as the text that stands for it: one `math` element, well-formed.
///
/// # Errors
/// When the formula cannot be read, or is of a size that nobody can.
pub fn mathml(source: &str, display: bool) -> Result<String, Fault> {
    let found = read(source, display)?;
    let parsed =
        roxmltree::Document::parse(&found).map_err(|_| Fault::whole(source, "it has no well-formed MathML"))?;
    let mut out = String::new();
    element(parsed.root_element(), source, &mut out);
    Ok(out)
}

/// Writes an element of MathML Core as MathML 3 has it, which EPUB 3.3 asks for: what is displayed and how small is said by
/// `mstyle` alone, and of other languages only the text is kept.
fn element<'x>(node: roxmltree::Node<'x, 'x>, source: &str, out: &mut String) {
    let name = node.tag_name().name();
    if !name.starts_with('m') {
        return children(node, None, source, out);
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
        attribute("alttext", &formula_words(source).split_whitespace().collect::<Vec<_>>().join(" "), out);
    }
    let foot = if name == "mtable" { closing_rule(node) } else { None };
    let ruled = foot.map(|_| node.attribute("style").unwrap_or_default().to_owned() + RULE_AT_FOOT);
    let own = |own: &roxmltree::Attribute<'_, '_>| {
        !(of_style(own) || own.name() == "alttext" || ruled.is_some() && own.name() == "style")
    };
    node.attributes().filter(own).for_each(|own| attribute(own.name(), own.value(), out));
    ruled.iter().for_each(|style| attribute("style", style, out));
    out.push('>');
    children(node, foot, source, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    if wraps {
        out.push_str("</mstyle>");
    }
}

/// Writes what is in an element, but for one child.
fn children<'x>(node: roxmltree::Node<'x, 'x>, but: Option<roxmltree::Node<'x, 'x>>, source: &str, out: &mut String) {
    for child in node.children().filter(|child| Some(*child) != but) {
        if child.is_element() {
            element(child, source, out);
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            xml::escape(out, text, Place::Text);
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    xml::escape(out, value, Place::Attribute);
    out.push('"');
}
