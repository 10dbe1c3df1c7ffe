//! A page as a content stream (ISO 32000-1, clause 8 and 9).
//!
//! In: the items of a page and the codes of its glyphs. Out: operators. Glyphs are placed by the advances of the run:
//! wherever these differ from the widths that the file states, a number in `TJ` makes up for the difference, and each
//! such number is reckoned from where a viewer really is, so that roundings never add up along a line.

use super::codes::{Codes, FaceCodes, Shown};
use super::image::{Embedded, Images};
use super::jpeg::Turn;
use super::number::{push_decimal, push_length};
use super::reading::{self, Run};
use crate::document::ImageId;
use crate::font::FaceId;
use crate::page::{Artifact, ElementKind, Ink, Item, Marked, NATURAL, Owner, Page, Structure, marked};
use crate::units::{Length, Point, Rect, Size};

/// How far a glyph may stand from its place before a number corrects it, in scaled points: 0.003 pt.
const TOLERANCE: i64 = 197;

/// Up to this size glyphs are moved by whole thousandths of an em, which is a hundredth of a point in text: no eye sees it,
/// and short numbers that are often equal keep the file small.
const TEXT: Length = Length(14 << 16);

const MILLION: i64 = 1_000_000;

/// The resource name of a face, by its place among those used, in one of its readings.
pub(super) fn font_name(rank: usize, reading: u8) -> String {
    match reading {
        0 => format!("T{rank}"),
        further => format!("T{rank}.{further}"),
    }
}

/// The resource name of an image.
pub(super) fn image_name(image: ImageId) -> String {
    format!("X{}", image.0)
}

/// Writes the content stream of a page: first what is furniture, then the text. Everything is marked (14.6) as part of an
/// element or as an artifact; the sequences of elements are numbered as [`Structure::reading`] counts them.
pub(super) fn write(page: &Page, structure: &Structure, (codes, images): (&Codes, &Images)) -> Vec<u8> {
    let mut stream = Stream::new(page.size.height, structure, codes, images);
    stream.items(&page.furniture);
    if page.turned {
        stream.turned(page);
    } else {
        stream.items(&page.items);
    }
    stream.out
}

/// A content stream being written, and the graphics state at its end.
struct Stream<'a> {
    out: Vec<u8>,
    structure: &'a Structure,
    codes: &'a Codes,
    images: &'a Images,
    /// Height of the page: PDF measures from its foot.
    height: Length,
    in_text: bool,
    is_marked: bool,
    /// How many sequences belong to elements.
    sequences: usize,
    font: Option<(FaceId, Length, u8)>,
    /// Horizontal scale in thousandths.
    scale: i32,
    ink: Ink,
}

