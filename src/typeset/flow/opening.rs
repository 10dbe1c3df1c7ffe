//! How the first paragraph of a chapter begins.
//!
//! In: the paragraph and the design. Out: its lines, with an initial some lines high (a drop cap) or with the first line in
//! small capitals.
//!
//! The initial is set in the type of the text, so large that its foot stands on the last of its lines and its head at the
//! height of the capitals of the first (R. Bringhurst, "The Elements of Typographic Style", 4.1.4). The ink of the letter
//! is measured line by line: the lines beside it keep clear of it, and the first comes nearer where the letter is narrow
//! above, as A and L are. Its serifs and points hang a little over the margin; a quotation mark hangs all of it.

use super::{Flow, plain};
use crate::design::Opening;
use crate::document::opening::{self, Initial};
use crate::document::{Inline, NoteId};
use crate::page::{ElementKind, Item};
use crate::typeset::paragraph::{Align, Chosen, CutIn, Line, ParagraphStyle};
use crate::units::{Length, Point};

/// Space between the initial and the rest of its word, in ems of the text.
const NEAR: f64 = 0.06;
/// Space between the initial and the other lines.
const CLEAR: f64 = 0.2;
/// How far the first line may come nearer than the others, as a part of the initial's width.
const TUCK: f64 = 0.3;
/// How far the initial may hang over the margin, as a part of its size.
const HANG: f64 = 0.025;
/// How often a paragraph is broken anew to find where the small capitals of its first line end.
const ROUNDS: usize = 6;
/// Letters by which it is guessed where they end: those of two or three lines.
const SAMPLE: usize = 160;

/// An initial fitted to its lines.
struct Fitted {
    items: Vec<Item>,
    /// Lines that it stands beside.
    lines: usize,
    /// Where the first line begins.
    first: Length,
    /// Where the others begin.
    rest: Length,
}

impl Flow<'_, '_> {
    /// The first paragraph of a chapter.
    pub(super) fn opening_paragraph(&mut self, content: &[Inline]) {
        self.end_beside();
        self.tagged(ElementKind::Paragraph, |flow| flow.opening_lines(content));
    }

    fn opening_lines(&mut self, content: &[Inline]) {
        // Scripts without capitals open plainly.
        let has_capitals =
            !self.language.is_right_to_left() && !matches!(self.language.primary().as_str(), "ja" | "zh" | "ko");
        let rises = has_capitals && matches!(self.align, Align::Justify | Align::Left);
        let set = match self.design.structures.opening {
            Opening::DropCap if rises => self.with_drop_cap(content),
            Opening::SmallCapitals if rises => Some((self.with_small_capitals(content), 0)),
            Opening::Plain | Opening::DropCap | Opening::SmallCapitals => None,
        };
        let Some((lines, kept)) = set else {
            self.in_line = true;
            return self.paragraph(content);
        };
        self.allow_break(0);
        let from = self.list.nodes.len();
        self.lines(lines, self.text.leading);
        self.keep_first(from, kept);
        self.paragraph_ends(content);
    }

    /// The lines of a paragraph whose first is in small capitals to its end.
    fn with_small_capitals(&mut self, content: &[Inline]) -> Vec<Line> {
        let style = self.style(&self.text, self.align);
        let measure = self.column.measure;
        // About as many letters as such a line holds: found with little text, so that the whole is broken once or twice.
        let sample = opening::beginning(content, SAMPLE);
        let sample = self.small_capitals(&sample, SAMPLE);
        let mut count = Chosen::new(self.setter, &sample, &style, measure)
            .map_or(0, |chosen| opening::visible(chosen.first_line()));
        let mut has_fallen = false;
        for round in 1.. {
            let text = self.small_capitals(content, count);
            let Some(mut chosen) = Chosen::new(self.setter, &text, &style, measure) else { break };
            let now = opening::visible(chosen.first_line());
            if now == count || (now > count && has_fallen) || round == ROUNDS {
                // Where only letters that are narrower than small capitals fit besides, they go to the next line.
                if now > count {
                    chosen.end_first_line(self.setter, count);
                }
                return chosen.lines(self.setter);
            }
            has_fallen |= now < count;
            count = now;
        }
        Vec::new()
    }

