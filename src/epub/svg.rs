//! SVG files that may stand in a book.
//!
//! In: an SVG file from anywhere. Out: the same drawing without what a publication must not hold or an `img` never runs:
//! scripts, event handlers, foreign elements and attributes, links out of the file, document type and comments
//! (EPUB 3.3 §3.6 and §6.2; SVG Integration, "secure animated mode"); and white paper below it.

use crate::xml::{self, Place};
use roxmltree::{Document, Node, NodeType, ParsingOptions};
use std::collections::BTreeSet;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that are left out with all they hold.
const DROPPED: [&str; 8] = ["script", "foreignObject", "handler", "listener", "iframe", "audio", "video", "metadata"];

/// How the paper looks, whatever the drawing's own style says of rectangles.
const PAPER: &str = "fill:#fff;stroke:none;opacity:1;display:inline;filter:none;transform:none";

/// How far the paper goes over each edge of the drawing, as a share of its size: at night a letter at the very edge of white
/// paper would touch the black.
const RIM: f64 = 0.02;

/// Nodes below this depth are left out: no drawing needs them, and the stack is finite.
const DEEPEST: usize = 200;

/// Nodes that a file may have, entities unfolded.
const MOST_NODES: u32 = 2_000_000;

/// The drawing, made safe; `None` when the file is not SVG.
pub(super) fn safe(file: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(file).ok()?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..Default::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{FEFF}'), options).ok()?;
    let root = document.root_element();
    if !is_svg(root) || root.tag_name().name() != "svg" {
        return None;
    }
    let mut writer = Cleaner { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), ids: BTreeSet::new() };
    writer.element(root, 0);
    writer.out.push('\n');
    Some(writer.out.into_bytes())
}

fn is_svg(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().namespace(), Some(SVG) | None)
}

/// What the drawing shows, with the rim around it, in its own units; `None` when it does not say.
fn sheet(root: Node<'_, '_>) -> Option<[f64; 4]> {
    let numbers = root.attribute("viewBox")?.split([' ', ',', '\n', '\t']).filter_map(|n| n.parse().ok());
    let numbers: Vec<f64> = numbers.filter(|n: &f64| n.is_finite()).collect();
    match numbers[..] {
        [x, y, width, height] if width > 0.0 && height > 0.0 => {
            let rounded = |n: f64| (n * 1000.0).round() / 1000.0;
            let (over, above) = (width * RIM, height * RIM);
            let size = 1.0 + 2.0 * RIM;
            let sheet = [x - over, y - above, width * size, height * size].map(rounded);
            sheet.iter().all(|n| n.is_finite()).then_some(sheet)
        }
        _ => None,
    }
}

/// The size of a drawing that [`safe`] has made, in pixels, without the rim; `None` when it does not say.
pub(super) fn size(file: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(file).ok()?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..Default::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let pixels = |name| root.attribute(name)?.trim().trim_end_matches("px").parse::<f64>().ok();
    let stated = pixels("width").zip(pixels("height"));
    let (width, height) = stated.or_else(|| {
        let numbers: Vec<f64> =
            root.attribute("viewBox")?.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [_, _, width, height] = numbers[..] else { return None };
        Some((width / (1.0 + 2.0 * RIM), height / (1.0 + 2.0 * RIM)))
    })?;
    (width > 0.0 && height > 0.0).then_some((width.round() as u32, height.round() as u32))
}

struct Cleaner {
    out: String,
    ids: BTreeSet<String>,
}

