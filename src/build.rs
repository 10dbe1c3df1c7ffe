//! The pipeline: a manuscript becomes its books, in memory.
//!
//! In: a [`Manuscript`] and [`Settings`]. Out: the bytes of each book that was asked for. Nothing is written here, and no
//! clock is read: whoever wants to show progress listens with [`Progress`].

mod cover;
mod page_breaks;
mod part;

use crate::design::{self, Design, PageDesign, Series};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Answers, Counting, Division, Document, Draft, Numbering, Role, Selection};
use crate::font::{FontBook, Problem, Wishes};
use crate::impose::{Hand, Leaf, Sheet};
use crate::manuscript::{Files, Manuscript, Record, attach_images, find_linked, find_unused, named_images};
use crate::page::{self, Page, Pages, Report};
use crate::settings::{Format, Part, Settings};
use crate::units::{Length, Size};
use crate::{conformance, diagram, epub, highlight, impose, markdown, math, pdf, resolve, typeset};

/// Why a book could not be made although its manuscript is sound.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The EPUB backend failed.
    #[error(transparent)]
    Epub(#[from] epub::Error),
    /// The PDF backend failed.
    #[error(transparent)]
    Pdf(#[from] pdf::Error),
}

/// A book, made.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Which book.
    pub format: Format,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// How long it is.
    pub extent: Extent,
    /// What its lines and pages are like, when the settings ask for it and it has any.
    pub report: Option<Report>,
    /// What a shop is told about its accessibility, as a fragment of ONIX, when the settings ask for it.
    pub onix: Option<String>,
}

/// How long a book is, in the measure of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Chapters, drafts not counted.
    Chapters(usize),
    /// Pages.
    Pages(usize),
}

/// What a build is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Chapters and images are read.
    Reading,
    /// Links, notes and ids are settled.
    Settling,
    /// Paragraphs and pages are made.
    Typesetting,
    /// A book is written.
    Writing(Format),
    /// A book is made.
    Made(Format),
}

/// Somebody who is told what a build is at.
pub trait Progress: Sync {
    /// A stage begins.
    fn enter(&self, stage: Stage);
}

/// Nobody.
impl Progress for () {
    fn enter(&self, _: Stage) {}
}

