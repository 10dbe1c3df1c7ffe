//! What may hang out of the measure.
//!
//! In: the character at the end of a line. Out: how much of it stands in the margin. An edge of text looks straight when
//! light marks and the open sides of letters stand a little beyond it (Hàn Thế Thành, "Micro-typographic extensions to
//! the TeX typesetting system", TUGboat 21 (2000), pp. 317–434, chapter 2 on margin kerning). Hanging is part of the width
//! by which lines are chosen, not put on afterwards.
//!
//! The values are ours, in thousandths of the character's own width. They are smaller than those of full hanging
//! punctuation: a stop that hangs wholly leaves a notch in a book face. What stands low or thin hangs by most of its
//! width, quotation marks by half, dashes by a little, and a letter by what its slope or bow leaves open.

/// By how much a character hangs at the left edge.
pub(super) fn left(c: char) -> i64 {
    match c {
        '“' | '„' | '‘' | '‚' | '"' | '\'' | '’' | '”' => 500,
        '«' | '»' | '‹' | '›' => 350,
        '(' | '[' => 150,
        '–' | '—' => 150,
        '*' => 300,
        'A' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'А' | 'Д' | 'Л' => 60,
        'T' | 'V' | 'W' | 'Y' | 'Ý' | 'Т' | 'У' => 70,
        'C' | 'G' | 'O' | 'Q' | 'Ö' | 'Ó' | 'С' | 'О' | 'Э' | 'J' => 20,
        'v' | 'w' | 'y' | 'у' => 60,
        't' | 'т' => 40,
        _ => 0,
    }
}

/// By how much a character hangs at the right edge.
pub(super) fn right(c: char) -> i64 {
    match c {
        '.' | ',' => 700,
        '…' => 200,
        '-' | '\u{2010}' | '\u{AD}' => HYPHEN,
        ':' | ';' => 500,
        '!' | '?' => 150,
        '”' | '“' | '’' | '‘' | '"' | '\'' => 500,
        '«' | '»' | '‹' | '›' => 350,
        ')' | ']' => 150,
        '–' => 300,
        '—' => 200,
        '*' => 300,
        'A' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'А' | 'К' | 'K' | 'L' | 'R' | 'Я' => 50,
        'T' | 'V' | 'W' | 'Y' | 'Ý' | 'Т' | 'У' | 'Г' | 'F' | 'P' | 'Р' => 70,
        'D' | 'O' | 'Q' | 'Ö' | 'Ó' | 'О' | 'Ю' => 20,
        'v' | 'w' | 'y' | 'у' | 'k' | 'r' | 'г' | 'к' => 60,
        't' | 'т' | 'x' | 'х' => 40,
        _ => 0,
    }
}

/// By how much the hyphen of a broken word hangs.
pub(super) const HYPHEN: i64 = 600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hang_more_than_letters_and_nothing_hangs_wholly() {
        for c in (0u32..0x3000).filter_map(char::from_u32) {
            assert!((0..=700).contains(&left(c)) && (0..=700).contains(&right(c)), "{c}");
            assert!(!c.is_alphanumeric() || (left(c) <= 70 && right(c) <= 70), "{c}");
        }
        assert!(right(',') > right('?') && right('-') > right('—') && left('“') > left('('));
    }
}
