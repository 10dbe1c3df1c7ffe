//! The order of pages in a booklet that is stitched through its fold.
//!
//! In: the pages and which hand they are, and how many sheets are folded into one another. Out: the sides of all sheets,
//! front and back in turn. Where pages are missing to fill the last sheet they are blank at the end, where a reader expects
//! them.

use super::Hand;

/// One side of a sheet: two pages, and how many sheets are around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// At the left and at the right of the fold; `None` for a blank.
    pub(super) pages: [Option<usize>; 2],
    /// 0 for the outermost sheet of its signature.
    pub(super) depth: usize,
}

/// Pages by number, with a blank before each that would stand on the other hand: a part of a book may begin on a verso.
pub(super) fn filled(hands: &[Option<Hand>]) -> Vec<Option<usize>> {
    let mut places = Vec::with_capacity(hands.len() + 1);
    for (page, hand) in hands.iter().enumerate() {
        let next = if places.len() % 2 == 0 { Hand::Recto } else { Hand::Verso };
        if hand.is_some_and(|hand| hand != next) {
            places.push(None);
        }
        places.push(Some(page));
    }
    places
}

/// The sides of a booklet of these pages.
pub(super) fn sides(places: &[Option<usize>], signature: Option<usize>) -> Vec<Side> {
    let whole = places.len().next_multiple_of(4);
    let most = signature.map_or(whole, |sheets| sheets.max(1).saturating_mul(4)).max(4);
    let page = |at: usize| places.get(at).copied().flatten();
    let mut sides = Vec::with_capacity(whole / 2);
    let mut start = 0;
    while start < whole {
        let pages = most.min(whole - start);
        let (first, last) = (start, start + pages - 1);
        for depth in 0..pages / 4 {
            let (low, high) = (first + 2 * depth, last - 2 * depth);
            sides.push(Side { pages: [page(high), page(low)], depth });
            sides.push(Side { pages: [page(low + 1), page(high - 1)], depth });
        }
        start += pages;
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sides by the numbers of their pages, 0 for a blank.
    fn numbers(count: usize, signature: Option<usize>) -> Vec<[usize; 2]> {
        shown(&filled(&vec![None; count]), signature)
    }

    fn shown(places: &[Option<usize>], signature: Option<usize>) -> Vec<[usize; 2]> {
        sides(places, signature).into_iter().map(|side| side.pages.map(|page| page.map_or(0, |at| at + 1))).collect()
    }

    #[test]
    fn blanks_stand_at_the_end() {
        assert_eq!(numbers(5, None), [[0, 1], [2, 0], [0, 3], [4, 5]]);
        let sides = numbers(33, None);
        assert_eq!((sides.len(), sides[0], sides[1], sides[2]), (18, [0, 1], [2, 0], [0, 3]));
        assert_eq!(sides[17], [18, 19]);
        assert_eq!(numbers(0, None), Vec::<[usize; 2]>::new());
    }

    #[test]
    fn a_verso_stays_at_the_left() {
        use Hand::{Recto, Verso};
        let hands = [Verso, Recto, Verso].map(Some);
        assert_eq!(filled(&hands), [None, Some(0), Some(1), Some(2)]);
        assert_eq!(shown(&filled(&hands), None), [[3, 0], [1, 2]]);
        // Pages 2 to 3 and 6 to 7 of a book: nothing is missing between them.
        assert_eq!(filled(&[Verso, Recto, Verso, Recto].map(Some)).len(), 5);
        assert_eq!(filled(&[Recto, Recto].map(Some)), [Some(0), None, Some(1)]);
    }

    #[test]
    fn signatures_follow_one_another_and_the_last_may_be_thin() {
        let expected = [[8, 1], [2, 7], [6, 3], [4, 5], [0, 9], [10, 11]];
        assert_eq!(numbers(11, Some(2)), expected);
    }

    #[test]
    fn every_page_stands_once() {
        for count in 1..70 {
            for signature in [None, Some(1), Some(3), Some(100)] {
                let mut seen: Vec<usize> = numbers(count, signature).concat();
                seen.retain(|page| *page > 0);
                seen.sort_unstable();
                assert_eq!(seen, (1..=count).collect::<Vec<_>>(), "{count} {signature:?}");
            }
        }
    }
}
