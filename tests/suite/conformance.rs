//! What a PDF says that it keeps, read back from its XMP; whether it keeps it is for `judges_pdf` to ask.

use bifolio::diagnostic::{Diagnostics, Severity};
use bifolio::document::{Contributor, Metadata, Relator};
use bifolio::font::FontBook;
use bifolio::manuscript::{self, InMemory};
use bifolio::page::Pages;
use bifolio::settings::{Format, Settings};
use bifolio::{build, pdf};
use std::path::Path;

/// The flavours that a file claims, as veraPDF calls them: `ua1`, `2a`.
pub(crate) fn claimed(bytes: &[u8]) -> Vec<String> {
    let packet = packet(bytes);
    let said = |element: &str| {
        let after = packet.split(&format!("<{element}>")).nth(1)?;
        after.split('<').next().map(str::to_lowercase)
    };
    let ua = said("pdfuaid:part").map(|part| format!("ua{part}"));
    let archive = said("pdfaid:part").zip(said("pdfaid:conformance")).map(|(part, level)| part + &level);
    ua.into_iter().chain(archive).collect()
}

/// The XMP of a file, which is never compressed.
fn packet(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let start = text.find("<?xpacket begin").expect("a packet");
    text[start..][..text[start..].find("<?xpacket end").expect("its end")].to_owned()
}

