//! Diagrams that are written in words: mermaid.
//!
//! In: a [`Draft`] with blocks of code in the language of diagrams. Out: the same, with a figure in place of each block that
//! can be drawn, whose image is an SVG in a `data:` address; one that cannot stays code, with a finding at the line that is
//! wrong. Nothing is read but the words: labels are measured by a table of widths, so that a diagram is the same on every
//! machine and with every font.

mod label;
mod mermaid;

use crate::diagnostic::{Code as DiagnosticCode, Diagnostic, Diagnostics};
use crate::document::{
    Block, BlockKind, Code, Draft, Extent, Figure, Image, ImageSource, Inline, InlineKind, Placement,
};
use crate::source::{SourceMap, Span};
use crate::units::Length;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Name of the language, and of the class that programs for browsers give such a block.
const MERMAID: &str = "mermaid";

/// Stack of each thread that draws, in bytes: groups of a diagram stand in one another. What is not touched takes no memory.
const STACK: usize = 64 << 20;

/// How large a diagram is printed beside its size on a screen. Its words are 16 px there, the size of a browser's text; on
/// paper they become a little smaller than the text of a book.
const SCALE: f64 = 0.8;

/// Points of a CSS pixel.
const PIXEL: f64 = 0.75;

/// A diagram, drawn.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    /// The file.
    svg: String,
    /// Its width in CSS pixels.
    width: f64,
    /// What it says, in words.
    words: String,
}

/// Why a diagram was not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    what: String,
    /// Where in its source.
    at: Option<Range<usize>>,
}

/// Draws every diagram of a draft; tells of those that stay in words.
pub fn draw(draft: &mut Draft, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let mut wanted: BTreeMap<String, Option<Result<Drawn, Fault>>> = BTreeMap::new();
    each_diagram(draft, &mut |block| {
        if let BlockKind::Code(code) = &block.kind {
            wanted.insert(code.text.clone(), None);
        }
    });
    if wanted.is_empty() {
        return;
    }
    let mut work = || wanted.par_iter_mut().for_each(|(source, drawn)| *drawn = Some(mermaid::draw(source)));
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
    each_diagram(draft, &mut |block| {
        let BlockKind::Code(code) = &mut block.kind else { return };
        match wanted.get(&code.text) {
            Some(Some(Ok(drawn))) => {
                let figure = figure(drawn, std::mem::take(&mut code.title), block.span);
                block.kind = BlockKind::Figure(figure);
                block.attr.classes.retain(|class| class != MERMAID);
            }
            Some(Some(Err(fault))) => {
                let message = format!("a diagram stands as its source: {}", fault.what);
                let at = place(&code.text, fault.at.as_ref(), block.span, sources);
                diagnostics.push(Diagnostic::warning(DiagnosticCode::UnsetDiagram, message).at(at));
            }
            _ => {}
        }
    });
}

fn figure(drawn: &Drawn, title: Option<String>, span: Span) -> Figure {
    let source = ImageSource::Named(format!("data:image/svg+xml,{}", drawn.svg.replace('%', "%25")));
    let words = match &title {
        Some(title) if drawn.words.is_empty() => title.clone(),
        _ => drawn.words.clone(),
    };
    let width = Some(Extent::Length(Length::pt(drawn.width * PIXEL * SCALE)));
    let image = Image { width, ..Image::new(source, words) };
    let caption = title.map(|title| Inline::new(InlineKind::Text(title), span));
    let mut figure = Figure::of(image, caption.into_iter().collect(), span);
    // A block of code stands where it was written; what has a caption may go where there is room.
    if figure.caption.is_empty() {
        figure.placement = Placement::Here;
    }
    figure
}

/// Where a fault stands: its line of the block, without what stands around it.
fn place(text: &str, at: Option<&Range<usize>>, block: Span, sources: &SourceMap) -> Span {
    let Some(start) = at.map(|at| at.start.min(text.len())) else { return block };
    // The fence is the first line of the block.
    let number = text.get(..start).map_or(0, |before| before.matches('\n').count());
    let wanted = text.lines().nth(number).unwrap_or_default().trim();
    let mut begin = block.start;
    for (line, content) in sources.text(block).split_inclusive('\n').enumerate() {
        if line == number + 1 && !wanted.is_empty() {
            let Some(offset) = content.find(wanted) else { return block };
            return Span { start: begin + offset as u32, end: begin + (offset + wanted.len()) as u32, ..block };
        }
        begin += content.len() as u32;
    }
    block
}

