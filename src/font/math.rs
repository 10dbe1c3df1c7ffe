//! What a face says of formulas (OpenType, table `MATH`).
//!
//! In: a face. Out: [`MathFace`]: constants, and of each glyph its ink, its italic correction, where accents stand on it, its
//! larger variants and the parts that it is put together from. All in font units. Where formulas are laid out is `math`'s to
//! say.

use super::{Face, FaceId};
use skrifa::raw::tables::gsub::{AlternateSubst, Gsub, SingleSubst, SubstitutionSubtables};
use skrifa::raw::tables::layout::CoverageTable;
use skrifa::raw::tables::math::{
    GlyphPartRecord, Math, MathConstants, MathGlyphConstruction, MathKern, MathValueRecord, PartFlags,
};
use skrifa::raw::{ReadError, TableProvider};
use skrifa::{GlyphId16, MetadataProvider, Tag};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A face with a table for formulas.
pub struct MathFace<'a> {
    /// Its place in the book of fonts.
    pub id: FaceId,
    /// The face.
    pub face: &'a Face,
    table: Math<'a>,
    constants: MathConstants<'a>,
    /// Glyphs as they are drawn in scripts and in scripts of scripts (feature `ssty`).
    in_scripts: BTreeMap<u16, [u16; 2]>,
    /// The ink that was asked for.
    ink: RefCell<BTreeMap<u16, Ink>>,
}

/// How far a glyph reaches, in font units: its advance, and its ink above and below the baseline and to both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    /// From its origin to the next glyph's.
    pub advance: i64,
    /// Top of the ink above the baseline.
    pub top: i64,
    /// Bottom of the ink, negative below the baseline.
    pub bottom: i64,
    /// Left of the ink.
    pub left: i64,
    /// Right of the ink.
    pub right: i64,
}

/// The way in which a glyph is made larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Upwards and downwards.
    Vertical,
    /// To both sides.
    Horizontal,
}

/// A part of a glyph that is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The glyph.
    pub glyph: u16,
    /// How much of its start may overlap with the part before it.
    pub start: i64,
    /// How much of its end may overlap with the part after it.
    pub end: i64,
    /// Its length.
    pub advance: i64,
    /// True when it may be repeated or left out.
    pub extends: bool,
}

/// A corner of a glyph, where scripts move closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// Where superscripts stand.
    TopRight,
    /// Where subscripts stand.
    BottomRight,
}

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $field:ident),* $(,)?) => {
        /// The constants of a font for formulas, by their names in the specification.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Constant {
            $($(#[$doc])* #[allow(missing_docs)] $name),*
        }

        impl MathFace<'_> {
            /// A constant in font units.
            pub fn constant(&self, constant: Constant) -> i64 {
                match constant {
                    $(Constant::$name => value(self.constants.$field())),*
                }
            }
        }
    };
}

constants! {
    AxisHeight = axis_height,
    AccentBaseHeight = accent_base_height,
    SubscriptShiftDown = subscript_shift_down,
    SubscriptTopMax = subscript_top_max,
    SubscriptBaselineDropMin = subscript_baseline_drop_min,
    SuperscriptShiftUp = superscript_shift_up,
    SuperscriptShiftUpCramped = superscript_shift_up_cramped,
    SuperscriptBottomMin = superscript_bottom_min,
    SuperscriptBaselineDropMax = superscript_baseline_drop_max,
    SubSuperscriptGapMin = sub_superscript_gap_min,
    SuperscriptBottomMaxWithSubscript = superscript_bottom_max_with_subscript,
    SpaceAfterScript = space_after_script,
    UpperLimitGapMin = upper_limit_gap_min,
    UpperLimitBaselineRiseMin = upper_limit_baseline_rise_min,
    LowerLimitGapMin = lower_limit_gap_min,
    LowerLimitBaselineDropMin = lower_limit_baseline_drop_min,
    StackTopShiftUp = stack_top_shift_up,
    StackTopDisplayStyleShiftUp = stack_top_display_style_shift_up,
    StackBottomShiftDown = stack_bottom_shift_down,
    StackBottomDisplayStyleShiftDown = stack_bottom_display_style_shift_down,
    StackGapMin = stack_gap_min,
    StackDisplayStyleGapMin = stack_display_style_gap_min,
    FractionNumeratorShiftUp = fraction_numerator_shift_up,
    FractionNumeratorDisplayStyleShiftUp = fraction_numerator_display_style_shift_up,
    FractionDenominatorShiftDown = fraction_denominator_shift_down,
    FractionDenominatorDisplayStyleShiftDown = fraction_denominator_display_style_shift_down,
    FractionNumeratorGapMin = fraction_numerator_gap_min,
    FractionNumDisplayStyleGapMin = fraction_num_display_style_gap_min,
    FractionRuleThickness = fraction_rule_thickness,
    FractionDenominatorGapMin = fraction_denominator_gap_min,
    FractionDenomDisplayStyleGapMin = fraction_denom_display_style_gap_min,
    OverbarVerticalGap = overbar_vertical_gap,
    OverbarRuleThickness = overbar_rule_thickness,
    OverbarExtraAscender = overbar_extra_ascender,
    UnderbarVerticalGap = underbar_vertical_gap,
    UnderbarRuleThickness = underbar_rule_thickness,
    UnderbarExtraDescender = underbar_extra_descender,
    RadicalVerticalGap = radical_vertical_gap,
    RadicalDisplayStyleVerticalGap = radical_display_style_vertical_gap,
    RadicalRuleThickness = radical_rule_thickness,
    RadicalExtraAscender = radical_extra_ascender,
    RadicalKernBeforeDegree = radical_kern_before_degree,
    RadicalKernAfterDegree = radical_kern_after_degree,
}

