//! The keys of `[theme]`.
//!
//! In: a [`Design`](super::Design) that [`entries`](super::entries) walks, value by value. Out: the design with the wishes
//! of a book, and the list of all keys with their meaning, what they take and what they are. One walk serves for reading,
//! for checking and for showing, so that no value can be without its key.

use super::types::Colour;
use super::wish::{Measure, Of, Overrides, Scale, Wish};
use crate::units::{Length, Size};

/// A key of `[theme]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Where it stands below `[theme]`, such as `running-head.slope`.
    pub path: String,
    /// What it decides, in a few words.
    pub about: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it is now.
    pub value: Wish,
}

/// What a key takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A length from `least` to `most`: in points, or times what it is a proportion of.
    Length {
        /// What a plain number means.
        of: Of,
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Count {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A number with a fraction.
    Factor {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// One of these words.
    Word(Vec<&'static str>),
    /// Text of so many characters at most.
    Text(usize),
    /// So many words at most, with hyphens where they may be broken.
    Hyphenated(usize),
    /// A page size.
    Size,
    /// A colour.
    Colour,
}

impl Kind {
    /// The shortest and the longest length that the key takes.
    pub fn bounds(of: Of, least: f64, most: f64, scale: Scale) -> (Length, Length) {
        let whole = scale.whole(of);
        (whole.scale(least), whole.scale(most))
    }
}

/// A walk over the values of a design.
pub(super) struct Keys<'w> {
    wishes: &'w Overrides,
    scale: Scale,
    prefix: String,
    list: Vec<Key>,
}

impl<'w> Keys<'w> {
    pub(super) fn new(wishes: &'w Overrides, scale: Scale) -> Keys<'w> {
        Keys { wishes, scale, prefix: String::new(), list: Vec::new() }
    }

    /// Every key that was met.
    pub(super) fn into_list(self) -> Vec<Key> {
        self.list
    }

    /// The keys of a table.
    pub(super) fn table(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let outside = self.prefix.len();
        self.prefix += name;
        self.prefix.push('.');
        content(self);
        self.prefix.truncate(outside);
    }

    /// A length that is a proportion of something, between two proportions.
    pub(super) fn length(&mut self, name: &str, about: &'static str, of: Of, range: (f64, f64), at: &mut Length) {
        let (least, most) = range;
        let scale = self.scale;
        if let Some(Wish::Length(measure)) = self.wish(name) {
            let (least, most) = Kind::bounds(of, least, most, scale);
            *at = scale.length(measure, of).clamp(least, most.max(least));
        }
        self.met(name, about, Kind::Length { of, least, most }, Wish::Length(Measure::Absolute(*at)));
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, name: &str, about: &'static str, at: &mut bool) {
        if let Some(Wish::Flag(truth)) = self.wish(name) {
            *at = truth;
        }
        self.met(name, about, Kind::Flag, Wish::Flag(*at));
    }

    /// A whole number.
    pub(super) fn count<T>(&mut self, name: &str, about: &'static str, range: (i64, i64), at: &mut T)
    where
        T: Copy + TryFrom<i64> + TryInto<i64>,
    {
        let (least, most) = range;
        if let Some(Wish::Count(count)) = self.wish(name)
            && let Ok(count) = T::try_from(count.clamp(least, most))
        {
            *at = count;
        }
        let now = (*at).try_into().unwrap_or(most);
        self.met(name, about, Kind::Count { least, most }, Wish::Count(now));
    }

    /// A number of thousandths, written as a number with a fraction.
    pub(super) fn thousandths(&mut self, name: &str, about: &'static str, range: (f64, f64), at: &mut i32) {
        let (least, most) = range;
        if let Some(Wish::Factor(factor)) = self.wish(name) {
            *at = (factor.clamp(least, most) * 1000.0).round() as i32;
        }
        self.met(name, about, Kind::Factor { least, most }, Wish::Factor(f64::from(*at) / 1000.0));
    }

    /// One of several values, each with its word.
    pub(super) fn choice<T: Copy + PartialEq>(
        &mut self,
        name: &str,
        about: &'static str,
        choices: &[(&'static str, T)],
        at: &mut T,
    ) {
        if let Some(Wish::Word(word)) = self.wish(name)
            && let Some((_, value)) = choices.iter().find(|(known, _)| *known == word)
        {
            *at = *value;
        }
        let now = choices.iter().find(|(_, value)| value == at).map_or("", |(word, _)| word);
        let words = choices.iter().map(|(word, _)| *word).collect();
        self.met(name, about, Kind::Word(words), Wish::Word(now.into()));
    }

    /// Any text of at most `most` characters.
    pub(super) fn text(&mut self, name: &str, about: &'static str, most: usize, at: &mut String) {
        if let Some(Wish::Text(text)) = self.wish(name) {
            *at = text.chars().take(most).collect();
        }
        self.met(name, about, Kind::Text(most), Wish::Text(at.clone()));
    }

    /// At most `most` words with hyphens where they may be broken.
    pub(super) fn hyphenated(&mut self, name: &str, about: &'static str, most: usize, at: &mut Vec<String>) {
        if let Some(Wish::Words(words)) = self.wish(name) {
            *at = words.into_iter().take(most).collect();
        }
        self.met(name, about, Kind::Hyphenated(most), Wish::Words(at.clone()));
    }

    /// A colour.
    pub(super) fn colour(&mut self, name: &str, about: &'static str, at: &mut Colour) {
        if let Some(Wish::Colour(colour)) = self.wish(name) {
            *at = colour;
        }
        self.met(name, about, Kind::Colour, Wish::Colour(*at));
    }

    /// A length in points that has been followed already, for everything else depends on it.
    pub(super) fn followed_length(&mut self, name: &str, about: &'static str, range: (f64, f64), now: Length) {
        let kind = Kind::Length { of: Of::Nothing, least: range.0, most: range.1 };
        self.met(name, about, kind, Wish::Length(Measure::Absolute(now)));
    }

    /// A page size that has been followed already.
    pub(super) fn followed_size(&mut self, name: &str, about: &'static str, now: Size) {
        self.met(name, about, Kind::Size, Wish::Size(now));
    }

    fn wish(&self, name: &str) -> Option<Wish> {
        if self.wishes.values.is_empty() {
            return None;
        }
        self.wishes.values.get(&format!("{}{name}", self.prefix)).cloned()
    }

    fn met(&mut self, name: &str, about: &'static str, kind: Kind, value: Wish) {
        self.list.push(Key { path: format!("{}{name}", self.prefix), about, kind, value });
    }
}
