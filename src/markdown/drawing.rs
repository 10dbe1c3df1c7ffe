//! Drawings that are written into the text: `<svg>`.
//!
//! In: the tags and the text between `<svg>` and `</svg>`, as HTML has them, names in lower case. Out: the same as a file of
//! SVG in a `data:` address, names as SVG spells them ("adjust SVG attributes", "adjust foreign attributes" of HTML,
//! 13.2.6.1), and what it shows in words. What a drawing must not do is for those who show it to leave out.

use super::element;
use super::token::Tag;
use crate::document::{Extent, Image, ImageSource};
use crate::xml::{self, Place};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Elements of SVG whose names have capitals.
const ELEMENTS: [&str; 35] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "linearGradient",
    "radialGradient",
];

/// Attributes of SVG whose names have capitals, and that a drawing shows something by.
const ATTRIBUTES: [&str; 42] = [
    "attributeName",
    "attributeType",
    "baseFrequency",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "viewBox",
];

/// A drawing while it is read.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// The file.
    svg: String,
    /// The elements that are open, as they are written.
    open: Vec<String>,
    /// Its own names: `<title>` and `<desc>` that are its children.
    title: String,
    description: String,
    /// What its tag says.
    label: String,
    decorative: bool,
    is_shown: bool,
    width: Option<Extent>,
    height: Option<Extent>,
}

impl Drawing {
    /// The drawing of a tag; one that is not shown is read all the same.
    pub(super) fn of(tag: &Tag, is_shown: bool) -> Drawing {
        let mut drawing = Drawing {
            is_shown,
            label: tag.get("aria-label").unwrap_or_default().trim().into(),
            decorative: tag.get("aria-hidden") == Some("true")
                || matches!(tag.get("role"), Some("presentation" | "none")),
            width: element::extent(tag, "width"),
            height: element::extent(tag, "height"),
            ..Drawing::default()
        };
        drawing.tag(tag);
        drawing
    }

    /// Adds a start tag.
    pub(super) fn tag(&mut self, tag: &Tag) {
        let name = spelt(&tag.name, &ELEMENTS);
        // What is of no SVG is named so that whoever shows the drawing can tell.
        let written = if name.contains(':') { format!("x:{}", name.replace(':', "-")) } else { name.to_owned() };
        if !is_name(&written) {
            return;
        }
        let _ = write!(self.svg, "<{written}");
        if self.open.is_empty() {
            self.svg.push_str(" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
            self.svg.push_str(" xmlns:x=\"urn:x-other\"");
        }
        for attribute in tag.names() {
            let name = spelt(attribute, &ATTRIBUTES);
            let is_ours = match name.split_once(':') {
                Some((prefix, rest)) => matches!((prefix, rest), ("xlink", "href") | ("xml", "lang" | "space")),
                None => name != "xmlns",
            };
            if is_ours && is_name(name) {
                let _ = write!(self.svg, " {name}=\"");
                xml::escape(&mut self.svg, tag.get(attribute).unwrap_or_default(), Place::Attribute);
                self.svg.push('"');
            }
        }
        if tag.is_closed && !self.open.is_empty() {
            self.svg.push_str("/>");
        } else {
            self.svg.push('>');
            self.open.push(written);
        }
    }

    /// Adds an end tag; true when it ends the drawing. One that nothing began says nothing.
    pub(super) fn end(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) else { return false };
        while self.open.len() > at {
            self.close();
        }
        self.open.is_empty()
    }

    fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = write!(self.svg, "</{name}>");
        }
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        let text = match self.open.last().map(String::as_str) {
            Some("style") => text.replace("<![CDATA[", "").replace("]]>", ""),
            _ => text.to_owned(),
        };
        match self.open.as_slice() {
            [_, own] if own == "title" => self.title.push_str(&text),
            [_, own] if own == "desc" => self.description.push_str(&text),
            _ => {}
        }
        xml::escape(&mut self.svg, &text, Place::Text);
    }

    /// The image that it is; `None` when it is not shown.
    pub(super) fn finish(mut self) -> Option<Image> {
        while !self.open.is_empty() {
            self.close();
        }
        let said = [&self.label, &self.title, &self.description].into_iter().find(|words| !words.trim().is_empty());
        let alt = said.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        let source = ImageSource::Named(format!("data:image/svg+xml,{}", self.svg.replace('%', "%25")));
        let (width, height, decorative) = (self.width, self.height, self.decorative && alt.is_empty());
        self.is_shown.then(|| Image { decorative, width, height, ..Image::new(source, alt) })
    }
}

