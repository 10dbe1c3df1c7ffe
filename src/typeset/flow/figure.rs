//! Figures.
//!
//! In: images and their caption. Out: one strip, so that all of it stays together. An image has its natural size unless
//! the author gives it one, and never more than the measure or the page has. Images of a row are equally high.

use super::beside::side_of;
use super::{Flow, Node, Placement as Float, Strip, Wants, baseline, plain};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::words::{Word, after_number, letter, numbered};
use crate::document::{Extent, Figure, ImageId, ImageSource, Inline, InlineKind, Panel, Placement, TextPlace};
use crate::page::{Artifact, ElementId, ElementKind, Item, Owner, TextLine};
use crate::source::Span;
use crate::typeset::image::{asked_size, fit_into, fitted, natural_size};
use crate::typeset::paragraph::{Align, Line};
use crate::units::{Length, Point, Rect, Size};

/// Lines of a page that a heading takes, with the space around it.
const HEADING_LINES: i64 = 5;

/// Least height of an image, in lines, whatever its caption takes.
const LEAST_LINES: i64 = 3;
/// How far an image that bleeds goes over the edges of the page, in millimetres: what a trimmed sheet may be off by.
const BLEED: f64 = 3.0;
/// Most images side by side; more of them make more rows.
const MOST_IN_ROW: usize = 3;

/// What is shown of a panel: its file, its size, the lines below it.
pub(super) struct Shown<'p> {
    panel: &'p Panel,
    id: ImageId,
    natural: Size,
    pub(super) size: Size,
    caption: Vec<Line>,
    /// What the image belongs to, and the lines below it.
    owner: Owner,
    caption_element: ElementId,
}

impl Flow<'_, '_> {
    /// A figure with its caption below it: one element, or a division of several.
    pub(super) fn figure(&mut self, figure: &Figure, wide: bool, span: Span) {
        self.end_beside();
        if let Some(wants) = self.wants_across(figure, wide) {
            return self.across(wants, self.leading() / 2, |flow| flow.figure(figure, wide, span));
        }
        let beside = self.size_beside(figure);
        let set = |flow: &mut Self| match beside {
            Some(beside) => flow.wait_beside(figure, beside, span),
            None => flow.captioned_figure(figure, span),
        };
        if figure.panels.len() == 1 && !figure.is_captioned() && figure.number.is_empty() {
            return set(self);
        }
        self.tagged(ElementKind::Division, set);
    }

    /// True for a figure that stands across all columns where it is read or soon after.
    pub(super) fn figure_stands_across(&self, figure: &Figure, wide: bool) -> bool {
        matches!(self.wants_across(figure, wide), Some(Wants::Room | Wants::Place))
    }

    /// What a figure wants that stands across all columns.
    fn wants_across(&self, figure: &Figure, wide: bool) -> Option<Wants> {
        let wants = match figure.placement {
            Placement::Free | Placement::Foot => Wants::Room,
            Placement::Here => Wants::Place,
            Placement::Top => Wants::Head,
            Placement::Page | Placement::Bleed => Wants::Pages,
            Placement::Left | Placement::Right => return None,
        };
        (self.may_span() && (wide || self.is_wide(figure))).then_some(wants)
    }

    /// True for a figure that wants a page of its own, or whose images are wider than a column: side by side, or one that
    /// is not an upright one.
    fn is_wide(&self, figure: &Figure) -> bool {
        let images = &self.setter.document.images;
        let natural = |panel: &Panel| match panel.image.source {
            ImageSource::Resource(id) => images.get(id.0 as usize).map(natural_size),
            _ => None,
        };
        let sizes: Option<Vec<Size>> = figure.panels.iter().map(natural).collect();
        let Some(sizes) = sizes else { return false };
        let has_page = matches!(figure.placement, Placement::Page | Placement::Bleed);
        has_page
            || match (&figure.panels[..], &sizes[..]) {
                ([panel], [natural]) => match panel.image.width {
                    Some(Extent::Length(width)) => width > self.column.measure,
                    Some(Extent::Share(_)) => false,
                    None if panel.image.height.is_some() => false,
                    None => natural.width > self.column.measure && natural.width >= natural.height,
                },
                (_, sizes) => sizes.iter().map(|size| size.width).sum::<Length>() > self.column.measure,
            }
    }

