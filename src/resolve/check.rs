//! What an editor would notice.
//!
//! In: a settled draft. Out: warnings: a heading more than one level below the one before, a second one of the first level,
//! an image without words, a chapter without text.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{BlockKind, Division, Draft, Image, Inline, InlineKind, Role, each_block, each_inline};
use crate::source::Span;

/// Looks over a draft.
pub(super) fn check(draft: &Draft, diagnostics: &mut Diagnostics) {
    for division in &draft.divisions {
        levels(division, diagnostics);
        division.each(&mut |d| {
            empty(d, diagnostics);
            second_title(d, diagnostics);
            d.each_own_inline(&mut |inline| inline_image(inline, diagnostics));
            each_block(&d.blocks, &mut |block| {
                if let BlockKind::Figure(figure) = &block.kind {
                    figure.panels.iter().for_each(|panel| words(&panel.image, panel.span, diagnostics));
                }
            });
        });
    }
    for note in draft.notes.iter().filter(|note| note.number > 0) {
        each_inline(&note.blocks, &mut |inline| inline_image(inline, diagnostics));
    }
}

fn inline_image(inline: &Inline, diagnostics: &mut Diagnostics) {
    if let InlineKind::Image(image) = &inline.kind {
        words(image, inline.span, diagnostics);
    }
}

fn words(image: &Image, span: Span, diagnostics: &mut Diagnostics) {
    if image.alt.trim().is_empty() && !image.decorative {
        let finding = Diagnostic::warning(Code::MissingAltText, "an image without words for those who cannot see it");
        let hint = "say what it shows: `![words](image)`; for an ornament write `![](image){.decorative}`";
        diagnostics.push(finding.at(span).hint(hint));
    }
}

/// Sections below this division that skip a level; told once for all that stand side by side.
fn levels(division: &Division, diagnostics: &mut Diagnostics) {
    let own = division.heading.as_ref().map_or(0, |h| h.level);
    let mut told = false;
    for child in &division.children {
        if let (Role::Section, Some(heading)) = (child.role, &child.heading)
            && own > 0
            && heading.level > own + 1
            && !std::mem::replace(&mut told, true)
        {
            let message = format!("a heading of level {} right below one of level {own}", heading.level);
            let hint = format!("begin it with `{}`", "#".repeat(usize::from(own) + 1));
            diagnostics.push(Diagnostic::warning(Code::SkippedLevel, message).at(heading.span).hint(hint));
        }
        levels(child, diagnostics);
    }
}

/// Headings of the first level below that of their own file; told once a chapter.
fn second_title(division: &Division, diagnostics: &mut Diagnostics) {
    let Some(own) = division.heading.as_ref().filter(|heading| heading.level == 1) else { return };
    if division.source.is_none() || own.span.file != division.span.file {
        return;
    }
    let sections = division.children.iter().filter(|child| child.role == Role::Section);
    let mut again = sections.filter_map(|child| child.heading.as_ref()).filter(|heading| heading.level == 1);
    if let Some(second) = again.next() {
        let more = again.count();
        let message = match more {
            0 => "a second heading of the first level in this chapter".to_owned(),
            more => format!("a second heading of the first level in this chapter, and {more} more"),
        };
        let hint = "begin it with `##`, or give it a file of its own in SUMMARY.md";
        diagnostics.push(
            Diagnostic::warning(Code::SecondTitle, message).at(second.span).label(own.span, "the first").hint(hint),
        );
    }
}

fn empty(division: &Division, diagnostics: &mut Diagnostics) {
    let chapter = !matches!(division.role, Role::Part | Role::Section | Role::Draft);
    if chapter && division.source.is_some() && division.blocks.is_empty() && division.children.is_empty() {
        let message = "a chapter without text";
        diagnostics.push(Diagnostic::warning(Code::EmptyChapter, message).at(division.span));
    }
}
