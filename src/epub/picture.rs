//! Formulas as readers are given them: MathML, or pictures of what the PDF shows.
//!
//! In: the formulas of a document, what the publication wants, and the fonts. Out: [`Formulas`]: for each formula its MathML,
//! or the image files that show it, with their size and place on the line in ems of the text around. Equal formulas share
//! their files. Why the pictures are PNG on white paper is told in `docs/shops.md`.

use super::raster::encode_line_art;
use super::trace::{Traced, trace};
use crate::document::{Document, FormulaForm, Publication};
use crate::font::{FontBook, MathFace, Shaper, Style};
use crate::math::{self, Fault, Laid, MathBox, Setting, each_formula};
use crate::units::Length;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The folder of the pictures.
pub(super) const FOLDER: &str = "formulas/";

/// The size of the text around a formula, while it is drawn.
const EM: f64 = 10.0;
/// How high the small letters of a reader's typeface are, in ems: 0.45 in Times, 0.46 in Bookerly, 0.48 in Georgia.
const X_HEIGHT: f64 = 0.46;
/// By how much formulas are larger or smaller than the text at most.
const MOST_LARGER: f64 = 1.15;
const MOST_SMALLER: f64 = 0.85;
/// The widest picture, in ems: of a formula that stands alone, which is set in lines, and of one in a line, which is parted.
/// A telephone shows 20 ems to 25.
const WIDEST_ALONE: f64 = 22.0;
const WIDEST_IN_LINE: f64 = 9.0;
/// The indentation of the further lines of a formula, the space between its lines, and that before its number, in ems.
const INDENT: f64 = 2.0;
const BETWEEN: f64 = 0.45;
const BEFORE_NUMBER: f64 = 2.0;

/// The formulas of a publication.
#[derive(Clone, Debug, Default)]
pub struct Formulas {
    /// The pictures of each formula, by its source and whether it stands alone; `None` where formulas are MathML.
    drawn: Option<BTreeMap<(String, bool), Drawn>>,
    pictures: Vec<Picture>,
}

/// The places of its pictures, or why there are none.
type Drawn = Result<Vec<usize>, Fault>;

/// A picture of a formula or of a part of it.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// Its name inside the publication.
    pub(super) name: String,
    bytes: Vec<u8>,
    /// Width, and how far it reaches below the line, in ems of the text around.
    pub(super) width: f64,
    pub(super) below: f64,
}

/// What shows a formula.
pub(super) enum Shown<'f> {
    /// A `math` element.
    Mathml(String),
    /// Pictures that stand side by side.
    Pictures(Vec<&'f Picture>),
    /// Nothing: it cannot be read or drawn.
    Source,
}

impl Formulas {
    /// The formulas of a document, drawn where the publication wants images of them.
    pub fn of(document: &Document, publication: &Publication, fonts: &FontBook) -> Formulas {
        if publication.form_of_formulas() == FormulaForm::Mathml {
            return Formulas::default();
        }
        let mut wanted: Vec<(&str, bool)> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        each_formula(document, &mut |source, display, _| {
            if known.insert((source, display)) {
                wanted.push((source, display));
            }
        });
        let size = size(fonts, publication);
        let may_be_parted = !document.metadata.is_right_to_left();
        let language = document.metadata.language.0.as_str();
        let draw = |(face, shaper): &mut (Option<MathFace<'_>>, Shaper<'_>), (source, display): &(&str, bool)| {
            let setting = Setting { size, display: *display, words: Style::default(), language };
            let laid = match face {
                Some(face) => math::lay_out(source, &setting, face, shaper)?,
                None => return Err(Fault { at: 0..source.len(), what: "the book has no face for formulas".into() }),
            };
            let boxes = if *display { vec![alone(&laid)] } else { in_line(&laid, may_be_parted) };
            boxes.iter().map(|content| picture(content, *display, fonts, source)).collect::<Result<Vec<_>, _>>()
        };
        let drawn: Vec<Result<Vec<Picture>, Fault>> =
            wanted.par_iter().map_init(|| (fonts.math(), Shaper::new(fonts)), draw).collect();
        let (mut formulas, mut files) = (Formulas::default(), BTreeMap::new());
        let all = wanted.into_iter().zip(drawn).map(|((source, display), drawn)| {
            let places = drawn.map(|drawn| {
                drawn.into_iter().map(|picture| formulas.place_of(picture, &mut files)).collect::<Vec<_>>()
            });
            ((source.to_owned(), display), places)
        });
        let all = all.collect();
        Formulas { drawn: Some(all), ..formulas }
    }

