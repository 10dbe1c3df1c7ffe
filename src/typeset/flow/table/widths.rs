//! Widths of columns.
//!
//! In: what every cell of a table wants. Out: a width for each column, in a given room. A column is at least as wide as its
//! widest word and at most as wide as its longest cell on one line (CSS 2.2 §17.5.2.2). Where not every cell fits on one
//! line, the widths are those that make the table lowest: from shares in proportion to what columns want, room is moved from
//! one column to another in ever smaller steps as long as that lowers the rows.

use crate::units::Length;

/// What a cell wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Its first column.
    pub(super) first: usize,
    /// How many columns it spans.
    pub(super) columns: usize,
    /// How many rows it spans.
    pub(super) rows: i64,
    /// The width of its widest word.
    pub(super) least: Length,
    /// The width of its longest line, if no line is broken but by the author.
    pub(super) most: Length,
    /// Lines that the author ends.
    pub(super) ends: i64,
}

/// The cells of a table, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells {
    pub(super) columns: usize,
    /// Between two columns.
    pub(super) gap: Length,
    pub(super) rows: Vec<Vec<Wanted>>,
}

/// Rows that are looked at to find widths: of a longer table every so many.
const LOOKED_AT: usize = 120;
/// Columns beyond which no room is moved: shares must do.
const MOVED: usize = 16;
/// Room that is moved at once, as a part of the whole, from coarse to fine.
const MOVES: [i64; 5] = [8, 16, 32, 64, 128];

impl Cells {
    /// The same in a type of another size, with another gap.
    pub(super) fn scaled(&self, step: f64, gap: Length) -> Cells {
        let cell = |cell: &Wanted| Wanted { least: cell.least.scale(step), most: cell.most.scale(step), ..*cell };
        Cells { columns: self.columns, gap, rows: self.rows.iter().map(|row| row.iter().map(cell).collect()).collect() }
    }

    /// Least and greatest width of each column. What a cell that spans columns wants beyond what they want by themselves is
    /// shared among them in proportion to that, the narrowest spans first (CSS 2.2 §17.5.2.2).
    pub(super) fn bounds(&self) -> Vec<(Length, Length)> {
        let (mut least, mut most) = (vec![Length::ZERO; self.columns], vec![Length::ZERO; self.columns]);
        let mut spanning: Vec<&Wanted> = Vec::new();
        for cell in self.rows.iter().flatten() {
            if cell.columns > 1 {
                spanning.push(cell);
                continue;
            }
            least[cell.first] = least[cell.first].max(cell.least);
            most[cell.first] = most[cell.first].max(cell.most);
        }
        spanning.sort_by_key(|cell| cell.columns);
        for cell in spanning {
            let gaps = self.gap * (cell.columns as i64 - 1);
            let columns = cell.first..cell.first + cell.columns;
            let weights = most[columns.clone()].to_vec();
            widen(&mut most[columns.clone()], &weights, cell.most - gaps);
            let room: Vec<Length> = columns.clone().map(|at| (most[at] - least[at]).max(Length::ZERO)).collect();
            widen(&mut least[columns], &room, cell.least - gaps);
        }
        least.into_iter().zip(most).map(|(least, most)| (least, most.max(least))).collect()
    }

    /// The least width of the whole, without the gaps.
    pub(super) fn least(&self) -> Length {
        self.bounds().iter().map(|bound| bound.0).sum()
    }

    /// The widths of the columns in a room; together no more than it.
    pub(super) fn widths(&self, room: Length) -> Vec<Length> {
        let bounds = self.bounds();
        if bounds.iter().map(|bound| bound.1).sum::<Length>() <= room {
            return bounds.iter().map(|bound| bound.1).collect();
        }
        if bounds.iter().map(|bound| bound.0).sum::<Length>() > room {
            return capped(&bounds, room);
        }
        self.lowered(shares(&bounds, room), &bounds, room)
    }

    /// Moves room between columns as long as that makes the table lower.
    fn lowered(&self, mut widths: Vec<Length>, bounds: &[(Length, Length)], room: Length) -> Vec<Length> {
        if self.columns > MOVED {
            return widths;
        }
        let step = self.rows.len().div_ceil(LOOKED_AT).max(1);
        let rows: Vec<&[Wanted]> = self.rows.iter().step_by(step).map(Vec::as_slice).collect();
        let mut best = self.height(&rows, &widths);
        for part in MOVES {
            let amount = room / part;
            // Each round makes the table lower, so there is an end; a table of many rows needs few rounds.
            for _ in 0..self.columns * 8 {
                let Some((lower, moved)) = self.best_move(&rows, &widths, bounds, amount).filter(|(h, _)| *h < best)
                else {
                    break;
                };
                (best, widths) = (lower, moved);
            }
        }
        widths
    }

