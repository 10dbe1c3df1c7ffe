//! What a shop is told about accessibility, in the words of ONIX.
//!
//! In: a document and what its publisher states. Out: a fragment of an ONIX for Books 3.0 record in reference names: the
//! `ProductFormFeature`s of list 79 code 09 with codes of list 196, and of code 12 with codes of list 143, to be taken over
//! into the `DescriptiveDetail` of the publisher's own record.

use super::Options;
use super::accessibility::Seen;
use super::xhtml::{Tag, Writer};
use crate::document::{Document, Exemption};

/// The accessibility of the EPUB as an ONIX fragment.
pub fn onix(document: &Document, options: &Options<'_>) -> String {
    let seen = Seen::of(document, options, !options.pages.is_empty());
    let statement = &options.publication.accessibility;
    let mut out = Fragment(Writer::default());
    out.0.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.0.open(Tag::new("DescriptiveDetail").with("xmlns", "http://ns.editeur.org/onix/3.0/reference"));
    out.0.newline();
    for (name, value) in [("ProductComposition", "00"), ("ProductForm", "ED"), ("ProductFormDetail", "E101")] {
        out.0.leaf(Tag::new(name), value);
        out.0.newline();
    }
    out.feature("09", "00", Some(&seen.summary(&document.metadata.language, statement)));
    if let Some(conformance) = statement.conforms_to {
        let version = match conformance.version {
            "2.0" => "80",
            "2.1" => "81",
            _ => "82",
        };
        let level = match conformance.level {
            "A" => "84",
            "AA" => "85",
            _ => "86",
        };
        ["04", version, level].into_iter().for_each(|code| out.feature("09", code, None));
    }
    seen.onix().into_iter().for_each(|code| out.feature("09", code, None));
    if let Some(exemption) = statement.exemption {
        let code = match exemption {
            Exemption::Microenterprise => "75",
            Exemption::DisproportionateBurden => "76",
            Exemption::FundamentalAlteration => "77",
        };
        out.feature("09", code, None);
    }
    out.maybe("90", statement.certified_by.as_deref());
    out.maybe("93", statement.credential.as_deref().filter(|credential| credential.contains("://")));
    let is_own = statement.certified_by.as_deref() == document.metadata.publisher.as_ref().map(|p| p.name.as_str());
    out.maybe(if is_own { "96" } else { "94" }, statement.report.as_deref());
    // Nothing known; else: flashing unknown, no sound, motion unknown.
    let hazards: &[&str] = if seen.is_harmless() { &["00"] } else { &["24", "16", "26"] };
    hazards.iter().for_each(|code| out.feature("12", code, None));
    out.0.close("DescriptiveDetail");
    out.0.newline();
    out.0.into_string()
}

struct Fragment(Writer);

impl Fragment {
    fn feature(&mut self, kind: &str, value: &str, words: Option<&str>) {
        let out = &mut self.0;
        out.open(Tag::new("ProductFormFeature"));
        out.leaf(Tag::new("ProductFormFeatureType"), kind);
        out.leaf(Tag::new("ProductFormFeatureValue"), value);
        if let Some(words) = words {
            out.leaf(Tag::new("ProductFormFeatureDescription"), words);
        }
        out.close("ProductFormFeature");
        out.newline();
    }

    fn maybe(&mut self, value: &str, words: Option<&str>) {
        if words.is_some() {
            self.feature("09", value, words);
        }
    }
}
