//! Characters that are written without spaces between them.
//!
//! In: a character. Out: whether it is one of Chinese or Japanese writing: those who set text and those who read a
//! manuscript must agree where a space would be invented.

/// True for ideographs, kana, bopomofo and their punctuation, in full width. Korean is written with spaces and is not
/// among them.
pub fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{2FF0}'..='\u{303F}' | '\u{3041}'..='\u{312F}' | '\u{31A0}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::is_ideographic;

    #[test]
    fn chinese_and_japanese_are_and_korean_and_latin_are_not() {
        assert!("漢かナ々ー。、「」！ｆ〇".chars().all(is_ideographic));
        assert!("aЖ한글 “—…".chars().all(|c| !is_ideographic(c)));
    }
}
