//! Findings as text.
//!
//! In: findings and the source map. Out: text for a person (with the source line), or one JSON object a line.

use super::Diagnostic;
use crate::source::SourceMap;

/// Findings for a person.
pub fn human(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    let _ = (diagnostics, sources);
    String::new()
}

/// One JSON object a line, for editors and CI.
pub fn json(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    let _ = (diagnostics, sources);
    String::new()
}
