//! Images and figures.
//!
//! In: the inlines of a finished paragraph, or what an HTML `figure` holds. Out: a figure where images stand alone: one
//! image, or a row of them of which at least one has a caption. The braces after an image become its attributes.

use super::attributes::{self, Attributes};
use crate::diagnostic::Diagnostics;
use crate::document::{Attr, Block, BlockKind, Figure, Image, ImageSource, Inline, InlineKind, Panel, Placement};
use crate::source::Span;

/// Most images of one figure.
const MOST_PANELS: usize = 12;

/// Gives the images of a line the attributes that stand in braces right after them.
pub(super) fn attach(line: &mut Vec<Inline>, diagnostics: &mut Diagnostics) {
    for at in 1..line.len() {
        let (before, after) = line.split_at_mut(at);
        let (Some(Inline { kind: InlineKind::Image(image), attr, span }), Some(next)) =
            (before.last_mut(), after.first_mut())
        else {
            continue;
        };
        let InlineKind::Text(text) = &mut next.kind else { continue };
        let Some(read) = attributes::read(text).filter(|_| next.attr.is_empty()) else { continue };
        read.findings(Span::new(span.file, span.end, span.end)).for_each(|finding| diagnostics.push(finding));
        text.drain(..read.length);
        take(read, image, attr);
    }
    line.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
}

fn take(read: Attributes, image: &mut Image, attr: &mut Attr) {
    image.width = read.width.or(image.width);
    image.height = read.height.or(image.height);
    merge(attr, read.attr);
    decorate([image], attr);
}

/// Takes the class that says that images show nothing worth words off their attributes.
pub(super) fn decorate<'a>(images: impl IntoIterator<Item = &'a mut Image>, attr: &mut Attr) {
    const DECORATIVE: &str = "decorative";
    let decorative = attr.has_class(DECORATIVE);
    attr.classes.retain(|class| class != DECORATIVE);
    for image in images {
        image.decorative |= decorative;
        if image.decorative {
            image.alt.clear();
        }
    }
}

/// Takes the attributes that end a caption off it.
pub(super) fn end_of_caption(caption: &mut Vec<Inline>, diagnostics: &mut Diagnostics) -> Attr {
    let Some(Inline { kind: InlineKind::Text(text), span, attr }) = caption.last_mut() else { return Attr::default() };
    let read = text.rfind('{').and_then(|start| Some((start, attributes::read(&text[start..])?)));
    let Some((start, read)) = read.filter(|(start, read)| attr.is_empty() && start + read.length == text.len()) else {
        return Attr::default();
    };
    let at = span.end.saturating_sub(read.length as u32);
    read.findings(Span::new(span.file, at, at)).for_each(|finding| diagnostics.push(finding));
    text.truncate(start);
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        caption.pop();
    }
    read.attr
}

/// Takes the images that are to stand at a side of a text out of it, as figures.
pub(super) fn beside(content: &mut Vec<Inline>, span: Span) -> Vec<Block> {
    let is_beside = |inline: &Inline| {
        is_image(inline)
            && inline
                .attr
                .classes
                .iter()
                .any(|class| matches!(Placement::named(class), Some(Placement::Left | Placement::Right)))
    };
    if !content.iter().any(is_beside) || content.iter().all(|inline| is_image(inline) || is_blank(inline)) {
        return Vec::new();
    }
    let taken = content.extract_if(.., |inline| is_beside(inline));
    taken.filter_map(|image| row(vec![image], Attr::default(), span)).collect()
}