impl<'a> Stream<'a> {
    fn new(height: Length, structure: &'a Structure, codes: &'a Codes, images: &'a Images) -> Stream<'a> {
        Stream {
            out: Vec::new(),
            structure,
            codes,
            images,
            height,
            in_text: false,
            is_marked: false,
            sequences: 0,
            font: None,
            scale: NATURAL,
            ink: Ink::BLACK,
        }
    }

    fn items(&mut self, items: &[Item]) {
        let mut runs = reading::runs(items);
        for Marked { item, owner, begins, is_spelled, .. } in marked(items) {
            if begins {
                self.begin(owner, is_spelled);
            }
            match item {
                Item::Glyphs(_) => runs.next().into_iter().for_each(|run| self.run(run)),
                Item::Image { image, frame, .. } => self.image(*image, frame),
                Item::Rule { frame, ink } => self.rule(frame, *ink),
                Item::Link { .. } | Item::Anchor { .. } => {}
            }
        }
        self.end();
    }

    /// Begins a marked sequence.
    fn begin(&mut self, owner: Owner, is_spelled: bool) {
        self.end();
        let element = match owner {
            Owner::Element(id) => self.structure.get(id),
            Owner::Artifact(_) => None,
        };
        if let Some(element) = element {
            let kind = if is_spelled { ElementKind::Span } else { element.kind };
            let mark = format!("/{}<</MCID {}>>BDC\n", kind.name(), self.sequences);
            self.out.extend_from_slice(mark.as_bytes());
            self.sequences += 1;
        } else {
            let properties = match owner {
                Owner::Artifact(Artifact::Header) => "/Type/Pagination/Subtype/Header",
                Owner::Artifact(Artifact::Footer) => "/Type/Pagination/Subtype/Footer",
                Owner::Artifact(Artifact::Repeated) => "/Type/Pagination",
                Owner::Artifact(Artifact::Layout) | Owner::Element(_) => "/Type/Layout",
            };
            self.out.extend_from_slice(format!("/Artifact<<{properties}>>BDC\n").as_bytes());
        }
        self.is_marked = true;
    }

    /// Ends the marked sequence, if there is one.
    fn end(&mut self) {
        self.leave_text();
        if std::mem::take(&mut self.is_marked) {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    /// The items of a turned page: x runs up the page, and what is below goes to the right.
    fn turned(&mut self, page: &Page) {
        self.out.extend_from_slice(b"q 0 1 -1 0 ");
        self.numbers(&[page.size.width, Length::ZERO]);
        self.operator("cm");
        self.height = page.size.width;
        self.items(&page.items);
        self.operator("Q");
    }

    fn enter_text(&mut self) {
        if !std::mem::replace(&mut self.in_text, true) {
            self.out.extend_from_slice(b"BT\n");
        }
    }

    fn leave_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.out.extend_from_slice(b"ET\n");
        }
    }

    fn numbers(&mut self, lengths: &[Length]) {
        for length in lengths {
            push_length(&mut self.out, *length);
            self.out.push(b' ');
        }
    }

    fn operator(&mut self, operator: &str) {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }

    fn fill(&mut self, ink: Ink) {
        if self.ink == ink {
            return;
        }
        self.ink = ink;
        for part in [ink.red, ink.green, ink.blue] {
            push_decimal(&mut self.out, (i64::from(part) * 1000 + 127) / 255, 3);
            self.out.push(b' ');
        }
        self.operator("rg");
    }

    fn rule(&mut self, frame: &Rect, ink: Ink) {
        self.leave_text();
        self.fill(ink);
        self.numbers(&[frame.origin.x, self.height - frame.bottom(), frame.size.width, frame.size.height]);
        self.operator("re f");
    }

    fn image(&mut self, image: ImageId, frame: &Rect) {
        let turn = match self.images.get(&image) {
            Some(Embedded::Raster(raster)) => raster.turn,
            Some(Embedded::Drawing(_)) | None => Turn::default(),
        };
        self.leave_text();
        self.out.extend_from_slice(b"q ");
        let bottom_left = Point::new(frame.origin.x, self.height - frame.bottom());
        self.numbers(&matrix(turn, bottom_left, frame.size));
        self.operator(&format!("cm /{} Do Q", image_name(image)));
    }

    fn run(&mut self, read: Run<'_>) {
        let (codes, run) = (self.codes, read.run);
        let Some(face) = codes.face(run.face).filter(|_| run.size > Length::ZERO && !run.glyphs.is_empty()) else {
            return;
        };
        self.enter_text();
        self.fill(run.ink);
        self.out.extend_from_slice(b"1 0 0 1 ");
        self.numbers(&[run.origin.x, self.height - run.origin.y]);
        self.out.extend_from_slice(b"Tm\n");
        if std::mem::replace(&mut self.scale, run.scale) != run.scale {
            push_decimal(&mut self.out, i64::from(run.scale), 1);
            self.out.extend_from_slice(b" Tz\n");
        }
        let (out, font) = (&mut self.out, &mut self.font);
        let (size, scale) = (run.size, i64::from(run.scale));
        Writing { out, font, face, id: run.face, size, scale, open: Open::Nothing, rise: Length::ZERO, viewer: 0 }
            .run(read);
    }
}

/// The matrix that leads the unit square of an image into its frame, turned as it has to be.
fn matrix(turn: Turn, at: Point, size: Size) -> [Length; 6] {
    let (width, x) = if turn.left_right { (-size.width, at.x + size.width) } else { (size.width, at.x) };
    let (height, y) = if turn.top_bottom { (-size.height, at.y + size.height) } else { (size.height, at.y) };
    match turn.transposed {
        false => [width, Length::ZERO, Length::ZERO, height, x, y],
        true => [Length::ZERO, height, width, Length::ZERO, x, y],
    }
}

/// What is open at the end of the stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    Nothing,
    Array,
    String,
}

/// The glyphs of one run on their way into `TJ` arrays.
struct Writing<'a> {
    out: &'a mut Vec<u8>,
    font: &'a mut Option<(FaceId, Length, u8)>,
    face: &'a FaceCodes,
    id: FaceId,
    size: Length,
    /// Horizontal scale in thousandths.
    scale: i64,
    open: Open,
    rise: Length,
    /// Where the viewer is, in millionths of a scaled point from the origin of the run.
    viewer: i64,
}

