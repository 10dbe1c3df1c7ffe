//! Fonts as a PDF carries them: subset, measured and readable as text.
//!
//! In: the faces of a book and the codes of their glyphs. Out: composite fonts (ISO 32000-1, 9.7). The `subsetter` crate
//! keeps the glyphs used and numbers them anew, and printpdf embeds its result; what printpdf says about a font (whole
//! widths, a bare map to text, a descriptor of defaults) is then replaced by what the face really measures.

use super::codes::{Codes, FaceCodes};
use super::number::{decimal, name};
use super::{Error, cmap, content};
use crate::font::{Face, FaceId, Family, FontBook, Style};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A face cut down to the glyphs that the pages show.
pub(super) struct Subset<'a> {
    /// PostScript name behind a tag of six letters.
    name: String,
    face: &'a Face,
    codes: &'a FaceCodes,
    fixed_pitch: bool,
    program: Vec<u8>,
}

/// Cuts all faces down that the pages use.
///
/// # Errors
/// When a font file cannot be subset.
pub(super) fn subsets<'a>(fonts: &'a FontBook, codes: &'a Codes) -> Result<Vec<Subset<'a>>, Error> {
    let used: Vec<_> = codes.used().collect();
    used.into_par_iter().map(|(id, codes)| subset(fonts, id, codes)).collect()
}

fn subset<'a>(fonts: &'a FontBook, id: FaceId, codes: &'a FaceCodes) -> Result<Subset<'a>, Error> {
    let face = fonts.face(id);
    let mut glyphs = subsetter::GlyphRemapper::new();
    for glyph in &codes.glyphs {
        glyphs.remap(*glyph);
    }
    let program =
        face.outlines(&glyphs).map_err(|error| Error::Subset { face: face.name.clone(), reason: error.to_string() })?;
    let name = format!("{}+{}", tag(&program), face.name);
    Ok(Subset { name, face, codes, fixed_pitch: is_mono(fonts, id), program })
}

/// Six capital letters that stand for the glyphs of the subset (9.6.4).
fn tag(program: &[u8]) -> String {
    blake3::hash(program).as_bytes().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// True for a face of the code family.
pub(super) fn is_mono(fonts: &FontBook, id: FaceId) -> bool {
    let style = |bold, italic| Style { family: Family::Mono, bold, italic };
    [(false, false), (false, true), (true, false), (true, true)].iter().any(|&(b, i)| fonts.select(style(b, i)) == id)
}

impl Subset<'_> {
    /// The resource name of a reading.
    pub(super) fn resource(&self, reading: u8) -> String {
        content::font_name(self.codes.rank, reading)
    }

    /// The font as printpdf takes it.
    pub(super) fn to_printpdf(&self) -> printpdf::PdfFont {
        let metrics = printpdf::FontMetrics { ascent: 0, descent: 0 };
        let widths = BTreeMap::from([(1, 1000)]);
        let program = self.program.clone();
        let name = Some(self.name.clone());
        let font = printpdf::ParsedFont::with_glyph_data(program, 0, name, BTreeMap::new(), widths, 1000, metrics);
        printpdf::PdfFont::new(font)
    }

    /// Replaces what printpdf says about the font, and adds its further readings to the resources.
    pub(super) fn describe(&self, doc: &mut Document, fonts: ObjectId) -> Result<(), lopdf::Error> {
        let font = doc.get_dictionary(fonts)?.get(self.resource(0).as_bytes())?.as_reference()?;
        let to_unicode = doc.get_dictionary(font)?.get(b"ToUnicode")?.as_reference()?;
        doc.set_object(to_unicode, self.to_unicode(0));
        let descendant = self.describe_descendant(doc, font)?;
        let first = doc.get_dictionary_mut(font)?;
        first.set("DescendantFonts", vec![Object::Reference(descendant)]);
        let first = first.clone();
        for reading in 1..self.codes.readings() {
            let mut further = first.clone();
            further.set("ToUnicode", doc.add_object(self.to_unicode(reading)));
            let further = doc.add_object(further);
            doc.get_dictionary_mut(fonts)?.set(self.resource(reading), further);
        }
        Ok(())
    }

    fn to_unicode(&self, reading: u8) -> Stream {
        Stream::new(Dictionary::new(), cmap::to_unicode(self.codes, reading).into_bytes())
    }

    /// Widths and descriptor; the descendant font becomes an object of its own, which all readings share.
    fn describe_descendant(&self, doc: &mut Document, font: ObjectId) -> Result<ObjectId, lopdf::Error> {
        let descendants = doc.get_dictionary(font)?.get(b"DescendantFonts")?.as_array()?;
        let first = descendants.first().ok_or_else(|| lopdf::Error::DictKey("DescendantFonts".into()))?;
        let mut descendant = doc.dereference(first)?.1.as_dict()?.clone();
        let descriptor = descendant.get(b"FontDescriptor")?.as_reference()?;
        let program = doc.get_dictionary(descriptor)?.iter().find(|(key, _)| key.starts_with(b"FontFile"));
        let program = program.map(|(key, object)| (key.clone(), object.clone()));
        doc.set_object(descriptor, self.descriptor(program));
        let widths = self.codes.widths.iter().map(|width| decimal(*width)).collect();
        descendant.set("W", vec![Object::Integer(0), Object::Array(widths)]);
        descendant.remove(b"DW");
        Ok(doc.add_object(descendant))
    }

    /// The font descriptor (9.8), in thousandths of an em.
    fn descriptor(&self, program: Option<(Vec<u8>, Object)>) -> Dictionary {
        let metrics = &self.face.metrics;
        let scaled =
            |units: i64| Object::Integer((units * 1000 + metrics.units_per_em / 2).div_euclid(metrics.units_per_em));
        let mut descriptor = dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => name(self.name.as_str()),
            "Flags" => self.flags(),
            "FontBBox" => metrics.bounds.map(scaled).to_vec(),
            "ItalicAngle" => decimal((f64::from(metrics.italic_angle) * 1000.0).round() as i64),
            "Ascent" => scaled(metrics.ascent),
            "Descent" => scaled(metrics.descent),
            "CapHeight" => scaled(metrics.cap_height),
            "XHeight" => scaled(metrics.x_height),
            "StemV" => stem(metrics.weight),
        };
        if let Some((key, object)) = program {
            descriptor.set(key, object);
        }
        descriptor
    }

    /// Table 123: symbolic, for the codes are our own.
    fn flags(&self) -> i64 {
        const FIXED_PITCH: i64 = 1;
        const SERIF: i64 = 1 << 1;
        const SYMBOLIC: i64 = 1 << 2;
        const ITALIC: i64 = 1 << 6;
        let serif = self.face.name.contains("Serif");
        let italic = self.face.metrics.italic_angle != 0.0;
        [(self.fixed_pitch, FIXED_PITCH), (serif, SERIF), (true, SYMBOLIC), (italic, ITALIC)]
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, flag)| flag)
            .sum()
    }
}

/// Width of an upright stem, which no font file states: guessed from the weight, 88 for 400 and 166 for 700.
fn stem(weight: u16) -> i64 {
    50 + (i64::from(weight) * i64::from(weight) + 2112) / 4225
}

#[cfg(test)]
mod tests {
    #[test]
    fn stems_grow_with_the_weight() {
        assert_eq!([400, 700].map(super::stem), [88, 166]);
    }

    #[test]
    fn a_tag_is_six_capitals() {
        let tag = super::tag(b"font");
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()));
    }
}
