//! Images that are too coarse for print.
//!
//! In: finished pages. Out: a warning for each raster image that is printed at less than 150 pixels an inch, where the eye
//! sees them; one note for all that have less than the 300 that printers ask for, at the place of the coarsest. Images narrower than an inch are marks
//! and icons, of which nothing is said.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    BlockKind, Document, ImageFormat, ImageId, ImageResource, ImageSource, Inline, InlineKind, each_block, each_inline,
};
use crate::page::{Item, Page};
use crate::source::Span;
use crate::units::Length;
use std::collections::BTreeMap;

/// Pixels an inch below which the eye sees them.
const COARSE: u32 = 150;
/// Pixels an inch that printers ask for.
const FINE: u32 = 300;

/// More images than these are not named.
const MOST_NAMED: usize = 8;

/// Tells which images have too few pixels for the size that they are printed at.
pub(super) fn tell(document: &Document, pages: &[Page], diagnostics: &mut Diagnostics) {
    let widths = widest(pages);
    let places = places(document);
    let mut below_fine: Vec<(u32, &str, ImageId)> = Vec::new();
    for (id, width) in widths {
        let Some(image) = document.images.get(id.0 as usize).filter(|image| image.format != ImageFormat::Svg) else {
            continue;
        };
        let density = density(image, width);
        if width < Length::inch(1.0) || density >= FINE {
            continue;
        }
        if density < COARSE {
            let mut finding = coarse(image, width, density);
            finding.span = places.get(&id).copied();
            diagnostics.push(finding);
        } else {
            below_fine.push((density, &image.path, id));
        }
    }
    below_fine.sort_unstable();
    if let Some((density, path, id)) = below_fine.first() {
        let count = below_fine.len();
        let what = if count == 1 { "an image is".to_owned() } else { format!("{count} images are") };
        let message =
            format!("{what} printed at less than {FINE} pixels an inch; the coarsest is `{path}` at {density}");
        let mut finding = Diagnostic::note(Code::LowResolution, message);
        finding.span = places.get(id).copied();
        if count > 1 {
            let next = below_fine[1..].iter().take(MOST_NAMED);
            let named = next.map(|(density, path, _)| format!("`{path}` at {density}")).collect::<Vec<_>>().join(", ");
            finding = finding.hint(match (count - 1).saturating_sub(MOST_NAMED) {
                0 => format!("the others: {named}"),
                more => format!("the others: {named}, and {more} more"),
            });
        }
        diagnostics.push(finding);
    }
}

/// The greatest width at which each image is printed.
fn widest(pages: &[Page]) -> BTreeMap<ImageId, Length> {
    let mut widths = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Image { image, frame, .. } = item {
            let width = widths.entry(*image).or_insert(Length::ZERO);
            *width = frame.size.width.max(*width);
        }
    }
    widths
}

/// Pixels an inch of an image at a width.
fn density(image: &ImageResource, width: Length) -> u32 {
    let inches = width.ratio(Length::inch(1.0)).max(0.001);
    (f64::from(image.width) / inches).round() as u32
}

fn coarse(image: &ImageResource, width: Length, density: u32) -> Diagnostic {
    let inches = width.ratio(Length::inch(1.0));
    let message = format!("`{}` is printed {inches:.1} inches wide, at {density} pixels an inch", image.path);
    let needed = (inches * f64::from(FINE)).ceil();
    let hint = format!("print wants {FINE}: {needed} pixels of width instead of {}, or a smaller figure", image.width);
    Diagnostic::warning(Code::LowResolution, message).hint(hint)
}

/// Where each image is first shown.
fn places(document: &Document) -> BTreeMap<ImageId, Span> {
    let mut places = BTreeMap::new();
    let mut add = |source: &ImageSource, span: Span| {
        if let ImageSource::Resource(id) = source {
            places.entry(*id).or_insert(span);
        }
    };
    let in_line = |inline: &Inline, add: &mut dyn FnMut(&ImageSource, Span)| {
        if let InlineKind::Image(image) = &inline.kind {
            add(&image.source, inline.span);
        }
    };
    let blocks = |list, add: &mut dyn FnMut(&ImageSource, Span)| {
        each_block(list, &mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                figure.panels.iter().for_each(|panel| add(&panel.image.source, panel.span));
            }
        });
        each_inline(list, &mut |inline| in_line(inline, add));
    };
    for division in &document.divisions {
        division.each(&mut |d| blocks(&d.blocks, &mut add));
    }
    document.notes.iter().for_each(|note| blocks(&note.blocks, &mut add));
    places
}