fn each_diagram(draft: &mut Draft, visit: &mut impl FnMut(&mut Block)) {
    draft.each_block_mut(&mut |block| {
        let is_diagram = |code: &Code| match &code.language {
            Some(language) => language.eq_ignore_ascii_case(MERMAID),
            None => block.attr.classes.iter().any(|class| class == MERMAID),
        };
        if matches!(&block.kind, BlockKind::Code(code) if is_diagram(code)) {
            visit(block);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Division, Role};
    use crate::manuscript::{InMemory, load};
    use crate::markdown;
    use std::path::Path;

    /// The blocks of a chapter after its diagrams were drawn, and what was told: the words and the line.
    fn drawn(text: &str) -> (Vec<Block>, Vec<(String, String)>) {
        let files = InMemory::default()
            .with("b/book.toml", b"[book]\ntitle = \"T\"\nlanguage = \"en\"\n")
            .with("b/src/SUMMARY.md", b"- [A](a.md)\n")
            .with("b/src/a.md", text.as_bytes());
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
        let mut draft = markdown::read(&manuscript, &mut diagnostics);
        draw(&mut draft, &manuscript.sources, &mut diagnostics);
        let is_chapter = |division: &&Division| division.role == Role::Chapter;
        let blocks = draft.divisions.iter().find(is_chapter).map(|chapter| chapter.blocks.clone()).unwrap_or_default();
        let line = |d: &Diagnostic| d.span.map(|span| manuscript.sources.text(span).to_owned()).unwrap_or_default();
        (blocks, diagnostics.sorted().iter().map(|d| (d.message.clone(), line(d))).collect())
    }

    fn only_figure(text: &str) -> (Figure, Block) {
        let (blocks, told) = drawn(text);
        assert_eq!(told, []);
        let block = blocks.into_iter().next().expect("a block");
        match &block.kind {
            BlockKind::Figure(figure) => (figure.clone(), block),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_block_becomes_a_figure_at_its_place() {
        let (figure, _) = only_figure("```mermaid\nflowchart LR\n  a[Sets] --> b[Prints]\n```\n");
        let image = &figure.panels[0].image;
        assert_eq!(image.alt, "Sets; Prints");
        assert_eq!((figure.placement, figure.caption.len()), (Placement::Here, 0));
        let ImageSource::Named(source) = &image.source else { panic!("{:?}", image.source) };
        assert!(source.starts_with("data:image/svg+xml,<svg") && !source.contains("foreignObject"), "{source}");
    }

    #[test]
    fn a_title_is_its_caption_and_the_id_stays() {
        let (figure, block) = only_figure("```mermaid {#way title=\"The way\"}\nflowchart LR\na --> b\n```\n");
        assert!(matches!(&figure.caption[..], [Inline { kind: InlineKind::Text(text), .. }] if text == "The way"));
        assert_eq!(figure.placement, Placement::Free);
        assert_eq!(block.attr.id.map(|id| id.0).as_deref(), Some("way"));
    }

    #[test]
    fn what_a_diagram_says_of_itself_is_its_words() {
        let text = "```mermaid\npie\naccTitle: Shares\naccDescr: Half and half\n\"a\" : 1\n\"b\" : 1\n```\n";
        assert_eq!(only_figure(text).0.panels[0].image.alt, "Shares: Half and half");
    }

    #[test]
    fn what_is_for_a_program_in_browsers_is_drawn_too() {
        let (figure, block) = only_figure("<pre class=\"mermaid\">\nflowchart LR\na --> b\n</pre>\n");
        assert_eq!(figure.panels[0].image.alt, "a; b");
        assert!(block.attr.classes.is_empty(), "{block:?}");
    }

    #[test]
    fn a_fault_is_told_at_its_line_and_the_source_stays() {
        let (blocks, told) = drawn("Text.\n\n> ```mermaid\n> flowchart LR\n>   a --> b\n>   b[open --> c\n> ```\n");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].0.starts_with("a diagram stands as its source: "), "{told:?}");
        assert_eq!(told[0].1, "b[open --> c");
        let BlockKind::Quote(inside) = &blocks[1].kind else { panic!("{blocks:?}") };
        assert!(matches!(&inside[0].kind, BlockKind::Code(code) if code.text.contains("a --> b")));
    }

    #[test]
    fn every_usual_kind_is_drawn_and_always_the_same() {
        for source in [
            "flowchart TD\nA[One] -->|two| B{Three}\nsubgraph s [Group]\nB --> C[(Four)]\nend",
            "sequenceDiagram\nAlice->>Bob: Hello\nloop Every day\nBob-->>Alice: Hi\nend\nNote right of Bob: Thinks",
            "classDiagram\nAnimal <|-- Duck\nAnimal : +int age",
            "stateDiagram-v2\n[*] --> Still\nStill --> [*]",
            "erDiagram\nCUSTOMER ||--o{ ORDER : places",
            "gantt\ndateFormat YYYY-MM-DD\nsection A\nTask :a1, 2014-01-01, 30d",
            "pie title Pets\n\"Dogs\" : 3\n\"Cats\" : 1",
            "gitGraph\ncommit\nbranch develop\ncommit\ncheckout main\nmerge develop",
            "mindmap\n  root((Map))\n    One\n    Two",
            "timeline\ntitle History\n2002 : LinkedIn\n2004 : Facebook : Google",
            "journey\ntitle Day\nsection Work\nMake tea: 5: Me",
            "quadrantChart\ntitle Reach\nx-axis Low --> High\nA: [0.3, 0.6]",
            "xychart-beta\nx-axis [jan, feb]\ny-axis 0 --> 10\nbar [5, 6]",
            "requirementDiagram\nrequirement r {\nid: 1\ntext: t\nrisk: high\nverifymethod: test\n}",
            "C4Context\nPerson(a, \"Customer\")\nSystem(b, \"Bank\")\nRel(a, b, \"Uses\")",
            "sankey-beta\nA,B,10\nA,C,5",
            "block-beta\ncolumns 2\na b",
            "packet-beta\n0-15: \"Source\"\n16-31: \"Target\"",
            "kanban\n  Todo\n    [Write]",
            "architecture-beta\nservice a(database)[Store]\nservice b(server)[Host]\na:R -- L:b",
            "radar-beta\naxis a[\"A\"], b[\"B\"], c[\"C\"]\ncurve x[\"X\"]{1,2,3}",
            "treemap-beta\n\"Section\"\n  \"Leaf\": 10\n  \"Other\": 20",
        ] {
            let first = mermaid::draw(source).unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
            assert_eq!(Ok(&first), mermaid::draw(source).as_ref(), "{source}");
            assert!(first.width > 0.0 && !first.words.is_empty(), "{source}: {}", first.words);
            let tag = first.svg.split('>').next().unwrap_or_default();
            assert!(tag.matches(" width=").count() == 1 && tag.matches(" height=").count() == 1, "{tag}");
            roxmltree::Document::parse(&first.svg).unwrap_or_else(|error| panic!("{source}: {error}"));
        }
    }

    #[test]
    fn what_is_too_large_or_too_deep_stays_in_words() {
        let edges: String = (0..1_000).map(|i| format!("A{i} --> A{}\n", i * 7 % 1_000)).collect();
        let open: String = (0..400).map(|i| format!("subgraph s{i}\n")).collect();
        let groups = format!("{open}a --> b\n{}", "end\n".repeat(400));
        for source in [format!("flowchart TD\n{edges}"), format!("flowchart TD\n{groups}"), "x".repeat(60_000)] {
            assert!(mermaid::draw(&source).is_err());
        }
        assert!(mermaid::draw("flowchart LR\na[\"$$x^2$$\"]").is_err_and(|fault| fault.what.contains("formulas")));
        assert!(mermaid::draw("").is_err());
    }
}