    fn small_capitals(&self, content: &[Inline], count: usize) -> Vec<Inline> {
        let notes = &self.setter.document.notes;
        let mark = |id: NoteId| notes.get(id.0 as usize).map_or(0, |note| note.number.to_string().len());
        opening::in_small_capitals(content, count, &mark)
    }

    /// The lines of a paragraph beside its initial, and how many stand there; `None` when it has no initial or is too short
    /// for one.
    fn with_drop_cap(&mut self, content: &[Inline]) -> Option<(Vec<Line>, usize)> {
        let high = self.design.structures.drop_cap as usize;
        let initial = opening::initial(content).filter(|_| high > 1)?;
        let fitted = self.fitted(&initial, high)?;
        if fitted.rest > self.column.measure / 2 {
            return None;
        }
        let mut style = self.style(&self.text, self.align);
        style.cut_in = CutIn { lines: fitted.lines, width: fitted.rest, at_end: false };
        style.first_indent = fitted.first - fitted.rest;
        let text = self.small_capitals(&initial.rest, initial.word);
        let mut lines = self.set(&text, &style);
        if lines.len() < high {
            return None;
        }
        for place in lines.iter_mut().skip(1).filter_map(|line| line.place.as_mut()) {
            *place = place.after(&initial.before).after(&initial.letter);
        }
        let first = lines.first_mut()?;
        let mut items = fitted.items;
        hand_over(&mut items, starts_with_space(&initial.rest), &mut first.items);
        items.append(&mut first.items);
        first.items = items;
        Some((lines, fitted.lines))
    }

    /// The initial at its size and place, `high` lines high.
    fn fitted(&mut self, initial: &Initial, high: usize) -> Option<Fitted> {
        let leading = self.text.leading;
        let depth = leading * (high as i64 - 1);
        let size = self.text.size;
        let mut style = self.style(&self.text, Align::Left);
        let probe = self.letter(&initial.letter, &style)?;
        let metrics = self.setter.shaper.fonts().face(probe.face).metrics.clone();
        let em = metrics.units_per_em;
        style.text.size = size + Length((depth.0 * em) / metrics.cap_height.max(1));
        style.text.features.old_style_figures = false;
        let large = style.text.size;
        let letter = self.letter(&initial.letter, &style)?;
        let units = |length: Length| (length.0 * em).div_euclid(large.0.max(1));
        let x_height = size.font_units(metrics.x_height, em);
        // The ink beside the line `line`, whose baseline is above that of the initial.
        let ink = |flow: &Self, line: i64| {
            let base = leading * (high as i64 - 1 - line);
            let low = units(base - leading.scale(0.1));
            let top = units(base + x_height + leading.scale(0.1));
            let ink = flow.setter.shaper.fonts().face(letter.face).ink_between(letter.glyph, low, top)?;
            Some((large.font_units(ink.0, em), large.font_units(ink.1, em)))
        };
        let beside: Vec<(Length, Length)> = (0..high as i64).filter_map(|line| ink(self, line)).collect();
        let left = beside.iter().map(|(left, _)| *left).min()?;
        let right = beside.iter().map(|(_, right)| *right).max()?;
        let middle = beside.get(high / 2).map_or(left, |(left, _)| *left);
        let at = -left - (middle - left).scale(0.3).min(large.scale(HANG));
        let below = (high as i64..high as i64 + 2).take_while(|line| ink(self, *line).is_some()).count();
        let mut items = self.marks_before(&initial.before, at + left, large);
        items.extend(letter.items.into_iter().map(|mut item| {
            item.shift(Point::new(at, depth));
            item
        }));
        let rest = at + right + size.scale(CLEAR);
        let near = if starts_with_space(&initial.rest) { size.scale(0.25) } else { size.scale(NEAR) };
        let own = ink(self, 0).map_or(right, |(_, right)| right);
        let first = (at + own + near).max(rest - (right - left).scale(TUCK));
        Some(Fitted { items, lines: high + below, first, rest })
    }

