//! Figures.
//!
//! In: an image and its caption. Out: one strip, so that both stay together. The image has its natural size unless that
//! is more than the measure or the page has.

use super::{Flow, Node, Placement, Strip, baseline};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Figure, ImageFormat, ImageId, ImageResource, ImageSource, Inline, InlineKind};
use crate::page::Item;
use crate::source::Span;
use crate::typeset::paragraph::{Align, Line};
use crate::units::{Length, Point, Rect, Size};

/// Pixels per inch of a raster image that does not state them.
const DENSITY: f64 = 150.0;
/// CSS pixels per inch (CSS Values and Units, §6.2).
const CSS_DENSITY: f64 = 96.0;
/// Least height of an image, in lines, whatever its caption takes.
const LEAST_LINES: i64 = 3;

impl Flow<'_, '_> {
    /// A figure with its caption below it.
    pub(super) fn figure(&mut self, figure: &Figure, span: Span) {
        let ImageSource::Resource(id) = figure.image.source else { return self.absent(figure) };
        let Some(image) = self.setter.document.images.get(id.0 as usize) else { return self.absent(figure) };
        let natural = natural_size(image);
        let caption = self.caption_lines(&figure.caption);
        let leading = self.design.types.caption.leading;
        let gap = self.leading() / 2;
        let below = if caption.is_empty() { Length::ZERO } else { gap + leading * caption.len() as i64 };
        let page = self.design.page.height();
        let room = Size::new(self.column.measure, (page - below).max(self.leading() * LEAST_LINES));
        let size = fitted(natural, room);
        if natural.height.scale(size.width.ratio(natural.width)) > room.height || below > page {
            self.setter.diagnostics.push(Diagnostic::warning(Code::TooHigh, "figure higher than a page").at(span));
        }
        if self.may_float(&caption, below) {
            let strip = self.image_strip(id, figure, size, span);
            return self.float(strip, caption);
        }
        self.displayed(|flow| flow.image_strips(id, figure, size, caption, span));
        self.first = true;
    }

    /// True where a figure may move to the next page: in the text itself, after something, with a caption that is neither
    /// noted nor long.
    fn may_float(&self, caption: &[Line], below: Length) -> bool {
        let in_text =
            self.column.left == Length::ZERO && self.list_depth == 0 && !self.in_note && self.marks.is_empty();
        let plain = caption.iter().all(|line| line.notes.is_empty());
        in_text && !self.is_empty() && plain && below < self.design.page.height() / 3
    }

    /// Adds a figure that may move.
    fn float(&mut self, mut strip: Strip, caption: Vec<Line>) {
        let leading = self.design.types.caption.leading;
        for line in caption {
            self.append(&mut strip, line, leading);
        }
        let at = Point::new(self.column.left, Length::ZERO);
        strip.items.splice(0..0, self.anchors.drain(..).map(|id| Item::Anchor { id, at }));
        self.list.nodes.push(Node::Float { strip, placement: Placement::Auto });
    }

    /// The image, with the space to its caption.
    fn image_strip(&self, id: ImageId, figure: &Figure, size: Size, span: Span) -> Strip {
        let x = self.column.left + (self.column.measure - size.width) / 2;
        let frame = Rect::new(x, Length::ZERO, size.width, size.height);
        let items = vec![Item::Image { image: id, frame, alt: figure.image.alt.clone() }];
        let gap = if figure.caption.is_empty() { Length::ZERO } else { self.leading() / 2 };
        Strip { height: size.height + gap, items, span, ..Strip::default() }
    }

    /// The image and its caption as one strip; a caption too long for the page goes on below it.
    fn image_strips(&mut self, id: ImageId, figure: &Figure, size: Size, caption: Vec<Line>, span: Span) {
        let mut strip = self.image_strip(id, figure, size, span);
        let leading = self.design.types.caption.leading;
        let page = self.design.page.height();
        let mut rest = Vec::new();
        for line in caption {
            if strip.height + leading <= page && rest.is_empty() {
                self.append(&mut strip, line, leading);
            } else {
                rest.push(line);
            }
        }
        self.strip(strip);
        for line in rest {
            self.allow_break(0);
            self.kept_lines(vec![line], leading);
        }
    }

    /// Puts a line below what a strip shows.
    fn append(&mut self, strip: &mut Strip, line: Line, leading: Length) {
        strip.notes.extend(self.note_marks(&line.notes));
        let by = Point::new(self.column.left, strip.height + baseline(leading));
        strip.put(line, by, self.column.measure);
        strip.height += leading;
    }

    /// Lines of a caption, in the middle when there is only one.
    pub(super) fn caption_lines(&mut self, caption: &[Inline]) -> Vec<Line> {
        if caption.is_empty() {
            return Vec::new();
        }
        let text = self.design.types.caption.clone();
        self.set_display(caption, &text, Align::Centre)
    }

    /// An image that is not there: its words, linked to its address on the network.
    fn absent(&mut self, figure: &Figure) {
        let image = Inline::new(InlineKind::Image(figure.image.clone()), Span::default());
        let style = self.style(&self.text, Align::Centre);
        self.displayed(|flow| {
            let lines = flow.set(&[image], &style);
            flow.kept_lines(lines, flow.text.leading);
            let lines = flow.caption_lines(&figure.caption);
            flow.kept_lines(lines, flow.design.types.caption.leading);
        });
    }
}

/// The size at which an image is meant to be seen.
pub(crate) fn natural_size(image: &ImageResource) -> Size {
    let density = match image.format {
        ImageFormat::Svg => CSS_DENSITY,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP => {
            image.density.filter(|d| *d >= 1.0).unwrap_or(DENSITY)
        }
    };
    let length = |pixels: u32| Length::inch(f64::from(pixels.max(1)) / density);
    Size::new(length(image.width), length(image.height))
}

/// A size scaled down to fit.
pub(crate) fn fitted(size: Size, room: Size) -> Size {
    let factor = room.width.ratio(size.width).min(room.height.ratio(size.height)).min(1.0);
    Size::new(size.width.scale(factor), size.height.scale(factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(format: ImageFormat, density: Option<f64>) -> ImageResource {
        ImageResource { path: "a".into(), format, bytes: [].into(), width: 300, height: 150, density }
    }

    #[test]
    fn density_decides_the_natural_size() {
        assert_eq!(natural_size(&image(ImageFormat::Png, None)).width, Length::inch(2.0));
        assert_eq!(natural_size(&image(ImageFormat::Png, Some(300.0))).width, Length::inch(1.0));
        assert_eq!(natural_size(&image(ImageFormat::Svg, None)).width, Length::inch(3.125));
    }

    #[test]
    fn an_image_is_never_enlarged_and_keeps_its_shape() {
        let size = Size::new(Length::pt(200.0), Length::pt(100.0));
        assert_eq!(fitted(size, Size::new(Length::pt(400.0), Length::pt(400.0))), size);
        assert_eq!(fitted(size, Size::new(Length::pt(100.0), Length::pt(400.0))).height, Length::pt(50.0));
        assert_eq!(fitted(size, Size::new(Length::pt(400.0), Length::pt(50.0))).width, Length::pt(100.0));
    }
}
