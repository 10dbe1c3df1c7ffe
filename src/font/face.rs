//! One face: what it measures and what it has.
//!
//! In: the bytes of an OpenType font. Out: [`Face`]. Measures are in font units; [`Metrics::units_per_em`] of them make
//! one em.

use skrifa::attribute::Style;
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use std::sync::Arc;

/// Names a face of a [`FontBook`](super::FontBook).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// What a face measures, in font units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Font units in one em.
    pub units_per_em: i64,
    /// Height above the baseline.
    pub ascent: i64,
    /// Depth below the baseline, as a negative number.
    pub descent: i64,
    /// Height of a capital.
    pub cap_height: i64,
    /// Height of a lower-case letter without ascender.
    pub x_height: i64,
    /// Slant in degrees, negative for italics.
    pub italic_angle: f32,
    /// Weight, 400 for regular and 700 for bold.
    pub weight: u16,
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i64; 4],
}

/// The bytes of a font file.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// Built into the program.
    Static(&'static [u8]),
    /// Read from a file; the faces of a collection share them.
    Shared(Arc<[u8]>),
}

impl std::ops::Deref for Data {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Data::Static(bytes) => bytes,
            Data::Shared(bytes) => bytes,
        }
    }
}

/// Shared bytes as harfrust takes them.
struct Shared(Arc<[u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A parsed font file, or one face of a collection, or a variable font at one place of its design space.
#[derive(Clone)]
pub struct Face {
    data: Data,
    index: u32,
    shaping: harfrust::Font,
    /// Where a variable font is taken, in the units of its axes; empty for the file as it is.
    variations: Vec<([u8; 4], f32)>,
    location: Location,
    /// PostScript name, such as `LibertinusSerif-Regular`.
    pub name: String,
    /// The families that it says it belongs to, the most general one first.
    pub families: Vec<String>,
    /// What it measures.
    pub metrics: Metrics,
    /// True when its letters slope.
    pub is_italic: bool,
    /// Width of its letters in percent of the normal width.
    pub stretch: u16,
    /// True for CFF outlines, false for TrueType.
    pub is_cff: bool,
    /// True for outlines of the kind `CFF2`.
    pub is_cff2: bool,
    /// Glyph of each character up to some limit, 0 for none: most text never reaches the character map.
    common: Vec<u16>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({})", self.name)
    }
}

/// Characters of a built-in face whose glyphs are kept at hand.
const COMMON: u32 = 0x600;
/// Characters of any other face whose glyphs are kept at hand: those of the first three planes.
const MOST_COMMON: usize = 0x3_0000;

impl Face {
    /// Reads a font file that is built into the program; `None` when it is not one.
    pub(super) fn built_in(data: &'static [u8]) -> Option<Face> {
        let mut face = Face::new(Data::Static(data), 0, Vec::new())?;
        let charmap = face.font().charmap();
        face.common = (0..COMMON).map(|c| charmap.map(c).map_or(0, |g| g.to_u32() as u16)).collect();
        Some(face)
    }

    /// Reads a face of a font file; `None` when the file has none at this place.
    pub(super) fn brought(data: Arc<[u8]>, index: u32, variations: Vec<([u8; 4], f32)>) -> Option<Face> {
        let mut face = Face::new(Data::Shared(data), index, variations)?;
        let mut common = Vec::new();
        for (c, glyph) in face.font().charmap().mappings() {
            let (c, glyph) = (c as usize, u16::try_from(glyph.to_u32()).unwrap_or_default());
            if c < MOST_COMMON && glyph != 0 {
                if common.len() <= c {
                    common.resize(c + 1, 0);
                }
                common[c] = glyph;
            }
        }
        face.common = common;
        Some(face)
    }

    fn new(data: Data, index: u32, variations: Vec<([u8; 4], f32)>) -> Option<Face> {
        let font = FontRef::from_index(&data, index).ok()?;
        let location = font.axes().location(variations.iter().map(|(tag, value)| (Tag::new(tag), *value)));
        let metrics = metrics(&font, &location, &variations);
        let attributes = font.attributes();
        let name = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first()?.chars().collect();
        let name = instance_name(name, &variations);
        let families = families(&font);
        let (is_italic, is_cff) = (attributes.style != Style::Normal, font.cff().is_ok());
        let is_cff2 = font.cff2().is_ok();
        let stretch = attributes.stretch.percentage().round() as u16;
        let shaping = shaping(&data, index, &variations)?;
        let common = Vec::new();
        Some(Face {
            index,
            shaping,
            variations,
            location,
            name,
            families,
            metrics,
            is_italic,
            stretch,
            is_cff,
            is_cff2,
            common,
            data,
        })
    }

    /// The file.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Its place in the file, 0 but in a collection.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Where a variable font is taken: tags of axes and places on them. Empty for the file as it is.
    pub fn variations(&self) -> &[([u8; 4], f32)] {
        &self.variations
    }

    pub(super) fn shaping(&self) -> &harfrust::Font {
        &self.shaping
    }

    pub(super) fn font(&self) -> FontRef<'_> {
        FontRef::from_index(&self.data, self.index).expect("the font was read once already")
    }

    /// The glyph of a character; `None` when the face lacks it.
    pub fn glyph(&self, c: char) -> Option<u16> {
        match self.common.get(c as usize) {
            Some(0) => None,
            Some(glyph) => Some(*glyph),
            None if self.common.len() > COMMON as usize && (c as usize) < MOST_COMMON => None,
            None => self.font().charmap().map(c).map(|g| g.to_u32() as u16),
        }
    }

    /// True when the face has the character.
    pub fn has(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// The advance of each glyph given, in font units.
    pub fn advances(&self, glyphs: impl IntoIterator<Item = u16>) -> Vec<i64> {
        let font = self.font();
        let measures = font.glyph_metrics(Size::unscaled(), LocationRef::from(&self.location));
        let advance = |g| measures.advance_width(GlyphId::from(g)).unwrap_or_default().round() as i64;
        glyphs.into_iter().map(advance).collect()
    }

    /// How far the ink of a glyph reaches beyond its advance, in font units; 0 when it does not. Slanted letters lean over
    /// what follows them.
    pub fn overhang(&self, glyph: u16) -> i64 {
        let mut reach = Reach(f32::MIN);
        self.outline(glyph, &mut reach);
        let advance = self.advances([glyph])[0];
        (reach.0.ceil() as i64).saturating_sub(advance).max(0)
    }

    /// Draws the outline of a glyph in font units, y upwards, with the pen; nothing for a glyph without outline.
    pub fn outline(&self, glyph: u16, pen: &mut impl skrifa::outline::OutlinePen) {
        let font = self.font();
        if let Some(outline) = font.outline_glyphs().get(GlyphId::from(glyph)) {
            // An outline that cannot be drawn is as good as an empty one: the glyph stays blank.
            let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), &self.location), pen);
        }
    }
}

