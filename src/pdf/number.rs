//! Numbers and strings as PDF writes them.
//!
//! In: lengths, integers of a thousandth, text. Out: bytes of a content stream and objects of a file. Everything is an
//! integer until it is written, so that the same length always gives the same digits.

use crate::units::Length;
use lopdf::{Object, StringFormat};

/// A length in thousandths of a point, rounded.
pub(super) fn thousandths(length: Length) -> i64 {
    (length.0.saturating_mul(1000) + 32_768).div_euclid(65_536)
}

/// Appends `value / 10^decimals` without trailing zeros.
pub(super) fn push_decimal(out: &mut Vec<u8>, value: i64, decimals: usize) {
    let mut digits = [b'0'; 24];
    let (mut rest, mut start) = (value.unsigned_abs(), digits.len());
    while rest > 0 || start > digits.len() - decimals - 1 {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let (whole, fraction) = digits[start..].split_at(digits.len() - decimals - start);
    let significant = fraction.iter().rposition(|d| *d != b'0').map_or(0, |last| last + 1);
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(whole);
    if significant > 0 {
        out.push(b'.');
        out.extend_from_slice(&fraction[..significant]);
    }
}

/// Appends a length in points with at most three decimals.
pub(super) fn push_length(out: &mut Vec<u8>, length: Length) {
    push_decimal(out, thousandths(length), 3);
}

/// `value / 1000` as an object.
pub(super) fn decimal(value: i64) -> Object {
    if value % 1000 == 0 { Object::Integer(value / 1000) } else { Object::Real((value as f64 / 1000.0) as f32) }
}

/// A length in points as an object.
pub(super) fn length(length: Length) -> Object {
    decimal(thousandths(length))
}

/// A text string (ISO 32000-1, 7.9.2.2): as it stands when it is ASCII, else UTF-16 with a byte order mark.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    utf16(text)
}

/// A text string in UTF-16 with a byte order mark.
pub(super) fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// A name.
pub(super) fn name(name: impl Into<Vec<u8>>) -> Object {
    Object::Name(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: i64, decimals: usize) -> String {
        let mut out = Vec::new();
        push_decimal(&mut out, value, decimals);
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn decimals_have_no_trailing_zeros() {
        let cases = [(0, "0"), (1, "0.001"), (-50, "-0.05"), (1000, "1"), (123_450, "123.45"), (-7_000_000, "-7000")];
        for (value, text) in cases {
            assert_eq!(written(value, 3), text);
        }
        assert_eq!(written(-12, 1), "-1.2");
        assert_eq!(written(100, 0), "100");
    }

    #[test]
    fn lengths_round_to_thousandths() {
        assert_eq!(thousandths(Length::pt(10.5)), 10_500);
        assert_eq!(thousandths(Length(1)), 0);
        assert_eq!(thousandths(Length::pt(-1.0)), -1000);
    }

    #[test]
    fn text_beyond_ascii_is_utf_16() {
        assert_eq!(text("a").as_str().expect("a string"), b"a");
        assert_eq!(text("я").as_str().expect("a string"), [0xFE, 0xFF, 0x04, 0x4F]);
    }
}
