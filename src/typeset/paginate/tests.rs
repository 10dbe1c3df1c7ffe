//! Tests of page breaking on lists made by hand: a line is 10 pt high, a page has ten of them.

use super::*;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Id, Language, NoteId};
use crate::page::{Ink, Item};
use crate::source::{FileId, Span};
use crate::typeset::flow::{Node, Placement, Strip};
use crate::typeset::paragraph::{Align, ParagraphStyle, TextStyle};
use crate::units::Point;
use proptest::prelude::*;

pub(super) const LINES: i64 = 10;

pub(super) fn leading() -> Length {
    Length::pt(10.0)
}

pub(super) fn block() -> Block {
    Block::new(Length::pt(60.0), leading() * LINES, leading(), true, false)
}

/// A strip of so many lines with a name.
pub(super) fn strip(name: &str, lines: i64) -> Strip {
    let items = vec![Item::Anchor { id: Id(name.into()), at: Point::default() }];
    Strip { height: leading() * lines, items, span: Span::new(FileId(0), 0, 1), ..Strip::default() }
}

/// Paragraphs of so many lines, no page break next to their ends.
pub(super) fn paragraphs(list: &mut VerticalList, lines: &[i64]) {
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

pub(super) fn float(list: &mut VerticalList, name: &str, lines: i64, placement: Placement) {
    list.nodes.push(Node::Float { strip: strip(name, lines), placement });
}

/// What stands on a page: names with their distance from its head in lines.
type Set = (LeafKind, Vec<(String, f64)>);

/// Sets every paragraph in as many lines as are asked for, or none.
pub(super) struct Willing {
    pub(super) willing: bool,
    pub(super) diagnostics: Diagnostics,
}

impl Setting for Willing {
    fn otherwise(&mut self, _: &VerticalList, passage: &Passage, looseness: Looseness) -> Option<Otherwise> {
        let (name, count) = match looseness {
            Looseness::Looser => ("looser", passage.lines + 1),
            Looseness::Tighter => ("tighter", passage.lines - 1),
        };
        let strips = (0..count).map(|line| strip(&format!("{name}.{line}"), 1)).collect();
        self.willing.then_some(Otherwise { strips, demerits: 0.0 })
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.diagnostics
    }
}

fn set(list: VerticalList) -> Vec<Set> {
    set_in(list, NoteList::default(), block(), false).0
}

fn set_in(list: VerticalList, notes: NoteList, block: Block, willing: bool) -> (Vec<Set>, Diagnostics) {
    let mut setting = Willing { willing, diagnostics: Diagnostics::default() };
    let leaves = paginate(list, notes, block, &mut setting);
    let name = |item: &Item| match item {
        Item::Anchor { id, at } => Some((id.0.clone(), at.y.ratio(leading()))),
        Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } => None,
    };
    let pages = leaves.iter().map(|leaf| (leaf.kind, leaf.items.iter().filter_map(name).collect())).collect();
    (pages, setting.diagnostics)
}

/// Paragraphs whose last lines are of a width, and that can be set in another number of lines.
fn passages(list: &mut VerticalList, lines: &[i64], last: Length) {
    for (paragraph, count) in lines.iter().enumerate() {
        list.allow_break(0);
        let from = list.nodes.len();
        for line in 0..*count {
            list.strip(strip(&format!("{paragraph}.{line}"), 1));
            if line >= 1 && count - line > 2 {
                list.allow_break(0);
            }
        }
        let text = TextStyle {
            style: Default::default(),
            size: leading(),
            features: Default::default(),
            ink: Ink::BLACK,
            tracking: 0,
        };
        let style = ParagraphStyle::new(text, Align::Justify, Language("en".into()));
        list.passages.push(Passage::of(from, list.nodes.len(), *count, last, style));
    }
}

