//! Where a page of the book is in the file: a page of its own, or a form on a sheet.
//!
//! In: the objects of the file, and how pages stand on sheets. Out: [`Spot`]s, by which links, destinations and structure
//! find the place of what they speak of.

use crate::impose::{Placed, scaled};
use crate::units::{Length, Point, Rect, Size};
use lopdf::{Document, Object, ObjectId};

/// Where a page of the book is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// The page of the file that shows it.
    pub(super) page: ObjectId,
    /// The form that holds its content; `None` when the page of the file does.
    pub(super) form: Option<ObjectId>,
    /// Height of the page of the file.
    pub(super) height: Length,
    at: Point,
    scale: Option<i64>,
}

impl Spot {
    /// A page that is one of the file.
    pub(super) fn own(page: ObjectId, height: Length) -> Spot {
        Spot { page, form: None, height, at: Point::default(), scale: None }
    }

    /// A page on a sheet of a height.
    pub(super) fn on_sheet(page: ObjectId, form: ObjectId, height: Length, placed: &Placed) -> Spot {
        Spot { page, form: Some(form), height, at: placed.at, scale: Some(placed.scale) }
    }

    /// A length of the page of the book, as large as it is shown.
    pub(super) fn length(&self, length: Length) -> Length {
        self.scale.map_or(length, |scale| scaled(length, scale))
    }

    /// The place of an area of the page of the book, from the top left corner of the page of the file.
    pub(super) fn area(&self, area: &Rect) -> Rect {
        let origin = Point::new(self.at.x + self.length(area.origin.x), self.down(area.origin.y));
        Rect { origin, size: Size::new(self.length(area.size.width), self.length(area.size.height)) }
    }

    /// How far down the page of the file something stands.
    pub(super) fn down(&self, y: Length) -> Length {
        self.at.y + self.length(y)
    }

    /// Tells what holds its content its key in the tree from marks to elements.
    ///
    /// # Errors
    /// When the file does not have it.
    pub(super) fn set_key(&self, doc: &mut Document, key: i64) -> Result<(), lopdf::Error> {
        match doc.get_object_mut(self.form.unwrap_or(self.page))? {
            Object::Stream(form) => form.dict.set("StructParents", key),
            page => page.as_dict_mut()?.set("StructParents", key),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_a_sheet_is_moved_and_smaller() {
        let pt = Length::pt;
        let area = Rect::new(pt(10.0), pt(20.0), pt(30.0), pt(40.0));
        let placed = Placed { page: 0, at: Point::new(pt(100.0), pt(5.0)), scale: 500_000 };
        let sheet = Spot::on_sheet((1, 0), (2, 0), pt(595.0), &placed);
        assert_eq!(sheet.area(&area), Rect::new(pt(105.0), pt(15.0), pt(15.0), pt(20.0)));
        assert_eq!(Spot::own((1, 0), pt(842.0)).area(&area), area);
    }
}
