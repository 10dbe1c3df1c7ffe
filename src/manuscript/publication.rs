//! The table `[epub]` of a configuration.
//!
//! In: its keys. Out: [`Publication`], and the path of the cover.

use super::config::Config;
use super::reader::{Reader, nearest};
use crate::document::{Conformance, Exemption, FormulaForm, Shop, Statement};

/// Every version and level of the Web Content Accessibility Guidelines that a publisher may name.
pub(super) const GUIDELINES: [(&str, Conformance); 9] = [
    ("WCAG 2.0 A", Conformance { version: "2.0", level: "A" }),
    ("WCAG 2.0 AA", Conformance { version: "2.0", level: "AA" }),
    ("WCAG 2.0 AAA", Conformance { version: "2.0", level: "AAA" }),
    ("WCAG 2.1 A", Conformance { version: "2.1", level: "A" }),
    ("WCAG 2.1 AA", Conformance { version: "2.1", level: "AA" }),
    ("WCAG 2.1 AAA", Conformance { version: "2.1", level: "AAA" }),
    ("WCAG 2.2 A", Conformance { version: "2.2", level: "A" }),
    ("WCAG 2.2 AA", Conformance { version: "2.2", level: "AA" }),
    ("WCAG 2.2 AAA", Conformance { version: "2.2", level: "AAA" }),
];

/// Fewest and most pixels that `image-pixels` may leave an image.
pub(super) const IMAGE_PIXELS: (f64, f64) = (10_000.0, 100_000_000.0);

/// What formulas may be, by its words.
pub(super) const FORMULAS: [(&str, FormulaForm); 2] =
    [("mathml", FormulaForm::Mathml), ("images", FormulaForm::Images)];

/// The reasons for which a publication is exempt, by their words.
pub(super) const EXEMPTIONS: [(&str, Exemption); 3] = [
    ("microenterprise", Exemption::Microenterprise),
    ("disproportionate-burden", Exemption::DisproportionateBurden),
    ("fundamental-alteration", Exemption::FundamentalAlteration),
];

/// Reads `[epub]`.
pub(super) fn read(config: &mut Config, mut keys: Reader<'_>) {
    config.cover = keys.text("cover").or(config.cover.take());
    if let Some(wanted) = keys.flag("page-list") {
        config.publication.page_list = wanted;
    }
    if let Some(wanted) = keys.flag("fonts") {
        config.publication.fonts = wanted;
    }
    if let Some(wanted) = keys.number("image-pixels", "a number of pixels") {
        if (IMAGE_PIXELS.0..=IMAGE_PIXELS.1).contains(&wanted.value) {
            config.publication.image_pixels = wanted.value as u64;
        } else {
            let hint = format!("write a number from {} to {}", IMAGE_PIXELS.0, IMAGE_PIXELS.1);
            keys.invalid(wanted.span, format!("`image-pixels`: no image has {} pixels", wanted.value), Some(hint));
        }
    }
    config.publication.formulas = keys.choice("formulas", &FORMULAS).or(config.publication.formulas);
    for shop in keys.texts("for") {
        match Shop::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(&shop.value)) {
            Some(known) if config.publication.shops.contains(&known) => {}
            Some(known) => config.publication.shops.push(known),
            None => {
                let names = Shop::ALL.map(|shop| shop.name().to_lowercase());
                let hint = match nearest(&shop.value, names.iter().map(String::as_str)) {
                    Some(name) => format!("did you mean {name:?}?"),
                    None => format!("there are {}", names.join(", ")),
                };
                keys.invalid(shop.span, format!("`for`: nothing is known of the shop {:?}", shop.value), Some(hint));
            }
        }
    }
    if let Some(table) = keys.table("accessibility") {
        let name = keys.name_of("accessibility");
        config.publication.accessibility = read_statement(keys.inner(table, name));
    }
    keys.finish();
}

/// `[epub.accessibility]`: what nobody can see in the content.
fn read_statement(mut keys: Reader<'_>) -> Statement {
    let statement = Statement {
        conforms_to: keys.choice("conforms-to", &GUIDELINES),
        certified_by: keys.words("certified-by"),
        credential: keys.words("credential"),
        report: keys.address("report"),
        summary: keys.words("summary"),
        exemption: keys.choice("exemption", &EXEMPTIONS),
    };
    let Statement { conforms_to, certified_by, credential, report, .. } = &statement;
    let needs = [
        ("certified-by", certified_by.is_some() && conforms_to.is_none(), "conforms-to", "\"WCAG 2.2 AA\""),
        ("credential", credential.is_some() && certified_by.is_none(), "certified-by", "\"…\""),
        ("report", report.is_some() && certified_by.is_none(), "certified-by", "\"…\""),
    ];
    for (key, is_alone, needed, example) in needs {
        if let Some(node) = keys.node(key).filter(|_| is_alone) {
            let message = format!("`{key}` says nothing without `{needed}`");
            let hint = format!("say it too: `{needed} = {example}`");
            keys.invalid(node.span, message, Some(hint));
        }
    }
    keys.finish();
    statement
}
