//! The part of the style sheet that a theme decides.
//!
//! In: a [`Design`]. Out: CSS, to stand behind `style.css`, so that both books look like the same book. Only what a reader
//! of e-books leaves to a publication is said: proportions, slopes and places, no typeface, no colour, no size of the text.

use crate::design::{CodeDesign, Colour, DefinitionStyle, Design, HeadingDesign, Opening, Place, TableDesign, Type};
use crate::units::Length;
use std::fmt::Write;

/// A line of a screen is read with more leading than one of paper.
const SCREEN_LEADING: f64 = 1.13;
/// How much of its surplus over the text a heading keeps on a small screen.
const SCREEN_HEADING: f64 = 0.75;
/// How much of the sink of a chapter a screen has room for, and the most lines of it.
const SCREEN_SINK: f64 = 0.5;
const MOST_SINK: i64 = 10;
/// Height of a capital in most typefaces for text, in ems.
const CAPITAL: f64 = 0.67;

/// The rules of a theme.
pub(super) fn css(design: &Design) -> String {
    let (types, paragraph) = (&design.types, &design.paragraph);
    let size = types.text.size;
    let mut css = Css(String::from("\n/* The theme */\n"));
    let align = if paragraph.justify { "justify" } else { "start" };
    let hyphens = if paragraph.hyphenate { "auto" } else { "manual" };
    let leading = number(types.text.leading.ratio(size) * SCREEN_LEADING);
    css.rule(
        "body",
        &format!(
            "line-height: {leading}; text-align: {align}; -webkit-hyphens: {hyphens}; -epub-hyphens: {hyphens}; \
             hyphens: {hyphens}"
        ),
    );
    let (indent, space) = (ems(paragraph.indent, size), ems(paragraph.space, size));
    css.rule("p + p", &format!("margin-top: {space}; text-indent: {indent}"));
    css.rule("body", &format!("font-variant-numeric: {}", figures(&types.text)));
    css.heading("h1", &types.chapter_title, size);
    css.heading("section.part > h1", &types.part_title, size);
    css.heading("h2", types.heading(1), size);
    css.heading("h3", types.heading(2), size);
    css.heading("h4", types.heading(3), size);
    css.heading("h5, h6", types.heading(4), size);
    css.spaces(design);
    css.set_off(design);
    css.title_page(design);
    css.rule("nav > ol > li > a", &slope(&design.contents.chapter));
    css.rule("figcaption, caption", &slope(&types.caption));
    css.rule("figcaption", &format!("font-size: {}", ems(types.caption.size, size)));
    css.rule("table", &format!("font-size: {}", ems(types.table.size, size)));
    css.tokens(&design.code);
    css.tables(&design.table, types.table.size);
    css.rule("code, kbd, samp", &format!("font-size: {}em", number(f64::from(types.inline_code) / 1000.0)));
    css.rule("section.notes", &format!("font-size: {}; {}", ems(types.note.size, size), slope(&types.note)));
    css.rule("section.imprint", &format!("font-size: {}", ems(types.imprint.size, size)));
    css.opening(design);
    if design.structures.definitions == DefinitionStyle::RunIn {
        let beside = "float: left; float: inline-start; clear: left; clear: inline-start; margin: 0 1em 0 0; \
                      margin-inline-start: 0; margin-inline-end: 1em; font-weight: normal; font-style: italic";
        css.rule("dt", beside);
    }
    if design.structures.verse == Place::Centre {
        css.rule(".verse", "width: fit-content; margin-left: auto; margin-right: auto");
    }
    if design.structures.dash {
        css.rule(".attribution::before", "content: \"\\002014\\00200a\"");
    }
    css.rule("hr::before", &format!("content: \"{}\"", escaped(&design.book.ornament)));
    css.0
}

struct Css(String);

impl Css {
    fn rule(&mut self, selector: &str, declarations: &str) {
        write!(self.0, "\n{selector} {{\n").expect("a string takes everything");
        for declaration in declarations.split("; ") {
            writeln!(self.0, "  {declaration};").expect("a string takes everything");
        }
        self.0.push_str("}\n");
    }

