//! What each glyph is read as when text is copied or searched.
//!
//! In: the items of a page. Out: its glyph runs, and for each glyph the text that it stands for. That is the text of the
//! run but for hyphens and spaces, which readers (poppler is the strictest) take as they find them:
//!
//! - The soft hyphen of a broken word is read as `-`: readers that see only lines join a broken word again there, and
//!   poppler nowhere else. Those that see the structure are told that it is a soft hyphen (`structure`).
//! - A hyphen of the text at the end of a line would be lost by the same rule; it is read as U+2010, which stays.
//! - A space that does not break is a space once it is set.
//! - A glyph without a text of its own is read all the same, for every code of a font must have a text (ISO 14289-1,
//!   7.21.7): what stands for nothing, as the mark of a broken line of code, is a space; the second glyph of a letter is a
//!   word joiner, or a space where the structure spells the text.
//! - Where a line ends between two words stands a space (14.8.2.5), behind the line, where nobody sees it.

use crate::page::{GlyphRun, Item};

/// A glyph run of a page.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    /// The run.
    pub(super) run: &'a GlyphRun,
    /// True when nothing follows it on its line.
    ends_line: bool,
}

/// Whether hyphens at line ends are punctuation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphens {
    /// In prose they are.
    Prose,
    /// In code a hyphen is a character like any other.
    Code,
}

/// The glyph runs among items, in order.
pub(super) fn runs(items: &[Item]) -> impl Iterator<Item = Run<'_>> {
    let mut all = items.iter().filter_map(glyphs).peekable();
    std::iter::from_fn(move || {
        let run = all.next()?;
        let ends_line = all.peek().is_none_or(|next| next.origin.x <= run.origin.x);
        Some(Run { run, ends_line })
    })
}

fn glyphs(item: &Item) -> Option<&GlyphRun> {
    match item {
        Item::Glyphs(run) => Some(run),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    }
}

impl<'a> Run<'a> {
    /// The glyphs, each with the bytes of text that it stands for.
    pub(super) fn read(self, hyphens: Hyphens) -> impl Iterator<Item = (u16, &'a [u8])> {
        const SOFT_HYPHEN: &[u8] = "\u{ad}".as_bytes();
        const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();
        const HYPHEN: &[u8] = "\u{2010}".as_bytes();
        const WORD_JOINER: &[u8] = "\u{2060}".as_bytes();
        let nothing = if self.run.text.is_empty() || self.run.is_joined() { b" " } else { WORD_JOINER };
        let keeps_hyphen = hyphens == Hyphens::Prose && self.ends_line && ends_with_hyphen(&self.run.text);
        let mut rest = self.run.text.as_bytes();
        self.run.glyphs.iter().map(move |glyph| {
            let (text, after) = rest.split_at(usize::from(glyph.text_bytes).min(rest.len()));
            rest = after;
            let read = match text {
                b"" => nothing,
                SOFT_HYPHEN => b"-",
                NO_BREAK_SPACE => b" ",
                b"-" if keeps_hyphen && after.is_empty() => HYPHEN,
                text => text,
            };
            (glyph.id, read)
        })
    }
}

/// True for a hyphen after a letter.
fn ends_with_hyphen(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::font::FaceId;
    use crate::page::Glyph;
    use crate::units::{Length, Point, Short};

    /// A run of these glyphs at `x`.
    pub(in crate::pdf) fn run(x: f64, texts: &[(u16, &str)]) -> Item {
        let glyph = |id, text: &str| Glyph {
            id,
            text_bytes: text.len() as u8,
            advance: Short::ZERO,
            dx: Short::ZERO,
            dy: Short::ZERO,
        };
        Item::Glyphs(GlyphRun {
            face: FaceId(0),
            size: Length::pt(10.0),
            scale: crate::page::NATURAL,
            origin: Point::new(Length::pt(x), Length::ZERO),
            ink: Default::default(),
            owner: Default::default(),
            leftward: false,
            space_after: false,
            glyphs: texts.iter().map(|(id, text)| glyph(*id, text)).collect(),
            text: texts.iter().map(|(_, text)| *text).collect(),
        })
    }

    fn read(items: &[Item], hyphens: Hyphens) -> String {
        let bytes = runs(items).flat_map(|run| run.read(hyphens)).flat_map(|(_, text)| text.to_vec());
        String::from_utf8(bytes.collect()).expect("UTF-8")
    }

    #[test]
    fn a_broken_word_ends_in_a_hyphen_and_a_hyphen_of_the_text_stays() {
        let broken = [run(0.0, &[(1, "extra"), (2, "\u{ad}")]), run(0.0, &[(1, "a"), (3, "\u{a0}"), (1, "b")])];
        assert_eq!(read(&broken, Hyphens::Prose), "extra-a b");
        let hard = [run(0.0, &[(1, "well"), (2, "-")]), run(0.0, &[(1, "known")])];
        assert_eq!(read(&hard, Hyphens::Prose), "well\u{2010}known");
        assert_eq!(read(&hard, Hyphens::Code), "well-known");
        let inside = [run(0.0, &[(1, "well"), (2, "-")]), run(9.0, &[(1, "known")])];
        assert_eq!(read(&inside, Hyphens::Prose), "well-known");
    }

    #[test]
    fn text_that_is_too_short_is_read_as_far_as_it_goes() {
        let Item::Glyphs(mut short) = run(0.0, &[(1, "ab"), (2, "cd")]) else { panic!("glyphs") };
        short.text.truncate(3);
        assert_eq!(read(&[Item::Glyphs(short)], Hyphens::Prose), "abc");
    }
}
