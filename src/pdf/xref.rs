//! The cross-reference stream (ISO 32000-1, 7.5.8), deflated: lopdf writes it as it is, seven bytes for every object, which
//! are thousands in a file with a structure.
//!
//! In: a whole file. Out: the same file with its last object shorter.

use super::deflate::LEVEL;
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// Bytes of an entry: its kind, its place, its generation or its place in a stream of objects.
const ENTRY: usize = 7;

/// Deflates the stream at the end of a file; `None`, and nothing is changed, when it is not as lopdf writes it.
pub(super) fn deflate(file: &mut Vec<u8>) -> Option<()> {
    let start = start(file)?;
    let object = &file[start..];
    let head_end = find(object, b"stream\n")? + b"stream\n".len();
    let head = std::str::from_utf8(&object[..head_end]).ok()?;
    let (before, after) = head.split_once("/Length ")?;
    let digits = after.find(|c: char| !c.is_ascii_digit())?;
    let length: usize = after[..digits].parse().ok()?;
    let entries = object.get(head_end..head_end + length).filter(|entries| entries.len() % ENTRY == 0)?;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(&predicted(entries)).ok()?;
    let shorter = encoder.finish().ok()?;
    let filter = format!("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ENTRY}>>");
    let mut written = format!("{before}/Length {}{filter}{}", shorter.len(), &after[digits..]).into_bytes();
    written.extend_from_slice(&shorter);
    written.extend_from_slice(&object[head_end + length..]);
    file.truncate(start);
    file.append(&mut written);
    Some(())
}

/// Where the stream begins, as the end of the file says.
fn start(file: &[u8]) -> Option<usize> {
    let tail = &file[file.len().saturating_sub(64)..];
    let said = std::str::from_utf8(&tail[find(tail, b"startxref\n")? + b"startxref\n".len()..]).ok()?;
    said.lines().next()?.parse().ok().filter(|start| *start < file.len())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Each entry as its difference from the one before it (the PNG predictor Up), for neighbours differ little.
fn predicted(entries: &[u8]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut out = Vec::with_capacity(entries.len() / ENTRY * (ENTRY + 1));
    let mut above = [0; ENTRY];
    for entry in entries.chunks_exact(ENTRY) {
        out.push(UP);
        out.extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above.copy_from_slice(entry);
    }
    out
}