/// A pen that remembers how far right it was. Control points count as ink: for the ends of letters they are.
struct Reach(f32);

impl Reach {
    fn to(&mut self, x: f32) {
        self.0 = self.0.max(x);
    }
}

impl skrifa::outline::OutlinePen for Reach {
    fn move_to(&mut self, x: f32, _: f32) {
        self.to(x);
    }

    fn line_to(&mut self, x: f32, _: f32) {
        self.to(x);
    }

    fn quad_to(&mut self, cx: f32, _: f32, x: f32, _: f32) {
        self.to(cx.max(x));
    }

    fn curve_to(&mut self, ax: f32, _: f32, bx: f32, _: f32, x: f32, _: f32) {
        self.to(ax.max(bx).max(x));
    }

    fn close(&mut self) {}
}

/// The PostScript name of a variable font at a place of its design space (Adobe Technical Note 5902).
fn instance_name(mut name: String, variations: &[([u8; 4], f32)]) -> String {
    for (tag, value) in variations {
        name.push_str(&format!("_{value}{}", String::from_utf8_lossy(tag)));
    }
    name
}

/// The font as harfrust shapes with it.
fn shaping(data: &Data, index: u32, variations: &[([u8; 4], f32)]) -> Option<harfrust::Font> {
    let font = match data {
        Data::Static(bytes) => harfrust::Font::new(*bytes, index)?,
        Data::Shared(bytes) => {
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Shared(Arc::clone(bytes)));
            harfrust::Font::new(bytes, index)?
        }
    };
    if variations.is_empty() {
        return Some(font);
    }
    let places = variations.iter().map(|(tag, value)| (harfrust::Tag::new(tag), *value));
    Some(font.instance_builder().variations(places).build())
}

/// The names of the family: the typographic one, then that which holds but four styles; the English ones first.
fn families(font: &FontRef<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME] {
        let first = font.localized_strings(id).english_or_first();
        for name in first.into_iter().chain(font.localized_strings(id)) {
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            if !name.is_empty() && !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

fn metrics(font: &FontRef<'_>, location: &Location, variations: &[([u8; 4], f32)]) -> Metrics {
    let m = font.metrics(Size::unscaled(), location);
    let bounds = m.bounds.unwrap_or_default();
    let units = |value: f32| value.round() as i64;
    let weight = variations.iter().find(|(tag, _)| tag == b"wght").map(|(_, value)| *value);
    Metrics {
        units_per_em: i64::from(m.units_per_em).max(1),
        ascent: units(m.ascent),
        descent: units(m.descent),
        cap_height: units(m.cap_height.unwrap_or(m.ascent * 0.7)),
        x_height: units(m.x_height.unwrap_or(m.ascent * 0.5)),
        italic_angle: m.italic_angle,
        weight: weight.unwrap_or_else(|| font.attributes().weight.value()).round() as u16,
        bounds: [units(bounds.x_min), units(bounds.y_min), units(bounds.x_max), units(bounds.y_max)],
    }
}
