//! In which type the style sheet shows each character.
//!
//! In: written content documents and the design. Out: for each style of each family the characters that are shown in it.
//! What decides is said in `style.css` and by `theme`: this file follows their rules for family, weight, slope and small
//! capitals, element by element; an embedded font that lacks a character would show it in a typeface of the reader's.

use super::xhtml::one_line;
use crate::design::{DefinitionStyle, Design, Opening, Type};
use crate::font::{Family, Style};
use roxmltree::{Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};

/// How text is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Family, weight and slope.
    pub(super) style: Style,
    /// True for small capitals.
    pub(super) small_capitals: bool,
    /// True for a text in Chinese, Japanese or Korean.
    pub(super) ideographic: bool,
}

/// The characters that are shown in each look.
pub(super) type Looks = BTreeMap<Look, BTreeSet<char>>;

/// What readers put in by themselves: blanks, and the hyphens of words that they break.
const OWN: &str = " \u{A0}-\u{2010}";

/// The looks of documents.
pub(super) fn looks<'t>(design: &Design, texts: impl Iterator<Item = &'t str>) -> Looks {
    let mut walk = Walk { design, looks: Looks::new() };
    for text in texts {
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let Ok(document) = roxmltree::Document::parse_with_options(text, options) else { continue };
        let body = document.root_element().children().find(|node| node.has_tag_name("body"));
        if let Some(body) = body {
            let style = Style { family: design.types.text.style.family, ..Style::default() };
            walk.element(body, Look { style, ..Look::default() });
        }
    }
    walk.looks.values_mut().for_each(|characters| characters.extend(OWN.chars()));
    walk.looks
}

struct Walk<'a> {
    design: &'a Design,
    looks: Looks,
}

impl Walk<'_> {
    fn add(&mut self, look: Look, text: &str) {
        let shown = text.chars().filter(|c| !c.is_control());
        self.looks.entry(look).or_default().extend(shown);
    }

    fn element(&mut self, node: Node<'_, '_>, around: Look) {
        let name = node.tag_name().name();
        // Formulas have a typeface of their own, and the arrow back from a note is the reader's.
        if name == "math" || has_class(node, "back") || node.attribute("hidden").is_some() {
            return;
        }
        let look = self.look(node, around);
        self.generated(node, look);
        for child in node.children() {
            if child.is_element() {
                self.element(child, look);
            } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                self.add(look, text);
            }
        }
    }

    /// What the style sheet writes before and after an element.
    fn generated(&mut self, node: Node<'_, '_>, look: Look) {
        match node.tag_name().name() {
            "hr" => self.add(look, &self.design.book.ornament.clone()),
            "ol" => self.add(look, "0123456789."),
            "td" | "tr" => {
                if let Some(label) = node.attribute("data-label").or(node.attribute("data-row")) {
                    let style = Style { italic: true, ..look.style };
                    self.add(Look { style, ..look }, &format!("{}: ", one_line(label)));
                }
            }
            "pre" if has_class(node, "numbered") => {
                let style = Style { family: Family::Mono, ..Style::default() };
                self.add(Look { style, ..look }, "0123456789");
            }
            _ if has_class(node, "attribution") => self.add(look, "—\u{200A}"),
            _ if has_class(node, "note-number") => self.add(look, "."),
            _ => {}
        }
    }

    /// The look inside an element.
    fn look(&self, node: Node<'_, '_>, around: Look) -> Look {
        let mut look = around;
        if let Some(language) = node.attribute(("http://www.w3.org/XML/1998/namespace", "lang")) {
            look.ideographic = ["zh", "ja", "ko"].iter().any(|of| language.starts_with(of));
        }
        if let Some(text) = self.text_of(node) {
            look.style = text.style;
            look.small_capitals = text.features.small_capitals || text.features.all_small_capitals;
        }
        match node.tag_name().name() {
            "em" | "i" => look.style.italic = !(is_inside(node, "em") || is_inside(node, "blockquote.epigraph")),
            "strong" | "b" => look.style.bold = true,
            "th" => look.style = Style { bold: false, italic: true, ..look.style },
            "dt" => {
                let plain = self.design.structures.definitions == DefinitionStyle::RunIn;
                let plain = plain || is_inside(node, "section.imprint");
                look.style = Style { bold: !plain, italic: plain || look.style.italic, ..look.style };
            }
            "code" | "kbd" | "samp" => look.style.family = Family::Mono,
            "h1" | "h2" if is_inside(node, "section.imprint") => {
                look.style.italic = false;
                look.small_capitals = true;
            }
            "p" if is_inside(node, "section.dedication") => look.style.italic = true,
            _ => {}
        }
        for class in node.attribute("class").unwrap_or_default().split_ascii_whitespace() {
            match class {
                "small-caps" | "verse-title" => look.small_capitals = true,
                "opening" => look.small_capitals |= self.design.structures.opening == Opening::SmallCapitals,
                "dedication" if node.has_tag_name("div") => look.style.italic = true,
                "edition" | "credit-label" => look.style.italic = true,
                "number" if is_inside(node, "figcaption") || is_inside(node, "caption") => look.style.italic = false,
                _ => self.token(class, &mut look),
            }
        }
        look
    }

    fn token(&self, class: &str, look: &mut Look) {
        let Some(kind) = class.strip_prefix("hl-") else { return };
        if let Some((_, token)) = self.design.code.tokens.iter().find(|(known, _)| known.name() == kind) {
            look.style.bold |= token.bold;
            look.style.italic |= token.italic;
        }
    }

    /// The type that the theme gives an element.
    fn text_of(&self, node: Node<'_, '_>) -> Option<&Type> {
        let types = &self.design.types;
        let is_title_page = || is_inside(node, "section.title-page");
        Some(match node.tag_name().name() {
            "h1" if is_title_page() => &types.book_title,
            "h1" if node.parent().is_some_and(|parent| has_class(parent, "part")) => &types.part_title.text,
            "h1" => &types.chapter_title.text,
            "h2" => &types.heading(1).text,
            "h3" => &types.heading(2).text,
            "h4" => &types.heading(3).text,
            "h5" | "h6" => &types.heading(4).text,
            "figcaption" | "caption" => &types.caption,
            "blockquote" => &types.quote,
            "section" if has_class(node, "notes") => &types.note,
            "span" if has_class(node, "number") && is_inside(node, "h1") => &types.chapter_label,
            "p" if is_title_page() && has_class(node, "subtitle") => &types.book_subtitle,
            "p" if is_title_page() && has_class(node, "authors") => &types.book_author,
            "p" if is_title_page() && has_class(node, "publisher") => &types.publisher,
            "a" if is_first_entry(node) => &self.design.contents.chapter,
            _ if has_class(node, "verse") => &types.verse,
            _ if has_class(node, "admonition-title") => &types.label,
            _ => return None,
        })
    }
}

