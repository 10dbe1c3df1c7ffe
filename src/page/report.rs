//! The figures of a book: how well its lines and pages are set.
//!
//! In: finished [`Pages`] and nothing else. Out: [`Report`], which `bifolio build --report` prints. `docs/typography.md`
//! says what each figure means for a reader.

use super::{GlyphRun, Item, LineKind, Page, Pages, TextLine};
use crate::units::Length;
use std::collections::BTreeMap;

/// Missing lines above which a page is called short.
const SHORT: i64 = 1;

/// What a book's lines and pages are like. Lines are those of paragraphs, in lists, quotations and notes too; headings,
/// captions, verse, code, the cells of tables and the contents are `other_lines` and count only where it is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Pages, blank ones too.
    pub pages: usize,
    /// Lines of paragraphs.
    pub lines: usize,
    /// All other lines.
    pub other_lines: usize,
    /// Lines of paragraphs that are stretched to the measure: all but the last of each, in justified text.
    pub justified_lines: usize,
    /// Lines wider than their measure, of any kind.
    pub overfull_lines: usize,
    /// Justified lines looser than the tolerance of the pass with hyphens.
    pub loose_lines: usize,
    /// Mean of the adjustment ratios of the justified lines.
    pub ratio_mean: f64,
    /// Their standard deviation.
    pub ratio_spread: f64,
    /// Mean word space of the justified lines, in ems; each line counts once, with the mean of its spaces.
    pub space_mean: f64,
    /// Standard deviation of that word space, as a part of its mean.
    pub space_spread: f64,
    /// Lines that end in a hyphen which the line break put in.
    pub hyphenated_lines: usize,
    /// Most lines one below another that end in a hyphen, their own or put in, over the turn of a page too.
    pub longest_hyphen_run: usize,
    /// First lines of paragraphs of two or more lines that stand alone at the foot of a page, in the text or the notes.
    pub orphans: usize,
    /// Last lines of such paragraphs that stand alone at the head of a page, in the text or the notes.
    pub widows: usize,
    /// Pages that end more than one line above the foot of the text block, or show more than a line of empty space above
    /// their notes. The last page of a chapter is not looked at, nor is a blank one or one of figures alone.
    pub short_pages: usize,
    /// Facing pages that end on different lines of the grid, when neither is the last of its chapter, blank, or of figures alone.
    pub unequal_spreads: usize,
    /// Pages whose last line of text ends within a word.
    pub words_broken_over_page: usize,
    /// Those of them that are right-hand pages: the reader turns the leaf within the word.
    pub words_broken_over_turn: usize,
    /// Characters that no face has, each time that they occur.
    pub missing_glyphs: usize,
}

impl Report {
    /// Lines of paragraphs that end in a hyphen which was put in, of all lines of paragraphs.
    pub fn hyphenated_share(&self) -> f64 {
        self.hyphenated_lines as f64 / self.lines.max(1) as f64
    }
}

/// Counts.
pub fn report(pages: &Pages) -> Report {
    let mut report = Report { pages: pages.pages.len(), ..Report::default() };
    count_lines(&mut report, pages);
    measure_spaces(&mut report, pages);
    for page in &pages.pages {
        count_edges(&mut report, page);
    }
    let short = |page: &&Page| !page.may_be_short && missing(page).is_some_and(|lines| lines > SHORT);
    report.short_pages = pages.pages.iter().filter(short).count();
    // The first page is a recto, so the second and the third face each other.
    let spreads = pages.pages.get(1..).unwrap_or_default().chunks_exact(2);
    report.unequal_spreads = spreads.filter(|pair| is_unequal(&pair[0], &pair[1])).count();
    report
}

fn count_lines(report: &mut Report, pages: &Pages) {
    let mut ratios = Figures::default();
    let mut runs = BTreeMap::from([(LineKind::Text, 0), (LineKind::Note, 0)]);
    for line in pages.pages.iter().flat_map(|page| &page.lines) {
        report.overfull_lines += usize::from(line.figures.overfull);
        report.missing_glyphs += line.figures.missing as usize;
        let Some(run) = runs.get_mut(&line.kind) else {
            report.other_lines += 1;
            continue;
        };
        report.lines += 1;
        report.hyphenated_lines += usize::from(line.figures.hyphenated);
        report.loose_lines += usize::from(line.figures.loose);
        line.figures.ratio.into_iter().for_each(|ratio| ratios.add(ratio));
        *run = if line.figures.hyphen { *run + 1 } else { 0 };
        report.longest_hyphen_run = report.longest_hyphen_run.max(*run);
    }
    report.justified_lines = ratios.count;
    (report.ratio_mean, report.ratio_spread) = (ratios.mean(), ratios.deviation());
}

