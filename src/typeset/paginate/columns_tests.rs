//! Tests of columns on lists made by hand: a line is 10 pt high, a page has ten of them, a column is 60 pt wide and the
//! next one begins 70 pt from its left edge.

use super::tests::{LINES, Piece, Willing, block, float, leading, listed, paragraphs, piece, strip};
use super::*;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::NoteId;
use crate::page::Item;
use crate::typeset::flow::{Band, Node, Placement, Strip, Wants};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A name with its place: page, column, distance from the head of the page in lines.
type Place = (usize, i64, f64);

fn set_below(list: VerticalList, notes: NoteList, head: i64) -> (Vec<(String, Place)>, Diagnostics) {
    let mut setting = Willing { willing: false, diagnostics: Diagnostics::default() };
    let page = Block { measure: Length::pt(130.0), ..block() };
    let columns = Columns { column: Block { starts_verso: true, ..block() }, page, across: Length::pt(70.0) };
    let leaf = if head > 0 { leaf_of("head") } else { Leaf::default() };
    let leaves = side_by_side(list, notes, columns, (leaf, leading() * head), &mut setting);
    let named = |(page, item): (usize, &Item)| match item {
        Item::Anchor { id, at } => Some((id.0.clone(), (page, at.x.0 / Length::pt(70.0).0, at.y.ratio(leading())))),
        Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } => None,
    };
    let items = leaves.iter().enumerate().flat_map(|(page, leaf)| leaf.items.iter().map(move |item| (page, item)));
    (items.filter_map(named).collect(), setting.diagnostics)
}

fn leaf_of(name: &str) -> Leaf {
    Leaf { items: strip(name, 1).items, ..Leaf::default() }
}

fn set(list: VerticalList) -> Vec<(String, Place)> {
    set_below(list, NoteList::default(), 0).0
}

fn at(places: &[(String, Place)], name: &str) -> Place {
    places.iter().find(|(n, _)| n == name).map(|(_, place)| *place).expect(name)
}

fn band(name: &str, lines: i64, wants: Wants) -> Node {
    let list = VerticalList { nodes: vec![Node::Strip(strip(name, lines))], ..VerticalList::default() };
    Node::Band(Box::new(Band { list, wants, above: leading(), ..Band::default() }))
}

fn text(parts: &[&[i64]], wants: Wants, lines: i64) -> VerticalList {
    let mut list = VerticalList::default();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            list.nodes.push(band(&format!("band{i}"), lines, wants));
        }
        paragraphs(&mut list, part);
    }
    list
}

#[test]
fn the_columns_of_the_last_page_end_level() {
    let places = set(text(&[&[3, 3, 3, 3]], Wants::Text, 1));
    let bottoms: Vec<f64> = (0..2)
        .map(|column| places.iter().filter(|(_, p)| p.1 == column).map(|(_, p)| p.2).fold(0.0, f64::max))
        .collect();
    assert_eq!(bottoms, [5.0, 5.0], "{places:?}");
    // Twenty lines fill the first page; of four more two stand in each column.
    let places = set(text(&[&[4, 4, 4, 4, 4, 4]], Wants::Text, 1));
    let last: Vec<(i64, f64)> = places.iter().filter(|(_, p)| p.0 == 1).map(|(_, p)| (p.1, p.2)).collect();
    assert_eq!(last, [(0, 0.0), (0, 1.0), (1, 0.0), (1, 1.0)]);
}

#[test]
fn a_heading_stands_across_the_page_between_columns() {
    let places = set(text(&[&[4], &[4]], Wants::Text, 1));
    assert_eq!(at(&places, "band1"), (0, 0, 3.0));
    let below: Vec<Place> = places[5..].iter().map(|(_, place)| *place).collect();
    assert_eq!(below, [(0, 0, 4.0), (0, 0, 5.0), (0, 1, 4.0), (0, 1, 5.0)]);
}

