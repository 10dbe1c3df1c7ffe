//! How a book looks, as data.
//!
//! In: a theme's name and the overrides of `[theme]`. Out: [`Design`]. No algorithm lives here.

mod overrides;

pub use overrides::Overrides;

/// The names of the built-in themes.
pub const THEMES: [&str; 3] = ["novel", "manual", "handout"];

/// How a book looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {}

impl Design {
    /// A theme with the wishes of a book; an unknown theme is `novel`.
    pub fn new(overrides: &Overrides) -> Design {
        let _ = overrides;
        Design {}
    }
}