/// Cuts a paragraph before and behind every image of the manuscript that has a line of its own among lines of text: it is
/// a figure, as it would be between empty lines.
pub(super) fn apart(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let ends = |inline: Option<&Inline>, is_end: fn(&str) -> bool| match inline.map(|inline| &inline.kind) {
        None | Some(InlineKind::LineBreak) => true,
        Some(InlineKind::Text(text)) => is_end(text),
        Some(_) => false,
    };
    let is_apart = |at: usize| {
        is_local(&content[at])
            && ends(at.checked_sub(1).map(|at| &content[at]), |text| text.trim_end_matches([' ', '\t']).ends_with('\n'))
            && ends(content.get(at + 1), |text| text.trim_start_matches([' ', '\t']).starts_with('\n'))
    };
    let apart: Vec<bool> = (0..content.len()).map(is_apart).collect();
    if !apart.contains(&true) || content.iter().all(|inline| is_image(inline) || is_blank(inline)) {
        return vec![content];
    }
    let mut parts = vec![Vec::new()];
    for (inline, is_apart) in content.into_iter().zip(apart) {
        match parts.last_mut() {
            Some(last) if !is_apart => last.push(inline),
            _ => parts.extend([vec![inline], Vec::new()]),
        }
    }
    parts.iter_mut().for_each(trim_lines);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Takes the line ends at both ends of a part of a paragraph away.
fn trim_lines(part: &mut Vec<Inline>) {
    while part.last().is_some_and(is_blank) {
        part.pop();
    }
    part.drain(..part.iter().take_while(|inline| is_blank(inline)).count());
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = part.first_mut() {
        text.drain(..text.len() - text.trim_start().len());
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = part.last_mut() {
        text.truncate(text.trim_end().len());
    }
}

/// Endings of files that are images.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// True for an image that names a file of the manuscript. One on the network would be words.
fn is_local(inline: &Inline) -> bool {
    let Some(ImageSource::Named(source)) = image_of(inline).map(|image| &image.source) else { return false };
    let path = source.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_address = path.starts_with("//") || path.contains("://") || path.starts_with("data:");
    !is_address && path.rsplit_once('.').is_some_and(|(_, ending)| IMAGES.contains(&ending))
}

/// The figure that a paragraph of nothing but images is.
pub(super) fn alone(content: &mut Vec<Inline>, span: Span) -> Option<Block> {
    if !content.iter().all(|inline| is_image(inline) || is_blank(inline)) {
        return None;
    }
    let images: Vec<&Image> = content.iter().filter_map(image_of).collect();
    let captioned = images.iter().any(|image| !image.title.is_empty());
    let is_row = captioned && (2..=MOST_PANELS).contains(&images.len());
    if images.len() != 1 && !is_row {
        return None;
    }
    row(std::mem::take(content), Attr::default(), span)
}

fn is_image(inline: &Inline) -> bool {
    image_of(inline).is_some()
}

fn image_of(inline: &Inline) -> Option<&Image> {
    match &inline.kind {
        InlineKind::Image(image) => Some(image),
        _ => None,
    }
}

fn is_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::LineBreak => true,
        _ => false,
    }
}

/// A figure of the images of a line.
fn row(content: Vec<Inline>, attr: Attr, span: Span) -> Option<Block> {
    let panels = content.into_iter().filter_map(|inline| {
        let InlineKind::Image(image) = inline.kind else { return None };
        let title = (!image.title.is_empty()).then(|| InlineKind::Text(image.title.clone()));
        let caption = title.map(|kind| Inline::new(kind, inline.span)).into_iter().collect();
        Some(Panel { image, caption, attr: inline.attr, span: inline.span })
    });
    of_panels(panels.collect(), Vec::new(), attr, span)
}

/// A figure of panels; what is said of the only one is said of the whole.
fn of_panels(mut panels: Vec<Panel>, mut caption: Vec<Inline>, mut attr: Attr, span: Span) -> Option<Block> {
    if let [only] = &mut panels[..] {
        let own = std::mem::take(&mut only.caption);
        caption = if caption.is_empty() { own } else { caption };
        let id_span = only.attr.id_span.or(Some(only.span));
        merge(&mut attr, Attr { id_span, ..std::mem::take(&mut only.attr) });
    }
    decorate(panels.iter_mut().map(|panel| &mut panel.image), &mut attr);
    let mut placement = placement(&mut attr);
    for panel in &mut panels {
        let own = self::placement(&mut panel.attr);
        placement = if placement == Placement::Free { own } else { placement };
    }
    let figure = Figure { panels, caption, number: Vec::new(), placement };
    (!figure.panels.is_empty()).then_some(Block { kind: BlockKind::Figure(figure), attr, span })
}

/// Takes the class that says where a figure stands off its attributes; `bleed` wins over `page`.
fn placement(attr: &mut Attr) -> Placement {
    let asked: Vec<Placement> = attr.classes.iter().filter_map(|class| Placement::named(class)).collect();
    attr.classes.retain(|class| Placement::named(class).is_none());
    let bleeds = asked.contains(&Placement::Bleed);
    if bleeds { Placement::Bleed } else { asked.first().copied().unwrap_or_default() }
}

/// What an element was given that is no figure: its blocks, its caption and its attributes.
type Given = Box<(Vec<Block>, Vec<Inline>, Attr)>;

