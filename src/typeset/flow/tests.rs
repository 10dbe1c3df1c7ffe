//! Structures as strips: where their lines stand, and where a page may end in them.

use super::group::KEPT;
use super::{Cost, Flow, Node, Strip, TURN, UNWELCOME, VerticalList, plain};
use crate::design::{DefinitionStyle, Design, Place};
use crate::diagnostic::Diagnostics;
use crate::document::{
    Admonition, AdmonitionKind, Alignment, Attr, Block, BlockKind, Code, Definition, Document, Draft, Group, GroupRole,
    Heading, Inline, InlineKind, Note, NoteId, Stanza, Verse, VerseLine,
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
fn a_block_that_shows_nothing_takes_no_place() {
    let quote = block(BlockKind::Quote(Vec::new()));
    let nodes = set(&Design::default(), &[words("a", 3), quote.clone(), words("b", 3), quote]);
    assert_eq!(strips(&nodes).len(), 2);
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

/// Where the strips of a list begin and end.
fn places(nodes: &[Node], leading: Length) -> Vec<(Length, Length)> {
    let at = |node: usize| VerticalList::height(&nodes[..node], leading);
    (0..nodes.len()).filter(|i| matches!(nodes[*i], Node::Strip(_))).map(|i| (at(i), at(i + 1))).collect()
}

fn gaps(nodes: &[Node], leading: Length) -> Vec<Length> {
    let places = places(nodes, leading);
    places.windows(2).map(|two| two[1].0 - two[0].1).filter(|gap| *gap > Length::ZERO).collect()
}

fn code(text: &str) -> Block {
    block(BlockKind::Code(Code { text: text.into(), ..Code::default() }))
}

fn admonition(blocks: Vec<Block>) -> Block {
    block(BlockKind::Admonition(Admonition { kind: AdmonitionKind::Note, title: Vec::new(), blocks }))
}

#[test]
fn blocks_that_follow_one_another_are_equally_far_apart() {
    let design = Design::default();
    let leading = design.page.leading;
    let boxed = |lines| admonition(vec![words("word", lines), code("a\n")]);
    let blocks = [words("word", 30), code("a\n"), code("a\nb\n"), boxed(5), boxed(50), words("word", 30)];
    let nodes = set(&design, &blocks);
    let gaps = gaps(&nodes, leading);
    // Around the first code, between four blocks, in two boxes, and below the last.
    assert_eq!(gaps.len(), 7, "{gaps:?}");
    let between = [gaps[1], gaps[2], gaps[4]];
    assert!(between.iter().all(|gap| *gap == (leading / 2) + (leading / 4)), "{gaps:?}");
    assert!((gaps[0] - gaps[6]).0.abs() <= 1, "the same above as below: {gaps:?}");
    let end = places(&nodes, leading).last().expect("the text").1;
    assert_eq!(end.0 % leading.0, 0, "the text below is on the grid");
}

#[test]
fn no_space_grows_below_a_heading_or_before_what_is_announced() {
    let grows = |blocks: &[Block]| -> Vec<bool> {
        let nodes = set(&Design::default(), blocks);
        nodes.iter().filter_map(|node| if let Node::Space { grows, .. } = node { Some(*grows) } else { None }).collect()
    };
    let heading = Heading { level: 2, content: vec![plain("Terms")], short: None, span: Span::default() };
    let heading = block(BlockKind::Heading(heading));
    assert_eq!(grows(&[words("word", 9), heading, code("a\n")])[..2], [true, false]);
    assert_eq!(grows(&[words("as here:", 9), code("a\n")]), [false, true]);
    assert_eq!(grows(&[words("word", 9), code("a\n")]), [true, true]);
}

#[test]
fn the_first_line_of_a_part_of_code_is_not_left_at_the_foot_of_a_page() {
    let more = "more\n".repeat(12);
    let nodes = set(&Design::default(), &[code(&format!("a\nb\nc\n\nd\ne\nf\ng\n{more}"))]);
    // Below b, below c before the blank line, below that line, below d, below e, below f.
    assert_eq!(costs(&nodes)[..5], [20, 0, 20, UNWELCOME, 20]);
    // Nothing of a blank line stands at the head of a page.
    let blank = nodes.iter().position(|node| matches!(node, Node::Break(0))).expect("a break before the blank line");
    assert!(matches!(nodes[blank + 1], Node::Space { .. }), "{:?}", nodes[blank + 1]);
    // A line of its own above a blank one (the name of a file) is not left there either: below b, below c.
    let nodes = set(&Design::default(), &[code(&format!("a\n\nb\nc\nd\ne\n{more}"))]);
    assert_eq!(costs(&nodes)[..2], [UNWELCOME, 20]);
}

#[test]
fn a_short_exercise_had_rather_stay_whole() {
    let exercise = |lines: usize| group(GroupRole::Exercise, vec![words("question", 20), code(&"a\n".repeat(lines))]);
    let inner = |lines: usize| {
        let nodes = set(&Design::default(), &[exercise(lines), words("after", 2)]);
        let last = nodes.iter().rposition(|node| matches!(node, Node::Break(_))).expect("a break");
        *costs(&nodes[..last]).iter().min().expect("a break")
    };
    // Some lines of its question, the ground of the code, and what stands on it.
    assert_eq!(inner(2), 1_500);
    assert!(inner(30) < 1_500);
}

#[test]
fn a_short_block_of_code_had_rather_stay_whole() {
    let least =
        |lines: usize| *costs(&set(&Design::default(), &[code(&"a\n".repeat(lines))])).iter().min().expect("some");
    assert_eq!((least(16), least(17)), (420, 20));
}

#[test]
fn titles_of_many_lines_are_set_smaller() {
    let design = Design::default();
    let title = design.types.chapter_title.clone();
    let size = |count: usize| {
        let document = Document::settled(Draft::default());
        let (fonts, mut diagnostics) = (FontBook::builtin(), Diagnostics::default());
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let mut flow = Flow::new(&mut setter, &design);
        flow.title(&[plain(&"word ".repeat(count))], &title);
        runs(strips(&flow.finish().0.nodes)[0])[0].size
    };
    assert!(size(60) < size(8));
    assert_eq!(size(8), title.text.size);
    assert!(size(400) >= design.types.text.size);
}

#[test]
fn code_in_a_note_has_its_ground() {
    let mut draft = Draft::default();
    let blocks = vec![words("note", 3), code("a\nb\n")];
    draft.notes.push(Note { label: "n".into(), number: 1, blocks, span: Span::default() });
    let document = Document::settled(draft);
    let (fonts, mut diagnostics, design) = (FontBook::builtin(), Diagnostics::default(), Design::default());
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    let mut flow = Flow::new(&mut setter, &design);
    let mark = Inline::new(InlineKind::NoteRef(NoteId(0)), Span::default());
    flow.blocks(&[block(BlockKind::Paragraph(vec![plain("text"), mark]))]);
    let notes = flow.finish().1;
    let grounds = strips(&notes.notes[0].1).into_iter().filter(
        |strip| matches!(&strip.items[..], [Item::Rule { frame, .. }, ..] if frame.size.height == strip.height),
    );
    assert_eq!(grounds.count(), 4, "two lines and the space around them");
}
