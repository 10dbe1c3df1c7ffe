//! What a publisher wants of the EPUB and states about it: plain data beside the tree.
//!
//! In: built by `manuscript` from `[epub]`. Out: read by `build` and by the EPUB backend. What can be seen in the content is
//! not stated here: the backend derives it.

/// Wishes about the EPUB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Whether the places where the printed pages begin are marked and listed.
    pub page_list: bool,
    /// Whether the fonts are embedded, cut down to the characters of the book.
    pub fonts: bool,
    /// The most pixels of an image; one that has more is scaled down.
    pub image_pixels: u64,
    /// What formulas are, where the publisher says so.
    pub formulas: Option<FormulaForm>,
    /// The shops that it is made for, each once.
    pub shops: Vec<Shop>,
    /// What the publisher states about accessibility.
    pub accessibility: Statement,
}

impl Publication {
    /// What formulas are: what the publisher says, else images where Kindle is among the shops, and MathML.
    pub fn form_of_formulas(&self) -> FormulaForm {
        let usual = if self.shops.contains(&Shop::Kindle) { FormulaForm::Images } else { FormulaForm::Mathml };
        self.formulas.unwrap_or(usual)
    }
}

/// What the formulas of a publication are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaForm {
    /// MathML, which the reader's program sets.
    Mathml,
    /// Images of what the PDF shows.
    Images,
}

/// A shop with wishes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shop {
    /// Rakuten Kobo.
    Kobo,
    /// Apple Books.
    Apple,
    /// Amazon Kindle.
    Kindle,
    /// Google Play Books.
    Google,
}

impl Shop {
    /// All of them.
    pub const ALL: [Shop; 4] = [Shop::Kobo, Shop::Apple, Shop::Kindle, Shop::Google];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Shop::Kobo => "Kobo",
            Shop::Apple => "Apple",
            Shop::Kindle => "Kindle",
            Shop::Google => "Google",
        }
    }
}

impl Default for Publication {
    fn default() -> Publication {
        Publication {
            page_list: true,
            fonts: false,
            image_pixels: 1 << 22,
            formulas: None,
            shops: Vec::new(),
            accessibility: Statement::default(),
        }
    }
}

/// What a publisher states about the accessibility of a publication, and nobody can see in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The standard that it conforms to.
    pub conforms_to: Option<Conformance>,
    /// Who has found so.
    pub certified_by: Option<String>,
    /// What entitles them to: a name or an address.
    pub credential: Option<String>,
    /// The address of their report.
    pub report: Option<String>,
    /// Words of the publisher's own, to stand before those that are derived.
    pub summary: Option<String>,
    /// Why it need not conform.
    pub exemption: Option<Exemption>,
}

/// A version and a level of the Web Content Accessibility Guidelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conformance {
    /// `2.0`, `2.1` or `2.2`.
    pub version: &'static str,
    /// `A`, `AA` or `AAA`.
    pub level: &'static str,
}

/// A reason for which a publication is exempt from the European Accessibility Act (Directive (EU) 2019/882).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// The publisher is a microenterprise (article 4, 5).
    Microenterprise,
    /// It would be a disproportionate burden (article 14, 1b).
    DisproportionateBurden,
    /// It would change the work fundamentally (article 14, 1a).
    FundamentalAlteration,
}