fn lines_of(pages: &[Set]) -> Vec<usize> {
    pages.iter().map(|(_, names)| names.len()).collect()
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
fn pages_that_do_not_face_each_other_need_not_end_level() {
    // A verso of eight lines, and a recto that could be as short: only where they lie side by side.
    let paragraphs_of = |is_facing| {
        let mut list = VerticalList::default();
        paragraphs(&mut list, &[3, 3, 3, 3, 4, 3, 3, 4, 4]);
        let (pages, _) = set_in(list, NoteList::default(), block().facing(is_facing), false);
        lines_of(&pages)
    };
    let (facing, single) = (paragraphs_of(true), paragraphs_of(false));
    assert_eq!(facing.iter().sum::<usize>(), single.iter().sum::<usize>());
    assert_eq!(facing[1], facing[2], "{facing:?}");
    assert_ne!(single[1], single[2], "{single:?}");
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

#[test]
fn a_short_page_is_filled_by_a_looser_paragraph() {
    let full = Length::pt(95.0);
    let mut list = VerticalList::default();
    passages(&mut list, &[3, 3, 3, 3, 3, 3, 3, 3, 3, 5], full);
    let (as_it_is, _) = set_in(list.clone(), NoteList::default(), block(), false);
    assert_eq!(lines_of(&as_it_is), [9, 9, 9, 5]);
    let (pages, _) = set_in(list, NoteList::default(), block(), true);
    assert_eq!(lines_of(&pages), [10, 10, 10, 5]);
    assert!(pages[0].1.iter().any(|(name, _)| name == "looser.3"));
    let lowest = pages[0].1.iter().map(|(_, y)| *y).fold(0.0, f64::max);
    assert_eq!(lowest, 9.0);
}

#[test]
fn a_page_that_is_a_line_too_full_is_saved_by_a_tighter_paragraph() {
    let mut list = VerticalList::default();
    passages(&mut list, &[5, 3, 3], Length::pt(8.0));
    let (pages, _) = set_in(list, NoteList::default(), block(), true);
    assert_eq!(lines_of(&pages), [10]);
}

#[test]
fn an_ornament_is_shown_only_at_the_edge_of_a_page() {
    for (before, shown) in [(4, false), (9, true), (10, true)] {
        let mut list = VerticalList::default();
        list.strip(strip("text", before));
        list.allow_break(0);
        list.nodes.push(Node::AtEdge(strip("ornament", 1)));
        list.allow_break(0);
        list.strip(strip("after", 5));
        let pages = set(list);
        let is_shown = pages.iter().flat_map(|page| &page.1).any(|(name, _)| name == "ornament");
        assert_eq!(is_shown, shown, "{before} lines before");
        let y = place(&pages, "after").1;
        assert_eq!(y, [(4, 5.0), (9, 0.0), (10, 1.0)].iter().find(|(lines, _)| *lines == before).expect("one").1);
    }
}

#[test]
fn off_the_grid_white_space_stretches_until_the_page_is_full() {
    let mut list = VerticalList { off_grid: true, ..VerticalList::default() };
    for name in ["a", "b", "c", "d", "e"] {
        list.allow_break(0);
        list.space(Length::pt(5.0), true);
        list.return_to_grid();
        list.strip(strip(name, 3));
    }
    let (pages, _) = set_in(list, NoteList::default(), Block { grid: false, ..block() }, false);
    // Three strips of three lines, and ten points between them.
    let y: Vec<f64> = pages[0].1.iter().map(|(_, y)| *y).collect();
    assert_eq!(y, [0.0, 3.5, 7.0]);
}

#[test]
fn no_word_is_broken_over_the_turn_of_a_page() {
    let mut list = VerticalList::default();
    for line in 0..26 {
        list.strip(Strip { hyphenated: line == 9, ..strip(&format!("{line}"), 1) });
        list.allow_break(0);
    }
    assert_eq!(lines_of(&set(list.clone()))[0], 9);
    // On a left-hand page it is better than facing pages of unequal height.
    let (pages, _) = set_in(list, NoteList::default(), Block { starts_verso: true, ..block() }, false);
    assert!(lines_of(&pages)[0] >= 9);
}

#[test]
fn a_last_page_has_more_than_a_line_or_two() {
    let mut list = VerticalList::default();
    for line in 0..21 {
        list.strip(strip(&format!("{line}"), 1));
        list.allow_break(0);
    }
    assert!(lines_of(&set(list)).last().is_some_and(|last| *last >= 3));
}

#[test]
fn a_page_that_must_end_where_none_should_is_told_of() {
    let mut list = VerticalList::default();
    let span = |line: u32| Span { start: line, end: line + 1, ..Span::default() };
    (0..25).for_each(|line| list.strip(Strip { span: span(line), ..strip(&format!("{line}"), 1) }));
    let (pages, found) = set_in(list, NoteList::default(), block(), false);
    assert_eq!(lines_of(&pages), [10, 10, 5]);
    let places: Vec<_> = found.sorted().into_iter().filter(|f| f.code == Code::BadPageBreak).collect();
    assert_eq!(places.len(), 2, "one for each page that ends so: {places:?}");
}

/// Two thousand pages in one chapter: time and memory grow with its length only.
#[test]
fn a_chapter_of_two_thousand_pages_is_cut_in_no_time() {
    let mut list = VerticalList::default();
    let lines: Vec<i64> = (0..4_000).map(|i| 2 + i * 7 % 9).collect();
    passages(&mut list, &lines, Length::pt(40.0));
    let wanted = lines.iter().sum::<i64>() as usize;
    let (pages, _) = set_in(list, NoteList::default(), block(), false);
    assert_eq!(lines_of(&pages).iter().sum::<usize>(), wanted);
    assert!(pages.len() > 2_000);
}

/// A piece of a list: a paragraph, space, a figure.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Paragraph { lines: i64, note: Option<i64>, grid: bool },
    Space(i64),
    Figure(i64, Placement),
}

pub(super) fn piece() -> impl Strategy<Value = Piece> {
    let placements = vec![Placement::Auto, Placement::Top, Placement::Foot, Placement::Page];
    prop_oneof![
        8 => (1i64..9, prop::option::weighted(0.2, 1i64..4), any::<bool>())
            .prop_map(|(lines, note, grid)| Piece::Paragraph { lines, note, grid }),
        2 => (1i64..20).prop_map(Piece::Space),
        1 => (1i64..9, prop::sample::select(placements)).prop_map(|(lines, place)| Piece::Figure(lines, place)),
    ]
}

/// The list of some pieces, its notes, and the names of its lines in order.
pub(super) fn listed(pieces: &[Piece]) -> (VerticalList, NoteList, Vec<String>) {
    let (mut list, mut notes, mut names) = (VerticalList::default(), NoteList::default(), Vec::new());
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Paragraph { lines, note, grid } => {
                list.allow_break(0);
                for line in 0..*lines {
                    let name = format!("p{i}.{line}");
                    let mut strip = strip(&name, 1);
                    if let (0, Some(lines)) = (line, note) {
                        let id = NoteId(i as u32);
                        strip.notes.push(id);
                        let line = |line| Node::Strip(self::strip(&format!("n{i}.{line}"), 1));
                        notes.notes.push((id, (0..*lines).map(line).collect()));
                    }
                    names.push(name);
                    list.strip(strip);
                    if line >= 1 && lines - line > 2 {
                        list.allow_break(0);
                    }
                }
                if *grid {
                    list.return_to_grid();
                }
            }
            Piece::Space(points) => list.space(Length::pt(*points as f64), points % 2 == 0),
            Piece::Figure(lines, placement) if !list.nodes.is_empty() => {
                float(&mut list, &format!("f{i}"), *lines, *placement);
            }
            Piece::Figure(..) => {}
        }
    }
    (list, notes, names)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_stands_on_one_page_inside_the_block_and_in_order(pieces in prop::collection::vec(piece(), 1..40)) {
        let (list, notes, names) = listed(&pieces);
        let ids: Vec<String> = notes.notes.iter().map(|(id, _)| id.0.to_string()).collect();
        let figures = list.nodes.iter().filter(|node| matches!(node, Node::Float { .. })).count();
        let (pages, found) = set_in(list, notes, block(), false);
        let shown: Vec<&(String, f64)> = pages.iter().flat_map(|page| &page.1).collect();
        let of = |kind: char| shown.iter().filter(|(name, _)| name.starts_with(kind)).count();
        let text: Vec<String> =
            shown.iter().filter(|(name, _)| name.starts_with('p')).map(|(name, _)| name.clone()).collect();
        prop_assert_eq!(text, names);
        prop_assert_eq!(of('f'), figures);
        prop_assert!(shown.iter().all(|(_, y)| *y >= 0.0 && *y < LINES as f64));
        for id in ids {
            let first = format!("n{id}.0");
            prop_assert!(shown.iter().any(|(name, _)| *name == first));
        }
        // No first and no last line of a paragraph of two or more stands alone on its page, unless that is told of.
        let told = found.sorted().iter().any(|finding| finding.code == Code::BadPageBreak);
        let split = |name: &str| name.split_once('.').map(|(of, line)| (of.to_string(), line.to_string()));
        for (_, names) in pages.iter().filter(|_| !told) {
            let lines: Vec<(String, String)> =
                names.iter().filter(|(name, _)| name.starts_with('p')).filter_map(|(name, _)| split(name)).collect();
            for (paragraph, line) in &lines {
                let here = lines.iter().filter(|(other, _)| other == paragraph).count();
                let all = shown.iter().filter_map(|(name, _)| split(name)).filter(|(p, _)| p == paragraph).count();
                let is_edge = *line == "0" || *line == (all - 1).to_string();
                prop_assert!(here >= 2 || all == 1 || !is_edge, "{paragraph}.{line} of {all} in {pages:?}");
            }
        }
    }

    #[test]
    fn pages_cost_no_more_than_when_each_is_filled(pieces in prop::collection::vec(piece(), 1..40)) {
        let (list, notes, _) = listed(&pieces);
        let galley = Galley::new(list, notes, block());
        let best = breaks::choose(&galley, Part::whole(&galley), block(), &vary::Variants::default());
        prop_assert!(best.cost <= breaks::greedy(&galley, block()));
    }

    #[test]
    fn paragraphs_that_change_lose_nothing(lines in prop::collection::vec(1i64..9, 1..60), last in 1i64..100) {
        let mut list = VerticalList::default();
        passages(&mut list, &lines, Length::pt(last as f64));
        let (pages, found) = set_in(list, NoteList::default(), block(), true);
        prop_assert!(found.sorted().is_empty());
        prop_assert!(lines_of(&pages).iter().all(|lines| *lines as i64 <= LINES));
        let shown = lines_of(&pages).iter().sum::<usize>() as i64;
        let all = lines.iter().sum::<i64>();
        let changed = |name: &str| pages.iter().flat_map(|page| &page.1).filter(|(n, _)| n == name).count() as i64;
        prop_assert_eq!(shown, all + changed("looser.0") - changed("tighter.0"));
    }
}

#[test]
fn a_small_figure_does_not_stand_forlorn_on_a_page() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[4, 4]);
    float(&mut list, "a", 3, Placement::Auto);
    float(&mut list, "b", 3, Placement::Top);
    paragraphs(&mut list, &[5, 6, 5, 6]);
    let pages = set(list);
    assert!(pages.iter().all(|page| page.0 == LeafKind::Text), "{pages:?}");
}

#[test]
fn what_bleeds_has_its_page_and_the_text_goes_on_around_it() {
    let mut list = VerticalList::default();
    paragraphs(&mut list, &[5]);
    float(&mut list, "picture", 10, Placement::Bleed);
    paragraphs(&mut list, &[5, 4]);
    let kinds: Vec<LeafKind> = set(list).iter().map(|page| page.0).collect();
    assert_eq!(kinds, [LeafKind::Text, LeafKind::Bleed, LeafKind::Text]);
}
