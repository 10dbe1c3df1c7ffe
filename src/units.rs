//! Lengths and plane geometry.
//!
//! In: numbers in points, millimetres or inches. Out: [`Length`], an exact integer number of scaled points, and the
//! points, sizes and rectangles made of it. Integers keep sums exact and dumps equal on every machine.
//!
//! The plane has its origin at the top left corner of the page; x grows to the right and y grows downwards. Only the
//! PDF backend turns it over.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Scaled points in one PDF point (1/72 inch). The number is TeX's (The TeXbook, p. 57), the point is PDF's.
const SCALE: i64 = 65_536;

/// A length in scaled points: 1/65536 of a PDF point (1/72 inch).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub i64);

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length(0);
    /// The largest length; stands for "as much as you like".
    pub const MAX: Length = Length(i64::MAX / 4);

    /// From PDF points (1/72 inch), rounded to the nearest scaled point.
    pub fn pt(points: f64) -> Length {
        Length((points * SCALE as f64).round() as i64)
    }

    /// From millimetres.
    pub fn mm(millimetres: f64) -> Length {
        Length::pt(millimetres * 72.0 / 25.4)
    }

    /// From inches.
    pub fn inch(inches: f64) -> Length {
        Length::pt(inches * 72.0)
    }

    /// In PDF points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// Multiplied by a factor, rounded to the nearest scaled point.
    pub fn scale(self, factor: f64) -> Length {
        let scaled = self.0 as f64 * factor;
        // Halves away from zero, as `round` has it, without the call of a library.
        Length((scaled + 0.5f64.copysign(scaled)) as i64)
    }

    /// The quotient of two lengths; 0 when the divisor is zero.
    pub fn ratio(self, whole: Length) -> f64 {
        if whole.0 == 0 { 0.0 } else { self.0 as f64 / whole.0 as f64 }
    }

    /// `units` of a font with `units_per_em`, at the type size `self`.
    pub fn font_units(self, units: i64, units_per_em: i64) -> Length {
        Length((self.0 * units + units_per_em / 2).div_euclid(units_per_em.max(1)))
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, times: i64) -> Length {
        Length(self.0 * times)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, parts: i64) -> Length {
        Length(self.0 / parts)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        lengths.fold(Length::ZERO, Add::add)
    }
}

/// A length that takes half the room, for what there are hundreds of thousands of: scaled points, up to 32 767 pt. What is
/// longer is cut to that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Short(i32);

impl Short {
    /// No length at all.
    pub const ZERO: Short = Short(0);

    /// The same as a length to reckon with.
    pub const fn long(self) -> Length {
        Length(self.0 as i64)
    }
}

impl From<Length> for Short {
    fn from(length: Length) -> Short {
        Short(length.0.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }
}

impl AddAssign<Length> for Short {
    fn add_assign(&mut self, other: Length) {
        *self = Short::from(self.long() + other);
    }
}

impl AddAssign<Short> for Length {
    fn add_assign(&mut self, other: Short) {
        *self += other.long();
    }
}

impl Add<Short> for Length {
    type Output = Length;
    fn add(self, other: Short) -> Length {
        self + other.long()
    }
}

impl Sum<Short> for Length {
    fn sum<I: Iterator<Item = Short>>(lengths: I) -> Length {
        lengths.fold(Length::ZERO, Add::add)
    }
}

/// In points with at most two decimals, as dumps print it.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.to_pt() * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            r if r % 10 == 0 => write!(f, "{sign}{whole}.{}", r / 10),
            r => write!(f, "{sign}{whole}.{r:02}"),
        }
    }
}

/// A point of the page, from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Length,
    /// Distance from the top edge, downwards.
    pub y: Length,
}

impl Point {
    /// A point at `x`, `y`.
    pub fn new(x: Length, y: Length) -> Point {
        Point { x, y }
    }
}

impl Add for Point {
    type Output = Point;
    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

impl Size {
    /// A size of `width` by `height`.
    pub fn new(width: Length, height: Length) -> Size {
        Size { width, height }
    }
}

/// An upright rectangle: its top left corner and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rect {
    /// The top left corner.
    pub origin: Point,
    /// Width and height.
    pub size: Size,
}

impl Rect {
    /// A rectangle from its left and top edges and its size.
    pub fn new(x: Length, y: Length, width: Length, height: Length) -> Rect {
        Rect { origin: Point::new(x, y), size: Size::new(width, height) }
    }

    /// The right edge.
    pub fn right(&self) -> Length {
        self.origin.x + self.size.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> Length {
        self.origin.y + self.size.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_convert_and_print() {
        assert_eq!(Length::inch(1.0), Length::pt(72.0));
        assert_eq!(Length::mm(25.4), Length::pt(72.0));
        assert_eq!(Length::pt(10.5).to_string(), "10.5");
        assert_eq!(Length::pt(-0.25).to_string(), "-0.25");
        assert_eq!(Length::pt(13.0).to_string(), "13");
    }

    #[test]
    fn short_lengths_are_exact_as_far_as_they_go() {
        for points in [-200.5, 0.0, 0.25, 14_400.0] {
            assert_eq!(Short::from(Length::pt(points)).long(), Length::pt(points));
        }
        assert!(Short::from(Length::MAX).long() > Length::pt(32_767.0));
    }

    #[test]
    fn scaled_lengths_round_halves_away_from_zero() {
        for (length, factor, scaled) in
            [(3, 0.5, 2), (-3, 0.5, -2), (7, 0.2, 1), (-7, -0.2, 1), (1 << 50, 1.0, 1 << 50)]
        {
            assert_eq!(Length(length).scale(factor), Length(scaled));
        }
    }

    #[test]
    fn font_units_round_to_the_nearest_scaled_point() {
        assert_eq!(Length::pt(10.0).font_units(500, 1000), Length::pt(5.0));
        assert_eq!(Length::pt(10.0).font_units(-500, 1000), Length::pt(-5.0));
    }
}
