//! Page labels (ISO 32000-1, 12.4.2).
//!
//! In: the label of each page. Out: a number tree with one entry wherever the count starts anew; a sheet is called by the
//! pages on it, from left to right and from above to below.

use super::number::{name, text};
use crate::impose::Sheet;
use crate::page::{Label, LabelStyle, Page};
use lopdf::{Dictionary, Object, dictionary};

/// The page labels of the book.
pub(super) fn tree(pages: &[Page]) -> Dictionary {
    let entries = starts(pages).flat_map(|(page, label)| {
        let style = match label.style {
            LabelStyle::Arabic => "D",
            LabelStyle::Roman => "r",
        };
        let range = dictionary! { "S" => name(style), "St" => i64::from(label.number.max(1)) };
        [Object::Integer(page as i64), Object::Dictionary(range)]
    });
    dictionary! { "Nums" => entries.collect::<Vec<_>>() }
}

/// The labels of sheets: `8, 1`.
pub(super) fn of_sheets(sheets: &[Sheet], pages: &[Page]) -> Dictionary {
    let entries = sheets.iter().enumerate().flat_map(|(at, sheet)| {
        let on_it = sheet.placed.iter().filter_map(|placed| pages.get(placed.page));
        let labels: Vec<String> = on_it.map(|page| page.label.to_string()).collect();
        [Object::Integer(at as i64), Object::Dictionary(dictionary! { "P" => text(&labels.join(", ")) })]
    });
    dictionary! { "Nums" => entries.collect::<Vec<_>>() }
}

/// The pages whose label does not simply follow from the page before.
fn starts(pages: &[Page]) -> impl Iterator<Item = (usize, Label)> {
    let mut expected = None;
    pages.iter().enumerate().filter_map(move |(at, page)| {
        let label = page.label;
        let follows = expected.replace(Label { number: label.number.saturating_add(1), ..label }) == Some(label);
        (!follows).then_some((at, label))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_begins_where_style_or_count_changes() {
        let page = |style, number| Page { label: Label { style, number }, ..Page::default() };
        let (r, d) = (LabelStyle::Roman, LabelStyle::Arabic);
        let pages = [page(r, 1), page(r, 2), page(d, 1), page(d, 2), page(d, 5)];
        let starts: Vec<(usize, u32)> = starts(&pages).map(|(at, label)| (at, label.number)).collect();
        assert_eq!(starts, [(0, 1), (2, 1), (4, 5)]);
    }
}