    /// The move of an amount that makes the table lowest.
    fn best_move(
        &self,
        rows: &[&[Wanted]],
        widths: &[Length],
        bounds: &[(Length, Length)],
        amount: Length,
    ) -> Option<(Height, Vec<Length>)> {
        let mut best: Option<(Height, Vec<Length>)> = None;
        for from in 0..widths.len() {
            let given = amount.min(widths[from] - bounds[from].0);
            if given <= Length::ZERO {
                continue;
            }
            for to in (0..widths.len()).filter(|to| *to != from && widths[*to] < bounds[*to].1) {
                let mut moved = widths.to_vec();
                moved[from] -= given;
                moved[to] += given;
                let height = self.height(rows, &moved);
                if best.as_ref().is_none_or(|(lowest, _)| height < *lowest) {
                    best = Some((height, moved));
                }
            }
        }
        best
    }

    /// An estimate: a line of a cell loses about half a word at its end; a cell that spans rows needs a part of its lines in
    /// each.
    fn height(&self, rows: &[&[Wanted]], widths: &[Length]) -> Height {
        let (mut lines, mut filled) = (0, 0);
        for row in rows {
            let mut highest = 1;
            for cell in row.iter() {
                let own = &widths[cell.first..cell.first + cell.columns];
                let width = own.iter().copied().sum::<Length>() + self.gap * (cell.columns as i64 - 1);
                let per_row = |lines: i64| (lines + cell.rows - 1) / cell.rows.max(1);
                if cell.most <= width {
                    highest = highest.max(per_row(cell.ends + 1));
                    continue;
                }
                let usable = (width - cell.least.min(width) / 3).max(Length(1));
                let thousandths = cell.most.0.saturating_mul(1_000) / usable.0;
                highest = highest.max(per_row(thousandths.div_euclid(1_000) + 1 + cell.ends));
                filled += thousandths;
            }
            lines += highest;
        }
        (lines, filled)
    }
}

/// How high a table will be: its lines, then, to tell tables of as many lines apart, how full its cells are.
type Height = (i64, i64);

/// Makes columns together as wide as a cell over them wants, each by its part of these weights.
fn widen(columns: &mut [Length], weights: &[Length], wanted: Length) {
    let lack = wanted - columns.iter().copied().sum::<Length>();
    if lack <= Length::ZERO {
        return;
    }
    let whole: Length = weights.iter().copied().sum();
    let count = columns.len();
    let mut left = lack;
    for (at, (column, weight)) in columns.iter_mut().zip(weights).enumerate() {
        let part = if whole > Length::ZERO { lack.scale(weight.ratio(whole)) } else { lack / count as i64 };
        let part = if at + 1 == count { left } else { part.min(left) };
        *column += part;
        left -= part;
    }
}

/// Columns that want no more than an even share get all that they want; the others share the rest, each its least and a
/// part of what it wants beyond.
fn shares(wanted: &[(Length, Length)], room: Length) -> Vec<Length> {
    let mut widths: Vec<Option<Length>> = vec![None; wanted.len()];
    loop {
        let open = widths.iter().filter(|w| w.is_none()).count() as i64;
        let rest = room - widths.iter().flatten().copied().sum::<Length>();
        let least_of_open = |widths: &[Option<Length>]| -> Length {
            wanted.iter().zip(widths).filter(|(_, w)| w.is_none()).map(|(w, _)| w.0).sum()
        };
        let modest = wanted.iter().enumerate().filter(|(i, _)| widths[*i].is_none()).min_by_key(|(_, w)| w.1);
        let Some((column, &(own, most))) = modest else { break };
        let left_for_others = rest - most >= least_of_open(&widths) - own;
        if most * open > rest || !left_for_others {
            break;
        }
        widths[column] = Some(most);
    }
    let rest = room - widths.iter().flatten().copied().sum::<Length>();
    let open = || wanted.iter().zip(&widths).filter(|(_, w)| w.is_none()).map(|(w, _)| *w);
    let (least, most): (Length, Length) = (open().map(|w| w.0).sum(), open().map(|w| w.1).sum());
    let part = (rest - least).ratio(most - least).min(1.0);
    wanted.iter().zip(&widths).map(|(w, width)| width.unwrap_or(w.0 + (w.1 - w.0).scale(part))).collect()
}

