//! Colours of covers.
//!
//! In: the title, by which one of several is chosen so that a shelf of books is not of one colour, or the colour of the
//! theme's headings. Out: [`Palette`].

use tiny_skia::Color;

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// Colours of a cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Palette {
    pub(super) ground: Rgb,
    pub(super) ink: Rgb,
    /// Rules and ornament.
    pub(super) accent: Rgb,
}

/// Cloth and ink: oxblood, bottle green, navy, slate, aubergine, umber.
const CLOTH: [Palette; 6] = [
    Palette { ground: [0x64, 0x1D, 0x22], ink: [0xF6, 0xEC, 0xDB], accent: [0xD2, 0xA8, 0x6A] },
    Palette { ground: [0x1D, 0x3B, 0x34], ink: [0xF1, 0xEE, 0xDF], accent: [0xC2, 0xAE, 0x72] },
    Palette { ground: [0x1E, 0x2C, 0x47], ink: [0xF2, 0xEC, 0xDF], accent: [0xC8, 0xA9, 0x6E] },
    Palette { ground: [0x37, 0x42, 0x4B], ink: [0xF4, 0xEF, 0xE6], accent: [0xD0, 0xB3, 0x8A] },
    Palette { ground: [0x42, 0x28, 0x3E], ink: [0xF4, 0xEB, 0xE3], accent: [0xCF, 0xA8, 0x7C] },
    Palette { ground: [0x52, 0x3A, 0x26], ink: [0xF6, 0xEE, 0xDE], accent: [0xD8, 0xB6, 0x78] },
];

/// Printing ink on coated board: blue, red, teal, violet, graphite, green.
const BOARD: [Palette; 6] = [
    Palette { ground: [0x0E, 0x4F, 0x8F], ink: [0xFF, 0xFF, 0xFF], accent: [0xFF, 0xC2, 0x3D] },
    Palette { ground: [0xA8, 0x26, 0x1F], ink: [0xFF, 0xFF, 0xFF], accent: [0xFF, 0xCF, 0x8F] },
    Palette { ground: [0x0C, 0x63, 0x63], ink: [0xFF, 0xFF, 0xFF], accent: [0xFF, 0xC8, 0x57] },
    Palette { ground: [0x4B, 0x35, 0x8A], ink: [0xFF, 0xFF, 0xFF], accent: [0xFF, 0xA2, 0x82] },
    Palette { ground: [0x26, 0x2F, 0x3B], ink: [0xFF, 0xFF, 0xFF], accent: [0xF2, 0x8C, 0x3A] },
    Palette { ground: [0x1C, 0x60, 0x3F], ink: [0xFF, 0xFF, 0xFF], accent: [0xE3, 0xD2, 0x5B] },
];

/// The ground of a plain cover, and its ink.
const PAPER: (Rgb, Rgb) = ([0xFB, 0xFA, 0xF6], [0x1F, 0x22, 0x26]);

/// One of six cloths.
pub(super) fn cloth(title: &str, own: Option<Rgb>) -> Palette {
    own.map_or(chosen(&CLOTH, title), |own| Palette {
        ground: darkened(own, 0.045),
        ink: [0xF6, 0xEE, 0xDE],
        accent: [0xD2, 0xB0, 0x76],
    })
}

/// One of six inks that fill the cover.
pub(super) fn board(title: &str, own: Option<Rgb>) -> Palette {
    let white = [0xFF; 3];
    own.map_or(chosen(&BOARD, title), |own| {
        let ground = darkened(own, 0.11);
        Palette { ground, ink: white, accent: mixed(ground, white, 0.65) }
    })
}

/// Dark ink on paper, with a rule in a colour.
pub(super) fn paper(title: &str, own: Option<Rgb>) -> Palette {
    let (ground, ink) = PAPER;
    Palette { ground, ink, accent: own.map_or(chosen(&CLOTH, title).ground, |own| darkened(own, 0.24)) }
}

fn chosen(palettes: &[Palette], title: &str) -> Palette {
    palettes[usize::from(blake3::hash(title.as_bytes()).as_bytes()[0]) % palettes.len()]
}

/// So much of the second colour in the first.
pub(super) fn mixed(first: Rgb, second: Rgb, part: f32) -> Rgb {
    std::array::from_fn(|at| (f32::from(first[at]) * (1.0 - part) + f32::from(second[at]) * part).round() as u8)
}

/// The colour, darkened until it is no lighter than this relative luminance (WCAG 2.2).
fn darkened(own: Rgb, most: f32) -> Rgb {
    (0..=20).map(|step| mixed(own, [0; 3], step as f32 / 20.0)).find(|rgb| luminance(*rgb) <= most).unwrap_or([0; 3])
}

fn luminance(rgb: Rgb) -> f32 {
    let [red, green, blue] = rgb.map(|value| (f32::from(value) / 255.0).powf(2.2));
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The colour as the painter takes it.
pub(super) fn color([red, green, blue]: Rgb) -> Color {
    Color::from_rgba8(red, green, blue, 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_on_every_ground() {
        let contrast = |a, b| {
            let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
            a.max(b) / a.min(b)
        };
        let own = [None, Some([0xFF, 0xE0, 0x10]), Some([0x00, 0x66, 0xCC]), Some([0xFF; 3]), Some([0x10, 0, 0])];
        for title in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
            for own in own {
                for palette in [cloth(title, own), board(title, own), paper(title, own)] {
                    assert!(contrast(palette.ink, palette.ground) > 4.5, "{palette:?}");
                    assert!(contrast(palette.accent, palette.ground) > 3.0, "{palette:?}");
                }
            }
        }
    }
}
