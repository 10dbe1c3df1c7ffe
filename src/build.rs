//! The pipeline: a manuscript becomes its books, in memory.
//!
//! In: a [`Manuscript`] and [`Settings`]. Out: the bytes of each book that was asked for. Nothing is written here, and no
//! clock is read: whoever wants to show progress listens with [`Progress`].

mod page_breaks;

use crate::design::{Design, NumberDesign, Series};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Counting, Division, Document, Numbering, Role};
use crate::font::{FontBook, Problem, Wishes};
use crate::manuscript::{Files, Manuscript, attach_images};
use crate::page::{self, Pages, Report};
use crate::settings::{Format, Settings};
use crate::{conformance, cover, epub, highlight, markdown, pdf, resolve, typeset};

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
    let document = read(manuscript, files, progress, diagnostics);
    let fonts = fonts(manuscript, diagnostics);
    if diagnostics.has_errors() {
        if settings.strict {
            diagnostics.promote_warnings();
        }
        return Ok(Vec::new());
    }
    let (wants_epub, wants_pdf) = (settings.wants(Format::Epub), settings.wants(Format::Pdf));
    let wants_list = wants_epub && manuscript.publication.page_list;
    // Nobody has to mend pages that nobody asked for.
    let mut unwanted = Diagnostics::default();
    let layout = if wants_pdf { &mut *diagnostics } else { &mut unwanted };
    // What is longest stays on this thread, whose memory grows at the least cost.
    let mut cover = None;
    let pages = rayon::in_place_scope(|scope| {
        if wants_epub && document.cover.is_none() {
            scope.spawn(|_| cover = Some(cover::draw(&document.metadata, &fonts)));
        }
        (wants_pdf || wants_list).then(|| {
            progress.enter(Stage::Typesetting);
            set(manuscript, &document, &fonts, layout)
        })
    });
    let listed = pages.as_ref().filter(|_| wants_list);
    let options = epub::Options {
        cover,
        design: Design::new(&manuscript.overrides),
        publication: manuscript.publication.clone(),
        pages: listed.map(|pages| page_breaks::page_breaks(&document, pages)).unwrap_or_default(),
    };
    let mut epub = Ok(None);
    let pdf = rayon::in_place_scope(|scope| {
        if wants_epub {
            scope.spawn(|_| epub = write_epub(&document, &options, settings, progress).map(Some));
        }
        let made = |pages: Pages| write_pdf(manuscript, &document, &pages, &fonts, settings, progress, diagnostics);
        pages.filter(|_| wants_pdf).map(made).transpose()
    });
    if let Ok(Some(epub)) = &epub {
        let refused = epub::examine(&manuscript.publication, &epub.bytes);
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

/// Reads a manuscript into a settled document.
pub fn read(
    manuscript: &Manuscript,
    files: &dyn Files,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Document {
    progress.enter(Stage::Reading);
    let mut draft = markdown::read(manuscript, diagnostics);
    highlight::highlight(&mut draft, diagnostics);
    diagnostics.narrow(&manuscript.sources);
    attach_images(manuscript, files, &mut draft, diagnostics);
    draft.numbering = numbering(&Design::new(&manuscript.overrides).numbers);
    progress.enter(Stage::Settling);
    resolve::resolve(draft, diagnostics)
}

/// The fonts of a book: those built in and those that the manuscript brings. What cannot be used is an error.
pub fn fonts(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> FontBook {
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
    book
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

/// How the design wants figures, tables and notes counted.
fn numbering(numbers: &NumberDesign) -> Numbering {
    let counting = |series| match series {
        Series::None => Counting::None,
        Series::Chapter => Counting::Chapter,
        Series::Book => Counting::Book,
    };
    Numbering { figures: counting(numbers.figures), notes: counting(numbers.notes) }
}

/// Sets a settled document in the theme that the manuscript asks for.
pub fn set(manuscript: &Manuscript, document: &Document, fonts: &FontBook, diagnostics: &mut Diagnostics) -> Pages {
    let pages = typeset::typeset(document, &Design::new(&manuscript.overrides), fonts, diagnostics);
    diagnostics.narrow(&manuscript.sources);
    pages
}

fn write_epub(
    document: &Document,
    options: &epub::Options,
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
    let bytes = pdf::write(pages, fonts, &pdf::Options { claims, languages })?;
    progress.enter(Stage::Made(Format::Pdf));
    let report = settings.report.then(|| page::report(pages));
    let extent = Extent::Pages(pages.pages.len());
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