impl<'a> MathFace<'a> {
    /// What a face says of formulas; `None` when it says nothing.
    pub fn new(id: FaceId, face: &'a Face) -> Option<MathFace<'a>> {
        let font = face.font();
        let table = font.math().ok()?;
        let constants = table.math_constants().ok()?;
        let in_scripts = font.gsub().ok().and_then(|gsub| in_scripts(&gsub).ok()).unwrap_or_default();
        Some(MathFace { id, face, table, constants, in_scripts, ink: RefCell::default() })
    }

    /// Font units in one em.
    pub fn units_per_em(&self) -> i64 {
        self.face.metrics.units_per_em
    }

    /// Size of scripts in percent of the size around the formula, at depth 1 and 2.
    pub fn script_percent(&self, level: u8) -> i64 {
        match level {
            0 => 100,
            1 => i64::from(self.constants.script_percent_scale_down()).clamp(40, 100),
            _ => i64::from(self.constants.script_script_percent_scale_down()).clamp(30, 100),
        }
    }

    /// How far a root's degree stands above the bottom of the root, in percent of its height.
    pub fn degree_percent(&self) -> i64 {
        i64::from(self.constants.radical_degree_bottom_raise_percent())
    }

    /// The least height of a large operator in a formula that stands alone.
    pub fn display_operator_height(&self) -> i64 {
        i64::from(self.constants.display_operator_min_height().to_u16())
    }

    /// The glyph of a character, in the form that a variation selector asks for where the face has it.
    pub fn glyph(&self, c: char, selector: Option<char>) -> Option<u16> {
        use skrifa::charmap::MapVariant;
        if let Some(selector) = selector
            && let Some(MapVariant::Variant(glyph)) = self.face.font().charmap().map_variant(c, selector)
        {
            return Some(glyph.to_u32() as u16);
        }
        self.face.glyph(c)
    }

    /// A glyph as it is drawn in scripts (`level` 1) or in scripts of scripts (2).
    pub fn in_script(&self, glyph: u16, level: u8) -> u16 {
        match (level, self.in_scripts.get(&glyph)) {
            (0, _) | (_, None) => glyph,
            (1, Some(forms)) => forms[0],
            (_, Some(forms)) => forms[1],
        }
    }

    /// What a glyph measures.
    pub fn ink(&self, glyph: u16) -> Ink {
        *self.ink.borrow_mut().entry(glyph).or_insert_with(|| self.face.ink(glyph))
    }

    /// The room that a slanted glyph leans into.
    pub fn italic_correction(&self, glyph: u16) -> i64 {
        let Ok(info) = self.table.math_glyph_info() else { return 0 };
        let Some(Ok(table)) = info.math_italics_correction_info() else { return 0 };
        at(table.coverage(), glyph, table.italics_correction()).map_or(0, value)
    }

    /// Where the middle of an accent stands above a glyph, from its left.
    pub fn accent_attachment(&self, glyph: u16) -> Option<i64> {
        let Some(Ok(table)) = self.table.math_glyph_info().ok()?.math_top_accent_attachment() else { return None };
        at(table.top_accent_coverage(), glyph, table.top_accent_attachment()).map(value)
    }

    /// How much closer to a glyph a script moves whose corner is at a height; mostly negative.
    pub fn kern(&self, glyph: u16, corner: Corner, height: i64) -> i64 {
        let kern = || -> Option<MathKern<'_>> {
            let info = self.table.math_glyph_info().ok()?.math_kern_info()?.ok()?;
            let place = info.math_kern_coverage().ok()?.get(GlyphId16::new(glyph))?;
            let record = info.math_kern_info_records().get(place as usize)?;
            match corner {
                Corner::TopRight => record.top_right_math_kern(info.offset_data())?.ok(),
                Corner::BottomRight => record.bottom_right_math_kern(info.offset_data())?.ok(),
            }
        };
        let Some(kern) = kern() else { return 0 };
        let place = kern.correction_height().iter().take_while(|limit| value(limit) < height).count();
        kern.kern_values().get(place).map_or(0, value)
    }

    /// The larger variants of a glyph with their lengths, the smallest first.
    pub fn variants(&self, glyph: u16, axis: Axis) -> Vec<(u16, i64)> {
        let Some(construction) = self.construction(glyph, axis) else { return Vec::new() };
        let records = construction.math_glyph_variant_records();
        records.iter().map(|r| (r.variant_glyph().to_u16(), i64::from(r.advance_measurement().to_u16()))).collect()
    }

