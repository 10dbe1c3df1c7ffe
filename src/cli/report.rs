//! The report on a book's lines and pages, as text.
//!
//! In: a [`Report`]. Out: a table for a person, or one JSON object. `docs/typography.md` has the schema.

use bifolio::page::Report;
use serde_json::{Value, json};

/// The rows of the table: what is counted, and how many.
pub(crate) fn human(report: &Report) -> String {
    let rows = [
        ("pages", count(report.pages)),
        ("lines", format!("{} and {} others", report.lines, report.other_lines)),
        ("lines overfull", count(report.overfull_lines)),
        ("lines too loose", count(report.loose_lines)),
        ("adjustment ratio", spread(report.ratio_mean, report.ratio_spread, "")),
        ("word space", spread(report.space_mean, report.space_mean * report.space_spread, " em")),
        ("lines hyphenated", format!("{} ({:.2} %)", report.hyphenated_lines, report.hyphenated_share() * 100.0)),
        ("hyphens in a row", count(report.longest_hyphen_run)),
        ("orphans", count(report.orphans)),
        ("widows", count(report.widows)),
        ("short pages", count(report.short_pages)),
        ("unequal spreads", count(report.unequal_spreads)),
        (
            "words over a page",
            format!("{}, {} over a leaf", report.words_broken_over_page, report.words_broken_over_turn),
        ),
        ("glyphs missing", count(report.missing_glyphs)),
    ];
    rows.iter().map(|(name, figure)| format!("  {name:<18} {figure}\n")).collect()
}

fn count(number: usize) -> String {
    number.to_string()
}

/// A mean and the standard deviation from it.
fn spread(mean: f64, deviation: f64, unit: &str) -> String {
    format!("{mean:.3} ± {deviation:.3}{unit}")
}

/// One object on one line; the names of its keys do not change.
pub(crate) fn json(report: &Report) -> String {
    let object = json!({
        "pages": report.pages,
        "lines": report.lines,
        "other_lines": report.other_lines,
        "justified_lines": report.justified_lines,
        "overfull_lines": report.overfull_lines,
        "loose_lines": report.loose_lines,
        "ratio_mean": rounded(report.ratio_mean),
        "ratio_spread": rounded(report.ratio_spread),
        "space_mean": rounded(report.space_mean),
        "space_spread": rounded(report.space_spread),
        "hyphenated_lines": report.hyphenated_lines,
        "hyphenated_share": rounded(report.hyphenated_share()),
        "longest_hyphen_run": report.longest_hyphen_run,
        "orphans": report.orphans,
        "widows": report.widows,
        "short_pages": report.short_pages,
        "unequal_spreads": report.unequal_spreads,
        "words_broken_over_page": report.words_broken_over_page,
        "words_broken_over_turn": report.words_broken_over_turn,
        "missing_glyphs": report.missing_glyphs,
    });
    format!("{object}\n")
}

/// To four places: what lies beyond says nothing about a page.
fn rounded(number: f64) -> Value {
    json!((number * 1e4).round() / 1e4)
}