/// Word spaces, read from the glyphs.
fn measure_spaces(report: &mut Report, pages: &Pages) {
    let mut spaces = Figures::default();
    for page in &pages.pages {
        let mut on_baseline: BTreeMap<Length, Vec<&GlyphRun>> = BTreeMap::new();
        page.items.iter().filter_map(run).for_each(|run| on_baseline.entry(run.origin.y).or_default().push(run));
        let justified = page.lines.iter().filter(|line| line.figures.ratio.is_some() && line.kind != LineKind::Other);
        for line in justified {
            let runs = on_baseline.get(&line.at.y).into_iter().flatten().filter(|run| within(run, line));
            let (total, count) = runs.flat_map(|run| spaces_of(run)).fold((0.0, 0), |(sum, n), s| (sum + s, n + 1));
            if count > 0 {
                spaces.add(total / f64::from(count));
            }
        }
    }
    report.space_mean = spaces.mean();
    report.space_spread = if spaces.mean() > 0.0 { spaces.deviation() / spaces.mean() } else { 0.0 };
}

fn run(item: &Item) -> Option<&GlyphRun> {
    match item {
        Item::Glyphs(run) => Some(run),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    }
}

/// True when the run begins in the measure of the line, or hangs out of it by less than its size.
fn within(run: &GlyphRun, line: &TextLine) -> bool {
    run.origin.x >= line.at.x - run.size && run.origin.x <= line.at.x + line.measure
}

/// The word spaces of a run, in ems.
fn spaces_of(run: &GlyphRun) -> impl Iterator<Item = f64> {
    let mut at = 0;
    run.glyphs.iter().filter_map(move |glyph| {
        let end = at + usize::from(glyph.text_bytes);
        let is_space = run.text.get(at..end) == Some(" ");
        at = end;
        is_space.then(|| glyph.advance.long().ratio(run.size))
    })
}

/// Lone lines and broken words at the edges of a page.
fn count_edges(report: &mut Report, page: &Page) {
    let of = |kind: LineKind| page.lines.iter().filter(move |line| line.kind == kind);
    for kind in [LineKind::Text, LineKind::Note] {
        report.widows += usize::from(of(kind).next().is_some_and(|line| line.last && !line.first));
        report.orphans += usize::from(of(kind).next_back().is_some_and(|line| line.first && !line.last));
    }
    if of(LineKind::Text).next_back().is_some_and(|line| line.figures.hyphenated) {
        report.words_broken_over_page += 1;
        report.words_broken_over_turn += usize::from(page.label.number % 2 == 1);
    }
}

fn is_unequal(verso: &Page, recto: &Page) -> bool {
    let ends = |page: &Page| foot(page).filter(|_| !page.may_be_short);
    matches!((ends(verso), ends(recto)), (Some(left), Some(right)) if left != right)
}

/// The line of the grid, from 1, on which the lowest thing of a page ends; `None` for a page that shows nothing.
fn foot(page: &Page) -> Option<i64> {
    page.items.iter().filter_map(bottom).max().map(|bottom| line_of(page, bottom))
}

/// Where an item that draws something ends.
fn bottom(item: &Item) -> Option<Length> {
    match item {
        Item::Glyphs(run) => Some(run.origin.y),
        Item::Image { frame, .. } | Item::Rule { frame, .. } => Some(frame.bottom()),
        Item::Link { .. } | Item::Anchor { .. } => None,
    }
}

/// The line of the grid that a height of a page is in, from 1.
fn line_of(page: &Page, y: Length) -> i64 {
    let leading = page.grid.leading.0.max(1);
    ((y - page.grid.top).0 + leading - 1).div_euclid(leading)
}

/// Lines that a page lacks: below the last thing on it, and above its notes, where one line belongs to the rule. `None` for
/// a page that shows nothing.
fn missing(page: &Page) -> Option<i64> {
    let below = page.grid.lines - foot(page)?;
    let Some(note) = page.lines.iter().find(|line| line.kind == LineKind::Note) else { return Some(below) };
    let top = note.at.y - page.grid.leading * 3 / 4;
    let lines = page.lines.iter().filter(|line| line.kind != LineKind::Note).map(|line| line.at.y);
    let others = page.items.iter().filter(|item| run(item).is_none()).filter_map(bottom);
    let above = lines.chain(others).filter(|y| *y < top - page.grid.leading / 2).max();
    let text = above.map_or(0, |y| line_of(page, y));
    let gap = top - page.grid.top - page.grid.leading * (text + 1);
    Some(below + (gap.0 / page.grid.leading.0.max(1)).max(0))
}

