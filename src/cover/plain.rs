//! The cover of a handout: dark ink on paper, a heavy rule above the title, a hairline above the authors.
//!
//! In: what is said. Out: it is painted.

use super::Look;
use super::canvas::{Canvas, Stand, WIDTH};
use super::lettering::Lettering;
use super::lines::{Manner, fit};
use super::palette::{self, mixed};
use super::said::Said;
use crate::font::Style;

/// Space at both sides, in pixels.
const INSET: f32 = 170.0;
/// The widest line, in pixels.
const MEASURE: f32 = WIDTH as f32 - 2.0 * INSET;
/// Where title and subtitle may stand, in pixels from the top.
const TITLE_BOX: (f32, f32) = (470.0, 1640.0);
/// Where the line above the authors is.
const FOOT: f32 = 1990.0;

/// Paints the cover.
pub(super) fn paint(said: &Said, look: &Look, lettering: &mut Lettering<'_>) -> Canvas {
    let palette = palette::paper(&said.title, look.colour);
    let quiet = mixed(palette.ink, palette.ground, 0.3);
    let mut canvas = Canvas::new(palette.ground);
    canvas.bar(INSET, 330.0, MEASURE, 22.0, palette.accent);
    let stand = Stand::Start(INSET);
    let small = Manner {
        style: look.names,
        tracking: 0.0,
        sizes: &[60.0, 54.0, 48.0, 42.0],
        whole_from: 42.0,
        measure: MEASURE,
        height: 250.0,
    };
    let (top, bottom) = TITLE_BOX;
    let subtitle = said.subtitle.as_deref().and_then(|subtitle| {
        let manner = Manner { style: look.subtitle, sizes: &[74.0, 66.0, 58.0, 50.0, 44.0], height: 330.0, ..small };
        fit(lettering, &[subtitle], &manner)
    });
    let below = subtitle.as_ref().map_or(0.0, |setting| setting.height() + 70.0);
    let sizes = [168.0, 150.0, 134.0, 120.0, 106.0, 94.0, 82.0, 72.0, 62.0, 52.0, 44.0];
    let manner = Manner { style: look.title, sizes: &sizes, whole_from: 82.0, height: bottom - top - below, ..small };
    let mut end = top;
    if let Some(setting) = fit(lettering, &[&said.title], &manner) {
        let last = canvas.write(lettering, &setting, stand, top + setting.face.size * 0.72, palette.ink);
        end = last + setting.face.size * 0.28;
    }
    if let Some(setting) = subtitle {
        canvas.write(lettering, &setting, stand, end + 40.0 + setting.face.size * 0.72, quiet);
    }

    let names: Vec<&str> = said.authors.iter().map(String::as_str).collect();
    let authors = fit(lettering, &names, &small);
    let style = Style { bold: false, ..look.names };
    let publisher = said.publisher.as_deref().and_then(|publisher| {
        let manner = Manner { style, sizes: &[44.0, 38.0], whole_from: 38.0, height: 100.0, ..small };
        fit(lettering, &[publisher], &manner)
    });
    if authors.is_some() || publisher.is_some() {
        canvas.bar(INSET, FOOT, MEASURE, 3.0, quiet);
    }
    let mut y = FOOT + 100.0;
    if let Some(setting) = authors {
        y = canvas.write(lettering, &setting, stand, y, palette.ink) + 90.0;
    }
    if let Some(setting) = publisher {
        canvas.write(lettering, &setting, stand, y, quiet);
    }
    canvas
}
