//! Whether the books on the disk are what the manuscript makes now.
//!
//! In: a book as it would be made, and what it is made of. Out: nothing when the file on the disk has the same bytes, else a
//! finding that says why it has not. Only the bytes decide: a file made by another version of the program is fresh when it
//! is the same. Reads and never writes.

use super::made::Made;
use bifolio::diagnostic::{Code, Diagnostic};
use bifolio::manuscript::{Disk, Files};
use bifolio::source::{SourceMap, Span};
use std::path::Path;

/// More reasons than these help nobody.
const MOST_REASONS: usize = 8;

/// Why the file at `path` is not `bytes`; `None` when it is. `book` is the file whose record says what it was made of.
pub(crate) fn stale(path: &Path, bytes: &[u8], book: &Path, now: &Made, sources: &SourceMap) -> Option<Diagnostic> {
    let shown = path.display();
    let hint = "`bifolio build` makes it anew";
    let Ok(there) = Disk.read(path) else {
        return Some(Diagnostic::error(Code::StaleOutput, format!("there is no {shown}")).hint(hint));
    };
    if there == bytes {
        return None;
    }
    let record = Disk.read(&Made::place(book)).ok().and_then(|text| Made::read(&String::from_utf8_lossy(&text)));
    let Some(then) = record else {
        let message = format!("{shown} is stale; no record beside it says what it was made of");
        return Some(Diagnostic::error(Code::StaleOutput, message).hint(hint));
    };
    let mut reasons = then.changes(now);
    if path == book && !then.is_of(&there) {
        reasons.insert(0, "the file itself was changed after it was made".to_owned());
    } else if reasons.is_empty() {
        reasons.push("another build of the program made it".to_owned());
    }
    let more = reasons.len().saturating_sub(MOST_REASONS);
    reasons.truncate(MOST_REASONS);
    if more > 0 {
        reasons.push(format!("and {more} more"));
    }
    let mut finding = Diagnostic::error(Code::StaleOutput, format!("{shown} is stale: {}", reasons.join("; ")));
    finding.span = then.changed_inputs(now).find_map(|changed| {
        let (id, _) = sources.files().find(|(_, file)| file.name == changed)?;
        Some(Span::new(id, 0, 0))
    });
    Some(finding.hint(hint))
}
