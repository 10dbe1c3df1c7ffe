//! Structures as strips: where their lines stand, and where a page may end in them.

use super::group::KEPT;
use super::{Cost, Flow, Node, Strip, TURN, plain};
use crate::design::{DefinitionStyle, Design, Place};
use crate::diagnostic::Diagnostics;
use crate::document::{
    Alignment, Attr, Block, BlockKind, Definition, Document, Draft, Group, GroupRole, Stanza, Verse, VerseLine,
};
use crate::font::FontBook;
use crate::page::{GlyphRun, Item};
use crate::source::Span;
use crate::typeset::paragraph::Setter;
use crate::units::Length;

/// The nodes of blocks in a design.
fn set(design: &Design, blocks: &[Block]) -> Vec<Node> {
    let document = Document::settled(Draft::default());
    let (fonts, mut diagnostics) = (FontBook::builtin(), Diagnostics::default());
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    let mut flow = Flow::new(&mut setter, design);
    flow.blocks(blocks);
    flow.finish().0.nodes
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

fn words(text: &str, times: usize) -> Block {
    block(BlockKind::Paragraph(vec![plain(&format!("{text} ").repeat(times))]))
}

fn group(role: GroupRole, blocks: Vec<Block>) -> Block {
    block(BlockKind::Group(Group { role, blocks }))
}

fn strips(nodes: &[Node]) -> Vec<&Strip> {
    nodes.iter().filter_map(|node| if let Node::Strip(strip) = node { Some(strip) } else { None }).collect()
}

fn runs(strip: &Strip) -> Vec<&GlyphRun> {
    strip.items.iter().filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None }).collect()
}

fn costs(nodes: &[Node]) -> Vec<Cost> {
    nodes.iter().filter_map(|node| if let Node::Break(cost) = node { Some(*cost) } else { None }).collect()
}

fn poem(lines: &[&str], numbered: bool) -> Block {
    let line = |text: &&str| VerseLine { indent: 0, content: vec![plain(text)] };
    let stanzas = vec![Stanza { lines: lines.iter().map(line).collect() }];
    block(BlockKind::Verse(Verse { stanzas, numbered, ..Verse::default() }))
}

#[test]
fn parts_side_by_side_share_their_lines() {
    let design = Design::default();
    let column = |share, text| group(GroupRole::Column { share }, vec![words(text, 20)]);
    let columns = group(GroupRole::Columns, vec![column(Some(400), "left"), column(None, "right")]);
    let nodes = set(&design, &[columns]);
    let first = strips(&nodes)[0];
    let at = |word: &str| runs(first).iter().find(|run| run.text.contains(word)).map(|run| run.origin);
    let (left, right) = (at("left").expect("the left part"), at("right").expect("the right part"));
    assert_eq!(left.y, right.y);
    let gap = design.structures.column_gap;
    // A letter may hang over the edge of its column a little.
    assert!((right.x - (design.page.measure() - gap).scale(0.4) - gap).to_pt().abs() < 1.0);
}

#[test]
fn parallel_paragraphs_begin_at_one_height() {
    let column = |counts: [usize; 2], text| {
        group(GroupRole::Column { share: None }, counts.map(|count| words(text, count)).to_vec())
    };
    let columns = group(GroupRole::Columns, vec![column([5, 5], "short"), column([60, 5], "long")]);
    let nodes = set(&Design::default(), &[columns]);
    let with = |word: &str| -> Vec<usize> {
        let strips = strips(&nodes);
        (0..strips.len()).filter(|i| runs(strips[*i]).iter().any(|run| run.text.contains(word))).collect()
    };
    let (short, long) = (with("short"), with("long"));
    assert_eq!(short.first(), long.first());
    assert_eq!(short.last(), long.last(), "the second paragraphs");
    assert!(short.len() < long.len());
}