/// What an HTML `figure` is that holds only images, or figures of them, or a table; else what it was given.
pub(super) fn of_blocks(
    mut blocks: Vec<Block>,
    caption: Vec<Inline>,
    mut attr: Attr,
    span: Span,
) -> Result<Block, Given> {
    if let [Block { kind: BlockKind::Table(_), .. }] = blocks.as_slice()
        && let Some(mut only) = blocks.pop()
    {
        let BlockKind::Table(table) = &mut only.kind else { return Ok(only) };
        if table.caption.is_empty() {
            table.caption = caption;
        } else if !caption.is_empty() {
            return Err(Box::new((vec![only], caption, attr)));
        }
        merge(&mut only.attr, Attr { id_span: attr.id_span.or(Some(span)), ..attr });
        return Ok(only);
    }
    let count: usize = blocks.iter().map(images_in).sum();
    if !(1..=MOST_PANELS).contains(&count) || blocks.iter().any(|block| images_in(block) == 0) {
        return Err(Box::new((blocks, caption, attr)));
    }
    if let [Block { kind: BlockKind::Figure(figure), attr: inner, .. }] = &mut blocks[..] {
        // A row of Markdown in the element: what stands around it is said of the whole.
        merge(&mut attr, std::mem::take(inner));
        let (panels, own) = (std::mem::take(&mut figure.panels), std::mem::take(&mut figure.caption));
        let placed = figure.placement;
        let caption = if caption.is_empty() { own } else { caption };
        let figure = of_panels(panels, caption, attr, span).map(|block| placed_at(block, placed));
        return figure.ok_or_else(Box::default);
    }
    let panels = blocks.into_iter().flat_map(panels_of).collect();
    of_panels(panels, caption, attr, span).ok_or_else(Box::default)
}

fn placed_at(mut block: Block, placement: Placement) -> Block {
    if let BlockKind::Figure(figure) = &mut block.kind
        && figure.placement == Placement::Free
    {
        figure.placement = placement;
    }
    block
}

/// True for blocks that are all images, and at least one.
pub(super) fn is_all_images(blocks: &[Block]) -> bool {
    !blocks.is_empty() && blocks.iter().all(|block| images_in(block) > 0)
}

/// How many images a block of nothing but images has; 0 for any other.
fn images_in(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Figure(figure) => figure.panels.len(),
        BlockKind::Paragraph(content) if content.iter().all(|i| is_image(i) || is_blank(i)) => {
            content.iter().filter(|i| is_image(i)).count()
        }
        _ => 0,
    }
}

