//! Findings for editors and scripts.
//!
//! In: findings and the source map. Out: one JSON object a line. `docs/ci.md` has the schema.

use super::{Diagnostic, Place};
use crate::source::{SourceMap, Span};
use serde_json::{Value, json};

/// One JSON object a line, for editors and CI.
pub fn json(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    diagnostics.iter().map(|diagnostic| format!("{}\n", object(diagnostic, sources))).collect()
}

fn object(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let mut object = place(diagnostic.span, sources);
    object["severity"] = diagnostic.severity.name().into();
    object["code"] = diagnostic.code.name().into();
    object["message"] = diagnostic.message.clone().into();
    object["hints"] = diagnostic.hints.clone().into();
    let labels = diagnostic.labels.iter().map(|(span, text)| {
        let mut label = place(Some(*span), sources);
        label["message"] = text.clone().into();
        label
    });
    object["labels"] = labels.collect();
    object
}

/// File, lines and columns from 1, the end past the last character; all null without a place.
fn place(span: Option<Span>, sources: &SourceMap) -> Value {
    let Some(Place { file, start, end }) = span.map(|span| Place::of(span, sources)) else {
        return json!({ "file": null, "line": null, "column": null, "end_line": null, "end_column": null });
    };
    json!({
        "file": file,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn json_is_one_object_a_line() {
        let mut sources = SourceMap::default();
        let file = sources.add("src/a.md", "один\nдва\n");
        let at = Span::new(file, 9, 15);
        let finding = Diagnostic::warning(Code::DeadLink, "x").at(at).label(at, "here");
        let text = json(&[&finding, &Diagnostic::error(Code::EmptyBook, "y")], &sources);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            (&lines[0]["line"], &lines[0]["column"], &lines[0]["end_column"]),
            (&json!(2), &json!(1), &json!(4))
        );
        assert_eq!(lines[0]["labels"][0]["message"], "here");
        assert_eq!(lines[1]["file"], Value::Null);
    }
}