/// What the PDF of a text claims, and the messages of the findings with what they do to the build.
fn made(front: &str, text: &str) -> (Option<Vec<String>>, Vec<(Severity, String)>) {
    let dot = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>"#;
    let book = format!("---\ntitle: T\nlanguage: en\n{front}---\n\n# One\n\n{text}\n");
    let files = InMemory::new([("a.md", book.as_str()), ("dot.svg", dot)]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("a manuscript");
    let settings = Settings { formats: vec![Format::Pdf], ..Settings::default() };
    let outputs = build(&manuscript, &files, &settings, &(), &mut diagnostics).expect("the backend does not fail");
    let told = diagnostics.sorted().iter().map(|finding| (finding.severity, finding.message.clone())).collect();
    (outputs.first().map(|output| claimed(&output.bytes)), told)
}

fn all(flavours: &[&str]) -> Option<Vec<String>> {
    Some(flavours.iter().map(|flavour| (*flavour).to_owned()).collect())
}

#[test]
fn a_sound_book_claims_both_and_hears_nothing() {
    assert_eq!(made("", "Text.\n\n![A dot](dot.svg)\n\n![](dot.svg){.decorative}\n"), (all(&["ua1", "2a"]), vec![]));
}

#[test]
fn the_book_says_what_is_claimed() {
    for (standard, flavours) in [
        ("auto", &["ua1", "2a"][..]),
        ("none", &[]),
        ("ua-1", &["ua1"]),
        ("a-2u", &["2u"]),
        ("[ua-1, a-3a]", &["ua1", "3a"]),
    ] {
        assert_eq!(made(&format!("pdf:\n  standard: {standard}\n"), "Text."), (all(flavours), vec![]), "{standard}");
    }
}

#[test]
fn a_fault_withholds_a_claim_or_refuses_a_demand() {
    let text = "![](dot.svg)\n";
    let (claims, told) = made("", text);
    assert_eq!(claims, all(&["2a"]));
    assert!(told[0].0 == Severity::Warning && told[0].1.ends_with("; the PDF does not claim PDF/UA-1"), "{told:?}");
    let (claims, told) = made("pdf:\n  standard: [ua-1, a-2a]\n", text);
    assert_eq!(claims, None, "nothing is made");
    assert!(told[0].0 == Severity::Error && told[0].1.ends_with("; PDF/UA-1 forbids it"), "{told:?}");
    let (claims, told) = made("pdf:\n  standard: a-2a\n", text);
    assert_eq!(claims, all(&["2a"]));
    assert!(told[0].0 == Severity::Warning && !told[0].1.contains("PDF/"), "{told:?}");
}

/// The claims of a book without a language, the language that is taken, and what was told of it.
fn without_language(config: &str, text: &str) -> (Option<Vec<String>>, String, Vec<(Severity, String)>) {
    let config = format!("[book]\ntitle = \"T\"\n{config}");
    let files =
        InMemory::new([("b/book.toml", config.as_str()), ("b/src/SUMMARY.md", "- [A](a.md)\n"), ("b/src/a.md", text)]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
    let settings = Settings { formats: vec![Format::Pdf], ..Settings::default() };
    let outputs = build(&manuscript, &files, &settings, &(), &mut diagnostics).expect("the backend does not fail");
    let told = diagnostics.sorted().into_iter().filter(|finding| finding.message.contains("language"));
    let told = told.map(|finding| (finding.severity, format!("{}; {:?}", finding.message, finding.hints))).collect();
    (outputs.first().map(|output| claimed(&output.bytes)), manuscript.metadata.language.0.clone(), told)
}

#[test]
fn a_book_of_mdbook_without_a_language_is_english_unless_its_text_is_not() {
    for config in ["[output.html]\n", "[output.bifolio]\ncommand = \"bifolio mdbook\"\n", "[build]\n"] {
        let (claims, language, told) = without_language(config, "# A\n\nFew words.\n");
        assert_eq!((claims, language.as_str()), (all(&["ua1", "2a"]), "en"), "{config}");
        assert!(
            matches!(told.as_slice(), [(Severity::Note, message)] if message.contains("as mdBook has it")),
            "{told:?}"
        );
    }
    let german = "Das ist nicht der Mann, und die Frau ist auch mit den Kindern von hier. ".repeat(4);
    let code = format!("Глава\n\n```rust\n{}```\n", "fn main() {}\n".repeat(40));
    for (text, tag) in [(german.as_str(), "de"), (code.as_str(), "ru"), ("Κεφάλαιο πρῶτο", "el")] {
        let (claims, language, told) = without_language("[output.html]\n", text);
        assert_eq!((claims, language.as_str()), (all(&["2a"]), tag));
        let said = told.iter().any(|(severity, message)| {
            *severity == Severity::Warning
                && message.contains("does not claim PDF/UA-1")
                && message.contains(&format!("write `language = \\\"{tag}\\\"`"))
        });
        assert!(said, "{told:?}");
    }
    // A book that mdBook does not build says so itself.
    let (claims, _, told) = without_language("[theme]\nbase = \"novel\"\n", "# A\n\nFew words.\n");
    assert_eq!((claims, told[0].0), (all(&["2a"]), Severity::Warning));
}

#[test]
fn a_print_standard_is_refused_in_plain_words() {
    let (claims, told) = made("pdf:\n  standard: x-4\n", "Text.");
    assert_eq!(claims, None);
    assert!(told[0].0 == Severity::Error && told[0].1.contains("\"x-4\" is not there"), "{told:?}");
}

#[test]
fn the_packet_names_everybody_by_what_they_did_and_every_language() {
    let by = |name: &str, role| Contributor { name: name.into(), file_as: None, role };
    let contributors = vec![by("A", Relator::Author), by("B", Relator::Author), by("C", Relator::Translator)];
    let pages =
        Pages { metadata: Metadata { title: "T".into(), contributors, ..Metadata::default() }, ..Pages::default() };
    let languages = ["en", "ru", "grc"].map(|tag| bifolio::document::Language(tag.into())).to_vec();
    let options = pdf::Options { languages, ..pdf::Options::default() };
    let packet = packet(&pdf::write(&pages, &FontBook::builtin(), &options).expect("a file"));
    for said in [
        "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>",
        "<dc:contributor><rdf:Bag><rdf:li>C</rdf:li></rdf:Bag></dc:contributor>",
        "<marcrel:trl><rdf:Bag><rdf:li>C</rdf:li></rdf:Bag></marcrel:trl>",
        "<dc:language><rdf:Bag><rdf:li>en</rdf:li><rdf:li>ru</rdf:li><rdf:li>grc</rdf:li></rdf:Bag></dc:language>",
    ] {
        assert!(packet.contains(said), "{said} is not in {packet}");
    }
}

#[test]
fn languages_are_those_of_passages_too() {
    let text = "A <span lang=\"fr\">mot</span> and a note.[^n]\n\n[^n]: <span lang=\"la\">Verbum</span>, <i lang=\"fr\">mot</i>.\n";
    let book = format!("---\ntitle: T\nlanguage: en\n---\n\n# One\n\n{text}");
    let files = InMemory::new([("a.md", book.as_str())]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("a manuscript");
    let document = build::read(&manuscript, &files, &(), &mut diagnostics);
    let tags: Vec<String> = bifolio::document::languages(&document).into_iter().map(|language| language.0).collect();
    assert_eq!(tags, ["en", "fr", "la"]);
}
