//! One face: what it measures and what it has.
//!
//! In: the bytes of an OpenType font. Out: [`Face`]. Measures are in font units; [`Metrics::units_per_em`] of them make
//! one em.

use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::borrow::Cow;

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

/// A parsed font file.
#[derive(Clone)]
pub struct Face {
    data: Cow<'static, [u8]>,
    shaping: harfrust::Font,
    /// PostScript name, such as `LibertinusSerif-Regular`.
    pub name: String,
    /// What it measures.
    pub metrics: Metrics,
    /// True for CFF outlines, false for TrueType.
    pub is_cff: bool,
    /// Glyph of each character below U+0600, 0 for none: most text never reaches the character map.
    common: Vec<u16>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({})", self.name)
    }
}

impl Face {
    /// Reads a font file; `None` when it is not one.
    pub fn parse(data: impl Into<Cow<'static, [u8]>>) -> Option<Face> {
        let data = data.into();
        let font = FontRef::new(&data).ok()?;
        let metrics = metrics(&font);
        let name = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first()?.chars().collect();
        let is_cff = font.cff().is_ok();
        let charmap = font.charmap();
        let common = (0..0x600u32).map(|c| charmap.map(c).map_or(0, |g| g.to_u32() as u16)).collect();
        let shaping = match &data {
            Cow::Borrowed(bytes) => harfrust::Font::new(*bytes, 0)?,
            Cow::Owned(bytes) => harfrust::Font::new(bytes.clone(), 0)?,
        };
        Some(Face { shaping, name, metrics, is_cff, common, data })
    }

    /// The file.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    pub(super) fn shaping(&self) -> &harfrust::Font {
        &self.shaping
    }

    fn font(&self) -> FontRef<'_> {
        FontRef::new(&self.data).expect("the font was read once already")
    }

    /// The glyph of a character; `None` when the face lacks it.
    pub fn glyph(&self, c: char) -> Option<u16> {
        match self.common.get(c as usize) {
            Some(0) => None,
            Some(glyph) => Some(*glyph),
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
        let measures = font.glyph_metrics(Size::unscaled(), LocationRef::default());
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
            let _ = outline.draw(Size::unscaled(), pen);
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

fn metrics(font: &FontRef<'_>) -> Metrics {
    let m = font.metrics(Size::unscaled(), LocationRef::default());
    let bounds = m.bounds.unwrap_or_default();
    let units = |value: f32| value.round() as i64;
    Metrics {
        units_per_em: i64::from(m.units_per_em).max(1),
        ascent: units(m.ascent),
        descent: units(m.descent),
        cap_height: units(m.cap_height.unwrap_or(m.ascent * 0.7)),
        x_height: units(m.x_height.unwrap_or(m.ascent * 0.5)),
        italic_angle: m.italic_angle,
        weight: font.attributes().weight.value().round() as u16,
        bounds: [units(bounds.x_min), units(bounds.y_min), units(bounds.x_max), units(bounds.y_max)],
    }
}