#[test]
fn columns_without_room_stand_one_below_the_other() {
    let column = |_| group(GroupRole::Column { share: None }, vec![words("word", 3)]);
    let nodes = set(&Design::default(), &[group(GroupRole::Columns, (0..9).map(column).collect())]);
    let tops: Vec<Length> = strips(&nodes).iter().flat_map(|strip| runs(strip)).map(|run| run.origin.x).collect();
    assert!(strips(&nodes).len() >= 9 && tops.iter().all(|x| *x < Length::pt(20.0)));
}

#[test]
fn a_page_ends_where_the_author_ends_it_and_not_in_what_is_kept() {
    let kept = group(GroupRole::Kept, vec![words("word", 80), words("word", 80)]);
    let nodes = set(&Design::default(), &[words("word", 3), block(BlockKind::PageBreak), kept]);
    let costs = costs(&nodes);
    assert_eq!(costs.iter().filter(|cost| **cost == TURN).count(), 1);
    assert!(costs.contains(&KEPT), "{costs:?}");
    let after = nodes.iter().position(|node| *node == Node::Break(TURN)).expect("the turn");
    let inside = nodes.iter().skip(after + 2).filter(|node| matches!(node, Node::Break(cost) if *cost < KEPT));
    assert_eq!(inside.count(), 0);
}

#[test]
fn a_signature_stands_at_the_right_and_stays_with_the_text() {
    let design = Design::default();
    let signature = group(GroupRole::Aligned(Alignment::Right), vec![words("Name", 1)]);
    let nodes = set(&design, &[words("word", 80), signature, words("word", 3)]);
    let name = nodes.iter().position(|node| match node {
        Node::Strip(strip) => runs(strip).iter().any(|run| run.text == "Name"),
        _ => false,
    });
    let name = name.expect("the name");
    assert!(matches!(nodes[name - 1], Node::Strip(_)), "no page ends before it");
    assert_eq!(nodes[name + 1], Node::Break(0));
    let Node::Strip(strip) = &nodes[name] else { panic!("a strip") };
    let run = runs(strip)[0];
    assert!((run.origin.x + run.width() - design.page.measure()).to_pt().abs() < 0.5);
}

#[test]
fn a_term_may_run_into_its_meaning() {
    let mut design = Design::default();
    let definition = Definition {
        term: vec![plain("Term")],
        attr: Attr::default(),
        definitions: vec![vec![words("meaning", 30)]],
        tight: true,
        span: Span::default(),
    };
    let list = block(BlockKind::Definitions(vec![definition]));
    assert_eq!(runs(strips(&set(&design, std::slice::from_ref(&list)))[0]).len(), 1, "the term alone");
    design.structures.definitions = DefinitionStyle::RunIn;
    let nodes = set(&design, &[list]);
    let lines = strips(&nodes);
    assert!(runs(lines[0]).len() > 1 && runs(lines[0])[0].text.starts_with("Term"));
    assert!((runs(lines[1])[0].origin.x - design.paragraph.inset).to_pt().abs() < 1.0);
}

#[test]
fn a_poem_may_stand_in_the_middle_by_its_longest_line() {
    let mut design = Design::default();
    design.structures.verse = Place::Centre;
    let nodes = set(&design, &[poem(&["A short line", "and one that is a good deal longer"], false)]);
    let lines: Vec<&GlyphRun> = strips(&nodes).iter().flat_map(|strip| runs(strip)).collect();
    assert!((lines[0].origin.x - lines[1].origin.x).to_pt().abs() < 1.0);
    let (left, right) = (lines[1].origin.x, design.page.measure() - lines[1].origin.x - lines[1].width());
    assert!((left - right).to_pt().abs() < 1.0, "{left} {right}");
}

#[test]
fn every_fifth_line_has_its_number_at_the_right() {
    let design = Design::default();
    let nodes = set(&design, &[poem(&["one", "two", "three", "four", "five", "six"], true)]);
    let lines = strips(&nodes);
    let numbers: Vec<usize> = (0..lines.len()).filter(|i| runs(lines[*i]).len() == 2).collect();
    assert_eq!(numbers, [4]);
    let number = runs(lines[4])[1];
    assert_eq!(number.text, "5");
    assert!((number.origin.x + number.width() - design.page.measure()).to_pt().abs() < 0.5);
}