    fn captioned_figure(&mut self, figure: &Figure, span: Span) {
        let Some(mut panels) = self.shown(figure) else { return self.absent(figure) };
        let caption = self.caption_lines(Word::Figure, &figure.number, &figure.caption);
        let leading = self.design.types.caption.leading;
        let below = if caption.is_empty() { Length::ZERO } else { self.leading() / 2 + leading * caption.len() as i64 };
        let page = self.design.page.height();
        // What stands nowhere else leaves room for a heading on its page.
        let kept = if figure.placement == Placement::Here { self.leading() * HEADING_LINES } else { Length::ZERO };
        let room = Size::new(self.column.measure, (page - below - kept).max(self.leading() * LEAST_LINES));
        let mut strip = match &mut panels[..] {
            [only] => self.single(figure, only, room, span),
            _ => self.rows(&mut panels, room, span),
        };
        let read = TextLine { place: Some(TextPlace { text: span, before: 0 }), ..TextLine::default() };
        strip.lines.push(read);
        if strip.height > room.height || below > page {
            self.setter.diagnostics.push(Diagnostic::warning(Code::TooHigh, "figure higher than a page").at(span));
        }
        if !caption.is_empty() {
            strip.height += self.leading() / 2;
        }
        if self.may_float(figure, &caption, below) {
            let placement = match (figure.placement, &mut panels[..]) {
                (Placement::Free | Placement::Here | Placement::Left | Placement::Right, _) => Float::Auto,
                (Placement::Top, _) => Float::Top,
                (Placement::Foot, _) => Float::Foot,
                (Placement::Bleed, [only]) => {
                    strip = self.bleeding(only, page - below, !caption.is_empty());
                    strip.lines.push(read);
                    Float::Bleed
                }
                (Placement::Page | Placement::Bleed, _) => Float::Page,
            };
            return self.float(strip, caption, placement);
        }
        self.displayed(|flow| flow.strips(strip, caption));
        self.first = true;
    }