#[test]
fn a_heading_for_whose_text_there_is_no_room_begins_a_page() {
    let places = set(text(&[&[8, 8], &[4]], Wants::Text, 1));
    assert_eq!(at(&places, "band1"), (1, 0, 0.0));
    // Here there would be room for three lines, but what comes next holds together.
    let mut list = text(&[&[5, 5]], Wants::Text, 1);
    list.nodes.push(band("heading", 1, Wants::Text));
    list.strip(strip("block", 5));
    let places = set(list);
    assert_eq!((at(&places, "heading"), at(&places, "block")), ((1, 0, 0.0), (1, 0, 1.0)));
}

#[test]
fn the_text_goes_on_where_a_figure_waits() {
    let places = set(text(&[&[7, 7], &[4, 7, 6]], Wants::Room, 5));
    assert_eq!(at(&places, "band1"), (1, 0, 0.0));
    let on_first = places.iter().filter(|(_, place)| place.0 == 0).count();
    assert!(on_first >= 18, "{places:?}");
    assert!(places.iter().filter(|(_, place)| place.0 == 1).skip(1).all(|(_, place)| place.2 >= 5.0));
    // One that stays ends the page.
    let places = set(text(&[&[7, 7], &[4, 7, 6]], Wants::Place, 5));
    assert_eq!(places.iter().filter(|(_, place)| place.0 == 0).count(), 14);
}

#[test]
fn notes_stand_at_the_foot_of_their_column_below_everything() {
    let mut list = text(&[&[4], &[4]], Wants::Text, 1);
    let mut notes = NoteList::default();
    let mut note = |node: usize, name: &str| {
        let Node::Strip(strip) = &mut list.nodes[node] else { panic!("a line") };
        let id = NoteId(notes.notes.len() as u32);
        strip.notes.push(id);
        notes.notes.push((id, vec![Node::Strip(self::strip(name, 1))]));
    };
    note(0, "first");
    note(7, "second");
    let (places, _) = set_below(list, notes, 0);
    assert_eq!(at(&places, "first"), (0, 0, 8.0));
    assert_eq!(at(&places, "second"), (0, 0, 9.0));
    assert_eq!(at(&places, "band1"), (0, 0, 3.0));
}

#[test]
fn what_wants_pages_has_them_and_the_text_goes_on_before() {
    let mut list = text(&[&[4]], Wants::Text, 1);
    let bleed = Node::Float { strip: strip("bleed", 10), placement: Placement::Bleed };
    let own = VerticalList { nodes: vec![bleed], ..VerticalList::default() };
    list.nodes.push(Node::Band(Box::new(Band { list: own, wants: Wants::Pages, ..Band::default() })));
    paragraphs(&mut list, &[8, 8, 4]);
    let places = set(list);
    assert_eq!(at(&places, "bleed").0, 1);
    assert!(places.iter().filter(|(_, place)| place.0 == 0).count() >= 18, "{places:?}");
    assert!(places.iter().filter(|(_, place)| place.0 == 2).count() >= 4);
}

#[test]
fn a_turned_page_ends_columns_level() {
    let mut list = text(&[&[4]], Wants::Text, 1);
    list.turn();
    paragraphs(&mut list, &[4]);
    let pages: Vec<(usize, i64)> = set(list).iter().map(|(_, place)| (place.0, place.1)).collect();
    assert_eq!(pages, [(0, 0), (0, 0), (0, 1), (0, 1), (1, 0), (1, 0), (1, 1), (1, 1)]);
}

#[test]
fn a_table_higher_than_a_page_goes_on_across_pages() {
    let mut list = text(&[&[4]], Wants::Text, 1);
    let mut rows = VerticalList::default();
    for row in 0..25 {
        rows.strip(strip(&format!("row{row}"), 1));
        rows.allow_break(0);
    }
    list.nodes.push(Node::Band(Box::new(Band { list: rows, above: leading(), ..Band::default() })));
    paragraphs(&mut list, &[4]);
    let places = set(list);
    assert_eq!((at(&places, "row0"), at(&places, "row6").0, at(&places, "row7").0), ((0, 0, 3.0), 0, 1));
    assert_eq!(at(&places, "row24"), (2, 0, 7.0));
    assert_eq!(places.last().map(|(_, place)| (place.1, place.2)), Some((1, 9.0)));
}

