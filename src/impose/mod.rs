//! Pages on sheets of paper.
//!
//! In: the sizes of finished pages, which hand they are, and how they are to stand on paper. Out: [`Sheet`]s, which say where each page stands and
//! how large. It moves and scales whole pages and sees nothing of what is on them, so that text stays text and drawings
//! stay drawings; how a sheet is written is `pdf`'s to know.

mod booklet;

use crate::units::{Length, Point, Rect, Size};

/// How pages stand on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Folded and stitched through the fold: two pages on each side, in the order that makes a booklet.
    Booklet,
    /// Two pages on a side, one after the other.
    TwoUp,
    /// Four pages on a side.
    FourUp,
    /// One page on a side, with lines to write on beside it.
    Notes,
}

impl Scheme {
    /// Its name, as in `--impose`.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Booklet => "booklet",
            Scheme::TwoUp => "2up",
            Scheme::FourUp => "4up",
            Scheme::Notes => "notes",
        }
    }
}

/// What somebody wants of an imposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// How pages stand on paper.
    pub scheme: Scheme,
    /// The paper; upright or lying as the pages need it. `None` for what is usual where the book is read.
    pub paper: Option<Size>,
    /// Sheets that are folded into one another; `None` for all of them.
    pub signature: Option<u32>,
    /// How far each sheet of a booklet is pushed out by the one around it: the thickness of the paper.
    pub creep: Length,
}

/// A finished page, as far as it is seen here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its size.
    pub size: Size,
    /// Which side of an opening it is made for; `None` when it may stand on either.
    pub hand: Option<Hand>,
}

/// A side of an opening, in a book that is read from left to right the right-hand and the left-hand one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The side that a book begins on.
    Recto,
    /// Its back.
    Verso,
}

/// One side of a sheet of paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its size.
    pub size: Size,
    /// The pages on it.
    pub placed: Vec<Placed>,
    /// Lines to write on.
    pub rules: Vec<Rect>,
    /// True when the sheet is folded in its middle.
    pub is_folded: bool,
}

/// A page on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which page, from 0.
    pub page: usize,
    /// Where its top left corner stands, from that of the sheet.
    pub at: Point,
    /// How large it is, in millionths of its own size.
    pub scale: i64,
}

/// Its own size.
const WHOLE: i64 = 1_000_000;
/// From line to line, thickness, and the margin around the lines.
const RULED: (f64, f64, f64) = (8.0, 0.1, 14.0);

/// Puts pages on sheets. A book that is read from right to left is bound at the right, and its pages follow one another so.
/// In a booklet a blank stands before a page that would otherwise be on the wrong hand.
pub fn impose(pages: &[Leaf], paper: Size, wish: &Wish, leftward: bool) -> Vec<Sheet> {
    let is_wide = pages.first().is_some_and(|page| page.size.width > page.size.height);
    let imposer = Imposer { pages, leftward };
    match wish.scheme {
        Scheme::Booklet => {
            let hands: Vec<Option<Hand>> = pages.iter().map(|page| page.hand).collect();
            let sides = booklet::sides(&booklet::filled(&hands), wish.signature.map(|sheets| sheets as usize));
            sides.into_iter().map(|side| imposer.spread(lying(paper), side, wish.creep)).collect()
        }
        Scheme::TwoUp if is_wide => imposer.grid(upright(paper), (1, 2)),
        Scheme::TwoUp => imposer.grid(lying(paper), (2, 1)),
        Scheme::FourUp => imposer.grid(if is_wide { lying(paper) } else { upright(paper) }, (2, 2)),
        Scheme::Notes if is_wide => imposer.with_lines(upright(paper), (1, 2)),
        Scheme::Notes => imposer.with_lines(lying(paper), (2, 1)),
    }
}

fn lying(paper: Size) -> Size {
    Size::new(paper.width.max(paper.height), paper.width.min(paper.height))
}

fn upright(paper: Size) -> Size {
    Size::new(paper.width.min(paper.height), paper.width.max(paper.height))
}

struct Imposer<'a> {
    pages: &'a [Leaf],
    leftward: bool,
}

/// Where in a cell a page stands from left to right.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