    /// The files of a figure's images; `None` when one of them is not in the book.
    pub(super) fn shown<'p>(&mut self, figure: &'p Figure) -> Option<Vec<Shown<'p>>> {
        let shown = |panel: &'p Panel| {
            let ImageSource::Resource(id) = panel.image.source else { return None };
            let natural = natural_size(self.setter.document.images.get(id.0 as usize)?);
            let owner = self.figure_element(panel);
            let caption_element = self.setter.tags.add(ElementKind::Caption, &self.language);
            Some(Shown { panel, id, natural, size: natural, caption: Vec::new(), owner, caption_element })
        };
        figure.panels.iter().map(shown).collect()
    }

    /// What an image belongs to: one that shows nothing worth words is an ornament.
    fn figure_element(&mut self, panel: &Panel) -> Owner {
        if panel.image.decorative {
            return Owner::Artifact(Artifact::Layout);
        }
        let id = self.setter.tags.add(ElementKind::Figure, &self.language);
        let element = self.setter.tags.element(id);
        element.is_block = true;
        element.alt = Some(panel.image.alt.clone()).filter(|alt| !alt.is_empty());
        id.into()
    }

    /// One image in the middle of the column.
    fn single(&self, figure: &Figure, shown: &mut Shown, room: Size, span: Span) -> Strip {
        let full_page = matches!(figure.placement, Placement::Page | Placement::Bleed);
        let asked = if full_page { Some(room) } else { asked_size(&shown.panel.image, shown.natural, room) };
        shown.size = match asked {
            Some(size) => fit_into(shown.natural, size),
            None => shown.natural,
        };
        shown.size = fitted(shown.size, room);
        let mut strip = Strip { height: shown.size.height, span, ..Strip::default() };
        let free = self.column.measure - shown.size.width;
        let own = if self.in_cell { self.align } else { Align::Centre };
        let before = match side_of(figure, self.setter.is_mirrored()).unwrap_or(own) {
            Align::Left | Align::Justify => Length::ZERO,
            Align::Centre => free / 2,
            Align::Right => free,
        };
        strip.items.push(shown.item(Point::new(self.column.left + before, Length::ZERO)));
        strip
    }

    /// An image that covers its page and goes over its edges, relative to the corner of the page. Above a caption it goes
    /// over the head and, when it is wide enough, both sides. `height` is that of the text block above the caption.
    fn bleeding(&self, shown: &mut Shown, height: Length, captioned: bool) -> Strip {
        let (page, over) = (&self.design.page, Length::mm(BLEED));
        let bottom = if captioned { page.head + height } else { page.trim.height + over };
        let room = Size::new(page.trim.width + over * 2, bottom + over);
        let whole = fit_into(shown.natural, room);
        let factor = room.width.ratio(whole.width).max(room.height.ratio(whole.height));
        let covering = Size::new(whole.width.scale(factor), whole.height.scale(factor));
        shown.size = if captioned { whole } else { covering };
        let (x, y) = ((room.width - shown.size.width) / 2 - over, (room.height - shown.size.height) / 2 - over);
        let y = if captioned { -over } else { y };
        let space = if captioned { self.leading() / 2 } else { Length::ZERO };
        let items = vec![shown.item(Point::new(x, y))];
        Strip { height: height + space, items, span: shown.panel.span, ..Strip::default() }
    }

    /// Rows of images, each image with its letter and its words below it.
    fn rows(&mut self, panels: &mut [Shown], room: Size, span: Span) -> Strip {
        let captioned = panels.iter().any(|shown| !shown.panel.caption.is_empty());
        let rows = panels.len().div_ceil(MOST_IN_ROW);
        let per_row = panels.len().div_ceil(rows.max(1));
        let between = self.leading();
        let height = (room.height - between * (rows as i64 - 1)) / rows.max(1) as i64;
        let mut strip = Strip { span, ..Strip::default() };
        let mut place = 0;
        for row in panels.chunks_mut(per_row.max(1)) {
            if place > 0 {
                strip.height += between;
            }
            self.equally_high(row, Size::new(room.width, height), captioned.then_some(place), &mut strip);
            place += row.len();
        }
        strip
    }

    /// A row of images; with `letters`, the place of the first one in the figure.
    fn equally_high(&mut self, row: &mut [Shown], room: Size, letters: Option<usize>, strip: &mut Strip) {
        let gap = self.text.size;
        let gaps = gap * (row.len() as i64 - 1);
        let leading = self.design.types.caption.leading;
        row_sizes(row, Size::new(room.width - gaps, room.height));
        if let Some(first) = letters {
            self.panel_captions(row, first);
            let lines = row.iter().map(|shown| shown.caption.len()).max().unwrap_or(0) as i64;
            let below = leading * lines + self.leading() / 3;
            let least = self.leading() * LEAST_LINES;
            if row.iter().any(|shown| shown.size.height + below > room.height) {
                row_sizes(row, Size::new(room.width - gaps, (room.height - below).max(least)));
                self.panel_captions(row, first);
            }
        }
        let width = row.iter().map(|shown| shown.size.width).sum::<Length>() + gaps;
        let height = row.iter().map(|shown| shown.size.height).max().unwrap_or_default();
        let mut x = self.column.left + (self.column.measure - width) / 2;
        let mut lines = 0;
        for shown in row.iter_mut() {
            strip.items.extend(shown.panel.attr.id.iter().map(|id| {
                let at = Point::new(x, strip.height);
                Item::Anchor { id: id.clone(), at }
            }));
            strip.items.push(shown.item(Point::new(x, strip.height)));
            lines = lines.max(shown.caption.len() as i64);
            let mut y = strip.height + height + self.leading() / 3;
            for line in std::mem::take(&mut shown.caption) {
                strip.notes.extend(self.note_marks(&line.notes));
                strip.put(line, Point::new(x, y + baseline(leading)), shown.caption_measure(leading));
                y += leading;
            }
            x += shown.size.width + gap;
        }
        strip.height += height + if lines > 0 { self.leading() / 3 + leading * lines } else { Length::ZERO };
    }

    /// Sets what is said of each image of a row in the width of the image.
    fn panel_captions(&mut self, row: &mut [Shown], first: usize) {
        let look = self.design.types.caption.clone();
        let column = self.column;
        for (i, shown) in row.iter_mut().enumerate() {
            let label = format!("({})", letter(&self.setter.document.metadata.language, first + i));
            let mut content = vec![upright(label)];
            if !shown.panel.caption.is_empty() {
                content.push(plain("\u{A0}"));
                content.extend(shown.panel.caption.iter().cloned());
            }
            self.column.measure = shown.caption_measure(look.leading);
            self.setter.tags.enter(shown.caption_element);
            shown.caption = self.set_display(&content, &look, Align::Centre);
            self.setter.tags.leave();
            let over = (self.column.measure - shown.size.width) / 2;
            let items = shown.caption.iter_mut().flat_map(|line| &mut line.items);
            items.for_each(|item| item.shift(Point::new(-over, Length::ZERO)));
        }
        self.column = column;
    }

    /// True where a figure may move to the next page: in the text itself, after something, with a caption that is neither
    /// noted nor long, and when the author does not want it here.
    fn may_float(&self, figure: &Figure, caption: &[Line], below: Length) -> bool {
        let in_text =
            self.column.left == Length::ZERO && self.list_depth == 0 && !self.is_small() && self.marks.is_empty();
        let plain = caption.iter().all(|line| line.notes.is_empty());
        let free = match figure.placement {
            Placement::Here | Placement::Left | Placement::Right => false,
            Placement::Top | Placement::Foot | Placement::Free if self.is_in_band() => false,
            // Nothing has to stand before what has a page of its own, or the head of one.
            Placement::Top | Placement::Foot | Placement::Page | Placement::Bleed => true,
            Placement::Free => !self.is_empty(),
        };
        in_text && free && plain && below < self.design.page.height() / 3
    }

    /// Adds a figure that may move.
    fn float(&mut self, mut strip: Strip, caption: Vec<Line>, placement: Float) {
        let leading = self.design.types.caption.leading;
        for line in caption {
            self.append(&mut strip, line, leading);
        }
        let at = Point::new(self.column.left, Length::ZERO);
        strip.items.splice(0..0, self.anchors.drain(..).map(|id| Item::Anchor { id, at }));
        self.list.nodes.push(Node::Float { strip, placement });
    }

    /// What is shown and its caption as one strip; a caption too long for the page goes on below it.
    fn strips(&mut self, mut strip: Strip, caption: Vec<Line>) {
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
    pub(super) fn append(&mut self, strip: &mut Strip, line: Line, leading: Length) {
        strip.notes.extend(self.note_marks(&line.notes));
        let by = Point::new(self.column.left, strip.height + baseline(leading));
        strip.put(line, by, self.column.measure);
        strip.height += leading;
    }

    /// Lines of a caption after the name of what it belongs to, in the middle when there is only one.
    pub(super) fn caption_lines(&mut self, name: Word, number: &[u32], caption: &[Inline]) -> Vec<Line> {
        let language = self.setter.document.metadata.language.clone();
        let content = labelled(numbered(&language, name, number), after_number(&language), caption);
        if content.is_empty() {
            return Vec::new();
        }
        let text = self.design.types.caption.clone();
        self.tagged(ElementKind::Caption, |flow| flow.set_display(&content, &text, Align::Centre))
    }

    /// Images that are not all there: each with its words, linked to its address on the network.
    fn absent(&mut self, figure: &Figure) {
        self.displayed(|flow| {
            for panel in &figure.panels {
                let image = Inline::new(InlineKind::Image(panel.image.clone()), panel.span);
                flow.anchor(&panel.attr.id);
                flow.tagged(ElementKind::Paragraph, |flow| {
                    let lines = flow.set(&[image], &flow.style(&flow.text, Align::Centre));
                    flow.kept_lines(lines, flow.text.leading);
                });
                let lines = flow.caption_lines(Word::Figure, &[], &panel.caption);
                flow.kept_lines(lines, flow.design.types.caption.leading);
            }
            let lines = flow.caption_lines(Word::Figure, &figure.number, &figure.caption);
            flow.kept_lines(lines, flow.design.types.caption.leading);
        });
    }
}