    /// The parts that a glyph of any length is put together from, from the bottom or the left; none when it cannot be.
    pub fn parts(&self, glyph: u16, axis: Axis) -> Vec<Part> {
        let assembly = self.construction(glyph, axis).and_then(|construction| construction.glyph_assembly()?.ok());
        let Some(assembly) = assembly else { return Vec::new() };
        let part = |r: &GlyphPartRecord| Part {
            glyph: r.glyph_id().to_u16(),
            start: i64::from(r.start_connector_length().to_u16()),
            end: i64::from(r.end_connector_length().to_u16()),
            advance: i64::from(r.full_advance().to_u16()),
            extends: r.part_flags().contains(PartFlags::EXTENDER_FLAG),
        };
        assembly.part_records().iter().map(part).collect()
    }

    /// The least overlap of two parts.
    pub fn least_overlap(&self) -> i64 {
        self.table.math_variants().map_or(0, |variants| i64::from(variants.min_connector_overlap().to_u16()))
    }

    fn construction(&self, glyph: u16, axis: Axis) -> Option<MathGlyphConstruction<'a>> {
        let variants = self.table.math_variants().ok()?;
        let coverage = match axis {
            Axis::Vertical => variants.vert_glyph_coverage()?.ok()?,
            Axis::Horizontal => variants.horiz_glyph_coverage()?.ok()?,
        };
        let place = coverage.get(GlyphId16::new(glyph))? as usize;
        match axis {
            Axis::Vertical => variants.vert_glyph_constructions().get(place).ok(),
            Axis::Horizontal => variants.horiz_glyph_constructions().get(place).ok(),
        }
    }
}

fn value(record: &MathValueRecord) -> i64 {
    i64::from(record.value().to_i16())
}

fn at<'t, T>(coverage: Result<CoverageTable<'_>, ReadError>, glyph: u16, values: &'t [T]) -> Option<&'t T> {
    values.get(coverage.ok()?.get(GlyphId16::new(glyph))? as usize)
}

/// The forms of glyphs in scripts.
fn in_scripts(gsub: &Gsub<'_>) -> Result<BTreeMap<u16, [u16; 2]>, ReadError> {
    let mut forms = BTreeMap::new();
    let (features, lookups) = (gsub.feature_list()?, gsub.lookup_list()?);
    for record in features.feature_records().iter().filter(|record| record.feature_tag() == Tag::new(b"ssty")) {
        for index in record.feature(features.offset_data())?.lookup_list_indices() {
            let lookup = lookups.lookups().get(usize::from(index.get()))?;
            match lookup.subtables()? {
                SubstitutionSubtables::Single(tables) => {
                    for table in tables.iter() {
                        singles(&table?, &mut forms)?;
                    }
                }
                SubstitutionSubtables::Alternate(tables) => {
                    for table in tables.iter() {
                        let AlternateSubst::Format1(table) = table? else { continue };
                        for (place, glyph) in table.coverage()?.iter().enumerate() {
                            let set = table.alternate_sets().get(place)?;
                            let of = |n: usize| set.alternate_glyph_ids().get(n).map(|id| id.get().to_u16());
                            if let Some(first) = of(0) {
                                forms.entry(glyph.to_u32() as u16).or_insert([first, of(1).unwrap_or(first)]);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Ok(forms)
}

fn singles(table: &SingleSubst<'_>, forms: &mut BTreeMap<u16, [u16; 2]>) -> Result<(), ReadError> {
    match table {
        SingleSubst::Format1(table) => {
            for glyph in table.coverage()?.iter() {
                let form = (glyph.to_u32() as u16).wrapping_add_signed(table.delta_glyph_id());
                forms.entry(glyph.to_u32() as u16).or_insert([form; 2]);
            }
        }
        SingleSubst::Format2(table) => {
            for (glyph, form) in table.coverage()?.iter().zip(table.substitute_glyph_ids()) {
                forms.entry(glyph.to_u32() as u16).or_insert([form.get().to_u16(); 2]);
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontBook;

    #[test]
    fn the_built_in_face_knows_formulas() {
        let fonts = FontBook::builtin().with_math();
        let face = fonts.math().expect("a face for formulas");
        let axis = face.constant(Constant::AxisHeight);
        assert!((200..300).contains(&axis), "{axis}");
        assert!(face.script_percent(1) < 100 && face.script_percent(2) < face.script_percent(1));
        let glyph = |c| face.glyph(c, None).expect("a glyph");
        let (brace, root, prime) = (glyph('{'), glyph('√'), glyph('′'));
        assert!(face.variants(brace, Axis::Vertical).len() > 3);
        assert_eq!(face.parts(brace, Axis::Vertical).iter().filter(|part| part.extends).count(), 2);
        assert!(!face.parts(root, Axis::Vertical).is_empty());
        assert_ne!(face.in_script(prime, 1), prime, "a prime has a form of its own in scripts");
        assert!(face.italic_correction(glyph('𝑓')) > 0);
        assert!(face.accent_attachment(glyph('𝑥')).is_some());
        let ink = face.ink(glyph('∫'));
        assert!(ink.top > 0 && ink.bottom < 0 && ink.left < ink.right, "{ink:?}");
    }
}