fn has_class(node: Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
}

/// True below an element of this name, or of this name and class as `name.class`.
fn is_inside(node: Node<'_, '_>, what: &str) -> bool {
    let (name, class) = what.split_once('.').unwrap_or((what, ""));
    let is = |node: &Node<'_, '_>| node.has_tag_name(name) && (class.is_empty() || has_class(*node, class));
    node.ancestors().skip(1).any(|node| is(&node))
}

/// True for `nav > ol > li > a`.
fn is_first_entry(node: Node<'_, '_>) -> bool {
    let names = node.ancestors().skip(1).take(3).map(|node| node.tag_name().name());
    names.eq(["li", "ol", "nav"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Overrides;

    #[test]
    fn every_character_is_counted_where_it_is_shown() {
        let design = Design::new(&Overrides::default());
        let text = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Q</title></head><body><h2>A</h2>\
                    <p>b<em>c<em>d</em><strong>e</strong></em><code>f</code><span class=\"small-caps\">g</span></p>\
                    <p xml:lang=\"ja\">一</p><a class=\"back\">Z</a><math>X</math></body></html>";
        let looks = looks(&design, [text].into_iter());
        let of = |bold, italic, family| -> String {
            let style = Style { family, bold, italic };
            let all = looks.iter().filter(|(look, _)| look.style == style).flat_map(|(_, characters)| characters);
            all.filter(|c| c.is_alphabetic()).collect()
        };
        assert_eq!(of(false, false, Family::Serif), "bd一g");
        assert_eq!(of(false, true, Family::Serif), "Ac");
        assert_eq!((of(true, true, Family::Serif), of(false, false, Family::Mono)), ("e".into(), "f".into()));
        assert!(looks.iter().any(|(look, characters)| look.small_capitals && characters.contains(&'g')));
        assert!(looks.iter().any(|(look, characters)| look.ideographic && characters.contains(&'一')));
    }
}