impl Writing<'_> {
    fn run(mut self, read: Run<'_>) {
        let mut pen = Length::ZERO;
        let glyphs = read.run.glyphs.iter().zip(read.read(self.face.hyphens)).map(|(glyph, shown)| {
            let at = pen + glyph.dx;
            pen += glyph.advance;
            (at, -glyph.dy.long(), shown)
        });
        if read.run.leftward {
            let mut glyphs: Vec<_> = glyphs.collect();
            if read.run.is_joined() {
                // The marks come last, so that they part no word.
                let mut shows = read.run.glyphs.iter().map(|glyph| glyph.text_bytes == 0);
                glyphs.sort_by_cached_key(|_| shows.next());
            } else {
                // They are written in the order in which they are read.
                glyphs.reverse();
            }
            glyphs.into_iter().for_each(|(at, rise, shown)| self.glyph(at, rise, shown));
        } else {
            glyphs.for_each(|(at, rise, shown)| self.glyph(at, rise, shown));
        }
        self.raise(Length::ZERO);
        if let Some(space) = self.face.space.filter(|_| read.run.space_after) {
            let end = if read.run.leftward { Length::ZERO } else { read.run.width() };
            self.glyph(end, Length::ZERO, (space, b" "));
        }
        self.bring_to(Open::Nothing);
    }

    /// A glyph at a place, so much above the baseline.
    fn glyph(&mut self, at: Length, rise: Length, (id, text): (u16, &[u8])) {
        let Shown { code, reading } = self.face.shown(id, text);
        self.select(reading);
        self.raise(rise);
        let ahead = self.viewer.saturating_sub(at.0.saturating_mul(MILLION));
        if ahead.saturating_abs() > TOLERANCE * MILLION {
            self.viewer -= self.move_left(ahead);
        }
        self.push(code);
        let width = self.face.widths.get(usize::from(code)).copied().unwrap_or_default() * self.scale;
        self.viewer += width / i64::from(NATURAL) * self.size.0;
    }

    fn select(&mut self, reading: u8) {
        let wanted = Some((self.id, self.size, reading));
        if *self.font != wanted {
            self.bring_to(Open::Nothing);
            *self.font = wanted;
            self.out.extend_from_slice(format!("/{} ", font_name(self.face.rank, reading)).as_bytes());
            push_length(self.out, self.size);
            self.out.extend_from_slice(b" Tf\n");
        }
    }

    fn raise(&mut self, rise: Length) {
        if self.rise != rise {
            self.bring_to(Open::Nothing);
            self.rise = rise;
            push_length(self.out, rise);
            self.out.extend_from_slice(b" Ts\n");
        }
    }

    /// Writes a number of thousandths of an em, or of tenths of them, which the viewer scales like the glyphs; returns how
    /// far it moves.
    fn move_left(&mut self, distance: i64) -> i64 {
        let tenth = (self.size.0 * self.scale / 10).max(1);
        let step = if self.size <= TEXT { 10 } else { 1 };
        let unit = tenth * step;
        let steps = (distance + distance.signum() * unit / 2) / unit;
        if steps == 0 {
            return 0;
        }
        self.bring_to(Open::Array);
        push_decimal(self.out, steps * step, 1);
        steps * unit
    }

    fn push(&mut self, code: u16) {
        self.open_to(Open::String);
        for byte in code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                // A bare carriage return in a string would be read as a line feed (7.3.4.2).
                b'\r' => self.out.extend_from_slice(b"\\r"),
                byte => self.out.push(byte),
            }
        }
    }

    /// Opens what is not open yet; leaves open what is.
    fn open_to(&mut self, level: Open) {
        if self.open < Open::Array && level >= Open::Array {
            self.out.push(b'[');
            self.open = Open::Array;
        }
        if self.open < level {
            self.out.push(b'(');
            self.open = level;
        }
    }

    /// Closes or opens until exactly this is open.
    fn bring_to(&mut self, level: Open) {
        if self.open == Open::String && level < Open::String {
            self.out.push(b')');
            self.open = Open::Array;
        }
        if self.open == Open::Array && level < Open::Array {
            self.out.extend_from_slice(b"]TJ\n");
            self.open = Open::Nothing;
        }
        self.open_to(level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a corner of the image comes to stand, in points.
    fn led(matrix: [Length; 6], (u, v): (i64, i64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = matrix;
        ((a * u + c * v + e).to_pt(), (b * u + d * v + f).to_pt())
    }

    #[test]
    fn a_photograph_taken_upright_is_turned_clockwise() {
        let (at, size) = (Point::new(Length::pt(10.0), Length::pt(20.0)), Size::new(Length::pt(3.0), Length::pt(4.0)));
        let turn = Turn { transposed: true, left_right: false, top_bottom: true };
        let matrix = matrix(turn, at, size);
        // The upper left corner of the file is the upper right one of the picture (orientation 6).
        assert_eq!(led(matrix, (0, 1)), (13.0, 24.0));
        assert_eq!(led(matrix, (0, 0)), (10.0, 24.0));
        assert_eq!(led(matrix, (1, 1)), (13.0, 20.0));
    }

    #[test]
    fn an_image_that_is_not_turned_fills_its_frame() {
        let (at, size) = (Point::new(Length::pt(10.0), Length::pt(20.0)), Size::new(Length::pt(3.0), Length::pt(4.0)));
        let matrix = matrix(Turn::default(), at, size);
        assert_eq!((led(matrix, (0, 0)), led(matrix, (1, 1))), ((10.0, 20.0), (13.0, 24.0)));
    }
}
