//! Pages as stable text, for snapshots and `bifolio dump pages`.
//!
//! In: finished pages and the fonts that name their faces. Out: one item a line with its place and what it shows, all
//! measures in points from the top left corner; the outline at the end.

use super::{GlyphRun, Ink, Item, LinkTarget, NATURAL, OutlineEntry, Page, Pages};
use crate::font::FontBook;
use crate::units::{Point, Rect};
use std::fmt::{Display, Write};

/// All pages as text.
pub fn dump(pages: &Pages, fonts: &FontBook) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let size = format!("{} x {}", page.size.width, page.size.height);
        let turned = if page.turned { " turned" } else { "" };
        line(&mut out, 0, format_args!("page {} \"{}\" {size}{turned}", index + 1, page.label));
        dump_page(&mut out, page, pages, fonts);
    }
    // A list of work instead of recursion: nobody limits how deep an outline is.
    let mut work: Vec<(usize, &OutlineEntry)> = pages.outline.iter().rev().map(|entry| (0, entry)).collect();
    while let Some((depth, entry)) = work.pop() {
        line(&mut out, depth, format_args!("outline {:?} -> #{}", entry.title, entry.anchor));
        work.extend(entry.children.iter().rev().map(|child| (depth + 1, child)));
    }
    out
}

fn dump_page(out: &mut String, page: &Page, pages: &Pages, fonts: &FontBook) {
    let furniture = page.furniture.iter().map(|item| ("furniture ", item));
    for (part, item) in furniture.chain(page.items.iter().map(|item| ("", item))) {
        line(out, 1, format_args!("{part}{}", written(item, pages, fonts)));
    }
}

fn written(item: &Item, pages: &Pages, fonts: &FontBook) -> String {
    match item {
        Item::Glyphs(run) => glyphs(run, fonts),
        Item::Image { image, frame, alt, owner: _ } => {
            let path = pages.images.get(image.0 as usize).map_or("?", |resource| resource.path.as_str());
            format!("image {} {path} {alt:?}", rect(frame))
        }
        Item::Rule { frame, ink } => format!("rule {}{}", rect(frame), colour(*ink)),
        Item::Link { frame, target, text, owner: _ } => match target {
            LinkTarget::Url(url) => format!("link {} -> {url} {text:?}", rect(frame)),
            LinkTarget::Anchor(id) => format!("link {} -> #{id} {text:?}", rect(frame)),
        },
        Item::Anchor { id, at } => format!("anchor {} #{id}", point(at)),
    }
}

fn glyphs(run: &GlyphRun, fonts: &FontBook) -> String {
    let face = &fonts.face(run.face).name;
    let (at, width, ink) = (point(&run.origin), run.width(), colour(run.ink));
    let scale = if run.scale == NATURAL { String::new() } else { format!("*{}", run.scale) };
    format!("text {at} w {width} {face} {}{scale}{ink} \"{}\"", run.size, run.text.replace('\u{ad}', "\\-"))
}

fn point(at: &Point) -> String {
    format!("{},{}", at.x, at.y)
}

fn rect(frame: &Rect) -> String {
    format!("{} {} x {}", point(&frame.origin), frame.size.width, frame.size.height)
}

/// Nothing for black, the colour of nearly everything.
fn colour(ink: Ink) -> String {
    match ink {
        Ink::BLACK => String::new(),
        Ink { red, green, blue } => format!(" #{red:02x}{green:02x}{blue:02x}"),
    }
}

fn line(out: &mut String, depth: usize, text: impl Display) {
    writeln!(out, "{:indent$}{text}", "", indent = 2 * depth).expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Id;
    use crate::font::FaceId;
    use crate::page::{Glyph, Label, LabelStyle, Owner};
    use crate::units::{Length, Short, Size};

    #[test]
    fn every_item_is_a_line() {
        let pt = Length::pt;
        let glyph = Glyph { id: 5, text_bytes: 4, advance: pt(6.25).into(), dx: Short::ZERO, dy: Short::ZERO };
        let run = GlyphRun {
            face: FaceId(0),
            size: pt(10.5),
            scale: 985,
            origin: Point::new(pt(54.0), pt(70.0)),
            ink: Ink::BLACK,
            owner: Owner::default(),
            glyphs: vec![glyph],
            leftward: false,
            space_after: false,
            text: "a b\u{ad}".into(),
        };
        let frame = Rect::new(pt(1.0), pt(2.0), pt(3.0), pt(0.5));
        let id = Id("there".into());
        let page = Page {
            size: Size::new(pt(432.0), pt(648.0)),
            label: Label { style: LabelStyle::Roman, number: 4 },
            furniture: vec![Item::Rule { frame, ink: Ink::grey(128) }],
            items: vec![
                Item::Anchor { id: id.clone(), at: Point::new(pt(54.0), pt(60.0)) },
                Item::Glyphs(run),
                Item::Link {
                    frame,
                    target: LinkTarget::Anchor(id.clone()),
                    text: "go".into(),
                    owner: Owner::default(),
                },
            ],
            turned: true,
            ..Page::default()
        };
        let child = OutlineEntry { title: "B".into(), anchor: id.clone(), children: vec![] };
        let outline = vec![OutlineEntry { title: "A".into(), anchor: id, children: vec![child] }];
        let pages = Pages { pages: vec![page], outline, ..Pages::default() };
        let expected = "\
page 1 \"iv\" 432 x 648 turned
  furniture rule 1,2 3 x 0.5 #808080
  anchor 54,60 #there
  text 54,70 w 6.25 LibertinusSerif-Regular 10.5*985 \"a b\\-\"
  link 1,2 3 x 0.5 -> #there \"go\"
outline \"A\" -> #there
  outline \"B\" -> #there
";
        assert_eq!(dump(&pages, &FontBook::builtin()), expected);
    }
}