/// A name as SVG spells it.
fn spelt<'n>(name: &'n str, known: &[&'static str]) -> &'n str {
    known.iter().find(|own| own.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}

/// True for what may be a name in XML.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:".contains(c))
}

/// Where the drawings and formulas of a text begin that an end tag of their own closes, in one pass.
pub(super) fn closed(text: &str) -> BTreeSet<usize> {
    let (mut closed, mut open) = (BTreeSet::new(), [Vec::new(), Vec::new()]);
    for (at, _) in text.match_indices('<') {
        let rest = &text.as_bytes()[at + 1..];
        let (is_end, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let is_named = |name: &str| {
            let is_longer = rest.get(name.len()).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'-');
            rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) && !is_longer
        };
        let Some(kind) = ["svg", "math"].into_iter().position(is_named) else { continue };
        match is_end {
            true => closed.extend(open[kind].pop()),
            false => open[kind].push(at),
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use crate::diagnostic::Diagnostics;
    use crate::document::dump_blocks;
    use crate::source::FileId;

    fn dump(text: &str) -> String {
        dump_blocks(&read_blocks(text, FileId(0), &mut Diagnostics::default()).0)
    }

    #[test]
    fn a_drawing_in_a_block_is_a_figure_of_its_file() {
        let text = "<svg viewbox='0 0 4 2' width=40 inkscape:x=1>\n<title>A &amp; B</title>\n<lineargradient id='g'/>\
                    <path d='M0 0' stroke-width='50%'/>\n<sodipodi:view><g/></sodipodi:view></svg>\n";
        let expected = "figure image named \"data:image/svg+xml,<svg xmlns=\\\"http://www.w3.org/2000/svg\\\" \
                        xmlns:xlink=\\\"http://www.w3.org/1999/xlink\\\" xmlns:x=\\\"urn:x-other\\\" \
                        viewBox=\\\"0 0 4 2\\\" width=\\\"40\\\">\\n<title>A &amp; B</title>\\n<linearGradient \
                        id=\\\"g\\\"/><path d=\\\"M0 0\\\" stroke-width=\\\"50%25\\\"/>\\n<x:sodipodi-view><g/>\
                        </x:sodipodi-view></svg>\" alt=\"A & B\" width=30pt\n";
        assert_eq!(dump(text), expected);
    }

    #[test]
    fn a_drawing_in_a_line_is_an_image_in_it() {
        let said = dump("a <svg aria-label='A dot'><circle r=1></circle></svg> b <svg aria-hidden=true><g/></svg>\n");
        assert!(said.starts_with("paragraph \"a \" image named"), "{said}");
        assert!(said.contains("alt=\"A dot\" \" b \" image") && said.contains("alt=\"\" decorative"), "{said}");
    }

    #[test]
    fn a_drawing_goes_on_over_empty_lines_and_one_that_nothing_ends_loses_no_text() {
        let said = dump("<svg>\n<g>\n\n<text>x</text>\n\n</g>\n</svg>\n\nAfter it.\n");
        assert!(said.contains("<text>x</text>") && said.ends_with("paragraph \"After it.\"\n"), "{said}");
        assert_eq!(dump("<svg>\n<text>x</text>\n\nAfter it.\n"), "paragraph \"x\"\nparagraph \"After it.\"\n");
        assert_eq!(
            dump("<svg style='display: none'>\n<text>x</text>\n</svg>\n\nAfter it.\n"),
            "paragraph \"After it.\"\n"
        );
    }
}
