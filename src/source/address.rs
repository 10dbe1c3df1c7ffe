//! Addresses as a manuscript writes them.
//!
//! In: the target of a link or image. Out: the name that it stands for (RFC 3986, section 2.1).

/// The text with `%41` and the like decoded; as it is when that gives no UTF-8.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(hex);
        decoded.push(digits.unwrap_or(*first));
        rest = if digits.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| (digit as char).to_digit(16);
    Some((value(digits[0])? * 16 + value(digits[1])?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_where_they_code_something() {
        assert_eq!(percent_decoded("a%20b%D1%91"), "a bё");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%f"), "%zz%f");
        assert_eq!(percent_decoded("%ff"), "%ff");
        assert_eq!(percent_decoded("%ё"), "%ё");
    }
}