fn spanning() -> impl Strategy<Value = Vec<Option<(i64, Wants)>>> {
    let wants = vec![Wants::Text, Wants::Place, Wants::Room, Wants::Head, Wants::Pages];
    let one = (1i64..8, prop::sample::select(wants));
    prop::collection::vec(prop::option::weighted(0.25, one), 40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_stands_over_anything(
        pieces in prop::collection::vec(piece(), 1..40),
        bands in spanning(),
        head in 0i64..6,
    ) {
        let (mut list, mut notes, mut names, mut spans) =
            (VerticalList::default(), NoteList::default(), Vec::new(), Vec::new());
        for (i, (one, band)) in pieces.iter().zip(&bands).enumerate() {
            // Each piece is listed by itself, so that its names begin with its number.
            let (mut more, more_notes, more_names) = listed(std::slice::from_ref(one));
            let rename = |name: &str| format!("{i}:{name}");
            let id = NoteId(i as u32);
            for node in &mut more.nodes {
                if let Node::Strip(strip) = node {
                    rename_all(strip, &rename);
                    strip.notes.iter_mut().for_each(|note| *note = id);
                }
            }
            for (_, mut nodes) in more_notes.notes {
                nodes.iter_mut().for_each(|node| if let Node::Strip(strip) = node { rename_all(strip, &rename) });
                notes.notes.push((id, nodes));
            }
            if let Piece::Figure(lines, placement) = one {
                float(&mut list, &rename("f0"), *lines, *placement);
            }
            names.extend(more_names.iter().map(|name| rename(name)));
            list.nodes.append(&mut more.nodes);
            if let Some((lines, wants)) = band {
                let placement = Placement::Page;
                let own = Node::Float { strip: strip(&rename("b"), *lines), placement };
                let own = VerticalList { nodes: vec![own], ..VerticalList::default() };
                let paged = Node::Band(Box::new(Band { list: own, wants: *wants, ..Band::default() }));
                let is_paged = *wants == Wants::Pages;
                list.nodes.push(if is_paged { paged } else { self::band(&rename("b"), *lines, *wants) });
                spans.push((rename("b"), *lines, is_paged));
            }
        }
        let figures = pieces.iter().filter(|piece| matches!(piece, Piece::Figure(..))).count();
        let (places, found) = set_below(list, notes.clone(), head);
        let kind = |name: &str| name.split_once(':').map_or(' ', |(_, rest)| rest.chars().next().unwrap_or(' '));
        let text: Vec<&String> = places.iter().map(|(name, _)| name).filter(|name| kind(name) == 'p').collect();
        prop_assert_eq!(text, names.iter().collect::<Vec<_>>());
        prop_assert_eq!(places.iter().filter(|(name, _)| kind(name) == 'f').count(), figures);
        prop_assert_eq!(places.iter().filter(|(name, _)| kind(name) == 'b').count(), spans.len());
        let noted: usize = notes.notes.iter().map(|(_, lines)| lines.len()).sum();
        prop_assert_eq!(places.iter().filter(|(name, _)| kind(name) == 'n').count(), noted);
        if found.sorted().iter().any(|finding| finding.code == Code::BadPageBreak || finding.code == Code::TooHigh) {
            return Ok(());
        }
        let mut taken = BTreeSet::new();
        for (name, (page, column, y)) in &places {
            let span = spans.iter().find(|(band, ..)| band == name);
            if kind(name) == 'f' || span.is_some_and(|(.., paged)| *paged) || name == "head" {
                continue;
            }
            let (lines, columns) = span.map_or((1, *column..column + 1), |(_, lines, _)| (*lines, 0..2));
            for (line, column) in (0..lines).flat_map(|line| columns.clone().map(move |column| (line, column))) {
                let row = ((y + line as f64) * 10.0).round() as i64;
                prop_assert!((0..=(LINES - 1) * 10).contains(&row), "{} {:?}", name, places);
                prop_assert!(taken.insert((*page, column, row)), "{} {:?}", name, places);
            }
        }
    }
}

fn rename_all(strip: &mut Strip, rename: &impl Fn(&str) -> String) {
    for item in &mut strip.items {
        if let Item::Anchor { id, .. } = item {
            id.0 = rename(&id.0);
        }
    }
}