impl Shown<'_> {
    /// The measure of what is said of the image: its width, or what a few words need.
    fn caption_measure(&self, leading: Length) -> Length {
        self.size.width.max(leading * 5)
    }

    /// The image with its top left corner at a place.
    pub(super) fn item(&self, at: Point) -> Item {
        let frame = Rect::new(at.x, at.y, self.size.width, self.size.height);
        Item::Image { image: self.id, frame, alt: self.panel.image.alt.clone(), owner: self.owner }
    }
}

/// A caption after the name of its figure or table, which stands out from the slope of the caption.
fn labelled(label: Option<String>, separator: &str, caption: &[Inline]) -> Vec<Inline> {
    let Some(label) = label else { return caption.to_vec() };
    if caption.is_empty() {
        return vec![upright(label)];
    }
    let label = upright(format!("{label}{}", separator.trim_end()));
    [label, plain(" ")].into_iter().chain(caption.iter().cloned()).collect()
}

/// Text that stands upright in an italic caption, and slopes in an upright one.
fn upright(text: String) -> Inline {
    Inline::new(InlineKind::Emphasis(vec![plain(&text)]), Span::default())
}

/// Makes the images of a row equally high and as wide together as the room, unless one would be enlarged or the room is
/// too low.
fn row_sizes(row: &mut [Shown], room: Size) {
    let shape = |size: Size| size.width.ratio(size.height).max(0.01);
    let shapes: f64 = row.iter().map(|shown| shape(shown.natural)).sum();
    let lowest = row.iter().map(|shown| shown.natural.height).min().unwrap_or_default();
    let height = room.width.scale(1.0 / shapes.max(0.01)).min(lowest).min(room.height);
    for shown in row {
        shown.size = Size::new(height.scale(shape(shown.natural)), height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Design;
    use crate::diagnostic::Diagnostics;
    use crate::document::{Document, Draft, Image};
    use crate::font::FontBook;
    use crate::typeset::paragraph::Setter;

    fn points(width: f64, height: f64) -> Size {
        Size::new(Length::pt(width), Length::pt(height))
    }

    #[test]
    fn images_of_a_row_are_equally_high_and_not_enlarged() {
        let panel = Figure::of(Image::new(ImageSource::Remote("x".into()), String::new()), vec![], Span::default())
            .panels
            .remove(0);
        let shown = |width, height| {
            let natural = points(width, height);
            let (caption, owner, caption_element) = (Vec::new(), Owner::default(), ElementId(0));
            Shown { panel: &panel, id: ImageId(0), natural, size: natural, caption, owner, caption_element }
        };
        let mut row = [shown(400.0, 200.0), shown(200.0, 200.0)];
        row_sizes(&mut row, points(300.0, 500.0));
        assert_eq!((row[0].size, row[1].size), (points(200.0, 100.0), points(100.0, 100.0)));
        let mut small = [shown(40.0, 20.0), shown(100.0, 50.0)];
        row_sizes(&mut small, points(300.0, 500.0));
        assert_eq!(small[1].size, points(40.0, 20.0));
    }

    #[test]
    fn an_image_that_bleeds_goes_over_the_edges_and_leaves_room_for_its_caption() {
        let panel = Figure::of(Image::new(ImageSource::Remote("x".into()), String::new()), vec![], Span::default())
            .panels
            .remove(0);
        let document = Document::settled(Draft::default());
        let (fonts, mut diagnostics, design) = (FontBook::builtin(), Diagnostics::default(), Design::default());
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let flow = Flow::new(&mut setter, &design);
        let (page, over) = (&design.page, Length::mm(BLEED));
        let frame = |natural: Size, height, captioned| {
            let (caption, owner, caption_element) = (Vec::new(), Owner::default(), ElementId(0));
            let mut shown =
                Shown { panel: &panel, id: ImageId(0), natural, size: natural, caption, owner, caption_element };
            let strip = flow.bleeding(&mut shown, height, captioned);
            match &strip.items[..] {
                [Item::Image { frame, .. }] => *frame,
                items => panic!("{items:?}"),
            }
        };
        let hair = Length::pt(0.01);
        for natural in [points(400.0, 100.0), points(100.0, 400.0), points(30.0, 40.0)] {
            let all = frame(natural, page.height(), false);
            assert!(all.origin.x <= hair - over && all.origin.y <= hair - over, "{all:?}");
            assert!(all.origin.x + all.size.width >= page.trim.width + over - hair, "{all:?}");
            assert!(all.origin.y + all.size.height >= page.trim.height + over - hair, "{all:?}");
            let height = page.height() - Length::pt(30.0);
            let above = frame(natural, height, true);
            assert!(above.origin.y == -over && above.origin.y + above.size.height <= page.head + height + hair);
            assert!((above.size.width.ratio(above.size.height) - natural.width.ratio(natural.height)).abs() < 0.01);
        }
    }
}
