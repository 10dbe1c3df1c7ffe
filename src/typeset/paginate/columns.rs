//! Columns to pages.
//!
//! In: leaves as wide as a column, two for each page. Out: leaves as wide as the page. What is wider than a column (an
//! image that bleeds, a turned table) has a page of its own. Notes stay at the foot of their column.

use super::place::{Leaf, LeafKind};
use crate::units::{Length, Point};

/// Puts every two leaves side by side, the second `across` from the first; those of the first page stand lower by `down`.
pub(crate) fn side_by_side(leaves: Vec<Leaf>, across: Length, down: Length) -> Vec<Leaf> {
    let mut pages: Vec<Leaf> = Vec::new();
    let mut left: Option<Leaf> = None;
    for mut leaf in leaves {
        if matches!(leaf.kind, LeafKind::Bleed | LeafKind::Turned) {
            pages.extend(left.take());
            pages.push(leaf);
            continue;
        }
        let lower = if pages.is_empty() { down } else { Length::ZERO };
        match left.take() {
            None => {
                leaf.shift(Point::new(Length::ZERO, lower));
                left = Some(leaf);
            }
            Some(mut page) => {
                leaf.shift(Point::new(across, lower));
                if leaf.kind == LeafKind::Text {
                    page.kind = LeafKind::Text;
                }
                page.items.append(&mut leaf.items);
                page.lines.append(&mut leaf.lines);
                pages.push(page);
            }
        }
    }
    pages.extend(left);
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Id;
    use crate::page::Item;

    fn leaf(name: &str, kind: LeafKind) -> Leaf {
        let anchor = Item::Anchor { id: Id(name.into()), at: Point::new(Length::ZERO, Length::ZERO) };
        Leaf { items: vec![anchor], kind, ..Leaf::default() }
    }

    #[test]
    fn two_columns_are_a_page_and_what_is_wider_has_its_own() {
        let (text, turned) = (LeafKind::Text, LeafKind::Turned);
        let leaves = vec![
            leaf("a", text),
            leaf("b", text),
            leaf("c", text),
            leaf("d", turned),
            leaf("e", text),
            leaf("f", text),
        ];
        let pages = side_by_side(leaves, Length(100), Length(7));
        let places: Vec<Vec<(i64, i64)>> = pages
            .iter()
            .map(|page| {
                let at = |item: &Item| if let Item::Anchor { at, .. } = item { (at.x.0, at.y.0) } else { (0, 0) };
                page.items.iter().map(at).collect()
            })
            .collect();
        assert_eq!(places, [vec![(0, 7), (100, 7)], vec![(0, 0)], vec![(0, 0)], vec![(0, 0), (100, 0)]]);
    }
}