/// The panels of a block of nothing but images.
fn panels_of(block: Block) -> Vec<Panel> {
    let (kind, attr, span) = (block.kind, block.attr, block.span);
    match kind {
        BlockKind::Figure(mut figure) => {
            if let [only] = &mut figure.panels[..] {
                only.caption = figure.caption;
                only.attr = attr;
            }
            figure.panels
        }
        BlockKind::Paragraph(content) => match row(content, attr, span).map(|block| block.kind) {
            Some(BlockKind::Figure(figure)) => figure.panels,
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Adds attributes to a block that is made; a class may place a figure.
pub(super) fn add(block: &mut Block, mut attr: Attr) {
    if let BlockKind::Figure(figure) = &mut block.kind {
        let asked = placement(&mut attr);
        figure.placement = if asked == Placement::Free { figure.placement } else { asked };
        decorate(figure.panels.iter_mut().map(|panel| &mut panel.image), &mut attr);
    }
    merge(&mut block.attr, attr);
}

/// Adds what a frame around it says to the attributes of a node; what the node says itself counts.
pub(super) fn merge(attr: &mut Attr, other: Attr) {
    if attr.id.is_none() {
        (attr.id_span, attr.id) = (other.id.as_ref().and(other.id_span), other.id);
    }
    attr.classes.extend(other.classes);
    attr.language = attr.language.take().or(other.language);
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use super::*;
    use crate::document::{Extent, Id, dump_blocks};
    use crate::source::FileId;

    fn blocks(text: &str) -> (Vec<Block>, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let (blocks, _) = read_blocks(text, FileId(0), &mut diagnostics);
        let told = diagnostics.sorted();
        let marked = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        (blocks, told.iter().map(|d| d.span.map(marked).unwrap_or_default()).collect())
    }

    fn dump(text: &str) -> String {
        dump_blocks(&blocks(text).0)
    }

    #[test]
    fn braces_after_an_image_are_its_attributes() {
        let (list, told) = blocks("![a](x.png \"C\"){#fig_a .top .wide width=50%}\n");
        assert!(told.is_empty());
        let BlockKind::Figure(figure) = &list[0].kind else { panic!("{list:?}") };
        assert_eq!((&list[0].attr.id, figure.placement), (&Some(Id("fig_a".into())), Placement::Top));
        assert_eq!(list[0].attr.classes, ["wide"]);
        assert_eq!(figure.panels[0].image.width, Some(Extent::Share(500)));
    }

    #[test]
    fn an_ornament_is_marked_in_each_way_of_writing_an_image() {
        for text in [
            "![](x.png){.decorative}\n",
            "![words](x.png){.decorative}\n",
            "![](x.png)\n\nFigure: C {.decorative}\n",
            "<img src=\"x.png\" class=\"decorative\">\n",
            "<img src=\"x.png\" alt=\"\">\n",
            "<img src=\"x.png\" alt=\"words\" role=\"presentation\">\n",
            "<figure class=\"decorative\"><img src=\"x.png\"></figure>\n",
            "a ![](x.png){.decorative} b\n",
        ] {
            let dump = dump(text);
            assert!(dump.contains("\"x.png\" alt=\"\" decorative") && !dump.contains(".decorative"), "{text}{dump}");
        }
        assert!(!dump("![](x.png)\n").contains("decorative"));
    }

    #[test]
    fn a_fault_in_braces_is_told_at_its_place() {
        assert_eq!(blocks("text ![a](x.png){.b width=wide} text\n").1, ["width=wide"]);
        assert!(dump("![a](x.png){see} b").contains("{see} b"));
    }

    #[test]
    fn images_that_stand_together_are_a_row_when_one_has_a_caption() {
        let row = dump("![a](x.png \"A\"){#l .page}\n![b](y.png \"B\")\n");
        assert!(row.starts_with("figure page\n  panel #l image named \"x.png\""), "{row}");
        assert!(dump("![a](x.png)\n![b](y.png)\n").starts_with("paragraph"));
        assert!(dump("![a](x.png \"A\") or ![b](y.png)\n").starts_with("paragraph"));
    }

    #[test]
    fn an_image_on_a_line_of_its_own_is_a_figure_between_two_paragraphs() {
        let list = dump("One:\n![a](x.png \"A\"){#f}\nTwo `b`.\n![c](c.png)\n");
        let kinds: Vec<_> = list.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(kinds.len(), 4, "{list}");
        assert!(kinds[0].starts_with("paragraph \"One:\"") && kinds[1].starts_with("figure #f"), "{list}");
        assert!(kinds[2].ends_with("code \"b\" \".\"") && kinds[3].starts_with("figure"), "{list}");
        for text in ["One ![a](x.png)\nTwo\n", "One\n![a](x.png) two\n", "One\n![a](https://a.b/x.png)\nTwo\n"] {
            assert!(dump(text).starts_with("paragraph") && dump(text).lines().count() == 1, "{text}{}", dump(text));
        }
    }

    #[test]
    fn figures_in_html_hold_images_or_figures() {
        let html = "<figure id=\"r\"><img src=\"a.png\" alt=\"a\" width=\"96\"><img src=\"b.png\" alt=\"b\" style=\"width: 30%\">\
                    <figcaption>All</figcaption></figure>\n";
        let row = dump(html);
        assert!(row.starts_with("figure #r\n") && row.contains("width=72pt") && row.contains("width=30%"), "{row}");
        assert!(row.contains("\n  caption \"All\""), "{row}");
        let nested = "<figure><figure id=\"x\"><img src=\"a.png\" alt=\"a\"><figcaption>A</figcaption></figure>\
                      <figure><img src=\"b.png\" alt=\"b\"><figcaption>B</figcaption></figure></figure>\n";
        let row = dump(nested);
        assert!(row.contains("panel #x") && row.contains("caption \"B\""), "{row}");
    }

    #[test]
    fn a_paragraph_after_a_figure_may_be_its_caption() {
        let figure = dump("![a](x.png)\n\nFigure: A *fine* one. {#f .foot}\n");
        assert!(figure.starts_with("figure foot #f image"), "{figure}");
        assert!(figure.contains("caption \"A \" emphasis[\"fine\"] \" one.\""), "{figure}");
        let table = dump("| a |\n|---|\n| b |\n\nTable: Words {#t}\n");
        assert!(table.starts_with("table default #t\n  caption \"Words\""), "{table}");
    }
}