/// Makes the books that the settings want, in the order of [`Format`]. After an error in the manuscript, or with
/// `strict` after a warning, the list is empty and `diagnostics` says why.
///
/// # Errors
/// When a backend fails; never because of what the manuscript says.
pub fn build(
    manuscript: &Manuscript,
    files: &dyn Files,
    settings: &Settings,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Output>, Error> {
    let documents = read_both(manuscript, files, progress, diagnostics);
    let (document, ebook) = (&documents.print, documents.ebook());
    let fonts = fonts(manuscript, &[document, ebook], diagnostics);
    if diagnostics.has_errors() && !settings.thorough {
        if settings.strict {
            diagnostics.promote_warnings();
        }
        return Ok(Vec::new());
    }
    let (wants_epub, wants_pdf) = (settings.wants(Format::Epub), settings.wants(Format::Pdf));
    let mut formulas = epub::Formulas::default();
    if wants_epub {
        formulas = epub::Formulas::of(ebook, &manuscript.publication, &fonts);
        let fault = |source: &str, display| formulas.fault(source, display);
        math::faults(ebook, &manuscript.sources, fault).into_iter().for_each(|finding| diagnostics.push(finding));
    }
    let wants_list = wants_epub && manuscript.publication.page_list;
    // Nobody has to mend pages that nobody asked for.
    let mut unwanted = Diagnostics::default();
    let layout = if wants_pdf { &mut *diagnostics } else { &mut unwanted };
    // What is longest stays on this thread, whose memory grows at the least cost.
    let design = Design::new(&manuscript.overrides);
    let mut cover = None;
    let pages = rayon::in_place_scope(|scope| {
        if wants_epub && document.cover.is_none() {
            scope.spawn(|_| cover = Some(cover::draw(&document.metadata, &design, &fonts)));
        }
        (wants_pdf || wants_list).then(|| {
            progress.enter(Stage::Typesetting);
            set(manuscript, document, &fonts, layout)
        })
    });
    let missing = cover.iter().flat_map(|cover| &cover.missing);
    missing.for_each(|missing| diagnostics.push(cover::told(missing, manuscript)));
    let notes_at = design.numbers.notes_at;
    let listed = pages.as_ref().filter(|_| wants_list);
    let options = epub::Options {
        cover: cover.map(|cover| cover.image),
        design,
        publication: manuscript.publication.clone(),
        fonts: Some(&fonts),
        formulas,
        pages: listed.map(|pages| page_breaks::page_breaks(ebook, pages, notes_at)).unwrap_or_default(),
    };
    let mut epub = Ok(None);
    let pdf = rayon::in_place_scope(|scope| {
        if wants_epub {
            scope.spawn(|_| epub = write_epub(ebook, &options, settings, progress).map(Some));
        }
        let part = pages.filter(|_| wants_pdf).and_then(|pages| part_of(document, pages, settings, diagnostics));
        let made = |pages: Pages| write_pdf(manuscript, document, &pages, &fonts, settings, progress, diagnostics);
        part.map(made).transpose()
    });
    if let Ok(Some(epub)) = &epub {
        let cover = manuscript.cover.as_ref().and_then(|(_, place)| *place);
        let refused = epub::examine(&manuscript.publication, &epub.bytes, cover);
        refused.into_iter().for_each(|finding| diagnostics.push(finding));
    }
    if settings.strict {
        diagnostics.promote_warnings();
    }
    if diagnostics.has_errors() {
        return Ok(Vec::new());
    }
    Ok(epub?.into_iter().chain(pdf?).collect())
}

/// Looks for everything that can be wrong with a manuscript: makes its books, even after an error, keeps none, and looks
/// for files that nothing uses.
///
/// # Errors
/// When a backend fails; never because of what the manuscript says.
pub fn check(
    manuscript: &Manuscript,
    record: &Record<'_>,
    strict: bool,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let settings = Settings { thorough: true, ..Settings::default() };
    let has_text = !manuscript.plan.is_empty();
    let made = if has_text { build(manuscript, record, &settings, progress, diagnostics) } else { Ok(Vec::new()) };
    // An image that only another edition shows is used.
    let mut draft = markdown::read(manuscript, &mut Diagnostics::default());
    let shown = named_images(manuscript, record, &mut draft);
    find_unused(manuscript, record, &shown, diagnostics);
    if strict {
        diagnostics.promote_warnings();
    }
    made.map(drop)
}

/// Reads a manuscript into a settled document, as the PDF shows it.
pub fn read(
    manuscript: &Manuscript,
    files: &dyn Files,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Document {
    read_both(manuscript, files, progress, diagnostics).print
}

/// The two documents of a manuscript.
struct Documents {
    /// What the PDF shows.
    print: Document,
    /// What the EPUB shows, where that is something else.
    ebook: Option<Document>,
}

impl Documents {
    fn ebook(&self) -> &Document {
        self.ebook.as_ref().unwrap_or(&self.print)
    }
}

/// Reads a manuscript and settles it, once for each format where they differ.
fn read_both(
    manuscript: &Manuscript,
    files: &dyn Files,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Documents {
    progress.enter(Stage::Reading);
    let mut draft = markdown::read(manuscript, diagnostics);
    math::spell_out(&mut draft);
    draft.numbering = numbering(&Design::new(&manuscript.overrides));
    let other = differs(&draft)
        .then(|| Draft { numbering: Numbering { links_as_notes: false, ..draft.numbering }, ..draft.clone() });
    let selection = manuscript.selection.clone();
    let print = settled(draft, &selection.clone().in_print(), (manuscript, files), diagnostics);
    progress.enter(Stage::Settling);
    let ebook = other.map(|draft| {
        // What is wrong with both is told once.
        let mut found = Diagnostics::default();
        let document = settled(draft, &selection.as_ebook(), (manuscript, files), &mut found);
        let known: Vec<Diagnostic> = diagnostics.sorted().into_iter().cloned().collect();
        let new = found.sorted().into_iter().filter(|finding| !known.contains(finding)).cloned();
        diagnostics.extend(new.collect::<Vec<_>>());
        document
    });
    Documents { print, ebook }
}

/// True when the PDF and the EPUB do not show the same.
fn differs(draft: &Draft) -> bool {
    if draft.numbering.links_as_notes {
        return true;
    }
    let mut found = false;
    draft.divisions.iter().for_each(|division| {
        division.each(&mut |d| {
            found |= Selection::chooses_format(&d.attr);
            d.each_own_inline(&mut |inline| found |= Selection::chooses_format(&inline.attr));
            document::each_attr(&d.blocks, &mut |attr| found |= Selection::chooses_format(attr));
        });
    });
    draft.notes.iter().for_each(|note| {
        document::each_attr(&note.blocks, &mut |attr| found |= Selection::chooses_format(attr));
    });
    found
}

/// What a selection shows of a draft, settled.
fn settled(
    mut draft: Draft,
    selection: &Selection,
    (manuscript, files): (&Manuscript, &dyn Files),
    diagnostics: &mut Diagnostics,
) -> Document {
    resolve::select(&mut draft, selection, diagnostics);
    math::name_in_words(&mut draft);
    diagram::draw(&mut draft, &manuscript.sources, diagnostics);
    highlight::highlight(&mut draft, diagnostics);
    diagnostics.narrow(&manuscript.sources);
    attach_images(manuscript, files, &mut draft, diagnostics);
    find_linked(manuscript, files, &mut draft);
    resolve::resolve(draft, diagnostics)
}

/// The fonts of a book: those built in, with that of formulas where its documents have some, and those that the manuscript
/// brings. What cannot be used is an error.
pub fn fonts(manuscript: &Manuscript, documents: &[&Document], diagnostics: &mut Diagnostics) -> FontBook {
    let fonts = &manuscript.fonts;
    let name = |wish: &'_ Option<crate::source::Spanned<String>>| wish.as_ref().map(|name| name.value.clone());
    let (body, heading, code) = (name(&fonts.body), name(&fonts.heading), name(&fonts.code));
    let wishes = Wishes {
        body: body.as_deref(),
        heading: heading.as_deref(),
        code: code.as_deref(),
        fallback: fonts.fallback.iter().map(|name| name.value.as_str()).collect(),
    };
    let (book, problems) = FontBook::new(&fonts.files, &wishes);
    problems.into_iter().for_each(|problem| diagnostics.push(told(problem, manuscript)));
    if documents.iter().any(|document| math::has_formulas(document)) { book.with_math() } else { book }
}

fn told(problem: Problem, manuscript: &Manuscript) -> Diagnostic {
    match problem {
        Problem::Unreadable { path, reason } => {
            Diagnostic::error(Code::InvalidFont, format!("{path:?} cannot be used as a font: {reason}"))
        }
        Problem::Forbidden { path, reason } => {
            let message = format!("the font {path:?} cannot be put into a book: {reason}");
            Diagnostic::error(Code::ForbiddenFont, message).hint("ask its maker for a licence and a file that allow it")
        }
        Problem::Unknown { family, known } => {
            let known: Vec<String> = known.iter().map(|name| format!("{name:?}")).collect();
            let mut diagnostic =
                Diagnostic::error(Code::UnknownFont, format!("no font of the book has the family {family:?}"))
                    .hint(format!("there are {}", known.join(", ")))
                    .hint(
                        "put its files (.otf, .ttf, .ttc) into the folder `fonts`; fonts of the system are never used",
                    );
            diagnostic.span = manuscript.fonts.place_of(&family);
            diagnostic
        }
    }
}

/// How the design wants figures, tables and notes counted, and what becomes of links and answers.
fn numbering(design: &Design) -> Numbering {
    let numbers = &design.numbers;
    let counting = |series| match series {
        Series::None => Counting::None,
        Series::Chapter => Counting::Chapter,
        Series::Book => Counting::Book,
    };
    let answers = match design.structures.answers {
        design::Answers::Nowhere => Answers::Nowhere,
        design::Answers::End => Answers::End,
        design::Answers::Place => Answers::Place,
    };
    let links_as_notes = numbers.links_as_notes;
    Numbering { figures: counting(numbers.figures), notes: counting(numbers.notes), links_as_notes, answers }
}

/// Sets a settled document in the theme that the manuscript asks for.
pub fn set(manuscript: &Manuscript, document: &Document, fonts: &FontBook, diagnostics: &mut Diagnostics) -> Pages {
    let pages = typeset::typeset(document, &Design::new(&manuscript.overrides), fonts, diagnostics);
    diagnostics.narrow(&manuscript.sources);
    pages
}

/// The pages that are wanted; none when they are not there, which is told.
fn part_of(document: &Document, pages: Pages, settings: &Settings, diagnostics: &mut Diagnostics) -> Option<Pages> {
    if settings.part == Part::Whole {
        return Some(pages);
    }
    match part::places(&settings.part, document, &pages) {
        Ok(places) => Some(pages.part(&places)),
        Err(finding) => {
            diagnostics.push(finding);
            None
        }
    }
}

/// The pages on paper, when that is wanted. Pages whose margins are not the same have a hand.
fn imposed(pages: &Pages, page: &PageDesign, settings: &Settings) -> Option<Vec<Sheet>> {
    let wish = settings.impose.as_ref()?;
    let letter = pages.metadata.language.prints_on_letter();
    let usual = match letter {
        true => Size::new(Length::inch(8.5), Length::inch(11.0)),
        false => Size::new(Length::mm(210.0), Length::mm(297.0)),
    };
    let hand = |number: u32| if number % 2 == 1 { Hand::Recto } else { Hand::Verso };
    let is_handed = page.inner != page.outer;
    let leaf = |page: &Page| Leaf { size: page.size, hand: is_handed.then(|| hand(page.label.number)) };
    let leaves: Vec<Leaf> = pages.pages.iter().map(leaf).collect();
    Some(impose::impose(&leaves, wish.paper.unwrap_or(usual), wish, pages.metadata.is_right_to_left()))
}

fn write_epub(
    document: &Document,
    options: &epub::Options<'_>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Output, Error> {
    progress.enter(Stage::Writing(Format::Epub));
    let bytes = epub::write(document, options)?;
    progress.enter(Stage::Made(Format::Epub));
    let extent = Extent::Chapters(chapters(&document.divisions));
    let onix = settings.onix.then(|| epub::onix(document, options));
    Ok(Output { format: Format::Epub, bytes, extent, report: None, onix })
}

fn write_pdf(
    manuscript: &Manuscript,
    document: &Document,
    pages: &Pages,
    fonts: &FontBook,
    settings: &Settings,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<Output, Error> {
    progress.enter(Stage::Writing(Format::Pdf));
    let claims = conformance::claims(document, fonts, &manuscript.standards, diagnostics);
    diagnostics.narrow(&manuscript.sources);
    let languages = document::languages(document);
    let sheets = imposed(pages, &Design::new(&manuscript.overrides).page, settings);
    let count = sheets.as_ref().map_or(pages.pages.len(), Vec::len);
    let bytes = pdf::write(pages, fonts, &pdf::Options { claims, languages, sheets })?;
    progress.enter(Stage::Made(Format::Pdf));
    let report = settings.report.then(|| page::report(pages));
    let extent = Extent::Pages(count);
    Ok(Output { format: Format::Pdf, bytes, extent, report, onix: None })
}

/// How many texts a reader would call chapters: prefaces and appendices too, parts, sections and drafts not.
fn chapters(divisions: &[Division]) -> usize {
    let mut count = 0;
    for division in divisions {
        division.each(&mut |d| count += usize::from(!matches!(d.role, Role::Part | Role::Section | Role::Draft)));
    }
    count
}