    /// Weight, slope and ink of tokens. Ink is a share of the reader's own colour of text, so that it serves at night too.
    fn tokens(&mut self, code: &CodeDesign) {
        for (kind, look) in &code.tokens {
            let weight = look.bold.then(|| "font-weight: bold".to_string());
            let slope = look.italic.then(|| "font-style: italic".to_string());
            let ink = (look.colour != Colour::BLACK).then(|| format!("opacity: {}", number(darkness(look.colour))));
            let declarations: Vec<String> = [weight, slope, ink].into_iter().flatten().collect();
            if !declarations.is_empty() {
                self.rule(&format!(".hl-{}", kind.name()), &declarations.join("; "));
            }
        }
        let ink = number(darkness(code.number_colour));
        self.rule("pre.numbered .line::before", &format!("opacity: {ink}"));
    }

    /// Rules of tables, and stripes as a breath of the reader's own colour of text.
    fn tables(&mut self, table: &TableDesign, size: Length) {
        let rule = |length: Length| format!("{} solid", ems(length, size));
        let (heavy, light) = (rule(table.heavy), rule(table.light));
        self.rule("table", &format!("border-top: {heavy}; border-bottom: {heavy}"));
        self.rule("thead", &format!("border-bottom: {light}"));
        self.rule("tfoot", &format!("border-top: {light}"));
        self.rule("th.over", &format!("border-bottom: {light}"));
        let shade = number(darkness(table.stripes));
        if shade != "0" {
            let ground = format!("background-color: rgba(128, 128, 128, {shade})");
            self.rule("tbody tr:nth-child(even)", &ground);
        }
    }

    /// How the first paragraph of a chapter begins.
    fn opening(&mut self, design: &Design) {
        let types = &design.types;
        match design.structures.opening {
            Opening::Plain => {}
            Opening::SmallCapitals => {
                self.rule(".opening::first-line", "font-variant-caps: small-caps; letter-spacing: 0.03em");
            }
            Opening::DropCap => {
                let line = types.text.leading.ratio(types.text.size) * SCREEN_LEADING;
                let between = line * (f64::from(design.structures.drop_cap) - 1.0);
                let size = (between + CAPITAL) / CAPITAL;
                // From the top of the first line to that of its capitals, less what the initial's own box has there.
                let above = (line / 2.0 + 0.3 - CAPITAL) / size + CAPITAL / 2.0 - 0.3;
                let (size, above) = (number(size), number(above.max(0.0)));
                self.rule(
                    ".initial",
                    &format!(
                        "float: left; float: inline-start; padding-top: {above}em; padding-inline-end: 0.05em; font-size: {size}em; \
                         line-height: {CAPITAL}; text-indent: 0"
                    ),
                );
                self.rule(".before-initial", "float: left; float: inline-start; text-indent: 0");
            }
        }
    }

    fn heading(&mut self, selector: &str, heading: &HeadingDesign, body: Length) {
        let size = screen_size(&heading.text, body);
        let align = match heading.place {
            Place::Left => "start",
            Place::Centre => "center",
        };
        let look = slope(&heading.text);
        self.rule(selector, &format!("font-size: {}em; {look}; text-align: {align}", number(size)));
    }
}

/// How much of the ink of text a colour is, from 0 to 1 (the weights are those of Rec. 601).
fn darkness(colour: Colour) -> f64 {
    let light = 0.299 * f64::from(colour.red) + 0.587 * f64::from(colour.green) + 0.114 * f64::from(colour.blue);
    1.0 - light / 255.0
}

impl Css {
    /// The space around headings, and what stands above the title of a chapter.
    fn spaces(&mut self, design: &Design) {
        let types = &design.types;
        let size = types.text.size;
        let title = screen_size(&types.chapter_title.text, size);
        let sink = design.page.leading * i64::from(design.book.sink).min(MOST_SINK) + types.chapter_title.before;
        let after = types.chapter_title.after.max(design.page.leading / 2);
        self.rule("h1", &margins(sink.ratio(size) * SCREEN_SINK, after.ratio(size), title));
        for (level, depth) in [("h2", 1), ("h3", 2), ("h4", 3), ("h5, h6", 4)] {
            let heading = types.heading(depth);
            let own = screen_size(&heading.text, size);
            self.rule(level, &margins(heading.before.ratio(size), heading.after.ratio(size), own));
        }
        let label = &types.chapter_label;
        let relative = number(screen_size(label, size) / title);
        self.rule("h1 .number", &format!("font-size: {relative}em; {}", slope(label)));
    }

