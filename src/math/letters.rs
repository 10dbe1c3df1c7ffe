//! Letters that stand for something.
//!
//! In: a letter as it is written. Out: the same in mathematical italics (Unicode, block Mathematical Alphanumeric Symbols),
//! which MathML leaves to its readers (MathML Core, section 2.1.6).

/// The italic form of a letter; of anything else, itself.
pub(super) fn italic(c: char) -> char {
    let shifted = |from: char, to: u32| char::from_u32(c as u32 - from as u32 + to).unwrap_or(c);
    match c {
        'h' => 'ℎ',
        'A'..='Z' => shifted('A', 0x1D434),
        'a'..='z' => shifted('a', 0x1D44E),
        'Α'..='Ρ' | 'Σ'..='Ω' => shifted('Α', 0x1D6E2),
        'α'..='ω' => shifted('α', 0x1D6FC),
        'ı' => '\u{1D6A4}',
        'ȷ' => '\u{1D6A5}',
        '∂' => '\u{1D715}',
        'ϵ' => '\u{1D716}',
        'ϑ' => '\u{1D717}',
        'ϰ' => '\u{1D718}',
        'ϕ' => '\u{1D719}',
        'ϱ' => '\u{1D71A}',
        'ϖ' => '\u{1D71B}',
        c => c,
    }
}

/// A letter that carries an accent has no dot.
pub(super) fn dotless(text: &str) -> &str {
    match text {
        "i" => "ı",
        "j" => "ȷ",
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_slope() {
        assert_eq!("axAZhαωΓΩ1+".chars().map(italic).collect::<String>(), "𝑎𝑥𝐴𝑍ℎ𝛼𝜔𝛤𝛺1+");
    }
}
