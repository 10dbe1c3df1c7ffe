//! Display lines: few words, set as large as they fit, in lines of about the same length.
//!
//! In: a text and the sizes to try. Out: [`Setting`], its lines at the largest size at which they fit. The breaks make
//! the sum of the squares of what is left over the smallest and avoid lines that end in an article or a preposition.

use super::lettering::{Lettering, Type};
use crate::font::Style;

/// Letters of a text that are shown at most.
const LONGEST: usize = 240;

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

/// The text at the largest of the sizes at which it is no wider and no higher than given; `None` for an empty text.
pub(super) fn fit(
    lettering: &mut Lettering<'_>,
    text: &str,
    style: Style,
    sizes: &[f32],
    measure: f32,
    height: f32,
) -> Option<Setting> {
    fit_type(lettering, text, Type { style, size: 0.0, tracking: 0.0 }, sizes, measure, height)
}

/// As [`fit`], in the upright face with space between the letters.
pub(super) fn fit_tracked(
    lettering: &mut Lettering<'_>,
    text: &str,
    sizes: &[f32],
    tracking: f32,
    measure: f32,
    height: f32,
) -> Option<Setting> {
    fit_type(lettering, text, Type { style: Style::default(), size: 0.0, tracking }, sizes, measure, height)
}

fn fit_type(
    lettering: &mut Lettering<'_>,
    text: &str,
    how: Type,
    sizes: &[f32],
    measure: f32,
    height: f32,
) -> Option<Setting> {
    let mut words = words(text);
    if words.is_empty() {
        return None;
    }
    for &size in sizes {
        let face = Type { size, ..how };
        let setting = set(lettering, &words, face, measure);
        if setting.height() <= height && fits(lettering, &setting, measure) {
            return Some(setting);
        }
    }
    let face = Type { size: *sizes.last()?, ..how };
    words = words.iter().flat_map(|word| pieces(lettering, word, &face, measure)).collect();
    let mut setting = set(lettering, &words, face, measure);
    // What is still too high is cut: a cover names a book, it does not hold it.
    let most = 1 + ((height - face.size).max(0.0) / setting.leading) as usize;
    setting.lines.truncate(most);
    Some(setting)
}

fn words(text: &str) -> Vec<String> {
    let long = text.chars().count() > LONGEST;
    let mut words: Vec<String> =
        text.chars().take(LONGEST).collect::<String>().split_whitespace().map(String::from).collect();
    if long {
        words.push("…".into());
    }
    words
}

fn fits(lettering: &mut Lettering<'_>, setting: &Setting, measure: f32) -> bool {
    setting.lines.iter().all(|line| lettering.width(line, &setting.face) <= measure)
}

/// A word cut into pieces no wider than the measure.
fn pieces(lettering: &mut Lettering<'_>, word: &str, face: &Type, measure: f32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let last = pieces.last_mut().expect("there is a piece");
        last.push(c);
        if lettering.width(last, face) > measure && last.chars().count() > 1 {
            last.pop();
            pieces.push(c.to_string());
        }
    }
    pieces
}

/// Breaks words into as few lines as they need and evens these out.
fn set(lettering: &mut Lettering<'_>, words: &[String], face: Type, measure: f32) -> Setting {
    let widths: Vec<f32> = words.iter().map(|word| lettering.width(word, &face)).collect();
    let space = lettering.width("n n", &face) - lettering.width("nn", &face);
    let breaks = Breaks { words, widths: &widths, space, measure };
    let count = breaks.fewest();
    let ends = breaks.even(count);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts.zip(&ends).map(|(start, end)| words[start..*end].join(" ")).collect();
    Setting { lines, face, leading: face.size * if face.size > 100.0 { 1.14 } else { 1.28 } }
}

struct Breaks<'a> {
    words: &'a [String],
    widths: &'a [f32],
    space: f32,
    measure: f32,
}

impl Breaks<'_> {
    fn width(&self, start: usize, end: usize) -> f32 {
        self.widths[start..end].iter().sum::<f32>() + self.space * (end - start).saturating_sub(1) as f32
    }

    /// How many lines a first fit takes.
    fn fewest(&self) -> usize {
        let (mut lines, mut start) = (1, 0);
        for end in 1..=self.words.len() {
            if end - start > 1 && self.width(start, end) > self.measure {
                lines += 1;
                start = end - 1;
            }
        }
        lines
    }

    /// The ends of that many lines with the least cost.
    fn even(&self, count: usize) -> Vec<usize> {
        let words = self.words.len();
        // best[k][end]: cost of the first `end` words in k lines, and where the last of them starts.
        let mut best = vec![vec![(f32::INFINITY, 0); words + 1]; count + 1];
        best[0][0] = (0.0, 0);
        for line in 1..=count {
            for end in line..=words {
                for start in line - 1..end {
                    let cost = best[line - 1][start].0 + self.cost(start, end);
                    if cost < best[line][end].0 {
                        best[line][end] = (cost, start);
                    }
                }
            }
        }
        let (mut ends, mut end) = (Vec::new(), words);
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
        let dangles = end < self.words.len() && is_small(&self.words[end - 1]);
        left_over * left_over + if dangles { 0.35 } else { 0.0 }
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

    fn lines(text: &str, size: f32) -> Vec<String> {
        let fonts = FontBook::builtin();
        let setting = fit(&mut Lettering::new(&fonts, "en"), text, Style::default(), &[size], 1180.0, 2000.0);
        setting.expect("there are words").lines
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
        let fonts = FontBook::builtin();
        assert!(fit(&mut Lettering::new(&fonts, "en"), " \n", Style::default(), &[50.0], 100.0, 100.0).is_none());
    }
}