    /// Quotations, poems and lists stand in as far as they do on paper.
    fn set_off(&mut self, design: &Design) {
        let (types, size) = (&design.types, design.types.text.size);
        let inset = ems(design.paragraph.inset, size);
        let quote = ems(types.quote.size, size);
        self.rule("blockquote", &format!("margin: 1em {inset}; font-size: {quote}; {}", slope(&types.quote)));
        self.rule(
            ".verse",
            &format!("margin: 1em {inset}; font-size: {}; {}", ems(types.verse.size, size), slope(&types.verse)),
        );
        let insets = format!("padding-left: {inset}; padding-inline-start: {inset}; padding-inline-end: 0");
        self.rule("ul, ol", &insets);
        self.rule(".admonition-title", &slope(&types.label));
    }

    /// The title page.
    fn title_page(&mut self, design: &Design) {
        let (types, size) = (&design.types, design.types.text.size);
        let align = start_or_centre(design.book.title_place);
        self.rule("section.title-page, section.title-page h1", &format!("text-align: {align}"));
        for (selector, look) in [
            ("section.title-page h1", &types.book_title),
            ("section.title-page .subtitle", &types.book_subtitle),
            ("section.title-page .authors", &types.book_author),
            ("section.title-page .publisher", &types.publisher),
        ] {
            self.rule(selector, &format!("font-size: {}em; {}", number(screen_size(look, size)), slope(look)));
        }
    }
}

/// The size of display type on a screen, in ems of the text.
fn screen_size(look: &Type, body: Length) -> f64 {
    1.0 + (look.size.ratio(body) - 1.0) * SCREEN_HEADING
}

/// Margins above and below in ems of the text, for type of `own` ems.
fn margins(above: f64, below: f64, own: f64) -> String {
    format!("margin-top: {}em; margin-bottom: {}em", number(above / own), number(below / own))
}

fn start_or_centre(place: Place) -> &'static str {
    match place {
        Place::Left => "start",
        Place::Centre => "center",
    }
}

/// Which figures a type has.
fn figures(text: &Type) -> &'static str {
    match (text.features.old_style_figures, text.features.tabular_figures) {
        (true, false) => "oldstyle-nums",
        (true, true) => "oldstyle-nums tabular-nums",
        (false, false) => "lining-nums",
        (false, true) => "lining-nums tabular-nums",
    }
}

/// Weight, slope and capitals of a type.
fn slope(text: &Type) -> String {
    let weight = if text.style.bold { "bold" } else { "normal" };
    let style = if text.style.italic { "italic" } else { "normal" };
    let capitals = match (text.features.small_capitals, text.features.all_small_capitals) {
        (_, true) => "all-small-caps",
        (true, false) => "small-caps",
        (false, false) => "normal",
    };
    let spacing = match text.tracking {
        0 => "normal".to_string(),
        tracking => format!("{}em", number(f64::from(tracking) / 1000.0)),
    };
    format!("font-weight: {weight}; font-style: {style}; font-variant-caps: {capitals}; letter-spacing: {spacing}")
}

fn ems(length: Length, size: Length) -> String {
    match number(length.ratio(size)).as_str() {
        "0" => "0".into(),
        number => format!("{number}em"),
    }
}

/// With at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A name in a CSS string, with blanks as they are.
pub(super) fn escaped_name(name: &str) -> String {
    name.split(' ').map(escaped).collect::<Vec<_>>().join(" ")
}

