//! Images that are still names.
//!
//! In: images of which `manuscript` has made resources where it could. Out: none that is a name: one on the network is kept
//! as its address, one that was not found (an error told before) gives way to its words.

use crate::document::{
    Block, BlockKind, Draft, Image, ImageSource, Inline, InlineKind, each_block_mut, each_inline_mut,
};

/// Settles the images of a draft.
pub(super) fn settle(draft: &mut Draft) {
    for division in &mut draft.divisions {
        division.each_mut(&mut |d| {
            each_block_mut(&mut d.blocks, &mut figure);
            d.each_own_inline_mut(&mut line);
        });
    }
    for note in &mut draft.notes {
        each_block_mut(&mut note.blocks, &mut figure);
        each_inline_mut(&mut note.blocks, &mut line);
    }
}

fn line(line: &mut Vec<Inline>) {
    for inline in line {
        if let InlineKind::Image(image) = &mut inline.kind
            && !is_settled(image)
        {
            let words = vec![Inline::new(InlineKind::Text(std::mem::take(&mut image.alt)), inline.span)];
            inline.kind = InlineKind::Span(words);
        }
    }
}

fn figure(block: &mut Block) {
    let BlockKind::Figure(figure) = &mut block.kind else { return };
    let (mut kept, mut lines) = (Vec::new(), Vec::new());
    for mut panel in std::mem::take(&mut figure.panels) {
        if is_settled(&mut panel.image) {
            kept.push(panel);
        } else {
            let words = InlineKind::Text(std::mem::take(&mut panel.image.alt));
            lines.push(vec![Inline { kind: words, attr: panel.attr, span: panel.span }]);
            lines.push(panel.caption);
        }
    }
    // A row that has lost an image goes on without it.
    figure.panels = kept;
    if figure.panels.is_empty() {
        lines.push(std::mem::take(&mut figure.caption));
        lines.retain(|line| !line.is_empty());
        let end = Inline::new(InlineKind::LineBreak, block.span);
        block.kind = BlockKind::Paragraph(lines.join(&[end][..]));
    }
}

/// True when the image is no name, after an address on the network has become one.
fn is_settled(image: &mut Image) -> bool {
    if let ImageSource::Named(name) = &image.source {
        let address = if name.starts_with("//") { format!("https:{name}") } else { name.clone() };
        if !address.starts_with("http://") && !address.starts_with("https://") {
            return false;
        }
        image.source = ImageSource::Remote(address);
    }
    true
}
