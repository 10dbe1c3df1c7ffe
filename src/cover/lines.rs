//! Display lines: few words, set as large as they fit, in lines of about the same length.
//!
//! In: texts and the sizes to try. Out: [`Setting`], their lines at the largest size at which they fit. The breaks make
//! the sum of the squares of what is left over the smallest and avoid hyphens, and lines that end in an article or a
//! preposition. What does not fit at the smallest size either ends in an ellipsis.

use super::lettering::{Lettering, Type};
use super::words::{Joint, Piece, pieces, with_ellipsis};
use crate::font::Style;

/// What a text is set in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner<'s> {
    /// The style of the face.
    pub(super) style: Style,
    /// Space added between letters, in ems.
    pub(super) tracking: f32,
    /// The sizes to try in pixels, the largest first; there is one at least.
    pub(super) sizes: &'s [f32],
    /// The smallest size at which a word that does not fit stays whole, in pixels: smaller ones are for texts of many words.
    pub(super) whole_from: f32,
    /// The widest line in pixels.
    pub(super) measure: f32,
    /// The most pixels from top to bottom.
    pub(super) height: f32,
}

/// Lines that were made to fit.
#[derive(Debug)]
pub(super) struct Setting {
    /// The lines, from top to bottom.
    pub(super) lines: Vec<String>,
    /// How they are written.
    pub(super) face: Type,
    /// Pixels from baseline to baseline.
    pub(super) leading: f32,
}

impl Setting {
    /// Pixels from the top of the first line to the foot of the last.
    pub(super) fn height(&self) -> f32 {
        self.leading * (self.lines.len() as f32 - 1.0) + self.face.size
    }
}

/// The texts, each from a line of its own on, at the largest of the sizes at which they are no wider and no higher than
/// wanted; `None` when they are empty.
pub(super) fn fit(lettering: &mut Lettering<'_>, texts: &[&str], manner: &Manner<'_>) -> Option<Setting> {
    let how = |size| Type { style: manner.style, size, tracking: manner.tracking };
    let smallest = *manner.sizes.last()?;
    let whole = parted(lettering, texts, &how(smallest), f32::INFINITY);
    for &size in manner.sizes.iter().filter(|size| **size >= manner.whole_from) {
        if let Some(setting) = set_fitting(lettering, &whole, how(size), manner) {
            return Some(setting);
        }
    }
    // A word that would be too small in one piece is set larger in several; those that fit stay whole.
    let broken = parted(lettering, texts, &how(smallest), manner.measure / manner.whole_from.max(smallest));
    for &size in manner.sizes.iter().filter(|size| **size <= manner.whole_from * 1.45) {
        if let Some(setting) = set_fitting(lettering, &broken, how(size), manner) {
            return Some(setting);
        }
    }
    let texts = parted(lettering, texts, &how(smallest), manner.measure / smallest);
    // What is still too high is cut: a cover names a book, it does not hold it.
    let most = 1 + ((manner.height - smallest).max(0.0) / leading(smallest)) as usize;
    let pieces: usize = texts.iter().map(Vec::len).sum();
    let mut kept = 1..pieces + 1;
    while kept.len() > 1 {
        let middle = kept.start + kept.len() / 2;
        let fits = set(lettering, &shortened(&texts, middle), how(smallest), manner.measure).lines.len() <= most;
        kept = if fits { middle..kept.end } else { kept.start..middle };
    }
    let setting = set(lettering, &shortened(&texts, kept.start), how(smallest), manner.measure);
    (!setting.lines.is_empty()).then_some(setting)
}

fn parted(lettering: &mut Lettering<'_>, texts: &[&str], how: &Type, widest: f32) -> Vec<Vec<Piece>> {
    let all = texts.iter().map(|text| pieces(lettering, text, how, widest));
    all.filter(|pieces| !pieces.is_empty()).collect()
}

