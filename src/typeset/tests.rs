//! Books set as a whole: what stands on which page.

use super::*;
use crate::document::{
    Block as TreeBlock, BlockKind, Code, Draft, Heading, Id, Inline, InlineKind, List, ListItem, Note, NoteId, Role,
};
use crate::source::Span;

fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

fn paragraph(words: usize) -> TreeBlock {
    let content: Vec<&str> =
        ["one", "fine", "morning", "the", "printer", "came"].into_iter().cycle().take(words).collect();
    TreeBlock::new(BlockKind::Paragraph(vec![text(&content.join(" "))]), Span::default())
}

fn noted(words: usize, note: u32) -> TreeBlock {
    let mut block = paragraph(words);
    if let BlockKind::Paragraph(content) = &mut block.kind {
        content.push(Inline::new(InlineKind::NoteRef(NoteId(note)), Span::default()));
    }
    block
}

fn division(title: &str, role: Role, blocks: Vec<TreeBlock>, children: Vec<Division>) -> Division {
    let id = Id(title.to_lowercase().replace(' ', "-"));
    let heading = Some(Heading { level: 1, content: vec![text(title)], short: None, span: Span::default() });
    Division { id, heading, blocks, children, ..Division::new(role, title, Span::default()) }
}

fn book(divisions: Vec<Division>, notes: usize, note_words: usize) -> Document {
    let note = |i: usize| Note {
        label: format!("{i}"),
        number: i as u32 + 1,
        blocks: vec![paragraph(note_words)],
        span: Span::default(),
    };
    let mut draft = Draft { divisions, notes: (0..notes).map(note).collect(), ..Draft::default() };
    draft.metadata.title = "A Book".into();
    Document::settled(draft)
}

fn set(document: &Document) -> Pages {
    typeset(document, &Design::default(), &FontBook::builtin(), &mut Diagnostics::default())
}

fn words(page: &crate::page::Page) -> String {
    let texts = page.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run.text.as_str()),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// The lowest baseline of a page, relative to the text block, in lines of the grid.
fn lowest(page: &crate::page::Page, design: &Design) -> f64 {
    let baselines = page.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run.origin.y - design.page.head),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    });
    baselines.max().unwrap_or_default().ratio(design.page.leading)
}

#[test]
fn front_matter_has_roman_numbers_and_the_text_begins_on_a_right_hand_page() {
    let document = book(
        vec![
            division("Alpha", Role::Chapter, vec![paragraph(900)], vec![]),
            division("Beta", Role::Chapter, vec![paragraph(30)], vec![]),
        ],
        0,
        0,
    );
    let pages = set(&document);
    let labels: Vec<String> = pages.pages.iter().map(|p| p.label.to_string()).collect();
    assert_eq!(labels, ["i", "ii", "iii", "iv", "v", "vi", "1", "2", "3", "4"]);
    assert!(words(&pages.pages[4]).contains("Alpha"), "the contents");
    assert!(pages.pages[5].items.is_empty() && pages.pages[5].furniture.is_empty());
    assert_eq!(
        pages.outline.iter().map(|e| e.title.as_str()).collect::<Vec<_>>(),
        ["Title page", "Contents", "Alpha", "Beta"]
    );
}

#[test]
fn chapters_that_open_on_the_right_follow_blank_pages_without_heads() {
    let mut design = Design::default();
    design.book.open_recto = true;
    let chapter = |title, words| division(title, Role::Chapter, vec![paragraph(words)], vec![]);
    let document = book(vec![chapter("Alpha", 40), chapter("Beta", 40), chapter("Gamma", 900)], 0, 0);
    let pages = typeset(&document, &design, &FontBook::builtin(), &mut Diagnostics::default()).pages;
    let text: Vec<_> = pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
    for title in ["Alpha", "Beta", "Gamma"] {
        let page = text.iter().find(|page| words(page).contains(title)).expect("it is set");
        assert_eq!(page.label.number % 2, 1, "{title}");
    }
    let blank: Vec<u32> = text.iter().filter(|p| p.items.is_empty()).map(|p| p.label.number).collect();
    assert_eq!(blank, [2, 4]);
    assert!(text.iter().all(|page| page.items.is_empty() == page.furniture.is_empty()));
}

#[test]
fn full_pages_of_plain_text_end_level() {
    let design = Design::default();
    let paragraphs = (0..60).map(|i| paragraph(20 + i * 7 % 90)).collect();
    let pages = set(&book(vec![division("Alpha", Role::Chapter, paragraphs, vec![])], 0, 0));
    let text: Vec<_> = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
    assert!(text.len() > 5);
    for page in &text[..text.len() - 1] {
        assert!(lowest(page, &design) > design.page.lines() as f64 - 2.0, "{}", page.label);
    }
}

