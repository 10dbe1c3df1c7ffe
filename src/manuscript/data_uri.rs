//! Images that are written into the text (RFC 2397).
//!
//! In: `data:image/png;base64,…`. Out: the bytes.

use crate::source::percent_decoded;

/// The bytes that a `data:` address holds; says why not, when it holds none.
pub(super) fn decode(address: &str) -> Result<Vec<u8>, String> {
    let (head, data) = address.split_once(',').ok_or("the address has no data")?;
    let data = percent_decoded(data);
    if head.to_ascii_lowercase().ends_with(";base64") {
        return base64(data.as_bytes()).ok_or_else(|| "the data are not base64".into());
    }
    Ok(data.into_bytes())
}

/// Bytes as base64, with padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// Base64 (RFC 4648, section 4), with or without padding; white space is passed over.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|byte| !matches!(byte, b'=') && !byte.is_ascii_whitespace()).map_or(0, |i| i + 1);
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::with_capacity(end / 4 * 3));
    for byte in text[..end].iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn base64_and_percent_signs_are_decoded() {
        assert_eq!(decode("data:;base64,TWFu").as_deref(), Ok(&b"Man"[..]));
        assert_eq!(decode("data:;base64,TWE=").as_deref(), Ok(&b"Ma"[..]));
        assert_eq!(decode("data:image/svg+xml,%3Csvg/%3E").as_deref(), Ok(&b"<svg/>"[..]));
        assert!(decode("data:;base64,!!").is_err());
        assert!(decode("data:").is_err());
    }

    #[test]
    fn what_is_encoded_is_decoded_again() {
        for text in ["", "f", "fo", "foo", "foob", "\u{fb}\u{ff}"] {
            assert_eq!(decode(&format!("data:x;base64,{}", encode(text.as_bytes()))).as_deref(), Ok(text.as_bytes()));
        }
        assert_eq!(encode(b"fooba"), "Zm9vYmE=");
    }
}