/// The first pieces of texts, with an ellipsis where they are not all.
fn shortened(texts: &[Vec<Piece>], count: usize) -> Vec<Vec<Piece>> {
    let (mut short, mut left) = (Vec::new(), count);
    for pieces in texts {
        let taken: Vec<Piece> = pieces[..left.min(pieces.len())].to_vec();
        left -= taken.len();
        let is_cut = taken.len() < pieces.len();
        if !taken.is_empty() {
            short.push(taken);
        }
        if is_cut {
            break;
        }
    }
    let is_cut = count < texts.iter().map(Vec::len).sum();
    if let Some(last) = short.last_mut().and_then(|text: &mut Vec<Piece>| text.last_mut()).filter(|_| is_cut) {
        (last.text, last.joint) = (with_ellipsis(&last.text), Joint::Blank);
        last.width += 1.0;
    }
    short
}

/// The lines at this size, when there are some and they fit.
fn set_fitting(
    lettering: &mut Lettering<'_>,
    texts: &[Vec<Piece>],
    face: Type,
    manner: &Manner<'_>,
) -> Option<Setting> {
    let setting = set(lettering, texts, face, manner.measure);
    let fits = !setting.lines.is_empty()
        && setting.height() <= manner.height
        && setting.lines.iter().all(|line| lettering.width(line, &face) <= manner.measure);
    fits.then_some(setting)
}

fn leading(size: f32) -> f32 {
    size * if size > 100.0 { 1.14 } else { 1.28 }
}

/// Breaks texts into as few lines as they need and evens these out.
fn set(lettering: &mut Lettering<'_>, texts: &[Vec<Piece>], face: Type, measure: f32) -> Setting {
    let space = lettering.width("n n", &face) - lettering.width("nn", &face);
    let hyphen = lettering.width("n-", &face) - lettering.width("n", &face);
    let mut lines = Vec::new();
    for pieces in texts {
        let breaks = Breaks::new(pieces, face.size, [space, hyphen], measure);
        let ends = breaks.even(breaks.fewest());
        let starts = std::iter::once(0).chain(ends.iter().copied());
        lines.extend(starts.zip(&ends).map(|(start, end)| joined(&pieces[start..*end])));
    }
    Setting { lines, face, leading: leading(face.size) }
}

/// The text of a line.
fn joined(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        line.push_str(&piece.text);
        match (piece.joint, at + 1 == pieces.len()) {
            (Joint::Blank, false) => line.push(' '),
            (Joint::Hyphen, true) => line.push('-'),
            _ => {}
        }
    }
    line
}

struct Breaks<'a> {
    pieces: &'a [Piece],
    /// Where each piece begins when all stand in one line, and where the last one ends.
    starts: Vec<f32>,
    space: f32,
    hyphen: f32,
    measure: f32,
}

