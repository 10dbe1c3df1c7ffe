//! Files of a manuscript as text.
//!
//! In: a path inside the manuscript. Out: its text in the [`SourceMap`], without a byte order mark; bytes that are not
//! UTF-8 are an error at the first of them, and the text goes on with replacement characters so that later stages can
//! still find more.

use super::files::{Files, Kind};
use super::path::{folder_of, name_of};
use super::reader::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceMap, Span};
use std::path::Path;

/// Largest text in bytes: more than any book, and little enough for spans of 32 bits.
pub(super) const LARGEST: usize = 256 << 20;

/// Why a file cannot be read.
pub(super) enum Trouble {
    /// There is none.
    Missing,
    /// A link of the file system leads out of the manuscript.
    Outside,
    /// The system says why not.
    Unreadable(String),
}

/// The bytes of a file inside the manuscript.
pub(super) fn bytes(files: &dyn Files, root: &Path, path: &str) -> Result<Vec<u8>, Trouble> {
    let full = root.join(path);
    if files.kind(&full) != Kind::File {
        return Err(Trouble::Missing);
    }
    let unreadable = |error: std::io::Error| Trouble::Unreadable(error.to_string());
    let (real, real_root) = (files.real(&full).map_err(unreadable)?, files.real(root).map_err(unreadable)?);
    if !real.starts_with(real_root) {
        return Err(Trouble::Outside);
    }
    files.read(&full).map_err(unreadable)
}

/// Reads a text file into the source map; tells why when that fails.
pub(super) fn read(
    files: &dyn Files,
    root: &Path,
    path: &str,
    named_at: Option<Span>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<FileId> {
    let mut tell = |code, message: String| {
        let diagnostic = Diagnostic::error(code, message);
        diagnostics.push(match named_at {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        });
    };
    match bytes(files, root, path) {
        Ok(bytes) if bytes.len() > LARGEST => tell(Code::UnreadableFile, format!("{path:?} is too large for a text")),
        Ok(bytes) => return Some(decode(bytes, path, sources, diagnostics)),
        Err(Trouble::Missing) => tell(Code::UnreadableFile, format!("{path:?} is not there")),
        Err(Trouble::Outside) => {
            tell(Code::OutsideManuscript, format!("{path:?} leads out of the manuscript's folder"))
        }
        Err(Trouble::Unreadable(reason)) => tell(Code::UnreadableFile, format!("cannot read {path:?}: {reason}")),
    }
    None
}

/// Puts a text into the source map.
pub(super) fn decode(bytes: Vec<u8>, path: &str, sources: &mut SourceMap, diagnostics: &mut Diagnostics) -> FileId {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return decode_invalid(error.into_bytes(), path, sources, diagnostics),
    };
    sources.add(path, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn decode_invalid(bytes: Vec<u8>, path: &str, sources: &mut SourceMap, diagnostics: &mut Diagnostics) -> FileId {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let bad = bytes.get(valid).copied().unwrap_or_default();
    let file = sources.add(path, String::from_utf8_lossy(bytes));
    let width = '\u{fffd}'.len_utf8();
    let hint = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file looks like UTF-16; save it as UTF-8",
        _ => "save the file as UTF-8",
    };
    let diagnostic = Diagnostic::error(Code::InvalidUtf8, format!("the byte 0x{bad:02X} is not UTF-8 here"));
    diagnostics.push(diagnostic.at(Span::new(file, valid as u32, (valid + width) as u32)).hint(hint));
    file
}

/// The name in the folder of a missing file that is nearest to its name, as a path.
pub(super) fn nearest_file(files: &dyn Files, root: &Path, path: &str) -> Option<String> {
    let folder = folder_of(path);
    let names = files.names(&root.join(folder));
    let name = name_of(path);
    let same = names.iter().find(|known| known.to_lowercase() == name.to_lowercase());
    let found = same.map(String::as_str).or_else(|| nearest(name, names.iter().map(String::as_str)))?;
    Some(super::loader::joined(folder, found))
}
