//! What the publication may say about its own accessibility.
//!
//! In: the document, and whether the printed pages are marked. Out: the metadata of EPUB Accessibility 1.1 §2 with the
//! vocabulary of the "Schema.org Accessibility Properties for Discoverability Vocabulary", each claim derived from the
//! content: what was not looked at is not claimed. What only the publisher can know is passed on when it is stated.

use super::Options;
use super::image::each_image;
use super::moving::may_move;
use super::picture::Shown;
use crate::document::words::{Word, word};
use crate::document::{Document, Exemption, ImageSource, Inline, Language, Statement, each_block, each_inline};
use crate::math::each_formula;

/// A property of the package document and its value.
pub(super) type Claim = (&'static str, String);

/// What is known about the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Images that carry meaning.
    images: usize,
    /// Those of them that nothing is said of.
    without_words: usize,
    /// Images that carry none.
    decorative: usize,
    /// True when an image may flash or move.
    may_move: bool,
    /// Formulas that are MathML, with their source as description.
    mathml: usize,
    /// Formulas that are images, with their source as description.
    pictured: usize,
    /// Formulas that stand as their source.
    latex: usize,
    /// True when passages are in another language.
    languages: bool,
    /// True when the beginnings of the printed pages are marked and listed.
    pages: bool,
}

impl Seen {
    /// Looks through a document.
    pub(super) fn of(document: &Document, options: &Options<'_>, pages: bool) -> Seen {
        let mut seen = Seen { pages, ..Seen::default() };
        let cover = document.cover.and_then(|id| document.images.get(id.0 as usize));
        seen.may_move = cover.is_some_and(may_move);
        each_formula(document, &mut |source, display, _| match options.formulas.shown(source, display) {
            Shown::Mathml(_) => seen.mathml += 1,
            Shown::Pictures(_) => seen.pictured += 1,
            Shown::Source => seen.latex += 1,
        });
        each_image(document, &mut |image| {
            let ImageSource::Resource(id) = &image.source else { return };
            if image.decorative {
                seen.decorative += 1;
            } else {
                seen.images += 1;
                seen.without_words += usize::from(image.alt.trim().is_empty());
            }
            seen.may_move |= document.images.get(id.0 as usize).is_some_and(may_move);
        });
        for division in &document.divisions {
            division.each(&mut |division| {
                seen.languages |= division.attr.language.is_some();
                division.each_own_inline(&mut |inline| seen.inline(inline));
                seen.blocks(&division.blocks);
            });
        }
        for note in &document.notes {
            each_inline(&note.blocks, &mut |inline| seen.inline(inline));
            seen.blocks(&note.blocks);
        }
        seen
    }

    fn inline(&mut self, inline: &Inline) {
        self.languages |= inline.attr.language.is_some();
    }

    fn blocks(&mut self, blocks: &[crate::document::Block]) {
        each_block(blocks, &mut |block| {
            self.languages |= block.attr.language.is_some();
        });
    }

    /// True when everything can be read without seeing it.
    pub(super) fn is_readable_as_text(self) -> bool {
        self.without_words == 0
    }