#[test]
fn every_note_stands_on_the_page_of_its_mark() {
    let blocks = (0..40).map(|i| noted(60 + i as usize % 37, i)).collect();
    let pages = set(&book(vec![division("Alpha", Role::Chapter, blocks, vec![])], 40, 25));
    let design = Design::default();
    let mut seen = 0;
    for page in &pages.pages {
        let has = |name: String| page.items.iter().any(|i| matches!(i, Item::Anchor { id, .. } if id.0 == name));
        for note in (1..=40).filter(|n| has(format!("fnref.{n}"))) {
            assert!(has(format!("fn.{note}")), "note {note} on {}", page.label);
            seen += 1;
        }
        assert!(lowest(page, &design) <= design.page.lines() as f64, "{}", page.label);
    }
    assert_eq!(seen, 40);
}

#[test]
fn a_note_longer_than_a_page_goes_on_and_nothing_is_lost() {
    let blocks = vec![paragraph(200), noted(50, 0), paragraph(300)];
    let pages = set(&book(vec![division("Alpha", Role::Chapter, blocks, vec![])], 1, 2_500));
    let design = Design::default();
    let count: usize = pages
        .pages
        .iter()
        .filter(|p| p.label.style == LabelStyle::Arabic)
        .map(|p| words(p).replace('\u{AD}', "").matches("printer").count())
        .sum();
    let written = |words: usize| (0..words).filter(|w| w % 6 == 4).count();
    assert_eq!(count, written(200) + written(50) + written(300) + written(2_500));
    assert!(pages.pages.iter().all(|page| lowest(page, &design) <= design.page.lines() as f64));
}

#[test]
fn a_heading_is_never_last_on_its_page() {
    for words in (300..700).step_by(7) {
        let section = division("Gamma", Role::Section, vec![paragraph(90)], vec![]);
        let pages = set(&book(vec![division("Alpha", Role::Chapter, vec![paragraph(words)], vec![section])], 0, 0));
        let mut text = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic);
        let page = text.rfind(|p| words_of_heading(p)).expect("the heading is set");
        let after = page.items.iter().skip_while(|i| !matches!(i, Item::Glyphs(r) if r.text.contains("Gamma"))).count();
        assert!(after > 2, "{words} words");
    }
}

fn words_of_heading(page: &crate::page::Page) -> bool {
    words(page).contains("Gamma")
}

#[test]
fn a_running_head_of_one_long_word_keeps_clear_of_the_folio() {
    let title = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let pages = set(&book(vec![division(title, Role::Chapter, vec![paragraph(900)], vec![])], 0, 0));
    let mut heads = 0;
    for page in &pages.pages {
        let runs: Vec<_> = page
            .furniture
            .iter()
            .filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
            .map(|run| (run.origin.x, run.origin.x + run.width(), run.text.ends_with('…')))
            .collect();
        heads += runs.iter().filter(|run| run.2).count();
        for (i, one) in runs.iter().enumerate() {
            assert!(runs[..i].iter().all(|other| other.1 <= one.0 || one.1 <= other.0), "{runs:?}");
        }
    }
    assert!(heads > 0);
}

#[test]
fn code_longer_than_a_page_and_lists_of_any_depth_are_set() {
    let code = (0..120).map(|i| format!("line {i}\n")).collect::<String>();
    let mut list = TreeBlock::new(BlockKind::Paragraph(vec![text("deep")]), Span::default());
    for _ in 0..40 {
        let item = ListItem { checked: None, value: None, blocks: vec![list], span: Span::default() };
        list = TreeBlock::new(
            BlockKind::List(List {
                start: Some(9),
                style: Default::default(),
                reversed: false,
                tight: true,
                items: vec![item],
            }),
            Span::default(),
        );
    }
    let code = TreeBlock::new(BlockKind::Code(Code { text: code, ..Code::default() }), Span::default());
    let pages = set(&book(vec![division("Alpha", Role::Chapter, vec![code, list], vec![])], 0, 0));
    let all: String = pages.pages.iter().map(words).collect();
    assert!(all.contains("line 119") && all.contains("deep"));
    let design = Design::default();
    assert!(pages.pages.iter().all(|page| lowest(page, &design) <= design.page.lines() as f64));
}