/// The text of a CSS string: all but letters and digits as escapes of six digits.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            write!(out, "\\{:06x}", c as u32).expect("a string takes everything");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Measure, Overrides, Wish};

    fn css_of(overrides: Overrides) -> String {
        css(&Design::new(&overrides))
    }

    #[test]
    fn a_theme_decides_how_paragraphs_and_headings_look() {
        let novel = css_of(Overrides::default());
        assert!(novel.contains("p + p {\n  margin-top: 0;\n  text-indent: 1em;\n}"), "{novel}");
        assert!(novel.contains("h2 {\n  font-size: 1.18em;\n  font-weight: normal;\n  font-style: italic;"), "{novel}");
        let handout = css_of(Overrides { base: Some("handout".into()), ..Overrides::default() });
        assert!(handout.contains("text-indent: 0;") && handout.contains("font-weight: bold;"), "{handout}");
    }

    #[test]
    fn wishes_of_the_book_reach_the_screen() {
        let css = css_of(Overrides::default().with("justify", Wish::Flag(false)).with("hyphenate", Wish::Flag(false)));
        assert!(css.contains("text-align: start;") && css.contains("  hyphens: manual;"), "{css}");
    }

    #[test]
    fn spaces_insets_and_title_pages_follow_the_theme_and_colours_stay_the_readers() {
        let wishes = Overrides::default()
            .with("headings.1.before", Wish::Length(Measure::Lines(2.0)))
            .with("headings.1.size", Wish::Length(Measure::Times(1.0)))
            .with("quote.slope", Wish::Word("italic".into()))
            .with("quote.colour", Wish::Colour(Colour { red: 1, green: 2, blue: 3 }))
            .with("paragraph.inset", Wish::Length(Measure::Ems(3.0)))
            .with("title-place", Wish::Word("left".into()))
            .with("text.figures", Wish::Word("lining".into()))
            .with("chapter-label.capitals", Wish::Word("all-small".into()));
        let css = css_of(wishes);
        assert!(css.contains("h2 {\n  margin-top: 2.57em;\n  margin-bottom: 0.64em;\n}"), "{css}");
        assert!(css.contains("blockquote {\n  margin: 1em 3em;\n") && css.contains("ul, ol {\n  padding-left: 3em;"));
        assert!(css.contains("  padding-inline-start: 3em;\n  padding-inline-end: 0;"), "at the other edge in Hebrew");
        let quote = css.split("blockquote {").nth(1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        assert!(quote.contains("font-style: italic;") && !quote.contains("color"), "{quote}");
        assert!(css.contains("section.title-page h1 {\n  text-align: start;"), "{css}");
        assert!(
            css.contains("font-variant-numeric: lining-nums;") && css.contains("font-variant-caps: all-small-caps;")
        );
        assert!(!css.contains("#010203"));
    }

    #[test]
    fn an_ornament_is_any_text() {
        assert_eq!(escaped("a\"\\❦"), "a\\000022\\00005c\\002766");
    }

    #[test]
    fn what_stands_at_an_edge_stands_at_that_of_the_book() {
        let style = super::super::STYLE;
        let rule = |selector: &str| {
            let rest = style.split(&format!("\n{selector} {{")).nth(1).unwrap_or_else(|| panic!("{selector}"));
            rest.split('}').next().unwrap_or_default().to_owned()
        };
        for selector in
            ["nav ol", "table", "section.imprint", ".verse", "blockquote.epigraph", "  table.wide > * > tr > td"]
        {
            let rule = rule(selector);
            assert!(rule.contains("text-align: start") || !rule.contains("text-align"), "{selector}: {rule}");
        }
        assert!(rule(".attribution").contains("text-align: end"));
        // A length at the left is a fallback: at the other edge it would stay where it is.
        for rule in style.split('}') {
            let at = |name: &str| rule.contains(&format!("{name}: "));
            let is_mono = rule.contains("pre") || rule.contains("figure.code") || rule.contains("figure.left");
            assert!(!at("padding-left") || at("padding-inline-start") || is_mono, "{rule}");
            assert!(
                !at("margin-left") || at("margin-inline-start") || is_mono || rule.contains("figure.right"),
                "{rule}"
            );
        }
        assert!(rule("caption").contains("min-width"), "a caption is no narrower than it can be read");
    }
}
