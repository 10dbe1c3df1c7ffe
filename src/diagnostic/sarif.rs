//! Findings for a code scanner's page.
//!
//! In: findings and the source map. Out: a log of the Static Analysis Results Interchange Format, version 2.1.0 (OASIS
//! standard, 2020). The sections in brackets are its own.

use super::{Code, Diagnostic, Place};
use crate::source::{SourceMap, Span};
use serde_json::{Value, json};

/// Where the schema of the format stands; readers know the format by it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// One log with one run (3.13, 3.14).
pub fn sarif(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, sources)).collect();
    let driver = json!({
        "name": "Bifolio",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    // Columns count characters, not the halves of UTF-16 (3.14.17).
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

/// A code (3.49).
fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "help": { "text": code.cure() },
        "defaultConfiguration": { "level": code.usual().name() },
    })
}

/// A finding (3.27).
fn result(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let index = Code::ALL.iter().position(|code| *code == diagnostic.code);
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": index,
        "level": diagnostic.severity.name(),
        "message": { "text": diagnostic.with_hints() },
    });
    result["locations"] = match diagnostic.span {
        Some(span) => json!([location(span, sources)]),
        None => json!([somewhere(sources)]),
    };
    if !diagnostic.labels.is_empty() {
        let labelled = diagnostic.labels.iter().map(|(span, text)| {
            let mut location = location(*span, sources);
            location["message"] = json!({ "text": text });
            location
        });
        result["relatedLocations"] = labelled.collect();
    }
    result
}

/// A place (3.28 to 3.30): lines and columns from 1, the end after the last character.
fn location(span: Span, sources: &SourceMap) -> Value {
    let Place { file, start, end } = Place::of(span, sources);
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": address(&file) },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    } })
}

/// Where a finding is shown that has no place: the format asks for none, but GitHub takes no result without one, and with it
/// none of the log. The file that was read first is the book's own: `book.toml`, or the one of the text.
fn somewhere(sources: &SourceMap) -> Value {
    let first = sources.files().next().map_or_else(|| "book.toml".to_owned(), |(id, _)| sources.shown_name(id));
    json!({ "physicalLocation": { "artifactLocation": { "uri": address(&first) }, "region": { "startLine": 1 } } })
}

/// A path as a relative reference (RFC 3986, 4.2): what is no letter, digit or sign of a path is escaped.
fn address(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => address.push(byte as char),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_has_its_rules_results_and_places() {
        let mut sources = SourceMap::default();
        let file = sources.add("src/один a.md", "один\nдва\n");
        let at = Span::new(file, 9, 15);
        let finding = Diagnostic::note(Code::DeadLink, "x").at(at).label(at, "here").hint("look");
        let log: Value = serde_json::from_str(&sarif(&[&finding], &sources)).expect("JSON");
        let result = &log["runs"][0]["results"][0];
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], "dead-link");
        assert_eq!((&result["level"], &result["message"]["text"]), (&json!("note"), &json!("x\nhelp: look")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "src/%D0%BE%D0%B4%D0%B8%D0%BD%20a.md");
        let region = json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4 });
        assert_eq!(place["region"], region);
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "here");
        let placeless: Value =
            serde_json::from_str(&sarif(&[&Diagnostic::error(Code::EmptyBook, "y")], &sources)).expect("JSON");
        let place = &placeless["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "src/%D0%BE%D0%B4%D0%B8%D0%BD%20a.md");
        let empty: Value = serde_json::from_str(&sarif(&[], &sources)).expect("JSON");
        assert_eq!(empty["runs"][0]["results"], json!([]));
    }
}