    /// The place of a picture among those that there are; one that is there already is taken.
    fn place_of(&mut self, mut picture: Picture, files: &mut BTreeMap<(Vec<u8>, u64), usize>) -> usize {
        let next = self.pictures.len();
        // The same ink may stand on another line.
        let place = *files.entry((picture.bytes.clone(), picture.below.to_bits())).or_insert(next);
        if place == next {
            picture.name = format!("{FOLDER}{:04}.png", next + 1);
            self.pictures.push(picture);
        }
        place
    }

    /// What shows a formula.
    pub(super) fn shown(&self, source: &str, display: bool) -> Shown<'_> {
        match &self.drawn {
            None => math::mathml(source, display).map_or(Shown::Source, Shown::Mathml),
            Some(drawn) => match drawn.get(&(source.to_owned(), display)) {
                Some(Ok(places)) => Shown::Pictures(places.iter().map(|place| &self.pictures[*place]).collect()),
                Some(Err(_)) | None => Shown::Source,
            },
        }
    }

    /// Why a formula is shown as its source; `None` for one that is shown.
    pub fn fault(&self, source: &str, display: bool) -> Option<Fault> {
        match &self.drawn {
            None => math::mathml(source, display).err(),
            Some(drawn) => drawn.get(&(source.to_owned(), display))?.as_ref().err().cloned(),
        }
    }

    /// True when formulas are pictures, which a reader's program takes for something that a line may end before and after.
    pub(super) fn are_pictures(&self) -> bool {
        self.drawn.is_some()
    }

    /// Name and content of every image file.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.pictures.iter().map(|picture| (picture.name.as_str(), &*picture.bytes))
    }
}

/// The type size at which small letters of formulas are as high as those of the text: of the book's own face where it is
/// embedded, else as readers' typefaces mostly have them.
fn size(fonts: &FontBook, publication: &Publication) -> Length {
    let height = |face: &crate::font::Face| face.metrics.x_height as f64 / face.metrics.units_per_em.max(1) as f64;
    let text = if publication.fonts { height(fonts.face(fonts.select(Style::default()))) } else { X_HEIGHT };
    let own = fonts.math().map_or(text, |math| height(math.face));
    let ratio = if text > 0.0 && own > 0.0 { text / own } else { 1.0 };
    Length::pt(EM).scale(ratio.clamp(MOST_SMALLER, MOST_LARGER))
}

fn ems(count: f64) -> Length {
    Length::pt(EM).scale(count)
}

/// A formula that stands alone: in lines where it is wide, its numbers behind it.
fn alone(laid: &Laid) -> MathBox {
    let whole = laid.whole();
    let lines = if whole.width <= ems(WIDEST_ALONE) || laid.pieces.len() < 2 {
        vec![whole]
    } else {
        laid.lines(ems(WIDEST_ALONE), ems(INDENT))
    };
    let mut all = MathBox::default();
    for (place, line) in lines.into_iter().enumerate() {
        let indent = if place == 0 { Length::ZERO } else { ems(INDENT) };
        let raise = if place == 0 { Length::ZERO } else { -(all.depth + ems(BETWEEN) + line.height) };
        all.width = all.width.max(indent + line.width);
        all.put(line, indent, raise);
    }
    let widest = laid.numbers.iter().map(|(_, number)| number.width).max();
    if let Some(widest) = widest {
        let edge = all.width + ems(BEFORE_NUMBER) + widest;
        for (raise, number) in &laid.numbers {
            all.put(number.clone(), edge - number.width, *raise);
        }
        all.width = edge;
    }
    all
}