/// Widths where not even the words fit: columns of short words keep them whole, and the widest are cut to one width.
fn capped(wanted: &[(Length, Length)], room: Length) -> Vec<Length> {
    let mut sorted: Vec<Length> = wanted.iter().map(|w| w.0).collect();
    sorted.sort_unstable();
    let mut rest = room;
    for (i, least) in sorted.iter().enumerate() {
        let share = rest / (sorted.len() - i) as i64;
        if *least > share {
            return wanted.iter().map(|w| w.0.min(share)).collect();
        }
        rest -= *least;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of these rows of least and greatest widths.
    fn cells(rows: &[&[(f64, f64)]]) -> Cells {
        let cell = |(first, w): (usize, &(f64, f64))| wanted(first, 1, w.0, w.1);
        let rows: Vec<Vec<Wanted>> = rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect();
        Cells { columns: rows[0].len(), gap: Length::ZERO, rows }
    }

    fn wanted(first: usize, columns: usize, least: f64, most: f64) -> Wanted {
        Wanted { first, columns, rows: 1, least: Length::pt(least), most: Length::pt(most), ends: 0 }
    }

    fn points(rows: &[&[(f64, f64)]], room: f64) -> Vec<f64> {
        cells(rows).widths(Length::pt(room)).into_iter().map(Length::to_pt).collect()
    }

    fn lines(rows: &[&[(f64, f64)]], widths: &[f64]) -> i64 {
        let cells = cells(rows);
        let rows: Vec<&[Wanted]> = cells.rows.iter().map(Vec::as_slice).collect();
        cells.height(&rows, &widths.iter().map(|w| Length::pt(*w)).collect::<Vec<_>>()).0
    }

    #[test]
    fn columns_get_what_they_want_when_there_is_room() {
        assert_eq!(points(&[&[(10.0, 20.0), (5.0, 40.0)]], 100.0), [20.0, 40.0]);
    }

    #[test]
    fn a_short_column_stays_on_one_line_beside_a_long_one() {
        let widths = points(&[&[(20.0, 60.0), (30.0, 900.0), (20.0, 30.0)]], 300.0);
        assert!(widths[1] > 200.0 && widths[0] >= 20.0 && widths[2] >= 20.0, "{widths:?}");
    }

    #[test]
    fn two_long_columns_share_so_that_the_table_is_low() {
        let rows: &[&[(f64, f64)]] =
            &[&[(30.0, 60.0), (40.0, 600.0), (40.0, 900.0)], &[(30.0, 50.0), (40.0, 1200.0), (40.0, 500.0)]];
        let widths = points(rows, 300.0);
        let even = lines(rows, &[60.0, 120.0, 120.0]);
        assert!(lines(rows, &widths) <= even, "{widths:?}");
        assert!(
            widths.iter().sum::<f64>() <= 300.01 && widths.iter().zip([30.0, 40.0, 40.0]).all(|(w, least)| *w >= least)
        );
    }

    #[test]
    fn columns_share_what_a_cell_over_them_wants() {
        let rows = vec![
            vec![wanted(0, 2, 70.0, 70.0), wanted(2, 1, 5.0, 5.0)],
            vec![wanted(0, 1, 10.0, 10.0), wanted(1, 1, 10.0, 30.0)],
        ];
        let cells = Cells { columns: 3, gap: Length::pt(6.0), rows };
        let widths: Vec<f64> = cells.widths(Length::pt(200.0)).into_iter().map(Length::to_pt).collect();
        assert_eq!(widths, [16.0, 48.0, 5.0]);
        assert!((cells.least().to_pt() - 69.0).abs() < 0.01);
    }

    #[test]
    fn where_words_do_not_fit_short_ones_stay_whole() {
        assert_eq!(points(&[&[(20.0, 200.0), (300.0, 400.0), (100.0, 100.0)]], 150.0), [20.0, 65.0, 65.0]);
    }

    #[test]
    fn a_table_of_many_rows_is_measured_in_no_time() {
        let row: &[(f64, f64)] = &[(20.0, 300.0), (30.0, 900.0), (20.0, 30.0), (10.0, 500.0)];
        let rows = vec![row; 20_000];
        assert!(points(&rows, 300.0).iter().sum::<f64>() <= 300.01);
    }
}