impl<'a> Breaks<'a> {
    fn new(pieces: &'a [Piece], size: f32, [space, hyphen]: [f32; 2], measure: f32) -> Breaks<'a> {
        let mut starts = vec![0.0];
        for piece in pieces {
            let space = if piece.joint == Joint::Blank { space } else { 0.0 };
            starts.push(starts[starts.len() - 1] + piece.width * size + space);
        }
        Breaks { pieces, starts, space, hyphen, measure }
    }

    fn width(&self, start: usize, end: usize) -> f32 {
        let ending = match self.pieces[end - 1].joint {
            Joint::Blank => -self.space,
            Joint::Bare => 0.0,
            Joint::Hyphen => self.hyphen,
        };
        self.starts[end] - self.starts[start] + ending
    }

    /// How many lines a first fit takes.
    fn fewest(&self) -> usize {
        let (mut lines, mut start) = (1, 0);
        for end in 1..=self.pieces.len() {
            if end - start > 1 && self.width(start, end) > self.measure {
                lines += 1;
                start = end - 1;
            }
        }
        lines
    }

    /// The ends of that many lines with the least cost.
    fn even(&self, count: usize) -> Vec<usize> {
        let pieces = self.pieces.len();
        // best[k][end]: cost of the first `end` pieces in k lines, and where the last of them starts.
        let mut best = vec![vec![(f32::INFINITY, 0); pieces + 1]; count + 1];
        best[0][0] = (0.0, 0);
        for line in 1..=count {
            for end in line..=pieces {
                for start in (line - 1..end).rev() {
                    let cost = best[line - 1][start].0 + self.cost(start, end);
                    if cost < best[line][end].0 {
                        best[line][end] = (cost, start);
                    }
                    if self.starts[end] - self.starts[start] > self.measure * 2.0 && best[line][end].0 < 1e6 {
                        break;
                    }
                }
            }
        }
        let (mut ends, mut end) = (Vec::new(), pieces);
        for line in (1..=count).rev() {
            ends.push(end);
            end = best[line][end].1;
        }
        ends.reverse();
        ends
    }

    fn cost(&self, start: usize, end: usize) -> f32 {
        let width = self.width(start, end);
        if width > self.measure && end - start > 1 {
            return 1e6 + width;
        }
        let left_over = (self.measure - width) / self.measure;
        let last = &self.pieces[end - 1];
        let ending = match last.joint {
            _ if end == self.pieces.len() => 0.0,
            Joint::Blank if is_small(&last.text) => 0.35,
            Joint::Blank | Joint::Bare => 0.0,
            Joint::Hyphen => 0.5,
        };
        left_over * left_over + ending
    }
}

/// True for a word of at most three small letters: mostly an article, a preposition or a conjunction.
fn is_small(word: &str) -> bool {
    word.chars().count() <= 3 && word.chars().all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontBook;

    fn set_in(texts: &[&str], language: &str, sizes: &[f32], height: f32) -> Option<Setting> {
        let fonts = FontBook::builtin();
        let manner =
            Manner { style: Style::default(), tracking: 0.0, sizes, whole_from: 84.0, measure: 1180.0, height };
        fit(&mut Lettering::new(&fonts, language, false), texts, &manner)
    }

    fn lines(text: &str, size: f32) -> Vec<String> {
        set_in(&[text], "en", &[size], 2000.0).expect("there are words").lines
    }

    #[test]
    fn lines_are_even_and_do_not_end_in_small_words() {
        assert_eq!(lines("The Fall of the House of Usher", 190.0), ["The Fall", "of the House", "of Usher"]);
        assert_eq!(lines("Master and Margarita", 190.0), ["Master", "and Margarita"]);
        assert_eq!(lines("Emma", 190.0), ["Emma"]);
    }

    #[test]
    fn a_text_of_any_length_is_set() {
        assert!(lines(&"word ".repeat(10_000), 42.0).len() < 20);
        assert!(lines(&"x".repeat(10_000), 42.0).len() > 2);
        assert!(set_in(&[" \n"], "en", &[50.0], 100.0).is_none());
    }

    #[test]
    fn a_long_word_is_broken_where_it_can_be_read() {
        let word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";
        let setting = set_in(&[word], "de", &[208.0, 116.0, 84.0, 42.0], 1000.0).expect("lines");
        assert_eq!(setting.face.size, 116.0);
        assert!(setting.lines.len() == 3 && setting.lines[0].ends_with('-'), "{setting:?}");
        let whole =
            set_in(&["Internationalisierungsaufgabe"], "de", &[208.0, 116.0, 84.0, 42.0], 1000.0).expect("lines");
        assert_eq!((whole.lines.len(), whole.face.size), (1, 84.0), "a word that can be read stays whole");
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis() {
        let setting =
            set_in(&["Verlag für schöne Künste, Wissenschaft und Handel in Wien, gegründet"], "de", &[100.0], 230.0);
        let lines = setting.expect("lines").lines;
        assert!(lines.len() == 2 && lines[1].ends_with("\u{2009}…") && !lines[1].contains(",\u{2009}"), "{lines:?}");
    }

    #[test]
    fn each_text_has_lines_of_its_own() {
        let setting = set_in(&["Jürgen von Ähren", "Renée d’Été"], "de", &[100.0], 300.0).expect("lines");
        assert_eq!(setting.lines, ["Jürgen von Ähren", "Renée d’Été"]);
    }
}