/// A formula in a line: in parts where it is wide, for no line ends in a picture.
fn in_line(laid: &Laid, may_be_parted: bool) -> Vec<MathBox> {
    let mut parts = if may_be_parted { laid.parts(ems(WIDEST_IN_LINE)) } else { vec![laid.whole()] };
    if let Some(last) = parts.last_mut() {
        for (_, number) in &laid.numbers {
            last.append(ems(1.0), number.clone());
        }
    }
    // Side by side on black, they are one strip.
    let height = parts.iter().map(|part| part.height).max().unwrap_or_default();
    let depth = parts.iter().map(|part| part.depth).max().unwrap_or_default();
    parts.iter_mut().for_each(|part| (part.height, part.depth) = (height, depth));
    parts
}

fn picture(content: &MathBox, is_alone: bool, fonts: &FontBook, source: &str) -> Result<Picture, Fault> {
    let none = || Fault { at: 0..source.len(), what: "no picture can be made of it".into() };
    let Traced { picture, per_em, below } = trace(content, is_alone, fonts, Length::pt(EM)).ok_or_else(none)?;
    let width = f64::from(picture.width()) / per_em;
    let bytes = encode_line_art(&picture).ok_or_else(none)?;
    Ok(Picture { name: String::new(), bytes, width, below: f64::from(below) / per_em })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attr, Block, BlockKind, Division, Draft, Inline, InlineKind, Role, Shop};
    use crate::source::Span;

    fn document(formulas: &[(&str, bool)]) -> Document {
        let formula = |(source, display): &(&str, bool)| {
            let attr = Attr { classes: if *display { vec!["display".into()] } else { Vec::new() }, ..Attr::default() };
            Inline { kind: InlineKind::Math(source.to_string()), attr, span: Span::default() }
        };
        let line = formulas.iter().map(formula).collect();
        let chapter = Division {
            blocks: vec![Block::new(BlockKind::Paragraph(line), Span::default())],
            ..Division::new(Role::Chapter, "a", Span::default())
        };
        Document::settled(Draft { divisions: vec![chapter], ..Draft::default() })
    }

    fn drawn(formulas: &[(&str, bool)]) -> Formulas {
        let publication = Publication { shops: vec![Shop::Kindle], ..Publication::default() };
        Formulas::of(&document(formulas), &publication, &FontBook::builtin().with_math())
    }

    fn pictures<'f>(formulas: &'f Formulas, source: &str, display: bool) -> Vec<&'f Picture> {
        match formulas.shown(source, display) {
            Shown::Pictures(pictures) => pictures,
            Shown::Mathml(_) | Shown::Source => panic!("{source} has no picture"),
        }
    }

    /// The columns and rows of a picture, and whether each pixel has ink.
    fn ink(picture: &Picture) -> (u32, u32, Vec<bool>) {
        let pixels = image::load_from_memory(&picture.bytes).expect("a PNG").to_luma8();
        (pixels.width(), pixels.height(), pixels.pixels().map(|pixel| pixel.0[0] < 128).collect())
    }

    #[test]
    fn only_who_wants_pictures_gets_them() {
        let kindle = vec![Shop::Kobo, Shop::Kindle];
        for (formulas, shops, wanted) in [
            (None, Vec::new(), false),
            (None, kindle.clone(), true),
            (Some(FormulaForm::Images), Vec::new(), true),
            (Some(FormulaForm::Mathml), kindle, false),
        ] {
            let publication = Publication { formulas, shops, ..Publication::default() };
            let fonts = FontBook::builtin().with_math();
            let found = Formulas::of(&document(&[("a", false)]), &publication, &fonts);
            assert_eq!(matches!(found.shown("a", false), Shown::Pictures(_)), wanted, "{publication:?}");
            assert_eq!(matches!(found.shown("a", false), Shown::Mathml(_)), !wanted);
        }
    }

    #[test]
    fn equal_formulas_are_one_file() {
        let formulas = drawn(&[("x", false), (r"\frac{a}{b}", false), ("x", false), ("{x}", false), ("x", true)]);
        let names: Vec<&str> = formulas.files().map(|(name, _)| name).collect();
        assert_eq!(names, ["formulas/0001.png", "formulas/0002.png", "formulas/0003.png"]);
        assert_eq!(pictures(&formulas, "{x}", false)[0].name, names[0]);
        assert_eq!(pictures(&formulas, "x", true)[0].name, names[2]);
    }

    #[test]
    fn a_picture_stands_on_the_line() {
        let formulas = drawn(&[("x", false), ("y", false)]);
        let (x, y) = (pictures(&formulas, "x", false)[0], pictures(&formulas, "y", false)[0]);
        assert!(x.below < 0.12 && y.below > 0.25, "{x:?} {y:?}");
        let (width, height, inked) = ink(x);
        let lowest = inked.iter().rposition(|ink| *ink).expect("some ink") as u32 / width;
        let baseline = height - (x.below * f64::from(width) / x.width).round() as u32;
        assert!(baseline.abs_diff(lowest + 1) <= 2, "the ink ends at {lowest}, the baseline is {baseline}");
        // Small letters are as high as those of a reader's typeface.
        let highest = inked.iter().position(|ink| *ink).expect("some ink") as u32 / width;
        let em = f64::from(width) / x.width;
        let height = f64::from(lowest + 1 - highest) / em;
        assert!((X_HEIGHT - 0.02..X_HEIGHT + 0.04).contains(&height), "{height} em");
    }

    #[test]
    fn it_is_black_on_white_paper_unless_it_asks_for_a_colour() {
        let formulas = drawn(&[("x", false), (r"\textcolor{red}{x}", false)]);
        let black = image::load_from_memory(&pictures(&formulas, "x", false)[0].bytes).expect("a PNG");
        assert_eq!(black.color(), image::ColorType::L8);
        assert_eq!(black.to_luma8().get_pixel(0, 0).0, [255]);
        let red = image::load_from_memory(&pictures(&formulas, r"\textcolor{red}{x}", false)[0].bytes).expect("a PNG");
        assert!(red.to_rgb8().pixels().any(|pixel| pixel.0 == [255, 0, 0]) && !red.color().has_alpha());
    }

    #[test]
    fn a_wide_formula_is_parted_and_one_that_stands_alone_is_set_in_lines() {
        let long = ["a_1 + a_2 + a_3 + a_4"; 6].join(" = ");
        let formulas = drawn(&[(&long, false), (&long, true)]);
        let parts = pictures(&formulas, &long, false);
        assert!(parts.len() >= 6 && parts.iter().all(|part| part.width < WIDEST_IN_LINE + 1.0), "{parts:?}");
        let heights: Vec<u32> = parts.iter().map(|part| ink(part).1).collect();
        assert!(heights.iter().all(|height| *height == heights[0]), "{heights:?}");
        let alone = pictures(&formulas, &long, true);
        assert_eq!(alone.len(), 1);
        let (width, height, _) = ink(alone[0]);
        assert!(alone[0].width < WIDEST_ALONE + 1.0 && height > width / 12, "{width} × {height}");
    }

    #[test]
    fn what_cannot_be_drawn_is_told_and_what_is_huge_has_fewer_pixels() {
        let huge = r"\hspace{400em}\begin{matrix} a \\[300em] b \end{matrix}";
        let formulas = drawn(&[(r"\cancel{x}", false), (r"\frobnicate", true), (r"\quad", false), (huge, true)]);
        assert_eq!(formulas.fault(r"\cancel{x}", false).expect("a fault").what, "slanted strokes cannot be drawn");
        assert!(formulas.fault(r"\frobnicate", true).is_some() && formulas.fault(r"\quad", false).is_none());
        assert!(matches!(formulas.shown(r"\cancel{x}", false), Shown::Source));
        for (_, bytes) in formulas.files() {
            let picture = image::load_from_memory(bytes).expect("a PNG");
            assert!(picture.width() * picture.height() <= 17_000_000, "{} × {}", picture.width(), picture.height());
        }
    }
}