    /// The codes of ONIX list 196 that the content bears out (EDItEUR, "ONIX for Books Codelists"; the crosswalk of the
    /// W3C's Accessibility Discoverability Vocabulary group).
    pub(super) fn onix(self) -> Vec<&'static str> {
        let described = self.shows_images() && self.is_readable_as_text();
        let codes = [
            ("10", true),
            ("11", true),
            ("13", true),
            ("14", described),
            ("17", self.mathml > 0 && self.latex == 0),
            ("19", self.pages),
            ("22", self.languages),
            ("29", true),
            ("30", true),
            ("32", true),
            ("35", self.has_formulas()),
            ("36", true),
            ("52", self.is_readable_as_text()),
            ("53", self.describes_formulas()),
        ];
        codes.into_iter().filter(|(_, holds)| *holds).map(|(code, _)| code).collect()
    }

    /// True when something has to be seen, or described.
    fn shows_images(self) -> bool {
        self.images + self.pictured > 0
    }

    fn has_formulas(self) -> bool {
        self.mathml + self.pictured + self.latex > 0
    }

    /// True when every formula has its source as description.
    fn describes_formulas(self) -> bool {
        self.mathml + self.pictured > 0 && self.latex == 0
    }

    /// True when nothing in it can harm anybody.
    pub(super) fn is_harmless(self) -> bool {
        !self.may_move
    }

    /// The features of the content.
    fn features(self) -> Vec<&'static str> {
        let features = [
            ("alternativeText", self.shows_images() && self.is_readable_as_text()),
            ("ARIA", true),
            ("MathML", self.mathml > 0),
            ("describedMath", self.describes_formulas()),
            ("displayTransformability", true),
            ("latex", self.has_formulas()),
            ("pageBreakMarkers", self.pages),
            ("pageNavigation", self.pages),
            ("readingOrder", true),
            ("structuralNavigation", true),
            ("tableOfContents", true),
        ];
        features.into_iter().filter(|(_, holds)| *holds).map(|(feature, _)| feature).collect()
    }

    /// A summary in the language of the book; what the publisher says of it first.
    pub(super) fn summary(self, language: &Language, statement: &Statement) -> String {
        let images = match (self.images, self.decorative, self.without_words) {
            // What is said of formulas is all that there is to say.
            (0, _, _) if self.pictured > 0 => None,
            (0, 0, _) => Some(Word::NoImages),
            (0, _, _) => Some(Word::DecorativeImages),
            (_, _, 0) => Some(Word::DescribedImages),
            (_, _, _) => Some(Word::UndescribedImages),
        };
        let formulas = match (self.mathml, self.pictured, self.latex) {
            (0, 0, 0) => None,
            (0, 0, _) => Some(Word::LatexFormulas),
            (0, _, 0) => Some(Word::PicturedFormulas),
            (0, _, _) => Some(Word::MixedPictures),
            (_, _, 0) => Some(Word::MathmlFormulas),
            (_, _, _) => Some(Word::MixedFormulas),
        };
        let pages = self.pages.then_some(Word::PagesListed);
        let moving = self.may_move.then_some(Word::MovingImages);
        let seen = [Some(Word::ReadAsText), images, pages, formulas, moving];
        let own = statement.summary.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let sentences = own.into_iter().chain(seen.into_iter().flatten().map(|sentence| word(language, sentence)));
        sentences.collect::<Vec<_>>().join(" ")
    }
}

/// The claims that the content bears out.
pub(super) fn claims(seen: Seen, language: &Language, statement: &Statement) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut claim = |property, value: &str| claims.push((property, value.to_string()));
    claim("schema:accessMode", "textual");
    if seen.shows_images() {
        claim("schema:accessMode", "visual");
    }
    if seen.pictured > 0 {
        claim("schema:accessMode", "mathOnVisual");
    }
    if seen.is_readable_as_text() {
        claim("schema:accessModeSufficient", "textual");
    }
    if seen.shows_images() {
        claim("schema:accessModeSufficient", "textual,visual");
    }
    seen.features().into_iter().for_each(|feature| claim("schema:accessibilityFeature", feature));
    // Not `unknownMotionSimulationHazard` and its kin: Ace 1.4.6 knows that word only with a slip of the pen in it.
    claim("schema:accessibilityHazard", if seen.may_move { "unknown" } else { "none" });
    claim("schema:accessibilitySummary", &seen.summary(language, statement));
    if let Some(exemption) = statement.exemption {
        claim("a11y:exemption", exemption_name(exemption));
    }
    claims
}

