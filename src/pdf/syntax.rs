//! Objects as a file has them (ISO 32000-1, 7.3).
//!
//! In: the objects of `lopdf`. Out: bytes.

use super::number::push_decimal;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
use std::io::Write;

/// Appends an object.
pub(super) fn push(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => push_integer(out, *value),
        // Writing to memory never fails; a number is written without an exponent.
        Object::Real(value) => write!(out, "{value}").unwrap_or_default(),
        Object::Name(name) => push_name(out, name),
        Object::String(text, StringFormat::Literal) => push_literal(out, text),
        Object::String(text, StringFormat::Hexadecimal) => push_hexadecimal(out, text),
        Object::Array(array) => push_array(out, array),
        Object::Dictionary(dictionary) => push_dictionary(out, dictionary),
        Object::Stream(stream) => push_stream(out, stream),
        Object::Reference(id) => push_reference(out, *id),
    }
}

/// Appends a whole number.
pub(super) fn push_integer(out: &mut Vec<u8>, value: i64) {
    push_decimal(out, value, 0);
}

fn push_reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    push_integer(out, i64::from(number));
    out.push(b' ');
    push_integer(out, i64::from(generation));
    out.extend_from_slice(b" R");
}

fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            push_hex(out, *byte);
        }
    }
}

fn push_literal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            // A bare carriage return would be read as a line feed (7.3.4.2).
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(*byte),
        }
    }
    out.push(b')');
}

fn push_hexadecimal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'<');
    text.iter().for_each(|byte| push_hex(out, *byte));
    out.push(b'>');
}

fn push_hex(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]));
}

/// True for what needs a space between itself and a name or another of its kind.
fn is_open(object: &Object) -> bool {
    matches!(object, Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_))
}

fn push_array(out: &mut Vec<u8>, array: &[Object]) {
    out.push(b'[');
    for (place, object) in array.iter().enumerate() {
        if place > 0 && is_open(object) {
            out.push(b' ');
        }
        push(out, object);
    }
    out.push(b']');
}

fn push_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        push_name(out, key);
        if is_open(value) {
            out.push(b' ');
        }
        push(out, value);
    }
    out.extend_from_slice(b">>");
}

fn push_stream(out: &mut Vec<u8>, stream: &Stream) {
    push_dictionary(out, &stream.dict);
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(&stream.content);
    out.extend_from_slice(b"\nendstream");
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn written(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        push(&mut out, &object.into());
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn numbers_and_names_are_kept_apart() {
        let array =
            vec![Object::Integer(-1), Object::Null, Object::Real(0.5), Object::Name(b"A".to_vec()), true.into()];
        assert_eq!(written(array), "[-1 null 0.5/A true]");
        assert_eq!(written(dictionary! { "K" => 3, "P" => (7, 0), "T" => vec![] }), "<</K 3/P 7 0 R/T[]>>");
    }

    #[test]
    fn what_would_be_misread_is_escaped() {
        let text = |format| Object::String(b"a(b)\\\r\n".to_vec(), format);
        assert_eq!(written(text(StringFormat::Literal)), "(a\\(b\\)\\\\\\r\n)");
        assert_eq!(written(text(StringFormat::Hexadecimal)), "<612862295C0D0A>");
        assert_eq!(written(Object::Name(b"a b/c#".to_vec())), "/a#20b#2Fc#23");
    }
}
