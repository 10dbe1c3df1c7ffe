//! Which face of a family serves a style.
//!
//! In: the faces of a book and the name of a family. Out: [`Faces`], one face for each of its four styles, chosen by what
//! the fonts themselves say of their slope, width and weight (OpenType, table `OS/2`), in the order of CSS Fonts 4,
//! section 5.2: the width first, then the slope, then the weight.

use super::{Face, FaceId, Style};

/// The weight of regular type.
const REGULAR: u16 = 400;
/// The weight of bold type.
const BOLD: u16 = 700;

/// The faces of a family: regular, italic, bold, bold italic. A style that the family lacks has the nearest face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Faces([FaceId; 4]);

impl Faces {
    /// The faces of the family of this name; `None` when no face belongs to it. Case does not count.
    pub(super) fn named(name: &str, faces: &[Face]) -> Option<Faces> {
        let name = name.trim().to_lowercase();
        let is_of = |place: usize| faces.iter().any(|face| belongs(face, &name, place));
        let place = (0..2).find(|place| is_of(*place))?;
        let members: Vec<usize> = (0..faces.len()).filter(|at| belongs(&faces[*at], &name, place)).collect();
        let best = |bold, italic| {
            let cost = |at: &&usize| unlikeness(&faces[**at], bold, italic);
            members.iter().min_by_key(cost).map(|at| FaceId(*at as u16))
        };
        Some(Faces([best(false, false)?, best(false, true)?, best(true, false)?, best(true, true)?]))
    }

    /// The face of a style.
    pub(super) fn of(&self, style: Style) -> FaceId {
        self.0[usize::from(style.bold) * 2 + usize::from(style.italic)]
    }

    /// The face of a style, then the others by how near they are to it.
    pub(super) fn near(&self, style: Style) -> [FaceId; 4] {
        let of = |bold, italic| self.of(Style { bold, italic, ..style });
        let (bold, italic) = (style.bold, style.italic);
        [of(bold, italic), of(bold, false), of(false, italic), of(false, false)]
    }
}

/// True when a face has the name: among its general names (`place` 0), or among those of narrower families too.
fn belongs(face: &Face, name: &str, place: usize) -> bool {
    let names = if place == 0 { &face.families[..face.families.len().min(1)] } else { &face.families };
    names.iter().any(|family| family.to_lowercase() == name)
}

/// How far a face is from a style.
fn unlikeness(face: &Face, bold: bool, italic: bool) -> (u16, bool, u16, bool) {
    let weight = face.metrics.weight;
    let wanted = if bold { BOLD } else { REGULAR };
    // Of two weights as far away, bold type takes the bolder, regular type the lighter.
    let wrong_side = if bold { weight < wanted } else { weight > wanted };
    (face.stretch.abs_diff(100), face.is_italic != italic, weight.abs_diff(wanted), wrong_side)
}
