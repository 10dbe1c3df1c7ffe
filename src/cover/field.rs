//! The cover of a manual: a field of strong colour, the title large at the edge where lines begin, the authors above it
//! under a short bar, the publisher below, and at the foot a band of quarter circles that the title lays out.
//!
//! In: what is said. Out: it is painted.

use super::Look;
use super::canvas::{Canvas, HEIGHT, Stand, WIDTH};
use super::lettering::Lettering;
use super::lines::{Manner, fit};
use super::palette::{self, Palette, mixed};
use super::said::Said;
use crate::font::Style;
use tiny_skia::{Path, PathBuilder};

/// Space at the edge where lines begin, in pixels.
const INSET: f32 = 140.0;
/// The widest line, in pixels.
const MEASURE: f32 = 1320.0;
/// The side of a tile of the band.
const TILE: f32 = 200.0;
/// Rows of tiles.
const ROWS: usize = 3;
/// Where the title and the subtitle may stand, in pixels from the top.
const TITLE_BOX: (f32, f32) = (560.0, 1600.0);
/// Where the last line of the publisher stands.
const PUBLISHER: f32 = 1860.0;

/// Paints the cover.
pub(super) fn paint(said: &Said, look: &Look, lettering: &mut Lettering<'_>) -> Canvas {
    let palette = palette::board(&said.title, look.colour);
    let mut canvas = Canvas::new(palette.ground);
    band(&mut canvas, &said.title, palette);
    canvas.bar_at_start(lettering, INSET, (220.0, 20.0), 170.0, palette.accent);

    let stand = Stand::Start(INSET);
    let names: Vec<&str> = said.authors.iter().map(String::as_str).collect();
    let small = Manner {
        style: look.names,
        tracking: 0.0,
        sizes: &[66.0, 58.0, 52.0, 46.0, 40.0],
        whole_from: 46.0,
        measure: MEASURE,
        height: 270.0,
    };
    if let Some(setting) = fit(lettering, &names, &small) {
        canvas.write(lettering, &setting, stand, 288.0, palette.ink);
    }

    let (top, bottom) = TITLE_BOX;
    let subtitle = said.subtitle.as_deref().and_then(|subtitle| {
        let sizes = [80.0, 72.0, 64.0, 56.0, 50.0, 44.0];
        let manner = Manner { style: look.subtitle, sizes: &sizes, whole_from: 50.0, height: 320.0, ..small };
        fit(lettering, &[subtitle], &manner)
    });
    let below = subtitle.as_ref().map_or(0.0, |setting| setting.height() + 70.0);
    let sizes = [236.0, 212.0, 190.0, 170.0, 152.0, 136.0, 120.0, 106.0, 94.0, 82.0, 72.0, 62.0, 52.0, 44.0];
    let manner = Manner { style: look.title, sizes: &sizes, whole_from: 94.0, height: bottom - top - below, ..small };
    let mut end = top;
    if let Some(setting) = fit(lettering, &[&said.title], &manner) {
        let last = canvas.write(lettering, &setting, stand, top + setting.face.size * 0.72, palette.ink);
        end = last + setting.face.size * 0.28;
    }
    if let Some(setting) = subtitle {
        canvas.write(lettering, &setting, stand, end + 50.0 + setting.face.size * 0.72, palette.accent);
    }

    if let Some(publisher) = &said.publisher {
        let style = Style { bold: false, ..look.names };
        let manner = Manner { style, sizes: &[50.0, 44.0, 38.0], whole_from: 38.0, height: 120.0, ..small };
        if let Some(setting) = fit(lettering, &[publisher], &manner) {
            let y = PUBLISHER - (setting.lines.len() - 1) as f32 * setting.leading;
            canvas.write(lettering, &setting, stand, y, mixed(palette.ink, palette.ground, 0.15));
        }
    }
    canvas
}

/// Quarter circles in tiles, over the whole width at the foot.
fn band(canvas: &mut Canvas, title: &str, palette: Palette) {
    let dark = mixed(palette.ground, [0; 3], 0.28);
    let light = mixed(palette.ground, [0xFF; 3], 0.22);
    let columns = WIDTH as usize / TILE as usize;
    let mut seed = blake3::Hasher::new().update(title.as_bytes()).finalize_xof();
    let mut choices = [0; 64];
    seed.fill(&mut choices);
    let mut tiles = (0..ROWS).flat_map(|row| (0..columns).map(move |column| (row, column))).zip(choices);
    let mut accents = 0;
    tiles.by_ref().for_each(|((row, column), choice)| {
        let (x, y) = (column as f32 * TILE, HEIGHT as f32 - (ROWS - row) as f32 * TILE);
        let (ground, figure) = match choice % 8 {
            0 | 1 if accents < 4 => {
                accents += 1;
                (dark, palette.accent)
            }
            0..=3 => (dark, light),
            4 | 5 => (light, dark),
            _ => (dark, palette.ground),
        };
        canvas.bar(x, y, TILE, TILE, ground);
        if let Some(path) = quarter(x, y, choice / 8 % 4) {
            canvas.fill(&path, figure);
        }
    });
}

/// A quarter of a circle around one corner of a tile: 0 is the left upper one, then with the clock.
fn quarter(x: f32, y: f32, corner: u8) -> Option<Path> {
    // How far the handles of a cubic curve are that is nearly a quarter of a circle.
    let handle = TILE * 0.552_284_8;
    let (cx, dx) = if matches!(corner, 0 | 3) { (x, 1.0) } else { (x + TILE, -1.0) };
    let (cy, dy) = if corner < 2 { (y, 1.0) } else { (y + TILE, -1.0) };
    let mut path = PathBuilder::new();
    path.move_to(cx, cy);
    path.line_to(cx + dx * TILE, cy);
    path.cubic_to(cx + dx * TILE, cy + dy * handle, cx + dx * handle, cy + dy * TILE, cx, cy + dy * TILE);
    path.close();
    path.finish()
}