/// Numbers, of which mean and standard deviation are wanted.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    count: usize,
    mean: f64,
    /// Sum of the squared differences from the mean.
    squares: f64,
}

impl Figures {
    /// Adds a number (Welford 1962: no sum grows so large that small differences drown in it).
    fn add(&mut self, number: f64) {
        self.count += 1;
        let difference = number - self.mean;
        self.mean += difference / self.count as f64;
        self.squares += difference * (number - self.mean);
    }

    fn mean(self) -> f64 {
        self.mean
    }

    fn deviation(self) -> f64 {
        (self.squares / self.count.max(1) as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ImageId;
    use crate::font::FaceId;
    use crate::page::{Glyph, Grid, Label, LabelStyle, LineFigures, NATURAL};
    use crate::units::{Point, Rect, Short};

    const LEADING: f64 = 10.0;

    /// A page of twenty lines of the grid.
    fn page(number: u32, lines: Vec<TextLine>) -> Page {
        let grid = Grid { top: Length::pt(30.0), leading: Length::pt(LEADING), lines: 20 };
        let items = lines.iter().map(|line| Item::Glyphs(words(line.at, 3.0))).collect();
        let label = Label { style: LabelStyle::Arabic, number };
        Page { label, items, lines, grid, ..Page::default() }
    }

    /// `a b` with a space of so many points, in 10 points.
    fn words(origin: Point, space: f64) -> GlyphRun {
        let glyph = |advance| Glyph {
            id: 1,
            text_bytes: 1,
            advance: Length::pt(advance).into(),
            dx: Short::ZERO,
            dy: Short::ZERO,
        };
        let glyphs = vec![glyph(5.0), glyph(space), glyph(5.0)];
        GlyphRun {
            owner: Default::default(),
            leftward: false,
            space_after: false,
            face: FaceId(0),
            size: Length::pt(10.0),
            scale: NATURAL,
            origin,
            ink: Default::default(),
            glyphs,
            text: "a b".into(),
        }
    }

    /// A line in the middle of its paragraph, on a line of the grid from 1.
    fn line(number: i64, ratio: f64) -> TextLine {
        TextLine {
            at: Point::new(Length::pt(50.0), Length::pt(30.0 - LEADING / 4.0) + Length::pt(LEADING) * number),
            measure: Length::pt(200.0),
            kind: LineKind::Text,
            figures: LineFigures { ratio: Some(ratio), ..LineFigures::default() },
            ..TextLine::default()
        }
    }

    fn first(number: i64) -> TextLine {
        TextLine { first: true, ..line(number, 0.0) }
    }

    fn last(number: i64) -> TextLine {
        TextLine { last: true, figures: LineFigures::default(), ..line(number, 0.0) }
    }

    fn note(line: TextLine) -> TextLine {
        TextLine { kind: LineKind::Note, ..line }
    }

    fn book(pages: Vec<Page>) -> Report {
        report(&Pages { pages, ..Pages::default() })
    }

    fn full(number: u32) -> Page {
        page(number, (1..=20).map(|n| line(n, 0.0)).collect())
    }

    #[test]
    fn lines_are_counted_by_what_they_are() {
        let mut lines: Vec<TextLine> = [-0.5, 0.5, 1.5].into_iter().zip(1..).map(|(ratio, n)| line(n, ratio)).collect();
        lines[1].figures.missing = 2;
        lines[2].figures.loose = true;
        lines.push(last(4));
        lines.push(TextLine { kind: LineKind::Other, ..line(5, 9.0) });
        lines[4].figures.overfull = true;
        let report = book(vec![page(1, lines)]);
        assert_eq!((report.pages, report.lines, report.other_lines, report.justified_lines), (1, 4, 1, 3));
        assert_eq!((report.overfull_lines, report.loose_lines, report.missing_glyphs), (1, 1, 2));
        assert!((report.ratio_mean - 0.5).abs() < 1e-12);
        assert!((report.ratio_spread - (2.0f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_run_of_hyphens_goes_on_over_a_page_and_past_a_heading_but_not_into_a_note() {
        let hyphen = |line: TextLine, own: bool| {
            let figures = LineFigures { hyphen: true, hyphenated: !own, ..line.figures };
            TextLine { figures, ..line }
        };
        let one = page(1, vec![line(1, 0.0), hyphen(line(2, 0.0), false), note(hyphen(line(19, 0.0), false))]);
        let two = page(2, vec![hyphen(line(1, 0.0), true), hyphen(line(2, 0.0), false), line(3, 0.0)]);
        let report = book(vec![one, two]);
        assert_eq!((report.longest_hyphen_run, report.hyphenated_lines), (3, 3));
        assert!((report.hyphenated_share() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn lone_lines_are_seen_at_both_edges_in_text_and_notes() {
        let whole = TextLine { first: true, last: true, ..line(1, 0.0) };
        assert_eq!((book(vec![page(1, vec![whole])]).orphans, book(vec![page(1, vec![whole])]).widows), (0, 0));
        let one = page(1, vec![whole, first(20)]);
        let two = page(2, vec![last(1), first(2), last(3), note(last(19)), note(first(20))]);
        let report = book(vec![one, two]);
        assert_eq!((report.orphans, report.widows), (2, 2));
    }

    #[test]
    fn a_word_broken_over_a_leaf_is_one_on_a_right_hand_page() {
        let broken = |number| {
            let mut page = full(number);
            page.lines[19].figures.hyphenated = true;
            page
        };
        let report = book(vec![broken(1), broken(2), full(3)]);
        assert_eq!((report.words_broken_over_page, report.words_broken_over_turn), (2, 1));
    }

    #[test]
    fn a_page_is_short_from_two_missing_lines_on_unless_it_ends_a_chapter() {
        let down_to = |number, last| page(number, (1..=last).map(|n| line(n, 0.0)).collect());
        assert_eq!(book(vec![down_to(1, 19)]).short_pages, 0);
        assert_eq!(book(vec![down_to(1, 18)]).short_pages, 1);
        assert_eq!(book(vec![Page { may_be_short: true, ..down_to(1, 3) }, page(2, vec![])]).short_pages, 0);
    }

    #[test]
    fn an_image_fills_a_page_and_a_gap_above_the_notes_does_not() {
        let mut page = page(1, vec![line(1, 0.0)]);
        page.items.push(Item::Image {
            image: ImageId(0),
            frame: Rect::new(Length::pt(50.0), Length::pt(60.0), Length::pt(90.0), Length::pt(165.0)),
            alt: String::new(),
            owner: Default::default(),
        });
        assert_eq!(book(vec![page]).short_pages, 0);
        let noted = |last: i64| {
            let notes = [note(line(19, 0.0)), note(line(20, 0.0))];
            super::tests::page(1, (1..=last).map(|n| line(n, 0.0)).chain(notes).collect())
        };
        // The lines 18 and 19 hold the rule and the notes; 17 lines of text fill the page.
        assert_eq!(book(vec![noted(17)]).short_pages, 0);
        assert_eq!(book(vec![noted(16)]).short_pages, 0);
        assert_eq!(book(vec![noted(15)]).short_pages, 1);
    }

    #[test]
    fn facing_pages_that_end_on_different_lines_are_unequal() {
        let short = |number| page(number, (1..=19).map(|n| line(n, 0.0)).collect());
        assert_eq!(book(vec![full(1), full(2), short(3)]).unequal_spreads, 1);
        assert_eq!(book(vec![full(1), short(2), short(3)]).unequal_spreads, 0);
        assert_eq!(book(vec![full(1), short(2), full(3), full(4)]).unequal_spreads, 1);
        assert_eq!(book(vec![short(1), full(2)]).unequal_spreads, 0, "the first page faces nothing");
        let ends = Page { may_be_short: true, ..short(3) };
        assert_eq!(book(vec![full(1), full(2), ends]).unequal_spreads, 0);
        assert_eq!(book(vec![full(1), full(2), page(3, vec![])]).unequal_spreads, 0, "a blank page");
    }

    #[test]
    fn word_spaces_are_read_from_the_glyphs() {
        let mut page = page(1, vec![line(1, 0.0), line(2, 0.0)]);
        page.items[1] = Item::Glyphs(words(line(2, 0.0).at, 2.0));
        // In the measure of no justified line.
        page.items.push(Item::Glyphs(words(Point::new(Length::pt(300.0), line(2, 0.0).at.y), 9.0)));
        let report = book(vec![page]);
        assert!((report.space_mean - 0.25).abs() < 1e-9, "{}", report.space_mean);
        assert!((report.space_spread - 0.2).abs() < 1e-9, "{}", report.space_spread);
    }
}