    /// Marks before the initial, hung over the margin at the height of the first line.
    fn marks_before(&mut self, marks: &str, right: Length, large: Length) -> Vec<Item> {
        if marks.is_empty() {
            return Vec::new();
        }
        let mut style = self.style(&self.text, Align::Left);
        style.text.size = self.text.size.scale(1.15);
        let Some(line) = self.set(&[plain(marks)], &style).into_iter().next() else { return Vec::new() };
        let by = Point::new(right - line.width - large.scale(0.02), Length::ZERO);
        let moved = |mut item: Item| {
            item.shift(by);
            item
        };
        line.items.into_iter().map(moved).collect()
    }

    /// A letter by itself.
    fn letter(&mut self, letter: &str, style: &ParagraphStyle) -> Option<Letter> {
        let line =
            crate::typeset::paragraph::set(self.setter, &[plain(letter)], style, Length::MAX / 4).into_iter().next()?;
        let (face, glyph) = line.items.iter().find_map(|item| match item {
            Item::Glyphs(run) => run.glyphs.first().map(|glyph| (run.face, glyph.id)),
            _ => None,
        })?;
        Some(Letter { face, glyph, items: line.items })
    }
}

struct Letter {
    face: crate::font::FaceId,
    glyph: u16,
    items: Vec<Item>,
}

/// Hands the text of the initial over to the first glyph of the line: whoever reads the page, by ear or to copy it, reads
/// the word in one piece, where a letter three lines high would stand for itself between the lines.
fn hand_over(initial: &mut [Item], is_word: bool, line: &mut [Item]) {
    let first = line.iter_mut().find_map(|item| match item {
        Item::Glyphs(run) if !run.glyphs.is_empty() => Some(run),
        _ => None,
    });
    let Some(first) = first else { return };
    let mut text = String::new();
    for item in initial {
        if let Item::Glyphs(run) = item {
            text.push_str(&std::mem::take(&mut run.text));
            run.glyphs.iter_mut().for_each(|glyph| glyph.text_bytes = 0);
        }
    }
    if is_word {
        text.push(' ');
    }
    let bytes = usize::from(first.glyphs[0].text_bytes) + text.len();
    first.glyphs[0].text_bytes = u8::try_from(bytes).unwrap_or(u8::MAX);
    first.text.insert_str(0, &text);
}