/// The values of `a11y:exemption` (EPUB Accessibility 1.1 §4.4).
fn exemption_name(exemption: Exemption) -> &'static str {
    match exemption {
        Exemption::Microenterprise => "eaa-microenterprise",
        Exemption::DisproportionateBurden => "eaa-disproportionate-burden",
        Exemption::FundamentalAlteration => "eaa-fundamental-alteration",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(images: usize, without_words: usize) -> Seen {
        Seen { images, without_words, ..Seen::default() }
    }

    fn values(seen: Seen, property: &str) -> Vec<String> {
        let claims = claims(seen, &Language::default(), &Statement::default());
        claims.into_iter().filter(|(name, _)| *name == property).map(|(_, value)| value).collect()
    }

    #[test]
    fn the_summary_tells_what_was_seen() {
        let told = |seen: Seen| seen.summary(&Language::default(), &Statement::default());
        assert!(told(seen(0, 0)).ends_with("no images."));
        assert!(told(seen(2, 1)).ends_with("Some images have no description."));
        assert!(told(seen(2, 0)).ends_with("has a description."));
        assert!(told(Seen { decorative: 1, ..Seen::default() }).ends_with("Its images are decorative."));
        assert!(told(Seen { pages: true, ..Seen::default() }).contains("printed edition"));
        let own = Statement { summary: Some("Ours.".into()), ..Statement::default() };
        assert!(seen(0, 0).summary(&Language::default(), &own).starts_with("Ours. The text"));
    }

    #[test]
    fn a_cover_that_may_move_is_a_hazard() {
        use crate::document::{Draft, ImageFormat, ImageId, ImageResource};
        // A GIF that cannot be looked through may move.
        let image = ImageResource {
            path: "cover.gif".into(),
            format: ImageFormat::Gif,
            bytes: b"GIF89a".to_vec().into(),
            width: 2,
            height: 2,
            density: None,
        };
        let draft = |cover| Document::settled(Draft { images: vec![image.clone()], cover, ..Draft::default() });
        let harmless = |cover| Seen::of(&draft(cover), &Options::default(), false).is_harmless();
        assert!(harmless(None) && !harmless(Some(ImageId(0))));
    }

    #[test]
    fn an_image_without_words_takes_claims_away() {
        let described = seen(2, 0);
        assert_eq!(values(described, "schema:accessModeSufficient"), ["textual", "textual,visual"]);
        assert!(values(described, "schema:accessibilityFeature").contains(&"alternativeText".into()));
        assert!(described.onix().contains(&"14") && described.onix().contains(&"52"));
        let silent = seen(2, 1);
        assert_eq!(values(silent, "schema:accessModeSufficient"), ["textual,visual"]);
        assert!(!values(silent, "schema:accessibilityFeature").contains(&"alternativeText".into()));
        assert!(!silent.onix().contains(&"14") && !silent.onix().contains(&"52"));
        assert_eq!(values(seen(0, 0), "schema:accessMode"), ["textual"]);
    }

    #[test]
    fn pictures_of_formulas_are_images_that_are_described() {
        let drawn = Seen { pictured: 2, ..Seen::default() };
        assert_eq!(values(drawn, "schema:accessMode"), ["textual", "visual", "mathOnVisual"]);
        assert_eq!(values(drawn, "schema:accessModeSufficient"), ["textual", "textual,visual"]);
        let features = values(drawn, "schema:accessibilityFeature");
        assert!(["alternativeText", "describedMath", "latex"].iter().all(|f| features.contains(&f.to_string())));
        assert!(!features.contains(&"MathML".into()) && !drawn.onix().contains(&"17") && drawn.onix().contains(&"53"));
        let summary = drawn.summary(&Language::default(), &Statement::default());
        assert!(summary.contains("Formulas are images") && !summary.contains("no images"), "{summary}");
        let some = Seen { latex: 1, ..drawn };
        assert!(!values(some, "schema:accessibilityFeature").contains(&"describedMath".into()));
        let summary = some.summary(&Language::default(), &Statement::default());
        assert!(summary.contains("some stand as that source"), "{summary}");
        // One image without words takes the claim from all of them.
        let silent = Seen { images: 1, without_words: 1, ..drawn };
        assert!(!values(silent, "schema:accessibilityFeature").contains(&"alternativeText".into()));
    }

    #[test]
    fn pages_and_hazards_are_claimed_when_they_are_there() {
        let paged = Seen { pages: true, ..Seen::default() };
        let features = values(paged, "schema:accessibilityFeature");
        assert!(["pageBreakMarkers", "pageNavigation"].iter().all(|f| features.contains(&f.to_string())));
        assert!(paged.onix().contains(&"19") && !seen(0, 0).onix().contains(&"19"));
        assert_eq!(values(paged, "schema:accessibilityHazard"), ["none"]);
        assert_eq!(values(Seen { may_move: true, ..paged }, "schema:accessibilityHazard"), ["unknown"]);
    }
}
