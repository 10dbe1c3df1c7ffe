//! How a book looks, as data.
//!
//! In: a theme's name and the overrides of `[theme]`. Out: [`Design`]. No algorithm lives here.

/// How a book looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {}