impl Cleaner {
    fn element(&mut self, node: Node<'_, '_>, depth: usize) {
        let name = node.tag_name().name();
        if depth > DEEPEST || !is_svg(node) || DROPPED.contains(&name) {
            return;
        }
        // What would show something of another file shows nothing without it.
        let shows = |own: roxmltree::Attribute<'_, '_>| own.name() == "href" && is_inside(own.value(), name);
        if matches!(name, "image" | "use" | "feImage") && !node.attributes().any(shows) {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        if depth == 0 {
            self.out.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
        }
        let paper = if depth == 0 { sheet(node) } else { None };
        if let Some([x, y, width, height]) = paper {
            self.out.push_str(&format!(" viewBox=\"{x} {y} {width} {height}\""));
        }
        for attribute in node.attributes().filter(|own| paper.is_none() || own.name() != "viewBox") {
            self.attribute(attribute.namespace(), attribute.name(), attribute.value(), node);
        }
        if !node.has_children() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        if depth == 0 {
            self.paper(paper);
        }
        for child in node.children() {
            match child.node_type() {
                NodeType::Element => self.element(child, depth + 1),
                NodeType::Text if name == "style" => {
                    let style = without_addresses(child.text().unwrap_or_default());
                    xml::escape(&mut self.out, &style, Place::Text);
                }
                NodeType::Text => xml::escape(&mut self.out, child.text().unwrap_or_default(), Place::Text),
                NodeType::Comment | NodeType::PI | NodeType::Root => {}
            }
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// White below the drawing: most are black on nothing, which at night is black on black.
    fn paper(&mut self, sheet: Option<[f64; 4]>) {
        let place = match sheet {
            Some([x, y, width, height]) => format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""),
            None => "width=\"100%\" height=\"100%\"".into(),
        };
        self.out.push_str(&format!("<rect {place} style=\"{PAPER}\"/>"));
    }

    fn attribute(&mut self, namespace: Option<&str>, name: &str, value: &str, node: Node<'_, '_>) {
        let prefix = match namespace {
            None | Some(SVG) => "",
            Some(XLINK) if name == "href" => "xlink:",
            Some(XML) if matches!(name, "lang" | "space") => "xml:",
            Some(_) => return,
        };
        let handler = prefix.is_empty() && name.len() > 2 && name[..2].eq_ignore_ascii_case("on");
        let leads_out = name == "href" && !is_inside(value, node.tag_name().name());
        if handler || leads_out || (name == "id" && !self.keeps_id(value)) {
            return;
        }
        self.out.push_str(&format!(" {prefix}{name}=\""));
        xml::escape(&mut self.out, &without_addresses(value), Place::Attribute);
        self.out.push('"');
    }

    /// True for an id that can be one, the first time that it is met.
    fn keeps_id(&mut self, id: &str) -> bool {
        !id.is_empty() && !id.contains(char::is_whitespace) && self.ids.insert(id.to_string())
    }
}

/// True for a link to a place in the same file, and for a picture that stands in the link itself.
fn is_inside(address: &str, element: &str) -> bool {
    let address = address.trim_start();
    let picture = ["data:image/png", "data:image/jpeg", "data:image/gif"];
    address.starts_with('#') || (element == "image" && picture.iter().any(|start| address.starts_with(start)))
}

/// Style with `url(…)` that leads out of the file made `none`, and without `@import`.
fn without_addresses(style: &str) -> std::borrow::Cow<'_, str> {
    let lower = style.to_ascii_lowercase();
    if !lower.contains("url(") && !lower.contains("@import") {
        return style.into();
    }
    let (mut out, mut at) = (String::with_capacity(style.len()), 0);
    while at < style.len() {
        let url = lower[at..].find("url(").map(|i| i + at);
        let import = lower[at..].find("@import").map(|i| i + at);
        let Some(next) = url.into_iter().chain(import).min() else { break };
        out.push_str(&style[at..next]);
        let end = if Some(next) == import { ';' } else { ')' };
        let after = lower[next..].find(end).map_or(style.len(), |i| next + i + 1);
        let target = lower[next..after].trim_start_matches("url(").trim_start_matches([' ', '"', '\'']);
        if Some(next) == url {
            out.push_str(if target.starts_with('#') { &style[next..after] } else { "none" });
        }
        at = after;
    }
    out.push_str(&style[at.min(style.len())..]);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_safe(svg: &str) -> String {
        let text = String::from_utf8(safe(svg.as_bytes()).expect("SVG")).expect("UTF-8");
        Document::parse(&text).expect("well-formed");
        text
    }

    #[test]
    fn scripts_and_links_out_are_left_out() {
        let svg = r##"<!DOCTYPE svg [<!ENTITY c "red">]><svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:i" onload="x()"
            i:v="1"><script>x()</script><i:grid/><foreignObject><p/></foreignObject><a href="javascript:x()"><rect id="r"
            fill="&c;" style="fill:url(http://x/y)"/></a><use href="#r"/><image href="a.png"/><rect id="r"/>
            <style>@import "x.css"; rect{fill:url(#g)}</style><!-- c --></svg>"##;
        let text = made_safe(svg);
        for gone in ["script", "foreign", "x()", "http://x", "a.png", "<image", "x.css", "<!", "i:", "grid"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        for kept in ["fill=\"red\"", "href=\"#r\"", "url(#g)", "fill:none"] {
            assert!(text.contains(kept), "{kept} in {text}");
        }
        assert_eq!(text.matches("id=\"r\"").count(), 1);
    }

    #[test]
    fn a_drawing_without_namespace_gets_one() {
        assert!(made_safe("<svg width='1'><g/></svg>").contains("xmlns=\"http://www.w3.org/2000/svg\""));
    }

    #[test]
    fn a_drawing_lies_on_white_paper_of_its_size() {
        let text = made_safe("<svg viewBox='-5 -6 20,30'><g/></svg>");
        assert!(text.contains(" viewBox=\"-5.4 -6.6 20.8 31.2\">"), "{text}");
        assert!(
            text.contains("<rect x=\"-5.4\" y=\"-6.6\" width=\"20.8\" height=\"31.2\" style=\"fill:#fff"),
            "{text}"
        );
        assert!(made_safe("<svg viewBox='0 0 1.7e308 1'><g/></svg>").contains("<rect width=\"100%\""));
        assert!(made_safe("<svg viewBox='x'><g/></svg>").contains("<rect width=\"100%\""));
    }

    #[test]
    fn the_size_of_a_drawing_is_what_it_says() {
        let size = |svg: &str| size(&safe(svg.as_bytes()).expect("SVG"));
        assert_eq!(size("<svg viewBox='0 0 1600 2560'><g/></svg>"), Some((1600, 2560)));
        assert_eq!(size("<svg width='800px' height='1280' viewBox='0 0 8 12.8'><g/></svg>"), Some((800, 1280)));
        assert_eq!(size("<svg width='100%'><g/></svg>"), None);
    }

    #[test]
    fn what_is_not_svg_is_refused() {
        for text in ["", "<html/>", "<svg>", "\u{0}", "<svg xmlns='urn:x'/>"] {
            assert!(safe(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(900), "</g>".repeat(900));
        assert!(made_safe(&deep).matches("<g").count() <= DEEPEST);
    }
}