impl Imposer<'_> {
    /// A page in a cell, no larger than it is.
    fn placed(&self, page: usize, cell: Rect, side: Side) -> Option<Placed> {
        let size = self.pages.get(page)?.size;
        let part = |room: Length, of: Length| i128::from(room.0) * i128::from(WHOLE) / i128::from(of.0.max(1));
        let fits = part(cell.size.width, size.width).min(part(cell.size.height, size.height));
        let scale = fits.min(i128::from(WHOLE)) as i64;
        let free =
            Size::new(cell.size.width - scaled(size.width, scale), cell.size.height - scaled(size.height, scale));
        let x = match side {
            Side::Left => Length::ZERO,
            Side::Middle => free.width / 2,
            Side::Right => free.width,
        };
        Some(Placed { page, at: Point::new(cell.origin.x + x, cell.origin.y + free.height / 2), scale })
    }

    /// Two pages that meet at the fold.
    fn spread(&self, size: Size, side: booklet::Side, creep: Length) -> Sheet {
        let [mut left, mut right] = side.pages;
        if self.leftward {
            std::mem::swap(&mut left, &mut right);
        }
        let half = size.width / 2;
        // What is inside is pushed out when it is folded, and is drawn as much nearer to the fold.
        let by = creep * side.depth as i64;
        let cell = |x: Length| Rect::new(x, Length::ZERO, half, size.height);
        let left = left.and_then(|page| self.placed(page, cell(by), Side::Right));
        let right = right.and_then(|page| self.placed(page, cell(half - by), Side::Left));
        Sheet { size, placed: left.into_iter().chain(right).collect(), is_folded: true, ..Sheet::default() }
    }

    /// Cells of equal size, filled row by row.
    fn grid(&self, size: Size, (across, down): (i64, i64)) -> Vec<Sheet> {
        let numbers: Vec<usize> = (0..self.pages.len()).collect();
        let sheet = |pages: &[usize]| {
            let cells = pages.iter().zip(0..).map(|(page, at)| (*page, self.cell(size, (across, down), at)));
            let placed = cells.filter_map(|(page, cell)| self.placed(page, cell, Side::Middle)).collect();
            Sheet { size, placed, ..Sheet::default() }
        };
        numbers.chunks((across * down) as usize).map(sheet).collect()
    }

    /// A cell by its number.
    fn cell(&self, size: Size, (across, down): (i64, i64), at: i64) -> Rect {
        let (width, height) = (size.width / across, size.height / down);
        let column = if self.leftward { across - 1 - at % across } else { at % across };
        Rect::new(width * column, height * (at / across), width, height)
    }

    /// One page, and lines in the cell after it.
    fn with_lines(&self, size: Size, cells: (i64, i64)) -> Vec<Sheet> {
        let rules = ruled(self.cell(size, cells, 1));
        let sheet = |page| {
            let placed = self.placed(page, self.cell(size, cells, 0), Side::Middle).into_iter().collect();
            Sheet { size, placed, rules: rules.clone(), ..Sheet::default() }
        };
        (0..self.pages.len()).map(sheet).collect()
    }
}

/// Lines to write on, in a cell.
fn ruled(cell: Rect) -> Vec<Rect> {
    let (pitch, thickness, margin) = (Length::mm(RULED.0), Length::mm(RULED.1), Length::mm(RULED.2));
    let (width, height) = (cell.size.width - margin * 2, cell.size.height - margin * 2);
    let count = (height.0 / pitch.0).max(0);
    (1..=count)
        .map(|i| Rect::new(cell.origin.x + margin, cell.origin.y + margin + pitch * i - thickness, width, thickness))
        .collect()
}

/// A length at a scale in millionths.
pub fn scaled(length: Length, scale: i64) -> Length {
    Length((i128::from(length.0) * i128::from(scale) / i128::from(WHOLE)) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a4() -> Size {
        Size::new(Length::mm(210.0), Length::mm(297.0))
    }

    fn leaves(size: Size, count: usize) -> Vec<Leaf> {
        vec![Leaf { size, hand: None }; count]
    }

    fn wish(scheme: Scheme) -> Wish {
        Wish { scheme, paper: None, signature: None, creep: Length::ZERO }
    }

    fn order(sheets: &[Sheet]) -> Vec<Vec<usize>> {
        sheets.iter().map(|sheet| sheet.placed.iter().map(|placed| placed.page + 1).collect()).collect()
    }

    #[test]
    fn pages_follow_one_another_and_stay_on_the_paper() {
        let pages = leaves(a4(), 5);
        for (scheme, expected) in [
            (Scheme::TwoUp, vec![vec![1, 2], vec![3, 4], vec![5]]),
            (Scheme::FourUp, vec![vec![1, 2, 3, 4], vec![5]]),
            (Scheme::Notes, vec![vec![1], vec![2], vec![3], vec![4], vec![5]]),
        ] {
            let sheets = impose(&pages, a4(), &wish(scheme), false);
            assert_eq!(order(&sheets), expected, "{scheme:?}");
            for (sheet, placed) in sheets.iter().flat_map(|sheet| sheet.placed.iter().map(move |p| (sheet, p))) {
                let right = placed.at.x + scaled(a4().width, placed.scale);
                let bottom = placed.at.y + scaled(a4().height, placed.scale);
                assert!(placed.at.x >= Length::ZERO && placed.at.y >= Length::ZERO);
                assert!(right <= sheet.size.width && bottom <= sheet.size.height, "{scheme:?}");
                assert!(placed.scale > 400_000 && placed.scale <= WHOLE);
            }
        }
    }

    #[test]
    fn pages_of_a_booklet_meet_at_the_fold_and_creep_towards_it() {
        let a5 = Size::new(Length::mm(140.0), Length::mm(200.0));
        let creep = Wish { creep: Length::mm(0.1), ..wish(Scheme::Booklet) };
        let sheets = impose(&leaves(a5, 8), a4(), &creep, false);
        assert_eq!(order(&sheets), [[8, 1], [2, 7], [6, 3], [4, 5]]);
        let fold = sheets[0].size.width / 2;
        assert_eq!(sheets[0].placed[1].at.x, fold);
        assert_eq!(sheets[2].placed[1].at.x, fold - Length::mm(0.1));
        assert_eq!(sheets[0].placed[0].at.x, fold - a5.width);
    }

    #[test]
    fn what_is_read_from_right_to_left_is_bound_at_the_right() {
        let sheets = impose(&leaves(a4(), 4), a4(), &wish(Scheme::Booklet), true);
        assert_eq!(order(&sheets), [[1, 4], [3, 2]]);
        let sheets = impose(&leaves(a4(), 2), a4(), &wish(Scheme::TwoUp), true);
        assert!(sheets[0].placed[0].at.x > sheets[0].placed[1].at.x);
    }
}
