//! Tests of page breaking on lists made by hand: a line is 10 pt high, a page has ten of them.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::document::Id;
use crate::page::Item;
use crate::typeset::flow::{Node, Placement, Strip};
use crate::units::Point;

const LINES: i64 = 10;

fn leading() -> Length {
    Length::pt(10.0)
}

fn block() -> Block {
    Block { measure: Length::pt(60.0), height: leading() * LINES, leading: leading(), starts_verso: false }
}

/// A strip of so many lines with a name.
fn strip(name: &str, lines: i64) -> Strip {
    let items = vec![Item::Anchor { id: Id(name.into()), at: Point::default() }];
    Strip { height: leading() * lines, items, ..Strip::default() }
}

/// Paragraphs of so many lines, no page break next to their ends.
fn paragraphs(list: &mut VerticalList, lines: &[i64]) {
    for (paragraph, count) in lines.iter().enumerate() {
        list.allow_break(0);
        for line in 0..*count {
            list.strip(strip(&format!("{paragraph}.{line}"), 1));
            if line >= 1 && count - line > 2 {
                list.allow_break(0);
            }
        }
    }
}

fn float(list: &mut VerticalList, name: &str, lines: i64, placement: Placement) {
    list.nodes.push(Node::Float { strip: strip(name, lines), placement });
}

/// What stands on a page: names with their distance from its head in lines.
type Set = (LeafKind, Vec<(String, f64)>);

fn set(list: VerticalList) -> Vec<Set> {
    let leaves = paginate(list, NoteList::default(), block(), &mut Diagnostics::default());
    let name = |item: &Item| match item {
        Item::Anchor { id, at } => Some((id.0.clone(), at.y.ratio(leading()))),
        Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } => None,
    };
    leaves.iter().map(|leaf| (leaf.kind, leaf.items.iter().filter_map(name).collect())).collect()
}

/// The page on which a name stands, and where.
fn place(pages: &[Set], name: &str) -> (usize, f64) {
    let on = |(page, (_, names)): (usize, &Set)| names.iter().find(|(n, _)| n == name).map(|(_, y)| (page, *y));
    pages.iter().enumerate().find_map(on).expect("it is set")
}

#[test]
fn what_is_turned_stands_alone_and_the_text_goes_on_around_it() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[5]);
    float(&mut list, "table", 4, Placement::Turned);
    paragraphs(&mut list, &[5, 6, 4]);
    let pages = set(list);
    let kinds: Vec<LeafKind> = pages.iter().map(|page| page.0).collect();
    assert_eq!(kinds, [LeafKind::Text, LeafKind::Turned, LeafKind::Text]);
    assert_eq!((pages[0].1.len(), pages[2].1.len()), (10, 10));
    // In the middle of the measure, which is six lines.
    assert_eq!(pages[1].1, [("table".to_string(), 1.0)]);
}

#[test]
fn what_fills_a_page_stands_alone_even_at_the_end() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[5]);
    float(&mut list, "picture", 9, Placement::Auto);
    float(&mut list, "table", 3, Placement::Page);
    let pages = set(list);
    let kinds: Vec<LeafKind> = pages.iter().map(|page| page.0).collect();
    assert_eq!(kinds, [LeafKind::Text, LeafKind::Figures, LeafKind::Figures]);
    assert_eq!(place(&pages, "table"), (2, 3.5));
}

#[test]
fn a_figure_at_the_foot_stands_below_the_text_and_one_at_the_head_above_it() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[2]);
    float(&mut list, "foot", 2, Placement::Foot);
    float(&mut list, "head", 2, Placement::Top);
    paragraphs(&mut list, &[4, 4, 4]);
    let pages = set(list);
    assert_eq!(place(&pages, "foot"), (0, 8.0));
    assert_eq!(place(&pages, "head"), (0, 0.0));
    assert_eq!(place(&pages, "0.0"), (0, 3.0));
}

#[test]
fn figures_keep_their_order_when_one_has_to_wait() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[7]);
    float(&mut list, "one", 5, Placement::Auto);
    float(&mut list, "two", 1, Placement::Auto);
    paragraphs(&mut list, &[3, 4, 6]);
    let pages = set(list);
    assert_eq!(place(&pages, "one"), (1, 0.0));
    assert!(place(&pages, "two").0 >= 1);
    assert_eq!(pages[0].1.len(), 10);
}
