//! How wide the words of a diagram are.
//!
//! In: a label, its size and weight. Out: its width in CSS pixels, as a sans-serif of the usual width sets it. A reader of
//! EPUBs shows a diagram in a face of its own, a page in the face of the book, which is narrower: what fits here fits there.

/// Advance widths of Helvetica for the characters from space to tilde, in thousandths of an em (Adobe Core 14 metrics).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Widths of characters beyond ASCII: letters, and what fills a square.
const OTHER: u16 = 610;
const SQUARE: u16 = 1000;

/// How much wider bold is.
const BOLD: f64 = 1.07;

/// The width of a text at a size, in the unit of the size.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u64 = text.chars().map(|c| u64::from(advance(c))).sum();
    thousandths as f64 / 1000.0 * size * if bold { BOLD } else { 1.0 }
}

fn advance(character: char) -> u16 {
    match character {
        ' '..='~' => WIDTHS[character as usize - ' ' as usize],
        // Soft hyphens, marks that stand on letters, signs of direction and of joining.
        '\0'..='\x1F' | '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' => 0,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' => 0,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' => SQUARE,
        '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'.. => SQUARE,
        '—' | '…' | 'Æ' | 'Œ' | 'Щ' | 'щ' | 'Ш' | 'ш' | 'Ю' | 'ю' | 'Ж' | 'ж' | 'М' | 'м' => SQUARE,
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn widths_are_those_of_a_sans_serif() {
        assert_eq!(width("", 16.0, false), 0.0);
        assert_eq!(width("iiii", 10.0, false), 8.88);
        assert_eq!(width("MM", 10.0, false), 16.66);
        assert!(width("Animal", 16.0, true) > width("Animal", 16.0, false));
    }

    #[test]
    fn marks_take_no_room_and_ideographs_a_square() {
        assert_eq!(width("e\u{301}\u{AD}", 10.0, false), width("e", 10.0, false));
        assert_eq!(width("図形", 10.0, false), 20.0);
        assert!((width("Grün", 10.0, false) - 22.77).abs() < 1e-9);
    }
}
