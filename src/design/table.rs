//! How tables look.
//!
//! In: nothing. Out: [`TableDesign`]. The rules are those of booktabs (S. Fear, "Publication quality tables in LaTeX",
//! 2020): none upright, a heavy one above and below, a light one below the head.

use super::Colour;
use crate::units::Length;

/// How tables look, beside their type.
#[derive(Clone, Debug, PartialEq)]
pub struct TableDesign {
    /// Thickness of the rules above the head and below the last row.
    pub heavy: Length,
    /// Thickness of the rule between head and body.
    pub light: Length,
    /// Ground behind every second row; white for none.
    pub stripes: Colour,
    /// Space between columns, in thousandths of the type size.
    pub gap: i32,
    /// The size below which no type is made smaller to fit a table into the measure.
    pub least_size: Length,
}

impl Default for TableDesign {
    fn default() -> TableDesign {
        TableDesign {
            heavy: Length::pt(0.8),
            light: Length::pt(0.45),
            stripes: Colour::grey(255),
            gap: 1_200,
            least_size: Length::pt(6.5),
        }
    }
}
