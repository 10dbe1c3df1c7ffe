//! What XMP has no words for: the standards that the file keeps, and who did what for the book.
//!
//! In: [`Facts`]. Out: the properties, and the description of their schemas that PDF/A asks for wherever a property is none
//! of its own (ISO 19005-2, 6.6.2.3). PDF/A names itself by ISO 19005-2, 6.6.4, PDF/UA by ISO 14289-1, clause 5.

use super::info::Facts;
use super::xmp::{array, element};
use crate::conformance::Standard;
use crate::document::Relator;

/// The namespaces that are used here.
pub(super) const NAMESPACES: [(&str, &str); 6] = [
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("pdfuaid", PDFUA),
    ("marcrel", RELATORS),
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];

const PDFUA: &str = "http://www.aiim.org/pdfua/ns/id/";

/// The relators of the Library of Congress, each a property.
const RELATORS: &str = "http://id.loc.gov/vocabulary/relators/";

/// The claims, the contributors by what they did, and the schemas of both.
pub(super) fn properties(facts: &Facts<'_>) -> String {
    let mut xml = String::new();
    if let Some((part, level)) = facts.claims.archive() {
        xml.push_str(&element("pdfaid:part", &part.to_string()));
        xml.push_str(&element("pdfaid:conformance", &level.to_string()));
    }
    let mut schemas = Vec::new();
    if facts.claims.has(Standard::Ua1) {
        xml.push_str(&element("pdfuaid:part", "1"));
        let part = [property("part", "Integer", "The part of ISO 14289 that the file keeps")];
        schemas.push(schema("PDF/UA identification", "pdfuaid", PDFUA, &part));
    }
    let roles = roles(facts);
    let of_role = |role: &&Relator| array(&format!("marcrel:{}", role.code()), "Bag", facts.metadata.by(role));
    xml.extend(roles.iter().map(of_role));
    if !roles.is_empty() {
        let described = |role: &&Relator| property(role.code(), "bag Text", "Who stands in this relation to the book");
        let described: Vec<String> = roles.iter().map(described).collect();
        schemas.push(schema("MARC relators", "marcrel", RELATORS, &described));
    }
    if !schemas.is_empty() {
        let schemas = schemas.concat();
        xml.push_str(&format!("<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>\n"));
    }
    xml
}

/// The roles of all who did something for the book, each once; authors have their own place in Dublin Core.
fn roles<'a>(facts: &Facts<'a>) -> Vec<&'a Relator> {
    let mut roles: Vec<&Relator> = Vec::new();
    for role in facts.metadata.contributors.iter().map(|contributor| &contributor.role) {
        let is_code = role.code().len() == 3 && role.code().bytes().all(|byte| byte.is_ascii_lowercase());
        if *role != Relator::Author && is_code && roles.iter().all(|known| known.code() != role.code()) {
            roles.push(role);
        }
    }
    roles
}

fn schema(title: &str, prefix: &str, namespace: &str, properties: &[String]) -> String {
    format!(
        "<rdf:li rdf:parseType=\"Resource\">{}{}{}<pdfaSchema:property><rdf:Seq>{}</rdf:Seq></pdfaSchema:property></rdf:li>",
        element("pdfaSchema:schema", title),
        element("pdfaSchema:namespaceURI", namespace),
        element("pdfaSchema:prefix", prefix),
        properties.concat()
    )
}

fn property(name: &str, kind: &str, description: &str) -> String {
    format!(
        "<rdf:li rdf:parseType=\"Resource\">{}{}{}{}</rdf:li>",
        element("pdfaProperty:name", name),
        element("pdfaProperty:valueType", kind),
        element("pdfaProperty:category", "external"),
        element("pdfaProperty:description", description)
    )
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::*;
    use crate::document::{Contributor, Metadata};

    fn properties_of(standards: &[Standard], roles: &[Relator]) -> String {
        let person = |role: &Relator| Contributor { name: "N".into(), file_as: None, role: role.clone() };
        let metadata = Metadata { contributors: roles.iter().map(person).collect(), ..Metadata::default() };
        let options = Options { claims: standards.iter().copied().collect(), ..Options::default() };
        properties(&Facts::new(&metadata, &options))
    }

    #[test]
    fn only_what_is_claimed_is_said() {
        assert_eq!(properties_of(&[], &[Relator::Author]), "");
        let xml = properties_of(&[Standard::A2u], &[]);
        assert!(xml.contains("<pdfaid:conformance>U</pdfaid:conformance>") && !xml.contains("pdfuaid"), "{xml}");
        let xml = properties_of(&[Standard::Ua1], &[]);
        assert!(xml.contains("<pdfuaid:part>1</pdfuaid:part>") && !xml.contains("pdfaid:part"), "{xml}");
        assert!(xml.contains("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"), "{xml}");
    }

    #[test]
    fn each_role_is_a_property_that_is_described_once() {
        let xml = properties_of(&[], &[Relator::Translator, Relator::Editor, Relator::Translator]);
        assert!(xml.contains("<marcrel:trl><rdf:Bag><rdf:li>N</rdf:li><rdf:li>N</rdf:li></rdf:Bag>"), "{xml}");
        assert_eq!(xml.matches("<pdfaProperty:name>trl").count(), 1);
        assert_eq!(xml.matches("<pdfaProperty:name>").count(), 2);
    }
}
