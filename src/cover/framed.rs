//! The cover of a novel: a cloth-like ground, a double rule around, the authors above in letterspaced capitals, the title
//! large in balanced lines in the middle, the publisher at the foot.
//!
//! In: what is said. Out: it is painted.

use super::Look;
use super::canvas::{Canvas, HEIGHT, Stand, WIDTH};
use super::lettering::Lettering;
use super::lines::{Manner, fit};
use super::palette::{self, Palette};
use super::said::{Said, in_capitals};
use tiny_skia::PathBuilder;

/// The widest line of the title, in pixels.
const MEASURE: f32 = 1180.0;
/// Where the first line of the title may begin and the last one must end, in pixels from the top.
const TITLE_BOX: (f32, f32) = (590.0, 1560.0);
/// Where the first author stands.
const AUTHORS: f32 = 330.0;
/// Where the last line of the publisher stands.
const PUBLISHER: f32 = 2344.0;

/// Paints the cover.
pub(super) fn paint(said: &Said, look: &Look, lettering: &mut Lettering<'_>) -> Canvas {
    let palette = palette::cloth(&said.title, look.colour);
    let mut canvas = Canvas::new(palette.ground);
    rule_around(&mut canvas, palette, 84.0, 7.0);
    rule_around(&mut canvas, palette, 108.0, 2.0);
    authors(&mut canvas, said, look, palette, lettering);
    let end = title(&mut canvas, said, look, palette, lettering);
    let ornament_at = (end + 110.0).min(1720.0);
    ornament(&mut canvas, palette, ornament_at);
    if let Some(subtitle) = &said.subtitle {
        let sizes = [76.0, 68.0, 60.0, 52.0, 46.0, 40.0];
        let measure = MEASURE - 80.0;
        let manner =
            Manner { style: look.subtitle, tracking: 0.0, sizes: &sizes, whole_from: 46.0, measure, height: 330.0 };
        if let Some(setting) = fit(lettering, &[subtitle], &manner) {
            let y = ornament_at + 90.0 + setting.face.size * 0.72;
            canvas.write(lettering, &setting, Stand::Centre, y, palette.ink);
        }
    }
    if let Some(publisher) = &said.publisher {
        let sizes = [44.0, 38.0, 32.0];
        let manner = Manner {
            style: look.names,
            tracking: 0.16,
            sizes: &sizes,
            whole_from: 32.0,
            measure: MEASURE,
            height: 110.0,
        };
        if let Some(setting) = fit(lettering, &[&in_capitals(lettering, publisher, look.names)], &manner) {
            let y = PUBLISHER - (setting.lines.len() - 1) as f32 * setting.leading;
            canvas.write(lettering, &setting, Stand::Centre, y, palette.accent);
        }
    }
    canvas
}

fn authors(canvas: &mut Canvas, said: &Said, look: &Look, palette: Palette, lettering: &mut Lettering<'_>) {
    let names: Vec<String> = said.authors.iter().map(|name| in_capitals(lettering, name, look.names)).collect();
    let mut manner = Manner {
        style: look.names,
        tracking: 0.13,
        sizes: &[64.0, 56.0, 48.0],
        whole_from: 48.0,
        measure: MEASURE,
        height: 64.0,
    };
    // Side by side as long as they are one line, else one below the other.
    let together = names.join(" · ");
    let mut setting = None;
    if names.len() > 1 {
        setting = fit(lettering, &[&together], &manner).filter(|setting| setting.lines == [together.as_str()]);
    }
    if setting.is_none() {
        manner = Manner { sizes: &[64.0, 56.0, 48.0, 42.0, 36.0], whole_from: 42.0, height: 240.0, ..manner };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        setting = fit(lettering, &names, &manner);
    }
    if let Some(setting) = setting {
        // Several lines begin a little higher than one.
        let y = AUTHORS - (setting.lines.len() - 1).min(2) as f32 * 24.0;
        canvas.write(lettering, &setting, Stand::Centre, y, palette.ink);
    }
}

/// The title, in the middle of its box; returns where it ends.
fn title(canvas: &mut Canvas, said: &Said, look: &Look, palette: Palette, lettering: &mut Lettering<'_>) -> f32 {
    let (top, bottom) = TITLE_BOX;
    let sizes = [208.0, 186.0, 166.0, 148.0, 132.0, 116.0, 102.0, 90.0, 78.0, 68.0, 58.0, 50.0, 42.0];
    let (measure, height) = (MEASURE, bottom - top);
    let manner = Manner { style: look.title, tracking: 0.0, sizes: &sizes, whole_from: 84.0, measure, height };
    let Some(setting) = fit(lettering, &[&said.title], &manner) else { return top };
    // A short title stands above the middle of the box: the optical centre of a page is above its middle.
    let start = top + (height - setting.height()) * 0.42;
    let last = canvas.write(lettering, &setting, Stand::Centre, start + setting.face.size * 0.72, palette.ink);
    last + setting.face.size * 0.28
}

fn rule_around(canvas: &mut Canvas, palette: Palette, inset: f32, weight: f32) {
    let (right, bottom) = (WIDTH as f32 - inset, HEIGHT as f32 - inset);
    canvas.bar(inset, inset, right - inset, weight, palette.accent);
    canvas.bar(inset, bottom - weight, right - inset, weight, palette.accent);
    canvas.bar(inset, inset, weight, bottom - inset, palette.accent);
    canvas.bar(right - weight, inset, weight, bottom - inset, palette.accent);
}

/// A lozenge between two short rules.
fn ornament(canvas: &mut Canvas, palette: Palette, y: f32) {
    let middle = WIDTH as f32 / 2.0;
    canvas.bar(middle - 170.0, y - 1.5, 128.0, 3.0, palette.accent);
    canvas.bar(middle + 42.0, y - 1.5, 128.0, 3.0, palette.accent);
    let mut lozenge = PathBuilder::new();
    lozenge.move_to(middle - 17.0, y);
    lozenge.line_to(middle, y - 17.0);
    lozenge.line_to(middle + 17.0, y);
    lozenge.line_to(middle, y + 17.0);
    lozenge.close();
    if let Some(path) = lozenge.finish() {
        canvas.fill(&path, palette.accent);
    }
}