fn starts_with_space(content: &[Inline]) -> bool {
    crate::document::plain_text(content).starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Design;
    use crate::diagnostic::Diagnostics;
    use crate::document::{Document, Draft};
    use crate::font::FontBook;
    use crate::page::GlyphRun;
    use crate::typeset::flow::Node;
    use crate::typeset::paragraph::Setter;

    const REST: &str = "truth universally acknowledged, that a single man in possession of a good fortune, must be in \
        want of a wife. However little known the feelings or views of such a man may be on his first entering a \
        neighbourhood, this truth is so well fixed in the minds of the surrounding families.";

    /// The runs of an opening paragraph, line by line, at their places below the top of the first line.
    fn opened(text: &str, opening: Opening) -> Vec<Vec<GlyphRun>> {
        let document = Document::settled(Draft::default());
        let (fonts, mut diagnostics) = (FontBook::builtin(), Diagnostics::default());
        let mut design = Design::default();
        design.structures.opening = opening;
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let mut flow = Flow::new(&mut setter, &design);
        flow.opening_paragraph(&[plain(text)]);
        let mut lines = Vec::new();
        for node in flow.finish().0.nodes {
            if let Node::Strip(strip) = node {
                let runs = strip.items.into_iter();
                lines.push(runs.filter_map(|i| if let Item::Glyphs(run) = i { Some(run) } else { None }).collect());
            }
        }
        lines
    }

    fn text(lines: &[Vec<GlyphRun>]) -> String {
        lines
            .iter()
            .map(|line| line.iter().map(|run| run.text.as_str()).collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn an_initial_stands_on_its_last_line_and_reaches_the_capitals_of_the_first() {
        let lines = opened(&format!("It is a {REST}"), Opening::DropCap);
        let design = Design::default();
        let (initial, word) = (&lines[0][0], &lines[0][1]);
        let down = initial.origin.y - word.origin.y;
        assert_eq!(down, design.types.text.leading * 2);
        let fonts = FontBook::builtin();
        let metrics = &fonts.face(initial.face).metrics;
        let cap = |size: Length| size.font_units(metrics.cap_height, metrics.units_per_em);
        let above = cap(initial.size) - down - cap(design.types.text.size);
        assert!(above.to_pt().abs() < 0.02, "{above}");
    }

    #[test]
    fn lines_beside_an_initial_keep_clear_of_it() {
        for letter in "AILOTVWQ".chars() {
            let lines = opened(&format!("{letter}t is a {REST} {REST}"), Opening::DropCap);
            let initial = &lines[0][0];
            let fonts = FontBook::builtin();
            let face = fonts.face(initial.face);
            let (_, right) = face.ink_between(initial.glyphs[0].id, -2000, 2000).expect("ink");
            let right = initial.origin.x + initial.size.font_units(right, face.metrics.units_per_em);
            for line in &lines[1..3] {
                assert!(line[0].origin.x > right, "{letter}");
            }
            assert!(lines[6][0].origin.x.to_pt().abs() < 1.0, "{letter}");
        }
    }

    #[test]
    fn the_word_of_an_initial_is_read_in_one_piece() {
        for words in ["It is a", "I was a", "“Well, what a"] {
            let lines = opened(&format!("{words} {REST}"), Opening::DropCap);
            assert!(text(&lines).replace("\u{AD} ", "").starts_with(words), "{}", text(&lines));
            for run in lines.iter().flatten() {
                let bytes: usize = run.glyphs.iter().map(|glyph| usize::from(glyph.text_bytes)).sum();
                assert_eq!(bytes, run.text.len());
            }
        }
    }

    #[test]
    fn a_short_paragraph_and_dialogue_open_plainly() {
        for words in ["Only one line.".to_string(), format!("— Yes, {REST}")] {
            let size = Design::default().types.text.size;
            assert!(opened(&words, Opening::DropCap).iter().flatten().all(|run| run.size == size), "{words}");
        }
    }

    #[test]
    fn a_word_at_the_end_of_a_first_line_is_hardly_ever_left_out_of_its_small_capitals() {
        let words: Vec<&str> = REST.split(' ').collect();
        let is_whole = |start: &usize| {
            let lines = opened(&words[*start..].join(" "), Opening::SmallCapitals);
            lines[0].iter().filter(|run| !run.text.starts_with('\u{AD}')).count() == 1
        };
        let whole = (0..20).filter(is_whole).count();
        assert!(whole >= 18, "{whole} of 20");
    }

    #[test]
    fn the_first_line_and_nothing_else_is_in_small_capitals() {
        let plain = opened(&format!("It is a {REST}"), Opening::Plain);
        let lines = opened(&format!("It is a {REST}"), Opening::SmallCapitals);
        let spaced = |lines: &[Vec<GlyphRun>]| text(lines).replace("\u{AD} ", "");
        assert_eq!(spaced(&plain), spaced(&lines));
        assert_eq!(lines[0].len(), 1, "one look to the end of the line");
        let glyph = |line: &[GlyphRun], c: char| {
            let run = &line[line.len() - 1];
            let at = run.text.find(c).expect("the letter");
            let place = run.glyphs.iter().scan(0, |byte, g| {
                let before = *byte;
                *byte += usize::from(g.text_bytes);
                Some(before)
            });
            run.glyphs[place.take_while(|byte| *byte < at).count()].id
        };
        assert_ne!(glyph(&lines[0], 'a'), glyph(&lines[1], 'a'));
        assert_eq!(glyph(&lines[1], 'a'), glyph(&plain[1], 'a'));
    }
}
